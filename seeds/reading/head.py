"""What a document says of itself: title, date, publisher, author, section, kind, notices, and where its furniture is.

Section labels, datelines, bylines and a repeated title count as furniture: they stay in the text, but no name or number
is read from them. Notices (advertiser's disclosure, ban on copying) have their own spans and are not read either.
``Document.meta`` overrides whatever the text says.
"""

import re
from datetime import date, time
from itertools import pairwise

from kb.core.text import name_key
from seeds.reading import dates, furniture, headline, language, notices, sentences
from seeds.reading.drafts import Disclosure, Document, Head, Span
from seeds.reading.furniture import AUTHOR, DATELINE, FURNITURE, SECTION, TEXT, Line

KINDS = ("news", "party_report", "political_advertising")
RIGHTS = ("open", "quote_only")

_PARTY = re.compile(
    r"(?<!\w)(?:amanat|аманат|n[uұ]r[\s-]?otan|нұр\s?отан|нур\s?отан|ақ\s?жол|ак\s?жол|ауыл|auyl|respublica|республика|"
    r"байтақ|baytaq|amanat[-_]?part\w+|nurotan|жсдп|осдп|қхп|нпк|халық партиясы|народная партия)(?!\w)",
    re.I,
)
_BRANCH = re.compile(r"филиал", re.I)
_PARTY_WORD = re.compile(r"парти", re.I)
# Names that nothing else has; "Ауыл" and "Республика" are newspapers too.
_ONLY_PARTY = re.compile(
    r"(?<!\w)(?:amanat|аманат|n[uұ]r[\s-]?otan|нұр\s?отан|нур\s?отан|amanat[-_]?part\w+|жсдп|осдп|қхп|нпк)(?!\w)", re.I
)
_PARTY_NAME = re.compile(rf"[«\"]?{_PARTY.pattern}[»\"]? партиясы|парти\w [«\"]?{_PARTY.pattern}[»\"]?", re.I)
# Who quotes the party's press service is not the party.
_CITED = re.compile(
    r"(?:сообщ|переда|информир|рассказали|отметили)\w*[^.\n]{0,30}пресс-служб|"
    r"баспасөз (?:қызметі|хатшысы)\w*[^.\n]{0,20}(?:хабарла|мәлім|жеткіз)|"
    r"(?:хабарла|мәлімде|жеткізд)\w*[^.\n]{0,40}баспасөз қызмет",
    re.I,
)
_MARK = re.compile(r"(?<=[^\s,])\s{1,4}([-–—|•·»])\s{1,4}")
_MEDIA = re.compile(
    r"телеарна|телеканал|телерадио|газет|журнал|агент|портал|радио|news|media|медиа|inform|press|баспасөз|сайт|вестник|"
    r"хабар|жаршы|kaz|today|times|\btv\b|тв\b|ақпарат|әкімдік|акимат|министрлі|министерств|официальн|ресми",
    re.I,
)
_DOMAIN = re.compile(r"(?<![\w@.-])[A-Za-z][\w-]{1,40}\.(?:kz|KZ|Kz|ru|com|org|net|info|asia)(?!\w)")
_LATIN_NAME = re.compile(r"[A-Z0-9][\w.&-]*(?:\s[A-Z0-9][\w.&-]*){0,3}\Z", re.A)
_NAME = (
    r"(?P<name>(?:(?:ИА|МИА|ҚазАқпарат|телеканал|портал|издание|газета|корр(?:еспондент|\.)|собственный корреспондент|"
    r"ақпарат агенттігі|агентство|агентства)\s+){0,3}"
    r"(?:[A-Za-z][\w-]{1,40}\.(?:kz|KZ|Kz|ru|RU|com|org|net|info|asia)|«[^«»\n]{2,40}»|\"[^\"\n]{2,40}\"|"
    r"[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3}|Казинформ\w{0,2}|ҚазАқпарат|КазТАГ|Интерфакс-Казахстан))"
)
_SAID_RU = re.compile(
    rf"(?:переда[её]т|сообщает|пишет|информирует|сообщили|сообщил)\s+"
    rf"(?:со ссылкой на\s+|корреспондент\w?\s+|ИА\s+|МИА\s+)?{_NAME}"
)
_SAID_KK = re.compile(
    rf"(?:деп|екенін|туралы)\s+"
    rf"(?:жаза(?:ды|ды\s)|хабарлай(?:ды|ды\s)|мәлімдейді|жеткізеді|жазды|хабарлады|хабарлап отыр)\s*{_NAME}"
)
_SAID_KK_BEFORE = re.compile(
    r"(?P<name>[A-Za-z][\w-]{1,40}\.(?:kz|KZ|ru|com))(?:-(?:ке|ге|ке|қа|тің|дің))?\s+(?:сайты|порталы|тілшісі|ақпараттық)"
)
_AGENCY = re.compile(
    r"(?P<town>[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{2,25}(?:[ -][А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{2,20})?)[.,]\s{1,3}"
    r"(?P<date>[^\n]{3,30}?[\dа-яәғқңөұүһі]\.?)?\s{0,3}"
    r"(?P<name>(?:ҚазАқпарат|Казинформ|КазТАГ|[А-ЯЁӘҒҚҢӨҰҮҺІ]{4,15}|[A-Z][A-Z.]{2,}(?:\s[A-Z]{2,}){0,2}))\s{0,2}[-–—]"
)
# "Қарағанды, 2022 жылғы 5 қазан. …" at the beginning of a paragraph.
_LEAD = re.compile(
    r"(?:г\.\s?)?[А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]{2,25}(?:\sқ\.|\sқаласы)?[,.]\s{1,3}(?P<date>\d[^.\n]{7,30}?(?:\d{4}|года|г|жыл|ж|"
    r"\d{4}[^.\n]{4,15}))\.?\s{0,3}(?:[-–—.]|\.\s|(?<=\.)\s)"
)
# "5 октября 2022 года, ҚАРАҒАНДЫ. …"
_LEAD_DATE = re.compile(
    r"(?P<date>\d[^.\n,]{7,30}),\s{1,3}(?:г\.\s?)?[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w-]{2,25}(?:\sқ\.|\sқаласы)?\s{0,2}[.–—-]\s"
)
# "Dala.kz — новости степи", "ДАЛА ҮНІ — облыстық газет", "Dala Online | Сұхбат": a name and what it says of itself.
_MASTHEAD = re.compile(
    r"(?P<name>[^\n|•·–—-][^\n|•·–—]{2,40}?)\s{1,3}[-–—|•·]\s{1,3}(?P<about>[^\n|•·]{3,60})(?<![.!?:])"
)
_PAPER = re.compile(
    r"(?<!\w)(?:газета|газеті?|журналы?|апталы[қғ]ы?|еженедельник|басылымы?|издание|агентство|агенттігі|портал\w?)(?!\w)",
    re.I,
)
_QUOTED_PAPER = re.compile(r"[«\"“](?P<name>[^«»\"“”\n]{2,40})[»\"”](?:\s\w+){0,4}")
_PRESS_SERVICE = re.compile(r"пресс-служба|баспасөз қызметі", re.I)
# A menu that speaks of "the party" is the party's own.
_PARTY_MENU = frozenset(
    map(
        name_key,
        (
            "Партия туралы",
            "О партии",
            "Партия тарихы",
            "История партии",
            "Партия жобалары",
            "Проекты партии",
            "Устав партии",
            "Партия жарғысы",
            "Вступить в партию",
            "Партияға кіру",
            "Партияға мүше болу",
            "Партия құрылымы",
            "Структура партии",
            "Руководство партии",
            "Партия басшылығы",
        ),
    )
)
_CELL = re.compile(r"\s{0,3}[|•·/]\s{0,3}|\s{2,8}")
_EDITORS = re.compile(r"(?:Редакция|редакциясы|Редакциясы)\s{0,3}[«\"“](?P<name>[^«»\"“”\n]{2,40})[»\"”]")
_AUTHOR = re.compile(
    r"(?:автор\w{0,3}(?: статьи| текста| материала)?|мақала авторы|материал авторы|тілші|корреспондент|журналист|"
    r"текст|мәтін|дайындаған|подготовил\w?|әзірлеген|редактор|author|by)\s{0,2}[:–—-]\s{0,3}(?P<name>[^\n]{3,60})",
    re.I,
)
_PERSON = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][а-яёәғқңөұүһіa-z-]+ [А-ЯЁӘҒҚҢӨҰҮҺІA-Z][а-яёәғқңөұүһіa-z-]+(?:ұлы|қызы)?\Z")
_BY_EDITORS = re.compile(r"(?:редакция|редакциясы|баспасөз қызметі|пресс-служба)(?!\w)", re.I)


