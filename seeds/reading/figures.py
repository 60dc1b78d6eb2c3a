"""Figures: numbers with what they count, where, when, under which program, and who says so."""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from seeds.reading import clauses, commitments, concepts, indicators, numbers, periods, plans, units
from seeds.reading.drafts import (
    ORGANIZATION,
    Figure,
    Reading,
    Sentence,
    Span,
    Thing,
)
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.kazakh import GENITIVE
from seeds.reading.places import Places
from seeds.reading.units import COUNT, Counted, Unit, kazakh_case

_QUOTE_LIMIT = 320
_SMALL = 10
_MOST = 40  # numbers in one sentence; more are a table, whose cells say nothing of what they count


def find(reading: Reading, gazetteer: Gazetteer) -> list[Figure]:
    """The figures of the document, in the order of the text."""
    reader = _Reader(reading, units.load(gazetteer), concepts.load(gazetteer))
    for sentence in reading.sentences:
        if sentence.language in ("kk", "ru"):
            reader.read(sentence)
    found = _without_headline(reading, reader.found)
    _link_plans(found)
    return found


@dataclass(slots=True)
class _Candidate:
    """A number of a sentence that counts something."""

    number: numbers.Number
    first: int  # tokens of the number
    after: int
    counted: Counted | None
    unit: Unit | None
    text: str
    kind: str
    clause: clauses.Clause
    elliptic: bool = False
    status: str = ""
    of: "_Candidate | None" = None  # what a number without a noun counts, where it was counted before
    plan: bool = False  # a plan told beside what came of it
    noun: str = ""  # as a phrase in the nominative
    indicator: str = ""
    told: bool = False  # its status stands right beside it and is its own alone


