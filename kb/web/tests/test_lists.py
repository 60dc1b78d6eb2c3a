"""Filters, chips, sorts and pages of lists."""

import csv
import io
from datetime import date

import pytest

from articles import appearances
from articles.tests.factories import article, evidence, mention
from kb.core import lists
from kb.core.models import Name
from kb.core.partial_dates import PartialDate
from kb.regions.tests.factories import region
from kb.web.tests.world import LISTS, PLANTED
from people.tests.factories import organization, person
from programs.tests.factories import figure, indicator, pledge
from seeds import searching


def names(client, path):
    return [str(row) for row in client.get(path).context["rows"]]


def slugs(client, path):
    return {row.slug for row in client.get(path).context["rows"]}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("figures/?program=Жарқын", {"plan", "result"}),
        ("figures/?program=жаркын жол", {"plan", "result"}),
        ("figures/?program={project.slug}", {"plan", "result"}),
        ("figures/?program=жоқ", set()),
        ("figures/?status=planned", {"plan"}),
        ("figures/?year=2021", {"result"}),
        ("figures/?year=2019", set()),
        ("figures/?year=2021&sort=largest", {"result"}),
        ("figures/?unit=family", {"plan", "result", "unnamed"}),
        ("figures/?organization={party.slug}&sort=largest", {"result"}),
        ("figures/?region={oblast.slug}", {"plan", "result", "unnamed"}),
        ("figures/?speaker=сейтов", {"result"}),
        ("figures/?speaker=СЕЙІТОВ", {"result"}),
        ("figures/?speaker={mother.slug}", set()),
        ("figures/?speaker=Мөлдір", set()),
        ("figures/?q=отбасы", {"plan", "result", "unnamed"}),
        ("figures/?organization=ескі жол", {"result"}),
        ("pledges/?due=later", {"promise"}),
        ("pledges/?due=later&sort=new", {"promise"}),
        ("pledges/?due=overdue", set()),
        ("pledges/?status=not_rated", {"promise"}),
        ("pledges/?who={party.slug}", {"promise"}),
        ("pledges/?who=жаңа", {"promise"}),
        ("pledges/?q=балабақша", {"promise"}),
        ("people/?organization=жаңа жол", {"chair"}),
        ("people/?organization=жаңа жол&on=2021-07-01", {"chair"}),
        ("people/?region=тұран&q=айдар", {"chair"}),
        ("people/?region=қамыс", set()),
        ("people/?q=Мөлдір", set()),
        ("programs/?owner=жаңа", {"project"}),
        ("programs/?region=тұран", {"project"}),
        ("programs/?kind=campaign&all=on", {"campaign"}),
        ("regions/?level=city&all=on", {"town"}),
        ("organizations/?kind=media", {"paper"}),
        ("articles/?language=ru", {"advert"}),
        ("articles/?about={chair.slug}", {"news"}),
        ("articles/?after=2022-01-01", {"advert"}),
        ("articles/?q=отбасыларға", {"news"}),
        ("indicators/?unit=family", {"counted"}),
    ],
)
def test_filters(client, world, monkeypatch, path, expected):
    if "?q=" in path:
        searching.refresh()
    path, expected = f"/kk/{path.format(**vars(world))}", {getattr(world, name).slug for name in expected}
    assert slugs(client, path) == expected
    monkeypatch.setattr("kb.core.filters.FEW", 0)  # and in the list's order
    assert slugs(client, path) == expected


def test_a_chip_takes_its_filter_off(client, world):
    page = client.get("/kk/figures/?status=planned&unit=family&sort=largest")
    by_name = {chip.name: chip for chip in page.context["chips"]}
    assert by_name["status"].without == "/kk/figures/?unit=family&sort=largest"
    assert len(client.get(by_name["status"].without).context["rows"]) == 3


@pytest.mark.parametrize(
    ("query", "would_find"),
    [
        ("figures/?status=planned&year=2019", {"status": 0, "year": 1}),
        ("figures/?unit=hospital&status=planned", {"unit": 1, "status": 0}),
        ("figures/?region=қамыс&status=planned", {"region": 1, "status": 0}),
        ("articles/?about={chair.slug}&language=ru", {"about": 1, "language": 1}),
    ],
)
def test_an_empty_list_says_which_filter_to_loosen(client, world, query, would_find):
    page = client.get(f"/kk/{query.format(**vars(world))}")
    assert not page.context["rows"]
    assert {chip.name: chip.would_find for chip in page.context["chips"]} == would_find


