"""Figures: numbers with what they count, where, when, under which program, and who says so."""

import re
from decimal import Decimal

from seeds.reading import (
    clauses,
    commitments,
    concepts,
    dates,
    households,
    indicators,
    numbers,
    outcomes,
    periods,
    plans,
    scopes,
    tables,
    units,
)
from seeds.reading.counting import Counting, label_start
from seeds.reading.drafts import (
    ORGANIZATION,
    PERSON,
    Figure,
    PartialDate,
    Reading,
    Sentence,
    Span,
    Thing,
)
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.places import Places
from seeds.reading.units import COUNT

_QUOTE_LIMIT = 320
_ATTRIBUTION = 60  # characters after a quotation that say whose words it is
_MOST = 40  # numbers in one sentence; more are a table, whose cells say nothing of what they count


def find(reading: Reading, gazetteer: Gazetteer) -> list[Figure]:
    """The figures of the document, in the order of the text."""
    reader = _Reader(reading, units.load(gazetteer), concepts.load(gazetteer))
    for sentence in reading.sentences:
        if sentence.language in ("kk", "ru"):
            reader.read(sentence)
    found = _without_headline(reading, reader.found)
    outcomes.link(found)
    return found


class _Reader:
    def __init__(self, reading: Reading, table: units.Units, listed: concepts.Concepts):
        self.reading = reading
        self.concepts = listed
        self.text = reading.document.text
        self.published = reading.head.published
        self.places = Places(reading)
        self.counting = Counting(self.places, table)
        self.found: list[Figure] = []
        self.table = tables.Table(self.counting)
        self.last_noun = ""
        self.announced = ""  # what the sentence before a list makes of its items: planned or pledged

    def read(self, sentence: Sentence) -> None:
        text = self.text[sentence.start : sentence.end]
        if tables.is_row(text):
            self.found += [self._of_row(sentence, cell) for cell in self.table.read(text, sentence.language)]
            return
        self.table.end()
        if not re.search(r"\d|\w{2}", text):
            return
        read = numbers.Numbers(text)
        self.counting.follow(sentence, read)
        if text.rstrip().endswith(":"):
            self.announced = clauses.status(plans.plain(text, sentence.language), sentence.language, ahead=False)
        elif not _BULLET.search(self.text, max(0, sentence.start - _INDENT), sentence.start + 1):
            self.announced = ""
        if not 0 < len(read.found) <= _MOST or not _is_prose(text) or _ASIDE.search(text[:_LINE]):
            return
        spans = periods.find(text, self.published)
        parts = clauses.split(read.tokens, sentence.language)
        candidates = self.counting.candidates(sentence, read, parts, spans)
        candidates = [c for c in candidates if not self._is_private(sentence, text, c)]
        figures = []
        for candidate in candidates:
            figures.append(self._figure(sentence, text, read.tokens, candidate, candidates, parts, spans))
            if candidate.counted and candidate.kind == COUNT:
                self.last_noun = candidate.counted.noun or candidate.text
            elif candidate.kind == "money":
                self.last_noun = "қаржы" if sentence.language == "kk" else "сумма"
        self._share_predicates(figures, candidates, sentence.language, read.tokens)
        self.found += figures

    def _is_private(self, sentence: Sentence, text: str, candidate) -> bool:
        """Whether a family tells of itself."""
        unit = candidate.unit.code if candidate.unit else ""
        if not households.may_be(candidate.kind, unit, candidate.number.value):
            return False
        floor = self.places.paragraphs.get(sentence.paragraph, sentence.start)
        here = [row[2] for row in self.places.between(PERSON, sentence.start, sentence.end)]
        earlier = [row[2] for row in self.places.between(PERSON, floor, sentence.start)]
        if any(not person.private for person in here or earlier):
            return False
        after = self.text[sentence.end : sentence.end + _ATTRIBUTION]
        return households.is_private(text, after, bool(here), bool(earlier), sentence.language)

    def _of_row(self, sentence: Sentence, cell: tables.Cell) -> Figure:
        start, end = sentence.start + cell.start, sentence.start + cell.end
        later = bool(self.published and cell.year and cell.year > self.published.year)
        unit = cell.heading.unit
        figure = Figure(
            quote=Span.of(self.text, sentence.start, sentence.end),
            rule="number-table",
            confidence=0.7,
            number=Span.of(self.text, start, end),
            value=_plain(cell.value),
            unit=unit.code if unit else "",
            unit_text=cell.heading.text,
            status=clauses.PLANNED if cell.ahead or later else clauses.REPORTED,
            indicator=cell.phrase,
            language=sentence.language,
            region=self.places.region(sentence, sentence.start, start, start),
        )
        figure.as_of = self._as_of(figure.status)
        figure.concept = self.concepts.of(figure.unit, f"{figure.indicator} {figure.unit_text}", sentence.language)
        if cell.year:
            figure.start = figure.end = (cell.year,)
            figure.date_words, figure.span_kind = str(cell.year), "period"
        return figure

    def _share_predicates(self, figures, candidates, language, tokens) -> None:
        """ "2023 жылы 467 адам, 2024 жылы 530 адам жұмысқа тұрды": the members of a list share what is said of one."""
        order = list(range(len(candidates)))
        for at in reversed(order) if language == "kk" else order:
            candidate = candidates[at]
            clause = tokens[candidate.clause.first : candidate.clause.after]
            bare = candidate.kind == COUNT and candidate.indicator == candidate.noun
            listed = language == "kk" and candidate.counted is None and not candidate.named
            other = at + 1 if language == "kk" else at - 1
            if not (bare or listed) or not 0 <= other < len(candidates):
                continue
            if clauses.has_predicate(clause, language, said=False):
                continue
            known = candidates[other]
            shared = ""
            if listed and known.unit == candidate.unit and known.kind == candidate.kind:
                shared = scopes.in_its_place(tokens, candidate, known)
            alike = known.unit == candidate.unit and candidate.noun.split()[:1] == known.noun.split()[:1]
            if not shared and bare and alike and known.clause != candidate.clause:
                shared = known.indicator
            if shared:
                candidate.indicator = figures[at].indicator = shared
                figures[at].concept = figures[other].concept

    def _figure(self, sentence, text, tokens, candidate, candidates, parts, spans) -> Figure:
        number, language = candidate.number, sentence.language
        first, after = scopes.widened(tokens, candidate, candidates, parts, language)
        start, end = tokens[first].start, tokens[after - 1].end
        part = text[start:end]
        at = sentence.start
        period = scopes.period(spans, start, end, number.start)
        ahead = bool(
            period and (period.future or self._to_come(period) or (language == "kk" and self._this_year(period)))
        )
        if ahead and language == "ru" and self._has_begun(period):
            # "в 2024–2025 учебном году учатся …": it lasts, and so it is.
            ahead = not any(map(clauses.is_present, re.findall(r"[а-яё-]+", part.lower())))
        program = self.places.program(sentence, at + number.start)
        organization = self.places.before(ORGANIZATION, at + start, at + end, at + number.start)
        if language == "kk" and period is None and self._party_speaks(organization, program):
            ahead = bool(_KK_CHANGES.search(part.lower()))
        status = candidate.status or self._status(
            text, tokens, candidate, candidates, parts, (first, after), ahead, language
        )
        if status == clauses.PLANNED and self._party_speaks(organization, program):
            status = clauses.PLEDGED
        if status == clauses.PLEDGED and program is None:
            program = self.places.electoral(at + number.start)
        number_end = tokens[candidate.counted.after - 1].end if candidate.counted else number.end
        unit_start = min(number.start, tokens[candidate.first].start)
        if status != clauses.REPORTED and (period is None or not (period.future or period.kind == periods.DEADLINE)):
            # "үш жыл ішінде 100 үй саламыз": of what is to come.
            ahead_of = [p for p in periods.within(text, self.published) if p.last and start <= p.start < end]
            if ahead_of and (period is None or period.text.endswith(ahead_of[0].text)):
                period = ahead_of[0]
                spans = [*spans, period]
        candidate.status = status
        figure = Figure(
            quote=self._quote(sentence, start, end),
            rule="number-" + candidate.kind,
            confidence=_confidence(candidate),
            number=Span.of(self.text, at + unit_start, at + max(number_end, number.end)),
            value=_plain(number.value),
            value_max=_plain(number.value_max) if number.value_max is not None else None,
            unit=candidate.unit.code if candidate.unit else "",
            unit_text=candidate.text,
            qualifier=number.qualifier,
            status=status,
            indicator=self._indicator(tokens, candidate, candidates, parts, spans, sentence, (first, after)),
            language=language,
            program=program,
            organization=organization,
            region=self.places.region(sentence, at + start, at + end, at + number.start),
            speaker=self.places.speaker(sentence, at + number.start),
        )
        figure.concept = self.concepts.of(figure.unit, f"{figure.indicator} {figure.unit_text}", language)
        if period:
            figure.start, figure.end, figure.date_words = period.first, period.last, period.text
            figure.span_kind = {periods.SINCE: "cumulative", periods.PERIOD: "period"}.get(period.kind, "")
        figure.as_of = self._as_of(status)
        # What is reported cannot last beyond the day of the report.
        if figure.as_of and figure.end and figure.end > figure.as_of[: len(figure.end)]:
            figure.end = None
            if figure.start and figure.start > figure.as_of[: len(figure.start)]:
                figure.start = None
        return figure

    def _as_of(self, status: str) -> PartialDate | None:
        """The day of the report; what is planned has none."""
        day = self.published
        return (day.year, day.month, day.day) if day and status == clauses.REPORTED else None

    def _status(self, text, tokens, candidate, candidates, parts, span, ahead, language) -> str:
        first, after = span
        start, end = tokens[first].start, tokens[after - 1].end
        number, noun = candidate.number, candidate.counted.after if candidate.counted else candidate.after
        at = candidates.index(candidate)
        before = label_start(tokens, candidate.clause, candidate.first)
        if at:
            before = max(before, tokens[candidates[at - 1].after - 1].end)
        beside = plans.beside(
            text[before : min(number.qualifier_start, number.start)],
            text[number.end : tokens[noun - 1].start],
            text[tokens[noun - 1].end :][:120],
            text[start:end],
            language,
        )
        if beside:
            candidate.told = True
            words = text[before : min(number.qualifier_start, number.start)]
            if beside == clauses.PLANNED and plans.is_plan(words, language):
                candidate.plan = True
                known = next((c for c in reversed(candidates[:at]) if c.unit == candidate.unit), self.counting.before)
                if candidate.of is None and known is not None and known.unit == candidate.unit:
                    candidate.of = known
            return beside
        own = clauses.less_names(text[start:end])
        if candidate.counted and _COUNTED_PLANS.match(candidate.text):
            own = text[start : number.start] + " " + text[tokens[noun - 1].end : end]
            return clauses.status(clauses.less_promises(own), language, ahead)
        # Who said it afterwards is no predicate of the number.
        has_predicate = clauses.has_predicate(tokens[first:after], language, said=False) or (
            language == "ru" and clauses.has_predicate(tokens[first : candidate.first], language)
        )
        if not has_predicate and plans.is_now(own):
            return clauses.REPORTED
        own = plans.plain(own, language)
        of_money = candidate.kind == "percent" and any(other.kind == "money" for other in candidates[:at])
        if (candidate.kind == "money" or of_money) and self.published and not ahead:
            own = plans.less_budgeted(own)
        if plans.is_aim(text[: number.start], language) and not clauses.is_past(own, language, aim=True):
            return clauses.PLEDGED if clauses.promises(text[:start]) else clauses.PLANNED
        status = clauses.status(own, language, ahead)
        if status != clauses.PLEDGED and not clauses.is_past(own, language):
            head, colon, _rest = text[:start].rpartition(":")
            if colon and commitments.announces([t for t in tokens if t.end <= len(head)]):
                return clauses.PLEDGED if clauses.promises(head) else clauses.PLANNED
        if status == clauses.REPORTED and not has_predicate and len(candidates) > 1:
            # A list's members share the predicate of the sentence: in Kazakh the next, in Russian the last before.
            if language == "kk":
                near = text[start : self._next_predicate(tokens, parts, after)]
            elif said := next((c.status for c in reversed(candidates[:at]) if c.status and not c.told), ""):
                return said
            else:
                ahead_too = 0 if tokens[candidate.clause.first - 1].text in "–—-" else 200
                near = text[max(0, start - 200, text.rfind(";", 0, start) + 1) : end + ahead_too].partition(";")[0]
            status = clauses.status(plans.plain(near, language), language, ahead)
        if status == clauses.REPORTED and not has_predicate and self.announced:
            return self.announced
        return status

    def _next_predicate(self, tokens, parts, after: int) -> int:
        for part in parts:
            if part.first >= after and part.predicate:
                return tokens[part.after - 1].end
        return tokens[-1].end

    def _has_begun(self, period: periods.Period) -> bool:
        return bool(self.published and period.first and dates.first_day(period.first) <= self.published)

    def _to_come(self, period: periods.Period) -> bool:
        """A deadline in a text that says nothing of its own date: the verb must tell."""
        return self.published is None and period.kind == periods.DEADLINE

    def _this_year(self, period: periods.Period) -> bool:
        """Kazakh has one tense for what is and what will be: with the current year it speaks of what will be."""
        return bool(self.published and period.first and period.first[0] >= self.published.year)

    def _party_speaks(self, organization: Thing | None, program: Thing | None) -> bool:
        if self.reading.head.kind == "political_advertising":
            return True
        return bool(program and program.subtype == "electoral_programme")

    def _quote(self, sentence: Sentence, start: int, end: int) -> Span:
        """The sentence, or the clause of a long one."""
        if sentence.end - sentence.start > _QUOTE_LIMIT:
            return Span.of(self.text, sentence.start + start, sentence.start + end)
        return Span.of(self.text, sentence.start, sentence.end)

    def _indicator(self, tokens, candidate, candidates, parts, spans, sentence, scope) -> str:
        earlier = self.last_noun if self.found else ""
        at = candidates.index(candidate)
        before = candidates[at - 1] if at else self.counting.before
        place = scopes.place(self.places, sentence, tokens, candidate, candidates, parts, spans, scope, earlier, before)
        candidate.noun = indicators.noun(place, sentence.language)
        candidate.indicator = indicators.build(place, sentence.language) or candidate.text
        return candidate.indicator


