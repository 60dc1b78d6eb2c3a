"""What a Russian clause counts: the noun in the nominative plural with what is said of it as a participle.

"помощь получили 300 семей города" gives "семьи города, получившие помощь"; what has no participle keeps its verb:
"семьи, которые получат квартиры".
"""

# ruff: noqa: SIM905 - lists of words read better as words

import re
from functools import lru_cache
from itertools import pairwise

from seeds.reading import russian
from seeds.reading.clauses import is_infinitive, is_russian_verb
from seeds.reading.units import Counted, is_nominative, russian_lemmas, russian_parts

LONGEST = 14
_PIECE = re.compile(r"[\w%]+")
_COMPLEMENT = 7  # words

_EMPTY = frozenset(
    "что и а но также кроме того при этом этого так уже еще ещё сегодня ныне всего лишь только порядка почти было была "
    "были бы же ли которой котором которых который которая которое которые это эти этот том числе них его их ее её там "
    "тоже сейчас пока соответственно сложности здесь сюда туда теперь мы они она он вы я нас нам им ему ей чем хотя "
    "все всех всем всеми таким образом например причем притом затем потом вместе однако зато итого около свыше "
    "примерно более менее где".split()
)
_EDGE = frozenset(
    "в во на за до по с со к ко из от у о об для и а что уже также всего это этого при как или более про без".split()
)
_LEADING = frozenset("и а то если что уже также всего как или более чем это так".split())
# These only tell that there is what is counted.
_LIGHT = re.compile(
    r"(?:насчит|имее|есть$|явля|состав|стал[аио]?$|был[аио]?$|буд[еу]|хват|исчисл|достиг|превы|показа|находят|существу)"
)
_MEANT = re.compile(r"(?:(?:обещанн|намеченн|запланированн)(?:ы[ехмй]|ую|ая|ое|ого|ой)|план)$")
_SAYS = re.compile(
    r"(?:отмет|сказ|сообщ|подчеркн|рассказ|заяв|добав|поясн|подел|долож|напомн|счита|уверен|продолж|говор|признал|"
    r"уточн|переда[её]т|пишет)"
)
_CHANGE = [
    (r"снизи|снижа", "снижение"), (r"уменьши|уменьша", "уменьшение"), (r"сократи|сокраща", "сокращение"),
    (r"упал|падает", "падение"),
    (r"увеличи|увелича", "рост"), (r"выр[оа]с|возр[оа]с|раст[её]т|рос|прирос", "рост"), (r"повыси|повыша", "повышение"),
    (r"превыси|превыша|достиг|состав|дош[её]л|равн|исчисля", ""),
]  # fmt: skip
_CHANGE = [(re.compile(rf"^(?:{pattern})"), noun) for pattern, noun in _CHANGE]
_FOREIGN = re.compile(r"[«»\"“”әғқңөұүһіa-z]")
_FRAMED_AMOUNT = re.compile(r"\b(?:на (?:общую )?сумму|в (?:размере|объеме|сумме)|стоимостью|общей стоимостью)(?= |$)")
_PASSING = re.compile(
    r"\b(?:при (?:активной )?поддержке|при участии|при содействии|"
    r"с помощью|по поручению|по инициативе|по решению|решением|по итогам|"
    r"по состоянию|по сравнению с прошл\w+ \w+|по сравнению с аналогичн\w+ период\w+ прошлого года|"
    r"к уровню прошлого года|в соответствии с|"
    r"согласно|благодаря|в рамках|в ходе|по данным|по (?:его |ее |её |их )?словам|"
    r"по сведениям|по оценк[еи]|"
    r"в целом|в том числе|то есть|тогда как|в среднем|в общей сложности|в первую очередь|на сегодняшний день|"
    r"вместо (?:обещанн|намеченн|запланированн)\w+|(?:больше|меньше) (?:намеченного|обещанного)|"
    r"из (?:них|которых|этих)|"
    r"за это время|в этом направлении|кроме того|по плану|при плане|в год|в месяц|за год)(?!\w)"
)
_OF_PASSING = re.compile(r"(?:при|с помощью|по поручению|по инициативе|по решению|решением|по итогам|в соответствии|"
                         r"согласно|благодаря|в рамках|в ходе|по данным|по словам|по сведениям|по оценк)")  # fmt: skip
