"""Reading KazNERD files and scoring labels against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from seeds.reading.tagger.model import runs


class Labelled(NamedTuple):
    words: list[str]
    labels: list[str]


def read(path: Path) -> list[Labelled]:
    """The sentences of a file with a word and its IOB2 label a line and an empty line after each sentence."""
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.split("\n") if line.strip()]
        if rows:
            sentences.append(Labelled([word for word, _ in rows], [label for _, label in rows]))
    return sentences


def halves(sentences: list[Labelled], share: float) -> tuple[list[Labelled], list[Labelled]]:
    """The sentences cut in two where variants of one sentence, which follow each other, are not torn apart."""
    at = int(len(sentences) * share)
    while at < len(sentences) and any(_alike(sentences[at], before) for before in sentences[max(0, at - 4) : at]):
        at += 1
    return sentences[:at], sentences[at:]


def _alike(one: Labelled, other: Labelled) -> bool:
    first, second = ({word.lower() for word in sentence.words} for sentence in (one, other))
    return len(first & second) > 0.4 * min(len(first), len(second))


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float
    count: int  # in the gold labels


def score(gold: Iterable[Sequence[str]], found: Iterable[Sequence[str]]) -> dict[str, Score]:
    """Per class and for "all": a name counts when both its ends and its class are right."""
    right, wanted, given = Counter(), Counter(), Counter()
    for gold_labels, found_labels in zip(gold, found, strict=True):
        gold_names, found_names = set(runs(gold_labels)), set(runs(found_labels))
        for counter, names in ((right, gold_names & found_names), (wanted, gold_names), (given, found_names)):
            counter.update(name[2] for name in names)
            counter["all"] += len(names)
    return {
        label: Score(
            right[label] / max(given[label], 1),
            right[label] / max(count, 1),
            2 * right[label] / max(count + given[label], 1),
            count,
        )
        for label, count in wanted.most_common()
    }
