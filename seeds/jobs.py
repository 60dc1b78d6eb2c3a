"""The desk's imports and undos: asked for by editors, done by a worker process, one at a time.

The queue is a table (``ImportJob``), so that it needs no other service and works on both databases. A job whose worker
is gone goes back into the queue; an import goes on in its own run, where every document that is in stays in.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from articles.models import Article, Evidence, Mention
from kb.core.models import Run
from kb.core.text import name_key
from seeds import diff, importing, lock, pool, searching, undo
from seeds.models import ImportItem, ImportJob, ImportUpload, Worker
from seeds.reading import files, reader
from seeds.reading import gazetteer as gazetteers
from seeds.reading.drafts import Document
from seeds.uploads import DOCUMENTS_LIMIT, LETTERS_LIMIT
from seeds.writing import digest

Kind, Step, State = ImportJob.Kind, ImportJob.Step, ImportJob.State

ATTEMPTS = 3
BEAT_SECONDS = 10
PROGRESS_SECONDS = 0.5
# A preview that nobody confirms, and what was uploaded for it.
KEPT = timedelta(days=7)
# Runs after which a preview no longer says what would happen.
_OUTDATING = (Run.Kind.IMPORT, Run.Kind.UNDO, Run.Kind.MERGE, Run.Kind.REFERENCE)

log = logging.getLogger(__name__)
_busy, _stopping = threading.Event(), threading.Event()


class Refused(Exception):
    """Why a job can't go on, in words for the editor (a msgid)."""


class Lost(Exception):
    """Another worker has the job: this one was taken for dead."""


class Stopped(Exception):
    """The worker was told to stop; the job waits for the next one."""


def reading_options() -> importing.Options:
    """How documents are read; tests put their own reader here."""
    return importing.Options(workers=2)


# What editors ask


@transaction.atomic
def submit(user, uploads: Iterable[tuple[str, bytes]], title: str) -> ImportJob:
    job = ImportJob.objects.create(user=user, title=title[:300])
    for name, content in uploads:
        ImportUpload.objects.create(job=job, name=name[:1000], content=content)
    return job


@transaction.atomic
def ask_undo(run: Run, user) -> ImportJob:
    """A job that first says what would go; the one that is under way, where there is one."""
    undo.check(run)
    open_states = (State.WAITING, State.RUNNING, State.READY)
    standing = ImportJob.objects.filter(kind=Kind.UNDO, run=run, state__in=open_states).first()
    return standing or ImportJob.objects.create(kind=Kind.UNDO, run=run, user=user, title=str(run)[:300])


def is_outdated(job: ImportJob) -> bool:
    """Whether an import, undo or merge came between the preview and now."""
    after = Q(started_at__gt=job.previewed_at) | Q(finished_at__gt=job.previewed_at)
    return Run.objects.filter(after, kind__in=_OUTDATING).exists()


def confirm(job: ImportJob, user, reason: str) -> bool:
    """Let the deed follow; false when somebody else was first."""
    return _move(
        job, (Step.PREVIEW, State.READY), step=Step.DEED, state=State.WAITING, reason=reason, confirmed_by=user,
        confirmed_at=timezone.now(), attempts=0, done=0, error="",
    )  # fmt: skip


def preview_again(job: ImportJob) -> bool:
    fresh = {"state": State.WAITING, "attempts": 0, "done": 0, "error": "", "preview": {}}
    return any(_move(job, (Step.PREVIEW, state), **fresh) for state in (State.READY, State.FAILED))


def go_on(job: ImportJob) -> bool:
    """Try a failed deed again, from where it stopped."""
    return _move(job, (Step.DEED, State.FAILED), state=State.WAITING, attempts=0, error="")


@transaction.atomic
def cancel(job: ImportJob) -> bool:
    """Give up what isn't under way; nothing was written yet."""
    states = (State.WAITING, State.READY, State.FAILED)
    gone = {"state": State.CANCELLED, "finished_at": timezone.now()}
    cancelled = any(_move(job, (Step.PREVIEW, state), **gone) for state in states)
    if cancelled:
        job.uploads.all().delete()
    return cancelled