class _Reader:
    def __init__(self, reading: Reading, table: units.Units, listed: concepts.Concepts):
        self.reading = reading
        self.concepts = listed
        self.text = reading.document.text
        self.units = table
        self.published = reading.head.published
        self.places = Places(reading)
        self.found: list[Figure] = []
        self.last: _Candidate | None = None
        self.before: _Candidate | None = None  # the last of the sentences before
        self.last_at = 0  # where its sentence starts
        self.most = Decimal(0)  # the largest number of that sentence
        self.following: tuple[int, int] | None = None  # tokens of the number after the one that is looked at
        self.last_noun = ""

    def read(self, sentence: Sentence) -> None:
        text = self.text[sentence.start : sentence.end]
        if not re.search(r"\d|\w{2}", text):
            return
        read = numbers.Numbers(text)
        if not 0 < len(read.found) <= _MOST or not _is_prose(text) or _ASIDE.search(text[:_LINE]):
            return
        spans = periods.find(text, self.published)
        parts = clauses.split(read.tokens, sentence.language)
        candidates: list[_Candidate] = []
        self.before = self.last
        for number, (first, after) in zip(read.found, read.spans, strict=True):
            self.following = next((span for span in read.spans if span[0] >= after), None)
            if any(span.start < number.end and number.start < span.end for span in spans):
                continue
            candidate = self._candidate(sentence, text, read.tokens, number, first, after, parts, candidates)
            if candidate:
                candidates.append(candidate)
                self.most = max(number.value, self.most if self.last_at == sentence.start else 0)
                self.last, self.last_at = candidate, sentence.start
        figures = []
        for candidate in candidates:
            figures.append(self._figure(sentence, text, read.tokens, candidate, candidates, parts, spans))
            if candidate.counted and candidate.kind == COUNT:
                self.last_noun = candidate.counted.noun or candidate.text
            elif candidate.kind == "money":
                self.last_noun = "қаржы" if sentence.language == "kk" else "сумма"
        self._share_predicates(figures, candidates, sentence.language, read.tokens)
        self.found += figures

    def _share_predicates(self, figures, candidates, language, tokens) -> None:
        """ "2023 жылы 467 адам, 2024 жылы 530 адам жұмысқа тұрды": the members of a list share what is said of one."""
        order = list(range(len(candidates)))
        for at in reversed(order) if language == "kk" else order:
            candidate = candidates[at]
            clause = tokens[candidate.clause.first : candidate.clause.after]
            bare = candidate.kind == COUNT and candidate.indicator == candidate.noun
            other = at + 1 if language == "kk" else at - 1
            if not bare or not 0 <= other < len(candidates) or clauses.has_predicate(clause, language, said=False):
                continue
            known = candidates[other]
            alike = known.unit == candidate.unit and candidate.noun.split()[:1] == known.noun.split()[:1]
            if alike and known.clause != candidate.clause:
                candidate.indicator = figures[at].indicator = known.indicator
                figures[at].concept = figures[other].concept

    # --- is it a figure? ---

    def _candidate(self, sentence, text, tokens, number, first, after, parts, earlier) -> _Candidate | None:
        if self.places.inside_name(sentence.start + number.start, sentence.start + number.end):
            return None
        if _in_short_quotes(text, number.start):
            return None
        language = sentence.language
        counted = self.units.after(tokens, after, text, language)
        if counted is None and number.value_max is not None:
            # "от 5 тысяч тенге до 7 тысяч"
            inside = (self.units.listed(t.low, language) for t in tokens[first:after] if t.kind == "word")
            unit = next((unit for unit in inside if unit), None)
            counted = Counted(unit, unit.names[language], after, after - 1, after) if unit else None
        sign = self.units.before(tokens, first)
        if sign and not (counted and counted.unit and counted.unit.kind == "money"):
            counted = Counted(sign, sign.names.get(language, ""), after, after, after)
        clause = next((c for c in parts if c.first <= first < c.after), clauses.Clause(first, after, False))
        words = {token.low for token in tokens[clause.first : clause.after]}
        pronoun = bool(words & _PRONOUNS) or _out_of_them(tokens, clause)
        partitive = number.ending.startswith(("еу", "ауы", "ауі")) or _is_partitive(tokens, after, number)
        elsewhere = partitive or (counted is not None and counted.skip and counted.case == "locative" and earlier)
        countable = counted is None or counted.unit is None or counted.unit.kind == COUNT
        if counted is None or (elsewhere and countable):
            money = self._money(tokens, clause, number, after, earlier, language)
            if money:
                return _Candidate(number, first, after, None, money, money.names[language], "money", clause)
            pair = self._first_of_two(text, tokens, number, first, after, language) if counted is None else None
            if pair:
                named, kind = pair
                return _Candidate(
                    number, first, after, None, named.unit, named.text, kind, clause, status=clauses.REPORTED
                )
            referring = (
                partitive or pronoun or self._refers(sentence, text, tokens, clause, number, first, after, earlier)
            )
            unit, noun = self._understood(sentence, tokens, clause, number, first, after, earlier, referring)
            if not (unit or noun) or (number.words and number.value <= 5 and not partitive):
                return None
            known = earlier[-1] if earlier and earlier[-1].kind == COUNT else self.last
            of = known if known is not None and known.unit is unit and known.text == noun else None
            return _Candidate(number, first, after, None, unit, noun, COUNT, clause, elliptic=True, of=of)
        unit = counted.unit
        kind = unit.kind if unit else COUNT
        if not _counts(number, counted, kind, tokens, first, after):
            return None
        return _Candidate(number, first, after, counted, unit, counted.text, kind, clause)

    def _money(self, tokens, clause, number, after, earlier, language) -> Unit | None:
        """The currency of millions whose own is left out: "трансферты – 147,9 млрд", "қаржының 43 млрд-ы"."""
        words = [token.low for token in tokens[clause.first : clause.after] if token.kind == "word"]
        priced = any(map(_PRICE.match, words)) or (
            clause.first > 1
            and any(map(_PRICE.match, (t.low for t in tokens[max(0, clause.first - 7) : clause.first])))
        )
        if (
            not number.scaled
            or (number.value < _MILLION and not priced)
            or (after < len(tokens) and tokens[after].kind == "word" and not _POSSESSIVE.match(number.ending))
        ):
            return None
        if earlier and earlier[-1].kind == "money":
            return earlier[-1].unit
        return self.units.listed(_TENGE[language], language) if priced or any(map(_OF_MONEY.match, words)) else None

    def _first_of_two(self, text, tokens, number, first, after, language):
        """The noun of "с 71 до 58 процентов" and "18-ден 40 адамға" counts the first number too."""
        if self.following is None or number.words:
            return None
        begin, end = self.following
        if language == "ru":
            joined = tokens[first - 1].low in ("с", "со") and begin == after + 1 and tokens[after].low == "до"
        else:
            joined = begin == after and _FROM.search(number.ending)
        if not (first and joined):
            return None
        counted = self.units.after(tokens, end, text, language)
        if counted is None or counted.skip:
            return None
        return counted, counted.unit.kind if counted.unit else COUNT

    def _refers(self, sentence, text, tokens, clause, number, first, after, earlier) -> bool:
        """Whether a number at the end of its clause counts what was counted before: "построено 17", "план был 700"."""
        language = sentence.language
        before = text[_label_start(tokens, clause, first) : min(number.qualifier_start, number.start)]
        if plans.is_plan(before, language):
            return True
        known = earlier[-1] if earlier else self.last if self.last_at >= sentence.start - _NEAR else None
        if known is None or known.kind != COUNT or (number.words and number.value <= _SMALL):
            return False
        following = tokens[after].low if after < len(tokens) else "."
        previous = tokens[first - 1].text if first else ""
        if previous == "(" and following == ")":
            end = sentence.start + tokens[first - 2].end if first > 1 else 0
            return bool(self.places.ends_region(end))
        low = before.lower()
        if language == "kk" and _REACHED.match(following):
            return bool(_THIS_NUMBER.search(low))
        if following[:1].isalnum() and not _PER_YEAR.match(text, number.end):
            return False
        if previous and previous in "–—-" and tokens[first - 2].kind == "word":
            label = text[max(0, number.start - 60) : number.start].lower()
            told = earlier or _WHERE_OR_WHEN.search(before.lower()) or self.places.ends_region(
                sentence.start + tokens[first - 2].end
            )  # fmt: skip
            return bool(told) and number.value >= _SMALL and not _NO_COUNT.search(label)
        if language == "kk":
            return False
        if _THIS_NUMBER.search(low):
            return True
        verb = next((t.low for t in reversed(tokens[clause.first : first]) if t.low not in _JUST), "")
        if not clauses.is_russian_verb(verb) and not (verb.endswith(("ть", "ти", "чь")) and plans.is_ahead(low)):
            return False
        if not (earlier or plans.is_ahead(low) or _STANDS_ALONE.match(verb) or clauses.is_passive(verb)):
            return False
        within = number.value <= self.most or plans.is_ahead(low)
        return within and not _OF_AGE.match(verb)

    def _understood(
        self, sentence, tokens, clause, number, first, after, earlier, referring
    ) -> tuple[Unit | None, str]:
        """The unit of a number that no noun follows; (None, "") when it counts nothing."""
        language = sentence.language
        named = self._subject(tokens, clause, first, after, number, language)
        if named:
            return named
        chained = earlier and (earlier[-1].elliptic or self._goes_on(tokens, clause, number, earlier, language))
        return self._antecedent(sentence, tokens, first, earlier) if referring or chained else (None, "")

    def _goes_on(self, tokens, clause, number, earlier, language) -> bool:
        """ "1500 педагогов прошли курсы, а 300 получили гранты": the noun is understood."""
        last = earlier[-1]
        if language != "ru" or number.words or number.value < _SMALL or last.kind != COUNT or last.unit is None:
            return False
        apart = last.clause != clause or (last.first and tokens[last.first - 1].low == "из")
        return apart and clauses.has_predicate(tokens[clause.first : clause.after], "ru")

    def _subject(self, tokens, clause, first, after, number, language) -> tuple[Unit | None, str] | None:
        """What is counted when it stands before its number: "число семей достигло 450 тысяч"."""
        if number.words and number.value <= _SMALL:
            return None
        before = tokens[clause.first : first]
        low = [token.low for token in before]
        following = tokens[after].low if after < len(tokens) else ""
        if language == "ru":
            at = next((n for n, word in enumerate(low) if word in _NUMBER_OF), None)
            if at is None or (
                following[:1].isalpha() and not (following == "в" and _YEARLY.match(tokens[after + 1].low))
            ):
                return None
            nouns = before[at + 1 :]
        elif _REACHED.match(following):
            nouns = before[::-1]
        else:
            return None
        for place, token in enumerate(nouns):
            previous = nouns[place - 1].low if language == "ru" and place else ""
            unit = self.units.listed(token.low, language, previous) if token.kind == "word" else None
            if unit and unit.kind == COUNT:
                return unit, unit.names[language]
        return None

    def _antecedent(self, sentence, tokens, first, earlier) -> tuple[Unit | None, str]:
        language = sentence.language
        if earlier and earlier[-1].kind == COUNT:
            return earlier[-1].unit, earlier[-1].text
        for at in range(first - 1, -1, -1):
            token = tokens[at]
            if token.kind != "word" or len(token.low) < 3 or self.places.is_region(sentence.start + token.start):
                continue
            unit = self.units.listed(token.low, language)
            if unit and at == first - 1 and unit.group and kazakh_case(token.low) == GENITIVE:
                return unit, unit.names[language]  # "алушылардың 31 мыңнан астамы"
            if unit and unit.kind == COUNT and not unit.group and unit.code not in ("case", "region", "city", "oblast"):
                return unit, unit.names[language]
        if self.last and self.last.kind == COUNT:
            return self.last.unit, self.last.text
        return None, ""

    # --- what is it? ---

    def _figure(self, sentence, text, tokens, candidate, candidates, parts, spans) -> Figure:
        number, language = candidate.number, sentence.language
        first, after = _widened(tokens, candidate, candidates, parts, language)
        start, end = tokens[first].start, tokens[after - 1].end
        part = text[start:end]
        at = sentence.start
        period = _period(spans, start, end, number.start)
        ahead = bool(
            period and (period.future or self._to_come(period) or (language == "kk" and self._this_year(period)))
        )
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
            ahead_of = [p for p in periods.within(text[start:end], self.published) if p.last]
            if ahead_of and (period is None or period.text.endswith(ahead_of[0].text)):
                period = ahead_of[0]
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
            indicator=self._indicator(tokens, candidate, candidates, parts, spans, sentence, first, after),
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
        if self.published and status == clauses.REPORTED:
            figure.as_of = (self.published.year, self.published.month, self.published.day)
            # What is reported cannot last beyond the day of the report.
            if figure.end and figure.end > figure.as_of[: len(figure.end)]:
                figure.end = None
                if figure.start and figure.start > figure.as_of[: len(figure.start)]:
                    figure.start = None
        return figure

    def _status(self, text, tokens, candidate, candidates, parts, span, ahead, language) -> str:
        first, after = span
        start, end = tokens[first].start, tokens[after - 1].end
        number, noun = candidate.number, candidate.counted.after if candidate.counted else candidate.after
        at = candidates.index(candidate)
        before = _label_start(tokens, candidate.clause, candidate.first)
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
                known = next((c for c in reversed(candidates[:at]) if c.unit == candidate.unit), self.before)
                if candidate.of is None and known is not None and known.unit == candidate.unit:
                    candidate.of = known
            return beside
        own = text[start:end]
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
        if candidate.kind == "money" and self.published and not ahead:
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
                near = text[max(0, start - 200, text.rfind(";", 0, start) + 1) : end + 200].partition(";")[0]
            status = clauses.status(plans.plain(near, language), language, ahead)
        return status

    def _next_predicate(self, tokens, parts, after: int) -> int:
        for part in parts:
            if part.first >= after and part.predicate:
                return tokens[part.after - 1].end
        return tokens[-1].end

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

    def _indicator(self, tokens, candidate, candidates, parts, spans, sentence, first, after) -> str:
        first, after = max(first, candidate.first - _FAR), min(after, candidate.after + _FAR)
        dropped = set()
        for other in candidates:
            begin = _qualifier_token(tokens, other)
            last = other.counted.after if other.counted and other.kind != COUNT else other.after
            if other is not candidate and _coordinated(tokens, candidate, other):
                begin, last = (
                    begin - (other.first > candidate.first),
                    other.counted.after + (other.first < candidate.first),
                )
            elif (
                other is not candidate
                and other.kind == COUNT
                and other.counted
                and begin
                and tokens[begin - 1].low in _PREPOSITIONS
            ):
                begin, last = begin - 1, other.counted.after
            dropped.update(range(begin, last))
            if (
                other.kind == "money"
                and last < len(tokens)
                and _AMOUNT.match(tokens[last].low)
                and other is not candidate
            ):
                dropped.add(last)
        for span in spans:
            inside = [n for n in range(first, after) if span.start <= tokens[n].start < span.end]
            dropped.update(inside)
            if inside and inside[0] > first and tokens[inside[0] - 1].low in _PREPOSITIONS:
                dropped.add(inside[0] - 1)
        if sentence.language == "kk":
            dropped.update(range(first, self.places.after_person(sentence, tokens, first, candidate.first)))
        dropped.update(self.places.named(sentence, tokens, first, after))
        for frame in self.places.frames(sentence, tokens, first, after):
            dropped.update(frame)
        where, doer = self.places.adjuncts(sentence, tokens, first, after, candidate.first)
        for frame in where:
            dropped.update(frame)
        earlier = self.last_noun if self.found else ""
        label, label_first = _label(tokens, candidate, parts, dropped)
        known = candidate.of
        if known is not None and known in candidates and known.counted and known.clause == candidate.clause:
            first = max(first, known.counted.after)  # what comes before is said of the whole
        place = indicators.Place(
            tokens=tokens,
            first=first,
            after=after,
            number=_qualifier_token(tokens, candidate),
            number_after=candidate.after,
            counted=candidate.counted,
            kind=candidate.kind,
            dropped=frozenset(dropped),
            earlier=candidate.text if candidate.elliptic else earlier,
            label=label,
            label_first=label_first,
            noun=(candidate.of.noun if candidate.of else "") or (candidate.text if candidate.elliptic else ""),
            same=candidate.of.indicator if candidate.of else "",
            plan=candidate.plan,
            reached=_is_reached(tokens, candidate, candidates, sentence.language),
            doer=doer,
            unit=candidate.text,
            proper=self.places.proper(sentence, tokens),
            lower=sentence.language == "kk",
        )
        candidate.noun = indicators.noun(place, sentence.language)
        candidate.indicator = indicators.build(place, sentence.language) or candidate.text
        return candidate.indicator


