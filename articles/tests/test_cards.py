"""What lists show of an article is what the article says, whatever was done and by whom."""

from collections import Counter
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import RunSQL

from articles import appearances, cards
from articles.models import Article, Card
from articles.tests.factories import article, mention
from kb.core import merging
from kb.core.models import Run
from kb.core.tests.factories import superuser
from people import publishing
from people.tests.factories import organization, person

pytestmark = pytest.mark.django_db
TEXT = "Айдар Сейітов пен Мөлдір Оспанова кездесті."
BOTH, HIDDEN, NONE = (
    "Айдар Сейітов пен Мөлдір Оспанова кездесті",
    "Айдар Сейітов пен [name withheld] кездесті",
    "[name withheld] пен [name withheld] кездесті",
)


def wrong():
    return list(cards.problems(Counter()))


@pytest.fixture
def told():
    """An article that names a person and another one who is not public; lists have it ready."""
    official, mother = person("Айдар Сейітов"), person("Мөлдір Оспанова", visibility="hidden")
    row = article(TEXT, publisher=organization("Қала газеті"))
    mention(row, "Айдар Сейітов", official)
    mention(row, "Мөлдір Оспанова", mother)
    list(cards.rebuild())
    assert Card.objects.get().title
    return row, official, mother


def test_an_upgrade_makes_cards_of_the_articles_that_are_there(told):
    article("Айдар Сейітов келді.", visibility="hidden")
    Card.objects.all().delete()
    with connection.cursor() as cursor:
        for step in import_module("articles.migrations.0007_cards").Migration.operations:
            if isinstance(step, RunSQL):
                cursor.execute(step.sql)
    assert Card.objects.get().pk == told[0].pk
    assert wrong() == []


def shown(client):
    page = client.get("/en/articles/")
    return [row.title for row in page.context["rows"]]


def hide(row, official, mother):
    official.visibility = "hidden"
    official.save()


def show(row, official, mother):
    publishing.ground(mother.pk, Run.objects.create(kind=Run.Kind.BULK_EDIT), "a public post")
    type(mother).objects.filter(pk=mother.pk).update(visibility="public")


def hide_by_hand(row, official, mother):
    connection.cursor().execute("UPDATE core_entity SET visibility = 'removed'")


def merge(row, official, mother):
    merging.merge(official, [mother], superuser())


def unlink(row, official, mother):
    row.mentions.filter(entity=mother).update(entity=None)


def unlink_given_name(row, official, mother):
    row.mentions.filter(entity=official).update(entity=None, why={"private": True})


def retitle(row, official, mother):
    row.title = "Мөлдір келді"
    row.save()


def turn(*visibilities):
    def act(row, official, mother):
        for visibility in visibilities:
            Article.objects.filter(pk=row.pk).update(visibility=visibility)

    return act


ACTS = [
    (lambda *told: None, [HIDDEN]),
    (hide, [NONE]),
    (show, [BOTH]),
    (merge, [BOTH]),
    (unlink, [BOTH]),
    (unlink_given_name, [NONE]),
    (retitle, ["[name withheld] келді"]),
    (lambda row, official, mother: row.mentions.filter(entity=mother).update(review="rejected"), [BOTH]),
    (lambda row, official, mother: row.mentions.filter(entity=mother).delete(), [BOTH]),
    (lambda row, official, mother: row.mentions.filter(entity=mother).update(text="Айдар Оспанова"),
     ["Айдар Сейітов пен Мөлдір [name withheld] кездесті"]),
    (turn("hidden"), []),
    (turn("removed", "hidden", "public", "public"), [HIDDEN]),
    (lambda row, official, mother: row.delete(), []),
    (lambda *told: list(cards.rebuild()), [HIDDEN]),
    (lambda row, *people: Article.objects.update(kind="party_report", language="ru", slug="basqa"), [HIDDEN]),
    (lambda row, *people: Article.objects.update(publisher=organization("Басқа газет")), [HIDDEN]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "left"), ACTS)
def test_a_card_follows_every_change(client, told, act, left):
    act(*told)
    assert wrong() == []
    assert shown(client) == left


def test_a_wrong_card_is_told_and_mended(told):
    appearances.rebuild([told[0]])
    other = article("Басқа хабар.")
    article("Жасырын хабар.", visibility="hidden")
    Card.objects.filter(article=told[0]).update(title=BOTH)
    Card.objects.filter(article=other).delete()
    assert len(wrong()) == 2
    with pytest.raises(CommandError, match="2 wrong"):
        call_command("rebuild_counters", check=True)
    call_command("rebuild_counters")
    call_command("rebuild_counters", check=True)
    assert Card.objects.count() == 2
    assert not Card.objects.filter(title="").exists()
