"""What hidden or removed articles alone name is hidden with them, and comes back with them."""

import pytest

from articles import appearances, sources
from articles.tests.factories import article, mention
from kb.core import review
from kb.core.models import Entity
from kb.core.tests.factories import superuser
from people.tests.factories import organization, person
from programs.tests.factories import program

PUBLIC, HIDDEN, REMOVED = Entity.Visibility.PUBLIC, Entity.Visibility.HIDDEN, Entity.Visibility.REMOVED


def named(*things):
    text = article(" ".join(thing.name_kk for thing in things))
    for thing in things:
        mention(text, thing.name_kk, thing)
    appearances.rebuild([text])
    return text


def turn(text, visibility):
    review.set_visibility([text], visibility, superuser())
    sources.follow([text])


def visibility(thing):
    return Entity.objects.get(pk=thing.pk).visibility


@pytest.mark.parametrize("how", [HIDDEN, REMOVED])
@pytest.mark.parametrize("make", [person, organization, program])
def test_a_thing_goes_with_its_last_public_article_and_comes_back(client, db, make, how):
    thing = make()
    text = named(thing)
    assert client.get(thing.get_absolute_url()).status_code == 200
    turn(text, how)
    assert visibility(thing) == HIDDEN
    assert client.get(thing.get_absolute_url()).status_code == 404
    turn(text, PUBLIC)
    assert visibility(thing) == PUBLIC


def test_another_public_article_keeps_it(db):
    thing = person()
    text, _other = named(thing), named(thing, organization())
    turn(text, HIDDEN)
    assert visibility(thing) == PUBLIC


@pytest.mark.parametrize("fields", [{"ref": "org:x"}, {}])
def test_reference_data_and_what_no_article_names_stay(db, fields):
    listed = organization("Тізімдегі", **fields)
    if fields:
        turn(named(listed), HIDDEN)
    sources.settle([listed.pk])
    assert visibility(listed) == PUBLIC


def test_who_an_editor_hid_stays_hidden(db):
    thing = person()
    text = named(thing)
    review.set_visibility([thing], HIDDEN, superuser())
    turn(text, HIDDEN)
    turn(text, PUBLIC)
    assert visibility(thing) == HIDDEN


def test_a_publisher_goes_with_what_it_published(db):
    paper = organization("Тұран таңы")
    text = article("Бір хабар", publisher=paper)
    turn(text, HIDDEN)
    assert visibility(paper) == HIDDEN


def test_a_new_public_article_brings_it_back(db):
    thing = program()
    turn(named(thing), HIDDEN)
    named(thing, organization())
    assert visibility(thing) == PUBLIC


def test_addresses_lose_the_name_of_who_is_hidden_by_hand(client, db):
    someone = person("Мөлдір Нұрланова")
    text = article("Мөлдір Нұрланова көмек алды", title="Мөлдір Нұрланова көмек алды")
    mention(text, "Мөлдір Нұрланова", someone)
    old = text.get_absolute_url()
    assert "nurlanova" in old
    review.set_visibility([someone], HIDDEN, superuser())
    text.refresh_from_db()
    assert "nurlanova" not in text.slug
    assert client.get(text.get_absolute_url()).status_code == 200
    assert client.get(old).status_code == 404
