"""What a question finds: the same on both databases."""

from datetime import date

import pytest

from articles.models import Tally
from articles.tests.factories import article, mention
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


def test_few_letters_suggest_what_most_articles_name():
    little, much = program("Балапан", slug="little"), program("Шаңырақ балалары", slug="much")
    Tally.objects.update_or_create(entity=little, defaults={"documents": 2})
    Tally.objects.update_or_create(entity=much, defaults={"documents": 30})
    searching.refresh()
    assert [hit.url.split("/")[-2] for hit in searching.suggest("ба")] == ["much", "little"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("отб", {"family"}),
        ("бақытты от", {"family"}),
        ("bakyt", {"family"}),
        ("Тока", {"tokaev"}),
        ("nur o", {"amanat"}),
        ("то", {"tokaev"}),
        ("to", {"tokaev"}),
        ("Т", {"tokaev"}),
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


def slugs(question, **filters) -> list[str]:
    return [hit.url.rstrip("/").rpartition("/")[2] for hit in searching.ask(question, **filters).hits]


@pytest.mark.parametrize("question", ["Абай", "абай облысы", "Abai", "Абайда"])
def test_an_oblast_comes_before_its_districts(question):
    oblast = region("Абай облысы", name_ru="область Абай", name_en="Abai Region", slug="oblast")
    region("Абай ауданы", name_ru="Абайский район", level="district", parent=oblast, slug="district")
    region("Абай", name_ru="Абай", level="settlement", parent=oblast, slug="village")
    organization("Абай облысының әкімдігі", name_ru="Акимат области Абай", slug="akimat")
    article("Абай облысында бау-бақша көп.", title="Абай облысы", slug="news")
    searching.refresh()
    found = slugs(question)
    assert found[0] == "oblast"
    assert found[-1] == "news"


def test_the_newer_of_equal_texts_comes_first():
    for year in (2020, 2024, 2015):
        article(f"Көпір салынды. {year} жыл.", title=f"Көпір {year}", slug=f"of-{year}", published_on=date(year, 5, 1))
    searching.refresh()
    assert slugs("көпір") == ["of-2024", "of-2020", "of-2015"]


@pytest.mark.parametrize("question", ["Нұрлан Әлиев", "Нурлан Алиев", "Алиев Нурлан", "Алиеву", "Н. Әлиев", "Aliev"])
def test_texts_that_name_a_person_in_other_words(question):
    someone = person("Нұрлан Әлиев", name_ru="Нурлан Алиев", slug="aliev")
    story = article("Төраға Н. Ә. Әлиев келді.", title="Хабар", slug="named")
    mention(story, "Н. Ә. Әлиев", someone)
    searching.refresh()
    assert slugs(question) == ["aliev", "named"]


def test_texts_under_every_name_of_a_thing():
    bank = organization("Отбасы банк", name_ru="Отбасы банк", slug="bank")
    bank.names.create(text="Жилстройсбербанк", kind="former")
    story = article("Отбасы банк несие берді.", slug="loan")
    mention(story, "Отбасы банк", bank)
    searching.refresh()
    assert slugs("Жилстройсбербанк") == ["bank", "loan"]
    assert slugs("жилстройсбербанк несие") == ["loan"]
    type(bank).objects.filter(pk=bank.pk).update(visibility="hidden")
    searching.refresh()
    assert slugs("Жилстройсбербанк") == []


def test_many_people_of_one_given_name_are_not_meant():
    for number in range(searching.MOST_PEOPLE + 1):
        someone = person(f"Айдар Кісіев{number}", slug=f"p{number}")
        mention(article(f"Кісіев{number} келді.", slug=f"a{number}"), f"Кісіев{number}", someone)
    searching.refresh()
    assert {slug[0] for slug in slugs("Айдар")} == {"p"}


@pytest.mark.parametrize("question", ["1250", "1 250", "1\u00a0250"])
def test_a_number_however_it_is_grouped(question):
    article("Зауыт 1 250 тонна сатты.", slug="grouped")
    article("Зауыт 1250 тонна сатты, 41 250 емес.", slug="whole")
    article("Зауыт 1 251 тонна сатты.", slug="other")
    searching.refresh()
    assert set(slugs(question)) == {"grouped", "whole"}


@pytest.mark.parametrize("question", ["ЖАО", "жергілікті атқарушы органдарға", "жао есебі"])
def test_an_abbreviation_stands_for_its_words(question):
    article("ЖАО есебі дайын.", slug="short")
    article("Жергілікті атқарушы органдардың есебі дайын.", slug="long")
    article("Атқарушы орган есебі.", slug="other")
    searching.refresh()
    assert set(slugs(question)) == {"short", "long"}