_OF_WHICH = {
    preposition: f"{preposition} {pronoun}"
    for pronoun, prepositions in {"которых": "в во из у до", "которыми": "с со", "которым": "по к"}.items()
    for preposition in prepositions.split()
}


def short(words: list[str], limit: int = LONGEST) -> list[str]:
    """At most ``limit`` words, compounds counted by their parts."""
    kept: list[str] = []
    size = 0
    for word in words:
        size += len(_PIECE.findall(word))
        if size > limit:
            break
        kept.append(word)
    return kept


def build(place) -> list[str]:
    counted = place.counted
    before = _clean(place.words(place.first, place.number))
    raw = place.words(counted.after if counted else place.number_after, place.after)
    after = [] if raw and _is_saying(raw[0]) else _clean(raw)
    if place.plan and place.same:
        return place.same.split()
    if raw and raw[0].lower().startswith("котор"):
        after = []
    if place.kind == "count" and counted and raw and raw[0].lower() in _WHICH:
        return _with_relative(place, counted, raw)
    if place.kind == "count" and counted:
        return _count(place, counted, before, after)
    if place.kind == "count":
        return _elliptic(place, before, after)
    if place.kind in ("money", "measure"):
        return _amount(place, before, after)
    return _share(place, before, after)


_WHICH = frozenset(["которые", "которых", "которым", "которыми"])


def _with_relative(place, counted: Counted, raw: list[str]) -> list[str]:
    """ "46 школ, которые партия обещала построить": said in a clause of its own."""
    own = [token.text for token in place.tokens[counted.first : counted.after] if token.kind == "word"]
    rest = [raw[0], *_clean(raw[1:])]
    return short([*plural(own), ",", *rest]) if len(rest) > 1 else short(plural(own))


# --- words -----------------------------------------------------------------------------------------------------------


def verb(word: str) -> bool:
    """A predicate; words of a quoted or Kazakh name are none."""
    low = word.lower()
    return not _FOREIGN.search(low) and (is_russian_verb(low) or low.startswith("намерен"))


def _clean(words: list[str]) -> list[str]:
    """Less who said it and what is only said in passing."""
    for number, word in enumerate(words):
        if number and _is_saying(word):
            rest = _after_saying(words[number:])
            words = rest if len(rest) < len(words) - number - 1 else words[:number]
            break
    if words and _is_saying(words[0]):
        words = _after_saying(words)
    return trim(_without_passing(words))


def _is_saying(word: str) -> bool:
    return bool(_SAYS.match(word.lower())) and verb(word)


def _after_saying(words: list[str]) -> list[str]:
    """ "рассказала о работе 11 центров": what was told of follows the preposition."""
    at = next((n for n, word in enumerate(words[:4]) if word.lower() in ("о", "об", "про")), None)
    return words[at + 1 :] if at is not None else words[1:]


def _without_passing(words: list[str]) -> list[str]:
    for _round in range(4):
        text = " ".join(words).lower()
        found = _PASSING.search(text)
        if found is None:
            return words
        first = text[: found.start()].count(" ")
        last = first + found[0].count(" ") + 1
        if _OF_PASSING.match(found[0]):
            # What it names goes with it, up to the next verb or preposition.
            most = last + 4
            while last < min(len(words), most) and not verb(words[last]) and words[last].lower() not in _EDGE:
                last += 1
                if "NOUN" in russian_parts(words[last - 1].lower()) and not _genitive(words[last : last + 1]):
                    break
        words = words[:first] + words[last:]
    return words


