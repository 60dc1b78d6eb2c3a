"""Organizations by Russian grammar: adjectives left of the head noun; genitives, "по …" and a quoted name right."""

from __future__ import annotations

import re

from kb.core.text import name_key
from seeds.reading import given_names, organizations_listed, russian
from seeds.reading.drafts import Thing
from seeds.reading.organization_units import (
    BY_FIELD,
    BY_QUOTE,
    FIRMS,
    LISTED_BY_QUOTE,
    LOCAL,
    LONGEST,
    NUMBER_HEADS,
    OF_PLACE,
    OFFICES,
    ONE_A_PLACE,
    OWNED,
    PARTY,
    QUOTE,
    QUOTED_ONLY,
    REGION,
    WEAK,
    WORD,
    Names,
    Scan,
    Unit,
    words_of,
)

_ABBREVIATION = re.compile(r"(?:ЖКХ|ТЭК|АПК|ЧС|СМИ|ИКТ|МСБ|АСП|ЗОЖ)\Z")  # "управление энергетики и ЖКХ"
_CALLS = re.compile(r"(?:контакт|колл|call)\Z")
_OFFICE = re.compile(r"(?:заведующ|управляющ|исполняющ|командующ|служащ)")
_BROAD = re.compile(r"(?:республиканск|национальн|общенациональн|центральн|высш|верховн|всемирн)")
_GLUE = (" ", "-", "\u00a0", "‑", " – ", " - ")
_FIELD_PREPOSITION = words_of("council commission state_body department centre service group party_body court")
# Even the capital of a sentence's first word counts before these heads: few of them are spoken of in general.
_NAMED_BY_CAPITAL = words_of("bank union university ministry")
_GREAT = re.compile(r"(?:корпорац|холдинг|концерн|консорциум|палат|ассоциац|федерац|гварди)")
_WORKS = re.compile(r"(?:завод|комбинат|фабрик|рудник|шахт)")  # "Павлодарский тракторный завод"
_OF_TOWN = re.compile(r"(?<!город)(?<!сель)(?<!мор)ск(?:ии|ого|ому|им|ом|ая|ои|ую)\Z")
_TERRITORIAL = re.compile(r"(?:посольств|консульств|прокуратур|инспекц)")
# The surname at the end of "имени Ахмета Байтурсынулы".
_SURNAME = re.compile(r"(?:[ұу]лы|[қк]ызы|[оеё]ва|ина|ского)\Z")
_OF_MINISTRY = re.compile(r"(?:М[А-ЯЁ]{2,5}|Министерств\w{1,2})\Z")
_LATIN = re.compile(r"[A-Z][\w.&]+\Z", re.ASCII)
_NO_ADJECTIVE = words_of("этот тот свои наш весь все каждыи другои самыи которыи одним один один первыи")
_PLAIN = re.compile(
    r"(?:нов|так|эт|сво|наш|больш|крупн|крупнеиш|местн|данн|дружн|перв|втор|многи|друг|кажд|различн|всех|свое|ваш|"
    r"создан|действующ|ведущ|так|одн|сам|прошл|нынешн|будущ|цел|общ)\w{0,4}\Z"
)
_FIELDS = re.compile(
    r"(?:образован|здравоохран|занятост|социальн|культур|спорт|полици|юстици|финанс|экономик|сельск|строительств|"
    r"внутренн|труд|координац|архитектур|предпринимательств|туризм|архив|ветеринар|статистик|доход|энергет|транспорт|"
    r"эколог|природн|земельн|просвещен|цифров|молодеж|религи|язык|информац|науки|обороны|иностранн|туризм|жиль|жилищ)"
)


# "СШ №12": named by their number.
_SCHOOLS = words_of("сш сош осш шг шл")
_PLACES = {"областн": "oblast", "городск": "city", "раионн": "district"}
_PLACED = re.compile(r"(областн|городск|раионн)(?:ои|ого|ому|ым|ом|ая|ую|ыи|ии|им)\Z")


