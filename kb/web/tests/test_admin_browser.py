"""The forms and lists of the admin in a real browser: what makes a day at them bearable."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from articles.tests.factories import article, evidence
from kb.core.models import Relation
from kb.core.tests.factories import relation, superuser
from people.models import Person, Position
from people.tests.factories import organization, person, position
from programs.models import Figure
from programs.tests.factories import figure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SAID = "Ауданда 120 отбасы көмек алды."


@pytest.fixture
def desk(live_server, page):
    client = Client()
    client.force_login(superuser())
    cookie = {"url": live_server.url, "name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie, {"url": live_server.url, "name": "django_language", "value": "kk"}])
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)

    def go(name, *args):
        page.goto(live_server.url + reverse(f"admin:{name}", args=args))
        return page

    page.go = go
    yield page
    page.goto("about:blank")  # what a page still asks would meet tables that are being emptied
    assert not page.complaints


def test_similar_names_are_told_while_one_types(desk):
    person("Айдар Сейітов")
    person("Сәуле Ермекова")
    desk.go("people_person_add").type("#id_name_kk", "Айдар Сейтов")
    told = desk.locator(".similar a")
    told.wait_for()
    assert told.all_inner_texts() == ["Айдар Сейітов"]
    assert "/admin/people/person/" in told.first.get_attribute("href")


def test_unsaved_words_are_not_lost_by_a_slip(desk):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.go("people_person_add").goto(f"{desk.url}?again=1")
    assert asked == []
    desk.type("#id_name_kk", "Айдар")
    desk.reload()
    assert asked == ["beforeunload"]
    desk.fill("#id_name_kk", "Айдар Сейітов")
    desk.locator("input[name=_save]").last.click()
    desk.wait_for_url("**/person/")
    assert asked == ["beforeunload"]
    assert Person.objects.get().name_kk == "Айдар Сейітов"


def test_saving_is_in_sight_and_both_ends_of_relations(desk, live_server):
    who, body = person(), organization()
    relation(who, Relation.Kind.WORKS_WITH, body)
    desk.set_viewport_size({"width": 1200, "height": 700})
    for row, name, other in ((who, "people_person_change", body), (body, "people_organization_change", who)):
        desk.go(name, row.pk)
        box = desk.locator(".submit-row").last.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 700
        shown = desk.locator(".inline-group").all_inner_texts()
        assert str(other) in " ".join(shown)
        desk.locator(".object-tools a.viewsitelink").click()
        assert desk.locator("h1").inner_text() == str(row)


def test_a_thing_is_added_in_place(desk):
    desk.go("people_position_add").fill("#id_title_kk", "төраға")
    with desk.expect_popup() as opened:
        desk.click("#add_id_person")
    popup = opened.value
    popup.fill("#id_name_kk", "Жаңа Адам")
    with popup.expect_event("close"):
        popup.locator("input[name=_save]").last.click()
    desk.locator("#select2-id_person-container", has_text="Жаңа Адам").wait_for()
    assert desk.input_value("#id_title_kk") == "төраға"
    desk.locator("input[name=_save]").last.click()
    desk.wait_for_url("**/position/")
    assert Position.objects.get().person.name_kk == "Жаңа Адам"


def test_a_row_is_decided_in_its_list(desk):
    row = figure(review="proposed")
    evidence(article(f"Көмек. {SAID}"), SAID, figure=row)
    desk.go("programs_figure_changelist").click("button.decide.accept")
    desk.locator(".messagelist").wait_for()
    assert Figure.objects.get().review == "accepted"
    desk.click("button.decide.reject")
    desk.fill("#id_reason", "another district")
    desk.locator(".submit-row input").click()
    desk.locator(".messagelist").wait_for()
    assert (Figure.objects.get().review, Figure.objects.get().reason) == ("rejected", "another district")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 375), ("dark", 375)])
def test_lists_are_accessible_and_narrow(desk, scheme, width):
    row = figure(review="proposed", speaker=person())
    evidence(article(f"Көмек. {SAID}"), SAID, figure=row)
    position(person=Person.objects.get(), review="proposed")
    person("Жасырын Адам", visibility="hidden")
    desk.emulate_media(color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 900})
    for name in ("index", "programs_figure_changelist", "people_position_changelist", "people_person_changelist"):
        desk.go(name)
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
        found = Axe().run(desk, context=".desk" if name == "index" else "#result_list", options=LEVELS).response
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], name
    assert desk.locator("#result_list .state.hidden").is_visible()