_MILLION = 10**6
_LABEL = re.compile(r"(?:страниц|номер|нөмір|рейс|маршрут|лот$|палат|участк|бөлме|аудитори)")
_ADDRESS = re.compile(r"(?:көше|даңғыл|улиц|проспект|переул|микрорайон|мкр|ықшамауд|ул$|пр$)")
_SURE = re.compile(r"(?:сенімді|уверен|дұрыс|рас$|точно|прав$|согласен|дайынмын)")
_PRODUCT = re.compile(r"[A-Z][a-z]{2,}")
_MONTH = re.compile(
    r"(?:январ|феврал|март$|апрел|май$|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан$|қараша|желтоқсан)"
)
_POINTS = ("пункт", "тармақ", "тармағ")
_OF_PROGRAMME = re.compile(r"\b(?:бағдарлама|жол карта|жоспар|меморандум|программ|дорожн|карт|план|мемориал)")
_KK_CHANGES = re.compile(r"(?:артады|өседі|көбейеді|азаяды|төмендейді|ұлғаяды|жетеді|қысқарады|көтеріледі)\W*$")
_COUNTED_PLANS = re.compile(r"(?:уәде|міндеттеме|тапсырма|обещание|обязательство|наказ|поручение)")
_TENGE = {"kk": "теңге", "ru": "тенге"}
_OF_MONEY = re.compile(
    r"(?:қаржы|қаражат|бюджет|инвестиция|трансферт|субсиди|несие|салық|расход|доход|инвестици|налог)"
)
_NUMBER_OF = frozenset(["число", "числа", "количество", "количества", "численность"])
_REACHED = re.compile(r"(?:жет|құра|бол(?:ды|ған|ады)|ас(?:ты|қан|ып|ады)|артты|артқан|көбей|өс)")
_PRICE = re.compile(r"(?:стоимост|зарплат|цен[аыу]$|құны|жалақы|бағасы|сомасы|сумм[аеу]$)")
_AMOUNT = re.compile(r"(?:сома|көлем|мөлшер)\w*$")
_FAR = 80  # tokens: what stands farther off is not what is counted
_NEAR = 300  # characters that "их стало 40" may look back
_FROM = re.compile(r"^(?:[дтн][ае]н)$")
_YEARLY = re.compile(r"(?:год|месяц|день|сутки)$")
_PER_YEAR = re.compile(r"\s+(?:в (?:год|месяц|день|сутки)|ежегодно)(?!\w)")
_THIS_NUMBER = re.compile(
    r"\b(?:бұл (?:сан|көрсеткіш)|көрсеткіш|олардың саны|саны|их (?:число|количество)|цифр[уаы]|число)\b[^,;:]{0,40}$"
)
_NO_COUNT = re.compile(
    r"\b(?:возраст|жасы|сч[её]т|есеп|номер|телефон|код|страниц|бет|температур|сағат|время|рейс|маршрут|тур|год|жыл|"
    r"балл|ұпай|оценк|баға|класс|статья|бап|пункт|дом|кв|үй)\w*[^.;]*$"
)
_WHERE_OR_WHEN = re.compile(
    r"^\W*(?:в|во|за|на|по|из) |"
    r"(?:[дт][ае]|[дт][ае]н|сына|сіне|ға|ге|бойынша|аптада|айда)\s*[–—-]\s*$|(?:план|жоспар|меже)"
)
_STANDS_ALONE = re.compile(r"(?:стал|остал|насчит)")
_OF_AGE = re.compile(r"(?:исполн|набр|набер|звон|позвон|родил|верн|нача)")
_JUST = frozenset(["уже", "лишь", "только", "всего", "около", "более", "почти", "свыше"])
_PREPOSITIONS = frozenset(["в", "во", "на", "за", "с", "со", "к", "ко", "до", "по", "от", "из"])
_JOINING = frozenset(["и", "а", "также", "мен", "пен", "бен", "және", "да", "де", ",", "әрі"])
_PRONOUNS = frozenset(["олардың", "соның", "оның", "бұлардың", "ішінде", "ішінен"])
_LABELLED = frozenset(
    "статья статьи статье статью ст бап бабы пункт пункта п канал каналы лицей гимназия кабинет маршрут "
    "приказ закон №".split()
)
_UNCOUNTED_AFTER = ("°", "/")