@pytest.mark.parametrize("query", ["status=nonsense", "year=abc", "unit=%00", "year=99999999999999"])
def test_a_wrong_value_is_said_not_raised(client, world, query):
    page = client.get(f"/kk/figures/?{query}")
    assert page.status_code == 200
    assert not page.context["rows"]
    assert 'role="alert"' in page.content.decode()


def walk(client, path, step):
    """Every page from ``path`` on, by the links of the pages."""
    pages = []
    while path:
        page = client.get(path)
        pages.append([row.pk for row in page.context["rows"]])
        path = page.context[step]
    return pages, page


SORTED_LISTS = ["organizations/?all=on", "organizations/?all=on&sort=new", "figures/", "figures/?sort=old",
                "figures/?sort=largest", "pledges/", "pledges/?sort=latest", "pledges/?sort=new", "articles/",
                "articles/?sort=old", "regions/?all=on&sort=level",
                "regions/?all=on", "indicators/"]  # fmt: skip


@pytest.mark.parametrize("path", SORTED_LISTS)
def test_pages_by_key_show_every_row_once_both_ways(client, db, monkeypatch, path):
    monkeypatch.setattr(lists, "PAGE", 3)
    counted = indicator()
    for number in range(8):
        organization(f"Қор {number % 3}")
        region(f"Аудан {number % 3}", level=("oblast", "city")[number % 2])
        # Many equal values, and some unknown ones.
        text = article(f"{number} отбасыға көмек", published_on=date(2021, 1, 1 + number % 3) if number % 4 else None)
        value = figure(
            indicator=counted, value=number % 3, as_of=PartialDate(2020 + number % 2) if number % 3 else None
        )
        promise = pledge(f"{number} уәде", deadline=PartialDate(2090 + number % 2) if number % 3 else None)
        indicator(f"көрсеткіш {number}")
        evidence(text, f"{number} отбасыға", figure=value)
        evidence(text, "отбасыға", pledge=promise)
        evidence(text, "көмек", figure=figure(indicator=indicator(f"басқа {number}")))
    pages, last = walk(client, f"/kk/{path}", "next")
    found = [pk for page in pages for pk in page]
    assert len(found) == len(set(found)) == last.context["total"] > 6
    assert [len(page) for page in pages[:-1]] == [3] * (len(pages) - 1)
    monkeypatch.setattr(lists, "PAGE", 100)
    assert [row.pk for row in client.get(f"/kk/{path}").context["rows"]] == found
    monkeypatch.setattr(lists, "PAGE", 3)
    back, first = walk(client, last.context["previous"], "previous")
    assert [pk for page in reversed(back) for pk in page] == found[: -len(pages[-1])]
    assert client.get(first.context["next"]).status_code == 200


@pytest.mark.parametrize("path", ["figures/?organization={0}", "articles/?publisher={0}"])
def test_a_page_of_rows_with_and_without_dates_asks_no_more(
    client, db, monkeypatch, django_assert_max_num_queries, path
):
    monkeypatch.setattr(lists, "PAGE", 3)
    fund, counted = organization("Қамқор қоры"), indicator()
    for number in range(8):
        dated = number < 4
        day = date(2021, 1, 1) if dated else None
        text = article(f"{number} отбасыға көмек", published_on=day, publisher=fund)
        value = figure(indicator=counted, organization=fund, as_of=PartialDate(2021) if dated else None)
        evidence(text, f"{number} отбасыға", figure=value)
    address, seen = f"/kk/{path.format(fund.slug)}", []
    while address:
        with django_assert_max_num_queries(4):
            page = client.get(address)
        seen += [row.pk for row in page.context["rows"]]
        address = page.context["next"]
    assert len(seen) == len(set(seen)) == 8


@pytest.mark.parametrize(
    "key", ["x", "%00", "W10", "WzFd", "W251bGwsbnVsbF0", "WyIiLHRydWVd", "W1tdLFtdXQ", "A" * 5000, "WyJcdWQ4M2QiLDFd"]
)
def test_places_that_are_not_in_the_list(client, world, key):
    for path in ("organizations/", "figures/", "regions/"):
        assert client.get(f"/kk/{path}?past={key}").status_code == 404
        assert client.get(f"/kk/{path}?ahead={key}").status_code == 404


