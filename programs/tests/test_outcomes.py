"""What reports say of a pledge: the rule, the figures that count, and what only stands near."""

from datetime import date
from decimal import Decimal

import pytest

from articles.tests.factories import article, evidence
from kb.core.partial_dates import PartialDate
from kb.regions.tests.factories import region
from kb.web.tests.test_pages import text
from programs.models import Pledge
from programs.outcomes import Outcome, outcome_of
from programs.tests.factories import figure, indicator, pledge, program
from programs.views import reports_on

MADE = PartialDate(2021, 3, 1)
DAY = date(2026, 11, 22)


def shown(**fields):
    row = figure(**fields)
    evidence(article(f"{row.pk} жұмыс орны ашылды"), "жұмыс орны", figure=row)
    return row


@pytest.fixture
def world(db):
    counted, place = indicator("жұмыс орны", unit="job"), region("Тұран облысы")
    target = shown(indicator=counted, region=place, value=100, status="pledged", as_of=MADE)
    return counted, place, target


def promised(target, **fields):
    row = pledge(**{"start": MADE, "deadline": PartialDate(2025), "target": target, **fields})
    evidence(article(f"100 орын ашамыз {row.pk}", published_on=date(2021, 3, 1)), "орын", pledge=row)
    return row


def fetched(row, day=None) -> Pledge:
    return Pledge.objects.public().with_due(day).with_result(day).get(pk=row.pk)


@pytest.mark.parametrize(
    ("deadline", "values", "outcome"),
    [
        (2025, [], Outcome.SILENT),
        (2025, [40, 60], Outcome.BELOW),  # two reports are not added up
        (2025, [40, 100], Outcome.REACHED),
        (2090, [], Outcome.WAITING),
        (2090, [99], Outcome.PARTLY),
        (2090, [120], Outcome.REACHED),
        (None, [], Outcome.UNDATED),
        (None, [99], Outcome.UNDATED),
    ],
)
def test_the_rule(world, deadline, values, outcome):
    counted, place, target = world
    row = promised(target, deadline=deadline and PartialDate(deadline))
    for value in values:
        shown(indicator=counted, region=place, value=value, as_of=PartialDate(2023))
    row = fetched(row)
    assert outcome_of(row, DAY) == outcome
    assert row.result_value == (Decimal(max(values)) if values else None)
    due = Pledge.objects.public().with_due().with_result()
    assert [code for code in Outcome if row in due.that_came_out(code, DAY)] == [outcome]
    assert [found.value for found in reports_on(row)[0]] == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": PartialDate(2020)},  # earlier than the promise
        {"as_of": MADE},  # said with the promise
        {"as_of": None},  # of no known time
        {"start": PartialDate(2018)},  # what was counted before, too
        {"status": "planned"},
        {"unit": "person"},
        {"qualifier": "<="},
        {"region": "elsewhere"},
        {"region": None},
        {"program": "another"},
        {"review": "rejected"},
        {"indicator": "another"},
    ],
)
def test_what_does_not_count(world, other):
    counted, place, target = world
    makers = {"region": lambda: region("Қамыс"), "program": program, "indicator": lambda: indicator("басқа", "job")}
    fields = {name: makers[name]() if isinstance(value, str) and name in makers else value
              for name, value in other.items()}  # fmt: skip
    shown(**{"indicator": counted, "region": place, "value": 500, "as_of": PartialDate(2023), **fields})
    row = fetched(promised(target))
    assert row.result_value is None
    assert not reports_on(row)[0]


