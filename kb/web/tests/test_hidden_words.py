"""A planted word of hidden things: in no answer, asked for by whatever name; and no number counts them."""

import json
import re
from urllib.parse import quote

import pytest

from articles import appearances
from articles.models import Evidence
from kb.core.tests.factories import user
from kb.web.tests import world as worlds
from kb.web.tests.test_pages import links
from kb.web.tests.world import LISTS, PLANTED, addresses
from seeds import searching

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def planted(world):
    rows = worlds.plant(world)
    index()
    return rows


def index():
    for _batch in searching.rebuild():
        pass


def body(response) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode()


@pytest.mark.parametrize("role", [None, "viewer", "editor", "reviewer", "admin"])
def test_no_page_has_the_word(client, world, planted, role):
    """The same for everybody, on every page that links lead to: and no link is dead or leads to another site."""
    if role:
        client.force_login(user(role))
    world.news.title += f" {PLANTED}"  # the article's title names the private mother too
    world.news.save()
    seen = 0
    for path, response in links(client, ["/kk/", "/ru/", "/en/", "/sitemap.xml", "/robots.txt"]):
        assert response.status_code in (200, 301, 302), path
        answer = response.content.decode()
        assert PLANTED not in answer, path
        assert PLANTED not in json.dumps(dict(response.headers), ensure_ascii=False), path
        outside = re.findall(r'(?:src|href|action|data)="((?:https?:)?//[^"]+)', answer)
        assert [address for address in outside if not address.startswith("http://testserver")] == [], path
        seen += 1
    assert seen > 60


# Answers to a question that has the word repeat the question, and nothing else of what bears it.
ASKED = ["/kk/search/?q={word}", "/ru/search/?q={word}&exact=on", "/kk/search/?q={word}&kind=program", *(
    f"/kk/{name}/?q={{word}}" for name in ("people", "organizations", "programs", "regions", "articles", "pledges")
), *(f"/ru/{name}/?q={{word}}&format=csv" for name in LISTS),
    "/kk/figures/?program={word}", "/kk/figures/?region={word}", "/kk/figures/?organization={word}",
    "/kk/figures/?speaker={word}", "/kk/figures/?about={word}", "/kk/articles/?about={word}",
    "/kk/people/?organization={word}&all=on", "/kk/programs/?all=on&q={word}"]  # fmt: skip


def test_no_question_finds_it(client, world, planted):
    uids = [row.uid for row in planted if hasattr(row, "uid")]
    for word in (PLANTED[:5], PLANTED.lower()[:-1]):
        for path in ASKED:
            answer = body(client.get(path.format(word=quote(word))))
            assert PLANTED not in answer, path
            assert [uid for uid in uids if uid in answer] == [], path
    for word in (PLANTED, PLANTED[:3], "Жоба Құ", "Проект", "Мөлдір", "жойылған"):
        for kind in ("", "person", "organization", "program", "region"):
            assert PLANTED not in str(client.get("/kk/search/suggestions/", {"q": word, "kind": kind}).json())


def test_error_pages_do_not_name_it(client, world, planted):
    hidden = [row for row in [*planted, world.mother, world.secret, world.hidden_value] if hasattr(row, "slug")]
    paths = [f"/ru/{kind}/{row.slug}/" for row in hidden for kind in LISTS]
    paths += [f"/id/{row.uid}" for row in hidden]
    paths += [f"/kk/{kind}s/old-{kind}/" for kind in ("program", "organization", "region")]
    for path in paths:
        response = client.get(path)
        assert response.status_code in (404, 410), path
        assert PLANTED not in body(response), path


def seen(client) -> dict[str, str]:
    """What every page type, list, search and machine is told, without what changes at each answer."""
    paths = [*addresses_in(client), "/sitemap.xml"]
    return {path: re.sub(r"csrfmiddlewaretoken[^>]*", "", body(client.get(path))) for path in paths}


def addresses_in(client):
    for language in LANGUAGES:
        for path in client.paths:
            yield f"/{language}{path}"
        for name in LISTS:
            yield f"/{language}/{name}/?format=csv&all=on"
            yield f"/{language}/{name}/?all=on"
        yield f"/{language}/search/?q=отбасы"
        yield f"/{language}/search/suggestions/?q=ж"


def test_every_page_is_as_if_it_were_not_there(client, world, planted):
    """Lists, counts, badges, charts, facets: the same after the hidden rows are gone."""
    client.paths = list(addresses(world).values())
    before = seen(client)
    for row in planted:
        if hasattr(row, "evidence"):
            row.evidence.all().delete()
        row.delete()
    appearances.rebuild([world.news])
    index()
    after = seen(client)
    assert [path for path in before if before[path] != after[path]] == []
    assert Evidence.objects.exists()
