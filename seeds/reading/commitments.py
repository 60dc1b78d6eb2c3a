"""What makes a clause a commitment: a verb of promising, planning or doing, with something that can be checked.

Pure functions of a clause's words; who promises, by when and how many is the caller's to find (``Around``).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from seeds.reading import clauses, russian
from seeds.reading.numbers import Token


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a clause beside its words."""

    dated: bool  # has a deadline or a period to come
    counted: bool  # has a figure that is planned
    electoral: bool  # stands in a party's programme or advertisement
    named: bool  # somebody who could promise is named or speaks, or a program promises
    before: str = ""  # the sentence before the clause
    after: str = ""


def possible(text: str, language: str) -> bool:
    """Whether a promise can stand in the text at all."""
    low = text.lower()
    return bool(_KK_AHEAD.search(low)) if language == "kk" else bool(_RU_AHEAD.search(low))


def rule(words: str, language: str, around: Around) -> str:
    """ "promise", "plan", "task", "intent" or "future"; "" for no commitment."""
    low = " ".join(words.lower().split())
    if _ELECTIONS.search(low) or (_EVENT.search(low) and not around.counted):
        return ""
    if around.dated and _MOVED.search(low):
        return "plan"
    if language == "kk":
        return _kazakh(low, around)
    return _russian(low, around)


# A deadline that is put off is a new one.
_MOVED = re.compile(
    r"\bсрок\w* (?:[\w«»-]+ ){0,5}?(?:перен[её]с|сдвину|продл|отлож)\w*|"
    r"\b(?:перен[её]с|сдвину|продл|отлож)\w* (?:\w+ ){0,2}?срок\w*|"
    r"\b(?:ввод|сдач|открыти|завершени|запуск)\w* (?:[\w«»-]+ ){0,4}?(?:перен[её]с|сдвину|отлож)\w*|"
    r"\bмерзім\w* (?:[\w«»-]+ ){0,6}?(?:шегеріл|ұзартыл|ауыстырыл|жылжытыл|кейінге қалдырыл)\w*"
)


def is_question(before: str, words: str, language: str) -> bool:
    """ "… рассказал, когда партия обнародует …": what is told is not when."""
    if language == "kk":
        return bool(
            re.search(r"\b(?:қашан|қалай|қанша|неше|кім|не үшін)\b[^.]*(?:ады|еді|атын|етін|мақ|мек)\w*", words.lower())
        )
    low = words.lower().lstrip(' «"–—-')
    if _RU_INTERROGATIVE.match(low):
        return True
    if low.startswith("что "):
        # "Заверил, что …" tells; "«Путь»: что обещает партия" asks.
        return not re.search(
            r"[а-яё]+,?\s*[«\"]?\s*$", before.rstrip().rstrip(",").lower()
        ) or not before.rstrip().endswith(",")
    return False


def body(words: str) -> str:
    """The stem by which the clause names its subject without its full name: "филиал", "кеңес"."""
    found = _BODY.search(words.lower())
    return "" if found is None else next(stem for stem in _BODIES if found[0].startswith(stem))


def announces(parts: list[Token]) -> bool:
    """Whether a list of things promised follows the words."""
    text = " ".join(part.low for part in parts)
    return bool(_KK_PROMISE.search(text) or _KK_PLAN.search(text) or _RU_PROMISE.search(text))


def is_item(parts: list[Token], first: int, after: int) -> bool:
    """A member of such a list: something to be done, with a number."""
    part = parts[first:after]
    if not any(token.text[:1].isdigit() for token in part):
        return False
    return any(clauses.is_infinitive(token.low) for token in part) or bool(re.search(r"\w[ую]$", part[-1].low))


def is_predicate(words: str, language: str) -> bool:
    """Predicates of planning that look like other words: "намерен открыть", "жеткізбек"."""
    low = words.lower()
    if language == "ru":
        return bool(_RU_PLAN.search(low))
    told = _KK_TOLD.search(low)
    core = low[: told.start()] if told else low
    return bool(_KK_INTENT.search(core) and _KK_DONE.search(core)) or bool(_KK_PLAN.search(core))


def is_infinitive(low: str) -> bool:
    """A Kazakh infinitive, which lists what a later predicate plans: "салуды"."""
    return bool(re.search(r"\w{2}[ую](?:ды|ді|ға|ге|ы|і)?$", low)) and low not in ("бару", "жоғары")


