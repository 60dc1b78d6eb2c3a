"""People of a document: full names, initials, surnames and bare given names, joined into one thing each.

Rules find names in both languages (given names of seeds/data, endings of surnames and patronymics, posts beside a
name); in Russian the model's persons are added, in Kazakh the tagger's. Everybody is private here: ``posts`` makes
holders of public posts public.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.core.text import name_key
from seeds.reading import given_names, kazakh, russian, titles
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION, Mention, Reading, Sentence, Span, Thing
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.tagger import Span as TaggerSpan
from seeds.reading.tagger import load as load_tagger

_TOKEN = re.compile(r"[^\W\d_]+(?:[-‑'’ʼ][^\W\d_]+)*")
_PLACE_BEFORE = re.compile(r"\b(?:район|област|сел|город|аул|пос[её]л|округ)\w*\s+$")
_PARTICLES = frozenset(["ұлы", "қызы", "улы", "кызы", "оглы"])
_FOREIGN_PARTICLES = frozenset(["ван", "фон", "де", "дер", "бин", "ибн", "аль", "эль"])
_PATRON = re.compile(r"(?:имени|им\.)\s{1,2}\Z")
_GAP = re.compile(r"[ \t\u00a0\u2009\u202f]{1,3}")
_INITIAL_GAP = re.compile(r"\.[ \t\u00a0\u2009\u202f]{0,2}")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.I)
_SURNAME = re.compile(r"(?:(?:[оеё]в|ин|цын|ск(?:ий|ая|ой))а?|енко|швили)$", re.I)
# Kazakh surnames without a Russian ending are made like given names: "Оңалхан", "Қасымбек".
_FORMANT = re.compile(r"\w{3}(?:бек|бай|хан|жан|[ғг]али|[әа]лі|тай|[ғг]азы|мұрат|болат|сейіт|нұр|құл|берген)$", re.I)
# Rules that guess: what they take for a name in Kazakh is asked of the tagger.
_GUESSES = ("unlisted-given", "after-post", "formant", "surname-given")
_INNER_CAPITAL = re.compile(r"(?<=[а-яёәғқңөұүһіa-z,] )[«\"]?[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w-]{3,}")
_SURE = 0.8  # the tagger's score from which its persons are taken
_SHORT_ENDING = re.compile(r"^(?:[оеё]в|[иы]н)а?$", re.I)

# Beside a name they say that it names a place, a prize or a house and not a person.
_NOT_AFTER = re.compile(
    r"[»\"”]?\s+(?:атындағы|атында|(?:көше|даңғыл|аудан|ауыл|кент|қала|мектеб|гимназия|лицей|университет|институт|"
    r"академия|музей|мұражай|театр|қор|сыйлығ|стипендия|орден|медал|мешіт|кітапхана|әуежай|саябағ|алаң|орталығ|"
    r"колледж|ескерткіш|кесене|қорығ|бульвар)с?[ыі](?:[нмд]\w*)?\b|оқулары|көш\.|даң\.|"
    r"(?:район|област|округ)\w*)"
)
# «Абай Құнанбаевтың 180 жылдығы», «Мұхтар Әуезовтің романы»: who is remembered does nothing in the article.
_REMEMBERED = re.compile(
    r"[»\"”]?\s+(?:\d+\s+жыл(?:дық|дығ|\w* мерейтой)|мерейтой\w*|туғанына\s+\d+|туған\w*\s+\d+|шығарма\w*|"
    r"мұрасы\w*|мұралар\w*|роман\w*|өлең\w*|поэма\w*|рухына|ескерткіш\w*|"
    r"(?:«[^»\n]{1,60}»|\"[^\"\n]{1,60}\")\s+(?:роман|поэма|дастан|пьеса|әңгіме|повес)\w*)",
    re.I,
)
_REMEMBERED_BEFORE = re.compile(
    r"(?:\d+[-‑–]?\s?(?:лети\w+|летн\w+\s+юбиле\w+)|\bюбиле\w+|\b(?:день|годовщин\w+)\s+(?:памяти|рождения|смерти)|"
    r"\bроман\w*|\bпоэм\w+|\bпроизведени\w+|\bпо\s+пьесе|\bпамяти)\s+(?:велик\w+\s+)?(?:(?:поэт|писател|акын)\w+\s+)?$",
    re.I,
)
# "Кунаева 12/1": a surname before a house number is a street.
_HOUSE = re.compile(r",?\s+(?:д\.\s*)?\d+(?:/\d+|[а-я])?\s*(?:[,.;)]|$)")
_NOT_BEFORE = re.compile(
    r"(?:(?<!по )\bимени|\bим\.|\bул\.|\bулиц\w+|\bпр\.|\bпросп\.|\bпроспект\w*|\bпр-т|\bбульвар\w*|\bплощад\w+|"
    r"\bмкр\.?|\bмикрорайон\w*|\bпреми[ияюе]\w*|\bорден\w*|\bмедал\w+|\bпамятник\w*|\bкөшесі)\s*[«\"“]?$",
    re.I,
)
# Before a genitive they own its name ("фонд Нурсултана Назарбаева"), before a nominative they do not ("глава фонда").
_OWNER_BEFORE = re.compile(
    r"\b(?:музе[йяюе]\w*|музе\w+-заповедник\w*|фонд\w*|парк\w*|университет\w*|академи\w+|школ\w+|театр\w*|родин\w+|"
    r"наследи\w+|творчеств\w+|стих\w*|город\w*|сел[оаеу]|аул\w*|район\w*)(?:\s+велик\w+)?\s*[«\"“]?$",
    re.I,
)
_BY_NAME = re.compile(
    r"\s+(?:есімді|атты|деген|есімімен)\s+\w*(?:әйел|ана|қыз|тұрғын|келіншек|азамат|кейіпкер|жігіт|бала)", re.I
)
_BY_NAME_BEFORE = re.compile(
    r"(?:\b(?:ана|анасы|тұрғын|тұрғыны|әйел|зейнеткер|кейуана|қария|ардагер|бойжеткен)|"
    r"по имени|\b(?:мать|мама|матери|маме|жительниц[аеуы]|женщин[аеуы]|пенсионерк[аеуи]|девушк[аеуи]|бабушк[аеуи])"
    r"(?:\s+(?!и\b)[\w-]+){0,3}?),?\s+$",
    re.I,
)
_SPEECH_BEFORE = re.compile(
    r"(?:деді|деп атап өтті|дейді|айтты|(?:сказал|отметил|подчеркнул|заявил|сообщил|рассказал|добавил|пояснил|напомнил|"
    r"считает|уверен|поделил|подытожил|заметил|признал|говорит)\w*)\s+(?:\w\.\s?)?$",
    re.I,
)
_QUOTE = re.compile(r"[«\"“„]$")
_QUOTED_ON = re.compile(r"(?:\s+[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w-]+){0,3}[»\"”]")

# Capitalised words that are no part of a name, by their base: heads of bodies, months, words that open a sentence.
_KK_COMMON = """
    партия парламент үкімет мәжіліс сенат мәслихат әкімдік министрлік облыс аудан қала ауыл округ республика мемлекет
    қазақстан филиал жоба бағдарлама орталық кеңес комиссия фракция конституция отан халық ұлт ел жыл ай күн бүгін
    сондай-ақ дегенмен әйтсе дегенде кеше ертең енді осы сол бұл ол қазір биыл былтыр сондай сонымен алайда бірақ
    және ал сондықтан мұнда онда сонда
    бұдан одан айта оның олар біз біздің мен менің сіз сен осыған соған бұған жиын кездесу шара жиналыс конференция
    съезд құрылтай отырыс форум сайлау бірінші екінші үшінші барлық әр әрбір кейін соңында алдымен жалпы өз өзінің
    ұлттық мемлекеттік қоғамдық жергілікті облыстық қалалық аудандық ауылдық наурыз мамыр қазан қараша қаңтар ақпан
    сәуір маусым шілде тамыз қыркүйек желтоқсан дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі отбасы ана
    бала әйел адам азаматтар тұрғын қатысушы құрметті қадірлі мырза ханым мырзаға жастар ардагер баспасөз хабар ақпарат
    тәуелсіздік жеңіс мереке еңбек білім денсаулық әлеуметтік экономика қаржы сыртқы ішкі ауыл шаруашылық мәдениет
    спорт туризм цифрлық энергетика көлік құрылыс әділет қорғаныс экология су жер сот бас жаңа үлкен кіші ұлы алтын
    қызмет алғыс басты негізгі тиісті мысалы демек өкінішке сонау тағы сөз жарлық заң жолдау тілек президент
    елбасы министр әкім депутат төраға директор солтүстік оңтүстік шығыс батыс сурет фото дереккөз автор
