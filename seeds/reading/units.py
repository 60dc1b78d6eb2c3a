"""What a number counts: the unit or the noun after it, in Kazakh and Russian.

Listed units (seeds/data/units.yaml) are looked up by base or lemma; any other noun is a unit of its own.
"""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from dataclasses import dataclass, field
from functools import lru_cache

from seeds.reading import kazakh, russian
from seeds.reading.numbers import Token

COUNT = "count"
SPEEDS = frozenset(["с", "ч", "сек", "час", "сағ", "мин"])


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    kind: str  # money | percent | measure | times | count
    names: dict = field(hash=False)
    group: bool = False
    small: bool = False  # counted even when the number is small and written in words


@dataclass(frozen=True, slots=True)
class Counted:
    """``first`` to ``after`` are the tokens from the number to its head noun; ``head`` is the noun's own."""

    unit: Unit | None
    text: str  # nominative singular
    first: int
    head: int
    after: int
    case: str = ""
    noun: str = ""  # the noun itself in the nominative singular: "ветеран", where the unit is "человек"
    skip: str = ""  # "not counted" (a duration, an age …) or "abstract"
    small: bool = False  # counted even when few, though it is no listed unit


class Units:
    """The units of seeds/data/units.yaml, by sign, by Kazakh base and by Russian lemma."""

    def __init__(self, table: dict):
        self.signs: dict[str, Unit] = {}
        self.by_language: dict[str, dict[tuple[str, ...], Unit]] = {"kk": {}, "ru": {}}
        for row in table["units"]:
            unit = Unit(row["code"], row["kind"], row["names"], row.get("group", False), row.get("small", False))
            for sign in row.get("signs", ()):
                self.signs[sign.lower().replace(" ", "")] = unit
            for word in row.get("kk", ()):
                self.by_language["kk"].setdefault(tuple(word.lower().split()), unit)
            for phrase in row.get("ru", ()):
                key = tuple(lemma(word) for word in phrase.lower().split())
                self.by_language["ru"].setdefault(key, unit)
        self.small = {language: frozenset(words) for language, words in table["small_nouns"].items()}
        self.skipped = {
            language: {word: reason for reason in ("abstract", "not_counted") for word in table[reason][language]}
            for language in ("kk", "ru")
        }

    def after(self, tokens: list[Token], at: int, text: str, language: str) -> Counted | None:
        """What the number before token ``at`` counts; None when no noun follows."""
        sign = self._sign(tokens, at, text)
        if sign:
            unit, after = sign
            return Counted(unit, unit.names.get(language) or unit.names["ru"], at, at, after)
        return self._kazakh(tokens, at, text) if language == "kk" else self._russian(tokens, at, text)

    def before(self, tokens: list[Token], at: int) -> Unit | None:
        """A sign of money written before its number: "$5 млн"."""
        if at and tokens[at - 1].end == tokens[at].start:
            return self.signs.get(tokens[at - 1].low)
        return None

    def _sign(self, tokens, at, text):
        for size in (4, 3, 2, 1):
            if at + size > len(tokens):
                continue
            piece = text[tokens[at].start : tokens[at + size - 1].end].lower()
            piece = piece.replace(" ", "").replace("\u00a0", "")
            unit = self.signs.get(piece) or self.signs.get(_KK_SIGN_ENDING.sub("", piece))  # "68 км-і"
            if unit:
                after = at + size
                if after < len(tokens) and tokens[after].text == "." and tokens[at].kind == "word":
                    after += 1
                # "43%-ға", "20%-ы": the ending belongs to the sign.
                if (
                    after + 1 < len(tokens)
                    and tokens[after].text in "-\u2010\u2011–"
                    and tokens[after].start == tokens[after - 1].end
                    and tokens[after + 1].start == tokens[after].end
                    and tokens[after + 1].kind == "word"
                ):
                    after += 2
                per = after + 1 < len(tokens) and tokens[after].text == "/" and tokens[after + 1].kind == "word"
                if per and tokens[after + 1].low not in SPEEDS:
                    after += 2  # "14 ц/га"
                return unit, after
        return None

    def listed(self, word: str, language: str, previous: str = "") -> Unit | None:
        """The unit that ``word`` (with ``previous`` before it) is a form of."""
        return (self._key(word, language, previous) or (None, ""))[0]

    def noun(self, word: str, language: str, previous: str = "") -> str:
        """The nominative singular of a listed noun."""
        unit, key = self._key(word, language, previous)
        name = unit.names[language]
        if language == "kk" and " " in key and key[-1] in "ғг":
            key += "ы" if key[-1] == "ғ" else "і"  # "шаруа қожалығы"
        return (
            name if key[:3] == name[:3].lower() or unit.kind != COUNT or (language == "ru" and not unit.group) else key
        )

    def text(self, unit: Unit | None, word: str, language: str) -> str:
        """What is shown as the unit of ``word``: its own noun, or the broader one that a group is counted by."""
        if unit is None:
            return russian_noun(word) if language == "ru" else kazakh_base(word)
        if language == "kk":
            return self.noun(word, "kk") if unit.kind == COUNT and not unit.group else unit.names["kk"]
        own = unit.kind == COUNT and not unit.group and unit.code not in ("child", "person")
        return russian_noun(word) if own and " " not in unit.names["ru"] else unit.names["ru"]

    def _key(self, word: str, language: str, previous: str) -> tuple[Unit, str] | None:
        table = self.by_language[language]
        forms = kazakh_bases(word) if language == "kk" else russian_lemmas(word)
        if language == "kk" and "-" in word:
            forms += kazakh_bases(word.split("-")[0])  # "педагог-дефектолог"
        if previous:
            firsts = kazakh_bases(previous) if language == "kk" else russian_lemmas(previous)
            for first in firsts:
                for form in forms:
                    if (first, form) in table:
                        return table[first, form], f"{first} {form}"
        for form in forms:
            if (form,) in table:
                return table[form,], form
            if form in self.skipped[language]:
                return None
        return None

    def skip(self, word: str, language: str) -> str:
        """Why a number of these is no figure: "abstract", "not_counted"; "" for other words."""
        forms = kazakh_bases(word) if language == "kk" else russian_lemmas(word)
        table, skipped = self.by_language[language], self.skipped[language]
        for form in forms:
            if (form,) in table:
                return ""
            if form in skipped:
                return skipped[form]
        return ""

    def _words(self, tokens, at, text):
        """The words that follow without punctuation, by token number."""
        for number in range(at, min(at + 9, len(tokens))):
            token = tokens[number]
            if token.kind == "mark" and token.text in "«»\"“”„'’":
                continue
            if token.kind != "word":
                return
            yield number, token

    def _kazakh(self, tokens, at, text) -> Counted | None:
        previous, beside = "", 0
        for number, token in self._words(tokens, at, text):
            low = token.low
            if number == beside and beside:
                continue
            if low in _KK_QUALIFIERS or low in ("ғана", "да", "де") or (number == at and low in ("дейін", "дейінгі")):
                continue
            if number == at and _KK_AGE.match(low):
                return Counted(None, "жас", at, number, number + 1, skip="not_counted")
            if number == at and (held := _KK_HOLDS.match(low)):  # "120 балалық бақша", "60 пәтерлі үй"
                unit, held = self.listed(held[1], "kk"), held[1]
                return Counted(unit, self.text(unit, held, "kk"), at, number, number + 1, kazakh.ATTRIBUTIVE, held)
            if _KK_MANY.search(low) and (low,) not in self.by_language["kk"] and self._owned_beyond(tokens, number):
                previous = low
                continue  # "14 балалар үйі": what is counted stands in the singular
            if number == at and _KK_BUILT.match(low):
                return Counted(None, kazakh_base(low), at, number, number + 1, skip="not_counted")
            skip = self.skip(low, "kk")
            if low in _KK_PIECES and _next_word(tokens, number):
                continue  # "900 түп көшет"
            if low == "жас" and self.listed(_next_word(tokens, number), "kk"):
                skip, previous = "", low  # "10 мың жас маман"
                continue
            if skip and not (skip == "abstract" and previous and self.listed(low, "kk", previous)):
                case = kazakh.without_case(low)
                return Counted(None, kazakh_base(low), at, number, number + 1, case.case, skip=skip)
            following = _next_word(tokens, number)
            adjective = low in _KK_ADJECTIVES and following and self.listed(following, "kk", low)
            unit = None if adjective else self.listed(low, "kk", previous)
            of_kind = unit and unit.code != "place" and _KK_OF_KIND.search(low) and (low,) not in self.by_language["kk"]
            if of_kind and following and (following == "елді" or not is_kazakh_verb(following)):
                previous = low
                continue  # "40 ауылдық клуб"
            if unit and _KK_BESIDE.match(following) and _next_word(tokens, number + 1):
                beside = number + 1
                continue  # "11 қала сыртындағы лагерь"
            if unit:
                further, unit = self._kazakh_compound(tokens, number, unit)
                if further > number:
                    previous, number = low, further
                last = tokens[number].low
                noun = self.noun(last, "kk", previous)
                named = noun if unit.kind == COUNT and not unit.group else unit.names["kk"]
                case = self._case(last, noun)
                whole = kazakh.without_case(last).text
                owned = previous and " " not in noun and kazakh_case(previous) == kazakh.NOMINATIVE
                if owned and unit.kind == COUNT and _KK_POSSESSIVE.search(whole) and len(whole) > len(noun):
                    noun = whole  # "балалар мектебі"
                return Counted(unit, named, at, number, number + 1, case, noun)
            if following and self.listed(following, "kk", low) and not self.listed(following, "kk"):
                previous = low
                continue
            if low == "және" and previous in _KK_ADJECTIVES and following in _KK_ADJECTIVES:
                continue
            if _KK_HAVING.match(following) and _KK_POSSESSIVE.search(low) and _next_word(tokens, number + 1):
                previous = low
                continue  # "63 тұрмысы төмен отбасы"
            verb = is_kazakh_verb(low) and not _KK_ADJECTIVE.search(low) and not _is_object(low, following)
            if verb or low in _KK_STOP:
                return None
            described = _KK_ADJECTIVE.search(low) and not (_KK_LOANS.search(low) or _KK_HELD.search(low))
            if low in _KK_ADJECTIVES or (described and not (_KK_QUALITY.search(low) and _KK_DONE.search(following))):
                previous = low
                if number - at > 5:
                    return None
                continue
            if self.listed(following, "kk", low) or self._izafet(low, following):
                previous = low
                continue
            if _KK_TO_DO.search(low) and following in _KK_DUTY:
                return None  # "2 мыңға дейін қысқаруы тиіс"
            case, base = kazakh_case(low), kazakh_base(low)
            if _KK_LOANS.search(low):
                case, base = kazakh.NOMINATIVE, low[:-1]
            if base.endswith(("ы", "і")) and base not in self.small["kk"] and base[:-1] in self.small["kk"]:
                base = base[:-1]  # "түзету кабинеті"
            small = base in self.small["kk"]
            owned = previous and kazakh_case(previous) == kazakh.NOMINATIVE and _KK_POSSESSIVE.search(low)
            noun = kazakh.without_case(low).text if owned else base  # "спорт алаңы"
            return Counted(None, base, at, number, number + 1, case, noun, small=small)
        return None

    def _kazakh_compound(self, tokens, number, unit):
        """ "отбасы мүшесі": a listed noun in the nominative before another that it belongs to."""
        if unit.kind == COUNT and number + 1 < len(tokens) and tokens[number + 1].kind == "word":
            following = tokens[number + 1].low
            if kazakh_case(tokens[number].low) == "nominative" and _KK_POSSESSIVE.search(following):
                further = self.listed(following, "kk", tokens[number].low)
                if further and further.kind == COUNT and not is_kazakh_verb(following):
                    return number + 1, further
        return number, unit

    def _case(self, low: str, noun: str) -> str:
        """The case of a listed noun: of the reading that leads to it, "ауданы" is no accusative."""
        for base in kazakh.bases(low):
            if base.text.lower() == noun:
                return base.case
        return kazakh_case(low)

    def _owned_beyond(self, tokens, number) -> bool:
        """Whether a noun that the word belongs to follows within two words."""
        for token in tokens[number + 1 : number + 3]:
            if token.kind != "word" or is_kazakh_verb(token.low):
                return False
            if _KK_POSSESSIVE.search(token.low):
                return True
        return False

    def _izafet(self, low: str, following: str) -> bool:
        return bool(
            following
            and kazakh_case(low) == "nominative"
            and len(following) > 3
            and re.search(r"(?:[^уү][ыі]|с[ыі])(?:н[аеыі]?|н[ыі]ң|н[дт][ае]|нан|нен)?$", following)
            and not is_kazakh_verb(following)
        )

    def _russian(self, tokens, at, text) -> Counted | None:
        previous, beyond = "", 0
        for number, token in self._words(tokens, at, text):
            low = token.low
            if low in _RU_SKIPPED:
                continue
            if low in _RU_AGO:
                return None
            if low == "голов" and _RU_LIVESTOCK.match(_next_word(tokens, number)):
                low = "голова"  # and no goals
            skip = self.skip(low, "ru")
            if previous and (unit := self.listed(low, "ru", previous)):
                return Counted(unit, self.text(unit, low, "ru"), at, number, number + 1)
            if skip and number >= beyond and not (previous and low.startswith("пункт")):
                # "фельдшерских пунктов" are no clauses of a law.
                return Counted(None, lemma(low), at, number, number + 1, skip=skip)
            if number < beyond:
                continue
            following = _next_word(tokens, number)
            parts = russian_parts(low)
            if previous and low in _RU_INSERTING and _is_participle(previous):
                beyond = number + 2  # "74 запланированных на год проекта"
                continue
            if "ADJ" in parts and ("NOUN" not in parts or (following and _agree(low, following))):
                if _is_people(low) and not (
                    len(following) > 1 and ("ADJ" in russian_parts(following) or _agree(low, following))
                ):
                    unit = self.listed("человек", "ru")
                    return Counted(unit, unit.names["ru"], at, number, number + 1)
                previous = low
                continue
            unit = self.listed(low, "ru", previous)
            if unit:
                own = unit.kind == COUNT and not unit.group and unit.code not in ("child", "person")
                return Counted(unit, russian_noun(low) if own else unit.names["ru"], at, number, number + 1)
            if is_abbreviation(token.text):
                return Counted(None, token.text.rstrip("асовы"), at, number, number + 1, small=True)
            if "NOUN" in parts:
                noun = russian_noun(low)
                return Counted(None, noun, at, number, number + 1, small=noun in self.small["ru"])
            if "ADV" in parts and number - at < 3:
                continue
            return None
        return None


