"""Plans told in passing, often beside what came of them: "при плане 350", "жоспар 700 адам еді", "вместо обещанных 40".

What stands right beside a number says what it is, whatever the predicate says of the others.
"""

import re
from dataclasses import dataclass

_NEAR = 200  # characters; what stands farther off says nothing of a number
REPORTED, PLANNED, PLEDGED = "reported", "planned", "pledged"

_NEVER = re.compile(r"(?!)")
_HEADED = re.compile(
    r"\b(?:жоспар(?:ы|ымыз)?|мақсат(?:ы|ымыз)?|міндет(?:і|іміз)?|план(?:ы)?|цель|цели|задача|задачи) "
    r"[–—:-] (?!\d+\W*$|\d+\))[^–—:;)]*$"
)
# Money that a budget has set aside is a fact of that budget.
_BUDGETED = re.compile(r"\b(?:предусмотрен[аоы]?|заложен[аоы]?)\b")
_INTENT = re.compile(
    r"\b(?:планиру\w+|намерен\w*|обеща(?:ет|ют|ем|л|ла|ли)|хотят|собира\w+|предстоит|решил\w*|должн\w+)\b"
)
_NOW = re.compile(r"\b(?:сейчас|пока|на сегодня|қазір|бүгінде|әзірге|қазіргі таңда)\b")


@dataclass(frozen=True, slots=True)
class _Words:
    """How a language says beside a number what it is."""

    called: re.Pattern  # "план –" right before it
    meant: re.Pattern  # "намеченные", "уәде етілген" right before it; the group is what was promised
    between: re.Pattern  # the same between number and noun
    after: re.Pattern  # "…, которые обещали", "… деген уәде" behind the noun
    share_before: re.Pattern  # "жоспардың", "больше намеченного": a part of the plan, which is a fact
    share_after: re.Pattern
    holds: re.Pattern  # "рассчитан на": how much something takes, which is a fact
    done: re.Pattern  # in the clause: the plan was fulfilled
    attributes: re.Pattern  # what only says of one number that it was planned


