"""Which numbers of a sentence count something, and what: beside them, before them, or in the sentence before."""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from seeds.reading import clauses, indicators_ru, numbers, periods, plans, units
from seeds.reading.drafts import Sentence
from seeds.reading.kazakh import DATIVE, GENITIVE, LOCATIVE, NOMINATIVE
from seeds.reading.places import Places
from seeds.reading.units import COUNT, Counted, Unit, kazakh_case

_SMALL = 10


@dataclass(slots=True)
class Candidate:
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
    of: "Candidate | None" = None  # what a number without a noun counts, where it was counted before
    plan: bool = False  # a plan told beside what came of it
    noun: str = ""  # as a phrase in the nominative
    named: bool = False  # by its label, which is this phrase
    indicator: str = ""
    told: bool = False  # its status stands right beside it and is its own alone


@dataclass(frozen=True, slots=True)
class Heading:
    """What the items of a list count: "салынған мектептер саны:", "площадь посевов, тыс. га:"."""

    unit: Unit | None
    text: str
    phrase: str
    scale: Decimal


class Counting:
    """What the numbers of a document count, sentence by sentence."""

    def __init__(self, places: Places, table: units.Units):
        self.places = places
        self.units = table
        self.last: Candidate | None = None
        self.counted: Candidate | None = None  # the last that counts no share and no money
        self.before: Candidate | None = None  # the last of the sentences before
        self.last_at = self.counted_at = 0  # where their sentences start
        self.most = Decimal(0)  # the largest number of that sentence
        self.heading: Heading | None = None
        self.following: list[tuple[numbers.Number, tuple[int, int]]] = []  # numbers after it, with their tokens

    def candidates(
        self,
        sentence: Sentence,
        read: numbers.Numbers,
        parts: list[clauses.Clause],
        spans: list[periods.Period],
    ) -> list[Candidate]:
        """The numbers of the sentence that count something; those of dates (``spans``) do not."""
        found: list[Candidate] = []
        self.before = self.last
        rows = list(zip(read.found, read.spans, strict=True))
        for at, (number, (first, after)) in enumerate(rows):
            self.following = rows[at + 1 : at + 1 + _MEMBERS]
            if any(span.start < number.end and number.start < span.end for span in spans):
                continue
            candidate = self._candidate(sentence, read.text, read.tokens, number, first, after, parts, found)
            if candidate:
                found.append(candidate)
                if candidate.named and self.last is not None:
                    continue  # "4 870 – многодетные семьи": the whole is what goes on being spoken of
                self.most = max(number.value, self.most if self.last_at == sentence.start else 0)
                if candidate.kind != "times":  # "бұл былтырғыдан екі есе көп" counts nothing new
                    self.last, self.last_at = candidate, sentence.start
                if candidate.kind == COUNT:
                    self.counted, self.counted_at = candidate, sentence.start
        return found

    def follow(self, sentence: Sentence, read: numbers.Numbers) -> None:
        """Keep the heading of a list while its items follow one another."""
        if read.tokens and read.tokens[-1].text == ":":
            self.heading = self._heading(read, sentence.language)
        elif self.heading and not (len(read.found) == 1 and _is_item(read.tokens, *read.spans[0])):
            self.heading = None

    def headed(self, name: str, language: str) -> Heading | None:
        """What a row or a column of a table counts by its name: "население, чел.", "число школ"."""
        return self._heading(numbers.Numbers(f"{name}:"), language)

    def _heading(self, read: numbers.Numbers, language: str) -> Heading | None:
        tokens = read.tokens[:-1]
        if not 0 < len(tokens) <= _HEADING:
            return None
        while tokens and tokens[-1].text in ").":
            tokens = tokens[:-1]
        at = next((n for n in range(len(tokens) - 1, -1, -1) if tokens[n].text in ",("), -1)
        if 0 < at < len(tokens) - 1:
            scale = numbers.multiplier(tokens[at + 1].low)
            begin = at + 1 + (scale > 1) + (scale > 1 and tokens[min(at + 2, len(tokens) - 1)].text == ".")
            counted = self.units.after(read.tokens, begin, read.text, language)
            if counted and counted.unit and counted.after >= len(tokens):
                return Heading(counted.unit, counted.text, _phrase(tokens[:at]), scale)
        words = [token for token in tokens if token.kind == "word"]
        low = [token.low for token in words]
        if language == "kk":
            at = len(low) - 2 if low[-1:] == ["саны"] else -1
        else:
            at = next((n + 1 for n, word in enumerate(low[:-1]) if word in _NUMBER_OF), -1)
            while 0 <= at < len(low) - 1 and "NOUN" not in units.russian_parts(low[at]):
                at += 1
        if at < 0:
            return None
        unit = self.units.listed(low[at], language, low[at - 1] if at else "")
        if unit is None or unit.kind != COUNT:
            return None
        return Heading(unit, self.units.text(unit, low[at], language), _phrase(tokens), Decimal(1))

    def _item(self, sentence, tokens, number, first, after, clause) -> Candidate | None:
        """A number of a list whose heading says what is counted."""
        heading = self.heading
        if heading is None or not _is_item(tokens, first, after):
            return None
        number = replace(number, value=number.value * heading.scale)
        named = self.places.ends_region(sentence.start + tokens[first - 2].end)
        label = "" if named else " ".join(token.text for token in tokens[: first - 1] if token.kind == "word")
        noun = f"{heading.phrase}: {label}" if label else heading.phrase
        kind = heading.unit.kind if heading.unit else COUNT
        return Candidate(number, first, after, None, heading.unit, heading.text, kind, clause, noun=noun, named=True)

    def _candidate(self, sentence, text, tokens, number, first, after, parts, earlier) -> Candidate | None:
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
        if tokens[first].low in numbers.FACTORS:
            times = self.units.listed("раз", "ru")
            counted = Counted(times, times.names["ru"], after, after - 1, after)
            if not any(map(_COMPARED.match, (t.low for t in tokens[max(0, first - 4) : after + 3]))):
                return None
        sign = self.units.before(tokens, first)
        if sign and not (counted and counted.unit and counted.unit.kind == "money"):
            counted = Counted(sign, sign.names.get(language, ""), after, after, after)
        clause = next((c for c in parts if c.first <= first < c.after), clauses.Clause(first, after, False))
        words = {token.low for token in tokens[clause.first : clause.after]}
        pronoun = bool(words & _PRONOUNS) or out_of_them(tokens, clause)
        partitive = number.ending.startswith(("еу", "ауы", "ауі")) or _is_partitive(tokens, after, number)
        elsewhere = partitive or (counted is not None and counted.skip and counted.case == "locative" and earlier)
        countable = counted is None or counted.unit is None or counted.unit.kind == COUNT
        if counted is None or (elsewhere and countable):
            pair = self._first_of_two(text, tokens, clause, first, number, after, language) if counted is None else None
            if pair:
                unit, noun = pair
                kind = unit.kind if unit else COUNT
                return Candidate(number, first, after, None, unit, noun, kind, clause, status=clauses.REPORTED)
            item = self._item(sentence, tokens, number, first, after, clause) if counted is None else None
            if item:
                return item
            alike = self._of_list(text, tokens, number, first, after, earlier, language) if counted is None else None
            unit = alike[0] if alike else self._money(sentence, text, tokens, clause, number, after, earlier, language)
            if alike or unit:
                kind = unit.kind if unit else COUNT
                noun = alike[1] if alike else unit.names[language]
                of = next(
                    (c for c in earlier[-1:] if kind == COUNT == c.kind and c.unit is unit and language == "ru"), None
                )
                return Candidate(number, first, after, None, unit, noun, kind, clause, elliptic=kind == COUNT, of=of)
            if (
                partitive
                and number.words
                and ((first and _FROM.search(tokens[first - 1].low[-3:])) or _OF_EACH.search(text, 0, number.start))
            ):
                return None  # "бестен төрті", "әр он адамның жетеуі" are fractions
            named = self._labelled(sentence, tokens, number, first, after) if counted is None else None
            if counted is None and named is None and language == "ru":
                named = self._called_after(tokens, number, first, after)
            if named:
                unit, noun, phrase = named
                return Candidate(
                    number, first, after, None, unit, noun, COUNT, clause, elliptic=True, noun=phrase, named=True
                )
            referring = (
                partitive or pronoun or self._refers(sentence, text, tokens, clause, number, first, after, earlier)
            )
            unit, noun = self._understood(sentence, tokens, clause, number, first, after, earlier, referring)
            if not (unit or noun) or (number.words and number.value <= 5 and not partitive):
                return None
            known = earlier[-1] if earlier and earlier[-1].kind == COUNT else self.last
            of = known if known is not None and known.unit is unit and known.text == noun else None
            return Candidate(number, first, after, None, unit, noun, COUNT, clause, elliptic=True, of=of)
        unit = counted.unit
        kind = unit.kind if unit else COUNT
        listed = bool(earlier) and _goes_on_listing(tokens, earlier[-1], first)
        if not _counts(number, counted, kind, tokens, first, after, listed):
            return None
        status = clauses.REPORTED if self._begins_change(tokens, first, counted, language) else ""
        return Candidate(number, first, after, counted, unit, counted.text, kind, clause, status=status)

    def _begins_change(self, tokens, first, counted, language) -> bool:
        """Whether the number tells what is to change: "с 4,7 % до 4,5 %", "4,7 пайыздан 4,5 пайызға"."""
        at = counted.after
        begin = self.following[0][1][0] if self.following else 0
        if language == "ru":
            return first > 0 and tokens[first - 1].low in ("с", "со") and begin == at + 1 and tokens[at].low == "до"
        return begin == at and bool(_FROM.search(tokens[at - 1].low[-3:]))

    def _money(self, sentence, text, tokens, clause, number, after, earlier, language) -> Unit | None:
        """The currency of millions whose own is left out: "трансферты – 147,9 млрд", "қаржының 43 млрд-ы"."""
        words = [token.low for token in tokens[clause.first : clause.after] if token.kind == "word"]
        priced = any(map(_PRICE.match, words)) or (
            clause.first > 1
            and any(map(_PRICE.match, (t.low for t in tokens[max(0, clause.first - 7) : clause.first])))
        )
        if not number.scaled or (number.value < _MILLION and not priced):
            return None
        if earlier and earlier[-1].kind == "money":
            return earlier[-1].unit
        if priced or any(map(_OF_MONEY.match, words)):
            return self.units.listed(_TENGE[language], language)
        near = self.last if self.last_at >= sentence.start - _NEAR else None
        given = any(map(_SPENT.match, words)) or tokens[clause.first - 1].text in _DASHES
        if not earlier and near is not None and near.kind == "money" and given:
            return near.unit
        return self._next_money(text, tokens, after, language)

    def _next_money(self, text, tokens, after, language) -> Unit | None:
        """The currency of the next number: "при плане 41 млрд поступило 42 млрд тенге"."""
        for other, (begin, stop) in self.following:
            if not other.scaled or begin - after > _MEMBER:
                return None
            counted = self.units.after(tokens, stop, text, language)
            if counted:
                return counted.unit if counted.unit and counted.unit.kind == "money" else None
            after = stop
        return None

    def _of_list(self, text, tokens, number, first, after, earlier, language) -> tuple[Unit | None, str] | None:
        """What all members of a list count, said once: "мектепке 4 млрд, спортқа 2 млрд теңге"."""
        if number.words or not (_ends_member(tokens, after, end=True) or tokens[after].low in _COUPLES):
            return None
        if self.following and tokens[after].low in _COUPLES and self.following[0][1][0] == after + 1:
            # "1200 және 600 орынға", "на 600 и 900 мест"
            counted = self.units.after(tokens, self.following[0][1][1], text, language)
            known = counted is not None and not counted.skip and counted.unit is not None
            return (counted.unit, counted.text) if known and counted.unit.kind in (COUNT, *_SHARED) else None
        shape = _shape(tokens, first, language)
        if not shape:
            return None
        known = earlier[-1] if earlier else None
        if known is not None and known.kind in _SHARED and shape == "–" and known.number.scaled == number.scaled:
            before = tokens[known.first - 1].text if known.first else ""
            if known.kind != "percent" or (before in _DASHES and number.value <= 100):
                return known.unit, known.text
        end = after
        for other, (begin, stop) in self.following:
            if begin - end > _MEMBER or _shape(tokens, begin, language) != shape or not tokens[begin].text[0].isdigit():
                return None
            counted = self.units.after(tokens, stop, text, language)
            if counted is not None:
                kind = counted.unit.kind if counted.unit else COUNT
                unknown = kind == "times" or (kind == COUNT and counted.unit is None)
                unlike = other.scaled != number.scaled and (shape == "verb" or kind == "money")
                if counted.skip or unknown or unlike:
                    return None
                return counted.unit, counted.text
            if not _ends_member(tokens, stop):
                return None
            end = stop
        return None

    def _labelled(self, sentence, tokens, number, first, after) -> tuple[Unit | None, str, str] | None:
        """What a label before a dash or a colon counts: "дефицит мест – 2 840", "әйелдер – 630", "разводов: 1 822"."""
        if first < 2 or not _ends_member(tokens, after, end=True):
            return None
        if number.words or number.value < 2 or (number.value % 1 and not number.scaled):
            return None
        if tokens[first - 1].text not in _LABELS_END:
            return self._topic(tokens, first) if sentence.language == "ru" else None
        begin = first - 1
        while begin and tokens[begin - 1].kind == "word" and tokens[begin - 1].low not in _LIST_OPENS:
            begin -= 1
        label = tokens[begin : first - 1]
        if not 0 < len(label) <= _LABEL_WORDS or _NO_COUNT.search(" ".join(token.low for token in label)):
            return None
        if sentence.language == "kk":
            nouns = label[:-1] if label[-1].low == "саны" else label
            unit = self.units.listed(nouns[-1].low, "kk", nouns[-2].low if len(nouns) > 1 else "") if nouns else None
            many = bool(nouns) and nouns is label and _PLURAL.search(label[-1].low)
            if unit is None and not many:
                return None
            if (unit and unit.kind != COUNT) or self.places.is_region(sentence.start + nouns[-1].start):
                return None
            if len(nouns) == len(label) and not _PLURAL.search(label[-1].low) and _OWNED.search(label[-1].low):
                return None  # "байланыс орталығы: 1414"
            return unit, self.units.text(unit, nouns[-1].low, "kk"), _phrase(label)
        return self._russian_label(sentence, label)

    def _russian_label(self, sentence, label) -> tuple[Unit | None, str, str] | None:
        for place, token in enumerate(label):
            if place and label[place - 1].low in _GOVERNING:
                return None
            case = units.is_plural(token.low)
            if not case or self.places.is_region(sentence.start + token.start):
                continue
            unit = self.units.listed(token.low, "ru", label[place - 1].low if place else "")
            if (unit is None or unit.kind != COUNT) and (unit or case != "gent" or self.units.skip(token.low, "ru")):
                return None
            words = [word.text for word in label]
            bare = case == "gent" and all("ADJ" in units.russian_parts(word.low) for word in label[:place])
            phrase = [*indicators_ru.plural(words[: place + 1]), *words[place + 1 :]] if bare else words
            return unit, self.units.text(unit, token.low, "ru"), " ".join(phrase)
        return None

    def _topic(self, tokens, first: int) -> tuple[Unit | None, str, str] | None:
        """ "браков зарегистрировано 3 410": the noun stands before its verb."""
        if not (first > 1 and clauses.is_passive(tokens[first - 1].low)):
            return None
        begin = first - 1
        while begin and tokens[begin - 1].kind == "word" and tokens[begin - 1].low not in _AND:
            begin -= 1
        label = tokens[begin : first - 1]
        if not 0 < len(label) <= 3 or units.is_plural(label[0].low) != "gent":
            return None
        unit = self.units.listed(label[0].low, "ru")
        if (unit is not None and unit.kind != COUNT) or self.units.skip(label[0].low, "ru"):
            return None
        words = [word.text for word in label]
        form = indicators_ru.participle(tokens[first - 1].low, passive=True)
        phrase = [form, *indicators_ru.plural(words[:1]), *words[1:]]
        return unit, self.units.text(unit, label[0].low, "ru"), " ".join(filter(None, phrase))

    def _first_of_two(self, text, tokens, clause, first, number, after, language) -> tuple[Unit | None, str] | None:
        """What "с 71 до 58 процентов", "18-ден 40 адамға", "число школ выросло с 12 до 40" count first."""
        if not self.following or number.words:
            return None
        other, (begin, end) = self.following[0]
        if language == "ru":
            joined = tokens[first - 1].low in ("с", "со") and begin == after + 1 and tokens[after].low == "до"
        else:
            joined = begin == after and _FROM.search(number.ending)
        if not (first and joined):
            return None
        counted = self.units.after(tokens, end, text, language)
        if counted is None:
            return self._subject(tokens, clause, begin, end, other, language)
        return None if counted.skip else (counted.unit, counted.text)

    def _refers(self, sentence, text, tokens, clause, number, first, after, earlier) -> bool:
        """Whether a number at the end of its clause counts what was counted before: "построено 17", "план был 700"."""
        language = sentence.language
        before = text[label_start(tokens, clause, first) : min(number.qualifier_start, number.start)]
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
        if earlier and previous.lower() in ("и", "а", "ал") and following in _DASHES and number.value >= _SMALL:
            return True  # "200 получили пособие и 176 – кредит"
        if earlier and _MORE.match(following) and (previous.lower() == "на" or number.ending in _TO):
            return True  # "поступило 4 812 обращений, что на 312 больше"
        if following[:1].isalnum() and not _PER_YEAR.match(text, number.end):
            return False
        if previous and previous in "–—-" and tokens[first - 2].kind == "word":
            label = text[max(0, number.start - 60) : number.start].lower()
            label = _YEAR_LABEL.sub("", label)
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
        named = self._subject(tokens, clause, first, after, number, language) or self._told_after(
            tokens, number, after, language
        )
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
        reached = first > 1 and tokens[first - 1].low == "до" and tokens[first - 2].text in _APART
        before = tokens[
            0 if reached else clauses.start(tokens, clause) : first
        ]  # "… снизилась на 4 тысячи – до 312 тысяч"
        low = [token.low for token in before]
        following = tokens[after].low if after < len(tokens) else ""
        if language == "ru":
            at = next((n for n in range(len(low) - 1, -1, -1) if low[n] in _NUMBER_OF), None)
            if at is None or (
                following[:1].isalpha() and not (following == "в" and _YEARLY.match(tokens[after + 1].low))
            ):
                return None
            nouns = before[at + 1 :]
        elif _REACHED.match(following) or (
            number.ending in _TO and (following == "дейін" or not following[:1].isalnum())
        ):
            nouns = _less_from(before)[::-1]
        else:
            return None
        for place, token in enumerate(nouns):
            previous = nouns[place - 1].low if language == "ru" and place else ""
            if language == "kk" and kazakh_case(token.low) not in (NOMINATIVE, GENITIVE):
                continue
            unit = self.units.listed(token.low, language, previous) if token.kind == "word" else None
            if unit and unit.kind == COUNT:
                return unit, unit.names[language]
        return self._unlisted(nouns, language)

    def _told_after(self, tokens, number, after, language) -> tuple[Unit | None, str] | None:
        """ "олардың 6 мыңы – көпбалалы отбасылар", "оның 40-ы – мектеп": what some of them are."""
        if language != "kk" or after >= len(tokens) or tokens[after].text not in _DASHES:
            return None
        end = _words_end(tokens, after + 1)
        last = tokens[end - 1]
        several = _PLURAL.search(last.low) or _POSSESSIVE.match(number.ending)
        unit = self.units.listed(last.low, "kk", tokens[end - 2].low) if several else None
        return (unit, self.units.text(unit, last.low, "kk")) if unit and unit.kind == COUNT else None

    def _called_after(self, tokens, number, first, after) -> tuple[Unit | None, str, str] | None:
        """What a Russian dash says that a number of them are: "из них 4 870 – многодетные семьи, 512 – сироты"."""
        if after < len(tokens) and tokens[after].text == "." and tokens[after - 1].low in _SHORT_SCALES:
            after += 1
        opens = first == 0 or tokens[first - 1].kind != "word" or tokens[first - 1].low in ("них", "и", "ещё", "еще")
        if after >= len(tokens) or tokens[after].text not in _DASHES or not opens or number.words:
            return None
        end = _words_end(tokens, after + 1)
        label = tokens[after + 1 : end]
        if not 0 < len(label) <= _LABEL_WORDS or any(clauses.is_russian_verb(token.low) for token in label):
            return None
        at = next((n for n in range(after + 1, end) if units.are_named(tokens[n - 1].low, tokens[n].low)), 0)
        unit = self.units.listed(tokens[at].low, "ru", tokens[at - 1].low) if at else None
        if unit and unit.kind == COUNT:
            return unit, self.units.text(unit, tokens[at].low, "ru"), _phrase(label)
        of_them = at and unit is None and any(token.low in ("них", "которых") for token in tokens[:first])
        known = self.last if of_them and self.last is not None and self.last.kind == COUNT else None
        return (known.unit, known.text, _phrase(label)) if known else None

    def _unlisted(self, nouns, language) -> tuple[Unit | None, str] | None:
        """A noun of its own beside "число" or "саны": "субъектілерінің саны 3 214-ке жетті"."""
        if language == "kk":
            if len(nouns) > 1 and nouns[0].low == "саны":
                noun = nouns[1].low
                many = kazakh_case(noun) == GENITIVE or _PLURAL.search(noun)
                return (None, units.kazakh_base(noun)) if many else None
            return None
        noun = next((token.low for token in nouns[:3] if token.kind == "word" and units.is_plural(token.low)), "")
        letters = next((token.text for token in nouns[:3] if units.is_abbreviation(token.text)), "")
        if letters:
            return None, letters
        return (None, units.russian_noun(noun)) if noun and not self.units.skip(noun, "ru") else None

    def _antecedent(self, sentence, tokens, first, earlier) -> tuple[Unit | None, str]:
        language = sentence.language
        if earlier and earlier[-1].kind == COUNT:
            # "217 школ на 460 тыс. мест; сданы 105": what holds the places was counted.
            held = len(earlier) > 1 and earlier[-1].unit is not None and earlier[-1].unit.code == "place"
            held = held and tokens[earlier[-1].first - 1].low == "на" and earlier[-2].kind == COUNT
            known = earlier[-2] if held else earlier[-1]
            return known.unit, known.text
        for at in range(first - 1, -1, -1):
            token = tokens[at]
            if token.kind != "word" or len(token.low) < 3 or self.places.is_region(sentence.start + token.start):
                continue
            unit = self.units.listed(token.low, language)
            if unit and at == first - 1 and unit.group and kazakh_case(token.low) == GENITIVE:
                return unit, unit.names[language]  # "алушылардың 31 мыңнан астамы"
            if unit and unit.kind == COUNT and not unit.group and unit.code not in ("case", "region", "city", "oblast"):
                return unit, unit.names[language]
        if self.counted and (self.counted is self.last or self.counted_at >= sentence.start - _NEAR):
            return self.counted.unit, self.counted.text
        return None, ""

    # --- what is it? ---


