"""Positions: whose, which title in the nominative, which listed post, of what organization and region."""

import pytest

from seeds.reading import gazetteer, posts, titles
from seeds.reading.drafts import ORGANIZATION, PERSON
from seeds.reading.tests.test_people import read


def positions(text, language="ru"):
    reading = read(text, language)
    return reading, posts.find(reading, gazetteer.load())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Школу открыл аким области Данияр Ержанов.", [("аким области", "akim-oblast")]),
        ("Рассказал аким города Тараз Данияр Ержанов.", [("аким города Тараз", "akim-city")]),
        ("Встретились с акимом района Данияром Ержановым.", [("аким района", "akim-district")]),
        ("Слова заместителя акима области Данияра Ержанова услышали.", [("заместитель акима области", "deputy-akim")]),
        ("Выступил председатель партии «Ауыл» Данияр Ержанов.", [("председатель партии", "party-chair")]),
        ("Данияр Ержанов, директор школы, согласился.", [("директор школы", "school-director")]),
        ("Данияр Ержанов – руководитель управления образования.",
         [("руководитель управления образования", "department-head")]),
        ("Данияр Ержанов назначен акимом района.", [("аким района", "akim-district")]),
        ("Акимом района назначен Данияр Ержанов.", [("Аким района", "akim-district")]),
        ("Директор АО «НК «Дала» Данияр Ержанов приехал.", [("Директор АО", "director")]),
        ("Председателем комиссии избран директор школы Данияр Ержанов.",
         [("директор школы", "school-director"), ("Председатель комиссии", "national-commission-chair")]),
        ("Выступил ректор университета имени Ш. Уалиханова Данияр Ержанов.",
         [("ректор университета имени Ш. Уалиханова", "rector")]),
        ("И.о. акима района Данияр Ержанов приехал.", [("И.о. акима района", "akim-district")]),
        ("Министр труда и социальной защиты населения Данияр Ержанов ответил.",
         [("Министр труда и социальной защиты населения", "minister")]),
        ("Приехали акын, член Союза писателей Данияр Ержанов.",
         [("член Союза писателей", "union-member"), ("акын", "akyn")]),
        ("ДАНИЯР ЕРЖАНОВ, АКИМ ОБЛАСТИ, ПРЕДСЕДАТЕЛЬ ФИЛИАЛА:",
         [("аким области", "akim-oblast"), ("председатель филиала", "branch-chair")]),
        ("Заведующая РОП Салтанат Ержанова ответила.", [("Заведующая РОП", "reception-head")]),
        ("Руководитель пресс-службы партии Данияр Ержанов написал.", [("Руководитель пресс-службы партии", "head")]),
        ("Глава государства Данияр Ержанов приехал.", [("Глава государства", "president")]),
        ("Президент фонда Данияр Ержанов приехал.", [("Президент фонда", "fund-head")]),
        ("Президент федерации бокса Данияр Ержанов приехал.", [("Президент федерации бокса", "")]),
        ("Указом Президента Данияр Ержанов награжден.", []),
        ("Глава района встретил гостей, среди них был Данияр Ержанов.", []),
        ("Мать пятерых детей Салтанат Ержанова рада.", []),
    ],
)  # fmt: skip
def test_russian_titles(text, found):
    assert [(p.title, p.post) for p in positions(text)[1]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Мектепті облыс әкімі Данияр Ержанов ашты.", [("облыс әкімі", "akim-oblast")]),
        ("Жиынға Тараз қаласының әкімі Данияр Ержанов келді.", [("Тараз қаласының әкімі", "akim-city")]),
        ("Кеше аудан әкімінің орынбасары Данияр Ержанов айтты.", [("аудан әкімінің орынбасары", "deputy-akim")]),
        ("«Ауыл» партиясының төрағасы Данияр Ержанов сөйледі.", [("партия төрағасы", "party-chair")]),
        ("Кездесуге филиал төрағасының бірінші орынбасары Данияр Ержанов қатысты.",
         [("филиал төрағасының бірінші орынбасары", "branch-first-deputy-chair")]),
        ("Бұл туралы білім басқармасының басшысы Салтанат Ержанова мәлімдеді.",
         [("білім басқармасының басшысы", "department-head")]),
        ("Еңбек және халықты әлеуметтік қорғау министрі Данияр Ержанов баяндады.",
         [("Еңбек және халықты әлеуметтік қорғау министрі", "minister")]),
        ("Жиынға Облыстық Аналар кеңесінің төрайымы Салтанат Ержанова келді.",
         [("кеңес төрайымы", "council-elders-chair")]),
        ("Данияр Ержанов, мектеп директоры: жұмыс бітті.", [("мектеп директоры", "school-director")]),
        ("Данияр Ержанов аудан әкімі болып тағайындалды.", [("аудан әкімі", "akim-district")]),
        ("Филиал төрағасы, облыс әкімі Данияр Ержанов келді.",
         [("облыс әкімі", "akim-oblast"), ("Филиал төрағасы", "branch-chair")]),
        ("Аудан әкімінің міндетін атқарушы Данияр Ержанов келді.",
         [("Аудан әкімінің міндетін атқарушы", "akim-district")]),
        ("Конференцияға мәслихат өкілдері, ардагерлер, кәсіпкерлер, Данияр Ержанов келді.", []),
        ("Сегіз баланың анасы Салтанат Ержанова қуанды.", []),
    ],
)  # fmt: skip
def test_kazakh_titles(text, found):
    assert [(p.title, p.post) for p in positions(text, "kk")[1]] == found


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        ("Депутаты маслихата Данияр Ержанов, Болат Асанов и Салтанат Ержанова приехали.", "ru", "Депутат маслихата"),
        ("Жиынға мәслихат депутаттары Данияр Ержанов, Болат Асанов және Салтанат Ержанова келді.", "kk",
         "мәслихат депутаты"),
    ],
)  # fmt: skip
def test_plural_title_is_everybodys(text, language, title):
    _, found = positions(text, language)
    assert [p.title for p in found] == [title] * 3
    assert len({p.person.name for p in found}) == 3


