"""Organizations: parties, listed bodies, and whatever stands around a head noun with something of a name to it.

A Kazakh name has its head noun last and all its modifiers to the left («Парыз» қоры, Өңірлік коммуникациялар қызметі);
a Russian one has adjectives to the left and genitives, "по …" and a quoted name to the right. A head noun alone is no
organization: a quoted name, a capital inside the sentence, a region, a party or a number must make it one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.text import name_key
from seeds.reading import dates, given_names, kazakh, phrases, russian
from seeds.reading.drafts import ORGANIZATION, PROGRAM, REGION, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Entry, Gazetteer, Name


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST = 12  # units of a name
_WORD, _QUOTE, _PARTY, _REGION = "word", "quote", "party", "region"
_MEDIA_CONFIDENCE = 0.6

# Heads that are common nouns first: more is asked of what stands before them.
_WEAK = _set("service group organization centre public_body")
# Departments are named by their field alone, in small letters.
_BY_FIELD = frozenset(["ministry", "department"])
_OWNED = _set("party_body party_branch youth_wing council commission group service")
_BY_QUOTE = frozenset(["company", "fund", "media", "bank"])  # known by what stands in quotes
_OF_PLACE = _set("akimat maslikhat party_branch council department court commission union parliament")
_RU_BROAD = re.compile(r"(?:республиканск|национальн|общенациональн|центральн|высш|верховн|всемирн)")
_KK_BROAD = re.compile(r"(?:республикалык|улттык|орталык|жалпыулттык|халыкаралык|дуниежузилик)\Z")

_KK_STOP = _set(
    "оган одан оны буган осыган сонда мунда сондыктан "
    "ол олар биз казир сен бойынша туралы ушин кеин кеиин деиин аркылы ретинде деп деди болып бирге кезинде "
    "осы бул сол оз бир "
    "барлык тиис аркасында жанындагы жанынан курамына курамында аясында шенберинде арасында атты жыл жылы "
    "бугин биыл былтыр кеше партия партиянын партияга даму тагы сондаи ал бирак немесе олардын онын озинин "
    "казирги жана бас басты аталган тарапынан насихат уиымдастырган бурынгы мобильди окили окилдери мушеси мушелери "
    "тораганын торагасы басшысы директоры"
)
_KK_LINK = frozenset(["жане", "мен", "пен", "бен"])
_KK_INSIDE = frozenset(["жониндеги", "арналган", "атындагы", "корсету"])
_KK_NOT_INSIDE = re.compile(
    r"(?:[дт][ае]|[дтн][ае]н|[ыи]п|[аеи]тын|етин|[ае]ды|[ае]ди|дагы|деги|тагы|теги|мыз|миз|уде|уда|"
    r"(?:[ғгқк][ае]н))\Z"
)
_KK_GENITIVE = re.compile(r"(?:нын|нин|дын|дин|тын|тин)\Z")
_KK_ATTRIBUTIVE = re.compile(r"[дт](?:агы|еги)\Z")
_KK_PLURAL_GENITIVE = re.compile(r"[лдт][ае]р(?:дын|дин)\Z")  # «Балалардың құқықтарын қорғау комитеті»
# Heads that stand without a possessive: after a broad word or a number only.
_KK_BARE = {
    "кенес": "council", "комиссия": "commission", "штаб": "party_body", "курылтаи": "council", "мектеп": "school",
    "институт": "university", "университет": "university", "академия": "university", "колледж": "school",
    "театр": "museum", "гимназия": "school", "лицеи": "school", "балабакша": "school", "емхана": "hospital",
    "агенттик": "state_body", "комитет": "state_body", "уиым": "organization",
}  # fmt: skip

_RU_GLUE = (" ", "-", "\u00a0", "‑", " – ", " - ")
_RU_FIELD_PREPOSITION = _set("council commission state_body department centre service group party_body")
# Even the capital of a sentence's first word counts before these heads: few of them are spoken of in general.
_NAMED_BY_CAPITAL = _set("bank union university ministry")
_OF_STATE = _set("ministry government state_body parliament court")
_NUMBER_HEADS = frozenset(["school", "hospital"])

_SERVICE = re.compile(r"(?:баиланыс|колдау|комек|call|колл|жедел|контакт|поддержк|помощ)")
_ABBREVIATED = re.compile(r"[А-ЯӘҒҚҢӨҰҮҺІ]{3,7}\Z")
# Legal forms, in capitals beside a quoted name.
_FIRMS = {
    **dict.fromkeys(
        [
            "ип",
            "жк",
            "тоо",
            "ао",
            "оао",
            "зао",
            "пк",
            "кх",
            "нао",
            "гкп",
            "гкпп",
            "нк",
            "жшс",
            "ак",
            "шк",
            "ок",
            "кеак",
            "ппк",
            "спк",
            "гккп",
            "ксп",
            "ооо",
            "фх",
            "ршк",
            "тшо",
            "мкк",
            "мккк",
            "нух",
            "фнб",
        ],
        "company",
    ),
    **dict.fromkeys(
        ["кгу", "кгп", "рго", "гу", "ммм", "ргу", "ргп", "кмм", "рмм", "рмк", "кмк", "кмкк", "мкмм", "шжк"],
        "organization",
    ),
    **dict.fromkeys(
        ["оо", "роо", "нпо", "нпп", "укп", "кб", "ркб", "окб", "уеу", "оюл", "пут", "фк", "хк"], "public_body"
    ),
    **dict.fromkeys(["оф", "кфк", "кк", "роф", "ккк", "чф"], "fund"),
}


def find(reading: Reading, gazetteer: Gazetteer) -> list[Thing]:
    """The organizations that the document names."""
    if "organizations" not in gazetteer.compiled:
        gazetteer.compiled["organizations"] = _Names(gazetteer)
    names = gazetteer.compiled["organizations"]
    hits: list[_Hit] = []
    regions = phrases.by_sentence(reading, [thing for thing in reading.things if thing.kind == REGION])
    for sentence, named in zip(reading.sentences, regions, strict=True):
        hits += _Scan(reading, sentence, names, gazetteer, named).hits()
    things = _things(reading, hits, gazetteer)
    _abbreviations(reading, things)
    _foundings(reading, things)
    return things


@dataclass(slots=True)
class _Unit:
    """A word, a quoted name, a party with its head noun, or a region: what a name is built of."""

    start: int
    end: int
    text: str
    key: str
    glue: str
    kind: str = _WORD
    inner: str = ""  # what stands in the quotes; the bare name of a party
    entry: Entry | None = None  # of a party
    region: Thing | None = None

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(slots=True)
class _Hit:
    start: int
    end: int
    name: str
    subtype: str
    rule: str
    sentence: Sentence
    entry: Entry | None = None
    party: _Unit | None = None
    region: Thing | None = None
    confidence: float = 0.85
    full: str = ""


class _Names:
    """Head nouns of both languages, and the listed names by their first word."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        kinds = gazetteer.tables["kinds"][ORGANIZATION]
        self.kk_heads = {
            name_key(head).split()[-1]: code
            for code, kind in kinds.items()
            for head in kind["heads"]["kk"]
            if not head.isupper()  # legal forms are _FIRMS
        }
        self.ru_heads = {
            name_key(head).split()[-1]: code
            for code, kind in kinds.items()
            for head in kind["heads"]["ru"]
            if not head.isupper()
        }
        self.kk_programmes = {
            name_key(head).split()[-1]
            for code, kind in gazetteer.tables["kinds"][PROGRAM].items()
            for head in kind["heads"]["kk"]
            if code not in ("service", "centre")
        }
        self.ru_heads |= {"приемныи": "party_body", "политсовет": "party_body"}
        self.parties = {
            name_key(name.text): (entry, name)
            for entry in gazetteer.of(ORGANIZATION)
            if entry.subtype == "party"
            for name in entry.names
        }
        self.listed: dict[str, list[tuple[list[str], Entry, Name]]] = {}
        self.by_inner: dict[str, list[Entry]] = {}
        for entry in gazetteer.of(ORGANIZATION):
            for name in entry.names:
                inner = re.search(r"«([^»]+)»", name.text)
                for key in {name_key(name.text)} | ({name_key(inner[1])} if inner else set()):
                    self.by_inner.setdefault(key, []).append(entry)
                if (
                    entry.data.get("generic")
                    or name.kind == "short"
                    or (entry.subtype == "party" and not _WHOLE_PARTY.search(name_key(name.text)))
                    or name.language == "en"
                ):
                    continue
                for key in _post_keys(name, entry):
                    self.listed.setdefault(key.split()[0][:4], []).append((key.split(), entry, name))
        for rows in self.listed.values():
            rows.sort(key=lambda row: -len(row[0]))