def _genitive(words: list[str]) -> bool:
    return bool(words) and any(
        p.tag.POS in ("NOUN", "ADJF", "PRTF") and p.tag.case == "gent" for p in russian.parses(words[0].lower())[:2]
    )


def trim(words: list[str]) -> list[str]:
    words = _FRAMED_AMOUNT.sub(" ", " ".join(words)).split()
    words = [
        word for word in words if (word.lower() not in _EMPTY or word.lower() == "и") and not _MEANT.match(word.lower())
    ]
    while words and (words[0].lower() in _LEADING or words[0].lower() in _EMPTY):
        words = words[1:]
    while words and words[-1].lower() in _EDGE:
        words = words[:-1]
    return words


def plural(words: list[str]) -> list[str]:
    """A noun with the adjectives before it in the nominative plural: "таких центра" gives "такие центры"."""
    done = []
    for number, word in enumerate(words):
        low = word.lower()
        if low in ("человек", "человека", "человеку", "человеками", "людей", "людям"):
            done.append("люди")
            continue
        if len(word) > 1 and word.isupper():
            done.append(word)
            continue
        last = number == len(words) - 1
        parts = [_plural(part, last) for part in low.split("-")]
        done.append("-".join(parts) if all(parts) else _plural(low, last) or word)
    return done


@lru_cache(maxsize=8192)
def _plural(low: str, head: bool = True) -> str:
    parses = [p for p in russian.parses(low) if p.tag.POS in ("NOUN", "ADJF", "PRTF")]
    wanted = ("NOUN",) if head else ("ADJF", "PRTF")
    for parse in sorted(parses, key=lambda p: (p.tag.POS not in wanted, p.tag.case == "nomn")):
        found = parse.inflect({"plur", "nomn"})
        if found:
            return found.word.replace("ё", "е")
    return ""


def nominative(words: list[str]) -> list[str]:
    return russian.nominative(" ".join(words)).split() if words else []


@lru_cache(maxsize=8192)
def participle(low: str, passive: bool) -> str:
    """The participle of a predicate in the nominative plural: "построено", "построили" give "построенные"."""
    for parse in russian.parses(low):
        if parse.tag.POS == "PRTS" or (parse.tag.POS == "PRTF" and "pssv" in parse.tag):
            found = parse.inflect({"PRTF", "plur", "nomn"})
        elif parse.tag.POS != "VERB" or parse.tag.tense not in ("past", "pres"):
            continue
        elif passive:
            found = parse.inflect({"PRTF", "pssv", "past", "plur", "nomn"})
        else:
            found = parse.inflect({"PRTF", "actv", parse.tag.tense, "plur", "nomn"})
        if found:
            return found.word
    return ""


def noun(place) -> list[str]:
    """The counted noun in the nominative plural with what belongs to it."""
    own = [t.text for t in place.tokens[place.counted.first : place.counted.after] if t.kind == "word"]
    raw = place.words(place.counted.after, place.after)
    tail, _rest = _np_tail([] if raw and raw[0].lower().startswith("котор") else _clean(raw))
    return short([*plural(own), *tail], 8)


# --- counts ----------------------------------------------------------------------------------------------------------


def _count(place, counted: Counted, before: list[str], after: list[str]) -> list[str]:
    tokens = place.tokens
    own = [token.text for token in tokens[counted.first : counted.after] if token.kind == "word"]
    own = [word for word in own if word.lower() not in ("более", "менее", "с", "лишним", "на", "год")]
    following, rest = _np_tail(after)
    at = place.number - (2 if place.number > 1 and tokens[place.number - 1].low in ("всех", "всем", "всеми") else 1)
    preposition = tokens[at].low if place.number > place.first else ""
    if place.number < len(tokens) and tokens[place.number].low == "до":
        preposition = "до"
    lead = before[-1] if before else ""
    if preposition == "на" and any(change(word) for word in before if verb(word)):
        return _share(place, before, [])
    if (
        lead
        and _deverbal(lead.lower())
        and not (len(before) > 1 and re.match(r"прин[яи]|оказ|пров[оеё]", before[-2].lower()))
    ):
        return short([*nominative([lead]), *own, *following, *rest])
    if lead and verb(lead) and change(lead) is not None and _has_subject(before[:-1], lead.lower()):
        return _share(place, before, [])
    noun = [*plural(own), *following]
    label = trim(place.label.split()) if place.label_first else []
    if label and not rest and [word.lower() for word in before] in ([], [word.lower() for word in label]):
        return short([*(before or label), ":", *noun])
    held = not (own and own[-1].lower().endswith(("ах", "ях")))
    if preposition == "на" and held and lead and not verb(lead) and "NOUN" in russian_parts(lead.lower()):
        return short([*noun, "в", *_locative(lead)])  # "школа на 600 мест"
    return _said_of(noun, own[-1] if own else "", before, rest, preposition)