_MILLION = 10**6
_LABEL = re.compile(
    r"(?:стать[яиею]|статьей|баб[ыі]|бапт|страниц|номер|нөмір|рейс|маршрут|лот$|палат|участк|бөлме|аудитори)"
)
_ADDRESS = re.compile(r"(?:көше|даңғыл|улиц|проспект|переул|микрорайон|мкр|ықшамауд|ул$|пр$)")
_SURE = re.compile(r"(?:сенімді|уверен|дұрыс|рас$|точно|прав$|согласен|дайынмын)")
_PRODUCT = re.compile(r"[A-Z][a-z]{2,}")
_MONTH = re.compile(
    r"(?:январ|феврал|март$|апрел|май$|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан$|қараша|желтоқсан)"
)
_POINTS = ("пункт", "тармақ", "тармағ")
_OF_PROGRAMME = re.compile(r"\b(?:бағдарлама|жол карта|жоспар|меморандум|программ|дорожн|карт|план|мемориал)")
_TENGE = {"kk": "теңге", "ru": "тенге"}
_OF_MONEY = re.compile(
    r"(?:қаржы|қаражат|бюджет|инвестиция|трансферт|субсиди|несие|салық|расход|доход|инвестици|налог|"
    r"выделен|выдели|освоен|профинанс|средств|бөлінді|бөлінген|игеріл)"
)
_NUMBER_OF = frozenset(["число", "числа", "количество", "количества", "численность"])
_REACHED = re.compile(r"(?:жет|құра|бол(?:ды|ған|ады|атын)|ас(?:ты|қан|ып|ады)|артты|артқан|көбей|өс)")
_PRICE = re.compile(r"(?:стоимост|зарплат|цен[аыу]$|құны|жалақы|бағасы|сомасы|сумм[аеу]$)")
# "вдвое больше", "вырос втрое", not "сложить вдвое".
_COMPARED = re.compile(
    r"(?:больше|меньше|выше|ниже|чаще|реже|дешевле|дороже|быстрее|боль|увелич|вы?рос|вы?раст|возр[оа]с|сокра|сниз|снижа|"
    r"умень|повы|подн|упал|прирос|превы|подорож|подешев|усил|расшир)"
)
_SPENT = re.compile(
    r"(?:предусм|выдел|направ|состав|потра|освое|заложе|израсход|было$|бөлін|бөліп|жұмсал|қарастыр|құра|игеріл|берілді)"
)
_SHORT_SCALES = frozenset(["тыс", "млн", "млрд", "трлн"])
_SHARED = frozenset(["measure", "percent", "money"])
_HEADING = 20  # tokens
_MEMBERS = 8  # numbers of one list
_MEMBER = 9  # tokens between two of them
_DASHES = frozenset("–—-")
_APART = _DASHES | {","}
_LABELS_END = _DASHES | {":"}
_LABEL_WORDS = 6
_LIST_OPENS = frozenset(["числе", "ішінде", "них", "которых"])
_GOVERNING = frozenset(["в", "во", "на", "с", "со", "по", "к", "за", "от", "до", "при", "о", "об", "у"])
_NEAR = 300  # characters that "их стало 40" may look back
_FROM = re.compile(r"^(?:[дтн][ае]н)$")
_OF_EACH = re.compile(r"(?<!\w)әр(?:бір)? \w+ \w+[ндт][ыі]ң\s$")
_YEARLY = re.compile(r"(?:год|месяц|день|сутки)$")
_PER_YEAR = re.compile(r"\s+(?:в (?:год|месяц|день|сутки)|ежегодно)(?!\w)")
_THIS_NUMBER = re.compile(
    r"\b(?:бұл (?:сан|көрсеткіш)|көрсеткіш|олардың саны|саны|их (?:число|количество)|цифр[уаы]|число)\b[^,;:]{0,40}$"
)
_NO_COUNT = re.compile(
    r"\b(?:возраст|жасы|сч[её]т|есеп|номер|телефон|код|страниц|бет|температур|сағат|время|рейс|маршрут|тур|год|жыл|"
    r"балл|ұпай|оценк|баға|класс|статья|бап|пункт|дом|кв|үй)\w*[^.;]*$"
)
_YEAR_LABEL = re.compile(r"\b(?:в|за|на) \d{4}(?:-м)?(?: году?)?\W*$|\b\d{4} жыл\w*\W*$")
_WHERE_OR_WHEN = re.compile(
    r"^\W*(?:в|во|за|на|по|из) |"
    r"(?:[дт][ае]|[дт][ае]н|сына|сіне|ға|ге|бойынша|аптада|айда)\s*[–—-]\s*$|(?:план|жоспар|меже)"
)
_STANDS_ALONE = re.compile(r"(?:стал|остал|насчит)")
_MORE = re.compile(r"(?:больше|меньше|көп|аз|артық|кем)$")
_TO = frozenset(["ға", "ге", "қа", "ке"])
_OF_AGE = re.compile(r"(?:исполни(?:л|т)|набр|набер|звон|позвон|родил|верн|нача)")
_JUST = frozenset(["уже", "лишь", "только", "всего", "около", "более", "почти", "свыше"])
_PRONOUNS = frozenset(["олардың", "соның", "оның", "бұлардың", "ішінде", "ішінен"])
_LABELLED = frozenset(
    "статья статьи статье статью ст бап бабы пункт пункта п канал каналы лицей гимназия кабинет маршрут "
    "приказ закон №".split()
)
_HOTLINES = (101, 102, 103, 104, 109, 111, 112)
_BASES = (1_000, 10_000, 100_000)
_UNCOUNTED_AFTER = ("°", "/")