def find(document: Document) -> Head:
    """The head of ``document``. Total: any text has one, if only an empty title."""
    text, meta = document.text, document.meta
    head = Head(disclosure=notices.disclosure(text), rights_span=notices.ban(text))
    lines = furniture.lines(text)
    noted = [span for span in (head.disclosure and head.disclosure.span, head.rights_span) if span]
    own = [line for line in lines if not any(line.start < span.end and span.start < line.end for span in noted)]
    for line in own:
        if head.disclosure and notices.is_part(line.text):
            line.kind = FURNITURE
    _dateline(head, text, own)
    _bylines(head, own)
    _masthead(head, own)
    _title(head, text, own)
    _section(head, own)
    if not head.publisher:
        head.publisher = _publisher(text, own)
    head.furniture += [Span.of(text, line.start, line.end) for line in own if line.kind != TEXT]
    head.furniture.sort()
    head.rights = "quote_only" if head.rights_span else "open"
    _languages(head, text)
    _override(head, text, meta)
    if meta.get("kind") not in KINDS:
        head.kind = _kind(head, text)
    return head


def given(document: Document) -> Head:
    """What stands beside the text alone, for documents that another system has read."""
    meta = document.meta
    head = Head()
    try:
        head.published = date.fromisoformat(str(meta.get("date", "")))
        meta = {**meta, "date": ""}
    except ValueError:
        pass  # written in another way
    _override(head, document.text, meta)
    head.languages = {head.language: 1.0} if head.language else {}
    return head


