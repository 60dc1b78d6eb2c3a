"""?on=2021-06-01 shows posts, names and claims of that day, on lists and on articles too."""

from datetime import date

import pytest

from articles.tests.factories import article, evidence
from kb.core.models import Relation
from kb.core.partial_dates import PartialDate
from kb.web.tests.test_pages import text
from people.tests.factories import organization, person, position
from programs.tests.factories import figure, pledge

WORDS = "Айдар Сейітов төраға болды, 120 отбасы көмек алды, алты балабақша салынады."


@pytest.fixture
def news(db):
    return article(WORDS, title="Хабар", published_on=date(2021, 6, 15))


def held(news, **fields):
    row = position(**{"organization": organization("Жаңа Жол", organization_kind="party"), **fields})
    evidence(news, "Айдар Сейітов төраға болды", position=row)
    return row


@pytest.mark.parametrize(
    ("fields", "day", "there"),
    [
        ({"first_reported": date(2021, 6, 15)}, "2021-06-14", False),  # nobody says what was before
        ({"first_reported": date(2021, 6, 15)}, "2021-06-15", True),
        ({"first_reported": date(2021, 6, 15)}, "2030-01-01", True),
        ({"first_reported": date(2021, 6, 15), "start": PartialDate(2019)}, "2020-01-01", True),
        ({"first_reported": date(2021, 6, 15), "end": PartialDate(2022)}, "2023-01-01", False),
        ({}, "2021-01-01", True),  # no document has a date
    ],
)
def test_the_posts_of_the_day(client, news, fields, day, there):
    row = held(news, **fields)
    shown = client.get(f"/kk/people/?all=on&on={day}").context["rows"]
    assert [person.present for person in shown] == ([row] if there else [])
    assert bool(client.get(f"/kk/articles/{news.slug}/?on={day}").context["positions"]) is there
    assert bool(client.get(f"/kk/people/{row.person.slug}/?on={day}").context["positions"]) is there


def test_an_article_keeps_what_was_so_on_the_day(client, news):
    evidence(news, "120 отбасы", figure=figure(as_of=PartialDate(2021, 6, 15)))
    evidence(news, "салынады", pledge=pledge("алты балабақша салынады", start=PartialDate(2021, 6, 15)))
    ends = person("Болат Оспанов"), organization("Ескі Жол")
    tie = Relation.objects.create(
        subject=ends[0], kind="works_with", object=ends[1], review="accepted", start=PartialDate(2021),
        end=PartialDate(2022),
    )  # fmt: skip
    evidence(news, "Айдар", relation=tie)
    path = f"/en/articles/{news.slug}/"
    groups = ("figures", "pledges", "relations")
    for day, found in (("2020-01-01", [0, 0, 0]), ("2021-07-01", [1, 1, 1]), ("2024-01-01", [1, 1, 0])):
        page = client.get(f"{path}?on={day}")
        assert [len(page.context[name]) for name in groups] == found, day
        assert "which was so on that day" in text(page)
        assert ("published after that day" in text(page)) is (day < "2021-06-15")
    page = client.get(path)
    assert [len(page.context[name]) for name in groups] == [1, 1, 1]
    assert "on that day" not in text(page)
