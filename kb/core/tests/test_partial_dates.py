"""Partial dates: a year, a month or a day."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kb.core.partial_dates import PartialDate, PartialDateFormField
from people.models import Position
from people.tests.factories import person, position


@st.composite
def partial_dates(draw):
    day = draw(st.dates(min_value=date(1, 1, 1)))
    precision = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:precision])


@given(partial_dates())
def test_text_and_integer_round_trip(value):
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.from_int(int(value)) == value
    assert value.first_day <= value.last_day


@given(partial_dates())
def test_form_round_trip(value):
    field = PartialDateFormField(required=False)
    assert field.clean(field.prepare_value(value)) == value
    assert not field.has_changed(value, field.prepare_value(value))


@given(partial_dates(), partial_dates())
def test_integers_sort_as_values_do(one, other):
    assert (one < other) == (int(one) < int(other))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021", PartialDate(2021)),
        ("2021-06", PartialDate(2021, 6)),
        ("06.2021", PartialDate(2021, 6)),
        ("15.06.2021", PartialDate(2021, 6, 15)),
        (" 2021-6-5 ", PartialDate(2021, 6, 5)),
    ],
)
def test_ways_to_write(text, value):
    assert PartialDate.parse(text) == value


@pytest.mark.parametrize("text", ["", "2021-13", "2021-02-30", "31.04.2021", "21", "2021-00-05", "maybe", "0000"])
def test_no_dates(text):
    with pytest.raises(ValueError, match="date"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("language", "year", "month", "day"),
    [
        ("kk", "2021 жыл", "2021 жылғы маусым", "2021 жылғы 5 маусым"),
        ("ru", "2021 г.", "июнь 2021 г.", "5 июня 2021 г."),
        ("en", "2021", "June 2021", "June 5, 2021"),
    ],
)
def test_words(language, year, month, day):
    with translation.override(language):
        shown = [PartialDate(2021).words(), PartialDate(2021, 6).words(), PartialDate(2021, 6, 5).words()]
    assert [text.replace("\xa0", " ") for text in shown] == [year, month, day]


@pytest.mark.parametrize(
    ("language", "case", "year", "month", "day"),
    [
        ("kk", "from", "2021 жылдан", "2021 жылғы маусымнан", "2021 жылғы 5 маусымнан"),
        ("kk", "until", "2021 жылдың соңына", "2021 жылғы маусымға", "2021 жылғы 5 маусымға"),
        ("kk", "at", "2021 жылғы", "2021 жылғы маусымдағы", "2021 жылғы 5 маусымдағы"),
        ("ru", "from", "2021 г.", "июня 2021 г.", "5 июня 2021 г."),
        ("ru", "until", "2021 г.", "июнь 2021 г.", "5 июня 2021 г."),
        ("en", "from", "2021", "June 2021", "June 5, 2021"),
    ],
)
def test_words_in_a_case(language, case, year, month, day):
    with translation.override(language):
        shown = [PartialDate(*known).words(case) for known in ((2021,), (2021, 6), (2021, 6, 5))]
    assert [text.replace("\xa0", " ") for text in shown] == [year, month, day]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ((2024, 3, 1), None, date(2024, 3, 1), True),  # the first day counts
        ((2024, 3, 1), None, date(2024, 2, 29), False),
        ((2024,), None, date(2024, 1, 1), True),  # some day of 2024: it may have begun
        (None, (2024,), date(2024, 12, 31), True),  # a year lasts to its end
        (None, (2024,), date(2025, 1, 1), False),
        (None, (2024, 5), date(2024, 5, 31), True),
        (None, (2024, 5), date(2024, 6, 1), False),
        (None, None, date(2024, 3, 1), True),  # nothing known: open
    ],
)
def test_held_on(start, end, day, held):
    row = position(start=start and PartialDate(*start), end=end and PartialDate(*end))
    assert (row in Position.objects.held_on(day)) is held


@pytest.mark.django_db
def test_former_without_a_day_is_not_held():
    assert position(ended=True) not in Position.objects.held_on(date(2024, 3, 1))


class Stored(TestCase):
    @given(partial_dates())
    def test_the_database_gives_it_back(self, value):
        who = person(name="Дана Омарова")
        row = position(person=who, start=value)
        assert Position.objects.get(pk=row.pk).start == value
        assert Position.objects.filter(start=value).exists()


@pytest.mark.django_db
def test_rows_sort_by_date():
    who = person()
    dates = [PartialDate(2022), PartialDate(2021, 6, 15), PartialDate(2021), PartialDate(2021, 6)]
    for value in dates:
        position(person=who, start=value)
    assert [row.start for row in Position.objects.order_by("start")] == sorted(dates)
