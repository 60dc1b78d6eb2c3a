"""People's names in Latin letters on English pages."""

import pytest
from django.utils.translation import override

from kb.core.romanize import romanized
from kb.core.text import sort_key
from people.tests.factories import organization, person, position


@pytest.mark.parametrize(
    ("name", "language", "latin"),
    [
        ("Нұрғали Жұмабек", "kk", "Nurghali Zhumabek"),
        ("Айгүл Өтепова", "kk", "Aygul Otepova"),
        ("Елена Соловьёва", "ru", "Yelena Solovyova"),
        ("Ержан Абаев", "ru", "Yerzhan Abayev"),
        ("Ержан Абаев", "kk", "Erzhan Abaev"),
        ("Жанна АЯПОВА", "ru", "Zhanna AYAPOVA"),
        ("Юлия О’Нил", "ru", "Yuliya O’Nil"),
    ],
)
def test_romanized(name, language, latin):
    assert romanized(name, language) == latin


def test_an_english_name_of_its_own_stays(db):
    with override("en"):
        assert person("Ержан Абаев", name_en="Erjan Abayev").name == "Erjan Abayev"


def test_people_alone_are_romanized_and_in_english_alone(db):
    someone, body = person("Ержан Абаев"), organization("Жаңа Жол")
    assert (someone.name, someone.name_language) == ("Ержан Абаев", "kk")
    with override("en"):
        assert (someone.name, someone.name_language) == ("Erzhan Abaev", "en")
        assert (body.name, body.name_language) == ("Жаңа Жол", "kk")
    assert someone.sort_en == sort_key("Erzhan Abaev")


def test_a_post_has_its_usual_title_where_no_document_gives_one(db):
    row = position(post="akim", title_kk="қала әкімі")
    assert (row.title_in("kk"), row.title_in("ru")) == (("қала әкімі", "kk"), ("аким", "ru"))
    assert row.title_in("en") == ("Akim", "en")
    row.post = ""
    assert row.title_in("en") == ("қала әкімі", "kk")
