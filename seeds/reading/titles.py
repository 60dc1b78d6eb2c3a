"""Title phrases beside a name: where they begin and end, what they are in the nominative, which listed post they name.

Kazakh titles end with their head noun ("облыстық филиалының төрағасы"), Russian ones begin with it after its
adjectives ("первый заместитель председателя партии"). Heads and posts are those of seeds/data/posts.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kb.core.text import name_key
from seeds.reading import kazakh, russian
from seeds.reading.gazetteer import Gazetteer

LONGEST = 16  # words

# A quoted name is one word of a phrase, and so is an abbreviation with dots.
_TOKEN = re.compile(
    r"«[^«»\n]{1,60}«[^«»\n]{1,80}»{1,2}|[«“„\"][^«»“”„\"\n]{1,120}[»”\"](?:[-‑][а-яёәғқңөұүһі]{1,5})?|[имвИМВ]\.\s?[оаОА]\.|\b(?:г|обл|пос|респ)\.|"
    # initials in the name of a body: "имени Ш. Уалиханова", «Ш.Уәлиханов атындағы»
    r"(?:(?<=имени\s)|(?<=им\.\s))(?:[А-ЯӘҒҚҢӨҰҮҺІ]\.\s?){1,2}(?=[А-ЯӘҒҚҢӨҰҮҺІ]\w)|"
    r"\b(?:[А-ЯӘҒҚҢӨҰҮҺІ]\.\s?){1,2}(?=[А-ЯӘҒҚҢӨҰҮҺІ]\w+\sатындағы)|"
    r"№\s?\d+|\w+(?:[-‑'’]\w+)*|[^\w\s]"
)
_WORD = re.compile(r"\w")
_ACTING = {"kk": re.compile(r"міндетін\s+(?:уақытша\s+)?атқарушы|\bм\.а\.", re.I),
           "ru": re.compile(r"исполняющ\w+\s+обязанности|\bи\.\s?о\.|\bврио\b", re.I)}  # fmt: skip
_FORMER = {"kk": re.compile(r"\bбұрынғы\b|\bэкс-", re.I), "ru": re.compile(r"\bбывш\w+|\bэкс-", re.I)}

_KK_STOP_WORDS = """
    бұл туралы бүгін кеше оның олар ал ретінде деп деді болып кейін бойы дейін алдында соң үшін арқылы бірге қарай
    қатысты сондай бірақ алайда себебі өйткені яғни биыл былтыр енді осы сол кезде барысында аясында негізінде
    іс-шараға жиынға кездесуге сонымен қатар айтты мәлімдеді хабарлады өтті болды бар еді екен тағы өз кезегінде
    бері жылы жылғы сөзінше айтуынша пікірінше мәліметінше ұсынысымен тапсырмасымен дейді сәйкес орай байланысты
    жылдары жылдан жылдарда айында оны оған одан онда мұны бұны осыны соны қазір бүгінде бұрын уақытша
