"""The things of a document to rows: linked, made anew, or left unlinked; and what a document adds to an entity."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kb.core import suppression
from kb.core.models import Entity, Name, Run
from kb.core.partial_dates import PartialDate
from kb.core.text import name_key, name_stem, words
from kb.regions.models import Region
from people import publishing
from people.models import Organization, Person
from programs.models import Program
from seeds import foreign, known, person_names, reference
from seeds.explaining import because
from seeds.linking import LOCAL, SUPPRESSED, UNKNOWN_RANK, Decision, Held, Index, Sought, decide
from seeds.organization_names import Vocabulary, has_place
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION, Reading, Thing
from seeds.reading.gazetteer import Gazetteer

MODELS = {PERSON: Person, ORGANIZATION: Organization, PROGRAM: Program, REGION: Region}
LANGUAGES = ("kk", "ru", "en")
# The machine makes a person public from this confidence up, of the person and of the post.
PUBLIC_FROM = 0.75
_NAME_LENGTH = 400
# The level that a name tells of, and the regions of that level.
_LEVELS = tuple(
    (re.compile(rf"(?i)\b(?:{words})"), levels)
    for words, levels in (
        ("облыс|област", {Region.Level.OBLAST}),
        ("қала(?:лық|сы)|город", {Region.Level.CITY, Region.Level.CITY_REPUBLICAN}),
        ("аудан|район", {Region.Level.DISTRICT}),
        # Departments with these heads are of an oblast or of a city of its rank.
        ("басқарма|управлени", {Region.Level.OBLAST, Region.Level.CITY_REPUBLICAN}),
    )
)


def partial(value: tuple[int, ...] | None) -> PartialDate | None:
    """A partial date of reading; None for one that no calendar has."""
    try:
        return PartialDate(*value) if value else None
    except (TypeError, ValueError):
        return None


@dataclass(slots=True)
class Links:
    """What became of the things of one document."""

    rows: dict[int, Entity] = field(default_factory=dict)  # id(thing) → its row
    decisions: dict[int, Decision] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    changes: int = 0

    def row(self, thing: Thing | None) -> Entity | None:
        return self.rows.get(id(thing)) if thing is not None else None

    def pk(self, thing: Thing | None) -> int | None:
        row = self.row(thing)
        return row.pk if row else None


class Linker:
    """Links the things of one document after the other, and keeps the index in step with the database."""

    def __init__(self, gazetteer: Gazetteer, run: Run):
        self.gazetteer, self.run = gazetteer, run
        self.ranks = known.ranks(gazetteer)
        posts = (gazetteer.tables.get("posts") or {}).get("posts") or ()
        self.public_posts = {row["code"] for row in posts if row.get("public")}
        self.index = Index(given_names=_given_names(gazetteer), vocabulary=_vocabulary(gazetteer))
        self.ids = foreign.Ids()
        self.seen: set[int] = set()  # what was refreshed since the caller cleared it
        known.load(self.index, self.ranks)

    def refresh(self, pks) -> None:
        self.seen |= set(pks)
        known.load(self.index, self.ranks, pks)

    def link(self, reading: Reading, prior: dict[int, int]) -> Links:
        """Every thing of ``reading``; ``prior`` says what an earlier reading of the article linked it to."""
        links = Links()
        for thing in _parents_first(reading):
            if thing.foreign:
                decision = links.decisions[id(thing)] = self.ids.decide(reading.system, thing.foreign)
                if decision.pk is not None:
                    links.rows[id(thing)] = MODELS[thing.kind].objects.get(pk=decision.pk)
                    links.touched.add(decision.pk)
                continue
            if not name_key(thing.name):
                links.decisions[id(thing)] = Decision("no name")
                continue
            if thing.kind == PERSON and suppression.has_name(thing.name, *thing.names.values()):
                links.decisions[id(thing)] = Decision(SUPPRESSED)
                continue
            sought = self._sought(thing, reading, links)
            decision = self._decide(sought, prior.get(id(thing)), links)
            if thing.guessed and decision.rule != "as before":
                known_as = [decision.pk] if decision.pk is not None else []
                decision = Decision("no head word", rivals=tuple(known_as) + decision.rivals)
            if decision.pk in self.index.known and decision.rule not in ("as before", "reference"):
                decision = replace(decision, because=because(sought, self.index.known[decision.pk], self.index))
            links.decisions[id(thing)] = decision
            if decision.create:
                row, wrote = self._create(thing, sought, reading), True
            elif decision.pk is not None:
                row = MODELS[thing.kind].objects.get(pk=decision.pk)
                wrote = self._enrich(row, thing, sought.region, reading, _former_names(links.row(thing.parent)))
            else:
                continue
            links.rows[id(thing)] = row
            links.touched.add(row.pk)
            self.seen.add(row.pk)
            links.changes += wrote
            if wrote:
                self.refresh([row.pk])
            # The claims are written after all things are linked; until then the index knows them from here.
            known_row = self.index.known.get(row.pk)
            if known_row is not None:
                known_row.held += sought.held
                known_row.parent = known_row.parent or sought.parent
        return links

    def _decide(self, sought: Sought, prior: int | None, links: Links) -> Decision:
        if prior in self.index.known:
            before = self.index.known[prior]
            if before.kind == sought.kind and not (sought.ref and sought.ref != before.ref):
                return Decision("as before", prior)
        if sought.kind == ORGANIZATION and sought.region is None and not sought.ref:
            fuller = [row.pk for row in links.rows.values() if self._is_fuller(row, sought)]
            if len(set(fuller)) == 1:
                return Decision("said in full", fuller[0])
        return decide(sought, self.index, known.companions)

    def _is_fuller(self, row: Entity, sought: Sought) -> bool:
        """Whether the document names ``sought`` in full elsewhere: with its place."""
        other = self.index.known.get(row.pk)
        if other is None or other.kind != ORGANIZATION or other.ref or other.region is None:
            return False
        if sought.parent and other.parent and sought.parent != other.parent:
            return False
        shared = {meaning.key for meaning in sought.meanings} & {meaning.key for meaning in other.meanings}
        return bool(shared - {""})

    def _sought(self, thing: Thing, reading: Reading, links: Links) -> Sought:
        keys = {name_key(name) for name in (thing.name, *thing.names.values()) if name}
        sought = Sought(
            kind=thing.kind,
            keys=frozenset(keys),
            ref=thing.ref,
            subtype=reference.level(thing.subtype) if thing.kind == REGION and thing.subtype else thing.subtype,
            private=thing.private,
            region=links.pk(_region(thing, reading)),
            parent=links.pk(thing.parent),
            day=reading.head.published,
        )
        if thing.kind == ORGANIZATION and not thing.ref:
            sought.region = sought.region or self._region_in_name(thing.name, links)
        around = [sought.region] if sought.region else [row.pk for row in links.rows.values() if row.kind == REGION]
        sought.meanings = known.meanings(self.index, thing.kind, (thing.name, *thing.names.values()), around)
        if thing.kind == PERSON:
            sought.person = person_names.parse(thing.name)
            sought.held = tuple(self._held(position, reading, links) for position in _positions(reading, thing))
            sought.companions = frozenset(
                row.pk
                for row in links.rows.values()
                if row.kind == ORGANIZATION or (row.kind == REGION and row.level != Region.Level.COUNTRY)
            )
        return sought

    def _region_in_name(self, name: str, links: Links) -> int | None:
        """The only place of the document that the name has a word of ("Карагандинский университет"), or a level of."""
        named = {row.pk for row in links.rows.values() if row.kind == REGION and row.pk in self.index.known}
        spoken = {pk for pk in named if self.index.lineage(pk) and has_place(name, self.index.known[pk].keys)}
        if len(spoken) == 1:
            return spoken.pop()
        return self._region_of_level(name, spoken or named)

    def _region_of_level(self, name: str, named: set[int]) -> int | None:
        """The only oblast (town, district) that the document is about, for "облыстық …", "… отдел"."""
        levels = next((levels for level, levels in _LEVELS if level.search(name)), None)
        if levels is None:
            return None
        above = {pk for region in named for pk in self.index.lineage(region)}
        for places in (named, above):
            if fit := {pk for pk in places if pk in self.index.known and self.index.known[pk].subtype in levels}:
                return fit.pop() if len(fit) == 1 else None
        return None

    def _held(self, position, reading: Reading, links: Links) -> Held:
        return Held(
            post=position.post,
            titles=frozenset({name_key(position.title)} - {""}),
            organization=links.pk(position.organization),
            region=links.pk(position.region),
            first=reading.head.published,
            last=reading.head.published,
            rank=self.ranks.get(position.post, UNKNOWN_RANK),
            title=position.title,
        )

    def _reason(self) -> str:
        return f"import {self.run.uid}"

    def _create(self, thing: Thing, sought: Sought, reading: Reading) -> Entity:
        row = MODELS[thing.kind](ref=thing.ref, run=self.run, **_primary_names(thing))
        if thing.kind == PERSON:
            if reason := self._public_reason(thing, reading):
                row.visibility, row.public_reason = Entity.Visibility.PUBLIC, reason
        elif thing.kind == ORGANIZATION:
            row.organization_kind, row.region_id = thing.subtype[:30], sought.region
            row.founded = partial(thing.founded)
        elif thing.kind == PROGRAM:
            row.program_kind, row.started = thing.subtype[:30], partial(thing.founded)
            if thing.parent is not None and thing.parent.kind == PROGRAM:
                row.parent_id = sought.parent
        else:
            row.level = reference.level(thing.subtype)
            row.parent_id = sought.parent or sought.region
        if thing.kind in (ORGANIZATION, PROGRAM) and self._names_private_person(thing, reading):
            row.visibility = Entity.Visibility.HIDDEN
        row._change_reason = self._reason()
        row.save()
        return row

    def _names_private_person(self, thing: Thing, reading: Reading) -> bool:
        """Whether it bears the full name of somebody in the document whom nothing makes public."""
        stems = {name_stem(word) for word in words(thing.name)}
        for person in reading.things:
            named = {name_stem(word) for word in words(person.name)} if person.kind == PERSON else ()
            if len(named) > 1 and named <= stems and not self._public_reason(person, reading):
                return not Person.objects.public().filter(names_key__contains=name_key(person.name)).exists()
        return False

    def _enrich(self, row: Entity, thing: Thing, region: int | None, reading: Reading, former: dict) -> bool:
        """Add what this document knows more; true when something was written."""
        values = {}
        wrote = False
        if not row.ref:
            values, other = self._names(row, thing, former)
            for language, text, kind, until in other:
                Name.objects.create(
                    entity=row, text=text, language=language, kind=kind, valid_until=until, run=self.run
                )
                wrote = True
        founded = partial(thing.founded)
        if founded and thing.kind == ORGANIZATION and row.founded is None:
            values["founded"] = founded
        if founded and thing.kind == PROGRAM and row.started is None:
            values["started"] = founded
        if thing.kind == ORGANIZATION and not row.ref:
            if not row.organization_kind and thing.subtype:
                values["organization_kind"] = thing.subtype[:30]
            if row.region_id is None and region:
                values["region_id"] = region
        if thing.kind == PERSON and row.visibility == Entity.Visibility.HIDDEN:
            reason = self._public_reason(thing, reading)
            if reason and "visibility" not in row.edited_fields:
                values |= {"visibility": Entity.Visibility.PUBLIC, "public_reason": reason}
        if values and row.set_unless_edited(**values):
            if "visibility" in values:
                publishing.ground(row.pk, self.run, values["public_reason"])
            row._change_reason = self._reason()
            row.save()
            wrote = True
        return wrote

    def _names(self, row: Entity, thing: Thing, former: dict[str, PartialDate]) -> tuple[dict, list[tuple]]:
        """Primary names to set, and other names to add. ``former`` are the old names of the party of a branch."""
        values, other = {}, []
        stored = {name_key(name.text) for name in row.names.all()}
        for field_name, text in _primary_names(thing).items():
            now = getattr(row, field_name)
            language = field_name.removeprefix("name_")
            key = name_key(text)
            if key in stored or (now and name_key(now) == key):
                continue
            parsed, before = person_names.parse(text), person_names.parse(now)
            old, new = _ending(now, former), _ending(text, former)
            if not now and (thing.kind != PERSON or parsed.is_full):
                values[field_name] = text
            elif thing.kind == PERSON and parsed.is_full and not before.is_full and field_name not in row.edited_fields:
                values[field_name] = text
                other.append((language, now, Name.Kind.INITIALS, None))
            elif old and not new and field_name not in row.edited_fields:
                values[field_name] = text
                other.append((language, now, Name.Kind.FORMER, old))
            elif new:
                other.append((language, text, Name.Kind.FORMER, new))
            else:
                initials = thing.kind == PERSON and parsed.initials
                other.append((language, text, Name.Kind.INITIALS if initials else Name.Kind.ALIAS, None))
            stored.add(key)
        return values, [entry for entry in other if entry[1]]

    def _public_reason(self, thing: Thing, reading: Reading) -> str:
        """The public post that shows the person, with the document that says so; "" for a private person."""
        if thing.private or thing.confidence < PUBLIC_FROM:
            return ""
        for position in _positions(reading, thing):
            if position.post in self.public_posts and position.confidence >= PUBLIC_FROM:
                return f"{position.title} — {reading.head.title or reading.document.name}"[:300]
        return ""


def _former_names(parent: Entity | None) -> dict[str, PartialDate]:
    """The keys of the names that an organization no longer has, with the last day of each."""
    if parent is None or parent.kind != ORGANIZATION:
        return {}
    names = parent.names.filter(kind=Name.Kind.FORMER).exclude(valid_until=None)
    return {name.key: name.valid_until for name in names}


def _ending(text: str, former: dict[str, PartialDate]) -> PartialDate | None:
    """The last day of the former name that ``text`` is made with: a branch is renamed with its party."""
    padded = f" {name_key(text)} "
    return next((until for key, until in former.items() if f" {key} " in padded), None)


def _region(thing: Thing, reading: Reading) -> Thing | None:
    """Where it is: as said of it, else where its posts are held, else the only place of the document."""
    if thing.region is not None:
        return thing.region
    if thing.parent is not None and thing.parent.kind == REGION:
        return thing.parent
    if thing.kind != ORGANIZATION or thing.ref:
        return None
    regions = [position.region for position in reading.positions if position.organization is thing]
    if not regions and thing.subtype in LOCAL:
        regions = [region for region in reading.things if region.kind == REGION and region.subtype != "country"]
    return regions[0] if regions and all(region is regions[0] for region in regions) else None


def _positions(reading: Reading, person: Thing) -> list:
    return [position for position in reading.positions if position.person is person]


def _primary_names(thing: Thing) -> dict[str, str]:
    """The fields of the primary names; a name in an unknown language counts as Russian, which all can read."""
    names = {language: name for language, name in thing.names.items() if language in LANGUAGES and name_key(name)}
    names[thing.language if thing.language in LANGUAGES else "ru"] = thing.name
    return {f"name_{language}": " ".join(name.split())[:_NAME_LENGTH] for language, name in sorted(names.items())}


def _parents_first(reading: Reading) -> list[Thing]:
    """Regions, organizations, programs, people; each after what it lies in or belongs to."""
    ordered: list[Thing] = []
    seen: set[int] = set()

    def visit(thing: Thing) -> None:
        if id(thing) in seen:
            return
        seen.add(id(thing))
        for before in (_region(thing, reading), thing.parent):
            if before is not None:
                visit(before)
        ordered.append(thing)

    for kind in (REGION, ORGANIZATION, PROGRAM, PERSON):
        # What is named in full goes before what is named in short.
        things = [thing for thing in reading.things if thing.kind == kind]
        for thing in sorted(things, key=lambda thing: thing.kind == ORGANIZATION and thing.region is None):
            visit(thing)
    return ordered


def _vocabulary(gazetteer: Gazetteer) -> Vocabulary:
    """Compiled once a process; kept with the gazetteer, like what recognisers compile."""
    if "organization_words" not in gazetteer.compiled:
        table = gazetteer.tables.get("organization_words")
        gazetteer.compiled["organization_words"] = Vocabulary.of(table) if table else Vocabulary()
    return gazetteer.compiled["organization_words"]


def _given_names(gazetteer: Gazetteer) -> frozenset[str]:
    table = gazetteer.tables.get("given_names") or {}
    names = (word for group in table.values() for line in group.values() for word in line.split())
    return frozenset(token for name in names for token in person_names.parse(name).base)