@pytest.mark.parametrize(
    "told",
    [
        {"as_of": PartialDate(2021, 3, 2)},
        {"as_of": PartialDate(2021, 3)},  # perhaps after the day of the promise
        {"as_of": PartialDate(2021)},
        {"as_of": None, "end": PartialDate(2022)},
        {"as_of": None, "start": PartialDate(2021, 4)},
    ],
)
@pytest.mark.parametrize("somewhere", [True, False])
def test_what_was_told_later_counts(world, told, somewhere):
    counted, place, target = world
    if not somewhere:
        place = target.region = None
        target.save()
    shown(indicator=counted, region=place, value=70, **told)
    row = fetched(promised(target))
    assert row.result_value == 70
    assert [found.value for found in reports_on(row)[0]] == [70]


def test_a_report_on_the_plan_counts_and_a_broad_indicator_does_not(world):
    counted, place, target = world
    counted.broad = True
    counted.save()
    shown(indicator=counted, region=place, value=500, as_of=PartialDate(2023))
    row = promised(target)
    assert fetched(row).result_value is None
    shown(indicator=counted, plan=target, value=70)
    assert fetched(row).result_value == 70


@pytest.mark.parametrize("somewhere", [True, False])
@pytest.mark.parametrize(("there", "planned", "largest"), [(70, 40, 70), (40, 70, 70), (50, 50, 50)])
def test_the_largest_of_all_ways_to_count(world, somewhere, there, planned, largest):
    counted, place, target = world
    if not somewhere:
        type(target).objects.filter(pk=target.pk).update(region=None)
        target.refresh_from_db()
    kept = {"indicator": counted, "region": place if somewhere else None, "as_of": PartialDate(2023)}
    first = shown(**kept, value=there)
    # Said of the plan, it counts in two ways.
    second = shown(**kept, value=planned, plan=target)
    best = max(first, second, key=lambda row: (row.value, -row.pk))
    row = fetched(promised(target))
    assert (row.result_value, row.result_uid) == (largest, best.uid)
    assert sorted(reports_on(row)[0], key=lambda found: found.pk) == [first, second]


def test_a_ceiling_is_left_to_people(world):
    counted, place, target = world
    type(target).objects.filter(pk=target.pk).update(qualifier="<=")
    shown(indicator=counted, region=place, value=500, as_of=PartialDate(2023))
    row = fetched(promised(target))
    assert row.result_value is None
    assert not reports_on(row)[0]


def test_of_the_day(world):
    counted, place, target = world
    shown(indicator=counted, region=place, value=500, as_of=PartialDate(2024))
    row = promised(target)
    assert fetched(row, date(2023, 1, 1)).result_value is None
    assert outcome_of(fetched(row, date(2023, 1, 1)), date(2023, 1, 1)) == Outcome.WAITING


def test_what_was_reported_later_stands_near(world, client):
    _counted, place, target = world
    effort = program()
    near = shown(indicator=indicator("көмек алғандар"), program=effort, region=place, as_of=PartialDate(2024))
    shown(indicator=indicator("бұрынғылар"), program=effort, region=place, as_of=PartialDate(2019))
    shown(indicator=indicator("басқалар"), program=effort, as_of=PartialDate(2024))
    row = promised(target, program=effort, region=place)
    assert reports_on(row)[1] == [near]
    page = text(client.get(f"/en/pledges/{row.uid}/"))
    assert "What was reported later" in page
    assert "deadline passed, no result reported derived" in page


def test_an_editors_status_goes_before_the_rule(world, client):
    row = promised(world[2], status=Pledge.Status.KEPT)
    page = text(client.get(f"/en/pledges/{row.uid}/"))
    assert "An editor set the status" in page
    assert "derived" not in page
    assert not Pledge.objects.public().with_due().with_result().that_came_out(Outcome.SILENT, DAY)


def test_lists_tell_what_came_of_a_pledge(world, client):
    counted, place, target = world
    promised(target)
    shown(indicator=counted, region=place, value=25, as_of=PartialDate(2023))
    page = text(client.get("/en/pledges/?outcome=below"))
    assert "reported: 25 of 100 jobs (25 %)" in page.replace("\u00a0", " ")
    assert not client.get("/en/pledges/?outcome=reached").context["rows"]
