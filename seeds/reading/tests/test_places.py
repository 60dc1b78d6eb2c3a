"""Which region a figure is of: the nearest named, also as "the oblast", else where the text is set."""

import pytest

from seeds.reading import figures, gazetteer, regions, sentences
from seeds.reading.drafts import Document, Head, Reading

REGIONS = [
    ("kk", "Жиын Жезқазғанда өтті. Ұлытау облысының әкімі сөйледі. Облыс бойынша 103 мектеп бар.", "Ұлытау облысы"),
    ("kk", "Көкшетауда жиын өтті. Ақмола облысының Бурабай ауданында 12 мектеп жөнделді.", "Бурабай ауданы"),
    ("kk", "Шымкент қаласында жиын өтті. Қалада 40 балабақша ашылды.", "Шымкент"),
    (
        "ru",
        "Аким Кызылординской области посетил Аральский район. В регионе живёт 4 300 детей.",
        "Кызылординская область",
    ),
    ("ru", "Костанайская область готовится к зиме. В Костанае отремонтировано 37 школ.", "Костанай"),
    ("ru", "Встреча прошла в Актобе. По стране построено 200 школ.", None),
]


@pytest.mark.parametrize(("language", "text", "region"), REGIONS)
def test_the_region_is_the_nearest_that_is_meant(language, text, region):
    reading = Reading(Document("a.txt", text), Head(language=language))
    reading.sentences = sentences.find(reading.document, reading.head)
    reading.things += regions.find(reading, gazetteer.load())
    (figure,) = figures.find(reading, gazetteer.load())
    assert (figure.region and figure.region.name) == region


def test_a_list_of_districts_lends_no_district_to_the_next_sentence():
    text = (
        "Туркестанская область строит школы. Отстают Сауранский, Созакский районы. "
        "Воду в этом году получат 23 тысячи человек."
    )
    reading = Reading(Document("a.txt", text), Head(language="ru"))
    reading.sentences = sentences.find(reading.document, reading.head)
    reading.things += regions.find(reading, gazetteer.load())
    (figure,) = figures.find(reading, gazetteer.load())
    assert figure.region.name == "Туркестанская область"
