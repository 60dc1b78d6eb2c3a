"""What one person decides on rows of several tables at once: one run, which can be taken back."""

import hashlib
import json
from collections import defaultdict

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from simple_history.utils import bulk_update_with_history

from kb.core.models import Run
from kb.core.review import finish, weigh

# Columns that change without anybody's word.
_QUIET = {"created_at", "updated_at", "first_reported", "last_reported", "confidence", "run", "edited_fields", "key"}
_OFFSETS = {"start", "end"}


def _plain(row, column):
    value = column.value_from_object(row)
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return column.value_to_string(row)


def snapshot(row, fields) -> dict:
    """The values of ``fields`` as JSON keeps them."""
    return {name: _plain(row, row._meta.get_field(name)) for name in sorted(fields)}


def version(row) -> str:
    """What the row says and what was decided on it, in a few letters: another version means somebody changed it.

    Places in a text don't count: an import moves them with their words.
    """
    moving = _OFFSETS if hasattr(row, "QUOTED") else set()
    names = [
        column.name
        for column in row._meta.concrete_fields
        if column.name not in _QUIET | moving and not column.primary_key
    ]
    text = json.dumps(snapshot(row, names), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Batch:
    """Collects changed rows; ``close`` writes them, their histories, the log and the run. Use in a transaction."""

    def __init__(self, user, reason=""):
        self.user = user
        self.run = Run.objects.create(kind=Run.Kind.BULK_EDIT, user=user, reason=reason)
        self._changed = []  # (row, fields, before, note)
        self._made = []  # (row, note)

    def changing(self, row, fields, note="", before=None):
        """Call before the first change of ``fields``, or with the snapshot from ``before``."""
        self._changed.append((row, set(fields), before or snapshot(row, fields), note))

    def made(self, row, note=""):
        """``row`` has just been saved for the first time."""
        self._made.append((row, note))

    def close(self, counts: dict, options: dict | None = None) -> Run:
        by_model = defaultdict(list)
        for entry in self._changed:
            by_model[type(entry[0])].append(entry)
        for model, entries in by_model.items():
            fields = sorted(set().union(*(fields for _row, fields, _before, _note in entries)))
            self._write(model, [row for row, *_rest in entries], fields)
        self._log()
        done = [
            {"table": row._meta.label_lower, "pk": row.pk, "before": before, "after": snapshot(row, before)}
            for row, _fields, before, _note in self._changed
        ]
        done += [{"table": row._meta.label_lower, "pk": row.pk, "made": True} for row, _note in self._made]
        weighed = weigh([row for row, *_rest in self._changed])
        finish(self.run, counts, {**(options or {}), "rows": done, "weighed": weighed})
        return self.run

    def _write(self, model, rows, fields):
        if hasattr(model, "history"):
            bulk_update_with_history(
                rows,
                model,
                fields,
                batch_size=200,
                default_user=self.user,
                default_change_reason=f"run {self.run.uid}",
            )
        else:
            # The plain queryset: checks would read every text again to look at offsets that don't change.
            models.QuerySet(model=model).bulk_update(rows, fields, batch_size=200)

    def _log(self):
        groups = defaultdict(list)
        for row, *_rest, note in [*self._changed, *self._made]:
            groups[(type(row), str(note))].append(row)
        for (_model, note), rows in groups.items():
            LogEntry.objects.log_actions(self.user.pk, rows, CHANGE, f"{self.run}: {note}" if note else str(self.run))


@transaction.atomic
def undo(run: Run, user) -> tuple[Run, list]:
    """Put back what ``run`` changed, except what was changed again since: the undoing run, and the rows that stayed."""
    back = Run.objects.create(kind=Run.Kind.UNDO, undoes=run, user=user, reason=f"undo of {run.uid}")
    left, restored = [], 0
    for entry in reversed(run.options.get("rows", [])):
        model = apps.get_model(entry["table"])
        try:
            row = model._base_manager.get(pk=entry["pk"])
        except ObjectDoesNotExist:
            continue
        row._history_user, row._change_reason = user, f"undo {run.uid}"
        if entry.get("made"):
            row.delete()
        elif snapshot(row, entry["after"]) != entry["after"]:
            left.append(str(row))
            continue
        else:
            for name, value in entry["before"].items():
                column = row._meta.get_field(name)
                setattr(row, column.attname, column.to_python(value) if not column.is_relation else value)
            row.save()
        restored += 1
    for table, keys in run.options.get("weighed", {}).items():
        apps.get_model(table).objects.filter(pk__in=keys).update(weighed=False)
    finish(back, {"restored": restored, "left": len(left)}, {"left": left})
    run.status = Run.Status.UNDONE
    run.save(update_fields=["status"])
    return back, left
