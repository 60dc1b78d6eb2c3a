"""Articles, mentions and quotes at the editors' desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import appearances, highlights
from articles.models import Appearance, Evidence, Mention
from articles.tests.factories import article, evidence, mention
from kb.core.models import Run
from kb.core.tests.factories import superuser
from kb.regions.tests.factories import region
from people.tests.factories import person, position

pytestmark = pytest.mark.django_db
TEXT = "Астанада орталық ашылды. Орталық жетекшісі Айдар Сейітов сөз сөйледі."


@pytest.fixture
def editor(client):
    account = superuser(username="editor")
    client.force_login(account)
    return account


def test_a_mention_that_is_linked_counts_and_is_accepted(client, editor):
    found = mention(article(TEXT), "Айдар Сейітов", review="proposed")
    who = person()
    address = reverse("admin:articles_mention_change", args=[found.pk])
    form = {"kind": "person", "entity": who.pk, "review": "proposed", "reason": ""}
    assert client.post(address, form).status_code == 302
    found.refresh_from_db()
    assert (found.entity_id, found.review, found.decided_by) == (who.pk, "accepted", editor)
    assert "entity" in found.edited_fields
    assert Appearance.objects.values_list("entity", "mentions").get() == (who.pk, 1)


def test_rejected_mentions_no_longer_count(client, editor):
    who = person()
    found = mention(article(TEXT), "Айдар Сейітов", who)
    Appearance.objects.create(entity=who, article=found.article)
    form = {"action": "reject", "_selected_action": [found.pk], "reason": "a street"}
    client.post(reverse("admin:articles_mention_changelist"), form)
    assert not Appearance.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"quote": "Айдар Сейітов"}, None),
        ({"quote": "Айдар Сейітов", "start": "43"}, None),
        ({"quote": "Айдар Сейітов", "start": "5"}, "__all__"),
        ({"quote": "Айдар Сеитов"}, "quote"),
        ({"quote": "а"}, "start"),
        ({"quote": ""}, "quote"),
        ({"quote": "Айдар", "article": ""}, "article"),
        ({"quote": "Айдар", "position": ""}, "__all__"),
    ],
)
def test_quotes_stand_in_the_text(client, editor, fields, wrong):
    data = {"article": article(TEXT).pk, "position": position().pk, **fields}
    answer = client.post(reverse("admin:articles_evidence_add"), data)
    if wrong:
        assert wrong in answer.context["adminform"].form.errors
        assert not Evidence.objects.exists()
    else:
        row = Evidence.objects.get()
        assert TEXT[row.start : row.end] == row.quote == "Айдар Сейітов"


def test_a_claim_takes_a_quote_on_its_page(client, editor):
    post, source = position(), article(TEXT)
    address = reverse("admin:people_position_change", args=[post.pk])
    form = {"person": post.person_id, "title_kk": "төраға", "review": "accepted", "evidence-INITIAL_FORMS": 0}
    row = {"evidence-TOTAL_FORMS": 1, "evidence-0-article": source.pk, "evidence-0-quote": "Айдар Сейітов"}
    assert client.post(address, form | row).status_code == 302
    assert post.evidence.get().start == TEXT.index("Айдар")


def test_text_is_marked(client, editor):
    source = article(TEXT)
    found = mention(source, "Айдар Сейітов", person())
    quote = evidence(source, "Орталық жетекшісі Айдар", position=position())
    html = client.get(reverse("admin:articles_article_change", args=[source.pk])).content.decode()
    assert f'id="m{found.pk}"' in html
    assert f'id="q{quote.pk}"' in html
    assert 'class="mention person"' in html


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], [(0, 6, [])]),
        ([(1, 3, "a")], [(0, 1, []), (1, 3, ["a"]), (3, 6, [])]),
        ([(0, 6, "a"), (2, 4, "b")], [(0, 2, ["a"]), (2, 4, ["a", "b"]), (4, 6, ["a"])]),
        ([(0, 3, "a"), (2, 6, "b")], [(0, 2, ["a"]), (2, 3, ["a", "b"]), (3, 6, ["b"])]),
        ([(2, 9, "beyond")], [(0, 6, [])]),
    ],
)
def test_pieces(spans, cut):
    assert highlights.pieces(6, spans) == cut


def test_lists_do_not_read_texts(client, editor):
    mention(article(TEXT), "Айдар Сейітов")
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("admin:articles_article_changelist"))
    assert not any('"articles_article"."text"' in query["sql"] for query in caught)


def test_mentions_stand_in_their_words(client, editor):
    mention(article(TEXT), "Айдар Сейітов", why={"form": "Айдар Сейітов", "rivals": ["A", "B"]})
    html = client.get(reverse("admin:articles_mention_changelist")).content.decode()
    assert "жетекшісі <mark>Айдар Сейітов</mark> сөз" in html


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ({"linked": "tie", "rivals": ["A", "B"]}, ["could also be</dt><dd>A, B", "several fit equally"]),
        ({"unheard": {"of": [1, True]}}, ["unheard</dt><dd>of: 1, yes"]),
        ({}, ["Why:"]),
    ],
)
def test_why_is_told_in_words(client, editor, why, words):
    found = mention(article(TEXT), "Айдар Сейітов", why=why)
    client.cookies["django_language"] = "en"
    html = client.get(reverse("admin:articles_mention_change", args=[found.pk])).content.decode()
    assert all(text in html for text in words)


@pytest.mark.parametrize("query", ["айдар", "СЕЙІТОВ", "сейітов айдар"])
def test_search_in_unfolded_text(client, editor, query):
    found = mention(article(TEXT), "Айдар Сейітов")
    mention(article("Басқа Ербол."), "Ербол")
    answer = client.get(reverse("admin:articles_mention_changelist"), {"q": query})
    assert list(answer.context["cl"].queryset) == [found]


def test_many_mentions_are_linked_at_once(client, editor):
    found = [mention(article(f"{TEXT} {number}"), "Айдар Сейітов", review="proposed") for number in range(3)]
    who = person()
    address = reverse("admin:articles_mention_changelist")
    form = {"action": "link", "_selected_action": [row.pk for row in found]}
    assert b'name="entity"' in client.post(address, form).content
    wrong = client.post(address, form | {"entity": region().pk})
    assert wrong.context["form"].errors["entity"]
    assert client.post(address, form | {"entity": who.pk}).status_code == 302
    assert set(Mention.objects.values_list("entity", "review", "decided_by")) == {(who.pk, "accepted", editor.pk)}
    assert Appearance.objects.filter(entity=who).count() == 3
    assert Run.objects.get().options["before"] == {str(row.pk): None for row in found}


def test_a_mention_names_a_thing_of_its_kind(client, editor):
    found = mention(article(TEXT), "Айдар Сейітов")
    form = {"kind": "person", "entity": region().pk, "review": "accepted", "reason": ""}
    answer = client.post(reverse("admin:articles_mention_change", args=[found.pk]), form)
    assert "entity" in answer.context["adminform"].form.errors


def test_a_mention_is_added_and_counted(client, editor):
    who = person()
    form = {"article": article(TEXT).pk, "text": "Айдар Сейітов", "kind": "person", "entity": who.pk}
    assert client.post(reverse("admin:articles_mention_add"), form).status_code == 302
    row = Mention.objects.get()
    assert (row.start, row.review, row.decided_by) == (TEXT.index("Айдар"), "accepted", editor)
    assert Appearance.objects.get().entity_id == who.pk


def test_deleted_mentions_no_longer_count(client, editor):
    who, source = person(), article(TEXT)
    found = [mention(source, words, who) for words in ("Айдар", "Сейітов")]
    appearances.rebuild([source])
    client.post(reverse("admin:articles_mention_delete", args=[found[0].pk]), {"post": "yes", "reason": "x"})
    assert Appearance.objects.get().mentions == 1
    form = {"action": "delete_selected", "_selected_action": [found[1].pk], "post": "yes", "reason": "x"}
    client.post(reverse("admin:articles_mention_changelist"), form)
    assert not Appearance.objects.exists()