"""
_KK_STOP = frozenset(name_key(word) for word in _KK_STOP_WORDS.split())
_KK_JOINERS = frozenset(
    name_key(word) for word in ("және", "әрі", "мен", "бен", "пен", "жөніндегі", "істері", "бойынша", "жанындағы")
)
_KK_INNER_CASES = frozenset({kazakh.GENITIVE, kazakh.NOMINATIVE, kazakh.ATTRIBUTIVE})
_KK_OUTER = re.compile(
    r"(?:ып|іп|ған|ген|қан|кен|ады|еді|йды|йді|мен|пен|бен|да|де|та|те|нан|нен|дан|ден|тан|тен|ға|ге|қа|ке)$"
)
_KK_SOUGHT = re.compile(r"(?:[лдт](?:ығына|ігіне|ыққа|ікке))$")
_RU_LINKS = frozenset(("и", "по", "при", "на", "в", "от", "для", "во", "с"))
_RU_BREAKS = frozenset({"VERB", "INFN", "GRND", "PRTS", "NPRO", "ADVB", "PRED", "CONJ", "PRCL"})


@dataclass(frozen=True, slots=True)
class Post:
    code: str
    rank: int
    public: bool
    kind: str
    organization: str


@dataclass(slots=True)
class Title:
    """A title phrase of a sentence; ``start`` and ``end`` count in the text that was searched."""

    start: int
    end: int
    text: str
    language: str
    head: str  # the head noun as it stands
    cases: frozenset[str] = frozenset()  # ru: the cases the head can be in
    acting: bool = False
    former: bool = False
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Tables:
    heads: dict[str, frozenset[str]]
    posts: dict[str, list[tuple[tuple[frozenset[str], ...], Post]]]


def _tables(gazetteer: Gazetteer) -> _Tables:
    tables = gazetteer.compiled.get("titles")
    if tables is None:
        data = gazetteer.tables.get("posts") or {"posts": [], "heads": {}}
        heads = {
            language: frozenset(name_key(word) for word in (data["heads"].get(language) or "").split())
            for language in ("kk", "ru")
        }
        posts: dict[str, list] = {"kk": [], "ru": []}
        for row in data["posts"]:
            post = Post(row["code"], row["rank"], row["public"], row["kind"], row["organization"])
            for language in posts:
                for title in row.get(language) or ():
                    words = tuple(keys(word, language) for word in title.split())
                    posts[language].append((words, post))
        tables = gazetteer.compiled["titles"] = _Tables(heads, posts)
    return tables


@lru_cache(maxsize=32768)
def keys(word: str, language: str) -> frozenset[str]:
    """What a word may be a form of, folded; of "экс-министр" without the prefix."""
    word = word.removeprefix("экс-")
    if language == "kk":
        return frozenset(name_key(base.text) for base in kazakh.bases(word))
    return frozenset(name_key(lemma) for lemma in russian.lemmas(word)) | {name_key(russian.nominative(word))}


def is_head(word: str, language: str, gazetteer: Gazetteer, plural: bool = False) -> bool:
    """Is ``word`` a form of a noun that heads titles ("әкімінің", "председателем")? Of one person, or of several."""
    heads = _tables(gazetteer).heads.get(language, frozenset())
    if not keys(word.lower(), language) & heads:
        return False
    if language == "kk":
        return any(
            name_key(base.text) in heads
            for base in kazakh.bases(word.lower().removeprefix("экс-"))
            if plural == any(name == kazakh.PLURAL for name, _ in base.suffixes)
        )
    forms = russian.word_forms(word)
    return not forms or any(form.number == ("plur" if plural else "sing") for form in forms)


def ends_with_head(text: str, language: str, gazetteer: Gazetteer) -> bool:
    """Does a title end where ``text`` ends?"""
    return before(text, 0, len(text), language, gazetteer) is not None


# Bodies have presidents too; the state's is one only where nothing else is named.
_OF_STATE = frozenset(
    name_key(word)
    for word in (
        "президент", "первый", "бывший", "экс-президент", "рк", "республика", "казахстан", "страна", "государство",
        "қр", "қазақстан", "ел", "мемлекет", "тұңғыш", "бірінші", "бұрынғы",
    )
)  # fmt: skip
_STATE_POSTS = ("president", "first-president")


def post_of(title: Title, gazetteer: Gazetteer) -> Post | None:
    """The listed post with most words of the title; its head must be the title's head."""
    language = title.language
    words = [keys(word.lower(), language) for word in title.words]
    head = keys(title.head.lower(), language)
    found: list[tuple[int, int, Post]] = []
    for wanted, post in _tables(gazetteer).posts[language]:
        gap = _gap(wanted, words, language, title.words)
        if gap is None or not (wanted[-1] & head if language == "kk" else any(each & head for each in wanted)):
            continue
        if (
            post.code in _STATE_POSTS
            and len(wanted) < 3
            and not all(each & _OF_STATE for each in words if not each & frozenset().union(*wanted))
        ):
            continue
        found.append((len(wanted), -gap, post))
    return max(found, key=lambda row: row[:2])[2] if found else None


