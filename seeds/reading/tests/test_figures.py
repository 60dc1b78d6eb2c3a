"""Figures: what is counted, how surely, whether it is done or to come, and what is no figure."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.reading import figures, gazetteer
from seeds.reading.drafts import PERSON, PROGRAM, REGION, Document, Head, Mention, Reading, Sentence, Span, Thing


def read(text, language, published=date(2023, 5, 20), things=(), kind="news", step=0):
    """The figures of ``text`` as one sentence, or as sentences of ``step`` characters."""
    reading = Reading(Document("test.txt", text), Head(language=language, published=published, kind=kind))
    step = step or len(text) or 1
    reading.sentences = [
        Sentence(at, min(at + step, len(text)), text[at : at + step], language, 0) for at in range(0, len(text), step)
    ]
    reading.things = list(things)
    return figures.find(reading, gazetteer.load())


FOUND = [
    ("kk", "Облыста 15 мектеп пен 8 балабақша салынды.", [(15, "school", "мектеп"), (8, "kindergarten", "балабақша")]),
    ("kk", "Ауданда 25 мың қой бар.", [(25_000, "livestock", "қой")]),
    ("ru", "«Мы теряем 30% урожая», – сказал он.", [(30, "percent", "процент")]),
    ("ru", "В центре 14 детей с особыми потребностями.", [(14, "child", "ребенок")]),
    ("kk", "Қорға 100 млрд теңге бөлінді.", [(10**11, "KZT", "теңге")]),
    ("kk", "Жәрдемақы 10 пайызға өсті.", [(10, "percent", "пайыз")]),
    ("kk", "Ауданда 45 шақырым жол жөнделді.", [(45, "km", "километр")]),
    ("kk", "Сауда көлемі 2,5 есе артты.", [(Decimal("2.5"), "times", "есе")]),
    ("kk", "Жыл сайын 10 мың жас маман ауылға барады.", [(10_000, "person", "адам")]),
    (
        "kk",
        "Өңірдегі 350 елді мекеннің 290-ы газдандырылған.",
        [(350, "settlement", "елді мекен"), (290, "settlement", "елді мекен")],
    ),
    ("kk", "Қолдау орталықтары 68-ге жетті.", [(68, "centre", "орталық")]),
    ("kk", "Науқанда 1 500 тал егілді.", [(1500, "", "тал")]),
    (
        "kk",
        "Курсқа 540 мың адам келді, соның 90 мыңы – онлайн.",
        [(540_000, "person", "адам"), (90_000, "person", "адам")],
    ),
    ("kk", "Тізімде 400 адам бар, оның 70-і – 29 жасқа дейінгілер.", [(400, "person", "адам"), (70, "person", "адам")]),
    (
        "kk",
        "Облыстағы 210 мектептің 180-іне маман жіберілді.",
        [(210, "school", "мектеп"), (180, "school", "мектеп")],
    ),
    ("kk", "Қаржының 7 млрд-ы мектептерге жұмсалды.", [(7 * 10**9, "KZT", "теңге")]),
    (
        "ru",
        "Бюджет – 31 млрд тенге, из них трансферты – 12,5 млрд.",
        [(31 * 10**9, "KZT", "тенге"), (Decimal("12.5") * 10**9, "KZT", "тенге")],
    ),
    ("ru", "– 14,2% – трудоустройства;", [(Decimal("14.2"), "percent", "процент")]),
    ("ru", "9,4% — ЖКХ.", [(Decimal("9.4"), "percent", "процент")]),
    ("ru", "Создано 500 тысяч рабочих мест.", [(500_000, "job", "рабочее место")]),
    ("ru", "Открыто 12 детских площадок.", [(12, "", "площадка")]),
    ("ru", "Число многодетных семей достигло 450 тысяч.", [(450_000, "family", "семья")]),
    ("ru", "Построено 400 тыс. кв. метров жилья.", [(400_000, "m2", "квадратный метр")]),
    ("ru", "Жалоб стало в 1,5 раза больше.", [(Decimal("1.5"), "times", "раз")]),
    (
        "ru",
        "Курсы прошли 1 500 педагогов, а 300 получили гранты.",
        [(1500, "person", "человек"), (300, "person", "человек")],
    ),
    ("ru", "План выполнен на 94%.", [(94, "percent", "процент")]),
    ("ru", "Открыты три новые школы в области.", [(3, "school", "школа")]),
    ("ru", "Построены 3 моста и два ФАПа.", [(3, "", "мост"), (2, "", "ФАП")]),
    ("ru", "На дорогах произошло 87 ДТП.", [(87, "", "ДТП")]),
    ("kk", "Бизнес субъектілерінің саны 3 214-ке жетті.", [(3214, "", "субъекті")]),
    ("kk", "Ауданда 60 пәтерлі үй тапсырылды.", [(60, "flat", "пәтер")]),
    ("kk", "Уәде етілген 5 спорт алаңының үшеуі ашылды.", [(5, "", "алаң"), (3, "", "алаң")]),
    ("kk", "Көктемде 900 түп көшет егілді.", [(900, "", "көшет")]),
    ("kk", "Тартыста 5 команда сынға түсті.", [(5, "", "команда")]),
    ("ru", "Завод выработает 78 млн кВт·ч энергии.", [(78_000_000, "kWh", "киловатт-час")]),
    (
        "ru",
        "При плане 41,2 млрд поступило 42,5 млрд тенге.",
        [(Decimal("41.2") * 10**9, "KZT", "тенге"), (Decimal("42.5") * 10**9, "KZT", "тенге")],
    ),
    (
        "ru",
        "Поступило 4 812 жалоб, что на 312 больше, чем годом ранее.",
        [(4812, "", "жалоба"), (312, "", "жалоба")],
    ),
    ("ru", "Направлено 64 рекомендации, исполнены 51.", [(64, "", "рекомендация"), (51, "", "рекомендация")]),
    ("ru", "Из резерва правительства выделено 5 млрд.", [(5 * 10**9, "KZT", "тенге")]),
    (
        "ru",
        "В 2023 году 214 специалистов получили пособие и 176 – кредит на жильё.",
        [(214, "person", "человек"), (176, "person", "человек")],
    ),
    (
        "ru",
        "Введут 217 школ на 460 тыс. мест; на сегодня сданы 105.",
        [(217, "school", "школа"), (460_000, "place", "место"), (105, "school", "школа")],
    ),
    ("kk", "Ауданда 40 ауылдық клуб жөнделді.", [(40, "", "клуб")]),
    ("kk", "Биыл 20 дәрігерлік амбулатория ашылды.", [(20, "hospital", "амбулатория")]),
    ("kk", "Қыста 63 тұрмысы төмен отбасыға көмір жеткізілді.", [(63, "family", "отбасы")]),
]
NONE = [
    ("kk", "Ол төрт баланың әкесі болды."),
    ("kk", "Ол алты баланы өсіріп, оның ішінде үшеуін асырап алды."),
    ("kk", "Ауданда 3 ауысымды мектептер жоқ."),
    ("kk", "Орталықта 9 қабатты ғимарат бар."),
    ("kk", "Балалар 2 жастан 6 жасқа дейін балабақшаға барады."),
    ("kk", "Партияның 25 жылдығына орай жиын өтті."),
    ("kk", "Мақала 12 500 қаралым жинады."),
    ("kk", "Жиын 2021 жылғы 16 желтоқсанда сағат 10:00-де басталды."),
    ("kk", "Қабылдау «111 ЖЕДЕЛ ЖЕЛІ» арқылы жүреді."),
    ("kk", "4 және одан да көп баласы бар аналарға төлем беріледі."),
    ("ru", "Места получат дети в возрасте от 2 до 6 лет."),
    ("ru", "Матери, воспитывающие 4 и более детей, получают пособие."),
    ("ru", "Закон вступит в силу через 10 дней."),
    ("ru", "Видео собрало 12 500 просмотров за сутки."),
    ("ru", "Редакция находится в доме 12/1 на улице Абая."),
    ("ru", "Принята статья 73 Конституции республики."),
    ("ru", "Кандидату исполнилось 45 лет вчера."),
    ("ru", "$498.34 €519.72 ₽4.85"),
    ("ru", "Программа «7-20-25» продолжает работать."),
    ("ru", "Депутат приехал на форум 5 раз подряд."),
]
STATUS = [
    ("kk", "Биыл 330 гектар жерді қайтару жоспарлануда.", "planned"),
    ("kk", "Жыл соңына дейін 5 мектеп салынады.", "planned"),
    ("kk", "Партия 500 орталық ашуға уәде берді.", "pledged"),
    ("kk", "Облыста 5 мектеп салынды.", "reported"),
    ("kk", "Қылмыстардың 90 пайызы үйде жасалады.", "reported"),
    ("kk", "Әкім ауданда 8 емхана ашылатынын мәлімдеді.", "planned"),
    ("kk", "Келер жылы 900 түлек еңбекке орналаспақ.", "planned"),
    ("kk", "Біз 300 тапсырманы толық орындауға міндеттіміз.", "planned"),
    ("kk", "Биыл 450 отбасын баспанамен қамтамасыз етеміз деп отырмыз.", "planned"),
    ("kk", "Келесі жылы 25 бөлме жөнделмек.", "planned"),
    ("kk", "Биыл 1 120 пәтер тапсыру жоспарланса да, кезек қысқарған жоқ.", "planned"),
    ("kk", "Үлесті 95%-ға жеткізу міндеті тұр.", "planned"),
    ("kk", "Қаржыны 100 млрд теңгеге жеткізу ұсынылды.", "planned"),
    ("kk", "Зауытта 320 адам еңбек ететінін айтты.", "reported"),
    ("kk", "Отбасыларға 5 млн теңге көмек көрсетілді.", "reported"),
    ("ru", "До конца года будет построено 5 школ.", "planned"),
    ("ru", "Жилье получат 900 семей.", "planned"),
    ("ru", "Партия обязуется построить 1000 школ.", "pledged"),
    ("ru", "Жилье получили 900 семей.", "reported"),
    ("ru", "До 2040 года снизить уровень бедности до 4 процентов.", "planned"),
    ("ru", "Наша задача – создать 20 тысяч рабочих мест.", "planned"),
    ("ru", "В программе заложено строительство 90 ферм.", "planned"),
    ("ru", "Удалось создать 20 тысяч рабочих мест.", "reported"),
    ("ru", "Планируется отремонтировать 30 км дорог.", "planned"),
    ("ru", "В 2023/2024 учебном году в школах учатся 3,9 млн детей.", "reported"),
    ("ru", "Ежедневно перевозится 210 тысяч пассажиров.", "reported"),
]
INDICATORS = [
    ("kk", "Былтыр мемлекет меншігіне 300 гектар жер қайтарылды.", "мемлекет меншігіне қайтарылған жер"),
    ("kk", "Кеңестің құрамы 50%-ға жаңарды.", "кеңестің құрамының жаңаруы"),
    ("kk", "Өтініштердің 80%-ы оң шешілді.", "өтініштердің оң шешілген үлесі"),
    ("kk", "Биыл аудан бюджеті 12 млрд теңгені құрады.", "аудан бюджеті"),
    ("kk", "Оның 20%-ы – жастар.", "жастар үлесі"),
    ("ru", "Младенческая смертность снизилась в 5 раз.", "снижение младенческой смертности"),
    ("ru", "Партия будет способствовать созданию 84 тысяч рабочих мест в области.", "создание рабочих мест"),
    ("ru", "В регионе построено 15 школ.", "построенные школы"),
    ("ru", "Более 31 тысячи семьям оказана помощь.", "семьи, которым оказана помощь"),
    ("ru", "Акция проходит в 17 регионах страны.", "регионы страны, в которых акция проходит"),
    ("ru", "Стоимость проекта – 4,2 млрд тенге.", "стоимость проекта"),
    ("ru", "Адресную социальную помощь получает 18 тысяч семей.", "семьи, получающие адресную социальную помощь"),
    ("ru", "По сравнению с прошлым годом число аварий снизилось на 14%.", "снижение числа аварий"),
    ("kk", "Ауданның өнеркәсіп өнімі 54,7 млрд теңге болып, жоспар орындалды.", "ауданның өнеркәсіп өнімі"),
    ("ru", "В течение трёх лет построят 900 квартир.", "квартиры, которые построят"),
    ("kk", "Келер жылы 100 отбасыға баспана беріледі деп сендірді.", "баспана берілетін отбасы"),
    ("kk", "Баспана кезегінде 900 адам тұр.", "баспана кезегінде тұрған адам"),
    ("kk", "Қоймаларда 900 тонна астық сақталған.", "қоймаларда сақталған астық"),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_numbers_are_found_with_what_they_count(language, text, expected):
    assert [(f.value, f.unit, f.unit_text) for f in read(text, language)] == expected


@pytest.mark.parametrize(("language", "text"), NONE)
def test_ages_dates_counters_codes_and_conditions_are_no_figures(language, text):
    assert read(text, language) == []


@pytest.mark.parametrize(("language", "text", "status"), STATUS)
def test_what_is_done_is_told_from_what_is_planned_or_promised(language, text, status):
    assert [f.status for f in read(text, language)] == [status]


@pytest.mark.parametrize(("language", "text", "indicator"), INDICATORS)
def test_the_indicator_names_the_thing_counted(language, text, indicator):
    assert [f.indicator for f in read(text, language)] == [indicator]


def test_a_plan_told_after_a_label_is_no_plan_of_what_it_says():
    share, aim = read("Доля бизнеса в ВРП – 32,4%, к 2029 году планируется довести её до 40%.", "ru")
    assert (share.status, aim.status) == ("reported", "planned")
    assert share.indicator == aim.indicator == "доля бизнеса в ВРП"


def test_what_a_party_announces_in_its_advertisement_is_pledged():
    (figure,) = read("До 2027 года будет построено 20 школ.", "ru", kind="political_advertising")
    assert (figure.status, figure.end) == ("pledged", (2027,))


def thing(kind, name, text, **fields):
    at = text.index(name)
    return Thing(kind, name, "ru", mentions=[Mention(Span.of(text, at, at + len(name)), "test", 1.0)], **fields)


def test_a_number_inside_a_name_is_no_figure():
    text = "Открылась Школа 15 регионов для молодых лидеров."
    assert read(text, "ru", things=[thing(PROGRAM, "Школа 15 регионов", text)]) == []


def test_programme_and_region_are_taken_from_the_sentence():
    text = "В рамках проекта «Забота» в Актюбинской области 300 семей получили помощь."
    program = thing(PROGRAM, "Забота", text, subtype="party_project")
    region = thing(REGION, "Актюбинской области", text)
    (figure,) = read(text, "ru", things=[program, region])
    assert (figure.program, figure.region) == (program, region)


NAMES = [
    ("Айгуль Садыкова", "Айгуль Садыкова переехала, семья Садыковых получила 500 тысяч тенге пособия.", "садыков"),
    ("Айгуль Садыковой", "На лечение Айгуль Садыковой выделено 10 млн тенге.", "садыков"),
    ("Вера Ким", "Вера Ким переехала, на лечение Ким выделено 10 млн тенге.", "ким"),
]


@pytest.mark.parametrize(("name", "text", "part"), NAMES)
def test_no_indicator_names_a_person(name, text, part):
    (figure,) = read(text, "ru", things=[thing(PERSON, name, text)])
    assert figure.indicator
    assert part not in figure.indicator.lower()
    assert "айгуль" not in figure.indicator.lower()


PAIRS = [
    ("kk", "Биыл 30 мектеп салынды. ", "Биыл 50 мектеп салу жоспарлануда.", True),
    ("kk", "Былтыр 304 мың гектар жер қайтарылды. ", "Биыл 330 мың гектар жерді қайтару жоспарлануда.", False),
    ("kk", "Қалада 45 900 көпбалалы отбасы тұрады. ", "Биыл 2 000 отбасыға баспана беру жоспарлануда.", False),
    ("kk", "Биыл 800 отбасыға жәрдемақы берілді. ", "Биыл 900 отбасыға баспана беру жоспарлануда.", False),
    ("kk", "Биыл 900 отбасы кезекке тіркелді. ", "Биыл 700 отбасын тіркеу жоспарлануда.", False),
    ("ru", "В этом году построено 3 школы. ", "До конца года планируется построить 5 школ.", True),
    ("ru", "В этом году построено 3 школы. ", "В следующем году планируется построить 5 школ.", False),
    ("ru", "В этом году отремонтировано 3 школы. ", "До конца года планируется построить 5 школ.", False),
    ("ru", "В этом году построено 3 школы. ", "К 2022 году планировалось построить 5 школ.", False),
]


@pytest.mark.parametrize(("language", "first", "second", "paired"), PAIRS)
def test_a_result_points_at_the_plan_of_the_same_thing_and_time(language, first, second, paired):
    # Sentences are cut at one width.
    width = max(len(first), len(second))
    done, planned = read(first.ljust(width) + second, language, step=width)
    assert planned.status == "planned"
    assert done.status == "reported"
    assert done.plan is (planned if paired else None)


def test_what_is_reported_does_not_end_after_the_report():
    (figure,) = read("С 2021 по 2025 год построено 40 школ.", "ru")
    assert (figure.status, figure.start, figure.end, figure.as_of) == ("reported", (2021,), None, (2023, 5, 20))


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            ["5", "мың", "20%", "мектеп", "школ", "и", ",", ".", "«", "»", "–", "теңге", "салынды", "3,5", "семей"]
        )
    ).map(" ".join),
    st.sampled_from(["kk", "ru"]),
)
def test_spans_hold_their_own_text(text, language):
    for figure in read(text, language):
        for span in (figure.quote, figure.number):
            assert text[span.start : span.end] == span.text
        assert figure.quote.start <= figure.number.start
        assert figure.indicator
        assert figure.value > 0


@pytest.mark.parametrize(
    "piece",
    [
        "5% ",
        "5 мектеп ",
        "«",
        "1-",
        "пять школ и ",
        "план - ",
        '"',
        "у",
        "в области ",
        "5 млн теңгеден ",
        "новых, старых, ",
    ],
)
def test_a_long_text_takes_linear_time(piece):
    started = time.perf_counter()
    read(piece * (100_000 // len(piece)), "kk", step=3000)
    assert time.perf_counter() - started < 15
