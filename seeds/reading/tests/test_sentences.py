"""Sentences end where a reader would end them, and nothing barred is among them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.reading import head, sentences
from seeds.reading.drafts import Document


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences.split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Аким К.Искаков приехал.", "С ним Б. Омаров."],
        ["Заказчик Серіков М.Ж.", "Оплачено из фонда."],
        ["Министр К.К. Токаев прибыл.", "Выступил Токаев К.К.", "Затем уехал."],
        ["Бюджетке 15,5 млрд. теңге бөлінді.", "Оның 2 млрд. Теңгесі ауылға."],
        ["В 2022 г. открыт сад.", "Он стоит на ул. Абая в г. Алматы."],
        ["Он родился и вырос в городе в 1990 г.", "Позже уехал."],
        ["Оларға ет, сүт т.б. беріледі.", "Көмек көп т.б.", "Осы."],
        ["«Бұл жақсы!» – деді ол.", "Келесі сөз осы."],
        ["«Салдық!», - деді әкім.", "«Келіңіздер.", "Күтеміз», – деді ол."],
        ["«Алға, ауыл!» атты жоба басталды.", "Жоба жалғасады."],
        ["Бұл не?", "Бұл – үй!", "Иә…", "Солай... ма екен?!", "Жоқ."],
        ["Портал Dala.kz жазды.", "Мұны egemen.kz растады."],
        ["1. Жол салынады.", "2. Мектеп ашылады."],
        ["Жобаны партия бастады.", "«Дұрыс», деді ол."],
        ["№ 5 мектеп ашылды.", "43,5 %-ы жас."],
    ],
)
def test_ends(parts):
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Мұны Омаров.Өз кезегінде ол айтты", ["Мұны Омаров.", "Өз кезегінде ол айтты"]),
        ("деді ол.Содан кейін", ["деді ол.", "Содан кейін"]),
        ("бастады.«Дұрыс», деді", ["бастады.", "«Дұрыс», деді"]),
        ("Ол келді. – Үйіміз жоқ еді. – Енді бар.", ["Ол келді.", "Үйіміз жоқ еді.", "Енді бар."]),
        ("– Баспана алдық.", ["Баспана алдық."]),
        ("• Бірінші;", ["Бірінші;"]),
        ("тел.Абай ул.Абая г.Алматы", ["тел.Абай ул.Абая г.Алматы"]),
        ("... !!! —", []),
    ],
)
def test_glued_and_marked(text, parts):
    assert split(text) == parts


def read(text: str) -> list:
    document = Document("a.txt", text)
    return sentences.find(document, head.find(document))


def test_paragraphs_and_languages():
    found = read("Ауылда мектеп ашылды\nБұл туралы әкім айтты. Оған сенеміз.\n\nВ районе открыли школу.\n")
    assert [(s.paragraph, s.language) for s in found] == [(0, "kk"), (1, "kk"), (1, "kk"), (2, "ru")]


def test_a_wrapped_line_goes_on():
    found = read(
        "Бас тақырып осында тұр\n\nБұл сөйлем екі жолға бөлінген, себебі файл сексен таңбамен\nшектелген. Келесі.\n"
    )
    assert [s.text.replace("\n", " ") for s in found][1:] == [
        "Бұл сөйлем екі жолға бөлінген, себебі файл сексен таңбамен шектелген.",
        "Келесі.",
    ]


def test_furniture_dateline_and_notices_are_left_out():
    found = read(
        "Общество\n6 марта 2023 г. 14:19\nВ селе открыли новый сад\nСад принял сто детей.\n359 просмотров\n"
        "Заказчик: Иванов И.И.\nОплачено из средств избирательного фонда.\n"
        "*Запрещается любое копирование и распространение данной информации.\n"
    )
    assert [s.text for s in found] == ["В селе открыли новый сад", "Сад принял сто детей."]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text(text):
    end = 0
    for sentence in read(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        assert sentence.text.strip()
        end = sentence.end


@pytest.mark.parametrize(
    "text", ["а" * 100_000, "-" * 100_000, "\u0301" * 100_000, "А." * 50_000, "«" * 100_000, "а\n" * 50_000]
)
def test_hostile_text_takes_linear_time(text):
    start = time.process_time()
    found = read(text)
    # Seconds where anything quadratic would take minutes.
    assert time.process_time() - start < 8
    assert all(len(sentence.text) <= sentences.LONGEST for sentence in found)
