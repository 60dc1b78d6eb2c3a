"""What an editor decides against something is kept in words, and shown to whoever looks later."""

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.urls import reverse

from kb.core.models import Run
from kb.core.tests.factories import superuser, user
from kb.web.tests.test_review_desk import document
from people import publishing
from people.models import Person, PublishRequest
from people.tests.factories import organization, person
from seeds import suppression

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(superuser())


def shown(client, run) -> str:
    return client.get(reverse("admin:core_run_change", args=[run.pk])).content.decode()


@pytest.mark.parametrize("at_once", [True, False])
def test_nothing_is_deleted_without_a_word(client, at_once):
    fund = organization("Садақ қоры")
    name = "changelist" if at_once else "delete"
    address = reverse(f"admin:people_organization_{name}", args=[] if at_once else [fund.pk])
    form = {"action": "delete_selected", "_selected_action": fund.pk, "post": "yes"}
    page = client.post(address, {**form, "reason": " "}, follow=True)
    assert fund.__class__.objects.filter(pk=fund.pk).exists()
    assert 'name="reason"' in page.content.decode()
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    client.post(address, {**form, "reason": "made by mistake"})
    assert not fund.__class__.objects.filter(pk=fund.pk).exists()
    run = Run.objects.get()
    assert (run.reason, run.counts, run.user.is_superuser) == ("made by mistake", {"deleted": 1}, True)
    assert "made by mistake" in shown(client, run)
    assert "Садақ қоры" in shown(client, run)
    assert "made by mistake" in LogEntry.objects.get(action_flag=DELETION).change_message


def test_a_mention_is_linked_to_something_else_for_a_reason(client):
    mention = document().mentions.get()
    first, other = person("Садовый Дом"), person("Дом Садовый")
    type(mention).objects.filter(pk=mention.pk).update(kind="person", entity=None)
    for thing, reason, linked in [(first, "", first), (other, "", first), (other, "another man", other)]:
        form = {"action": "link", "_selected_action": mention.pk, "entity": thing.pk, "reason": reason}
        page = client.post(reverse("admin:articles_mention_changelist"), form)
        mention.refresh_from_db()
        assert mention.entity_id == linked.pk, page.content.decode()[:100]
    assert mention.reason == "another man"
    assert Run.objects.latest("pk").reason == "another man"


def test_a_request_is_refused_for_a_reason(client):
    someone = person(visibility="hidden")
    (request,) = publishing.ask([someone], user(), "heads the fund")
    address = reverse("admin:people_publishrequest_changelist")
    form = {"action": "refuse", "_selected_action": request.pk}
    assert "reason" in client.post(address, form).content.decode()
    assert PublishRequest.objects.get().decision == "waiting"
    client.post(address, {**form, "reason": "not a public post"})
    assert PublishRequest.objects.get().refused_because == "not a public post"
    for page in (address, reverse("admin:people_person_change", args=[someone.pk])):
        assert "not a public post" in client.get(page).content.decode()


def test_the_reason_of_a_removal_stays_without_the_name():
    someone = person("Айдар Сейітов", name_ru="Айдар Сеитов")
    run = suppression.suppress(someone, reason="Сейітовтің өтініші: А. Сеитов просил, Айдара не называть")
    assert "өтініші" in run.reason
    assert not any(part in run.reason for part in ("Айдар", "Сейітов", "Сеитов"))


def test_a_removal_clears_what_others_said_of_the_person(client):
    someone = person("Айдар Сейітов")
    fund = organization("Айдар Сейітов қоры")
    address = reverse("admin:people_organization_delete", args=[fund.pk])
    client.post(address, {"post": "yes", "reason": "Айдар Сейітов asked for it"})
    suppression.suppress(someone)
    assert not Person.objects.exists()
    for run in Run.objects.all():
        assert "Сейітов" not in f"{run.reason} {run.options}"
    for entry in LogEntry.objects.all():
        assert "Сейітов" not in f"{entry.object_repr} {entry.change_message}"