def _label_start(tokens, clause, first: int) -> int:
    """Where the words before a number start; of "план – 290" before the dash."""
    at = clause.first
    if first - at <= 1 and at > 1 and tokens[at - 1].text in "–—-:":
        at -= 2
        while at > 0 and tokens[at - 1].kind == "word":
            at -= 1
    return tokens[at].start


def _is_reached(tokens, candidate, candidates, language) -> bool:
    """Whether the number says how much something is before or after a change: "вырос с 81 до 88 %"."""
    if language == "ru":
        return bool(candidate.first) and tokens[candidate.first - 1].low in ("до", "с", "со")
    alike = (other for other in candidates if other.kind == candidate.kind and other.clause == candidate.clause)
    return candidate.kind in ("percent", "money") and len(list(alike)) > 1


def _out_of_them(tokens, clause) -> bool:
    low = [token.low for token in tokens[clause.first : clause.after]]
    return any(a in ("из", "среди") and b in ("них", "которых") for a, b in pairwise(low)) or "числе" in low


def _is_partitive(tokens, after, number) -> bool:
    """ "3 мыңнан астамы", "100-ге жуығы", "5-еуі": some of what was named before."""
    following = tokens[after].low if after < len(tokens) else ""
    return following in ("астамы", "жуығы", "артығы", "көбі", "астамын", "жуығын") or (
        number.ending in ("ы", "і", "сы", "сі") if number.words else bool(_POSSESSIVE.match(number.ending))
    )


