"""What a deletion would take along is counted; of what stands in its way the first rows are named."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Appearance
from articles.tests.factories import article
from kb.core.deleting import NAMED
from kb.core.models import Entity
from kb.core.tests.factories import superuser, user
from people.models import Person, Position
from people.tests.factories import organization, person, position

pytestmark = pytest.mark.django_db


def ask(client, thing):
    with CaptureQueriesContext(connection) as caught:
        page = client.get(reverse(f"admin:people_{thing._meta.model_name}_delete", args=[thing.pk]))
    return page, len(caught)


def named_in(count, thing, before=0):
    for number in range(before, count):
        Appearance.objects.create(article=article(f"{number}: {thing}"), entity=thing)


def test_what_goes_along_is_counted_not_read(client):
    client.force_login(superuser())
    named = person("Айдар Сейітов", name_ru="Айдар Сеитов")
    position(person=named)
    named_in(2, named)
    ask(client, named)  # what is read once a process
    few, asked = ask(client, named)
    named_in(9, named, before=2)
    more, asked_more = ask(client, named)
    assert asked == asked_more
    for page, total in ((few, 2), (more, 9)):
        names = {Person: 1, Entity: 1, Position: 1, Appearance: total}
        assert dict(page.context["model_count"]) == {model._meta.verbose_name_plural: n for model, n in names.items()}


def test_the_first_rows_that_stand_in_the_way_are_named(client):
    client.force_login(superuser())
    fund = organization("Садақ қоры")
    Position.objects.bulk_create(
        [Position(person=person(f"Адам {number}"), organization=fund, title_kk="мүше") for number in range(NAMED + 5)]
    )
    page, _asked = ask(client, fund)
    assert len(page.context["protected"]) == NAMED
    assert type(fund).objects.filter(pk=fund.pk).exists()


def test_who_may_not_delete_what_goes_along_is_told(client):
    named = person("Айдар Сейітов")
    position(person=named)
    account = user("viewer")
    account.user_permissions.add(*Permission.objects.filter(codename__in=["delete_person", "view_person"]))
    client.force_login(account)
    page, _asked = ask(client, named)
    assert page.context["perms_lacking"] == {Position._meta.verbose_name}