def _gap(
    wanted: tuple[frozenset[str], ...], words: list[frozenset[str]], language: str, forms: list[str]
) -> int | None:
    """How many words of the title stand between those of the post; None when they are not there in order."""
    at = len(words) - 1 if language == "kk" else 0
    order = reversed(wanted) if language == "kk" else wanted
    step = -1 if language == "kk" else 1
    gap, first = 0, True
    for each in order:
        skipped = 0
        while 0 <= at < len(words) and not each & words[at]:
            # A Russian post's words may be parted by adjectives only: "руководитель пресс-службы партии" is no leader.
            if language == "ru" and not first and not is_adjective(forms[at]):
                return None
            skipped += 1
            at += step
        if not 0 <= at < len(words):
            return None
        gap += 0 if first and language == "ru" else skipped
        first = False
        at += step
    return gap


def before(text: str, start: int, end: int, language: str, gazetteer: Gazetteer, plural: bool = False) -> Title | None:
    """The title that ends at ``end`` of ``text``, looking back no further than ``start``.

    ``plural``: one that several people share ("депутаты маслихата"); its text is made singular.
    """
    if text[start:end].rstrip() == "":
        return None
    finder = _kazakh_before if language == "kk" else _russian_before
    title = finder(text, max(start, end - 400), end, gazetteer, plural)
    if title is not None and plural:
        if language == "kk":
            alone = kazakh.singular(title.head)
            title = replace(
                title, text=title.text[: len(title.text) - len(title.head)] + alone, head=alone, cases=frozenset()
            )
        else:
            alone = russian.singular(title.text)
            head = russian.singular(title.head)
            title = replace(title, text=alone, head=head, cases=frozenset())
        title.words = [t[0] for t in _TOKEN.finditer(title.text) if _WORD.search(t[0])]
    return title


def after(text: str, start: int, end: int, language: str, gazetteer: Gazetteer) -> Title | None:
    """The title that begins at ``start`` of ``text`` and ends before ``end`` at the latest."""
    end = min(end, start + 400)
    if language == "kk":
        stop = _clause_end(text, start, end)
        title = _kazakh_before(text, start, stop, gazetteer)
        # All of the clause is the title, or it is none: what stands before it would be a predicate.
        return title if title is not None and not _WORD.search(text[start : title.start]) else None
    return _russian_from(text, start, end, gazetteer)


def _clause_end(text: str, start: int, end: int) -> int:
    for token in _TOKEN.finditer(text, start, end):
        if token[0] in ",:;.!?()–—-…":
            return token.start()
    return end


def _title(text: str, start: int, end: int, language: str, head: str, cases=frozenset()) -> Title:
    phrase = text[start:end]
    acting = bool(_ACTING[language].search(phrase))
    words = [t[0] for t in _TOKEN.finditer(phrase) if _WORD.search(t[0])]
    return Title(
        start,
        end,
        phrase,
        language,
        head,
        frozenset() if acting else frozenset(cases),  # "и.о. акима": the head is not what the name agrees with
        acting,
        bool(_FORMER[language].search(phrase)),
        words,
    )


# --- Kazakh ---------------------------------------------------------------------------------------------------------


