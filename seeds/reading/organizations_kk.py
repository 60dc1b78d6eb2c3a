"""Organizations by Kazakh grammar: the head noun stands last, all its modifiers to the left («Парыз» қоры)."""

from __future__ import annotations

import re

from kb.core.text import name_key
from seeds.reading import given_names, kazakh, organizations_listed, phrases
from seeds.reading.drafts import Thing
from seeds.reading.organization_units import (
    BY_FIELD,
    FIRMS,
    KK_LINK,
    LISTED_BY_QUOTE,
    LOCAL,
    LONGEST,
    NUMBER_HEADS,
    OF_PLACE,
    OF_STATE,
    OFFICES,
    OWNED,
    PARTY,
    QUOTE,
    QUOTED_ONLY,
    REGION,
    WEAK,
    WORD,
    Scan,
    Unit,
    words_of,
)

_WORKS = re.compile(r"(?:зауыт|комбинат|фабрика|кениш|шахта)")  # «Шымкент мұнай өңдеу зауыты»
_BROAD = re.compile(r"(?:республикалык|улттык|орталык|жалпыулттык|халыкаралык|дуниежузилик)\Z")

_STOP = words_of(
    "оган одан оны буган осыган сонда мунда сондыктан "
    "ол олар биз казир сен бойынша туралы ушин кеин кеиин деиин аркылы ретинде деп деди болып бирге кезинде "
    "осы бул сол оз бир "
    "барлык тиис аркасында жанындагы жанынан курамына курамында аясында шенберинде арасында атты жыл жылы "
    "жылдары жылдарда бурын бугинде ендиги "
    "бугин биыл былтыр кеше партия партиянын партияга даму тагы сондаи ал бирак немесе олардын онын озинин "
    "казирги жана бас басты аталган тарапынан насихат уиымдастырган бурынгы мобильди окили окилдери мушеси мушелери "
    "тораганын торагасы басшысы директоры"
)
_TERRITORIAL = re.compile(r"(?:прокуратура|инспекция|палата|кауымдасты|ассоциация|лига)")
_INSIDE = frozenset(["мамандандырылган", "жониндеги", "арналган", "атындагы", "корсету", "беретин"])
_NOT_INSIDE = re.compile(
    r"(?:[дт][ае]|[дтн][ае]н|[ыи]п|[аеи]тын|етин|[ае]ды|[ае]ди|дагы|деги|тагы|теги|мыз|миз|уде|уда|"
    r"(?:[ғгқк][ае]н))\Z"
)
_NO_CASES = words_of("сауда апта касип мекен дастан отан медицина орта")  # nouns that end like a case
_GENITIVE = re.compile(r"(?:нын|нин|дын|дин|тын|тин)\Z")
_ATTRIBUTIVE = re.compile(r"[дт](?:агы|еги)\Z")
# Heads that stand without a possessive: after a broad word or a number only.
_BARE = {
    "кенес": "council", "комиссия": "commission", "штаб": "party_body", "курылтаи": "council", "мектеп": "school",
    "институт": "university", "университет": "university", "академия": "university", "колледж": "school",
    "театр": "museum", "гимназия": "school", "лицеи": "school",
    "интернат": "school", "балабакша": "school", "емхана": "hospital",
    "банк": "bank", "музеи": "museum", "орталык": "centre", "ассамблея": "public_body", "палата": "public_body",
    "агенттик": "state_body", "комитет": "state_body", "уиым": "organization", "аурухана": "hospital",
}  # fmt: skip

_PLURALS = {
    name_key(f"{stem}тері" if stem[-1] in "кг" else f"{stem}лары"): head
    for stem, head in (("министрлік", "министрлігі"), ("агенттік", "агенттігі"))
}
_PLACE_OWNERS = {"облыстын": "oblast", "каланын": "city", "ауданнын": "district", "онирдин": "oblast"}
_PLACES = {"облыстык": "oblast", "калалык": "city", "аудандык": "district"}
_PLACE_NOUNS = {"облыс": "oblast", "кала": "city", "аудан": "district"}
_OF_CONTEXT = {
    "маслихат": "maslikhat", "маслихаты": "maslikhat", "акимдик": "akimat", "акимдиги": "akimat",
    "филиал": "party_branch", "филиалы": "party_branch",
}  # fmt: skip
_ECONOMIES = re.compile(r"(?:ауыл|су|орман|балык|мал|жол|коммуналдык|халык|кус|баккорлик)\Z")