def _dateline(head: Head, text: str, lines: list[Line]) -> None:
    for line in lines:
        if line.kind == DATELINE and not head.published:
            head.published = date(*line.date.first)
            head.published_time = line.date.time
            head.published_span = Span.of(text, line.date.start, line.date.end)
            words = re.sub(r"[\W\d]+", " ", line.text.replace(line.date.text, " ")).strip()
            if furniture.section(words):
                head.section = words
            if _LATIN_NAME.match(words) and not head.publisher:
                head.publisher = words
            for cell in re.split(r"\s[-–—|•·]\s", line.text):
                if _PRESS_SERVICE.search(cell) and ":" not in cell and not head.publisher:
                    head.publisher = cell.strip()
    if head.published:
        return
    for line in lines[: furniture.TOP]:
        lead = _AGENCY.match(line.text) or _LEAD.match(line.text) or _LEAD_DATE.match(line.text)
        for found in dates.find(lead["date"]) if lead and lead["date"] else ():
            if len(found.first) == 3 and not found.last:
                start = line.start + lead.start("date") + found.start
                head.published = date(*found.first)
                head.published_span = Span.of(text, start, start + len(found.text))
                return


def _bylines(head: Head, lines: list[Line]) -> None:
    for number, line in enumerate(lines):
        edge = number < furniture.TOP or number >= len(lines) - furniture.BOTTOM
        if line.kind != TEXT or not edge or len(line.text) > 90:
            continue
        named = _AUTHOR.fullmatch(line.text)
        if named:
            head.author = head.author or named["name"].strip(" .")
            line.kind = AUTHOR
        elif _EDITORS.fullmatch(line.text) or _by_editors(line.text) or _signature(lines, number):
            head.author = head.author or line.text
            line.kind = AUTHOR


def _by_editors(text: str) -> bool:
    return bool(_BY_EDITORS.match(text)) and len(text.split()) <= 4 and not text.endswith((".", ":"))


def _signature(lines: list[Line], number: int) -> bool:
    """A name alone on the last line of the text, or right beside the dateline."""
    line = lines[number]
    if not _PERSON.match(line.text):
        return False
    if number > 3 and all(other.kind != TEXT for other in lines[number + 1 :]):
        return len(lines[number - 1].text) > 60
    beside = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    return number < furniture.TOP and any(other.kind == DATELINE for other in beside)


