"""What names of organizations are built of: words, quoted names, parties, regions; head nouns of both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.core.text import name_key
from seeds.reading import given_names, kazakh, phrases, russian
from seeds.reading.drafts import ORGANIZATION, PROGRAM, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Entry, Gazetteer, Name


def words_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


LONGEST = 12  # units of a name
WORD, QUOTE, PARTY, REGION = "word", "quote", "party", "region"

# Heads that are common nouns first: more is asked of what stands before them.
WEAK = words_of("service group organization centre public_body")
# Departments are named by their field alone, in small letters.
BY_FIELD = frozenset(["ministry", "department"])
OWNED = words_of("party_body party_branch youth_wing council commission group service")
BY_QUOTE = frozenset(["company", "fund", "media", "bank"])  # known by what stands in quotes
LISTED_BY_QUOTE = BY_QUOTE | {"public_body", "union"}
OF_PLACE = words_of("akimat maslikhat party_branch council department court commission union parliament")
OF_STATE = words_of("ministry government state_body parliament court")
NUMBER_HEADS = frozenset(["school", "hospital"])
LOCAL = words_of("hospital museum school centre")  # named by their place and field alone
# Kinds of property rather than of bodies: what stands in the quotes is the name.
LEGAL_FORM = re.compile(r"(?:учрежден|мекеме|предприят|касипор|товариществ|сериктест)")
# Common words that head the name of a body only beside a quoted name.
QUOTED_ONLY = re.compile(r"(?:сериктести|товариществ|движени|козгалыс|лагер)")
# What one document may call a place's body without the place: "областной маслихат".
ONE_A_PLACE = words_of("akimat maslikhat party_branch")
KK_LINK = frozenset(["жане", "мен", "пен", "бен"])
LINKS = KK_LINK | {"и"}

# Legal forms, in capitals beside a quoted name.
FIRMS = {
    form: subtype
    for subtype, forms in {
        "company": "ип жк тоо ао оао зао пк кх нао гкп кгкп гкпп нк жшс ак шк ок кеак ппк спк гккп ксп ооо фх ршк тшо "
        "мкк мккк нух фнб акк",
        "organization": "чу нуо кгу кгп рго гу ммм ргу ргп кмм рмм рмк кмк кмкк мкмм шжк гнпп мутп",
        "public_body": "оо роо нпо нпп укп кб ркб окб уеу оюл пут фк хк",
        "fund": "оф кфк кк роф ккк чф",
    }.items()
    for form in forms.split()
}
_DIRECTION = re.compile(r"(?:онтустик|солтустик|шыгыс|батыс|орталык|южно|северо|восточно|западно|центрально)\Z")
# Departments of the state in each oblast and district, named by their letters and their place.
OFFICES = frozenset(["ДЧС", "УЧС", "ДП", "УП", "ДВД", "ДГД", "ДЭР", "РОВД", "ТЖД", "ТЖБ", "ІІД", "МКД", "ЭТД"])
_SERVICE = re.compile(r"(?:баиланыс|колдау|комек|call|колл|жедел|контакт|поддержк|помощ)")


@dataclass(slots=True)
class Unit:
    """A word, a quoted name, a party with its head noun, or a region: what a name is built of."""

    start: int
    end: int
    text: str
    key: str
    glue: str
    kind: str = WORD
    inner: str = ""  # what stands in the quotes; the bare name of a party
    entry: Entry | None = None  # of a party
    region: Thing | None = None

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(slots=True, eq=False)
class Hit(phrases.Hit):
    party: Unit | None = None
    region: Thing | None = None
    full: str = ""


class Names:
    """Head nouns of both languages, and the listed names by their first word."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        kinds = gazetteer.tables["kinds"][ORGANIZATION]
        self.kk_heads = {
            name_key(head).split()[-1]: code
            for code, kind in kinds.items()
            for head in kind["heads"]["kk"]
            if not head.isupper()  # legal forms are read by organizations_listed
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
        self.party_starts = frozenset(key[:2] for key in self.parties)
        self.ministries = {
            name_key(name.text)
            for entry in gazetteer.of(ORGANIZATION)
            for name in entry.names
            if entry.subtype == "ministry" and name.language == "ru"
        }
        self.listed = phrases.Listed()
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
                    self.listed.add(key, entry, name)


def _faction(beside: Unit | None) -> bool:
    """ "фракция «Ауыл»": a party by the only body that every party has and nothing else."""
    return beside is not None and beside.key.startswith(("фракция", "фракции")) and beside.kind == WORD


_PARTY_NOUN = re.compile(r"(?:парти(?:я|и|ю|еи)|ндпп|ндп|дпк)\Z")
_PARTY_NOUNS_KK = frozenset(["партиясы", "хдпп", "хдп", "дпп"])
_WHOLE_PARTY = re.compile(r"\w парти(?:я|ясы)(?: \w|\Z)")


def _post_keys(name: Name, entry: Entry) -> list[str]:
    """The folded name and, of a ministry, that of its minister."""
    key = name_key(name.text)
    if entry.subtype == "ministry" and key.startswith("министерство "):
        return [key, "министр" + key.removeprefix("министерство")]
    if entry.subtype == "ministry" and key.endswith(" министрлиги"):
        return [key, key.removesuffix("министрлиги") + "министри"]
    return [key]


class Scan:
    """The organizations of one sentence."""

    def __init__(
        self,
        reading: Reading,
        sentence: Sentence,
        names: Names,
        gazetteer: Gazetteer,
        regions: list[tuple[Span, Thing]],
    ) -> None:
        self.regions = regions
        self.reading, self.sentence, self.names, self.gazetteer = reading, sentence, names, gazetteer
        self.text = reading.document.text
        letters = [letter for letter in sentence.text if letter.isalpha()]
        self.shouted = sum(letter.isupper() for letter in letters) > 0.7 * max(len(letters), 1)
        self.russian = sentence.language == "ru"
        self.found: list[Hit] = []
        self.units = self._parties(self._units())

    def add(self, start: int, end: int, name: str, subtype: str, rule: str, **more) -> None:
        self.found.append(Hit(start, end, name, subtype, rule, self.sentence, **more))

    def text_of(self, first: int, last: int) -> str:
        return self.text[self.units[first].start : self.units[last].end]

    def add_of_context(self, first: int, at: int, name: str, subtype: str, region: Thing) -> None:
        """A body called by its kind alone, of a place that the document named."""
        if not self.units[first].text.isupper():
            name = name[0].lower() + name[1:]
        start, end = self.units[first].start, self.units[at].end
        self.add(start, end, name, subtype, "of-context", region=region, full=name, confidence=0.7)

    def add_headed(
        self,
        first: int,
        last: int,
        at: int,
        name: str,
        subtype: str,
        rule: str,
        quote: Unit | None,
        party: Unit | None,
        region: Thing | None,
    ) -> None:
        """A body whose head is the unit ``at``; what stands in quotes is the name of some kinds."""
        if quote and self.is_programme(at, quote, subtype):
            return
        inner = quote.inner if quote else ""
        shown = inner if inner and (subtype in BY_QUOTE or LEGAL_FORM.match(self.units[at].key)) else name
        start, end, entry = self.units[first].start, self.units[last].end, self.known(name, inner, subtype)
        self.add(start, end, shown, subtype, rule, entry=entry, party=party, region=region, full=name)

    # --- units

    def _units(self) -> list[Unit]:
        spans: list[tuple[int, int, str, object]] = []
        for start, end in phrases.quotes(self.sentence.text, self.sentence.start):
            inside = self.text[start + 1 : end - 1].strip()
            if inside and len(inside.split()) <= 9:
                spans.append((start, end, QUOTE, inside))
        spans += [(span.start, span.end, REGION, thing) for span, thing in self.regions]
        spans.sort(key=lambda span: (span[0], -span[1]))
        units: list[Unit] = []
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
                unit = Unit(
                    start, end, self.text[start:end], name_key(self.text[start:end]), self.text[last:start], kind
                )
                if kind == QUOTE:
                    unit.inner = value
                elif units and _DIRECTION.match(units[-1].key) and value.ref == "region:KZ" and unit.glue in (" ", "-"):
                    # «Оңтүстік Қазақстан университеті»: no name of the country
                    unit = Unit(unit.start, unit.end, unit.text, unit.key, unit.glue)
                else:
                    unit.region = value
            else:
                unit = Unit(word.start, word.end, word.text, word.key, self.text[last : word.start])
            if not units:
                unit.glue = "\n" + unit.glue
            units.append(unit)
            last = unit.end
        return units

    def _parties(self, units: list[Unit]) -> list[Unit]:
        """Party names with or without quotes and head noun made one unit each."""
        out: list[Unit] = []
        at = 0
        while at < len(units):
            unit, length = units[at], 0
            begins = unit.kind == QUOTE or unit.key[:2] in self.names.party_starts
            for count in (3, 2, 1) if begins else ():
                chunk = units[at : at + count]
                if len(chunk) < count or any(u.kind == REGION for u in chunk):
                    continue
                if (count > 1 and any(u.kind != WORD or u.glue not in (" ", "-") for u in chunk[1:])) or (
                    count > 1 and unit.kind != WORD
                ):
                    continue
                written = unit.inner if unit.kind == QUOTE else self.text[unit.start : chunk[-1].end]
                known = self._party_named(written, unit.kind == QUOTE)
                if known:
                    length = count
                    break
            before = out[-1] if out else None
            headed_ru = (
                before is not None
                and before.kind == WORD
                and self.sentence.language != "kk"
                and _PARTY_NOUN.match(before.key)
                and unit.glue == " "
            )
            after = units[at + (length or 1)] if at + (length or 1) < len(units) else None
            noun = (
                after is not None
                and after.kind == WORD
                and after.glue in (" ", "-")
                and not _PARTY_NOUNS_KK.isdisjoint(phrases.kazakh_keys(after.text))
            )
            listed = unit.glue.strip() in ("", ",") and (length > 0 or not unit.glue.startswith("\n"))
            head_kk = noun or (unit.kind == QUOTE and (length > 0 or listed) and self._called_party(units, at))
            if not length and unit.kind == QUOTE and len(unit.inner.split()) <= 4 and (headed_ru or head_kk):
                known, length = (None, None), 1  # an unlisted party is one by its head noun
            if not length:
                out.append(unit)
                at += 1
                continue
            entry = known[0]
            common = entry and (entry.data.get("generic") or known[1].kind == "short")
            if common and not (headed_ru or head_kk or _faction(before) or _faction(after)):
                out.append(unit)
                at += 1
                continue
            start, end, glue = unit.start, units[at + length - 1].end, unit.glue
            inner = unit.inner or self.text[start:end]
            if headed_ru:
                start, glue = before.start, before.glue
                out.pop()
            elif noun:
                end = after.end
                length += 1
            party = Unit(start, end, self.text[start:end], name_key(inner), glue, PARTY, _party_name(inner), entry)
            if entry is None:
                self.add(start, end, party.inner, "party", "party-unlisted", confidence=0.8)
            out.append(party)
            at += length
        return out

    def _called_party(self, units: list[Unit], at: int) -> bool:
        """«Х» халықтық-демократиялық партиясы; «Х», «У» және «Ш» партиялары; "партий «Х» и «У»"."""
        for unit in units[at + 1 : at + 8]:
            named = unit.kind == QUOTE or unit.key in KK_LINK or bool(re.match("[A-Z]", unit.text))
            if unit.key.startswith("партиялар"):
                return True
            if unit.key.startswith("партиясы"):
                return True
            if not named and not re.search(r"(?:лык|лик|тык|тик|дык|дик|халык|демократия|[лдт][ае]р)\Z", unit.key):
                break
        for unit in reversed(units[max(0, at - 6) : at]):
            if re.match(r"парти(?:и|ям|ями|ях)\Z", unit.key):
                return True
            if unit.kind not in (QUOTE, PARTY) and unit.key not in ("и", "а", "также", "а также"):
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

    def known(self, name: str, inner: str, subtype: str) -> Entry | None:
        """The listed organization of that name, or of that quoted name and the same kind."""
        entries = self.gazetteer.named(ORGANIZATION, name)
        if not entries and inner:
            entries = [e for e in self.names.by_inner.get(name_key(inner), ()) if e.subtype == subtype or subtype == ""]
        return entries[0] if len({e.ref for e in entries}) == 1 else None

    def person(self, unit: Unit) -> bool:
        if self.russian and russian.is_adjective(unit.text):
            return False  # "Республиканский" ends like a surname
        if unit.key == "тургын":
            return False  # ends like a surname
        if unit.capital and russian.is_patronymic(unit.text):
            return True
        return bool(given_names.gender(unit.text)) or (russian.is_surname(unit.text) and unit.capital)

    def region_of(self, noun: str, before: int) -> Thing | None:
        """The oblast, city or district that the document named last before a place, else its only one."""
        kinds = {"oblast": ("oblast",), "city": ("city", "city_republican"), "district": ("district", "city_district")}
        found = [
            (mention.span.start, thing)
            for thing in self.reading.things
            if thing.kind == REGION and thing.subtype in kinds[noun]
            for mention in thing.mentions
        ]
        last = max((pair for pair in found if pair[0] < before), key=lambda pair: pair[0], default=None)
        if last is None and len({id(thing) for _, thing in found}) == 1:
            last = found[0]  # the only one that the document names
        return last[1] if last else None

    def listed_quotes(self, at: int, step: int) -> list[Unit]:
        """The quoted names side by side from a unit on: «А», «Б» және «В»."""
        found: list[Unit] = []
        while 0 <= at < len(self.units) and self.units[at].kind == QUOTE:
            found.append(self.units[at])
            joint = at + (step > 0)  # the unit whose glue stands between this name and the next
            if joint == len(self.units) or self.units[joint].glue not in (" ", ", "):
                break
            linked = self.units[at + step].key in LINKS
            if not linked and self.units[joint].glue != ", ":
                break
            at += 2 * step if linked else step
        return found

    def capital(self, at: int) -> bool:
        """Is the capital of this unit a sign of a name?"""
        unit = self.units[at]
        return unit.kind == WORD and unit.capital and not self.shouted and not unit.glue.startswith("\n")

    def is_programme(self, at: int, quote: Unit, subtype: str) -> bool:
        """Contact centres and support centres are services: programs.py reads them."""
        if subtype not in ("centre", "service"):
            return False
        head = self.units[at]
        first, last = min(quote.end, head.end), max(quote.start, head.start)
        near = [unit.key for unit in self.units if first <= unit.start < last]
        if at and head.glue == "-":
            near.append(self.units[at - 1].key)  # "контакт-центр"
        return any(_SERVICE.match(key) for key in near)


def _party_name(written: str) -> str:
    """The party's bare name as written, less a case suffix."""
    if re.search("[A-Za-z]", written) or " " in written:
        return re.sub(r"[-‑][а-яәғқңөұүһі]+\Z", "", written)
    return kazakh.without_case(written).text