_POSSESSIVE = re.compile(r"с?[ыі](?:н|на|не|ның|нің|нда|нде|нан|нен)?$")


def _is_prose(text: str) -> bool:
    """A line of rates, weather or contacts has hardly a word in small letters."""
    if _SHARE_ITEM.match(text):
        return True
    words = re.findall(r"[^\W\d]{3,}", text)
    return len(words) >= 2 and any(len(word) > 3 and word[1:].islower() for word in words)


# Rates of exchange and what partners advertise, wherever it stands.
_ASIDE = re.compile(
    r"\b(?:курсы? валют|валюта(?:лар)? бағам|ауа райы|прогноз погоды|материалы партн[её]ров|партн[её]рски[ей] материал)"
    r"|\b(?:USD|EUR|RUB|CNY)\b\W*\d[\d.,]*\W+(?:USD|EUR|RUB|CNY)\b|^[^.!?]*\s\|\s[^.!?]*[^.!?»\"]\s*$",
    re.I,
)
_LINE = 600
_SHARE_ITEM = re.compile(r"\s*(?:[-–—•*]\s*)?\d+(?:[.,]\d+)?\s?(?:%|процент\w*|пайыз\w*)\s*(?:[-–—:]\s*)?[^\W\d]{3,}")


def _in_short_quotes(text: str, at: int) -> bool:
    """Inside a quoted name: «111 ЖЕДЕЛ ҚЫЗМЕТІ»."""
    for left, right in (("«", "»"), ("“", "”"), ('"', '"')):
        begin = text.rfind(left, max(0, at - 80), at)
        if begin < 0 or right in text[begin + 1 : at]:
            continue
        end = text.find(right, at, at + 80)
        if _SAID.match(text[end - 1 : end + 4]):
            continue
        if end > 0 and len(text[begin:end].split()) <= 7 and not re.search(r"[,.!?]\s", text[begin:end]):
            return not (left == '"' and text.count('"', 0, begin) % 2)
    return False


