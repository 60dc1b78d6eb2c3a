"""When a post began and ended, where the sentence that names it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from seeds.reading import dates
from seeds.reading.dates import DateSpan
from seeds.reading.drafts import PartialDate

_NEAR = 90  # characters between the post and the date

_BEGAN = {
    "kk": re.compile(r"тағайында\w+|болып ауыс\w+|сайлан\w+|сайлады|бекітіл\w+|қызметіне кіріс\w+|келді"),
    "ru": re.compile(
        r"\b(?:пере)?(?:назначен|избран|утвержд[её]н)[аоы]?\b|\b(?:назначил|избрал|утвердил)[аи]?\b|"
        r"\b(?:возглавил|занял)[аи]?\b|вступил\w* в должность"
    ),
}
_ENDED = {
    "kk": re.compile(r"босат\w+|қызметінен кет\w+|отставкаға кет\w+|зейнетке шық\w+"),
    "ru": re.compile(
        r"\bосвобо(?:дил|жд[её]н)\w*|\bснят[аы]?\b|\bуш(?:[её]л|ла) (?:с поста|в отставку|на пенсию)|"
        r"\bпокинул[аи]? пост|отправлен\w* в отставку"
    ),
}
_HELD = {
    "kk": re.compile(r"бол(?:ған|ды|ып)|басқар(?:ған|ды|ып)|атқар(?:ған|ды|ып)|істе(?:ген|ді|п)"),
    "ru": re.compile(r"\b(?:был[аи]?|работал[аи]?|занимал[аи]?|возглавлял[аи]?|руководил[аи]?|служил[аи]?|являл)"),
}
_HOLDS_RU = re.compile(r"возглавля|руковод|работа|занима|явля|на посту|в должности|исполня|трудит|служ")
_SINCE_KK = re.compile(r"\s*(?:бері|бастап)\b")
_SINCE_RU = re.compile(r"\bсо?\s+$", re.I)
_TILL_RU = re.compile(r"\b(?:по|до)\s+$")
_THAT_DAY = re.compile(r"\b(?:(бүгін|сегодня)|(кеше|вчера))\b", re.I)


@dataclass(frozen=True, slots=True)
class Term:
    start: PartialDate | None = None
    end: PartialDate | None = None
    words: str = ""
    over: bool = False  # it had ended when the text was written


def find(text: str, post: tuple[int, int], window: tuple[int, int], language: str, published: date | None) -> Term:
    """The term of the post at ``post`` of a sentence; only words within ``window`` speak of it."""
    low, high = max(window[0], post[0] - _NEAR), min(window[1], post[1] + _NEAR)
    part = text[low:high]
    days = [day for day in dates.find(part, published.year if published else None) if day.first]
    span = (post[0] - low, post[1] - low)
    for number, day in enumerate(days):
        if _since(part, day, span, language):
            till = days[number + 1] if number + 1 < len(days) else None
            until = day.last or (till.first if till and _TILL_RU.search(part[: till.start]) else None)
            last = till.end if till and until and not day.last else day.end
            return _term(day.first, until, part[day.start : last], bool(until), published)
        if day.last and _HELD[language].search(part):
            return _term(day.first, day.last, day.text, True, published)
    began, ended = (_nearest(pattern[language], part, span) for pattern in (_BEGAN, _ENDED))
    if began is None and ended is None:
        return Term()
    over = began is None or (ended is not None and ended < began)
    when, words = _day(part, days, published)
    return _term(None, when, words, True, published) if over else _term(when, None, words, False, published)


def _since(part: str, day: DateSpan, post: tuple[int, int], language: str) -> bool:
    if language == "kk":
        return bool(_SINCE_KK.match(part, day.end))
    word = _SINCE_RU.search(part[: day.start])
    if word is None:
        return False
    beside = part[post[1] : word.start()] if word.start() >= post[1] else ""
    return bool(_HOLDS_RU.search(part)) or (word.start() >= post[1] and not beside.strip(" ,(–—-"))


def _nearest(pattern: re.Pattern, part: str, post: tuple[int, int]) -> int | None:
    """How far from the post the nearest match is."""
    return min((max(post[0] - m.end(), m.start() - post[1], 0) for m in pattern.finditer(part)), default=None)


def _day(part: str, days: list[DateSpan], published: date | None) -> tuple[PartialDate | None, str]:
    single = [day for day in days if day.last is None]
    if len(single) == 1:
        return single[0].first, single[0].text
    word = _THAT_DAY.search(part) if not days and published else None
    if word is None:
        return None, ""
    day = published if word[1] else published - timedelta(days=1)
    return (day.year, day.month, day.day), word[0]


def _term(start: PartialDate | None, end: PartialDate | None, words: str, over: bool, published: date | None) -> Term:
    """Nothing begins after the day of the text, nor ends before it begins."""
    if published and start and dates.first_day(start) > published:
        return Term()
    if start and end and dates.last_day(end) < dates.first_day(start):
        return Term(over=over)
    return Term(start, end, words.strip() if start or end else "", over)
