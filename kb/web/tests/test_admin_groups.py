"""What each group may do at the editors' desk."""

import pytest
from django.urls import reverse

from articles.tests.factories import article, mention
from kb.core.tests.factories import user
from people.models import Person, Position
from people.tests.factories import person, position

pytestmark = pytest.mark.django_db
GROUPS = ("viewer", "editor", "reviewer", "admin")


def actions(client, model):
    opts = model._meta
    answer = client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
    form = answer.context["action_form"]
    return {name for name, _label in form.fields["action"].choices if name} if form else set()


@pytest.mark.parametrize(
    ("group", "on_people", "on_positions"),
    [
        ("viewer", set(), set()),
        ("editor", {"hide"}, set()),
        ("reviewer", {"hide", "publish", "merge"}, {"accept", "reject", "deprecate"}),
        (
            "admin",
            {"hide", "publish", "merge", "suppress", "delete_selected"},
            {"accept", "reject", "deprecate", "delete_selected"},
        ),
    ],
)
def test_actions(client, group, on_people, on_positions):
    client.force_login(user(group))
    position(person=person())
    assert actions(client, Person) == on_people
    assert actions(client, Position) == on_positions


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("people_person_changelist", GROUPS),
        ("people_person_add", GROUPS[1:]),
        ("programs_pledge_add", GROUPS[1:]),
        ("articles_evidence_add", GROUPS[1:]),
        ("core_run_changelist", GROUPS),
        ("auth_user_changelist", GROUPS[3:]),
        ("auth_group_add", GROUPS[3:]),
    ],
)
def test_pages(client, page, allowed):
    for group in GROUPS:
        client.force_login(user(group))
        assert (client.get(reverse(f"admin:{page}")).status_code == 200) is (group in allowed), group


@pytest.mark.parametrize("group", ["viewer", "editor"])
@pytest.mark.parametrize("action", ["publish", "merge", "accept", "reject", "delete_selected"])
def test_a_forged_action_does_nothing(client, group, action):
    client.force_login(user(group))
    rows = [person(visibility="hidden"), person("Басқа", visibility="hidden")]
    post = position(person=rows[0], review="proposed")
    form = {"action": action, "reason": "x", "confirm": "1", "post": "yes"}
    client.post(reverse("admin:people_person_changelist"), {**form, "_selected_action": [row.pk for row in rows]})
    client.post(reverse("admin:people_position_changelist"), {**form, "_selected_action": [post.pk]})
    post.refresh_from_db()
    assert post.review == "proposed"
    assert set(Person.objects.values_list("visibility", "merged_into")) == {("hidden", None)}


def test_an_editor_can_not_publish_or_decide_by_the_form(client):
    client.force_login(user("editor"))
    who = person(visibility="hidden")
    post = position(person=who, review="proposed")
    answer = client.get(reverse("admin:people_person_change", args=[who.pk]))
    assert not {"visibility", "public_reason"} & set(answer.context["adminform"].form.fields)
    answer = client.get(reverse("admin:people_position_change", args=[post.pk]))
    assert not {"review", "reason"} & set(answer.context["adminform"].form.fields)


def test_what_waits_shows_what_may_be_seen(client):
    client.force_login(user())
    assert not any(client.get(reverse("admin:index")).context["waiting"].values())
    client.force_login(user("viewer"))
    assert len(client.get(reverse("admin:index")).context["waiting"]["blocks"]) == 4


@pytest.mark.parametrize(("group", "review"), [("editor", "proposed"), ("reviewer", "accepted")])
def test_what_is_written_is_accepted_by_whom_may_decide(client, group, review):
    account = user(group)
    client.force_login(account)
    who = person()
    form = {"person": who.pk, "title_kk": "төраға"}
    empty = {f"evidence-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    client.post(reverse("admin:people_position_add"), form | empty)
    post = Position.objects.get()
    assert (post.review, post.decided_by) == (review, account if review == "accepted" else None)

    found = mention(article(), "Айдар Сейітов", who, review="proposed")
    form = {"action": "link", "_selected_action": found.pk, "entity": person("Басқа").pk, "reason": "x"}
    client.post(reverse("admin:articles_mention_changelist"), form)
    found.refresh_from_db()
    assert (found.entity.name, found.review, found.edited_fields) == ("Басқа", review, ["entity"])
