"""What a Kazakh clause counts: the noun with the clause's predicate as a participle before it.

"300 отбасыға көмек көрсетілді" gives "көмек көрсетілген отбасы"; what somebody does becomes a verbal noun:
"312 әйелді жұмысқа орналастырдық" gives "әйелді жұмысқа орналастыру".
"""

# ruff: noqa: SIM905 - lists of words read better as words

import re

from seeds.reading import kazakh
from seeds.reading.clauses import is_past_of_vowel
from seeds.reading.units import Counted, is_kazakh_verb, kazakh_case

LONGEST = 14
_PIECE = re.compile(r"[\w%]+")


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


_KK_FRAMES = frozenset(
    "деп деді дейді айтты айтып мәлімдеді хабарлады хабарлайды жеткізді екенін екен еді атап өтті өткен "
    "туралы жазады баяндады түсіндірді дегенді сендірді".split()
)
_KK_EMPTY = frozenset(
    "бұл осы сол олар оның олардың оны соның соның бүгінде бүгін қазір қазіргі таңда жалпы барлығы бас-аяғы "
    "ол тек ғана енді сондай-ақ сонымен қатар бірге яғни мәселен мысалы атап айтқанда аталған да де ал бірақ біз "
    "дегенмен оған бұған онда мұнда осында қазірге айына жылына бұрын болған кеше ертең тағы әлі үшін "
    "осындай орнына болатын біздің міне әрине әзірге мынадай "
    "бізге бізде өкінішке соған шамамен кемінде жуық астам аса артық дейін осылайша нәтижесінде бастап ішінде "
    "ішінен тарта таяу шақты".split()
)
_KK_ATTRIBUTE = re.compile(
    r"(?:\w{2}(?:лы|лі|ды|ді|ты|ті|лық|лік|дық|дік|тық|тік|ған|ген|қан|кен|атын|етін|йтын|йтін|дағы|дегі|тағы|тегі|сыз|сіз|"
    r"(?<!лы)ғы|(?<!лі)гі)|бар|жоқ|төмен|аз|көп|жаңа|және|мұқтаж|қиын|қатысты)$"
)
_FRONT, _BACK = "әеөүіэ", "аоұыёя"


def build(place) -> list[str]:
    counted = place.counted
    before = _kk_clean(place.words(place.first, place.number))
    after_noun = counted.after if counted else place.number_after
    after = _kk_unframed(place.words(after_noun, place.after))
    if place.plan and place.same:
        return place.same.split()
    if place.kind == "count" and counted:
        return _count(place, counted, before, after)
    if place.kind == "count":
        return _elliptic(place, before, after)
    if place.label and place.label_first and not before:
        return short([*_LIST_OPENS.sub("", place.label).split(), *_participial(after)])
    if place.kind == "money":
        return _money(place, before, after)
    if place.kind == "measure":
        return _measure(place, before, after)
    return _share(place, before, after)


def noun(place) -> list[str]:
    """The counted noun with its attributes."""
    before = _kk_clean(place.words(place.first, place.number))
    return short([*before[_attributes(before) :], *_named(place)], 8)


def _named(place) -> list[str]:
    counted = place.counted
    return [*_modifiers(place, counted), counted.noun or counted.text]


