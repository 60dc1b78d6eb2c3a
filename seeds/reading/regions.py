"""Regions: the gazetteer's names in all their forms, and names of districts and villages that no list has.

Kazakh names are looked up by the candidate bases of their last word, Russian ones by forms generated beforehand. An
oblast and a city of one name are told apart by the head word beside it; a bare name is the city's.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict

from kb.core.text import name_key
from seeds.reading import given_names, kazakh, phrases, russian
from seeds.reading.drafts import REGION, Reading, Sentence, Thing
from seeds.reading.gazetteer import Entry, Gazetteer, Name

_LONGEST = 5  # words of a name


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RU_HEAD = re.compile(
    r"(?:(област)(?:ь|и|ью|еи|ям|ями|ях)|(раион|регион)(?:а|у|ом|е|ы|ов|ам|ами|ах)?"
    r"|(област|раион|город)(н|ск)(?:ои|ыи|ого|ому|ым|ом|ая|ую|ое|ые|ых|ии|им))\Z"
)
_RU_ADJECTIVE = re.compile(r"(.*(?:ск|цк))(?:ии|ого|ому|им|ом|ая|ои|ую|ие|их|ими)\Z")
_RU_FEMININE = re.compile(r"(?:ая|ои|ую)\Z")
_KK_HEADS = {
    "облысы": "oblast", "ауданы": "district", "каласы": "city",
    **dict.fromkeys(["ауылы", "аулы", "кенти", "селосы", "ауылдык округи", "станциясы", "стансасы", "стансиясы",
                     "бекети", "разъези", "елди мекени"], "settlement"),
}  # fmt: skip
_KK_PLURALS = {
    "облыстары": "облысы", "аудандары": "ауданы", "калалары": "каласы", "ауылдары": "ауылы", "кенттери": "кенти",
}  # fmt: skip
_KK_PAIRS = {"ауылдык": ("округтери", "ауылдык округи"), "елди": ("мекендери", "елди мекени")}
# "Ал Аягөз бен Үржар аудандарында": what only begins a Kazakh sentence.
_OPENERS = _set("ал бирак енди биыл былтыр казир бугин бугинде кеше сондаи соныкен сонымен осы бул сол екинши")
_LIKE = frozenset(["сиякты", "секилди"])
_CALLED_SO = frozenset(["деген", "атты", "аталатын"])  # «Қымызды деген ауылда»
_KK_POSSESSED = {
    "ауыл": "ауылы",
    "кент": "кенти",
    "село": "селосы",
    "аудан": "ауданы",
    "мекен": "ауылы",
    "елди": "ауылы",
}
_AND = frozenset({"жане", "мен", "пен", "бен", "и"})

# A name after or before these words names a street, a hotel or a person's memory, no region.
_RU_STREET = re.compile(
    r"(?:ул|улиц\w*|проспект\w*|пр|просп|мкр|микрораион\w*|площад\w*|гостиниц\w*|отел\w*|имени|им|шоссе|жк|"
    r"бульвар\w*|стадион\w*|аэропорт\w*|вокзал\w*|телеканал\w*|газет\w*|фк|хк|клуб\w*)\Z"
)
_KK_STREET = re.compile(
    r"(?:коше|дангыл|алан|конакуи|шагынаудан|атындагы|шагын|мешит|стадион|телеарна|арнас|газет|вокзал|арена|доллар|рубл)"
)
_RU_TOWN = re.compile(r"(?:г|гор|город(?:а|у|ом|е|ов|ами|ах)?)\Z")
_RU_VILLAGE = re.compile(
    r"(?:с|пос|сел[оауе]|селом|сел|сел(?:ам|ами|ах)|поселк\w*|поселок|аул(?:а|у|ом|е|ы|ов|ам|ами|ах)?|"
    r"станци(?:я|и|ю|еи|ям|ях)|разъезд(?:а|у|ом|е)?)\Z"
)
_RU_VILLAGES = re.compile(r"(?:сел|сел(?:ам|ами|ах)|поселк(?:и|ов|ам|ами|ах)|аул(?:ы|ов|ам|ами|ах))\Z")
_ABBREVIATED = frozenset(["с", "пос", "г", "гор"])
_RU_TWO_WORDS = re.compile(r"(?:сельск\w{2,3} (округ)|населенн\w{2,3} пункт)(?:а|у|ом|е|(и|ы|ов|ам|ами|ах))?\Z")
_RU_OF_PLACE = frozenset({"в", "из", "во"})
_RU_WHERE = _RU_OF_PLACE | {"под", "до", "близ", "около"}
_RU_BARE = re.compile(r"[А-ЯЁ][а-яё]{3,}(?:[оеё]вк|[иыя]нк)[аеиуо]й?\Z")
_MUSEUM = re.compile(r"(?:Третьяковк|Рубл[её]вк|Лубянк)")  # a gallery and streets that everybody knows
_RU_OBLIQUE = re.compile(r"(?:ого|ому|ым|им|ом)\Z")
_RU_RURAL = re.compile(r"сельск(?:ии|ого|ому|им|ом)\Z")
_NO_DISTRICT = frozenset(["городскои", "сельскои", "городскии", "сельскии", "каждыи", "казахскии", "русскии"])
# Names that are also forms of common nouns: nothing at the start of a sentence or in capitals.
_DIRECTION = re.compile(
    r"(?:(?:восточн|западн|северн|южн|центральн)\w{2,3}|онтустик|солтустик|шыгыс|батыс|орталык|[юс]\w+но|восточно)\Z"
)
_COMMON = frozenset({"семеи"})
# A heading or a table's head whose rows are named by districts or oblasts alone.
_ROWS_OF = re.compile(
    r"^\W*(район|аудан|област|облыс)\w{0,4}\s*[—–|\t-]|(?<!\w)(?:по|в|среди) (район|област)\w{2}\b.*:\W*$|"
    r"^\W*(аудан|облыс)(?:тар|дар)\w* .*:\W*$",
    re.I,
)
_ROW = re.compile(r"\W*[^\W\d][\w ]{2,40}\s*[—–|\t:-]+\s*\d")
_PLACED = (kazakh.LOCATIVE, kazakh.ATTRIBUTIVE, kazakh.ABLATIVE)
_FOREIGN_CASE = re.compile(r"(?:[дтн](?:ын|ин)|[гк][ае]|[дт][ае](?:гы|ги)?|[дтн][ае]н|[дтн][ыи])\Z")
_KK_OWNER = re.compile(r"\w{2}(?:[дтн]ын|[дтн]ин)\Z")
_IN_SPEECH = (*_PLACED, kazakh.DATIVE)  # "Алматыға сапар" in quotes is said of the place
_KK_HEADED = re.compile(r"\w (?:облыс|аудан)\w+\Z")  # «… ауданының жастар орталығы» lies in that district
_KK_VILLAGE = re.compile(r"\s(?:ауыл|аул|кент|село)")
_SPEECH = 5  # a quotation of more words is speech, and names in it count


def find(reading: Reading, gazetteer: Gazetteer) -> list[Thing]:
    """The regions that the document names."""
    if "regions" not in gazetteer.compiled:
        gazetteer.compiled["regions"] = _Names(gazetteer)
    names = gazetteer.compiled["regions"]
    hits: list[_Hit] = []
    head = ""
    for sentence in reading.sentences:
        if named := _ROWS_OF.search(sentence.text):
            head = "district" if named[named.lastindex][0].lower() in "ра" else "oblast"
        elif head and not _ROW.match(sentence.text):
            head = ""
        hits += _Scan(reading, sentence, names, head).hits()
    _called_alone(hits)
    beside: dict[int, set[str]] = defaultdict(set)
    for hit in hits:
        if len(hit.entries) == 1:
            beside[id(hit.sentence)].add(hit.entries[0].ref)
    mentioned = set().union(*beside.values())
    found = []
    for hit in hits:
        entry = _choose(hit.entries, [beside[id(hit.sentence)], mentioned], reading.head.published)
        found.append(_thing(reading, hit, entry))
    things = phrases.gather(found)
    _nest(things, gazetteer, reading.head.published)
    return things


class _Hit:
    """A place in the text and what it may name."""

    __slots__ = ("case", "end", "entries", "form", "name", "rule", "sentence", "start", "subtype")

    def __init__(self, sentence, start, end, rule, entries=(), name=None, form="", subtype="", case=""):
        self.case = case
        self.sentence, self.start, self.end, self.rule = sentence, start, end, rule
        self.entries, self.name, self.form, self.subtype = list(entries), name, form, subtype


class _Names:
    """The gazetteer's regions, by what a text can hold of their names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.kazakh: dict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        self.russian: dict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        self.adjectives: dict[tuple[str, str], list[tuple[Entry, Name]]] = defaultdict(list)
        for entry in gazetteer.of(REGION):
            for name in entry.names:
                key = name_key(name.text)
                if name.language == "kk":
                    for form in _kazakh_forms(key, entry.subtype):
                        self.kazakh[form].append((entry, name))
                elif name.language == "ru":
                    for form in russian_forms(name.text):
                        self.russian[form].append((entry, name))
                    first, _, head = key.partition(" ")
                    while head.count(" "):  # "Северо-Казахстанская область"
                        first, _, head = first + " " + head.partition(" ")[0], "", head.partition(" ")[2]
                    adjective = _RU_ADJECTIVE.match(first)
                    if adjective and head in ("область", "раион"):
                        self.adjectives[adjective[1], head[:6].rstrip("ь")].append((entry, name))
        self.bare_districts: dict[str, list[tuple[Entry, Name]]] = defaultdict(list)
        for key, rows in list(self.kazakh.items()):
            if key.endswith(" ауданы") and key.removesuffix(" ауданы") not in self.kazakh:
                self.bare_districts[key.removesuffix(" ауданы")] += [r for r in rows if r[0].subtype == "district"]
        self.towns = {
            name_key(entry.primary["ru"]): entry
            for entry in gazetteer.of(REGION)
            if entry.subtype in ("city", "city_republican")
        }

    def town_of(self, adjective: str) -> Entry | None:
        """The town that a folded Russian adjective's stem is made of ("шымкентск", "алматинск")."""
        stem = re.sub(r"(?:ин|ов|ев|н)?ск\Z", "", adjective)
        fitting = [entry for key, entry in self.towns.items() if len(stem) > 3 and key.startswith(stem[:7])]
        return fitting[0] if len(fitting) == 1 else None


