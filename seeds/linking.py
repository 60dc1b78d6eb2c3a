"""A thing of a document and its candidates to one entity, to a new one, or to none.

Pure decisions over an index in memory; ``seeds.known`` fills the index from the database. Precision goes before recall:
similar letters never link, a tie stays unlinked, and a namesake whose post or region contradicts stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from seeds.organization_names import Meaning, Vocabulary
from seeds.person_names import PersonName, fits_initials, same_patronymic
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION

UNKNOWN_RANK = 9
# Up to this rank of posts.yaml the holders of two unrelated posts at one time are one person; up to the next one at
# two times, which makes a career.
HIGH_RANK = 5
CAREER_RANK = 7
# Up to this rank a name alone, without post or place, means the office-holder and no private namesake.
FAMOUS_RANK = 3
CAREER_DAYS = 183
# One of each in a place: known by what it belongs to and where, however the text names it.
ONE_A_PLACE = {"party_branch", "akimat", "maslikhat"}
# Named like many others: the name alone says too little.
GENERIC = {
    "school", "university", "hospital", "museum", "centre", "department", "council", "commission", "court", "group",
    "party_body", "service", "organization", "state_body", "public_body", "benefit",
}  # fmt: skip
# Among them those that every place has: without the place they stay apart.
LOCAL = {"school", "hospital", "museum", "department", "court", "akimat", "maslikhat"}
# Kinds of programs that are places with an address: never the project of the same name.
PLACE_LIKE = {"centre", "service"}
GENERIC_NEEDS_WORDS = 3
# A meaning of one part says enough of these alone: a place has one.
ONE_WORD = {"court", "state_body"}
# A body of the whole country may be known by a meaning of two parts when it is one of these.
COUNTRYWIDE = {"union", "ministry", "bank", "party", "parliament", "government", "public_body", "state_body"}

# The rule of a person who was removed for good (kb.core.suppression).
SUPPRESSED = "suppressed"

APART, WEAK, NEUTRAL, SUPPORTED = range(4)


@dataclass(frozen=True, slots=True)
class Held:
    """A post of somebody: the code, or the folded titles where no code is known."""

    post: str = ""
    titles: frozenset[str] = frozenset()
    organization: int | None = None
    region: int | None = None
    first: date | None = None
    last: date | None = None
    rank: int = UNKNOWN_RANK
    title: str = ""  # as it is written, for explanations

    def same_post(self, other: Held) -> bool:
        return self.post == other.post if self.post and other.post else bool(self.titles & other.titles)


@dataclass(slots=True)
class Known:
    """An entity of the database as linking sees it."""

    pk: int
    kind: str
    ref: str = ""
    subtype: str = ""
    public: bool = True
    keys: frozenset[str] = frozenset()  # folded names
    people: tuple[PersonName, ...] = ()  # persons: the names, parsed
    meanings: frozenset[Meaning] = frozenset()  # organizations and programs: what the names mean
    region: int | None = None  # an organization's; a region's parent
    parent: int | None = None
    held: tuple[Held, ...] = ()


@dataclass(slots=True)
class Sought:
    """A thing of a document, with what the document says of it; regions and parents are linked already."""

    kind: str
    keys: frozenset[str]
    ref: str = ""
    subtype: str = ""
    person: PersonName | None = None
    meanings: frozenset[Meaning] = frozenset()
    private: bool = False
    region: int | None = None
    parent: int | None = None
    held: tuple[Held, ...] = ()
    day: date | None = None
    companions: frozenset[int] = frozenset()  # organizations and regions of the same document


@dataclass(frozen=True, slots=True)
class Decision:
    """``pk`` of the entity; without it ``create`` says whether a new one is made or the thing stays unlinked."""

    rule: str
    pk: int | None = None
    create: bool = False
    rivals: tuple[int, ...] = ()
    # What speaks for it (seeds.explaining).
    because: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Index:
    """Known entities by what they may be found by."""

    given_names: frozenset[str] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    known: dict[int, Known] = field(default_factory=dict)
    _found_by: dict[tuple, set[int]] = field(default_factory=lambda: defaultdict(set))

    def put(self, known: Known) -> None:
        self.drop(known.pk)
        self.known[known.pk] = known
        for handle in _handles(known):
            self._found_by[handle].add(known.pk)

    def drop(self, pk: int) -> None:
        known = self.known.pop(pk, None)
        if known is None:
            return
        for handle in _handles(known):
            found = self._found_by[handle]
            found.discard(pk)
            if not found:
                del self._found_by[handle]

    def find(self, *handle) -> list[Known]:
        return [self.known[pk] for pk in sorted(self._found_by.get(handle, ()))]

    def bearers(self, name: PersonName) -> list[Known]:
        """The persons of this full name, as either language writes it, else across alphabets."""
        found = {known.pk: known for spelling in name.spellings for known in self.find("spelled", spelling)}
        if not found:
            # Across alphabets only: within one, two different spellings are two different names.
            across = self.find("roman", name.roman)
            found = {k.pk: k for k in across if any(other.latin != name.latin for other in k.people)}
        return [found[pk] for pk in sorted(found)]

    def lineage(self, region: int | None) -> set[int]:
        """The region and what it lies in, the country left out."""
        seen: set[int] = set()
        while region is not None and region not in seen and region in self.known:
            if self.known[region].subtype == "country":
                break
            seen.add(region)
            region = self.known[region].parent
        return seen

    def place(self, held: Held) -> int | None:
        """Where a post is held; None when it is held for the country, or the place is unknown."""
        region = held.region
        if region is None and held.organization in self.known:
            region = self.known[held.organization].region
        return region if self.lineage(region) else None


def _handles(known: Known) -> Iterable[tuple]:
    if known.ref:
        yield ("ref", known.ref)
    if known.kind == PERSON:
        for name in known.people:
            if name.is_full:
                yield ("roman", name.roman)
                yield ("loose", name.loose)
                yield from (("spelled", spelling) for spelling in name.spellings)
            yield from (("token", token) for token in name.base)
        return
    yield from (("name", known.kind, key) for key in known.keys)
    yield from (("meaning", known.kind, meaning.key) for meaning in known.meanings if meaning.parts)
    if known.subtype in ONE_A_PLACE and known.region:
        yield ("place", known.subtype, known.region)


def decide(sought: Sought, index: Index, companions: Callable[[int], set[int]]) -> Decision:
    """What ``sought`` is. ``companions`` gives the organizations and regions that an entity was named beside."""
    if sought.ref:
        found = index.find("ref", sought.ref)
        return Decision("reference", found[0].pk) if found else Decision("reference", create=True)
    if sought.kind == PERSON:
        return _person(sought, index, companions)
    return _named(sought, index)


# Organizations, programs, regions


def _named(sought: Sought, index: Index) -> Decision:
    if sought.subtype in ONE_A_PLACE and sought.region:
        found = [
            known
            for known in index.find("place", sought.subtype, sought.region)
            # A branch named without its party may be any party's: more than one is a tie.
            if sought.subtype != "party_branch"
            or None in (known.parent, sought.parent)
            or known.parent == sought.parent
        ]
        if found:
            return _one(found, "place")
    candidates = {k.pk: k for key in sought.keys for k in index.find("name", sought.kind, key)}
    graded = [(_named_verdict(sought, candidates[pk], index), candidates[pk]) for pk in sorted(candidates)]
    if found := [known for grade, known in graded if grade == SUPPORTED]:
        return _one(found, "name and place")
    alike = [known for known in _of_one_meaning(sought, index) if known.pk not in candidates]
    if found := [known for known in alike if _same_body(sought, known, index)]:
        return _one(found, "meaning")
    if found := [known for grade, known in graded if grade == NEUTRAL]:
        return _one(found, "name")
    unsure = [known.pk for known in alike if _may_be_same_body(sought, known, index)]
    return Decision("new", create=True, rivals=tuple(known.pk for _grade, known in graded) + tuple(unsure))


def _of_one_meaning(sought: Sought, index: Index) -> list[Known]:
    found = {k.pk: k for meaning in sought.meanings for k in index.find("meaning", sought.kind, meaning.key)}
    return [found[pk] for pk in sorted(found)]


def _same_body(sought: Sought, known: Known, index: Index) -> bool:
    """Whether two names of one meaning are of one place, or surely of the country's only body of that meaning."""
    if not _may_be_same_body(sought, known, index):
        return False
    shared = [meaning for meaning in sought.meanings for other in known.meanings if meaning.key == other.key]
    parts = max((meaning.parts for meaning in shared), default=0)
    same_parent = sought.parent is not None and sought.parent == known.parent
    if same_parent or (sought.region is not None and sought.region == known.region):
        return parts >= 2 or sought.subtype in ONE_WORD
    if sought.subtype in LOCAL or sought.kind == PROGRAM or sought.parent or known.parent:
        return False
    if parts >= GENERIC_NEEDS_WORDS and all(meaning.own for meaning in shared):
        return True  # named after somebody: the place need not be said
    if index.lineage(sought.region) or index.lineage(known.region):
        return False
    return parts >= GENERIC_NEEDS_WORDS or (parts == 2 and sought.subtype in COUNTRYWIDE)