def _ends_member(tokens, after: int, end: bool = False) -> bool:
    """Whether a member of a list ends here; with ``end`` also a sentence."""
    if after < len(tokens) and tokens[after].text == "." and tokens[after - 1].low in _SHORT_SCALES:
        after += 1
    if after >= len(tokens) or (end and tokens[after].text in ".;)"):
        return end
    return tokens[after].text in ",;(" or tokens[after].low in _AND


def _words_end(tokens, at: int) -> int:
    """The token after the last word that goes on from here."""
    return next((n for n in range(at, len(tokens)) if tokens[n].kind != "word"), len(tokens))


def _is_item(tokens, first: int, after: int) -> bool:
    """Whether a sentence is a label with its number: "– Ақтөбе облысы – 28;"."""
    return (
        1 < first <= _LABEL_WORDS + 2
        and tokens[first - 1].text in _LABELS_END
        and tokens[first - 2].kind == "word"
        and all(token.kind != "word" for token in tokens[after:])
    )


def _less_from(tokens) -> list:
    """The words before the second number of "12-ден 40-қа" less the first, which stands right before it."""
    at = len(tokens)
    while at and (tokens[at - 1].kind != "word" or _FROM.match(tokens[at - 1].low)):
        at -= 1
    return tokens[:at]


def _phrase(tokens) -> str:
    words = [token.text for token in tokens if token.kind == "word"]
    return " ".join([words[0].lower() if words[0][1:].islower() else words[0], *words[1:]]) if words else ""