_SAID = re.compile(r"(?:[,.!?]?[»”\"],|[,.!?][»”\"]|\w[»”\"],)\s?[-–—]")


def _counts(number, counted, kind, tokens, first, after) -> bool:
    """Whether the number with its noun is a figure and no age, duration, condition or figure of speech."""
    value, scaled = number.value, number.scaled
    before = tokens[first - 1].low if first else ""
    if before in _LABELLED or _LABEL.match(before) or _MONTH.match(counted.text):
        return False
    code = counted.unit.code if counted.unit else ""
    if code in ("house", "flat") and any(_ADDRESS.match(token.low) for token in tokens[max(0, first - 6) : first]):
        return False
    if (
        kind == "percent"
        and value == 100
        and any(_SURE.match(t.low) for t in tokens[counted.after : counted.after + 2])
    ):
        return False
    if not scaled and counted.unit is None and first and _PRODUCT.fullmatch(tokens[first - 1].text):
        return False
    if counted.skip == "not_counted":
        # The points of a programme are counted, those of a law are numbered.
        near = " ".join(token.low for token in tokens[max(0, first - 8) : counted.after + 5])
        return counted.text.startswith(_POINTS) and value >= _SMALL and bool(_OF_PROGRAMME.search(near))
    if before == "." and first > 1 and tokens[first - 2].low in ("ст", "п", "бап"):
        return False
    if after < len(tokens) and tokens[after].text in _UNCOUNTED_AFTER:
        return False
    if kind == "times":
        lead = {token.low for token in tokens[max(0, first - 4) : first]}
        return counted.unit.names["ru"] != counted.text or bool(lead & {"в", "во"})
    if kind in ("percent", "money"):
        return value > 0
    if counted.skip == "abstract" and (value < 20 or number.words):
        return False
    if kind == "measure":
        return value > 0 and not (number.words and value <= 2)
    if value != value.to_integral_value() and not scaled:
        # "9,8 случая на 100 тысяч"
        return [token.low for token in tokens[counted.after : counted.after + 1]] == ["на"]
    if value <= 1:
        return False
    if scaled:
        return True
    if code == "child" and value <= _SMALL:
        return False  # somebody's children, or "4 и более детей"
    if code == "place" and value <= _SMALL:
        return False  # "3 место"
    if number.words and value <= _SMALL:
        return bool(counted.unit and counted.unit.small)
    if counted.unit is None:
        head = tokens[counted.head].text
        return (
            value >= 5
            and (head in units.RU_ABBREVIATIONS or not head[:1].isupper())
            and not (1900 <= value <= 2100 and not number.words)
        )
    return True


