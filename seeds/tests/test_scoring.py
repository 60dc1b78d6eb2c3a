"""The scorer of reading: what counts as right, wrong and missed."""

from decimal import Decimal

import pytest
import yaml
from django.core.management import CommandError, call_command

from seeds import scoring
from seeds.reading.drafts import (
    ORGANIZATION,
    PERSON,
    PROGRAM,
    Document,
    Figure,
    Head,
    Pledge,
    Position,
    Reading,
    Span,
    Thing,
)
from seeds.scoring import Counts

TEXT = "Асан Үсенов әкім болды. 5 мектеп ашылды. 7 бақша ашылады."


def quote(words):
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def place(words):
    found = quote(words)
    return {"text": words, "span": [found.start, found.end]}


def reading(**found):
    return Reading(Document("a.txt", TEXT), Head(), **found)


def counts(name, expected, **found):
    return scoring.compare(expected, reading(**found))[name]


@pytest.mark.parametrize(
    ("rows", "names", "result"),
    [
        ([{"name": "Ана қоры"}], ["«Ана қоры»"], Counts(right=1)),
        ([{"name": "Ана қоры", "aliases": ["Фонд Ана"]}], ["ФОНД АНА"], Counts(right=1)),
        ([{"name": "Ана қоры"}], ["Бала қоры"], Counts(wrong=1, missed=1)),
        ([{"name": "Ана қоры"}], ["Ана қоры", "Ана қоры"], Counts(right=1, wrong=1)),
        ([{"name": "Ана қоры", "optional": True}], [], Counts()),
        ([{"name": "Ана қоры", "optional": True}], ["Ана қоры"], Counts()),
        ([{"name": "Ана қоры", "either_class": True}], [], Counts()),
    ],
)
def test_names(rows, names, result):
    things = [Thing(ORGANIZATION, name, "kk") for name in names]
    assert counts("organizations", {"organizations": rows}, things=things) == result


def test_of_either_class_is_right_in_the_other():
    expected = {"organizations": [{"name": "Ана орталығы", "either_class": True}]}
    assert counts("programs", expected, things=[Thing(PROGRAM, "Ана орталығы", "kk")]) == Counts()


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("әкім", True),
        ("қала әкімі", True),
        ("Семей қаласының әкімі", True),
        ("әкімнің орынбасары", False),
        ("қала", False),
    ],
)
def test_posts(title, right):
    person = {"name": "Асан Үсенов", "roles": [{"title": "Семей қаласының әкімі", "title_aliases": ["әкім"]}]}
    position = Position(quote("әкім"), person=Thing(PERSON, "Асан Үсенов", "kk"), title=title)
    result = Counts(right=1) if right else Counts(wrong=1, missed=1)
    assert counts("roles", {"people": [person]}, positions=[position]) == result


def figure(value, words, status="reported"):
    return Figure(quote(words), value=Decimal(value), number=quote(words[0]), status=status)


@pytest.mark.parametrize(
    ("found", "result"),
    [
        (figure("5", "5 мектеп ашылды."), Counts(right=1)),
        (figure("6", "5 мектеп ашылды."), Counts(wrong=1, missed=1)),
        (figure("5", "7 бақша ашылады."), Counts(wrong=1, missed=1)),
    ],
)
def test_figures(found, result):
    rows = [{"value": 5, "status": "reported", "quote": place("5 мектеп ашылды.")}]
    assert counts("figures", {"figures": rows}, figures=[found]) == result


def test_a_promise_with_a_number_is_counted_once():
    target = figure("7", "7 бақша ашылады.", "planned")
    rows = [{"value": 7, "status": "pledged", "quote": place("7 бақша ашылады.")}]
    found = {"figures": [target], "pledges": [Pledge(quote("7 бақша ашылады."))]}
    assert counts("pledges", {"figures": rows}, **found) == Counts(right=1)


def test_a_promise_without_a_number():
    expected = {"pledges_without_number": [{"text": "мектеп", "quote": place("5 мектеп ашылды.")}]}
    assert counts("pledges", expected, pledges=[Pledge(quote("мектеп ашылды"))]) == Counts(right=1)
    assert counts("pledges", expected) == Counts(missed=1)


def test_rates():
    found = Counts(right=3, wrong=1, missed=2)
    assert (found.precision, found.recall, round(found.f1, 3)) == (0.75, 0.6, 0.667)


def test_sums_by_language():
    sums = scoring.table([("kk", {"people": Counts(right=1)}), ("ru", {"people": Counts(missed=1)})])
    assert [sums[group]["people"].recall for group in ("all", "kk", "ru")] == [0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("now", "lost"),
    [
        ({"kk": {"roles": 0.88}}, []),
        ({"kk": {"roles": 0.879}}, [("kk", "roles", 0.9, 0.879)]),
        ({"kk": {}}, [("kk", "roles", 0.9, 0.0)]),
        ({"kk": {"roles": 1.0}, "ru": {"roles": 0.1}}, []),
    ],
)
def test_drops(now, lost):
    assert scoring.drops({"kk": {"roles": 0.9}}, now) == lost


def test_command(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Семей қаласының әкімі Асан Үсенов мектеп ашты.\n", encoding="utf-8")
    expected = tmp_path / "expected.yaml"
    row = {"file": "a.txt", "language": "kk", "people": [{"name": "Асан Үсенов"}]}
    expected.write_text(yaml.safe_dump({"documents": [row]}), encoding="utf-8")
    with pytest.raises(CommandError, match="baseline"):
        call_command("score_seeds", expected, check=True)
    call_command("score_seeds", expected, write_baseline=True)
    call_command("score_seeds", expected, check=True)
    assert "1 documents" in capsys.readouterr().out
    row["people"].append({"name": "Үсен Асанов"})
    expected.write_text(yaml.safe_dump({"documents": [row]}), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("score_seeds", expected, check=True)
    assert "people: F1 0.667, was 1.000" in capsys.readouterr().err


def test_command_without_its_documents(tmp_path):
    expected = tmp_path / "expected.yaml"
    expected.write_text("documents: [{file: b.txt, language: kk}]", encoding="utf-8")
    with pytest.raises(CommandError, match=r"b\.txt"):
        call_command("score_seeds", expected)
