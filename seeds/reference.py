"""The files of seeds/data to rows, as often as one likes: what is there already is not written again.

A field that a person edited stays as it is, and a name that a person deleted doesn't come back.
"""

from __future__ import annotations

import datetime
from collections import Counter

from django.db import transaction
from django.utils import timezone

from kb.core.models import Entity, Name, Relation, Run
from kb.core.partial_dates import PartialDate
from kb.regions.models import Region
from people.models import Organization
from programs.models import Indicator, Program
from seeds.reading.drafts import ORGANIZATION, PROGRAM, REGION
from seeds.reading.gazetteer import Entry, Gazetteer

MODELS = {REGION: Region, ORGANIZATION: Organization, PROGRAM: Program}
# Kinds of regions without a level of their own.
LEVELS = {"city_district": Region.Level.DISTRICT, "rural_district": Region.Level.SETTLEMENT}
NAME_KINDS = set(Name.Kind.values)


def level(subtype: str) -> str:
    """The level of a kind of region; a settlement when the kind is unknown."""
    subtype = LEVELS.get(subtype, subtype)
    return subtype if subtype in Region.Level.values else Region.Level.SETTLEMENT


def is_loaded(gazetteer: Gazetteer) -> bool:
    """Whether the last load, if any, was of these very files."""
    last = Run.objects.filter(kind=Run.Kind.REFERENCE, status=Run.Status.FINISHED).first()
    return last is not None and last.options.get("gazetteer") == gazetteer.version


def load(gazetteer: Gazetteer) -> Counter:
    """Bring the rows in step with the files; counts of what was written. A run is made only when something was."""
    with transaction.atomic():
        return _Loader(gazetteer).load()