def _count(place, counted: Counted, before: list[str], after: list[str]) -> list[str]:
    tokens = place.tokens
    named = _named(place)
    split = _attributes(before)
    attributes, before = before[split:], before[:split]
    if place.label:
        told = _told(after)
        if told and is_kazakh_verb(told[-1].lower()) and kazakh_case(place.label.split()[-1].lower()) in _ADVERBIAL:
            return short([*place.label.split(), *_participial(told), *attributes, *named])
        return short([place.label, "—", *attributes, *named])
    genitive = (
        counted.case == kazakh.GENITIVE and counted.after < len(tokens) and tokens[counted.after].kind == "digits"
    )
    if counted.case == kazakh.ATTRIBUTIVE or _MADE_OF.search(tokens[counted.head].low):
        return _of_places(place, named, after) or short([*attributes, *(_held(place, after) or named)])
    if genitive or (after and after[0].lower() in ("орнына", "ішінен")):
        return short([*attributes, *named])
    if before and before[-1].lower() == "саны":
        return short(before)
    before, doer = _less_doer(before)
    doer = doer or place.doer
    told = _told(after)
    if not told and after and before and kazakh_case(before[-1].lower()) == kazakh.LOCATIVE:
        told = after[-1:]  # "кезекте 900 адам тұр"
    if counted.case == kazakh.ACCUSATIVE and (before or attributes) and told and _KK_AMOUNTS.match(told[0].lower()):
        return short([*before, *attributes])  # "аурушаңдық 9,8 жағдайды құрады"
    if counted.case == kazakh.ACCUSATIVE and told and len(told) <= 6:
        if before and re.search(r"(?:нан|нен|дан|ден|тан|тен|ның|нің|дың|дің|тың|тің)$", before[-1].lower()):
            attributes = [*before[-5:], *attributes]
        phrase = [word for word in place.words(counted.first, counted.after) if word.lower() not in _KK_EMPTY]
        return short([*attributes, *phrase, *_verbal(told)])
    if counted.case == kazakh.DATIVE and len(told) > 1 and told[0].lower() == "арналған":
        phrase = place.words(counted.first, counted.after)
        return short([*phrase, *(told[:-1] if is_kazakh_verb(told[-1].lower()) else told)])
    if counted.case == kazakh.DATIVE and told and _is_active(told[-1]):
        phrase = [word for word in place.words(counted.first, counted.after) if word.lower() not in _KK_EMPTY]
        return short([*attributes, *phrase, *_verbal(told)])
    before = _complements(before)
    return short([*before, *_participial(told, doer), *attributes, *named])


_LIST_OPENS = re.compile(r"^(?:(?:оның|соның|олардың) )?ішінде ", re.I)
_ADVERBIAL = (kazakh.DATIVE, kazakh.LOCATIVE, kazakh.ABLATIVE)
_MADE_OF = re.compile(r"орынд[ыі]қ")


def _held(place, after: list[str]) -> list[str]:
    """ "120 балалық бақша ашылды": what holds them."""
    own = place.tokens[place.counted.head].low
    if not re.search(r"л[ыі]к?қ?$", own) or not after or is_kazakh_verb(after[0].lower()):
        return []
    thing = [] if len(after) < 2 or not re.search(r"[ыі]$", after[1].lower()) else after[1:2]
    return [own, *after[:1], *(word for word in thing if not is_kazakh_verb(word.lower()))]


def _of_places(place, named: list[str], after: list[str]) -> list[str]:
    """ "900 орындық мектеп салынды": places in what is built."""
    if named[-1] != "орын" or not after or is_kazakh_verb(after[0].lower()):
        return []
    words = [word for word in after if word.lower() not in _KK_EMPTY and word.lower() not in ("бір", "екі", "жаңа")]
    at = 0
    while at + 1 < len(words) and _KK_ATTRIBUTE.search(words[at].lower()):
        at += 1
    if not words or is_kazakh_verb(words[at].lower()):
        return []
    stop = at + 1
    if stop < len(words) and re.search(r"[ыі]$", words[stop].lower()) and not is_kazakh_verb(words[stop].lower()):
        stop += 1  # "дағдарыс пәтері"
        whole = words[stop - 1] + ("нің" if _front(words[stop - 1].lower()) else "ның")
    else:
        whole = _genitive(kazakh.without_case(words[at]).text)
    return short([*words[: stop - 1], whole, "орны"])