def _widened(tokens, candidate, candidates, parts, language) -> tuple[int, int]:
    """The clause of a number with the parts it needs to be understood: a Kazakh one up to its predicate."""
    index = parts.index(candidate.clause) if candidate.clause in parts else None
    if index is None:
        return candidate.clause.first, max(candidate.clause.after, candidate.after)
    first, after = candidate.clause.first, candidate.clause.after
    if candidate.clause.predicate and language == "kk":
        words = [token.low for token in tokens[first : candidate.first] if token.kind == "word"]
        if (
            index
            and candidate.kind in ("percent", "times")
            and all(re.match(r"жыл|биыл|былтыр|бұл|ал$", word) for word in words)
        ):
            return parts[index - 1].first, after
        return first, after
    others = [c.first for c in candidates if c is not candidate]
    if language == "kk" and index and candidate.counted and candidate.kind == COUNT and candidate.first == first:
        part = parts[index - 1]
        bare = candidate.counted.after >= after and candidate.counted.head - candidate.after <= 1
        if bare and re.search(r"(?:ған|ген|қан|кен|тын|тін)$", tokens[part.after - 1].low):
            return part.first, after
    if not candidate.clause.predicate:
        for part in parts[index + 1 : index + 4]:
            if any(part.first <= other < part.after for other in others):
                break
            after = part.after
            if part.predicate:
                break
    own = [token.low for token in tokens[first : candidate.first] if token.kind == "word"]
    subject = any(units.is_nominative(word) for word in own)
    needs_subject = candidate.kind in ("percent", "times", "money") and language == "ru" and not subject
    if _out_of_them(tokens, candidate.clause):
        return first, after
    if language == "ru" and (needs_subject or not (candidate.clause.predicate or subject)):
        for part in reversed(parts[max(0, index - 5) : index]):
            # "… и составил 95,2%": the subject stands in the clause before; another predicate is another matter.
            if part.predicate and not (needs_subject and first - candidate.first >= -2):
                break
            first = part.first
            if part.predicate or any(part.first <= other < part.after for other in others):
                break
            if any(units.is_nominative(token.low) for token in tokens[part.first : part.after] if token.kind == "word"):
                break
    return first, after


def _qualifier_token(tokens, candidate) -> int:
    at = candidate.first
    while at > 0 and tokens[at - 1].start >= candidate.number.qualifier_start:
        at -= 1
    return at


def _coordinated(tokens, candidate, other) -> bool:
    """Whether the other number's noun only stands beside this one: "5 школ и 3 больницы"."""
    if not (candidate.counted and other.counted and candidate.kind == other.kind == COUNT):
        return False
    left, right = sorted((candidate, other), key=lambda c: c.first)
    between = tokens[left.counted.after : _qualifier_token(tokens, right)]
    return 0 < len(between) <= 2 and all(token.low in _JOINING for token in between)


def _period(spans, start, end, number) -> periods.Period | None:
    """The period of a figure: the nearest in its clause, else the last before it in the sentence."""
    inside = [span for span in spans if start <= span.start < end]
    if inside:
        return min(inside, key=lambda span: abs(span.start - number))
    before = [span for span in spans if span.end <= start]
    return before[-1] if before else None


def _label(tokens, candidate, parts, dropped) -> tuple[str, bool]:
    """What a dash joins to a number, and whether it stands before it: "төрт баладан — 24 отбасы", "20%-ы – жастар"."""
    clause = candidate.clause
    if clause not in parts:
        return "", False
    index = parts.index(clause)

    def words(part):
        return [
            t.text
            for n, t in enumerate(tokens[part.first : part.after], part.first)
            if t.kind == "word" and n not in dropped
        ]

    dashes = "-–—:"
    if index and tokens[clause.first - 1].text in dashes and candidate.first - clause.first <= 2:
        part = parts[index - 1]
        label = words(part)
        if part.after == clause.first - 1 and label and len(label) <= 6 and not part.predicate:
            return " ".join(label), True
    if index + 1 < len(parts) and tokens[clause.after].text in dashes and candidate.kind == "percent":
        part = parts[index + 1]
        label = words(part)
        if label and len(label) <= 6:
            return " ".join(label), False
    return "", False


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


