"""What pages say beyond their rows: who came before, who heads it, who stands behind it, what moved."""

from datetime import date

import pytest

from articles.tests.factories import article, evidence
from kb.core.models import Relation, Run
from kb.core.partial_dates import PartialDate
from kb.core.text import fingerprint
from kb.regions.tests.factories import region
from kb.web.tests.test_pages import text
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, indicator, pledge, pledge_change, program

LONG = " ".join(f"сөз{number} қала{number} отбасы{number}" for number in range(200))


def held(name, start, end=None, **fields):
    row = position(person=person(name), post="party-chair", start=start, end=end, **fields)
    evidence(article(f"{name} төраға болды", published_on=date(2024, 1, 1)), name, position=row)
    return row


def test_who_held_the_post_before_and_after(client, db):
    party = organization("Жаңа Жол", organization_kind="party")
    first = held("Айдар Сейітов", PartialDate(2010), PartialDate(2015), organization=party)
    second = held("Болат Оспанов", PartialDate(2015, 6), PartialDate(2020), organization=party)
    third = held("Самат Ахметов", PartialDate(2020, 5), organization=party)
    held("Ержан Басқа", PartialDate(2016), organization=organization("Басқа партия", organization_kind="party"))
    page = client.get(f"/en/people/{second.person.slug}/")
    (row,) = page.context["positions"]
    assert (row.predecessor.person, row.successor.person) == (first.person, third.person)
    assert "Aydar Seyitov" in text(page)
    (row,) = client.get(f"/en/people/{third.person.slug}/").context["positions"]
    assert (row.predecessor.person, row.successor) == (second.person, None)


@pytest.mark.parametrize(
    ("day", "name"), [("2012-01-01", "Айдар Сейітов"), ("2018-01-01", "Болат Оспанов"), ("", "Болат Оспанов")]
)
def test_who_heads_an_organization_on_any_day(client, db, day, name):
    party = organization("Жаңа Жол", organization_kind="party")
    held("Айдар Сейітов", PartialDate(2010), PartialDate(2015), organization=party)
    held("Болат Оспанов", PartialDate(2015, 6), organization=party)
    page = client.get(f"/en/organizations/{party.slug}/?on={day}")
    assert page.context["head"].person.name_kk == name


def backed_by(*publishers, texts=None):
    """A figure that articles of these publishers support."""
    value = figure(indicator=indicator(f"көмек {len(publishers)}"))
    for number, publisher in enumerate(publishers):
        words = texts[number] if texts else " ".join(f"т{number}с{place}" for place in range(50))
        evidence(
            article(f"{words} 120 отбасы {number} {len(publishers)}", title=f"Мақала {number}", publisher=publisher),
            "120 отбасы",
            figure=value,
        )
    return value


def behind(client, value):
    return client.get(f"/en/figures/{value.uid}/").context["publishers"]


def test_publishers_of_one_party_count_once(client, db):
    party = organization("Жаңа Жол", organization_kind="party")
    branch = organization("Тұран филиалы", organization_kind="party_branch")
    press = organization("Жол газеті", organization_kind="media")
    other = organization("Тұран таңы", organization_kind="media")
    for subject, kind, above in ((branch, "branch_of", party), (press, "part_of", branch)):
        Relation.objects.create(subject=subject, kind=kind, object=above, review="accepted")
    assert behind(client, backed_by(party, branch, press)) == 1
    assert behind(client, backed_by(party, branch, press, other)) == 2


def test_a_reprint_counts_once(client, db):
    one, two, three = (organization(name, organization_kind="media") for name in ("Таң", "Кеш", "Күн"))
    reprint = LONG.replace("сөз7 ", "сөзжеті ")
    assert behind(client, backed_by(one, two, texts=[LONG, reprint])) == 1
    other = " ".join(f"бөлек{number} хабар{number}" for number in range(300))
    assert behind(client, backed_by(one, two, three, texts=[LONG, reprint, other])) == 2


