"""An indicator's page has the newest values; the earlier ones follow on pages of their own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.tests.factories import article, evidence
from kb.core.partial_dates import PartialDate
from programs import views
from programs.tests.factories import figure, indicator

pytestmark = pytest.mark.django_db


def test_every_value_is_on_one_page_of_the_walk(client):
    counted, text = indicator("жұмыс орны", unit="job"), article("жұмыс орны ашылды")
    count = views.VALUES_OF_INDICATOR + 3
    for number in range(count):
        # Of three days, and of none.
        day = PartialDate(2021, number % 3) if number % 5 else None
        evidence(text, "жұмыс орны", figure=figure(indicator=counted, value=1000 + number, as_of=day))
    found, address, pages = [], counted.get_absolute_url(), 0
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        assert len(asked) <= 4
        table = page[page.index("<tbody>") : page.index("</tbody>")]
        found += re.findall(r'class="value" href="[^"]*/(\w+)/"', table)
        later = re.search(r'href="\?(past=[^"]+)"', page)
        address, pages = later and f"{counted.get_absolute_url()}?{later[1]}", pages + 1
    assert pages == 2
    assert len(found) == len(set(found)) == count
    assert client.get(f"{counted.get_absolute_url()}?past=x").status_code == 404
