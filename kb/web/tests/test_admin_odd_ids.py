"""An id that no row can have is an address that leads nowhere, and never a broken page."""

import pytest
from django.test import Client
from django.urls import reverse

from kb.core.tests.factories import superuser
from kb.web.tests import doors


@pytest.mark.parametrize("odd", ["9" * 20, "9" * 400, "0", "1_2F2", "²", "%00"])
def test_odd_ids(db, odd):
    client = Client(raise_request_exception=False)
    client.force_login(superuser())
    addresses = doors.with_other_ids(odd)
    assert len(addresses) > 100
    broken = [
        (send.__name__, address)
        for address in addresses
        for send in (client.get, client.post)
        if send(address).status_code >= 500
    ]
    assert not broken


@pytest.mark.parametrize("odd", ["9" * 20, "word", "1.5", "\0"])
@pytest.mark.parametrize("page", ["people_person", "articles_mention", "people_publishrequest"])
def test_odd_choices_of_an_action(db, client, page, odd):
    client.force_login(superuser())
    form = {"action": "delete_selected", "_selected_action": [odd], "post": "yes"}
    assert client.post(reverse(f"admin:{page}_changelist"), form).status_code == 404
