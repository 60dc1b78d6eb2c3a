"""Take an import back, except what people touched since; say what was left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import IntegrityError, reset_queries, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from articles import appearances
from articles.models import Article, ArticleVersion, Evidence, Mention
from kb.core import rows as many
from kb.core.models import Claim, Entity, Name, Relation, Run
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


# Of one transaction: on SQLite nobody else writes meanwhile.
_ARTICLES = 100  # with what stands in them
_BATCH = 200  # rows
_OF_QUOTE = ("article", "run", *Evidence.CLAIMS)
_OF_MENTION = ("article", "text", "run", "review", "edited_fields", "decided_by")


Tell = Callable[[str, int], None]


class CannotUndo(Exception):
    """Why a run can't be taken back, in words for the editor (a msgid)."""


def check(run: Run) -> None:
    if run.kind != Run.Kind.IMPORT or run.status in (Run.Status.UNDONE, Run.Status.RUNNING):
        raise CannotUndo(
            gettext_noop("This run can't be taken back: it is no import, still running, or undone already.")
        )


def _claim(quote: Evidence) -> tuple[str, int]:
    return next((name, pk) for name in Evidence.CLAIMS if (pk := getattr(quote, f"{name}_id")) is not None)


def _model(name: str) -> type[Claim]:
    return Evidence._meta.get_field(name).related_model


