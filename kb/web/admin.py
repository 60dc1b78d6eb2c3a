"""Inlines of the upper floors on the admins of the lower ones."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from articles.admin import EvidenceInline
from kb.core.admin import RelationAdmin, RunAdmin
from kb.core.admin_base import ask_reason
from kb.regions.admin import RegionAdmin
from people.admin import OrganizationAdmin, PersonAdmin, PositionAdmin, PostHolderInline
from programs.admin import FigureAdmin, FigureListInline, PledgeAdmin, PledgeChangeAdmin, PledgeListInline
from seeds import suppression
from seeds.admin import ImportItemInline


def attach(model_admin: type[admin.ModelAdmin], *inlines, at=None):
    """Put ``inlines`` after those that stand there, or at a place."""
    standing = list(model_admin.inlines)
    place = len(standing) if at is None else at
    model_admin.inlines = [*standing[:place], *inlines, *standing[place:]]


for claim_admin in (PositionAdmin, RelationAdmin, FigureAdmin, PledgeAdmin, PledgeChangeAdmin):
    attach(claim_admin, EvidenceInline, at=0)
attach(RunAdmin, ImportItemInline)
attach(PersonAdmin, PledgeListInline, at=2)
attach(OrganizationAdmin, FigureListInline, PledgeListInline, at=2)
attach(RegionAdmin, PostHolderInline, FigureListInline, PledgeListInline, at=1)


@admin.action(description=_("Remove for good"), permissions=["suppress"])
def suppress(model_admin, request, queryset):
    """Suppression stands above the floor of people: it reaches into articles, claims and search."""
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        note = _(
            "The person goes from every page, from search, exports and history, and no import brings the person back. "
            "There is no way back. The reason is kept with the run, without the person's name."
        )
        title = _("Why are these people removed for good?")
        return ask_reason(model_admin, request, queryset, title=title, action="suppress", note=note)
    people = list(queryset)
    for person in people:
        suppression.suppress(person, request.user, reason)
    messages.success(request, _("Removed for good: %(count)d.") % {"count": len(people)})
    return None


def may_suppress(model_admin, request):
    return request.user.has_perm("people.suppress_person")


PersonAdmin.has_suppress_permission = may_suppress
PersonAdmin.actions = [*PersonAdmin.actions, suppress]
