"""Readers get the version in their language, where one exists, and long quotes in short."""

from datetime import date

import pytest

from articles.tests.factories import article, evidence
from kb.core.models import Name
from kb.core.partial_dates import PartialDate
from kb.web.templatetags.rows import clamped
from people.tests.factories import organization, position
from programs.tests.factories import figure, indicator, pledge

KK, RU = "2027 жылға дейін алты балабақша салынады", "До 2027 года построят шесть детских садов"


@pytest.fixture
def twins(db):
    one = article(KK, title="Балабақшалар", published_on=date(2024, 5, 2))
    other = article(RU, title="Детские сады", language="ru", published_on=date(2024, 5, 1), twin=one)
    one.twin = other
    one.save()
    return one, other


def test_a_pledge_is_told_in_the_words_of_the_readers_version(client, twins):
    promise = pledge(KK, deadline=PartialDate(2090))
    for part, words in zip(twins, (KK, RU), strict=True):
        evidence(part, words, pledge=promise)
    for language, own in (("kk", KK), ("ru", RU), ("en", KK)):
        page = client.get(f"/{language}/pledges/")
        (row,) = page.context["rows"]
        assert row.text == own
        assert row.quotes[0].quote == own
        assert f'lang="{row.language}">{own}' in page.content.decode()
    promise.refresh_from_db()
    assert promise.text == KK


def test_the_front_page_shows_one_version_of_a_news_item(client, twins):
    for language, title in (("kk", "Балабақшалар"), ("ru", "Детские сады")):
        assert [row.title for row in client.get(f"/{language}/").context["articles"]] == [title]
    assert len(client.get("/en/").context["articles"]) == 2


def test_the_front_page_begins_with_what_the_reader_can_read(client, twins):
    for number, (name, day) in enumerate({"балалар": 2024, "дети": 2020}.items()):
        counted = indicator("балалар") if name == "балалар" else indicator("", name_ru="дети")
        evidence(twins[0], KK, figure=figure(indicator=counted, value=number, as_of=PartialDate(day)))
    assert [row.indicator.name for row in client.get("/ru/").context["figures"]] == ["дети", "балалар"]
    assert [row.indicator.name for row in client.get("/kk/").context["figures"]] == ["балалар", "дети"]


@pytest.mark.parametrize("length", [10, 100, 240])
@pytest.mark.parametrize("words", ["", "сөз " * 200, "ж" * 1000, "қысқа сөз"])
def test_clamping_loses_nothing(words, length):
    head, rest = clamped(words, length)
    assert head + rest == words
    assert len(head) <= length + 60


def test_what_is_counted_in_another_language_says_so(client, db):
    """The name of an indicator and the source's own noun, on every page that shows them."""
    kk = indicator("орналастырылған отбасылар", unit="count")
    row = figure(indicator=kk, unit="count", unit_text="шаңырақ", language="kk", value=5)
    evidence(article("Бес шаңырақ орналасты."), "Бес шаңырақ", figure=row)
    for address in (f"/figures/{row.uid}/", f"/indicators/{kk.uid}/", "/figures/"):
        for language, said in (("kk", ""), ("ru", "in-language"), ("en", "(Kazakh)")):
            page = client.get(f"/{language}{address}").content.decode()
            assert '<span lang="kk">орналастырылған отбасылар</span>' in page
            assert ("in-language" in page, said in page) == (language != "kk", True)
            assert ('<span lang="kk">шаңырақ</span>' in page) == (language != "kk")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_bare_count_has_a_unit_in_words(client, db, language):
    row = figure(indicator=indicator("үлес", unit="count"), unit="count", unit_text="")
    evidence(article("Бес үлес."), "Бес", figure=row)
    assert "<span>count</span>" not in client.get(f"/{language}/indicators/").content.decode()


def test_a_former_name_in_another_language_is_marked(client, db):
    fund = organization("Жаңа қор", name_ru="Новый фонд")
    Name.objects.create(
        entity=fund, text="Ескі қор", language="kk", kind="former", valid_until=PartialDate.parse("2022-03-01")
    )
    source = article("Ескі қор басшысы Айдар Сейітов.", published_on=date(2021, 5, 2))
    row = position(organization=fund, first_reported=date(2021, 5, 2), last_reported=date(2021, 5, 2))
    evidence(source, "Ескі қор басшысы Айдар Сейітов", position=row)
    for language, mark in (("ru", ' lang="kk"'), ("kk", "")):
        page = client.get(f"/{language}/people/{row.person.slug}/").content.decode()
        assert f'"{mark}>Ескі қор</a>' in page