def find(scan: Scan, at: int) -> None:
    """Read the organization whose head is the unit at a place, if the word is a Russian head noun."""
    heads, unit = scan.names.ru_heads, scan.units[at]
    subtype = next((heads[key] for key in map(name_key, russian.lemmas(unit.text)) if key in heads), "")
    if unit.key in _SCHOOLS and unit.text.isupper():
        subtype = "school"
    if unit.text in OFFICES:
        subtype = "department"
    if subtype and not (subtype == "ministry" and _several(scan, at)):
        political = at and scan.units[at - 1].key.startswith("политическ")
        _headed(scan, at, "party_body" if political else subtype)


def _several(scan: Scan, at: int) -> bool:
    """ "Министерства труда и здравоохранения" at the head of a sentence, "между министерствами финансов и юстиции"."""
    unit = scan.units[at]
    if not (_plural(unit.text) or (unit.glue.startswith("\n") and unit.key == "министерства")):
        return False
    parts: list[tuple[int, int]] = []
    first = index = at + 1
    while index < len(scan.units) and index - at <= LONGEST:
        word = scan.units[index]
        if word.kind != WORD or word.glue not in (" ", ", ") or not (word.key == "и" or _case(word.text, "gent")):
            break
        if index > first and (word.key == "и" or word.glue == ", "):
            parts.append((scan.units[first].start, scan.units[index - 1].end))
            first = index + (word.key == "и")
        index += 1
    if first < index:
        parts.append((scan.units[first].start, scan.units[index - 1].end))
    if len(parts) < 2:
        return False
    at_part = 0
    while at_part < len(parts):
        start = parts[at_part][0]
        # "труда и социальной защиты населения" is one ministry: the longest listed name.
        listed = [n for n in range(len(parts), at_part, -1) if _ministry(scan, start, parts[n - 1][1])]
        after = listed[0] if listed else at_part + 1
        end = parts[after - 1][1]
        name = f"Министерство {scan.text[start:end]}"
        begin = unit.start if at_part == 0 else start
        scan.add(begin, end, name, "ministry", "ru-several", entry=scan.known(name, "", "ministry"), full=name)
        at_part = after
    return True


def _ministry(scan: Scan, start: int, end: int) -> bool:
    return name_key(f"министерство {scan.text[start:end]}") in scan.names.ministries


def _place_meant(scan: Scan, first: int) -> Thing | None:
    """The oblast, city or district that an adjective at a place means: the one that the document named last."""
    place = _PLACED.match(scan.units[first].key)
    return scan.region_of(_PLACES[place[1]], scan.units[first].start) if place else None


def _of_context(scan: Scan, first: int, at: int, subtype: str) -> bool:
    """ "районный маслихат": of the district that the document named last."""
    region = _place_meant(scan, first) if first == at - 1 else None
    if region is None:
        return False
    scan.add_of_context(first, at, _nominative(scan.text_of(first, at)), subtype, region)
    return True


