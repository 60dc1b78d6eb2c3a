"""Organizations by their listed names and abbreviations, and firms by their legal form beside a quoted name."""

from __future__ import annotations

import re

from kb.core.text import name_key
from seeds.reading import phrases, russian
from seeds.reading.gazetteer import Entry, Name
from seeds.reading.organization_units import FIRMS, QUOTE, REGION, WORD, Scan, words_of

_MEDIA_CONFIDENCE = 0.6
_LATIN = re.compile(r"[A-Z][A-Za-z&]*\Z")
_LATIN_HEAD = re.compile(
    r"(?:Company|Corporation|Foundation|Bank|University|Group|Holding|Institute|Association|Fund)\Z"
)
_OF_PARLIAMENT = re.compile("(?:депутат|торага|спикер|муше)")
_COINED = 8  # letters: a name as long as «Қазгидромет» is no common noun at the head of a sentence
_RIGHTS = words_of("на праве хозяиственного ведения пхв шжк")


def firm(scan: Scan, at: int) -> bool:
    """«Х» ЖШС, ТОО «Х»."""
    subtype = FIRMS.get(scan.units[at].key, "")
    if scan.russian and scan.units[at].key == "жк":
        return False  # жилой комплекс
    if not subtype or not (scan.units[at].text.isupper() or scan.units[at].text == "КеАҚ"):
        return False
    after = at + 1
    while after < len(scan.units) and scan.units[after].key in _RIGHTS:
        after += 1  # РГП на ПХВ «Х»
    before = at - 1 - (at > 0 and scan.units[at - 1].key in _RIGHTS)
    for other in (after, before) if scan.sentence.language == "ru" else (before, after):
        if 0 <= other < len(scan.units):
            unit = scan.units[other]
            glue = scan.units[max(at, other)].glue
            if unit.kind == QUOTE and glue.strip() == "":
                first, last = sorted((at, other))
                start, end = scan.units[first].start, scan.units[last].end
                entry = scan.known(unit.inner, unit.inner, subtype)
                scan.add(start, end, unit.inner, subtype, "firm", entry=entry)
                several(scan, other, 1 if other > at else -1, subtype, 1)  # ТОО «А», «Б» и «В»
                return True
    return False


def several(scan: Scan, at: int, step: int, subtype: str, known: int = 0) -> bool:
    """«А» және «Б» компаниялары, "компании «А» и «Б»": each of at least two quoted names from a unit on."""
    quotes = scan.listed_quotes(at, step)
    for unit in quotes[known:] if len(quotes) > 1 else ():
        entry = scan.known(unit.inner, unit.inner, subtype)
        scan.add(unit.start, unit.end, unit.inner, subtype, "several", entry=entry, confidence=0.8)
    return len(quotes) > 1


def foreign(scan: Scan, at: int) -> None:
    """ "North Caspian Operating Company": capital Latin words that end with a head noun."""
    units = scan.units
    if not _LATIN_HEAD.match(units[at].text):
        return
    first = at
    while first and units[first].glue in (" ", "-") and _LATIN.match(units[first - 1].text):
        first -= 1
    if first < at:
        start, end = units[first].start, units[at].end
        scan.add(start, end, scan.text[start:end], "organization", "latin", confidence=0.7)


def find(scan: Scan, covered: list[tuple[int, int]]) -> None:
    index = 0
    words = scan.units
    while index < len(words):
        unit = words[index]
        step = 1
        candidates = scan.names.listed.at(unit.key.split(" ")[0]) if unit.kind in (WORD, QUOTE, REGION) else ()
        for parts, entry, name in candidates:
            last = _matches(scan, index, parts, name)
            if last is None:
                continue
            start, end = words[index].start, words[last].end
            same = next((hit for hit in scan.found if (hit.start, hit.end) == (start, end)), None)
            if same is not None and same.entry is None:
                same.entry, same.name = entry, name.text
            if any(s <= start and end <= e for s, e in covered):
                break
            if not _named_so(scan, index, last, parts, entry, name) or _foreign(scan, index, last, entry):
                continue
            confidence = _MEDIA_CONFIDENCE if entry.subtype == "media" else 0.9
            shown = unit.text if name.kind == "abbreviation" else name.text
            if entry.subtype == "ministry" and name.kind == "alias" and len(parts) == 1:
                shown = entry.name(name.language, scan.reading.head.published)  # "Минтруда"
            region = next((u.region for u in words[index : last + 1] if u.region), None)
            scan.add(start, end, shown, entry.subtype, "listed", entry=entry, confidence=confidence, region=region)
            step = last - index + 1
            break
        index += step


def _foreign(scan: Scan, first: int, last: int, entry: Entry) -> bool:
    """Is it another country's ministry or parliament («Жапонияның Сыртқы істер министрлігі»)?"""
    if entry.subtype not in ("ministry", "government", "parliament", "state_body", "bank"):
        return False
    beside = [scan.units[i].region for i in (first - 1, last + 1) if 0 <= i < len(scan.units)]
    return any(r is not None and r.subtype == "country" and r.ref != "region:KZ" for r in beside)


def _matches(scan: Scan, at: int, parts: list[str], name: Name) -> int | None:
    """The last unit of a listed name that begins at a unit, or None."""
    position, index = 0, at
    while position < len(parts):
        if index >= len(scan.units):
            return None
        unit = scan.units[index]
        if index > at and unit.glue.strip(' -\u00a0,«"') not in ("", "."):
            return None
        keys = unit.key.split()
        for number, key in enumerate(keys):
            if position >= len(parts):
                return None
            final = position == len(parts) - 1 and number == len(keys) - 1
            if not _same(scan, key, parts[position], unit.text if len(keys) == 1 else key, name, final):
                return None
            position += 1
        index += 1
    return index - 1


def _same(scan: Scan, key: str, wanted: str, written: str, name: Name, final: bool) -> bool:
    if key == wanted:
        return True
    if name.kind == "abbreviation" or key[:3] != wanted[:3]:
        return False
    if name.language == "kk":
        return final and wanted in phrases.kazakh_keys(written)
    if re.search("[a-z]", wanted):
        return False
    # Russian case forms share all but their ending.
    stem = len(wanted) - min(3, max(1, len(wanted) - 3))
    return (
        scan.sentence.language != "kk"
        and key[:stem] == wanted[:stem]
        and abs(len(key) - len(wanted)) <= 3
        and wanted in map(name_key, russian.lemmas(written))
    ) or (
        len(name_key(name.text).split()) > 1
        and key[: max(4, len(wanted) - 2)] == wanted[: max(4, len(wanted) - 2)]
        and abs(len(key) - len(wanted)) <= 3
    )


def _named_so(scan: Scan, at: int, last: int, parts: list[str], entry: Entry, name: Name) -> bool:
    unit = scan.units[at]
    language_fits = scan.sentence.language in ("", name.language) or re.search("[A-Za-z]", name.text)
    if name.kind == "abbreviation":
        return unit.text.isupper() and not scan.shouted and (bool(language_fits) or len(unit.text) > 3)
    if entry.subtype == "parliament" and len(parts) == 1:
        following = scan.units[last + 1].key if last + 1 < len(scan.units) else ""
        return unit.capital or scan.russian or bool(_OF_PARLIAMENT.match(following))  # «мәжіліс залы» is any hall
    if len(parts) == 1:
        return unit.capital and (
            entry.subtype in ("government", "ministry")
            or unit.kind == QUOTE
            or not unit.glue.startswith("\n")
            or bool(re.search("[a-z]", parts[0]))
            or len(parts[0]) > _COINED
            or entry.subtype == "media"
        )
    return True