def needs_head(words: str, language: str) -> bool:
    """Whether its subject stands in the clause before: "который построит", "и откроет три школы"."""
    low = words.lower()
    if language == "kk":
        return False
    if re.match(r"(?:\w{1,3} )?котор\w+ ", low):
        return True
    seen = re.findall(r"[а-яё-]+", low)
    for word in seen:
        if _promises(word) or _future(word):
            parses = russian.parses(word)
            return "3per" in parses[0].tag and "sing" in parses[0].tag
        if _nominal(word):
            return False
    return False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Kazakh ------------------------------------------------------------------------------------------------------------

_KK_AHEAD = re.compile(
    r"шегеріл|ұзартыл|ауыстырыл|жылжытыл|қалдырыл|атынын|етінін|йтынын|йтінін|"
    r"уәде|міндет|кепілдік бер|сөз бер|жоспар|көзде|ниет|межеле|мақсат|тапсыр|келіс|ұйғар|шешім|"
    r"\w(?:ады|еді|йды|йді|амыз|еміз|[йи]мыз|[йи]міз|амын|емін|[йи]мын|[йи]мін|мақ|мек|бақ|бек|пақ|пек)"
    r"(?:шы|ші|пыз|піз|пын|пін)?(?!\w)|\w(?:тын|тін) бол"
)
# Words after the predicate that only say who told it.
_KK_TOLD = re.compile(
    r"(?<![\s.,»”\"–—-])(?:[\s.,»”\"–—-]|\b(?:де(?:п|ді|йді|ген|генді)|айтты|мәлімдеді|атап өтті|хабарлады|жеткізді|"
    r"қосты|екенін|"
    r"болатынын|"
    r"сендірді|нақтылады|жауап бер(?:ді|ілді)))+$"
)
_KK_PROMISE = re.compile(
    r"\b(?:уәде (?:бер|ет|айт|қыл)|уәде(?:сін|лерін)? бер|міндеттен|міндеттеме(?:лер|сін|ні)? ал|міндет(?:ін|"
    r"ті)? (?:өзіне|мойнына) ал|"
    r"кепілдік бер|сөз бер|уәде етіл|уәде беріл|серт бер)\w*(?: (?:отыр\w*|тұр\w*|еді|болатын|екен))?$"
)
_KK_PLAN = re.compile(
    r"\b(?:жоспарла(?:п отыр\w*|нып отыр\w*|нуда|нған|нады|ған|уда|ймыз|йды)|жоспар(?:ы|да|ымызда)? бар|"
    r"жоспарына енген|"
    r"жоспарға ен(?:гізілген|ген)|көздел(?:ген|іп|уде|еді)(?: отыр\w*)?|көздеп отыр\w*|көздей(?:ді|міз)|көзде(?:ген|"
    r"уде)|"
    r"ниетт(?:і|іміз|емін|еміз)|ниеті бар|межелен(?:ген|іп отыр|уде)|межелеп отыр\w*|мақсат (?:етіп|қойып) отыр\w*|"
    r"мақсат қой(?:ды|дық|ған|ылды|ылған)|"
    r"мақсаты(?:мыз)? бар|ұйғарды|келісті|келістік|шеш(?:ті|тік)|шешім қабылда(?:ды|дық|нды)|бел байла(?:ды|дық)|"
    r"болмақ(?:шы|пыз)?)"
    r"(?: (?:еді|болатын|екен\w*))?$"
)
_KK_TASK = re.compile(r"\b(?:тапсыр(?:ды|ған|ылды)|тапсырма бер(?:ді|ген|ілді)|жүкте(?:ді|лді))$")
# Somebody else's duty, a hope, an opinion or a condition.
_KK_NOT = re.compile(
    r"\b(?:үміт\w*|сенем\w*|сенім\w*|ойлайм\w*|білеміз|көреміз|көріп отыр\w*|айтамыз|айта аламыз|түсінеміз|санайм\w*|"
    r"тиіс\w*|керек\w*|"
    r"қажет(?!ті)\w*|мүмкін\w*|күтіл\w+|болжан\w+|егер|ықтимал|тілейм\w*|тілед\w*|құттықта\w+|шақырам\w*|сұрайм\w*|"
    r"болсын|мақтан\w*|шығар|сияқты|әдетте|көбіне\w*|күн сайын|ай сайын|апта сайын|екені анық|"
    r"қалайм\w*|арман\w*|қолдаймыз|алғыс\w*|ризам\w*|еске сал\w+|санатына жатады)(?!\w)"
)
_KK_PRESENT = re.compile(r"\w(?:ады|еді|йды|йді)$")
_KK_NEGATIVE = re.compile(r"\w(?:май|мей|бай|бей|пай|пей)(?:ды|ді|мыз|міз)$|\w(?:мас|мес|бас|бес|пас|пес)$")
_KK_TO_BE = re.compile(r"\w(?:атын|етін|йтын|йтін)(?:ын|ін|дығын|дігін)$")  # "ашылатынын айтты"
_KK_WE = re.compile(r"\w(?:амыз|еміз|[йи]мыз|[йи]міз|амын|емін|ймын|ймін|[мбп][ае][қк]п[ыі]з|[мбп][ае][қк]п[ыі]н)$")
_KK_INTENT = re.compile(r"\w(?:мақ|мек|бақ|бек|пақ|пек)(?:шы|ші|пыз|піз|шымыз|шіміз|шымын|шімін)?$")
_KK_CONTINUOUS = re.compile(r"\w(?:тын|тін) бола(?:ды|мыз|мын)$")
_KK_DONE = re.compile(
    r"\b(?:сал(?:ын)?|аш(?:ыл)?|ашып бер|құр(?:ыл)?|тұрғыз(?:ыл)?|жөнде(?:л)?|жаңғырт(?:ыл)?|жаңарт(?:ыл)?|қос(?:ыл)?|"
    r"бер(?:іл)?|табыстал|табыста|"
    r"бөл(?:ін)?|енгіз(?:іл)?|қабылда(?:н)?|қамт(?:ы|ыл)|қамтамасыз ет(?:іл)?|арттыр(?:ыл)?|арт|көтер(?:іл)?|"
    r"төмендет(?:іл)?|азайт(?:ыл)?|"
    r"көбейт(?:іл)?|көбей|ұлғайт(?:ыл)?|жет(?:кіз(?:іл)?)?|қайтар(?:ыл)?|тапсыр(?:ыл)?|орналастыр(?:ыл)?|даярла(?:н)?|"
    r"дайында(?:л)?|"
    r"оқыт(?:ыл)?|тарт(?:ыл)?|жүргіз(?:іл)?|ұйымдастыр(?:ыл)?|сатып ал(?:ын)?|орнат(?:ыл)?|төле(?:н)?|жаса(?:л)?|ал|"
    r"аяқта(?:л)?|"
    r"жой(?:ыл)?|жап(?:ыл)?|газдандыр(?:ыл)?|абаттандыр(?:ыл)?|көгалдандыр(?:ыл)?|субсидияла(?:н)?|қаржыландыр(?:ыл)?|"
    r"көшір(?:іл)?|таратыл|тарат|шығар(?:ыл)?|жібер(?:іл)?|өтел|өте|қысқарт(?:ыл)?|екі есе\w*|әзірле(?:н)?|"
    r"босат(?:ыл)?|сат(?:ып|ыл)?|"
    r"жеткіз|ауыстыр(?:ыл)?|жинал?|отырғыз(?:ыл)?|қойыл?|ұсын(?:ыл)?|жасақта(?:л)?|құрыл|ашыл|салын)"
    r"(?:а|е|й|и|атын|етін|йтын|йтін|мақ|мек|бақ|бек|пақ|пек)\w*(?: бол\w+)?$"
)
# Done once and then there: in the present they speak of what will be even without a day.
_KK_ONCE = re.compile(
    r"\b(?:ашыл|салын|тұрғызыл|іске қосыл|пайдалануға беріл|қолданысқа беріл|құрыл|жөндел|қамтыл|енгізіл|бөлін|"
    r"жүргізіл|"
    r"тартыл|орнатыл|жаңғыртыл|орналастырыл|даярлан)(?:ады|еді|атын болады|етін болады)$"
)
_KK_WEAK = re.compile(
    r"\b(?:көмектес|қолда|қолдау көрсет|көңіл бөл|назар аудар|бақыла|жалғастыр|жалғас|атсалыс|жұмыс істе|жұмыстан|"
    r"күш сал|тырыс|"
    r"үлес қос|ықпал ет|қатыс|шеш|жұмыс жүргіз|насихатта|кездес|кездесу өткіз|қара(?:л|стыр)?|талқыла|бол)\w*$"
)
_KK_LIGHT = re.compile(
    r"\b(?:есеп|жауап|баға|кеңес|мүмкіндік|серпін|нәтиже|жол|ақпарат|сұхбат|мән|көңіл|назар\w*|көмек|қолдау|жәрдем|"
    r"қол ұшын|тапсырма|ден|"
    r"шешім|орын|рөл|маңыз|бағыт|үлгі|сабақ|тәлім|тәрбие|үн|дауыс|күш|айналым\w*|ықпал|әсер) "
    r"(?:бер|бөл|аудар|көрсет|ал|қос|соз|қой|сал|жұмса|тигіз|ет)\w*$"
)
# The agenda of an event and of elections, and what goes on.
_KK_PROCEDURE = re.compile(
    r"\b(?:өт(?:еді|етін болады|кізіледі|пек\w*)|баста(?:лады|латын болады|лмақ)|жалғас(?:ады|атын болады|тырылады|"
    r"тыра береді|пақ)|"
    r"(?:бекітіл|талқылан|қаралы?|сайлан|жариялан|тыңдал|хабарлан|таныстырыл|ұсыныл)(?:ады|еді|мақ\w*|мек\w*|"
    r"атын болады|етін болады)|"
    r"қатыс(?:ады|атын болады)|(?:бақылау\w*|назарда|күн тәртібінде) (?:бол|қал|тұр)\w+|назарында (?:бол|қал)\w*|"
    r"бола береді|қала береді|"
    r"бақылауда ұста\w+|хабарла\w+ отыра\w+)$"
)
_KK_VAGUE = re.compile(
    r"\b(?:барлық күш|бар күш|көптеген мәселе|түйткіл|жұмысымыз\w*|жұмыстарымыз\w*|көп нәрсе|қадам жасаймыз|"
    r"іс-шаралар жүргіз\w+|жұмыс(?:тар)?ды? жүргіз\w+)"
)
_KK_NATURE = re.compile(
    r"\b(?:ауа райы|жаңбыр|қар жау|жел|температура|аптап|баға(?:лар)?(?:сы)?|сұраныс|инфляция|халық саны|"
    r"тұрғындар саны|доллар|теңге бағамы)\b"
)
_KK_OBJECT = re.compile(r"\w(?:ды|ді|ты|ті|ны|ні|ын|ін)\b|\d|\w(?:ға|ге|қа|ке|на|не)\b")
_KK_OF_INFINITIVE = re.compile(
    r"\w[ую](?:ға|ге|ды|ді|ына|іне|ын|ін|ымыз\w*|іміз\w*)(?!\w)|\w(?:мыз|міз|пыз|піз|ады|еді|йды|йді)(?!\w)|\d"
)
_KK_BARE_INFINITIVE = re.compile(r"\w{2}[ую]$")
_KK_ONLY_TALK = re.compile(
    r"\b(?:хабарла|айт|көмектес|қарастыр|жауап бер|талқыла|ойлан|зертте|қолдау көрсет|жеткіз|назарға ал|ескер|"
    r"мәселені шеш)[ую](?:ға|ге)$"
)


