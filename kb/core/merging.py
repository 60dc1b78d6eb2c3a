"""Two rows that are one thing: everything that points at the others is led to the one that stays.

What points at a thing is found in ``_meta``, so that a new foreign key, of whichever app, is never forgotten. A row
that would stand twice after the move is folded into its double; a model says with ``fold(other)`` what it takes over.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from kb.core import languages
from kb.core.models import Curated, Entity, Name, Reviewed, Run
from kb.core.review import finish

# Columns that a row of its own has whatever it is merged with.
_OWN = {"id", "entity_ptr", "uid", "slug", "kind", "names_key", "visibility", "merged_into", "edited_fields", "run"}
_OWN |= {
    "sort_kk",
    "sort_ru",
    "sort_en",
    "created_at",
    "updated_at",
    "review",
    "confidence",
    "decided_by",
    "decided_at",
    "reason",
    "key",
}


@dataclass
class Plan:
    """What a merge does, for the preview and for the run that remembers it."""

    moved: dict = field(default_factory=dict)  # "people.position.person": primary keys
    folded: list = field(default_factory=list)  # {"table", "kept", "double": the row as it was, "text"}
    dropped: list = field(default_factory=list)  # relations that would lead from a thing to itself
    names: list = field(default_factory=list)  # other names made of primary ones
    filled: dict = field(default_factory=dict)  # column of the kept row: what it got
    conflicts: list = field(default_factory=list)  # {"field", "kept", "lost", "from"}

    def counts(self) -> dict:
        return {
            "moved": sum(map(len, self.moved.values())),
            "folded": len(self.folded),
            "dropped": len(self.dropped),
            "names": len(self.names),
        }

    def moved_by_table(self) -> dict:
        """The plural name of each table and how many of its rows move."""
        found = {}
        for relation, keys in self.moved.items():
            name = apps.get_model(relation.rsplit(".", 1)[0])._meta.verbose_name_plural
            found[name] = found.get(name, 0) + len(keys)
        return found


def preview(keep: Entity, others) -> Plan:
    """What ``merge`` would do: the merge itself, rolled back."""
    with transaction.atomic():
        plan = _merge(keep, others, None, None)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def merge(keep: Entity, others, user, reason: str = "") -> Run:
    """Lead everything of ``others`` to ``keep``; they stay as rows that redirect. Refuses things of different kinds."""
    run = Run.objects.create(kind=Run.Kind.MERGE, user=user, reason=reason)
    plan = _merge(keep, others, user, run)
    options = {"kept": keep.pk, "merged": [other.pk for other in others], **vars(plan)}
    finish(run, plan.counts(), options)
    return run


def incoming(model) -> list:
    """The foreign keys of other rows that point at rows of ``model``, its parents' included; not those of history."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and (relation.one_to_many or relation.one_to_one)
        and not getattr(relation, "parent_link", False)
        and not relation.field.primary_key  # counted anew by triggers
        and not hasattr(relation.related_model, "history_object")
    ]


def refuse_rings(thing):
    """A thing isn't part of its own parts: ValidationError when it would be."""
    if not hasattr(thing, "parent_id") or thing.pk is None:
        return
    seen, above = {thing.pk}, thing.parent_id
    while above:
        if above in seen:
            raise ValidationError(_("So a thing would be part of itself: correct what it is part of first."))
        seen.add(above)
        above = type(thing)._base_manager.filter(pk=above).values_list("parent", flat=True).first()


def _merge(keep, others, user, run) -> Plan:
    pks = [other.pk for other in others]
    locked = {row.pk: row for row in Entity.objects.select_for_update().filter(pk__in=[keep.pk, *pks]).order_by("pk")}
    if not pks or keep.pk in pks or len(locked) != len(set(pks)) + 1:
        raise ValidationError(_("Choose at least two things that exist."))
    if len({row.kind for row in locked.values()}) > 1:
        raise ValidationError(_("Only things of one kind can be merged."))
    if any(row.merged_into_id for row in locked.values()):
        raise ValidationError(_("One of these is merged already."))
    model = next(kind for kind in Entity.__subclasses__() if locked[keep.pk].kind == kind.KIND)
    rows = model.objects.in_bulk([keep.pk, *pks])
    kept, plan = rows[keep.pk], Plan()
    for other in (rows[pk] for pk in pks):
        _one_into(kept, other, plan, user, run)
    return plan


