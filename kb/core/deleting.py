"""What a deletion in the admin would take along, and what stands in its way."""

from collections import Counter

from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.db.models.deletion import Collector
from django.utils.functional import Promise

# Rows that are named of all that stands in the way.
NAMED = 40


class Deletion(NestedObjects):
    """Reads the rows that others hang on; the rest is counted. Of what stands in the way, the first rows are read."""

    def can_fast_delete(self, *args, **kwargs):
        return Collector.can_fast_delete(self, *args, **kwargs)

    def related_objects(self, related_model, related_fields, objs):
        rows = super().related_objects(related_model, related_fields, objs)
        return rows[:NAMED] if related_fields[0].remote_field.on_delete is models.PROTECT else rows

    def counts(self) -> Counter:
        """How many rows of each model go, but for what keeps counts: those models have no name for people."""
        found = Counter({model: len(rows) for model, rows in self.model_objs.items()})
        for rows in self.fast_deletes:
            found[rows.model] += rows.count()
        return Counter({model: n for model, n in found.items() if n and isinstance(model._meta.verbose_name, Promise)})


def of(rows) -> Deletion:
    rows = list(rows)
    deletion = Deletion(using=router.db_for_write(type(rows[0])), origin=rows)
    deletion.collect(rows)
    return deletion
