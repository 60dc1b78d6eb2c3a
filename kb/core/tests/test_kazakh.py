"""The Kazakh ablative of units and numbers."""

import pytest

from kb.core.kazakh import ablative, ablative_of_number


@pytest.mark.parametrize(
    ("noun", "inflected"),
    [
        ("отбасы", "отбасынан"),
        ("жұмыс орны", "жұмыс орнынан"),
        ("АҚШ доллары", "АҚШ долларынан"),
        ("бала", "баладан"),
        ("адам", "адамнан"),
        ("елді мекен", "елді мекеннен"),
        ("көлік", "көліктен"),
        ("ұсыныс", "ұсыныстан"),
        ("пайыз", "пайыздан"),
        ("теңге", "теңгеден"),
        ("рубль", "рубльден"),
        ("АЕК", "АЕК-тен"),
        ("%", "%-дан"),
    ],
)
def test_ablative(noun, inflected):
    assert ablative(noun) == inflected


@pytest.mark.parametrize(
    ("number", "ending"),
    [(986, "дан"), (5, "тен"), (40, "тан"), (80, "нен"), (300, "ден"), (84_000, "нан"), (2_000_000_000, "тан")],
)
def test_ablative_of_number(number, ending):
    assert ablative_of_number(number) == ending
