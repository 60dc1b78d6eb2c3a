import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.reading.drafts import ORGANIZATION
from seeds.reading.tests.things import names, read, things


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # parties and their bodies
        ("«AMANAT» партиясының құрылтайы өтті.", ["AMANAT"]),
        ("Жиынға AMANAT-тың мүшелері келді.", ["AMANAT"]),
        ("«Ақ жол» партиясы мен «Ауыл» партиясы келісті.", ["Ақ жол", "Ауыл"]),
        ("Кеше Nur Otan партиясы Ақтөбе қалалық филиалының жиыны өтті.",
         ["Nur Otan", "Nur Otan партиясы Ақтөбе қалалық филиалы"]),
        ("Кеше партияның Маңғыстау облыстық филиалы жиналды.", ["Маңғыстау облыстық филиалы"]),
        ("Залда «Jastar Rýhy» жастар қанаты жиналды.", ["«Jastar Rýhy» жастар қанаты"]),
        # state bodies
        ("Бүгін Түркістан облысының тұрғын үй және құрылыс басқармасы есеп берді.",
         ["тұрғын үй және құрылыс басқармасы"]),
        ("Оны Атырау облысының мәдениет басқармасы жариялады.", ["мәдениет басқармасы"]),
        ("Шараға Кентау қаласының әкімдігі мен Арыс қалалық мәслихаты қатысты.",
         ["Кентау қаласының әкімдігі", "Арыс қалалық мәслихаты"]),
        ("Ол Қаржы министрлігінде қызмет етеді.", ["Қаржы министрлігі"]),
        ("Жиында Әділет министрі сөз алды.", ["Әділет министрлігі"]),
        ("Құжатты Мәжіліс мақұлдады.", ["Мәжіліс"]),
        # others
        ("Көмекті «Мейір» қоры мен «Жетісу құс» ЖШС берді.", ["Мейір", "Жетісу құс"]),
        ("Балалар №7 балабақшада тәрбиеленеді.", ["№7 балабақша"]),
        ("Кітап Ыбырай Алтынсарин атындағы академияда емес, Сәкен Сейфуллин атындағы агротехникалық университетінде.",
         ["Сәкен Сейфуллин атындағы агротехникалық университеті"]),
        ("Оған БҰҰ мен ЮНИСЕФ қолдау көрсетті.", ["БҰҰ", "ЮНИСЕФ"]),
        ("Бұл туралы «Егемен Қазақстан» газеті жазды.", ["Егемен Қазақстан"]),
        ("Оны кеше Әлеуметтік әл-ауқат басқармасы хабарлады.", ["Әлеуметтік әл-ауқат басқармасы"]),
        # none
        ("Партия мен кеңес, қор мен комиссия туралы айтылды.", []),
        ("Мәслихаттар мен әкімдіктер жұмысын күшейтті.", []),
        ("Облыс орталығы мен аудан орталығы дамып келеді.", []),
        ("Тұрғындарға қызмет көрсету орталығы керек.", []),
        ("Ардагер «Алтын алқа» иегері атанды.", []),
        ("Полиция мен мемлекеттік органдар көмектесті.", []),
        ("Серік Ахметовтің қызметі жоғары бағаланды.", []),
        ("Аманат деген – ата сөзі, ауыл – алтын бесік.", []),
    ],
)  # fmt: skip
def test_kazakh(text, found):
    assert sorted(names(ORGANIZATION, text, "kk")) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # parties and their bodies
        ("Партия AMANAT провела съезд.", ["AMANAT"]),
        ("Он вступил в партию «Ак жол», а не в ОСДП.", ["Ак жол", "ОСДП"]),
        ("Вчера Атырауский областной филиал партии AMANAT принял граждан.",
         ["AMANAT", "Атырауский областной филиал партии AMANAT"]),
        ("Вчера филиал партии «Nur Otan» по Абайской области принял граждан.",
         ["Nur Otan", "филиал партии «Nur Otan» по Абайской области"]),
        ("Слово взял председатель Политического совета «AMANAT».", ["AMANAT", "Политический совет «AMANAT»"]),
        ("Он обратился в республиканскую общественную приемную партии.",
         ["республиканская общественная приемная партии"]),
        # state bodies
        ("Об этом знают в Министерстве просвещения и в МВД.", ["Министерство просвещения", "МВД"]),
        ("Слово взял министр здравоохранения.", ["Министерство здравоохранения"]),
        ("Его принял акимат Костанайской области.", ["акимат Костанайской области"]),
        ("Депутаты избрали Павлодарский областной маслихат.", ["Павлодарский областной маслихат"]),
        ("Закон одобрил Мажилис Парламента.", ["Мажилис Парламента"]),
        ("Её ввели в Общественный совет по вопросам молодёжи, спорта и культуры.",
         ["Общественный совет по вопросам молодёжи, спорта и культуры"]),
        # others
        ("Помощь оказали фонд «Асыл» и ТОО «Нур-Астык».", ["Асыл", "Нур-Астык"]),
        ("Рабочие завода железобетонных изделий «Бекем» бастуют.", ["Бекем"]),
        ("Она работает в музее-заповеднике «Тамгалы».", ["музей-заповедник «Тамгалы»"]),
        ("Её приняли в Союз художников Казахстана.", ["Союз художников Казахстана"]),
        ("Дети учатся в школе-лицее №8.", ["школа-лицей №8"]),
        ("Доклад подготовил Детский фонд ООН.", ["Детский фонд ООН"]),
        ("Вёл Политический совет Жамбылского областного филиала партии «Nur Otan».",
         ["Nur Otan",
          "Политический совет Жамбылского областного филиала партии «Nur Otan»"]),
        ("Минтруда привело иные данные.", ["Министерство труда и социальной защиты населения"]),
        # none
        ("Партия, совет и комиссия обсудили вопрос.", []),
        ("Советы матерей работают в школах и больницах.", []),
        ("Областной филиал отчитался перед районными филиалами.", []),
        ("Визит министра иностранных дел Японии завершён.", []),
        ("Орден «Құрмет» и подвеска «Алтын алқа» вручены.", []),
        ("Полиция и государственные органы помогли.", []),
    ],
)  # fmt: skip
def test_russian(text, found):
    assert sorted(names(ORGANIZATION, text, "ru")) == sorted(found)