def _move(job: ImportJob, before: tuple[str, str], **values) -> bool:
    step, state = before
    return bool(ImportJob.objects.filter(pk=job.pk, step=step, state=state).update(**values))


def forget(names: Iterable[str]) -> None:
    """Drop what jobs and undos remember of somebody who is removed for good."""
    keys = {key for name in names if len((key := name_key(name)).split()) > 1}
    for job in ImportJob.objects.all():
        if not _names([job.title, job.reason, job.error, job.preview, job.result], keys):
            continue
        cancel(job)
        counts = {"counts": job.result["counts"]} if "counts" in job.result else {}
        kept = {"title": "…", "reason": "…" if job.reason else "", "error": "", "preview": {}, "result": counts}
        ImportJob.objects.filter(pk=job.pk).update(**kept)
    for item in ImportItem.objects.exclude(values={}, notes=[]).only("values", "notes"):
        if _names([item.values, item.notes], keys):
            ImportItem.objects.filter(pk=item.pk).update(error="", values={}, notes=[])
    for run in Run.objects.exclude(reason="").only("reason"):
        if _names(run.reason, keys):
            Run.objects.filter(pk=run.pk).update(reason="…")
    for name in ("left", "deleted"):
        for run in Run.objects.filter(options__has_key=name):
            kept = [line for line in run.options[name] if not _names(line, keys)]
            if kept != run.options[name]:
                Run.objects.filter(pk=run.pk).update(options={**run.options, name: kept})


def _names(told, keys) -> bool:
    text = name_key(json.dumps(told, ensure_ascii=False))
    return any(key in text for key in keys)


# What workers do


def stop() -> bool:
    """Let this process's worker stop after the document that it is at; false when nothing needs waiting for."""
    _stopping.set()
    return _busy.is_set()


def run_worker(once: bool = False, pause: float = 1.0) -> int:
    """Do jobs until told to stop, or with ``once`` until none waits; how many were done."""
    _stopping.clear()
    worker = Worker.objects.create(host=socket.gethostname(), pid=os.getpid())
    ended = threading.Event()
    heart = None if once else _start_heart(worker, ended)
    done = 0
    try:
        tidy()
        searching.refresh()  # what a migration left behind
        while not _stopping.is_set():
            if not once:
                connection.close_if_unusable_or_obsolete()
            job = claim(worker)
            if job is not None:
                perform(job)
                done += 1
            elif once:
                break
            else:
                time.sleep(pause)
    finally:
        ended.set()
        if heart is not None:
            heart.join(BEAT_SECONDS)
        Worker.objects.filter(pk=worker.pk).delete()
    return done


def _start_heart(worker: Worker, ended: threading.Event) -> threading.Thread:
    def beat():
        while not ended.wait(BEAT_SECONDS):
            try:
                Worker.objects.filter(pk=worker.pk).update(seen_at=timezone.now())
            except DatabaseError:
                log.debug("no beat: the database is busy", exc_info=True)
            finally:
                connection.close()

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    return heart


def tidy() -> None:
    """Workers that are gone, and previews that nobody wants."""
    gone = [worker.pk for worker in Worker.objects.all() if not worker.is_alive()]
    Worker.objects.filter(pk__in=gone).delete()
    old = ImportJob.objects.filter(step=Step.PREVIEW, created_at__lt=timezone.now() - KEPT)
    for job in old.filter(state__in=[State.READY, State.FAILED]):
        cancel(job)


def return_stale() -> int:
    """Jobs whose worker is gone go back into the queue, a few times; how many did."""
    running = list(ImportJob.objects.filter(state=State.RUNNING))
    alive = {worker.name for worker in Worker.objects.alive()} if running else set()
    returned = 0
    for job in running:
        if job.worker in alive:
            continue
        mine = ImportJob.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker)
        if job.attempts < ATTEMPTS:
            returned += mine.update(state=State.WAITING, worker="")
        else:
            error = gettext_noop("The worker died each time that it tried.")
            mine.update(state=State.FAILED, worker="", error=error, finished_at=timezone.now())
    return returned


