"""Lines that another system has read: things by their ids, spans as they stand, batches like one by one."""

import json

import pytest
from django.db import transaction

from articles.models import Appearance, Article, Card, Evidence, Mention
from kb.core import suppression
from kb.core.models import Entity, SearchRow, SearchStale
from people.models import Person, Position
from programs.models import Figure
from seeds import importing, searching, undo
from seeds.checking import problems
from seeds.models import ForeignId, ImportItem
from seeds.reading import gazetteer as gazetteers
from seeds.tests import state, stub

pytestmark = pytest.mark.django_db

UNITS = """
units:
  - {code: KZT, kind: money, names: {kk: теңге, ru: тенге}, kk: [теңге], ru: [тенге], signs: [₸]}
  - {code: percent, kind: percent, names: {kk: пайыз, ru: процент}, kk: [пайыз], ru: [процент], signs: ["%"]}
small_nouns: {kk: [], ru: []}
abstract: {kk: [], ru: []}
not_counted: {kk: [], ru: []}
"""
THINGS = [
    {"type": "region", "id": 1, "name": "Тасөзен облысы"},
    {"type": "region", "id": 2, "name": "Қиыр облысы"},
    {"type": "district", "id": 1, "region": 2, "name": "Шет ауданы"},
    {"type": "organization", "id": 1, "name": "Қамқор қоры №1", "region": 2},
    {"type": "program", "id": 1, "name": "Жаңа қадам 2020-1", "start": "2020-01-01", "end": "2024-12-31"},
    {
        "type": "person",
        "id": 1,
        "name": "Серіков Марат Асанұлы",
        "aliases": ["Сериков Марат"],
        "birth_date": "1970-02-03",
    },
    {"type": "person", "id": 2, "name": "Омарова Айгүл", "aliases": []},
    {"type": "person", "id": 3, "name": "Омарова Айгүл"},
    {"type": "role", "id": 1, "person": 1, "organization": 1, "region": 2, "title": "әкім", "start": "2019-05-01"},
    {"type": "role", "id": 2, "person": 2, "title": "мұғалім", "start": "2001-01-01", "end": "2005-01-01"},
]

NEW = len(THINGS) - 1  # the first one is of the reference data


def document(number, **changes):
    body = f"Жиында Серіков Марат {number} мектеп салды. Қамқор қоры №1 хабарлады: 2021 жылы: өсім {number}.5 % болды."
    row = {
        "id": number, "slug": f"a{number}", "lang": "kk", "title": f"Хабар {number}", "body": body,
        "published": "2023-03-06", "source": "Дала үні", "url": f"https://example.invalid/{number}", "region": 2,
        "mentions": [
            {"type": "person", "id": 1, "surface": "Серіков Марат", "pos": 0,
             "quote": f"Жиында Серіков Марат {number}"},
            {"type": "organization", "id": 1, "surface": "Қамқор қоры №1", "quote": "Қамқор қоры №1 хабарлады",
             "pos": body.index("Қамқор")},
        ],
        "figures": [
            {"label": "өсім", "value": number + 0.5, "unit": "%", "year": 2021, "program": 1,
             "quote": f"2021 жылы: өсім {number}.5 %", "pos": body.index("2021")},
        ],
    }  # fmt: skip
    return {**row, **changes}


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for name, text in {**stub.GAZETTEER, "units.yaml": UNITS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return gazetteers.load(folder)


@pytest.fixture
def load(gazetteer, tmp_path):
    """load(lines, …) imports them as documents.jsonl, with the things beside them."""

    def run(rows, things=THINGS, **options):
        for name, lines in (("entities", things), ("documents", rows)):
            text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in lines)
            (tmp_path / f"{name}.jsonl").write_text(text + "\n", encoding="utf-8")
        settings = {"read": stub.read, "reader_version": "stub-1", "gazetteer": gazetteer, **options}
        return importing.import_paths([tmp_path], importing.Options(**settings))

    return run


