"""What two versions of one news item tell is one figure, one pledge, with a quote of each."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from articles.tests.factories import article, evidence, twins
from kb.core.tests.factories import run
from kb.regions.tests.factories import region
from programs.tests.factories import figure, indicator, pledge
from seeds import pairing
from seeds.claims import Claims
from seeds.entities import Links
from seeds.reading import drafts

pytestmark = pytest.mark.django_db
KAZAKH = "Қалада 120 отбасы пәтер алды, 3 мектеп салынады. Жыл соңына дейін 200 отбасыға баспана береміз."
RUSSIAN = "В городе квартиры получили 120 семей, построят 3 школы. До конца года жилье получат 200 семей."


@pytest.fixture
def pair():
    return twins(KAZAKH, RUSSIAN)


def draft(text, words, value, **fields):
    start = text.index(words)
    number = drafts.Span.of(text, start, start + len(words))
    told = {"unit": "family", "indicator": words, "language": "ru", **fields}
    return drafts.Figure(quote=number, number=number, value=Decimal(value), **told)


def told(of, words, value, **fields):
    unit = fields.setdefault("unit", "family")
    row = figure(indicator=indicator(words, unit), value=Decimal(value), review="proposed", run=run(), **fields)
    evidence(of, words, figure=row)
    return row


def claims(of, figures, things=()):
    links = Links()
    for thing, row in things:
        links.rows[id(thing)] = row
    return Claims(of, links, run(), figures)


def place(kind="region"):
    return drafts.Thing(kind=kind, name="орын", language="kk")


@pytest.mark.parametrize(
    ("known", "found", "same"),
    [
        ({}, {}, True),
        ({}, {"start": (2024, 1), "end": (2024, 6)}, True),
        ({"unit": "person"}, {}, False),
        ({"unit": "count"}, {}, True),
        ({"unit": "percent"}, {"unit": "count"}, False),
        ({"status": "planned"}, {}, False),
    ],
)
def test_a_number_that_each_version_says_once_is_one_figure(pair, known, found, same):
    own, other = pair
    row = told(own, "120 отбасы", 120, **known)
    wanted = draft(RUSSIAN, "120 семей", 120, **found)
    assert (claims(other, [wanted]).find_figure(wanted)[0] == row) is same


def test_one_version_says_more(pair):
    own, other = pair
    row = told(own, "120 отбасы", 120)
    wanted = draft(RUSSIAN, "120 семей", 120, start=(2024, 1), end=(2024, 6))
    assert claims(other, [wanted]).find_figure(wanted) == (row, True)
    row.refresh_from_db()
    assert (str(row.start), str(row.end)) == ("2024-01", "2024-06")
    assert claims(other, [wanted]).find_figure(wanted) == (row, False)


def test_a_number_told_twice_may_be_two_figures(pair):
    own, other = pair
    row = told(own, "120 отбасы", 120)
    wanted = [draft(RUSSIAN, "120 семей", 120, start=(2023,)), draft(RUSSIAN, "200 семей", 120)]
    assert claims(other, wanted).find_figure(wanted[0])[0] != row


@pytest.mark.parametrize(("value", "same"), [(120, True), (3, False)])
def test_a_town_of_one_version_is_the_oblast_of_the_other(pair, value, same):
    own, other = pair
    oblast = region("Арқа облысы")
    town = region("Арқа", level="city", parent=oblast)
    words = {120: ("120 отбасы", "120 семей"), 3: ("3 мектеп", "3 школы")}[value]
    row = told(own, words[0], value, region=town)
    thing = place()
    wanted = draft(RUSSIAN, words[1], value, region=thing)
    assert (claims(other, [wanted], [(thing, oblast)]).find_figure(wanted)[0] == row) is same


def test_another_place_is_another_figure(pair):
    own, other = pair
    row = told(own, "120 отбасы", 120, region=region("Арқа облысы"))
    thing = place()
    wanted = draft(RUSSIAN, "120 семей", 120, region=thing)
    found = claims(other, [wanted], [(thing, region("Тұран облысы"))]).find_figure(wanted)[0]
    assert found != row


@pytest.mark.parametrize(("deadline", "same"), [((2024,), True), (None, True), ((2025,), False)])
def test_a_promise_with_one_target_is_one_pledge(pair, deadline, same):
    own, other = pair
    target = told(own, "200 отбасы", 200, status="pledged")
    row = pledge(text="200 отбасыға баспана береміз", target=target, deadline="2024", review="proposed")
    evidence(own, "200 отбасыға баспана береміз", pledge=row)
    aim = draft(RUSSIAN, "200 семей", 200, status="pledged")
    promise = drafts.Pledge(
        quote=drafts.Span.of(RUSSIAN, RUSSIAN.index("До конца"), len(RUSSIAN) - 1), figure=aim, deadline=deadline
    )
    found = claims(other, [aim])
    found.figures[id(aim)] = found.find_figure(aim)[0]
    assert (found.find_pledge(promise)[0] == row) is same


@pytest.mark.parametrize(
    ("days", "things", "numbers", "found"),
    [
        (0, 3, 2, True),
        (1, 3, 2, True),
        (2, 3, 2, False),
        (0, 2, 2, False),
        (0, 3, 1, False),
    ],
)
def test_twins_share_day_numbers_and_things(days, things, numbers, found):
    own = article(KAZAKH)
    places = [region(name) for name in ("Арқа", "Тұран", "Сыр")]
    for row in places:
        own.appearances.create(entity=row, published_on=own.published_on)
    for words, value in (("120 отбасы", 120), ("200 отбасы", 200)):
        told(own, words, value)
    other = article(RUSSIAN, language="ru", published_on=date(2024, 3, 1) + timedelta(days))
    amounts = {(Decimal(value), "family") for value in (120, 200)[:numbers]}
    twin = pairing.find(other, amounts, {row.pk for row in places[:things]})
    assert twin == (own if found else None)


def test_a_plan_that_is_read_no_more_is_cleared(pair):
    own, _other = pair
    plan = told(own, "200 отбасы", 200, status="planned")
    row = told(own, "120 отбасы", 120, plan=plan, as_of="2024-03-01")
    wanted = draft(KAZAKH, "120 отбасы", 120, language="kk")
    assert claims(own, [wanted]).find_figure(wanted) == (row, True)
    row.refresh_from_db()
    assert row.plan is None
    assert claims(own, [wanted]).find_figure(wanted) == (row, False)


@pytest.mark.parametrize("kept_by", ["another article", "a person"])
def test_a_plan_that_somebody_else_says_stays(pair, kept_by):
    own, other = pair
    plan = told(own, "200 отбасы", 200, status="planned")
    row = told(own, "120 отбасы", 120, plan=plan, as_of="2024-03-01")
    if kept_by == "a person":
        row.mark_edited(["plan"])
        row.save()
    else:
        evidence(other, "120 семей", figure=row)
    wanted = draft(KAZAKH, "120 отбасы", 120, language="kk")
    assert claims(own, [wanted]).find_figure(wanted)[0] == row
    row.refresh_from_db()
    assert row.plan == plan