_RU_ENDINGS = [
    (re.compile(r"(ск|цк)ая\Z"), "\\1", "ая ои ую"),
    (re.compile(r"(ск|цк)ии\Z"), "\\1", "ии ого ому им ом"),
    (re.compile(r"([нм])ыи\Z"), "\\1", "ыи ого ому ым ом"),
    (re.compile(r"([нв])ое\Z"), "\\1", "ое ого ому ым ом"),
    (re.compile(r"ия\Z"), "", "ия ии ию иеи"),
    (re.compile(r"([аеиоу])и\Z"), "\\1", "и я ю ем е"),
    (re.compile(r"ь\Z"), "", "ь и ью я ю ем е"),
    (re.compile(r"([гкхшж])а\Z"), "\\1", "а и е у ои"),
    (re.compile(r"а\Z"), "", "а ы е у ои"),
    (re.compile(r"ы\Z"), "", "ы ов ам ами ах"),
    (re.compile(r"([бвгджзклмнпрстфхцчшщ])о\Z"), "\\1", "о а у ом е"),
    (re.compile(r"([бвгджзклмнпрстфхцчшщ])\Z"), "\\1", "_ а у ом е"),
]
_RU_INDECLINABLE = frozenset({"алматы", "рк", "рф", "кнр", "оаэ", "сша"})


