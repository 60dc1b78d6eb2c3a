"""Where two versions of one news item disagree."""

from decimal import Decimal

import pytest
from django.urls import reverse

from articles.tests.factories import article, evidence
from articles.twins import disagreements
from kb.core.tests.factories import superuser
from kb.regions.tests.factories import region
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, indicator

pytestmark = pytest.mark.django_db
KAZAKH = "Әкім Айдар Сейітов 120 отбасы пәтер алғанын, 40 бала балабақшаға барғанын айтты."
RUSSIAN = "Аким Айдар Сеитов сказал, что квартиры получили 125 семей, а в детский сад пошли 40 детей."


@pytest.fixture
def pair():
    own = article(KAZAKH)
    other = article(RUSSIAN, language="ru", twin=own)
    own.twin = other
    own.save()
    return own, other


def told(article, words, value, **fields):
    counted = indicator(fields.pop("name", f"{words} {value}"), fields.get("unit", "family"))
    return evidence(article, words, figure=figure(indicator=counted, value=Decimal(value), **fields))


def quotes(article):
    return [(row.claim, row.own.quote, row.other.quote) for row in disagreements(article)]


def test_another_number_of_the_same(pair):
    own, other = pair
    for of, number, words in ((own, 120, "120 отбасы"), (other, 125, "125 семей")):
        told(of, words, number)
    for of, words in ((own, "40 бала"), (other, "40 детей")):
        told(of, words, 40)
    assert quotes(own) == [("figure", "120 отбасы", "125 семей")]
    assert quotes(other) == [("figure", "125 семей", "120 отбасы")]


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 120},
        {"value": 125, "unit": "person"},
        {"value": 125, "status": "planned"},
        {"value": 125, "review": "rejected"},
        {"value": 100, "value_max": Decimal(120)},
    ],
)
def test_no_other_number_of_the_same(pair, fields):
    own, other = pair
    told(own, "120 отбасы", 120)
    told(other, "125 семей", **fields)
    assert quotes(own) == []


def test_of_two_numbers_it_is_not_known_which_is_meant(pair):
    own, other = pair
    told(own, "120 отбасы", 120)
    told(other, "125 семей", 125)
    told(other, "40 детей", 40)
    assert quotes(own) == []


def test_another_region_is_another_number(pair):
    own, other = pair
    told(own, "120 отбасы", 120, region=region("Тұран облысы"))
    told(other, "125 семей", 125, region=region("Арқа облысы"))
    assert quotes(own) == []


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ({"post": "akim"}, {"post": "akim"}, 0),
        ({"post": "akim"}, {"post": "deputy-akim"}, 1),
        ({"post": "deputy-akim"}, {"post": ""}, 0),
        ({"post": "council-chair"}, {"post": "chair"}, 0),
        ({"post": "akim-oblast"}, {"post": "akim"}, 0),
        ({"post": "council-chair"}, {"post": "akim"}, 1),
        ({"post": "akim"}, {"post": ""}, 0),
        ({"organization": {"name": "Ана қоры"}}, {"organization": {"name": "Бала қоры"}}, 1),
        ({"organization": {"name": "Ана қоры"}}, {"organization": {"name": "", "name_ru": "Фонд матери"}}, 0),
    ],
)
def test_posts(pair, one, two, count):
    who = person()
    for of, words, fields in zip(pair, ("Әкім Айдар Сейітов", "Аким Айдар Сеитов"), (one, two), strict=True):
        body = organization(**fields["organization"]) if "organization" in fields else None
        post = position(person=who, title_kk=words, **{**fields, "organization": body})
        evidence(of, words, position=post)
    assert len(quotes(pair[0])) == count


def test_without_a_twin():
    assert disagreements(article(KAZAKH)) == []


def test_the_desk_shows_both_quotes(pair, client):
    client.force_login(superuser(username="editor"))
    own, other = pair
    told(own, "120 отбасы", 120)
    address = reverse("admin:articles_article_change", args=[own.pk])
    assert "<blockquote>" not in client.get(address).content.decode()
    told(other, "125 семей", 125)
    page = client.get(address).content.decode()
    assert "<blockquote>120 отбасы</blockquote>" in page
    assert "<blockquote>125 семей</blockquote>" in page