def _shape(tokens, first: int, language: str) -> str:
    """How the words before a number lead to it; the members of one list do it alike."""
    at = first - 1
    while at > 0 and tokens[at].text in '«»“”"':
        at -= 1
    if tokens[at].text in _DASHES:
        return "–"
    if tokens[at].kind != "word":
        return ""
    if language == "kk":
        case = kazakh_case(tokens[at].low)
        return case if case in (DATIVE, LOCATIVE) else ""
    if clauses.is_russian_verb(tokens[at].low):
        return "verb"
    while at and tokens[at - 1].kind == "word" and tokens[at - 1].low not in _AND:
        at -= 1
    return tokens[at].low if tokens[at].low in _GOVERNING and tokens[at].low not in ("с", "от", "до") else ""


_COUPLES = frozenset(["и", "или", "және", "мен", "пен", "бен", "немесе"])
_PLURAL = re.compile(r"[лдт][ае]р[ыі]?$")
_OWNED = re.compile(r"\w{3}[ыі]$")
_AND = frozenset(["и", "а", "және", "ал"])


def label_start(tokens, clause, first: int) -> int:
    """Where the words before a number start; of "план – 290" before the dash."""
    at = clause.first
    if first - at <= 1 and at > 1 and tokens[at - 1].text in "–—-:":
        at -= 2
        while at > 0 and tokens[at - 1].kind == "word":
            at -= 1
    return tokens[at].start


