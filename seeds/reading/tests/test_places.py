"""Which region a figure is of: the nearest named, also as "the oblast", else where the text is set."""

import pytest

from seeds.reading import figures, gazetteer, regions, sentences
from seeds.reading.drafts import Document, Head, Reading, Span

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
    # The inner one of an address, in either order.
    ("kk", "Ақмола облысының Бурабай ауданында жиын өтті. Жөндеуге 12 млн теңге жұмсалды.", "Бурабай ауданы"),
    ("ru", "В Бурабайском районе Акмолинской области прошёл сход. Отремонтировано 12 школ.", "Бурабайский район"),
    # Of a list nothing but what its members lie in.
    ("ru", "Павлодарская область строит жильё. В Экибастузе и Майском районе сдано 40 домов.", "Павлодарская область"),
    ("kk", "Ақмола облысында жиын өтті. 41 бала Кенесары, Сарыөзек және Ақбұлақ ауылдарынан келді.", "Ақмола облысы"),
    (
        "kk",
        "Ақмола облысының Бурабай ауданында жиын өтті.\n\nЗеренді және Аршалы аудандарында 40 үй жөнделді.",
        "Ақмола облысы",
    ),
    # Numbers between the places of a list belong to each of them.
    ("ru", "В Шымкенте сдано 17 школ, в Туркестанской области планы скромнее.", "Шымкент"),
    # Somebody goes on in the next paragraph.
    (
        "ru",
        "Свод по школам Костаная готов.\n\nВ Рудном готов и свой, сообщил директор.\n\n– У нас живут 900 детей.",
        "Рудный",
    ),
    (
        "ru",
        "Свод по школам Костаная готов.\n\nВ Рудном готов и свой, сообщил директор.\n\nПо его словам, сданы 3 школы.",
        "Рудный",
    ),
    # "өңірде" of the sentence before.
    (
        "kk",
        "Кентауда Түркістан облысының басшысы сөйледі. Өңірде туу көп. Былтыр 48 мың сәби туды.",
        "Түркістан облысы",
    ),
    (
        "kk",
        "Ақмола облысына жаңбыр жауды. Бурабай ауданына назар керек. Облыстық бюджеттен 2 млн теңге бөлеміз.",
        "Ақмола облысы",
    ),
    # Where those work that the text begins with.
    (
        "kk",
        "Ақтау қаласындағы орталық ашық. Маңғыстау облысы да қолдады. Облыс әкімі келді.\n\n40 адам жұмыс тапты.",
        "Ақтау",
    ),
    # Those who live there.
    (
        "ru",
        "Акмолинская область собрала наказы. В Кокшетау готов свод, 2 318 писем пришло от акмолинцев.",
        "Акмолинская область",
    ),
    # Whose honour it is says nothing of where.
    (
        "kk",
        "Ақмола облысының жиыны өтті. Қазақстан Республикасының еңбек сіңірген дәрігері 45 кездесу өткізді.",
        "Ақмола облысы",
    ),
    ("ru", "Акмолинская область лечит. Заслуженный врач Республики Казахстан провёл 45 встреч.", "Акмолинская область"),
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


def test_a_text_whose_title_names_the_country_is_set_in_it():
    text = "В Казахстане сдали школы.\n\nВ Жамбылской области спорят, в Жамбылской области виноваты.\n\nСдано 95 школ."
    reading = Reading(Document("a.txt", text), Head(language="ru", title_span=Span.of(text, 0, 24)))
    reading.sentences = sentences.find(reading.document, reading.head)
    reading.things += regions.find(reading, gazetteer.load())
    (figure,) = figures.find(reading, gazetteer.load())
    assert figure.region.name == "Казахстан"


def test_one_stranger_among_many_places_leaves_a_text_where_it_is_set():
    text = (
        "Павлодарская область помогла школам Аксу. Экибастуз готов. Отстают Майский район, Иртышский район, "
        "Баянаульский район.\n\nЗдесь отремонтировано 40 школ.\n\nАдрес: Астана."
    )
    reading = Reading(Document("a.txt", text), Head(language="ru"))
    reading.sentences = sentences.find(reading.document, reading.head)
    reading.things += regions.find(reading, gazetteer.load())
    (figure,) = figures.find(reading, gazetteer.load())
    assert figure.region.name == "Павлодарская область"