def test_names_sort_in_the_order_of_the_kazakh_alphabet(client, db):
    ordered = ["Абай", "Әлем", "Болашақ", "Ғалым", "Дос", "Қамқор", "Лашын", "Ірбіс", "Эмир"]
    for name in sorted(ordered):
        organization(name)
    assert [row.name_kk for row in client.get("/kk/organizations/?all=on").context["rows"]] == ordered


def test_names_sort_as_the_page_shows_them(client, db):
    organization("Әлем", name_ru="Яблоко")
    organization("Янтарь", name_ru="Азамат")
    assert names(client, "/ru/organizations/?all=on") == ["Азамат", "Яблоко"]
    assert names(client, "/kk/organizations/?all=on") == ["Әлем", "Янтарь"]


def table(client, path):
    text = b"".join(client.get(path).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_list_as_csv_has_the_rows_of_its_filters(client, world):
    page = client.get("/en/figures/?status=planned")
    rows = table(client, page.context["csv"])
    assert [row["uid"] for row in rows] == [world.plan.uid]
    assert rows[0]["Value"] == "150"
    assert rows[0]["Region"] == "Turan Region"
    assert "150 отбасыға" in rows[0]["Quote"]


@pytest.mark.parametrize(("path", "words"), [("articles", "көмек"), ("figures", "көмек"), ("pledges", "көмек")])
def test_words_that_few_rows_have_find_what_words_of_many_find(client, db, monkeypatch, path, words):
    text = article("Көмек алғандар көп. Көмектің көлемі өсті.")
    counted = indicator("көмек алғандар")
    evidence(text, "Көмек алғандар көп", figure=figure(indicator=counted))
    evidence(text, "Көмектің көлемі өсті", pledge=pledge("Көмектің көлемі өседі"))
    article("Мүлде басқа жаңалық.")
    searching.refresh()
    few = slugs(client, f"/kk/{path}/?q={words}")
    assert len(few) == 1
    monkeypatch.setattr("kb.core.filters.FEW", 0)
    assert slugs(client, f"/kk/{path}/?q={words}") == few


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_a_csv_without_what_is_not_public(client, world, path):
    response = client.get(f"/kk/{path}/?format=csv")
    assert response.headers["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.count("\r\n") > 1
    assert PLANTED not in text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "  ="])
def test_cells_are_no_formulas(client, db, sign):
    organization(f"{sign}SUM(1+1)")
    assert table(client, "/en/organizations/?format=csv&all=on")[0]["Name"].startswith("'")


def test_a_long_csv_goes_on_by_key(client, db, monkeypatch):
    monkeypatch.setattr(lists, "CSV_BATCH", 4)
    for number in range(9):
        organization(f"Қор {number}")
    assert len(table(client, "/kk/organizations/?format=csv&all=on")) == 9


def test_a_csv_has_the_whole_list_from_whichever_page(client, db, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 3)
    for number in range(9):
        organization(f"Қор {number}")
    second = client.get(client.get("/kk/organizations/?all=on&sort=name").context["next"])
    assert [row.name for row in second.context["rows"]] == ["Қор 3", "Қор 4", "Қор 5"]
    rows = table(client, second.context["csv"])
    assert [row["kk"] for row in rows] == [f"Қор {number}" for number in range(9)]
    (past,) = second.wsgi_request.GET.getlist("past")
    assert table(client, f"/kk/organizations/?all=on&sort=name&format=csv&past={past}") == rows


def test_a_list_finds_other_names(client, db):
    fund = organization("Қамқор қоры")
    Name.objects.create(entity=fund, text="Ескі атау", kind="former")
    assert names(client, "/kk/organizations/?q=ескі") == ["Қамқор қоры"]


def test_an_unknown_sort_is_the_usual_one(client, world):
    assert client.get("/kk/figures/?sort=password").context["sort"] == "new"


def test_titles_are_nothing_to_sort_by(client, db):
    """The order would tell the letters of the names that are withheld from titles."""
    assert client.get("/kk/articles/?sort=title").context["sort"] == "new"


