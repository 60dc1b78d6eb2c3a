"""The queue holds the same documents whether it begins with the findings or with the documents."""

from datetime import date

import pytest

from articles import waiting
from articles.tests.factories import article, evidence, mention
from articles.waiting import Wanted
from kb.core.tests.factories import run
from people.tests.factories import person
from programs.tests.factories import figure, indicator

pytestmark = pytest.mark.django_db
TEXT = "Айдар Сейітов келді. Қор 120 отбасыға көмектесті."


@pytest.fixture
def documents():
    """Of six, one has a mention that waits, one a figure, one both, one is decided on, and two have nothing."""
    rows = [article(f"{number}. {TEXT}", published_on=date(2024, 3, 1 + number % 4)) for number in range(6)]
    who, act = person("Айдар Сейітов"), run()
    for place, sure in ((0, 0.5), (2, 0.9)):
        mention(rows[place], "Айдар Сейітов", who, review="proposed", confidence=sure, rule="surname", run=act)
    helped = indicator()
    for place in (1, 2):
        waits = figure(review="proposed", confidence=0.7, run=act, indicator=helped)
        evidence(rows[place], "120 отбасыға", figure=waits, rule="number", run=act)
    mention(rows[3], "Айдар Сейітов", who, review="accepted", run=act)
    return rows


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), [2, 1, 0]),
        (Wanted(kind="person"), [2, 0]),
        (Wanted(kind="figure"), [2, 1]),
        (Wanted(confidence="low"), [0]),
        (Wanted(confidence="middle"), [2, 1]),
        (Wanted(rule="number"), [2, 1]),
        (Wanted(risk="people"), [2, 0]),
        (Wanted(kind="region"), []),
    ],
)
def test_few_findings_and_many(documents, monkeypatch, wanted, expected):
    keys = [documents[place].pk for place in expected]
    assert waiting.newest(wanted) == keys
    monkeypatch.setattr(waiting, "_few", lambda wanted: None)
    assert waiting.newest(wanted) == keys


def test_findings_are_many_when_they_are_more_than_the_queue_holds(documents, monkeypatch):
    assert waiting._few(Wanted()) == {documents[place].pk for place in (0, 1, 2)}
    monkeypatch.setattr(waiting, "MOST", 3)  # of four
    assert waiting._few(Wanted()) is None
    assert waiting._few(Wanted(kind="person")) == {documents[place].pk for place in (0, 2)}
