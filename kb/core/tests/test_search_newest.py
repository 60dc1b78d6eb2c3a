"""Of more hits than are looked at, the newest are, however far apart they stand."""

import pytest

from kb.core import search

ROWS = 120
LOOKED_AT = 3


@pytest.fixture(autouse=True)
def rows(db, monkeypatch):
    monkeypatch.setattr(search, "CAP", LOOKED_AT)
    search.index(
        search.Document(
            kind="figure",
            object_id=number,
            uid=f"{number:010}",
            slug=str(number),
            titles={"ru": str(number)},
            body_words=["common", *(["rare"] if number % 40 == 0 else []), *_phrase(number)],
        )
        for number in range(1, ROWS + 1)
    )


def _phrase(number) -> list[str]:
    return ["clean", "water"] if number % 10 == 0 else ["water", "clean"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("common",), {120, 119, 118}),
        (("rare",), {120, 80, 40}),
        (("clean", "water"), {120, 110, 100}),
        (("absent",), set()),
    ],
)
def test_newest(words, found):
    result = search.search([search.Question([[words]])])
    assert {hit.object_id for hit in result.found} == found
    assert result.total == len(found)


def test_kinds_of_a_loose_question_are_counted_among_its_newest_hits():
    result = search.search([search.Question([[("comm*",)]], loose=True)])
    assert result.counts["figure"] == LOOKED_AT
