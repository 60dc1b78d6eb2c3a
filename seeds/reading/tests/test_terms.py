"""When posts began and ended: as precisely as the words say, and only of the person whom they speak of."""

from datetime import date

import pytest

from seeds.reading import gazetteer, posts
from seeds.reading.tests.test_people import read

PUBLISHED = date(2024, 5, 10)


@pytest.mark.parametrize(
    ("text", "language", "start", "end", "former"),
    [
        ("Данияр Ержанов назначен акимом района 5 марта 2024 года.", "ru", (2024, 3, 5), None, False),
        ("5 марта 2024 года акимом района назначен Данияр Ержанов.", "ru", (2024, 3, 5), None, False),
        ("В апреле акимом района избран Данияр Ержанов.", "ru", (2024, 4), None, False),
        ("Данияр Ержанов, аким района с 2019 года, ответил.", "ru", (2019,), None, False),
        ("С 2019 года Данияр Ержанов возглавляет управление образования Жамбылской области.", "ru", (2019,), None,
         False),
        ("С 2015 по 2019 год Данияр Ержанов был акимом района.", "ru", (2015,), (2019,), True),
        ("Данияр Ержанов освобождён от должности акима района 3 мая.", "ru", None, (2024, 5, 3), True),
        ("Данияр Ержанов освобождён от должности акима района.", "ru", None, None, True),
        ("Вчера Данияр Ержанов назначен акимом района.", "ru", (2024, 5, 9), None, False),
        ("2019 жылдан бері аудан әкімі Данияр Ержанов қызмет етеді.", "kk", (2019,), None, False),
        ("Данияр Ержанов 2024 жылғы 5 наурызда аудан әкімі болып тағайындалды.", "kk", (2024, 3, 5), None, False),
        ("Бүгін Данияр Ержанов аудан әкімі қызметіне тағайындалды.", "kk", (2024, 5, 10), None, False),
        ("Данияр Ержанов аудан әкімі қызметінен босатылды.", "kk", None, None, True),
        ("Данияр Ержанов 2015-2019 жылдары аудан әкімі болған.", "kk", (2015,), (2019,), True),
        ("Аудан әкімі болған Данияр Ержанов келді.", "kk", None, None, True),
        # the date is of something else
        ("Аким района Данияр Ержанов 5 марта посетил школу.", "ru", None, None, False),
        ("Аудан әкімі Данияр Ержанов 2030 жылға дейін мектеп салынатынын айтты.", "kk", None, None, False),
    ],
)  # fmt: skip
def test_terms(text, language, start, end, former):
    reading = read(text, language)
    reading.head.published = PUBLISHED
    (position,) = posts.find(reading, gazetteer.load())
    assert (position.start, position.end, position.former) == (start, end, former)
    assert bool(position.date_words) == bool(start or end)
    assert position.date_words in text


def test_of_two_people_one_goes_and_one_comes():
    text = "Вместо акима района Болата Асанова, освобождённого от должности, акимом района назначен Данияр Ержанов."
    came = [p for p in posts.find(read(text), gazetteer.load()) if p.person.name == "Данияр Ержанов"]
    assert [p.former for p in came] == [False]