@pytest.mark.parametrize(
    ("text", "acting", "former"),
    [
        ("Врио акима района Данияр Ержанов приехал.", True, False),
        ("Бывший аким района Данияр Ержанов приехал.", False, True),
        ("Аким района Данияр Ержанов приехал.", False, False),
    ],
)
def test_acting_and_former(text, acting, former):
    (position,) = positions(text)[1]
    assert (position.acting, position.former) == (acting, former)


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("Аким района Данияр Ержанов приехал.", False),
        ("Поэт Данияр Ержанов прочел стихи.", False),
        ("Учитель Данияр Ержанов приехал.", True),
        ("Житель села Данияр Ержанов приехал.", True),
    ],
)
def test_a_public_post_makes_a_person_public(text, private):
    reading, _ = positions(text)
    assert [thing.private for thing in reading.things if thing.kind == PERSON] == [private]


@pytest.mark.parametrize(
    ("text", "language", "organization"),
    [
        ("Министерство юстиции ответило. Это сделал министр Данияр Ержанов.", "ru", "Министерство юстиции"),
        ("Кеше Үкімет отырысы өтті. Премьер-министр Данияр Ержанов сөйледі.", "kk", "Үкімет"),
        ("Бүгін «Көктем» зауыты ашылды. Зауыт директоры Данияр Ержанов сөйледі.", "kk", "Көктем"),
        ("Мы были в АО «Бірлік банк». Председатель правления банка Данияр Ержанов ответил.", "ru", "Бірлік банк"),
        ("Министр культуры и спорта Данияр Ержанов приехал.", "ru", "Министерство культуры и спорта"),
        ("Мәдениет және спорт министрі Данияр Ержанов келді.", "kk", "Мәдениет және спорт министрлігі"),
        ("Шымкент қаласының әкімі Данияр Ержанов келді.", "kk", "Шымкент қаласының әкімдігі"),
        ("Шымкент қаласы әкімінің орынбасары Данияр Ержанов келді.", "kk", "Шымкент қаласының әкімдігі"),
        ("Форум партии «Ауыл» открылся. Председатель партии Данияр Ержанов приехал.", "ru", "Ауыл"),
    ],
)
def test_organization_of_the_post(text, language, organization):
    reading, (position,) = positions(text, language)
    assert position.organization.name == organization
    assert any(thing is position.organization for thing in reading.things if thing.kind == ORGANIZATION)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Облыс әкімі Салтанат Ержанова, мәжіліс депутаты, кеңес төрағасы Данияр Сатыбай келді.", "kk"),
        ("Приехали аким области Салтанат Ержанова, член совета, депутат мажилиса Данияр Сатыбай.", "ru"),
    ],
)
def test_a_chain_of_posts_belongs_to_the_name_it_leads_to(text, language):
    assert [p.person.name for p in positions(text, language)[1]] == ["Салтанат Ержанова"] + ["Данияр Сатыбай"] * 2


def test_foreign_president_is_not_ours():
    (position,) = positions("Президент Грузии Каха Асанов приехал в Казахстан.")[1]
    assert position.post == ""
    assert position.region is None or position.region.ref != "region:KZ"


def test_quote_holds_title_and_name():
    text = "Вчера аким района Данияр Ержанов приехал."
    (position,) = positions(text)[1]
    assert position.quote.text == "аким района Данияр Ержанов"
    assert text[position.quote.start : position.quote.end] == position.quote.text


def test_said_twice_is_one_position():
    text = "Аким района Данияр Ержанов приехал. Аким района Данияр Ержанов уехал."
    assert len(positions(text)[1]) == 1


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_listed_post_is_found_by_its_own_title(language):
    """A post whose head noun is in no list of heads could never be read."""
    known = gazetteer.load()
    for row in known.tables["posts"]["posts"]:
        for title in row[language]:
            words = title.split()
            heads = words[-1:] if language == "kk" else words
            assert any(titles.is_head(word, language, known) for word in heads), title
