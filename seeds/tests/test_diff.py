"""What an import would change, in words: risky lines first."""

import pytest
from django.utils import translation

from articles.models import Mention
from articles.tests.factories import article
from kb.core.models import Review
from kb.core.tests.factories import run
from people.models import Person, Position
from people.tests.factories import organization
from seeds import diff, importing
from seeds.models import ImportItem
from seeds.reading import files
from seeds.tests import stub

pytestmark = pytest.mark.django_db

BASE = "Хабар\n2023-03-06\nКөкжар әкімі Марат Серіков. 120 отбасы көмек алды.\n"


@pytest.fixture
def preview(gazetteer):
    """Import ``standing`` texts, then preview another: preview({"a": text}, b=text) → the preview."""

    def run(texts, **options):
        items = [item for name, text in texts.items() for item in files.contents(f"{name}.txt", text.encode())]
        settings = {"read": stub.read, "reader_version": "stub-1", "gazetteer": gazetteer, **options}
        return items, importing.Options(**settings)

    def preview(standing, between=lambda: None, **texts):
        importing.import_items(*run(standing))
        between()
        items, options = run(texts, dry_run=True)
        collector = diff.Collector(items)
        options.tell = collector.tell
        return collector.result(importing.import_items(items, options))

    return preview


def said(preview, level):
    with translation.override("en"):
        return [diff.words(line) for line in preview["lines"] if line["level"] == level]


@pytest.mark.parametrize(
    ("standing", "coming", "level", "line"),
    [
        ("Хабар\nМәтін.", BASE, diff.RISK, "Adds Марат Серіков and shows them to everybody: әкімі — Хабар"),
        (
            BASE,
            "Жаңа\n2024-03-06\nКөкжар әкімі Айгүл Омарова.\n",
            diff.RISK,
            "Changes who is “әкімі” of Көкжар: from Марат Серіков to Айгүл Омарова",
        ),
        (
            BASE,
            "Ескі\n2020-03-06\nКөкжар әкімі Айгүл Омарова.\n",
            diff.CHANGE,
            "Names Айгүл Омарова as “әкімі” of Көкжар, at an earlier time than Марат Серіков",
        ),
        (
            BASE,
            "Жаңа\n2023-03-06\nКөкжар. 130 отбасы көмек алды.\n",
            diff.RISK,
            "Gives another value of “көмек алған отбасы”: 120 отбасы stands, 130 отбасы comes",
        ),
        (BASE, "Жаңа\n2023-05-01\n45 мектеп бар.\n", diff.NEW, "Adds the article “Жаңа”"),
    ],
)
def test_lines_of_a_new_document(preview, standing, coming, level, line):
    found = preview({"a": standing}, b=coming)
    assert line in said(found, level)


def test_what_follows_from_a_name_is_not_told():
    body, act = organization("Қамқор қоры"), run()
    collector = diff.Collector([])
    body.name_ru, body._change_reason = "Фонд «Камкор»", f"import {act.uid}"
    body.save()
    collector.tell(ImportItem.objects.create(run=act, name="a.txt", outcome="updated", article=article()))
    lines = [line for level in diff.LEVELS for line in collector.lines[level]]
    assert [(line["code"], line["field"]) for line in lines] == [("fills-value", "name_ru")]


def test_lines_of_a_newer_version(preview):
    found = preview({"a": BASE + "Айгүл Омарова келді.\n"}, a=BASE.replace("120", "130") + "Келді.\n")
    risks = said(found, diff.RISK)
    assert "Removes the figure “120 отбасы — көмек алған отбасы”" in risks
    assert "Removes 2 findings from “Хабар”" in risks
    assert said(found, diff.CHANGE) == ["Replaces the text of “Хабар”"]
    assert {row["model"]: (row["changed"], row["total"]) for row in found["mass"]} == {
        "programs.figure": (1, 1),
        "articles.article": (1, 1),
        "articles.mention": (1, 3),
        "articles.evidence": (1, 2),
    }


def test_nothing_that_stays_is_told(preview):
    found = preview({"a": BASE}, a=BASE)
    assert (found["lines"], found["mass"], found["counts"]) == ([], [], {"unchanged": 1})


def test_a_changed_value_tells_both(preview):
    def edit():
        row = Position.objects.get()
        row.post = ""
        row.save()

    found = preview({"a": BASE}, edit, b="Екінші\n2023-03-07\nКөкжар әкімі Марат Серіков.\n")
    assert "Fills “post” of Марат Серіков: әкімі: akim" in said(found, diff.CHANGE)


def test_hidden_people_made_public_are_counted(preview):
    def hide():
        row = Person.objects.get()
        row.visibility, row.public_reason = "hidden", ""
        row.save()

    found = preview({"a": BASE}, hide, b="Екінші\n2023-03-07\nКөкжар әкімі Марат Серіков.\n")
    assert "Makes Марат Серіков public: әкімі — Екінші" in said(found, diff.RISK)


def test_what_a_person_decided_is_not_told_as_removed(preview):
    def decide():
        Mention.objects.update(review=Review.ACCEPTED, decided_at="2023-03-08T00:00Z")

    found = preview({"a": BASE + "Айгүл Омарова келді.\n"}, decide, a=BASE + "Айгүл Омарова кетті.\n")
    assert not any("findings" in line for line in said(found, diff.RISK))


def test_a_long_list_is_cut_and_counted(preview, monkeypatch):
    monkeypatch.setattr(diff, "MOST_LINES", 2)
    found = preview({"a": BASE}, **{f"b{n}": f"Жаңа {n}\nКөкжар {n}.\n" for n in range(5)})
    assert (len(said(found, diff.NEW)), found["dropped"]) == (2, {"new": 3})


@pytest.mark.parametrize(
    ("post", "one"),
    [
        ("akim", True),
        ("akim-oblast", True),
        ("deputy-akim", False),
        ("branch-chair", True),
        ("branch-deputy-chair", False),
        ("minister", True),
        ("vice-minister", False),
        ("first-president", False),
        ("majilis-deputy", False),
        ("centre-director", True),
        ("party-member", False),
        ("", False),
    ],
)
def test_posts_that_one_person_holds(post, one):
    assert diff.is_held_by_one(post) is one


@pytest.mark.parametrize(
    "line",
    [
        {"code": "of-a-later-version"},
        {"code": "changes-value"},
        {"code": "changes-value", "model": "no.such", "field": "x", "what": "", "old": "", "new": ""},
        {"code": "changes-value", "model": "people.person", "field": "gone", "what": "", "old": 1, "new": None},
        {"code": "makes-public", "name": "%(x)s", "why": "100 %"},
    ],
)
def test_any_stored_line_has_words(line):
    assert diff.words(line)
