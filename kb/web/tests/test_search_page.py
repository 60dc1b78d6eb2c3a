"""The search page: hits, tabs, and never an error."""

import pytest
from django.test import Client

from articles.tests.factories import article, mention
from kb.web.tests import world as worlds
from seeds import searching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_cache(settings):
    settings.PAGE_CACHE_BYTES = 0


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
        {"q": "жол", "region": "' OR 1=1 --"},
        {"q": "жол", "region": "қазақ"},
        {"q": "жол", "program": "x" * 5000},
        {"q": "жол", "publisher": "zzzzzzzzzz", "exact": "maybe"},
        {"q": "…!?.,;:—«»“”"},
        {"q": "👨‍👩‍👧 отбасы NOT title:жол* ^ (("},
        {"q": "ұ" * 10_000},
    ],
)
def test_odd_addresses_give_a_page(client, world, asked):
    assert "<script>alert" not in page(client, **asked)


@pytest.mark.parametrize(
    "query", ["q=%ED%A0%80", "q=%FF%FE", "q=%00&kind=%00", "q=a%ED%B0%80b&region=%ED%A0%80", "q=%"]
)
@pytest.mark.parametrize("path", ["/kk/search/", "/kk/search/suggestions/"])
def test_bytes_that_are_no_text_give_a_page(client, world, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


# Found as typed, by another layout, by the nearest spelling, by parts, in quotes, as written, by filters, not at all.
WAYS = [
    {"q": "отбасы"},
    {"q": "jn,fcs"},
    {"q": "балабқаша"},
    {"q": "отбасы вертолёт"},
    {"q": "«алты балабақша»"},
    {"q": "отбасы", "exact": "1"},
    {
        "q": "отбасы",
        "kind": "article",
        "year": "2021",
        "language": "kk",
        "region": "{region}",
        "publisher": "{publisher}",
    },
    {"q": "вертолёт"},
    {"q": "жол", "page": "9999"},
]


@pytest.mark.parametrize("asked", WAYS, ids=lambda asked: asked["q"])
def test_few_queries(client, world, django_assert_max_num_queries, asked):
    asked = {name: value.format(region=world.oblast.uid, publisher=world.paper.uid) for name, value in asked.items()}
    with django_assert_max_num_queries(4):
        page(client, **asked)
    with django_assert_max_num_queries(2):
        client.get("/kk/search/suggestions/", asked)


def test_as_many_queries_at_ten_times_the_data(client, world, django_assert_max_num_queries):
    for number in range(60):
        story = article(f"Отбасы күні өтті {number}.", publisher=world.paper)
        mention(story, "Отбасы", world.project)
    searching.refresh()
    for asked in WAYS[:4]:
        with django_assert_max_num_queries(4):
            page(client, **asked)


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        ({"q": "балабқаша"}, "<b>балабақша</b>", True),
        ({"q": "jn,fcs"}, "<b>отбасы</b>", True),
        ({"q": "балабқаша", "exact": "1"}, '?q=%D0%B1%D0%B0%D0%BB%D0%B0%D0%B1%D2%9B%D0%B0%D1%88%D0%B0"', False),
    ],
)
def test_what_was_asked_instead_is_said(client, world, asked, said, found):
    """Nothing is put in the place of words that are to be taken as written: the page offers to look otherwise."""
    html = page(client, **asked)
    assert said in html
    assert ("<ol" in html) is found


def test_facets_narrow_down_and_chips_take_back(client, world):
    html = page(client, q="отбасы")
    assert f"region={world.oblast.uid}" in html
    narrowed = page(client, q="отбасы", region=world.oblast.uid, publisher=world.paper.uid, year="2021")
    assert world.news.slug in narrowed
    assert f"?q=%D0%BE%D1%82%D0%B1%D0%B0%D1%81%D1%8B&amp;publisher={world.paper.uid}&amp;year=2021" in narrowed
    assert world.oblast.name_kk in narrowed
    assert f'name="region" value="{world.oblast.uid}"' in narrowed  # a new question keeps the filters
    assert world.news.slug not in page(client, q="отбасы", year="2020")


def test_a_facet_counts_what_it_leads_to(world):
    answer = searching.ask("отбасы")
    facets = {facet.name: facet for facet in answer.facets}
    assert set(facets) >= {"region", "publisher", "year", "language"}
    for name, facet in facets.items():
        for value, _words, count in facet.values:
            assert searching.ask("отбасы", narrowed={name: value}).total == count, (name, value)


def test_a_hidden_thing_is_no_facet(client, world):
    type(world.paper).objects.filter(pk=world.paper.pk).update(visibility="hidden")
    assert world.paper.name_kk not in page(client, q="отбасы")
    assert world.paper.name_kk not in page(client, q="отбасы", publisher=world.paper.uid)


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


def test_a_suggestion_tells_where_things_of_one_name_are(client, world):
    rows = client.get("/kk/search/suggestions/", {"q": "қамы"}).json()["suggestions"]
    assert [(row["name"], row["label"]) for row in rows] == [("Қамыс", world.oblast.name_kk)]