class _Loader:
    def __init__(self, gazetteer: Gazetteer):
        self.gazetteer = gazetteer
        self.counts: Counter = Counter()
        self._run: Run | None = None
        self.rows: dict[str, Entity] = {}

    def load(self) -> Counter:
        for model in MODELS.values():
            self.rows |= {row.ref: row for row in model.objects.exclude(ref="")}
        entries = list(self.gazetteer.entries.values())
        for kind in (REGION, ORGANIZATION, PROGRAM):
            for entry in entries:
                if entry.kind == kind:
                    self._entity(entry)
        # Parents may stand below their children in the file.
        for entry in entries:
            self._parent(entry)
        self._names(entries)
        self._relations(entries)
        self._indicators()
        if self._run:
            self._run.counts = dict(self.counts)
            self._run.status = Run.Status.FINISHED
            self._run.finished_at = timezone.now()
            self._run.save()
        return self.counts

    @property
    def run(self) -> Run:
        if self._run is None:
            self._run = Run.objects.create(
                kind=Run.Kind.REFERENCE, options={"gazetteer": self.gazetteer.version}, reason="load_reference"
            )
        return self._run

    def _entity(self, entry: Entry) -> None:
        values = {f"name_{language}": entry.primary.get(language, "") for language in ("kk", "ru", "en")}
        values |= _VALUES[entry.kind](entry, self.rows)
        row = self.rows.get(entry.ref)
        if row is None and (parent := self._parent_of(entry)):
            values["parent_id"] = parent.pk
        if row is None:
            row = MODELS[entry.kind](ref=entry.ref, run=self.run, **values)
            self.rows[entry.ref] = row
            self._save(row, "created")
        elif row.merged_into_id is None and row.set_unless_edited(**values):
            self._save(row, "updated")

    def _parent(self, entry: Entry) -> None:
        if entry.kind == ORGANIZATION:
            return
        row, parent = self.rows[entry.ref], self._parent_of(entry)
        if row.merged_into_id is None and row.set_unless_edited(parent_id=parent.pk if parent else None):
            self._save(row, "updated")

    def _parent_of(self, entry: Entry) -> Entity | None:
        """The parent row of today, or the last one; organizations have relations instead."""
        if entry.kind == ORGANIZATION or not entry.parents:
            return None
        return self.rows.get(entry.parent_on(None) or entry.parents[-1].ref)

    def _save(self, row, outcome: str) -> None:
        row._change_reason = f"reference {self.run.uid}"
        row.save()
        self.counts[outcome] += 1

    def _names(self, entries: list[Entry]) -> None:
        stored = {
            (name.entity_id, name.text, name.language, name.kind): name
            for name in Name.objects.filter(entity__in=[self.rows[entry.ref].pk for entry in entries])
        }
        removed = set(
            Name.history.filter(history_type="-")
            .exclude(history_change_reason__startswith="reference ")
            .values_list("entity_id", "text", "language", "kind")
        )
        wanted = {}
        for entry in entries:
            for name in entry.data.get("names") or ():
                kind = name.get("kind", "alias")
                key = (self.rows[entry.ref].pk, name["text"], name["language"], kind)
                if kind in NAME_KINDS and key not in removed:
                    wanted.setdefault(key, (_first(name.get("from")), _last(name.get("until"))))
        edited = set(
            Name.history.filter(history_type="~")
            .exclude(history_change_reason__startswith="reference ")
            .values_list("id", flat=True)
        )
        for key, (start, end) in wanted.items():
            name = stored.get(key)
            if name is None:
                entity, text, language, kind = key
                name = Name(entity_id=entity, text=text, language=language, kind=kind, run=self.run)
            elif name.pk in edited or (name.valid_from, name.valid_until) == (start, end):
                continue
            name.valid_from, name.valid_until = start, end
            self._save(name, "names")
        for key, name in stored.items():
            if key not in wanted and name.pk not in edited and name.run and name.run.kind == Run.Kind.REFERENCE:
                name._change_reason = f"reference {self.run.uid}"
                name.delete()
                self.counts["names removed"] += 1

    def _relations(self, entries: list[Entry]) -> None:
        wanted = {}
        for entry in entries:
            for subject, kind, object_, start, end in self._ends(entry):
                if subject in self.rows and object_ in self.rows and subject != object_:
                    wanted.setdefault((self.rows[subject].pk, kind, self.rows[object_].pk), (start, end))
        stored = {
            (relation.subject_id, relation.kind, relation.object_id): relation
            for relation in Relation.objects.filter(subject__in=[row.pk for row in self.rows.values()])
        }
        entities = {row.pk: row for row in self.rows.values()}
        for (subject, kind, object_), (start, end) in wanted.items():
            relation = stored.get((subject, kind, object_))
            if relation is None:
                relation = Relation(
                    subject=entities[subject], kind=kind, object=entities[object_], review="accepted", run=self.run
                )
                relation.start, relation.end = start, end
            elif (
                relation.run is None
                or relation.run.kind != Run.Kind.REFERENCE
                or not relation.set_unless_edited(start=start, end=end)
            ):
                continue
            self._save(relation, "relations")

    def _indicators(self) -> None:
        """Names of the listed indicators that texts told of; the others have no row."""
        listed = {row["key"]: row for row in (self.gazetteer.tables.get("indicators") or {}).get("indicators", ())}
        for row in Indicator.objects.exclude(concept=""):
            if data := listed.get(row.concept):
                names = {f"name_{language}": name for language, name in data["names"].items()}
                if row.set_unless_edited(broad=data.get("broad", False), **names):
                    self._save(row, "updated")

    def _ends(self, entry: Entry):
        """(subject's ref, kind, object's ref, start, end) of what the entry says of its ties."""
        data = entry.data
        if entry.kind == REGION:
            if len(entry.parents) > 1:
                for parent in entry.parents:
                    yield (entry.ref, "part_of", parent.ref, _first(parent.valid_from), _last(parent.valid_until))
            for code in data.get("predecessors") or ():
                yield (f"region:{code}", "succeeded_by", entry.ref, _first(data.get("valid_from")), None)
        elif entry.kind == ORGANIZATION:
            kind = "branch_of" if entry.subtype == "party_branch" else "part_of"
            for parent in entry.parents:
                yield (entry.ref, kind, parent.ref, _first(parent.valid_from), _last(parent.valid_until))
        elif owner := data.get("owner"):
            yield (f"org:{owner}", "runs", entry.ref, None, None)


def _region_values(entry: Entry, _rows) -> dict:
    return {
        "level": level(entry.subtype),
        "code": str(entry.data.get("iso") or entry.data.get("kato") or "")[:12],
        "valid_from": _first(entry.data.get("valid_from")),
        "valid_until": _last(entry.data.get("valid_until")),
    }


def _organization_values(entry: Entry, rows) -> dict:
    region = rows.get(f"region:{entry.data.get('region')}")
    return {
        "organization_kind": entry.subtype,
        "region_id": region.pk if region else None,
        "founded": _first(entry.data.get("valid_from")),
        "dissolved": _last(entry.data.get("valid_until")),
    }


def _program_values(entry: Entry, _rows) -> dict:
    return {
        "program_kind": entry.subtype,
        "started": _first(entry.data.get("started") or entry.data.get("valid_from")),
        "ended": _last(entry.data.get("valid_until")),
    }


_VALUES = {REGION: _region_values, ORGANIZATION: _organization_values, PROGRAM: _program_values}


def _first(value) -> PartialDate | None:
    """The files' first day: a date, "2022" or "2022-06"."""
    if value is None:
        return None
    return PartialDate.of(value) if isinstance(value, datetime.date) else PartialDate.parse(str(value))


def _last(value) -> PartialDate | None:
    """The last day on which something held, from the files' first day on which it no longer did."""
    first = _first(value)
    if first is None:
        return None
    if first.day:
        return PartialDate.of(first.first_day - datetime.timedelta(days=1))
    if first.month:
        year, month = divmod(first.year * 12 + first.month - 2, 12)
        return PartialDate(year, month + 1)
    return PartialDate(first.year - 1)