def _kazakh(low: str, around: Around) -> str:
    told = _KK_TOLD.search(low)
    core = low[: told.start()] if told and told.start() else low
    frame = low[len(core) :] + " " + around.after.lower()[:40]
    core = core.rstrip(' »”".,:;')
    if not core or re.search(r"деп \w*(?:үміт|сен(?!дір)|күт|болжа|тілей|ойла|сана)", low + frame):
        return ""
    promise, plan = _KK_PROMISE.search(core), _KK_PLAN.search(core)
    if promise or plan:
        head = core[: (promise or plan).start()]
        inner = re.sub(r"\s+деп$", "", head.strip())
        if _KK_FULFILLED.search(core) or _KK_ONLY_TALK.search(inner):
            return ""
        if not (around.counted or _KK_OF_INFINITIVE.search(inner) or (plan and _KK_BARE_INFINITIVE.search(inner))):
            return ""
        if plan and re.search(r"(?:қалыптас|құра)(?:ады|йды)(?: деп)?$", inner):
            return ""
        if plan and not promise and (_KK_MONEY_ONLY.search(inner) or re.search(r"\b(?:тиіс|керек|егер)\b", inner)):
            return ""
        return "promise" if promise else "plan"
    if _KK_TASK.search(core):
        return "task" if around.dated and re.search(r"\w(?:у|ю)(?:ды|ді|ға|ге)\b", core) else ""
    if _KK_NOT.search(low) or _KK_NATURE.search(low) or _KK_NEGATIVE.search(core):
        return ""
    if re.search(r"(?<!бол)(?:са|се),", low):
        return ""
    checkable = around.dated or around.counted
    if (_KK_PROCEDURE.search(core) and not (around.dated and _WORKS_BEGIN.search(core))) or (
        _KK_VAGUE.search(core) and not around.counted
    ):
        return ""
    done = bool(_KK_DONE.search(core))
    light = _KK_LIGHT.search(core) and not (around.dated and core.endswith("орын алады"))
    if (light or (_KK_WEAK.search(core) and not done)) and not around.counted:
        return ""
    if _KK_WE.search(core) or _KK_INTENT.search(core):
        if not (done or checkable) or not _KK_OBJECT.search(core):
            return ""
        return "intent" if checkable or _words(core) >= 4 else ""
    if not (_KK_PRESENT.search(core) or _KK_CONTINUOUS.search(core) or _KK_TO_BE.search(core)) or (
        clauses.is_past_of_vowel(core)
    ):
        return ""
    if re.search(r"\bбол(?:ады)$", core) and not _KK_CONTINUOUS.search(core) and not checkable:
        return ""
    if re.search(r"\bсайын\b", core) and not (around.dated or around.electoral):
        return ""
    if around.dated:
        return "future" if done or around.counted else ""
    if around.electoral:
        return "future" if done and (around.counted or _words(core) >= 4) else ""
    return "future" if _KK_ONCE.search(core) and (around.named or around.counted) else ""


