"""Rows of a table: cells between bars, as web pages and Markdown give them."""

import pytest

from seeds.reading.tests.test_figures import read


def rows(language, lines, **fields):
    width = max(map(len, lines))
    return read("".join(line.ljust(width) for line in lines), language, step=width, **fields)


TABLES = [
    (
        "ru",
        ["| Показатель | 2021 | 2022 год |", "|---|---|---|", "| Население, тыс. чел. | 24,5 | 25 |"],
        [(24_500, "person", "население", (2021,)), (25_000, "person", "население", (2022,))],
    ),
    ("ru", ["| Число школ | 34 | 36 |"], [(34, "school", "число школ", None), (36, "school", "число школ", None)]),
    (
        "ru",
        ["Охват питанием, % | 71,4 | 83"],
        [(71.4, "percent", "охват питанием", None), (83, "percent", "охват питанием", None)],
    ),
    (
        "kk",
        ["| Аудан | Мектептер саны | Бөлінген қаржы, млн теңге |", "| Арал ауданы | 34 | 210,5 |"],
        [
            (34, "school", "мектептер саны: Арал ауданы", None),
            (210_500_000, "KZT", "бөлінген қаржы: Арал ауданы", None),
        ],
    ),
    (
        "ru",
        ["Район — сумма, млн тенге — число школ", "Абайский — 512,5 — 14"],
        [(512_500_000, "KZT", "сумма: Абайский", None), (14, "school", "число школ: Абайский", None)],
    ),
    (
        "kk",
        ["Аудан\tМектептер саны\tБала саны", "Арал\t34\t900"],
        [(34, "school", "мектептер саны: Арал", None), (900, "child", "бала саны: Арал", None)],
    ),
    ("ru", ["| USD | 451,1 | 452,3 |", "| Костанай | -12 | 5 |"], []),
    ("ru", ["Главная | Новости | Контакты 54", "Автор | 2023 | 512"], []),
]


@pytest.mark.parametrize(("language", "lines", "expected"), TABLES)
def test_cells_count_what_their_row_or_column_is_named_by(language, lines, expected):
    found = [(float(f.value), f.unit, f.indicator, f.start) for f in rows(language, lines)]
    assert found == expected


def test_a_column_of_a_plan_or_of_a_year_to_come_is_planned():
    lines = ["| Показатель | 2022 | 2022, план | 2030 |", "| Число школ | 34 | 36 | 50 |"]
    assert [f.status for f in rows("ru", lines)] == ["reported", "planned", "planned"]


def test_a_head_holds_for_its_own_table_only():
    lines = ["| Район | Число школ |", "| Абайский | 34 |", "Прошло собрание жителей.", "| Сарыагашский | 36 |"]
    assert [int(f.value) for f in rows("ru", lines)] == [34]


def test_the_span_of_a_cell_is_its_number():
    text = "| Число школ |  1 234 | 36 |"
    assert [f.number.text for f in read(text, "ru")] == ["1 234", "36"]


def test_a_sentence_with_dashes_is_no_row():
    found = read("Он построил — так и сказал — 12 школ и 3 больницы.", "ru")
    assert [(int(f.value), f.unit) for f in found] == [(12, "school"), (3, "hospital")]