def _one_into(kept, other, plan, user, run):
    note = f"merge {run.uid}" if run else "merge"
    _take_names(kept, other, plan, run)
    _take_columns(kept, other, plan)
    _move_all(other, kept, plan, user, note)
    refuse_rings(kept)
    other.merged_into = kept
    for row in (other, kept):  # the other first: it lets go of codes that stand once
        row._history_user, row._change_reason = user, note
        row.save()


def _take_names(kept, other, plan, run):
    """Primary names that the kept one lacks become its own; the others stay as other spellings."""
    had = {(name.language, name.text) for name in kept.names.all()}
    for code in languages.CODES:
        column = f"name_{code}"
        text = getattr(other, column)
        if not text or text == getattr(kept, column) or (code, text) in had:
            continue
        if not getattr(kept, column):
            setattr(kept, column, text)
            plan.filled[column] = text
            continue
        name = Name(entity=kept.entity_ptr, text=text, language=code, kind=Name.Kind.ALIAS, run=run)
        name.save()
        plan.names.append({"pk": name.pk, "text": text, "language": code})


def _take_columns(kept, other, plan):
    """Empty columns are filled from the other; where both say something, the kept one stays and the plan tells."""
    once = {name for constraint in _unique(type(kept)) for name in constraint.fields}
    for column in kept._meta.concrete_fields:
        if column.name in _OWN or column.name.startswith("name_"):
            continue
        mine, theirs = getattr(kept, column.attname), getattr(other, column.attname)
        if _empty(theirs) or mine == theirs or theirs == kept.pk:
            continue
        if not _empty(mine):
            plan.conflicts.append(
                {
                    "field": str(column.verbose_name),
                    "kept": str(getattr(kept, column.name)),
                    "lost": str(getattr(other, column.name)),
                    "from": other.pk,
                }
            )
            continue
        setattr(kept, column.attname, theirs)
        plan.filled[column.name] = str(getattr(other, column.name))
        if column.name in once:
            setattr(other, column.attname, "")
        if column.name in other.edited_fields:
            kept.mark_edited([column.name])


def _move_all(source, target, plan, user, note):
    """Every row that points at ``source`` points at ``target`` then."""
    for key in incoming(type(source)):
        _move(key, source, target, plan, user, note)


def _move(key, source, target, plan, user, note):
    model = key.model
    rows = list(_rows(model).filter(**{key.name: source.pk}))
    if not rows:
        return
    doubles = _doubles(key, rows, source, target)
    moving = []
    for row in rows:
        if isinstance(target, model) and row.pk == target.pk:
            # The kept row pointed at the other one: it takes over where that one pointed.
            beyond = getattr(source, key.attname)
            setattr(target, key.attname, None if beyond == target.pk else beyond)
        elif _leads_to_itself(row, key, target):
            plan.dropped.append(_record(row))
            _delete(row, user, note)
        elif row.pk in doubles:
            _fold(doubles[row.pk], row, plan, user, note)
        else:
            setattr(row, key.name, target)
            moving.append(row)
    if not moving:
        return
    plan.moved.setdefault(f"{model._meta.label_lower}.{key.name}", []).extend(row.pk for row in moving)
    if hasattr(model, "history"):
        bulk_update_with_history(
            moving, model, [key.name], batch_size=200, default_user=user, default_change_reason=note
        )
    else:
        model._base_manager.filter(pk__in=[row.pk for row in moving]).update(**{key.name: target.pk})


def _rows(model):
    """Rows with the things that their checks and their texts read, without the long texts that history leaves out."""
    near = [
        column.name
        for column in model._meta.concrete_fields
        if column.is_relation and not column.remote_field.parent_link and issubclass(column.related_model, Entity)
    ]
    rows = model._base_manager.select_related(*near) if near else model._base_manager.all()
    return rows.defer(*model.history.model._history_excluded_fields) if hasattr(model, "history") else rows


def _unique(model) -> list:
    """The unique constraints of ``model`` and of its parents."""
    families = (model, *model._meta.all_parents)
    constraints = (constraint for family in families for constraint in family._meta.constraints)
    return [constraint for constraint in constraints if isinstance(constraint, models.UniqueConstraint)]


