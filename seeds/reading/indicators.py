"""The indicator of a figure: what was counted, short, in the clause's own words, as near the nominative as rules go.

Kazakh: the predicate becomes a participle before the counted noun ("атаулы көмек көрсетілген ардагер").
Russian: the counted noun in the nominative, then what is said of it ("семьи, которые получат новое жилье").
"""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from dataclasses import dataclass

from seeds.reading import kazakh, russian
from seeds.reading.clauses import PAST_OF_VOWEL, is_russian_verb
from seeds.reading.numbers import Token
from seeds.reading.units import Counted, is_kazakh_verb, kazakh_case, russian_lemmas, russian_parts

LONGEST = 14
_PIECE = re.compile(r"[\w%]+")
_DIGITS_TELL = re.compile(r"(?:жас|лет(?!о)|год(?:а|у)?$|сынып|класс|ауысым|қабат|балл|градус)")
_OPENING, _CLOSING = frozenset('«“"'), frozenset('»”"')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its clause, and the tokens of the sentence that tell nothing of what is counted."""

    tokens: list[Token]
    first: int  # of the clause
    after: int
    number: int  # first token of the number with its qualifier
    number_after: int
    counted: Counted | None
    kind: str  # of the unit
    dropped: frozenset[int]
    earlier: str = ""  # what "оның", "из них" stand for
    label: str = ""  # "төрт баладан" before a dash, "жастар" after one
    label_first: bool = False

    def _tells(self, number: int) -> bool:
        """Whether digits are part of what is counted: of a quoted name, of an age or a form at school."""
        quoted = sum(token.text in _OPENING for token in self.tokens[:number]) > sum(
            token.text in _CLOSING for token in self.tokens[:number]
        )
        following = next((t.low for t in self.tokens[number + 1 : number + 4] if t.kind == "word"), "")
        return quoted or bool(_DIGITS_TELL.match(following))

    def words(self, first: int, after: int) -> list[str]:
        """The words between two tokens that tell something, quotation marks kept on them."""
        found = []
        for number in range(first, after):
            token = self.tokens[number]
            if token.kind not in ("word", "digits") or number in self.dropped:
                continue
            if token.kind == "digits" and not self._tells(number):
                continue
            text = token.text
            if number <= 1 and _common_russian(text):
                text = text[0].lower() + text[1:]
            if number and self.tokens[number - 1].text in _OPENING and self.tokens[number - 1].end == token.start:
                text = self.tokens[number - 1].text + text
            follows = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
            if follows and follows.text in _CLOSING and follows.start == token.end:
                text += follows.text
            found.append(text)
        whole = " ".join(found)
        if whole.count("«") != whole.count("»") or whole.count('"') % 2 or whole.count("“") != whole.count("”"):
            return [word.strip('«»"“”') for word in found]
        return found


def _common_russian(word: str) -> bool:
    """A capital that only starts the sentence: a dictionary word that is no name."""
    if not word[:1].isupper() or word[1:2].isupper():
        return False
    parses = russian.parses(word.lower())
    return bool(parses) and parses[0].is_known and not {"Name", "Surn", "Geox", "Orgn"} & set(parses[0].tag.grammemes)


def short(words: list[str], limit: int = LONGEST, keep_end: bool = True) -> list[str]:
    """At most ``limit`` words, compounds counted by their parts, cut at the far end."""
    kept: list[str] = []
    size = 0
    for word in reversed(words) if keep_end else words:
        size += len(_PIECE.findall(word))
        if size > limit:
            break
        kept.append(word)
    return kept[::-1] if keep_end else kept


def build(place: Place, language: str) -> str:
    """The indicator; never empty when the clause has a word."""
    words = _kazakh(place) if language == "kk" else _russian(place)
    text = " ".join(word for word in words if word).strip(" ,:—–-")
    text = re.sub(r"\s+([,:])", r"\1", text)
    unbalanced = text.count("«") != text.count("»") or text.count('"') % 2 or text.count("“") != text.count("”")
    return re.sub('[«»"“”]', "", text) if unbalanced else text


# --- Kazakh ---------------------------------------------------------------------------------------------------------

_KK_FRAMES = frozenset(
    "деп деді дейді айтты айтып мәлімдеді хабарлады хабарлайды жеткізді екенін екен еді атап өтті өткен "
    "туралы жазады баяндады түсіндірді дегенді".split()
)
_KK_EMPTY = frozenset(
    "бұл осы сол олар оның олардың оны соның соның бүгінде бүгін қазір қазіргі таңда жалпы барлығы бас-аяғы "
    "тек ғана енді сондай-ақ сонымен қатар бірге яғни мәселен мысалы атап айтқанда аталған да де ал бірақ біз "
    "бізге бізде өкінішке соған шамамен кемінде жуық астам аса артық дейін осылайша нәтижесінде бастап ішінде "
    "ішінен тарта таяу шақты".split()
)
_KK_ATTRIBUTE = re.compile(
    r"(?:\w{2}(?:лы|лі|ды|ді|ты|ті|лық|лік|дық|дік|тық|тік|ған|ген|қан|кен|атын|етін|йтын|йтін|дағы|дегі|тағы|тегі|сыз|сіз|"
    r"ғы|гі)|бар|жоқ|төмен|аз|көп|жаңа|және|мұқтаж|қиын|қатысты)$"
)
_FRONT, _BACK = "әеөүіэ", "аоұыё"


def _kazakh(place: Place) -> list[str]:
    counted, tokens = place.counted, place.tokens
    before = _kk_clean(place.words(place.first, place.number))
    after_noun = counted.after if counted else place.number_after
    after = _kk_unframed(place.words(after_noun, place.after))
    if place.kind == "count" and counted:
        modifiers = _modifiers(place, counted)
        noun = [*modifiers, counted.noun or counted.text]
        split = _attributes(before)
        attributes, before = before[split:], before[:split]
        if place.label:
            return short([place.label, "—", *attributes, *noun])
        genitive = (
            counted.case == kazakh.GENITIVE and counted.after < len(tokens) and tokens[counted.after].kind == "digits"
        )
        if counted.case == kazakh.ATTRIBUTIVE or genitive:
            return short([*attributes, *noun])
        if counted.case == kazakh.ACCUSATIVE and after and len(after) <= 6:
            if before and re.search(r"(?:нан|нен|дан|ден|тан|тен|ның|нің|дың|дің|тың|тің)$", before[-1].lower()):
                attributes = [*before[-5:], *attributes]
            phrase = place.words(counted.first, counted.after)
            whole = [*attributes, *(word for word in phrase if word.lower() not in _KK_EMPTY)]
            return short([*whole, *_verbal(after)])
        before = _complements(before)
        return short([*before, *_participial(after), *attributes, *noun])
    if place.kind == "count":  # "олардың 5 мыңнан астамы жағдайы төмен"
        if before and after and _KK_AMOUNTS.match(after[0].lower()):
            return short(before)
        return short([*_complements(before), *_participial(after), place.earlier])
    if place.label and place.label_first and not before:
        return short([place.label, *_participial(after)])
    if place.kind == "money":
        amount = after[:1] if after and re.match(r"сома|көлем|мөлшер", after[0].lower()) else []
        after = after[len(amount) :]
        if before and after and _KK_AMOUNTS.match(after[0].lower()):
            return short(before)
        return short([*before, *_participial(after), "сома" if amount else "қаржы"])
    if place.kind == "measure":
        split = _attributes(before)
        attributes, before = before[split:], before[:split]
        after = [word for word in after if word.lower() not in _KK_EMPTY]
        thing = after[:1] if after and (len(after) > 1 or not is_kazakh_verb(after[0].lower())) else []
        rest = after[len(thing) :]
        if thing and rest and kazakh_case(thing[0].lower()) == kazakh.ACCUSATIVE:
            return short([*attributes, *thing, *_verbal(rest)])
        named = [kazakh.without_case(thing[0]).text] if thing else [counted.text if counted else ""]
        return short([*_complements(before), *_participial(rest), *attributes, *named])
    # A share: "қылмыстардың … жасалатын үлесі"; a change: "құрамының жаңаруы".
    partitive = _is_partitive(place)
    if place.label and not before:
        return short([place.label, "үлесі"])
    if partitive:
        if not before:
            return short([*_participial(after), place.earlier, "үлесі"])
        return short([*before, *_participial(after), "үлесі"], keep_end=len(after) > 8)
    if not before:
        before = [place.earlier] if place.earlier else []
    if after and is_kazakh_verb(after[-1].lower()):
        *middle, verb = after
        subject = before + middle
        if not middle and _KK_AMOUNTS.match(verb.lower()):
            return short(before)
        if subject and _KK_INTRANSITIVE.search(verb.lower()) and kazakh_case(subject[-1].lower()) == kazakh.NOMINATIVE:
            subject = [*subject[:-1], _genitive(subject[-1])]
            return short([*subject, _of_it(verbal_noun(verb.lower()))])
        return short([*subject, verbal_noun(verb.lower())])
    return short(before + after)


# Verbs that only give the amount: "бюджеті 12 млрд теңгені құрады".
_KK_AMOUNTS = re.compile(r"(?:құра(?:ды|йды|п|ған)|бол(?:ды|ған|атын)|жет(?:ті|кен|іп)|тең|асты)")
_KK_INTRANSITIVE = re.compile(
    r"(?:[ыі]л|[ыі]н|лан|лен|дал|дел|тал|тел|ла|ле|[аеыі]р|ай|ей|өс|арт|түс|кемі|төменде|жет|ас|жоғарыла|азай|көбей)(?:д[ыі]|т[ыі]|ады|еді|уда|уде)$"
)


def _is_partitive(place: Place) -> bool:
    """ "90 пайызға жуығы", "60%-ы": the number itself is what the genitive before it belongs to."""
    words = [
        token.low
        for token in place.tokens[place.number : (place.counted.after if place.counted else place.number_after) + 2]
    ]
    return any(
        re.search(r"^(?:жуығы|астамы|артығы|көбі|ы|і|сы|сі)$|(?:пайызы|проценті)\w{0,3}$", word) for word in words
    )


_KK_REPORT_FRAME = re.compile(
    r"(?:ғандай|гендей|қандай|кендей|уынша|уінше|мәліметінше|бойынша|орай|аясында|шеңберінде|барысында)$"
)


def _kk_clean(words: list[str]) -> list[str]:
    words = [word for word in words if word.lower() not in _KK_EMPTY]
    # A report's frame at the start: "Ол атап өткендей", "Оның айтуынша".
    for number, word in enumerate(words[:6]):
        if _KK_REPORT_FRAME.search(word.lower()):
            words = words[number + 1 :]
            break
    while words and words[0].lower() in _KK_JOINING:
        words = words[1:]
    while words and words[-1].lower() in _KK_JOINING - {"және"}:
        words = words[:-1]
    return words


_KK_JOINING = frozenset(["және", "мен", "пен", "бен", "әрі"])


def _kk_unframed(words: list[str]) -> list[str]:
    while words and words[-1].lower() in _KK_FRAMES:
        words = words[:-1]
    words = [
        word
        for word in words
        if word.lower() not in ("астам", "астамы", "жуық", "жуығы", "аса", "артық", "тарта", "ғана", "дейін")
    ]
    if words and words[-1].lower() in ("бар", "болды", "болып", "болса"):
        words = words[:-1]
    while words and words[0].lower() in _KK_JOINING:
        words = words[1:]
    return words


def _modifiers(place: Place, counted: Counted) -> list[str]:
    words = place.words(counted.first, counted.head)
    words = [word for word in words if word.lower() not in _KK_EMPTY]
    noun = (counted.noun or counted.text).split()
    # A noun of two words ("жұмыс орны") brings its first word itself.
    return words[: len(words) - (len(noun) - 1)] if len(noun) > 1 and words else words


def _attributes(words: list[str]) -> int:
    """Where the attributes that stand right before the number begin among ``words``."""
    at = len(words)
    while at > 0 and (
        _KK_ATTRIBUTE.search(words[at - 1].lower())
        or (at < len(words) and re.search(r"\w{2}(?:май|мей|бай|бей|пай|пей|ып|іп)$", words[at - 1].lower()))
    ):
        at -= 1
    if at < len(words) and at > 0 and words[at].lower() not in ("және",):
        first = words[at].lower()
        if first in ("бар", "жоқ", "төмен", "аз", "көп", "қиын", "мұқтаж", "қатысты") or re.search(
            r"(?:ған|ген|қан|кен|тын|тін)$", first
        ):
            at -= 1
            while at > 0 and re.search(r"\w{3}(?:лық|лік|дық|дік|тық|тік|лы|лі)$", words[at - 1].lower()):
                at -= 1
    return at


def _complements(words: list[str]) -> list[str]:
    """The words before a number less the doer: a lone nominative plural ("аманаттықтар")."""
    if words and re.search(r"(?:лар|лер|дар|дер|тар|тер)$", words[0].lower()):
        words = words[1:]
    return short(words, 7)


def _participial(words: list[str]) -> list[str]:
    if not words:
        return []
    return [*words[:-1], participle(words[-1].lower())]


def _verbal(words: list[str]) -> list[str]:
    """ "жұмысқа орналастыруға көмектесті": what was helped with is what was done."""
    if (
        len(words) > 2
        and words[-1].lower() in ("отыр", "отырмыз", "болды", "жатыр")
        and re.search(r"у(?:ды|ді)$", words[-3].lower())
    ):
        return [*words[:-3], words[-3][:-2]]  # "ашуды жоспарлап отыр"
    last = words[-1].lower()
    if len(words) > 1 and re.search(r"у(?:ға|ге)$", words[-2].lower()):
        return [*words[:-2], words[-2][:-2]]
    if len(words) > 1 and words[-2].lower().endswith("у"):
        return words[:-1]  # "қайтару жоспарлануда"
    if re.search(r"\w{2}[ае]п$", last):
        return [*words[:-1], last[:-1] + "у"]  # "ауылды аралап"
    return [*words[:-1], verbal_noun(last)] if is_kazakh_verb(last) else words


def _front(stem: str) -> bool:
    for letter in reversed(stem):
        if letter in _FRONT:
            return True
        if letter in _BACK:
            return False
    return False


def _past_stem(low: str) -> str:
    if re.search(r"у(?:да|де)$", low):
        return low[:-3]
    return low[:-2]


def participle(low: str) -> str:
    """The participle of a finite verb: "көрсетілді" gives "көрсетілген", "жасалады" gives "жасалатын"."""
    fixed = {
        "жатыр": "жатқан",
        "отыр": "отырған",
        "тұр": "тұрған",
        "жүр": "жүрген",
        "жатқанын": "жатқан",
        "болатынын": "болатын",
    }
    if low in fixed:
        return fixed[low]
    if re.search(r"(?:ған|ген|қан|кен|тын|тін)[ыі]н$", low):
        return low[:-2]
    if not is_kazakh_verb(low):
        return low
    if re.search(r"(?:[аей](?:ды|ді))$", low) and not PAST_OF_VOWEL.search(low):
        return low[:-2] + ("тін" if low[-1] == "і" else "тын")
    if re.search(r"(?:у(?:да|де)|[дт][ыі])$", low):
        stem = _past_stem(low)
        return stem + _ending(stem, "қан кен ған ген")
    return low


def verbal_noun(low: str) -> str:
    """ "жаңарды" gives "жаңару", "оқыды" gives "оқу"."""
    if not re.search(r"(?:у(?:да|де)|[дт][ыі])$", low):
        return low
    present = re.search(r"[аей]д[ыі]$", low) and not PAST_OF_VOWEL.search(low)
    stem = low[:-3] if present else _past_stem(low)
    if stem.endswith("й"):
        return stem[:-1] + "ю"
    return (stem[:-1] if stem[-1:] in "ыі" else stem) + "у"


def _ending(stem: str, forms: str) -> str:
    hard_back, hard_front, back, front = forms.split()
    if stem[-1:] in "пткқсшчфхцщбвгд":
        return hard_front if _front(stem) else hard_back
    return front if _front(stem) else back


def _genitive(word: str) -> str:
    low = word.lower()
    if kazakh_case(low) != kazakh.NOMINATIVE or not re.search(r"[а-яәғқңөұүһі]$", low):
        return word
    front = _front(low)
    if low[-1] in "аәеоөұүыіэмнң":
        return word + ("нің" if front else "ның")
    if low[-1] in "пткқсшчфхцщбвгд":
        return word + ("тің" if front else "тың")
    return word + ("дің" if front else "дың")


def _of_it(noun: str) -> str:
    return noun + ("і" if _front(noun[:-1]) else "ы") if noun.endswith(("у", "ю")) else noun


# --- Russian --------------------------------------------------------------------------------------------------------

_RU_EMPTY = frozenset(
    "что и а но также кроме того при этом этого так уже еще ещё сегодня ныне всего лишь только порядка около "
    "более чем свыше менее не примерно почти как было была были бы же ли в на за до по с со к из от у о об "
    "для которой котором которых который которая которое которые это эти этот том числе них его их ее её там "
    "тоже сейчас пока ежегодно соответственно общей сложности среднем".split()
)
_RU_EDGE = frozenset(
    "в на за до по с со к из от у о об для и а что уже также всего это этого при как или более".split()
)
_RU_LEADING = frozenset(
    ["и", "а", "то", "если", "что", "уже", "также", "всего", "как", "или", "более", "чем", "это", "так"]
)
_CHANGE = [
    (r"снизи|снижа", "снижение"), (r"уменьши|уменьша", "уменьшение"), (r"сократи|сокраща", "сокращение"),
    (r"упал|падает", "падение"),
    (r"увеличи|увелича", "рост"), (r"выр[оа]с|возр[оа]с|раст[её]т|рос|прирос", "рост"), (r"повыси|повыша", "повышение"),
    (r"превыси|превыша|достиг|состав|дош[её]л|равн|исчисля", ""),
]  # fmt: skip
_CHANGE = [(re.compile(rf"^(?:{pattern})"), noun) for pattern, noun in _CHANGE]


def _verb(word: str) -> bool:
    """A predicate; words of a quoted or Kazakh name are none."""
    return not _FOREIGN.search(word) and is_russian_verb(word)


_FOREIGN = re.compile(r"[«»\"“”әғқңөұүһіa-z]")
_FRAMED_AMOUNT = re.compile(r"\b(?:на (?:общую )?сумму|в (?:размере|объеме|сумме)|стоимостью|общей стоимостью)(?= |$)")


def _trim(words: list[str]) -> list[str]:
    words = _FRAMED_AMOUNT.sub(" ", " ".join(words)).split()
    words = [word for word in words if word.lower() not in ("было", "был", "была", "были", "уже")]
    while words and words[0].lower() in _RU_LEADING:
        words = words[1:]
    while words and words[-1].lower() in _RU_EDGE:
        words = words[:-1]
    return words


def _russian(place: Place) -> list[str]:
    counted = place.counted
    before = place.words(place.first, place.number)
    after = place.words(counted.after if counted else place.number_after, place.after)
    before = _ru_clean(before)
    if place.kind == "count" and counted:
        return _ru_count(place, counted, before, after)
    if place.kind == "count":
        if before and _change(before[-1]) is not None and len(before) > 1:
            return short(_trim(before[:-1]), keep_end=False)
        return short([place.earlier, *([":"] if place.earlier else []), *_trim(before), *_trim(after)], keep_end=False)
    if place.kind in ("money", "measure"):
        before, after = _trim(before), _trim(after)
        verbs = [word for word in before + after if _verb(word.lower()) and _change(word) is None]
        others = _trim([word for word in before if not _verb(word.lower())])
        others += _trim([word for word in after if not _verb(word.lower())])
        if not verbs and others:
            return short(_nominative(others), keep_end=False)
        if place.kind == "measure" and after and not _verb(after[0].lower()):
            return short([*after, *(word for word in before if word not in after)], keep_end=False)
        return short([*verbs[:2], *others], keep_end=False)
    return _ru_change(place, before, after)


def _ru_clean(words: list[str]) -> list[str]:
    """Less the frame at the start: "в рамках реализации проекта", "по словам министра", conjunctions."""
    low = [word.lower() for word in words]
    for number in range(min(len(low) - 1, 3)):
        if low[number : number + 2] in (
            ["в", "рамках"],
            ["в", "ходе"],
            ["по", "итогам"],
            ["по", "данным"],
            ["по", "словам"],
        ):
            at = number + 2
            while at < len(low) and at < number + 6 and "NOUN" in russian_parts(low[at]):
                at += 1
            return words[:number] + words[at:]
    while words and words[0].lower() in (
        "что",
        "и",
        "а",
        "но",
        "так",
        "также",
        "при",
        "этом",
        "кроме",
        "того",
        "которой",
        "которых",
        "которые",
    ):
        words = words[1:]
    while len(words) > 1 and (words[0].lower().startswith("котор") or words[1].lower().startswith("котор")):
        words = words[1:]
    if [word.lower() for word in words[:2]] in (["для", "этого"], ["на", "это"]):
        words = words[2:]
    return words


def _ru_count(place: Place, counted: Counted, before: list[str], after: list[str]) -> list[str]:
    own = [token.text for token in place.tokens[counted.first : counted.after] if token.kind == "word"]
    own = [word for word in own if word.lower() not in ("более", "менее", "с", "лишним")]
    if own and own[-1].lower() in ("человек", "человека", "человеку", "человеками"):
        own[-1] = "люди"
    following, rest = _np_tail(after)
    phrase = [*own, *following]
    lead = before[-1] if before else ""
    while lead.lower() in _RU_EDGE and before:
        before = before[:-1]
        lead = before[-1] if before else ""
    nominal = _nominative(phrase)
    light = len(before) > 1 and re.match(r"прин[яи]|оказ|пров[оеё]", before[-2].lower())
    onto = place.number and place.tokens[place.number - 1].low == "на"
    if onto and any(_change(word) for word in before if _verb(word.lower())):
        return _ru_change(place, before, [])
    if lead and _deverbal(lead.lower()) and not light:
        return short([*_nominative([lead]), *phrase, *_trim(rest)], keep_end=False)
    if lead and _change(lead) is not None and _verb(lead.lower()) and _has_subject(before[:-1], lead.lower()):
        return _ru_change(place, before, [])
    preposition = place.tokens[place.number - 1].low if place.number > place.first else ""
    if preposition in _OF_WHICH and any(_verb(word.lower()) for word in before):
        told = short(_trim(before) + _trim(rest), LONGEST - 2 - len(_PIECE.findall(" ".join(nominal))), keep_end=True)
        return [*nominal, ",", _OF_WHICH[preposition], *told]
    governed = bool(lead) and _verb(lead.lower()) and _has_subject(before[:-1], lead.lower())
    if governed:
        before = before[-1:]  # the verb governs the noun; its subject did it and is not counted
    told = _trim(before) + _trim(rest)
    if not any(_verb(word.lower()) for word in told):
        return short([*nominal, *rest], 10, keep_end=False) if told != before else short(nominal, keep_end=False)
    pronoun = "которым" if _dative(own[-1]) else "которые"
    if pronoun == "которые" and not governed:
        told = [_plural(word, told) if _verb(word.lower()) else word for word in told]
    room = LONGEST - len(_PIECE.findall(" ".join(nominal))) - 1
    if room < 2:
        return short(nominal, keep_end=False)
    verb = next(number for number, word in enumerate(told) if _verb(word.lower()))
    told = short(told, room, keep_end=verb >= room)
    return [*nominal, ",", pronoun, *told]


def _plural(verb: str, words: list[str]) -> str:
    """ "построено" becomes "построены" where the counted noun is its subject."""
    if _has_subject([word for word in words if word != verb], verb.lower()):
        return verb
    parse = next((p for p in russian.parses(verb.lower()) if p.tag.POS in ("VERB", "PRTS")), None)
    if parse is None or parse.tag.number != "sing" or parse.tag.mood == "impr":
        return verb
    kept = {parse.tag.tense} if parse.tag.tense == "past" else {parse.tag.tense, parse.tag.person} - {None}
    wanted = {"plur", parse.tag.voice} if parse.tag.POS == "PRTS" else {"plur"} | kept
    inflected = parse.inflect(wanted - {None})
    return inflected.word.replace("ё", "е") if inflected else verb


def _has_subject(words: list[str], verb: str) -> bool:
    """Whether a noun among ``words`` can be the subject of ``verb``: "партия построила", not "жилье получат"."""
    parse = next((p for p in russian.parses(verb) if p.tag.POS in ("VERB", "PRTS")), None)
    if parse is None:
        return False
    return any(
        p.tag.POS in ("NOUN", "NPRO") and p.tag.case == "nomn" and p.tag.number == parse.tag.number and p.score > 0.1
        for word in words
        for p in russian.parses(word.lower())
    )


_OF_WHICH = {
    preposition: f"{preposition} {pronoun}"
    for pronoun, prepositions in {"которых": "в во на из для у", "которыми": "с со", "которым": "по к"}.items()
    for preposition in prepositions.split()
}


def _np_tail(words: list[str]) -> tuple[list[str], list[str]]:
    """The words after the noun that belong to it, up to the predicate or a preposition."""
    for number, word in enumerate(words):
        low = word.lower()
        if _verb(low) or number == 6 or (low in _RU_EDGE and low not in ("и", "для", "с", "из")):
            return words[:number], words[number:]
    return words, []


def _dative(word: str) -> bool:
    parses = russian.parses(word.lower())
    return bool(parses) and parses[0].tag.case == "datv" and word.lower().endswith(("м", "у", "ю"))


def _deverbal(low: str) -> bool:
    return any(
        re.search(r"(?:ание|ение|тие|ство|ция|стройка|поддержка|подготовка|выдача|закупка|прием|набор)$", lemma)
        for lemma in russian_lemmas(low)[:1]
    )


def _nominative(words: list[str]) -> list[str]:
    if not words:
        return []
    return russian.nominative(" ".join(words)).split()


def _change(word: str) -> str | None:
    """The noun of a verb of change, "" for verbs that only give the amount, None for others."""
    for pattern, noun in _CHANGE:
        if pattern.match(word.lower()):
            return noun
    return None


def _ru_change(place: Place, before: list[str], after: list[str]) -> list[str]:
    words = _trim(before)
    share = _trim(after)
    if [word.lower() for word in words[:2]] in (["из", "них"], ["среди", "них"], ["из", "которых"]):
        words = words[2:]
    if words and words[0].lower() == "из" and not any(_verb(word.lower()) for word in words):
        return short(["доля", *words[1:], *([":"] if share else []), *share], keep_end=False)
    if not words and place.earlier:
        return short(["доля", ":", *share] if share else [place.earlier], keep_end=False)
    if place.kind == "percent" and share and not _verb(share[0].lower()) and "NOUN" in "".join(
        part for word in share[:3] for part in russian_parts(word.lower())
    ) and (len(words) < 2 or not any(_verb(word.lower()) for word in words)):  # fmt: skip
        tail, rest = _np_tail(share)
        return short(["доля", *tail, *([":"] if rest else []), *rest], keep_end=False)
    at = next((n for n, word in enumerate(words) if _verb(word.lower())), None)
    if at is None:
        named = any("NOUN" in russian_parts(word.lower()) for word in words)
        return short(words if named else words + share) or [place.earlier]
    last = next(n for n in range(len(words) - 1, -1, -1) if _verb(words[n].lower()))
    noun = _change(words[last])
    subject = [word for word in words[:at] if word.lower() not in ("более", "чем")]
    subject = subject or _trim([word for word in words[at + 1 :] if word.lower() not in _RU_EMPTY]) or _trim(share)
    if not any("NOUN" in russian_parts(word.lower()) for word in subject):
        subject = [place.earlier] if place.earlier else subject
    if noun is None:
        return short(words + share)
    return short([noun, *_genitive_phrase(subject)] if noun else subject, keep_end=False)


def _genitive_phrase(words: list[str]) -> list[str]:
    """The head of a phrase in the nominative and its adjectives put into the genitive: "снижение смертности"."""
    done = []
    for number, word in enumerate(words):
        fitting = [
            p for p in russian.parses(word.lower()) if p.tag.case == "nomn" and p.tag.POS in ("NOUN", "ADJF", "PRTF")
        ]
        inflected = fitting and fitting[0].inflect({"gent"})
        if not inflected:
            break
        done.append(word[:1] + inflected.word.replace("ё", "е")[1:])
        if fitting[0].tag.POS == "NOUN":
            return [*done, *words[number + 1 :]]
    return words