def out_of_them(tokens, clause) -> bool:
    low = [token.low for token in tokens[clause.first : clause.after]]
    return any(a in ("из", "среди") and b in ("них", "которых") for a, b in pairwise(low)) or "числе" in low


def _is_partitive(tokens, after, number) -> bool:
    """ "3 мыңнан астамы", "100-ге жуығы", "5-еуі": some of what was named before."""
    following = tokens[after].low if after < len(tokens) else ""
    return following in ("астамы", "жуығы", "артығы", "көбі", "астамын", "жуығын") or (
        number.ending in ("ы", "і", "сы", "сі") if number.words else bool(_POSSESSIVE.match(number.ending))
    )


_POSSESSIVE = re.compile(r"с?[ыі](?:н|на|не|ның|нің|нда|нде|нан|нен)?$")


def _in_short_quotes(text: str, at: int) -> bool:
    """Inside a quoted name: «111 ЖЕДЕЛ ҚЫЗМЕТІ»."""
    for left, right in (("«", "»"), ("“", "”"), ('"', '"')):
        begin = text.rfind(left, max(0, at - 80), at)
        if begin < 0 or right in text[begin + 1 : at]:
            continue
        end = text.find(right, at, at + 80)
        if _SAID.match(text[end - 1 : end + 4]) or text[:begin].rstrip().endswith(":"):
            continue  # somebody's words
        if end > 0 and len(text[begin:end].split()) <= 7 and not re.search(r"[,.!?]\s", text[begin:end]):
            return not (left == '"' and text.count('"', 0, begin) % 2)
    return False


