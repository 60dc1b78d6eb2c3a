"""Many querysets, one query: the same rows as each alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F, Model, Value
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


def test_what_is_prepared_is_asked_with_other_values():
    people = {name: person(name) for name in ("Айдар Сейітов", "Басқа Адам")}
    for row in people.values():
        position(person=row)

    @together.prepared
    def asked(title):
        given = Position.objects.filter(person__in=together.GivenKeys("people"), title_kk=title)
        return [given.order_by("pk")[:9], Person.objects.filter(slug=together.Given("slug")).order_by("pk")[:9]]

    title = Position.objects.first().title_kk
    assert asked(title) is asked(title)
    for wanted in [(), *[(name,) for name in people], tuple(people)] * 2:
        keys = [people[name].pk for name in wanted]
        positions, named = asked(title).fetch(people=keys, slug=people["Басқа Адам"].slug)
        assert [row.person_id for row in positions] == keys
        assert named == [people["Басқа Адам"]]
    assert asked("").fetch(people=keys, slug="")[0] == []


def test_what_is_prepared_outlives_a_change_of_the_table():
    names = together.Prepared(Name.objects.filter(entity=together.Given("entity")).order_by("pk")[:9])
    name = Name.objects.create(entity=person(), text="Айдар С.", language="kk")
    found = [names.fetch(entity=name.entity_id) for _time in range(2)]
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_name ADD COLUMN more integer")
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_name ALTER COLUMN text TYPE text")
    assert [names.fetch(entity=name.entity_id)] * 2 == found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps statements")
def test_a_connection_keeps_the_statements_asked_last(monkeypatch):
    monkeypatch.setattr(together, "MOST_KEPT", 2)
    monkeypatch.setattr(together, "_kept", {})
    statements = [together.Prepared(Name.objects.order_by("pk")[:most]) for most in (1, 2, 3)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(name) FROM pg_prepared_statements")
        others = cursor.fetchone()[0] or []
        for place in (0, 0, 1, 1, 0, 2, 2):
            statements[place].fetch()
        kept = "SELECT statement FROM pg_prepared_statements WHERE name <> ALL(%s) ORDER BY prepare_time"
        cursor.execute(kept, [others])
        assert [int(sql.rpartition("LIMIT ")[2].partition(")")[0]) for (sql,) in cursor.fetchall()] == [1, 3]


def test_nothing_is_asked_for_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert together.fetch(Person.objects.none(), Figure.objects.none()) == [[], []]
    assert len(asked) == 0


def test_rows_for_pages_lack_moments_and_notes_of_editing():
    figure(organization=organization(), program=None)
    rows = together.for_pages(Figure.objects.select_related("organization").order_by("pk"))
    (found,) = together.fetch(rows[:5])[0]
    assert found.get_deferred_fields() == {"created_at", "updated_at", "decided_at", "edited_fields"}
    assert found.organization.get_deferred_fields() == {"created_at", "updated_at", "edited_fields"}
    assert found.uid == Figure.objects.get().uid


@pytest.mark.parametrize("unread", [(), ("birth", "name_en")])
def test_a_row_is_what_django_would_have_made(unread):
    person(birth=PartialDate(1970, 5))
    row = Person.objects.defer(*unread).get()
    names = [name for name in row.__dict__ if name != "_state"]
    other = Model.from_db.__func__(Person, "default", names, [row.__dict__[name] for name in names])
    assert (row.__dict__.keys(), columns(row)) == (other.__dict__.keys(), columns(other))
    assert (row._state.db, row._state.adding) == ("default", False)
    assert row.get_deferred_fields() == set(unread)