_KK_CHANGES = re.compile(r"(?:артады|өседі|көбейеді|азаяды|төмендейді|ұлғаяды|жетеді|қысқарады|көтеріледі)\W*$")
_COUNTED_PLANS = re.compile(r"(?:уәде|міндеттеме|тапсырма|обещание|обязательство|наказ|поручение)")


def _is_prose(text: str) -> bool:
    """A line of rates, weather or contacts has hardly a word in small letters."""
    if _SHARE_ITEM.match(text) or _LIST_ITEM.match(text):
        return True
    words = re.findall(r"[^\W\d]{3,}", text)
    return len(words) >= 2 and any(len(word) > 3 and word[1:].islower() for word in words)


# Rates of exchange and what partners advertise, wherever it stands.
_ASIDE = re.compile(
    r"\b(?:курсы? валют|валюта(?:лар)? бағам|ауа райы(?:н?ың)? болжам|прогноз погоды|"
    r"материалы партн[её]ров|партн[её]рски[ей] материал)"
    r"|(?:^|[|\n]) *(?:тираж|таралымы|жазылу индексі|(?:подписной )?индекс|заказ|тапсырыс|подписка|цена номера|"
    r"баға(?:сы)?|пікірлер|комментари\w+|лайк\w*|оқылды|қаралды|просмотр\w*)\W{0,4}(?:№ ?)?\d"
    r"|\b(?:USD|EUR|RUB|CNY)\b\W*\d[\d.,]*\W+(?:USD|EUR|RUB|CNY)\b|^[^.!?]*\s\|\s[^.!?]*[^.!?»\"]\s*$",
    re.I,
)
_LINE = 600
_BULLET = re.compile(r"\n\s*(?:[-–—•*]|\d{1,2}[.)])\s*\w?$")
_INDENT = 8  # characters before an item's first word
_LIST_ITEM = re.compile(r"\W*[^\W\d]{3,40}(?: [^\W\d]{1,40}){0,5} ?[–—:-] ?\d[\d ,.]{0,20}\W*$")
_SHARE_ITEM = re.compile(r"\s*(?:[-–—•*]\s*)?\d+(?:[.,]\d+)?\s?(?:%|процент\w*|пайыз\w*)\s*(?:[-–—:]\s*)?[^\W\d]{3,}")


def _confidence(candidate) -> float:
    if candidate.elliptic:
        return 0.6
    return 0.9 if candidate.unit else 0.7


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros or an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _without_headline(reading: Reading, found: list[Figure]) -> list[Figure]:
    """A headline's rounding is no second fact beside the figure in the text."""
    title = reading.head.title_span
    ends = title.end if title else 0
    key = _headline_key(reading)
    kept = []
    for number, figure in enumerate(found):
        headline = figure.quote.start < ends or (key and _letters(figure.quote.text) in key)
        if headline and any(_same_fact(figure, other) for other in found[number + 1 :]):
            continue
        kept.append(figure)
    return kept


def _headline_key(reading: Reading) -> str:
    return _letters(reading.head.title)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _same_fact(rounded: Figure, exact: Figure) -> bool:
    if rounded.unit != exact.unit or not exact.value:
        return False
    slack = Decimal("0.08") if rounded.qualifier != numbers.EXACT else Decimal("0.001")
    return abs(rounded.value - exact.value) <= slack * exact.value
