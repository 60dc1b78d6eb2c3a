"""Programs, projects, campaigns, services and benefits: a name in quotes beside its head noun, or a listed name.

The head noun stands after the name in Kazakh («Х» жобасы) and before it in Russian (проект «Х»); a list of names may
share one. What is quoted beside the head noun of an organization, an award or a newspaper is no program.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.core.text import name_key
from seeds.reading import beginnings, kazakh, phrases, russian
from seeds.reading.drafts import ORGANIZATION, PROGRAM, REGION, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Entry, Gazetteer, Name

_LONGEST_NAME = 14  # words; more is a quotation
_LONGEST_REST = 40  # characters of a quoted name after the end of a sentence inside it
_KK_GAP = re.compile(
    r"(?:.*(?:лык|лик|дык|дик|тык|тик)|атты|деген|деп|аталатын|ис|кимыл|шаралар|саилауалды|жол|арнаиы|кешенди|пилоттык|партия|партиянын|бирынгаи|жана|"
    r"мемлекеттик|республикалык|жаппаи|онлаин|президенттик|жыл|саиынгы|жылгы|ири|игиликти)\Z"
)
_RU_GAP = re.compile(
    r"(?:партии|партиины\w*|партиин\w*|под|названием|правительства|президента|главы|государства|по|имени|обществен\w*|"
    r"социальн\w*|благотворительн\w*|экологическ\w*|областн\w*|региональн\w*|республиканск\w*|национальн\w*|"
    r"государственн\w*|молодежн\w*|кредитован\w*|льготн\w*|жилищн\w*|развит\w*|занятост\w*|поддержк\w*)\Z"
)
_SEPARATOR = re.compile(r"\s*(?:,|және|мен|пен|бен|и|,\s*а также|, сондай-ақ)\s*\Z")
_CENTRE_GAP = 8  # words between a quoted name and "орталығы"
_AWARD = re.compile(r"(?:иегер|орден|медал|алқа|атағ|төсбелгі|награжд|кавалер|обладател|лауреат|удостоен)", re.I)
_PLACE = re.compile(
    r"\W*(?:бекет|вокзал|қонақ|сауда|тұрғын үй|шағын|көше|даңғыл|ықшам|мейрамхана|стадион|алаң|"
    r"дискотека|ансамбл|клуб|кафе|дүкен|фильм|әні\b|тобы\b|команда|спектакл|кинотеатр)",
    re.I,
)
_LOAN = re.compile(r"ипотек|ипотеч|кредит|за[йе]м|займ|несие|жилищн|тұрғын үй|баспана|отбасы банк", re.I)
_AROUND, _OWN_WORDS = 60, 20  # characters beside a quoted name that tell which of its namesakes it is
_NO_PROGRAM_RU = re.compile(
    r"(?:парти[яию]\w*|фонд\w*|газет\w*|журнал\w*|телеканал\w*|тоо|ао|ип|орден\w*|медал\w*|подвеск\w*|знак\w*|книг\w*|"
    r"фильм\w*|союз\w*|объединени\w*|ассоциаци\w*|завод\w*|компани\w*|школ\w*|центр\w*|агентств\w*|фракци\w*|крыл\w*|"
    r"дискотек\w*|ансамбл\w*|клуб\w*|кафе|ресторан\w*|магазин\w*|песн\w*|групп\w*|команд\w*|спектакл\w*|кинотеатр\w*|"
    r"жк|мкр|микрораион\w*|трц|трк|тц|бц|аптек\w*|рынок|рынк\w*|автосалон\w*|бренд\w*)\Z"
)
_WITHIN = re.compile(r"аясында|шеңберінде|в рамках|негізінде|бойынша", re.I)
_WITHIN_KK = re.compile(r"\s(?:аясында|шеңберінде)(?!\w)")
_WITHIN_RU = re.compile(r"в рамках\s\Z", re.I)
_ELECTORAL = re.compile(r"сайлауалды|предвыборн|сайлау алды", re.I)
_STARTED = re.compile(
    r"(?:старт\w*|запущен\w*|запустил\w*|начат\w*|начал\w*|реализу\w+ с|действу\w+ с|бастап|басталған|басталды|"
    r"іске қосыл\w+|қолға алын\w+|жылдан бері)",
    re.I,
)


def find(reading: Reading, gazetteer: Gazetteer) -> list[Thing]:
    """The programs that the document names."""
    if "programs" not in gazetteer.compiled:
        gazetteer.compiled["programs"] = _Names(gazetteer)
    names = gazetteer.compiled["programs"]
    hits: list[phrases.Hit] = []
    bodies = [thing for thing in reading.things if thing.kind == ORGANIZATION]
    parties = {thing.name.casefold() for thing in bodies if thing.subtype == "party"}
    parties |= {
        mention.span.text.strip('«»"“”').casefold()
        for thing in bodies
        if thing.subtype == "party"
        for mention in thing.mentions
    }
    for sentence, beside in _whole(reading, phrases.by_sentence(reading, bodies)):
        hits += _Scan(reading, sentence, names, parties, beside).hits()
    _unname(reading, hits)
    things = _things(reading, hits)
    _nest(reading, things)
    beginnings.find(reading, [thing for thing in things if thing.subtype != "benefit"], _STARTED)
    return things


def _unname(reading: Reading, hits: list[phrases.Hit]) -> None:
    """«Әділетті Қазақстан – бәріміз үшін» names a programme and not the country."""
    needed = {id(other) for thing in reading.things for other in (thing.region, thing.parent) if other is not None}
    for thing in reading.things:
        if thing.kind != REGION or id(thing) in needed:
            continue
        spans = [mention.span for mention in thing.mentions]
        inside = [any(hit.start < span.start and span.end <= hit.end for hit in hits) for span in spans]
        thing.mentions = [m for m, within in zip(thing.mentions, inside, strict=True) if not within]
    reading.things[:] = [thing for thing in reading.things if thing.mentions]


def _whole(reading: Reading, beside: list) -> Iterator[tuple[Sentence, list]]:
    """The sentences with what stands in them; two that a quoted name joins are one («Бірге. Қазір» бағдарламасы)."""
    kept: tuple[Sentence, list] | None = None
    for sentence, things in zip(reading.sentences, beside, strict=True):
        if kept is not None:
            open_quote = kept[0].text.rfind("«") > kept[0].text.rfind("»")
            closes = (
                0 <= sentence.text.find("»") < _LONGEST_REST and "«" not in sentence.text[: sentence.text.find("»")]
            )
            if open_quote and closes and sentence.paragraph == kept[0].paragraph:
                first = kept[0]
                text = reading.document.text[first.start : sentence.end]
                kept = Sentence(first.start, sentence.end, text, first.language, first.paragraph), kept[1] + things
                continue
            yield kept
        kept = sentence, things
    if kept is not None:
        yield kept


@dataclass(slots=True)
class _Quote:
    start: int
    end: int
    inner: str


class _Names:
    """Head nouns of both languages, and the listed names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        kinds = gazetteer.tables["kinds"][PROGRAM]
        self.heads: dict[str, dict[str, str]] = {"kk": {}, "ru": {}}
        # A head of one word means more than the last word of a longer one ("бағдарламасы").
        for language, heads in self.heads.items():
            rows = [(name_key(head).split(), code) for code, kind in kinds.items() for head in kind["heads"][language]]
            for words, code in sorted(rows, key=lambda row: len(row[0])):
                heads.setdefault(words[-1], code)
        for last in ("орталыгы", "центр", "кызмети", "линия", "желиси"):
            self.heads["kk"].pop(last, None)
            self.heads["ru"].pop(last, None)
        self.gazetteer = gazetteer
        self.plain = phrases.Listed()
        for entry in gazetteer.of(PROGRAM):
            for name in entry.names:
                if name.language != "en" and not (entry.data.get("generic") and name.kind != "abbreviation"):
                    self.plain.add(name_key(name.text), entry, name)

    def named(self, text: str, around: str = "") -> Entry | None:
        """The listed program; of namesakes the loan where the words around speak of money lent."""
        entries = self.gazetteer.named(PROGRAM, text)
        if len(entries) > 1 and _LOAN.search(around):
            entries = [entry for entry in entries if entry.subtype == "state_programme"]
        return entries[0] if len(entries) == 1 else next((e for e in entries if not e.data.get("generic")), None)


