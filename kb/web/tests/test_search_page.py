"""The search page: hits, tabs, and never an error."""

import pytest
from django.test import Client

from kb.web.tests import world as worlds
from seeds import searching

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    built = worlds.build()
    searching.refresh()
    return built


def page(client, **asked):
    response = client.get("/kk/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_hits_link_and_are_marked(client, world):
    html = page(client, q="балабақша")
    assert f"/pledges/{world.promise.uid}/" in html
    assert "<mark>балабақша</mark>" in html


@pytest.mark.parametrize("kind", ["", "person", "article", "figure", "nonsense"])
def test_tabs(client, world, kind):
    html = page(client, q="отбасы", kind=kind)
    assert ("/articles/" + world.news.slug in html) is (kind in ("", "article", "nonsense"))


def test_a_page_without_hits_leads_on(client, world):
    assert "/kk/people/" in page(client, q="вертолёт")


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "жол", "page": "99999999999"},
        {"q": "жол", "page": "-1"},
        {"q": "жол", "page": "²"},
        {"q": "жол", "year": "²²²²"},
        {"q": "жол", "year": "0000"},
        {"q": "жол", "language": "'"},
        {"q": "\0"},
        {"q": "<script>alert(1)</script>"},
    ],
)
def test_odd_addresses_give_a_page(client, world, asked):
    assert "<script>alert" not in page(client, **asked)


def test_few_queries(client, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page(client, q="отбасы")


def test_what_readers_may_not_see_is_not_found(client, world):
    for word in (worlds.PLANTED, worlds.PLANTED[:6]):
        answer = searching.ask(word)
        assert (answer.total, answer.hits) == (0, [])
        assert searching.suggest(word) == []
    html = page(client, q="отбасы жоба алғыс")
    assert worlds.PLANTED not in html


def test_suggestions(client, world):
    rows = client.get("/kk/search/suggestions/", {"q": "жарқ"}).json()["suggestions"]
    assert rows[0]["url"] == world.project.get_absolute_url()


def test_an_edit_in_the_admin_is_followed(world):
    from kb.core.tests.factories import superuser

    editor = Client()
    editor.force_login(superuser())
    address = f"/admin/programs/program/{world.project.pk}/change/"
    form = editor.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"name_ru": "Вертолётный путь"}
    for formset in editor.get(address).context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            data[field.html_name] = field.value()
        for inline in formset.formset.initial_forms:
            data |= {bound.html_name: bound.value() or "" for bound in inline}
    response = editor.post(address, data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert [hit.url for hit in searching.ask("вертолётного").hits][:1] == [world.project.get_absolute_url()]
