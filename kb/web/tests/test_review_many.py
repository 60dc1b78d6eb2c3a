"""The pages of the review desk ask the database as often for ten thousand findings as for a hundred."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Appearance, Article, Evidence, Mention
from kb.core.partial_dates import PartialDate
from kb.core.tests.factories import run, superuser
from kb.regions.tests.factories import region
from people.tests.factories import person
from programs.models import Figure
from programs.tests.factories import indicator, program

pytestmark = pytest.mark.django_db
PER_PAGE = 10  # findings of each sort in one document
SENTENCE = "Айдар Сейітов 120 отбасыға көмектесті. "


def many(model, rows):
    """Past the checks, which look at every text again."""
    return QuerySet(model=model).bulk_create(rows, batch_size=500)


class Heap:
    """Documents with proposed mentions and figures, every third figure told otherwise elsewhere."""

    def __init__(self):
        self.act, self.who, self.place = run(), person(), region()
        self.project, self.counted = program(), indicator()
        self.rows = 0

    def grow(self, rows):
        found = {"review": "proposed", "confidence": 0.8, "run": self.act}
        first, self.rows = self.rows, rows
        text = SENTENCE * PER_PAGE
        articles = many(
            Article,
            [
                Article(
                    title=f"Хабар {number}", slug=f"n-{number}", text=text, language="kk",
                    sha256=hashlib.sha256(str(number).encode()).hexdigest(),
                    published_on=date(2024, 1, 1) + timedelta(days=number % 300),
                )
                for number in range(first // PER_PAGE, rows // PER_PAGE)
            ],
        )  # fmt: skip
        places = [(each, number * len(SENTENCE)) for each in articles for number in range(PER_PAGE)]
        many(
            Mention,
            [
                Mention(article=each, start=at, end=at + 13, text="Айдар Сейітов", kind="person", entity=self.who,
                        rule="given-surname", why={"rivals": ["Айдар Сеитов"]}, **found)
                for each, at in places
            ],
        )  # fmt: skip
        about = {"indicator": self.counted, "unit": "family", "program": self.project, "region": self.place}
        figures = many(
            Figure,
            [
                Figure(value=Decimal(120 + number % 3), start=PartialDate(1000 + number // 6 % 8000), **about, **found)
                for number, _place in enumerate(places, first)
            ],
        )
        many(
            Evidence,
            [
                Evidence(article=each, start=at + 14, end=at + 28, quote="120 отбасыға", figure=figure,
                         rule="number-count", run=self.act)
                for (each, at), figure in zip(places, figures, strict=True)
            ],
        )  # fmt: skip
        many(Appearance, [Appearance(entity_id=self.place.pk, article=each) for each in articles])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a planner that takes the tables for empty reads them a row at a time


def addresses(heap):
    queue, page = reverse("admin:review_queue"), Article.objects.earliest("pk").pk
    return [
        queue,
        f"{queue}?p=2",
        f"{queue}?kind=figure&confidence=middle&risk=shown&rule=number-count",
        f"{queue}?kind=person&risk=rivals",
        f"{queue}?state=returned",
        f"{queue}?state=changed",
        f"{queue}?program={heap.project.pk}&region={heap.place.pk}",
        reverse("admin:review_document", args=[page]),
        reverse("admin:review_edit", args=[page, f"figure:{Figure.objects.earliest('pk').pk}"]),
        reverse("admin:review_accept") + "?rule=number-count&kind=figure",
        reverse("admin:review_accept") + "?rule=given-surname&kind=person",
        reverse("admin:review_conflicts"),
        reverse("admin:review_next"),
    ]


def asked(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code in (200, 302), address
    return len(caught)


def test_ten_thousand_findings_ask_no_more_than_a_hundred(client):
    client.force_login(superuser())
    heap = Heap()
    heap.grow(100)
    pages = addresses(heap)
    for address in pages:
        client.get(address)
    few = {address: asked(client, address) for address in pages}
    heap.grow(10_000)
    assert {address: asked(client, address) for address in pages} == few
    assert max(few.values()) <= 26
    assert client.get(pages[0]).context["waiting_total"] == 20_000