class _Scan:
    """The programs of one sentence."""

    def __init__(
        self,
        reading: Reading,
        sentence: Sentence,
        names: _Names,
        parties: set[str],
        bodies: list[tuple[Span, Thing]],
    ) -> None:
        self.reading, self.sentence, self.names = reading, sentence, names
        self.text = reading.document.text
        self.words = phrases.words(sentence)
        self.starts = [word.start for word in self.words]
        self.quotes = [
            _Quote(start, end, self.text[start + 1 : end - 1].strip(" ,.;"))
            for start, end in phrases.quotes(sentence.text, sentence.start)
        ]
        self.parties, self.bodies = parties, bodies
        self.found: list[phrases.Hit] = []

    def hits(self) -> list[phrases.Hit]:
        named = [quote for quote in self.quotes if self._may_name(quote)]
        heads: dict[int, tuple[str, str]] = {}
        for number, quote in enumerate(named):
            head = self._centre(quote) or self._head_after(quote) or self._head_before(quote)
            if head:
                heads[number] = head
        self._share(named, heads)
        for number, quote in enumerate(named):
            kind, full = heads.get(number, ("", ""))
            # A loan is rarely called a project: then only the words right before it may say so.
            left, right = (_OWN_WORDS, 0) if kind == "party_project" else (_AROUND, _AROUND)
            low, high = max(self.sentence.start, quote.start - left), min(self.sentence.end, quote.end + right)
            around = self.text[low:high]
            entry = self.names.named(quote.inner, around)
            if entry is None and self.sentence.language != "kk":
                entry = self.names.named(russian.nominative(quote.inner), around)  # «Цифровой карты семьи»
            if not kind and self._barred(quote):
                continue
            if not kind and entry is None and self._framed(quote):
                self._add(quote.start, quote.end, self._unframed(quote.inner), "initiative", "framed", None, 0.7)
                continue
            if kind == "centre":
                self._add(quote.start, quote.start + len(full), kazakh.phrase_base(full), kind, "centre", None)
            elif kind == "ru-centre":
                self._add(quote.end - len(full), quote.end, russian.nominative(full), "centre", "centre", None)
            elif kind:
                self._add(quote.start, quote.end, self._named(quote.inner, kind), kind, "head", entry)
            elif entry and (not entry.data.get("generic") or _LOAN.match(self.text, quote.end + 1)):
                known = self.names.gazetteer.named(PROGRAM, quote.inner)
                name = quote.inner if known else russian.nominative(quote.inner)
                self._add(quote.start, quote.end, name, entry.subtype, "listed-quoted", entry)
        self._listed()
        return self.found

    def _add(self, start: int, end: int, name: str, subtype: str, rule: str, entry: Entry | None, sure=0.9) -> None:
        kind = entry.subtype if entry and entry.subtype != "service" else subtype
        self.found.append(phrases.Hit(start, end, name, kind, rule, self.sentence, entry, sure))

    def _named(self, inner: str, kind: str) -> str:
        """The name; "концепция «Слышащего государства»" has it in the genitive."""
        genitive = kind == "concept" and " " in inner and russian.case_of(inner) == "genitive"
        return russian.nominative(inner) if genitive else inner

    def _may_name(self, quote: _Quote) -> bool:
        inner = quote.inner
        if not inner or len(inner.split()) > _LONGEST_NAME or not re.search(r"\w", inner):
            return False
        return inner.casefold() not in self.parties

    def _following(self, at: int, count: int) -> list[phrases.Word]:
        """The words after an offset, up to the end of the clause."""
        out: list[phrases.Word] = []
        first = bisect_left(self.starts, at)
        for word in self.words[first : first + count]:
            gap = self.text[out[-1].end if out else at : word.start]
            if re.search(r"[,.;:!?()«\"“—–]", gap):
                break
            out.append(word)
            if len(out) == count:
                break
        return out

    def _before(self, at: int, count: int) -> list[phrases.Word]:
        """The words before an offset, the nearest first; a quoted party between counts as one word."""
        out: list[phrases.Word] = []
        last = bisect_left(self.starts, at)
        for word in reversed(self.words[max(0, last - count - 1) : last]):
            if word.end > at:
                continue
            gap = self.text[word.end : out[-1].start if out else at]
            if re.search(r"[.;!?()\n]", gap) or ("," in gap):
                break
            out.append(word)
            if len(out) == count:
                break
        return out

    def _kk_head(self, word: phrases.Word) -> str:
        for base in kazakh.bases(word.text):
            key = name_key(base.text)
            kind = self.names.heads["kk"].get(key)
            if kind:
                return kind
            # «А» және «Б» жобалары, «Х» жобамыз: the bare noun with a plural or another's possessive.
            if any(suffix[0] in (kazakh.PLURAL, kazakh.POSSESSIVE) for suffix in base.suffixes):
                for ending in ("сы", "си", "ы", "и"):
                    if kind := self.names.heads["kk"].get(key + ending):
                        return kind
        return ""

    def _kk_bare(self, word: phrases.Word) -> str:
        """«Х» атты бағдарлама: the noun without a possessive."""
        keys = phrases.kazakh_keys(word.text)
        heads = self.names.heads["kk"]
        return next((heads[key + e] for key in keys for e in ("сы", "си", "ы", "и") if key + e in heads), "")

    def _head_after(self, quote: _Quote) -> tuple[str, str] | None:
        if self.sentence.language == "ru" and not re.search("[әғқңөұүһі]", self.text[quote.end : quote.end + 40]):
            return None
        words = self._following(quote.end, 5)
        for number, word in enumerate(words):
            called = any(other.key in ("атты", "деген", "аталатын", "саилауалды") for other in words[:number])
            if kind := self._kk_head(word) or (called and self._kk_bare(word)):
                if number + 1 < len(words) and words[number + 1].key.startswith(("жургизуши", "эфир")):
                    return None  # a television programme
                between = self.text[quote.end : word.start]
                if _ELECTORAL.search(between):
                    kind = "electoral_programme"
                elif kind == "state_programme" and "партия" in between and "жоба" in word.text.lower():
                    kind = "party_project"
                return kind, ""
            if not _KK_GAP.match(word.key):
                return None
            if number == 3:
                return None
        return None

    def _centre(self, quote: _Quote) -> tuple[str, str] | None:
        """«Х» … қолдау орталығы, «Х» байланыс орталығы, центр поддержки «Х»."""
        words = self._following(quote.end, _CENTRE_GAP)
        for number, word in enumerate(words):
            if "орталыгы" in phrases.kazakh_keys(word.text):
                gap = {other.key for other in words[:number]}
                if gap & {"баиланыс", "call", "колл", "жедел"}:
                    return "service", ""
                if gap & {"колдау", "комек"}:
                    return "centre", self.text[quote.start : word.end]
                return None
            if number and words[number - 1].key == "жедел" and "желиси" in phrases.kazakh_keys(word.text):
                return "service", ""
            if number and re.search(r"(?:[дт][ае]|[ыи]п|(?<![лдт][ае]р)[дт][ыи])\Z", word.key):
                break  # a verb or a place: another clause
        before = self._before(quote.start, 5)
        for number, word in enumerate(before):
            lemma = name_key(russian.lemmas(word.text)[0])
            if lemma == "центр" and self.sentence.language != "kk":
                near = {other.key for other in before[: number + 2]}
                if near & {"контакт", "колл", "call"}:
                    return "service", ""
                if near & {"поддержки", "помощи"}:
                    return "ru-centre", self.text[word.start : quote.end]
                return None
            if lemma == "линия" and number + 1 < len(before) and before[number + 1].key.startswith("горяч"):
                return "service", ""
        return None

    def _head_before(self, quote: _Quote) -> tuple[str, str] | None:
        if self.sentence.language == "kk":
            return None
        for number, word in enumerate(self._before(quote.start, 6)):
            lemmas = [name_key(lemma) for lemma in russian.lemmas(word.text)]
            kind = next((self.names.heads["ru"][lemma] for lemma in lemmas if lemma in self.names.heads["ru"]), "")
            if kind == "party_project" and "проект" not in lemmas:
                kind = ""
            if kind:
                if "платформа" in lemmas:
                    return "electoral_programme", ""
                around = self.text[max(self.sentence.start, word.start - 40) : quote.start]
                if kind in ("state_programme", "electoral_programme"):
                    kind = "electoral_programme" if _ELECTORAL.search(around) else "state_programme"
                return kind, ""
            if _NO_PROGRAM_RU.match(word.key) and word.key != "партии":
                return None
            party = word.text.casefold() in " ".join(self.parties)
            if not (party or _RU_GAP.match(word.key)):
                return None
            if number == 5:
                return None
        return None

    def _share(self, named: list[_Quote], heads: dict[int, tuple[str, str]]) -> None:
        """«А», «Б» және «В» жобалары; проекты «А», «Б» и «В»."""
        for number in reversed(range(len(named) - 1)):
            if self.sentence.language != "ru" and self._listed_with(named, number, number + 1, heads):
                heads[number] = heads[number + 1]
        for number in range(1, len(named)):
            if self.sentence.language != "kk" and self._listed_with(named, number, number - 1, heads):
                heads[number] = heads[number - 1]

    def _listed_with(self, named: list[_Quote], one: int, other: int, heads: dict[int, tuple[str, str]]) -> bool:
        """Has the other quoted name a head noun, this one none, and nothing but a comma or "and" between them?"""
        if one in heads or heads.get(other, ("", ""))[0] in ("", "centre", "ru-centre"):
            return False
        first, second = sorted((one, other))
        return bool(_SEPARATOR.match(self.text[named[first].end : named[second].start]))

    def _framed(self, quote: _Quote) -> bool:
        """«в рамках «Карты талантов»», ««Таза ауыл» аясында»: only what is carried out is spoken of so."""
        before = self.text[max(self.sentence.start, quote.start - 12) : quote.start]
        if self.sentence.language == "kk":
            return bool(_WITHIN_KK.match(self.text, quote.end))
        return bool(_WITHIN_RU.search(before)) and quote.inner[:1].isupper()

    def _unframed(self, inner: str) -> str:
        """The name that stands in the genitive after "в рамках"; a Kazakh one as it is."""
        foreign = self.sentence.language == "kk" or re.search("[әғқңөұүһі]", inner)
        return inner if foreign or russian.case_of(inner) != "genitive" else russian.nominative(inner)

    def _barred(self, quote: _Quote) -> bool:
        """Quoted beside the head noun of something else: an organization, an award."""
        around = self.text[max(self.sentence.start, quote.start - 30) : quote.start]
        if _PLACE.match(self.text[quote.end : quote.end + 20]):
            return True
        if _AWARD.search(self.text[quote.end : quote.end + 30]) or _AWARD.search(around):
            return True
        before = self._before(quote.start, 1)
        if before and _NO_PROGRAM_RU.match(before[0].key):
            return True
        return any(span.start <= quote.start and quote.end <= span.end for span, _ in self.bodies)

    # --- listed names without quotes

    def _listed(self) -> None:
        taken = [(hit.start, hit.end) for hit in self.found]
        taken += [(quote.start, quote.end) for quote in self.quotes if len(quote.inner.split()) <= 6]
        at = 0
        while at < len(self.words):
            step = 1
            for parts, entry, name in self.names.plain.at(self.words[at].key):
                last = at + len(parts) - 1
                if last >= len(self.words) or not self._matches(at, parts, name):
                    continue
                start, end = self.words[at].start, self.words[last].end
                if any(s < end and start < e for s, e in taken) or not self._written_so(at, last, entry, name):
                    continue
                shown = self.words[at].text if name.kind == "abbreviation" else name.text
                self._add(start, end, shown, entry.subtype, "listed", entry, 0.8)
                step = len(parts)
                break
            at += step

    def _matches(self, at: int, parts: list[str], name: Name) -> bool:
        for number, part in enumerate(parts):
            word = self.words[at + number]
            if number and word.glue.strip(" -–\u00a0") != "":
                return False
            if word.key == part:
                continue
            if name.kind == "abbreviation":
                return False
            if name.language == "kk" or re.search("[әғқңөұүһі]", name.text):
                if number < len(parts) - 1 or part not in phrases.kazakh_keys(word.text):
                    return False
            elif len(part) < 4 or not phrases.same_stem(word.key, part):
                return False
        return True

    def _written_so(self, at: int, last: int, entry: Entry, name: Name) -> bool:
        word = self.words[at]
        if name.kind == "abbreviation":
            return word.text.isupper()
        if entry.subtype == "benefit":
            return True
        if entry.subtype == "concept":
            return name_key(name.text).startswith("концепция") or word.capital
        if word.text[0].isdigit():
            return len(name.text) > 3
        headed = (
            last + 1 < len(self.words) and bool(self._kk_head(self.words[last + 1])) and self.words[last + 1].joined
        )
        headed = headed or bool(
            at and any(name_key(k) in self.names.heads["ru"] for k in russian.lemmas(self.words[at - 1].text))
        )
        return word.capital and (headed or (last > at and word.glue != "\n"))