def _said_of(noun: list[str], head: str, before: list[str], rest: list[str], preposition: str = "") -> list[str]:
    """The noun with its predicate."""
    told = [*before, *rest]
    verbs = [n for n, word in enumerate(told) if verb(word)]
    if not verbs:
        where = before if before and before[0].lower() in _EDGE and len(before) < 5 else []
        return short([*noun, *where, *(rest if len(rest) < 6 else [])])
    if preposition == "из" and verbs[0] >= len(before):
        return short(noun)  # "из 40 домов сдано 22"
    # The predicate nearest to the noun: the last before it, else the first after it.
    at = max((n for n in verbs if n < len(before)), default=verbs[0])
    predicate = told[at].lower()
    if at and told[at - 1].lower() == "не":
        rest = trim([word for word in told[at + 1 :] if not verb(word)])[:_COMPLEMENT]
        return short([*noun, ",", "которые", "не", _agreeing(predicate), *rest])
    complement = [word for n, word in enumerate(told) if n != at and not verb(word)]
    doer = at < len(before) and _has_subject(before[:at], predicate, animate=_is_animate(head))
    if predicate.startswith(("явля", "стал")) and (named := _who(complement)):
        return short(named)  # "получателями пособий являются …"
    if doer and preposition == "" and _is_short(predicate) and not _agrees_plural(predicate):
        subject = [word for n, word in enumerate(before) if n != at]
        return short([*noun, ",", "которым", predicate, *trim(subject)])
    if _LIGHT.match(predicate) or (preposition == "на" and predicate.startswith(("рассчит", "направлен"))):
        return short([*noun, *trim(rest if at >= len(before) else [])])
    if preposition in _OF_WHICH and at < len(before):
        return short([*noun, ",", _OF_WHICH[preposition], *trim(told)])
    passive, dative = _passive(predicate, head, complement, doer), _dative(head)
    told_to = dative and any(_is_subject(word, predicate) for word in complement)
    if (doer or passive) and not told_to:
        complement = [word for word in complement if not _is_subject(word, predicate)] if not doer else [
            word for n, word in enumerate(told) if n > at and not verb(word)
        ]  # fmt: skip
    complement = trim(complement)[:_COMPLEMENT]
    infinitive = next((word for n, word in enumerate(told) if n > at and _is_infinitive(word)), "")
    form = "" if dative or infinitive else participle(predicate, passive)
    if form and not complement:
        return short([form, *noun])
    room = LONGEST - len(_PIECE.findall(" ".join(noun)))
    if form:
        return [*noun, ",", form, *trim(short(complement, room - 1))]
    if room < 3:
        return short(noun)
    which = "которым" if dative else "которых" if passive and _is_animate(head) else "которые"
    complement = [word for word in complement if word != infinitive]
    said = [predicate if told_to else _agreeing(predicate), *([infinitive] if infinitive else [])]
    return [*noun, ",", which, *trim(short([*said, *complement], room - 1))]


