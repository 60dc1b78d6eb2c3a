"""Dates as people write them, with their precision, and never an impossible one."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import dates


def found(text: str, year: int | None = None) -> list[tuple]:
    return [(span.text, span.first, span.last) for span in dates.find(text, year)]


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("встреча 6 марта 2023 года", "6 марта 2023 года", (2023, 3, 6), None),
        ("7 февраля 2019 г.", "7 февраля 2019 г.", (2019, 2, 7), None),
        ("14-наурыз күні", "14-наурыз", (2020, 3, 14), None),
        ("5-го мая", "5-го мая", (2020, 5, 5), None),
        ("06 Март 2023", "06 Март 2023", (2023, 3, 6), None),
        ("12 сент. 2021", "12 сент. 2021", (2021, 9, 12), None),
        ("March 6, 2023", "March 6, 2023", (2023, 3, 6), None),
        ("2023 жылғы 5 қаңтар", "2023 жылғы 5 қаңтар", (2023, 1, 5), None),
        ("2022 жылдың 14 наурызында", "2022 жылдың 14 наурызында", (2022, 3, 14), None),
        ("1 сәуірден бастап", "1 сәуірден", (2020, 4, 1), None),
        ("қыркүйегінде 3 қыркүйекте", "3 қыркүйекте", (2020, 9, 3), None),
        ("21.10.2021", "21.10.2021", (2021, 10, 21), None),
        ("2021-10-21", "2021-10-21", (2021, 10, 21), None),
        ("20-22 мая", "20-22 мая", (2020, 5, 20), (2020, 5, 22)),
        ("2022 жылғы 20–22 мамыр", "2022 жылғы 20–22 мамыр", (2022, 5, 20), (2022, 5, 22)),
        ("с 1 по 5 июня", "с 1 по 5 июня", (2020, 6, 1), (2020, 6, 5)),
        ("20 и 21 мая", "20 и 21 мая", (2020, 5, 20), (2020, 5, 21)),
        ("4 және 5 мамыр", "4 және 5 мамыр", (2020, 5, 4), (2020, 5, 5)),
        ("с 28 мая по 3 июня 2022 года", "28 мая по 3 июня 2022 года", (2022, 5, 28), (2022, 6, 3)),
        ("1 қаңтардан 31 желтоқсанға дейін", "1 қаңтардан 31 желтоқсанға", (2020, 1, 1), (2020, 12, 31)),
        ("01.01.2022-31.12.2022", "01.01.2022-31.12.2022", (2022, 1, 1), (2022, 12, 31)),
        ("в мае 2022 года", "мае 2022 года", (2022, 5), None),
        ("ақпан айында", "ақпан айында", (2020, 2), None),
        ("2022 жылғы наурыз айында", "2022 жылғы наурыз айында", (2022, 3), None),
        ("в январе-марте 2022 года", "январе-марте 2022 года", (2022, 1), (2022, 3)),
        ("с января по март 2022 года", "января по март 2022 года", (2022, 1), (2022, 3)),
        ("в декабре прошлого года", "декабре прошлого года", (2019, 12), None),
        ("өткен жылдың 5 қаңтарында", "өткен жылдың 5 қаңтарында", (2019, 1, 5), None),
        ("2021-2022 жылдары", "2021-2022 жылдары", (2021,), (2022,)),
        ("2019 жылдан 2021 жылға дейін", "2019 жылдан 2021 жылға", (2019,), (2021,)),
        ("с 2019 по 2021 год", "2019 по 2021 год", (2019,), (2021,)),
        ("2021/2022 оқу жылы", "2021/2022 оқу жылы", (2021,), (2022,)),
        ("в 1994 году", "1994 году", (1994,), None),
        ("2027 жылдың соңына дейін", "2027 жылдың", (2027,), None),
    ],
)
def test_a_date(text, words, first, last):
    assert found(text, 2020)[-1] == (words, first, last)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("24.11.2020г. в 20:30", time(20, 30)),
        ("6 марта 2023 г. 14:19", time(14, 19)),
        ("27.01.2023, 17:38 125681", time(17, 38)),
        ("14:19 | 06 Март, 2023", time(14, 19)),
        ("2023-03-06T14:19:00+06:00", time(14, 19)),
        ("2023 жылғы 15 ақпан, сағат 10:30", time(10, 30)),
        ("21.10.2021 г.", None),
    ],
)
def test_clock(text, clock):
    [span] = dates.find(text)
    assert span.time == clock


@pytest.mark.parametrize(
    "text",
    [
        "31 февраля 2022 года", "2022 жылдың 31 ақпанында", "29 февраля 2023 года", "32.13.2022", "0 мая", "2023-02-30",
        "«Казахстан-2021: Единство»", "в 1990-х годах", "5 раз", "8 (7172) 55-44-33", "498.34", "111 қызметі",
        "марсианин", "Маркс и май", "қазандық орнатылды", "маусымдық жұмыс", "мың 2021 адам",
    ],
)  # fmt: skip
def test_no_date(text):
    assert found(text, 2020) == []


def test_without_a_year_the_words_are_a_date_that_cannot_be_placed():
    assert found("18 ноября и 20-22 мая, ақпан айында") == [
        ("18 ноября", (), None),
        ("20-22 мая", (), None),
        ("ақпан айында", (), None),
    ]


def test_two_days_of_a_month_that_are_no_range():
    assert found("20 және 25 мамыр", 2022) == [("20", (2022, 5, 20), None), ("25 мамыр", (2022, 5, 25), None)]


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ((2024,), date(2024, 1, 1), date(2024, 12, 31)),
        ((2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        ((2024, 2, 3), date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_days_that_a_partial_date_covers(partial, first, last):
    assert (dates.first_day(partial), dates.last_day(partial)) == (first, last)


PIECES = st.sampled_from(
    [
        "2022",
        "31",
        "5",
        "1",
        "-",
        "–",
        " ",
        ".",
        "/",
        ":",
        "по ",
        "с ",
        "мая",
        "ақпан",
        "февраля",
        "жылғы",
        "года",
        "г.",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from([None, 2023]))
def test_spans_are_in_place_and_days_exist(text, year):
    end = 0
    for span in dates.find(text, year):
        assert text[span.start : span.end] == span.text
        assert span.start >= end
        end = span.end
        for partial in (span.first, span.last):
            if partial:
                assert dates.first_day(partial) <= dates.last_day(partial)
        if span.last:
            assert dates.first_day(span.first) < dates.last_day(span.last)
