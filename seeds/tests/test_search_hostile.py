"""Whatever is typed or imported, search answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.tests.factories import article
from kb.core.search import MAX_WORDS
from programs.tests.factories import program
from seeds import analysis, searching

pytestmark = pytest.mark.django_db

ODD = [
    "",
    " ",
    "\0",
    "a\0b",
    '"',
    '""',
    '"""',
    '" OR 1=1 --',
    "'; DROP TABLE core_searchtext; --",
    "'",
    "\\",
    "\\'",
    "*",
    "отб*",
    "^отбасы",
    "title:отбасы",
    "title : отбасы",
    "{title body}: отбасы",
    "NEAR(отбасы жол, 2)",
    "AND",
    "OR OR OR",
    "NOT отбасы",
    "-отбасы",
    "отбасы +",
    "(отбасы",
    "отбасы)",
    "!отбасы & | <->",
    "a:*",
    "a:ABCD",
    "__kind_program",
    "_otbasi",
    "_",
    "%",
    "%s %(a)s {} {0}",
    "😀",
    "👨‍👩‍👧 отбасы",
    "…!?.,;:—«»“”",
    "«",
    "«»",
    '"«отбасы"»',
    "ғ" * 10_000,
    "отбасы " * 2_000,
    '"отбасы" ' * 500,
    "家族",
    "أسرة",
    "\u202eтосабы",
    "\ud7ff\ufdd0\U0010ffff",
    "ŉ ǰ ﬁ ß İ ı",
    "ъ",
    "ь ь ь",
    "1e999",
    "-0",
    "１２３",
    "e\u0301",
    "а-б-в-г",
    "х" * 300,
]


@pytest.fixture
def corpus():
    program("Бақытты отбасы")
    article("Отбасы туралы мақала.")
    searching.refresh()


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("text", ODD)
def test_a_question(corpus, text, exact):
    answer = searching.ask(text, exact=exact)
    assert answer.total >= len(answer.hits)
    assert searching.suggest(text) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_question(corpus, text):
    searching.ask(text)
    searching.suggest(text)


@pytest.mark.parametrize("page", [0, -5, 10**9])
def test_any_page(corpus, page):
    assert searching.ask("отбасы", page=page).page == 1


@pytest.mark.parametrize("text", [text for text in ODD if "\0" not in text])
def test_a_text_is_found_again_by_its_words(text):
    words = analysis.parts(text)
    article(f"{text} көпір", title="Сөз")
    searching.refresh()
    assert len(searching.ask("көпір").hits) == 1
    if words and len(text) < analysis.MAX_QUERY:
        assert len(searching.ask(f'"{" ".join(words)} көпір"').hits) == 1


def test_a_huge_text():
    """More words than an index takes; the beginning is found, and the rest is left."""
    story = " ".join(f"сөз{number} {'ұ' * 70}{number}" for number in range(MAX_WORDS))
    article(f"көпір салынды. {story}", title="Сөз")
    searching.refresh()
    assert len(searching.ask("көпір салу").hits) == 1


def test_markup_stays_text(corpus):
    article("<b>көпір</b> & <script>", title="<i>көпір</i>")
    searching.refresh()
    hit = searching.ask("көпір").hits[0]
    assert ("көпір", True) in hit.title
    assert "".join(text for text, _is_hit in hit.title) == "<i>көпір</i>"
    assert "<script>" in "".join(text for text, _is_hit in hit.snippet)