_WHOLE_PARTY = re.compile(r"\w парти(?:я|ясы)(?: \w|\Z)")


def _post_keys(name: Name, entry: Entry) -> list[str]:
    """The folded name and, of a ministry, that of its minister."""
    key = name_key(name.text)
    if entry.subtype == "ministry" and key.startswith("министерство "):
        return [key, "министр" + key.removeprefix("министерство")]
    if entry.subtype == "ministry" and key.endswith(" министрлиги"):
        return [key, key.removesuffix("министрлиги") + "министри"]
    return [key]


class _Scan:
    """The organizations of one sentence."""

    def __init__(
        self,
        reading: Reading,
        sentence: Sentence,
        names: _Names,
        gazetteer: Gazetteer,
        regions: list[tuple[Span, Thing]],
    ) -> None:
        self.regions = regions
        self.reading, self.sentence, self.names, self.gazetteer = reading, sentence, names, gazetteer
        self.text = reading.document.text
        letters = [letter for letter in sentence.text if letter.isalpha()]
        self.shouted = sum(letter.isupper() for letter in letters) > 0.7 * max(len(letters), 1)
        self.russian = sentence.language == "ru"
        self.found: list[_Hit] = []
        self.units = self._parties(self._units())

    def hits(self) -> list[_Hit]:
        for at, unit in enumerate(self.units):
            if unit.kind == _PARTY and unit.entry:
                self._add(unit.start, unit.end, unit.inner, "party", "party", entry=unit.entry, confidence=0.97)
            elif unit.kind == _WORD:
                self._head(at)
        covered = [(hit.start, hit.end) for hit in self.found if hit.subtype != "party"]
        self.found = [
            hit
            for hit in self.found
            if hit.subtype == "party"
            or not any((s, e) != (hit.start, hit.end) and s <= hit.start and hit.end <= e for s, e in covered)
        ]
        self._listed(covered)
        longer = [(hit.start, hit.end) for hit in self.found if hit.rule == "listed"]
        return [
            hit
            for hit in self.found
            if (hit.rule != "kk-head" and hit.rule != "ru-head")
            or not any(s <= hit.start and hit.end <= e and (s, e) != (hit.start, hit.end) for s, e in longer)
        ]

    def _add(self, start: int, end: int, name: str, subtype: str, rule: str, **more) -> None:
        self.found.append(_Hit(start, end, name, subtype, rule, self.sentence, **more))

    # --- units

    def _units(self) -> list[_Unit]:
        spans: list[tuple[int, int, str, object]] = []
        for start, end in phrases.quotes(self.sentence.text, self.sentence.start):
            inside = self.text[start + 1 : end - 1].strip()
            if inside and len(inside.split()) <= 9:
                spans.append((start, end, _QUOTE, inside))
        spans += [(span.start, span.end, _REGION, thing) for span, thing in self.regions]
        spans.sort(key=lambda span: (span[0], -span[1]))
        units: list[_Unit] = []
        at, last = 0, self.sentence.start
        for word in phrases.words(self.sentence):
            while at < len(spans) and spans[at][1] <= word.start:
                at += 1
            if units and word.start < units[-1].end:
                continue
            covering = (
                next((span for span in spans[at:] if span[0] <= word.start < span[1]), None)
                if at < len(spans)
                else None
            )
            if covering and covering[0] >= last:
                start, end, kind, value = covering
                unit = _Unit(
                    start, end, self.text[start:end], name_key(self.text[start:end]), self.text[last:start], kind
                )
                if kind == _QUOTE:
                    unit.inner = value
                else:
                    unit.region = value
            else:
                unit = _Unit(word.start, word.end, word.text, word.key, self.text[last : word.start])
            if not units:
                unit.glue = "\n" + unit.glue
            units.append(unit)
            last = unit.end
        return units

    def _parties(self, units: list[_Unit]) -> list[_Unit]:
        """Party names with or without quotes and head noun made one unit each."""
        out: list[_Unit] = []
        at = 0
        while at < len(units):
            unit, length = units[at], 0
            for count in (3, 2, 1):
                chunk = units[at : at + count]
                if len(chunk) < count or any(u.kind == _REGION for u in chunk):
                    continue
                if (count > 1 and any(u.kind != _WORD or u.glue not in (" ", "-") for u in chunk[1:])) or (
                    count > 1 and unit.kind != _WORD
                ):
                    continue
                written = unit.inner if unit.kind == _QUOTE else self.text[unit.start : chunk[-1].end]
                known = self._party_named(written, unit.kind == _QUOTE)
                if known:
                    length = count
                    break
            before = out[-1] if out else None
            headed_ru = (
                before is not None
                and before.kind == _WORD
                and self.sentence.language != "kk"
                and re.match(r"парти(?:я|и|ю|еи)\Z", before.key)
                and unit.glue == " "
            )
            after = units[at + (length or 1)] if at + (length or 1) < len(units) else None
            head_kk = (
                after is not None
                and after.kind == _WORD
                and after.glue in (" ", "-")
                and "партиясы" in phrases.kazakh_keys(after.text)
            )
            head_kk = head_kk or (unit.kind == _QUOTE and length > 0 and self._called_party(units, at))
            if not length and unit.kind == _QUOTE and len(unit.inner.split()) <= 4 and (headed_ru or head_kk):
                known, length = (None, None), 1  # an unlisted party is one by its head noun
            if not length:
                out.append(unit)
                at += 1
                continue
            entry = known[0]
            common = entry and (entry.data.get("generic") or known[1].kind == "short")
            if common and not (headed_ru or head_kk):
                out.append(unit)
                at += 1
                continue
            start, end, glue = unit.start, units[at + length - 1].end, unit.glue
            inner = unit.inner or self.text[start:end]
            if headed_ru:
                start, glue = before.start, before.glue
                out.pop()
            elif head_kk and after is not None and "партиясы" in phrases.kazakh_keys(after.text):
                end = after.end
                length += 1
            party = _Unit(start, end, self.text[start:end], name_key(inner), glue, _PARTY, _party_name(inner), entry)
            if entry is None:
                self._add(start, end, party.inner, "party", "party-unlisted", confidence=0.8)
            out.append(party)
            at += length
        return out

    def _called_party(self, units: list[_Unit], at: int) -> bool:
        """«Х» халықтық-демократиялық партиясы; «Х», «У» және «Ш» партиялары; "партий «Х» и «У»"."""
        for unit in units[at + 1 : at + 8]:
            named = unit.kind == _QUOTE or unit.key in _KK_LINK or bool(re.match("[A-Z]", unit.text))
            if unit.key.startswith("партиялар"):
                return True
            if unit.key.startswith("партиясы"):
                return True
            if not named and not re.search(r"(?:лык|лик|тык|тик|дык|дик|халык|демократия)\Z", unit.key):
                break
        for unit in reversed(units[max(0, at - 6) : at]):
            if re.match(r"парти(?:и|ям|ями|ях)\Z", unit.key):
                return True
            if unit.kind not in (_QUOTE, _PARTY) and unit.key not in ("и", "а", "также", "а также"):
                break
        return False

    def _party_named(self, written: str, quoted: bool) -> tuple[Entry, Name] | None:
        key = name_key(written)
        known = self.names.parties.get(key)
        if known is None and not self.russian:
            start, _, last = written.strip().rpartition(" ")
            forms = (name_key(f"{start} {base.text}") for base in kazakh.bases(last))
            known = next((self.names.parties[form] for form in forms if form in self.names.parties), None)
        if known is None:
            return None
        if known[1].kind == "abbreviation" and not written.isupper():
            return None
        if re.search("[a-z]", key) or quoted or " " in key.strip():
            return known if written[:1].isupper() else None
        # «Аманат», "Ауыл" in Cyrillic are common nouns without quotes, except abbreviations.
        return known if known[1].kind == "abbreviation" else None

    # --- head nouns

    def _head(self, at: int) -> None:
        unit = self.units[at]
        if unit.key in _FIRMS and (unit.text.isupper() or unit.text == "КеАҚ") and self._firm(at):
            return
        if not self.russian:
            keys = phrases.kazakh_keys(unit.text)
            head = next((key for key in keys if key in self.names.kk_heads), "")
            if head and not self._economy(at):
                political = at and self.units[at - 1].key == "саяси"
                self._kazakh(at, "party_body" if political else self.names.kk_heads[head])
                return
            if unit.key != "кенес" or unit.text.islower():
                bare = next((key for key in keys if key in _KK_BARE), "")
                if bare:
                    self._kazakh(at, _KK_BARE[bare], bare=True)
        if self.sentence.language != "kk":
            subtype = next(
                (self.names.ru_heads[k] for k in map(name_key, russian.lemmas(unit.text)) if k in self.names.ru_heads),
                "",
            )
            if subtype:
                political = at and self.units[at - 1].key.startswith("политическ")
                self._russian(at, "party_body" if political else subtype)

    def _economy(self, at: int) -> bool:
        """«ауыл шаруашылығы» is a branch of the economy, «Бәйтерек» шаруашылығы a farm."""
        return bool(at and self.units[at].key.startswith("шаруашыл") and _ECONOMIES.search(self.units[at - 1].key))

    def _firm(self, at: int) -> bool:
        """«Х» ЖШС, ТОО «Х»."""
        subtype = _FIRMS[self.units[at].key]
        for other in (at + 1, at - 1):
            if 0 <= other < len(self.units):
                unit = self.units[other]
                glue = self.units[max(at, other)].glue
                if unit.kind == _QUOTE and glue.strip() == "":
                    first, last = min(at, other), max(at, other)
                    self._add(
                        self.units[first].start,
                        self.units[last].end,
                        unit.inner,
                        subtype,
                        "firm",
                        entry=self._known(unit.inner, unit.inner, subtype),
                    )
                    return True
        return False

    def _known(self, name: str, inner: str, subtype: str) -> Entry | None:
        """The listed organization of that name, or of that quoted name and the same kind."""
        entries = self.gazetteer.named(ORGANIZATION, name)
        if not entries and inner:
            entries = [e for e in self.names.by_inner.get(name_key(inner), ()) if e.subtype == subtype or subtype == ""]
        return entries[0] if len({e.ref for e in entries}) == 1 else None

    def _person(self, unit: _Unit) -> bool:
        if self.russian and _adjective(unit.text):
            return False  # "Республиканский" ends like a surname
        if unit.key == "тургын":
            return False  # ends like a surname
        if unit.capital and russian.is_patronymic(unit.text):
            return True
        return bool(given_names.gender(unit.text)) or (russian.is_surname(unit.text) and unit.capital)

    def _capital(self, at: int) -> bool:
        """Is the capital of this unit a sign of a name?"""
        unit = self.units[at]
        return unit.kind == _WORD and unit.capital and not self.shouted and not unit.glue.startswith("\n")

    # --- Kazakh

    def _kazakh(self, at: int, subtype: str, bare: bool = False) -> None:
        first, comma_from = at, None
        quote = party = region = None
        evidence = self.units[at].capital and self._capital(at) and subtype not in _WEAK and not bare
        fields = 0
        section = self.units[at].key.startswith("болим")  # every office has some: its field alone is no name
        index = at - 1
        broad = False
        while index >= 0 and at - index <= _LONGEST:
            unit, glue = self.units[index], self.units[index + 1].glue
            if "\n" in glue:
                break
            if glue not in (" ", "-", "\u00a0"):
                linked = any(u.key in _KK_LINK or u.key in _KK_INSIDE for u in self.units[index + 1 : at])
                if glue == ", " and linked and unit.kind == _WORD:
                    comma_from = comma_from if comma_from is not None else first
                elif glue.strip() in ("»", "«", "") and unit.kind == _QUOTE:
                    pass
                else:
                    break
            if unit.kind == _QUOTE:
                quote, first, evidence = unit, index, True
                break
            if unit.kind == _PARTY:
                party, evidence = unit, True
                if subtype in _OWNED or subtype in ("fund", "centre"):
                    first = index
                break
            if unit.kind == _REGION:
                region = region or unit
                if unit.region.ref == "region:KZ" and (unit.text.isupper() or " " in unit.text):
                    evidence = evidence or subtype in _OF_STATE
                    break  # «ҚР Қаржы министрлігі»
                adjective = unit.key.endswith(("облыстык", "калалык", "аудандык"))
                alone = first == at
                whole = " " not in unit.key and not _KK_GENITIVE.search(unit.key)
                placed = bool(_KK_ATTRIBUTIVE.search(unit.key))
                whole = whole and not placed
                alone = alone and not placed
                if adjective or alone or (whole and self._capital(index + 1)):
                    if subtype in _OF_PLACE or not alone:
                        evidence = True
                    first = index
                elif subtype in _OF_PLACE:
                    evidence = True  # «Қостанай облысының білім басқармасы» is «білім басқармасы» of that oblast
                if index and self.units[index - 1].kind == _PARTY and unit.glue == " ":
                    index -= 1
                    continue
                if index and first == index and self.units[index - 1].key == "атындагы" and unit.glue == " ":
                    index -= 1  # «Абай атындағы Алматы университеті»
                    continue
                break
            if any(key in self.names.kk_programmes for key in phrases.kazakh_keys(unit.text)):
                break
            izafet = index == at - 1 and unit.text.islower() and subtype == "department"
            izafet = izafet and not _KK_GENITIVE.search(unit.key)  # «тұрғын үй инспекциясы басқармасы»
            field = izafet or (
                unit.key.startswith("шаруашыл") and self.units[index + 1].key in (*_KK_LINK, "жонинде", "жониндеги")
            )
            if (
                subtype != "party_body"
                and not field  # «ауыл шаруашылығы және жер қатынастары басқармасы»
                and any(key in self.names.kk_heads for key in phrases.kazakh_keys(unit.text))
            ):
                # «… министрлігінің … комитеті»: the name begins after the body that it belongs to.
                evidence = evidence or bool(_KK_GENITIVE.search(unit.key))
                break
            if (unit.key in _KK_STOP and glue != "-") or (
                unit.text[0].isdigit() and not self._numbered(index, subtype)
            ):
                break
            if unit.text[0].isdigit():
                evidence, first = True, index
                unit.start = self.text.rindex("№", 0, unit.start)
                break
            if (
                unit.key not in _KK_INSIDE
                and unit.key not in _KK_LINK
                and _KK_NOT_INSIDE.search(unit.key)
                and not unit.capital
                and not (unit.key in ("ата", "ана") and self.units[index + 1].key == "атындагы")
            ):
                break
            if (
                unit.capital
                and (self._person(unit) or _KK_GENITIVE.search(unit.key))
                and not (subtype == "university" and index == at - 1 and not _KK_GENITIVE.search(unit.key))
                and "атындагы" not in (u.key for u in self.units[index + 1 : at])
            ):
                break
            if unit.key in _KK_LINK and index == at - 1:
                break
            broad = broad or bool(_KK_BROAD.match(unit.key))
            if self._capital(index):
                first, evidence = index, True
                before = self.units[index - 1] if index else None
                goes_on = (
                    before is not None
                    and unit.glue in (" ", ", ", "-")
                    and (
                        before.key in ("жониндеги", "атындагы")
                        or before.kind in (_QUOTE, _REGION, _PARTY)
                        or (before.capital and before.kind == _WORD and not before.glue.startswith("\n"))
                    )
                )
                if not goes_on:
                    break
            elif unit.capital:  # the first word of the sentence
                if unit.key not in _KK_STOP:
                    first = index
                    fields += 1
                    named = (subtype not in _WEAK and bool(_KK_BROAD.match(unit.key)) and index < at - 1) or (
                        subtype in ("state_body", "court") and not bare
                    )
                    evidence = (
                        evidence
                        or named
                        or subtype in _BY_FIELD
                        or "жониндеги" in (u.key for u in self.units[index:at])
                    )
                break
            else:
                first = index
                fields += unit.key not in _KK_LINK
            index -= 1
        if comma_from is not None and not (self.units[first].capital or quote):
            first = comma_from
        while first < at and self.units[first].key in _KK_LINK:
            first += 1
        while first and self.units[first].glue.strip() == "." and len(self.units[first - 1].text) == 1:
            first -= 1  # «Ы.Алтынсарин атындағы …»
        length = at - first
        if not evidence:
            by_field = subtype in _BY_FIELD and fields >= 2 and not section
            evidence = by_field or (broad and fields >= 2 and subtype in _OWNED)
        if not evidence or (length == 0 and not (party and subtype in _OWNED)):
            return
        numbered = any(u.text[0].isdigit() for u in self.units[first:at])
        if bare and not (numbered or region or self.units[first].capital):
            return
        if bare and not (broad or numbered or {"жониндеги", "атындагы"} & {u.key for u in self.units[first:at]}):
            return
        if (
            subtype in _WEAK
            and not quote
            and not region
            and not party
            and fields + sum(u.capital for u in self.units[first:at]) < 2
        ):
            return
        if subtype in ("party", "international") or (subtype == "parliament" and not region):
            return
        # The party's branch or council: the party stands before the region.
        start, end = self.units[first].start, self.units[at].end
        text = self.text[start:end]
        if quote and self._is_programme(at, quote, subtype):
            return
        name = kazakh.phrase_base(text)
        inner = quote.inner if quote else ""
        shown = inner if inner and subtype in _BY_QUOTE else name
        self._add(
            start, end, shown, subtype, "kk-head", entry=self._known(name, inner, subtype),
            party=party or self._party_beside(first), region=region.region if region else self._region_before(first),
            full=name,
        )  # fmt: skip

    def _numbered(self, index: int, subtype: str) -> bool:
        return subtype in _NUMBER_HEADS and "№" in self.units[index].glue

    def _is_programme(self, at: int, quote: _Unit, subtype: str) -> bool:
        """Contact centres and support centres are services: programs.py reads them."""
        if subtype not in ("centre", "service"):
            return False
        head = self.units[at]
        first, last = min(quote.end, head.end), max(quote.start, head.start)
        near = [unit.key for unit in self.units if first <= unit.start < last]
        if at and head.glue == "-":
            near.append(self.units[at - 1].key)  # "контакт-центр"
        return any(_SERVICE.match(key) for key in near)

    def _party_beside(self, first: int) -> _Unit | None:
        """«AMANAT» партиясы жанындағы …."""
        if first > 1 and self.units[first - 1].key == "жанындагы" and self.units[first - 2].kind == _PARTY:
            return self.units[first - 2]
        return None

    def _region_before(self, first: int) -> Thing | None:
        if first and self.units[first - 1].kind == _REGION and self.units[first].glue.strip() == "":
            return self.units[first - 1].region
        return None

    # --- Russian

    def _russian(self, at: int, subtype: str) -> None:
        unit = self.units[at]
        if _plural(unit.text) or (at and unit.glue == " " and _plural_phrase(self.units[at - 1], unit)):
            return
        last = at
        while last + 1 < len(self.units) and self.units[last + 1].glue == "-" and self.units[last + 1].kind == _WORD:
            last += 1  # "музей-заповедник"
        head_last = last
        first = at
        broad = False
        region = None
        while first and self.units[first].glue == "-" and self.units[first - 1].kind == _WORD:
            first -= 1  # "пресс-служба"
        while first and self.units[first].glue == " " and at - first < 5:
            before = self.units[first - 1]
            if before.kind == _REGION and before.text.split()[-1].lower().endswith(
                ("ой", "ого", "ый", "ому", "ым", "ом", "ая", "ую", "ий", "им")
            ):
                first -= 1
                region = before
                break
            if self._capital(first) and not self._capital(first - 1):
                break  # "прошлый Общественный совет"
            if before.kind != _WORD or not _adjective(before.text) or before.key in _RU_NO_ADJECTIVE:
                break
            broad = broad or bool(_RU_BROAD.match(before.key))
            first -= 1
        while (
            first < at
            and self.units[first].kind == _WORD
            and not self.units[first].capital
            and _RU_PLAIN.match(self.units[first].key)
        ):
            first += 1
        last, quote, party, tail_region, by = self._right(last, subtype)
        region = region or tail_region
        evidence = bool(quote or (party and subtype in (*_OWNED, "fund")))
        evidence = evidence or (
            any(self._capital(index) and not self._person(self.units[index]) for index in range(first, at + 1))
            and (subtype not in _WEAK or last > head_last or first < at)
        )
        evidence = evidence or (region is not None and subtype in _OF_PLACE)
        evidence = evidence or (broad and subtype in _OWNED and (last > head_last or at - first >= 2))
        evidence = evidence or (
            subtype in _BY_FIELD
            and (last > head_last + 0)
            and self.units[last].kind == _WORD
            and _field(self.units[head_last + 1 : last + 1])
        )
        evidence = evidence or (by and self.units[first].capital)
        if self.units[first].capital and not self.shouted and (last > head_last or first < at):
            evidence = (
                evidence
                or subtype in _NAMED_BY_CAPITAL
                or (region is not None and subtype in _WEAK and last - head_last > 1)
            )
        number = self._number_after(head_last, subtype)
        if number:
            evidence, last = True, max(last, number)
        if not evidence or subtype in ("party", "international"):
            return
        if first == at and last == head_last:
            return  # a capital alone: "Совет", "Фонд"
        if subtype in ("parliament", "government") and not region:
            return
        start, end = self.units[first].start, self.units[last].end
        if quote and self._is_programme(at, quote, subtype):
            return
        head_end = self.units[head_last].end
        name = _nominative(self.text[start:head_end]) + self.text[head_end:end]
        inner = quote.inner if quote else ""
        shown = inner if inner and subtype in _BY_QUOTE else name
        self._add(
            start, end, shown, subtype, "ru-head", entry=self._known(name, inner, subtype),
            party=party or self._party_near(last), region=region.region if region else None, full=name,
        )  # fmt: skip

    def _number_after(self, at: int, subtype: str) -> int:
        if subtype in _NUMBER_HEADS and at + 1 < len(self.units):
            following = self.units[at + 1]
            if "№" in following.glue and following.text[0].isdigit():
                return at + 1
        return 0

    def _party_near(self, last: int) -> _Unit | None:
        """«… при партии AMANAT»."""
        if last + 2 < len(self.units) and self.units[last + 1].key == "при" and self.units[last + 2].kind == _PARTY:
            return self.units[last + 2]
        return None

    def _right(self, last: int, subtype: str) -> tuple[int, _Unit | None, _Unit | None, _Unit | None, bool]:
        """Where the name ends to the right of its head, and the quoted name, party and region it holds there."""
        index, by, end = last + 1, False, last
        within: _Unit | None = None
        while index < len(self.units) and index - last <= _LONGEST:
            unit = self.units[index]
            if unit.glue not in _RU_GLUE and not (unit.glue == ", " and by):
                break
            if unit.kind == _QUOTE:
                return (
                    (index, unit, None, None, by)
                    if len(unit.inner.split()) <= 6 and unit.glue == " "
                    else (end, None, None, None, by)
                )
            if unit.kind == _PARTY:
                place = self.units[index + 2] if index + 2 < len(self.units) else None
                if (
                    subtype == "party_branch"
                    and place
                    and place.kind == _REGION
                    and self.units[index + 1].key in ("по", "в")
                ):
                    return index + 2, None, unit, place, by
                return index, None, unit, within, by
            if unit.kind == _REGION and unit.text.endswith(("областного", "городского", "районного")):
                index += 1  # "совет Жамбылского областного филиала"
                within = unit
                continue
            named = unit.kind == _REGION and unit.text in ("РК", "Республики Казахстан") and index + 2 < len(self.units)
            if named and self.units[index + 1].key == "по" and subtype in _RU_FIELD_PREPOSITION:
                index += 1  # "Агентство РК по …"
                continue
            if unit.kind == _REGION:
                whole = (
                    unit.region.subtype == "country"
                    and unit.region.ref == "region:KZ"
                    and (unit.text.isupper() or " " in unit.text)
                )
                return (end if whole and end > last else index), None, None, unit, by
            if unit.key == "по" and subtype in _RU_FIELD_PREPOSITION and not by:
                by = True
                if index + 1 < len(self.units) and not _case(self.units[index + 1].text, "datv"):
                    by = False
                    break
                index += 1
                continue
            if unit.key == "при":
                break
            if (
                index + 1 < len(self.units)
                and self.units[index + 1].glue == "-"
                and self.units[index + 1].kind == _WORD
            ):
                index += 1  # "семейно-демографической"
                continue
            if unit.key in ("имени", "им"):
                stop = index
                while (
                    stop + 1 < len(self.units)
                    and self.units[stop + 1].text[0].isupper()
                    and stop - index < 3
                    and self.units[stop + 1].kind == _WORD
                    and self.units[stop + 1].glue.strip() in ("", ".")
                    and not (stop > index and _ends_honoured(self.units[index + 1 : stop + 2]))
                ):
                    stop += 1
                return (stop, None, None, None, True) if stop > index else (end, None, None, None, by)
            if unit.key == "и":
                following = self.units[index + 1] if index + 1 < len(self.units) else None
                if index + 2 < len(self.units) and self.units[index + 2].glue == "-":
                    following = self.units[index + 2]  # "семейно-демографической"
                if (
                    end == last
                    or following is None
                    or following.kind != _WORD
                    or following.capital
                    or not _case(following.text, "gent" if not by else "datv gent")
                ):
                    break
                index += 1
                continue
            of_person = subtype == "museum" and _case(unit.text, "gent")
            of_adjective = end == index - 1 > last and self.units[end].capital and _adjective(self.units[end].text)
            honoured = unit.capital and of_adjective and _case(unit.text, "gent") and not self._person(unit)
            if (
                unit.capital
                and not self.shouted
                and not of_person
                and not honoured  # "Общество Красного Полумесяца"
                and not _inner_head(unit, self.names)
            ):
                break
            if not _case(unit.text, "datv gent" if by else "gent"):
                break
            end = index
            index += 1
        return end, None, None, within, by

    # --- listed names

    def _listed(self, covered: list[tuple[int, int]]) -> None:
        index = 0
        words = self.units
        while index < len(words):
            unit = words[index]
            step = 1
            candidates = (
                self.names.listed.get(unit.key[:4].split(" ")[0], ()) if unit.kind in (_WORD, _QUOTE, _REGION) else ()
            )
            for parts, entry, name in candidates:
                last = self._matches(index, parts, name)
                if last is None:
                    continue
                start, end = words[index].start, words[last].end
                same = next((hit for hit in self.found if (hit.start, hit.end) == (start, end)), None)
                if same is not None and same.entry is None:
                    same.entry, same.name = entry, name.text
                if any(s <= start and end <= e for s, e in covered):
                    break
                if not self._named_so(index, last, parts, entry, name) or self._foreign(index, last, entry):
                    continue
                confidence = _MEDIA_CONFIDENCE if entry.subtype == "media" else 0.9
                shown = unit.text if name.kind == "abbreviation" else name.text
                if entry.subtype == "ministry" and name.kind == "alias" and len(parts) == 1:
                    shown = entry.name(name.language, self.reading.head.published)  # "Минтруда"
                region = next((u.region for u in words[index : last + 1] if u.region), None)
                self._add(start, end, shown, entry.subtype, "listed", entry=entry, confidence=confidence, region=region)
                step = last - index + 1
                break
            index += step

    def _foreign(self, first: int, last: int, entry: Entry) -> bool:
        """Is it another country's ministry or parliament («Жапонияның Сыртқы істер министрлігі»)?"""
        if entry.subtype not in ("ministry", "government", "parliament", "state_body", "bank"):
            return False
        beside = [self.units[i].region for i in (first - 1, last + 1) if 0 <= i < len(self.units)]
        return any(r is not None and r.subtype == "country" and r.ref != "region:KZ" for r in beside)

    def _matches(self, at: int, parts: list[str], name: Name) -> int | None:
        """The last unit of a listed name that begins at a unit, or None."""
        position, index = 0, at
        while position < len(parts):
            if index >= len(self.units):
                return None
            unit = self.units[index]
            if index > at and unit.glue.strip(' -\u00a0,«"') not in ("", "."):
                return None
            keys = unit.key.split()
            for number, key in enumerate(keys):
                if position >= len(parts):
                    return None
                final = position == len(parts) - 1 and number == len(keys) - 1
                if not self._same(key, parts[position], unit.text if len(keys) == 1 else key, name, final):
                    return None
                position += 1
            index += 1
        return index - 1

    def _same(self, key: str, wanted: str, written: str, name: Name, final: bool) -> bool:
        if key == wanted:
            return True
        if name.kind == "abbreviation" or key[:3] != wanted[:3]:
            return False
        if name.language == "kk":
            return final and wanted in phrases.kazakh_keys(written)
        if re.search("[a-z]", wanted):
            return False
        # Russian case forms share all but their ending.
        stem = len(wanted) - min(3, max(1, len(wanted) - 3))
        return (
            self.sentence.language != "kk"
            and key[:stem] == wanted[:stem]
            and abs(len(key) - len(wanted)) <= 3
            and wanted in map(name_key, russian.lemmas(written))
        ) or (
            len(name_key(name.text).split()) > 1
            and key[: max(4, len(wanted) - 2)] == wanted[: max(4, len(wanted) - 2)]
            and abs(len(key) - len(wanted)) <= 3
        )

    def _named_so(self, at: int, last: int, parts: list[str], entry: Entry, name: Name) -> bool:
        unit = self.units[at]
        language_fits = self.sentence.language in ("", name.language) or re.search("[A-Za-z]", name.text)
        if name.kind == "abbreviation":
            return unit.text.isupper() and not self.shouted and (bool(language_fits) or len(unit.text) > 3)
        if entry.subtype == "parliament" and len(parts) == 1:
            return True
        if len(parts) == 1:
            return unit.capital and (
                entry.subtype in ("government", "ministry")
                or unit.kind == _QUOTE
                or not unit.glue.startswith("\n")
                or bool(re.search("[a-z]", parts[0]))
                or entry.subtype == "media"
            )
        return True