# A state is no result of a plan.
_STOCK = re.compile(
    r"\b(?:тұр(?:ады|атын|ып|ған)|тіркел(?:ген|ді)|кезек(?:те|ке)|бар\b|құрай|"
    r"прожива|живу?[тщ]|состо[ия]т|состоящ|зарегистрирова|очеред|насчит|имеется|имеются)",
    re.I,
)
_KK_ACTION = re.compile(
    r"(\w{2,}?)(?:[ыі][лн]|(?<=\w{3}[ае])[лн])?(?:[ғқ]ан|[гк]ен|[аей]тын|[аей]тін|уға|уге|у|ю|уы|уі)$"
)
_RU_ACTION = re.compile(
    r"(?:по(?=стро|луч)|от(?=ремонт))?(\w{4})\w*?"
    r"(?:[аеяи]н[оыа]|[аяе]нны[хе]|[уы]ты[хе]|[аеи]ть|[аеяи]л[иао]|л[ио]сь|[аея]ни[еяюи]|тельств[оау]|[йр]ств[оау]|"
    r"ыти[еяюи]|ыт[оыа]|[уюая]т|монт\w?|вши[хе])(?:ся|сь)?$"
)
# Plans themselves, and verbs whose noun says what is done: to give, to get, to provide.
_TELL_NOTHING = frozenset("план жоспа бер ал ет бол қыл көрсе жет жеткі лучи луча выда выде обес пред буду".split())


def _actions(indicator: str, language: str) -> set[str]:
    """Stems of what is done: one for "қайтару" and "қайтарылған", for "строительство" and "построено"."""
    pattern = _KK_ACTION if language == "kk" else _RU_ACTION
    found = (pattern.match(word) for word in re.findall(r"\w{3,}", indicator.lower()))
    return {match[1][:5] for match in found if match} - _TELL_NOTHING


def _share_noun(one: Figure, other: Figure, actions: set[str]) -> bool:
    left, right = (
        {word[:5] for word in re.findall(r"\w{3,}", f.indicator.lower()) if not any(stem in word for stem in actions)}
        for f in (one, other)
    )
    return any(
        a == b or (min(len(a), len(b)) < 5 and (a.startswith(b) or b.startswith(a))) for a in left for b in right
    )


def _is_stock(figure: Figure) -> bool:
    rest = figure.quote.text[max(0, figure.number.end - figure.quote.start) :]
    return bool(_STOCK.search(figure.indicator) or _STOCK.search(re.split(r"[,.;:!?]", rest)[0]))


def _in_time(done: Figure, plan: Figure) -> bool:
    """Whether the result falls into the plan's period; what has no known period is in doubt."""
    undated = not (done.start or done.end or done.date_words)
    start, end = (done.as_of, done.as_of) if undated else (done.start, done.end or done.as_of)
    if not (start or end) or not (plan.start or plan.end):
        return False
    first, last = start or end, end or start
    # A date is compared as precisely as both are known.
    begins = plan.start is None or all(plan.start[: len(at)] <= at[: len(plan.start)] for at in (first, last))
    return begins and (plan.end is None or first[: len(plan.end)] <= plan.end[: len(first)])


def _reports_on(done: Figure, plan: Figure) -> bool:
    if done.language != plan.language or not _in_time(done, plan) or _is_stock(plan):
        return False
    shared = _actions(done.indicator, done.language) & _actions(plan.indicator, plan.language)
    return bool(shared) and (
        (done.program is not None and done.program is plan.program) or _share_noun(done, plan, shared)
    )


def _link_plans(found: list[Figure]) -> None:
    """A figure of what was done points at the planned figure of the same thing and time; in doubt at none."""
    planned: dict[tuple, list[Figure]] = {}
    for figure in found:
        if figure.status != clauses.REPORTED:
            planned.setdefault((figure.unit, figure.unit_text, id(figure.region)), []).append(figure)
    for figure in found:
        plans = planned.get((figure.unit, figure.unit_text, id(figure.region)), [])[:_MOST]
        if figure.status != clauses.REPORTED or not plans or _is_stock(figure):
            continue
        fitting = [plan for plan in plans if _reports_on(figure, plan)]
        if fitting:
            figure.plan = min(fitting, key=lambda plan: abs(plan.number.start - figure.number.start))
