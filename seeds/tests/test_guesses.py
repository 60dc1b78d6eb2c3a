"""A body that only a model sees waits for an editor; the machine neither makes nor links it."""

import io

import pytest
from django.core.management import call_command

from articles.models import Mention
from people.models import Organization
from people.tests.factories import organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    def imports(day="2023-03-06"):
        text = f"В Актау дали концерт\n\n{day}\n\nКонцерт прошёл при поддержке Нацгвардии и жителей Актау.\n"
        (tmp_path / "concert.txt").write_text(text, encoding="utf-8")
        call_command("import_seeds", str(tmp_path), stdout=io.StringIO())
        return Mention.objects.get(text="Нацгвардии")

    return imports


def test_it_is_proposed_and_unlinked(imported):
    known = organization("Нацгвардии")
    mention = imported()
    assert (mention.kind, mention.entity, mention.review) == ("organization", None, "proposed")
    assert mention.why["linked"] == "no head word"
    assert list(Organization.objects.filter(names_key__contains="нацгвард")) == [known]


def test_what_an_editor_links_stays_linked(imported):
    known = organization("Национальная гвардия")
    mention = imported()
    mention.entity, mention.review = known, "accepted"
    mention.save()
    assert imported("2023-03-07").entity_id == known.pk
