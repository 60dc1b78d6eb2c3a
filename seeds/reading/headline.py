"""Which line of a page is its headline: among mastheads, paths of a menu, contacts and datelines above the story."""

import re

from kb.core.text import name_key
from seeds.reading import dates, furniture
from seeds.reading.furniture import TEXT, Line

LONGEST = 250
# Lines with words of their own in which a headline is looked for.
_LINES = 7
# A line so long that ends as a sentence does is the story's first paragraph.
_PARAGRAPH = 120

_SEPARATOR = re.compile(r"\s{1,3}[/|·•›»>→]\s{1,3}|\s{2,8}|\s[–—-]\s")
_CONTACT = re.compile(
    r"(?<!\w)(?:тел|факс|индекс\w*|режим работы|жұмыс (?:уақыты|тәртібі)|мекенжай\w*|адрес|шрифт\w*|call|e-?mail)"
    r"(?!\w)|:\s{0,3}\+?\d[\d\s()-]{2,20}\Z",
    re.I,
)
# What sites, newspapers and offices call themselves.
_OFFICE = re.compile(
    r"(?<!\w)(?:министерств|министрліг|акимат|әкімді[гк]|управлени|басқарма|департамент|центр|орталы[қғ]|фонд|қор[ыд]?(?!\w)|"
    r"маслихат|мәслихат|парти|филиал|ассоциаци|қауымдасты|комитет|комиссия|агентств|агентті|бюро|палата|институт|"
    r"(?:жаңалықтары|тынысы|тіршілігі)\Z|новости (?:\w+ (?:област|район|город)\w+|\w+(?:стана|ска|ы))\Z|"
    r"ресурс|сайт|портал|газет|журнал|вестник|жаршы|телеарна|телеканал|радио|басылым|издание)",
    re.I,
)
# Endings of verbs that tell what happened, in Kazakh of the last word; names of offices have none.
_TELLS = re.compile(
    r"(?<![\w-])[а-яё]\w+(?:[лн][аои]?с[ья]|л[аои]|[аеиоуыюя]л|[еёую]т|[ия]т|[еёуюия]тся|ен[аоы])(?![\w-])|[:?!]|\d"
)
_TELLS_KK = re.compile(r"\w+(?:[дт][ыі]|[бп]ақ|[бп]ек|м[ае]қ|м[ае]к|[дт][ыі]ң)(?=[»\")]{0,2}\Z)", re.I)


def choose(lines: list[Line]) -> Line | None:
    """The headline, or None where the story begins without one."""
    content = _above_the_story(lines)
    candidates = [line for line in content if is_headline(line)]
    if not candidates:
        return None
    repeated = _repeated(candidates, lines)
    own = [line for line in candidates if not is_masthead(line.text)]
    return (repeated or own or candidates)[0]


def is_headline(line: Line) -> bool:
    """Whether a line may be one by its looks."""
    words = line.text.split()
    if not 15 <= len(line.text) <= LONGEST or len(words) < 3 or line.bullet:
        return False
    first = line.text.lstrip("«\"“„'(")[:1]
    if not (first.isupper() or first.isdigit()) or line.text.endswith((".", ",", ";", ":")):
        return False
    return not line.text.endswith("…") or len(words) < 25


def is_path(text: str) -> bool:
    """A place in a menu, or sections side by side: "Новости / Актобе", "Грантовые конкурсы – Гранттар – Grants"."""
    cells = [cell for cell in _SEPARATOR.split(text) if cell]
    if len(cells) < 2 or text.endswith((".", "!", "?")) or not all(cell.lstrip('«"')[:1].isupper() for cell in cells):
        return False
    return all(len(cell.split()) <= 2 for cell in cells) or (len(cells) > 2 and max(map(len, cells)) <= 40)


def is_masthead(text: str) -> bool:
    """Whether the line is the site's: a path, a contact, a day, or the name of an office or a newspaper."""
    return is_path(text) or bool(_CONTACT.search(text)) or _is_day(text) or is_office(text)


def is_office(text: str) -> bool:
    """A name of an office, a newspaper or a site that tells nothing."""
    last = _TELLS_KK.search(text)
    tells = _TELLS.search(text.lower() if text.isupper() else text) or (last and not _OFFICE.match(last[0]))
    return bool(_OFFICE.search(text)) and not tells


def _is_day(text: str) -> bool:
    rest = text
    for found in reversed(dates.find(text)):
        rest = rest[: found.start] + rest[found.end :]
    return rest != text and not re.search(r"[^\W\d_]{2}", rest)


def _above_the_story(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if line.kind != TEXT:
            continue
        if len(line.text) > LONGEST or (len(line.text) > _PARAGRAPH and line.text.endswith((".", "…"))):
            break
        found.append(line)
    return found[:_LINES]


def _repeated(candidates: list[Line], lines: list[Line]) -> list[Line]:
    """Those that stand again, alone or before the name of the site, as on pages with their title above everything."""
    top = [name_key(line.text) for line in lines[: furniture.TOP]]
    keys = {line.start: name_key(line.text) for line in candidates}
    return [line for line in candidates if sum(key.startswith(keys[line.start]) for key in top) > 1]