def _who(words: list[str]) -> list[str]:
    """ "получателями социальной помощи" gives "получатели социальной помощи"."""
    for number, word in enumerate(words):
        for parse in russian.parses(word.lower())[:2]:
            if parse.tag.POS == "NOUN" and parse.tag.case == "ablt" and (found := parse.inflect({"plur", "nomn"})):
                return [found.word, *(each for each in words[number + 1 :] if each.lower() != "человек")]
    return []


def _is_short(predicate: str) -> bool:
    parse = _finite(predicate)
    return parse is not None and parse.tag.POS == "PRTS"


def _agrees_plural(predicate: str) -> bool:
    parse = _finite(predicate)
    return parse is not None and (parse.tag.number == "plur" or parse.tag.gender == "neut")


def _passive(predicate: str, head: str, complement: list[str], doer: bool) -> bool:
    """Whether the counted things are what something is done to."""
    parse = _finite(predicate)
    if predicate.startswith("намерен"):
        return True
    if parse is None or parse.tag.POS == "PRTS":
        return parse is not None
    if "intr" in parse.tag or predicate.endswith(("ся", "сь")):
        return False
    if (
        predicate.startswith("намерен")
        or doer
        or parse.tag.person in ("1per", "2per")
        or parse.tag.gender in ("masc", "femn")
    ):
        return True
    if parse.tag.gender == "neut" or (parse.tag.person == "3per" and parse.tag.number == "sing"):
        return False
    if not _is_animate(head):
        return True
    return not any(_accusative(word) for word in complement)


@lru_cache(maxsize=8192)
def _accusative(word: str) -> bool:
    return any(
        p.tag.POS in ("NOUN", "ADJF") and p.tag.case == "accs" and p.score > 0.1 for p in russian.parses(word.lower())
    )


@lru_cache(maxsize=8192)
def _is_animate(word: str) -> bool:
    low = word.lower()
    if low.startswith(("семь", "семей")):
        return True
    return any(p.tag.POS == "NOUN" and p.tag.animacy == "anim" for p in russian.parses(low.split("-")[0])[:2])


@lru_cache(maxsize=8192)
def _finite(low: str):
    """The reading of a word as a finite verb that is no command."""
    return next((p for p in russian.parses(low) if p.tag.POS in ("VERB", "PRTS") and p.tag.mood != "impr"), None)


def _is_infinitive(word: str) -> bool:
    return is_infinitive(word.lower())


@lru_cache(maxsize=8192)
def _agreeing(predicate: str) -> str:
    """The predicate in the plural."""
    if predicate.startswith("намерен"):
        return "намерены"
    parse = _finite(predicate)
    if parse is None or parse.tag.number != "sing" or parse.tag.mood == "impr":
        return predicate
    kept = {parse.tag.tense} if parse.tag.tense == "past" else {parse.tag.tense, parse.tag.person} - {None}
    wanted = {"plur", parse.tag.voice} if parse.tag.POS == "PRTS" else {"plur"} | kept
    found = parse.inflect(wanted - {None})
    return found.word.replace("ё", "е") if found else predicate


def _is_subject(word: str, predicate: str) -> bool:
    return _has_subject([word], predicate)


def _has_subject(words: list[str], predicate: str, *, animate: bool = False) -> bool:
    """Whether a noun among ``words`` can be the subject: "партия построила", not "жилье получат".

    ``animate``: what is counted could be the subject itself, so that a thing beside it is the object.
    """
    parse = _finite(predicate)
    if parse is None or parse.tag.person == "1per":
        return False
    plural_verb = parse.tag.number == "plur"
    for number, word in enumerate(words):
        governed = number and words[number - 1].lower() in _EDGE
        if number and not governed and _modifies_object(words[number - 1].lower()):
            continue  # "социальную помощь получает …"
        if governed or _FOREIGN.search(word.lower()) or (animate and plural_verb and _accusative(word)):
            continue
        for p in russian.parses(word.lower())[:2]:
            if (
                p.tag.POS in ("NOUN", "NPRO")
                and p.tag.case == "nomn"
                and p.tag.number == parse.tag.number
                and p.score > 0.25
                and (parse.tag.gender is None or p.tag.gender is None or p.tag.gender == parse.tag.gender)
            ):
                return True
    return False


