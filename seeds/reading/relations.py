"""Relations between the things of a document, each with the sentence that says so.

What a recogniser saw in the name itself (a branch's party, a body's region) becomes a relation; the others need both
ends and a word for the relation in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seeds.reading import phrases
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION, Reading, Relation, Sentence, Span, Thing
from seeds.reading.gazetteer import Gazetteer

_OF_PARTY = re.compile(r"парти(?:я|и|ей|ю|ялық|яның|йн\w+)(?!\w)|партияның|партиялық|партийцы", re.IGNORECASE)
_INITIATED = re.compile(
    r"инициир|инициатив|по поручению|поручил|бастамасы|бастамашы|бастама көтер|тапсырмасы(?:мен| бойынша)",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(
    r"реализ|действует|работает|проход|прошл|прошёл|стартовал|открыл|запущен|жүзеге ас|іске ас|жүргіз|өтті|өтуде|"
    r"басталды|ашылды|жұмыс істе|атқарыл|ұйымдастыр",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"совместно с|вместе с|в партнерстве с|в сотрудничестве с|бірлес|әріптестік", re.IGNORECASE)
_RUN_BY_PARTY = ("party_project", "electoral_programme", "campaign", "service")


def find(reading: Reading, gazetteer: Gazetteer) -> list[Relation]:
    """The relations that the document states."""
    found: dict[tuple[int, str, int], Relation] = {}
    for relation in _all(reading, gazetteer):
        found.setdefault((id(relation.subject), relation.kind, id(relation.object)), relation)
    return sorted(found.values(), key=lambda relation: relation.quote)


def _all(reading: Reading, gazetteer: Gazetteer) -> Iterator[Relation]:
    rows = [
        list({id(thing): thing for _, thing in row}.values()) for row in phrases.by_sentence(reading, reading.things)
    ]
    places: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for thing in row:
            places.setdefault(id(thing), []).append(number)

    def named(subject: Thing, kind: str, object_: Thing, rule: str, confidence: float) -> Relation:
        """The quote is a sentence that names both ends, else the first that names the subject."""
        own, others = places.get(id(subject), []), set(places.get(id(object_), ()))
        number = next((number for number in own if number in others), own[0] if own else None)
        quote = subject.first if number is None else _quote(reading.sentences[number])
        return Relation(quote, f"relation-{rule}", confidence, subject=subject, kind=kind, object=object_)

    for thing in reading.things:
        if thing.kind == ORGANIZATION:
            if thing.parent is not None:
                yield named(
                    thing, "branch_of" if thing.subtype == "party_branch" else "part_of", thing.parent, "name", 0.9
                )
            if thing.region is not None and thing.region.subtype != "country":
                yield named(thing, "operates_in", thing.region, "name", 0.85)
        elif thing.kind == PROGRAM and thing.parent is not None:
            yield named(thing, "part_of", thing.parent, "within", 0.8)
    parties = [thing for thing in reading.things if thing.subtype == "party"]
    for sentence, here in zip(reading.sentences, rows, strict=True):
        programs = [thing for thing in here if thing.kind == PROGRAM]
        yield from _runs(sentence, programs, parties, here, gazetteer)
        yield from _initiated(sentence, programs, here)
        yield from _operates(sentence, programs, here)
        yield from _together(sentence, here)


def _quote(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end, sentence.text)


def _runs(
    sentence: Sentence, programs: list[Thing], parties: list[Thing], here: list[Thing], gazetteer: Gazetteer
) -> Iterator[Relation]:
    """«Партияның … жобасы»: the party runs it."""
    named = [thing for thing in here if thing.subtype == "party"]
    if len(named) != 1:
        named = parties if len(parties) == 1 and not named and _OF_PARTY.search(sentence.text) else []
    for program in programs:
        entry = gazetteer.get(program.ref)
        owner = f"org:{entry.data['owner']}" if entry and entry.data.get("owner") else ""
        for party in named:
            if program.subtype in _RUN_BY_PARTY and owner in ("", party.ref) and (owner or entry is None):
                confidence = 0.9 if owner else 0.7
                yield Relation(
                    _quote(sentence), "relation-runs", confidence, subject=party, kind="runs", object=program
                )


def _initiated(sentence: Sentence, programs: list[Thing], here: list[Thing]) -> Iterator[Relation]:
    people = [thing for thing in here if thing.kind == PERSON and not thing.private]
    if len(people) == 1 and len(programs) == 1 and _INITIATED.search(sentence.text):
        subject, object_ = people[0], programs[0]
        yield Relation(_quote(sentence), "relation-initiated", 0.65, subject=subject, kind="initiated", object=object_)


def _operates(sentence: Sentence, programs: list[Thing], here: list[Thing]) -> Iterator[Relation]:
    regions = [thing for thing in here if thing.kind == REGION]
    if not regions or not _CARRIED_OUT.search(sentence.text):
        return
    innermost = [thing for thing in regions if not any(other.parent is thing for other in regions)]
    for program in programs:
        if program.subtype in ("benefit", "concept", "document") or len(innermost) > 3:
            continue
        for region in innermost:
            if region.subtype != "country":
                yield Relation(
                    _quote(sentence), "relation-operates", 0.65, subject=program, kind="operates_in", object=region
                )


def _together(sentence: Sentence, here: list[Thing]) -> Iterator[Relation]:
    word = _TOGETHER.search(sentence.text)
    if not word:
        return
    bodies = sorted(
        (thing for thing in here if thing.kind == ORGANIZATION and thing.subtype != "media"),
        key=lambda thing: thing.first,
    )
    if len(bodies) == 2 and bodies[0] not in (bodies[1].parent, bodies[1]) and bodies[0].parent is not bodies[1]:
        first, second = bodies
        yield Relation(_quote(sentence), "relation-together", 0.6, subject=first, kind="works_with", object=second)