_KK_FULFILLED = re.compile(r"\b(?:орында\w*|жазылған|берілген \w+|бұз\w+|сөзінде тұр\w*)$")
_KK_MONEY_ONLY = re.compile(r"\b(?:теңге|қаржы|қаражат)$")


# Russian -----------------------------------------------------------------------------------------------------------

_RU_AHEAD = re.compile(
    r"перен[её]с|сдвину|продл|отлож|\bбуд(?:ет|ут|ем|у)\b|обеща|обяз|гарантир|заверил|намерен|планиру|планирова|запланирован|намечен|наметил|собира|"
    r"берё?т|взял|договорил|решил|решен|согласил|поруч|ставит|поставил|предусм|предлага|[а-яё]{2}(?:ет|ит|ут|ют|ят|ат|"
    r"ём|ем|им|ёт|ётся|ется|ится|утся|ятся|мся|аст|ест|ам)\b"
)
_RU_PROMISE = re.compile(
    r"\b(?:(?:по)?обеща(?:ет|ют|ем|ю|л|ла|ло|ли)|обязу(?:ется|ются|емся|юсь)|обязал(?:ся|ась|ось|ись)|гарантиру(?:ет|"
    r"ют|ем|ю)|гарантировал[аи]?|"
    r"(?:берё?т|берут|берем|берём|взял[аи]?|приняла?|приняли) (?:на себя )?(?:\w+ ){0,2}(?:обязательств\w*|"
    r"ответственность за)|"
    r"на себя обязательств\w*|да(?:л|ла|ли|ёт|ет|ют) (?:слово|обещание)|берё?тся|берутся|берёмся|обещано|обещаны|"
    r"взялись|взялся|взялась)\b"
)
_RU_PLAN = re.compile(
    r"\b(?:намерен[аоы]?|планиру(?:ет|ют|ем|ю|ется|ются)|(?:за)?планировал[аи]?|(?:за)?планировалось|"
    r"запланирован[аоы]?|намечен[аоы]?|наметил[аи]?|"
    r"собира(?:ется|ются|емся|юсь)|собирал(?:ся|ась|ись)|став(?:ит|ят|им) (?:перед собой )?(?:цель|задачу|целью|"
    r"задачей)|"
    r"поставил[аи]? (?:перед собой )?(?:цель|задачу)|договорил(?:ся|ась|ись|ось)|реш(?:ил|ила|или|ило|ено)|"
    r"согласил(?:ся|ась|ись|ось)|в планах|есть план|входит в планы)\b"
)
_RU_TASK = re.compile(r"\b(?:поруч(?:ил|ила|или|ено)|дал[аи]? поручение)\b")
_RU_INTERROGATIVE = re.compile(
    r"(?:\w{1,2} )?(?:когда|как|где|куда|сколько|кто|кому|чем|зачем|почему|какой|какая|какие|какое|каким|какую|ли)\b|"
    r"(?:\w+ )?(?:будет|станет|сможет) ли\b"
)
_RU_NOT = re.compile(
    r"\b(?:надею\w*|надеемся|надеет\w*|надежд\w*|хотелось|хотим|хочу|хочется|мечта\w*|желаю|желаем|пожела\w*|"
    r"долж(?:ен|на|но|ны)|необходимо|нужно|"
    r"надо|следует|обязан[аы]?|ожида\w+|прогноз\w*|если|возможно|вероятно|может|могут|сможет|смогут|может быть|пусть|"
    r"позволит|позволят|"
    r"станет (?!вдвое|больше|меньше)|станут|окажет|придаст|даст возможность|уверен[аы]?|считаю|считаем|считает|думаю|"
    r"думаем|верю|верим|видим|увидим|поймем|"
    r"предстоит|требуется|призвал\w*|призыва\w+|по прогнозам|как правило|обычно|бы)\b"
)
_RU_RELATIVE = re.compile(
    r"(?:\w{1,3} )?(?:котор\w+|где|чтобы|пока|если|когда) |напомним|отметим|скажем|добавим|расскажем|посмотрим|"
    r"подчеркнем|будем честны"
)
_RU_PROCEDURE = re.compile(
    r"\b(?:состо(?:ится|ятся)|пройд[её]т|пройдут|прибуд\w+|начн[её]тся|начнутся|стартует|продл(?:ится|ятся)|"
    r"продолжит\w*|продолжат\w*|"
    r"завершит\w*|завершат\w*|"
    r"обсуд(?:ит|ят|им)|рассмотр(?:ит|ят|им)|обнарод\w+|оглас\w+|озвуч\w+|объяв\w+|назов[её]т|назовут|опублику\w+|"
    r"выступ(?:ит|ят)|"
    r"встрет(?:ится|ятся)|посетит|посетят|примет участие|примут участие|сохран(?:ит|ят|ится|ятся)|остан(?:ется|утся)|"
    r"расскаж\w+|узна(?:ет|ют|ем)|подвед(?:ет|ут|ёт)|изберут|избер[её]т|проголосу\w+)\b|"
    r"\bбуд(?:ет|ут) (?:\w+ ){0,3}?(?:утвержд[её]н\w*|рассмотрен\w*|обсужд[её]н\w*|избран\w*|представлен\w*|"
    r"опубликован\w*|обнародован\w*|"
    r"оглашен\w*|объявлен\w*|озвучен\w*|продолжен\w*|продолжаться|подведен\w*|проходить|находиться|оставаться|"
    r"направлен\w* (?:на|в)|продолжать|"
    r"рассматривать\w*|обсуждать\w*|иметь|являться|зависеть|состоять|казаться|принимать участие|"
    r"способствовать укреплению)\b"
)
# How an election goes is nobody's promise.
_ELECTIONS = re.compile(
    r"\b(?:мандат\w*|кандидат\w*|бюллетен\w*|голосовани\w*|избирком\w*|праймериз\w*|партийны\w+ списк\w+|"
    r"үміткер\w*|сайлау учаске\w*|дауыс бер\w*|партиялық тізім\w*)"
)
_EVENT = re.compile(
    r"\b(?:планируется|запланирован\w*|намечен\w*|откро[её]тся|откроются|проведут|провед[её]т) (?:\w+ ){0,2}"
    r"(?:встреч|заседани|выставк|форум|концерт|конференци|съезд|ярмарк|фестивал|турнир|церемони|сесси)\w*|"
    r"\b(?:кездесу|жиын|отырыс|көрме|концерт|форум|конференция|жәрмеңке|фестиваль|турнир|сессия)\w* (?:өткіз|аш|"
    r"ұйымдастыр|қатыс)\w*"
)
_RU_PRIVATE = re.compile(
    r"\b(?:мать|мама|женщина|девушка|жительница|пенсионер\w*|студент\w*|семья|супруги|выпускни\w+|школьни\w+|она)\b"
    r"(?: \w+){0,3} (?:планиру|намерен|собира|решил)"
)
_RU_VAGUE = re.compile(
    r"\b(?:приня\w+|примут|примет) (?:\w+ )?(?:резолюци|обращени|решени|постановлени)\w*|\bпри[её]м\w* (?:заявок|"
    r"документов|граждан)|"
    r"\b(?:дать|даст|дадут)\b.*\b(?:результат|возможност|импульс|эффект|толч)\w*|\bлишени\w+ свободы|"
    r"\b(?:мер(?:ы|а|ам) (?:по|для)|приня\w+ (?:все |необходимые |дополнительные )?меры|все меры|ряд мер\w*|"
    r"комплекс мер)\b|^\W*это\b|"
    r"\bдавайте\b"
)
_WORKS_BEGIN = re.compile(
    r"\b(?:строительств\w*|ремонт\w*|реконструкц\w*|возведени\w*|құрылыс\w*|жөндеу\w*|выплат\w*|төлем\w*)\b"
)
_RU_WEAK = re.compile(
    r"\b(?:помо(?:жет|гут|жем)|помога\w+|подд[её]рж\w+|поддерживать|содейств\w+|способств\w+|стара\w+|стремит\w+|"
    r"выступ\w+|работать|"
    r"трудиться|заниматься|уделя\w+|удели\w+|следить|контролировать|отстаивать|защищать|решать|сотруднич\w+|"
    r"развива\w+|усил\w+|укреп\w+|"
    r"сдела\w+|будем делать|учтен\w*|учт[её]\w+|повли\w+)\b"
)
_RU_NATURE = re.compile(
    r"\b(?:цен[ыа]|спрос|температур\w*|дожд\w*|снег|ветер|погод\w*|инфляци\w*|курс (?:тенге|доллара)|"
    r"численность населения|население|ввп|экономика)\b"
)
_RU_DONE = _set(
    """
    построить возвести открыть создать запустить обеспечить ввести внести принять увеличить повысить поднять
    снизить сократить уменьшить вернуть отремонтировать выделить предоставить выдать выплатить получить появиться
    закупить приобрести установить провести подключить охватить подготовить обучить трудоустроить раздать
    достаться направить субсидировать погасить отменить передать сдать закрыть добиться довести организовать
    оборудовать оснастить газифицировать благоустроить озеленить высадить посадить проложить модернизировать
    реконструировать обновить ужесточить освободить списать перевести перенести утроить удвоить разработать
    завершить закончить достроить вручить присвоить наладить внедрить расширить ликвидировать устранить
    выплачивать достигнуть составить вырасти собрать подвести трудоустраивать оплатить компенсировать разместить
    заселить переселить назначить пересчитать проиндексировать индексировать выпустить произвести распределить
    добавить помещать учредить возобновить восстановить очистить вывезти набрать предложить принимать
    строить открывать строиться проверить устроить завести
    """
)
# Promised, these come to nothing that can be checked.
_RU_TALK = _set(
    """
    ответить сообщить рассказать рассмотреть разобраться подумать помочь помогать учесть обсудить позвонить
    поддержать поддерживать содействовать доложить изучить проработать вернуться приложить продолжить
    """
)
_RU_IDLE = _set(
    "работать быть стать остаться участвовать встретиться обсудить рассмотреть сообщить продолжить продолжать"
)
_RU_INDEFINITE = _set(
    """
    работа внимание контроль мера вопрос проблема дело мероприятие усилие возможность задача
    """
)