"""
_KK_NOT_NAMES = frozenset(name_key(word) for word in _KK_COMMON.split())
_RU_COMMON = """
    партия парламент правительство мажилис сенат маслихат акимат министерство область район город село округ республика
    казахстан филиал проект программа центр совет комиссия фракция конституция отан народ нация год союз фонд форум
    съезд курултай президент премьер министр аким депутат председатель директор январь февраль март апрель май июнь июль
    август сентябрь октябрь ноябрь декабрь понедельник вторник среда четверг пятница суббота воскресенье фото источник
    автор редакция послание указ закон глава государство казахстанец астана алматы шымкент госслужба елбасы господин
    госпожа уважаемый новость политика общество экономика пресс-служба администрация агентство комитет
"""
_RU_NOT_NAMES = frozenset(_RU_COMMON.split())


@dataclass(slots=True)
class _Token:
    start: int  # in the sentence
    end: int
    text: str
    initial: bool = False


@dataclass(slots=True)
class _Candidate:
    span: Span
    given: str
    patronymic: str
    surname: str
    language: str
    rule: str
    confidence: float
    form: str
    gender: str = ""
    score: float | None = None  # the tagger's

    @property
    def initials(self) -> bool:
        return bool(self.given) and len(self.given.split(".")[0].strip()) == 1


@dataclass(slots=True)
class _Person:
    given: str
    patronymic: str
    surname: str
    language: str
    gender: str
    candidates: list[_Candidate] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.given, self.patronymic, self.surname) if part)


def find(reading: Reading, gazetteer: Gazetteer) -> list[Thing]:
    """The people of ``reading``, in the order in which they are first named."""
    taken = _Taken(reading)
    places = _ends_of_places(reading)
    full: list[_Candidate] = []
    lone: list[_Candidate] = []
    sentences: list[_Names] = []
    for sentence in reading.sentences:
        language = sentence.language or reading.head.language
        if language in ("kk", "ru"):
            names = (_RussianNames if language == "ru" else _KazakhNames)(sentence, gazetteer)
            names.after_places = places
            sentences.append(names)
    found = {id(names): names.find(reading.document.text) for names in sentences}
    # The tagger takes most of the time of a Kazakh document: it reads only sentences that the rules do not explain.
    doubtful = [n for n in sentences if isinstance(n, _KazakhNames) and n.is_doubtful(found[id(n)], taken)]
    tagged = load_tagger().spans_all([names.text for names in doubtful]) if doubtful else ()
    for names, spans in zip(doubtful, tagged, strict=True):
        names.ask([span for span in spans if span.label == "PERSON" and span.score >= _SURE])
        names.take_bodies(spans)
        found[id(names)] = names.find(reading.document.text)
    for names in sentences:
        for candidate in found[id(names)]:
            if not taken.bars(candidate):
                whole = (candidate.given and candidate.surname) or candidate.patronymic
                (full if whole else lone).append(candidate)
    people = [_thing(person) for person in _join(full, lone)]
    named = _Taken(reading, people)
    # A name that nothing explains: the models may know it for a body's.
    asked = [names for names in sentences if names not in doubtful and names.has_unexplained(named)]
    kazakh = [names for names in asked if isinstance(names, _KazakhNames)]
    tagged = load_tagger().spans_all([names.text for names in kazakh]) if kazakh else ()
    for names, spans in zip(kazakh, tagged, strict=True):
        names.take_bodies(spans)
    for names in asked:
        names.ask_bodies()
    for names in sentences:
        reading.bodies += names.seen_bodies(reading.document.text)
    return people


def _ends_of_places(reading: Reading) -> frozenset[int]:
    """Where places end that their head word says to be places: no person's name begins before ("села Аккистау")."""
    mentions = (mention for thing in reading.things if thing.kind == REGION for mention in thing.mentions)
    return frozenset(m.span.end for m in mentions if "unlisted" in m.rule or " " in m.span.text)