def _may_be_same_body(sought: Sought, known: Known, index: Index) -> bool:
    """Nothing that is said of the two contradicts: no place, no parent, no entry of the reference data."""
    if known.ref or (sought.parent and known.parent and sought.parent != known.parent):
        return False
    if sought.kind == PROGRAM and (sought.subtype not in PLACE_LIKE or known.subtype not in PLACE_LIKE):
        return False
    places, theirs = index.lineage(sought.region), index.lineage(known.region)
    return not places or not theirs or sought.region in theirs or known.region in places


def _named_verdict(sought: Sought, known: Known, index: Index) -> int:
    if not _kinds_agree(sought, known):
        return APART
    if sought.kind == REGION:
        if sought.parent and known.parent and sought.parent != known.parent:
            return APART
        return SUPPORTED if sought.parent and sought.parent == known.parent else NEUTRAL
    same_place = sought.region is not None and sought.region == known.region
    same_parent = sought.parent is not None and sought.parent == known.parent
    # A body of the whole country is also named beside the region where it acts.
    if not same_place and index.lineage(sought.region) and index.lineage(known.region):
        return APART
    if sought.parent and known.parent and not same_parent:
        return APART
    if sought.subtype == "party_body" and known.ref and not known.region and index.lineage(sought.region):
        return APART  # a faction in a maslikhat is not the party's in the Mazhilis
    if same_place or same_parent:
        return SUPPORTED
    if known.ref:
        return NEUTRAL
    generic = GENERIC | LOCAL if sought.kind == ORGANIZATION else {"centre"}
    if sought.subtype in generic or known.subtype in generic:
        undecided = not (sought.region or known.region or sought.parent or known.parent or sought.subtype in LOCAL)
        longest = max(len(key.split()) for key in sought.keys)
        return NEUTRAL if undecided and longest >= GENERIC_NEEDS_WORDS else APART
    return NEUTRAL