def russian_forms(name: str) -> set[str]:
    """The folded case forms of a Russian place name: its last word's, or those of a leading adjective or head too."""
    words = name_key(name).split()
    if name.isupper():
        return {" ".join(words)}
    if words[0] in ("область", "раион", "республика"):
        heads = {"область": "ь и ью", "раион": "_ а у ом е", "республика": "а и е у ои"}[words[0]].split()
        forms = [words[0].rstrip("ьа") + head.strip("_") for head in heads]
        if words[0] == "область":
            forms += _word_forms("регион")
        tails = _word_forms(words[-1]) if words[0] == "республика" else {words[-1]}
        return {" ".join([form, *words[1:-1], tail]) for form in forms for tail in tails}
    if len(words) == 2 and words[0][-2:] in ("ая", "ое", "ые", "ии"):
        return {f"{first} {last}" for first in _word_forms(words[0]) for last in _word_forms(words[1])}
    return {" ".join([*words[:-1], last]) for last in _word_forms(words[-1])}


def _word_forms(word: str) -> set[str]:
    if word in _RU_INDECLINABLE or len(word) < 3:
        return {word}
    if word.endswith("ая"):
        return {word[:-2] + ending for ending in ("ая", "ои", "ую")}
    if word.endswith("ые"):
        return {word[:-2] + ending for ending in ("ые", "ых", "ым", "ыми")}
    for pattern, stem, endings in _RU_ENDINGS:
        if pattern.search(word):
            base = pattern.sub(stem, word)
            return {base + ending.strip("_") for ending in endings.split()} | {word}
    return {word}


def _kazakh_forms(key: str, subtype: str) -> list[str]:
    """The folded name with the heads it can stand before or lose: "сайрам ауданы", "сайрам аудандык"."""
    if subtype in ("city", "city_republican"):
        return [key, f"{key} каласы", f"{key} калалык"]
    for noun, *others in (("облысы", "облыстык", "онири", "аимагы"), ("ауданы", "аудандык")):
        if key.endswith(noun):
            return [key, *(key.removesuffix(noun) + other for other in others)]
    return [key]


