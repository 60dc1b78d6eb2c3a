"""A private person becomes public by two people."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from kb.core import review
from kb.core.models import Entity, Run
from kb.core.tests.factories import run, superuser, user
from people import publishing
from people.models import Person, PublishRequest
from people.tests.factories import organization, person

pytestmark = pytest.mark.django_db
LIST = "admin:people_publishrequest_changelist"


@pytest.fixture
def waiting():
    return publishing.ask([person(visibility="hidden")], user("reviewer"), "deputy of the city")[0]


def test_another_one_approves(waiting):
    other = user("reviewer")
    run = publishing.approve(waiting, other)
    who = Person.objects.get()
    assert (who.visibility, who.public_reason) == ("public", "deputy of the city")
    assert {"visibility", "public_reason"} <= set(who.edited_fields)
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by) == ("approved", other)
    assert Run.objects.get() == run
    with pytest.raises(ValidationError):
        publishing.refuse(waiting, other, "not yet")


def test_who_asked_can_not_approve(waiting):
    with pytest.raises(ValidationError):
        publishing.approve(waiting, waiting.asked_by)
    assert Person.objects.get().visibility == "hidden"


def test_the_database_keeps_it(waiting):
    for decided_by in (waiting.asked_by, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishRequest.objects.update(decision="approved", decided_by=decided_by)


def test_a_request_is_taken_back_and_made_anew(waiting):
    publishing.refuse(waiting, waiting.asked_by, "asked too early")
    assert Person.objects.get().visibility == "hidden"
    assert len(publishing.ask([waiting.person], user(), "deputy again")) == 1
    assert publishing.ask([waiting.person], user(), "and again") == []


@pytest.mark.parametrize(
    ("group", "seen"), [("viewer", True), ("editor", True), ("reviewer", True), ("admin", True), ("", False)]
)
def test_the_list_is_looked_at(client, waiting, group, seen):
    client.force_login(user(group))
    assert (client.get(reverse(LIST)).status_code == 200) is seen


@pytest.mark.parametrize(
    ("group", "public"), [("viewer", False), ("editor", False), ("reviewer", True), ("admin", True)]
)
def test_a_forged_approval_does_nothing(client, waiting, group, public):
    client.force_login(user(group))
    client.post(reverse(LIST), {"action": "approve", "_selected_action": [waiting.pk]})
    assert (Person.objects.get().visibility == "public") is public


def test_approving_ones_own_by_the_action_says_no(client, waiting):
    client.force_login(waiting.asked_by)
    answer = client.post(reverse(LIST), {"action": "approve", "_selected_action": [waiting.pk]}, follow=True)
    assert Person.objects.get().visibility == "hidden"
    assert waiting.person.name in str(next(iter(answer.context["messages"])))


def test_a_new_person_is_private(client):
    client.force_login(superuser())
    page = client.get(reverse("admin:people_person_add"))
    assert page.context["adminform"].form["visibility"].value() == "hidden"
    data = {bound.name: bound.value() or "" for bound in page.context["adminform"].form}
    for inline in page.context["inline_admin_formsets"]:
        data |= {bound.html_name: bound.value() for bound in inline.formset.management_form}
    public = {**data, "name_kk": "Жаңа", "visibility": "public", "public_reason": "deputy"}
    assert client.post(reverse("admin:people_person_add"), public).status_code == 302
    assert Person.objects.get().visibility == "hidden"
    assert PublishRequest.objects.get().reason == "deputy"


def test_an_old_public_version_does_not_come_back_alone(client):
    client.force_login(superuser())
    who = person()
    public = who.history.first()
    who.visibility = "hidden"
    who.save()
    address = reverse("admin:people_person_simple_history", args=[who.pk, public.history_id])
    page = client.get(address)
    fields = {bound.name: bound.value() or "" for bound in page.context["adminform"].form}
    client.post(address, {**fields, "public_reason": "deputy"})
    who.refresh_from_db()
    assert who.visibility == "hidden"
    assert PublishRequest.objects.get().person == who


def write_row(who):
    who.visibility = "public"
    who.save()


def write_queryset(who):
    Person.objects.filter(pk=who.pk).update(visibility="public")


def write_entity(who):
    Entity.objects.filter(pk=who.pk).update(visibility="public")


def write_by_hand(who):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_entity SET visibility = 'public' WHERE id = %s", [who.pk])


def write_in_bulk(who):
    review.set_visibility([who], "public", None, "a deputy")


WAYS = [write_row, write_queryset, write_entity, write_by_hand, write_in_bulk]


@pytest.mark.parametrize("write", WAYS)
def test_no_way_leads_around_the_second_person(write):
    who = person(visibility="hidden")
    with pytest.raises(IntegrityError), transaction.atomic():
        write(who)
    who.refresh_from_db()
    assert who.visibility == "hidden"


@pytest.mark.parametrize("write", WAYS)
def test_an_approval_holds_until_the_person_is_private_again(waiting, write):
    publishing.approve(waiting, user("reviewer"))
    Entity.objects.update(visibility="hidden")
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.stands) == ("approved", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(Person.objects.get())
    again = publishing.ask([waiting.person], waiting.asked_by, "deputy once more")[0]
    publishing.approve(again, user("reviewer"))
    assert Person.objects.get().visibility == "public"


def test_what_an_import_read_is_put_down():
    who, act = person(visibility="hidden"), run()
    publishing.ground(who.pk, act, "mayor — the newspaper")
    write_row(who)
    assert PublishRequest.objects.get().run == act


def test_others_need_nobody():
    row = organization(visibility="hidden")
    Entity.objects.filter(pk=row.pk).update(visibility="public")
    assert Entity.objects.public().get().pk == row.pk


@pytest.mark.parametrize(
    "columns",
    [
        {"stands": True},
        {"asked_by": None},
        {"reason": ""},
        {"decision": "approved", "asked_by": None},
    ],
)
def test_a_ground_is_what_it_says(waiting, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishRequest.objects.update(**columns)