def _russian(low: str, around: Around) -> str:
    seen = re.findall(r"[а-яё-]+", low)
    before = around.before.lower()
    promise = _RU_PROMISE.search(low)
    if promise:
        if re.search(r"\b(?:не обеща\w+|(?:вы|ис)полн\w+|сдержа\w+|наруш\w+)", low):
            return ""
        rest = low[promise.end() :]
        todo = [word for word in seen if clauses.is_infinitive(word)]
        if around.counted or re.match(r"\W*,? (?:что|чтобы) ", around.after.lower()):
            return "promise"
        if todo:
            return "promise" if any(russian.parses(word)[0].normal_form not in _RU_TALK for word in todo) else ""
        if re.match(r"\W*(?:зам\w*|председател\w*|аким|министр|руководител\w*|глав\w*|директор|секретар\w*)\b", rest):
            return ""
        return "promise" if _accusative(rest) or (around.dated and _has_noun(rest)) else ""
    # "Обещал, что …": the promise stands before, the thing promised here.
    told = low.startswith(("что ", "чтобы "))
    promised_before = told and bool(_RU_PROMISE.search(before[-60:]) or re.search(r"заверил\w*,?\s*$", before))
    plan = _RU_PLAN.search(low)
    if plan:
        rest = low[plan.end() :]
        if _RU_BEGINS_DOUBT.search(low) or _RU_PRIVATE.search(low) or _RU_RELATIVE.match(low):
            return ""
        todo = any(clauses.is_infinitive(word) and russian.parses(word)[0].normal_form not in _RU_IDLE for word in seen)
        decided = re.match(r"(?:договорил|реш|согласил)", plan[0])
        if decided and not (around.dated and todo):
            return ""
        verbal = bool(_RU_ACTION.search(low))
        return "plan" if todo or (around.counted and not _RU_BUDGET.search(low)) or verbal else ""
    if _RU_TASK.search(low):
        return "task" if around.dated and any(map(clauses.is_infinitive, seen)) else ""
    if _RU_NOT.search(low) or _RU_RELATIVE.match(low) or _RU_NATURE.search(low):
        return ""
    if re.search(r"\b(?:если|при условии|в случае)\b", before):
        return ""
    if told and _RU_NOT.search(before[-60:]):
        return ""
    if _RU_PROCEDURE.search(low) and not (around.dated and _WORKS_BEGIN.search(low)):
        return ""
    if _RU_VAGUE.search(low) and not (around.counted and around.dated):
        return ""
    predicate = _predicate(seen)
    if not predicate:
        if around.electoral and re.search(r"\bпредлага(?:ет|ют|ем)\b", low) and any(map(clauses.is_infinitive, seen)):
            return "plan"
        return ""
    if promised_before:
        return "promise"
    done = predicate in _RU_DONE
    if predicate == "получить" and not (around.counted or around.dated or around.electoral or _EVERY.search(low)):
        return ""
    weak = bool(_RU_WEAK.search(low))
    if weak and not done and not around.counted and not (around.dated and around.electoral):
        return ""
    if around.counted:
        return "future" if done or around.dated or around.electoral or around.named else ""
    if around.dated:
        ours = around.electoral or any(map(_first_person, seen)) or bool(_WORKS_BEGIN.search(low))
        return "future" if (done or (ours and not weak)) and _has_noun(low) and not _empty(seen) else ""
    if done and _has_noun(low) and not _empty(seen) and _words(low) >= 4:
        return "future"
    return ""


