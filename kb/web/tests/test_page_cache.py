"""Pages come from memory for as long as nothing has changed, and never a moment longer."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import article
from kb.core import changes
from kb.core.models import Entity
from kb.core.tests.factories import superuser
from kb.web.page_cache import Pages
from people.models import Person
from people.tests.factories import organization, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(settings):
    settings.PAGE_CACHE_BYTES = 1_000_000
    return Client()


def asked(reader, url) -> int:
    """How many queries an answer takes."""
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(url).status_code == 200
    return len(queries)


def test_the_second_reader_gets_the_same_page_for_one_query(reader):
    row = article(title="Ауылда мектеп ашылды")
    first = reader.get(row.get_absolute_url())
    assert asked(reader, row.get_absolute_url()) == 1
    again = reader.get(row.get_absolute_url())
    assert again.content == first.content
    for name in ("Content-Type", "Content-Language", "Content-Security-Policy", "X-Frame-Options"):
        assert again[name] == first[name]


CHANGES = [
    lambda row, who: Article.objects.filter(pk=row.pk).update(visibility="hidden"),
    lambda row, who: row.delete(),
    lambda row, who: Person.objects.filter(pk=who.pk).update(visibility="hidden"),
    lambda row, who: Entity.objects.filter(pk=who.pk).update(name_ru="Другое имя"),
    lambda row, who: who.names.create(text="Тағы бір есім", language="kk"),
    lambda row, who: organization(name_ru="Новый фонд"),
    lambda row, who: connection.cursor().execute("UPDATE articles_article SET title = 'x'"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_makes_a_new_page(reader, change):
    row, who = article(title="Ауылда мектеп ашылды"), person(visibility="public")
    for url in ("/kk/articles/", "/kk/people/", row.get_absolute_url()):
        reader.get(url)
    before = changes.version()
    change(row, who)
    assert changes.version() != before
    assert asked(reader, "/kk/articles/") > 1


def test_a_hidden_article_is_gone_at_once(reader):
    row = article(title="Ауылда мектеп ашылды")
    assert row.title in reader.get("/kk/articles/").content.decode()
    Article.objects.filter(pk=row.pk).update(visibility="hidden")
    assert row.title not in reader.get("/kk/articles/").content.decode()
    assert reader.get(row.get_absolute_url()).status_code == 404


def test_a_change_that_is_taken_back_leaves_the_page(reader):
    reader.get("/kk/articles/")
    with transaction.atomic():
        article()
        transaction.set_rollback(True)
    assert asked(reader, "/kk/articles/") == 1


def test_a_table_is_not_kept(reader):
    person(visibility="public")
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            list(reader.get("/kk/people/?format=csv"))
    assert len(queries) > 1


def test_readers_with_an_account_get_pages_of_their_own(reader):
    article()
    reader.get("/kk/articles/")
    reader.force_login(superuser())
    assert asked(reader, "/kk/articles/") > 1


def test_the_memory_has_an_end():
    pages = Pages(100)
    for number in range(10):
        pages.put("1", (number,), b"x" * 30, {})
    assert [pages.get("1", (number,)) is not None for number in range(10)] == [False] * 7 + [True] * 3
    assert pages.bytes <= 100
    pages.put("2", ("new",), b"x", {})
    assert pages.get("1", (9,)) is None
    assert pages.bytes == 1


def test_a_page_that_two_readers_made_at_once_counts_once():
    pages = Pages(100)
    pages.put("1", ("a",), b"x" * 40, {})
    pages.put("1", ("a",), b"y" * 60, {})
    assert pages.get("1", ("a",)) == (b"y" * 60, {})
    assert pages.bytes == 60
