"""What waits for editors: counts with links to the lists, for the first page of the admin."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import explanations
from articles import waiting as queued
from articles.models import Mention
from kb.core.admin_base import change_address, summary_of_counts
from kb.core.models import Entity, Relation, Run
from kb.web import review_desk, review_queue, review_sides, review_timing
from people.models import Person, Position, PublishRequest
from programs.admin import due_soon, overdue
from programs.models import Figure, Pledge, PledgeChange
from seeds import admin as import_desk
from seeds.models import ImportItem, ImportJob

SHOWN = 6  # rows of a list
CLAIMS = (Position, Relation, Figure, Pledge, PledgeChange)


def changelist(model, query="") -> str:
    """The admin's list of ``model``, filtered."""
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return f"{address}?{query}" if query else address


class Row(NamedTuple):
    """What waits, how much of it, and the list that shows it."""

    label: str
    total: int
    address: str
    note: str = ""


def waiting(request) -> dict:
    """Blocks of rows and the last runs; what the user may not look at is left out."""
    newest = queued.newest() if review_desk.may_look(request) else []
    return {
        "blocks": [
            (title, [Row(*row) for row in rows])
            for title, rows in (
                (_("Review desk"), _review(request, newest)),
                (_("People and pledges"), _people(request) + _pledges(request)),
                (_("Claims to decide on"), _claims(request)),
                (_("Mentions to decide on"), _mentions(request)),
                (_("What waits, by rule"), _rules(request, newest)),
            )
            if rows
        ],
        "due": _due(request),
        "runs": _runs(request),
        "review": _timings(request),
        "imports": _imports(request),
    }


def _may_view(request, model) -> bool:
    return admin.site.get_model_admin(model).has_view_permission(request)


def _review(request, newest) -> list:
    """What waits at the review desk, by age and by what else is the matter."""
    if not review_desk.may_look(request):
        return []
    queue = reverse("admin:review_queue")
    asked = [
        (_("… waiting longer than a week"), queued.Wanted(age="7")),
        (_("… somebody was unsure"), queued.Wanted(state=queued.UNSURE)),
        (_("… rejected before, with a new quote"), queued.Wanted(state=queued.RETURNED)),
        (_("… value changed under its quote"), queued.Wanted(state=queued.CHANGED)),
    ]
    found = [(_("Documents to review"), "", newest)]
    found += [(label, review_desk.query_of(wanted), queued.newest(wanted)) for label, wanted in asked]
    rows = [
        (label, review_desk.no_more(len(documents), queued.MOST), queue + query) for label, query, documents in found
    ]
    return rows + [(title, total, address) for address, title, total, _here in review_sides.links()]


def _timings(request) -> dict | None:
    return review_timing.timings() if review_desk.may_look(request) else None


def _rules(request, newest) -> list:
    """The rules by which most waits, with what they find and how right they were."""
    if not review_desk.may_look(request):
        return []
    queue = reverse("admin:review_queue")
    return [
        (
            explanations.rule_words(rule.name),
            rule.waiting,
            queue + review_desk.query_of(queued.Wanted(rule=rule.name, kind=rule.kind)),
            " · ".join([capfirst(review_queue.kind_words(rule.kind)), *_right(rule.precision)]),
        )
        for rule in queued.rules(queued.Wanted(), newest[: queued.MOST])[:SHOWN]
    ]


def _right(precision: float | None) -> list[str]:
    return [] if precision is None else [_("right in %(right)s %% so far") % {"right": round(100 * precision)}]


def _claims(request) -> list:
    return [
        (capfirst(model._meta.verbose_name_plural), total, changelist(model, "review__exact=proposed"))
        for model in CLAIMS
        if _may_view(request, model)
        for total in [model.objects.filter(review="proposed").count()]
    ]


def _mentions(request) -> list:
    if not _may_view(request, Mention):
        return []
    by_kind = dict(Mention.objects.filter(review="proposed").order_by().values_list("kind").annotate(total=Count("pk")))
    rows = [
        (label, by_kind.get(kind, 0), changelist(Mention, f"review__exact=proposed&kind__exact={kind}"))
        for kind, label in Entity.Kind.choices
    ]
    unlinked = Mention.objects.unlinked().count()
    return [*rows, (_("Unlinked, of any kind"), unlinked, changelist(Mention, "linked=no"))]


def _people(request) -> list:
    if not _may_view(request, Person):
        return []
    hidden = Person.objects.filter(visibility="hidden", merged_into=None).count()
    asked = PublishRequest.objects.waiting().count()
    return [
        (_("People to make public, for a second person"), asked, changelist(PublishRequest, "decision__exact=waiting")),
        (_("Hidden people"), hidden, changelist(Person, "visibility__exact=hidden&merged_into__isempty=1")),
    ]


def _pledges(request) -> list:
    if not _may_view(request, Pledge):
        return []
    pledges = Pledge.objects.exclude(review__in=["rejected", "deprecated"])
    return [
        (_("Pledges due in the next 90 days"), due_soon(pledges).count(), changelist(Pledge, "due=soon")),
        (_("Pledges overdue"), overdue(pledges).count(), changelist(Pledge, "due=overdue")),
    ]


def _due(request) -> list:
    """(pledge, whether it is overdue, address): what is due next, and what was due last."""
    if not _may_view(request, Pledge):
        return []
    pledges = Pledge.objects.exclude(review__in=["rejected", "deprecated"])
    late = [(row, True) for row in overdue(pledges).order_by("-deadline", "pk")[:2]]
    soon = [(row, False) for row in due_soon(pledges).order_by("deadline", "pk")[: SHOWN - 2]]
    return [(row, is_late, change_address(row)) for row, is_late in [*late, *soon]]


def _runs(request) -> list:
    """(run, what it was about, its counts in words, how many files failed, address) of the last runs."""
    if not _may_view(request, Run):
        return []
    return [
        (
            run,
            _about(run),
            summary_of_counts(run),
            run.counts.get(ImportItem.Outcome.FAILED, 0),
            reverse("admin:core_run_change", args=[run.pk]),
        )
        for run in Run.objects.select_related("user", "undoes").order_by("-started_at", "-pk")[:SHOWN]
    ]


def _about(run) -> str:
    """The first files of an import; else the reason that somebody gave."""
    if run.undoes:
        return str(run.undoes)
    if run.kind == Run.Kind.REFERENCE:
        return ""
    names = [str(path).rstrip("/").rpartition("/")[2] for path in run.options.get("paths") or ()]
    more = f" +{len(names) - 2}" if len(names) > 2 else ""
    return ", ".join(names[:2]) + more if names else run.reason


def _imports(request) -> dict:
    """The queue of the import desk, and the files that failed last."""
    if not _may_view(request, ImportJob):
        return {}
    failed = ImportItem.objects.filter(outcome=ImportItem.Outcome.FAILED).select_related("run")
    return {
        **import_desk.waiting(),
        "address": changelist(ImportJob),
        "may_import": admin.site.get_model_admin(ImportJob).has_add_permission(request),
        "failures": failed.defer("notes", "counts").order_by("-pk")[:4],
        "failures_address": changelist(ImportItem, "outcome__exact=failed"),
    }