_RU_NO_ADJECTIVE = _set("этот тот свои наш весь все каждыи другои самыи которыи одним один один первыи")
_RU_PLAIN = re.compile(
    r"(?:нов|так|эт|сво|наш|больш|крупн|крупнеиш|местн|данн|дружн|перв|втор|многи|друг|кажд|различн|всех|свое|ваш|"
    r"создан|действующ|ведущ|так|одн|сам|прошл|нынешн|будущ|цел|общ)\w{0,4}\Z"
)


def _party_name(written: str) -> str:
    """The party's bare name as written, less a case suffix."""
    if re.search("[A-Za-z]", written) or " " in written:
        return re.sub(r"[-‑][а-яәғқңөұүһі]+\Z", "", written)
    return kazakh.without_case(written).text


def _nominative(phrase: str) -> str:
    """Adjectives and the head noun after them in the nominative singular; letters keep their case."""
    words = list(re.finditer(r"\w+(?:[-‑]\w+)*", phrase))
    head = "-".join(russian.nominative(part) for part in words[-1][0].split("-"))
    nouns = [
        parse.tag.gender
        for parse in russian.parses(head.rpartition("-")[2])
        if parse.tag.case == "nomn" and parse.tag.gender
    ]
    out, at = [], 0
    for word in words[:-1]:
        made = _agreeing(word[0], nouns[0]) if nouns else ""
        out += [phrase[at : word.start()], made or word[0]]
        at = word.end()
    return "".join([*out, phrase[at : words[-1].start()], head, phrase[words[-1].end() :]])