class _Scan:
    """One pass over the words of a sentence; a word belongs to one hit at most."""

    def __init__(self, reading: Reading, sentence: Sentence, names: _Names, head: str = "") -> None:
        self.reading, self.sentence, self.names, self.head = reading, sentence, names, head
        self.words = phrases.words(sentence)
        self.quoted = [
            (start, end)
            for start, end in phrases.quotes(sentence.text, sentence.start)
            if len(sentence.text[start - sentence.start : end - sentence.start].split()) <= _SPEECH
        ]
        self.found: list[_Hit] = []
        self._looked_up: dict[tuple[int, int], tuple[list[tuple[Entry, Name]], str]] = {}

    def hits(self) -> list[_Hit]:
        at = int(bool(self.words) and self.sentence.language != "ru" and self.words[0].key in _OPENERS)
        while at < len(self.words):
            step = (
                self.row(at)
                or self.kazakh_list(at)
                or self.russian_list(at)
                or self.russian_adjectives(at)
                or self.listed(at)
                or self.kazakh_unlisted(at)
                or self.russian_unlisted(at)
                or self.russian_bare(at)
            )
            at += step or 1
        return [hit for hit in self.found if hit.case in _IN_SPEECH or not self._in_name(hit)]

    def _in_name(self, hit: _Hit) -> bool:
        text = self.reading.document.text[hit.start : hit.end]
        headed = hit.rule == "ru-adjective" or _KK_HEADED.search(text.lower())
        return not headed and any(start < hit.start and hit.end <= end for start, end in self.quoted)

    def add(self, first: int, last: int, rule: str, entries=(), name=None, form="", subtype="", case="") -> None:
        start, end = self.words[first].start, self.words[last].end
        self.found.append(_Hit(self.sentence, start, end, rule, entries, name, form, subtype, case))

    def phrase(self, first: int, last: int) -> bool:
        return last < len(self.words) and all(word.joined for word in self.words[first + 1 : last + 1])

    # --- names whose head stands elsewhere

    def row(self, at: int) -> int:
        """«Абайский — 5» under «Район — сумма», «Арал – 2» under «Аудандар:», "в Абайском районе 5, в Майском – 3"."""
        word, following = self.words[at], self.words[at + 1] if at + 1 < len(self.words) else None
        if not word.capital or (following and following.joined and not following.text[0].isdigit()):
            return 0
        adjective = _RU_ADJECTIVE.match(word.key)
        kind = self.head if at == 0 else ""
        if at and adjective and self.found and self.found[-1].rule == "ru-adjective":
            before = self.words[at - 1]
            kind = self.found[-1].entries[0].subtype if before.key in _RU_OF_PLACE and before.glue != " " else ""
        if kind not in ("district", "oblast"):
            return 0
        heads = {"district": ("раион", "ауданы"), "oblast": ("област", "облысы")}[kind]
        matches = self.names.adjectives.get((adjective[1], heads[0])) if adjective else None
        matches = matches or (
            self.names.kazakh.get(f"{word.key} {heads[1]}") if self.sentence.language == "kk" else None
        )
        if not matches:
            return 0
        self.add(at, at, "row", [match[0] for match in matches], matches[0][1])
        return 1

    # --- names that are listed

    def listed(self, at: int) -> int:
        """The longest listed name at a word."""
        if not self.words[at].capital and self.words[at].key not in _HEAD_FORMS:
            return 0
        for length in range(_LONGEST, 0, -1):
            last = at + length - 1
            matches, case = self.lookup(at, last)
            if matches and self.stands(at, last, matches, case):
                self.take(at, last, matches, case)
                return length
        following = self.words[at + 1 : at + 3]
        listed = self._goes_on(self.words[at]) and len(following) == 2 and following[0].key in _AND
        bare = self.names.bare_districts.get(self.words[at].key) if listed else None
        if bare and self.lookup(at + 2, at + 2)[0]:  # "Жаңаөзен, Мұнайлы мен Бейнеуге"
            self.take(at, at, bare, "")
            return 1
        return 0

    def lookup(self, at: int, last: int) -> tuple[list[tuple[Entry, Name]], str]:
        """The listed names that the words may be a form of, and the case they stand in."""
        found = self._looked_up.get((at, last))
        if found is None:
            found = self._looked_up[at, last] = self._lookup(at, last)
        return found

    def _lookup(self, at: int, last: int) -> tuple[list[tuple[Entry, Name]], str]:
        if not self.phrase(at, last):
            return [], ""
        words = self.words[at : last + 1]
        plain = " ".join(word.key for word in words)
        if self.sentence.language != "kk" and (matches := self.names.russian.get(plain)):
            return matches, "" if any(name_key(name.text) == plain for _, name in matches) else "oblique"
        if self.sentence.language == "ru" and not re.search("[әғқңөұүһі]", self.sentence.text, re.I):
            return [], ""
        start = plain[: len(plain) - len(words[-1].key)]
        bare: tuple[list[tuple[Entry, Name]], str] | None = None
        for base in kazakh.bases(words[-1].text):
            if any(name == kazakh.RELATIONAL for name, _ in base.suffixes):
                continue  # "алматылық" is a person
            key = start + name_key(base.text)
            if matches := self.names.kazakh.get(key):
                return matches, base.case
            if base.case in _PLACED and at and (matches := self.names.bare_districts.get(key)):
                bare = matches, base.case
        if bare:
            return bare
        if foreign := _FOREIGN_CASE.search(plain):  # loans defy vowel harmony: "Нью-Йоркте"
            matches = self.names.kazakh.get(plain[: foreign.start()], [])
            if any(entry.subtype in ("city", "country") for entry, _ in matches):
                return matches, kazakh.LOCATIVE
        if self.sentence.language == "kk":  # Russian names inside Kazakh sentences stand as they are
            return self.names.russian.get(plain, []), ""
        return [], ""

    def stands(self, at: int, last: int, matches: list[tuple[Entry, Name]], case: str) -> bool:
        """Does the listed name at this place name the region, and not a street, a person or a common noun?"""
        words = self.words[at : last + 1]
        short = words[-1].text
        if any(name.kind == "abbreviation" for _, name in matches):
            return short.isupper()
        before = self.words[at - 1] if at else None
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        if before and any(entry.ref == "region:KZ" for entry, _ in matches) and _DIRECTION.match(before.key):
            return False  # "Восточный Казахстан", «Оңтүстік Қазақстан университеті»
        headed = words[-1].key.startswith(
            ("облыс", "аудан", "кала", "онир", "аимаг", "област", "раион", "регион")
        ) or words[0].key.startswith(("област", "раион", "регион", "республик"))
        if headed:
            return True
        if after and after.joined and _KK_STREET.match(after.key):
            return False
        if before and _RU_STREET.match(before.key) and words[0].glue.strip(' .«"') == "":
            return False
        street = self.words[at - 2] if at > 1 and before.capital else None
        if street and before.glue == words[0].glue == " " and _RU_STREET.match(street.key):
            return False  # "на улице Конституции Казахстана"
        town = bool(before and _RU_TOWN.match(before.key)) or bool(after and after.key.startswith("каласы"))
        if town:
            return True
        if all(name.kind == "former" and not _recent(name) for _, name in matches):
            return False  # "Шевченко" is a person before it is a town of 1980
        if words[0].key in _COMMON and (at == 0 or words[0].text.isupper()):
            return False
        if before and before.key.startswith("долл"):
            return False
        if before and len(words) == 1 and words[0].glue == " " and _called(before.text) and russian.is_surname(short):
            return False  # "Ирина Смирнова"
        surname = (
            len(words) == 1
            and after
            and after.joined
            and case in ("", kazakh.NOMINATIVE)
            and russian.is_surname(after.text)
        )
        if surname and after.capital:
            return False  # "Дания Еспаева"
        if all(entry.data.get("generic") or (name.kind == "short" and len(words) == 1) for entry, name in matches):
            if before and (_RU_VILLAGE.match(before.key) or self._goes_on(words[0])):
                return True
            if self.sentence.language == "kk":
                return (case in _PLACED or self._placed_with(last)) and (
                    at > 0 or any(name.kind == "short" for _, name in matches) or case not in _PLACED
                )
            indeclinable = bool(re.search("[уыо]\\Z", words[-1].key))  # "в Мангистау", "в Булаево"
            return bool(before and before.key in _RU_OF_PLACE and (case or indeclinable))
        return True

    def _placed_with(self, last: int) -> bool:
        """«Ақсу мен Екібастұзда»: is the word listed with a place that has the case of both?"""
        index = last + 1
        while index < len(self.words) and index - last < 6:
            word = self.words[index]
            linked = word.key in _AND
            if not linked and not (word.capital and ("," in word.glue or self.words[index - 1].key in _AND)):
                return False
            if not linked:
                matches, case = self.lookup(index, index)
                if matches and case in _PLACED:
                    return True
                if not matches:
                    return False
            index += 1
        return False

    def _goes_on(self, word: phrases.Word) -> bool:
        """Is the word a further member of a list of places: "в Экибастузе, Аксу и …"?"""
        return bool(self.found) and self.found[-1].end == word.start - len(word.glue) and word.glue in (", ", " ")

    def take(self, at: int, last: int, matches: list[tuple[Entry, Name]], case: str) -> None:
        kinds = ("country", "city_republican", "city", "oblast", "district", "city_district", "settlement")
        # "Ақмола" was the capital's name until 1998; it is the oblast's today.
        matches = [match for match in matches if match[1].kind != "former" or _recent(match[1])] or matches
        best = kinds[min(kinds.index(entry.subtype) for entry, _ in matches)]
        same = ("district", "city_district") if best == "district" else (best,)
        fitting = [match for match in matches if match[0].subtype in same]
        self.add(at, last, "listed", [match[0] for match in fitting], fitting[0][1], case=case)

    # --- "Қарағанды және Ақмола облыстарының"

    def kazakh_list(self, at: int) -> int:
        if not self.words[at].capital or self.sentence.language == "ru":
            return 0
        items: list[tuple[int, int]] = []
        first = index = at
        while index < len(self.words) and index - at < 24:
            word = self.words[index]
            head, end = self._list_head(index) if index > first and word.joined else ("", 0)
            if not head and items and index > first and self._share_district([*items, (first, index - 1)], index):
                head, end = "ауданы", index
            if head:
                items.append((first, index - 1))
                return self._take_list(at, items, head, end) if len(items) > 1 else 0
            if word.key in _AND or (index > first and "," in word.glue):
                if index == first:
                    return 0
                items.append((first, index - 1))
                first = index + (word.key in _AND)
            elif index - first > _LONGEST or not (word.capital if index == first else self._names_on(index)):
                return 0
            index += 1
        return 0

    def _list_head(self, at: int) -> tuple[str, int]:
        """The head, in the singular, of the places listed before a word, and the last word of the list."""
        word, following = self.words[at], self.words[at + 1 : at + 5]
        if plural := next((p for p in phrases.kazakh_keys(word.text) if p in _KK_PLURALS), ""):
            return _KK_PLURALS[plural], at
        pair = _KK_PAIRS.get(word.key)
        if pair and following and pair[0] in phrases.kazakh_keys(following[0].text):
            return pair[1], at + 1
        if word.key in _LIKE and any(other.key.startswith(("ауыл", "аул", "елди", "кент")) for other in following):
            return "ауылы", at - 1  # «… және Жоласар сияқты төрт елді мекен»
        return "", 0

    def _share_district(self, items: list[tuple[int, int]], at: int) -> bool:
        """«Түпқараған және Мұнайлы ауданында»: do listed districts share one head in the singular?"""
        return "ауданы" in phrases.kazakh_keys(self.words[at].text) and all(
            " ".join([*(word.key for word in self.words[first : last + 1]), "ауданы"]) in self.names.kazakh
            and not (first == last and self.lookup(first, last)[0])
            for first, last in items[:-1]
        )

    def _names_on(self, at: int) -> bool:
        """Does a word go on the name before it: a capital, or as in «Байдалы би», «Бөкей ордасы ауданы»?"""
        word = self.words[at]
        listed = at and f"{self.words[at - 1].key} {word.key} ауданы" in self.names.kazakh
        return word.joined and (word.capital or word.key in _HONOURS or bool(listed))

    def _take_list(self, at: int, items: list[tuple[int, int]], head: str, plural: int) -> int:
        first, last = items[0]
        # "… орынбасары Арман Серікұлы Алатау және Медеу аудандарында": the list begins after the person.
        people = [place for place in range(first, last) if _personal(self.words[place].text)]
        if people:
            first = people[-1] + 1
        elif first == 0 < last and not (self.lookup(0, 0)[0] or self.lookup(0, last)[0]) and _cased(self.words[0].text):
            first += 1  # «Шараға Қобда, Алға аудандарынан»
        # «Облыстың Семей және Курчатов қалаларында»: what owns the places is none of them.
        while first < last and _KK_OWNER.search(self.words[first].key):
            if self.lookup(first, first)[0]:
                self.listed(first)
            first += 1
        items = [(first, last), *items[1:]]
        for number, (first, last) in enumerate(items):
            words = self.words[first : last + 1]
            end = plural if number == len(items) - 1 else last
            matches = self.names.kazakh.get(" ".join([*(word.key for word in words), head]), [])
            if matches:
                self.add(first, end, "kk-list", [m[0] for m in matches], matches[0][1])
            else:
                text = " ".join(word.text for word in words)
                subtype = _KK_HEADS[head]
                name = f"{text} {_HEAD_NOUNS[head]}" if head in _HEAD_NOUNS else text
                self.add(first, end, "kk-list-unlisted", form=name, subtype=subtype)
        return plural + 1 - at

    # --- "области Абай, Жетісу и Ұлытау"

    def russian_list(self, at: int) -> int:
        head = {"области": "область", "областеи": "область", "областях": "область", "областям": "область",
                "раионы": "раион", "раионов": "раион", "раионах": "раион"}.get(self.words[at].key)  # fmt: skip
        if head is None or self.sentence.language == "kk":
            return 0
        items: list[tuple[int, list[tuple[Entry, Name]]]] = []
        index = at + 1
        while index < len(self.words):
            word = self.words[index]
            if word.key == "и" and items:
                index += 1
                continue
            matches = self.names.russian.get(f"{head} {word.key}") if word.capital else None
            if not matches or word.glue not in (" ", ", "):
                break
            items.append((index, matches))
            index += 1
        if len(items) < 2:
            return 0
        for place, matches in items:
            self.add(place, place, "ru-list", [match[0] for match in matches], matches[0][1])
        return items[-1][0] + 1 - at

    # --- "Жамбылской и Туркестанской областях", "Алматинский областной филиал"

    def russian_adjectives(self, at: int) -> int:
        if self.sentence.language == "kk" or not self.words[at].capital:
            return 0
        items: list[tuple[int, int, str]] = []
        index = at
        while index < len(self.words) and len(items) < 20:
            first = index
            # "Северо-Казахстанской": all parts but the last stay as they are.
            while index + 1 < len(self.words) and self.words[index + 1].glue == "-" and index - first < 2:
                index += 1
            adjective = _RU_ADJECTIVE.match(self.words[index].key)
            if not adjective or not self.words[first].capital:
                return 0
            stem = " ".join([*(word.key for word in self.words[first:index]), adjective[1]])
            items.append((first, index, stem))
            index += 1
            if index >= len(self.words):
                return 0
            word = self.words[index]
            if word.key == "и":
                index += 1
            elif "," not in word.glue:
                break
        else:
            return 0
        word = self.words[index]
        if _RU_RURAL.match(word.key) and len(items) == 1:
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            if following and following.key.startswith("округ"):
                first, last, _ = items[0]
                text = self.text(first, index + 1)
                self.add(first, index + 1, "ru-rural", form=russian.nominative(text), subtype="settlement")
                return index + 2 - at
            return 0
        head = _RU_HEAD.match(word.key)
        if not head or not word.joined:
            return 0
        noun = "област" if head[2] == "регион" else head[1] or head[2] or head[3]
        for number, (first, last, stem) in enumerate(items):
            end = index if number == len(items) - 1 else last
            if noun == "город":
                town = self.names.town_of(stem)
                if town:
                    self.add(first, end, "ru-adjective", [town], town.names[1])
                continue
            matches = self.names.adjectives.get((stem, noun))
            if matches:
                self.add(first, end, "ru-adjective", [m[0] for m in matches], matches[0][1])
            elif (
                self.words[last].key not in _NO_DISTRICT and word.key.startswith(("раион", "област")) and (number or at)
            ):
                stem_text = re.sub(r"(?<=[сц]к)[а-я]+\Z", "", self.text(first, last))
                form, subtype = {"раион": ("ий район", "district"), "област": ("ая область", "oblast")}[noun]
                self.add(first, end, "ru-adjective-unlisted", form=stem_text + form, subtype=subtype)
        return index + 1 - at

    def _adjective_of_region(self, at: int) -> bool:
        """«Темирского района»: is the word an adjective whose head is a region's?"""
        last = at
        while last + 1 < len(self.words) and self.words[last + 1].glue == "-" and last - at < 2:
            last += 1
        return bool(
            _RU_ADJECTIVE.match(self.words[last].key)
            and self.phrase(last, last + 1)
            and (_RU_HEAD.match(self.words[last + 1].key) or _RU_RURAL.match(self.words[last + 1].key))
        )

    def text(self, first: int, last: int) -> str:
        start, end = self.words[first].start, self.words[last].end
        return self.reading.document.text[start:end]

    # --- districts and villages that no list has

    def kazakh_unlisted(self, at: int) -> int:
        """«Жаңақоныс ауылында», «Бесқұдық ауылдық округі», «Көктерек ауданының»."""
        if self.sentence.language == "ru" or not self.words[at].capital or at + 1 >= len(self.words):
            return 0
        # Back from the head: at most two capital words before it.
        last = at
        while self.phrase(at, last + 1) and last - at < 2:
            if not self._names_on(last + 1):
                break
            last += 1
        honoured = last == at + 1 and _called(self.words[at].text) and _KK_SURNAME.search(self.words[last].text)
        if last > at and (
            (at == 0 and self.words[last].capital and not honoured)
            or any(_KK_SURNAME.search(word.text) for word in self.words[at:last])
            or any(self.lookup(first, last + 1)[0] for first in range(at + 1, last + 1))
        ):
            return 0  # the name begins at a later word
        head = self.words[last + 1] if last + 1 < len(self.words) and self.words[last + 1].joined else None
        if head is None:
            return 0
        text = self.text(at, last)
        if at == 0 and name_key(text) in _NOT_PLACES:
            return 0
        keys = phrases.kazakh_keys(head.text)
        if head.key in ("ауылдык", "селолык") and last + 2 < len(self.words):
            okrug = next((k for k in phrases.kazakh_keys(self.words[last + 2].text) if k in ("округи", "округ")), "")
            if okrug:
                self.add(at, last + 2, "kk-rural", form=f"{text} ауылдық округі", subtype="settlement")
                return last + 3 - at
            return 0
        end = last + 1
        if head.key == "елди" and end + 1 < len(self.words):
            end += 1
            keys = tuple(f"елди {key}" for key in phrases.kazakh_keys(self.words[end].text))
        if head.key in _CALLED_SO and end + 1 < len(self.words):
            end += 1
            keys = tuple(_KK_POSSESSED.get(key, "") for key in phrases.kazakh_keys(self.words[end].text))
        noun = next((key for key in keys if key in _KK_HEADS), "")
        if not noun or (noun == "ауданы" and name_key(text) in ("шагын",)):
            return 0
        subtype = _KK_HEADS[noun]
        name = f"{text} {_HEAD_NOUNS[noun]}" if subtype in ("oblast", "district") else text
        self.add(at, end, "kk-unlisted", form=name, subtype=subtype)
        return end + 1 - at

    def russian_unlisted(self, at: int) -> int:
        """«в селе Новая Долина», «г. Каратобе»."""
        word = self.words[at]
        if self.sentence.language == "kk" or (word.capital and at):
            return 0
        village, town, pair = _RU_VILLAGE.match(word.key), _RU_TOWN.match(word.key), None
        if at + 2 < len(self.words) and not village:
            pair = _RU_TWO_WORDS.match(f"{word.key} {self.words[at + 1].key}")
        if not (village or town or pair) or at + 1 >= len(self.words):
            return 0
        first = last = at + 1 + bool(pair)
        kind = "сельский округ " if pair and pair[1] else ""
        abbreviated = word.key in _ABBREVIATED
        several = _RU_VILLAGES.match(word.key) or word.text.lower() == "сёла" or (pair and pair[2])
        glue = self.words[first].glue
        if not self.words[first].capital or glue not in ((". ", ".", " ") if abbreviated else (" ",)):
            return 0
        if abbreviated and ("." not in glue or (at and (word.glue[-1] == "/" or self.words[at - 1].text[0].isdigit()))):
            return 0  # "20 м/с. В …", "2020 г. Павлодар"
        if not kind and (step := self.listed(first)):
            return first + step - at if not several else self._further_villages(first + step - 1) + 1 - at
        if town and _called(self.words[first].text):
            return 0  # "акима города Мадины …"
        following = self.words[first + 1] if self.phrase(first, first + 1) else None
        if person := self._person_after(first):
            last = person - 1
        elif following and _called(self.words[first].text) and _surname(following.text):
            given = self.words[first].text
            if not (given.endswith("а") and given_names.gender(given[:-1]) == "m"):
                return 0  # "житель села Данияр Ержанов", but "аул Малика Габдуллина"
            last += 1
        elif following and following.capital and not (_called(following.text) or self._adjective_of_region(first + 1)):
            last += 1
        text = self.text(first, last)
        adjective = _RU_ADJECTIVE.match(self.words[first].key)
        if adjective and (several or town or self._adjective_of_region(first)):
            return 0
        if following and _RU_HEAD.match(following.key):
            return 0  # "сёл Целинного района"
        if not re.search("[а-я]", text) or len(text) < 3 + bool(adjective):
            return 0
        form = _settle(text)
        if adjective or (first == last and _RU_OBLIQUE.search(text) and russian.is_adjective(text)):
            form = _adjectival(text, neuter=word.key.startswith("сел") or word.key == "с")
        self.add(first, last, "ru-unlisted", form=kind + form, subtype="city" if town else "settlement")
        if several:  # "в сёлах Балтабай, Каракемер"
            last = self._further_villages(last, kind)
        return last + 1 - at

    def russian_bare(self, at: int) -> int:
        """ "клуб в Келлеровке": a village that its ending alone tells, after a word that says where."""
        word = self.words[at]
        if at and _RU_BARE.match(word.text) and self.words[at - 1].key in _RU_WHERE and word.glue == " ":
            if self.sentence.language == "kk" or any(start < word.start < end for start, end in self.quoted):
                return 0
            known = any(parse.is_known and "Geox" not in parse.tag for parse in russian.parses(word.text))
            if not known and not _MUSEUM.match(word.text):
                self.add(at, at, "ru-unlisted", form=_settle(word.text), subtype="settlement")
                return 1
        return 0

    def _person_after(self, first: int) -> int | None:
        """ "из села Аккистау Сагынгали Досжанов": the word at which a person begins, whatever his given name."""
        for index in range(first + 1, min(first + 4, len(self.words))):
            word = self.words[index]
            if not (word.joined and word.capital):
                break
            patronymic = russian.is_patronymic(word.text)
            if index - first > 1 and (patronymic or _surname(word.text)):
                return None if self._adjective_of_region(index) else index - 1
        return None

    def _further_villages(self, last: int, kind: str = "") -> int:
        while last + 1 < len(self.words):
            word = self.words[last + 1]
            place = last + 2 if word.key == "и" and word.glue == " " else last + 1
            if place >= len(self.words) or not self.words[place].capital or self._adjective_of_region(place):
                break
            person = _called(self.words[place].text) and self.phrase(place, place + 1) and self.words[place + 1].capital
            if self.words[place].glue != (" " if place == last + 2 else ", ") or person:
                break
            if kind or not self.listed(place):
                form = kind + _settle(self.words[place].text)
                self.add(place, place, "ru-unlisted", form=form, subtype="settlement")
            last = place
        return last