@pytest.mark.parametrize("path", ["figures", "indicators"])
def test_what_is_counted_tells_no_withheld_name(client, db, path):
    text = article("Құпиясөз 120 отбасыға көмектесті")
    mention(text, "Құпиясөз", person("Мөлдір Құпиясөз", visibility="hidden"))
    evidence(text, "120 отбасыға", figure=figure(indicator=indicator("Құпиясөз көмектескен отбасылар")))
    page = client.get(f"/kk/{path}/")
    assert len(page.context["rows"]) == 1
    assert "Құпиясөз" not in page.content.decode()
    assert not client.get(f"/kk/{path}/?q=құпия").context["rows"]
    assert client.get(f"/kk/{path}/?q=отбасылар").context["rows"]
    assert "Құпиясөз" not in b"".join(client.get(page.context["csv"]).streaming_content).decode()


def test_things_that_articles_name_come_first_and_the_rest_is_asked_for(client, db):
    often, once, never = region("Тұран"), region("Қамыс"), region("Австралия", level="country")
    for number in range(2):
        text = article(f"Тұран мен Қамыс {number}")
        for thing in (often, *([] if number else [once])):
            mention(text, thing.name_kk, thing)
        appearances.rebuild([text])
    hidden = article("Австралия", visibility="hidden")
    mention(hidden, "Австралия", never)
    appearances.rebuild([hidden])
    assert names(client, "/kk/regions/") == ["Тұран", "Қамыс"]
    assert [row.documents for row in client.get("/kk/regions/").context["rows"]] == [2, 1]
    assert names(client, "/kk/regions/?all=on") == ["Тұран", "Қамыс", "Австралия"]
    assert names(client, "/kk/regions/?q=австралия") == ["Австралия"]  # whoever knows the name finds it
    page = client.get("/kk/regions/?level=country")
    assert not page.context["rows"]
    assert names(client, page.context["among_all"]) == ["Австралия"]


def test_who_publishes_counts_as_named(client, db):
    paper = organization("Тұран таңы", organization_kind="media")
    article("Бір хабар", publisher=paper)
    assert names(client, "/kk/organizations/") == [paper.name]


def test_chips_and_boxes_say_names(client, world):
    page = client.get(f"/ru/figures/?program={world.project.slug}&status=planned")
    assert [str(chip.value) for chip in page.context["chips"]] == ["Жаркын жол", str(world.plan.get_status_display())]
    assert 'value="Жаркын жол"' in page.content.decode()
    assert slugs(client, "/ru/figures/?program=Жаркын жол") == slugs(
        client, f"/ru/figures/?program={world.project.slug}"
    )
    hidden = client.get(f"/ru/figures/?speaker={world.mother.slug}")
    assert [chip.value for chip in hidden.context["chips"]] == [world.mother.slug]  # as it was asked


def test_a_whole_name_means_what_bears_it(client, world):
    other = organization("Жаңа Жол қоры")
    value = figure(indicator=world.counted, organization=other)
    evidence(world.news, "Тұран облысында", figure=value)
    assert slugs(client, "/kk/figures/?organization=Жаңа Жол") == {world.result.slug}
    assert slugs(client, "/kk/figures/?organization=Жаңа") == {world.result.slug, value.slug}


@pytest.mark.parametrize("question", ["Құпиясөз", "құпия", "КУПИЯСОЗ", "пиясө", "«Құпиясөз»:", "көмек Құпиясөз"])
@pytest.mark.parametrize("path", ["articles", "pledges"])
def test_filters_tell_no_withheld_name(client, db, path, question):
    text = article("Құпиясөз көмек алады. Тағы бір сөйлем.")
    mention(text, "Құпиясөз", person("Мөлдір Құпиясөз", visibility="hidden"))
    evidence(text, "Құпиясөз көмек алады", pledge=pledge("Құпиясөз көмек алады"))
    searching.refresh()
    assert not client.get(f"/kk/{path}/", {"q": question}).context["rows"]
    assert len(client.get(f"/kk/{path}/", {"q": "көмек"}).context["rows"]) == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_long_question_is_said_not_raised(client, world, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = client.get(f"/ru/{path}/", {"q": "а " * 1500})
    assert page.status_code == 200
    assert not page.context["rows"]


@pytest.mark.parametrize("name", ["q", "about"])
def test_a_question_of_many_words_is_cut(client, world, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert client.get("/ru/articles/", {name: "а " * 99}).status_code == 200
