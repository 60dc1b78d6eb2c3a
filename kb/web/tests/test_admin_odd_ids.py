"""An id that no row can have is an address that leads nowhere, and never a broken page."""

import pytest
from django.test import Client

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
