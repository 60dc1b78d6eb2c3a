"""Mentions and evidence of one article in step with what reading found, and with what editors decided.

A row that a person touched stays, wherever its words stand now; an untouched row whose finding is gone goes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F

from articles.models import Article, Evidence, Mention
from kb.core import rows as many
from kb.core.models import Run
from kb.core.quotes import NEAR
from kb.core.review import NEEDS_REASON
from programs.models import PledgeChange
from seeds.claims import Claims, Refused, refusal, report_days
from seeds.entities import Links
from seeds.fingerprints import Fingerprints, Occurrences
from seeds.linking import SUPPRESSED
from seeds.reading.drafts import ORGANIZATION, PROGRAM, Claim, Figure, Pledge, Position, Reading, Relation, Span, Thing

_BATCH = 500
LONGEST_MENTION = 500
_ASIDE = 1_000_000_000  # where rows wait while others take their place: offsets are unique at every moment
_FIND = {
    Figure: ("figure", "find_figure"),
    Position: ("position", "find_position"),
    Relation: ("relation", "find_relation"),
    Pledge: ("pledge", "find_pledge"),
}
# A claim goes after what points at it.
DELETE_ORDER = ("pledge_change", "pledge", "relation", "position", "figure")
# What a claim stays for, its quotes aside.
_NEEDED_BY = {"pledge": [(PledgeChange, "pledge")], "figure": [(PledgeChange, "new_target")]}


def is_touched(row) -> bool:
    """Whether a person decided or edited the row, or made it."""
    if row.run_id is None or row.edited_fields or row.decided_by_id is not None:
        return True
    # Reference data is accepted from the start, by nobody.
    return row.review != "proposed" and not (row.review == "accepted" and row.run.kind == Run.Kind.REFERENCE)


def why(mention, thing, linked: dict) -> dict:
    """The explanation that an editor reads; of a suppressed person nothing but that."""
    if linked["linked"] == SUPPRESSED:
        return {"suppressed": True}
    private = {"private": True} if thing.private else {}
    return {**mention.why, "name": thing.name, **private, **linked}


class Mentions:
    """The mentions of one article, those of an earlier reading included."""

    def __init__(self, article: Article, old_text: str, run: Run):
        self.article, self.run = article, run
        self.occurrences = Occurrences(article.text)
        self.old: dict[tuple[str, str, int], Mention] = {}
        if article.pk:
            before = Occurrences(old_text)
            for row in Mention.objects.filter(article=article.pk).order_by("start", "pk"):
                self.old[(row.text, row.kind, before.number(row.text, row.start))] = row

    def prior(self, reading: Reading) -> dict[int, int]:
        """id(thing) → the entity that an earlier reading or an editor linked it to, where they agree."""
        entities = {}
        for thing in reading.things if self.old else ():
            keys = [self._key(mention.span, thing.kind) for mention in thing.mentions]
            linked = [row for key in keys if (row := self.old.get(key)) and row.entity_id]
            linked = [row for row in linked if row.review not in ("rejected", "deprecated")]
            decided = {row.entity_id for row in linked if is_touched(row)}
            chosen = decided or {row.entity_id for row in linked}
            if len(chosen) == 1:
                entities[id(thing)] = chosen.pop()
        return entities

    def sync(self, reading: Reading, links: Links, names: dict[int, str]) -> int:
        """Write the mentions of ``reading``; how many rows changed. ``names`` are those that the explanations give."""
        wanted = self._wanted(reading, links, names)
        moved, gone = [], []
        for key, row in self.old.items():
            row.article = self.article
            if new := wanted.pop(key, None):
                if self._adopt(row, new):
                    moved.append(row)
            elif is_touched(row) and key[2] < len(self.occurrences.starts(row.text)):
                start = self.occurrences.starts(row.text)[key[2]]
                if start != row.start:
                    row.start, row.end = start, start + len(row.text)
                    moved.append(row)
            else:
                gone.append(row.pk)
        Mention.objects.filter(pk__in=gone).delete()
        _move(Mention, moved, ["start", "end", "entity", "confidence", "rule", "why"])
        Mention.objects.bulk_create(wanted.values(), batch_size=_BATCH)
        return len(wanted) + len(moved) + len(gone)

    def _key(self, span: Span, kind: str) -> tuple[str, str, int]:
        return span.text, kind, self.occurrences.number(span.text, span.start)

    def _wanted(self, reading: Reading, links: Links, names: dict[int, str]) -> dict[tuple[str, str, int], Mention]:
        wanted: dict[tuple[str, str, int], Mention] = {}
        for thing in reading.things:
            row = links.row(thing)
            decision = links.decisions[id(thing)]
            linked = {"linked": decision.rule}
            if decision.rivals:
                linked["rivals"] = sorted({names[pk] for pk in decision.rivals if pk in names})
            if decision.because:
                linked["because"] = {what: names.get(value, value) for what, value in decision.because.items()}
            for mention in thing.mentions:
                span = mention.span
                if len(span.text) > LONGEST_MENTION:
                    continue
                new = Mention(
                    article=self.article,
                    start=span.start,
                    end=span.end,
                    text=span.text,
                    kind=thing.kind,
                    entity_id=row.pk if row else None,
                    rule=mention.rule[:60],
                    confidence=_share(mention.confidence),
                    # As the column gives it back, so that an unchanged one compares equal.
                    why=json.loads(json.dumps(why(mention, thing, linked), default=str)),
                    run=self.run,
                )
                key = self._key(span, thing.kind)
                if key not in wanted or wanted[key].confidence < new.confidence:
                    wanted[key] = new
        return wanted

    @staticmethod
    def _adopt(row: Mention, new: Mention) -> bool:
        """Take over where the words stand now and, unless a person decided, what they are read as."""
        if new.why["linked"] == "as before":
            # Why it was linked in the first place says more.
            new.why |= {key: row.why[key] for key in ("linked", "rivals", "because") if key in row.why}
        fields = ["start", "end"] if is_touched(row) else ["start", "end", "entity_id", "confidence", "rule", "why"]
        changed = [field for field in fields if getattr(row, field) != getattr(new, field)]
        for field in changed:
            setattr(row, field, getattr(new, field))
        return bool(changed)


class Quotes:
    """The claims and evidence of one article."""

    def __init__(self, article: Article, old_text: str, run: Run):
        self.article, self.run = article, run
        self.old: dict[str, list[Evidence]] = defaultdict(list)
        self.notes: list[dict] = []
        self.changes = 0
        self._before = Occurrences(old_text)
        self._now = Fingerprints(article.text)
        self.people: set[int] = set()  # whose posts changed
        self._moved: list[Evidence] = []
        if article.pk:
            rows = Evidence.objects.filter(article=article.pk).select_related(*Evidence.CLAIMS)
            for row in rows.order_by("start", "pk"):
                row.article = article
                self.old[row.fingerprint].append(row)

    def sync(self, reading: Reading, links: Links) -> int:
        """Write the claims of ``reading`` with their quotes; how many rows changed."""
        claims = Claims(self.article, links, self.run, reading.figures)
        claims.programs = _programs(reading)
        new: list[Evidence] = []
        gone: list[Evidence] = []
        for draft in _findings(reading, links):
            fingerprint = self._now.of(draft)
            name, find = _FIND[type(draft)]
            earlier = self.old.pop(fingerprint, [])
            if decided := [row for row in earlier if is_touched(row.claim)]:
                for row in decided:
                    self._place(row, draft.quote)
                if name == "figure":
                    claims.figures[id(draft)] = decided[0].claim
                if name == "pledge" and decided[0].pledge is not None:
                    claims.last_pledge = decided[0].pledge
                gone += [row for row in earlier if row not in decided]
                continue
            try:
                found, wrote = getattr(claims, find)(draft)
            except Refused as refused:
                if str(refused) != "unlinked":
                    self.notes.append(refusal(name, draft, refused))
                gone += earlier
                continue
            self.changes += wrote
            if name == "figure":
                claims.figures[id(draft)] = found
            for claim in found if isinstance(found, list) else [found]:
                column = "pledge_change" if isinstance(claim, PledgeChange) else name
                same = [row for row in earlier if getattr(row, f"{column}_id") == claim.pk]
                if same:
                    self._place(same[0], draft.quote)
                    earlier.remove(same[0])
                else:
                    quote = draft.quote
                    new.append(
                        Evidence(
                            article=self.article,
                            start=quote.start,
                            end=quote.end,
                            quote=quote.text,
                            fingerprint=fingerprint,
                            rule=draft.rule[:60],
                            run=self.run,
                            **{column: claim},
                        )
                    )
            gone += earlier
        gone += self._leftover()
        self._write(new, gone)
        return self.changes

    def _place(self, row: Evidence, quote: Span) -> None:
        if (row.start, row.end, row.quote) != (quote.start, quote.end, quote.text):
            row.start, row.end, row.quote = quote.start, quote.end, quote.text
            self._moved.append(row)

    def _leftover(self) -> list[Evidence]:
        """Quotes that reading didn't find again: those of decided claims move with their words, the others go."""
        gone = []
        for row in (row for rows in self.old.values() for row in rows):
            starts = self._now.occurrences.starts(row.quote)
            if not (is_touched(row.claim) or row.run_id is None) or not starts:
                gone.append(row)
                continue
            start = starts[min(self._before.number(row.quote, row.start), len(starts) - 1)]
            self._place(row, Span(start, start + len(row.quote), row.quote))
        return gone

    def _write(self, new: list[Evidence], gone: list[Evidence]) -> None:
        left = {(name, row.claim.pk): row.claim for row in gone for name in [_column(row)]}
        Evidence.objects.filter(pk__in=[row.pk for row in gone]).delete()
        taken: dict[tuple, Evidence] = {}
        if self.old or gone or self._moved:
            moving = {row.pk for row in self._moved}
            for row in Evidence.objects.filter(article=self.article).exclude(pk__in=moving):
                taken[_place_of(row)] = row
        moved = []
        for row in self._moved:
            if _place_of(row) in taken:
                Evidence.objects.filter(pk=row.pk).delete()  # two quotes of one claim became the same
            else:
                taken[_place_of(row)] = row
                moved.append(row)
        _move(Evidence, moved, ["start", "end", "quote"])
        fresh = []
        for row in new:
            if _place_of(row) not in taken:
                taken[_place_of(row)] = row
                fresh.append(row)
        self._weigh(fresh)
        Evidence.objects.bulk_create(fresh, batch_size=_BATCH)
        self.changes += len(fresh) + len(gone) + len(self._moved)
        touched = {row.position_id for row in (*fresh, *moved) if row.position_id}
        touched |= {pk for name, pk in left if name == "position"}
        self.people = {row.position.person_id for row in (*fresh, *moved) if row.position_id}
        self.people |= {claim.person_id for (name, _pk), claim in left.items() if name == "position"}
        delete_orphans(left, self.run)
        self.changes += report_days(touched, self.run)

    def _weigh(self, fresh: list[Evidence]) -> None:
        """A reprint of words that somebody decided against is no new evidence for its claim."""
        for row in (row for row in fresh if row.claim.review in NEEDS_REASON):
            known = Evidence.objects.filter(weighed=True, quote=row.quote, **{_column(row): row.claim})
            prints = known.values_list("article__fingerprint", flat=True)
            row.weighed = any((known ^ self.article.fingerprint).bit_count() <= NEAR for known in prints)


