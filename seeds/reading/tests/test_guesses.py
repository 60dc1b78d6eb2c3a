"""What only a model takes for an organization is put down apart from what is read."""

import pytest

from seeds.reading.drafts import ORGANIZATION, Document
from seeds.reading.gazetteer import load
from seeds.reading.reader import read

RU = "Концерт прошёл при поддержке Нацгвардии и жителей Актау."


def guessed(text):
    return [thing for thing in read(Document("a.txt", text), load()).things if thing.guessed]


def test_a_body_without_a_head_word():
    (thing,) = guessed(RU)
    assert (thing.kind, thing.mentions[0].rule) == (ORGANIZATION, "slovnet")
    assert thing.mentions[0].span.text in RU
    assert thing.confidence == thing.mentions[0].confidence == 0.3


@pytest.mark.parametrize(
    "text",
    [
        "Ержан Сагинтаев посетил Министерство просвещения.",  # has a head word
        "Министр Ержан Сагинтаев посетил Актау.",
        "",
    ],
)
def test_what_rules_read_is_no_guess(text):
    assert guessed(text) == []
