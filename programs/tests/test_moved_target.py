"""A target that changed is shown as changed, as far as readers may see the figures."""

from decimal import Decimal

import pytest

from articles.tests.factories import article, evidence
from kb.core.partial_dates import PartialDate
from programs.tests.factories import figure, indicator, pledge, pledge_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised():
    """A promise whose target was 6, then 9."""
    counted = indicator()
    six, nine = (figure(value=Decimal(value), indicator=counted) for value in (6, 9))
    row = pledge(target=six, start=PartialDate(2021))
    for number, found in (("алты", {"figure": six}), ("тоғыз", {"figure": nine}), ("жеті", {"pledge": row})):
        evidence(article(f"Биыл {number}."), number, **found)
    pledge_change(row, kind="target", new_status="", old_target=six, new_target=nine, on=PartialDate(2023))
    return row, six, nine


def page(client, row, query=""):
    return client.get(f"/en/pledges/{row.uid}/{query}")


def test_old_and_new_lead_to_their_figures(client, promised):
    row, six, nine = promised
    answer = page(client, row)
    html = answer.content.decode()
    assert answer.context["target"] == nine
    assert f"figures/{six.uid}" in html
    assert html.index(f"figures/{six.uid}") < html.rindex(f"figures/{nine.uid}")


def test_as_of_an_earlier_day_it_is_the_old_one(client, promised):
    row, six, _nine = promised
    assert page(client, row, "?on=2022-01-01").context["target"] == six


def test_a_figure_that_readers_may_not_see_is_not_told(client, promised):
    row, six, nine = promised
    nine.evidence.all().delete()
    answer = page(client, row)
    assert answer.context["target"] == six
    assert nine.uid not in answer.content.decode()


def test_a_change_without_a_quote_is_an_editors(client, promised):
    html = page(client, promised[0]).content.decode()
    assert "set down by an editor" in html
    assert "from reference data" not in html


def test_it_asks_no_more(client, promised, django_assert_max_num_queries):
    row, *_figures = promised
    page(client, row)
    with django_assert_max_num_queries(4):
        page(client, row)
