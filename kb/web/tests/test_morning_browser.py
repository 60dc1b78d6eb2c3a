"""An editor's morning in a real browser, with a server and a worker: in, checked, corrected, in again, out."""

import pytest

from seeds.tests.test_import_browser import PATIENCE, enter
from seeds.tests.test_import_browser import site as site  # a fixture is found by its name here

pytestmark = pytest.mark.browser
TITLE = "Тасөзен жаңалығы"
TOLD = "Тасөзен облысының әкімі Марат Серіков. 120 отбасы көмек алды. Жаңа Жол 2024 жылға дейін 6 мектеп салады."
NEWS = f"{TITLE}\n2023-03-06\n{TOLD}\n"
REJECTED = "120 отбасы көмек алды."


@pytest.fixture
def page(site, browser):
    """An editor's browser, and what it said on its console."""
    page = browser.new_context(locale="en").new_page()
    page.set_default_timeout(PATIENCE)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    page.goto("about:blank")  # what a page still asks would meet a server that is gone
    page.context.close()


def import_text(page, site, text, reason) -> str:
    """Paste, look at the preview, confirm, watch; what the preview said. The page shows the result then."""
    page.goto(f"{site}/admin/seeds/importjob/add/")
    page.fill("#id_text", text)
    page.click(".hand-in input[type=submit]")
    return confirm(page, reason)


def confirm(page, reason) -> str:
    page.wait_for_selector("form.confirm")
    told = page.locator("#content").inner_text()
    if page.locator("[name=mass]").count():  # more than a tenth: all that there is
        page.check("[name=mass]")
    page.fill("#id_reason", reason)
    page.click("form.confirm .default")
    page.wait_for_selector(".after")
    return told


def decide_by_keys(page):
    """Every finding of the open page: one is rejected, the others are accepted."""
    keys = page.locator(".finding[data-open]").evaluate_all("all => all.map(one => one.dataset.key)")
    kinds = []
    for key in keys:
        marked = page.locator(f".finding.current[data-key='{key}']")
        kinds.append(marked.locator(".badge").inner_text())
        rejects = kinds[-1] == "Figure" and REJECTED in marked.inner_text()
        page.keyboard.press("3" if rejects else "a")
    page.get_by_text("the last document").wait_for()  # the last decision has sent the page
    return kinds


def findings(page):
    """(kind, words, state) of every decided finding of the open document."""
    parts = (".badge", "a.words", ".state")
    rows = page.locator(".finding:not([data-open])").all()
    return {tuple(row.locator(part).inner_text() for part in parts) for row in rows}


def move_the_deadline(page, site):
    page.goto(f"{site}/admin/programs/pledge/")
    page.locator("#result_list tbody th a").click()
    assert TOLD.split(". ")[2].strip(".") in page.locator(".quotes-first blockquote").inner_text()
    page.wait_for_selector("fieldset.question", state="hidden")
    page.fill("#id_deadline", "2026")
    page.wait_for_selector("fieldset.question", state="visible")
    page.click("[name=_save] >> nth=-1")
    page.wait_for_selector("fieldset.question .errorlist")  # it is asked, and nothing is answered beforehand
    page.check("[name=meaning][value=outdated]")
    page.fill("#id_meaning_reason", "the budget was cut")
    page.fill("#id_meaning_since", "2024-02")
    page.click("[name=_save] >> nth=-1")
    page.wait_for_selector(".messagelist .success")


def the_promise(page, site) -> str:
    page.goto(f"{site}/en/pledges/")
    page.locator("article.row .row-title a").first.click()
    page.wait_for_url("**/en/pledges/*/")
    return page.locator("main").inner_text()


def test_an_editors_morning(site, page):
    enter(page, site)

    told = import_text(page, site, NEWS, "the weekly paper")
    assert "Adds Марат Серіков and shows them to everybody" in told

    page.goto(f"{site}/admin/review/next/")
    kinds = decide_by_keys(page)
    assert {"Region", "Person", "Position", "Figure", "Pledge"} <= set(kinds)
    assert "the last document" in page.locator(".messagelist").inner_text()
    decided = findings(page)
    assert ("Figure", REJECTED, "Rejected") in decided
    assert {state for kind, words, state in decided if words != REJECTED} == {"Accepted"}
    document = page.url

    import_text(page, site, NEWS, "by mistake again")
    page.goto(f"{site}/admin/review/next/")
    assert "Nothing waits here" in page.locator(".messagelist").inner_text()

    move_the_deadline(page, site)
    promise = the_promise(page, site)
    assert "2026" in promise
    assert "the budget was cut" in promise

    # The paper prints it once more, with a line added: it is read again.
    told = import_text(page, site, f"{NEWS}Жалғасы бар.\n", "a later edition")
    assert "Replaces the text" in told
    result = page.url
    page.goto(f"{site}/admin/review/next/")
    assert "Nothing waits here" in page.locator(".messagelist").inner_text()
    page.goto(document)
    assert findings(page) == decided
    assert the_promise(page, site) == promise

    page.goto(result)
    page.click("form[action*='/undo/'] input[type=submit]")
    confirm(page, "the wrong edition")
    page.goto(document)
    assert "Жалғасы бар" not in page.locator(".article-text").inner_text()
    assert findings(page) == decided
    assert the_promise(page, site) == promise
    assert page.said == []
