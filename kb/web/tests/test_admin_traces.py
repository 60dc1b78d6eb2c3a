"""Whatever is done to many rows at once leaves who, when, why and which run: on the run, in the log, in histories."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.tests.factories import article, mention
from kb.core.models import Run
from kb.core.tests.factories import user
from people import publishing
from people.models import PublishRequest
from people.tests.factories import organization, person, position

pytestmark = pytest.mark.django_db
WHY = "told by the district office"


def posts():
    return [position(person=person(f"Кісі {number}"), review="proposed") for number in range(2)]


def mentions():
    source = article("Айдар мен Қанат келді.")
    return [mention(source, word, person(word), review="proposed") for word in ("Айдар", "Қанат")]


def bodies():
    return [organization(f"Қор {number}") for number in range(2)]


def hidden_bodies():
    return [organization(f"Қор {number}", visibility="hidden") for number in range(2)]


def articles():
    return [article(f"Хабар {number}.", visibility="hidden") for number in range(2)]


CASES = {
    "accept": (posts, "people_position", "bulk_edit"),
    "reject": (posts, "people_position", "bulk_edit"),
    "deprecate": (posts, "people_position", "bulk_edit"),
    "accept mentions": (mentions, "articles_mention", "bulk_edit"),
    "reject mentions": (mentions, "articles_mention", "bulk_edit"),
    "link mentions": (mentions, "articles_mention", "bulk_edit"),
    "hide": (bodies, "people_organization", "bulk_edit"),
    "publish": (hidden_bodies, "people_organization", "bulk_edit"),
    "merge": (bodies, "people_organization", "merge"),
    "delete_selected": (bodies, "people_organization", "bulk_edit"),
    "publish articles": (articles, "articles_article", "bulk_edit"),
}


@pytest.mark.parametrize("name", CASES)
def test_who_when_why_and_which_run(client, name):
    make, table, kind = CASES[name]
    rows, action = make(), name.split()[0]
    account = user("admin" if action == "delete_selected" else "reviewer")
    client.force_login(account)
    form = {
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "reason": WHY,
        "confirm": "1",
        "post": "yes",
    }
    if action == "merge":
        form["keep"] = rows[0].pk
    if action == "link":
        form["entity"] = person("Басқа").pk
    client.post(reverse(f"admin:{table}_changelist"), form)
    run = Run.objects.get()
    assert (run.kind, run.user, run.status) == (kind, account, "finished")
    assert run.started_at <= run.finished_at
    assert run.reason == WHY
    assert any(run.counts.values())
    assert set(LogEntry.objects.values_list("user", "object_id")) == {(account.pk, str(row.pk)) for row in rows}
    for row in rows:
        if hasattr(row, "history"):
            last = row.history.first()
            assert (last.history_user, run.uid in last.history_change_reason) == (account, True)


@pytest.mark.parametrize(("make", "table"), [(bodies, "people_organization"), (articles, "articles_article")])
@pytest.mark.parametrize("action", ["hide", "publish"])
def test_showing_and_hiding_ask_why(client, make, table, action):
    client.force_login(user("editor"))
    form = {"action": action, "_selected_action": [row.pk for row in make()]}
    page = client.post(reverse(f"admin:{table}_changelist"), form)
    assert b'name="reason"' in page.content
    assert not Run.objects.exists()


@pytest.mark.parametrize(("action", "visibility"), [("approve", "public"), ("refuse", "hidden")])
def test_a_request_leaves_both_people(client, action, visibility):
    who, asker, account = person(visibility="hidden"), user("reviewer"), user("reviewer")
    publishing.ask([who], asker, WHY)
    client.force_login(account)
    asked = PublishRequest.objects.get()
    form = {"action": action, "_selected_action": asked.pk, "reason": WHY}
    client.post(reverse("admin:people_publishrequest_changelist"), form)
    who.refresh_from_db()
    asked.refresh_from_db()
    assert (who.visibility, asked.asked_by, asked.decided_by) == (visibility, asker, account)
    assert asked.decided_at
    assert LogEntry.objects.get().user == account
    if action == "approve":
        assert (Run.objects.get().user, Run.objects.get().reason) == (account, WHY)
