"""Decisions of one page: one run, one history, the way back; what is refused; what comes back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from articles import appearances, places, reviewing, reviewing_edits, waiting
from articles.models import Appearance, Evidence, Mention
from articles.reviewing import Decision
from articles.tests.factories import article, evidence, mention
from kb.core import review
from kb.core.models import Run
from kb.core.tests.factories import run, superuser, user
from people.tests.factories import organization, person, position
from people.tests.test_admin_edits import save
from programs.models import Figure
from programs.tests.factories import figure, indicator, pledge

pytestmark = pytest.mark.django_db
TEXT = "Айдар Сейітов қор төрағасы болды. Қор 120 отбасыға көмектесті. Алты балабақша салынады."


@pytest.fixture
def page():
    """A document with a finding of several kinds."""
    source, act = article(TEXT), run()
    who = person()
    found = {"run": act, "review": "proposed", "confidence": 0.8}
    rows = [
        mention(source, "Айдар Сейітов", who, rule="given-surname", **found),
        position(person=who, **found),
        figure(**found),
        pledge(**found),
    ]
    evidence(source, "Айдар Сейітов қор төрағасы", position=rows[1], run=act, rule="post-before")
    evidence(source, "120 отбасыға", figure=rows[2], run=act, rule="number-count")
    evidence(source, "Алты балабақша салынады", pledge=rows[3], run=act, rule="future")
    return source


def keys(source):
    return [finding.key for finding in reviewing.findings(source)]


def decide(source, account, *choices):
    return reviewing.decide(source, [Decision(*choice) for choice in choices], account)


def test_findings_stand_in_the_order_of_the_words(page):
    assert [key.split(":")[0] for key in keys(page)] == ["mention", "position", "figure", "pledge"]
    assert all(finding.is_open for finding in reviewing.findings(page))


def test_one_page_is_one_run(page):
    account = user("reviewer")
    answer = decide(page, account, *((key, "accept") for key in keys(page)))
    made = Run.objects.get(kind="bulk_edit")
    assert answer.run == made
    assert (made.user, made.counts) == (account, {"accept": 4})
    assert {finding.row.review for finding in reviewing.findings(page)} == {"accepted"}
    notes = set(LogEntry.objects.values_list("user", "change_message"))
    assert LogEntry.objects.count() == 4
    assert {(account.pk, True)} == {(who, made.uid in note) for who, note in notes}
    for finding in reviewing.findings(page)[1:]:
        version = finding.row.history.first()
        assert (version.history_user, version.history_change_reason) == (account, f"run {made.uid}")


def test_a_rejected_mention_is_no_appearance(page):
    appearances.rebuild([page])
    decide(page, user(), (keys(page)[0], "reject", "a namesake"))
    assert not Appearance.objects.exists()


@pytest.mark.parametrize("decision", [("reject", ""), ("reject", "  "), ("burn", "x"), ("", "x")])
def test_bad_decisions_are_refused(page, decision):
    key = keys(page)[0]
    answer = decide(page, user(), (key, *decision))
    assert list(answer.refused) == [key]
    assert not Run.objects.filter(kind="bulk_edit").exists()


def test_another_documents_finding_is_refused(page):
    other = figure(indicator=indicator("басқа"), review="proposed")
    assert decide(page, user(), (f"figure:{other.pk}", "accept")).refused
    other.refresh_from_db()
    assert other.review == "proposed"


def test_the_second_of_two_editors_is_told(page):
    first, second = user("reviewer"), user("reviewer")
    finding = reviewing.findings(page)[2]
    decide(page, first, (finding.key, "reject", "said twice", finding.version))
    answer = decide(page, second, (finding.key, "accept", "", finding.version))
    assert first.username in answer.refused[finding.key]
    finding.row.refresh_from_db()
    assert (finding.row.review, finding.row.decided_by) == ("rejected", first)


def test_a_page_sent_twice_is_decided_once(page):
    account, finding = user(), reviewing.findings(page)[0]
    sent = (finding.key, "accept", "", finding.version)
    decide(page, account, sent)
    answer = decide(page, account, sent)
    assert (answer.decided, answer.refused, answer.run) == ([finding.key], {}, None)


def test_unsure_waits_for_somebody_else(page):
    decide(page, user(), (keys(page)[2], "unsure"))
    finding = reviewing.findings(page)[2]
    assert finding.is_open
    assert finding.is_unsure
    assert waiting.quotes(waiting.Wanted(state="unsure")).count() == 1
    assert waiting.quotes().count() == 2


def test_undo_takes_the_page_back(page):
    appearances.rebuild([page])
    account = user()
    before = [(f.row.review, f.row.decided_by_id, f.row.reason) for f in reviewing.findings(page)]
    answer = decide(page, account, *((key, "reject", "wrong") for key in keys(page)))
    back, left = reviewing.undo(answer.run, account)
    assert [(f.row.review, f.row.decided_by_id, f.row.reason) for f in reviewing.findings(page)] == before
    assert (back.kind, back.undoes, back.counts, left) == ("undo", answer.run, {"restored": 4, "left": 0}, [])
    assert Appearance.objects.count() == 1
    assert Run.objects.get(pk=answer.run.pk).status == "undone"


def test_undo_leaves_what_somebody_decided_since(page):
    account, other = user(), user()
    key = keys(page)[2]
    answer = decide(page, account, (key, "accept"))
    decide(page, other, (key, "reject", "no"))
    _back, left = reviewing.undo(answer.run, account)
    assert len(left) == 1
    assert reviewing.findings(page)[2].row.review == "rejected"


def returned():
    return set(waiting.articles(waiting.Wanted(state="returned")))


@pytest.fixture
def rejected(page):
    """A figure that a reviewer rejected."""
    finding = reviewing.findings(page)[2]
    decide(page, user("reviewer"), (finding.key, "reject", "said twice"))
    finding.row.refresh_from_db()
    return finding.row


def test_a_rejected_claim_returns_with_a_new_quote_alone(page, rejected):
    assert not reviewing.findings(page)[2].is_open
    assert returned() == set()
    # Its run may have begun long before the decision: what counts is what the reviewer saw.
    later = article(TEXT + " Тағы.")
    evidence(later, "120 отбасыға", figure=rejected, run=page.evidence.first().run)
    again = reviewing.findings(later)[0]
    assert again.returned
    assert (again.row.decided_by, again.row.reason) == (rejected.decided_by, "said twice")
    assert returned() == {later}
    decide(later, rejected.decided_by, (again.key, "reject", "still"))
    assert not reviewing.findings(later)[0].is_open
    assert returned() == set()


def test_a_quote_that_a_person_adds_brings_it_back(rejected):
    evidence(article(TEXT + " Тағы."), "120 отбасыға", figure=rejected)
    assert len(returned()) == 1


def test_more_words_of_the_same_document_do_not(page, rejected):
    evidence(page, "Қор 120 отбасыға", figure=rejected, run=run())
    assert returned() == set()
    assert not reviewing.findings(page)[2].is_open


def test_taking_the_second_decision_back_brings_it_back(page, rejected):
    later = article(TEXT + " Тағы.")
    evidence(later, "120 отбасыға", figure=rejected)
    answer = decide(later, rejected.decided_by, (f"figure:{rejected.pk}", "reject", "still"))
    assert returned() == set()
    reviewing.undo(answer.run, rejected.decided_by)
    assert returned() == {later}


@pytest.mark.parametrize("decision", ["rejected", "deprecated"])
def test_the_other_doors_remember_the_quotes_too(client, page, decision):
    account = superuser()
    client.force_login(account)
    one, other = Figure.objects.get(), figure(indicator=indicator("басқа"), review="proposed")
    evidence(page, "көмектесті", figure=other)
    review.decide([one], decision, account, "no")
    save(client, other, review=decision, reason="no")
    assert set(Evidence.objects.filter(figure__isnull=False).values_list("weighed", flat=True)) == {True}
    assert set(Evidence.objects.filter(figure=None).values_list("weighed", flat=True)) == {False}


def test_nearly_the_same_in_the_same_words_says_so(page, rejected):
    other = figure(indicator=indicator("басқа"), review="proposed", run=run())
    evidence(page, "Қор 120 отбасыға", figure=other)
    shown = {finding.row: finding.earlier for finding in reviewing.findings(page)}
    assert shown.pop(other) == rejected
    assert not any(shown.values())


def test_a_link_that_was_rejected_elsewhere_says_so(page):
    account = user()
    decide(page, account, (keys(page)[0], "reject", "a namesake"))
    later = article(TEXT + " Тағы.")
    who = Mention.objects.get().entity
    mention(later, "Айдар Сейітов", who, review="proposed")
    mention(later, "Қор", organization(), review="proposed")
    earlier = [finding.earlier for finding in reviewing.findings(later)]
    assert [row and row.reason for row in earlier] == ["a namesake", None]


@pytest.mark.parametrize(
    ("words", "near", "found"),
    [
        ("Айдар  Сейітов", None, "Айдар Сейітов"),
        ("салынады", 3, "салынады"),
        ("қор", 200, "қор"),
    ],
)
def test_words_are_found_in_the_text(words, near, found):
    start, end = places.locate(TEXT, words, near)
    assert TEXT[start:end] == found


def test_words_of_two_lines_are_found_whatever_the_line_ends():
    assert places.locate("Жарқын\r\nжол ашылды", "Жарқын жол", None) == (0, 11)


@pytest.mark.parametrize("words", ["Марат", "", "о"])
def test_words_that_are_not_there_or_are_many_are_refused(words):
    with pytest.raises(ValidationError):
        places.locate(TEXT, words, None)


def test_words_become_a_mention_of_a_new_thing_and_go_again(page):
    account = user()
    place = places.locate(TEXT, "балабақша", None)
    made = reviewing_edits.add_mention(page, place, "program", None, "Балабақша", account)
    row = Mention.objects.get(text="балабақша")
    assert (row.entity.name_kk, row.review, row.decided_by) == ("Балабақша", "accepted", account)
    assert Appearance.objects.filter(entity=row.entity).exists()
    reviewing.undo(made, account)
    assert not Mention.objects.filter(text="балабақша").exists()


def test_words_become_a_quote(page):
    finding = reviewing.findings(page)[2]
    reviewing_edits.add_quote(page, places.locate(TEXT, "көмектесті", None), finding, user())
    assert set(Evidence.objects.filter(figure=finding.row).values_list("quote", flat=True)) == {
        "120 отбасыға",
        "көмектесті",
    }