@transaction.atomic
def claim(worker: Worker) -> ImportJob | None:
    """The job that waited longest, for this worker; None while another import is under way.

    Two imports at once would each not see what the other makes. The row lock holds other workers on PostgreSQL, on
    SQLite the transaction itself does.
    """
    return_stale()
    job = ImportJob.objects.select_for_update(of=("self",)).filter(state=State.WAITING).order_by("pk").first()
    if job is None or ImportJob.objects.filter(state=State.RUNNING).exists():
        return None
    try:
        with lock.exclusive():
            importing.mark_stale_runs()
    except lock.Busy:
        return None  # the operator imports
    job.state, job.worker, job.attempts = State.RUNNING, worker.name, job.attempts + 1
    job.save(update_fields=["state", "worker", "attempts"])
    return job


def perform(job: ImportJob) -> None:
    """Do one step of a job; whatever goes wrong is written down with it."""
    work = {
        (Kind.IMPORT, Step.PREVIEW): _preview_import,
        (Kind.IMPORT, Step.DEED): _import,
        (Kind.UNDO, Step.PREVIEW): _preview_undo,
        (Kind.UNDO, Step.DEED): _undo,
    }[(job.kind, job.step)]
    _busy.set()
    try:
        work(job)
    except (Stopped, lock.Busy):
        _save(job, state=State.WAITING, worker="", attempts=job.attempts - 1)
    except Lost:
        log.warning("job %s went to another worker", job.uid)
    except (Refused, undo.CannotUndo) as refused:
        _fail(job, str(refused))
    except Exception as error:
        log.exception("job %s failed", job.uid)
        _fail(job, f"{type(error).__name__}: {error}"[:1000])
    finally:
        _busy.clear()


def _save(job: ImportJob, **values) -> None:
    held = ImportJob.objects.filter(pk=job.pk, worker=job.worker, state=State.RUNNING)
    if not held.update(**values):
        raise Lost(job.uid)


def _fail(job: ImportJob, error: str) -> None:
    held = ImportJob.objects.filter(pk=job.pk, worker=job.worker, state=State.RUNNING)
    held.update(state=State.FAILED, error=error, finished_at=timezone.now())


class _Progress:
    def __init__(self, job: ImportJob, done: int = 0):
        self.job, self.done, self._written = job, done, time.monotonic()

    def count(self, number: int = 1) -> None:
        self.done += number
        if _stopping.is_set():
            raise Stopped
        if time.monotonic() - self._written >= PROGRESS_SECONDS:
            self._written = time.monotonic()
            _save(self.job, done=self.done)


def _preview_import(job: ImportJob) -> None:
    options = reading_options()
    gazetteer = options.gazetteer or gazetteers.load()
    version = options.reader_version or reader.version(gazetteer)
    items = _items(job)
    documents = [item for item in items if isinstance(item, Document)]
    _save(job, total=len(items), done=0)
    # Reading takes longest and needs no transaction.
    readings = _readings(_unread(documents, version), options, _Progress(job))
    began = timezone.now()
    with _aside():
        collector = diff.Collector(documents)
        report = importing.import_items(
            items,
            importing.Options(
                dry_run=True,
                batches=False,  # the preview tells of each document apart
                user=job.user,
                tell=collector.tell,
                read=lambda document: readings.get(id(document)) or options.read(document),
                reader_version=version,
                gazetteer=gazetteer,
            ),
        )
        preview = collector.result(report)
    _save(job, state=State.READY, preview=preview, publishes=collector.publishes, done=len(items), previewed_at=began)


