"""A private person becomes public when one asks and another one approves, or when an import reads a public post."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kb.core import review
from kb.core.models import Entity, Run
from people.models import Person, PublishRequest


@transaction.atomic
def ask(people, user, reason: str) -> list[PublishRequest]:
    """Ask for those that are not public and not asked for yet."""
    if not reason.strip():
        raise ValidationError(_("Give a reason."))
    keys = [person.pk for person in people]
    asked = set(PublishRequest.objects.waiting().filter(person__in=keys).values_list("person", flat=True))
    wanted = Person.objects.filter(pk__in=set(keys) - asked).exclude(visibility=Entity.Visibility.PUBLIC)
    requests = [PublishRequest(person=row, asked_by=user, reason=reason.strip()) for row in wanted.order_by("pk")]
    return PublishRequest.objects.bulk_create(requests)


@transaction.atomic
def approve(request: PublishRequest, user) -> Run:
    """Make the person public; refuses who asked, and what was decided already."""
    request = PublishRequest.objects.select_for_update().get(pk=request.pk)
    request.stands = True
    _decide(request, PublishRequest.Decision.APPROVED, user)
    names = f"{request.asked_by}, {user}"
    run = review.set_visibility([request.person], Entity.Visibility.PUBLIC, user, request.reason)
    Run.objects.filter(pk=run.pk).update(options={**run.options, "asked_and_approved_by": names})
    return run


@transaction.atomic
def refuse(request: PublishRequest, user, reason: str) -> None:
    """Leave the person private. Who asked may do this too: it takes the request back."""
    if not reason.strip():
        raise ValidationError(_("Give a reason."))
    request = PublishRequest.objects.select_for_update().get(pk=request.pk)
    request.refused_because = reason.strip()[:300]
    _decide(request, PublishRequest.Decision.REFUSED, user)


def ground(person: int, run: Run, reason: str) -> None:
    """Put down what ``run`` read that makes the person public, before it is written."""
    PublishRequest.objects.create(
        person_id=person,
        run=run,
        reason=reason,
        decision=PublishRequest.Decision.APPROVED,
        decided_at=timezone.now(),
        stands=True,
    )


def _decide(request, decision, user):
    if request.decision != PublishRequest.Decision.WAITING:
        raise ValidationError(_("This was decided already."))
    request.decision, request.decided_by, request.decided_at = decision, user, timezone.now()
    request.full_clean()
    request.save()
