"""Documents in: walk, read, link, one transaction a document. Safe to repeat and to kill at any moment."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import reset_queries, transaction
from django.db.models import Count
from django.utils import timezone

from articles.models import Article
from kb.core import search
from kb.core.models import Run
from seeds import bulk, foreign, lock, pool, reference, searching
from seeds.entities import Linker
from seeds.models import ImportItem
from seeds.reading import extracted, files, reader
from seeds.reading import gazetteer as gazetteers
from seeds.reading.bad import BadInput, apart
from seeds.reading.bad import Words as _
from seeds.reading.drafts import Document, Reading, Record
from seeds.writing import Outcome, Writer, Written, digest

SAMPLES = gazetteers.DATA / "samples"
CHUNK = 8  # documents that go to a process together
BATCH = 500  # documents or lines of another system that are written together
MANY = 1000  # written documents after which the index of search is worth tidying
REMEMBERED = 100_000  # digests of one run; the articles themselves tell what came before

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Report:
    """What an import did; the same for a dry run."""

    run: Run
    counts: Counter = field(default_factory=Counter)
    unlinked: Counter = field(default_factory=Counter)  # (kind, name) → documents

    @property
    def failed(self) -> int:
        return self.counts[Outcome.FAILED]


@dataclass(slots=True)
class Options:
    dry_run: bool = False
    workers: int = 1
    user: object = None
    reason: str = ""
    # The run of an import that was cut short: it goes on, with what was done counted in.
    run: Run | None = None
    # Told of each file as it is done.
    tell: Callable[[ImportItem], None] = lambda item: None
    # For tests and for other readers: a reading of a document, what it depends on, and the names it knows.
    read: pool.Read = pool.read
    reader_version: str = ""
    gazetteer: gazetteers.Gazetteer | None = None
    # Whether what another system has read is written in batches; else ``tell`` comes right after each document.
    batches: bool = True


def sample_paths() -> list[Path]:
    return [path for path in (SAMPLES / "kk", SAMPLES / "ru") if path.is_dir()]


def import_paths(paths: Iterable[Path | str], options: Options | None = None) -> Report:
    """Every document under ``paths``."""
    paths = [str(path) for path in paths]
    return import_items(files.walk([Path(path) for path in paths]), options, paths)


def import_items(items: Iterable[files.Item], options: Options | None = None, paths: Iterable[str] = ()) -> Report:
    """Documents that are at hand already, as ``files.walk`` gives them."""
    options = options or Options()
    gazetteer = options.gazetteer or gazetteers.load()
    version = options.reader_version or reader.version(gazetteer)
    # A dry run is a real one inside a transaction that is rolled back.
    with lock.exclusive(), transaction.atomic() if options.dry_run else nullcontext():
        mark_stale_runs()
        if not reference.is_loaded(gazetteer):
            reference.load(gazetteer)
            searching.refresh()
        run = options.run or Run(kind=Run.Kind.IMPORT, user=options.user, reason=options.reason)
        run.status = Run.Status.RUNNING
        run.options = {
            "paths": list(paths),
            "workers": options.workers,
            "reader": version,
            "host": socket.gethostname(),
            "pid": os.getpid(),
        }
        run.save()
        work = _Import(run, options, gazetteer, version)
        try:
            with _collecting_by_hand():
                work.go(items)
        except BaseException:
            if not options.dry_run:
                _close(run, Run.Status.INTERRUPTED)
            raise
        _close(run, Run.Status.FINISHED)
        if options.dry_run:
            transaction.set_rollback(True)
        elif work.report.counts[Outcome.CREATED] + work.report.counts[Outcome.UPDATED] >= MANY:
            search.tidy()
    return work.report


@contextmanager
def _collecting_by_hand() -> Iterator[None]:
    """Garbage is collected by ``_collect`` alone: a fifth of the time of an import went into looking through caches."""
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


def _collect() -> None:
    """Collect what the last documents left; what is still needed is never looked at again."""
    reset_queries()  # kept while DEBUG is on, with the texts in them
    gc.collect()
    gc.freeze()


def mark_stale_runs() -> int:
    """For who holds the lock: whatever still runs was interrupted; how many there were."""
    stale = list(Run.objects.filter(kind=Run.Kind.IMPORT, status=Run.Status.RUNNING))
    for run in stale:
        _close(run, Run.Status.INTERRUPTED)
    return len(stale)


def _close(run: Run, status: str) -> None:
    outcomes = run.items.order_by().values_list("outcome").annotate(total=Count("pk"))
    run.counts = dict(outcomes)
    run.status, run.finished_at = status, timezone.now()
    run.save(update_fields=["counts", "status", "finished_at"])


@dataclass(slots=True)
class _Job:
    item: files.Item
    sha256: str = ""
    to_read: bool = False
    result: Reading | pool.Failure | None = None


class _Import:
    def __init__(self, run: Run, options: Options, gazetteer: gazetteers.Gazetteer, version: str):
        self.run, self.options, self.version = run, options, version
        self.linker = Linker(gazetteer, run)
        self.writer = Writer(run, self.linker, version)
        self.report = Report(run)
        self.seen: dict[bytes, str] = {}  # digests of this run → the name that had it first
        # What another system has read.
        self.extracted = Writer(run, self.linker, extracted.VERSION)
        self.bulk = bulk.Bulk(self.extracted)
        self.records = foreign.Records(run, self.linker, self.linker.ids)

    def go(self, items: Iterable[files.Item]) -> None:
        for is_extracted, group in itertools.groupby(items, extracted.is_extracted):
            (self._extracted if is_extracted else self._read)(group)

    def _read(self, items: Iterable[files.Item]) -> None:
        chunks = ((jobs, [job.item for job in jobs if job.to_read]) for jobs in self._jobs(items))
        for jobs, results in pool.read_chunks(chunks, self.options.workers, self.options.read):
            results = iter(results)
            for job in jobs:
                if job.to_read:
                    job.result = next(results)
                self._finish(job)
            _collect()

    def _jobs(self, items: Iterable[files.Item]) -> Iterator[list[_Job]]:
        """Jobs by chunks; same bytes and same reader version need no reading."""
        items = iter(items)
        while chunk := list(itertools.islice(items, CHUNK)):
            jobs = [_Job(item, digest(item) if isinstance(item, Document) else "") for item in chunk]
            read = dict(
                Article.objects.filter(sha256__in=[job.sha256 for job in jobs if job.sha256]).values_list(
                    "sha256", "reader_version"
                )
            )
            for job in jobs:
                job.to_read = bool(job.sha256) and read.get(job.sha256) != self.version
            yield jobs

    def _extracted(self, items: Iterable[files.Item]) -> None:
        """Lines of another system in batches."""
        for is_record, group in itertools.groupby(items, lambda item: isinstance(item, Record)):
            while batch := list(itertools.islice(group, BATCH)):
                (self._records if is_record else self._extracted_documents)(batch)
                _collect()

    def _records(self, batch: list[Record]) -> None:
        self.linker.seen.clear()
        try:
            with transaction.atomic():
                results = self.records.write(batch)
                searching.refresh()
        except Exception as error:
            self.linker.ids.forget()
            self.linker.refresh(set(self.linker.seen))
            if len(batch) > 1:
                for record in batch:
                    self._records([record])
                return
            log.debug("writing %s failed", batch[0].name, exc_info=True)
            results = [foreign.Done(Outcome.FAILED, _stopped(error))]
        items = []
        for record, result in zip(batch, results, strict=True):
            done = ImportItem(run=self.run, name=record.name[:1000], outcome=result.outcome)
            if result.error:
                _put_down(done, result.error)
            items.append(done)
        ImportItem.objects.bulk_create(items)
        for done in items:
            self._tell(done)

    def _extracted_documents(self, batch: list[Document]) -> None:
        entries = []
        jobs = [_Job(document, digest(document)) for document in batch]
        known = dict(
            Article.objects.filter(sha256__in=[job.sha256 for job in jobs]).values_list("sha256", "reader_version")
        )
        for job in jobs:
            done = ImportItem(run=self.run, name=job.item.name[:1000], sha256=job.sha256)
            again = bytes.fromhex(job.sha256) in self.seen or known.get(job.sha256) == extracted.VERSION
            try:
                if not again:
                    job.result = extracted.read(job.item, self.linker.gazetteer)
                    self.linker.ids.check(job.result)
            except BadInput as error:
                self._failed(job, done, error)
                continue
            if again or job.sha256 in known:
                self._one_extracted(job, done)
            else:
                self._remember(job)
                entries.append(bulk.Entry(job.result, job.sha256))
        plain, others = self.bulk.sort_out(entries) if self.options.batches else ([], entries)
        if plain and not self._write_together(plain):
            others = [*plain, *others]
        for entry in others:
            done = ImportItem(run=self.run, name=entry.reading.document.name[:1000], sha256=entry.sha256)
            self._one_extracted(_Job(entry.reading.document, entry.sha256, result=entry.reading), done)

    def _write_together(self, plain: list[bulk.Entry]) -> bool:
        self.linker.seen.clear()
        try:
            with transaction.atomic():
                written = self.bulk.write(plain)
                searching.refresh()
        except Exception:
            # One by one they say which of them it was.
            log.debug("writing a batch failed", exc_info=True)
            self.bulk.forget()
            self.linker.refresh(set(self.linker.seen))
            return False
        for done in written:
            self._tell(done)
        return True

    def _one_extracted(self, job: _Job, done: ImportItem) -> None:
        self._document(job, done, self.extracted)
        self._tell(done)

    def _failed(self, job: _Job, done: ImportItem, error: BadInput) -> None:
        line = job.item.name.rpartition("#")[2]
        error.place = ", ".join(filter(None, [f"line {line}" if line.isdecimal() else "", error.place]))
        _put_down(done, error)
        done.save()
        self._tell(done)

    def _tell(self, done: ImportItem) -> None:
        self.report.counts[done.outcome] += 1
        self.options.tell(done)

    def _finish(self, job: _Job) -> None:
        item = job.item
        done = ImportItem(run=self.run, name=item.name[:1000], sha256=job.sha256)
        if isinstance(item, files.BadFile):
            _put_down(done, item)
            done.save()
        elif isinstance(item, files.Skipped):
            done.outcome = Outcome.SKIPPED
            done.save()
        else:
            self._document(job, done, self.writer)
        self._tell(done)

    def _document(self, job: _Job, done: ImportItem, writer: Writer) -> None:
        name = job.item.name
        first = self._remember(job)
        article = Article.objects.filter(sha256=job.sha256).only("pk", "source_name", "reader_version").first()
        if article and (first != name or article.reader_version == writer.reader_version):
            same_name = first == name and _base(article.source_name) == _base(name)
            done.outcome = Outcome.UNCHANGED if same_name else Outcome.DUPLICATE
            if not same_name:
                done.notes = [
                    apart(_("the same bytes as %(name)s", name=first if first != name else article.source_name))
                ]
            done.article = article
            done.save()
        elif isinstance(job.result, pool.Failure):
            _put_down(done, job.result)
            done.save()
        else:
            self._write(job, done, writer)

    def _remember(self, job: _Job) -> str:
        """The name under which this run saw these bytes first."""
        while len(self.seen) >= REMEMBERED:
            del self.seen[next(iter(self.seen))]
        return self.seen.setdefault(bytes.fromhex(job.sha256), job.item.name)

    def _write(self, job: _Job, done: ImportItem, writer: Writer) -> None:
        self.linker.seen.clear()
        try:
            with transaction.atomic():
                written = writer.write(job.result, job.sha256)
                self._record(written, done)
                searching.refresh()
        except Exception as error:
            log.debug("writing %s failed", done.name, exc_info=True)
            # What the document brought into the index went with its transaction.
            self.linker.refresh(set(self.linker.seen))
            done.pk, done.article = None, None
            _put_down(done, _stopped(error))
            done.save()
            return
        self.report.unlinked.update(set(written.unlinked))

    @staticmethod
    def _record(written: Written, done: ImportItem) -> None:
        done.outcome, done.article = written.outcome, written.article
        done.notes, done.counts = written.notes, written.counts
        done.save()


def _base(name: str) -> str:
    """The last part of a name: folders may move, and archives too."""
    return name.replace("!", "/").rsplit("/", 1)[-1]


def _stopped(error: Exception) -> BadInput:
    message = "; ".join(getattr(error, "messages", ())) or str(error)
    return BadInput(
        "writing-failed", _("the importer stopped with %(error)s", error=f"{type(error).__name__}: {message}")
    )


def _put_down(done: ImportItem, why: BadInput | files.BadFile | pool.Failure) -> None:
    """Put down why a file could not be taken in; the words are said when somebody reads them."""
    done.outcome, done.code, done.place = Outcome.FAILED, why.code, why.place[:200]
    done.error, done.values = apart(why.reason).values()