def _headed(scan: Scan, at: int, subtype: str) -> None:
    unit = scan.units[at]
    if subtype in LISTED_BY_QUOTE and organizations_listed.several(scan, at + 1, 1, subtype):
        return
    if _plural(unit.text) or (at and unit.glue == " " and _plural_phrase(scan.units[at - 1], unit)):
        return
    last = at
    while last + 1 < len(scan.units) and scan.units[last + 1].glue == "-" and scan.units[last + 1].kind == WORD:
        last += 1  # "музей-заповедник"
    head_last = last
    first = at
    broad = False
    region = None
    while first and scan.units[first].glue == "-" and scan.units[first - 1].kind == WORD:
        first -= 1  # "пресс-служба"
    if first < at and _CALLS.match(scan.units[first].key):
        return  # a contact centre is a service
    while first and scan.units[first].glue in (" ", "-") and at - first < 5:
        before = scan.units[first - 1]
        if scan.units[first].glue == "-":  # "Южно-Казахстанский университет"
            if before.kind != WORD:
                break
            first -= 1
            continue
        if before.kind == REGION and before.text.split()[-1].lower().endswith(
            ("ой", "ого", "ый", "ому", "ым", "ом", "ая", "ую", "ий", "им")
        ):
            first -= 1
            region = before
            break
        if scan.capital(first) and not scan.capital(first - 1):
            break  # "прошлый Общественный совет"
        if before.kind != WORD or not russian.is_adjective(before.text) or before.key in _NO_ADJECTIVE:
            break
        if _OFFICE.match(before.key):
            break  # "заведующая детским садом"
        broad = broad or bool(_BROAD.match(before.key))
        first -= 1
    while (
        first < at
        and scan.units[first].kind == WORD
        and not scan.units[first].capital
        and _PLAIN.match(scan.units[first].key)
    ):
        first += 1
    last, quote, party, tail_region, by = _right(scan, last, subtype)
    region = region or tail_region
    if unit.key == "бюро" and not party and not any(u.key.startswith("полит") for u in scan.units[at : last + 1]):
        subtype = "state_body"
    evidence = bool(quote or (party and subtype in (*OWNED, "fund")))
    evidence = evidence or (
        any(scan.capital(index) and not scan.person(scan.units[index]) for index in range(first, at + 1))
        and (subtype not in WEAK or last > head_last or first < at)
    )
    evidence = evidence or (region is not None and subtype in OF_PLACE)
    placed = region is not None and region.start < unit.start and subtype == "state_body"
    evidence = evidence or placed  # "Жамбылская районная налоговая инспекция"
    evidence = evidence or (region is not None and bool(_TERRITORIAL.match(unit.key)))
    evidence = evidence or (region is not None and region.start < unit.start and subtype in LOCAL and " " in region.key)
    evidence = evidence or any(
        scan.capital(index) and _inner_head(scan.units[index], scan.names) for index in range(head_last + 1, last + 1)
    )
    if subtype == "party_branch" and quote and not party:
        subtype = "organization"  # of a firm
    evidence = evidence or (broad and subtype in OWNED and (last > head_last or at - first >= 2))
    evidence = evidence or (
        subtype in BY_FIELD
        and (last > head_last + 0)
        and scan.units[last].kind == WORD
        and _field(scan.units[head_last + 1 : last + 1])
    )
    evidence = evidence or (by and scan.units[first].capital)
    evidence = evidence or any(unit.key in ("имени", "им") for unit in scan.units[head_last + 1 : last])
    if scan.units[first].capital and not scan.shouted and (last > head_last or first < at):
        evidence = (
            evidence
            or subtype in _NAMED_BY_CAPITAL
            or (at - first > 1 and _GREAT.match(unit.key))  # "Аграрная кредитная корпорация"
            or (at - first > 1 and _WORKS.match(unit.key) and _OF_TOWN.search(scan.units[first].key))
            or (region is not None and subtype in WEAK and last - head_last > 1)
        )
    after = scan.units[last + 1] if last + 1 < len(scan.units) else None
    if after is not None and after.glue == " " and last > head_last:
        # "Совет общественного согласия при Ассамблее", "Комитет уголовно-исполнительной системы МВД"
        owned = after.key == "при" and subtype in OWNED
        evidence = evidence or owned or (subtype == "state_body" and bool(_OF_MINISTRY.match(after.text)))
    if broad and subtype == "centre" and scan.units[first].capital and last > head_last:
        evidence = True  # "Республиканский научный центр психического здоровья"
    number = _number_after(scan, head_last, subtype)
    if number:
        evidence, last = True, max(last, number)
    if subtype in ONE_A_PLACE and last == head_last and region is None and _of_context(scan, first, at, subtype):
        return
    if (
        not evidence
        and not party
        and (subtype in LOCAL or subtype in OF_PLACE)
        and (last > head_last or at - first > 1)
    ):
        region = _place_meant(scan, first)  # "областной перинатальный центр"
        evidence = region is not None
    if not evidence or subtype in ("party", "international") or (QUOTED_ONLY.match(unit.key) and not quote):
        return
    if first == at and last == head_last:
        return  # a capital alone: "Совет", "Фонд"
    if subtype in ("parliament", "government") and not region:
        return
    name = _nominative(scan.text_of(first, head_last)) + scan.text[scan.units[head_last].end : scan.units[last].end]
    name = name.replace(" – «", " «").replace(" — «", " «")
    scan.add_headed(
        first, last, at, name, subtype, "ru-head", quote, party or _party_near(scan, last),
        region.region if isinstance(region, Unit) else region,
    )  # fmt: skip