def _elliptic(place, before: list[str], after: list[str]) -> list[str]:
    """ "олардың 5 мыңнан астамы жағдайы төмен", "38 балабақшаның 17-сі салынды"."""
    known = place.noun or place.earlier
    if before and before[-1].lower() == "саны":
        return short((place.same or " ".join(before)).split())
    told = _told(after)
    if place.plan or not told or _KK_AMOUNTS.match(told[-1].lower()) or told == ["еді"]:
        if place.label and not place.plan:
            return short([place.label, "—", *(place.same or known).rpartition("— ")[2].split()])
        if place.same or place.plan:
            return short((place.same or known).split())
        if before and after and _KK_AMOUNTS.match(after[0].lower()):
            return short(before)
    if told and not is_kazakh_verb(told[-1].lower()) and _SAME_NOUN(told[-1], known):
        return short(told)  # "олардың 6 мыңы – көпбалалы отбасылар"
    before = [word for word in _complements(_less_doer(before)[0]) if not _SAME_NOUN(word, known)]
    return short([*before, *_participial(told), *known.split()])


def _SAME_NOUN(word: str, known: str) -> bool:
    stem = word.lower()[:4]
    return len(stem) == 4 and any(each.lower().startswith(stem) for each in known.split())


def _money(place, before: list[str], after: list[str]) -> list[str]:
    amount = after[:1] if after and re.match(r"сома|көлем|мөлшер", after[0].lower()) else []
    after = after[len(amount) :]
    if after and (_KK_AMOUNTS.match(after[0].lower()) or place.reached):
        return short(before or (place.same or place.earlier).split() or [place.unit])
    before, doer = _less_doer([word for word in before if not re.match(r"қар(?:жы|ажат)н?[ыі]?ң", word.lower())])
    doer = doer or place.doer
    told = _told(after)
    thing = "сома" if amount else "қаржы"
    if len(told) > 1 and _MONEY_NOUN.match(told[0].lower()):
        thing, told = kazakh.without_case(told[0]).text, told[1:]
    return short([*_complements(before), *_participial(told, doer), thing])


def _measure(place, before: list[str], after: list[str]) -> list[str]:
    split = _attributes(before)
    attributes, before = before[split:], before[:split]
    after = _told([word for word in after if word.lower() not in _KK_EMPTY])
    thing = after[:1] if after and (len(after) > 1 or not is_kazakh_verb(after[0].lower())) else []
    if thing and kazakh_case(thing[0].lower()) not in (kazakh.ACCUSATIVE, kazakh.NOMINATIVE):
        thing = []
    rest = after[len(thing) :]
    before, doer = _less_doer(before)
    if thing and rest and kazakh_case(thing[0].lower()) == kazakh.ACCUSATIVE:
        return short([*attributes, *thing, *_verbal(rest)])
    named = [kazakh.without_case(thing[0]).text] if thing else [place.noun or place.unit]
    return short([*_complements(before), *_participial(rest, doer), *attributes, *named])


def _share(place, before: list[str], after: list[str]) -> list[str]:
    """A share: "қылмыстардың … жасалатын үлесі"; a change: "құрамының жаңаруы"."""
    if place.label and not before:
        return short([place.label, "үлесі"])
    after = _told(after)
    if before and after and after[0].lower() in ("көп", "аз", "артық", "кем"):
        return short([*(place.same or place.earlier).split(), *before, after[0]])
    if _is_partitive(place):
        if (
            not before
            and after
            and not is_kazakh_verb(after[-1].lower())
            and not re.search(r"[ғқ]ан$|[гк]ен$", after[-1])
        ):
            return short([*after, "үлесі"])
        if not before:
            return short([*_participial(after), place.earlier, "үлесі"])
        return short([*before, *_participial(after), "үлесі"], keep_end=len(after) > 8)
    if len(after) > 1 and after[-1].lower() in _KK_DUTY:
        after = after[:-1]  # "төмендеуі керек"
    if place.reached and len(after) == 1 and re.search(r"[уү][ыі]$", after[0].lower()) and before:
        return short(before)
    if not before or (after and all(_COMPARED.match(word.lower()) for word in [*before, *after])):
        before = (place.same or place.earlier).split()
    if after and (is_kazakh_verb(after[-1].lower()) or _FIRST.search(after[-1].lower())):
        *middle, verb = after
        subject = before + middle
        if not middle and (_KK_AMOUNTS.match(verb.lower()) or place.reached):
            return short(before)
        if subject and _KK_INTRANSITIVE.search(verb.lower()) and kazakh_case(subject[-1].lower()) == kazakh.NOMINATIVE:
            subject = [*subject[:-1], _genitive(subject[-1])]
            return short([*subject, _of_it(verbal_noun(verb.lower()))])
        return short([*subject, verbal_noun(verb.lower())])
    return short(before + after)