_HEAD_FORMS = _set(
    "область области областью областеи раион раиона раиону раионом раионе регион региона региону регионом регионе"
)
_HEAD_NOUNS = {
    "ауылдык округи": "ауылдық округі",
    "облысы": "облысы",
    "ауданы": "ауданы",
}


def _recent(name: Name) -> bool:
    return name.valid_until is not None and name.valid_until.year >= 2000


_HONOURS = frozenset(["батыр", "би", "ата", "ана", "акын", "баба"])
_NOT_PLACES = frozenset(["казак", "туган", "киели", "аз", "кип", "бул", "ол", "осы", "сол", "тагы"])


def _called(word: str) -> bool:
    """Is it a given name in any case, and no more?"""
    return word[:1].isupper() and not word.isupper() and (bool(given_names.gender(word)) or russian.is_given(word))


def _surname(word: str) -> bool:
    return word[:1].isupper() and russian.is_surname(word)


def _personal(word: str) -> bool:
    return _called(word) or russian.is_patronymic(word) or bool(_KK_SURNAME.search(word))


def _cased(word: str) -> bool:
    """Does a Kazakh word stand in a case other than the nominative, whatever else it may be?"""
    return any(base.suffixes and base.case != kazakh.NOMINATIVE for base in kazakh.bases(word))


