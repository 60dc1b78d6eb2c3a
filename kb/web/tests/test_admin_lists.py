"""Lists of claims: what an editor needs to decide on a row, and the buttons that decide."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.html import strip_tags

from articles.tests.factories import article, evidence
from kb.core.models import Run
from kb.core.tests.factories import user
from people.tests.factories import person
from programs.models import Figure
from programs.tests.factories import figure, indicator, pledge

pytestmark = pytest.mark.django_db
SAID = "Ауданда 84000 отбасы көмек алды, деді Қанат Оспанов."


@pytest.fixture
def claim():
    row = figure(
        value=Decimal(84000),
        indicator=indicator(unit="family"),
        qualifier=">=",
        speaker=person("Қанат Оспанов"),
        review="proposed",
        confidence=0.83,
    )
    source = article(f"Көмек туралы. {SAID}", title="Көмек туралы")
    evidence(source, SAID, figure=row)
    evidence(source, "84000 отбасы", figure=row)
    return row


def address(model="figure"):
    return reverse(f"admin:programs_{model}_changelist")


def enter(client, group, language="en"):
    account = user(group)
    client.force_login(account)
    client.cookies["django_language"] = language
    return account


def test_a_row_says_what_who_and_the_quote(client, claim):
    enter(client, "reviewer")
    html = client.get(address()).content.decode()
    told = " ".join(strip_tags(html.split("<tbody>")[1]).split())
    for words in ("≥ 84\u00a0000 families", "Қанат Оспанов", SAID, "Көмек туралы", "+1", "Proposed 83\u00a0%"):
        assert words.replace("\u00a0", " ") in told.replace("\u00a0", " "), words


def test_pledges_show_their_quotes(client):
    row = pledge("Екі мектеп саламыз", review="proposed")
    evidence(article("Әкім айтты: екі мектеп саламыз.", title="Уәде"), "екі мектеп саламыз", pledge=row)
    enter(client, "viewer")
    html = client.get(address("pledge")).content.decode()
    assert "<q>екі мектеп саламыз</q>" in html


def test_units_are_filtered_by_name(client, claim):
    figure(unit="school", indicator=indicator("мектеп", unit="school"))
    enter(client, "viewer")
    page = client.get(address(), {"unit": "school"})
    assert [row.unit for row in page.context["cl"].queryset] == ["school"]
    html = page.content.decode()
    assert '<a href="?unit=family">family</a>' in html or "?unit=family" in html
    client.cookies["django_language"] = "ru"
    assert ">семья<" in "".join(client.get(address()).content.decode().split())


def test_accepting_by_the_button_of_a_row(client, claim):
    account = enter(client, "reviewer")
    other = figure(review="proposed", indicator=claim.indicator, value=Decimal(5))
    answer = client.post(f"{address()}?review__exact=proposed", {"_decide": f"accept-{claim.pk}"})
    assert answer.url == f"{address()}?review__exact=proposed"
    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.review, claim.decided_by, other.review) == ("accepted", account, "proposed")
    run = Run.objects.get(kind="bulk_edit")
    assert (run.user, run.options["before"]) == (account, {str(claim.pk): "proposed"})
    assert claim.history.first().history_user == account
    assert LogEntry.objects.get().user == account


def test_rejecting_by_the_button_asks_why(client, claim):
    enter(client, "reviewer")
    page = client.post(address(), {"_decide": f"reject-{claim.pk}"})
    assert b'name="reason"' in page.content
    form = {"action": "reject", "_selected_action": [claim.pk], "reason": "another district"}
    client.post(address(), form)
    claim.refresh_from_db()
    assert (claim.review, claim.reason) == ("rejected", "another district")


@pytest.mark.parametrize("group", ["viewer", "editor"])
def test_who_may_not_review_has_no_buttons_and_no_way(client, claim, group):
    enter(client, group)
    assert b'name="_decide"' not in client.get(address()).content
    answer = client.post(address(), {"_decide": f"accept-{claim.pk}", "reason": "x"})
    assert answer.status_code == 403
    assert Figure.objects.get().review == "proposed"


@pytest.mark.parametrize("sent", ["accept-", "accept-x", "deprecate-1", "", "accept-²"])
def test_other_words_decide_nothing(client, claim, sent):
    enter(client, "reviewer")
    assert client.post(address(), {"_decide": sent}).status_code == 403
    assert Figure.objects.get().review == "proposed"


def test_indicators_are_sorted_by_how_many_figures_they_have(client):
    rare, common = indicator("ашылған мектеп саны"), indicator("салынған үй саны")
    for value in (3, 1, 2):
        figure(indicator=common, value=value)
    figure(indicator=rare, value=5)
    enter(client, "viewer")
    page = client.get(address("indicator"))
    column = page.context["cl"].list_display.index("total")
    for order, expected in ((f"-{column}", [common, rare]), (str(column), [rare, common])):
        page = client.get(address("indicator"), {"o": order})
        assert list(page.context["cl"].result_list) == expected
