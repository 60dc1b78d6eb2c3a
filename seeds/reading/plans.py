"""Plans told in passing, often beside what came of them: "при плане 350", "жоспар 700 адам еді", "вместо обещанных 40".

What stands right beside a number says what it is, whatever the predicate says of the others.
"""

import re

_NEAR = 200  # characters; what stands farther off says nothing of a number
REPORTED, PLANNED, PLEDGED = "reported", "planned", "pledged"

_RU_PROMISED = r"(?:обещанн|заявленн)\w+"
_RU_MEANT = r"(?:намеченн|запланированн|планируем|предусмотренн|ожидаем|прогнозируем)(?:ы[ехмй]|ую|ого|ой|ая|ое|ыми)"
_RU_BEFORE = re.compile(
    r"\b(?:план(?:а|е|у|ом)?|планк[аиуе]|цель|целев\w+ (?:показател\w+|индикатор\w*))"
    r"(?: (?:был[аио]?|составля\w+|составил[аио]?|повышен[аоы]?|снижен[аоы]?|увеличен[аоы]?|поставлен[аоы]?|"
    r"поднят[аоы]?|"
    r"стать|на \d{4} год|в|во|до|на))*\s*[–—:-]?\s*$"
)
_RU_BEFORE_PROMISED = re.compile(rf"\b(?P<promised>{_RU_PROMISED})\s+$|\b{_RU_MEANT}\s+$")
_RU_BETWEEN = re.compile(rf"\b(?P<promised>{_RU_PROMISED})|\b{_RU_MEANT}")
_RU_AFTER = re.compile(
    rf"\s*,?\s*(?:(?P<promised>{_RU_PROMISED})|{_RU_MEANT}|котор\w+\s+(?:[\w-]+\s+){{0,5}}?"
    r"(?:(?P<gave>обещал\w*|пообещал\w*|обязал\w*)|собирал\w*|планировал\w*|намечал\w*|намеревал\w*))\b"
)
_RU_SHARE_OF_PLAN = re.compile(
    r"\s*(?:больше |меньше |от |выше |ниже )?(?:обещанн|намеченн|запланированн|планов)(?:ого|ых)\b"
)
_RU_INTENT = re.compile(
    r"\b(?:планиру\w+|намерен\w*|обеща(?:ет|ют|ем|л|ла|ли)|хотят|собира\w+|предстоит|решил\w*|должн\w+)\b"
)
_RU_ATTRIBUTES = re.compile(rf"\b(?:{_RU_PROMISED}|{_RU_MEANT}|обещани(?!е \w+ть|е,)\w*)\b")
_HEADED = re.compile(
    r"\b(?:жоспар(?:ы|ымыз)?|мақсат(?:ы|ымыз)?|міндет(?:і|іміз)?|план(?:ы)?|цель|цели|задача|задачи) "
    r"[–—:-] (?!\d+\W*$|\d+\))[^–—:;)]*$"
)
# Money that a budget has set aside is a fact of that budget.
_BUDGETED = re.compile(r"\b(?:предусмотрен[аоы]?|заложен[аоы]?)\b")
_RU_DESIGNED = re.compile(r"\b(?P<what>акци\w+|программ\w+|проект\w*|кампани\w+|мер[аы])\b.*\bрассчитан[аоы]? на\s+$")
_RU_CAPACITY = re.compile(
    r"\b(?:рассчитан\w* на|вместимость\w*|вмещает|способ(?:ен|на|но|ный|ная) (?:принять|принимать|вместить|обслужить)) "
    r"(?:\w+ ){0,4}$"
)

