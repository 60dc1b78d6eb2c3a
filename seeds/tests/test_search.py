"""What a question finds: the same on both databases."""

import pytest

from articles.tests.factories import article
from kb.regions.tests.factories import region
from people.tests.factories import organization, person
from programs.tests.factories import program
from seeds import searching

pytestmark = pytest.mark.django_db

KAZAKH = (
    "Шымкентте жаңа орталық ашылды. Мұнда 340 адам жұмыспен қамтылды.",
    "Отбасына арналған көмек артты, балалар бақшасы салынды.",
    "Отбасылар саны өсті. Қасым-Жомарт Тоқаевқа есеп берілді.",
)
RUSSIAN = (
    "В северных областях открыли ещё два центра поддержки семей.",
    "Главе государства Касым-Жомарту Токаеву доложили о яслях в сёлах.",
)


@pytest.fixture
def corpus():
    for number, text in enumerate(KAZAKH):
        article(text, title=f"Хабар {number}", slug=f"kk{number}", language="kk")
    for number, text in enumerate(RUSSIAN):
        article(text, title=f"Сообщение {number}", slug=f"ru{number}", language="ru")
    person("Қасым-Жомарт Тоқаев", name_ru="Касым-Жомарт Токаев", visibility="public", slug="tokaev")
    person("Ербол Ахметов", slug="hidden", visibility="hidden")
    organization("«AMANAT» партиясы", slug="amanat").names.create(text="Nur Otan", kind="former")
    program("Бақытты отбасы", slug="family")
    region("Шымкент қаласы", slug="shymkent")
    searching.refresh()


def found(question, **filters) -> set[str]:
    return {hit.url.rstrip("/").rpartition("/")[2] for hit in searching.ask(question, **filters).hits}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("отбасы", {"kk1", "kk2", "family"}),
        ("отбасына", {"kk1", "kk2", "family"}),
        ("отбасылар", {"kk1", "kk2", "family"}),
        ("ОТБАСЫ", {"kk1", "kk2", "family"}),
        ("otbasy", {"kk1", "kk2", "family"}),
        ("жұмыспен қамту", {"kk0"}),
        ("жумыспен камту", {"kk0"}),
        ("орталық ашу", {"kk0"}),
        ("Шымкент", {"kk0", "shymkent"}),
        ("шымкентте", {"kk0", "shymkent"}),
        ("Токаев", {"kk2", "ru1", "tokaev"}),
        ("Тоқаев", {"kk2", "ru1", "tokaev"}),
        ("Токаевым", {"kk2", "ru1", "tokaev"}),
        ("Тоқаевтың", {"kk2", "ru1", "tokaev"}),
        ("tokayev", {"kk2", "ru1", "tokaev"}),
        ("toqaev", {"kk2", "ru1", "tokaev"}),
        ("Kassym-Jomart Tokayev", {"kk2", "ru1", "tokaev"}),
        ("Қ. Тоқаев", {"kk2", "ru1", "tokaev"}),
        ("область", {"ru0"}),
        ("еще центры", {"ru0"}),
        ("ещё центр", {"ru0"}),
        ("ясли в селе", {"ru1"}),
        ("семья", {"ru0"}),
        ("nur otan", {"amanat"}),
        ("amanat", {"amanat"}),
        ("340", {"kk0"}),
        ("34", set()),
        ("3340", set()),
        ('"жаңа орталық"', {"kk0"}),
        ('"орталық жаңа"', set()),
        ("«жаңа орталық» қамту", {"kk0"}),
        ("Ахметов", set()),
        ("вертолёт", set()),
    ],
)
def test_question(corpus, question, wanted):
    answer = searching.ask(question)
    assert (found(question) if not answer.instead else set()) == wanted


def test_exact_takes_words_as_written(corpus):
    assert found("отбасы", exact=True) == {"family"}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"kinds": ["program"]}, {"family"}),
        ({"kinds": ["article"]}, {"kk1", "kk2"}),
        ({"narrowed": {"language": "kk"}}, {"kk1", "kk2"}),
        ({"narrowed": {"language": "ru"}}, set()),
    ],
)
def test_filters(corpus, filters, wanted):
    answer = searching.ask("отбасы", **filters)
    assert {hit.url.rstrip("/").rpartition("/")[2] for hit in answer.hits} == wanted


def test_counts_per_kind_do_not_follow_the_kind_asked_for(corpus):
    counts = searching.ask("отбасы", kinds=["program"]).counts
    assert {kind: count for kind, count in counts.items() if count} == {"program": 1, "article": 2}


def test_things_come_first(corpus):
    assert [hit.kind for hit in searching.ask("Токаев").hits] == ["person", "article", "article"]


def test_the_very_name_comes_before_longer_ones(corpus):
    organization("AMANAT партиясының жастар қанаты", slug="youth")
    organization("AMANAT AMANAT AMANAT қоры", slug="fund")
    organization("Партия", slug="party").names.create(text="Amanat", kind="alias")
    searching.refresh()
    assert searching.ask("amanat").hits[0].url.endswith("/party/")


def test_titles_come_before_texts(corpus):
    article("Бүгін.", title="Отбасы күні өтті", slug="titled", language="kk")
    searching.refresh()
    assert [hit.url.split("/")[-2] for hit in searching.ask("отбасы").hits][:2] == ["family", "titled"]


def test_snippet_marks_the_forms_that_were_found(corpus):
    hit = next(hit for hit in searching.ask("жұмыспен қамту").hits)
    assert [text for text, is_hit in hit.snippet if is_hit] == ["жұмыспен", "қамтылды"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("отб", {"family"}),
        ("бақытты от", {"family"}),
        ("bakyt", {"family"}),
        ("Тока", {"tokaev"}),
        ("nur o", {"amanat"}),
        ("ахм", set()),
        ("", set()),
        ("!", set()),
    ],
)
def test_suggestions(corpus, typed, wanted):
    assert {hit.url.split("/")[-2] for hit in searching.suggest(typed)} == wanted


@pytest.mark.parametrize(
    ("question", "instead", "wanted"),
    [
        ("njrftd", "layout", "tokaev"),
        ("Nj0ftd", "layout", "tokaev"),
        ("токаве", "spelling", "tokaev"),
        ("токаевскийй", "spelling", "tokaev"),
        ("жаңа орталқ", "spelling", "kk0"),
        ("отбасы вертолёт", "loosened", "family"),
    ],
)
def test_a_question_without_an_answer_gets_the_nearest(corpus, question, instead, wanted):
    answer = searching.ask(question)
    assert answer.instead == instead
    assert wanted in {hit.url.split("/")[-2] for hit in answer.hits}