def _agreeing(word: str, gender: str) -> str:
    """An adjective in the nominative singular of ``gender``, "" when the word is none."""
    for parse in russian.parses(word):
        if parse.tag.POS == "ADJF" and (inflected := parse.inflect({"nomn", "sing", gender})):
            made = inflected.word if "ё" in word.lower() else inflected.word.replace("ё", "е")
            return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made
    ending = re.search(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое)\Z", word)
    if ending:
        return word[: ending.start() + 2] + {"masc": "ий", "femn": "ая", "neut": "ое"}[gender]
    return ""


def _plural(word: str) -> bool:
    """Is a Russian head noun in the plural only: councils at large, none of them named?"""
    tags = [parse.tag for parse in russian.parses(word) if parse.tag.POS == "NOUN"]
    return bool(tags) and all(tag.number == "plur" for tag in tags)


def _plural_phrase(before: _Unit, head: _Unit) -> bool:
    """ "Мобильные группы": by the adjective the noun is no genitive singular."""
    tags = [parse.tag for parse in russian.parses(before.text)]
    return (
        before.kind == _WORD
        and bool(tags)
        and all(tag.POS == "ADJF" and tag.number == "plur" and tag.case in ("nomn", "accs") for tag in tags)
        and any(parse.tag.number == "plur" and parse.tag.case == "nomn" for parse in russian.parses(head.text))
    )