_KK_SURNAME = re.compile(r"\w{2}(?:[оеё]в|ин)а?\Z")


def _settle(text: str) -> str:
    """The nominative of an unlisted Russian place name, as far as its letters tell."""
    endings = (("ске", "ск"), ("ска", "ск"), ("ском", "ск"), ("вке", "вка"), ("вки", "вка"), ("вку", "вка"),
               ("нке", "нка"), ("нки", "нка"), ("нку", "нка"))  # fmt: skip
    for ending, nominative in endings:
        if text.endswith(ending):
            return text[: -len(ending)] + nominative
    return text


def _called_alone(hits: list[_Hit]) -> None:
    """«Жаңаарқаның 95 жылдығы» where «Жаңаарқа ауданы» is named: the district, though its centre is called so too."""
    districts = {
        name_key(entry.primary["kk"]).removesuffix(" ауданы"): entry
        for hit in hits
        for entry in hit.entries
        if len(hit.entries) == 1 and entry.subtype == "district"
    }
    for hit in hits:
        alone = hit.rule == "listed" and hit.sentence.language == "kk" and hit.case not in _PLACED
        alone = alone and not _KK_VILLAGE.match(hit.sentence.text, hit.end - hit.sentence.start)
        if alone and len(hit.entries) == 1 and hit.entries[0].subtype == "settlement":
            district = districts.get(name_key(hit.entries[0].primary["kk"]))
            if district is not None:
                hit.entries, hit.name = [district], None