def _number_after(scan: Scan, at: int, subtype: str) -> int:
    if subtype in NUMBER_HEADS and at + 1 < len(scan.units):
        following = scan.units[at + 1]
        if "№" in following.glue and following.text[0].isdigit():
            last = at + 1
            if last + 2 < len(scan.units) and scan.units[last + 1].key in ("имени", "им"):
                last = _honoured(scan, last + 1)
            return last
    return 0


def _honoured(scan: Scan, index: int) -> int:
    """The last unit of the name that "имени" at a place is followed by; the place itself when none is."""
    stop = index
    while (
        stop + 1 < len(scan.units)
        and scan.units[stop + 1].text[0].isupper()
        and stop - index < 3
        and scan.units[stop + 1].kind == WORD
        and scan.units[stop + 1].glue.strip() in ("", ".")
        and not (stop > index and _ends_honoured(scan.units[index + 1 : stop + 2]))
        and not (stop > index + 1 and _SURNAME.search(scan.units[stop].text))
    ):
        stop += 1
    return stop


def _apart(scan: Scan, last: int, index: int) -> bool:
    """«один кризисный центр – «Тірек», …»: a dash leads to the name, and nothing more follows."""
    following = scan.units[index + 1] if index + 1 < len(scan.units) else None
    ends = following is None or following.glue[:1] in ",.;)\n"
    return index == last + 1 and scan.units[index].glue in (" – ", " — ") and ends


def _party_near(scan: Scan, last: int) -> Unit | None:
    """«… при партии AMANAT»."""
    if last + 2 < len(scan.units) and scan.units[last + 1].key == "при" and scan.units[last + 2].kind == PARTY:
        return scan.units[last + 2]
    return None


