"""Sitemap, robots and JSON-LD tell machines what readers see, and no more."""

import json
import re
from xml.etree import ElementTree

import pytest

from kb.web.tests.hostile import HOSTILE
from kb.web.tests.world import DETAILS, PLANTED, addresses
from people.tests.factories import person

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client, path) -> list[str]:
    response = client.get(path)
    assert response.headers["Content-Type"].startswith("application/xml")
    return [row.text.removeprefix("http://testserver") for row in ElementTree.fromstring(response.content).iter(LOC)]


def listed(client) -> set[str]:
    return {path for part in locations(client, "/sitemap.xml") for path in locations(client, part)}


def test_the_sitemap_has_what_readers_see_in_three_languages(client, world):
    found = listed(client)
    paths = addresses(world)
    for language in ("kk", "ru", "en"):
        assert {f"/{language}{paths[name]}" for name in DETAILS} <= found
    for path in found:
        assert client.get(path).status_code == 200, path


def test_the_sitemap_has_nothing_hidden(client, world):
    found = " ".join(listed(client))
    for row in (world.mother, world.secret, world.hidden_value, world.private_promise, world.hidden_value.indicator):
        assert row.slug not in found


@pytest.mark.parametrize("path", ["/sitemap-nothing-0.xml", f"/sitemap-people-{'9' * 30}.xml"])
def test_parts_that_are_none(client, db, path):
    assert client.get(path).status_code == 404


def test_robots_name_the_sitemap(client, db):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def data(client, path) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode())
    return json.loads(text)


@pytest.mark.parametrize(
    ("name", "sort"),
    [("person", "Person"), ("organization", "PoliticalParty"), ("program", "Project"), ("region", "AdministrativeArea"),
     ("article", "NewsArticle"), ("figure", "Observation"), ("pledge", "Claim"), ("indicator", "StatisticalVariable")],
)  # fmt: skip
def test_every_detail_page_says_what_it_is_about(client, world, name, sort):
    path = addresses(world)[name]
    row = data(client, f"/en{path}")
    assert row["@type"] == sort
    assert row["url"] == f"http://testserver/en{path}"
    assert row["identifier"].startswith("http://testserver/id/")


def test_nobody_hidden_is_named_to_machines(client, world):
    world.news.title += f" {PLANTED}"
    world.news.save()
    assert PLANTED not in json.dumps(data(client, f"/kk/articles/{world.news.slug}/"), ensure_ascii=False)


def test_no_name_ends_the_block(client, db):
    someone = person(HOSTILE[:300], name_ru="</script><script>alert(4)</script>")
    assert data(client, f"/ru/people/{someone.slug}/")["name"] == "</script><script>alert(4)</script>"


def test_an_indicator_without_public_values_has_no_permalink(client, world):
    assert client.get(f"/id/{world.hidden_value.indicator.uid}").status_code == 404
    assert client.get(f"/id/{world.counted.uid}").status_code == 302