def _masthead(head: Head, lines: list[Line]) -> None:
    """The site's or the newspaper's name above everything else, with what it says of itself beside it or below."""
    for line, below in pairwise([*lines[:4], None]):
        if name := _DOMAIN.fullmatch(line.text):
            head.publisher = head.publisher or name[0]
            line.kind = FURNITURE
            return
        if line.kind != TEXT or line.text.endswith((".", "!", "?", ":", ",")):
            continue
        paper = _PAPER.search(line.text) and _QUOTED_PAPER.fullmatch(line.text)
        beside = _MASTHEAD.fullmatch(line.text)
        if beside and (
            _DOMAIN.fullmatch(beside["name"])
            or furniture.section(beside["about"])
            or (len(line.text.split()) <= 8 and _PAPER.search(beside["about"]))
        ):
            paper = beside
        if paper:
            head.publisher = head.publisher or paper["name"]
            line.kind = FURNITURE
            return
        described = below and below.kind == TEXT and len(below.text.split()) <= 5 and _PAPER.search(below.text)
        if described and len(line.text.split()) <= 4:
            head.publisher = head.publisher or line.text.strip('«»"')
            line.kind = below.kind = FURNITURE
            return


def _title(head: Head, text: str, lines: list[Line]) -> None:
    content = [line for line in lines if line.kind == TEXT]
    chosen = headline.choose(lines)
    if not chosen:
        _first_sentence(head, text, content)
        return
    for line in content[: content.index(chosen)]:
        if len(line.text.split()) <= 3 and not line.text.endswith((".", "!", "?", ":")):
            # A short label above the headline is the site's: its name or its section.
            if _LATIN_NAME.match(line.text) and not head.publisher:
                head.publisher = line.text
            line.kind = FURNITURE
        elif headline.is_path(line.text):
            line.kind = FURNITURE
        elif headline.is_office(line.text):
            head.publisher = head.publisher or line.text
    title, site = _without_site(chosen.text, [line.text for line in content if line is not chosen][:6])
    head.title = title
    head.title_span = Span.of(text, chosen.start, chosen.start + len(title))
    if site:
        head.publisher = head.publisher or site
        head.furniture.append(Span.of(text, chosen.start + len(title), chosen.end))
    key = name_key(title)
    for line in content[content.index(chosen) + 1 : furniture.TOP]:
        if name_key(line.text) in (key, name_key(chosen.text)):
            line.kind = FURNITURE
    if len(content) > 1:
        _latin_byline(head, content[content.index(chosen) + 1 :][:2])


def _latin_byline(head: Head, lines: list[Line]) -> None:
    for line in lines:
        if line.kind == TEXT and len(line.text) < 30 and (_LATIN_NAME.match(line.text) or _DOMAIN.fullmatch(line.text)):
            head.publisher = head.publisher or line.text
            line.kind = FURNITURE


def _first_sentence(head: Head, text: str, content: list[Line]) -> None:
    for line in content:
        # "АСТАНА. 27 января. КАЗИНФОРМ –" is where the news comes from, not what it says.
        agency = _AGENCY.match(line.text)
        for start, end in sentences.split(text, line.start + (agency.end() if agency else 0), line.end):
            if len(text[start:end].split()) >= 3:
                head.title, head.title_span = text[start:end], Span.of(text, start, end)
                return
    for line in content[:1]:
        head.title, head.title_span = (
            line.text[: headline.LONGEST],
            Span.of(text, line.start, min(line.end, line.start + headline.LONGEST)),
        )


def _without_site(title: str, others: list[str]) -> tuple[str, str]:
    """A headline without the name of the site after it, and that name."""
    for mark in _MARK.finditer(title):
        own, site = title[: mark.start()], title[mark.end() :]
        if len(own) < 12 or not 2 <= len(site) <= 70:
            continue
        if mark[1] == "|" or name_key(own) in map(name_key, others) or _site(site, mark[1]):
            return own, site
    return title, ""


def _site(name: str, mark: str) -> bool:
    if len(name.split()) > 6:
        return False
    if _DOMAIN.fullmatch(name) or _MEDIA.search(name):
        return True
    # "… – UNICEF" says whose words they are, "… - AMANAT" whose page it is.
    return mark != "–" and bool(
        _LATIN_NAME.match(name.strip('«»"')) or _PARTY_NAME.fullmatch(name) or _ONLY_PARTY.fullmatch(name.strip('«»"'))
    )