_KK_DUTY = frozenset(["керек", "тиіс", "қажет"])
_COMPARED = re.compile(r"(?:салыстыр|көп$|аз$|артық|кем$|жоғары|төмен|былтыр|өткен|жыл)")
_MONEY_NOUN = re.compile(r"(?:инвестиц|қаражат|қаржы|субсиди|салық|несие|айыппұл|табыс|өнім)")
# Who does it: a body, "we", people who were named.
_DOER = re.compile(
    r"^(?:партия|филиал[ыі]?|орталық|орталығы|кеңес[іы]?|басқарма(?:сы)?|министрлік|министрлігі|әкімдік|әкімдігі|қор[ыі]?|"
    r"акция(?:сы)?|жоба(?:сы|лары)?|науқан[ыі]?|депутат(?:тар)?|біз|олар|мүшелері|еріктілер|волонтерлер|демеушілер|делегаттар|"
    r"аманаттықтар|партиялықтар|меценаттар|кәсіпкерлер|тұрғындар|облыс|өңір|ведомство|комиссия(?:сы)?|штаб[ыі]?|бөлім[іы]?|"
    r"фракция(?:сы)?|қызмет[іы]?|ұйым[ыі]?|бірлестігі|үкімет)$"
)
_FIRST = re.compile(
    r"(?<!^ас)(?<!^ар)(?:[аейи]м[ыі]з|[дт][ыі][қк]|[аей]м[ыі]н|[мбп][ае][қк]п[ыі]з|[мбп][ае][қк](?:ш[ыі])?)$"
)
_PASSIVE = re.compile(
    r"(?:[ыі]л|[ыі]н|лан|лен|дан|ден|тан|тен|тал|тел|[аеуы]л|[уы]н)(?:[дт][ыі]|[ғқ]ан|[гк]ен|ады|еді|уда|уде|[мбп][ае][қк]|атын|етін)"
)
_INTRANSITIVE = re.compile(
    r"^(?:ал|қатыс|кел|кет|тұр|бол|бар|шық|өт|жүр|жат|отыр|қал|орналас|түс|кір|жет|қос|жина|көш|оқ|білдір|таб|тап|күт|сұра|тіркел|"
    r"толтыр|мүше|өкіл|көр(?!сет)|үміткер|қол|өтініш|тәмамда|бітір|асыра|өс|арт|көбей|азай|жиыл|тәрбиелен|тамақтан|жұмыс|еңбек|ем|бас)"
)


def _less_doer(words: list[str]) -> tuple[list[str], bool]:
    """The words less who did it; whether somebody did."""
    for number, word in enumerate(words[:5]):
        if _DOER.match(word.lower()):
            return words[number + 1 :], True
    return words, False


def _told(words: list[str]) -> list[str]:
    """The predicate with what belongs to it, less who told it and what follows it."""
    words = [word for word in words if word.lower() not in _KK_EMPTY]
    if [word.lower() for word in words] in (["отыр"], ["отырмыз"], ["тұр"], ["деп", "отыр"]):
        return []
    while len(words) > 1 and (
        words[-1].lower() in ("деп", "отыр", "отырмыз", "еді", "болатын") and words[-2].lower()[-1:] in "пдіынгк"
    ):
        if words[-1].lower() in ("отыр", "отырмыз"):
            break
        words = words[:-1]
    return words


def _is_active(word: str) -> bool:
    """Whether somebody did it, in a verb that takes an object."""
    low = word.lower()
    return (is_kazakh_verb(low) or bool(_FIRST.search(low) or re.search(r"(?:[ғқ]ан|[гк]ен)$", low))) and not (
        _PASSIVE.search(low) or _INTRANSITIVE.match(low)
    )