def delete_orphans(claims: dict[tuple[str, int], Claim], run: Run) -> set[tuple[str, int]]:
    """Delete those of the claims that no quote supports any more and no person touched; which."""
    deleted = set()
    free = {key: claim for key, claim in claims.items() if claim.review == "proposed" and not is_touched(claim)}
    for name in DELETE_ORDER:
        gone = {pk for column, pk in free if column == name}
        if not gone:
            continue
        for rows, column in ((Evidence, name), *_NEEDED_BY.get(name, ())):
            gone.difference_update(rows.objects.filter(**{f"{column}__in": gone}).values_list(column, flat=True))
        many.delete(Evidence._meta.get_field(name).related_model, gone, f"import {run.uid}")
        deleted.update((name, pk) for pk in gone)
    return deleted


def _findings(reading: Reading, links: Links) -> Iterator[Figure | Position | Relation | Pledge]:
    """Figures before the pledges that aim at them, planned ones before their results."""
    yield from sorted(reading.figures, key=lambda figure: figure.plan is not None)
    yield from reading.positions
    yield from reading.relations
    yield from _parents(reading, links)
    yield from _heads_of_programs(reading)
    yield from sorted(reading.pledges, key=lambda pledge: pledge.quote)


def _parents(reading: Reading, links: Links) -> Iterator[Relation]:
    """What an organization belongs to, where no relation says so; seeds/data says it for the ones it knows."""
    said = {(id(relation.subject), id(relation.object)) for relation in reading.relations}
    for thing in reading.things:
        parent = thing.parent
        if thing.kind != ORGANIZATION or parent is None or parent.kind != ORGANIZATION or not thing.mentions:
            continue
        row = links.row(thing)
        if row is None or row.ref or (id(thing), id(parent)) in said:
            continue
        first = thing.first
        inside = (s for s in reading.sentences if s.start <= first.start and first.end <= s.end)
        sentence = next(inside, None)
        quote = Span.of(reading.document.text, sentence.start, sentence.end) if sentence else first
        kind = "branch_of" if thing.subtype == "party_branch" else "part_of"
        yield Relation(quote, "parent", thing.confidence, subject=thing, kind=kind, object=parent)


