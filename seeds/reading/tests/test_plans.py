"""Plans that are named in passing, and what came of them beside."""

from datetime import date

import pytest

from seeds.reading import figures
from seeds.reading.gazetteer import load
from seeds.reading.tests import things
from seeds.reading.tests.test_figures import read

TOLD = [
    ("kk", "Жоба бойынша 720 адам жұмысқа орналасты, ал жоспар 700 адам еді.", ["reported", "planned"]),
    ("kk", "Уәде етілген 60 мың жұмыс орнының 21,3 мыңы ашылды.", ["pledged", "reported"]),
    ("kk", "Жоспарланған 500 үйдің 480-і салынды.", ["planned", "reported"]),
    ("kk", "Бұл уәденің 37 пайызы.", ["reported"]),
    ("kk", "Жоспар 86 пайызға орындалды.", ["reported"]),
    ("kk", "Жоспар бойынша 41 нысан болуы керек еді.", ["planned"]),
    ("kk", "Межелі көлем 350 мың гектарға түсірілді.", ["planned"]),
    ("kk", "Ендігі жоспар – 600 орындық мектепті тапсыру.", ["planned"]),
    ("kk", "Жыл соңына дейін 850 адамды оқыту жоспарланғанын айтты.", ["planned"]),
    ("kk", "Биыл ауданға 900 млн теңге бөлінетінін айтты.", ["planned"]),
    ("kk", "Облыс мынадай міндеттеме алды: 2028 жылға дейін 25 кабинет ашылады.", ["pledged"]),
    ("kk", "Орталық айына 1 500 адам қабылдай алады.", ["reported"]),
    ("kk", "Келер жылы оны 20 пайызға өсірмекпіз.", ["planned"]),
    ("ru", "Нашли работу 720 человек, хотя план был 700.", ["reported", "planned"]),
    ("ru", "Трудоустроены 298 человек при плане 350.", ["reported", "planned"]),
    ("ru", "В регион прибыли 312 специалистов (план — 290), из них 118 учителей.", ["reported", "planned", "reported"]),
    ("ru", "Устроены 350 человек вместо намеченных 340.", ["reported", "planned"]),
    ("ru", "Из 60 тысяч рабочих мест, обещанных программой, создано 21 тысяча.", ["pledged", "reported"]),
    ("ru", "Из 280 зданий, которые собирались сделать доступными, пандусы получили 161.", ["planned", "reported"]),
    ("ru", "Это 37 % обещанного.", ["reported"]),
    ("ru", "Освоено 81 % выделенных средств.", ["reported"]),
    ("ru", "Я обязуюсь добиться, чтобы было благоустроено не менее 45 дворов.", ["pledged"]),
    ("ru", "Акция в этом году рассчитана на 8 000 детей.", ["planned"]),
    ("ru", "Центр рассчитан на 120 детей.", ["reported"]),
    ("ru", "На пособия в этом году предусмотрено 15 млрд тенге.", ["reported"]),
    ("ru", "В программе записано 300 обещаний.", ["reported"]),
    ("ru", "Сейчас в очереди 7 200 малышей.", ["reported"]),
    ("ru", "Ключи должны получить 900 семей, в том числе 300 – по программе «Наурыз».", ["planned", "planned"]),
    ("ru", "Дом на 90 квартир должен был принять жильцов ещё летом.", ["reported"]),
    ("kk", "Қалада 50 төсектік корпус бой көтереді.", ["planned"]),
    ("kk", "Бұл қаржыға 12 ауылда 40 жоба жүзеге асады.", ["planned", "planned"]),
    ("kk", "Қалада 70 нысан салынып жатыр, 60-ы тапсырылды.", ["reported", "reported"]),
    ("kk", "Әкім 40 мектеп салуды тапсырды.", ["planned"]),
    ("kk", "Шығыстың 40 пайызы мәдениетке бағытталады.", ["planned"]),
    ("kk", "Жыл сайын жолға 3 млрд теңге жұмсалады.", ["reported"]),
    ("kk", "Егер 5 мектеп жобасына рұқсат алынса, құрылыс басталатынын айтты.", ["planned"]),
    ("ru", "На займы предусмотрено 3 млрд тенге, что на 12% больше прошлого года.", ["reported", "reported"]),
    ("ru", "В этом году квартиры получат 1 100 семей, в следующем – 1 300 семей.", ["planned", "planned"]),
]


@pytest.mark.parametrize(("language", "text", "status"), TOLD)
def test_what_stands_beside_a_number_says_what_it_is(language, text, status):
    assert [figure.status for figure in read(text, language)] == status


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "Биыл 720 адам жұмысқа орналасты, жоспар 700 адам еді."),
        ("ru", "В этом году нашли работу 720 человек, план был 700."),
        ("ru", "Курсы окончили 300 человек при плане 280."),
    ],
)
def test_a_plan_is_worded_like_its_result(language, text):
    done, planned = read(text, language)
    assert (done.status, planned.status) == ("reported", "planned")
    assert done.indicator == planned.indicator
    assert done.concept is planned.concept


LISTS = [
    (
        "kk",
        "Қаржы салаға бағытталады:\n– мектепке – 96,3 млрд теңге;\n– спортқа – 9,4 млрд теңге.\nБіз 3 үй салдық.",
        ["planned", "planned", "reported"],
    ),
    ("ru", "В 2021 году сдали:\n– школ – 12;\n– больниц – 3.", ["reported", "reported"]),
    ("ru", "Планируется сдать:\n– школ – 12;\n– больниц – 3.\nСдано 40 домов.", ["planned", "planned", "reported"]),
]


@pytest.mark.parametrize(("language", "text", "status"), LISTS)
def test_the_items_of_a_list_are_what_its_introduction_makes_of_them(language, text, status):
    reading = things.read(text, language, date(2022, 12, 15))
    assert [figure.status for figure in figures.find(reading, load())] == status
