"""Each page of the admin asks the database as often at 10,000 rows of every table as at 100."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from kb.core.tests.factories import superuser
from kb.web.tests import doors, many
from kb.web.tests.test_admin_pages import fill
from people.models import Person
from programs.models import PledgeChange
from seeds.models import ImportJob

pytestmark = pytest.mark.django_db
MOST = {"index": 45, "changelist": 12, "change": 16, "autocomplete": 8}


def pages(rows) -> list[tuple[str, str]]:
    """(kind, address) of every list, change page and choice box, and of the first page."""
    found = []
    for pattern, model in doors.patterns():
        name = pattern.name or ""
        kind = name.rsplit("_", 1)[-1]
        if kind in MOST and "password" not in name:
            found += [(kind, one) for one in doors.addresses_of(pattern, model, rows)]
    return found


def asked(client, address) -> int:
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code in (200, 302), address
    return len(caught)


def test_as_many_questions_for_10_000_rows_as_for_100(client):
    client.force_login(superuser())
    fill(1)
    rows = {model: model._base_manager.order_by("pk").first() for model in admin.site._registry}
    rows |= {"person": Person.objects.first(), "article": Article.objects.order_by("pk").first()}
    rows["job"] = ImportJob.objects.get()
    rows["run"] = rows["job"].run
    copier = many.Copier()
    copier.copy(1, 99)
    addresses = pages(rows)
    assert len(addresses) > 80
    for _kind, address in addresses:
        client.get(address)  # warm caches
    few = {address: asked(client, address) for _kind, address in addresses}
    copier.copy(100, 9_999)
    assert PledgeChange.objects.count() == 10_000
    more = {address: asked(client, address) for _kind, address in addresses}
    assert {address: (few[address], more[address]) for address in few if few[address] != more[address]} == {}
    over = {address: more[address] for kind, address in addresses if more[address] > MOST[kind]}
    assert not over