# Who holds one of these runs the program that the sentence names.
_RUN_BY = {"project-head", "centre-director"}


def _programs(reading: Reading) -> dict[int, Thing]:
    """id(position) → the program that the post is in: a position holds no program, its owner stands for it."""
    found = {}
    for position in reading.positions:
        if position.organization is not None:
            named = [position.organization] if position.organization.kind == PROGRAM else []
        elif position.post in _RUN_BY:
            named = [thing for thing in reading.things if thing.kind == PROGRAM and _is_named(thing, position.quote)]
        else:
            named = []
        if len(named) == 1:
            found[id(position)] = named[0]
    return found


def _is_named(thing: Thing, quote: Span) -> bool:
    return any(mention.span.overlaps(quote) for mention in thing.mentions)


def _heads_of_programs(reading: Reading) -> Iterator[Relation]:
    programs = _programs(reading)
    for position in reading.positions:
        program = programs.get(id(position))
        if program is not None and position.post in _RUN_BY and not position.former:
            yield Relation(
                position.quote, "post", position.confidence, subject=position.person, kind="runs", object=program
            )


def _move(model, rows: list, fields: list[str]) -> None:
    if not rows:
        return
    pks = [row.pk for row in rows]
    model.objects.filter(pk__in=pks).update(start=F("start") + _ASIDE, end=F("end") + _ASIDE)
    model.objects.bulk_update(rows, fields, batch_size=100)


def _column(row: Evidence) -> str:
    return next(name for name in Evidence.CLAIMS if getattr(row, f"{name}_id") is not None)


def _place_of(row: Evidence) -> tuple:
    column = _column(row)
    return row.start, row.end, column, getattr(row, f"{column}_id")


def _share(confidence: float) -> float:
    return min(1.0, max(0.0, float(confidence)))