_SAID = re.compile(r"(?:[,.!?]?[»”\"],|[,.!?][»”\"]|\w[»”\"],)\s?[-–—]")


def _is_base(tokens, first: int, counted, value) -> bool:
    """Whether the number is the base of a rate: "9,8 случая на 100 тысяч населения", "1000 балаға шаққанда"."""
    if any(token.low == _PER for token in tokens[counted.after : counted.after + 4]):
        return True
    if value not in _BASES or tokens[first - 1].low != "на" or first < 2:
        return False
    return any("," in token.text[1:] for token in tokens[max(0, first - 4) : first - 1] if token.kind == "digits")


_PER = "шаққанда"


def _goes_on_listing(tokens, known, first: int) -> bool:
    """Whether digits stand in a list of things counted in digits: "11 лагерь, 205 алаң және 3 шатыр қалашығы"."""
    if known.counted is None or known.kind != COUNT or not (tokens[first].kind == tokens[known.first].kind == "digits"):
        return False
    between = tokens[known.counted.after : first]
    return 0 < len(between) <= 2 and all(token.text == "," or token.low in _COUPLES for token in between)


def _counts(number, counted, kind, tokens, first, after, listed) -> bool:
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
    following = tokens[counted.after].low if counted.after < len(tokens) else ""
    if _is_base(tokens, first, counted, value) or (code == "kg" and following.startswith("салмақ")):
        return False  # the base of a rate, a class of wrestlers
    if kind == COUNT and counted.case == DATIVE and value in _BASES and following[:1].isdigit():
        return False  # "1000 балаға 7,1"
    if (
        counted.after + 1 < len(tokens)
        and tokens[counted.after].text == "/"
        and tokens[counted.after + 1].low in units.SPEEDS
    ):
        return False
    if kind == "times":
        lead = {token.low for token in tokens[max(0, first - 4) : first]}
        factor = tokens[first].low in numbers.FACTORS
        return factor or counted.unit.names["ru"] != counted.text or bool(lead & {"в", "во"})
    if kind in ("percent", "money"):
        return value > 0
    if counted.skip == "abstract" and (value < 20 or number.words):
        return False
    if kind == "measure":
        return value > 0 and not (number.words and value <= 2)
    if value != value.to_integral_value() and not scaled:
        # "9,8 случая на 100 тысяч", "100 мың нәрестеге шаққанда 9,8 жағдай"
        return following == "на" or any(token.low == _PER for token in tokens[max(0, first - 2) : first])
    if value <= 1 or (value in _HOTLINES and counted.text in ("служба", "қызмет")):
        return False
    if scaled:
        return True
    if code == "child" and value <= _SMALL:
        return False  # somebody's children, or "4 и более детей"
    if code == "place" and value <= _SMALL:
        return False  # "3 место"
    if number.words and value <= _SMALL:
        return counted.small or bool(counted.unit and counted.unit.small)
    if counted.unit is None:
        head = tokens[counted.head].text
        return (
            (value >= 5 or counted.small or listed)
            and (counted.small or not head[:1].isupper())
            and not (1900 <= value <= 2100 and not number.words)
        )
    return True
