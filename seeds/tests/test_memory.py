"""What a person decided stays decided: it comes back with new evidence alone, and with the old decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import reviewing, waiting
from articles.models import Article, Evidence, Mention
from articles.reviewing import Decision
from kb.core.correcting import Meaning, succeed
from kb.core.models import Run
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import user
from programs.models import Figure
from seeds import undo

pytestmark = pytest.mark.django_db
RETURNED = waiting.Wanted(state="returned")


def news(words, title="Хабар"):
    return f"{title}\n2023-03-06\nТасөзен облысы. {words}\n"


WORDS = " ".join(f"{number}{letter}" for letter in "абвгд" for number in "бірекіүштөрт")
FIRST = news("120 отбасы көмек алды. әкімі Марат Серіков.")


def decide(kind, choice, reason=""):
    source = Article.objects.get(source_name__contains="a.txt")
    finding = next(found for found in reviewing.findings(source) if found.key.startswith(kind))
    return reviewing.decide(source, [Decision(finding.key, choice, reason)], user(username=f"{kind}-{choice}"))


def open_kinds(source):
    return [finding.kind for finding in reviewing.findings(source) if finding.returned]


@pytest.mark.parametrize(
    "again", [FIRST, f"Жаңа жол.\n{FIRST}", FIRST.replace("120", "Барлығы 120"), FIRST.replace("\n", "\r\n")]
)
def test_the_same_evidence_brings_nothing_back(run_import, folder, again):
    run_import(folder(a=FIRST))
    decide("figure", "reject", "not ours")
    run_import(folder(a=again), reader_version="stub-2")
    row = Figure.objects.get()
    assert (row.review, row.reason, row.evidence.count()) == ("rejected", "not ours", 1)
    assert not waiting.articles(RETURNED)
    assert open_kinds(Article.objects.get()) == []


def test_new_evidence_brings_it_back_with_the_old_decision(run_import, folder):
    run_import(folder(a=FIRST))
    decide("figure", "reject", "not ours")
    run_import(folder(b=news("Биыл 120 отбасы көмек алды.", "Басқа")))
    row = Figure.objects.get()
    later = Article.objects.get(source_name__contains="b.txt")
    assert (row.review, row.evidence.count()) == ("rejected", 2)
    assert list(waiting.articles(RETURNED)) == [later]
    assert open_kinds(later) == ["figure"]
    assert open_kinds(Article.objects.get(source_name__contains="a.txt")) == []
    reviewing.decide(later, [Decision(f"figure:{row.pk}", "reject", "still not ours")], user())
    assert not waiting.articles(RETURNED)


@pytest.mark.parametrize(
    ("rest", "comes_back"), [(f"{WORDS} Тілші хабарлайды.", False), (" ".join(reversed(WORDS.split())), True)]
)
def test_a_reprint_is_no_new_evidence(run_import, folder, rest, comes_back):
    told = "120 отбасы көмек алды.\n"
    run_import(folder(a=news(told + WORDS)))
    decide("figure", "reject", "not ours")
    run_import(folder(b=news(told + rest)))
    assert Figure.objects.get().evidence.count() == 2
    assert waiting.articles(RETURNED).exists() is comes_back


@pytest.mark.parametrize("meaning", [Meaning.WRONG, Meaning.OUTDATED])
def test_a_corrected_value_stands_and_the_old_one_stays_where_it_belongs(run_import, folder, meaning):
    run_import(folder(a=FIRST))
    row = Figure.objects.get()
    row.value = 130
    succeed(row, meaning, user(), "the ministry said so", PartialDate(2023, 6))
    told = sorted(Figure.objects.values_list("value", "review", "start", "end"))
    run_import(folder(a=f"Жаңа жол.\n{FIRST}", b=news("Биыл 120 отбасы көмек алды.", "Басқа")), reader_version="stub-2")
    assert [row for row in sorted(Figure.objects.values_list("value", "review", "start", "end")) if row in told] == told
    assert not Figure.objects.filter(value=120, review="proposed", end=None).exclude(
        evidence__article__source_name__contains="b.txt"
    )
    for quote in Evidence.objects.select_related("article"):
        assert quote.article.text[quote.start : quote.end] == quote.quote


def test_a_rejected_link_stays_rejected_and_is_told_elsewhere(run_import, folder):
    run_import(folder(a=FIRST))
    row = Mention.objects.get(text="Марат Серіков")
    source = Article.objects.get()
    reviewing.decide(source, [Decision(f"mention:{row.pk}", "reject", "a namesake")], user())
    run_import(folder(a=f"Жаңа жол.\n{FIRST}"), reader_version="stub-2")
    row.refresh_from_db()
    assert (row.review, row.reason) == ("rejected", "a namesake")
    assert Mention.objects.filter(text="Марат Серіков").count() == 1
    other = news("әкімі Марат Серіков.", "Басқа")
    run_import(folder(b=other))
    later = Article.objects.get(source_name__contains="b.txt")
    found = [f for f in reviewing.findings(later) if f.kind == "mention" and f.row.entity_id == row.entity_id]
    assert [finding.earlier for finding in found] == [row] * Mention.objects.filter(
        article=later, entity=row.entity_id
    ).count()


def test_an_unsure_finding_is_not_overwritten(run_import, folder):
    run_import(folder(a=FIRST))
    decide("figure", "unsure")
    run_import(folder(a="Хабар\n2023-03-06\nТасөзен облысы. 120 отбасы көмек алды.\n"), reader_version="stub-2")
    row = Figure.objects.get()
    assert (row.review, row.decided_by is not None, row.evidence.count()) == ("proposed", True, 1)


def test_undoing_an_import_leaves_what_was_decided(run_import, folder):
    run_import(folder(a=FIRST))
    decide("figure", "accept")
    undo.undo(Run.objects.get(kind="import"))
    assert Figure.objects.get().review == "accepted"
    assert Run.objects.filter(started_at__gt=timezone.now() - timedelta(hours=1)).count() >= 3
