"""The preview of a merge tells namesakes apart and warns."""

import pytest
from django.urls import reverse

from articles.tests.factories import article, mention
from kb.core.models import Relation
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import relation, user
from kb.regions.tests.factories import region
from people.models import Person
from people.tests.factories import organization, person, position

pytestmark = pytest.mark.django_db


@pytest.fixture
def preview(client):
    client.force_login(user("reviewer"))
    client.cookies["django_language"] = "en"

    def look(*things, **form):
        form = {"action": "merge", "_selected_action": [t.pk for t in things], "keep": things[0].pk, **form}
        return client.post(reverse("admin:people_person_changelist"), form)

    return look


def test_both_are_shown_with_posts_ties_and_sentences(preview):
    first, second = person("Қанат Оспанов", name_ru="Канат Оспанов"), person("Қанат Оспанов")
    second.names.create(text="Қ. Оспанов", language="kk", kind="initials")
    position(person=first, title_en="head", organization=organization("Қамқор қоры"), start=PartialDate(2021))
    relation(second, Relation.Kind.WORKS_WITH, organization("Жастар үйі"))
    mention(article("Ауылда мұғалім Қанат Оспанов сөйледі.", title="Мектеп"), "Қанат Оспанов", second)
    html = preview(first, second).content.decode()
    for words in (
        "Канат Оспанов", "Қ. Оспанов", "head · Қамқор қоры · 2021–", "Жастар үйі",
        "Ауылда мұғалім <mark>Қанат Оспанов</mark> сөйледі.", "Мектеп",
    ):  # fmt: skip
        assert words in html
    assert Person.objects.filter(merged_into=None).count() == 2


@pytest.mark.parametrize(("keep", "left"), [("", 2), ("x", 2), ("\0", 2), ("0", 2), (None, 1)])
def test_nothing_is_merged_before_one_is_chosen_to_stay(preview, keep, left):
    first, second = pair()
    chosen = first.pk if keep is None else keep
    preview(first, second, keep=chosen, reason="namesakes", confirm="1")
    assert Person.objects.filter(merged_into=None).count() == left


def pair(**other):
    return person("Қанат Оспанов"), person(**{"name": "Қанат Оспанов", **other})


def named_together():
    first, second = pair()
    source = article("Қанат Оспанов пен Қанат Оспанов келді.")
    for who in (first, second):
        who.appearances.create(article=source, mentions=1)
    return first, second


def with_posts(near):
    first, second = pair()
    place = region("Тұран облысы")
    position(person=first, region=place)
    position(person=second, region=place if near else region("Абат облысы"))
    return first, second


CASES = {
    "nothing": (pair, []),
    "names": (lambda: pair(name="Сәуле Ермекова"), ["The names differ"]),
    "misprint": (lambda: pair(name="Қанат Осапнов"), []),
    "together": (named_together, ["side by side"]),
    "hidden": (lambda: pair(visibility="hidden"), ["One of these is hidden"]),
    "listed": (lambda: (person(ref="person:a"), person(ref="person:b")), ["reference data"]),
    "births": (lambda: (person(birth=PartialDate(1960)), person(birth=PartialDate(1970))), ["dates of birth"]),
    "one birth": (lambda: (person(birth=PartialDate(1960)), person()), []),
    "far": (lambda: with_posts(near=False), ["different organizations and regions"]),
    "near": (lambda: with_posts(near=True), []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_speaks_against_it(preview, name):
    make, said = CASES[name]
    told = preview(*make()).context["warnings"]
    assert len(told) == len(said), told
    assert all(any(words in text for text in told) for words in said)