def _adjectival(text: str, neuter: bool) -> str:
    """ "в посёлке Станционном" gives "Станционный", "в селе Покровском" "Покровское"."""
    nominative = "ое" if neuter else "ий" if re.search(r"[сц]к\w+\Z", text) else "ый"
    return _RU_OBLIQUE.sub(nominative, text)


def _choose(entries: list[Entry], mentioned: list[set[str]], day: datetime.date | None) -> Entry | None:
    """The one entry that a name names: of namesakes the one whose oblast the sentence, else the document names."""
    entries = list(dict.fromkeys(entries))
    if len(entries) > 1:
        existing = [entry for entry in entries if entry.exists_on(day)]
        entries = existing or entries
    if len(entries) > 1:
        for refs in mentioned:
            near = [e for e in entries if (e.parent_on(day) in refs if day else any(p.ref in refs for p in e.parents))]
            if near:
                entries = near
                break
    return entries[0] if len(entries) == 1 else None


def _thing(reading: Reading, hit: _Hit, entry: Entry | None) -> tuple[object, Thing]:
    language = phrases.language(reading, hit.sentence)
    day = reading.head.published
    confidence = 0.95 if hit.entries else 0.75
    mention = phrases.mention(reading, hit.start, hit.end, f"region-{hit.rule}", confidence)
    known = entry or (hit.entries[0] if hit.entries else None)
    if known is None:
        name, subtype, ref, names = hit.form, hit.subtype, "", {}
    else:
        subtype, ref = known.subtype, entry.ref if entry else ""
        name = _name(known, hit.name, language, day)
        names = {lang: known.name(lang, day) for lang in known.primary if lang != language} if entry else {}
    thing = Thing(REGION, name, language, subtype, ref, names, confidence=confidence, mentions=[mention])
    return ref or (subtype, name_key(name)), thing


def _name(entry: Entry, name: Name | None, language: str, day: datetime.date | None) -> str:
    """The name in the language of the document: as the text has it, unless that is short or the country's long one."""
    full = name and name.kind in ("primary", "alias", "former")
    if full and name.language == language and entry.subtype != "country":
        return name.text
    return entry.name(language, day)


def _nest(things: list[Thing], gazetteer: Gazetteer, day: datetime.date | None) -> None:
    """The nearest region of the document that each of its regions lies in."""
    by_ref = {thing.ref: thing for thing in things if thing.ref}
    for thing in things:
        entry, ref, seen = gazetteer.get(thing.ref), "", set()
        while entry and entry.ref not in seen:
            seen.add(entry.ref)
            ref = entry.parent_on(day)
            if ref in by_ref:
                thing.parent = by_ref[ref]
                break
            entry = gazetteer.get(ref)
