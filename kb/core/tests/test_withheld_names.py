"""Names of people who are not public go out of words in any case and in any family form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.core.quotes import pattern
from kb.core.text import name_forms, name_stem
from kb.core.withheld import Names

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


NAMES = ["Ан", "Ким", "Вера", "Садыков", "Садыкова", "Нұр-Али", "С. Ким", "Вера Садыкова", "«Вера»"]
ENDINGS = ["", "а", "ой", "ның", "ға", "лардың", "ЫХ", "у", "х"]
piece = st.builds(
    lambda name, ending, upper: (name.upper() if upper else name) + ending,
    st.sampled_from(NAMES),
    st.sampled_from(ENDINGS),
    st.booleans(),
)


@given(
    st.sets(st.sampled_from(NAMES), min_size=1),
    st.lists(piece | st.sampled_from(["мен", "и", "1"]), max_size=8),
    st.sampled_from([" ", "", "-", ", ", "\n"]),
)
def test_it_finds_what_the_regular_expression_finds(names, pieces, gap):
    words = {word for name in names for word in re.findall(r"\w+", name) if len(word) > 1}
    whole = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    slow = re.compile("|".join(filter(None, [rf"(?<!\w)(?:{whole})(?!\w)", name_forms(words)])))
    text, found = gap.join(pieces), Names(names, words)
    assert [place.span() for place in found.finditer(text)] == [place.span() for place in slow.finditer(text)]
    assert found.sub("X", text) == slow.sub("X", text)
    assert found.findall(text) == slow.findall(text)
    assert bool(found.search(text)) == bool(slow.search(text))
