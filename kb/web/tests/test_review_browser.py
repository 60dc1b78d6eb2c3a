"""The review desk in a real browser: forty findings by keys, two requests."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Evidence, Mention
from articles.tests.factories import article, evidence
from kb.core.models import Run
from kb.core.tests.factories import run, superuser
from people.tests.factories import person
from programs.tests.factories import figure, indicator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server, page, client):
    """A reviewer's browser, and what it asked of the server and said on its console."""
    client.force_login(superuser())
    page.context.add_cookies(
        [
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
            {"name": "django_language", "value": "en", "url": live_server.url},
        ]
    )
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request))
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    page.goto("about:blank")  # what a page still asks would meet tables that are being emptied


def fill(count, **fields):
    names = [f"Айдар Сейіт{chr(0x430 + number // 32)}{chr(0x430 + number % 32)}" for number in range(count)]
    source = article(". ".join(names), **fields)
    act, who = run(), person()
    at = 0
    for name in names:
        place = {"start": at, "end": at + len(name), "text": name}
        Mention.objects.create(article=source, kind="person", entity=who, review="proposed", run=act, **place)
        at += len(name) + 2
    return source


def test_forty_findings_in_forty_keys_and_two_requests(live_server, desk):
    source, following = fill(40), fill(3, published_on="2020-01-01", title="The next one")
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    assert desk.locator("#progress-words").inner_text() == "0 of 40"
    desk.asked.clear()
    with desk.expect_navigation(url=f"**/review/{following.pk}/"):
        for number in range(40):
            desk.keyboard.press("2" if number % 10 == 9 else "u" if number % 10 == 8 else "a")
    pages = [request for request in desk.asked if "/static/" not in request.url and "jsi18n" not in request.url]
    assert [request.method for request in pages] == ["POST", "GET"]
    reviews = source.mentions.values_list("review", flat=True)
    assert sorted(reviews) == ["accepted"] * 32 + ["proposed"] * 4 + ["rejected"] * 4
    assert Run.objects.filter(kind="bulk_edit").count() == 1
    with desk.expect_navigation(url=f"**/review/{source.pk}/"):
        desk.keyboard.press("z")
    assert set(source.mentions.values_list("review", flat=True)) == {"proposed"}
    assert desk.said == []


def test_keys_move_decide_and_take_back(live_server, desk):
    source = fill(4)
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    marked = desk.locator(".finding.current")
    assert "Сейітаа" in marked.inner_text()
    assert "Сейітаа" in desk.locator(".article-text .tied").inner_text()
    desk.keyboard.press("n")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("p")
    assert "Сейітаб" in marked.inner_text()
    desk.keyboard.press("r")
    desk.keyboard.type("a namesake")
    desk.keyboard.press("Enter")
    assert "Сейітав" in marked.inner_text()
    desk.keyboard.press("u")
    desk.keyboard.press("z")
    assert desk.locator("#progress-words").inner_text() == "1 of 4"
    desk.keyboard.press("?")
    assert desk.locator("#help").is_visible()
    results = Axe().run(desk, context=".review", options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert not results.violations_count, results.generate_report()
    # Leaving keeps what was decided.
    desk.goto(f"{live_server.url}/admin/review/")
    desk.wait_for_load_state("networkidle")
    assert list(source.mentions.filter(review="rejected").values_list("text", "reason")) == [
        ("Айдар Сейітаб", "a namesake")
    ]


def test_without_scripts_it_is_a_form(live_server, desk, browser):
    source = fill(2)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(desk.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/review/{source.pk}/")
    page.locator(".finding").first.get_by_label("Accept", exact=True).check()
    page.locator(".finding").last.get_by_label("Reject", exact=True).check()
    page.locator(".finding").last.get_by_label("Reason").fill("a namesake")
    page.locator("#decisions input[type=submit]").first.click()
    assert sorted(source.mentions.values_list("review", flat=True)) == ["accepted", "rejected"]


def test_editing_beside_the_finding(live_server, desk):
    source = fill(2)
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    desk.keyboard.press("e")
    desk.wait_for_selector("#edit-panel form")
    desk.locator("#edit-panel select[name=edit-kind]").select_option("organization")
    desk.locator("#edit-panel button[type=submit]").click()
    desk.wait_for_selector("#edit-panel .errorlist")  # the thing is a person
    desk.locator("#edit-panel select[name=edit-kind]").select_option("person")
    desk.locator("#edit-panel button[type=submit]").click()
    desk.wait_for_selector("#edit-panel", state="hidden")
    assert source.mentions.filter(review="accepted").count() == 1
    assert desk.locator("#progress-words").inner_text() == "0 of 1"
    assert desk.said == []


def test_an_edit_is_taken_back_by_its_key(live_server, desk):
    source = fill(3)
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    desk.keyboard.press("n")
    desk.keyboard.press("e")
    desk.wait_for_selector("#edit-panel form")
    desk.locator("#edit-panel button[type=submit]").click()
    desk.wait_for_selector("#edit-panel", state="hidden")
    assert "Сейітав" in desk.locator(".finding.current").inner_text()  # the one after the edited one
    with desk.expect_navigation(url=f"**/review/{source.pk}/"):
        desk.keyboard.press("z")
    assert desk.locator("#progress-words").inner_text() == "0 of 3"
    assert set(source.mentions.values_list("review", flat=True)) == {"proposed"}


def test_selected_words_become_a_claim_beside_the_text(live_server, desk):
    source, what = fill(2), indicator()
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    desk.locator(".article-text [data-findings]").nth(1).dblclick()  # selects a word of the second name
    desk.keyboard.press("m")
    words = desk.locator("#id_words").input_value()
    desk.locator("#id_use").select_option("new:figure")
    desk.locator("#review-add input[type=submit]").click()
    desk.wait_for_selector("#edit-panel form")
    assert desk.locator(".its-quote").inner_text() == words
    desk.evaluate(
        "key => document.querySelector('[name=edit-indicator]').add(new Option('x', key, true, true))", what.pk
    )
    desk.fill("[name=edit-value]", "7")
    desk.fill("[name=edit-unit]", "family")
    desk.locator("#edit-panel button[type=submit]").click()
    desk.wait_for_selector("#edit-panel", state="hidden")
    quote = Evidence.objects.get()
    assert (quote.quote, quote.figure.value, quote.start >= len("Айдар Сейітаа. ")) == (words, 7, True)
    assert words in desk.locator(".finding").last.inner_text()
    assert desk.locator("#progress-words").inner_text() == "0 of 2"  # nothing that was there is lost
    assert desk.said == []


def test_the_question_comes_with_another_value_alone(live_server, desk):
    source, act = article("Қор 120 отбасыға көмектесті."), run()
    row = figure(review="proposed", run=act)
    evidence(source, "120 отбасыға", figure=row, run=act)
    desk.goto(f"{live_server.url}/admin/review/{source.pk}/")
    desk.keyboard.press("e")
    question = desk.locator("#edit-panel fieldset.question")
    question.wait_for(state="hidden")
    desk.fill("[name=edit-value]", "130")
    question.wait_for(state="visible")
    assert desk.locator("[name=edit-meaning]:checked").count() == 0
    desk.fill("[name=edit-value]", "120")
    question.wait_for(state="hidden")
    desk.fill("[name=edit-end]", "2023")
    question.wait_for(state="hidden")
    desk.locator("#edit-panel button[type=submit]").click()
    desk.wait_for_selector("#edit-panel", state="hidden")
    row.refresh_from_db()
    assert (row.review, str(row.end)) == ("accepted", "2023")