def _kinds_agree(sought: Sought, known: Known) -> bool:
    one, other = sought.subtype, known.subtype
    if one == other or not one or not other:
        return True
    if sought.kind == PROGRAM:
        return one not in PLACE_LIKE and other not in PLACE_LIKE
    if sought.kind == ORGANIZATION:
        return "organization" in (one, other)
    return sought.kind != REGION


def _one(found: list[Known], rule: str) -> Decision:
    if len(found) == 1:
        return Decision(rule, found[0].pk)
    return Decision("tie", rivals=tuple(known.pk for known in found))


# People


def _person(sought: Sought, index: Index, companions: Callable) -> Decision:
    name = sought.person
    if name is None or not name.base:
        return Decision("no surname")
    return _full_name(sought, index, companions) if name.is_full else _surname(sought, index, companions)


def _full_name(sought: Sought, index: Index, companions: Callable) -> Decision:
    name = sought.person
    bearers = [
        known
        for known in index.bearers(name)
        if any(same_patronymic(name, other) for other in known.people if other.is_full)
    ]
    if not bearers:
        # The two languages may write it in a way that no table foretells: then the very same post must say it is one.
        found = [
            known
            for known in index.find("loose", name.loose)
            if any(same_patronymic(name, other) and other.loose == name.loose for other in known.people)
        ]
        if same := [known for known in found if _one_post(sought, known, index)]:
            return _one(same, "spelling and post")
        unsure = tuple(known.pk for known in found)
        # Known so far with initials alone: only the same post or place makes it the same person.
        bearers = [
            known
            for token in name.base
            for known in index.find("token", token)
            if any(other.initials and fits_initials(other, name) for other in known.people)
            and not any(other.is_full for other in known.people)
            and _verdict(sought, known, index, companions) == SUPPORTED
        ]
        return _one(bearers, "initials") if bearers else Decision("new", create=True, rivals=unsure)
    graded = [(_verdict(sought, known, index, companions), known) for known in bearers]
    for verdict, rule in ((SUPPORTED, "full name and context"), (NEUTRAL, "full name")):
        if found := [known for grade, known in graded if grade == verdict]:
            return _one(found, rule)
    if any(grade == WEAK for grade, _known in graded):
        return Decision("weak", rivals=tuple(known.pk for _grade, known in graded))
    return Decision("namesake", create=True, rivals=tuple(known.pk for known in bearers))