def _right(scan: Scan, last: int, subtype: str) -> tuple[int, Unit | None, Unit | None, Unit | None, bool]:
    """Where the name ends to the right of its head, and the quoted name, party and region it holds there."""
    index, by, end = last + 1, False, last
    within: Unit | None = None
    while index < len(scan.units) and index - last <= LONGEST:
        unit = scan.units[index]
        if unit.glue not in _GLUE and not (unit.glue == ", " and by and _listed_on(scan, index)):
            break
        if unit.kind == QUOTE:
            return (
                (index, unit, None, None, by)
                if len(unit.inner.split()) <= 6 and (unit.glue == " " or _apart(scan, last, index))
                else (end, None, None, None, by)
            )
        if index == last + 1 and subtype in BY_QUOTE and unit.kind == WORD and _LATIN.match(unit.text):
            stop = index  # "компания Freedom Finance": as if in quotes
            while (
                stop + 1 < len(scan.units)
                and scan.units[stop + 1].glue == " "
                and _LATIN.match(scan.units[stop + 1].text)
            ):
                stop += 1
            name = scan.text_of(index, stop)
            return stop, Unit(unit.start, scan.units[stop].end, name, unit.key, " ", QUOTE, name), None, None, by
        firm = unit.key in FIRMS and unit.text.isupper() and index + 1 < len(scan.units)
        if firm and subtype == "party_branch" and scan.units[index + 1].kind == QUOTE:
            index += 1  # "областной филиал АО «Х»"
            continue
        if unit.kind == PARTY:
            place = scan.units[index + 2] if index + 2 < len(scan.units) else None
            if (
                subtype == "party_branch"
                and place
                and place.kind == REGION
                and scan.units[index + 1].key in ("по", "в")
            ):
                return index + 2, None, unit, place, by
            return index, None, unit, within, by
        if unit.kind == REGION and unit.text.endswith(("областного", "городского", "районного")):
            index += 1  # "совет Жамбылского областного филиала"
            within = unit
            continue
        named = unit.kind == REGION and unit.text in ("РК", "Республики Казахстан") and index + 2 < len(scan.units)
        if named and scan.units[index + 1].key == "по" and subtype in _FIELD_PREPOSITION:
            index += 1  # "Агентство РК по …"
            continue
        if unit.kind == REGION:
            whole = (
                unit.region.subtype == "country"
                and unit.region.ref == "region:KZ"
                and (unit.text.isupper() or " " in unit.text)
            )
            return (end if whole and end > last else index), None, None, unit, by
        town = unit.key in ("г", "гор") and index + 1 < len(scan.units) and scan.units[index + 1].kind == REGION
        if town and "." in scan.units[index + 1].glue:  # "маслихат г. Астаны"
            return index + 1, None, None, scan.units[index + 1], by
        if unit.key == "по" and subtype in _FIELD_PREPOSITION and not by:
            by = True
            field = index + 1
            while field + 1 < len(scan.units) and scan.units[field + 1].glue == "-":
                field += 1  # "по социально-культурному развитию"
            if field < len(scan.units) and not _case(scan.units[field].text, "datv"):
                by = False
                break
            index += 1
            continue
        if unit.key == "в" and index + 1 < len(scan.units) and scan.units[index + 1].key in ("сфере", "области"):
            index += 2
            continue
        if unit.key == "для" and index + 1 < len(scan.units) and _case(scan.units[index + 1].text, "gent"):
            index += 1
            continue
        if unit.key == "при":
            break
        if index + 1 < len(scan.units) and scan.units[index + 1].glue == "-" and scan.units[index + 1].kind == WORD:
            index += 1  # "семейно-демографической"
            continue
        if unit.key in ("имени", "им"):
            stop = _honoured(scan, index)
            return (stop, None, None, None, True) if stop > index else (end, None, None, None, by)
        if unit.key == "и":
            following = scan.units[index + 1] if index + 1 < len(scan.units) else None
            if index + 2 < len(scan.units) and scan.units[index + 2].glue == "-":
                following = scan.units[index + 2]  # "семейно-демографической"
            if (
                end == last
                or following is None
                or following.kind != WORD
                or not (_ABBREVIATION.match(following.text) or not following.capital)
                or not (_ABBREVIATION.match(following.text) or _case(following.text, "gent" if not by else "datv gent"))
            ):
                break
            if _ABBREVIATION.match(following.text):
                return index + 1, None, None, within, by
            index += 1
            continue
        if _preposition(unit.text):
            break
        if end == index - 1 and _ABBREVIATION.match(unit.text):
            end = index  # "отдел ЖКХ"
            index += 1
            continue
        of_person = subtype == "museum" and _case(unit.text, "gent")
        of_adjective = (
            end == index - 1 > last and scan.units[end].capital and russian.is_adjective(scan.units[end].text)
        )
        honoured = unit.capital and of_adjective and _case(unit.text, "gent") and not scan.person(unit)
        if (
            unit.capital
            and not scan.shouted
            and not of_person
            and not honoured  # "Общество Красного Полумесяца"
            and not _inner_head(unit, scan.names)
        ):
            break
        if not _case(unit.text, "datv gent" if by else "gent"):
            break
        end = index
        index += 1
    return end, None, None, within, by