# Verbs that only give the amount: "бюджеті 12 млрд теңгені құрады".
_KK_AMOUNTS = re.compile(r"(?:құра(?:ды|йды|п|ған)|бол(?:ды|ған|атын|ып)|жет(?:ті|кен|іп|кізіл\w*)|тең|асты)")
_KK_INTRANSITIVE = re.compile(
    r"(?:[ыі]л|[ыі]н|лан|лен|дал|дел|тал|тел|ла|ле|[аеыі]р|ай|ей|өс|арт|түс|кемі|төменде|жет|ас|жоғарыла|азай|көбей)(?:д[ыі]|т[ыі]|ады|еді|уда|уде)$"
)


def _is_partitive(place) -> bool:
    """ "90 пайызға жуығы", "60%-ы": the number itself is what the genitive before it belongs to."""
    words = [
        token.low
        for token in place.tokens[place.number : (place.counted.after if place.counted else place.number_after) + 2]
    ]
    return any(
        re.search(r"^(?:жуығы|астамы|артығы|көбі|ы|і|сы|сі)$|(?:пайызы|проценті)\w{0,3}$", word) for word in words
    )


_KK_TOLD = re.compile(r"^екенін$|\w{2}(?:[ғқ]ан|[гк]ен|[аей]т[ыі]н)[ыі]н$")
_TELLING = 4  # words of who told it, with what was told
_SINCE = re.compile(r"\w{2}(?:ғалы|гелі|қалы|келі)$")
_GIVEN = re.compile(r"(?:етілген|берілген|еткен|берген)$")
_KK_REPORT_FRAME = re.compile(
    r"(?:ғандай|гендей|қандай|кендей|уынша|уінше|мәліметінше|бойынша|орай|аясында|шеңберінде|барысында)$"
)


def _kk_clean(words: list[str]) -> list[str]:
    for number, word in enumerate(words):
        if word.lower() == "орнына" or _SINCE.search(word.lower()):
            return _kk_clean(words[number + 1 :])  # "100 пайыздың орнына", "көктем басталғалы"
        if word.lower() == "қолдауымен" and number:
            return _kk_clean(words[: number - 1] + words[number + 1 :])
        if word.lower() == "уәде" and number + 1 < len(words) and _GIVEN.match(words[number + 1].lower()):
            return _kk_clean(words[:number] + words[number + 2 :])
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
    told = next((n for n in range(len(words) - 1, -1, -1) if _KK_TOLD.search(words[n].lower())), -1)
    if 0 <= told < len(words) - 1 and len(words) - told <= _TELLING and is_kazakh_verb(words[-1].lower()):
        words = words[: told + (words[told].lower() != "екенін")]  # "қол жеткізгенін айтады", "керек екенін еске салды"
    for number, word in enumerate(words):
        if number and word.lower() == "деп" and len(words) - number <= 3:
            words = words[:number]  # "тартылады деп күтілуде"
            break
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


def _modifiers(place, counted: Counted) -> list[str]:
    words = place.words(counted.first, counted.head)
    words = [word for word in words if word.lower() not in _KK_EMPTY]
    noun = (counted.noun or counted.text).split()
    # A noun of two words ("жұмыс орны") brings its first word itself.
    return words[: len(words) - (len(noun) - 1)] if len(noun) > 1 and words else words


