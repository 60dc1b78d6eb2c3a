"""Where two versions of one news item disagree."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Disagreement
from articles.tests.factories import article, evidence, twins
from articles.twins import decide, disagreements, propose
from kb.core import batches
from kb.core.tests.factories import run as import_run
from kb.core.tests.factories import superuser, user
from kb.regions.tests.factories import region
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, indicator

pytestmark = pytest.mark.django_db
KAZAKH = "Әкім Айдар Сейітов 120 отбасы пәтер алғанын, 40 бала балабақшаға барғанын айтты."
RUSSIAN = "Аким Айдар Сеитов сказал, что квартиры получили 125 семей, а в детский сад пошли 40 детей."


@pytest.fixture
def pair():
    return twins(KAZAKH, RUSSIAN)


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
        {"value": 110, "qualifier": ">"},
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


@pytest.fixture
def asked(pair):
    """120 families in Kazakh, 125 in Russian."""
    own, other = pair
    told(own, "120 отбасы", 120, review="proposed")
    told(other, "125 семей", 125, review="proposed")
    propose(other, import_run())
    return Disagreement.objects.get()


def test_a_disagreement_is_asked_about_once(pair, asked):
    assert (asked.article, asked.other) == pair
    assert [claim.value for claim in asked.sides] == [120, 125]
    assert propose(pair[0], import_run()) == propose(pair[1], import_run()) == 0
    assert list(Disagreement.objects.waiting()) == [asked]


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        ("own", ["accepted", "deprecated"]),
        ("other", ["deprecated", "accepted"]),
        ("both", ["proposed", "proposed"]),
    ],
)
def test_the_answer_is_remembered(pair, asked, answer, states):
    done = decide(asked, answer, superuser(), "as the ministry says")
    asked.refresh_from_db()
    assert [claim.review for claim in asked.sides] == states
    assert (asked.answer, asked.reason) == (answer, "as the ministry says")
    propose(pair[0], import_run())
    assert Disagreement.objects.get() == asked
    assert not Disagreement.objects.waiting().exists()
    batches.undo(done, superuser(username="another"))
    assert list(Disagreement.objects.waiting()) == [asked]
    assert [claim.review for claim in Disagreement.objects.get().sides] == ["proposed", "proposed"]


def test_claims_that_are_read_anew_are_not_asked_about_again(pair, asked):
    decide(asked, "both", superuser())
    for claim in asked.sides:
        claim.delete()
    told(pair[0], "120 отбасы", 120, name="отбасы")
    told(pair[1], "125 семей", 125, name="семьи")
    assert propose(pair[0], import_run()) == 1
    assert Disagreement.objects.get().answer == "both"


def test_another_number_is_another_question(pair, asked):
    decide(asked, "both", superuser())
    asked.other_figure.delete()
    told(pair[1], "125 семей", 225)
    propose(pair[0], import_run())
    assert Disagreement.objects.waiting().get().sides[1].value == 225


@pytest.mark.parametrize("settled", ["agree", "decided", "apart"])
def test_what_is_settled_is_asked_no_more(pair, asked, settled):
    if settled == "agree":
        asked.other_figure.delete()
        propose(pair[0], import_run())
        assert not Disagreement.objects.exists()
    elif settled == "decided":
        asked.figure.review = "rejected"
        asked.figure.save()
    else:
        pair[0].twin = None
        pair[0].save()
    assert not Disagreement.objects.waiting().exists()


def test_the_desk_asks_and_takes_the_answer(asked, client):
    address = reverse("admin:review_twins")
    client.force_login(superuser(username="editor"))
    page = client.get(address).content.decode()
    assert ">120 отбасы<footer>" in page
    assert ">125 семей<footer>" in page
    client.post(address, {"row": asked.pk, "answer": "whatever"})
    assert Disagreement.objects.waiting().exists()
    client.post(address, {"row": asked.pk, "answer": "other", "reason": "the minister's table"})
    assert Disagreement.objects.get().answer == "other"
    assert "125 семей" not in client.get(address).content.decode()


def test_who_may_not_decide_is_not_asked(asked, client):
    reader = user()
    looks = Permission.objects.filter(codename__in=["view_article", "view_mention", "view_evidence"])
    reader.user_permissions.set(looks)
    client.force_login(reader)
    address = reverse("admin:review_twins")
    assert b'name="answer"' not in client.get(address).content
    assert client.post(address, {"row": asked.pk, "answer": "both"}).status_code == 403
