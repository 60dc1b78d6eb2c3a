"""Why a file was not taken in, in the language of whoever looks; what older versions wrote stays readable."""

import pickle

import pytest
from django.urls import reverse
from django.utils import translation

from kb.core.models import Run
from kb.core.tests.factories import superuser
from seeds.models import ImportItem, notes_words, place_words, told
from seeds.reading.bad import Words, apart

pytestmark = pytest.mark.django_db


def test_words_are_said_in_the_language_of_the_reader():
    words = Words("larger than %(limit)s MB; split it into documents", limit=5)
    assert words == "larger than 5 MB; split it into documents"
    kept = apart(pickle.loads(pickle.dumps(words)))
    assert kept == {"text": "larger than %(limit)s MB; split it into documents", "values": {"limit": 5}}
    with translation.override("en"):
        assert told(**kept) == words


def test_values_may_be_words_too():
    note = apart(Words("%(claim)s at character %(at)s", claim=Words("figure"), at=7))
    with translation.override("ru"):
        assert "figure" not in notes_words([note])
        assert "7" in notes_words([note])


@pytest.mark.parametrize("old", ["100 % of it is damaged", "not JSON: %(error)s", ""])
def test_whole_sentences_of_older_versions_stay(old):
    assert told(old, {}) == old


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("line 3, byte 20", "line 3, byte 20"),
        ("mentions[2]", "mentions[2]"),
        ("", ""),
        ("after line 4", "after line 4"),
    ],
)
def test_places_in_english_are_as_they_were_read(place, words):
    with translation.override("en"):
        assert place_words(place) == words


def test_lists_of_the_admin_say_it(client):
    client.force_login(superuser())
    run = Run.objects.create(kind=Run.Kind.IMPORT)
    kept = apart(Words("more than %(limit)s MB of text; split it", limit=8))
    ImportItem.objects.create(run=run, name="a.txt", outcome="failed", error=kept["text"], values=kept["values"])
    same = [apart(Words("the same bytes as %(name)s", name="б.txt"))]
    ImportItem.objects.create(run=run, name="b.txt", outcome="duplicate", notes=same)
    with translation.override("en"):
        for address in (reverse("admin:seeds_importitem_changelist"), reverse("admin:core_run_change", args=[run.pk])):
            page = client.get(address, headers={"accept-language": "en"}).content.decode()
            assert "more than 8 MB of text" in page, address
            assert "the same bytes as б.txt" in page, address