_KK_PROMISED = r"уәде (?:етілген|берілген|еткен|берген)|міндеттелген"
_KK_MEANT = r"жоспарланған|көзделген|межеленген|белгіленген|\w+у[ыі] (?:тиіс|керек|қажет)"
_KK_BEFORE = re.compile(
    r"(?<!\w)(?:жоспар(?:ы|ымыз)?(?: бойынша)?|меже(?:сі|міз)?(?: бойынша)?|"
    r"межелі (?:көлем|көрсеткіш)|нысаналы көрсеткіш)"
    r"\s*[–—:-]?\s*$"
)
_KK_BEFORE_PROMISED = re.compile(rf"(?<!\w)(?:(?P<promised>{_KK_PROMISED})|{_KK_MEANT})\s+$")
_KK_CALLED = re.compile(r"\s*(?:бол(?:ады|у керек)\s+)?деген\s+(?:(?P<promised>уәде|міндеттеме)|жоспар|меже|мақсат)")
_KK_SHARE_OF_PLAN = re.compile(
    r"(?:уәде|жоспар|меже|міндеттеме)(?:с[іы])?(?:н[ыі]ң|д[ыі]ң|ның|нің)\s+$|(?:меже|жоспар)(?:ден|дан)\s+$"
)
_KK_DONE = re.compile(r"орындал")
_KK_ATTRIBUTES = re.compile(
    rf"(?<!\w)(?:{_KK_PROMISED}|{_KK_MEANT})(?=\s+[\w«\"“])(?!\s+(?:еді|болатын|екен\w*|деп|болды|болған\w*|деді|отыр\w*|жоқ))"
    r"|(?<!\w)(?:уәде|жоспар|меже|міндеттеме)(?:с[іы])?(?:н[ыі]ң|д[ыі]ң|ден|дан)(?=\s)"
)
_NOW = re.compile(r"\b(?:сейчас|пока|на сегодня|қазір|бүгінде|әзірге|қазіргі таңда)\b")


def beside(before: str, between: str, after: str, clause: str, language: str) -> str:
    """What the words beside a number make it, "" when they say nothing.

    ``before`` reaches back to the number before or the clause's start, ``between`` lies between number and noun,
    ``after`` follows the noun.
    """
    before, between = before[-_NEAR:].lower(), between[:_NEAR].lower()
    after, clause = after[:_NEAR].lower(), clause[-2 * _NEAR :].lower()
    if language == "kk":
        if _KK_SHARE_OF_PLAN.search(before):
            return REPORTED
        if _KK_BEFORE.search(before):
            return "" if _KK_DONE.search(clause) else PLANNED
        found = _KK_BEFORE_PROMISED.search(before) or _KK_CALLED.match(after)
        return (PLEDGED if found["promised"] else PLANNED) if found else ""
    if _RU_SHARE_OF_PLAN.match(after):
        return REPORTED
    if _RU_BEFORE.search(before) or _RU_DESIGNED.search(before):
        return PLANNED
    if _RU_CAPACITY.search(before):
        return REPORTED
    found = _RU_BEFORE_PROMISED.search(before) or _RU_BETWEEN.search(between)
    if found:
        return PLEDGED if found["promised"] else PLANNED
    found = _RU_AFTER.match(after)
    return (PLEDGED if found["promised"] or found["gave"] else PLANNED) if found else ""


def is_plan(before: str, language: str) -> bool:
    """Whether a number without a noun tells a plan of what was counted before."""
    low = before[-_NEAR:].lower()
    if language == "kk":
        return bool(_KK_BEFORE.search(low))
    return bool(_RU_BEFORE.search(low) or _RU_BEFORE_PROMISED.search(low))


def is_ahead(before: str) -> bool:
    """Whether a Russian clause plans what its infinitive says: "планируют помочь 800"."""
    return bool(_RU_INTENT.search(before.lower()))


def plain(text: str, language: str) -> str:
    """The text less what only says of one number that it was planned."""
    return (_KK_ATTRIBUTES if language == "kk" else _RU_ATTRIBUTES).sub(" ", text.lower())


def is_aim(text: str, language: str) -> bool:
    """Whether the sentence up to the number says what something is done for: "чтобы …", "жоспар – …"."""
    low = text[-2 * _NEAR :].lower()
    if _HEADED.search(low):
        return True
    aim = low.rfind("чтобы") if language == "ru" else -1
    return aim >= 0 and not re.search(r"\b(?:что|котор\w+|где|сейчас)\b|[;:–—]", low[aim + 5 :])


def less_budgeted(text: str) -> str:
    return _BUDGETED.sub(" ", text.lower())


def is_now(text: str) -> bool:
    return bool(_NOW.search(text.lower()))