_RU_AGO = frozenset(["годом", "месяцем", "кварталом", "годами"])  # "580 млрд годом ранее"
_RU_LIVESTOCK = re.compile(r"скот|лошад|ов[её]ц|коров|коз$|крс|мрс|верблюд|птиц")
_RU_INSERTING = frozenset(["на", "в", "за", "по", "из", "при"])
_ABBREVIATION = re.compile(r"[А-ЯЁ]{2,4}(?:ов|[аы])?")
_NO_NOUNS = frozenset("УК УПК ГК КоАП НК РК РФ КР СССР СНГ ЕАЭС ООН ТВ СМС ГОСТ ВВП".split())


def is_abbreviation(text: str) -> bool:
    """A body or a building called by its letters: "12 ФАПов", "87 ДТП"."""
    return bool(_ABBREVIATION.fullmatch(text)) and text not in _NO_NOUNS


@lru_cache(maxsize=16384)
def _is_participle(low: str) -> bool:
    return any(parse.tag.POS == "PRTF" for parse in russian.parses(low)[:2])


@lru_cache(maxsize=16384)
def _is_people(low: str) -> bool:
    """An adjective that people are called by: "взрослых", "пострадавших"."""
    return any(
        p.tag.number == "plur"
        and p.tag.case == "gent"
        and any(kind in p.tag for kind in ({"NOUN", "anim"}, {"ADJF", "Subx"}, {"PRTF", "actv", "past"}))
        for p in russian.parses(low)
    )


