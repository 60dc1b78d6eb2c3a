"""What search keeps of a public thing, and what changed since it was last looked at."""

from django.db import models


class SearchRow(models.Model):
    """A public thing, article, figure or pledge as search shows it. What is not public has no row.

    The words stand in a table of the database's own kind (``core_searchtext``) under the same key.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    uid = models.CharField(max_length=10)
    slug = models.CharField(max_length=100)
    language = models.CharField(max_length=2, blank=True)
    date = models.DateField(null=True, blank=True)
    weight = models.FloatField(default=0)
    # Before the long columns, so that many rows are counted without reading those.
    facets = models.TextField(blank=True)
    titles = models.JSONField(default=dict)  # {"kk": …, "ru": …}; "" for a language that isn't known
    # What tells things of one name apart, in each language; under "" other names, a line each.
    labels = models.JSONField(default=dict)
    body = models.TextField(blank=True)  # what snippets are cut from

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(name="searchrow_once", fields=["kind", "object_id"])]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Change(models.Model):
    """The log of changes that pages show (kb.core.changes)."""

    class Meta:
        app_label = "core"

    def __str__(self):
        return str(self.pk)


class SearchStale(models.Model):
    """A row that changed: written by triggers in the transaction of the change, deleted when search has followed.

    A log without a unique key, so that writers never wait for each other.
    """

    source = models.CharField(max_length=12)
    object_id = models.BigIntegerField()

    class Meta:
        app_label = "core"

    def __str__(self):
        return f"{self.source} {self.object_id}"