def find(scan: Scan, at: int) -> bool:
    """Read the organization whose head is the unit at a place; False when the word is no Kazakh head noun."""
    unit = scan.units[at]
    if at + 1 < len(scan.units) and scan.units[at + 1].glue == "-" and unit.key in _BARE:
        return False  # «№2 мектеп-интернат»: the whole is read at its end
    keys = phrases.kazakh_keys(unit.text)
    if plural := next((_PLURALS[key] for key in keys if key in _PLURALS), ""):
        return _several(scan, at, plural)
    found = len(scan.found)
    if at and scan.units[at - 1].kind == QUOTE and _plural(unit.text):
        singulars = (name_key(kazakh.singular(base.text)) for base in kazakh.bases(unit.text))
        several = next((scan.names.kk_heads[key] for key in singulars if key in scan.names.kk_heads), "")
        if several in LISTED_BY_QUOTE and organizations_listed.several(scan, at - 1, -1, several):
            return True
    head = next((key for key in keys if key in scan.names.kk_heads), "")
    if unit.text in OFFICES and at and scan.units[at - 1].kind == REGION:
        _headed(scan, at, "department")
    elif head and not _economy(scan, at):
        political = at and scan.units[at - 1].key == "саяси"
        _headed(scan, at, "party_body" if political else scan.names.kk_heads[head])
    elif _may_head(unit) and (bare := next((key for key in keys if key in _BARE), "")):
        _headed(scan, at, _BARE[bare], bare=True)
    placed = at and unit.glue == " " and (scan.units[at - 1].key in _PLACES or scan.units[at - 1].key in _PLACE_NOUNS)
    if len(scan.found) == found and placed:
        subtype = next((_OF_CONTEXT[key] for key in keys if key in _OF_CONTEXT), "")
        if subtype and not _plural(unit.text):
            _of_context(scan, at, subtype)
    return bool(head)


def _may_head(unit: Unit) -> bool:
    """Not «Кеңес» alone, which is a time and a name, nor «орталық», which without a case is an adjective."""
    return unit.key != "орталык" and (unit.key != "кенес" or unit.text.islower())


def _plural(word: str) -> bool:
    return any(name == kazakh.PLURAL for base in kazakh.bases(word) for name, _ in base.suffixes)


def _several(scan: Scan, at: int, head: str) -> bool:
    """«Еңбек және Денсаулық сақтау министрліктері»: each of them named with the head of all."""
    units, first = scan.units, at
    while first and at - first < LONGEST and units[first].glue in (" ", ", "):
        unit = units[first - 1]
        if unit.kind != WORD or unit.key in _STOP or (_NOT_INSIDE.search(unit.key) and not unit.capital):
            break
        first -= 1
        listed = first and (units[first - 1].key in KK_LINK or unit.glue == ", ")
        if unit.capital and not listed:
            break
    starts = [first] if first < at else []
    for index in range(first + 1, at):
        joined = units[index - 1].key in KK_LINK or units[index].glue == ", "
        # «Еңбек және халықты әлеуметтік қорғау министрлігі» is one: the next begins with a capital.
        if joined and units[index].capital:
            starts.append(index)
    if len(starts) < 2 or not units[first].capital:
        return False
    subtype = scan.names.kk_heads[name_key(head)]
    for start, following in zip(starts, [*starts[1:], at], strict=True):
        last = following - 1 - (units[following - 1].key in KK_LINK)
        name = f"{scan.text[units[start].start : units[last].end]} {head}"
        end = units[at if following == at else last].end
        entry = scan.known(name, "", subtype)
        scan.add(units[start].start, end, name, subtype, "kk-several", entry=entry, full=name)
    return True


