"""Decisions of people on many rows at once: what the machine proposed, and what readers may see."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from kb.core.models import Entity, Review, Run
from kb.core.quotes import withhold_addresses

NEEDS_REASON = {Review.REJECTED, Review.DEPRECATED}
_DECISION = ["review", "decided_by", "decided_at", "reason"]


def finish(run: Run, counts: dict, options: dict):
    """Close a run that is one transaction."""
    run.counts, run.options = counts, options
    run.status, run.finished_at = Run.Status.FINISHED, timezone.now()
    run.save()


def weigh(rows) -> dict[str, list[int]]:
    """Remember the quotes of those of ``rows`` that are decided against: primary keys by table, for the way back."""
    found = {}
    against = [row for row in rows if getattr(row, "review", "") in NEEDS_REASON and hasattr(row, "evidence")]
    for model in {type(row) for row in against}:
        evidence = model._meta.get_field("evidence")
        keys = [row.pk for row in against if type(row) is model]
        quotes = evidence.related_model.objects.filter(weighed=False, **{f"{evidence.field.name}__in": keys})
        if new := list(quotes.values_list("pk", flat=True)):
            quotes.model.objects.filter(pk__in=new).update(weighed=True)
            found.setdefault(quotes.model._meta.label_lower, []).extend(new)
    return found


@transaction.atomic
def decide(rows, review: str, user, reason: str = "") -> Run:
    """Set the decision of ``user`` on claims or mentions of one table; the run keeps what was there before."""
    if review in NEEDS_REASON and not reason.strip():
        raise ValidationError(_("Give a reason."))
    rows = [row for row in rows if row.review != review or row.decided_by_id is None]
    run = Run.objects.create(kind=Run.Kind.BULK_EDIT, user=user, reason=reason)
    before = {str(row.pk): row.review for row in rows}
    now = timezone.now()
    for row in rows:
        row.decide(review, user, now, reason)
    label = ""
    if rows:
        model = type(rows[0])
        label = model._meta.label_lower
        if hasattr(model, "history"):
            bulk_update_with_history(
                rows, model, _DECISION, batch_size=200, default_user=user, default_change_reason=f"run {run.uid}"
            )
        else:
            # Not bulk_update: it would read every text again to look at offsets that don't change.
            model.objects.filter(pk__in=before).update(review=review, decided_by=user, decided_at=now, reason=reason)
    weigh(rows)
    finish(run, {review: len(rows)}, {"table": label, "set": {"review": review}, "before": before})
    return run


@transaction.atomic
def set_visibility(things, visibility: str, user, reason: str = "") -> Run:
    """Publish or hide things or articles of one table; a person becomes public for a reason alone."""
    things = [thing for thing in things if thing.visibility != visibility]
    publishes = visibility == Entity.Visibility.PUBLIC
    if publishes and not reason.strip() and any(map(_is_person, things)):
        raise ValidationError(_("Give a reason."))
    run = Run.objects.create(kind=Run.Kind.BULK_EDIT, user=user, reason=reason)
    before = {str(thing.pk): thing.visibility for thing in things}
    for thing in things:
        edited = ["visibility"]
        thing.visibility = visibility
        if publishes and _is_person(thing):
            thing.public_reason = reason
            edited.append("public_reason")
        thing.mark_edited(edited)
        thing._history_user, thing._change_reason = user, f"run {run.uid}"
        thing.save()
    if not publishes:
        withhold_addresses([thing for thing in things if _is_person(thing)])
    label = things[0]._meta.label_lower if things else ""
    finish(run, {visibility: len(things)}, {"table": label, "set": {"visibility": visibility}, "before": before})
    return run


def _is_person(thing) -> bool:
    return getattr(thing, "kind", "") == Entity.Kind.PERSON
