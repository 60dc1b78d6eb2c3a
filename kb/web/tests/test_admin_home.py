"""The first page of the admin: what waits by rule and age, pledges due, last runs with their files, failures."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import article, mention
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import run, user
from people.tests.factories import person
from programs.tests.factories import pledge
from seeds.models import ImportItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(client):
    client.force_login(user("reviewer"))

    def look():
        return client.get(reverse("admin:index")).context["waiting"]

    return look


def day(days):
    on = timezone.localdate() + timedelta(days=days)
    return PartialDate(on.year, on.month, on.day)


def test_what_waits_by_rule(waiting, client):
    act = run()
    for number in range(3):
        who = person(f"Айдар {number}")
        mention(article(f"Айдар {number} келді."), f"Айдар {number}", who, review="proposed", rule="full-name", run=act)
    row = waiting()["blocks"][-1][1][0]
    assert (row.note, row.total) == ("Тұлға", 3)
    assert client.get(row.address).status_code == 200


def test_what_is_due_and_what_is_late(waiting):
    for days in (-400, -2, -1, 3, 80, 100):
        pledge(f"Уәде {days}", deadline=day(days), person=person(f"Әкім {days}"))
    pledge("Уәде 5", deadline=day(5), review="rejected")
    pledge("Уәде 6", deadline=day(6), status="kept")
    assert [(row.text, late) for row, late, _address in waiting()["due"]] == [
        ("Уәде -1", True), ("Уәде -2", True), ("Уәде 3", False), ("Уәде 80", False),
    ]  # fmt: skip


def test_runs_say_which_files_and_how_many(waiting, client):
    act = run(options={"paths": ["news/2024", "b.txt", "c.txt"]}, counts={"created": 2, "failed": 1}, status="finished")
    ImportItem.objects.create(run=act, name="b.txt", outcome="failed", code="nul")
    run(kind="undo", undoes=act, status="finished")
    client.cookies["django_language"] = "en"
    undone, imported = waiting()["runs"]
    assert imported[:4] == (act, "2024, b.txt +1", "Created: 2, Failed: 1", 1)
    assert undone[1] == str(act)


def test_nothing_of_it_for_who_may_not_look(client):
    account = user()
    account.user_permissions.add(Permission.objects.get(codename="view_region", content_type__app_label="regions"))
    client.force_login(account)
    pledge("Құпия уәде", deadline=day(3))
    page = client.get(reverse("admin:index"))
    assert not any(page.context["waiting"].values())
    assert "Құпия" not in page.content.decode()


def test_apps_stand_in_the_order_of_the_work(client):
    client.force_login(user("admin"))
    labels = [app["app_label"] for app in client.get(reverse("admin:index")).context["app_list"]]
    assert labels == ["seeds", "articles", "people", "programs", "regions", "core", "auth"]
