"""Listed indicators: one for what texts of either language count in words of their own."""

import pytest

from kb.core.text import words
from seeds.reading import concepts, gazetteer
from seeds.reading.tests.test_figures import read

TOLD = [
    ("person", "люди с инвалидностью, нашедшие работу", "ru", "people-with-disabilities-employed"),
    ("person", "жұмысқа орналасқан мүгедектігі бар адам", "kk", "people-with-disabilities-employed"),
    ("person", "адамды жұмыспен қамту", "kk", "people-employed"),
    ("", "трудоустроенные костанайцы", "ru", "people-employed"),
    ("family", "семьи, получившие новое жильё", "ru", "families-housed"),
    ("family", "пәтер алған отбасы", "kk", "families-housed"),
    ("family", "многодетные семьи города, стоящие в очереди на жильё", "ru", "families-in-housing-queue"),
    ("family", "многодетные семьи", "ru", "families-with-many-children"),
    ("family", "семьи", "ru", "families"),
    ("child", "кезекте тұрған бүлдіршін", "kk", "children-in-kindergarten-queue"),
    ("ha", "мемлекетке қайтарылған жер", "kk", "land-returned"),
    ("ha", "пастбища, возвращённые государству", "ru", "land-returned"),
    ("KZT", "средства, выделенные на ремонт дорог", "ru", "roads-money"),
    ("job", "созданные рабочие места", "ru", "jobs-created"),
    ("percent", "балаларды мектепке дейінгі тәрбиемен қамту", "kk", "preschool-coverage"),
    ("percent", "рост охвата дошкольным образованием", "ru", None),
    ("school", "мектеп", "kk", None),
    ("USD", "средства, выделенные на ремонт дорог", "ru", None),
]


@pytest.fixture(scope="module")
def listed():
    return concepts.load(gazetteer.load())


@pytest.mark.parametrize(("unit", "phrase", "language", "key"), TOLD)
def test_words_and_unit_tell_the_concept(listed, unit, phrase, language, key):
    found = listed.of(unit, phrase, language)
    assert (found and found.key) == key


def test_each_concept_is_told_by_its_own_names(listed):
    for concept in listed.by_key.values():
        for language in ("kk", "ru"):
            assert listed.of(concept.unit, concept.names[language], language) is concept


def test_the_table_is_whole():
    tables = gazetteer.load().tables
    units = {row["code"] for row in tables["units"]["units"]} | {"count"}
    keys = [row["key"] for row in tables["indicators"]["indicators"]]
    assert len(keys) == len(set(keys))
    for row in tables["indicators"]["indicators"]:
        assert set(row["names"]) == {"kk", "ru", "en"}
        assert {row["unit"], *row.get("also", ())} <= units
        # Short beginnings would be found in other words.
        for line in (*row["kk"], *row["ru"]):
            assert all(len(stem) > 1 for part in line.split() for stem in words(part)), (row["key"], line)


def test_two_languages_tell_of_one_concept():
    (kazakh,) = read("Былтыр 500 отбасы жаңа баспана алды.", "kk")
    (russian,) = read("В прошлом году новое жильё получили 500 семей.", "ru")
    assert kazakh.concept is russian.concept
    assert kazakh.concept.key == "families-housed"
    assert kazakh.indicator == "жаңа баспана алған отбасы"
    assert russian.indicator == "семьи, получившие новое жильё"