def _next_word(tokens, number: int) -> str:
    return tokens[number + 1].low if number + 1 < len(tokens) and tokens[number + 1].kind == "word" else ""


def load(gazetteer) -> Units:
    """The units of the gazetteer, compiled once."""
    units = gazetteer.compiled.get("units")
    if units is None:
        units = gazetteer.compiled["units"] = Units(gazetteer.tables["units"])
    return units


_KK_QUALIFIERS = frozenset(
    "астам астамы аса артық жуық жуығы тарта таяу шамасында шақты жуығын астамын көп кем емес".split()
)
# "3 ауысымды мектеп", "5 қабатты үй": the number tells how the thing is made.
_KK_BUILT = re.compile(
    r"(?:ауысым|қабат|бөлме|саты|кезең|жолақ|тіл|деңгей|жұлдыз|сынып|тоқсан|жыл|ай|күн|сағат|қыр|тарап|жақ)(?:д[ыі]|т[ыі]|л[ыі])"
    r"(?:қ|к)?$|(?:жылд|айл|күнд|апта[лг])[ыі][қк]$"
)
_KK_TO_DO, _KK_DUTY = re.compile(r"\w{2}у[ыі]$"), frozenset(["тиіс", "керек", "қажет", "мүмкін"])
_KK_STOP = frozenset(
    "және мен пен бен үшін бойынша туралы кейін дейін бар жоқ болды болып деп деді арқылы ретінде емес ал "
    "бірақ өз осы бұл сол қарай бері бастап өте ең екен еді".split()
)
_KK_ADJECTIVES = frozenset(
    "жаңа ірі шалғай аз көп шағын орта әр түрлі жас әлеуметтік жергілікті ең басқа бірдей жалпы өзге "
    "мемлекеттік ұлттық кіші үлкен бастауыш заманауи арнайы модульдік аудандық облыстық қалалық ауылдық "
    "партиялық аумақтық қоғамдық республикалық соңғы алғашқы шетелдік отандық алыс жақын жеке негізгі кәсіби "
    "қосымша тұрақты уақытша ақпараттық медициналық көпбалалы қосалқы жергілікті жетім тұрғын мұқтаж осындай "
    "мұндай бос дайын сапалы аталған әртүрлі тиісті жедел".split()
)
_KK_ADJECTIVE = re.compile(
    r"\w{2}(?:лы|лі|лық|лік|дық|дік|тық|тік|ған|ген|қан|кен|атын|етін|йтын|йтін|дағы|дегі|тағы|тегі|сыз|сіз|ғы|гі|қы|кі|"
    r"аралық|алды|тты|тті|қты|кті|мды|мді|нды|нді)$"
)
_KK_BESIDE = re.compile(r"(?:сырт|жан|маң|іш|іргес|бойы?|үст|аст|баурай|аумағ)[ыі]?н[дт][ае](?:ғы|гі)$")
_KK_QUALITY, _KK_DONE = (
    re.compile(r"\w{2}л[ыі][қк]$"),
    re.compile(r"\w{3}(?:[ыі]п|[дт][ыі])$"),
)  # "9 кемшілік анықталып"
_KK_HELD = re.compile(r"\w{3}[ыі](?:ғы|гі)$")  # "шатыр қалашығы" of "қалашық"
_KK_SIGN_ENDING = re.compile(r"(?<=\w)[-‑–][а-яәғқңөұүһі]{1,4}$")
_KK_HOLDS = re.compile(r"(пәтер|бала|адам|оқушы|келуші|көлік)(?:л[ыі]қ?|л[ыі]к)$")
_KK_MANY = re.compile(r"\w{2}[лдт][ае]р$")
_KK_AGE = re.compile(r"жаста(?:м[ыі]н|м[ыі]з|с[ыі]з)$")
_KK_PIECES = frozenset(["түп", "дана"])
_KK_OF_KIND = re.compile(r"\w{2}[лдт][ыі][қк]$")
_KK_HAVING = re.compile(r"(?:төмен|нашар|шектеулі|бар|жоқ|жоғары|ауыр|қиын|апатты|ескірген|тозған)$")
_KK_POSSESSIVE = re.compile(r"[ыі](?:н|на|не|нан|нен|нда|нде|ның|нің|мен)?$")
_KK_FINITE = re.compile(
    r"(?:\w(?:[бвгғджзйлмнңрауәеөүыіоұя]д[ыі]|[пткқсшчфх]т[ыі]|йд[ыі]|ад[ыі]|ед[ыі]|уда|уде)|жатыр|отыр|тұр|жүр|бар|жоқ|болмақ|"
    r"\w[лнрстыіаеу](?:мақ|мек|бақ|бек|пақ|пек)(?:ш[ыі]|п[ыі]з|с[ыі]з)?)(?:м[ыі]з|қ|к|м|п[ыі]з)?$"
)
_KK_LOANS = re.compile(r"(?:пункт|объект|субъект|проект|факт|проспект)[ыі]$")  # end as "екті" does
_KK_VERBS = frozenset(
    "түсті өтті берді алды болды келді кетті жетті кірді шықты тапты жасады айтты деді қалды бастады көрді "
    "салды ашты құрды барды тұрды жүрді қойды етті істеді өсті артты кеміді құрады қатысты жиналды бөлінді "
    "көрсетілді ашылды салынды".split()
)