def _attributes(words: list[str]) -> int:
    """Where the attributes that stand right before the number begin among ``words``."""
    at = len(words)
    while (
        at > 0
        and not _DOER.match(words[at - 1].lower())
        and (
            _KK_ATTRIBUTE.search(words[at - 1].lower())
            or (at < len(words) and re.search(r"\w{2}(?:май|мей|бай|бей|пай|пей|ып|іп)$", words[at - 1].lower()))
        )
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


def _participial(words: list[str], doer: bool = False) -> list[str]:
    """Words with their predicate as a participle, passive when somebody else did it."""
    if not words:
        return []
    last = words[-1].lower()
    if (
        len(words) > 1
        and last in ("отыр", "отырмыз", "жатыр", "жатырмыз", "тұр")
        and re.search(r"[ыіау]?п$", words[-2].lower())
    ):
        return [*words[:-1], participle(last.removesuffix("мыз"))]
    if re.search(r"\w{3}[лн][ыі]п$", last):  # "анықталып, …"
        return [*words[:-1], last[:-2] + _ending(last[:-2], "қан кен ған ген")]
    if _FIRST.search(last) or (doer and _is_active(last)):
        return [*words[:-1], _passive_participle(last)]
    return [*words[:-1], participle(last)]


_VERB_ENDING = re.compile(
    r"(?:[аеи]?[йаеи]?м[ыі]з|[аей]м[ыі]н|[мбп][ае][қк](?:п[ыі]з|ш[ыі])?|[дт][ыі][қк]?|[ғқ]ан|[гк]ен|[ае]й?д[ыі])$"
)

_PASSIVE_STEM = re.compile(r"\w{2}(?:[ыі][лн]|лан|лен)$")


def _passive_participle(low: str) -> str:
    """ "қабылдаған" gives "қабылданған", "ашамыз" gives "ашылатын"."""
    ahead = bool(re.search(r"(?:[аейи]м[ыі]з|[аей]м[ыі]н|[мбп][ае][қк](?:п[ыі]з|ш[ыі])?)$", low)) or (
        re.search(r"[аей]д[ыі]$", low) and not is_past_of_vowel(low)
    )
    stem = low[:-2] if is_past_of_vowel(low) else _VERB_ENDING.sub("", low)
    if len(stem) < 2:
        return participle(low)
    front = _front(stem)
    if stem[-1] in "аәеыіөүұуо":
        stem += "н"
    elif not _PASSIVE_STEM.search(stem):  # "ашылмақ"
        stem += ("і" if front else "ы") + ("н" if stem[-1] == "л" else "л")
    if ahead:
        return stem + ("етін" if front else "атын")
    return stem + ("ген" if front else "ған")


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
    if re.search(r"\w{2}[ыі]п$", last):
        return [*words[:-1], last[:-2] + "у"]  # "баланы қамтып"
    return [*words[:-1], verbal_noun(last)] if is_kazakh_verb(last) or _FIRST.search(last) else words


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


_EVIDENT = re.compile(r"(?<=\w{2})[ыі]пт[ыі]$|(?<=\w{3}[ае])пт[ыі]$")


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
    if evident := _EVIDENT.search(low):  # "алыпты", "бастапты"
        stem = low[: evident.start()]
        return stem + _ending(stem, "қан кен ған ген")
    if re.search(r"(?:[аейи](?:ды|ді))$", low) and not is_past_of_vowel(low):
        return low[:-2] + ("тін" if low[-1] == "і" else "тын")
    if re.search(r"(?:у(?:да|де)|[дт][ыі])$", low):
        stem = _past_stem(low)
        return stem + _ending(stem, "қан кен ған ген")
    return low


def verbal_noun(low: str) -> str:
    """ "жаңарды" gives "жаңару", "оқыды" and "оқимыз" give "оқу"."""
    first = re.sub(r"(?:им[ыі]з|[аей]м[ыі]з|[мбп][ае][қк](?:п[ыі]з|ш[ыі])?|(?<=[дт][ыі])[қк]|[ғқ]ан|[гк]ен)$", "", low)
    if first != low and len(first) > 1 and not first.endswith(("ды", "ді", "ты", "ті")):
        return (first[:-1] if first[-1] in "ыі" else first) + "у" if first[-1] != "й" else first[:-1] + "ю"
    low = first if first.endswith(("ды", "ді", "ты", "ті")) else low
    if not re.search(r"(?:у(?:да|де)|[дт][ыі])$", low):
        return low
    present = re.search(r"[аей]д[ыі]$", low) and not is_past_of_vowel(low)
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
    if low[-1] in "аәеоөұүыіэямнң":
        return word + ("нің" if front else "ның")
    if low[-1] in "пткқсшчфхцщбвгд":
        return word + ("тің" if front else "тың")
    return word + ("дің" if front else "дың")


def _of_it(noun: str) -> str:
    return noun + ("і" if _front(noun[:-1]) else "ы") if noun.endswith(("у", "ю")) else noun
