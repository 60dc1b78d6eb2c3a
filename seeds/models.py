"""What became of each file of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from kb.core.models import Run


class ImportItem(models.Model):
    """One file of one run."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        DUPLICATE = "duplicate", _("Duplicate")
        SKIPPED = "skipped", _("Skipped")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="items")
    name = models.CharField(_("file"), max_length=1000)
    sha256 = models.CharField(max_length=64, blank=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="import_items")
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    code = models.CharField(_("code"), max_length=40, blank=True)
    error = models.TextField(_("reason"), blank=True)
    place = models.CharField(_("line or place"), max_length=200, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    counts = models.JSONField(_("found"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("imported file"), _("imported files")
        ordering = ["pk"]

    def __str__(self):
        return self.name
