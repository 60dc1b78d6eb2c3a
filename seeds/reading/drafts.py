"""What reading finds in one document: plain data, no Django, no database.

Offsets count Unicode characters of ``Document.text``; ends are exclusive. Every span keeps its text, and
``document.text[span.start:span.end] == span.text`` always holds (``Span.of`` is the way to make one).
``Reading`` is what the importer writes; its claims point at ``Reading.things`` by object, not by number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

PERSON, ORGANIZATION, PROGRAM, REGION = "person", "organization", "program", "region"
KINDS = (PERSON, ORGANIZATION, PROGRAM, REGION)

# A partial date is a tuple: (2021,), (2021, 6) or (2021, 6, 15).
PartialDate = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``; ValueError when it is empty or outside."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class Document:
    """One text as it came, before anything was recognised.

    ``text`` is the decoded file character for character, less a byte order mark (for HTML and the like the extracted
    text). ``meta`` holds what stood in front matter, JSON or CSV columns or HTML meta tags (keys of seeds/README.md);
    it overrides what the text says.
    """

    name: str  # path as given by the operator, "archive.zip!folder/a.txt" inside archives
    text: str
    raw: bytes = b""
    format: str = "txt"  # the suffix it was read as
    encoding: str = "utf-8"
    meta: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A thing or a post that another system knows: one line of its own, without a text (seeds/README.md)."""

    name: str
    data: dict


@dataclass(slots=True)
class Disclosure:
    """Who ordered, paid for and made a political advertisement, in the words of the notice."""

    customer: str = ""
    payer: str = ""
    producer: str = ""
    span: Span | None = None


@dataclass(slots=True)
class Head:
    """What the document says of itself."""

    title: str = ""
    title_span: Span | None = None
    section: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    published_time: time | None = None
    published_span: Span | None = None
    kind: str = "news"  # news | party_report | political_advertising
    disclosure: Disclosure | None = None
    rights: str = "open"  # open | quote_only
    rights_span: Span | None = None
    language: str = ""  # kk | ru | en | "" (another one)
    languages: dict[str, float] = field(default_factory=dict)  # share of letters by language, sums to 1
    furniture: list[Span] = field(default_factory=list)  # site furniture: kept in the text, not read


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence outside the furniture, with its language ("kk", "ru", "en" or "")."""

    start: int
    end: int
    text: str
    language: str
    paragraph: int


@dataclass(slots=True)
class Mention:
    """One place where the text names a thing."""

    span: Span
    rule: str  # which recogniser: "party-branch", "slovnet", "quoted-program" …
    confidence: float
    # The explanation that an editor reads: form, stem, suffix, rivals … (JSON values only)
    why: dict = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Thing:
    """One person, organization, program or region of the document, with all its mentions (coreference resolved)."""

    kind: str
    name: str  # canonical: nominative, full, without "партия", quotes kept only where they are inside the name
    language: str  # of ``name``
    subtype: str = ""  # organization kind, program kind, region kind: codes of seeds/data/kinds.yaml
    ref: str = ""  # "region:KZ-75", "org:amanat", "program:…" when the gazetteer knows it
    names: dict[str, str] = field(default_factory=dict)  # full names in other languages, when known
    parent: Thing | None = None  # a branch's party, a campaign's project, a town's oblast
    region: Thing | None = None
    private: bool = False  # a person without a public post: never shown
    guessed: bool = False  # a model's word alone: for an editor to link, never linked or made by the machine
    foreign: str = ""  # "person:77" of the system that named it, which knows better than a name who it is
    founded: PartialDate | None = None
    founded_span: Span | None = None
    confidence: float = 0.9
    mentions: list[Mention] = field(default_factory=list)

    @property
    def first(self) -> Span:
        return self.mentions[0].span


@dataclass(slots=True)
class Claim:
    quote: Span  # the sentence or clause that says so
    rule: str = ""
    confidence: float = 0.8


@dataclass(slots=True)
class Position(Claim):
    """A post somebody holds, as of the document's date when nothing else is said."""

    person: Thing = None
    title: str = ""  # nominative, in the language of the text, without the organization: "исполнительный секретарь"
    language: str = ""
    post: str = ""  # code of seeds/data/posts.yaml, "" when unlisted
    organization: Thing | None = None
    region: Thing | None = None
    acting: bool = False
    former: bool = False
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_words: str = ""


@dataclass(slots=True)
class Relation(Claim):
    subject: Thing = None
    kind: str = ""  # part_of branch_of succeeded_by runs initiated partner_of operates_in works_with
    object: Thing = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_words: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A listed indicator (seeds/data/indicators.yaml): what many texts count, each in words of its own."""

    key: str
    unit: str
    names: dict[str, str] = field(hash=False)
    broad: bool = False  # its figures count different things


@dataclass(slots=True)
class Figure(Claim):
    """A number with what it counts. ``number`` is the span of the number with its unit."""

    number: Span = None
    value: Decimal = Decimal(0)
    value_max: Decimal | None = None  # the upper end of a range
    unit: str = ""  # code of seeds/data/units.yaml: person family KZT percent ha times job …
    unit_text: str = ""  # the unit's noun in the nominative singular, language of the text: "отбасы", "рабочее место"
    qualifier: str = "="  # = > >= ~ <= range
    status: str = "reported"  # reported | planned | pledged
    span_kind: str = ""  # "period" (within it), "cumulative" (since the start), "" (a state, a day)
    indicator: str = ""  # the thing counted in the clause's own words, at most 14 words
    concept: Concept | None = None  # the listed indicator that these words tell of
    language: str = ""
    start: PartialDate | None = None  # the period
    end: PartialDate | None = None
    date_words: str = ""
    as_of: PartialDate | None = None
    program: Thing | None = None
    organization: Thing | None = None
    region: Thing | None = None
    speaker: Thing | None = None
    plan: Figure | None = None  # the planned figure that this one reports on


@dataclass(slots=True)
class Pledge(Claim):
    """A promise. ``quote`` holds its exact words."""

    person: Thing | None = None
    organization: Thing | None = None
    region: Thing | None = None
    program: Thing | None = None
    figure: Figure | None = None  # the target, also in Reading.figures
    deadline: PartialDate | None = None
    deadline_words: str = ""


@dataclass(slots=True)
class Reading:
    """Everything found in one document; a pure function of the document and of the reader's version."""

    document: Document
    head: Head
    sentences: list[Sentence] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    system: str = ""  # whose ids the ``foreign`` of the things are
    bodies: list[Mention] = field(default_factory=list)  # what models take for organizations
    notes: list[str] = field(default_factory=list)  # said in the import report: "third language", …
