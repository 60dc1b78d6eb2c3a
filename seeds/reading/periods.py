"""Periods and deadlines: absolute dates with their preposition, and relative ones resolved against the document's date.

"былтыр", "за последние 5 лет", "до конца года", "бейсенбіге дейін". Without a document date the relative ones keep
their words only.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from seeds.reading import dates
from seeds.reading.drafts import PartialDate

PERIOD, DEADLINE, SINCE = "period", "deadline", "since"


@dataclass(frozen=True, slots=True)
class Period:
    """``first`` and ``last`` are empty where nothing can be said: a deadline has no ``first``."""

    start: int
    end: int
    text: str
    kind: str
    first: PartialDate | None = None
    last: PartialDate | None = None
    future: bool = False  # by its words ("алдағы", "в ближайшие"), or later than the document


_NUMBERS = {
    word: value
    for value, forms in enumerate(
        (
            "бір один одного одном", "екі два двух две", "үш три трех трёх", "төрт четыре четырех четырёх",
            "бес пять пяти", "алты шесть шести", "жеті семь семи", "сегіз восемь восьми", "тоғыз девять девяти",
            "он десять десяти", "он_бір одиннадцать одиннадцати", "он_екі двенадцать двенадцати",
        ),
        start=1,
    )
    for word in forms.split()
}  # fmt: skip
_NUMBERS |= {"полтора": 1, "полгода": 0}
_WORDS = "|".join(sorted((w for w in _NUMBERS if "_" not in w and w != "полгода"), key=len, reverse=True))
_N = rf"(?P<n>\d{{1,3}}|{_WORDS})(?:-?х|-?ти)?"
_RU_UNIT = (
    r"(?P<unit>лет|год|года|году|месяц|месяца|месяцев|недел[юиьей]{1,2}|дн[яей]{1,2}|день|суток|квартал[а-я]{0,2})"
)
_KK_UNIT = r"(?P<unit>жыл|ай|апта|күн)(?:да|де|дың|дің|ның|нің|ға|ге|ын|інде|ында|нда|лық|лар|лары|ы)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_YEARS_RU = r"(?:года|году|год|г\.)"
_MONTHS_IN = {"жыл": 12, "лет": 12, "год": 12, "ай": 1, "месяц": 1, "квартал": 3}
_SEASONS = {
    "весн": 5, "көктем": 5, "лет": 8, "жаз": 8, "осен": 11, "күз": 11, "зим": 2, "қыс": 2,
}  # fmt: skip
_WEEKDAYS = {
    "понедельник": 0, "дүйсенбі": 0, "вторник": 1, "сейсенбі": 1, "сред": 2, "сәрсенбі": 2, "четверг": 3, "бейсенбі": 3,
    "пятниц": 4, "жұма": 4, "суббот": 5, "сенбі": 5, "воскресень": 6, "жексенбі": 6,
}  # fmt: skip
_KK_DAYS = "дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|жексенбі|сенбі"
_RU_DAYS = r"понедельник[ау]?|вторник[ау]?|сред[еуы]|четверг[ау]?|пятниц[еуы]|суббот[еуы]|воскресень[яю]"

_QUARTERS = {
    word: number
    for number, forms in enumerate(
        ("первый первом первого і i 1-й 1-м бірінші 1-ші", "второй втором второго ii 2-й 2-м екінші 2-ші",
         "третий третьем третьего iii 3-й 3-м үшінші 3-ші", "четвертый четвертом четвертого iv 4-й 4-м төртінші 4-ші"),
        start=1,
    )
    for word in forms.split()
}  # fmt: skip
_QUARTERS_RU = "|".join(sorted((w for w in _QUARTERS if not re.search("ші|інші", w)), key=len, reverse=True))
_QUARTERS_KK = "|".join(sorted((w for w in _QUARTERS if re.search("ші|^i", w)), key=len, reverse=True))

# name, pattern; the first that matches at a place wins.
_RELATIVE = [
    ("end", rf"(?:до|к|ко) (?:самого )?конц[ау] (?:(?:текущего|этого|нынешнего|(?P<shift>следующего|будущего)|"
     rf"{_Y}(?:-го)?) )?(?P<of>года|месяца|недели|квартала)"),
    ("end", rf"(?:{_Y} |осы |биылғы |(?P<shift>келесі|келер) )?(?P<of>жыл|ай|апта|тоқсан)(?:дың|ның)? "
     r"(?:соңына|аяғына|соңы|аяғы)(?: дейін| қарай)"),
    ("at_end", rf"в конце (?:текущего|этого|нынешнего|(?P<shift>следующего|будущего)|{_Y}(?:-го)?) года"),
    ("at_end", rf"(?:{_Y}|осы|(?P<shift>келесі|келер)) жылдың (?:соңында|аяғында)"),
    ("middle", rf"(?:до|к|в) середин[ыеу] (?:(?P<shift>следующего|будущего)|текущего|этого|{_Y}(?:-го)?) года"),
    ("middle", rf"(?:{_Y} |осы |(?P<shift>келесі|келер) )жылдың ортасын(?:а дейін|а қарай|да)"),
    ("newyear", r"(?:до|к) [Нн]ово(?:го|му) год[ау]|жаңа жылға (?:дейін|қарай)"),
    ("school", r"до (?:начала )?(?:нового )?учебного года|к (?:новому учебному году|"
     r"началу (?:нового )?учебного года)"),
    ("school", r"(?:жаңа )?оқу жыл(?:ына|ы басталғанға|ының басына)(?: дейін| қарай)"),
    ("weekday", rf"(?:до|ко?) (?P<day>{_RU_DAYS})"),
    ("weekday", rf"(?P<day>{_KK_DAYS})(?:ге|ға)(?: күніне)? дейін|(?P<day2>{_KK_DAYS}) күніне дейін"),
    ("by", rf"(?:до|ко?) {_Y}(?:-го|-му)? (?:года|году|г\.)"),
    ("by", rf"{_Y}(?:-ші)? жыл(?:ға|дарға|ына) (?:дейін|қарай|таман)"),
    ("since", rf"(?:с|со|начиная с) {_Y}(?:-го)? года"),
    ("since", rf"{_Y} жыл(?:дан|ынан)(?: бастап| бері)?"),
    ("year_start", r"с начала (?:этого |текущего |нынешнего )?года"),
    ("year_start", r"(?:осы |биылғы )?жыл(?:дың)? басынан(?: бері| бастап)?"),
    ("months", rf"(?:за|в) {_N} месяц[аев]{{0,2}} (?:(?P<shift>текущего|этого|нынешнего|прошлого|"
     rf"минувшего) года|{_Y} года)"),
    ("months", rf"(?:(?P<shift>осы|биылғы|өткен|ағымдағы) жылдың |{_Y} жылдың ){_N} ай(?:ында|ы ішінде|ының|ы)"),
    ("quarter", rf"(?:за|во?|ко?|к концу|до конца|до) (?P<q>{_QUARTERS_RU}) квартал[еау]?"
     rf"(?: (?:{_Y}|(?P<shift>текущего|этого|нынешнего|прошлого|следующего)) года)?"),
    ("quarter", rf"(?:{_Y} жылдың |(?P<shift>осы|биылғы|өткен|келесі|келер|ағымдағы) жылдың )?"
     rf"(?P<q>{_QUARTERS_KK}) тоқсан(?:ында|ының соңына дейін|ының|ы ішінде|да|ға дейін|дың)"),
    ("half", rf"(?:за|во?) (?:перво[ем]|I|1-?[ом]?[ем]?|(?P<second>второ[ем]|II|2-?[ом]?[ем]?)) полугоди[ие]"
     rf"(?: (?:{_Y}|(?P<shift>текущего|этого|прошлого|следующего)) года)?"),
    ("half", rf"(?:(?:{_Y}|(?P<shift>осы|биылғы|өткен|келесі|келер)) жылдың )?"
     r"(?:алғашқы|бірінші|(?P<second>екінші|соңғы)) жартыжылдығында"),
    ("season", rf"(?:(?:до|к|на) )?(?P<season>весн(?:ой|ы|е|у)|лет(?:ом|а|у|о)|осен(?:ью|и|ь)|зим(?:ой|ы|е|у)) "
     rf"(?:(?P<shift>следующего|будущего)|текущего|этого|{_Y}(?:-го)?) года"),
    ("season", rf"(?:{_Y}|осы|(?P<shift>келесі|келер)) жылдың (?P<season>көктем|жаз|күз|қыс)"
     r"(?:[ыі]нде|[ыі]нда|(?:[ыі]на|[ыі]не|ге|ға)(?: дейін)?|де|да)"),
    ("next", r"в (?:следующем|будущем) (?P<unit>квартале|месяце)|на следующей (?P<unit2>неделе)"),
    ("next", r"(?:келесі|келер) (?P<unit>тоқсан|ай|апта)(?:да|ның соңына дейін|дың соңына дейін)"),
    ("so_far", rf"за (?:(?:первые|минувшие|прошедшие|истекшие) )?{_N} месяц(?:а|ев)(?! назад)"),
    ("so_far", rf"(?:биылғы |алғашқы ){_N} ай(?:да|дың|ының)"),
    ("year+1", r"в (?:следующем|будущем|наступающем) году|на следующий год|(?:келесі|келер|алдағы) жыл(?:ы|дың|ға)"),
    ("ahead", rf"(?:в|за|на)(?: течение)? ?(?:ближайши[ехй]|предстоящи[ехй]|следующи[ехй]|"
     rf"будущи[ехй])(?: {_N})? {_RU_UNIT}"),
    ("ahead", rf"(?:алдағы|келесі|таяудағы|жақын) (?:{_N} )?{_KK_UNIT}(?: ішінде)?"),
    ("back", rf"(?:за|в)(?: последни[ехй]| прошедши[ехй]| минувши[ехй]| эти|"
     rf" прошлы[ехй]){{1,2}}(?: {_N})? {_RU_UNIT}"),
    ("vague", r"за (?:эти|последние|прошедшие|минувшие) годы|за (?:это время|этот период)|(?:осы|"
     r"соңғы) (?:жылдары|жылдарда|жылдар ішінде|кезеңде)"),
    ("vague_ahead", r"в (?:ближайшие|предстоящие) годы"),
    ("back", rf"за {_N} {_RU_UNIT}"),
    ("back", r"за (?P<unit>год|месяц|квартал)"),
    ("back", rf"(?:соңғы|өткен|кейінгі) {_N} {_KK_UNIT}(?: ішінде)?"),
    ("back", rf"{_N} {_KK_UNIT} ішінде"),
    ("back", rf"{_N} (?P<unit>жыл|ай)да"),
    ("ago", rf"{_N} {_KK_UNIT} бұрын"),
    ("ago", rf"{_N} {_RU_UNIT} (?:тому )?назад"),
    ("ago", r"(?P<unit>год|месяц|неделю) (?:тому )?назад"),
    ("year-2", r"в позапрошлом году|алдыңғы жылы"),
    ("year-1", r"в (?:прошлом|минувшем|прошедшем) году|за прошлый год|прошлого года|"
     r"былтыр(?:ғы)?(?: жылы)?|өткен жыл(?:ы|дың|ғы)"),
    ("year+0", r"в (?:этом|текущем|нынешнем|настоящем) году|за текущий год|текущего года|"
     r"биыл(?:ғы)?(?: жылы)?|осы жыл(?:ы|дың|ғы)|ағымдағы жыл(?:ы|дың)"),
    ("year-1", r"в прошлом(?= (?:[–—-]|было) )"),
    ("year+0", r"в нынешнем(?= (?:[–—-]|на) )"),
    ("day-1", r"вчера|кеше"),
    ("day+1", r"завтра|ертең"),
    ("future", r"в ближайшее время|в скором времени|вскоре|в будущем|в перспективе|жақын арада|жақында|"
     r"таяу арада|болашақта|алдағы уақытта"),
]  # fmt: skip
_RELATIVE = [
    (name, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)".replace(" ", r"[ \u00a0]{1,3}"), re.I))
    for name, pattern in _RELATIVE
]
# A text without a word of time in the language of an expression need not be searched for it.
_KK_TIME = re.compile(
    r"(?<![^\W\d_])(?:жыл|ай|апта|күн|тоқсан|былтыр|биыл|кеше|ертең|жақын|таяу|болашақ|алдағы|соңғы|осы|жаңа|"
    rf"{_KK_DAYS})",
    re.I,
)
_RU_TIME = re.compile(
    r"год|лет|месяц|недел|ден|дн[яе]|сут|квартал|полугод|вчера|завтра|врем|будущ|перспектив|вскоре|период|прошлом|нынешнем|"
    rf"{_RU_DAYS}",
    re.I,
)
_RELATIVE = [
    (name, pattern, bool(_KK_TIME.search(pattern.pattern)), bool(_RU_TIME.search(pattern.pattern)))
    for name, pattern in _RELATIVE
]
_BEFORE_DATE = re.compile(r"(?<!\w)(до|ко?|с|со|начиная с)[ \u00a0]\Z", re.I)
_AFTER_DATE = re.compile(r"\A[ \u00a0]?(?:(дейін|қарай)|(бастап|бері))(?!\w)", re.I)


def find(text: str, published: date | None) -> list[Period]:
    """The periods and deadlines of ``text`` in order, none overlapping."""
    found: list[Period] = []
    taken = bytearray(len(text))
    kazakh, russian = bool(_KK_TIME.search(text)), bool(_RU_TIME.search(text))
    for name, pattern, in_kazakh, in_russian in _RELATIVE if kazakh or russian else ():
        if not (kazakh and in_kazakh) and not (russian and in_russian):
            continue
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            found.append(_relative(name, match, published))
    for span in dates.find(text, published.year if published else None):
        if not any(taken[span.start : span.end]):
            found.append(_absolute(text, span, published))
    return sorted(found, key=lambda period: period.start)


_WITHIN = [
    re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)".replace(" ", r"[ \u00a0]{1,3}"), re.I)
    for pattern in (
        r"(?:в течение|за|через) (?P<half>полугода|полгода)",
        rf"(?:в течение|за|через) {_N} {_RU_UNIT}",
        r"в течение (?P<unit>года|месяца|недели|квартала)",
        rf"{_N} (?P<unit>жыл|ай|апта|күн)(?:дың|дің|ның|нің)? ішінде",
        r"(?P<half>жарты жыл)(?:дың)? ішінде",
        rf"{_N} (?P<unit>жылда|айда|аптада|күнде)",
    )
]


_MONTHS = {
    stem: number
    for number, stems in enumerate(
        ("январ қаңтар", "феврал ақпан", "март наурыз", "апрел сәуір", "ма[йюя] мамыр", "июн маусым", "июл шілде",
         "август тамыз", "сентябр қыркүйек қыркүйег", "октябр қазан", "ноябр қараша", "декабр желтоқсан"),
        start=1,
    )
    for stem in stems.split()
}  # fmt: skip
_BY_MONTH = re.compile(
    rf"(?<![\w-])(?:(?:до|к|ко) (?:конца |начала )?(?P<ru>(?:{'|'.join(_MONTHS)})[аяюу]?)(?! ?\d)|"
    rf"(?<!\d )(?<!\d-)(?P<kk>{'|'.join(_MONTHS)})(?:[ғгқк][ае]|[ыі]на|[ыі]не|[ыі]?ның соңына| айына|"
    rf" айының соңына)? дейін)(?!\w)",
    re.I,
)


def within(text: str, published: date | None) -> list[Period]:
    """Spans of time that are to come when something is promised: "үш ай ішінде", "в течение полугода"."""
    found: dict[int, Period] = {}
    for pattern in _WITHIN:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            count, unit = (6, "ай") if groups.get("half") else (_number(groups.get("n")) or 1, groups["unit"].lower())
            last = _moved(published, count, unit) if published else None
            found.setdefault(match.start(), Period(match.start(), match.end(), match[0], DEADLINE, None, last, True))
    for match in _BY_MONTH.finditer(text):
        word = (match["ru"] or match["kk"]).lower()
        month = next(number for stem, number in _MONTHS.items() if re.match(stem, word))
        last = (published.year + (month < published.month), month) if published else None
        found.setdefault(match.start(), Period(match.start(), match.end(), match[0], DEADLINE, None, last, True))
    return [found[start] for start in sorted(found)]


def _absolute(text: str, span: dates.DateSpan, published: date | None) -> Period:
    start, end, kind = span.start, span.end, PERIOD
    first, last = span.first or None, span.last or span.first or None
    before = _BEFORE_DATE.search(text, max(0, start - 12), start)
    after = _AFTER_DATE.match(text[end : end + 12])
    if span.last is None:
        if (before and before[1].lower() in ("до", "к", "ко")) or (after and after[1]):
            kind, first = DEADLINE, None
        elif before or after:
            kind, last = SINCE, None
        if kind != PERIOD and before:
            start = before.start()
        if kind != PERIOD and after:
            end += after.end()
    return Period(start, end, text[start:end], kind, first, last, _later(last or first, published))


def _later(partial: PartialDate | None, published: date | None) -> bool:
    return bool(partial and published and dates.first_day(partial) > published)


def _relative(name: str, match: re.Match, published: date | None) -> Period:
    kind, first, last, future = _resolve(name, match.groupdict(), published)
    if last and published:
        future = future or dates.first_day(last) > published
    return Period(match.start(), match.end(), match[0], kind, first, last, future)


def _resolve(name: str, groups: dict, published: date | None):
    """(kind, first, last, future by its words)."""
    year = int(groups["year"]) if groups.get("year") else None
    if name in ("end", "at_end", "middle", "season") and year is None and published:
        year = published.year + bool(groups.get("shift"))
    if name == "at_end":
        return PERIOD, None, year and (year, 12), False
    if name == "newyear":
        return DEADLINE, None, published and (published.year, 12), True
    if name == "middle":
        return DEADLINE, None, year and (year, 6), True
    if name == "season":
        month = next(month for stem, month in _SEASONS.items() if groups["season"].lower().startswith(stem))
        at = year and (year + (month == 2), month)
        return PERIOD, at and _before(at, 2), at, False
    if name == "end":
        of = groups["of"].lower()
        if of in ("года", "жыл"):
            return DEADLINE, None, _some(year), True
        if published is None:
            return DEADLINE, None, None, True
        if of in ("недели", "апта"):
            return DEADLINE, None, _day(published + timedelta(days=6 - published.weekday())), True
        month = published.month if of in ("месяца", "ай") else (published.month + 2) // 3 * 3
        later = groups.get("shift") and (1 if of in ("месяца", "ай") else 3)
        return DEADLINE, None, _before((published.year, month), -(later or 0)), True
    if name == "by":
        return DEADLINE, None, (year,), False
    if name == "since":
        return SINCE, (year,), None, False
    if name == "school":
        return DEADLINE, None, published and (published.year + (published.month >= 9), 9), True
    if name == "weekday":
        if published is None:
            return DEADLINE, None, None, True
        word = (groups.get("day") or groups.get("day2") or "").lower()
        wanted = next(number for stem, number in _WEEKDAYS.items() if word.startswith(stem))
        return DEADLINE, None, _day(published + timedelta(days=(wanted - published.weekday() - 1) % 7 + 1)), True
    if name in ("future", "vague", "vague_ahead"):
        return PERIOD, None, None, name != "vague"
    if name == "quarter":
        shift = (groups.get("shift") or "").lower()
        moved = (shift in ("следующего", "келесі", "келер")) - (shift in ("прошлого", "өткен"))
        year = year or (published and published.year + moved)
        number = _QUARTERS.get((groups.get("q") or "").lower().replace("ё", "е"), 0)
        if not year or not number:
            return PERIOD, None, None, False
        return PERIOD, (year, 3 * number - 2), (year, 3 * number), False
    if name in ("months", "half"):
        past = (groups.get("shift") or "").lower() in ("прошлого", "минувшего", "өткен")
        ahead = (groups.get("shift") or "").lower() in ("следующего", "келесі", "келер")
        year = year or (published and published.year - past + ahead)
        last_month = 6 if name == "half" else _number(groups.get("n"))
        if not year or not 1 <= last_month <= 12:
            return PERIOD, _some(year), _some(year), False
        if groups.get("second"):
            return PERIOD, (year, 7), (year, 12), False
        return PERIOD, (year, 1), (year, last_month), False
    if name == "next":
        unit = (groups.get("unit") or groups["unit2"]).lower()
        if published is None:
            return DEADLINE, None, None, True
        if unit.startswith(("недел", "апта")):
            return DEADLINE, None, _day(published + timedelta(days=13 - published.weekday())), True
        if unit.startswith(("месяц", "ай")):
            return DEADLINE, None, _before((published.year, published.month), -1), True
        return DEADLINE, None, _before((published.year, (published.month + 2) // 3 * 3), -3), True
    if name == "so_far" and published and max(3, published.month - 2) <= _number(groups.get("n")) <= published.month:
        # "за девять месяцев" in a bulletin is since the year began.
        return PERIOD, (published.year, 1), (published.year, _number(groups["n"])), False
    if name == "so_far":
        groups = groups | {"unit": "ай"}
    if published is None:
        return (SINCE if name == "year_start" else PERIOD), None, None, name == "ahead" or name.endswith("+1")
    if name == "year_start":
        return SINCE, (published.year,), None, False
    if name.startswith("year"):
        year = published.year + int(name[4:])
        return PERIOD, (year,), (year,), year > published.year
    if name.startswith("day"):
        day = _day(published + timedelta(days=int(name[3:])))
        return PERIOD, day, day, name == "day+1"
    count = _number(groups.get("n")) if groups.get("n") else 1
    unit = groups["unit"].lower()
    ahead = name == "ahead"
    other = _moved(published, count if ahead else -count, unit)
    if other is None:
        return PERIOD, None, None, ahead
    if name == "ago":
        return PERIOD, other, other, False
    this = _like(published, len(other))
    return (PERIOD, this, other, True) if ahead else (PERIOD, other, this, False)


def _moved(day: date, count: int, unit: str) -> PartialDate | None:
    """``day`` moved by ``count`` units, as precisely as the unit is; None outside the calendar."""
    for stem, months in _MONTHS_IN.items():
        if unit.startswith(stem):
            at = day.year * 12 + day.month - 1 + count * months
            year, month = divmod(at, 12)
            if not 1 <= year <= 9999:
                return None
            return (year,) if months == 12 else (year, month + 1)
    days = 7 if unit.startswith(("нед", "апт")) else 1
    return _day(day + timedelta(days=count * days)) if 1000 < day.year < 9000 else None


def _number(word: str | None) -> int:
    if not word:
        return 0
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 0)


def _before(at: PartialDate, months: int) -> PartialDate:
    """The month ``months`` before ``at``."""
    year, month = divmod(at[0] * 12 + at[1] - 1 - months, 12)
    return year, month + 1


def _like(day: date, precision: int) -> PartialDate:
    return (day.year, day.month, day.day)[:precision]


def _day(day: date) -> PartialDate:
    return day.year, day.month, day.day


def _some(year: int | None) -> PartialDate | None:
    return (year,) if year else None
