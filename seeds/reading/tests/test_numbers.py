"""Numbers in digits and words, their qualifiers, and what is no number."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import numbers

VALUES = [
    ("46 506 отбасы", "46506"),
    ("46\u00a0506 семей", "46506"),
    ("12,5 млн теңге", "12500000"),
    ("1.200.000 тенге", "1200000"),
    ("84 тыс. мест", "84000"),
    ("3 мыңнан астам", "3000"),
    ("бір жарым мың қарт", "1500"),
    ("екі миллион жарым", "2500000"),
    ("жиырма бес мың үш жүз", "25300"),
    ("екі жүз адам", "200"),
    ("двести тысяч", "200000"),
    ("полторы тысячи", "1500"),
    ("двадцать пять тысяч триста", "25300"),
    ("1 млрд 300 млн тенге", "1300000000"),
    ("14 мың 500 адам", "14500"),
    ("3-х школ", "3"),
    ("6000-нан астам", "6000"),
    ("олардың үшеуі", "3"),
    ("жарты миллион", "500000"),
    ("мың адам", "1000"),
]
QUALIFIERS = [
    ("более 200 человек", ">"),
    ("свыше тысячи семей", ">"),
    ("более чем в 5 раз", ">"),
    ("5 мыңнан астам адам", ">"),
    ("304 мың гектардан астам жер", ">"),
    ("100 с лишним человек", ">"),
    ("оның 14-і жыл аяғына дейін беріледі", "="),
    ("не менее 84 тысяч мест", ">="),
    ("кемінде 330 мың гектар", ">="),
    ("500 и более жителей", ">="),
    ("5 адамнан кем емес", ">="),
    ("порядка 9 тысяч семей", "~"),
    ("около двухсот семей", "~"),
    ("шамамен 40 үй", "~"),
    ("100-ге жуық адам", "~"),
    ("90 пайызға жуығы", "~"),
    ("300-ге тарта адам", "~"),
    ("60%-ға жуығы", "~"),
    ("не более 10 процентов", "<="),
    ("до 500 тысяч тенге", "<="),
    ("200 мың теңгеге дейін", "<="),
    ("вырос до 95%", "="),
    ("30 пайызға дейін өсті", "="),
    ("240 адам", "="),
    ("10-15 мың адам", "range"),
    ("от 5 до 10 тысяч тенге", "range"),
]
NOTHING = [
    "XXXVI съезд",
    "36-шы сессия",
    "5-й созыв",
    "20-го числа",
    "дом 12/1",
    "7-20-25",
    "Қазақстан-2050",
    "COVID-19",
    "21.10.2021",
    "20:30",
    "тысячи семей",
    "десятки тысяч людей",
    "оның жүзі",
    "бірден жүзеге асты",
    "№5",
    "+7 701",
    "30-летие",
    "5G",
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_number_has_its_value(text, value):
    assert [number.value for number in numbers.find(text)] == [Decimal(value)]


@pytest.mark.parametrize(("text", "sign"), QUALIFIERS)
def test_qualifying_words_on_either_side_are_read(text, sign):
    assert [number.qualifier for number in numbers.find(text)] == [sign]


@pytest.mark.parametrize("text", NOTHING)
def test_codes_dates_ordinals_and_vague_words_are_no_numbers(text):
    assert numbers.find(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-15 мың адам", 10_000, 15_000),
        ("от 5 до 10 тысяч", 5000, 10_000),
        ("25–30%", 25, 30),
        ("1500-2000 адам", 1500, 2000),
    ],
)
def test_a_range_has_two_ends(text, low, high):
    (number,) = numbers.find(text)
    assert (number.value, number.value_max) == (low, high)


def test_a_dash_before_a_number_joins_no_range():
    assert [number.value for number in numbers.find("екі баладан -56,9 мың отбасы")] == [2, Decimal("56900")]


@given(st.text(max_size=200) | st.text("0123456789 .,-–%мыңтдіа\n", max_size=200))
def test_numbers_lie_inside_the_text_in_order(text):
    end = 0
    for number in numbers.find(text):
        assert end <= number.start < number.end <= len(text)
        assert number.qualifier_start <= number.start
        assert number.value_max is None or number.value_max > number.value
        end = number.end


@pytest.mark.parametrize("piece", ["1", "1 ", "1-", "123 ", "а", "мың ", "1,", "1/", "тыс. ", "а-"])
def test_a_long_text_takes_linear_time(piece):
    started = time.perf_counter()
    numbers.find(piece * (100_000 // len(piece)))
    assert time.perf_counter() - started < 8
