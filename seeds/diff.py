"""What an import would change, in plain words: collected while a dry run writes, told in the reader's language later.

Lines are plain data, ``{"level", "code", "document", …}``; ``words`` makes a sentence of one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleVersion, Evidence, Mention
from kb.core.models import Entity, Name, Relation
from kb.regions.models import Region
from people.models import Organization, Person, Position
from programs.models import Figure, Indicator, Pledge, PledgeChange, Program
from seeds.models import ImportItem
from seeds.reading.drafts import Document
from seeds.writing import digest

RISK, CHANGE, NEW = "risk", "change", "new"
LEVELS = (RISK, CHANGE, NEW)
# Lines and files that a preview keeps; the rest is counted.
MOST_LINES = 300
MOST_FILES = 500
# A run that removes or changes a larger share of a kind asks again.
MASS_SHARE = 0.1

THINGS = (Person, Organization, Program, Region)
CLAIMS = (Position, Relation, Figure, Pledge, PledgeChange)
# Positions before the things: a new person's post is told with the person known.
MODELS = (*THINGS, Indicator, *CLAIMS, Article)
COUNTED = (*THINGS, *CLAIMS, Article, Mention, Evidence)
# Columns that follow from others or count for nobody.
_QUIET = {
    "confidence", "edited_fields", "first_reported", "furniture", "key", "languages", "last_reported", "names_key",
    "public_reason", "reader_version", "run", "sha256", "slug", "source_name", "twin", "updated_at",
}  # fmt: skip
# Posts that one person holds at a time in one place.
_ONE_HOLDER = re.compile(
    r"(?:.*-)?(?:president|minister|chair|akim|director|head|rector)(?:-(?:oblast|city|district|rural))?"
)
_SECOND = ("deputy", "vice", "first-president", "section-", "project-", "working-group", "reception", "adviser")

WORDS = {
    "makes-public": _("makes %(name)s public: %(why)s"),
    "shows-new-person": _("adds %(name)s and shows them to everybody: %(why)s"),
    "changes-head": _("changes who is “%(post)s” of %(place)s: from %(old)s to %(new)s"),
    "another-holder": _("names %(new)s as “%(post)s” of %(place)s, at an earlier time than %(old)s"),
    "another-value": _("gives another value of “%(what)s”: %(old)s stands, %(new)s comes"),
    "changes-value": _("changes “%(field)s” of %(what)s: from %(old)s to %(new)s"),
    "fills-value": _("fills “%(field)s” of %(what)s: %(new)s"),
    "changes-pledge": _("%(change)s: %(what)s"),
    "removes-claim": _("removes the %(kind)s “%(what)s”"),
    "removes-findings": _("removes %(count)s findings from “%(what)s”"),
    "relinks": _("links %(count)s mentions in “%(what)s” to something else"),
    "replaces-text": _("replaces the text of “%(what)s”"),
    "adds-name": _("adds another spelling of %(what)s: %(new)s"),
    "new-row": _("adds the %(kind)s “%(what)s”"),
}


class Collector:
    """Told of each file of a dry run inside its transaction (``tell``); ``result`` is the preview."""

    def __init__(self, documents: list[Document]):
        self.lines: dict[str, list[dict]] = {level: [] for level in LEVELS}
        self.dropped: Counter = Counter()
        self.files: list[dict] = []
        self.errors: list[dict] = []
        self.new: Counter = Counter()
        self.touched: dict[str, set[int]] = defaultdict(set)
        self.publishes = 0
        self._created: dict[type, set[int]] = defaultdict(set)
        self._totals = {model: model._base_manager.count() for model in COUNTED}
        self._last = {model: self._newest(model.history, "history_id") for model in MODELS}
        self._last_name = self._newest(Name.objects, "pk")
        self._before = self._findings_of(documents)

    def tell(self, item: ImportItem) -> None:
        if item.outcome == ImportItem.Outcome.FAILED:
            self.errors.append({name: getattr(item, name) for name in ("name", "place", "code", "error", "values")})
        if len(self.files) < MOST_FILES:
            self.files.append({"name": item.name, "outcome": item.outcome, "notes": item.notes})
        if item.article_id is None or item.outcome not in (ImportItem.Outcome.CREATED, ImportItem.Outcome.UPDATED):
            return
        reason = f"import {item.run.uid}"
        for model in MODELS:
            for row in model.history.filter(history_id__gt=self._last[model], history_change_reason=reason).order_by(
                "history_id"
            ):
                self._last[model] = row.history_id
                self._history(model, row, item)
        self._names(item)
        self._findings(item)

    def result(self, report) -> dict:
        unlinked = sorted(report.unlinked.items(), key=lambda entry: (-entry[1], entry[0]))
        return {
            "counts": dict(report.counts),
            "lines": [line for level in LEVELS for line in self.lines[level]],
            "dropped": dict(self.dropped),
            "files": self.files,
            "errors": self.errors[:MOST_FILES],
            "new": dict(self.new),
            "mass": [
                {"model": model._meta.label_lower, "changed": len(self.touched[model]), "total": total}
                for model, total in self._totals.items()
                if len(self.touched[model]) > MASS_SHARE * total
            ],
            "unlinked": [[kind, name, count] for (kind, name), count in unlinked[:MOST_LINES]],
            "unlinked_total": len(unlinked),
        }

    # One row of history

    def _history(self, model, row, item) -> None:
        pk = getattr(row, model._meta.pk.attname)
        if row.history_type == "+":
            self._created[model].add(pk)
            self.new[model._meta.label_lower] += 1
            live = model._base_manager.filter(pk=pk).first()
            if live is not None:
                self._created_row(model, live, item)
        elif row.history_type == "-":
            if pk not in self._created[model]:
                self.touched[model].add(pk)
                self._add(RISK, "removes-claim", item, model=model, what=_shown(row.instance))
        elif pk not in self._created[model]:
            self._changed_row(model, pk, row, item)

    def _created_row(self, model, row, item) -> None:
        if model is Person and row.visibility == Entity.Visibility.PUBLIC:
            self._add(RISK, "shows-new-person", item, model=model, name=row.name, why=row.public_reason)
            return
        if model is PledgeChange:
            self._add(RISK, "changes-pledge", item, model=model, what=_shown(row.pledge), change=_moved(row))
            return
        if model is Position and self._rival_holder(row, item):
            return
        if model is Figure and self._rival_value(row, item):
            return
        if model is not Indicator:
            self._add(NEW, "new-row", item, model=model, what=_shown(row))

    def _changed_row(self, model, pk, row, item) -> None:
        before = row.prev_record
        live = model._base_manager.filter(pk=pk).first()
        if before is None or live is None:
            return
        for column in row.tracked_fields:
            if column.name in _QUIET or column.name.startswith("sort_") or column.primary_key:
                continue
            old, new = getattr(before, column.attname), getattr(row, column.attname)
            if old == new:
                continue
            self.touched[model].add(pk)
            if column.name == "visibility" and new == Entity.Visibility.PUBLIC:
                self.publishes += model is Person
                self._add(
                    RISK, "makes-public", item, model=model, name=str(live), why=getattr(row, "public_reason", "")
                )
                continue
            data = {"model": model, "field": column.name, "what": _shown(live), "new": _value(column, new)}
            if old in (None, ""):
                self._add(CHANGE, "fills-value", item, **data)
            else:
                self._add(RISK, "changes-value", item, old=_value(column, old), **data)

    def _rival_holder(self, row: Position, item) -> bool:
        """Somebody else holds the post there."""
        if not is_held_by_one(row.post) or row.ended or not (row.organization_id or row.region_id):
            return False
        others = Position.objects.filter(
            post=row.post, organization=row.organization_id, region=row.region_id, ended=False, end=None
        )
        others = others.exclude(person=row.person_id).exclude(review__in=["rejected", "deprecated"])
        other = others.select_related("person").order_by("-last_reported", "-pk").first()
        if other is None:
            return False
        earlier = row.last_reported and other.last_reported and row.last_reported < other.last_reported
        self._add(
            CHANGE if earlier else RISK,
            "another-holder" if earlier else "changes-head",
            item,
            model=Position,
            post=row.title,
            place=str(row.organization or row.region),
            old=str(other.person),
            new=str(row.person),
        )
        return True

    def _rival_value(self, row: Figure, item) -> bool:
        """Another number for the same indicator, place and time."""
        if row.indicator.broad:
            return False
        others = Figure.objects.filter(
            indicator=row.indicator_id,
            unit=row.unit,
            status=row.status,
            region=row.region_id,
            program=row.program_id,
            organization=row.organization_id,
            start=row.start,
            end=row.end,
        )
        if row.start is None and row.end is None:
            others = others.filter(as_of=row.as_of)
        others = others.exclude(pk=row.pk).exclude(value=row.value).exclude(review__in=["rejected", "deprecated"])
        other = others.exclude(pk__in=self._created[Figure]).order_by("-pk").first()
        if other is None:
            return False
        old, new = (figure.value_text or f"{figure.value.normalize():f}" for figure in (other, row))
        self._add(RISK, "another-value", item, model=Figure, what=_shown(row.indicator), old=old, new=new)
        return True

    # What has no history

    def _names(self, item) -> None:
        for name in Name.objects.filter(run=item.run, pk__gt=self._last_name).select_related("entity").order_by("pk"):
            self._last_name = name.pk
            if not any(name.entity_id in self._created[model] for model in THINGS):
                self._add(CHANGE, "adds-name", item, what=str(name.entity), new=name.text)

    def _findings(self, item) -> None:
        before = self._before.get(item.article_id)
        after = self._findings_in([item.article_id])[item.article_id]
        self._before[item.article_id] = after
        if before is None:
            self.new["articles.mention"] += len(after[Mention])
            return
        gone = {model: before[model].keys() - after[model].keys() for model in (Mention, Evidence)}
        for model, keys in gone.items():
            self.touched[model] |= keys
        moved = {pk for pk, entity in before[Mention].items() if after[Mention].get(pk, entity) != entity}
        self.touched[Mention] |= moved
        what = item.article.title
        if total := sum(map(len, gone.values())):
            self._add(RISK, "removes-findings", item, what=what, count=total)
        if moved:
            self._add(RISK, "relinks", item, what=what, count=len(moved))
        if ArticleVersion.objects.filter(run=item.run, article=item.article_id).exists():
            self.touched[Article].add(item.article_id)
            self._add(CHANGE, "replaces-text", item, what=what)

    def _findings_of(self, documents: list[Document]) -> dict[int, dict]:
        """The findings of the articles that these documents may be newer versions of."""
        found = set()
        for start in range(0, len(documents), 200):
            chunk = documents[start : start + 200]
            names, digests = [row.name[:1000] for row in chunk], [digest(row) for row in chunk]
            same = Article.objects.filter(Q(source_name__in=names) | Q(sha256__in=digests))
            found |= set(same.values_list("pk", flat=True))
        return self._findings_in(sorted(found))

    @staticmethod
    def _findings_in(articles: list[int]) -> dict[int, dict]:
        findings = {pk: {Mention: {}, Evidence: {}} for pk in articles}
        for start in range(0, len(articles), 200):
            chunk = articles[start : start + 200]
            for article, pk, entity in Mention.objects.filter(article__in=chunk).values_list("article", "pk", "entity"):
                findings[article][Mention][pk] = entity
            for article, pk in Evidence.objects.filter(article__in=chunk).values_list("article", "pk"):
                findings[article][Evidence][pk] = None
        return findings

    @staticmethod
    def _newest(manager, column: str) -> int:
        return manager.order_by(f"-{column}").values_list(column, flat=True).first() or 0

    def _add(self, level: str, code: str, item, model=None, **data) -> None:
        if len(self.lines[level]) >= MOST_LINES:
            self.dropped[level] += 1
            return
        line = {"level": level, "code": code, "document": item.name, **data}
        if model is not None:
            line["model"] = model._meta.label_lower
        self.lines[level].append(line)


def is_held_by_one(post: str) -> bool:
    """Whether a post of seeds/data/posts.yaml has one holder at a time."""
    return bool(_ONE_HOLDER.fullmatch(post)) and not any(part in post for part in _SECOND)


def words(line: dict) -> str:
    """The sentence of a line, in the reader's language."""
    template = WORDS.get(line["code"])
    if template is None:
        return line["code"]
    data = {key: _quoted(value) for key, value in line.items()}
    if model := _model(line.get("model", "")):
        data["kind"] = str(model._meta.verbose_name)
        if "field" in line:
            data |= _field_words(model, line)
    if "change" in line:
        kind, old, new = line["change"]
        label = dict(PledgeChange.Kind.choices).get(kind, kind)
        data["change"] = f"{label} ({_quoted(old)} → {_quoted(new)})"
    try:
        return capfirst(str(template) % data)
    except (KeyError, ValueError):  # a preview of an older version
        return line["code"]


