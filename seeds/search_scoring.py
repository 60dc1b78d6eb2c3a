"""How well search answers judged questions (``seeds/data/search``): recall and precision by language and kind."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import yaml

from articles.models import Article, Mention
from kb.core.models import Name, SearchRow
from people.models import Organization, Person
from programs.models import Program
from seeds import searching

DATA = Path(__file__).parent / "data" / "search"
MOST = 100  # hits of a question that are looked at
MODELS = {"person": Person, "organization": Organization, "program": Program}
MORE = {
    "person": {},
    "organization": {"organization_kind": "fund"},
    "program": {"program_kind": "party_project"},
}


@dataclass(slots=True)
class Judged:
    """One question and what it must find, as "kind:address"."""

    text: str
    language: str
    kind: str
    relevant: frozenset[str]
    first: str = ""
    exact: bool = False


@dataclass(slots=True)
class Score:
    """Of one question, or a sum."""

    asked: int = 0
    relevant: int = 0
    right: int = 0
    wrong: int = 0
    recalls: list[float] = field(default_factory=list)
    precisions: list[float] = field(default_factory=list)
    firsts: list[bool] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        for name in ("asked", "relevant", "right", "wrong", "recalls", "precisions", "firsts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @staticmethod
    def _mean(values) -> float:
        return sum(values) / len(values) if values else 1.0

    @property
    def recall(self) -> float:
        """The mean over questions, so that a word of every page weighs no more than a name."""
        return self._mean(self.recalls)

    @property
    def precision(self) -> float:
        return self._mean(self.precisions)

    @property
    def first(self) -> float:
        return self._mean(self.firsts)


def judged() -> list[Judged]:
    found = []
    for topic in _read("queries.yaml")["topics"]:
        shared = {"relevant": frozenset(topic["relevant"]), "first": topic.get("first", "")}
        for language, kinds in topic["asked"].items():
            for kind, texts in kinds.items():
                found += [Judged(text, language, kind, exact=topic.get("exact", False), **shared) for text in texts]
    return found


def _read(name: str) -> dict:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def score(question: Judged, pool: frozenset[str]) -> Score:
    """``pool`` is what has been judged: other things are neither right nor wrong."""
    found = hits(question)
    counted = [ref for ref in found if ref in pool or ref.startswith("article:")]
    right = len(question.relevant.intersection(found))
    wrong = len(counted) - right
    return Score(
        asked=1,
        relevant=len(question.relevant),
        right=right,
        wrong=wrong,
        recalls=[right / len(question.relevant)] if question.relevant else [],
        precisions=[right / len(counted) if counted else float(not question.relevant)],
        firsts=[found[:1] == [question.first]] if question.first else [],
    )


def hits(question: Judged) -> list[str]:
    """What is found, the best first: things and articles, "kind:address"."""
    found = []
    for page in range(1, MOST):
        answer = searching.ask(
            question.text, kinds=("person", "organization", "program", "region", "article"), exact=question.exact,
            page=page,
        )  # fmt: skip
        if answer.instead == "loosened":
            return []  # that is no answer, and the page says so
        found += [f"{hit.kind}:{hit.url.rstrip('/').rpartition('/')[2]}" for hit in answer.hits]
        if page >= answer.pages or len(found) >= MOST:
            return found
    return found


def answerable(questions: list[Judged]) -> tuple[list[Judged], set[str]]:
    """The questions whose every answer is in this database, and the answers that are not."""
    known = {f"{kind}:{slug}" for kind, slug in SearchRow.objects.values_list("kind", "slug")}
    missing = {ref for question in questions for ref in question.relevant} - known
    return [question for question in questions if not question.relevant & missing], missing


def table(questions: list[Judged]) -> dict[tuple[str, str], Score]:
    """Sums by (language, kind), "all" among both."""
    pool = frozenset(ref for question in judged() for ref in question.relevant)
    sums: dict[tuple[str, str], Score] = {}
    for question in questions:
        scored = score(question, pool)
        way = "exact" if question.exact else "morphological"
        for key in itertools.product((question.language, "all"), (question.kind, "all", way)):
            sums.setdefault(key, Score())
            sums[key] += scored
        if question.kind == way:
            for language in (question.language, "all"):
                sums[language, way] += Score()
    return sums


# The corpus


def load_corpus(news: int = 200):
    """Write the things and articles of corpus.yaml, and so many made-up news. Call in a transaction."""
    corpus, by_slug = _read("corpus.yaml"), {}
    for row in corpus["things"]:
        kind = row["kind"]
        thing = MODELS[kind].objects.create(
            slug=row["slug"], name_kk=row["kk"], name_ru=row["ru"], visibility="public", **MORE[kind]
        )
        by_slug[thing.slug] = thing
        for text in row.get("names", ()):
            Name.objects.create(entity=thing, text=text, language="kk")
    rows = [{**row, "published_on": row["date"]} for row in corpus["articles"]]
    rows += itertools.islice(fillers(corpus["fillers"]), news)
    for row in rows:
        article = _article(row)
        for slug, words in row.get("names", {}).items():
            start, thing = article.text.index(words), by_slug[slug]
            Mention.objects.create(
                article=article, start=start, end=start + len(words), text=words, kind=thing.kind, entity=thing,
                review="accepted",
            )  # fmt: skip
    searching.refresh()


def _article(row) -> Article:
    text = f"{row['title']}\n\n{row['text']}"
    return Article.objects.create(
        slug=row["slug"], title=row["title"], language=row["language"], text=text, published_on=row["published_on"],
        sha256=hashlib.sha256(f"{row['slug']} {text}".encode()).hexdigest(), languages={row["language"]: 1.0},
    )  # fmt: skip


def fillers(words: dict) -> Iterator[dict]:
    """News of every combination of the words, both languages in turn, without end."""
    for number in itertools.count():
        for language, parts in words.items():
            at, combined = number, []
            for name in ("places", "subjects", "deeds"):
                at, place = divmod(at, len(parts[name]))
                combined.append(parts[name][place])
            title = " ".join(combined)
            yield {
                "slug": f"judged-{language}-{number}",
                "language": language,
                "title": title,
                "text": f"{title}. {parts['rest']}",
                "published_on": date(2016, 1, 1) + timedelta(days=number % 3650),
            }
