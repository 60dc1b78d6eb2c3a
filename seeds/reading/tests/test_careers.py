"""Posts that a biography tells of somebody it has named before."""

import pytest

from seeds.reading import gazetteer, posts
from seeds.reading.tests.test_people import read

HEAD_RU = "Управление образования возглавила Анна Павловна Ержанова. "
HEAD_KK = "Айгүл Серікова вице-министр болып тағайындалды. "


def held(text, language):
    reading = read(text, language)
    return [(p.person.name.split()[-1], p.title) for p in posts.find(reading, gazetteer.load()) if p.former]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ранее она работала директором школы.", [("Ержанова", "директор школы")]),
        ("С 2014 по 2018 год была заместителем акима Аркалыка.", [("Ержанова", "заместитель акима Аркалыка")]),
        ("До этого занимала должность главного врача.", [("Ержанова", "главный врач")]),
        # nobody's post, or somebody else's
        ("Она была рада встрече с жителями.", []),
        ("До этого был отремонтирован клуб.", []),
        ("Директором школы работала не она.", []),
        ("Рядом сидел Болат Асанов. Рядом с ним Дана Асанова и Ерлан Сатпаев. Ранее он работал директором школы.", []),
        ("В зале было тихо. Говорили о школах. Спорили о дорогах. Ранее она работала директором школы.", []),
    ],
)
def test_russian(text, found):
    assert held(HEAD_RU + text, "ru") == found


def test_a_clause_of_the_same_sentence():
    text = "Акимом района стал Марат Сеитов, который ранее занимал должность руководителя отдела финансов."
    assert held(text, "ru") == [("Сеитов", "руководитель отдела финансов")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Бұған дейін ол мектеп директоры қызметін атқарды.", [("Серікова", "мектеп директоры")]),
        (
            "2014–2018 жылдары қалалық аурухананың бас дәрігері болды.",
            [("Серікова", "қалалық аурухананың бас дәрігері")],
        ),
        (
            "Бұрын Арыс ауданы әкімінің орынбасары болып жұмыс істеген.",
            [("Серікова", "Арыс ауданы әкімінің орынбасары")],
        ),
        ("Ол жиында болды.", []),
        ("Залда тыныштық болды.", []),
    ],
)
def test_kazakh(text, found):
    assert held(HEAD_KK + text, "kk") == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Қаржы бөлімінің басшысы лауазымынан босатылған Болат Асанов келді.", "бөлім басшысы"),
        ("Болат Асанов мектеп директоры болып ауысты.", "мектеп директоры"),
    ],
)
def test_kazakh_verbs_that_say_a_post(text, title):
    assert [p.title for p in posts.find(read(text, "kk"), gazetteer.load())] == [title]