def _rows(claims: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Claim]:
    """As much of these claims as tells whether they stay."""
    keys = defaultdict(set)
    for name, pk in claims:
        keys[name].add(pk)
    found = {}
    for name, pks in keys.items():
        rows = _model(name).objects.filter(pk__in=pks).order_by().only("run", "review", "edited_fields", "decided_by")
        found |= {(name, row.pk): row for row in rows}
    return found


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
    preview: bool = False,
) -> Undone:
    """Take ``run`` back, a batch a transaction; ``tell`` hears what was done so far.

    One that was cut short goes on in its own run when it is asked for again. The caller rolls a ``preview`` back:
    search doesn't follow it, because on PostgreSQL whoever else brings search in step would wait for the end.
    """
    check(run)
    with lock.exclusive():
        if not preview:
            searching.refresh()  # what waits for it already, in transactions of its own
        back = Run.objects.filter(kind=Run.Kind.UNDO, undoes=run, status=Run.Status.RUNNING).first()
        back = back or Run.objects.create(
            kind=Run.Kind.UNDO, undoes=run, user=user, reason=reason or f"undo of {run.uid}"
        )
        undone = _Undo(run, back, read, tell, preview).go()
        if not preview:
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
    def __init__(self, run: Run, back: Run, read: pool.Read, tell: Tell, preview: bool):
        self.run, self.back, self.read, self.tell, self.preview = run, back, read, tell, preview
        self.reason = f"undo {run.uid}"
        self.shared: dict[str, set[int]] = defaultdict(set)  # claims that something else stood on, by Evidence.CLAIMS
        self.undone = Undone(back, Counter(back.counts))

    def go(self) -> Undone:
        self._articles()
        self._elsewhere()
        self._claims()
        self._fields()
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
            if not self.preview:
                searching.refresh()
        reset_queries()  # kept while DEBUG is on, with the texts in them

    def _leave(self, row, why: str, **more: str) -> None:
        what = str(row) if len(str(row)) <= 160 else f"{str(row)[:159]}…"
        self.undone.left.append({"model": row._meta.label_lower, "what": what, "why": why, **more})

    def _count(self, what: str, number: int = 1) -> None:
        if number:
            self.undone.counts[what] += number
            self.tell(what, self.undone.counts[what])

    def _articles(self) -> None:
        """Articles with what stands in them: none is half taken back in between, and search reads none again."""
        own = Article.objects.filter(run=self.run).only("title", "edited_fields")
        for articles in in_batches(own, _ARTICLES):
            with self._step():
                quotes = list(Evidence.objects.filter(article__in=articles).order_by("pk").only(*_OF_QUOTE))
                mentions = list(Mention.objects.filter(article__in=articles).order_by("pk").only(*_OF_MENTION))
                versions = ArticleVersion.objects.filter(article__in=articles).only("article", "run")
                others = {row.article_id for row in (*quotes, *mentions, *versions) if row.run_id != self.run.pk}
                stay = [*self._drop_quotes(quotes), *self._drop_mentions(mentions)]
                self._drop_articles(articles, others, {row.article_id for row in stay})

    def _drop_articles(self, articles, others: set[int], stands_on: set[int]) -> None:
        gone = []
        for article in articles:
            if article.edited_fields:
                self._leave(article, "edited")
            elif article.pk in others:
                self._leave(article, "added-to")
            elif article.pk in stands_on:
                self._leave(article, "stands-on")
            else:
                gone.append(article.pk)
        many.delete(Article, gone, self.reason)
        self._count("articles", len(gone))

    def _elsewhere(self) -> None:
        """What the run found in articles of others."""
        for model, columns, drop in (
            (Evidence, _OF_QUOTE, self._drop_quotes),
            (Mention, _OF_MENTION, self._drop_mentions),
        ):
            found = model.objects.filter(run=self.run).exclude(article__run=self.run).only(*columns)
            for rows in in_batches(found, _BATCH):
                with self._step():
                    drop(rows)

    def _drop_quotes(self, quotes: list[Evidence]) -> list[Evidence]:
        """Those of the run go, with the claims that nothing else supports; which quotes stay."""
        own = {row.pk: _claim(row) for row in quotes if row.run_id == self.run.pk}
        claims = _rows(own.values())
        gone, stay = [], []
        for row in quotes:
            if row.pk in own and not is_touched(claim := claims[own[row.pk]]):
                gone.append(row.pk)
                continue
            stay.append(row)
            if row.pk in own:
                self._leave(claim, "decided")
        Evidence.objects.filter(pk__in=gone).delete()
        self._count("quotes", len(gone))
        self._drop_claims(claims)
        told = Position.objects.filter(pk__in={pk for name, pk in claims if name == "position"}, evidence__isnull=False)
        report_days(set(told.values_list("pk", flat=True)), self.back)
        return stay

    def _drop_claims(self, claims: dict[tuple[str, int], Claim]) -> None:
        deleted = delete_orphans(claims, self.back)
        self._count("claims", len(deleted))
        for name, pk in claims.keys() - deleted:
            self.shared[name].add(pk)

    def _drop_mentions(self, mentions: list[Mention]) -> list[Mention]:
        """Those of the run go; which stay."""
        gone, stay = [], []
        for row in mentions:
            if row.run_id == self.run.pk and not is_touched(row):
                gone.append(row.pk)
                continue
            stay.append(row)
            if row.run_id == self.run.pk:
                self._leave(row, "decided", article=str(row.article))
        Mention.objects.filter(pk__in=gone).delete()
        appearances.rebuild(Article.objects.filter(pk__in={row.article_id for row in mentions}).only("pk"))
        self._count("mentions", len(gone))
        return stay

    def _claims(self) -> None:
        """What stood on claims that went later, and what an undo that was cut short left without quotes."""
        for name in DELETE_ORDER:
            alone = _model(name).objects.filter(run=self.run, evidence=None)
            pks = sorted(self.shared[name].union(alone.values_list("pk", flat=True)))
            for at in range(0, len(pks), _BATCH):
                with self._step():
                    self._drop_claims(_rows((name, pk) for pk in pks[at : at + _BATCH]))

    def _fields(self) -> None:
        """Values that the run wrote into rows of others go back to what they were, the last ones first."""
        reason = f"import {self.run.uid}"
        for model in CURATED:
            history = model.history.filter(history_type="~", history_change_reason=reason)
            pks = list(history.order_by("-history_id").values_list("history_id", flat=True))
            for at in range(0, len(pks), _BATCH):
                with self._step():
                    found = model.history.in_bulk(pks[at : at + _BATCH])
                    for pk in pks[at : at + _BATCH]:
                        self._values(model, found[pk])

    def _values(self, model, row) -> None:
        current = model.objects.filter(pk=getattr(row, model._meta.pk.attname)).first()
        before = current and row.prev_record
        if before is None:
            return
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
            current._change_reason = self.reason
            current.save()
        return reverted

    def _versions(self) -> None:
        """Texts that the run replaced come back, read again."""
        versions = ArticleVersion.objects.filter(run=self.run)
        pks = list(versions.order_by("-pk").values_list("pk", flat=True))
        if not pks:
            return
        gazetteer = gazetteers.load()
        writer = Writer(self.back, Linker(gazetteer, self.back), reader.version(gazetteer))
        for pk in pks:
            version = versions.select_related("article").get(pk=pk)
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
        edited = Name.history.filter(history_type="~", id=OuterRef("pk")).exclude(history_user=None)
        for names in in_batches(Name.objects.filter(run=self.run).annotate(is_edited=Exists(edited)), _BATCH):
            with self._step():
                self._drop("names", names, lambda name: name.is_edited)

    def _indicators(self) -> None:
        for indicators in in_batches(Indicator.objects.filter(run=self.run), _BATCH):
            used = set(Figure.objects.filter(indicator__in=indicators).order_by().values_list("indicator", flat=True))
            with self._step():
                self._drop("indicators", indicators, lambda row: row.edited_fields, used)

    def _drop(self, what: str, rows: list, is_edited: Callable, used: Container[int] = ()) -> None:
        """Delete those that nobody edited and that are not in use."""
        gone = []
        for row in rows:
            if is_edited(row):
                self._leave(row, "edited")
            elif row.pk not in used:
                gone.append(row.pk)
        many.delete(type(rows[0]), gone, self.reason)
        self._count(what, len(gone))

    def _entities(self) -> None:
        PublishRequest.objects.filter(run=self.run).delete()
        for model in ENTITIES:
            tied = dict.fromkeys(model.objects.filter(run=self.run).order_by("-pk").values_list("pk", flat=True))
            before = None
            while tied and len(tied) != before:  # what pointed at some went with others
                before, pks, tied = len(tied), list(tied), {}
                for at in range(0, len(pks), _BATCH):
                    with self._step():
                        tied |= self._things(model, pks[at : at + _BATCH])
            for pk, why in tied.items():
                self._leave(model.objects.get(pk=pk), **why)

    def _things(self, model, pks: list[int]) -> dict[int, dict[str, str]]:
        """Delete these, but those that must stay; which, and why."""
        tied = _ties(model, model.objects.in_bulk(pks))
        gone = [pk for pk in pks if pk not in tied]
        many.delete(model, gone, self.reason)
        self._count("things", len(gone))
        return tied


def _ties(model, rows: dict[int, Entity]) -> dict[int, dict[str, str]]:
    """Which of these entities must stay, and why."""
    tied = {pk: {"why": "merged"} for pk, row in rows.items() if row.merged_into_id}
    tied |= {pk: {"why": "edited"} for pk, row in rows.items() if row.edited_fields}
    for relation in model._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor in _WITH_ENTITY or not accessor or accessor.endswith("+"):
            continue
        column = relation.field.name
        pointing = relation.related_model._default_manager.filter(**{f"{column}__in": list(rows)}).order_by()
        for pk in pointing.values_list(column, flat=True).distinct():
            tied.setdefault(pk, {"why": "tied", "by": relation.related_model._meta.label_lower})
    return tied