class _Taken:
    """Places where the document names something else."""

    def __init__(self, reading: Reading, people: Sequence[Thing] = ()):
        things = [*(thing for thing in reading.things if thing.kind != PERSON), *people]
        self._spans = sorted((m.span.start, m.span.end, t.kind, m.rule) for t in things for m in t.mentions)

        self._longest = max((end - start for start, end, *_ in self._spans), default=0)

    def _near(self, start: int, end: int):
        """The places that overlap with the text from ``start`` to ``end``."""
        for at in range(bisect_left(self._spans, (start - self._longest,)), len(self._spans)):
            if self._spans[at][0] >= end:
                break
            if self._spans[at][1] > start:
                yield self._spans[at]

    def touches(self, start: int, end: int) -> bool:
        return any(True for _ in self._near(start, end))

    def bars(self, candidate: _Candidate) -> bool:
        span = candidate.span
        whole = bool(candidate.given and candidate.surname)
        for start, end, kind, rule in self._near(span.start, span.end):
            if not (start <= span.start and end >= span.end):
                continue
            # "аул Малика Габдуллина" is a place; a listed place of two words may be somebody's name as well.
            if kind in (ORGANIZATION, PROGRAM) or (kind == REGION and (not whole or "unlisted" in rule)):
                return True
        return False


# --- names in a sentence --------------------------------------------------------------------------------------------


