"""Names that readers may not see stay out of the list of indicators, however many articles count them."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.tests.factories import article, evidence, mention
from kb.core.tests.factories import superuser, user
from people import publishing
from people.tests.factories import person
from programs import veils
from programs.models import Indicator, Veil
from programs.tests.factories import figure, indicator
from seeds import searching

pytestmark = pytest.mark.django_db
SENTENCE = "Ерсай Тілекбаев салған үй саны 12 болды."


def counted(of, number=0):
    text = article(f"{SENTENCE} Хабар {number}.")
    return evidence(text, "үй саны 12", figure=figure(indicator=of, value=12 + number))


@pytest.fixture
def hidden():
    """An indicator with the name of a person who is not public, and one that any article may count."""
    who = person("Ерсай Тілекбаев", visibility="hidden")
    quote = counted(indicator("Тілекбаев салған үй саны", unit="house"))
    mention(quote.article, "Ерсай Тілекбаев", entity=who, kind="person")
    counted(indicator("салынған мектеп саны", unit="school"), 1)
    return who


def shown(client) -> str:
    return client.get("/en/indicators/").content.decode()


def test_a_name_is_withheld_until_its_person_is_public(client, hidden):
    for _state in ("waits", "in step"):
        page = shown(client)
        assert "Тілекбаев" not in page
        assert "[name withheld] салған үй саны" in page
        assert "мектеп" in page
        searching.refresh()
    assert Veil.objects.get().words == "Тілекбаев"
    publishing.approve(publishing.ask([hidden], user(), "holds a public post")[0], superuser())
    searching.refresh()
    assert not Veil.objects.exists()
    assert "Тілекбаев салған үй саны" in shown(client)


def test_what_is_written_is_checked_and_written_anew(hidden):
    searching.refresh()
    assert list(veils.problems(Counter())) == []
    Veil.objects.all().delete()
    assert len(list(veils.problems(Counter()))) == 1
    assert list(veils.rebuild()) == [2]
    assert list(veils.problems(Counter())) == []


def read(client) -> tuple[int, int]:
    """How many questions the list asks, and how many rows answer them."""
    with CaptureQueriesContext(connection) as caught:
        shown(client)
    asked = [query["sql"] for query in caught if query["sql"].startswith("SELECT")]
    rows = 0
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(sql)
            rows += len(cursor.fetchall())
    return len(asked), rows


def test_the_list_reads_no_more_for_more_figures(client, hidden):
    searching.refresh()
    client.get("/en/indicators/")
    few = read(client)
    for number in range(2, 30):
        quote = counted(Indicator.objects.get(unit="school"), number)
        mention(quote.article, "Ерсай Тілекбаев", entity=hidden, kind="person")
    searching.refresh()
    assert read(client) == few


def _hide(who, quote):
    type(who).objects.filter(pk=who.pk).update(visibility="hidden")


def _rename(who, quote):
    of = quote.figure.indicator
    of.name_ru = of.name_kk = of.name_en = "Тілекбаев салған мектеп саны"
    of.save()


def _count_anew(who, quote):
    other = counted(indicator("Тілекбаев салған көпір саны", unit="bridge"), 50)
    mention(other.article, "Ерсай Тілекбаев", entity=who, kind="person")


@pytest.mark.parametrize("few", [1000, 0])
@pytest.mark.parametrize(("before", "named", "change"), [
    ("public", "Тілекбаев салған мектеп саны", _hide),
    ("hidden", "мектеп саны", _rename),
    ("hidden", "мектеп саны", _count_anew),
])  # fmt: skip
def test_what_changed_withholds_before_search_has_followed(client, monkeypatch, before, named, change, few):
    monkeypatch.setattr(veils, "FEW", few)
    who = person("Ерсай Тілекбаев", visibility=before)
    quote = counted(indicator(named, unit="school"))
    mention(quote.article, "Ерсай Тілекбаев", entity=who, kind="person")
    searching.refresh()
    assert "name withheld" not in shown(client)
    change(who, quote)
    page = shown(client)
    assert "[name withheld] салған" in page
    assert "Тілекбаев" not in page