def _things(reading: Reading, hits: list[phrases.Hit]) -> list[Thing]:
    found: list[tuple[object, Thing]] = []
    party = any(thing.subtype == "party" for thing in reading.things)
    for hit in hits:
        language = phrases.language(reading, hit.sentence)
        subtype, names = hit.subtype, {}
        if subtype == "party_project" and hit.entry is None and not party:
            subtype = "state_programme"
        if hit.entry:
            names = {lang: hit.entry.name(lang) for lang in hit.entry.primary if lang != language}
        key = hit.entry.ref if hit.entry else name_key(hit.name)
        mention = phrases.mention(reading, hit.start, hit.end, f"program-{hit.rule}", hit.confidence)
        ref = hit.entry.ref if hit.entry else ""
        thing = Thing(PROGRAM, hit.name, language, subtype, ref, names, confidence=hit.confidence, mentions=[mention])
        found.append((key, thing))
    return phrases.gather(found)


def _nest(reading: Reading, things: list[Thing]) -> None:
    """«А» жобасы аясында «Б» акциясы: a campaign held within a project belongs to it."""
    for sentence, inside in zip(reading.sentences, phrases.by_sentence(reading, things), strict=True):
        for (span, outer), (other, inner) in pairwise(inside):
            if inner is outer or inner.parent or inner.subtype not in ("campaign", "service", "centre"):
                continue
            between = reading.document.text[span.end : other.start]
            before = reading.document.text[max(sentence.start, span.start - 40) : span.start]
            if _WITHIN.search(between[:40]) or (_WITHIN.search(before) and sentence.language == "ru"):
                inner.parent = outer