class _Names:
    """Names in one sentence; a language says what its words can be."""

    language, model = "", ""
    after_places: frozenset[int] = frozenset()  # in the document

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer):
        self.bodies: list[tuple[int, int]] = []  # what the model takes for organizations, where it was asked
        self.sentence = sentence
        self.gazetteer = gazetteer
        self.text = sentence.text
        opening = re.search(r"\w", self.text)
        self.first = opening.start() if opening else 0
        self.shouted = sum(c.isupper() for c in self.text) > 0.6 * sum(c.isalpha() for c in self.text)

    def has_unexplained(self, named: _Taken) -> bool:
        """Is there a capital inside the sentence on a word that is no part of anything named?"""
        at = self.sentence.start
        return not self.shouted and any(
            not named.touches(at + match.start(), at + match.end()) for match in _INNER_CAPITAL.finditer(self.text)
        )

    def ask_bodies(self) -> None:
        """Have the model look at the sentence; the Kazakh one is asked for many at once."""

    def seen_bodies(self, text: str) -> list[Mention]:
        at = self.sentence.start
        return [Mention(Span.of(text, at + start, at + end), self.model, 0.3) for start, end in self.bodies]

    # What a language must say of a word.
    def is_given(self, word: str) -> bool:
        raise NotImplementedError

    def is_surname(self, word: str) -> bool:
        raise NotImplementedError

    def is_patronymic(self, word: str) -> bool:
        return russian.is_patronymic(word)

    def is_common(self, word: str, first: bool) -> bool:
        raise NotImplementedError

    def nominative(self, words: list[str], before: str) -> russian.PersonName:
        raise NotImplementedError

    def is_unknown(self, token: _Token) -> bool:
        """May the word be an unlisted part of a name?"""
        word = token.text
        if len(word) < 3 or (word.isupper() and len(word) < 4) or token.initial or not _CYRILLIC.search(word):
            return False
        return not self.is_common(word, not self.text[: token.start].strip(' –—-«"“'))

    def may_be_owned(self, tokens: list[_Token], start: int) -> bool:
        """May the name be in the genitive, and belong to what stands before it?"""
        return len(tokens) == 1

    def has_formant(self, word: str) -> bool:
        return any(_FORMANT.search(base.text) for base in kazakh.bases(word) if _only_case(base))

    def runs(self):
        """Runs of capitalised words and initials with nothing but space between them."""
        run: list[_Token] = []
        for match in _TOKEN.finditer(self.text):
            word = match[0]
            initial = len(word) == 1 and word.isupper() and self.text[match.end() : match.end() + 1] == "."
            capital = word[0].isupper() and (len(word) > 1 or initial) and not word.startswith("Экс-")
            if run:
                gap = self.text[run[-1].end : match.start()]
                following = self.text[match.end() : match.end() + 2]
                if gap == " " and word in _FOREIGN_PARTICLES and following[:1] == " " and following[1:].isupper():
                    run[-1] = _Token(run[-1].start, match.end(), f"{run[-1].text} {word}")  # "Артур ван Дизен"
                    continue
                if gap == " " and word in _PARTICLES and not run[-1].initial:
                    run[-1] = _Token(run[-1].start, match.end(), run[-1].text + word)  # "Бекмурат улы"
                    continue
                joined = _INITIAL_GAP.fullmatch(gap) if run[-1].initial else _GAP.fullmatch(gap)
                if not (capital and joined) or self.sentence.start + run[-1].end in self.after_places:
                    yield run
                    run = []
            if capital:
                run.append(_Token(match.start(), match.end(), word, initial))
        if run:
            yield run

    def after_patron(self, run: list[_Token]) -> int:
        """Where a name begins after that of whom a school is named after: "школы имени Абая Марат Сеитов"."""
        if self.language != "ru" or len(run) < 3 or not _PATRON.search(self.text, 0, run[0].start):
            return 0
        after = (at for at in range(1, len(run) - 1) if self.is_given(run[at].text))
        return next((at for at in after if russian.nominative(run[at].text) == run[at].text), 0)

    def find(self, document: str) -> list[_Candidate]:
        found = []
        for run in self.runs():
            at = self.after_patron(run)
            while at < len(run):
                length, rule, confidence = self.match(run, at)
                if length:
                    candidate = self.candidate(run[at : at + length], rule, confidence, document)
                    if candidate is not None:
                        found.append(candidate)
                    if candidate is not None or length > 1:
                        at += length  # "имени И. Омарова Марат Сеитов": what is no person's name is used up too
                        continue
                at += 1
        return found

    def match(self, run: list[_Token], at: int) -> tuple[int, str, float]:
        """(number of words, rule, confidence) of the name that begins at ``run[at]``; no words when there is none."""
        tokens = run[at : at + 4]
        if tokens[0].initial:
            initials = 1 + (len(tokens) > 1 and tokens[1].initial)
            if len(tokens) > initials:
                word = tokens[initials]
                if (
                    self.is_surname(word.text)
                    or self.is_given(word.text)
                    or self.is_unknown(word)
                    or _is_short(word.text)
                ):
                    return initials + 1, "initials", 0.9
            return 0, "", 0
        given = [self.is_given(token.text) for token in tokens]
        surname = [self.is_surname(token.text) for token in tokens]
        patronymic = [i > 0 and self.is_patronymic(t.text.split("-")[0]) for i, t in enumerate(tokens)]
        unknown = [self.is_unknown(token) for token in tokens]
        several = len(tokens) > 1
        if several and tokens[0].text.isupper() and not tokens[1].text.isupper():
            unknown[0] = False  # an abbreviation before a name: "КИСИ Жумабек …"
        if (
            len(tokens) > 2
            and tokens[1].initial
            and given[0]
            and not surname[0]
            and (unknown[2] or _is_plain_surname(tokens[2].text))
        ):
            return 3, "given-initial", 0.9  # "Ерлан Ж. Сыздықов"
        if several and tokens[1].initial and (surname[0] or (given[0] and unknown[0])):
            whole = len(tokens) > 2 and tokens[2].initial
            # "Асет М.": a source that cuts the surname to a letter hides who it is.
            hidden = given[0] and not surname[0] and not whole
            return 2 + whole, "hidden-surname" if hidden else "surname-initials", 0.9
        if len(tokens) > 2 and patronymic[2] and (given[1] or unknown[1]) and (surname[0] or unknown[0]):
            return 3, "full-name", 0.97
        if several and patronymic[1] and (given[0] or unknown[0]):
            # "имени Ахмета Байтурсынулы Сеитбек Ержанов": the third word begins another name
            third = len(tokens) > 2 and unknown[2] and not self.shouted and not (len(tokens) > 3 and surname[3])
            if len(tokens) > 2 and (surname[2] or third):
                return 3, "full-name", 0.97
            return 2, "patronymic", 0.9
        if several and given[0] and (surname[1] or (unknown[1] and not self.shouted)):
            if not surname[1] and given[1] and len(tokens) > 2 and surname[2]:
                return (3, "given-names", 0.85) if not surname[0] else (2, "name", 0.8)
            return 2, "given-surname", 0.95 if surname[1] else 0.85
        if several and (surname[0] or _is_short(tokens[0].text)) and given[1]:
            return 2, "surname-given", 0.9
        if (
            several
            and unknown[0]
            and surname[1]
            and not given[1]
            and not self.shouted
            and not titles.is_head(tokens[0].text, self.language, self.gazetteer)
        ):
            return 2, "unlisted-given", 0.8
        if several and surname[1] and not given[1] and not self.shouted and self.may_be_given(tokens[0]):
            return 2, "post-given", 0.7
        if several and unknown[0] and unknown[1] and not self.shouted and self.beside_title(tokens[0]):
            whole = len(tokens) > 2 and unknown[2] and not surname[1]
            return 2 + whole, "after-post", 0.75
        if several and unknown[0] and unknown[1] and not self.shouted and self.has_formant(tokens[1].text):
            return 2, "formant", 0.7
        if surname[0] and not given[0]:
            return 1, "surname", 0.6
        if given[0] and self.named_so(tokens[0]):
            return 1, "bare-given-name", 0.8
        if unknown[0] and not self.shouted and self.named_so(tokens[0]):
            return 1, "bare-given-name", 0.6
        return 0, "", 0

    def named_so(self, token: _Token) -> bool:
        return bool(
            _BY_NAME.match(self.text, token.end)
            or _BY_NAME_BEFORE.search(self.text[max(0, token.start - 40) : token.start])
        )

    def beside_title(self, token: _Token) -> bool:
        before = self.text[: token.start].rstrip()
        if before == self.text[: token.start]:
            return False
        return titles.ends_with_head(before, self.language, self.gazetteer)

    def may_be_given(self, token: _Token) -> bool:
        """Is a capital common noun a given name between a post and a surname?"""
        return False

    def candidate(self, tokens: list[_Token], rule: str, confidence: float, document: str) -> _Candidate | None:
        start, end = tokens[0].start, tokens[-1].end
        if tokens[-1].initial:
            end += 1
        before, after = self.text[max(0, start - 60) : start], self.text[end : end + 40]
        if _NOT_AFTER.match(after) or _NOT_BEFORE.search(before):
            return None
        if len(tokens) > 1 and (_REMEMBERED.match(after) or _REMEMBERED_BEFORE.search(before)):
            return None
        if _OWNER_BEFORE.search(before) and self.may_be_owned(tokens, start):
            return None
        if len(tokens) == 1 and _HOUSE.match(after):
            return None
        if _QUOTE.search(before) and _QUOTED_ON.match(after):
            return None  # the name of a firm or of a prize, whole or its first words
        initials = "".join(f"{token.text}." for token in tokens if token.initial and rule != "given-initial")
        words = [_plain_case(token.text) for token in tokens if not token.initial]
        if rule == "surname-given" and _is_short(words[0]):
            words.reverse()  # nothing but its place tells that "Ли" is the surname
        if initials:
            name = self.nominative([initials, *words], self.text[:start])
        else:
            name = self.nominative(words, self.text[:start])
        span = Span.of(document, self.sentence.start + start, self.sentence.start + end)
        given, patronymic, surname = name.given, name.patronymic, name.surname
        if rule == "bare-given-name":
            given, surname = given or surname, ""
        elif rule == "surname":
            given, surname = "", surname or given
            if self.beside_title(tokens[0]):
                rule, confidence = "post-surname", 0.75
            elif _SPEECH_BEFORE.search(before):
                rule, confidence = "speaker-surname", 0.7
        return _Candidate(span, given, patronymic, surname, self.language, rule, confidence, span.text, name.gender)