def _ends_honoured(units: list[_Unit]) -> bool:
    """Has "имени И. Жансугурова" ended before the last unit: is that one the next person's given name?"""
    *named, following = (unit.text for unit in units)
    if len(named[0]) == 1:
        return len(named[-1]) > 1
    return bool(given_names.gender(following)) and not russian.is_surname(following)


def _adjective(word: str) -> bool:
    return any(parse.tag.POS == "ADJF" for parse in russian.parses(word)[:3])


def _case(word: str, cases: str) -> bool:
    wanted = cases.split()
    return len(word) > 2 and any(
        parse.tag.case in wanted or (parse.tag.case == "gen2" and "gent" in wanted)
        for parse in russian.parses(word)
        if parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR")
    )


def _inner_head(unit: _Unit, names: _Names) -> bool:
    """A capital inside a name: an adjective or another head ("Бюро Политического совета")."""
    return _adjective(unit.text) or any(name_key(lemma) in names.ru_heads for lemma in russian.lemmas(unit.text))


_ECONOMIES = re.compile(r"(?:ауыл|су|орман|балык|мал|жол|коммуналдык|халык|кус|баккорлик)\Z")
_FIELDS = re.compile(
    r"(?:образован|здравоохран|занятост|социальн|культур|спорт|полици|юстици|финанс|экономик|сельск|строительств|"
    r"внутренн|труд|координац|архитектур|предпринимательств|туризм|архив|ветеринар|статистик|доход|энергет|транспорт|"
    r"эколог|природн|земельн|просвещен|цифров|молодеж|религи|язык|информац|науки|обороны|иностранн|туризм|жиль|жилищ)"
)