def test_everything_that_a_line_says_becomes_a_row(load):
    report = load([document(1), document(2)])
    assert dict(report.counts) == {"created": 2 + NEW, "unchanged": 1}
    article = Article.objects.get(url="https://example.invalid/1")
    assert (article.title, article.language, str(article.published_on)) == ("Хабар 1", "kk", "2023-03-06")
    assert article.publisher.name_kk == "Дала үні"
    assert article.history.get().history_change_reason == f"import {report.run.uid}"
    person = Person.objects.get(name_kk="Серіков Марат Асанұлы")
    assert [(m.text, m.entity_id, m.why["linked"]) for m in article.mentions.filter(kind="person")] == [
        ("Серіков Марат", person.pk, "foreign id")
    ]
    figure = Figure.objects.get(evidence__article=article)
    assert (str(figure.value.normalize()), figure.unit, str(figure.start), figure.program.name_kk) == (
        "1.5", "percent", "2021", "Жаңа қадам 2020-1",
    )  # fmt: skip
    assert figure.history.count() == 1
    assert Evidence.objects.get(article=article).quote == "2021 жылы: өсім 1.5 %"
    assert Appearance.objects.filter(entity=person).count() == 2
    assert not list(problems(report.counts.__class__()))
    assert not Card.objects.filter(title="").exists()
    assert not SearchStale.objects.exists()


def test_people_are_public_by_a_public_post_alone(load):
    load([])
    assert dict(Person.objects.values_list("name_kk", "visibility")) == {
        "Серіков Марат Асанұлы": "public", "Омарова Айгүл": "hidden",
    }  # fmt: skip
    assert Person.objects.filter(name_kk="Омарова Айгүл").count() == 2
    position = Position.objects.get(post="akim")
    assert (str(position.start), position.organization.name_kk, position.region.name_kk) == (
        "2019-05-01", "Қамқор қоры №1", "Қиыр облысы",
    )  # fmt: skip
    # Nothing that an article says stands behind it.
    assert not Position.objects.public().exists()


def test_a_thing_that_is_known_by_its_very_name_is_no_new_one(load):
    load([])
    assert ForeignId.objects.get(key="region:1").entity.ref == "region:T-1"
    assert Entity.objects.filter(name_kk="Тасөзен облысы").count() == 1


def searched():
    return sorted(
        (row.kind, sorted(row.titles.items()), row.body, str(row.date), row.language) for row in SearchRow.objects.all()
    )


def test_a_batch_writes_what_one_by_one_is_written(load):
    rows = [document(n) for n in range(1, 8)]
    rows.append(document(8, figures=rows[0]["figures"][:0]))
    rows.append(document(9, mentions=[{**rows[0]["mentions"][0], "id": 2, "quote": "Жиында Серіков Марат 9"}]))

    def written(**options):
        with transaction.atomic():
            load(rows, **options)
            slugs = list(Article.objects.order_by("url").values_list("slug", flat=True))
            found = state.content(), searched(), slugs, SearchStale.objects.count()
            found[0]["whys"] = sorted(
                json.dumps(why, sort_keys=True) for why in Mention.objects.values_list("why", flat=True)
            )
            counts = state.rows()
            transaction.set_rollback(True)
        return *found, counts

    together, apart = written(), written(batches=False)
    for one, other in zip(together, apart, strict=True):
        assert one == other


def test_the_index_of_a_batch_is_what_a_rebuild_makes(load):
    def figure(number, **changes):
        return [{**document(number)["figures"][0], **changes}]

    load([])
    Entity.objects.filter(name_kk="Жаңа қадам 2020-1").update(visibility="hidden")
    rows = [document(n, figures=figure(n, program=None)) for n in range(1, 4)]
    load([*rows, document(4), document(5, figures=figure(5, program=None, confidence=0.3))])
    before = searched()
    assert [kind for kind, *_rest in before].count("figure") == 3
    list(searching.rebuild())
    assert searched() == before


def test_a_second_time_nothing_is_written(load):
    rows = [document(n) for n in range(1, 5)]
    load(rows)
    before = state.content()
    report = load(rows)
    assert dict(report.counts) == {"unchanged": len(rows) + len(THINGS)}
    assert state.content() == before


def test_a_changed_line_is_a_newer_version_of_its_article(load):
    load([document(1), document(2)])
    report = load([document(1, title="Хабар 1, толық"), document(2)])
    assert (report.counts["updated"], report.counts["unchanged"]) == (1, 1 + len(THINGS))
    assert Article.objects.count() == 2


def test_one_number_told_twice_is_one_figure_with_two_quotes(load):
    one = document(1)
    load([one, document(2, body=one["body"], mentions=one["mentions"], figures=one["figures"])])
    assert (Figure.objects.count(), Evidence.objects.count()) == (1, 2)