@lru_cache(maxsize=16384)
def is_kazakh_verb(low: str) -> bool:
    """Whether the word can be a finite verb."""
    if _KK_LOANS.search(low):
        return False
    return low in _KK_VERBS or low in ("бар", "жоқ") or bool(len(low) > 3 and _KK_FINITE.search(low))


def _is_object(low: str, following: str) -> bool:
    """Whether what ends like a verb stands in the accusative before one: "36,5 жағдайды құрады"."""
    told = following in _KK_FRAMES or low in _KK_VERBS
    return not told and is_kazakh_verb(following) and kazakh_case(low) == kazakh.ACCUSATIVE


_KK_FRAMES = frozenset(
    "бар жоқ еді екен болды болар деді дейді дегенді айтты айтады хабарлады мәлімдеді жеткізді".split()
)


@lru_cache(maxsize=16384)
def kazakh_bases(word: str) -> tuple[str, ...]:
    """The bases of a word, the longest first, all lower case."""
    return tuple(base.text.lower() for base in kazakh.bases(word.lower()))


@lru_cache(maxsize=16384)
def kazakh_case(low: str) -> str:
    return kazakh.without_case(low).case


@lru_cache(maxsize=16384)
def kazakh_base(low: str) -> str:
    """The nominative singular of a counted noun: case, possessive, plural off ("орындарын" gives "орын")."""
    found = [base for base in kazakh.bases(low) if base.suffixes]
    if not found:
        return low
    # A lone -ы may be the word's own ("қаржы"); with a case or a plural it is a suffix.
    full = [
        b
        for b in found
        if b.suffixes[0][0] == kazakh.PLURAL or (b.suffixes[0][0] == kazakh.POSSESSIVE and len(b.suffixes) > 1)
    ]
    if full:
        # "тармағ" is "тармақ", "клуп" is "клуб".
        loan = next((b.text for b in full if b.text[-1] in "гб" and _is_russian_noun(b.text)), "")
        return loan or min(full, key=lambda base: (len(base.text), base.text[-1] in "ғгб")).text
    parted = kazakh.without_case(low)
    if (
        parted.case == kazakh.LOCATIVE
        and russian.parses(low)
        and russian.parses(low)[0].is_known
        and is_nominative(low)
    ):
        return low  # "команда"
    # "уәде" is no locative
    return parted.text if len(parted.text) > 3 or parted.case == kazakh.ABLATIVE else low


