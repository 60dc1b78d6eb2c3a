"""Sources that tell a post differently."""

from datetime import date

import pytest

from articles.tests.factories import article, evidence
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import user
from kb.regions.tests.factories import region
from people import conflicts
from people.models import Position
from people.tests.factories import person, position

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """Makes positions in one seat: of whom, from, until, reported first and last."""
    place = region("Тасөзен облысы")
    people = {name: person(name) for name in ("Айдар Сейітов", "Марат Оспанов")}

    def held(name, start="", end="", first=None, last=None, post="akim", **fields):
        return position(
            person=people[name],
            post=post,
            region=place,
            start=PartialDate.parse(start) if start else None,
            end=PartialDate.parse(end) if end else None,
            first_reported=first and date(*first),
            last_reported=(last or first) and date(*(last or first)),
            **fields,
        )

    return held


ONE, TWO = "Айдар Сейітов", "Марат Оспанов"


@pytest.mark.parametrize(
    ("rows", "contradicts"),
    [
        # Two people at one time
        ([(ONE, "2019-05", "2021-06"), (TWO, "2020", "2022")], True),
        ([(ONE, "2019-05-01", "2021-06-10"), (TWO, "2021-06-10", "2022")], False),
        ([(ONE, "2019", "2021"), (TWO, "2021", "2022")], False),
        ([(ONE, "", "", (2020, 1, 5), (2021, 3, 1)), (TWO, "", "", (2020, 7, 1), (2020, 9, 1))], True),
        ([(ONE, "", "", (2020, 1, 5), (2020, 3, 1)), (TWO, "", "", (2020, 7, 1), (2020, 9, 1))], False),
        ([(ONE, "", "", (2020, 1, 5)), (TWO, "", "", (2020, 1, 5))], False),
        ([(ONE,), (TWO,)], False),
        # Two dates of one beginning or end
        ([(ONE, "2019-05-01"), (ONE, "2020-02-01")], True),
        ([(ONE, "2019-05-01", "2023"), (ONE, "2019-05-01", "2024")], True),
        ([(ONE, "2019"), (ONE, "2019-05-01")], False),
        ([(ONE, "2014", "2017"), (ONE, "2020", "2022")], False),
    ],
)
def test_what_contradicts(seat, rows, contradicts):
    held = [seat(*row) for row in rows]
    assert conflicts.groups(conflicts.found(10)) == ([held] if contradicts else [])


@pytest.mark.parametrize("fields", [{"post": "deputy-akim"}, {"review": "rejected"}, {"acting": True}])
def test_what_does_not(seat, fields):
    seat(ONE, "2019", "2022")
    seat(TWO, "2020-02", "2021-06", **fields)
    assert conflicts.found(10) == []


def test_one_is_preferred_and_the_others_stay(seat):
    one, other = seat(ONE, "2019-05", "2021-06"), seat(TWO, "2020", "2022")
    earlier = seat(ONE, "2010", "2012")
    conflicts.prefer(one, "the decree says so", user())
    conflicts.prefer(other, "a later decree", user())
    told = dict(Position.objects.values_list("pk", "preferred_because"))
    assert told == {one.pk: "", other.pk: "a later decree", earlier.pk: ""}
    assert set(Position.objects.values_list("review", flat=True)) == {"accepted"}


def test_readers_see_which_one_is_preferred_and_why(client, seat):
    one, other = seat(ONE, "2019-05", "2021-06"), seat(TWO, "2020", "2022")
    source = article("Айдар Сейітов әкім. Марат Оспанов әкім.")
    for row, words in ((one, "Айдар Сейітов әкім"), (other, "Марат Оспанов әкім")):
        evidence(source, words, position=row)
    conflicts.prefer(other, "the decree says so", user())
    pages = [client.get(f"/en/people/{row.person.slug}/").content.decode() for row in (one, other)]
    assert ["the decree says so" in page for page in pages] == [False, True]