def _field(units: list[_Unit]) -> bool:
    return any(_FIELDS.match(unit.key) for unit in units)


def _things(reading: Reading, hits: list[_Hit], gazetteer: Gazetteer) -> list[Thing]:
    """One thing for all hits of one organization; parties first, so that their bodies can point at them."""
    _trim(reading, hits)
    _join_branches(hits)
    found: list[tuple[object, Thing]] = []
    parties: dict[str, Thing] = {}
    for hit in sorted(hits, key=lambda hit: (hit.subtype != "party", hit.start)):
        language = phrases.language(reading, hit.sentence)
        if hit.entry:
            key = hit.entry.ref
            names = {
                lang: hit.entry.name(lang, reading.head.published) for lang in hit.entry.primary if lang != language
            }
        else:
            key, names = (hit.subtype, name_key(hit.full or hit.name)), {}
        mention = phrases.mention(reading, hit.start, hit.end, f"organization-{hit.rule}", hit.confidence)
        thing = Thing(
            ORGANIZATION, hit.name, language, hit.entry.subtype if hit.entry else hit.subtype,
            hit.entry.ref if hit.entry else "", names,
            region=hit.region, confidence=hit.confidence, mentions=[mention],
        )  # fmt: skip
        if hit.subtype == "party":
            thing = parties.setdefault(str(key), thing)
            if thing.mentions[0] is not mention:
                thing.mentions.append(mention)
        elif hit.party is not None:
            thing.parent = parties.get(
                hit.party.entry.ref if hit.party.entry else str(("party", name_key(hit.party.inner)))
            )
        found.append((key, thing))
    things = phrases.gather(found)
    by_ref = {thing.ref: thing for thing in things if thing.ref}
    for thing in things:
        entry = gazetteer.get(thing.ref)
        if thing.parent is None and entry:
            thing.parent = by_ref.get(entry.parent_on(reading.head.published))
        if thing.parent is None and thing.subtype in ("party_branch", "party_body") and len(parties) == 1:
            thing.parent = next(iter(parties.values()))
    return things