def _section(head: Head, lines: list[Line]) -> None:
    labels = [line for line in lines if line.kind == SECTION]
    for line in labels:
        label = line.text.strip(" •*-–—>|")
        if not head.section or name_key(head.section) in ("новости", "жаналыктар", "главное"):
            head.section = label


def _publisher(text: str, lines: list[Line]) -> str:
    for pattern in (_SAID_RU, _SAID_KK, _SAID_KK_BEFORE):
        for match in pattern.finditer(text):
            name = match["name"].strip(' .,«»"')
            # "Аким передает «ключи»": words in quotes after such a verb need more to be a newspaper.
            quoted = match["name"].startswith(("«", '"')) and not match[0].startswith(("пиш", "деп жаз"))
            if _ONLY_PARTY.search(name) or (quoted and not (_MEDIA.search(name) or _LATIN_NAME.match(name))):
                continue
            return name
    for line in lines[: furniture.TOP]:
        if agency := _AGENCY.match(line.text):
            return agency["name"]
    for line in lines:
        if line.kind == AUTHOR and (editors := _EDITORS.fullmatch(line.text)):
            return editors["name"]
    for line in lines[-furniture.BOTTOM :]:
        if domain := _DOMAIN.search(line.text):
            return domain[0]
    return ""


def _kind(head: Head, text: str) -> str:
    if head.disclosure:
        return "political_advertising"
    own_menu = any(name_key(cell) in _PARTY_MENU for span in head.furniture for cell in _CELL.split(span.text))
    if head.publisher:
        publisher = head.publisher.strip('«»" ')
        party = (_PARTY.search(publisher) and (_PARTY_WORD.search(publisher) or own_menu)) or (
            _ONLY_PARTY.search(publisher) and len(publisher.split()) <= 3
        )
        return "party_report" if party else "news"
    if _CITED.search(text):
        return "news"
    if own_menu:
        return "party_report"
    # Nobody else is named as the publisher, and the branch of a party is what the first lines are about.
    barred = sorted(head.furniture)
    lead = []
    for start, end in sentences.split(text[:4000]):
        if not any(span.start < end and start < span.end for span in barred):
            lead.append(text[start:end])
        if len(lead) == 2:
            break
    joined = " ".join(lead)
    about = _BRANCH.search(joined) and _PARTY.search(joined) and _PARTY_WORD.search(joined)
    return "party_report" if about and len(_BRANCH.findall(text)) > 1 else "news"


def _languages(head: Head, text: str) -> None:
    spans = list(head.furniture) + [span for span in (head.rights_span,) if span]
    kept, at = [], 0
    for span in sorted(spans):
        if span.start > at:
            kept.append(text[at : span.start])
        at = max(at, span.end)
    kept.append(text[at:])
    head.languages = language.shares("\n".join(kept)) or language.shares(text)
    head.language = next(iter(head.languages), "")


def _override(head: Head, text: str, meta: dict) -> None:
    for key in ("section", "publisher", "author", "url"):
        if value := _words(meta.get(key)):
            setattr(head, key, value)
    if title := _words(meta.get("title")):
        head.title = title
        at = text.find(title)
        head.title_span = Span.of(text, at, at + len(title)) if at >= 0 else None
    if meta.get("date"):
        found = [span for span in dates.find(str(meta["date"])) if len(span.first) == 3]
        if found:
            day, clock = date(*found[0].first), found[0].time
            if day != head.published:
                head.published_span = None
            head.published_time = clock if clock or day != head.published else head.published_time
            head.published = day
    if isinstance(clock := meta.get("time"), str) and (
        match := re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?", clock.strip())
    ):
        hour, minute = int(match[1]), int(match[2])
        if hour < 24 and minute < 60:
            head.published_time = time(hour, minute)
    if meta.get("language") in ("kk", "ru", "en"):
        head.language = meta["language"]
    if meta.get("rights") in RIGHTS:
        head.rights = meta["rights"]
    parts = {key: _words(meta.get(key)) for key in ("customer", "payer", "producer")}
    if any(parts.values()):
        head.disclosure = head.disclosure or Disclosure()
        for key, value in parts.items():
            if value:
                setattr(head.disclosure, key, value)
    if meta.get("kind") in KINDS:
        head.kind = meta["kind"]


def _words(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