def _doubles(key, rows, source, target) -> dict:
    """Primary keys of rows that a unique constraint would refuse after the move, each with the row that it repeats."""
    model, found = key.model, {}
    if key.unique:
        held = _rows(model).filter(**{key.name: target.pk}).first()
        return {row.pk: held for row in rows} if held else {}
    for constraint in _unique(model):
        expressions = _parts(constraint)
        rest = [expression for expression in expressions if _columns(expression) != {key.name}]
        if len(rest) == len(expressions):
            continue  # the move changes nothing for it
        labels = {f"part_{number}": expression for number, expression in enumerate(rest)}

        def parts(thing, labels=labels, constraint=constraint):
            table = model._base_manager.filter(**{key.name: thing.pk}).annotate(**labels)
            if constraint.condition is not None:
                table = table.filter(constraint.condition)
            return table.values_list("pk", *labels)

        held = {tuple(values): pk for pk, *values in parts(target) if None not in values}
        if held:
            for pk, *values in parts(source):
                if tuple(values) in held:
                    found[pk] = held[tuple(values)]
    kept = _rows(model).in_bulk(set(found.values()))
    return {pk: kept[double] for pk, double in found.items()}


def _columns(expression) -> set:
    if isinstance(expression, F):
        return {expression.name}
    return {name for part in expression.get_source_expressions() if part is not None for name in _columns(part)}


def _leads_to_itself(row, key, target) -> bool:
    """A claim whose both ends would be the kept thing."""
    return isinstance(row, Reviewed) and any(
        name != key.name and getattr(row, f"{name}_id") == target.pk and _same_family(row, name, key.name)
        for name in getattr(row, "about", ())
    )


def _same_family(row, name, other) -> bool:
    column = row._meta.get_field
    return column(name).remote_field.model is column(other).remote_field.model


def _fold(kept, double, plan, user, note):
    """``double`` says what ``kept`` says: its quotes move over, a person's decision wins, then it goes."""
    plan.folded.append({**_record(double), "kept": kept.pk})
    _move_all(double, kept, plan, user, note)
    if isinstance(kept, Curated):
        _take_blank(kept, double)
    if isinstance(kept, Reviewed):
        _take_decision(kept, double)
    if hasattr(kept, "fold"):
        kept.fold(double)
    _delete(double, user, note)
    kept._history_user, kept._change_reason = user, note
    kept.save()


def _take_blank(kept, double):
    unique = {name for constraint in _unique(type(kept)) for part in _parts(constraint) for name in _columns(part)}
    for column in kept._meta.concrete_fields:
        if column.name in _OWN or column.name in unique or column.name in kept.edited_fields:
            continue
        theirs = getattr(double, column.attname)
        if column.name in double.edited_fields or (_empty(getattr(kept, column.attname)) and not _empty(theirs)):
            setattr(kept, column.attname, theirs)
    kept.mark_edited(double.edited_fields)


def _parts(constraint) -> list:
    return list(constraint.expressions) or [F(name) for name in constraint.fields]


def _take_decision(kept, double):
    """A person's decision stands above a proposal; of two decisions the later one."""
    decided = double.decided_at
    if decided and (kept.decided_at is None or kept.decided_at < decided):
        kept.decide(double.review, double.decided_by, decided, double.reason)
    kept.confidence = max(kept.confidence, double.confidence)


def _delete(row, user, note):
    row._history_user, row._change_reason = user, note
    row.delete()


def _empty(value) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _record(row) -> dict:
    """The row, and what would fall with it, in plain JSON values: enough to write them again."""
    below = [
        {"table": key.model._meta.label_lower, "row": _as_data(other)}
        for key in incoming(type(row))
        for other in key.model._base_manager.filter(**{key.name: row.pk})
    ]
    return {"table": row._meta.label_lower, "text": str(row), "row": _as_data(row), "below": below}


def _as_data(row) -> dict:
    fields = serializers.serialize("python", [row])[0]["fields"]
    return {"pk": row.pk} | {name: _plain(value) for name, value in fields.items()}


def _plain(value):
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)
