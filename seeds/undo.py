"""Take an import back, except what people touched since; say what was left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import IntegrityError, reset_queries, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from articles import appearances
from articles.models import Article, ArticleVersion, Evidence, Mention
from kb.core.models import Entity, Name, Relation, Run
from kb.core.querysets import in_batches
from kb.regions.models import Region
from people.models import Organization, Person, Position, PublishRequest
from programs.models import Figure, Indicator, Pledge, PledgeChange, Program
from seeds import lock, pool, searching
from seeds.claims import report_days
from seeds.entities import Linker
from seeds.findings import DELETE_ORDER, delete_orphans, is_touched
from seeds.models import ForeignId
from seeds.reading import gazetteer as gazetteers
from seeds.reading import reader
from seeds.reading.drafts import Document
from seeds.writing import Writer

CURATED = (Person, Organization, Program, Region, Indicator, Position, Relation, Figure, Pledge, PledgeChange, Article)
# Children first: what a row points at goes after it.
ENTITIES = (Person, Program, Organization, Region)
# Rows that go with their entity.
_WITH_ENTITY = {"names", "appearances", "tally", "as_person", "as_organization", "as_program", "as_region"}


# Why something stayed.
WHY = {
    "added-to": _("a later run or a person added to it"),
    "decided": _("a person decided or edited it"),
    "edited": _("a person edited it"),
    "merged": _("it was merged"),
    "replaced-again": _("a later run replaced its text again"),
    "stands-on": _("what a person decided stands on it"),
    "tied": _("other rows point at it: %(kind)s"),
    "values-taken": _("another row has its old values now"),
}


def words(line: dict | str) -> str:
    """What stayed and why, in the reader's language."""
    if isinstance(line, str):  # of an older version
        return line
    data = {"kind": _plural(line["by"]) if "by" in line else ""}
    kind = capfirst(apps.get_model(line["model"])._meta.verbose_name)
    place = f" ({line['article']})" if "article" in line else ""
    return f"{kind} “{line['what']}”{place}: {WHY[line['why']] % data}"


def _plural(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name_plural)


_BATCH = 200  # rows of one transaction: on SQLite nobody else writes meanwhile


Tell = Callable[[str, int], None]


class CannotUndo(Exception):
    """Why a run can't be taken back, in words for the editor (a msgid)."""


def check(run: Run) -> None:
    if run.kind != Run.Kind.IMPORT or run.status in (Run.Status.UNDONE, Run.Status.RUNNING):
        raise CannotUndo(
            gettext_noop("This run can't be taken back: it is no import, still running, or undone already.")
        )


@dataclass(slots=True)
class Undone:
    """``run`` is the undoing one; ``left`` has a line for each thing that stayed (``words``)."""

    run: Run
    counts: Counter = field(default_factory=Counter)
    left: list[dict] = field(default_factory=list)


def find_run(name: str) -> Run:
    """By uid or primary key."""
    run = Run.objects.filter(uid=name).first()
    if run is None and name.isdecimal():
        run = Run.objects.filter(pk=int(name)).first()
    if run is None:
        raise CannotUndo(f"there is no run {name}")
    return run


def undo(
    run: Run,
    user=None,
    read: pool.Read = pool.read,
    reason: str = "",
    tell: Tell = lambda what, number: None,
) -> Undone:
    """Take ``run`` back, a batch a transaction; ``tell`` hears what was done so far.

    One that was cut short goes on in its own run when it is asked for again.
    """
    check(run)
    with lock.exclusive():
        back = Run.objects.filter(kind=Run.Kind.UNDO, undoes=run, status=Run.Status.RUNNING).first()
        back = back or Run.objects.create(
            kind=Run.Kind.UNDO, undoes=run, user=user, reason=reason or f"undo of {run.uid}"
        )
        undone = _Undo(run, back, read, tell).go()
        searching.refresh()
        with transaction.atomic():
            back.counts, back.options = dict(undone.counts), {"left": undone.left}
            back.status, back.finished_at = Run.Status.FINISHED, timezone.now()
            back.save()
            run.status = Run.Status.UNDONE
            run.save(update_fields=["status"])
    return undone