def test_fingerprints_are_near_for_near_texts_alone():
    near = fingerprint(LONG) ^ fingerprint(LONG + " соңы басқа")
    far = fingerprint(LONG) ^ fingerprint(" ".join(f"бөлек{number} хабар{number}" for number in range(300)))
    assert near.bit_count() <= 6 < 16 < far.bit_count()
    assert fingerprint("") == 0


def test_a_twin_counts_once_and_stands_beside(client, world):
    page = client.get(f"/en/articles/{world.news.slug}/?twin=1")
    assert "До конца 2027 года" in text(page)
    assert "Этого нельзя" not in text(page)  # the twin allows short quotes alone
    assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    ("day", "deadline", "words"),
    [("2020-01-01", "2025", None), ("2022-01-01", "2027", "at first:"), ("", "2030", "moved to")],
)
def test_the_deadline_of_the_day(client, db, day, deadline, words):
    promise = pledge(deadline=PartialDate(2025), start=PartialDate(2019))
    for on, old, new in ((2021, 2025, 2027), (2023, 2027, 2030)):
        pledge_change(
            of=promise, kind="deadline", new_status="", on=PartialDate(on, 3, 1),
            old_deadline=PartialDate(old), new_deadline=PartialDate(new),
        )  # fmt: skip
    evidence(article("2027 жылға дейін алты балабақша салынады"), "алты балабақша", pledge=promise)
    page = client.get(f"/en/pledges/{promise.uid}/?on={day}")
    assert str(page.context["pledge"].due_by) == deadline
    assert words is None or words in text(page)
    (row,) = client.get(f"/en/pledges/?on={day}").context["rows"]
    assert str(row.due_by) == deadline


def test_a_pledge_is_not_there_before_it_was_made(client, db):
    promise = pledge(start=PartialDate(2023))
    evidence(article("алты балабақша"), "алты балабақша", pledge=promise)
    assert client.get(f"/en/pledges/{promise.uid}/?on=2022-01-01").status_code == 404
    assert not client.get("/en/pledges/?on=2022-01-01").context["rows"]


def test_the_parent_of_the_day(client, db):
    old, new = region("Ескі облыс"), region("Жаңа облыс")
    town = region("Қамыс", level="city", parent=new)
    run = Run.objects.create(kind=Run.Kind.REFERENCE)
    for parent, start, end in ((old, None, PartialDate(2022, 6, 7)), (new, PartialDate(2022, 6, 8), None)):
        Relation.objects.create(
            subject=town, kind="part_of", object=parent, start=start, end=end, review="accepted", run=run
        )
    assert client.get(f"/en/regions/{town.slug}/?on=2021-06-01").context["parent"].name == "Ескі облыс"
    page = client.get(f"/en/regions/{town.slug}/")
    assert page.context["parent"] == new
    assert "from reference data" in text(page)
    assert [row.pk for row in client.get(f"/en/regions/{old.slug}/?on=2021-06-01").context["children"]] == [town.pk]
    assert not client.get(f"/en/regions/{new.slug}/?on=2021-06-01").context["children"]


def test_coverage_by_month_has_its_table(client, world):
    page = client.get(f"/en/regions/{world.oblast.slug}/")
    assert page.context["months"] == [(date(2021, 6, 1), 1)]
    assert "June 2021" in text(page)


def test_an_indicator_has_charts_and_their_table(client, db):
    counted, place = indicator("көмек"), region()
    source = article("120 отбасы")
    for year, value in ((2021, 100), (2022, 150)):
        for status in ("planned", "reported"):
            row = figure(indicator=counted, value=value, status=status, region=place, end=PartialDate(year))
            evidence(source, "120 отбасы", figure=row)
    page = client.get(f"/en/indicators/{counted.uid}/")
    body = page.content.decode()
    assert len(page.context["over_time"]["chart"].bars) == 4
    assert body.index("<svg") < body.index("<table")
    assert 'role="img"' in body