def _kazakh_before(text: str, start: int, end: int, gazetteer: Gazetteer, plural: bool = False) -> Title | None:
    tokens = list(_TOKEN.finditer(text, start, end))
    if not tokens:
        return None
    head = tokens[-1]
    if not _WORD.match(head[0]) or not is_head(head[0], "kk", gazetteer, plural):
        # "… міндетін атқарушы" stands last when it is there.
        if len(tokens) > 2 and _ACTING["kk"].search(text[tokens[-2].start() : end]):
            short = _ACTING["kk"].match(head[0])  # "бас дәрігері м.а."
            inner = _kazakh_before(text, start, (head if short else tokens[-2]).start(), gazetteer)
            if inner is not None:
                return _title(text, inner.start, head.end(), "kk", inner.head)
        return None
    first = head.start()
    right: list[str] = [head[0]]
    for token in reversed(tokens[max(0, len(tokens) - LONGEST) : -1]):
        word = token[0]
        if not _WORD.search(word) or not _kazakh_inner(word, right):
            break
        if is_head(word, "kk", gazetteer) and not (_is_possessor(word, right[-1]) or _is_sought(word, right[-1])):
            break
        # «… қоры өкілдері Денсаулық сақтау министрі …»: who met the minister is no part of his title.
        if word[0].islower() and right[-1][0].isupper() and is_head(word, "kk", gazetteer, plural=True):
            break
        first = token.start()
        right.append(word)
    while True:
        token = _TOKEN.match(text, first, end)
        if token and name_key(token[0]) in _KK_JOINERS:
            following = _TOKEN.search(text, token.end(), end)
            if following is None:
                break
            first = following.start()
        else:
            break
    return _title(text, first, head.end(), "kk", head[0])


def _is_possessor(word: str, following: str) -> bool:
    """A head inside a title owns what follows: "төрағасының орынбасары", "әкім орынбасары"."""
    if any(base.case == kazakh.GENITIVE for base in kazakh.bases(word)):
        return True
    return any(b.suffixes and b.suffixes[0][0] == kazakh.POSSESSIVE for b in kazakh.bases(following))


def _is_sought(word: str, following: str) -> bool:
    """«Мәжіліс депутаттығына үміткер»."""
    return bool(_KK_SOUGHT.search(word)) and following.lower() in ("үміткер", "үміткері", "кандидат", "кандидаты")


def _kazakh_inner(word: str, right: list[str]) -> bool:
    """May ``word`` stand inside a title before the words ``right`` (the nearest last)?"""
    key = name_key(word)
    if key in _KK_JOINERS or word[0] in '«“„"' or re.fullmatch(r"[A-Za-z][\w-]*", word):
        return True
    if key in _KK_STOP or re.fullmatch(r"\d[\d‑-]*", word):
        return False
    if word.lower() in kazakh.UNSPLITTABLE:
        return True
    if _is_sought(word, right[-1]):
        return True
    if any(base.case in _KK_INNER_CASES and base.suffixes for base in kazakh.bases(word)) and not _oblique(word):
        return True
    if _oblique(word) or _KK_OUTER.search(word.lower()):
        # "халықты әлеуметтік қорғау министрі": an object or a tool is inner when a verbal noun follows it.
        # "қордың негізін қалаушы": so is the object of who does something to it.
        doer = right[-1].lower().endswith(("ушы", "уші"))
        return doer or any(_is_verbal_noun(each) for each in right[-3:])
    return True


def _oblique(word: str) -> bool:
    base = kazakh.without_case(word)
    return base.case not in _KK_INNER_CASES


def _is_verbal_noun(word: str) -> bool:
    return word[0].islower() and any(
        base.text.lower().endswith(("у", "ю")) and len(base.text) > 3 for base in kazakh.bases(word)
    )


# --- Russian --------------------------------------------------------------------------------------------------------


def _russian_before(text: str, start: int, end: int, gazetteer: Gazetteer, plural: bool = False) -> Title | None:
    tokens = list(_TOKEN.finditer(text, start, end))
    first = len(tokens)
    while first > 0 and len(tokens) - first < LONGEST and _russian_inner(tokens[first - 1][0]):
        first -= 1
    for at in range(first, len(tokens)):
        title = _russian_from(text, tokens[at].start(), end, gazetteer, tokens[at:], plural)
        if title is not None and not text[title.end : end].strip():
            return title
    return None


