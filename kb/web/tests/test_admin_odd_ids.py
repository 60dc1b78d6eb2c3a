"""An id that no row can have is an address that leads nowhere, and never a broken page."""

import pytest
from django.test import Client
from django.urls import reverse

from kb.core.tests.factories import superuser
from kb.web.tests import doors
from kb.web.tests.test_review_desk import document

pytestmark = pytest.mark.django_db
ODD = ["9" * 18, "9" * 20, "9" * 5000, "-1", "word", "1.5", "²", "\0", ""]


@pytest.mark.parametrize("odd", ["9" * 20, "9" * 400, "0", "1_2F2", "²", "%00"])
def test_odd_ids(odd):
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
@pytest.mark.parametrize("table", ["people_person", "articles_mention", "people_publishrequest"])
def test_odd_choices_of_an_action(client, table, odd):
    client.force_login(superuser())
    form = {"action": "delete_selected", "_selected_action": [odd], "post": "yes"}
    assert client.post(reverse(f"admin:{table}_changelist"), form).status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_of_a_form_of_the_desk(client, odd):
    """Every box of every form, with what no browser would send: a page or a word to the editor."""
    article = document()
    client.force_login(superuser())
    forms = {
        "conflicts/": ["figure", "reason"],
        "posts/": ["position", "reason"],
        "twins/": ["row", "answer", "reason"],
        "undo/": ["run"],
        "accept/?rule=rule-figure&kind=figure": ["keys"],
        f"{article.pk}/": ["choice-figure:1", f"choice-{odd}", f"choice-mention:{odd}", "version-mention:1"],
        f"{article.pk}/add/": ["words", "near", "use", "kind", "entity", "name"],
        f"{article.pk}/new/figure/": ["words", "near", "edit-value", "edit-indicator", "edit-start"],
    }
    for address, names in forms.items():
        answer = client.post(f"/admin/review/{address}", {"words": "Садовый", **dict.fromkeys(names, odd)})
        assert answer.status_code < 500, address
    for query in ("p", "kind", "rule", "state", "age", "program", "region", "confidence", "near"):
        for page in ("", "next/", "conflicts/", "posts/", "twins/", f"{article.pk}/", f"{article.pk}/new/figure/"):
            assert client.get(f"/admin/review/{page}", {query: odd}).status_code in (200, 302), (page, query)


@pytest.mark.parametrize(("address", "name"), [("conflicts", "figure"), ("posts", "position"), ("twins", "row")])
def test_what_is_not_there_any_more_is_said(client, address, name):
    client.force_login(superuser())
    for odd in ODD:
        answer = client.post(f"/admin/review/{address}/", {name: odd, "reason": "x"}, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_of_an_action_that_asks(client, odd):
    client.force_login(superuser())
    article = document()
    mention = article.mentions.get()
    forms = [
        ("people_person", {"action": "merge", "keep": odd, "confirm": "1", "reason": odd, "_selected_action": odd}),
        ("people_person", {"action": "suppress", "confirm": odd, "reason": odd, "_selected_action": odd}),
        ("articles_mention", {"action": "link", "entity": odd, "_selected_action": mention.pk}),
        ("articles_mention", {"action": "reject", "reason": odd, "_selected_action": mention.pk}),
        ("articles_mention", {"_decide": f"accept-{odd}"}),
        ("articles_mention", {"_decide": odd}),
    ]
    for page, form in forms:
        assert client.post(reverse(f"admin:{page}_changelist"), form).status_code < 500, (page, form)