@contextmanager
def _aside() -> Iterator[None]:
    """Let this thread work on a copy of an SQLite file: a long transaction would keep everybody from writing."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or connection.is_in_memory_db():
        yield
        return
    before = connection.settings_dict
    with tempfile.TemporaryDirectory(prefix="kb-preview-") as folder:
        copy = os.path.join(folder, "copy.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copy])
        connection.close()
        connection.settings_dict = {**before, "NAME": copy}
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict = before


def _items(job: ImportJob) -> list[files.Item]:
    items, documents, letters = [], 0, 0
    for upload in job.uploads.all():
        for item in files.contents(upload.name, bytes(upload.content)):
            items.append(item)
            if isinstance(item, Document):
                documents += 1
                letters += len(item.text)
            if len(items) > 4 * DOCUMENTS_LIMIT or documents > DOCUMENTS_LIMIT or letters > LETTERS_LIMIT:
                raise Refused(
                    gettext_noop("That is too much at once. Split it, or let the operator run manage.py import_seeds.")
                )
    if not items:
        raise Refused(gettext_noop("There is no document in what was uploaded."))
    return items


def _unread(documents: list[Document], version: str) -> list[Document]:
    """Those whose bytes this version hasn't read yet."""
    digests = {id(document): digest(document) for document in documents}
    read = set()
    for start in range(0, len(documents), 200):
        chunk = [digests[id(document)] for document in documents[start : start + 200]]
        read |= set(Article.objects.filter(sha256__in=chunk, reader_version=version).values_list("sha256", flat=True))
    return [document for document in documents if digests[id(document)] not in read]


def _readings(documents: list[Document], options: importing.Options, progress: _Progress) -> dict:
    chunks = ((None, documents[start : start + 2]) for start in range(0, len(documents), 2))
    results = []
    if documents:
        for _key, read in pool.read_chunks(chunks, options.workers, options.read):
            results += read
            progress.count(len(read))
    return {id(document): result for document, result in zip(documents, results, strict=True)}


def _import(job: ImportJob) -> None:
    options = reading_options()
    items = _items(job)
    if job.run is None:
        job.run = Run.objects.create(kind=Run.Kind.IMPORT, user=job.confirmed_by, reason=job.reason)
        _save(job, run=job.run)
    done = set(job.run.items.values_list("name", "sha256", "place"))
    left = [item for item in items if _key(item) not in done]
    progress = _Progress(job, len(items) - len(left))
    _save(job, total=len(items), done=progress.done)
    options.user, options.reason, options.run = job.confirmed_by, job.reason, job.run
    options.tell = lambda item: progress.count()
    report = importing.import_items(left, options, [upload.name for upload in job.uploads.defer("content")])
    unlinked = sorted(report.unlinked.items(), key=lambda entry: (-entry[1], entry[0]))
    result = {
        "counts": report.run.counts,
        "unlinked": [[kind, name, count] for (kind, name), count in unlinked[: diff.MOST_LINES]],
        "unlinked_total": len(unlinked),
    }
    with transaction.atomic():
        _save(job, state=State.READY, result=result, done=len(items), finished_at=timezone.now())
        job.uploads.all().delete()


def _key(item: files.Item) -> tuple[str, str, str]:
    sha256 = digest(item) if isinstance(item, Document) else ""
    return item.name[:1000], sha256, getattr(item, "place", "")[:200]


def _preview_undo(job: ImportJob) -> None:
    began = timezone.now()
    with _aside(), transaction.atomic():
        undone = undo.undo(job.run, job.user, read=reading_options().read, preview=True)
        preview = _told(undone)
        transaction.set_rollback(True)
    _save(job, state=State.READY, preview=preview, previewed_at=began)


def _undo(job: ImportJob) -> None:
    total = sum(rows.objects.filter(run=job.run).count() for rows in (Evidence, Mention, Article))
    standing = job.run.undone_by.filter(status=Run.Status.RUNNING).first()
    progress, so_far = _Progress(job), Counter(standing.counts if standing else {})
    _save(job, total=total, done=0)

    def tell(what, number):
        if what in ("quotes", "mentions", "articles"):
            progress.count(number - so_far[what])
            so_far[what] = number

    # A worker that was killed after the last batch has taken back all of it.
    undone = undo.done(job.run) if job.run.status == Run.Status.UNDONE else None
    undone = undone or undo.undo(job.run, job.confirmed_by, reading_options().read, job.reason, tell)
    result = _told(undone) | {"run": undone.run.pk}
    _save(job, state=State.READY, result=result, done=total, finished_at=timezone.now())


def _told(undone: undo.Undone) -> dict:
    left = undone.left
    return {"counts": dict(undone.counts), "left": left[: diff.MOST_LINES], "left_total": len(left)}