_EVERY = re.compile(r"\b(?:кажд\w+|все|всем|всех|любой|любая)\b")
_RU_BEGINS_DOUBT = re.compile(r"\b(?:если|надеемся|должн[аы]?|не планиру\w+|не намерен\w*|не собира\w+)\b")
_RU_ACTION = re.compile(
    r"\b(?:строительств|возведени|открыти|создани|ремонт|реконструкци|запуск|ввод|установк|закуп|увеличени|расширени|"
    r"газификаци|переселени|"
    r"повышени|снижени|внедрени|передач|трудоустройств|выплат)\w{0,3}\b"
)
_RU_BUDGET = re.compile(r"\b(?:в бюджете|из бюджета|бюджетом)\b")


def _predicate(seen: list[str]) -> str:
    """The lemma of what will be done: of a future verb, or of a participle or an infinitive after "будет"."""
    for number, word in enumerate(seen):
        if word in ("будет", "будут", "будем", "буду"):
            for other in seen[number + 1 : number + 7] + seen[max(0, number - 3) : number]:
                parses = russian.parses(other)
                if parses and parses[0].tag.POS in ("PRTS", "INFN"):
                    return parses[0].normal_form
            continue
        if _future(word):
            return russian.parses(word)[0].normal_form
    return ""


@lru_cache(maxsize=16384)
def _future(word: str) -> bool:
    parses = russian.parses(word)
    if not parses:
        return False
    tag = parses[0].tag
    return tag.tense == "futr" and tag.person in ("1per", "3per") and not word.startswith("буд") and tag.mood != "impr"


