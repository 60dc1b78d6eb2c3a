from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, When
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kb.core.admin_base import COUNTED, FoldedSearch, LongList, ReadOnly, ReadOnlyInline, linked
from kb.core.models import Relation, Run
from people.models import Position
from programs.models import Figure, Pledge
from seeds import diff, jobs, undo
from seeds.forms import DocumentsForm
from seeds.models import ImportItem, ImportJob, Worker, notes_words, place_words, told


@admin.display(description=_("outcome"), ordering="outcome")
def state(item):
    return format_html('<span class="state {}">{}</span>', item.outcome, item.get_outcome_display())


@admin.display(description=_("article"))
def article_title(item):
    return linked(item.article)


@admin.display(description=_("reason"))
def reason(item):
    """Why it failed, else what there is to say of it."""
    return item.reason or item.notes_words


@admin.display(description=_("line or place"))
def place(item):
    return item.place_words


def with_article(rows):
    return rows.select_related("article").defer("article__text", "article__raw", "article__furniture")


class ImportItemInline(ReadOnlyInline):
    """The files of a run, failures first."""

    model = ImportItem
    fields = ["name", "outcome_state", "article_name", "code", "why", "where"]
    readonly_fields = ["outcome_state", "article_name", "why", "where"]

    outcome_state = staticmethod(state)
    article_name = staticmethod(article_title)
    why = staticmethod(reason)
    where = staticmethod(place)

    def get_queryset(self, request):
        return with_article(super().get_queryset(request)).order_by(failures_first(), "pk")


def failures_first():
    return Case(When(outcome="failed", then=0), default=1)


@admin.register(ImportItem)
class ImportItemAdmin(ReadOnly, FoldedSearch, LongList):
    exact_fields = ("sha256", "name")
    text_fields = ("name", "error")
    list_display = ["name", state, article_title, "code", reason, place, "run"]
    list_filter = ["outcome", "code"]
    actions = None

    def get_queryset(self, request):
        return with_article(super().get_queryset(request)).select_related("run")

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "run" or super().lookup_allowed(lookup, value, request)


# The import desk

