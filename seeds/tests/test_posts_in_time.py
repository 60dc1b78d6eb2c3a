"""Posts with their days in office, and posts at a program."""

from datetime import date

import pytest

from articles.models import Evidence
from articles.tests.factories import article
from kb.core.models import Relation
from kb.core.tests.factories import relation, run
from people.models import Position
from people.tests.factories import organization, person, position
from programs.tests.factories import program
from seeds.claims import Claims
from seeds.entities import Links
from seeds.findings import Quotes
from seeds.reading import drafts

pytestmark = pytest.mark.django_db
TEXT = "«Жарқын жол» жобасының жетекшісі Айдар Сейітов 2021 жылғы наурыздан бері қызметте."
DAY = date(2022, 3, 1)


def thing(kind, name):
    found = drafts.Thing(kind=kind, name=name, language="kk")
    at = TEXT.index(name)
    found.mentions = [drafts.Mention(drafts.Span.of(TEXT, at, at + len(name)), "test", 0.9)]
    return found


class Desk:
    """A text with one post, and the rows that its things are linked to."""

    def __init__(self, published_on=DAY):
        self.article = article(TEXT, published_on=published_on)
        self.who, self.where = thing("person", "Айдар Сейітов"), thing("program", "Жарқын жол")
        self.links = Links()
        self.links.rows[id(self.who)] = self.person = person("Айдар Сейітов")
        self.links.rows[id(self.where)] = self.program = program("Жарқын жол")

    def draft(self, **fields):
        told = {"title": "жоба жетекшісі", "post": "project-head", "language": "kk", **fields}
        return drafts.Position(quote=drafts.Span.of(TEXT, 0, len(TEXT)), person=self.who, **told)

    def find(self, **fields):
        return Claims(self.article, self.links, run()).find_position(self.draft(**fields))

    def known(self, **fields):
        told = {"title_kk": "жоба жетекшісі", "post": "project-head", "review": "proposed", "run": run(), **fields}
        return position(person=self.person, **told)


@pytest.mark.parametrize(
    ("known", "found", "same"),
    [
        ({}, {"start": (2021, 3)}, True),
        ({"start": "2021"}, {"start": (2021, 3)}, True),
        ({"start": "2021-03"}, {"start": (2021,)}, True),
        ({"start": "2019"}, {"start": (2021, 3)}, False),
        ({"end": "2020"}, {"start": (2021, 3)}, False),
        ({"end": "2020"}, {}, False),
        ({"start": "2023"}, {}, False),
        ({"first_reported": date(2020, 5, 1)}, {"start": (2021, 3)}, False),
        ({"first_reported": date(2021, 5, 1)}, {"start": (2021, 3)}, True),
        ({"first_reported": date(2021, 5, 1)}, {"end": (2019,)}, False),
        ({"start": "2018", "end": "2022"}, {"end": (2022, 5)}, True),
    ],
)
def test_times_in_office(known, found, same):
    desk = Desk()
    row = desk.known(**known)
    assert (desk.find(**found)[0] == row) is same


def test_a_closer_date_takes_the_place_of_a_wider_one():
    desk = Desk()
    row = desk.known(start="2021", date_words="2021 жылы")
    desk.find(start=(2021, 3), date_words="2021 жылғы наурыздан бері")
    row.refresh_from_db()
    assert (str(row.start), row.date_words) == ("2021-03", "2021 жылғы наурыздан бері")
    desk.find(start=(2021,), date_words="2021 жылы")
    row.refresh_from_db()
    assert str(row.start) == "2021-03"


def test_a_date_that_a_person_set_stays():
    desk = Desk()
    row = desk.known(start="2021", edited_fields=["start"])
    desk.find(start=(2021, 3))
    row.refresh_from_db()
    assert str(row.start) == "2021"


@pytest.mark.parametrize("owned", [True, False])
def test_a_post_at_a_program_is_at_its_owner(owned):
    desk = Desk()
    owner = organization("Ана қоры")
    if owned:
        relation(owner, Relation.Kind.RUNS, desk.program, review="accepted")
    reading = drafts.Reading(drafts.Document("a.txt", TEXT), drafts.Head(), things=[desk.who, desk.where])
    reading.positions = [desk.draft()]
    for _again in range(2):
        Quotes(desk.article, TEXT, run()).sync(reading, desk.links)
    row = Position.objects.get()
    assert row.organization == (owner if owned else None)
    runs = Relation.objects.get(subject=desk.person)
    assert (runs.kind, runs.object_id) == ("runs", desk.program.pk)
    assert {quote.claim for quote in Evidence.objects.all()} == {row, runs}


def test_a_program_is_no_organization():
    desk = Desk()
    row, _wrote = desk.find(organization=desk.where, post="psychologist")
    assert row.organization is None
