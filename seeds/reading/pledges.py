"""Pledges: what a party, a body or an official says will be done and can later be called kept or broken.

Forecasts, wishes, duties of others, indirect questions, the event's own agenda and "the work goes on" are none.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from seeds.reading import clauses, commitments, dates, periods
from seeds.reading.drafts import ORGANIZATION, PERSON, Figure, Pledge, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.numbers import Token, tokens
from seeds.reading.places import Places

_SAID = ("promise", "plan", "task")  # by verbs that say so
_BY_WORDS = re.compile(r"\b(?:по словам|со слов|айтуынша|сөзінше|мәліметінше)\b", re.I)
_SAID_NEXT = re.compile(r"[.!»”\"\s–—-]*(?:бұл туралы|бұл жайында|бұл жөнінде|об этом)\b", re.I)
# Only named where something happens or what it happens to.
_NO_BODIES = frozenset(["media", "school", "university", "hospital", "museum", "court", "parliament", "international"])
_BODIES = frozenset(
    [
        "party",
        "party_body",
        "party_branch",
        "government",
        "ministry",
        "akimat",
        "maslikhat",
        "state_body",
        "department",
        "service",
        "council",
        "commission",
        "fund",
    ]
)
_ATTRIBUTED = re.compile(r"[»”\"],?\s*[–—-]\s*\w+")
_SHORTEST = 20
_LONGEST = 600
# What is longer is no sentence but a table or a broken file; clauses are compared with their neighbours.
_LONGEST_SENTENCE = 3000


def find(reading: Reading, gazetteer: Gazetteer) -> list[Pledge]:
    """The promises of the document, in the order of the text."""
    reader = _Reader(reading)
    found = []
    for sentence in reading.sentences:
        if sentence.language in ("kk", "ru"):
            found += reader.read(sentence)
    return _without_headline(reading, found)


@dataclass(frozen=True, slots=True)
class _Part:
    """Tokens ``first`` up to ``after`` around one predicate; ``quoted`` is where its quote starts."""

    first: int
    after: int
    quoted: int
    item: bool = False  # of a list after the words that promise it


class _Reader:
    def __init__(self, reading: Reading):
        self.reading = reading
        self.text = reading.document.text
        self.published = reading.head.published
        self.places = Places(reading)
        self.figures = sorted(reading.figures, key=lambda figure: figure.number.start)
        parties = [t for t in reading.things if t.kind == ORGANIZATION and t.subtype == "party"]
        self.party = max(parties, key=lambda thing: len(thing.mentions), default=None)

    def read(self, sentence: Sentence) -> list[Pledge]:
        if sentence.end - sentence.start > _LONGEST_SENTENCE:
            return []
        text = self.text[sentence.start : sentence.end]
        language = sentence.language
        # Cheap signs first: most sentences promise nothing.
        if text.rstrip('»”" ').endswith("?") or not commitments.possible(text, language):
            return []
        parts = tokens(text)
        if len(parts) < 4:
            return []
        spans = None
        found: list[Pledge] = []
        ranges = _ranges(parts, language)
        for number, part in enumerate(ranges):
            start, end = parts[part.first].start, parts[part.after - 1].end
            words = text[parts[part.quoted].start if part.item else start : end]
            if not commitments.possible(words, language) or commitments.is_question(text[:start], words, language):
                continue
            if spans is None:
                spans = periods.find(text, self.published)
            deadline = self._deadline(text, spans, start, end)
            at = sentence.start
            person = self.places.speaker(sentence, at + start)
            person = None if person is not None and person.private else person
            organization = self._body(at + start, at + end)
            electoral = self._electoral(sentence, at + end)
            figure = self._target(at + start, at + end)
            rule = commitments.rule(
                words,
                language,
                commitments.Around(
                    dated=deadline is not None,
                    counted=figure is not None,
                    electoral=electoral,
                    named=person is not None
                    or organization is not None
                    or bool(self.places.program(sentence, at + end)),
                    before=text[max(0, start - 80) : start],
                    after=text[end : end + 60],
                ),
            )
            if not rule:
                continue
            if commitments.needs_head(words, language) and number and ranges[number - 1].after <= part.first:
                part = replace(part, quoted=ranges[number - 1].quoted)
                if "это" in {token.low for token in parts[part.quoted : part.quoted + 2]}:
                    continue
            if rule in ("promise", "plan") and number + 1 < len(ranges):
                following = ranges[number + 1]
                if parts[following.first].low in ("что", "чтобы"):
                    # What is promised stands in the clause after.
                    part = replace(part, after=following.after)
                    deadline = deadline or self._deadline(text, spans, end, parts[following.after - 1].end)
                    figure = figure or self._target(at + end, at + parts[following.after - 1].end)
            start, end = _trimmed(text, parts, part)
            if not _SHORTEST <= end - start <= _LONGEST:
                continue
            person = person or self._person(sentence, at + start, at + end, rule)
            organization = organization or self._organization(sentence, start, end, rule, person, electoral)
            if person is None and organization is None and (rule != "future" or (deadline and figure)):
                person = self._official(at + start)
            if person is None and organization is None:
                continue
            if organization is None:
                posts = (p for p in self.reading.positions if p.person is person and not p.former)
                organization = next((post.organization for post in posts if post.organization), None)
            if found and found[-1].quote.end > at + start and (figure is None or found[-1].figure is figure):
                continue
            pledge = Pledge(
                quote=Span.of(self.text, at + start, at + end),
                rule=rule,
                confidence=0.8 if rule == "promise" or deadline or figure else 0.65,
                person=person,
                organization=organization,
                region=self.places.region(sentence, at + start, at + end, at + end),
                program=self.places.program(sentence, at + end)
                or (figure.program if figure else None)
                or self.places.electoral(at + start),
                figure=figure,
            )
            if deadline:
                pledge.deadline = deadline.last or deadline.first
                pledge.deadline_words = deadline.text
            found.append(pledge)
        return found

    def _deadline(self, text: str, spans: list[periods.Period], start: int, end: int) -> periods.Period | None:
        """The day, month or year by which: in the clause, else said before it in the sentence."""
        inside = [p for p in spans if start <= p.start < end]
        whole = [p for p in inside if p.future]
        within = [
            p
            for p in periods.within(text, self.published)
            if start <= p.start < end and not any(w.start <= p.start and p.end <= w.end for w in whole)
        ]
        before = [p for p in spans if p.end <= start][-1:]
        for period in within + inside + before:
            if period.kind == periods.DEADLINE or period.future or self._goes_on(period):
                return period
        return None

    def _goes_on(self, period: periods.Period) -> bool:
        """This year, or a year of a text without a date: what is planned for it is due at its end."""
        last = period.last
        if not last or period.kind == periods.SINCE or (period.first and len(period.first) > len(last)):
            return False
        return bool(self.published and len(last) < 3 and dates.last_day(last) > self.published)

    def _electoral(self, sentence: Sentence, at: int) -> bool:
        if self.reading.head.kind == "political_advertising":
            return True
        program = self.places.program(sentence, at)
        return bool(program and program.subtype == "electoral_programme")

    def _target(self, start: int, end: int) -> Figure | None:
        places = (bisect_left(self.figures, place, key=lambda figure: figure.number.start) for place in (start, end))
        found = self.figures[slice(*places)]
        return next((figure for figure in found if figure.status != clauses.REPORTED), None)

    def _organization(self, sentence, start, end, rule, person, electoral) -> Thing | None:
        """Who promises where the clause names nobody: the body it calls "the branch", else the party or the last."""
        at = sentence.start
        noun = commitments.body(self.text[at + start : at + end])
        rows = self.places.mentions.get(ORGANIZATION, [])
        earlier = [row[2] for row in rows if row[0] < at + end]
        if noun:
            for thing in reversed(earlier):
                if noun in thing.name.lower():
                    return thing
        if person is not None:
            return None
        party_speaks = electoral or self.reading.head.kind != "news" or "парти" in sentence.text.lower()
        if self.party is not None and (party_speaks or rule in _SAID):
            return self.party
        if self.places.electoral(at + start) is not None:
            return self.party
        floor = 0 if noun or rule in _SAID else self.places.paragraphs.get(sentence.paragraph, at)
        near = [row[2] for row in rows if floor <= row[0] < sentence.end and row[2].subtype in _BODIES]
        return near[-1] if near else None

    def _body(self, start: int, end: int) -> Thing | None:
        """The first body named in a clause that can promise and is not only where something happens."""
        for begin, stop, thing in self.places.between(ORGANIZATION, start, end):
            if thing.subtype not in _NO_BODIES:
                place = re.search(r"[дт][ае]$", self.text[begin:stop]) or re.search(
                    r"(?<!\w)(?:в|при|для)\s$", self.text[max(0, begin - 4) : begin]
                )
                if not place:
                    return thing
        return None

    def _official(self, at: int) -> Thing | None:
        """The last holder of a post named before, else the first of the document."""
        holders = {id(post.person) for post in self.reading.positions if not post.former}
        rows = [row for row in self.places.mentions.get(PERSON, []) if id(row[2]) in holders and not row[2].private]
        return next((row[2] for row in reversed(rows) if row[0] < at), rows[0][2] if rows else None)

    def _person(self, sentence: Sentence, start: int, end: int, rule: str) -> Thing | None:
        """Who promises by name: in the clause itself, or whose words the paragraph gives."""
        rows = [row for row in self.places.mentions.get(PERSON, []) if not row[2].private]
        if rule in _SAID:
            inside = next((row[2] for row in rows if start <= row[0] < end), None)
            if inside is not None:
                return inside
        if _BY_WORDS.search(sentence.text):
            return next((row[2] for row in rows if sentence.start <= row[0] < sentence.end), None)
        if _ATTRIBUTED.search(sentence.text):
            return next((row[2] for row in reversed(rows) if row[0] < sentence.end), None)
        if _SAID_NEXT.match(self.text, sentence.end):
            return next((row[2] for row in rows if sentence.end <= row[0] < sentence.end + 200), None)
        return None


def _ranges(parts: list[Token], language: str) -> list[_Part]:
    """One range for each predicate; parts without one go with the next (Kazakh) or the one before (Russian)."""
    ranges: list[_Part] = []
    waiting: int | None = None
    for clause in clauses.split(parts, language):
        words = "".join(token.text + " " for token in parts[clause.first : clause.after])
        listed = language == "kk" and commitments.is_infinitive(parts[clause.after - 1].low)
        if (clause.predicate and not listed) or commitments.is_predicate(words.strip(), language):
            first = clause.first if waiting is None else waiting
            ranges.append(_Part(first, clause.after, first))
            waiting = None
        elif ranges and waiting is None and _continues(parts, clause, ranges[-1], language):
            if commitments.is_item(parts, clause.first, clause.after):
                # Of a list of things promised each is one.
                ranges.append(_Part(clause.first, clause.after, ranges[-1].quoted, item=True))
            else:
                ranges[-1] = replace(ranges[-1], after=clause.after)
        elif waiting is None:
            waiting = clause.first
    return ranges


def _continues(parts: list[Token], clause: clauses.Clause, last: _Part, language: str) -> bool:
    if parts[clause.first].low in ("сейчас", "пока", "сегодня", "қазір", "бүгінде", "әзірге"):
        return False
    between = parts[clause.first - 1].text if clause.first else ""
    return language == "ru" or (between == ":" and commitments.announces(parts[last.first : last.after]))


def _trimmed(text: str, parts: list[Token], part: _Part) -> tuple[int, int]:
    """Where the quote starts and ends: less marks, conjunctions and openings that belong to what stands before."""
    first, after = part.quoted, part.after
    while after - first > 1 and (
        (parts[first].kind in ("mark", "break") and parts[first].text not in '«“"') or parts[first].low in _OPENINGS
    ):
        first += 1
    while after - first > 1 and parts[after - 1].kind in ("mark", "break") and parts[after - 1].text not in '»”"%':
        after -= 1
    marks = [each.text for each in parts[first:after] if each.text in ("«", "»")]
    if marks.count("«") > marks.count("»") and parts[first].text == "«":
        first += 1
    if marks.count("»") > marks.count("«") and parts[after - 1].text == "»":
        after -= 1
    return parts[first].start, parts[after - 1].end


_OPENINGS = frozenset(["что", "чтобы", "и", "а", "но", "также", "ал", "және", "әрі", "яғни", "то"])


def _without_headline(reading: Reading, found: list[Pledge]) -> list[Pledge]:
    """A headline only repeats what the text promises."""
    title = reading.head.title_span
    if title is None:
        return found
    body = [pledge for pledge in found if not pledge.quote.overlaps(title)]
    return body or found