def _is_russian_noun(low: str) -> bool:
    return any(parse.is_known and parse.tag.POS == "NOUN" for parse in russian.parses(low)[:1])


def lemma(word: str) -> str:
    return russian_lemmas(word)[0]


@lru_cache(maxsize=16384)
def russian_lemmas(word: str) -> tuple[str, ...]:
    """Lemmas with ё folded; of a compound ("детей-сирот") those of its first part too."""
    word = word.lower()
    found = [each.replace("ё", "е") for each in russian.lemmas(word)]
    if "-" in word:
        for part in (word.split("-")[0], word.split("-")[-1]):  # "детей-сирот", "мини-центров"
            found += [each.replace("ё", "е") for each in russian.lemmas(part)]
    return tuple(dict.fromkeys(found))


_PARTS = {"ADJF": "ADJ", "PRTF": "ADJ", "NOUN": "NOUN", "ADVB": "ADV", "NUMR": "NUM", "VERB": "VERB", "PRTS": "VERB"}
_RU_SKIPPED = frozenset(
    ["и", "или", "а", "более", "менее", "с", "лишним", "небольшим", "самых", "наших", "своих", "этих"]
)


@lru_cache(maxsize=16384)
def russian_parts(low: str) -> frozenset[str]:
    """The parts of speech a word can be, the improbable left out."""
    parses = russian.parses(low)
    best = max((parse.score for parse in parses), default=0)
    return frozenset(_PARTS.get(p.tag.POS or "", "") for p in parses if p.score >= best * 0.15)