@lru_cache(maxsize=8192)
def _modifies_object(low: str) -> bool:
    """An adjective that is no nominative."""
    found = [p for p in russian.parses(low) if p.tag.POS in ("ADJF", "PRTF")]
    return bool(found) and not any(p.tag.case == "nomn" for p in found)


def _locative(word: str) -> list[str]:
    for parse in russian.parses(word.lower()):
        if parse.tag.POS == "NOUN" and (found := parse.inflect({"loct"})):
            return [found.word.replace("ё", "е")]
    return [word]


def _np_tail(words: list[str]) -> tuple[list[str], list[str]]:
    """The words after the noun that belong to it, up to the predicate or a preposition."""
    for number, word in enumerate(words):
        low = word.lower()
        if low == "до" and "от" in (w.lower() for w in words[:number]):
            continue  # "от трёх до шести лет"
        if number and words[number - 1].lower() == "и" and (verb(low) or "NOUN" not in russian_parts(low)):
            return _trim_end(words[:number]), []
        stop = verb(low) or low == "не" or _is_infinitive(low) or russian_parts(low) == {"ADV"} or number == 6
        if stop or (low in _EDGE and low not in ("и", "для", "с", "из", "без", "от")):
            return _trim_end(words[:number]), words[number:]
    return words, []


def _trim_end(words: list[str]) -> list[str]:
    while words and words[-1].lower() in _EDGE:
        words = words[:-1]
    return words


def _dative(word: str) -> bool:
    parses = russian.parses(word.lower())
    return bool(parses) and parses[0].tag.case == "datv" and word.lower().endswith(("м", "у", "ю"))


def _deverbal(low: str) -> bool:
    return any(
        re.search(r"(?:ание|ение|тие|ство|ция|стройка|поддержка|подготовка|выдача|закупка|прием|набор|ремонт)$", lemma)
        for lemma in russian_lemmas(low)[:1]
    )


def _elliptic(place, before: list[str], after: list[str]) -> list[str]:
    """ "Из 38 садов построено 17": what is counted was named before."""
    if before and change(before[-1]) is not None and len(before) > 1 and not place.plan:
        subject = trim(before[:-1])
        known = (place.same or place.noun).split()
        return short(known if all(word.lower() in ("число", "количество") for word in subject) else subject)
    known = (place.same or place.noun).split()
    told = [*before, *after]
    if place.plan or any(word.lower() in ("число", "количество", "цифру", "цифра") for word in told):
        return short(known)
    at = next((n for n in range(len(told) - 1, -1, -1) if verb(told[n])), None)
    if at is not None and not _LIGHT.match(told[at].lower()):
        preposition = place.tokens[place.number - 1].low if place.number > place.first else ""
        return _said_of(place.noun.split(), place.noun.split()[0] if place.noun else "", before, after, preposition)
    label = [] if before and before[0].lower() == "вместо" else told
    if not any("NOUN" in russian_parts(word.lower()) for word in label):
        return short(known)
    return short([*known, ":", *label])


# --- money, measures, shares -----------------------------------------------------------------------------------------