SHOWN_FILES = 40  # the list has all


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnly, LongList):
    """Documents in: hand in, look at what would change, confirm, watch; and the same for taking a run back."""

    list_display = ["title", "kind", "step_state", "user", "progress", "why", "created_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["user", "confirmed_by"]
    actions = None
    change_list_template = "admin/seeds/importjob/list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("preview", "result")

    def has_add_permission(self, request):
        return request.user.has_perm("seeds.import_documents")

    def may_confirm(self, request, job) -> bool:
        right = "undo_import" if job.kind == ImportJob.Kind.UNDO else "import_documents"
        return request.user.has_perm(f"seeds.{right}")

    @admin.display(description=_("state"), ordering="state")
    def step_state(self, job):
        return format_html('<span class="state {}">{}</span>', tone(job), stage(job))

    @admin.display(description=_("documents"))
    def progress(self, job):
        return f"{job.done} / {job.total}" if job.total else "—"

    @admin.display(description=_("reason"))
    def why(self, job):
        return job.reason if len(job.reason) <= 80 else f"{job.reason[:79]}…"

    def get_urls(self):
        pages = [
            ("<int:pk>/status/", self.status_view, "status"),
            ("<int:pk>/confirm/", self.confirm_view, "confirm"),
            ("<int:pk>/cancel/", self.cancel_view, "cancel"),
            ("<int:pk>/again/", self.again_view, "again"),
            ("undo/<int:pk>/", self.undo_view, "undo"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"seeds_importjob_{name}")
            for address, view, name in pages
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"desk": waiting(), **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            form = DocumentsForm(request.POST, request.FILES)
            form.too_large = getattr(request, "upload_too_large", False)  # known when the request is read
            if form.is_valid():
                uploads = form.uploads()
                job = jobs.submit(request.user, uploads, form.title(uploads))
                self.log_addition(request, job, gettext("Handed in; the preview is made."))
                return self._to(job)
        else:
            form = DocumentsForm()
        return self._page(request, "hand_in", title=_("Import documents"), form=form, desk=waiting())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        job = self._job(request, object_id)
        return self._show(request, job)

    def status_view(self, request, pk):
        job = self._job(request, pk)
        return JsonResponse(
            {
                "stage": str(stage(job)),
                "mark": mark(job),
                "done": job.done,
                "total": job.total,
                "active": job.is_active,
            },
            headers={"Cache-Control": "no-store"},
        )

    def confirm_view(self, request, pk):
        job = self._posted(request, pk)
        reason = request.POST.get("reason", "").strip()[:1000]
        if not job.awaits_confirmation or request.POST.get("preview") != mark(job):
            self.message_user(request, _("This has gone on meanwhile; look at it again."), messages.WARNING)
            return self._to(job)
        errors = []
        if not reason:
            errors.append(_("Give a reason."))
        if job.preview.get("mass") and request.POST.get("mass") != "yes":
            errors.append(_("More than a tenth of a kind would change. Tick the box if that is meant."))
        if job.publishes and not request.user.has_perm("people.publish_person"):
            errors.append(_("Hidden people would become public: somebody who may publish must confirm this."))
        elif job.publishes and request.user == job.user:
            errors.append(_("Hidden people would become public: somebody else must approve what you asked for."))
        if errors:
            return self._show(request, job, errors=errors, reason=reason)
        if job.kind == ImportJob.Kind.IMPORT and jobs.is_outdated(job):
            jobs.preview_again(job)
            text = _("Another import, undo or merge came between. The preview is made again: look at it once more.")
            self.message_user(request, text, messages.WARNING)
        elif jobs.confirm(job, request.user, reason):
            self.log_change(request, job, gettext("Confirmed: %(reason)s") % {"reason": reason})
        return self._to(job)

    def cancel_view(self, request, pk):
        job = self._posted(request, pk)
        if jobs.cancel(job):
            self.log_change(request, job, gettext("Cancelled."))
            self.message_user(request, _("Cancelled; nothing was written."), messages.SUCCESS)
        return self._to(job)

    def again_view(self, request, pk):
        job = self._posted(request, pk)
        if jobs.preview_again(job) or jobs.go_on(job):
            self.log_change(request, job, gettext("Tried again."))
        return self._to(job)

    def undo_view(self, request, pk):
        if not request.user.has_perm("seeds.undo_import"):
            raise PermissionDenied
        run = get_object_or_404(Run, pk=pk, kind=Run.Kind.IMPORT)
        if request.method == "POST":
            try:
                job = jobs.ask_undo(run, request.user)
            except undo.CannotUndo as refused:
                self.message_user(request, _(str(refused)), messages.ERROR)
                return HttpResponseRedirect(reverse("admin:core_run_change", args=[run.pk]))
            self.log_addition(request, job, gettext("Asked what an undo would take back."))
            return self._to(job)
        return self._page(request, "undo", title=_("Take an import back"), run=run, counts=outcomes(run.counts))

    def _job(self, request, pk) -> ImportJob:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(ImportJob.objects.select_related("user", "confirmed_by", "run"), pk=int(pk))

    def _posted(self, request, pk) -> ImportJob:
        """The job that a form speaks of, for somebody who may decide on it."""
        job = self._job(request, pk)
        if request.method != "POST" or not self.may_confirm(request, job):
            raise PermissionDenied
        return job

    @staticmethod
    def _to(job):
        return HttpResponseRedirect(reverse("admin:seeds_importjob_change", args=[job.pk]))

    def _show(self, request, job, **context):
        shown = job.result if job.step == ImportJob.Step.DEED else job.preview
        failures, items, found = [], [], []
        if job.kind == ImportJob.Kind.IMPORT and job.step == ImportJob.Step.DEED and job.run:
            items = with_article(job.run.items.exclude(outcome=ImportItem.Outcome.FAILED))[:SHOWN_FILES]
            found = found_in(job.run)
            failures = [
                (item.code, item.name, item.place_words, item.reason)
                for item in job.run.items.filter(outcome=ImportItem.Outcome.FAILED)[: diff.MOST_FILES]
            ]
        elif job.kind == ImportJob.Kind.IMPORT:
            failures = [
                (row["code"], row["name"], place_words(row["place"]), _failure(row))
                for row in job.preview.get("errors", ())
            ]
        labels = dict(ImportItem.Outcome.choices)
        for file in shown.get("files", ()):
            file["label"] = labels.get(file["outcome"], file["outcome"])
            file["notes"] = notes_words(file["notes"])
        run = job.run
        done_run = Run.objects.filter(pk=job.result.get("run", 0)).first() if job.kind == ImportJob.Kind.UNDO else run
        return self._page(
            request,
            "job",
            title=job.title,
            job=job,
            stage=stage(job),
            tone=tone(job),
            mark=mark(job),
            may_confirm=self.may_confirm(request, job),
            may_undo=request.user.has_perm("seeds.undo_import")
            and run is not None
            and run.status in (Run.Status.FINISHED, Run.Status.INTERRUPTED),
            counts=outcomes(shown.get("counts", {})),
            levels=told_lines(job.preview) if job.step == ImportJob.Step.PREVIEW else [],
            mass=[{**row, "kind": diff.kind_words(row["model"])} for row in job.preview.get("mass", [])],
            shown=shown,
            left=[undo.words(line) for line in shown.get("left", ())],
            failures=by_code(failures),
            items=items,
            found=found,
            run=done_run,
            error=_(job.error) if job.error else "",
            worker_lives=bool(Worker.objects.alive()) if job.is_active else True,
            **context,
        )

    def _page(self, request, name, **context):
        return TemplateResponse(
            request,
            f"admin/seeds/importjob/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )


def stage(job: ImportJob):
    """Where a job stands, in words."""
    Step, State = ImportJob.Step, ImportJob.State
    return {
        (Step.PREVIEW, State.WAITING): _("waits for its preview"),
        (Step.PREVIEW, State.RUNNING): _("the preview is made"),
        (Step.PREVIEW, State.READY): _("waits for your decision"),
        (Step.PREVIEW, State.FAILED): _("the preview failed"),
        (Step.DEED, State.WAITING): _("waits to be done"),
        (Step.DEED, State.RUNNING): _("under way"),
        (Step.DEED, State.READY): _("done"),
        (Step.DEED, State.FAILED): _("failed"),
    }.get((job.step, job.state), _("cancelled"))


def tone(job: ImportJob) -> str:
    """The colour of a state, by the names that the desk has."""
    if job.state == ImportJob.State.READY:
        return "finished" if job.step == ImportJob.Step.DEED else "proposed"
    return {"failed": "failed", "cancelled": "cancelled"}.get(job.state, "running")


def mark(job: ImportJob) -> str:
    """Changes with the step, the state and the preview: a form that was filled in before then is refused."""
    return f"{job.step}-{job.state}-{job.previewed_at.timestamp() if job.previewed_at else 0}"


def waiting() -> dict:
    """What the queue looks like: jobs that wait, and who works."""
    counts = dict(ImportJob.objects.order_by().values_list("state").annotate(total=Count("pk")))
    decide = ImportJob.objects.filter(step=ImportJob.Step.PREVIEW, state=ImportJob.State.READY).count()
    return {
        "queued": counts.get("waiting", 0),
        "running": counts.get("running", 0),
        "decide": decide,
        "failed": counts.get("failed", 0),
        "workers": len(Worker.objects.alive()),
    }


def outcomes(counts: dict) -> list:
    """Counts of an import or an undo in words, without zeros."""
    labels = dict(ImportItem.Outcome.choices) | COUNTED
    order = list(labels)
    known = sorted(counts.items(), key=lambda pair: order.index(pair[0]) if pair[0] in labels else len(order))
    return [(labels.get(key, key), count) for key, count in known if count]


def found_in(run: Run) -> list:
    """What was read in the documents of a run, by kind: each thing once a document."""
    total = Counter()
    for counts in run.items.values_list("counts", flat=True):
        total.update(counts)
    tables = {"positions": Position, "relations": Relation, "figures": Figure, "pledges": Pledge}
    labels = {model.KIND: model._meta.verbose_name_plural for model in diff.THINGS}
    labels |= {key: model._meta.verbose_name_plural for key, model in tables.items()}
    return [(capfirst(label), total[key]) for key, label in labels.items() if total[key]]


def told_lines(preview: dict) -> list:
    """The lines of a preview by level: (level, title, [(sentence, document)], how many more)."""
    titles = {
        diff.RISK: _("Look at these first"),
        diff.CHANGE: _("Changes to what is there"),
        diff.NEW: _("New"),
    }
    lines = preview.get("lines", [])
    return [
        (
            level,
            titles[level],
            [(diff.words(line), line.get("document", "")) for line in lines if line["level"] == level],
            preview.get("dropped", {}).get(level, 0),
        )
        for level in diff.LEVELS
        if any(line["level"] == level for line in lines)
    ]


def _failure(row: dict) -> str:
    """Why a file would fail, of a preview; those of older versions have whole sentences."""
    return told(row["error"], row["values"]) if "error" in row else row["reason"]


def by_code(failures: list) -> list:
    """Failures under what they have in common: (code, words, [(file, place, reason)])."""
    groups = {}
    for code, *row in failures:
        groups.setdefault(code, []).append(row)
    return [(code, ERRORS.get(code, code), rows) for code, rows in sorted(groups.items())]


ERRORS = {
    "binary": _("Not a text: a picture, a PDF, a program"),
    "blank": _("Nothing but white space"),
    "csv-header": _("No column with the text"),
    "csv-row": _("A row with too few or too many cells"),
    "docx": _("A damaged or protected Word document"),
    "empty": _("An empty file"),
    "encoding": _("In no known encoding, or damaged"),
    "json": _("Not JSON, or no document in it"),
    "no-text": _("A document without a text"),
    "nul": _("NUL bytes in the text"),
    "reader-died": _("Reading broke off"),
    "reading-failed": _("The reader stopped at it"),
    "reading-slow": _("Reading took too long"),
    "special": _("A link or a device, not a file"),
    "too-large": _("Too large"),
    "truncated": _("Ends in the middle of a letter"),
    "writing-failed": _("The importer stopped at it"),
    "zip-bomb": _("An archive that grows too much when unpacked"),
    "zip-damaged": _("A damaged archive"),
    "zip-encrypted": _("Protected by a password"),
    "zip-nested": _("An archive in an archive in an archive"),
    "zip-path": _("A name that leads out of the archive"),
    "zip-twice": _("A second file of one name in an archive"),
}
