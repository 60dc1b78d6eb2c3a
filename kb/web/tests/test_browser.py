"""Page types in a real browser: accessible in light and dark, quiet under the security policy, whole on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kb.web.tests import hostile
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


def listen(page, origin) -> list[str]:
    """What a page complains of, asks other sites for, or opens a dialog with."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith(origin) else said.append(request.url))
    return said


def test_a_hostile_document_runs_nothing(live_server, page):
    """What pages print of an imported text is text to a browser too, and stays in its column."""
    said = listen(page, live_server.url)
    page.set_viewport_size({"width": 390, "height": 800})
    for path in hostile.addresses():
        page.goto(f"{live_server.url}/ru/{path}")
        assert page.locator("h1").is_visible(), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []


def test_the_whole_site_is_quiet(live_server, page):
    """Every page that links lead to, in three languages: there, nothing from outside, no report of the policy.

    Questions (filters, sorts, days) are followed in one language: they differ from the pages by their rows alone.
    """
    worlds.build()
    said = listen(page, live_server.url)
    seen, waiting = set(), [f"{live_server.url}/"]
    while waiting:
        address = waiting.pop()
        if address in seen or "format=csv" in address or ("?" in address and "/kk/" not in address):
            continue
        seen.add(address)
        answer = page.goto(address)
        assert answer.status == 200, address
        assert said == [], address
        found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
        waiting += [link for link in found if link.startswith(live_server.url)]
    assert len(seen) > 60


def test_a_page_that_is_not_there_is_accessible(live_server, page):
    page.goto(f"{live_server.url}/kk/people/nobody/")
    assert Axe().run(page, options=LEVELS).violations_count == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_tour_of_every_section(live_server, browser, scripts):
    """From the front page to a person, by links alone; then the day, the language, the list as CSV."""
    world = worlds.build()
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{live_server.url}/en/")
    page.click(".sections >> text=People")
    page.click(f".index a[href='/en/people/{world.chair.slug}/']")
    page.fill("#on", "2021-07-01")
    page.click(".as-of-form button")
    assert "on=2021-07-01" in page.url
    assert page.locator(".as-of").count() == 1
    page.click(".languages >> text=Русский")
    assert page.url.startswith(f"{live_server.url}/ru/people/{world.chair.slug}/?on=2021-07-01")
    page.click(".as-of a")
    assert "on=" not in page.url
    page.click(".sections >> nth=0 >> a[href='/ru/figures/']")
    with page.expect_download() as download:
        page.click(".count a")
    assert download.value.suggested_filename == "ru-figures.csv"


def test_pages_hold_at_twice_and_four_times_the_size(live_server, page):
    """200 % of a window of 1280 points is one of 640; 400 % one of 320."""
    world = worlds.build()
    for name, path in worlds.addresses(world).items():
        page.goto(f"{live_server.url}/kk{path}")
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 480})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)


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


def test_a_list_by_keyboard_alone(live_server, page):
    """Tab goes through the page once, each stop is seen, and a filter is set and applied from its field."""
    worlds.build()
    page.emulate_media(reduced_motion="reduce")  # so that the page doesn't still glide when it is looked at
    page.goto(f"{live_server.url}/en/figures/")
    stops = []
    for _press in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
            const one = document.activeElement;
            if (one === document.body) return null;
            const box = one.getBoundingClientRect(), style = getComputedStyle(one);
            const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.outlineStyle !== "none";
            return [one.id || one.textContent.trim(), seen];
        }""")
        if stop is None or (stops and stop[0] == "Skip to the content"):
            break
        stops.append(stop)
    else:
        pytest.fail("the walk does not end")
    names = [name for name, _seen in stops]
    order = ["Skip to the content", "find", "People", "id_region", "Apply", "This list as CSV"]
    assert [names.index(name) for name in order] == sorted(names.index(name) for name in order)
    assert [name for name, seen in stops if not seen] == []
    page.focus("#id_region")
    page.keyboard.type("nowhere")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=nowhere*")


def test_the_search_box_is_a_combobox(live_server, page):
    world = worlds.build()
    for _batch in searching.rebuild():
        pass
    page.goto(f"{live_server.url}/ru/")
    box = page.get_by_role("combobox", name="Поиск")
    box.press_sequentially("жар")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("қ")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/ru/programs/{world.project.slug}/")


def test_a_filter_offers_names_of_its_kind(live_server, page):
    worlds.build()
    for _batch in searching.rebuild():
        pass
    page.goto(f"{live_server.url}/ru/figures/")
    page.locator("#id_region").press_sequentially("тура")
    offers = page.locator("#id_region + [role=listbox] .offer-name")
    offers.first.wait_for()
    values = offers.all_inner_texts()
    assert values == ["Туранская область"]
