"""Periods and deadlines against the document's date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import periods

PUBLISHED = date(2022, 3, 14)  # a Monday
ROWS = [
    ("до конца 2027 года", "deadline", None, (2027,)),
    ("до конца года", "deadline", None, (2022,)),
    ("до конца месяца", "deadline", None, (2022, 3)),
    ("к 2030 году", "deadline", None, (2030,)),
    ("2025 жылға дейін", "deadline", None, (2025,)),
    ("жыл соңына дейін", "deadline", None, (2022,)),
    ("бейсенбіге дейін", "deadline", None, (2022, 3, 17)),
    ("до четверга", "deadline", None, (2022, 3, 17)),
    ("жаңа оқу жылына дейін", "deadline", None, (2022, 9)),
    ("к новому учебному году", "deadline", None, (2022, 9)),
    ("до 1 сентября 2022 года", "deadline", None, (2022, 9, 1)),
    ("в ближайшие 5 лет", "period", (2022,), (2027,)),
    ("алдағы үш айда", "period", (2022, 3), (2022, 6)),
    ("за последние 10 лет", "period", (2012,), (2022,)),
    ("өткен 2 жылда", "period", (2020,), (2022,)),
    ("за 2 месяца", "period", (2022, 1), (2022, 3)),
    ("за три месяца", "period", (2022, 1), (2022, 3)),
    ("до конца следующего года", "deadline", None, (2023,)),
    ("келер жылдың соңына дейін", "deadline", None, (2023,)),
    ("до конца следующего месяца", "deadline", None, (2022, 4)),
    ("в следующем квартале", "deadline", None, (2022, 6)),
    ("келесі тоқсанда", "deadline", None, (2022, 6)),
    ("на следующей неделе", "deadline", None, (2022, 3, 27)),
    ("к середине 2024 года", "deadline", None, (2024, 6)),
    ("келесі жылдың ортасына дейін", "deadline", None, (2023, 6)),
    ("к новому году", "deadline", None, (2022, 12)),
    ("жаңа жылға дейін", "deadline", None, (2022, 12)),
    ("в конце 2021 года", "period", None, (2021, 12)),
    ("2023 жылдың аяғында", "period", None, (2023, 12)),
    ("во втором полугодии", "period", (2022, 7), (2022, 12)),
    ("2021 жылдың екінші жартыжылдығында", "period", (2021, 7), (2021, 12)),
    ("во II квартале 2021 года", "period", (2021, 4), (2021, 6)),
    ("на осень 2023 года", "period", (2023, 9), (2023, 11)),
    ("2023 жылдың күзіне", "period", (2023, 9), (2023, 11)),
    ("зимой следующего года", "period", (2023, 12), (2024, 2)),
    ("былтыр", "period", (2021,), (2021,)),
    ("биыл", "period", (2022,), (2022,)),
    ("в прошлом году", "period", (2021,), (2021,)),
    ("келесі жылы", "period", (2023,), (2023,)),
    ("осы жылдың 2 айында", "period", (2022, 1), (2022, 2)),
    ("за 9 месяцев текущего года", "period", (2022, 1), (2022, 9)),
    ("с начала года", "since", (2022,), None),
    ("жыл басынан бері", "since", (2022,), None),
    ("2020 жылдан бастап", "since", (2020,), None),
]


@pytest.mark.parametrize(("text", "kind", "first", "last"), ROWS)
def test_words_are_resolved_with_their_precision(text, kind, first, last):
    (period,) = periods.find(f"Сондықтан {text} 5 мектеп.", PUBLISHED)
    assert (period.text, period.kind, period.first, period.last) == (text, kind, first, last)


@pytest.mark.parametrize(
    "text", ["былтыр", "за последние 5 лет", "бейсенбіге дейін", "до конца года", "алдағы үш айда"]
)
def test_without_a_document_date_only_the_words_are_kept(text):
    (period,) = periods.find(text, None)
    assert (period.text, period.first, period.last) == (text, None, None)


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("в ближайшие 5 лет", True),
        ("к 2030 году", True),
        ("былтыр", False),
        ("за 5 лет", False),
        ("2023 жылға дейін", True),
    ],
)
def test_the_future_is_told_from_the_past(text, future):
    assert [period.future for period in periods.find(text, PUBLISHED)] == [future]


@given(st.text(max_size=200), st.none() | st.dates())
def test_periods_are_cut_from_the_text_and_never_overlap(text, published):
    end = 0
    for period in periods.find(text, published):
        assert text[period.start : period.end] == period.text
        assert end <= period.start < period.end
        end = period.end


@given(st.integers(0, 999), st.sampled_from(["лет", "месяцев", "дней", "недели"]), st.dates())
def test_any_length_of_time_can_be_counted_back(count, unit, published):
    assert periods.find(f"за последние {count} {unit}", published)