class _KazakhNames(_Names):
    language, model = "kk", "tagger"

    def take_bodies(self, spans: list[TaggerSpan]) -> None:
        sure = [span for span in spans if span.label == "ORGANISATION" and span.score >= _SURE]
        self.bodies = [(span.start, span.end) for span in sure]

    persons: list[TaggerSpan] | None = None  # the tagger's, once it was asked

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer):
        super().__init__(sentence, gazetteer)
        self.persons_at: dict[int, list[TaggerSpan]] = defaultdict(list)

    def ask(self, persons: list[TaggerSpan]) -> None:
        """Take the tagger's answer."""
        self.persons = persons
        for span in persons:
            self.persons_at[span.start].append(span)

    def is_doubtful(self, found: list[_Candidate], taken: _Taken) -> bool:
        """Do two capitals stand side by side that no sure rule and nothing else in the document explains?"""
        if self.shouted:
            return False
        if any(candidate.rule in _GUESSES for candidate in found):
            return True
        at = self.sentence.start
        for run in self.runs():
            for one, two in itertools.pairwise(run):
                start, end = at + one.start, at + two.end
                explained = any(c.span.start < end and start < c.span.end for c in found if c.given and c.surname)
                if not explained and not taken.touches(start, end):
                    return True
        return False

    def match(self, run: list[_Token], at: int) -> tuple[int, str, float]:
        length, rule, confidence = super().match(run, at)
        if rule == "given-surname" and not given_names.gender(_plain_case(run[at].text)):
            length = 0  # «Шараға Қобда …»: only the last word of a name has a case
        if self.persons is None:
            return length, rule, confidence
        if rule in _GUESSES and self.speaks_against(run[at : at + length], rule):
            length = 0
        if length > 1:
            return length, rule, confidence
        for span in self.persons_at.get(run[at].start, ()):
            tokens = [token for token in run[at : at + 4] if token.end <= span.end]
            whole = len(tokens) > 1 and span.end <= tokens[-1].end + tokens[-1].initial
            if whole and not any(self.is_common(token.text, False) for token in tokens if not token.initial):
                return len(tokens), "tagger", 0.7
        return length, rule, confidence

    def speaks_against(self, tokens: list[_Token], rule: str) -> bool:
        """Does the tagger see another name here, or none where the word's shape alone speaks for one?"""
        low, high = tokens[0].start, tokens[-1].end
        seen = [span for span in self.persons if span.start < high and low < span.end]
        if any(span.start == low for span in seen):
            return False
        if rule == "after-post":  # a title stands before it: the tagger may miss the given name
            return any(span.start < low or span.end > high for span in seen)
        return bool(seen) or rule == "formant"

    def candidate(self, tokens: list[_Token], rule: str, confidence: float, document: str) -> _Candidate | None:
        candidate = super().candidate(tokens, rule, confidence, document)
        if candidate is not None:
            scores = [span.score for span in self.persons_at.get(tokens[0].start, ())]
            candidate.score = max(scores, default=None)
        return candidate

    def is_given(self, word: str) -> bool:
        return any(given_names.gender(base.text) for base in kazakh.bases(_plain_case(word)) if _only_case(base))

    def is_surname(self, word: str) -> bool:
        if name_key(word) in _KK_NOT_NAMES:
            return False
        return any(_is_plain_surname(base.text) for base in kazakh.bases(word) if _only_case(base))

    def is_patronymic(self, word: str) -> bool:
        return any(russian.is_patronymic(base.text) for base in kazakh.bases(word) if _only_case(base))

    def is_common(self, word: str, first: bool) -> bool:
        forms = kazakh.bases(word)
        if any(name_key(base.text) in _KK_NOT_NAMES for base in forms):
            return True
        if titles.is_head(word, "kk", self.gazetteer) or _is_region(word, forms, self.gazetteer):
            return True
        # A word that opens a sentence is a capital for nothing; with a case ending it is no first name either.
        return first and any(base.suffixes and len(base.text) > 3 for base in forms)

    def nominative(self, words: list[str], before: str) -> russian.PersonName:
        words = [*words[:-1], kazakh_nominative(words[-1])]
        given, patronymic, surname = russian.split_name(words)
        gender = given_names.gender(given)
        return russian.PersonName(given, patronymic, surname, gender if gender in ("m", "f") else "")