def _of_context(scan: Scan, at: int, subtype: str) -> None:
    """«аудандық мәслихат»: of the district that the document named last."""
    place = scan.units[at - 1]
    region = scan.region_of(_PLACES.get(place.key) or _PLACE_NOUNS[place.key], place.start)
    if region is None:
        return
    scan.add_of_context(at - 1, at, kazakh.phrase_base(scan.text_of(at - 1, at)), subtype, region)


def _joins_person(scan: Scan, at: int) -> bool:
    """«Данияр Ержанов пен білім басқармасының басшысы»: two capitals before the link are a name."""
    first, last = scan.units[max(0, at - 2)], scan.units[at - 1]
    named = at > 1 and first.kind == last.kind == WORD and first.capital and last.capital and last.glue == " "
    return named and scan.units[at + 1].text.islower() and scan.units[at].key in ("мен", "бен", "пен")


def _economy(scan: Scan, at: int) -> bool:
    """«ауыл шаруашылығы» is a branch of the economy, «Бәйтерек» шаруашылығы a farm."""
    return bool(at and scan.units[at].key.startswith("шаруашыл") and _ECONOMIES.search(scan.units[at - 1].key))


def _headed(scan: Scan, at: int, subtype: str, bare: bool = False) -> None:
    first, comma_from = at, None
    quote = party = region = meant = None
    evidence = scan.units[at].capital and scan.capital(at) and subtype not in WEAK and not bare
    fields = 0
    section = scan.units[at].key.startswith("болим")  # every office has some: its field alone is no name
    index = at - 1
    broad = False
    while index >= 0 and at - index <= LONGEST:
        unit, glue = scan.units[index], scan.units[index + 1].glue
        if "\n" in glue:
            break
        if glue not in (" ", "-", "\u00a0", " №", " № "):
            linked = any(u.key in KK_LINK or u.key in _INSIDE for u in scan.units[index + 1 : at])
            if glue == ", " and linked and unit.kind == WORD:
                comma_from = comma_from if comma_from is not None else first
            elif glue.strip() in ("»", "«", "") and unit.kind == QUOTE:
                pass
            else:
                break
        if unit.kind == QUOTE:
            quote, first, evidence = unit, index, True
            break
        if unit.kind == PARTY:
            party, evidence = unit, True
            if subtype in OWNED or subtype in ("fund", "centre"):
                first = index
            break
        if unit.kind == REGION:
            region = region or unit
            if unit.region.ref == "region:KZ" and (unit.text.isupper() or " " in unit.text):
                evidence = evidence or subtype in OF_STATE
                break  # «ҚР Қаржы министрлігі»
            adjective = unit.key.endswith(("облыстык", "калалык", "аудандык"))
            alone = first == at
            whole = " " not in unit.key and not _GENITIVE.search(unit.key)
            placed = bool(_ATTRIBUTIVE.search(unit.key))
            whole = whole and not placed
            alone = alone and not placed
            # «Семей медицина университеті»
            known_by_place = subtype in LOCAL or subtype == "university" or bool(_WORKS.match(scan.units[at].key))
            of_place = subtype in OF_PLACE or bool(_TERRITORIAL.match(scan.units[at].key))
            of_country = unit.region.ref == "region:KZ" and subtype in ("union", "public_body")
            uncased = name_key(unit.region.name) == unit.key and (known_by_place or of_country)
            if adjective or alone or (whole and (uncased or scan.capital(index + 1))):
                if of_place or not alone or (adjective and known_by_place):
                    evidence = True
                first = index
            elif of_place:
                evidence = True  # «Қостанай облысының білім басқармасы» is «білім басқармасы» of that oblast
            if index and scan.units[index - 1].kind == PARTY and unit.glue == " " and subtype in OWNED:
                index -= 1
                continue
            owner = _firm_before(scan, index) if subtype == "party_branch" else None
            if owner is not None:  # «Х» АҚ Ақтөбе облыстық филиалы
                first, evidence, subtype = owner, True, "organization"
                break
            if index and first == index and scan.units[index - 1].key == "атындагы" and unit.glue == " ":
                index -= 1  # «Абай атындағы Алматы университеті»
                continue
            break
        if any(key in scan.names.kk_programmes for key in phrases.kazakh_keys(unit.text)):
            break
        if bare and unit.key in _BARE and glue == " ":
            break  # «… атындағы институт орталыққа көмектесті»
        izafet = index == at - 1 and unit.text.islower() and subtype in ("department", "state_body")
        izafet = (
            izafet and not unit.key.startswith("министрлиг") and not _GENITIVE.search(unit.key)
        )  # «тұрғын үй инспекциясы басқармасы»
        field = izafet or (
            unit.key.startswith("шаруашыл") and scan.units[index + 1].key in (*KK_LINK, "жонинде", "жониндеги")
        )
        if (
            subtype != "party_body"
            and glue != "-"  # «№2 мектеп-интернаты»
            and not field  # «ауыл шаруашылығы және жер қатынастары басқармасы»
            and any(key in scan.names.kk_heads for key in phrases.kazakh_keys(unit.text))
        ):
            # «… министрлігінің … комитеті»: the name begins after the body that it belongs to.
            evidence = evidence or bool(_GENITIVE.search(unit.key)) or (section and unit.key == "акимдиги")
            break
        if unit.key in _PLACE_OWNERS:
            meant = scan.region_of(_PLACE_OWNERS[unit.key], unit.start)  # «облыстың мәдениет басқармасы»
            break
        if unit.key == "боиынша" and index and scan.units[index - 1].kind == REGION:
            region, evidence, first = scan.units[index - 1], True, index - 1  # «… облысы бойынша департаменті»
            break
        stops = unit.key in _STOP and glue != "-" and not (unit.key == "даму" and index == at - 1)
        if stops or (unit.text[0].isdigit() and not _numbered(scan, index, subtype)):
            break
        if unit.text[0].isdigit():
            evidence, first = True, index
            unit.start = scan.text.rindex("№", 0, unit.end)
            if index and scan.units[index - 1].key == "атындагы":
                index -= 1  # «Ы.Алтынсарин атындағы №15 мектеп»
                continue
            before = scan.units[index - 1]
            if index and before.kind == REGION and before.key.endswith(tuple(_PLACES)):
                region, first = before, index - 1  # «Теміртау қалалық №1 ауруханасы»
            break
        if (
            unit.key not in _INSIDE
            and unit.key not in KK_LINK
            and _NOT_INSIDE.search(unit.key)
            and unit.key not in _NO_CASES
            and not unit.capital
            and not (unit.key in ("ата", "ана") and scan.units[index + 1].key == "атындагы")
        ):
            break
        if (
            unit.capital
            and (scan.person(unit) or _GENITIVE.search(unit.key))
            and not (subtype == "university" and index == at - 1 and not _GENITIVE.search(unit.key))
            and not scan.units[index + 1].key.startswith("кукы")  # «Балалардың құқықтарын қорғау комитеті»
            and "атындагы" not in (u.key for u in scan.units[index + 1 : at])
        ):
            break
        if unit.key in KK_LINK and (index == at - 1 or _joins_person(scan, index)):
            break
        broad = broad or bool(_BROAD.match(unit.key))
        if scan.capital(index):
            first, evidence = index, True
            before = scan.units[index - 1] if index else None
            goes_on = (
                before is not None
                and unit.glue in (" ", ", ", "-")
                and (
                    before.key in ("жониндеги", "атындагы")
                    or before.kind in (QUOTE, REGION, PARTY)
                    or (
                        before.capital
                        and before.kind == WORD
                        and (not before.glue.startswith("\n") or _honoured(scan, index - 1))
                    )
                )
            )
            if not goes_on:
                break
        elif unit.capital:  # the first word of the sentence
            if unit.key not in _STOP:
                first = index
                fields += 1
                named = (subtype not in WEAK and bool(_BROAD.match(unit.key)) and index < at - 1) or (
                    (subtype in ("state_body", "court", "university") or (subtype == "fund" and at - index >= 3))
                    and not bare
                )
                inside = {u.key for u in scan.units[index:at]}
                evidence = evidence or named or subtype in BY_FIELD or bool(inside & {"жониндеги", "атындагы"})
            break
        else:
            first = index
            fields += unit.key not in KK_LINK
        index -= 1
    if comma_from is not None and not (scan.units[first].capital or quote):
        first = comma_from
    while first < at and scan.units[first].key in KK_LINK:
        first += 1
    while first and scan.units[first].glue.strip() == "." and len(scan.units[first - 1].text) == 1:
        first -= 1  # «Ы.Алтынсарин атындағы …»
    length = at - first
    place = _PLACES.get(scan.units[first].key)
    if place and not (quote or party or region) and at - first > 1 and (subtype in LOCAL or subtype in OF_PLACE):
        meant = scan.region_of(place, scan.units[first].start)  # «облыстық кәсіподақтар кеңесі»
        evidence = evidence or (meant is not None and not bare and not _plural(scan.units[at].text))
    if not evidence:
        by_field = subtype in BY_FIELD and fields >= 2 and not section
        evidence = by_field or (broad and fields >= 2 and subtype in OWNED)
    if not evidence or (length == 0 and not (party and subtype in OWNED)):
        return
    if QUOTED_ONLY.match(scan.units[at].key) and not quote:
        return
    numbered = any(u.text[0].isdigit() for u in scan.units[first:at])
    if bare and not (numbered or region or scan.units[first].capital):
        return
    local = region and subtype in LOCAL and region.key.endswith(tuple(_PLACES))  # «Қарағанды облыстық аурухана»
    if bare and not (broad or numbered or local or {"жониндеги", "атындагы"} & {u.key for u in scan.units[first:at]}):
        return
    if (
        subtype in WEAK
        and not quote
        and not region
        and not party
        and fields + sum(u.capital for u in scan.units[first:at]) < 2
    ):
        return
    if subtype in ("party", "international") or (subtype == "parliament" and not region):
        return
    # The party's branch or council: the party stands before the region.
    text = scan.text_of(first, at)
    head = next(
        (b.text for b in kazakh.bases(scan.units[at].text) if not bare and name_key(b.text) in scan.names.kk_heads), ""
    )
    # «кәсіподағы» ends like a case of «кәсіпо»: the head that was found is the base.
    loan = phrases.LOAN.match(text)
    bare_name = loan[1] if loan else kazakh.phrase_base(text)
    name = text[: len(text) - len(scan.units[at].text)] + head if head else bare_name
    meant = region.region if region else meant or _region_before(scan, first)
    scan.add_headed(first, at, at, name, subtype, "kk-head", quote, party or _party_beside(scan, first), meant)