def kind_words(label: str) -> str:
    """The name of a table, for many."""
    model = _model(label)
    return capfirst(str(model._meta.verbose_name_plural)) if model else label


def _field_words(model, line: dict) -> dict:
    try:
        column = model._meta.get_field(line["field"])
    except FieldDoesNotExist:
        return {}
    labels = dict(column.flatchoices)
    return {
        "field": str(column.verbose_name),
        **{end: str(labels.get(line[end], _quoted(line[end]))) for end in ("old", "new") if end in line},
    }


def _model(label: str):
    try:
        return apps.get_model(label) if label else None
    except (LookupError, ValueError):
        return None


def _quoted(value) -> str:
    if value is True or value is False:
        return gettext("yes") if value else gettext("no")
    return "—" if value in (None, "") else str(value)


def _value(column, value):
    """A value as JSON holds it; a key as the name of its row."""
    if column.is_relation and value is not None:
        row = column.related_model._base_manager.filter(pk=value).first()
        return str(row) if row is not None else str(value)
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _moved(row: PledgeChange) -> list:
    if row.kind == PledgeChange.Kind.DEADLINE:
        ends = (row.old_deadline, row.new_deadline)
    elif row.kind == PledgeChange.Kind.TARGET:
        ends = (row.old_target, row.new_target)
    else:
        ends = (row.old_status, row.new_status)
    return [row.kind, *(str(end) if end else "" for end in ends)]


def _shown(row) -> str:
    text = str(row)
    return text if len(text) <= 160 else f"{text[:159]}…"
