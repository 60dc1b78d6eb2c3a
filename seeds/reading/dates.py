"""Absolute dates in Kazakh, Russian and English text, with the precision that the words have.

A day, a month, a year, or a range of them. A day or month without a year takes ``default_year``; when there is none,
``first`` is empty: the words are a date, but no one can say which. Impossible days ("31 ақпан") are no dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time

from seeds.reading.drafts import PartialDate


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as written. ``last`` is the end of a range, None for a single date."""

    start: int
    end: int
    text: str
    first: PartialDate
    last: PartialDate | None = None
    time: time | None = None


def first_day(partial: PartialDate) -> date:
    """The first day that a partial date covers."""
    year, month, day = (*partial, 1, 1)[:3]
    return date(year, month, day)


def last_day(partial: PartialDate) -> date:
    """The last day that a partial date covers."""
    if len(partial) == 3:
        return date(*partial)
    year, month = (*partial, 12)[:2]
    return date(year, month, monthrange(year, month)[1])


_MONTHS = [
    (1, r"янв(?:ар(?:ь|я|ю|е|[её]м))?", "қаңтар", "jan(?:uary)?"),
    (2, r"фев(?:р(?:ал(?:ь|я|ю|е|[её]м))?)?", "ақпан", "feb(?:ruary)?"),
    (3, r"мар(?:т(?:а|у|е|ом)?)?", "наурыз", "mar(?:ch)?"),
    (4, r"апр(?:ел(?:ь|я|ю|е|ем))?", "сәуір", "apr(?:il)?"),
    (5, r"ма(?:й|я|ю|е|ем)", "мамыр", "may"),
    (6, r"июн(?:ь|я|ю|е|ем)", "маусым", "june?"),
    (7, r"июл(?:ь|я|ю|е|ем)", "шілде", "july?"),
    (8, r"авг(?:уст(?:а|у|е|ом)?)?", "тамыз", "aug(?:ust)?"),
    (9, r"сент?(?:ябр(?:ь|я|ю|е|[её]м))?", "қыркүйе[кг]", "sept?(?:ember)?"),
    (10, r"окт(?:ябр(?:ь|я|ю|е|[её]м))?", "қазан", "oct(?:ober)?"),
    (11, r"ноя(?:б(?:р(?:ь|я|ю|е|[её]м))?)?", "қараша", "nov(?:ember)?"),
    (12, r"дек(?:абр(?:ь|я|ю|е|[её]м))?", "желтоқсан", "dec(?:ember)?"),
]
_KK_CASE = (
    r"(?:[ыі]|с[ыі])?н?(?:[ыі]н)?(?:[дтн][ыі]ң|[дтн][ае]н|[дт][ае]|[ғгқк][ае]|н[ае]|[дтн][ыі]|[мпб]ен)?(?:ғы|гі)?"
)
_RU = "|".join(ru for _, ru, _, _ in _MONTHS)
_KK = "|".join(kk for _, _, kk, _ in _MONTHS)
_EN = "|".join(en for _, _, _, en in _MONTHS)
_NUMBER_OF = [(number, re.compile(rf"(?:{ru}|(?:{kk}){_KK_CASE}|{en})\.?\Z", re.I)) for number, ru, kk, en in _MONTHS]

_S = r"(?:[ \t\u00a0\u2009\u202f]{1,3}|[ \t]?\r?\n)"
_O = r"(?:[ \t\u00a0\u2009\u202f]{0,3}|[ \t]?\r?\n)"
_DASH = r"[-\u2010-\u2015\u2212]"
_EDGE = r"(?<![\w.,:/\-–])"
_NUM = r"(?<![\d\w])(?<!\d[.,:/])"
_Y = r"(?:1[89]|20)\d\d"
_RU_YEAR = r"(?:год(?:а|у|ом|е|ы|ов|ам|ами|ах)?(?!\w)|гг?(?!\w)\.?)"
_KK_YEAR = r"(?:(?:(?:оқу|қаржы)\s)?жыл(?:\w{0,12})|жж?(?!\w)\.?)"
_ORDINAL = rf"(?:{_DASH}(?:[а-яі]{{1,3}}(?!\w)))?"
_ABBREVIATED = r"(?:(?<=янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)\.|(?<=февр|сент|нояб)\.)?"
_MONTH = rf"(?:(?:{_RU}|{_EN})(?!\w){_ABBREVIATED}|(?:{_KK}){_KK_CASE}(?!\w))"
_MONTH_KK = rf"(?:(?:{_KK}){_KK_CASE}(?!\w))"
_AND = r"(?:и|мен|пен|бен|және|,)"
_RELATIVE = r"(?:(?P<past>прошлого|минувшего)|(?P<next>будущего|следующего)|текущего|этого|нынешнего)"
_TAIL_YEAR = (
    rf"(?:{_O},?{_O}(?P<year>{_Y})(?![\d\-–]?\d)(?:{_O}(?:{_RU_YEAR}|{_KK_YEAR}))?|{_S}{_RELATIVE}{_S}(?:года|г\.))?"
)
_HEAD_YEAR = (
    rf"(?:(?P<year>{_Y}){_ORDINAL}{_O}{_KK_YEAR}?,?|(?:(?P<past>өткен|былтырғы)|(?P<next>келер|келесі)|осы|биылғы)"
    rf"{_S}жыл\w{{0,8}}){_S}"
)
_CLOCK = (
    r"(?:[ \t\u00a0]{0,3}[,|/–—-]?[ \t\u00a0]{0,3}(?:(?:в|сағат|at)[ \t\u00a0])?"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]))?"
)
_DAYS = (
    rf"(?:(?:с{_S}(?P<from>\d{{1,2}}){_ORDINAL}{_S}(?:по|до){_S}|(?P<day1>\d{{1,2}}){_O}(?P<link>{_DASH}|{_AND}){_O})"
    rf"(?=\d))?(?P<day>\d{{1,2}})(?:{_ORDINAL}{_S}|{_O}{_DASH}{_O}|{_O})"
)