def test_a_figure_is_attributed(client, world):
    page = text(client.get("/en/figures/"))
    assert "Reported by Aydar Seyitov" in page
    assert "on 15 June 2021" in page or "on June 15, 2021" in page


def test_a_bare_count_names_what_the_source_counts(client, db):
    value = figure(indicator=indicator("ноутбук", unit="count"), unit_text="ноутбук", value=270)
    evidence(article("270 ноутбук берілді"), "270 ноутбук", figure=value)
    page = text(client.get(f"/en/figures/{value.uid}/"))
    assert "270 ноутбук" in page.replace("\u00a0", " ")
    assert "count" not in page.lower().replace("counted", "").replace("country", "")


def test_who_is_in_charge_of_a_region(client, db):
    place = region("Тұран облысы")
    for name, post in (
        ("Айдар Сейітов", "deputy-akim"),
        ("Болат Оспанов", "akim-oblast"),
        ("Ержан Абаев", "akim-city"),
    ):
        row = position(person=person(name), post=post, region=place, last_reported=date(2024, 1, 1))
        evidence(article(f"{name} әкім болды", published_on=date(2024, 1, 1)), name, position=row)
    page = client.get(f"/en/regions/{place.slug}/")
    assert page.context["in_charge"].post == "akim-oblast"
    assert "In charge: Bolat Ospanov" in text(page)


def test_pledges_due_next_come_first_and_the_last_that_passed_behind(client, db):
    place = region("Тұран облысы")
    for year in (2020, 2091, None, 2024, 2090):
        row = pledge(f"{year} уәде", region=place, deadline=year and PartialDate(year))
        evidence(article(f"{year} жылғы уәде", title=f"{year}"), "уәде", pledge=row)
    page = client.get(f"/en/regions/{place.slug}/")
    assert [row.due_by and row.due_by.year for row in page.context["pledges"]] == [2090, 2091, None, 2024, 2020]


def test_where_a_program_runs_with_its_last_plan_and_result(client, world):
    (place,) = client.get(f"/en/programs/{world.project.slug}/").context["places"]
    assert (place.region.pk, place.plan, place.result) == (world.oblast.pk, world.plan, world.result)
    assert place.relation.kind == "operates_in"


def test_a_post_is_drawn_until_its_last_report(client, db):
    party = organization("Жаңа Жол", organization_kind="party")
    first = held("Айдар Сейітов", PartialDate(2015), organization=party, last_reported=date(2019, 5, 20))
    other = position(person=first.person, title_kk="хатшы", start=PartialDate(2020), last_reported=date(2021, 5, 1))
    evidence(article("Айдар Сейітов хатшы"), "хатшы", position=other)
    spans = client.get(f"/en/people/{first.person.slug}/").context["timeline"].spans
    assert [span.end for span in spans] == [date(2019, 5, 20), date(2021, 5, 1)]


def test_a_place_shows_what_is_counted_most_often(client, db):
    effort, often, once = program(), indicator("көмек"), indicator("бір рет саналған")
    for number, (counted, year) in enumerate(((often, 2021), (often, 2022), (once, 2024))):
        row = figure(indicator=counted, program=effort, region=region(f"Облыс {number // 2}"), as_of=PartialDate(year))
        evidence(article(f"{number} отбасы көмек алды"), "отбасы", figure=row)
    row = figure(indicator=once, program=effort, region=row.region, value=7, as_of=PartialDate(2025))
    evidence(article("7 отбасы"), "отбасы", figure=row)
    row = figure(indicator=often, program=effort, region=row.region, value=9, as_of=PartialDate(2020))
    evidence(article("9 отбасы"), "отбасы", figure=row)
    places = client.get(f"/en/programs/{effort.slug}/").context["places"]
    assert [place.result.indicator for place in places if place.region == row.region] == [often]
