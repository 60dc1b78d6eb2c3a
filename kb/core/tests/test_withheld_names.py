"""Names of people who are not public go out of words in any case and in any family form."""

import pytest

from kb.core.quotes import pattern
from kb.core.text import name_stem

MASKED = [
    ({"Айгуль Садыкова"}, "Семья Садыковых переехала.", "Семья X переехала."),
    ({"Айгуль Садыкову"}, "Садыкова и Садыков", "X и X"),
    ({"Вера Ким"}, "Ким сказала, что Кимнің үйі", "X сказала, что X үйі"),
    ({"Гульзиры Нурлановой"}, "Гульзира Нурланова, Гульзире", "X X, X"),
    ({"Айдар Сейітовтің"}, "Сейітов Айдарға айтты", "X X айтты"),
    ({"Ли Анна"}, "Ли приехал к Анне", "X приехал к X"),
    ({"Гульзира Нурланова"}, "НУРЛАНОВА ПОЛУЧИЛА", "X ПОЛУЧИЛА"),
]
KEPT = [
    ({"Вера Ким"}, "Кимберлиты и ким бар"),
    ({"Ан Олег"}, "Ана мен бала"),
    ({"Айгуль Садыкова"}, "Садыковский район"),
]


@pytest.mark.parametrize(("names", "text", "left"), MASKED)
def test_forms_of_a_name_are_found(names, text, left):
    assert pattern(names).sub("X", text) == left


@pytest.mark.parametrize(("names", "text"), KEPT)
def test_other_words_are_left(names, text):
    assert not pattern(names).search(text)


def test_words_of_public_names_are_left_in_any_case():
    found = pattern({"Вера Садыкова"}, {"Ержан Садыков"})
    assert found.sub("X", "Садыкова и Вера, Садыкову") == "Садыкова и X, Садыкову"


@pytest.mark.parametrize("word", ["Ан", "Ли", "Цой", "Ким", "Пак"])
def test_a_short_surname_keeps_its_letters(word):
    assert name_stem(word) == word
