"""Numbers whose noun stands elsewhere, and ranges with the unit between."""

import pytest

from seeds.reading.tests.test_figures import read

ALONE = [
    ("ru", "В районе 500 семей. Матери исполнилось 40."),
    ("ru", "В районе 500 семей. Звоните 1414."),
    ("ru", "В районе 500 семей. Счёт матча – 15."),
    ("ru", "В районе 500 семей. Возраст участников – 45."),
    ("ru", "В районе 500 семей. Номер приёмной – 155."),
    ("ru", "В районе 500 семей. Встреча началась в 18."),
    ("ru", "В районе 500 семей. Дом построили в 1985."),
    ("ru", "В районе 500 семей. Команда забила 15."),
    ("ru", "В районе 500 семей. Рейтинг вырос до 80."),
    ("ru", "В районе 500 семей. Оценка – 95."),
    ("kk", "Ауданда 500 отбасы бар. Жасы 45-ке жетті."),
    ("kk", "Ауданда 500 отбасы бар. Телефон – 1414."),
    ("kk", "Ауданда 500 отбасы бар. Матч есебі – 15."),
    ("kk", "Ауданда 500 отбасы бар. Жиын 15-те басталды."),
]


@pytest.mark.parametrize(("language", "text"), ALONE)
def test_a_number_beside_a_figure_counts_nothing_by_itself(language, text):
    assert [figure.value for figure in read(text, language, step=text.index(".") + 2)] == [500]


GONE_ON = [
    ("ru", "В районе 40 домов. Сдано 22.", [40, 22]),
    ("ru", "Помогли 2 940 детям области, в Кызылжарском районе – 415.", [2940, 415]),
    ("ru", "Трудоустроены 410 женщин, к 2025 году их число обещают довести до 550 в год.", [410, 550]),
    ("ru", "В 2022 году помогли 700 женщинам, в 2023 году планируют помочь 800.", [700, 800]),
    ("ru", "Износ сетей снизился с 71 до 58 процентов.", [71, 58]),
    ("kk", "Орталыққа 61 мың қоңырау түсті, биыл көрсеткіш 58 900-ге жетті.", [61_000, 58_900]),
    ("kk", "Операторлар саны 18-ден 40 адамға дейін көбейді.", [18, 40]),
    ("kk", "Бағдарламаның 148 тармағының 91-і орындалды.", [148, 91]),
]


@pytest.mark.parametrize(("language", "text", "values"), GONE_ON)
def test_a_number_without_its_noun_counts_what_was_counted(language, text, values):
    assert [figure.value for figure in read(text, language)] == values


RANGES = [
    ("kk", "Әр балаға 15 мыңнан 20 мың теңгеге дейін жұмсалды.", 15_000, 20_000, "KZT"),
    ("kk", "Әр отбасыға 5 млн теңгеден 7 млн теңгеге дейін беріледі.", 5_000_000, 7_000_000, "KZT"),
    ("kk", "Алдағы екі жылда 3 мыңнан 4 мыңға дейін орын ашамыз.", 3000, 4000, "place"),
    ("ru", "Семьям дают от 5 млн тенге до 7 млн тенге.", 5_000_000, 7_000_000, "KZT"),
    ("ru", "Семьям дают от 5 до 7 млн тенге.", 5_000_000, 7_000_000, "KZT"),
    ("ru", "Детям дают от 5 тысяч тенге до 7 тысяч.", 5000, 7000, "KZT"),
]


@pytest.mark.parametrize(("language", "text", "least", "most", "unit"), RANGES)
def test_a_range_may_have_its_unit_between(language, text, least, most, unit):
    (figure,) = read(text, language)
    assert (figure.value, figure.value_max, figure.qualifier, figure.unit) == (least, most, "range", unit)
