"""Filters, chips, sorts and pages of lists."""

import pytest

from kb.core import lists
from kb.core.models import Name
from people.tests.factories import organization


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
        ("figures/?speaker=сейтов", {"result"}),
        ("figures/?speaker=СЕЙІТОВ", {"result"}),
        ("figures/?speaker={mother.slug}", set()),
        ("figures/?speaker=Мөлдір", set()),
        ("figures/?q=отбасы", {"plan", "result", "unnamed"}),
        ("figures/?organization=ескі жол", {"result"}),
        ("pledges/?due=later", {"promise"}),
        ("pledges/?due=overdue", set()),
        ("pledges/?who=жаңа", {"promise"}),
        ("pledges/?q=балабақша", {"promise"}),
        ("people/?organization=жаңа жол", {"chair"}),
        ("people/?organization=жаңа жол&on=2021-07-01", {"chair"}),
        ("people/?region=тұран&q=айдар", {"chair"}),
        ("people/?region=қамыс", set()),
        ("people/?q=Мөлдір", set()),
        ("programs/?owner=жаңа", {"project"}),
        ("programs/?region=тұран", {"project"}),
        ("programs/?kind=campaign", {"campaign"}),
        ("regions/?level=city", {"town"}),
        ("organizations/?kind=media", {"paper"}),
        ("articles/?language=ru", {"advert"}),
        ("articles/?about={chair.slug}", {"news"}),
        ("articles/?after=2022-01-01", {"advert"}),
        ("articles/?q=отбасыларға", {"news"}),
        ("indicators/?unit=family", {"counted"}),
    ],
)
def test_filters(client, world, path, expected):
    found = slugs(client, f"/kk/{path.format(**vars(world))}")
    assert found == {getattr(world, name).slug for name in expected}


def test_a_chip_takes_its_filter_off(client, world):
    page = client.get("/kk/figures/?status=planned&unit=family&sort=largest&page=1")
    by_name = {chip.name: chip for chip in page.context["chips"]}
    assert by_name["status"].without == "/kk/figures/?unit=family&sort=largest"
    assert len(client.get(by_name["status"].without).context["rows"]) == 3


def test_an_empty_list_says_which_filter_to_loosen(client, world):
    page = client.get("/kk/figures/?status=planned&year=2019")
    assert not page.context["rows"]
    assert {chip.name: chip.would_find for chip in page.context["chips"]} == {"status": 0, "year": 1}


@pytest.mark.parametrize("query", ["status=nonsense", "year=abc", "unit=%00", "year=99999999999999"])
def test_a_wrong_value_is_said_not_raised(client, world, query):
    page = client.get(f"/kk/figures/?{query}")
    assert page.status_code == 200
    assert not page.context["rows"]
    assert 'role="alert"' in page.content.decode()


def test_pages(client, db):
    for number in range(lists.PAGE + 3):
        organization(f"Қор {number:03}")
    first = client.get("/kk/organizations/?kind=fund")
    assert first.context["total"] == lists.PAGE + 3
    assert not first.context["previous"]
    second = client.get(first.context["next"])
    assert names(client, first.context["next"]) == ["Қор 025", "Қор 026", "Қор 027"]
    assert second.context["previous"] == "/kk/organizations/?kind=fund"
    assert not second.context["next"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9", "99999999999", "²"])
def test_pages_that_are_not_there(client, db, page):
    assert client.get(f"/kk/organizations/?page={page}").status_code == 404


def test_a_list_finds_other_names(client, db):
    fund = organization("Қамқор қоры")
    Name.objects.create(entity=fund, text="Ескі атау", kind="former")
    assert names(client, "/kk/organizations/?q=ескі") == ["Қамқор қоры"]


def test_an_unknown_sort_is_the_usual_one(client, world):
    assert client.get("/kk/figures/?sort=password").context["sort"] == "new"
