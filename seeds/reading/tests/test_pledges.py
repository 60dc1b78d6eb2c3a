"""Pledges: promises with and without numbers, and what only looks like one."""

from datetime import date

import pytest

from seeds.reading import figures, gazetteer, pledges
from seeds.reading.drafts import ORGANIZATION, Document, Head, Mention, Reading, Sentence, Span, Thing


def read(text, language, kind="party_report"):
    reading = Reading(Document("test.txt", text), Head(language=language, published=date(2023, 3, 6), kind=kind))
    reading.sentences = [Sentence(0, len(text), text, language, 0)]
    party = Thing(ORGANIZATION, "Бірлік", language, subtype="party")
    party.mentions.append(Mention(Span.of(text, 0, 1), "test", 1.0))
    reading.things = [party]
    reading.figures = figures.find(reading, gazetteer.load())
    return pledges.find(reading, gazetteer.load())


PROMISES = [
    ("ru", "Партия будет выступать за равные права граждан.", None),
    ("ru", "В предстоящие 5 лет партия внесет поправки в закон.", (2028,)),
    ("ru", "Все семьи будут обеспечены местами в детских садах до конца 2027 года.", (2027,)),
    ("ru", "До 1 июня партия намерена открыть приемные в каждом районе.", (2023, 6, 1)),
    ("ru", "Мы обещаем построить дороги во всех селах.", None),
    ("kk", "Біз әр ауданда жаңа спорт кешенін саламыз.", None),
    ("kk", "Барлық отбасыны баспанамен қамтамасыз ететін боламыз.", None),
    ("kk", "Төлемдер бейсенбіге дейін толық жасалады.", (2023, 3, 9)),
    ("kk", "Партия алдағы үш айда барлық ауданды аралауды жоспарлап отыр.", (2023, 6)),
    ("kk", "Жыл соңына дейін ауылда емхана ашылады.", (2023,)),
]
OTHERS = [
    ("ru", "Надеемся, что партия поможет всем нуждающимся семьям."),
    ("ru", "Акимы должны построить дороги во всех селах."),
    ("ru", "Ожидается, что цены на жилье вырастут вдвое."),
    ("ru", "Партия построила дороги во всех селах области."),
    ("ru", "Когда партия построит дороги во всех селах?"),
    ("ru", "Центром новой области станет большой город."),
    ("kk", "Бұл орталық жақсы нәтиже береді деп үміттенеміз."),
    ("kk", "Әкімдер жолдарды уақытында жөндеуі тиіс."),
    ("kk", "Былтыр барлық ауылда жаңа мектептер салынды."),
    ("kk", "Мұндай қылмыстар көбіне үйде жасалады."),
]


@pytest.mark.parametrize(("language", "text", "deadline"), PROMISES)
def test_a_promise_is_found_with_its_deadline(language, text, deadline):
    (pledge,) = read(text, language)
    assert (pledge.deadline, pledge.organization.name) == (deadline, "Бірлік")
    assert text[pledge.quote.start : pledge.quote.end] == pledge.quote.text


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_wishes_duties_forecasts_and_reports_are_no_promises(language, text):
    assert read(text, language) == []


def test_a_promise_with_a_number_points_at_its_target():
    (pledge,) = read("До конца 2027 года партия будет способствовать созданию 84 тысяч рабочих мест.", "ru")
    assert (pledge.figure.value, pledge.figure.unit) == (84_000, "job")
