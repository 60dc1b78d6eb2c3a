"""The stored number of articles is what counting gives, whatever was done and by whom."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import appearances, tallies
from articles.models import Appearance, Article, Tally
from articles.tests.factories import article, mention
from kb.core import merging, triggers
from kb.core.tests.factories import superuser
from people.models import Organization, Person
from people.tests.factories import organization, person

pytestmark = pytest.mark.django_db
TEXT = "Айдар Сейітов пен Қамқор қоры."


def wrong():
    return list(tallies.DOCUMENTS.problems(Counter()))


@pytest.fixture
def named():
    """Three articles that name a person, two of which name an organization."""
    who, fund = person("Айдар Сейітов", visibility="public"), organization("Қамқор қоры")
    rows = [article(f"{TEXT} {number}") for number in range(3)]
    for number, row in enumerate(rows):
        mention(row, "Айдар Сейітов", who)
        if number:
            mention(row, "Қамқор қоры", fund)
    appearances.rebuild(rows)
    return rows, who, fund


def numbers():
    return sorted(Tally.objects.filter(documents__gt=0).values_list("documents", flat=True))


def test_it_counts_public_articles(named):
    assert numbers() == [2, 3]
    assert wrong() == []
    assert Person.objects.public().with_documents().get().documents == 3
    assert Organization.objects.public().with_documents().get().documents == 2


def hide(rows, who, fund):
    Article.objects.filter(pk=rows[1].pk).update(visibility="hidden")


def hide_and_show(rows, who, fund):
    for visibility in ("hidden", "removed", "public", "public"):
        Article.objects.filter(pk=rows[1].pk).update(visibility=visibility)


def reject(rows, who, fund):
    rows[1].mentions.filter(entity=fund).update(review="rejected")
    appearances.rebuild(rows)


def merge(rows, who, fund):
    merging.merge(organization("Қамқор қоғамдық қоры"), [fund], superuser())


def by_hand(rows, who, fund):
    connection.cursor().execute("UPDATE articles_article SET visibility = 'hidden'")


ACTS = [
    (hide, [1, 2]),
    (hide_and_show, [2, 3]),
    (reject, [1, 3]),
    (merge, [2, 3]),
    (by_hand, []),
    (lambda rows, who, fund: rows[2].delete(), [1, 2]),
    (lambda rows, who, fund: fund.delete(), [3]),
    (lambda rows, who, fund: Appearance.objects.all().delete(), []),
    (lambda rows, who, fund: appearances.rebuild(rows), [2, 3]),
    (lambda rows, who, fund: tallies.DOCUMENTS.rebuild(), [2, 3]),
]


@pytest.mark.parametrize(("act", "left"), ACTS)
def test_it_follows_every_change(named, act, left):
    act(*named)
    assert wrong() == []
    assert numbers() == left


def test_many_new_articles_are_counted_by_one_statement(named):
    _rows, who, fund = named

    def add(*visibilities):
        made = [article(f"{TEXT} {visibility} {Article.objects.count()}", visibility=visibility)
                for visibility in visibilities]  # fmt: skip
        Appearance.objects.bulk_create(
            Appearance(entity_id=thing.pk, article=row, published_on=row.published_on, mentions=1)
            for row in made
            for thing in (who, fund)
        )
        return [row.pk for row in made]

    with triggers.silent(Article, Appearance):
        new = add("public", "hidden")
        assert numbers() == [2, 3]
        tallies.add(new)
    assert numbers() == [3, 4]
    add("public", "public", "hidden")
    assert numbers() == [5, 6]
    assert wrong() == []


def test_a_wrong_number_is_told_and_mended(named):
    Tally.objects.filter(documents=3).update(documents=7)
    Tally.objects.filter(documents=2).delete()
    assert len(wrong()) == 2
    with pytest.raises(CommandError, match="2 wrong"):
        call_command("rebuild_counters", check=True)
    call_command("rebuild_counters")
    call_command("rebuild_counters", check=True)
    assert numbers() == [2, 3]