@pytest.mark.parametrize(
    ("text", "language", "branch", "region"),
    [
        ("«AMANAT» партиясы Қостанай облыстық филиалы жиналды.", "kk",
         "«AMANAT» партиясы Қостанай облыстық филиалы", "Қостанай облысы"),
        ("Туркестанский областной филиал партии «AMANAT» собрался.", "ru",
         "Туркестанский областной филиал партии «AMANAT»", "Туркестанская область"),
    ],
)  # fmt: skip
def test_a_branch_has_its_party_and_region(text, language, branch, region):
    (found,) = [thing for thing in things(ORGANIZATION, text, language) if thing.subtype == "party_branch"]
    assert (found.name, found.parent.ref, found.region.name) == (branch, "org:amanat", region)


@pytest.mark.parametrize(
    ("text", "language", "branch"),
    [
        ("Абайский филиал AMANAT вырос. Абайский областной филиал партии AMANAT принял граждан.", "ru",
         "Абайский областной филиал партии AMANAT"),
        ("AMANAT партиясы Абай облыстық филиалы өсті. Кейін Абай облыстық филиалы жиналды.", "kk",
         "AMANAT партиясы Абай облыстық филиалы"),
    ],
)  # fmt: skip
def test_a_branch_is_one_however_its_name_is_cut(text, language, branch):
    (found,) = [thing for thing in things(ORGANIZATION, text, language) if thing.subtype == "party_branch"]
    assert (found.name, len(found.mentions)) == (branch, 2)


def test_a_renamed_party_is_one_thing_named_as_written():
    text = "Партия «Nur Otan» стала партией AMANAT. Нұр Отан, Аmanat."
    (party,) = things(ORGANIZATION, text, "ru", date(2022, 3, 2))
    assert (party.name, party.ref, len(party.mentions)) == ("Nur Otan", "org:amanat", 4)


def test_initials_name_the_body_they_stand_for():
    text = "Открыт Региональный центр надежды. Директор РЦН доволен."
    (centre,) = things(ORGANIZATION, text, "ru")
    assert [mention.span.text for mention in centre.mentions] == ["Региональный центр надежды", "РЦН"]


def test_a_council_at_a_party_is_the_partys():
    found = things(ORGANIZATION, "Совещался Общественный совет по вопросам семьи при партии AMANAT.", "ru")
    council = next(thing for thing in found if thing.subtype == "council")
    assert council.parent.ref == "org:amanat"


@pytest.mark.parametrize(
    ("text", "language", "founded"),
    [
        ("Общественный фонд «Шырак» создан 5 марта 2015 года.", "ru", (2015, 3, 5)),
        ("Общественный фонд «Шырак» основан в 2010 году.", "ru", (2010,)),
        ("«Шырақ» қоры 2018 жылы құрылды.", "kk", (2018,)),
        ("Общественный фонд «Шырак» провёл акцию 5 марта 2015 года.", "ru", None),
    ],
)
def test_founded(text, language, founded):
    (fund,) = things(ORGANIZATION, text, language)
    assert fund.founded == founded
    if founded:
        span = fund.founded_span
        assert text[span.start : span.end] == span.text


def test_a_newspaper_is_less_sure_than_a_ministry():
    found = {thing.subtype: thing.confidence for thing in things(ORGANIZATION, "Zakon.kz и МВД сообщили.", "ru")}
    assert found["media"] < found["ministry"]


PIECES = st.sampled_from(
    [
        "«AMANAT» партиясы",
        "«",
        "»",
        '"',
        "Алматы облысы",
        "филиалы",
        "облыстық",
        "министрлігі",
        "және",
        ", ",
        ". ",
        "Министерство",
        "труда",
        "по",
        "и",
        "партии",
        "Союз",
        "«Бақытты отбасы»",
        "жобасы",
        "проект",
        "программы",
        "№5",
        "мектеп",
        "школа",
        "Жамбылской",
        "областях",
        "АӘК",
        "\n",
        "ТОО",
        "қоры",
        "İ",
        "ﬁ",
        "𝔸",
        "\xad",
        "-",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=80), st.sampled_from(["kk", "ru", ""]))
def test_every_span_is_in_its_place(text, language):
    reading = read(text, language)
    for thing in reading.things:
        assert thing.name
        assert thing.mentions
        assert thing.parent is not thing
        for mention in thing.mentions:
            assert text[mention.span.start : mention.span.end] == mention.span.text
    for relation in reading.relations:
        assert text[relation.quote.start : relation.quote.end] == relation.quote.text


@pytest.mark.parametrize(
    "piece",
    [
        "«", "Алматы, ", "«Бақытты отбасы» ", "Жамбылской, ", "а", "жұмыспен қамту басқармасы және ",
        "Совета по вопросам ", "партиясы «AMANAT» ", "АӘК Семей «",
    ],
)  # fmt: skip
def test_time_is_linear(piece):
    def seconds(size):
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.perf_counter()
        read(text, "kk")
        return time.perf_counter() - start

    seconds(2_000)  # what is compiled once
    assert seconds(40_000) < 0.5 + 20 * seconds(4_000)