class _RussianNames(_Names):
    language, model = "ru", "slovnet"

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer):
        super().__init__(sentence, gazetteer)
        self._persons: list[tuple[int, int]] | None = None

    @property
    def persons(self) -> list[tuple[int, int]]:
        if self._persons is None:
            spans = russian.named(self.text) if not self.shouted else ()
            self._persons = [(start, end) for start, end, kind in spans if kind == "PER"]
            self.bodies = [(start, end) for start, end, kind in spans if kind == "ORG"]
        return self._persons

    def ask_bodies(self) -> None:
        _ = self.persons  # one look of the model finds both

    def may_be_owned(self, tokens: list[_Token], start: int) -> bool:
        words = [_plain_case(token.text) for token in tokens if not token.initial]
        cases = russian.name_cases(" ".join(words))
        title = titles.before(self.text, 0, start, "ru", self.gazetteer)
        if title is not None and cases & title.cases:
            return False
        return len(tokens) == 1 or ("gent" in cases and "nomn" not in cases)

    def model_agrees(self, tokens: list[_Token]) -> bool:
        """Does the model see one person here, and nothing speaks against it?"""
        if not any(start <= tokens[0].start and tokens[1].end <= end for start, end in self.persons):
            return False
        if self.is_given(tokens[0].text):
            # A dictionary word can be a surname after a given name: "Артур Гороховский".
            last = tokens[1].text
            return last.lower() not in _RU_NOT_NAMES and not titles.is_head(last, "ru", self.gazetteer)
        return all(self.is_unknown(token) for token in tokens)

    def may_be_given(self, token: _Token) -> bool:
        word = token.text
        if (
            len(word) < 4
            or word.isupper()
            or titles.is_head(word, "ru", self.gazetteer)
            or not self.beside_title(token)
        ):
            return False
        parses = [parse for parse in russian.parses(word) if parse.is_known]
        return bool(parses) and parses[0].tag.POS == "NOUN" and parses[0].tag.case == "nomn"

    def may_end_name(self, tokens: list[_Token]) -> bool:
        """Is the capital common word after a patronymic a surname, "Анна Петровна Белая"?"""
        if len(tokens) < 2 or tokens[1].initial or tokens[1].text.isupper():
            return False
        word = tokens[1].text
        if word.lower() in _RU_NOT_NAMES or titles.is_head(word, "ru", self.gazetteer):
            return False
        if _is_region(word, (), self.gazetteer):
            return False
        forms = {(p.tag.case, p.tag.gender) for p in russian.parses(tokens[0].text) if "Patr" in p.tag}
        agrees = any(p.tag.POS == "ADJF" and (p.tag.case, p.tag.gender) in forms for p in russian.parses(word))
        return agrees or _is_short(word) or any(end == tokens[1].end for _, end in self.persons)

    def seen_by_model(self, token: _Token) -> bool:
        return any(start <= token.start and token.end <= end for start, end in self.persons)

    def is_given(self, word: str) -> bool:
        return word.lower() not in _RU_NOT_NAMES and russian.is_given(_plain_case(word))

    def is_surname(self, word: str) -> bool:
        if not russian.is_surname(word) or _SHORT_ENDING.match(word) or len(word) < 4:
            return False
        if word.lower() in _RU_NOT_NAMES or _is_region(word, (), self.gazetteer):
            return False
        parses = [p for p in russian.parses(word) if p.is_known]
        # "Токаев" is also the genitive of many "токай" in the dictionary; other common words are no surnames.
        plural = all(p.tag.number == "plur" and p.tag.case in ("gent", "accs") for p in parses)
        return plural or any({"Surn", "Name", "Patr", "Geox"} & set(p.tag.grammemes) for p in parses)

    def is_common(self, word: str, first: bool) -> bool:
        lemmas = russian.lemmas(word)
        if set(lemmas) & _RU_NOT_NAMES or titles.is_head(word, "ru", self.gazetteer):
            return True
        if _is_region(word, (), self.gazetteer):
            return True
        # "Вера", "Роза" stand in the dictionary twice; a word that is a name in no reading is none.
        parses = [p for p in russian.parses(word) if p.is_known and "impr" not in p.tag]
        return bool(parses) and not any({"Surn", "Name", "Patr"} & set(p.tag.grammemes) for p in parses)

    def match(self, run: list[_Token], at: int) -> tuple[int, str, float]:
        length, rule, confidence = super().match(run, at)
        if length > 2 and rule == "given-names" and _PLACE_BEFORE.search(self.text[: run[at].start]):
            length = 0  # "аким района Сырым Асылбек Ахметов": the first is the place's
        if rule == "patronymic" and self.may_end_name(run[at + length - 1 : at + length + 1]):
            length, rule, confidence = length + 1, "full-name", 0.95
        if rule == "after-post" and not any(self.seen_by_model(token) for token in run[at : at + 2]):
            length = 0
        if length > 1:
            return length, rule, confidence
        tokens = run[at : at + 2]
        if len(run) > at + 2 and self.is_given(run[at + 1].text) and self.is_surname(run[at + 2].text):
            return 0, "", 0  # "Сарыагашка Гульсара Ержанова": the name begins with the next word
        if len(tokens) == 2 and not any(token.initial for token in tokens) and self.model_agrees(tokens):
            return 2, "slovnet", 0.8
        return length, rule, confidence

    def nominative(self, words: list[str], before: str) -> russian.PersonName:
        name = " ".join(words)
        if len(russian.name_cases(name)) > 1:
            # "принял акима … Нуржана Нуржигитова": the title says the case that the name alone leaves open.
            title = titles.before(before, 0, len(before), "ru", self.gazetteer)
            cases = title.cases if title is not None else _governed(before)
            if cases and "nomn" not in cases:
                return russian.person_nominative(
                    name, next(case for case in ("gent", "datv", "ablt", "loct", "accs") if case in cases)
                )
        return russian.person_nominative(name)


