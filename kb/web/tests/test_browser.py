"""Page types in a real browser: accessible in light and dark, quiet under the security policy, whole on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kb.web.tests import world as worlds
from seeds import searching

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_pages_are_accessible_and_quiet(live_server, page, scheme, width):
    world = worlds.build()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    said, outside = [], []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("request", lambda request: outside.append(request.url) if live_server.url not in request.url else None)
    found = {}
    for name, path in worlds.addresses(world).items():
        page.goto(f"{live_server.url}/ru{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        results = Axe().run(page, options=LEVELS)
        if results.violations_count:
            found[name] = [
                (rule["id"], [node["html"][:150] for node in rule["nodes"]]) for rule in results.response["violations"]
            ]
    assert (found, said, outside) == ({}, [], [])


def test_a_readers_tour_without_scripts(live_server, browser):
    world = worlds.build()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/ru/figures/")
    page.fill("#id_region", "тұран")
    page.select_option("#id_status", "planned")
    page.click(".filters button")
    assert "status=planned" in page.url
    assert page.locator(".row").count() == 1
    page.locator(".chips a", has_text="тұран").click()
    page.locator("a.value").first.click()
    assert page.locator("h1").inner_text().startswith("150")
    page.locator(".source a").first.click()
    assert f"/ru/articles/{world.news.slug}/#q" in page.url
    assert page.locator("mark:target").inner_text().startswith("Жоба бойынша 150")
    page.click(".languages >> text=Қазақша")
    assert page.url.startswith(f"{live_server.url}/kk/articles/")


def test_the_keyboard_reaches_the_content_first(live_server, page):
    worlds.build()
    page.goto(f"{live_server.url}/ru/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_a_filter_offers_names_of_its_kind(live_server, page):
    worlds.build()
    for _batch in searching.rebuild():
        pass
    page.goto(f"{live_server.url}/ru/figures/")
    page.locator("#id_region").press_sequentially("тура")
    page.wait_for_selector("#id_region + datalist option", state="attached")
    values = page.locator("#id_region + datalist option").evaluate_all("rows => rows.map(row => row.value)")
    assert values == ["Туранская область"]
