"""Inlines of the upper floors on the admins of the lower ones."""

from django.contrib import admin

from articles.admin import EvidenceInline
from kb.core.admin import RelationAdmin, RunAdmin
from kb.regions.admin import RegionAdmin
from people.admin import OrganizationAdmin, PersonAdmin, PositionAdmin, PostHolderInline
from programs.admin import FigureAdmin, FigureListInline, PledgeAdmin, PledgeChangeAdmin, PledgeListInline
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
