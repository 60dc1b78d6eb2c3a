"""What became of each file of an import; the imports that editors ask for, and who does them."""

import os
import re
import socket
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from kb.core.models import Entity, Run, new_uid

# A worker that has said nothing for so long is not counted on.
SILENT = timedelta(minutes=1)
# One whose process stands may be in a long transaction, in which SQLite lets nobody write, the worker included.
SILENT_AT_WORK = timedelta(minutes=30)


_PLACE = re.compile(r"(after line|line|byte|character|column|document) (\d+)")
_PLACES = {
    "after line": _("after line %(number)s"),
    "line": _("line %(number)s"),
    "byte": _("byte %(number)s"),
    "character": _("character %(number)s"),
    "column": _("column %(number)s"),
    "document": _("document %(number)s"),
}


def told(text: str, values: dict) -> str:
    """What ``seeds.reading.bad.apart`` has taken apart, in the reader's language."""
    values = {name: told(**value) if isinstance(value, dict) else value for name, value in values.items()}
    text = gettext(text) if text else ""
    return text % values if values else text


def notes_words(notes: list) -> str:
    return "; ".join(told(**note) if isinstance(note, dict) else note for note in notes)


def place_words(place: str) -> str:
    return _PLACE.sub(lambda found: str(_PLACES[found[1]] % {"number": found[2]}), place)


class ImportItem(models.Model):
    """One file of one run."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        DUPLICATE = "duplicate", _("Duplicate")
        SKIPPED = "skipped", _("Skipped")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="items", verbose_name=_("run"))
    name = models.CharField(_("file"), max_length=1000)
    sha256 = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="import_items", verbose_name=_("article")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    code = models.CharField(_("code"), max_length=40, blank=True)
    # English words; what stands in their %(…)s is in ``values``. Older rows have whole sentences.
    error = models.TextField(_("reason"), blank=True)
    values = models.JSONField(default=dict, blank=True, editable=False)
    place = models.CharField(_("line or place"), max_length=200, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    counts = models.JSONField(_("found"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("imported file"), _("imported files")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def reason(self) -> str:
        return told(self.error, self.values)

    @property
    def place_words(self) -> str:
        return place_words(self.place)

    @property
    def notes_words(self) -> str:
        return notes_words(self.notes)


class ForeignId(models.Model):
    """What another system calls a thing of ours; without an entity: a person who was removed for good."""

    system = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=80)  # "person:77"
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, related_name="+")
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="foreignid_once", fields=["system", "key"])]

    def __str__(self):
        return f"{self.system} {self.key}".strip()


class WorkerQuerySet(models.QuerySet):
    def alive(self) -> list["Worker"]:
        return [worker for worker in self if worker.is_alive()]


class Worker(models.Model):
    """A process that does jobs; the row goes when it ends in good order."""

    name = models.CharField(max_length=20, unique=True, default=new_uid)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("worker"), _("workers")

    def __str__(self):
        return f"{self.host}:{self.pid}"

    def is_alive(self) -> bool:
        silent = timezone.now() - self.seen_at
        if self.host != socket.gethostname():
            return silent < SILENT
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass  # somebody else's process
        return silent < SILENT_AT_WORK


class ImportJob(models.Model):
    """An import, or the undo of one, that an editor asked for: first a preview, then the deed."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        UNDO = "undo", _("Undo")

    class Step(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        DEED = "deed", _("Deed")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        READY = "ready", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    uid = models.CharField(max_length=10, unique=True, default=new_uid, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.IMPORT)
    step = models.CharField(_("step"), max_length=7, choices=Step, default=Step.PREVIEW)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING, db_index=True)
    title = models.CharField(_("what"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    reason = models.TextField(_("reason"), blank=True)
    # What an import made, or what an undo takes back.
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="jobs", verbose_name=_("run"))
    worker = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(_("documents done"), default=0)
    total = models.PositiveIntegerField(_("documents"), default=0)
    # What would be done (seeds.diff), and what was done; words are put to them when they are shown.
    preview = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    # Hidden people whom the import makes public.
    publishes = models.PositiveIntegerField(_("people made public"), default=0)
    error = models.TextField(_("why it failed"), blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    previewed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import from the desk"), _("import desk")
        ordering = ["-pk"]
        permissions = [
            ("import_documents", "Can import documents"),
            ("undo_import", "Can take an import back"),
        ]
        constraints = [
            # Whatever door it comes through: nothing is done without somebody who says why.
            models.CheckConstraint(
                name="importjob_deed_has_a_reason", condition=models.Q(step="preview") | ~models.Q(reason="")
            ),
            # As with requests to publish: who asks doesn't approve.
            models.CheckConstraint(
                name="importjob_publishes_by_two",
                condition=models.Q(step="preview") | models.Q(publishes=0) | ~models.Q(confirmed_by=models.F("user")),
            ),
        ]

    def __str__(self):
        return self.title or self.uid

    @property
    def is_active(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def awaits_confirmation(self) -> bool:
        return (self.step, self.state) == (self.Step.PREVIEW, self.State.READY)


class ImportUpload(models.Model):
    """A file of a job, kept until the job is over."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=1000)
    content = models.BinaryField()

    class Meta:
        verbose_name, verbose_name_plural = _("uploaded file"), _("uploaded files")
        ordering = ["pk"]

    def __str__(self):
        return self.name