def _russian_inner(word: str) -> bool:
    if not _WORD.search(word):
        return False
    if re.fullmatch(r"[имвИМВ]\.\s?[оаОА]\.", word) or word[0] in '«“„"' or re.fullmatch(r"[A-Za-z][\w-]*", word):
        return True
    low = word.lower()
    if low in _RU_LINKS or low == "врио" or low[-1] == ".":
        return True
    if word.isdigit():
        return False
    parses = russian.parses(word)
    return not parses or str(parses[0].tag.POS) not in _RU_BREAKS or low in ("уполномоченный",) or word[0].isupper()


def _russian_from(
    text: str, start: int, end: int, gazetteer: Gazetteer, tokens: list | None = None, plural: bool = False
) -> Title | None:
    """A title that begins at ``start``: adjectives, the head, its tail as far as the tail goes."""
    if tokens is None:
        tokens = []
        for token in _TOKEN.finditer(text, start, end):
            if not _russian_inner(token[0]) or len(tokens) == LONGEST:
                break
            tokens.append(token)
    head_at = None
    for at, token in enumerate(tokens[:6]):
        word = token[0]
        if re.fullmatch(r"[имвИМВ]\.\s?[оаОА]\.|[Вв]рио|ВРИО", word) or word.lower() == "обязанности":
            continue
        attribute = word.lower().startswith("исполняющ") or (  # "управляющий директор"
            word.lower().startswith(("управляющ", "исполнительн"))
            and at + 1 < len(tokens)
            and is_head(tokens[at + 1][0], "ru", gazetteer, plural)
        )
        attribute = attribute or (at + 1 < len(tokens) and _describes(word, tokens[at + 1][0]))
        if is_head(word, "ru", gazetteer, plural) and not (attribute and at + 1 < len(tokens)):
            head_at = at
            break
        if not is_adjective(word):
            return None
    if head_at is None:
        return None
    head = tokens[head_at][0]
    if not plural and any(not _agrees(token[0], head) for token in tokens[:head_at]):
        return None
    last = head_at
    for at in range(head_at + 1, len(tokens)):
        word = tokens[at][0]
        if word.lower() in _RU_LINKS:
            continue
        # What the head owns is in the genitive or after a preposition; a bare nominative begins something else.
        if at == head_at + 1 and not _may_depend(word):
            break
        last = at
    return _title(
        text,
        tokens[0].start(),
        tokens[last].end(),
        "ru",
        head,
        _head_cases(head),
    )


def _describes(word: str, following: str) -> bool:
    """Is a word that can be a head the adjective of the next one: "рабочая группа", "дежурный врач"?"""
    own = {(form.case, form.number, form.gender) for form in russian.word_forms(word) if not form.noun}
    if not own or not following[:1].isalpha() or following[0].isupper():
        return False
    return any((form.case, form.number, form.gender) in own for form in russian.word_forms(following) if form.noun)


def _head_cases(head: str) -> frozenset[str]:
    """The cases of the head as a noun; of "заведующей" as what it is."""
    forms = russian.word_forms(head)
    nouns = [form for form in forms if form.noun] or forms
    return frozenset(form.case for form in nouns if form.number == "sing")


def _agrees(word: str, head: str) -> bool:
    """Do an adjective and the head share a case? Acting-for words always do."""
    low = word.lower()
    if not word[0].isalpha() or "." in word or low in ("врио", "обязанности") or low.startswith("исполняющ"):
        return True
    owners = _head_cases(head)
    return bool({form.case for form in russian.word_forms(word) if not form.noun} & owners) or not owners


def is_adjective(word: str) -> bool:
    low = word.lower()
    return low.startswith(("исполняющ", "временно")) or any(not form.noun for form in russian.word_forms(word))


