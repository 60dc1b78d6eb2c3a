"""Many querysets, one query: the same rows as each alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Evidence
from articles.tests.factories import article, evidence
from kb.core import together
from kb.core.models import Entity, Name
from kb.core.partial_dates import PartialDate
from kb.regions.tests.factories import region
from people.models import Person, Position
from people.tests.factories import organization, person, position
from programs.models import Figure
from programs.tests.factories import figure

pytestmark = pytest.mark.django_db


def querysets():
    return [
        Position.objects.select_related("person", "organization", "region").order_by("pk")[:50],
        Figure.objects.select_related("indicator", "program", "organization", "region", "speaker").order_by("-value")[
            :3
        ],
        Person.objects.none(),
        Evidence.objects.select_related("article__publisher").defer("article__raw").order_by("-pk")[:9],
        Article.objects.defer("raw").annotate(day=F("published_on"), word=Value("сөз")).order_by("pk")[:9],
        Name.objects.order_by("pk")[:2],
        Entity.objects.order_by("name_kk").values_list("pk", "name_kk")[:4],
    ]


def columns(row):
    if isinstance(row, tuple):
        return row
    return type(row), {name: value for name, value in vars(row).items() if name != "_state"}


def test_rows_are_those_of_each_queryset():
    place = region(valid_from=PartialDate(2022, 6, 8))
    fund = organization(region=place)
    held = position(organization=fund, region=place, start=PartialDate(2020), first_reported=date(2021, 1, 2))
    position(title_kk="мүше", person=person("Басқа Адам"))
    value = figure(value=Decimal("12.5"), region=place)
    figure(value=Decimal("84000"), indicator=value.indicator, as_of=PartialDate(2021, 5))
    text = article(publisher=fund, languages={"kk": 0.9, "ru": 0.1}, furniture=[[1, 2]])
    evidence(text, "Айдар Сейітов", position=held)
    with CaptureQueriesContext(connection) as asked:
        found = together.fetch(*querysets())
    assert len(asked) == 1
    for rows, alone in zip(found, querysets(), strict=True):
        assert list(map(columns, rows)) == list(map(columns, alone))
    first = found[0][0]
    with CaptureQueriesContext(connection) as asked:
        assert (first.person.name_kk, first.organization.region_id, first.region.valid_from.year) == (
            "Айдар Сейітов", place.pk, 2022,
        )  # fmt: skip
    assert len(asked) == 0


@pytest.mark.parametrize("wanted", [(), ("Айдар Сейітов",), ("Айдар Сейітов", "Басқа Адам")])
def test_what_is_prepared_is_asked_with_other_values(wanted):
    people = {name: person(name) for name in ("Айдар Сейітов", "Басқа Адам")}
    for row in people.values():
        position(person=row)

    @together.prepared
    def asked(title):
        given = Position.objects.filter(person__in=together.GivenKeys("people"), title_kk=title)
        return [given.order_by("pk")[:9], Person.objects.filter(slug=together.Given("slug")).order_by("pk")[:9]]

    title = Position.objects.first().title_kk
    assert asked(title) is asked(title)
    keys = [people[name].pk for name in wanted]
    positions, named = asked(title).fetch(people=keys, slug=people["Басқа Адам"].slug)
    assert [row.person_id for row in positions] == keys
    assert named == [people["Басқа Адам"]]
    assert asked("").fetch(people=keys, slug="")[0] == []


def test_nothing_is_asked_for_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert together.fetch(Person.objects.none(), Figure.objects.none()) == [[], []]
    assert len(asked) == 0