def _trim(reading: Reading, hits: list[_Hit]) -> None:
    """A name that runs on past another whole name of the document ends where that one does."""
    whole = {name_key(hit.full) for hit in hits if hit.full.count(" ") >= 3}
    for hit in hits:
        parts = name_key(hit.full).split()
        prefixes = (" ".join(parts[:count]) for count in range(len(parts) - 1, 3, -1))
        shorter = next((prefix for prefix in prefixes if prefix in whole), "")
        if shorter:
            whole_one = next((other for other in hits if other.entry and name_key(other.full) == shorter), None)
            hit.entry = hit.entry or (whole_one and whole_one.entry)
            kept = len(shorter.split())
            ends = [match.end() for match in re.finditer(r"\w+", hit.full)]
            cut = len(hit.full) - ends[kept - 1]
            hit.full = hit.full[: ends[kept - 1]]
            hit.name = hit.full if hit.name.count(" ") >= 3 else hit.name
            hit.end -= cut


def _join_branches(hits: list[_Hit]) -> None:
    """A party has one branch in a region, however its name is cut; the fullest name stands for all."""
    groups: dict[tuple[str, str], list[_Hit]] = {}
    branches = [hit for hit in hits if hit.subtype == "party_branch"]
    stems = {name_key(hit.region.name)[:6]: hit.region for hit in branches if hit.region}
    for hit in branches:
        hit.region = hit.region or stems.get(name_key(hit.full)[:6])  # "Абайский филиал AMANAT"
        if hit.region:
            groups.setdefault((hit.region.ref, hit.region.name), []).append(hit)
    for group in groups.values():
        parties = {hit.party.entry.ref for hit in group if hit.party and hit.party.entry}
        if len(parties) > 1:
            continue
        fullest = max(group, key=lambda hit: (hit.party is not None, len(hit.full)))
        for hit in group:
            hit.full, hit.name, hit.party = fullest.full, fullest.name, hit.party or fullest.party