_PROMISED = r"(?:обещанн|заявленн)\w+"
_MEANT = r"(?:намеченн|запланированн|планируем|предусмотренн|ожидаем|прогнозируем)(?:ы[ехмй]|ую|ого|ой|ая|ое|ыми)"
_KK_PROMISED = r"уәде (?:етілген|берілген|еткен|берген)|міндеттелген"
_KK_MEANT = r"жоспарланған|көзделген|межеленген|белгіленген|\w+у[ыі] (?:тиіс|керек|қажет)"
_WORDS = {
    "ru": _Words(
        called=re.compile(
            r"\b(?:план(?:а|е|у|ом)?|планк[аиуе]|цель|целев\w+ (?:показател\w+|индикатор\w*))"
            r"(?: (?:был[аио]?|составля\w+|составил[аио]?|повышен[аоы]?|снижен[аоы]?|увеличен[аоы]?|поставлен[аоы]?|"
            r"поднят[аоы]?|стать|на \d{4} год|в|во|до|на))*\s*[–—:-]?\s*$"
            r"|\b(?:акци\w+|программ\w+|проект\w*|кампани\w+|мер[аы])\b.*\bрассчитан[аоы]? на\s+$"
        ),
        meant=re.compile(rf"\b(?P<promised>{_PROMISED})\s+$|\b{_MEANT}\s+$"),
        between=re.compile(rf"\b(?P<promised>{_PROMISED})|\b{_MEANT}"),
        after=re.compile(
            rf"\s*,?\s*(?:(?P<promised>{_PROMISED}|котор\w+\s+(?:[\w-]+\s+){{0,5}}?"
            rf"(?:обещал\w*|пообещал\w*|обязал\w*))|{_MEANT}|"
            r"котор\w+\s+(?:[\w-]+\s+){0,5}?(?:собирал\w*|планировал\w*|намечал\w*|намеревал\w*))\b"
        ),
        share_before=_NEVER,
        share_after=re.compile(
            r"\s*(?:больше |меньше |от |выше |ниже )?(?:обещанн|намеченн|запланированн|планов)(?:ого|ых)\b"
            r"|[^.;:]{0,60}\bдолж(?:ен|на|но|ны) был[аои]?\b"  # what the late building holds is a fact
        ),
        holds=re.compile(
            r"\b(?:рассчитан\w* на|вместимость\w*|вмещает|способ(?:ен|на|но|ный|ная) "
            r"(?:принять|принимать|вместить|обслужить)) (?:\w+ ){0,4}$"
        ),
        done=_NEVER,
        attributes=re.compile(rf"\b(?:{_PROMISED}|{_MEANT}|обещани(?!е \w+ть|е,)\w*)\b"),
    ),
    "kk": _Words(
        called=re.compile(
            r"(?<!\w)(?:жоспар(?:ы|ымыз)?(?: бойынша)?|меже(?:сі|міз)?(?: бойынша)?|"
            r"межелі (?:көлем|көрсеткіш)|нысаналы көрсеткіш)\s*[–—:-]?\s*$"
        ),
        meant=re.compile(rf"(?<!\w)(?:(?P<promised>{_KK_PROMISED})|{_KK_MEANT})\s+$"),
        between=_NEVER,
        after=re.compile(r"\s*(?:бол(?:ады|у керек)\s+)?деген\s+(?:(?P<promised>уәде|міндеттеме)|жоспар|меже|мақсат)"),
        share_before=re.compile(
            r"(?:уәде|жоспар|меже|міндеттеме)(?:с[іы])?(?:н[ыі]ң|д[ыі]ң|ның|нің)\s+$|(?:меже|жоспар)(?:ден|дан)\s+$"
        ),
        share_after=_NEVER,
        holds=_NEVER,
        done=re.compile(r"орындал"),
        attributes=re.compile(
            rf"(?<!\w)(?:{_KK_PROMISED}|{_KK_MEANT})(?=\s+[\w«\"“])"
            r"(?!\s+(?:еді|болатын|екен\w*|деп|болды|болған\w*|деді|отыр\w*|жоқ))"
            r"|(?<!\w)(?:уәде|жоспар|меже|міндеттеме)(?:с[іы])?(?:н[ыі]ң|д[ыі]ң|ден|дан)(?=\s)"
        ),
    ),
}


def beside(before: str, between: str, after: str, clause: str, language: str) -> str:
    """What the words beside a number make it, "" when they say nothing.

    ``before`` reaches back to the number before or the clause's start, ``between`` lies between number and noun,
    ``after`` follows the noun.
    """
    words = _WORDS[language]
    before, between = before[-_NEAR:].lower(), between[:_NEAR].lower()
    after, clause = after[:_NEAR].lower(), clause[-2 * _NEAR :].lower()
    if words.share_before.search(before) or words.share_after.match(after):
        return REPORTED
    if words.called.search(before):
        return "" if words.done.search(clause) else PLANNED
    if words.holds.search(before):
        return REPORTED
    found = words.meant.search(before) or words.between.search(between) or words.after.match(after)
    return (PLEDGED if "promised" in found.re.groupindex and found["promised"] else PLANNED) if found else ""


def is_plan(before: str, language: str) -> bool:
    """Whether a number without a noun tells a plan of what was counted before."""
    low = before[-_NEAR:].lower()
    return bool(_WORDS[language].called.search(low) or (language == "ru" and _WORDS["ru"].meant.search(low)))


def is_ahead(before: str) -> bool:
    """Whether a Russian clause plans what its infinitive says: "планируют помочь 800"."""
    return bool(_INTENT.search(before.lower()))


def plain(text: str, language: str) -> str:
    """The text less what only says of one number that it was planned."""
    return _WORDS[language].attributes.sub(" ", text.lower())


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