def _firm_before(scan: Scan, index: int) -> int | None:
    """Where the firm or the body of a quoted name begins that ends before a unit; None when there is none."""
    form = index - 1
    if form < 1 or scan.units[index].glue != " ":
        return None
    if scan.units[form].key.removesuffix("нын").removesuffix("нин").rstrip("-") in FIRMS:
        return form - 1 if scan.units[form - 1].kind == QUOTE else None
    heads = scan.names.kk_heads.keys() & phrases.kazakh_keys(scan.units[form].text)
    if not heads or not _GENITIVE.search(scan.units[form].key):
        return None
    for first in range(form - 1, max(-1, form - 5), -1):
        if scan.units[first + 1].glue != " ":
            return None
        if scan.units[first].kind == QUOTE:
            return first
    return None


def _honoured(scan: Scan, at: int) -> bool:
    """«Шәкәрім Құдайбердіұлы атындағы театр» at the head of a sentence: the given name of who it is named after."""
    return scan.units[at + 2].key == "атындагы" and bool(given_names.gender(scan.units[at].text))


def _numbered(scan: Scan, index: int, subtype: str) -> bool:
    return subtype in NUMBER_HEADS and "№" in scan.units[index].glue


def _party_beside(scan: Scan, first: int) -> Unit | None:
    """«AMANAT» партиясы жанындағы …."""
    if first > 1 and scan.units[first - 1].key == "жанындагы" and scan.units[first - 2].kind == PARTY:
        return scan.units[first - 2]
    return None


def _region_before(scan: Scan, first: int) -> Thing | None:
    for_place = first > 1 and scan.units[first - 1].key == "боиынша"  # «… облысы бойынша …»
    first -= for_place
    if first and scan.units[first - 1].kind == REGION and scan.units[first].glue.strip() == "":
        return scan.units[first - 1].region
    return None