def _abbreviations(reading: Reading, things: list[Thing]) -> None:
    """«РОП» names the organization of the document whose words begin so, if no other thing is written there."""
    taken = {span.start for thing in [*reading.things, *things] for span in (m.span for m in thing.mentions)}
    initials = {}
    for thing in things:
        parts = [part for part in name_key(thing.name).split() if len(part) > 2]
        if len(parts) >= 3:
            for length in range(3, min(len(parts), 7) + 1):
                initials.setdefault("".join(part[0] for part in parts[:length]), thing)
    for sentence in reading.sentences:
        for word in phrases.words(sentence):
            thing = initials.get(word.key) if _ABBREVIATED.match(word.text) else None
            if thing and word.start > thing.first.start and word.start not in taken:
                thing.mentions.append(phrases.mention(reading, word.start, word.end, "organization-initials", 0.8))
    for thing in things:
        thing.mentions.sort(key=lambda mention: mention.span)


_FOUNDED = re.compile(
    r"(?:созда[нл]|основан|учрежд[её]н|образован|открыт)[аоы]?\b|құрыл(?:ды|ған|ып)|негізі қалан|ашыл(?:ды|ған)",
    re.IGNORECASE,
)


def _foundings(reading: Reading, things: list[Thing]) -> None:
    """The day an organization was founded, where its own sentence says so."""
    for sentence, inside in zip(reading.sentences, phrases.by_sentence(reading, things), strict=True):
        verb = _FOUNDED.search(sentence.text)
        if not verb:
            continue
        days = [day for day in dates.find(sentence.text) if abs(day.start - verb.start()) < 60]
        before = [(span, thing) for span, thing in inside if span.end <= sentence.start + verb.start()]
        if not days or not before:
            continue
        span, thing = max(before, key=lambda pair: (pair[0].end, pair[0].end - pair[0].start))
        if verb.start() - (span.end - sentence.start) > 60 or thing.subtype == "party" or thing.founded:
            continue
        day = min(days, key=lambda day: abs(day.start - verb.start()))
        if day.first:
            thing.founded = day.first
            first, last = min(verb.start(), day.start), max(verb.end(), day.end)
            thing.founded_span = Span.of(reading.document.text, sentence.start + first, sentence.start + last)
