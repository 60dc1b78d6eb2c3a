"""A public page before it is public: the page itself, made of a database where the row is published for a moment."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kb.core.admin_base import change_address
from kb.core.models import Entity, Review, Run
from people import publishing


@require_safe
def page(request, model_admin, object_id):
    """What readers would see of a row of ``model_admin``, for those who may look at the row."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    row = model_admin.get_object(request, str(object_id))
    if row is None:
        raise Http404
    if address := model_admin.view_on_site(row):
        return HttpResponseRedirect(address)
    if not model_admin.preview_address(row):
        raise Http404
    try:
        return _shown(request, row)
    except Http404:
        reason = _("Readers would not see it even then: no public article says it, or what it is about is not public.")
        messages.warning(request, reason)
        return HttpResponseRedirect(change_address(row))


def _shown(request, row):
    asked = request.GET.get("language")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    reader = copy(request)
    reader.user, reader.GET = AnonymousUser(), QueryDict(mutable=True)
    with translation.override(language):
        reader.preview = {"state": _state(row), "back": change_address(row)}
        match = resolve(row.get_absolute_url())
        with transaction.atomic():
            _publish(row)
            response = match.func(reader, *match.args, **match.kwargs)
            transaction.set_rollback(True)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _state(row) -> str:
    words = row.get_review_display() if hasattr(row, "review") else row.get_visibility_display()
    return str(words).lower()


def _publish(row):
    """For the page alone: the transaction is rolled back."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    if hasattr(row, "review"):
        rows.update(review=Review.ACCEPTED)
        return
    if getattr(row, "kind", "") == Entity.Kind.PERSON:
        publishing.ground(row.pk, Run.objects.create(kind=Run.Kind.BULK_EDIT), _("preview"))
    rows.update(visibility=Entity.Visibility.PUBLIC)
