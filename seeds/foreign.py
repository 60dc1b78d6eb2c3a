"""Things of another system: their ids to entities of ours, and the lines that describe them to rows.

A line makes a new thing, unless its id is known, its ``ref`` is one of seeds/data, or a thing that is no person has its
very name. People are never taken for somebody by a name alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from kb.core import rows, suppression
from kb.core.models import Entity, Name, OldSlug, Run
from kb.core.partial_dates import PartialDate
from kb.core.text import name_key, slugify
from kb.regions.models import Region
from people import publishing
from people.models import Organization, Person, Position
from programs.models import Program
from seeds import reference
from seeds.linking import SUPPRESSED, Decision
from seeds.models import ForeignId, ImportItem
from seeds.reading import extracted
from seeds.reading.bad import BadInput
from seeds.reading.bad import Words as _
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION, Reading, Record

Outcome = ImportItem.Outcome
MODELS = {PERSON: Person, ORGANIZATION: Organization, PROGRAM: Program, REGION: Region}
LINKED = "foreign id"
_LEVELS = {"region": "oblast", "district": "district"}
_KAZAKH, _LATIN = re.compile("[әғқңөұүһі]", re.I), re.compile("[a-z]", re.I)
_LANGUAGES = ("kk", "ru", "en")


class Ids:
    """The known ids of other systems, read once a system; None: a person who was removed for good."""

    def __init__(self):
        self._systems: dict[str, dict[str, int | None]] = {}

    def of(self, system: str) -> dict[str, int | None]:
        if system not in self._systems:
            known = dict(ForeignId.objects.filter(system=system).values_list("key", "entity"))
            merged = dict(Entity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
            for key, pk in known.items():
                while pk in merged:
                    pk = merged[pk]
                known[key] = pk
            self._systems[system] = known
        return self._systems[system]

    def forget(self) -> None:
        """What was added went with its transaction."""
        self._systems.clear()

    def check(self, reading: Reading) -> None:
        """BadInput for an id that no line has described."""
        known = self.of(reading.system)
        for thing in reading.things:
            if thing.foreign and thing.foreign not in known:
                raise BadInput("unknown-id", _("nothing is known by %(id)s; its line comes first", id=thing.foreign))

    def decide(self, system: str, foreign: str) -> Decision:
        pk = self.of(system)[foreign]
        return Decision(LINKED, pk) if pk is not None else Decision(SUPPRESSED)


@dataclass(slots=True)
class Done:
    """What became of one line."""

    outcome: str = Outcome.UNCHANGED
    error: BadInput | None = None


@dataclass(slots=True)
class _Thing:
    """A line, understood."""

    done: Done
    system: str
    key: str
    kind: str
    names: dict[str, str]
    data: dict
    row: Entity | None = None
    other: list[str] = field(default_factory=list)


class Records:
    """Writes the lines of things and posts, many at a time. Call in a transaction."""

    def __init__(self, run: Run, linker, ids: Ids):
        self.run, self.linker, self.ids = run, linker, ids
        self.posts = _posts(linker.gazetteer)

    def write(self, records: list[Record]) -> list[Done]:
        done = [Done() for _record in records]
        things, roles = [], []
        for record, each in zip(records, done, strict=True):
            try:
                if record.data["type"] == "role":
                    # A post is of things that may stand in the lines before it.
                    roles.append((record.data, each))
                else:
                    things.append(self._thing(record.data, each))
            except BadInput as error:
                each.outcome, each.error = Outcome.FAILED, error
        # What others lie in goes before them.
        for first in (("region",), ("district",), (ORGANIZATION, PROGRAM, PERSON)):
            self._things([thing for thing in things if thing.data["type"] in first])
        self._roles(roles)
        return done

    def _reason(self) -> str:
        return f"import {self.run.uid}"

    # Things

    def _thing(self, data: dict, done: Done) -> _Thing:
        given = data.get("names")
        names = {code: _text(given.get(code)) for code in _LANGUAGES} if isinstance(given, dict) else {}
        name = _text(data.get("name"))
        names = {code: text for code, text in names.items() if name_key(text)}
        if name_key(name):
            names.setdefault(_language(data, name), name)
        if not names:
            raise BadInput("extracted", _("a thing needs a name"))
        aliases = data.get("aliases")
        other = [_text(alias) for alias in aliases] if isinstance(aliases, list) else []
        return _Thing(
            done,
            extracted.system(data),
            extracted.key(data["type"], data["id"]),
            extracted.KIND_OF[data["type"]],
            names,
            data,
            other=list(dict.fromkeys(alias for alias in other if name_key(alias) and alias not in names.values())),
        )

    def _things(self, things: list[_Thing]) -> None:
        if not things:
            return
        known = {(thing.system, thing.key): self.ids.of(thing.system).get(thing.key) for thing in things}
        stored = Entity.objects.in_bulk([pk for pk in known.values() if pk])
        new: list[_Thing] = []
        links: list[tuple] = []
        taken: dict[str, set] = {}
        for thing in things:
            ids = self.ids.of(thing.system)
            if thing.key in ids:
                self._update(thing, stored.get(ids[thing.key]))
                continue
            thing.done.outcome = Outcome.CREATED
            pk = None
            if not (thing.kind == PERSON and suppression.has_name(*thing.names.values())):
                bound = taken.setdefault(thing.system, {pk for pk in ids.values() if pk})
                pk = self._same(thing, bound)
                if pk is None:
                    new.append(thing)
                    ids[thing.key] = None  # the next line with this id is the same thing
                    continue
                bound.add(pk)
                thing.done.outcome = Outcome.UNCHANGED
            ids[thing.key] = pk
            links.append((thing.system, thing.key, pk))
        self._create(new)
        for thing in new:
            self.ids.of(thing.system)[thing.key] = thing.row.pk
            links.append((thing.system, thing.key, thing.row.pk))
        rows.insert(ForeignId, ("system", "key", "entity_id"), links, run_id=self.run.pk)
        self.linker.refresh(thing.row.pk for thing in new)

    def _same(self, thing: _Thing, bound: set[int]) -> int | None:
        """A thing of ours that surely is the one; two ids of one system are never one thing."""
        index = self.linker.index
        ref = thing.data.get("ref")
        found = index.find("ref", ref) if isinstance(ref, str) and ref else []
        if not found and thing.kind != PERSON:
            keys = {name_key(name) for name in thing.names.values()}
            found = list({known.pk: known for key in keys for known in index.find("name", thing.kind, key)}.values())
        found = [known for known in found if known.kind == thing.kind]
        return found[0].pk if len(found) == 1 and found[0].pk not in bound else None

    def _update(self, thing: _Thing, entity: Entity | None) -> None:
        values = {f"name_{code}": name[:400] for code, name in thing.names.items()}
        if entity is None or entity.ref or all(getattr(entity, name) == value for name, value in values.items()):
            return
        row = MODELS[entity.kind].objects.get(pk=entity.pk)
        if row.set_unless_edited(**values):
            row._change_reason = self._reason()
            row.save()
            self.linker.refresh([row.pk])
            thing.done.outcome = Outcome.UPDATED

    def _create(self, things: list[_Thing]) -> None:
        ids = self.ids
        for thing in things:
            data, model = thing.data, MODELS[thing.kind]
            row = thing.row = model(run=self.run, **{f"name_{code}": name[:400] for code, name in thing.names.items()})
            region = ids.of(thing.system).get(f"region:{data.get('region')}")
            if thing.kind == PERSON:
                born = extracted.born(data)
                row.birth = PartialDate(*born) if born else None
                if reason := _text(data.get("public")):
                    row.visibility, row.public_reason = Entity.Visibility.PUBLIC, reason[:300]
            elif thing.kind == ORGANIZATION:
                row.organization_kind, row.region_id = _text(data.get("kind"))[:30], region
            elif thing.kind == PROGRAM:
                row.program_kind = _text(data.get("kind"))[:30]
                row.started, row.ended = _ordered(data)
            else:
                row.level = reference.level(_text(data.get("level")) or _LEVELS[data["type"]])
                row.parent_id = region
        _addresses([thing.row for thing in things])
        now = timezone.now()
        for kind, model in MODELS.items():
            made = [thing.row for thing in things if thing.kind == kind]
            if not made:
                continue
            for row, pk in zip(made, rows.keys(Entity, len(made)), strict=True):
                row.pk = row.id = pk
                row.created_at = row.updated_at = now
            base = [column.attname for column in Entity._meta.concrete_fields]
            rows.insert(Entity, base, [tuple(getattr(row, name) for name in base) for row in made])
            own = [column.attname for column in model._meta.local_concrete_fields]
            rows.insert(model, own, [tuple(getattr(row, name) for name in own) for row in made])
            history(model, made, self._reason(), now)
        names = [
            Name(entity_id=thing.row.pk, text=text[:400], language=_language({}, text), run=self.run)
            for thing in things
            for text in thing.other
        ]
        for name in names:
            name.fill()
        names = [name for name in names if name.key]
        Name.objects.bulk_create(names, batch_size=500)
        if names:
            history(Name, names, self._reason(), now)

    # Posts

    def _roles(self, roles: list[tuple[dict, Done]]) -> None:
        found, public = [], {}
        for data, done in roles:
            try:
                position, is_public = self._position(data)
            except BadInput as error:
                done.outcome, done.error = Outcome.FAILED, error
                continue
            if position is None:
                continue  # of somebody who was removed for good
            found.append((position, done))
            if is_public:
                public.setdefault(position.person_id, position.title)
        stored = {_seat(row) for row in Position.objects.filter(person__in={row.person_id for row, _done in found})}
        new = []
        for position, done in found:
            if _seat(position) not in stored:
                stored.add(_seat(position))
                done.outcome = Outcome.CREATED
                new.append(position)
        Position.objects.bulk_create(new, batch_size=500)
        if new:
            history(Position, new, self._reason(), timezone.now())
        self._publish(public)

    def _position(self, data: dict) -> tuple[Position | None, bool]:
        ids = self.ids.of(extracted.system(data))

        def pk(kind, needed=False):
            if data.get(kind) is None and not needed:
                return None
            known = extracted.key(kind, data.get(kind))
            if known not in ids:
                raise BadInput("unknown-id", _("nothing is known by %(id)s; its line comes first", id=known))
            return ids[known]

        title = _text(data.get("title"))[:300]
        if not name_key(title):
            raise BadInput("extracted", _("a post needs a title"))
        person = pk(PERSON, needed=True)
        if person is None:
            return None, False
        code, is_public = self.posts.get(name_key(title), ("", False))
        start, end = _ordered(data)
        position = Position(
            person_id=person,
            post=code,
            organization_id=pk(ORGANIZATION),
            region_id=pk(REGION),
            start=start,
            end=end,
            confidence=extracted.CONFIDENCE,
            run=self.run,
            **{f"title_{_language(data, title)}": title},
        )
        return position, is_public

    def _publish(self, public: dict[int, str]) -> None:
        people = Person.objects.filter(pk__in=public, visibility=Entity.Visibility.HIDDEN, merged_into=None)
        shown = [person for person in people if "visibility" not in person.edited_fields]
        for person in shown:
            person.visibility, person.public_reason = Entity.Visibility.PUBLIC, public[person.pk][:300]
            publishing.ground(person.pk, self.run, person.public_reason)
        if shown:
            bulk_update_with_history(
                shown, Person, ["visibility", "public_reason"], batch_size=500, default_change_reason=self._reason()
            )
            self.linker.refresh(person.pk for person in shown)


def history(model, made: list, reason: str, now) -> None:
    """The first version of rows that were written past ``save``."""
    past = model.history.model
    names = [column.attname for column in model._meta.concrete_fields]
    names = [name for name in names if name in {column.attname for column in past._meta.concrete_fields}]
    rows.insert(
        past,
        names,
        [tuple(getattr(row, name) for name in names) for row in made],
        history_date=now,
        history_type="+",
        history_change_reason=reason,
    )


def _addresses(made: list[Entity]) -> None:
    """Free slugs, and the columns that follow from the names."""
    bases = {id(row): slugify(next(n for n in (row.name_kk, row.name_ru, row.name_en) if n), limit=80) for row in made}
    wanted = list({base for base in bases.values() if base})
    taken = set(Entity.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    taken |= set(OldSlug.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    for row in made:
        base = bases[id(row)]
        row.slug = f"{base}-{row.uid}".strip("-") if base in taken or not base else base
        taken.add(row.slug)
        row.fill()


def _seat(row: Position) -> tuple:
    return (
        row.person_id, row.post, row.title_kk, row.title_ru, row.organization_id, row.region_id, row.start, row.ended
    )  # fmt: skip


def _posts(gazetteer) -> dict[str, tuple[str, bool]]:
    """(code, whether it makes public) by the folded words of a post."""
    table = (gazetteer.tables.get("posts") or {}).get("posts") or ()
    return {
        name_key(words): (row["code"], bool(row.get("public")))
        for row in reversed(list(table))
        for code in ("kk", "ru")
        for words in row.get(code) or ()
    }


def _ordered(data: dict) -> tuple[PartialDate | None, PartialDate | None]:
    start, end = (_partial(data.get(name)) for name in ("start", "end"))
    return start, None if start and end and end.last_day < start.first_day else end


def _partial(text: object) -> PartialDate | None:
    if not text:
        return None
    try:
        return PartialDate.parse(str(text)[:20])
    except ValueError:
        raise BadInput("extracted", _("a date is 2021, 2021-06 or 2021-06-15, not %(given)s", given=f"{text!r:.40}"))


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(value.replace("\0", " ").encode("utf-8", "replace").decode().split())


def _language(data: dict, text: str) -> str:
    given = data.get("language", data.get("lang"))
    if given in _LANGUAGES:
        return given
    return "kk" if _KAZAKH.search(text) else "en" if _LATIN.search(text) else "ru"
