"""What editors decided and corrected outlives every later import of the same document."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.models import Appearance, Article, Evidence, Mention
from kb.core.models import Relation
from people.models import Person, Position
from programs.models import Figure

pytestmark = pytest.mark.django_db

NEWS = (
    "Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. Тасөзен облысы. "
    "Жаңа Жол «Ашық есік» жобасын бастады. 120 отбасы көмек алды. Марат Серіков айтты.\n"
)
# The same with a sentence before and a number changed: everything stands elsewhere.
LATER = "Жаңартылды.\n" + NEWS.replace("120", "125")


@pytest.fixture
def editor():
    return get_user_model().objects.create(username="editor")


@pytest.fixture
def again(run_import, folder):
    """Import the document changed, or by a newer reader."""

    def run(how):
        if how == "changed text":
            return run_import(folder(a=LATER))
        return run_import(folder(a=NEWS), reader_version="stub-2")

    return run


both = pytest.mark.parametrize("how", ["changed text", "newer reader"])


def decide(row, review, user):
    row.decide(review, user, timezone.now(), "because")
    row.save()


@both
@pytest.mark.parametrize("review", ["accepted", "rejected", "deprecated"])
def test_a_decided_mention_stays_decided(run_import, folder, again, editor, how, review):
    run_import(folder(a=NEWS))
    mention = Mention.objects.filter(text="Марат Серіков").last()
    decide(mention, review, editor)
    again(how)
    mention.refresh_from_db()
    assert mention.review == review
    assert mention.article.text[mention.start : mention.end] == mention.text
    assert Mention.objects.filter(text="Марат Серіков").count() == 2
    if how == "changed text":
        seen = Appearance.objects.get(entity__as_person__isnull=False)
        assert seen.mentions == (1 if review == "rejected" else 2)


@both
def test_a_relinked_mention_keeps_its_entity(run_import, folder, again, how):
    run_import(folder(a=NEWS))
    other = Person.objects.create(name_kk="Басқа Серіков")
    mention = Mention.objects.filter(text="Марат Серіков").first()
    mention.entity = other
    mention.mark_edited(["entity"])
    mention.save()
    again(how)
    mention.refresh_from_db()
    assert mention.entity_id == other.pk


@both
def test_a_rejected_claim_is_not_proposed_again(run_import, folder, again, editor, how):
    run_import(folder(a=NEWS))
    position = Position.objects.get()
    decide(position, "rejected", editor)
    again(how)
    assert [(p.pk, p.review) for p in Position.objects.all()] == [(position.pk, "rejected")]
    quote = Evidence.objects.get(position=position)
    assert quote.article.text[quote.start : quote.end] == quote.quote


@both
def test_an_edited_claim_keeps_its_values(run_import, folder, again, how):
    run_import(folder(a=NEWS))
    position = Position.objects.get()
    position.title_kk = "облыс әкімі"
    position.mark_edited(["title_kk"])
    position.save()
    again(how)
    position = Position.objects.get()
    assert position.title_kk == "облыс әкімі"


def test_new_findings_come_as_proposals_and_untouched_ones_go(run_import, folder, again):
    run_import(folder(a=NEWS))
    again("changed text")
    assert [(int(f.value), f.review) for f in Figure.objects.all()] == [(125, "proposed")]


def test_an_accepted_claim_stays_when_its_words_are_gone(run_import, folder, editor):
    run_import(folder(a=NEWS))
    figure = Figure.objects.get()
    decide(figure, "accepted", editor)
    run_import(folder(a=LATER))
    assert {(int(f.value), f.review) for f in Figure.objects.all()} == {(120, "accepted"), (125, "proposed")}
    assert not Evidence.objects.filter(figure=figure).exists()


def test_a_quote_of_an_accepted_claim_moves_with_its_words(run_import, folder, editor):
    run_import(folder(a=NEWS))
    relation = Relation.objects.get(kind="runs", run__kind="import")
    decide(relation, "accepted", editor)
    run_import(folder(a="Жаңартылды.\n" + NEWS))
    quote = Evidence.objects.get(relation=relation)
    assert Article.objects.get().text[quote.start : quote.end] == quote.quote


def test_an_edited_title_and_a_hidden_person_stay(run_import, folder):
    run_import(folder(a=NEWS))
    article, person = Article.objects.get(), Person.objects.get()
    article.title = "Біздің тақырып"
    article.mark_edited(["title"])
    article.save()
    person.visibility = "hidden"
    person.mark_edited(["visibility"])
    person.save()
    run_import(folder(a=LATER))
    article.refresh_from_db()
    person.refresh_from_db()
    assert (article.title, person.visibility) == ("Біздің тақырып", "hidden")


def test_history_names_the_run_that_changed_a_row(run_import, folder):
    run_import(folder(a=NEWS))
    run = run_import(folder(a=LATER)).run
    last = Article.history.first()
    assert (last.history_type, last.history_change_reason) == ("~", f"import {run.uid}")
