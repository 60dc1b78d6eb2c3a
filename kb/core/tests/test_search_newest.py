"""Of more hits than are looked at, the newest are, however far apart they stand."""

import pytest
from django.db import connection

from kb.core import search
from kb.core.search import postgres

ROWS = 120
LOOKED_AT = 3


@pytest.fixture(autouse=True)
def rows(db, monkeypatch):
    monkeypatch.setattr(search, "CAP", LOOKED_AT)
    for number in range(1, ROWS + 1):
        if connection.vendor == "postgresql":  # four rows a stretch
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT setval('core_searchrow_id_seq', {number * postgres.STRETCH // 4})")
        words = ["common", *(["rare"] if number % 40 == 0 else []), *_phrase(number)]
        search.index(
            [
                search.Document(
                    kind="figure" if number % 6 else "pledge",
                    object_id=number,
                    uid=f"{number:010}",
                    slug=str(number),
                    titles={"ru": str(number)},
                    title_words=words,
                    body_words=words,
                )
            ]
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


@pytest.mark.parametrize(
    ("word", "kinds", "counts"),
    [
        ("common", (), {"figure": LOOKED_AT, "pledge": LOOKED_AT}),
        ("common", ("pledge",), {"figure": LOOKED_AT, "pledge": LOOKED_AT}),
        ("rare", (), {"figure": 2, "pledge": 1}),
        ("rare", ("pledge",), {"figure": 2, "pledge": 1}),
        ("absent", (), {"figure": 0, "pledge": 0}),
    ],
)
def test_kinds_are_counted_among_all_rows(word, kinds, counts):
    result = search.search([search.Question([[(word,)]])], kinds=kinds)
    assert {kind: count for kind, count in result.counts.items() if kind in counts} == counts


def test_newest_titles():
    assert {hit.object_id for hit in search.suggest([[("rare",)]])} == set()  # of claims none is suggested
    assert set(search.titled("pledge", ["rare"], LOOKED_AT)) == {(120,)}
    assert set(search.titled("figure", ["clean"], LOOKED_AT)) == {(119,), (118,), (117,)}


@pytest.mark.parametrize(("word", "found"), [("common", LOOKED_AT), ("rare", 3), ("absent", None)])
def test_known_words_are_counted(word, found):
    assert search.known([word]).get(word) == found


def test_kinds_of_a_loose_question_are_counted_among_its_newest_hits():
    result = search.search([search.Question([[("comm*",)]], loose=True)])
    assert (result.counts["figure"], result.counts["pledge"]) == (2, 1)