def _nominative(phrase: str) -> str:
    """Adjectives and the head noun after them in the nominative singular; letters keep their case."""
    words = list(re.finditer(r"\w+(?:[-‑]\w+)*", phrase))
    plural = _PLURAL_BODY.fullmatch(words[-1][0])  # "акиматы", which the dictionary does not know
    head = plural[1] if plural else "-".join(russian.nominative(part) for part in words[-1][0].split("-"))
    nouns = [
        parse.tag.gender
        for parse in russian.parses(head.rpartition("-")[2])
        if parse.tag.case == "nomn" and parse.tag.gender
    ]
    out, at = [], 0
    for word in words[:-1]:
        made = _agreeing(word[0], nouns[0]) if nouns else ""
        out += [phrase[at : word.start()], made or word[0]]
        at = word.end()
    return "".join([*out, phrase[at : words[-1].start()], head, phrase[words[-1].end() :]])


_PLURAL_BODY = re.compile(r"((?:акимат|маслихат))(?:ы|ов|ам|ами|ах)", re.I)


def _agreeing(word: str, gender: str) -> str:
    """An adjective in the nominative singular of ``gender``, "" when the word is none."""
    for parse in russian.parses(word):
        if parse.tag.POS == "ADJF" and (inflected := parse.inflect({"nomn", "sing", gender})):
            made = inflected.word if "ё" in word.lower() else inflected.word.replace("ё", "е")
            if word.isupper():
                return made.upper()
            parts = zip(made.split("-"), word.split("-"), strict=False)
            return "-".join(part.capitalize() if sample[:1].isupper() else part for part, sample in parts)
    ending = re.search(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое)\Z", word)
    if ending:
        return word[: ending.start() + 2] + {"masc": "ий", "femn": "ая", "neut": "ое"}[gender]
    return ""


def _listed_on(scan: Scan, index: int) -> bool:
    """ "по вопросам молодёжи, спорта и культуры": does the list that goes on after a comma end with "и"?"""
    for unit in scan.units[index + 1 : index + 7]:
        if unit.key == "и":
            return True
        if unit.kind != WORD or unit.glue not in (" ", ", ") or not _case(unit.text, "gent datv"):
            return False
    return False


def _preposition(word: str) -> bool:
    found = russian.parses(word)
    return bool(found) and found[0].tag.POS == "PREP"


def _plural(word: str) -> bool:
    """Is a Russian head noun in the plural only: councils at large, none of them named?"""
    tags = [parse.tag for parse in russian.parses(word) if parse.tag.POS == "NOUN"]
    return bool(tags) and all(tag.number == "plur" for tag in tags)


def _plural_phrase(before: Unit, head: Unit) -> bool:
    """ "Мобильные группы": by the adjective the noun is no genitive singular."""
    tags = [parse.tag for parse in russian.parses(before.text)]
    return (
        before.kind == WORD
        and bool(tags)
        and all(tag.POS == "ADJF" and tag.number == "plur" and tag.case in ("nomn", "accs") for tag in tags)
        and any(parse.tag.number == "plur" and parse.tag.case == "nomn" for parse in russian.parses(head.text))
    )


def _ends_honoured(units: list[Unit]) -> bool:
    """Has "имени И. Жансугурова" ended before the last unit: is that one the next person's given name?"""
    *named, following = (unit.text for unit in units)
    if len(named[0]) == 1:
        return len(named[-1]) > 1
    return bool(given_names.gender(following)) and not russian.is_surname(following)


def _case(word: str, cases: str) -> bool:
    wanted = cases.split()
    return len(word) > 2 and any(
        parse.tag.case in wanted or (parse.tag.case == "gen2" and "gent" in wanted)
        for parse in russian.parses(word)
        if parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR")
    )


def _inner_head(unit: Unit, names: Names) -> bool:
    """A capital inside a name: an adjective or another head ("Бюро Политического совета")."""
    return russian.is_adjective(unit.text) or any(
        name_key(lemma) in names.ru_heads for lemma in russian.lemmas(unit.text)
    )


def _field(units: list[Unit]) -> bool:
    return any(_FIELDS.match(unit.key) for unit in units)