def _first_person(word: str) -> bool:
    return _future(word) and russian.parses(word)[0].tag.person == "1per"


@lru_cache(maxsize=16384)
def _nominal(word: str) -> bool:
    """A noun or a pronoun that can be a subject."""
    parses = russian.parses(word)
    return any(parse.tag.POS in ("NOUN", "NPRO") and parse.tag.case == "nomn" for parse in parses[:3])


def _promises(word: str) -> bool:
    return bool(_RU_PROMISE.fullmatch(word) or _RU_PLAN.fullmatch(word))


def _has_noun(text: str) -> bool:
    return any(
        (parses := russian.parses(word)) and parses[0].tag.POS == "NOUN" for word in re.findall(r"[а-яё-]{3,}", text)
    )


def _accusative(text: str) -> bool:
    return any(
        (parses := russian.parses(word)) and any(p.tag.POS == "NOUN" and p.tag.case == "accs" for p in parses[:3])
        for word in re.findall(r"[а-яё-]{3,}", text)[:6]
    )


def _empty(seen: list[str]) -> bool:
    """Whether all it is about is "the work", "attention" and the like."""
    nouns = [parses[0].normal_form for word in seen if (parses := russian.parses(word)) and parses[0].tag.POS == "NOUN"]
    return not nouns or all(noun in _RU_INDEFINITE for noun in nouns[:3])


def _words(low: str) -> int:
    return len(re.findall(r"\w{2,}", low))


_BODIES = (
    "басқарма", "управлени", "филиал", "кеңес", "совет", "министрлі", "министерств", "әкімді", "акимат", "әкімшілі",
    "комитет", "қор", "фонд", "фракци", "қозғалыс", "департамент", "агентті", "агентств", "орталық", "комисси",
)  # fmt: skip
_BODY = re.compile(r"\b(?:" + "|".join(_BODIES) + r")\w{0,4}\b")
