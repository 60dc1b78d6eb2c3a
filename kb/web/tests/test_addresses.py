"""Where addresses lead: the door, merged, renamed and removed things, health."""

import pytest

from kb.core.models import OldSlug
from people.tests.factories import organization, person


@pytest.mark.parametrize(("accepted", "language"), [("ru", "ru"), ("en-GB,en", "en"), ("kk", "kk"), ("de", "kk")])
def test_the_door_leads_to_the_readers_language(client, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


def test_the_cookie_goes_before_the_header(client):
    client.cookies["django_language"] = "en"
    assert client.get("/", headers={"accept-language": "ru"}).headers["Location"] == "/en/"


def test_a_merged_thing_redirects_to_the_kept_one(client, db):
    last, first = organization("Соңғы қор"), organization("Алғашқы қор")
    middle = organization("Ортаңғы қор", merged_into=last)
    first.merged_into = middle
    first.save()
    for row in (first, middle):
        response = client.get(f"/ru/organizations/{row.slug}/?on=2021-06-01")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/ru/organizations/{last.slug}/?on=2021-06-01&moved=1"
        assert client.get(f"/id/{row.uid}").status_code == 301


def test_a_renamed_thing_redirects(client, db):
    fund = organization()
    OldSlug.objects.create(slug="old-name", entity=fund)
    response = client.get("/kk/organizations/old-name/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/kk/organizations/{fund.slug}/?moved=1")
    assert client.get("/kk/people/old-name/").status_code == 404
    page = client.get("/en/organizations/old-name/", follow=True).content.decode()
    assert "is an earlier one" in page
    assert f'rel="canonical" href="http://testserver/en/organizations/{fund.slug}/"' in page
    assert "moved=1" not in page


def test_old_addresses_of_hidden_people_lead_nowhere(client, db):
    someone = person("Мөлдір", visibility="hidden")
    OldSlug.objects.create(slug="moldir-old", entity=someone)
    merged = person("Басқа", merged_into=someone)
    assert client.get("/kk/people/moldir-old/").status_code == 404
    assert client.get(f"/kk/people/{merged.slug}/").status_code == 404


def test_a_removed_thing_is_gone(client, db):
    fund = organization(visibility="removed")
    for path in (f"/kk/organizations/{fund.slug}/", f"/id/{fund.uid}"):
        response = client.get(path)
        assert response.status_code == 410
        assert fund.name not in response.content.decode()


def test_health(client, db):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json().items() >= {"status": "ok", "database": "ok", "migrations_waiting": 0}.items()


def test_robots(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode()


def test_pages_only_answer_to_reading(client, db):
    assert client.post("/kk/people/").status_code == 405
    assert client.post("/kk/").status_code == 405
