"""Every page type, in three languages: there, complete, silent about what is not public."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from articles.models import Evidence
from articles.tests.factories import article, evidence, mention
from kb.web.tests import hostile
from kb.web.tests.world import addresses
from programs.tests.factories import figure

LANGUAGES = ("kk", "ru", "en")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers(client, world, language):
    for name, path in addresses(world).items():
        response = client.get(f"/{language}{path}")
        assert response.status_code == 200, name
        body = response.content.decode()
        assert f'<html lang="{language}">' in body
        assert body.count("<h1") == 1, name
        for other in LANGUAGES:
            assert f'hreflang="{other}" href="http://testserver/{other}{path.split("?")[0]}"' in body, name


def links(client, start):
    """Every address on this site that can be reached, each once, with its response."""
    seen, waiting = set(), list(start)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        if response.streaming:
            response = HttpResponse(b"".join(response.streaming_content), headers=dict(response.headers))
        yield path, response
        if response.status_code in (301, 302):
            waiting.append(response.headers["Location"])
        elif "xml" in response.headers["Content-Type"]:
            waiting += re.findall(r"<loc>http://testserver(/[^<]*)", response.content.decode())
        elif "html" in response.headers["Content-Type"]:
            found = re.findall(r'href="(?:http://testserver)?(/[^"#]*)', response.content.decode())
            waiting += [path.replace("&amp;", "&") for path in found if not path.startswith(("/static/", "/admin/"))]


def test_private_names_are_taken_out_of_quotes_and_titles(client, world):
    page = client.get(f"/en/figures/{world.unnamed.slug}/")
    assert "[name withheld]" in page.content.decode()


@pytest.mark.parametrize("path", ["people/{mother.slug}", "articles/{secret.slug}", "figures/{hidden_value.slug}",
                                  "pledges/{private_promise.slug}", "figures/nothing"])  # fmt: skip
def test_what_is_not_public_has_no_page(client, world, path):
    assert client.get(f"/kk/{path.format(**vars(world))}/").status_code == 404


@pytest.mark.parametrize("row", ["mother", "secret", "private_promise", "hidden_value"])
def test_permalinks_of_what_is_not_public_lead_nowhere(client, world, row):
    assert client.get(f"/id/{getattr(world, row).uid}").status_code == 404


@pytest.mark.parametrize("row", ["chair", "party", "project", "oblast", "news", "result", "promise", "counted", "post"])
def test_permalinks_lead_to_pages(client, world, row):
    response = client.get(f"/id/{getattr(world, row).uid}", headers={"accept-language": "ru"}, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0].startswith("/ru/")


def test_a_protected_text_shows_only_its_quotes(client, world):
    page = text(client.get(f"/ru/articles/{world.advert.slug}/"))
    assert "До конца 2027 года будет построено шесть детских садов" in page
    assert "Этого нельзя" not in page
    assert "Избирательный штаб" in page


def test_every_quote_opens_the_article_at_its_place(client, world):
    page = client.get(f"/kk/articles/{world.news.slug}/").content.decode()
    for quote in Evidence.objects.filter(article=world.news, figure=world.result):
        assert f'id="q{quote.pk}"' in page
        assert f"#q{quote.pk}" in client.get(f"/kk/figures/{world.result.slug}/").content.decode()


def test_the_name_of_the_day(client, world):
    page = text(client.get(f"/kk/people/{world.chair.slug}/"))
    assert "төраға , Ескі Жол" in page  # the post was reported in 2021
    assert text(client.get(f"/kk/organizations/{world.party.slug}/")).count("Жаңа Жол") > 1
    assert "<h1><span>Ескі Жол</span>" in client.get(
        f"/kk/organizations/{world.party.slug}/?on=2021-06-01"
    ).content.decode().replace(' lang="kk"', "")


def test_as_of_shows_posts_of_that_day(client, world):
    world.post.end = "2022"
    world.post.save()
    path = f"/kk/people/{world.chair.slug}/"
    assert f'id="p-{world.post.uid}"' in client.get(f"{path}?on=2021-06-20").content.decode()
    assert f'id="p-{world.post.uid}"' not in client.get(f"{path}?on=2021-06-01").content.decode()  # not reported yet
    assert f'id="p-{world.post.uid}"' not in client.get(f"{path}?on=2024-06-01").content.decode()
    assert client.get(f"{path}?on=nonsense").status_code == 200


def test_as_of_shows_borders_of_that_day(client, world):
    world.town.valid_from = "2022-06-08"
    world.town.save()
    path = f"/kk/regions/{world.oblast.slug}/"
    link = f'href="/kk/regions/{world.town.slug}/"'
    assert link in client.get(path).content.decode()
    assert link not in client.get(f"{path}?on=2021-06-01").content.decode()


def test_a_private_speaker_is_not_named_but_the_figure_stays(client, world):
    world.chair.visibility = "hidden"
    world.chair.save()
    page = text(client.get(f"/kk/figures/{world.result.slug}/"))
    assert "Айдар" not in page
    assert "120" in page


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.scripts, self.handlers, self.styles = [], [], []

    def handle_starttag(self, tag, attrs):
        ours = dict(attrs).get("src") == "/static/kb/suggest.js" or ("type", "application/ld+json") in attrs
        if tag in {"script", "iframe", "img", "object", "style"} and not ours:
            self.scripts.append(tag)
        self.handlers += [name for name, value in attrs if name.startswith("on") and value is not None]
        self.styles += [name for name, _value in attrs if name == "style"]
        self.scripts += [value for name, value in attrs if name == "href" and value.strip().startswith("javascript:")]


def test_hostile_markup_is_inert(client, db):
    paths = [*hostile.addresses(), "figures/?sort=<b>&past=<b>", "people/<script>/"]
    for language in LANGUAGES:
        for path in paths:
            response = client.get(f"/{language}/{path}")
            assert response.status_code == (404 if "past=" in path or path.endswith(">/") else 200), path
            tags = Tags()
            tags.feed(response.content.decode())
            assert [*tags.scripts, *tags.handlers, *tags.styles] == [], path


# What a page may ask: its row, what hangs on it, the words that say it, the names of the day.
QUERIES = 4


@pytest.mark.parametrize("times", [1, 10])
def test_a_page_asks_few_questions_at_ten_times_the_data(client, world, times):
    for number in range(times - 1):
        more = article(
            f"{number} отбасыға көмек көрсетілді, деді Айдар Сейітов.", published_on=date(2024, 1, number + 1)
        )
        mention(more, "Айдар Сейітов", world.chair)
        value = figure(
            indicator=world.counted, value=number, program=world.project, region=world.oblast, speaker=world.chair,
            organization=world.party,
        )  # fmt: skip
        evidence(more, f"{number} отбасыға көмек көрсетілді", figure=value)
    asked = {}
    for path in addresses(world).values():
        for question in ("", "on=2021-07-01", "sort=new"):
            address = f"/ru{path}{'&' if '?' in path else '?'}{question}"
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            asked[address] = len(queries)
    narrowed = "/ru/figures/?program=жол&region=тұран&speaker=сейтов"
    with CaptureQueriesContext(connection) as queries:
        assert client.get(narrowed).context["rows"]
    asked[narrowed] = len(queries)
    assert {address: number for address, number in asked.items() if number > QUERIES} == {}