@lru_cache(maxsize=16384)
def is_nominative(low: str) -> bool:
    """Whether a Russian word can be a noun in the nominative."""
    parses = russian.parses(low)
    best = max((parse.score for parse in parses), default=0)
    return any(p.tag.POS == "NOUN" and p.tag.case == "nomn" and p.score >= best * 0.3 for p in parses)


@lru_cache(maxsize=16384)
def is_plural(low: str) -> str:
    """The case of a Russian noun in the nominative or genitive plural, which is what a label counts; else ""."""
    for parse in russian.parses(low)[:2]:
        if parse.tag.POS == "NOUN" and parse.tag.number == "plur" and parse.tag.case in ("nomn", "gent"):
            return parse.tag.case
    return ""


def are_named(adjective: str, noun: str) -> bool:
    """Whether a Russian noun is in the nominative plural, as its adjective may tell: "многодетные семьи"."""
    told = adjective.endswith(("ые", "ие")) and "ADJ" in russian_parts(adjective)
    return is_plural(noun) == "nomn" or (told and any({"NOUN", "plur", "nomn"} in p.tag for p in russian.parses(noun)))


@lru_cache(maxsize=16384)
def _agree(adjective: str, noun: str) -> bool:
    firsts = {(p.tag.case, p.tag.number) for p in russian.parses(adjective) if p.tag.POS in ("ADJF", "PRTF")}
    return any(p.tag.POS == "NOUN" and (p.tag.case, p.tag.number) in firsts for p in russian.parses(noun))


@lru_cache(maxsize=16384)
def russian_noun(low: str) -> str:
    """The nominative singular of a noun."""
    for parse in russian.parses(low):
        if parse.tag.POS == "NOUN":
            return parse.normal_form.replace("ё", "е") if "ё" not in low else parse.normal_form
    return low