def _one_post(sought: Sought, known: Known, index: Index) -> bool:
    """Both hold one post in one place or organization."""
    return any(
        one.same_post(other)
        and (
            (one.organization is not None and one.organization == other.organization)
            or (index.place(one) is not None and index.place(one) == index.place(other))
        )
        for one in sought.held
        for other in known.held
    )


def _surname(sought: Sought, index: Index, companions: Callable) -> Decision:
    name = sought.person
    token = name.base[0]
    if not name.initials and token in index.given_names:
        return Decision("given name alone")
    bearers = [
        known
        for known in index.find("token", token)
        if not name.initials
        or any(
            fits_initials(name, other) or (other.base == name.base and other.initials == name.initials)
            for other in known.people
        )
    ]
    graded = [(_verdict(sought, known, index, companions), known) for known in bearers if known.public]
    supported = [known for grade, known in graded if grade == SUPPORTED]
    if supported:
        return _one(supported, "surname and context")
    neutral = [known for grade, known in graded if grade >= WEAK]
    if neutral and len(bearers) == 1:
        return Decision("sole bearer", neutral[0].pk)
    rivals = tuple(known.pk for known in bearers)
    if name.initials and not neutral:
        return Decision("namesake" if bearers else "new", create=True, rivals=rivals)
    return Decision("surname alone", rivals=rivals)


def _verdict(sought: Sought, known: Known, index: Index, companions: Callable) -> int:
    """How well what the document says of a person agrees with a known bearer of the name."""
    best = max((_posts_verdict(one, other, index) for one in sought.held for other in known.held), default=None)
    if best == SUPPORTED:
        return SUPPORTED
    if known.public and not sought.private:
        if best == APART and _named_there(sought, known, index, companions):
            return SUPPORTED
        if best is not None:
            return best
        if _beside(known, sought.companions, index):
            return SUPPORTED
        return NEUTRAL if _rank(known.held) <= FAMOUS_RANK else WEAK
    if known.public:
        if sought.held:
            return APART  # an occupation of its own: a namesake of the official
        if _beside(known, sought.companions, index):
            return SUPPORTED
        return NEUTRAL if _rank(known.held) <= FAMOUS_RANK else APART
    if known.held and sought.held:
        return APART
    beside = companions(known.pk)
    if not sought.private:
        # Turning a private person public needs the very organization or place of the post.
        ends = {end for held in sought.held for end in (held.organization, index.place(held)) if end}
        return SUPPORTED if ends & beside else APART
    return SUPPORTED if len(sought.companions & beside) >= 2 else APART


def _named_there(sought: Sought, known: Known, index: Index, companions: Callable) -> bool:
    """One has a post whose place is not said, and was named beside the place of the other's post."""
    mine, theirs = ({index.place(held) for held in person.held} for person in (sought, known))
    return bool(
        (None in mine and (theirs - {None}) & sought.companions)
        or (None in theirs and (mine - {None}) & companions(known.pk))
    )


def _posts_verdict(one: Held, other: Held, index: Index) -> int:
    places = index.place(one), index.place(other)
    related = None not in places and (places[0] in index.lineage(places[1]) or places[1] in index.lineage(places[0]))
    same_organization = one.organization is not None and one.organization == other.organization
    if same_organization or related:
        return SUPPORTED
    if one.same_post(other) and (None in places):
        return SUPPORTED
    later = _days_between(one, other) > CAREER_DAYS
    if max(one.rank, other.rank) > (CAREER_RANK if later else HIGH_RANK):
        return APART
    return NEUTRAL if later or None in places else APART


def _days_between(one: Held, other: Held) -> int:
    """From the last report of the one to the first of the other; 0 when they overlap or have no dates."""
    if not (one.first and one.last and other.first and other.last):
        return 0
    return max((one.first - other.last).days, (other.first - one.last).days, 0)


def _beside(known: Known, companions: frozenset[int], index: Index) -> bool:
    """The document names the organization or the place of one of the person's posts."""
    return any(held.organization in companions or index.place(held) in companions for held in known.held)


def _rank(held: Iterable[Held]) -> int:
    return min((one.rank for one in held), default=UNKNOWN_RANK)
