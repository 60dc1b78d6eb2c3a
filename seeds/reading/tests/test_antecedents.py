"""A post named apart from its holder: a proposal where one person and one post act in neighbouring sentences."""

import pytest

from seeds.reading import antecedents, gazetteer, posts
from seeds.reading.drafts import PERSON
from seeds.reading.tests.test_people import read


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Глава региона отметил рост. Данияр Ержанов поручил ускорить работы.", "ru", ["Глава региона"]),
        ("В Тараз прибыл и ознакомился с цехом Данияр Ержанов. Аким области отметил рост.", "ru", ["Аким области"]),
        ("Облыс әкімі жаңа мектепті аралады. Данияр Ержанов жұмысты жеделдетуді тапсырды.", "kk", ["Облыс әкімі"]),
        ("Жұмысты жеделдету керек, – деді облыс әкімі. Данияр Ержанов тексеруді тапсырды.", "kk", ["облыс әкімі"]),
        # somebody else's
        ("Өңір басшысы жаңа мектепті аралады. Айгүл Серікова қуанышын жасырмады.", "kk", []),
        ("Аким области отметил рост. Жительница Айгуль Серикова рассказала о доме.", "ru", []),
        ("Аким области отметил рост. Многодетная семья получила дом. Болат Асанов рассказал о доме.", "ru", []),
        ("Аким области отметил рост. Данияр Ержанов и Болат Асанов рассказали о цехе.", "ru", []),
        ("Директор школы отметил рост. Данияр Ержанов рассказал о цехе.", "ru", []),
    ],
)
def test_apart(text, language, found):
    reading = read(text, language)
    positions = posts.find(reading, gazetteer.load())
    assert [p.title for p in positions] == found
    assert all(p.rule == "post-apart" and p.confidence <= antecedents.CONFIDENCE for p in positions)
    assert all(thing.private for thing in reading.things if thing.kind == PERSON)


def test_a_post_whose_holder_is_named_is_his():
    text = "Аким области Болат Асанов приехал. Глава региона отметил рост. Данияр Ержанов поручил ускорить работы."
    assert [p.person.name for p in posts.find(read(text), gazetteer.load())] == ["Болат Асанов"]