_PATTERNS = [
    (
        "iso",
        rf"{_NUM}(?P<year>{_Y})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])(?:(?:T|{_S})(?P<hour>[01]\d|2[0-3]):"
        rf"(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:?\d\d)?)?",
    ),
    (
        "numeric",
        rf"{_NUM}(?P<day>\d{{1,2}})(?P<dot>[./-])(?P<month>\d{{1,2}})(?P=dot)(?P<year>{_Y})(?!\d)(?:{_O}(?:г\.|г(?!\w)|"
        rf"года|ж\.|ж(?!\w)))?{_CLOCK}",
    ),
    ("day", rf"{_NUM}{_HEAD_YEAR}{_DAYS}(?P<month>{_MONTH_KK}){_CLOCK}"),
    ("day", rf"{_NUM}{_DAYS}(?P<month>{_MONTH}){_TAIL_YEAR}{_CLOCK}"),
    ("english", rf"(?<!\w)(?P<month>{_EN})\.?{_S}(?P<day>\d{{1,2}}),?{_S}(?P<year>{_Y})(?!\d){_CLOCK}"),
    (
        "month",
        rf"{_NUM}{_HEAD_YEAR}(?:(?P<month1>{_MONTH_KK}){_O}{_DASH}{_O})?(?P<month>{_MONTH_KK})(?:{_S}ай\w{{0,10}})?",
    ),
    (
        "month",
        rf"(?<!\w)(?:(?P<month1>{_MONTH}){_O}{_DASH}{_O})?(?P<month>{_MONTH})(?:{_S}ай\w{{0,10}})?{_O},?{_O}"
        rf"(?:(?P<year>{_Y})(?![\d\-–]?\d)(?:{_O}(?:{_RU_YEAR}|{_KK_YEAR}))?|{_RELATIVE}{_S}(?:года|г\.))",
    ),
    ("month", rf"(?<!\w)(?:(?P<month1>{_KK}){_O}{_DASH}{_O})?(?P<month>{_MONTH_KK}){_S}ай\w{{0,10}}"),
    (
        "month",
        rf"(?:(?<=\bв )|(?<=\bс )|(?<=\bк )|(?<=\bдо )|(?<=\bза )|(?<=\bпо )|(?<=\bна ))"
        rf"(?:(?P<month1>(?:{_RU})(?!\w)){_O}{_DASH}{_O})?(?P<month>(?:янв|фев|мар|апр|ма|ию|авг|сен|окт|ноя|дек)"
        rf"[а-яё]{{1,8}})(?!\w)",
    ),
    (
        "month",
        r"(?<!\w)(?P<month>(?:қаңтар|ақпан|сәуір|мамыр|шілде|тамыз|қыркүйек|қараша|желтоқсан)(?:[дт][ае]н?|нан|нен))(?!\w)",
    ),
    (
        "year",
        rf"(?<![\w\-–])(?P<year1>{_Y}){_O}(?:{_DASH}|/){_O}(?P<year>{_Y})(?!\d)(?:{_O}(?:{_RU_YEAR}|{_KK_YEAR}))?",
    ),
    ("year", rf"(?<=\bс )(?P<year1>{_Y}){_S}(?:по|до){_S}(?P<year>{_Y})(?!\d)(?:{_O}{_RU_YEAR})?"),
    ("year", rf"(?<![\w\-–])(?P<year>{_Y})(?:{_DASH}(?:го|й|м|му|ом|ші|шы|ж))?{_O}(?:{_RU_YEAR}|{_KK_YEAR})"),
    ("year", rf"(?<=\b[вк] )(?P<year>{_Y})-(?:м|ом|му)(?!\w)"),
]
_PATTERNS = [(kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS]
_TIME_BEFORE = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)[ \t\u00a0]{0,3}[,|/–—-]?[ \t\u00a0]{0,3}\Z"
)
_JOIN = re.compile(rf"{_O}(?:по|до|{_DASH}){_O}\Z", re.I)
_FROM = re.compile(r"(?<!\w)(?:с|со|от)\s\Z", re.I)
_ABLATIVE = re.compile(r"[дтн][ае]н\Z", re.I)
_UNTIL = re.compile(rf"{_S}дейін(?!\w)|{_S}аралығ", re.I)