def _amount(place, before: list[str], after: list[str]) -> list[str]:
    if before and (size := _SIZES.get(before[-1].lower())):
        return short([size, *_sized(before[:-1])])
    verbs = [word for word in (*before, *after) if verb(word) and change(word) is None]
    others = trim([word for word in before if not verb(word)] + [word for word in after if not verb(word)])
    if not verbs:
        free = [word.lower() for left, word in pairwise(others) if left.lower() not in _EDGE]
        if others and others[0].lower() in _EDGE and not any(map(is_nominative, free)):
            return short(["средства" if place.kind == "money" else place.unit, *others])  # "61 млрд из бюджета"
        if others:
            return short(nominative(others))
        return plural([place.unit]) if place.kind == "measure" else [place.earlier or place.unit]
    predicate = verbs[-1] if verb(before[-1] if before else "") else verbs[0]
    onto = place.number and place.tokens[place.number - 1].low == "на"
    if place.kind == "money" and (onto or any(map(_is_infinitive, others))):
        return short([predicate, *others])
    if place.kind == "money":
        thing = ["средства"]
    else:
        tail, _rest = _np_tail(after)
        thing = plural(tail) if tail else plural([place.unit])
        others = [word for word in others if word not in tail]
    low = predicate.lower()
    doer = [word for n, word in enumerate(others) if _has_subject(others[max(0, n - 1) : n + 1], low)]
    told = trim([word for word in others if word not in doer])
    transitive = any("tran" in p.tag or p.tag.POS == "PRTS" for p in russian.parses(low))
    form = participle(low, passive=transitive)
    infinitive = next(filter(_is_infinitive, told), "")
    if infinitive:
        told = [infinitive, *(word for word in told if word != infinitive)]
    if not form or infinitive or len(doer) > 1 or (transitive and not _is_perfective(low)):
        if place.kind == "money" and others:
            return short([predicate, *others])
        return short([*thing, ",", "которые", predicate, *told])
    by = [_instrumental(doer[0])] if doer and _is_active(low) else []
    return short([*thing, ",", form, *by, *told]) if told or by else [form, *thing]


_SIZES = {
    "длиной": "длина", "протяженностью": "протяженность", "протяжённостью": "протяжённость", "площадью": "площадь",
    "мощностью": "мощность", "объемом": "объем", "объёмом": "объём", "вместимостью": "вместимость", "высотой": "высота",
    "шириной": "ширина", "стоимостью": "стоимость",
}  # fmt: skip


def _sized(before: list[str]) -> list[str]:
    """What has the size: "водовода" of "построили 12 км водовода длиной", "комплекс" of "новый комплекс площадью"."""
    thing: list[str] = []
    before = before[:-1] if before[-1:] == ["общей"] else before
    for word in reversed(before[-5:]):
        if verb(word) or _is_infinitive(word) or word.lower() in _EDGE:
            break
        thing.insert(0, word)
    return genitive(thing)


@lru_cache(maxsize=2048)
def _is_perfective(low: str) -> bool:
    parse = _finite(low)
    return parse is not None and (parse.tag.POS == "PRTS" or parse.tag.aspect == "perf")


def _is_active(predicate: str) -> bool:
    parse = _finite(predicate)
    return parse is not None and parse.tag.POS == "VERB"


def _instrumental(word: str) -> str:
    for parse in russian.parses(word.lower()):
        if parse.tag.POS == "NOUN" and parse.tag.case == "nomn" and (found := parse.inflect({"ablt"})):
            return found.word.replace("ё", "е")
    return word


def change(word: str) -> str | None:
    """The noun of a verb of change, "" for verbs that only give the amount, None for others."""
    for pattern, noun in _CHANGE:
        if pattern.match(word.lower()):
            return noun
    return None