_GOVERNED = re.compile(
    r"(?:(?P<gent>\b(?:вместо|от|для|у|из|после|кроме|среди|около|без|против|мимо|ради|помимо|"
    r"(?:под\s+)?(?:председательств|руководств|начал)\w+|(?:по|со)\s+(?:слов|мнени|данн|поручени|инициатив|приказ|указани)\w+|"
    r"(?:с|при|при\s+)\s*(?:участи|поддержк|содействи)\w+|имени|памяти|во\s+главе|от\s+имени))"
    r"|(?P<datv>\b(?:благодаря|к|ко|согласно|вопреки))|(?P<ablt>\b(?:вместе\s+с|совместно\s+с|во\s+главе\s+с|с|со|перед|над)))\s+$",
    re.I,
)


def _governed(before: str) -> frozenset[str]:
    """The case that the words before a name ask for: "вместо", "под председательством"."""
    word = _GOVERNED.search(before[-60:])
    return frozenset([word.lastgroup]) if word else frozenset()


def _only_case(base: kazakh.Base) -> bool:
    return not base.suffixes or (len(base.suffixes) == 1 and base.case != kazakh.NOMINATIVE)


def _is_plain_surname(word: str) -> bool:
    return len(word) > 4 and bool(_SURNAME.search(word)) and not _SHORT_ENDING.match(word)


def _is_short(word: str) -> bool:
    """A surname of two letters, which only initials tell from a word: "Т. Ли"."""
    return word in _SHORT_SURNAMES


_SHORT_SURNAMES = frozenset(["Ли", "Ан", "Ни", "Ен", "Эм", "Ге", "Юн", "Те", "Хе"])