def find(text: str, default_year: int | None = None) -> list[DateSpan]:
    """The dates of ``text`` in order, none overlapping."""
    taken = bytearray(len(text))
    found: list[DateSpan] = []
    if not any(map(str.isdigit, text)) and not _ANY_MONTH.search(text):
        return []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            # An impossible day is taken too, or its month and year would be read on their own.
            taken[start:end] = b"\1" * (end - start)
            found += _spans(kind, match, default_year)
    found.sort(key=lambda span: span.start)
    return _joined(text, found)


_ANY_MONTH = re.compile(rf"(?:{_RU}|{_KK})", re.I)


def _number(word: str | None) -> int:
    if not word:
        return 0
    return next((number for number, pattern in _NUMBER_OF if pattern.match(word)), 0)


def _spans(kind: str, match: re.Match, default_year: int | None) -> list[DateSpan]:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else default_year
    if year and not groups.get("year"):
        year += bool(groups.get("next")) - bool(groups.get("past"))
    clock = time(int(groups["hour"]), int(groups["minute"])) if groups.get("hour") else None
    whole = (match.start(), match.end(), match[0])
    if kind == "year":
        if not groups.get("year1"):
            return [DateSpan(*whole, (year,))]
        first = int(groups["year1"])
        return [DateSpan(*whole, (first,), (year,))] if first < year <= first + 60 else []
    month = int(groups["month"]) if kind in ("iso", "numeric") else _number(groups["month"])
    if not 1 <= month <= 12:
        return []
    if kind == "month":
        month1 = _number(groups.get("month1"))
        if month1 and month1 < month:
            return [DateSpan(*whole, _partial(year, month1), _partial(year, month) or None)]
        return [] if month1 else [DateSpan(*whole, _partial(year, month))]
    day = int(groups["day"])
    if not _possible(year, month, day):
        return []
    earlier = int(groups.get("from") or groups.get("day1") or 0)
    if not earlier:
        return [DateSpan(*whole, _partial(year, month, day), None, clock)]
    if not _possible(year, month, earlier):
        return []
    link = groups.get("link")
    if earlier < day and (groups.get("from") or (len(link) == 1 and link not in ",иИ")):
        return [DateSpan(*whole, _partial(year, month, earlier), _partial(year, month, day) or None, clock)]
    if link and earlier + 1 == day:
        return [DateSpan(*whole, _partial(year, month, earlier), _partial(year, month, day) or None, clock)]
    start, end = match.span("day1") if groups.get("day1") else match.span("from")
    rest = match.start("day")
    return [
        DateSpan(start, end, match.string[start:end], _partial(year, month, earlier)),
        DateSpan(rest, match.end(), match.string[rest : match.end()], _partial(year, month, day), None, clock),
    ]


def _possible(year: int | None, month: int, day: int) -> bool:
    return 1 <= day <= monthrange(year or 2000, month)[1]


def _partial(year: int | None, *rest: int) -> PartialDate:
    return (year, *rest) if year else ()


def _joined(text: str, spans: list[DateSpan]) -> list[DateSpan]:
    """Two dates around "по", a dash or "…дан … дейін" made one range; a clock before a date taken into it."""
    result: list[DateSpan] = []
    for span in spans:
        if not span.time and len(span.first) == 3 and span.last is None:
            before = _TIME_BEFORE.search(text, max(0, span.start - 12), span.start)
            if before and (not result or result[-1].end <= before.start()):
                clock = time(int(before["hour"]), int(before["minute"]))
                start = before.start()
                span = DateSpan(start, span.end, text[start : span.end], span.first, None, clock)
        last = result[-1] if result else None
        if last and last.last is None and span.last is None and _makes_range(text, last, span):
            first = last.first
            if not _own_year(last) and len(span.first) > 1 and len(first) > 1:
                first = (span.first[0], *first[1:])
            if first and span.first and first_day(first) < last_day(span.first):
                end = span.end
                result[-1] = DateSpan(last.start, end, text[last.start : end], first, span.first, span.time)
                continue
        result.append(span)
    return result


def _own_year(span: DateSpan) -> bool:
    return bool(re.search(_Y, span.text))


def _makes_range(text: str, first: DateSpan, second: DateSpan) -> bool:
    between = text[first.end : second.start]
    if len(between) > 8:
        return False
    if _JOIN.match(between):
        dashed = between.strip() not in ("по", "до")
        return bool(between.strip()) and (dashed or bool(_FROM.search(text, max(0, first.start - 4), first.start)))
    return not between.strip() and bool(_ABLATIVE.search(first.text)) and bool(_UNTIL.match(text, second.end))