def done(run: Run) -> Undone | None:
    """What came of an undo of ``run`` that is over."""
    back = run.undone_by.filter(kind=Run.Kind.UNDO, status=Run.Status.FINISHED).first()
    return back and Undone(back, Counter(back.counts), back.options["left"])


class _Undo:
    def __init__(self, run: Run, back: Run, read: pool.Read, tell: Tell):
        self.run, self.back, self.read, self.tell = run, back, read, tell
        self.undone = Undone(back, Counter(back.counts))

    def go(self) -> Undone:
        self._quotes()
        self._mentions()
        self._fields()
        self._articles()
        self._versions()
        self._names()
        self._indicators()
        ForeignId.objects.filter(run=self.run).delete()
        self._entities()
        return self.undone

    @contextmanager
    def _step(self):
        """What is done in it stays done."""
        with transaction.atomic():
            yield
            Run.objects.filter(pk=self.back.pk).update(counts=dict(self.undone.counts))
            searching.refresh()
        reset_queries()  # kept while DEBUG is on, with the texts in them

    def _reason(self, row):
        row._change_reason = f"undo {self.run.uid}"
        return row

    def _leave(self, row, why: str, **more: str) -> None:
        what = str(row) if len(str(row)) <= 160 else f"{str(row)[:159]}…"
        self.undone.left.append({"model": row._meta.label_lower, "what": what, "why": why, **more})

    def _count(self, what: str, number: int = 1) -> None:
        if number:
            self.undone.counts[what] += number
            self.tell(what, self.undone.counts[what])

    def _quotes(self) -> None:
        claims = defaultdict(set)
        for rows in in_batches(Evidence.objects.filter(run=self.run).select_related(*Evidence.CLAIMS), _BATCH):
            with self._step():
                self._drop_quotes(rows, claims)
        for name in DELETE_ORDER:
            model = Evidence._meta.get_field(name).related_model
            # An undo that was cut short left claims without quotes.
            claims[name].update(model.objects.filter(run=self.run, evidence=None).values_list("pk", flat=True))
            pks = sorted(claims[name])
            for at in range(0, len(pks), _BATCH):
                with self._step():
                    rows = model.objects.in_bulk(pks[at : at + _BATCH])
                    self._count("claims", delete_orphans({(name, pk): row for pk, row in rows.items()}, self.back))

    def _drop_quotes(self, rows, claims) -> None:
        gone = []
        for row in rows:
            claim = row.claim
            if is_touched(claim):
                self._leave(claim, "decided")
                continue
            gone.append(row.pk)
            name = next(name for name in Evidence.CLAIMS if getattr(row, f"{name}_id") is not None)
            claims[name].add(claim.pk)
        Evidence.objects.filter(pk__in=gone).delete()
        self._count("quotes", len(gone))
        told = Position.objects.filter(
            pk__in={row.position_id for row in rows if row.position_id}, evidence__isnull=False
        )
        report_days(set(told.values_list("pk", flat=True)), self.back)

    def _mentions(self) -> None:
        for rows in in_batches(Mention.objects.filter(run=self.run), _BATCH):
            with self._step():
                gone = [row.pk for row in rows if not is_touched(row)]
                for row in rows:
                    if is_touched(row):
                        self._leave(row, "decided", article=str(row.article))
                Mention.objects.filter(pk__in=gone).delete()
                appearances.rebuild(Article.objects.filter(pk__in={row.article_id for row in rows}).only("pk"))
                self._count("mentions", len(gone))

    def _fields(self) -> None:
        """Values that the run wrote into rows of others go back to what they were."""
        reason = f"import {self.run.uid}"
        for model in CURATED:
            history = model.history.filter(history_type="~", history_change_reason=reason).order_by("-history_id")
            for row in history:
                current = model.objects.filter(pk=getattr(row, model._meta.pk.attname)).first()
                before = row.prev_record
                if current is None or before is None:
                    continue
                try:
                    with transaction.atomic():
                        self._count("values", self._revert(current, before, row))
                except IntegrityError:
                    self._leave(current, "values-taken")

    def _revert(self, current, before, after) -> int:
        reverted = 0
        for column in after.tracked_fields:
            name = column.attname
            if column.name in ("updated_at", "edited_fields", "sha256", "names_key") or column.primary_key:
                continue
            if column.name.startswith("sort_"):
                continue  # follow from the names
            old, new = getattr(before, name), getattr(after, name)
            if old != new and getattr(current, name) == new and column.name not in current.edited_fields:
                setattr(current, name, old)
                reverted += 1
        if reverted:
            self._reason(current).save()
        return reverted

    def _articles(self) -> None:
        for articles in in_batches(Article.objects.filter(run=self.run), max(1, _BATCH // 4)):
            others, stands_on = set(), set()
            for model in (Mention, Evidence, ArticleVersion):
                rows = model.objects.filter(article__in=articles).order_by().values_list("article", "run").distinct()
                others.update(article for article, run in rows if run != self.run.pk)
                if model is not ArticleVersion:
                    stands_on.update(article for article, _run in rows)
            with self._step():
                for article in articles:
                    if article.edited_fields:
                        self._leave(article, "edited")
                    elif article.pk in others:
                        self._leave(article, "added-to")
                    elif article.pk in stands_on:
                        self._leave(article, "stands-on")
                    else:
                        self._reason(article).delete()
                        self._count("articles")

    def _versions(self) -> None:
        """Texts that the run replaced come back, read again."""
        versions = list(ArticleVersion.objects.filter(run=self.run).select_related("article").order_by("-pk"))
        if not versions:
            return
        gazetteer = gazetteers.load()
        writer = Writer(self.back, Linker(gazetteer, self.back), reader.version(gazetteer))
        for version in versions:
            article = version.article
            if article.versions.filter(pk__gt=version.pk).exists():
                self._leave(article, "replaced-again")
                continue
            raw = bytes(version.raw or b"")
            reading = self.read(Document(name=article.source_name, text=version.text, raw=raw))
            with self._step():
                writer.restore(article, version, reading)
                version.delete()
                self._count("texts")

    def _names(self) -> None:
        edited = set(Name.history.filter(history_type="~").exclude(history_user=None).values_list("id", flat=True))
        for name in Name.objects.filter(run=self.run).order_by("pk"):
            if name.pk in edited:
                self._leave(name, "edited")
            else:
                self._reason(name).delete()
                self._count("names")

    def _indicators(self) -> None:
        for indicator in Indicator.objects.filter(run=self.run).order_by("pk"):
            if indicator.edited_fields:
                self._leave(indicator, "edited")
            elif not indicator.figures.exists():
                self._reason(indicator).delete()
                self._count("indicators")

    def _entities(self) -> None:
        PublishRequest.objects.filter(run=self.run).delete()
        for model in ENTITIES:
            waiting = list(model.objects.filter(run=self.run).order_by("-pk"))
            while waiting:
                kept = [row for row in waiting if not self._remove(row)]
                if len(kept) == len(waiting):
                    break
                waiting = kept
            for row in waiting:
                self._leave(row, **next(_ties(row)))

    def _remove(self, row: Entity) -> bool:
        if next(_ties(row), None) is not None:
            return False
        self._reason(row).delete()
        self._count("things")
        return True


def _ties(row: Entity) -> Iterator[dict[str, str]]:
    """Why an entity must stay."""
    if row.edited_fields:
        yield {"why": "edited"}
    if row.merged_into_id:
        yield {"why": "merged"}
    for relation in row._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor in _WITH_ENTITY or not accessor or accessor.endswith("+"):
            continue
        if relation.related_model._default_manager.filter(**{relation.field.name: row.pk}).exists():
            yield {"why": "tied", "by": relation.related_model._meta.label_lower}