def _is_region(word: str, forms: tuple[kazakh.Base, ...], gazetteer: Gazetteer) -> bool:
    if forms:
        return any(gazetteer.named(REGION, base.text) for base in forms)
    # Few towns are in the dictionary, so their case endings are cut off blindly.
    ending = re.search(r"(?:ом|ем|ой|[аеуыи])$", word) if len(word) > 4 else None
    cut = [word[: ending.start()], word[: ending.start()] + "а"] if ending else []
    return any(gazetteer.named(REGION, text) for text in [word, russian.nominative(word), *cut])


def kazakh_nominative(word: str) -> str:
    """A Kazakh form of the last part of a name without its case: "Ахметовтің" gives "Ахметов"."""
    if _is_plain_surname(word) or given_names.gender(word) or russian.KAZAKH_PATRONYMIC.search(word):
        return word
    bare = [base.text for base in kazakh.bases(word) if base.suffixes and _only_case(base)]
    for sure in (_is_plain_surname, lambda text: bool(russian.KAZAKH_PATRONYMIC.search(text)), given_names.gender):
        for text in bare:
            if sure(text):
                return text
    if re.search(r"(?:[кг]елд[іi]|берд[іi]|бол[дс]ы|тұрды|ғалиды?)$", word, re.I):
        return word  # given names that are verbs: "Аманкелді"
    base = kazakh.without_case(word).text
    return base if len(base) >= 4 else word


def _plain_case(word: str) -> str:
    """ "НАЗАРБАЕВ" in the letters of running text."""
    if len(word) > 1 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


# --- one person, many mentions --------------------------------------------------------------------------------------


def _fold(word: str) -> str:
    return name_key(word).replace("ь", "")


def _same_surname(a: str, b: str, loose: bool) -> bool:
    a, b = _fold(a), _fold(b)
    return a == b or (loose and (a == b + "а" or b == a + "а"))


def _same_given(person: _Person, candidate: _Candidate) -> bool:
    if not candidate.given or not person.given:
        return not (candidate.patronymic and person.patronymic) or _fold(candidate.patronymic) == _fold(
            person.patronymic
        )
    a, b = _fold(person.given), _fold(candidate.given)
    if len(person.given.split(".")[0]) == 1 or candidate.initials:
        return a[0] == b[0]
    return a == b or _declined(a, b) or _declined(b, a)


def _declined(given: str, form: str) -> bool:
    # A name that no list has, read once as a man's genitive and once as a woman's nominative.
    return form == given + "а" and not given_names.gender(form)


def _matches(person: _Person, candidate: _Candidate) -> bool:
    if not candidate.surname:
        if candidate.patronymic and person.surname and not person.patronymic:
            return _fold(person.given) == _fold(candidate.given)
        if candidate.patronymic and person.patronymic:
            return _fold(candidate.patronymic) == _fold(person.patronymic) and _same_given(person, candidate)
        return not person.surname and not candidate.patronymic and _fold(person.given) == _fold(candidate.given)
    if not person.surname:
        return False
    loose = not candidate.given or candidate.initials or _declined(_fold(person.given), _fold(candidate.given))
    return _same_surname(person.surname, candidate.surname, loose) and _same_given(person, candidate)


def _join(full: list[_Candidate], lone: list[_Candidate]) -> list[_Person]:
    people: list[_Person] = []
    # The fullest first: a short form joins a person who is there already.
    order = sorted(full, key=lambda c: (c.initials, not c.surname, c.rule == "unlisted-given"))
    for candidate in order:
        same = [person for person in people if _matches(person, candidate)]
        if len(same) == 1:
            person = same[0]
            person.patronymic = person.patronymic or candidate.patronymic
        elif not same:
            # "Депутат Асанов" at the head of a sentence is no second Асанов with the given name Депутат.
            if candidate.rule == "unlisted-given" and any(
                p.surname and _same_surname(p.surname, candidate.surname, True) for p in people
            ):
                continue
            person = _Person(
                candidate.given, candidate.patronymic, candidate.surname, candidate.language, candidate.gender
            )
            people.append(person)
        else:
            continue  # two of that name: left unlinked
        person.candidates.append(candidate)
    for candidate in lone:
        same = [person for person in people if _matches(person, candidate)]
        if len(same) == 1:
            same[0].candidates.append(candidate)
        elif not same and candidate.rule in ("post-surname", "speaker-surname", "bare-given-name"):
            people.append(
                _Person(candidate.given, "", candidate.surname, candidate.language, candidate.gender, [candidate])
            )
    # A surname whose bearer is named only later, with a post, is the same person.
    for candidate in lone:
        if candidate.rule == "surname" and not any(candidate in person.candidates for person in people):
            same = [person for person in people if _matches(person, candidate)]
            if len(same) == 1:
                same[0].candidates.append(candidate)
    people.sort(key=lambda person: min(c.span.start for c in person.candidates))
    return people


def _thing(person: _Person) -> Thing:
    candidates = sorted(person.candidates, key=lambda c: c.span.start)
    return Thing(
        kind=PERSON,
        name=person.name,
        language=person.language,
        private=True,
        confidence=max(c.confidence for c in candidates),
        mentions=[
            Mention(
                c.span,
                c.rule,
                c.confidence,
                {"form": c.form, "name": person.name, "gender": c.gender}
                | ({"score": c.score} if c.score is not None else {}),
            )
            for c in candidates
        ],
    )