def _share(place, before: list[str], after: list[str]) -> list[str]:
    words, share = before, after
    if place.same and not any("NOUN" in russian_parts(word.lower()) for word in [*before, *after]):
        return short(place.same.split())  # "долю планируется довести" after "ее доля – 32 %"
    following = (
        place.tokens[place.counted.after].text if place.counted and place.counted.after < len(place.tokens) else ""
    )
    if _MEANT.match(following.lower()) and not words:
        return ["доля", following]
    compared = next((t.low for t in place.tokens[place.number_after :][:4] if t.low in _COMPARED), "")
    if compared and place.number and place.tokens[place.number - 1].low == "на":
        return short([*words, compared, *[word for word in share if word.lower() != compared]])
    known = [_genitive_plural(word) for word in plural(place.earlier.split())]
    if words and words[0].lower() == "из" and not any(verb(word) for word in words):
        return short(["доля", *words[1:], *([":"] if share else []), *share])
    onto = place.number and place.tokens[place.number - 1].low == "на"
    if place.kind == "percent" and not onto:
        told = _share_of(words, share, known)
        if told:
            return short(told)
    if not words and place.earlier:
        return short(["доля", *share] if share else [place.same or place.earlier])
    at = next((n for n, word in enumerate(words) if verb(word)), None)
    if at is None:
        named = any("NOUN" in russian_parts(word.lower()) for word in words)
        return short(words if named else words + share) or [place.same or place.earlier]
    last = next(n for n in range(len(words) - 1, -1, -1) if verb(words[n]))
    noun = change(words[last])
    subject = [word for word in words[:at] if word.lower() not in ("более", "чем")]
    objects = words[last + 1 :]
    if noun and objects and not words[last].endswith(("сь", "ся")) and _accusative(objects[0]):
        subject = [*plural(objects[:1]), *objects[1:]]  # "запись через приложение сократила очереди"
    subject = subject or trim([word for word in words[at + 1 :] if word.lower() not in _EMPTY]) or share
    if not any("NOUN" in russian_parts(word.lower()) for word in subject):
        subject = [place.same or place.earlier] if place.earlier else subject
    if noun is None:
        return short(words + share)
    if noun and place.reached:
        noun = ""  # "вырос до 88,9 %": how much it is, not by how much it grew
    return short([noun, *genitive(subject)] if noun else nominative(subject))


_COMPARED = frozenset(["больше", "меньше", "выше", "ниже", "дороже", "дешевле", "чаще", "реже"])


def _share_of(words: list[str], share: list[str], known: list[str]) -> list[str]:
    """ "местами обеспечены 96 % детей": the share of the children who have got places."""
    verbs = [n for n, word in enumerate([*words, *share]) if verb(word)]
    told = [*words, *share]
    if not share or verb(share[0]):
        if not verbs or change(told[verbs[0]]) is not None or not known:
            return []
        form = participle(told[verbs[0]].lower(), passive=True) or participle(told[verbs[0]].lower(), passive=False)
        rest = trim([word for n, word in enumerate(told) if n not in verbs])
        rest = [word for word in rest if not any(word.lower()[:5] == each.lower()[:5] for each in known)]
        if not form or any(_is_subject(word, told[verbs[0]].lower()) for word in rest):
            return []
        return (
            ["доля", _genitive_plural(form), *known]
            if not rest
            else ["доля", *known, ",", _genitive_plural(form), *rest]
        )
    if "NOUN" not in "".join(part for word in share[:3] for part in russian_parts(word.lower())):
        return []
    tail, rest = _np_tail(share)
    if not tail or (verbs and len(words) > 1 and not _genitive(tail[:1])):
        return []
    if len(tail) == 1:
        tail = [_genitive_plural(_plural(tail[0].lower()) or tail[0])] if _may_be_plural(tail[0].lower()) else tail
    if words and verbs and verbs[0] < len(words) and change(words[verbs[0]]) is not None:
        return []
    form = ""
    if verbs and not any(map(_is_infinitive, told)):
        low = told[verbs[0]].lower()
        form = participle(low, passive=True) or participle(low, passive=False)
    others = trim([word for word in (*words, *rest) if not verb(word)])
    if form:
        form = _genitive_plural(form)
        return ["доля", *tail, ",", form, *others] if others else ["доля", form, *tail]
    return ["доля", *tail, *([":"] if others else []), *others]


@lru_cache(maxsize=2048)
def _may_be_plural(low: str) -> bool:
    return any(p.tag.POS == "NOUN" and p.tag.case == "nomn" and p.tag.number == "plur" for p in russian.parses(low))


@lru_cache(maxsize=2048)
def _genitive_plural(form: str) -> str:
    parses = russian.parses(form)
    found = parses and parses[0].inflect({"plur", "gent"})
    return found.word if found else form


def genitive(words: list[str]) -> list[str]:
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