BROKEN = [
    ("{", "json"),
    ({"mentions": []}, "no-text"),
    (document(3, mentions=[{"type": "person", "id": 1, "surface": "Жоқ", "quote": "Жиында", "pos": 0}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 1, "surface": "Жиында", "pos": 5}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 77, "surface": "Жиында", "pos": 0}]), "unknown-id"),
    (document(3, mentions=[{"type": "ship", "id": 1, "surface": "Жиында", "pos": 0}]), "extracted"),
    (document(3, mentions=[{"type": ["person"], "id": 1, "surface": "Жиында", "pos": 0}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": {}, "surface": "Жиында", "pos": 0}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 1, "start": 0, "end": 10**9}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 1, "start": -3, "end": 2}]), "extracted"),
    (document(3, mentions=[5]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 1, "surface": "Жиында", "pos": True}]), "extracted"),
    (document(3, mentions=[{"type": "person", "id": 1, "surface": "Жиында", "pos": 0, "confidence": 7}]), "extracted"),
    (document(3, figures=[{"label": "өсім", "value": "NaN", "quote": "Жиында", "pos": 0}]), "extracted"),
    (document(3, figures=[{"label": "өсім", "value": "1e999999", "quote": "Жиында", "pos": 0}]), "extracted"),
    (document(3, figures=[{"label": " ", "value": 1, "quote": "Жиында", "pos": 0}]), "extracted"),
    (document(3, figures=["x"]), "extracted"),
    ({"type": "person", "id": 9}, "extracted"),
    ({"type": "person", "id": [], "name": "Біреу"}, "extracted"),
    ({"type": "role", "id": 9, "person": 99, "title": "әкім"}, "unknown-id"),
    ({"type": "role", "id": 9, "person": 1, "title": "әкім", "start": "кеше"}, "extracted"),
]  # fmt: skip


def test_broken_lines_are_named_and_the_rest_goes_on(load):
    report = load([document(1), *(line for line, _code in BROKEN), document(2)])
    assert (report.counts["created"], report.counts["failed"]) == (2 + NEW, len(BROKEN))
    found = {}
    for item in ImportItem.objects.filter(outcome="failed"):
        assert item.error
        line = item.name.partition("#")[2] or item.place.split(",")[0].removeprefix("line ")
        found[int(line)] = item.code
    assert found == {number: code for number, (_line, code) in enumerate(BROKEN, start=2)}


HOSTILE = [
    "<script>alert(1)</script>",
    "a\ud800b",
    "'; DROP TABLE articles_article; --",
    "=1+1",
    "\u202eабв",
    "x" * 3000,
]


def test_hostile_words_are_words(load):
    rows = [
        document(
            n, title=words, source=words, url=words, body=f"{words} {document(n)['body']}", mentions=[], figures=[]
        )
        for n, words in enumerate(HOSTILE)
    ]
    people = [
        {"type": "person", "id": 50 + n, "name": words, "aliases": [words, 5], "birth_date": words}
        for n, words in enumerate(HOSTILE)
    ]
    report = load([*rows, document(9)], [*THINGS, *people])
    assert report.counts["failed"] == 0
    for number, words in enumerate(HOSTILE, start=1):
        sound = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        article = Article.objects.get(source_name=f"documents.jsonl#{number}")
        assert article.title == " ".join(sound.split())[:500]
        assert sound in article.text


def test_somebody_who_was_removed_for_good_does_not_come_back(load):
    suppression.remember(["Серіков Марат Асанұлы"])
    report = load([document(1)])
    assert report.counts["failed"] == 0
    assert not Person.objects.filter(name_kk__startswith="Серіков").exists()
    mention = Mention.objects.get(kind="person")
    assert (mention.entity, mention.why) == (None, {"suppressed": True})


def test_what_was_brought_can_be_taken_back(load):
    before = state.content()
    report = load([document(1), document(2)])
    undo.undo(report.run)
    after = state.content()
    assert (after["articles"], after["mentions"], after["claims"]) == ([], [], [])
    assert not ForeignId.objects.exists()
    known = set(before["entities"])
    assert {name for name in after["entities"] if name[3] == "public" and name[0] == "person"} <= known


def test_a_dry_run_leaves_nothing(load):
    load([])
    before = state.rows()
    report = load([document(1)], dry_run=True)
    assert report.counts["created"] == 1
    assert state.rows() == before


@pytest.mark.parametrize(("documents", "options", "tidied"), [(3, {}, 1), (2, {}, 0), (3, {"dry_run": True}, 0)])
def test_the_index_is_tidied_after_many_documents(load, monkeypatch, documents, options, tidied):
    load([])  # the things are there, and counted no more
    done = []
    monkeypatch.setattr(importing, "MANY", 3)
    monkeypatch.setattr(importing.search, "tidy", lambda: done.append(True))
    load([document(number) for number in range(documents)], **options)
    assert len(done) == tidied