def _may_depend(word: str) -> bool:
    forms = russian.word_forms(word) if word[0].isalpha() else ()
    if not forms or word.isupper():
        return True
    return any(form.case in ("gent", "loct", "datv", "ablt") for form in forms) or word[0].isupper()


def marks(title: Title) -> list[tuple[int, int]]:
    """Where the title says "acting" or "former"."""
    return [m.span() for pattern in (_ACTING, _FORMER) for m in pattern[title.language].finditer(title.text)]


# --- the title as a position shows it ------------------------------------------------------------------------------

_LATIN_OR_QUOTED = re.compile(
    r"\s*(?:«[^«»\n]{1,60}«[^«»\n]{1,80}»{1,2}|[«“„\"][^«»“”„\"\n]{1,120}[»”\"](?:[-‑][а-яёәғқңөұүһі]{1,5})?|\b[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*)*(?:[-‑][а-яёәғқңөұүһі]{1,5})?)"
)
_SPACES = re.compile(r"\s+")
_POSSESSIVE_PRONOUN = re.compile(r"^(?:его|её|ее|их|наш\w*|нынешн\w+|оның|олардың|біздің|қазіргі)\s+", re.I)
_COUNTRY = re.compile(r"(?:республик\w*\s+)?казахстан\w*|қазақстан(?:\s+республикас\w*)?")


_THIRD_PERSON = frozenset((kazakh.POSSESSIVE, suffix) for suffix in ("ы", "і", "сы", "сі"))


# Nouns whose own end looks like a possessive's: "мәжілісінің" is no "мәжілі".
_WHOLE = kazakh.UNSPLITTABLE | {"мәжіліс", "кеңес"}


def unpossessed(phrase: str) -> str:
    """What followed a quoted name stands alone now: "жобасының жетекшісі" gives "жоба жетекшісі"."""
    first, _, rest = phrase.partition(" ")
    if not rest:
        return phrase
    owned = [b for b in kazakh.bases(first) if b.suffixes and b.suffixes[0] in _THIRD_PERSON]
    owned.sort(key=lambda b: b.text.lower() not in _WHOLE)
    if owned and owned[0].text.lower() in _WHOLE:
        return f"{owned[0].text} {rest}"
    long = [b for b in owned if len(b.suffixes[0][1]) == 2]
    # "агенттігі" is of "агенттік": no noun ends in a voiced stop.
    owned = sorted(long or owned, key=lambda b: b.text[-1:] in "бгғ")
    bare = next((b.text for b in owned if b.case in (kazakh.GENITIVE, kazakh.NOMINATIVE)), first)
    return f"{bare} {rest}"


_OFFICE = re.compile(r"(орынбасар|төраға|басшы|директор|хатшы|депутат)(?:лығ|ліг|лық|лік|дығ|тығ|тық)(ы|і)?$")


def shown(title: Title, drop: list[tuple[int, int]] = ()) -> str:
    """The title in the nominative without quoted and Latin names and without the places ``drop`` of the phrase."""
    phrase = title.text
    for start, end in sorted(drop, reverse=True):
        phrase = phrase[:start] + " " + phrase[end:]
    phrase = _LATIN_OR_QUOTED.sub(" ", phrase)
    phrase = _SPACES.sub(" ", phrase).strip(" ,-–—")
    if not phrase:
        phrase = title.head
    if title.language == "kk" and _LATIN_OR_QUOTED.match(title.text) and not drop:
        phrase = unpossessed(phrase)
    phrase = _POSSESSIVE_PRONOUN.sub("", phrase)
    if phrase.isupper():
        phrase = _COUNTRY.sub(lambda found: found[0].title(), phrase.lower())
    if title.language == "ru":
        return russian.nominative(phrase)
    # "төрағаның орынбасарлығына бекітілді": the office is said, and who holds it is meant.
    return _OFFICE.sub(lambda found: found[1] + (found[2] or ""), kazakh.phrase_base(phrase))
