"""Lists of numbers: a unit said once for all, labels before a number, items under a heading."""

import pytest

from seeds.reading.tests.test_figures import read

SHARED = [
    (
        "kk",
        "Мектепке 4,1 млрд, театрға 860 млн, жолға 1,2 млрд теңге қосымша бөлінді.",
        [
            (4_100_000_000, "KZT", "мектепке қосымша бөлінген қаржы"),
            (860_000_000, "KZT", "театрға қосымша бөлінген қаржы"),
            (1_200_000_000, "KZT", "жолға қосымша бөлінген қаржы"),
        ],
    ),
    (
        "kk",
        "Курсқа 95, тағылымдамаға 340, тәжірибеге 44 адам жіберілді.",
        [
            (95, "person", "курсқа жіберілген адам"),
            (340, "person", "тағылымдамаға жіберілген адам"),
            (44, "person", "тәжірибеге жіберілген адам"),
        ],
    ),
    (
        "ru",
        "Прибыло 14,6 тыс., выбыло 17,9 тыс. человек.",
        [(14_600, "person", "прибывшие человек"), (17_900, "person", "выбывшие люди")],
    ),
    (
        "ru",
        "Засеяно 5,2 млн гектаров, в том числе пшеницей – 3,7 млн.",
        [(5_200_000, "ha", "засеянные гектары"), (3_700_000, "ha", "пшеница")],
    ),
    ("kk", "Биыл 1200 және 600 орынға арналған мектеп ашылды.", [(1200, "place", None), (600, "place", None)]),
    ("ru", "Сданы школы на 600 и 900 мест.", [(600, "place", None), (900, "place", None)]),
    (
        "ru",
        "На школы направят 4,9 трлн, на больницы 3,2 трлн, на выплаты 6,5 трлн тенге.",
        [
            (4_900_000_000_000, "KZT", "направят на школы"),
            (3_200_000_000_000, "KZT", "средства на больницы"),
            (6_500_000_000_000, "KZT", "средства на выплаты"),
        ],
    ),
    (
        "ru",
        "В фонд поступило 750 млн тенге против 580 млн годом ранее.",
        [(750_000_000, "KZT", None), (580_000_000, "KZT", None)],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), SHARED)
def test_a_unit_said_once_counts_the_whole_list(language, text, expected):
    found = read(text, language)
    assert [(f.value, f.unit) for f in found] == [row[:2] for row in expected]
    for figure, (_value, _unit, indicator) in zip(found, expected, strict=True):
        assert indicator in (None, figure.indicator)


LABELS = [
    ("ru", "Сейчас дефицит ученических мест – 2 840.", [(2840, "место", "дефицит ученических мест")]),
    ("ru", "Детских садов – 21, больниц – 3.", [(21, "детский сад", "детские сады"), (3, "больница", "больницы")]),
    ("ru", "Браков зарегистрировано 3 410.", [(3410, "брак", "зарегистрированные браки")]),
    ("kk", "Қалада: жастар – 412, әйелдер – 630.", [(412, "адам", "жастар"), (630, "адам", "әйелдер")]),
    (
        "kk",
        "Оның ішінде көпбалалы отбасылар – 5 210, қызметшілер – 3 900.",
        [(5210, "отбасы", "көпбалалы отбасылар"), (3900, "адам", "қызметшілер")],
    ),
    ("kk", "Мектеп – 4;", [(4, "мектеп", "мектеп")]),
    # … after it as well.
    (
        "ru",
        "Из них 4 870 – многодетные семьи, 512 – дети-сироты.",
        [(4870, "семья", "многодетные семьи"), (512, "ребенок", "дети-сироты")],
    ),
    (
        "ru",
        "Получили помощь 900 жителей. Больше половины из них – 600 – уязвимые слои населения.",
        [(900, "человек", None), (600, "человек", "уязвимые слои населения")],
    ),
    ("kk", "Облыста 412 нысан бар, оның 230-ы – ауылдық мектеп.", [(412, "нысан", None), (230, "мектеп", None)]),
]
NO_LABELS = [
    ("ru", "Просмотров – 512."),
    ("ru", "Телефоны – 54 12."),
    ("ru", "Дом 12, где живут Ивановы."),
    ("ru", "Возраст участников – 45."),
    ("ru", "Счёт 30 – наши ребята молодцы."),
    ("ru", "Дом 45 – памятники архитектуры."),
    ("ru", "Площадь посевов, тыс. га:"),
    ("kk", "Байланыс орталығы: 1414"),
    ("kk", "Қаралым – 512."),
]


@pytest.mark.parametrize(("language", "text", "expected"), LABELS)
def test_a_label_tells_what_is_counted(language, text, expected):
    found = read(text, language)
    assert [(f.value, f.unit_text) for f in found] == [row[:2] for row in expected]
    for figure, (_value, _unit, indicator) in zip(found, expected, strict=True):
        assert indicator in (None, figure.indicator)


@pytest.mark.parametrize(("language", "text"), NO_LABELS)
def test_labels_of_other_numbers_count_nothing(language, text):
    assert read(text, language) == []


HEADED = [
    (
        "kk",
        ["Салынған мектептер саны:", "– Арал ауданы – 34;", "– Шиелі ауданы – 28."],
        [
            (34, "school", "салынған мектептер саны: Арал ауданы"),
            (28, "school", "салынған мектептер саны: Шиелі ауданы"),
        ],
    ),
    ("ru", ["Сбор урожая, тыс. тонн:", "– пшеница: 640,5;"], [(640_500, "t", "сбор урожая: пшеница")]),
    ("ru", ["Сбор урожая, тыс. тонн:", "Собрание прошло спокойно.", "– пшеница: 640,5;"], []),
    ("ru", ["Адреса приёмных:", "– Костанай – 34;"], []),
]


@pytest.mark.parametrize(("language", "lines", "expected"), HEADED)
def test_a_heading_tells_what_its_items_count(language, lines, expected):
    width = max(map(len, lines))
    found = read("".join(line.ljust(width) for line in lines), language, step=width)
    assert [(f.value, f.unit, f.indicator) for f in found] == expected


FACTORS = [
    ("Поголовье скота увеличилось втрое.", [3]),
    ("Зарплата педагогов выросла вдвое.", [2]),
    ("Поступления выросли в два с половиной раза.", [2.5]),
    ("Листок сложили вдвое.", []),
    ("Треть жителей живёт в сёлах.", []),
]


@pytest.mark.parametrize(("text", "values"), FACTORS)
def test_factors_in_words_are_figures_and_fractions_are_not(text, values):
    assert [(float(f.value), f.unit) for f in read(text, "ru")] == [(value, "times") for value in values]
