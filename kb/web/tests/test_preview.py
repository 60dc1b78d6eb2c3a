"""Editors see the page of what is not public yet, as readers would: marked, for nobody else, and nothing is written."""

from decimal import Decimal

import pytest
from django.urls import reverse

from articles.tests.factories import article, evidence, mention
from kb.core.models import Entity, Run, SearchStale
from kb.core.tests.factories import run, user
from kb.regions.tests.factories import region
from people.models import PublishRequest
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, pledge, program

pytestmark = pytest.mark.django_db
LANGUAGE = {"accept-language": "en"}


def hidden_person():
    row = person("Жанар Сейітова", visibility="hidden")
    evidence(article("Жанар Сейітова төраға болды."), "Жанар Сейітова", position=position(person=row))
    return row, "төраға"


def hidden_article():
    row = article("Садовый дом открыт.", visibility="hidden")
    mention(row, "Садовый дом", organization("Садовый дом"))
    return row, "открыт"


def proposed(kind, make, **fields):
    row = make(review="proposed", confidence=0.3, run=run(), **fields)
    evidence(article("Қор 120 отбасыға көмектесті."), "120 отбасыға", run=row.run, **{kind: row})
    return row, "120"


MAKE = {
    "person": hidden_person,
    "organization": lambda: (organization("Қамқор қоры", visibility="hidden"), "Қамқор қоры"),
    "program": lambda: (program("Жарқын жол", visibility="hidden"), "Жарқын жол"),
    "region": lambda: (region("Тұран облысы", visibility="hidden"), "Тұран облысы"),
    "article": hidden_article,
    "figure": lambda: proposed("figure", figure, value=Decimal(120)),
    "pledge": lambda: proposed("pledge", pledge),
}


def address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_preview", args=[row.pk])


def change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("kind", MAKE)
def test_an_editor_sees_the_page_and_nothing_is_written(client, kind):
    row, words = MAKE[kind]()
    versions, stale = row.history.count(), SearchStale.objects.count()
    stored = type(row).objects.filter(pk=row.pk).values().get()
    client.force_login(user("editor"))
    assert address(row) in client.get(change(row), headers=LANGUAGE).content.decode()
    answer = client.get(address(row), headers=LANGUAGE)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert words in html
    assert "Preview" in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert 'rel="canonical"' not in html
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert type(row).objects.filter(pk=row.pk).values().get() == stored
    assert (row.history.count(), SearchStale.objects.count()) == (versions, stale)
    assert not PublishRequest.objects.exists()
    assert not Run.objects.filter(kind="bulk_edit").exists()
    client.logout()
    assert client.get(row.get_absolute_url(), follow=True).status_code == 404


@pytest.mark.parametrize(("group", "status"), [(None, 302), ("", 403), ("viewer", 200), ("admin", 200)])
def test_nobody_else_opens_it(client, group, status):
    row, words = hidden_person()
    if group is not None:
        client.force_login(user(group))
    answer = client.get(address(row))
    assert answer.status_code == status
    assert (words in answer.content.decode()) is (status == 200)
    assert client.post(address(row)).status_code in (302, 403, 405)


def test_the_page_can_be_read_in_each_language(client):
    client.force_login(user("editor"))
    row = program("Жарқын жол", name_ru="Светлый путь", visibility="hidden")
    for code, name in (("kk", "Жарқын жол"), ("ru", "Светлый путь")):
        html = client.get(address(row), {"language": code}).content.decode()
        assert f'<html lang="{code}">' in html
        assert f">{name}</span>" in html
        assert 'href="/admin/programs/program/' in html
        assert "?language=en" in html


def test_other_hidden_things_stay_hidden(client):
    client.force_login(user("editor"))
    project, secret = program(visibility="hidden"), person("Құпия Адамов", visibility="hidden")
    source = article("Құпия Адамов Жарқын жол жобасын ашты.")
    mention(source, "Құпия Адамов", secret)
    evidence(source, "Құпия Адамов Жарқын жол", pledge=pledge("Жарқын жол жалғасады", program=project))
    html = client.get(address(project)).content.decode()
    assert "Жарқын жол жалғасады" in html
    assert "Адамов" not in html


def test_what_stays_hidden_even_then_says_so(client):
    client.force_login(user("editor"))
    row = pledge(review="proposed", person=person(visibility="hidden"))
    answer = client.get(address(row), follow=True)
    assert answer.redirect_chain[0][0] == change(row)
    assert len(answer.context["messages"]) == 1


def test_there_is_no_preview_of_what_is_public_merged_or_gone(client):
    client.force_login(user("editor"))
    shown = organization("Ашық қор")
    assert client.get(address(shown)).url == shown.get_absolute_url()
    for row in (
        organization("Бірге", visibility="hidden", merged_into=Entity.objects.get(pk=shown.pk)),
        organization("Жоқ", visibility="removed"),
        pledge(review="rejected"),
    ):
        assert client.get(address(row)).status_code == 404
        assert address(row) not in client.get(change(row)).content.decode()
