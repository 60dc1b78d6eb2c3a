"""Organizations: parties, listed bodies, and whatever stands around a head noun with something of a name to it.

A Kazakh name has its head noun last and all its modifiers to the left («Парыз» қоры, Өңірлік коммуникациялар қызметі);
a Russian one has adjectives to the left and genitives, "по …" and a quoted name to the right. A head noun alone is no
organization: a quoted name, a capital inside the sentence, a region, a party or a number must make it one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from kb.core.text import name_key
from seeds.reading import beginnings, organizations_kk, organizations_listed, organizations_ru, phrases
from seeds.reading.drafts import ORGANIZATION, REGION, Reading, Thing
from seeds.reading.gazetteer import Gazetteer
from seeds.reading.organization_units import BY_FIELD, ONE_A_PLACE, PARTY, WORD, Hit, Names, Scan

_BRACKET = re.compile(r"\s?\((?:(?:далее|бұдан әрі)\s*[–—-]\s*)?")
_CALLED = re.compile(_BRACKET.pattern + r"([А-ЯӘҒҚҢӨҰҮҺІ]{2,7}(?: [А-ЯӘҒҚҢӨҰҮҺІ]{2,7})?)\)")
_LETTERS = re.compile(r"(?:[А-ЯӘҒҚҢӨҰҮҺІ]{2,7}(?:\s|\Z)){1,3}")
_ABBREVIATED = re.compile(r"[А-ЯӘҒҚҢӨҰҮҺІ]{3,7}\Z")
_BRANCH, _PARTY = re.compile(r"(?i)филиал"), re.compile(r"(?i)(?<!\w)парти[яиюей]")
# Firms and institutions whose branch it is, before it in Kazakh and after it in Russian.
_OWNER = re.compile(
    r"(?i)(?<!\w)(?:банк|орталық|орталығы|қор|қоры|компания|компаниясы|университет|университеті|институт|институты|колледж|"
    r"колледжі|кәсіпорны|корпорациясы?|холдинг|холдингі|зауыт|зауыты|қоғамы)н?[тдн][ыі]ң\s(?:\S+\s){0,3}?\S*филиал|"
    r"филиал\w*\s(?:\w+\s)?(?:банк|центр|фонд|компани|университет|институт|колледж|предприяти|корпораци|холдинг|завод)"
)
_FOUNDED = re.compile(
    r"(?:созда[нл]|основан|учрежд[её]н|образован|открыт)[аоы]?\b|құрыл(?:ды|ған|ып)|негізі қалан|ашыл(?:ды|ған)",
    re.IGNORECASE,
)


# A body whose unit is named with it is named too: "приёмная областного филиала", "Комитет … Министерства …".
_KEPT = frozenset(["party", "party_branch", "ministry", "akimat", "maslikhat"])


def find(reading: Reading, gazetteer: Gazetteer) -> list[Thing]:
    """The organizations that the document names."""
    if "organizations" not in gazetteer.compiled:
        gazetteer.compiled["organizations"] = Names(gazetteer)
    names = gazetteer.compiled["organizations"]
    hits: list[Hit] = []
    regions = phrases.by_sentence(reading, [thing for thing in reading.things if thing.kind == REGION])
    for sentence, named in zip(reading.sentences, regions, strict=True):
        hits += _hits(Scan(reading, sentence, names, gazetteer, named))
    _branches_of_others(reading, hits)
    _join_names(reading, hits)
    things = _things(reading, hits, gazetteer)
    _abbreviations(reading, things)
    beginnings.find(reading, [thing for thing in things if thing.subtype != "party"], _FOUNDED)
    return things


def _branches_of_others(reading: Reading, hits: list[Hit]) -> None:
    """Branches of a bank or a centre are no party's: whoever has branches is named with or before the first of them."""
    text = reading.document.text
    spoken = next((s for s in reading.sentences if _BRANCH.search(s.text)), None)
    if spoken is None:
        return
    named = any(hit.subtype == "party" and hit.start < spoken.end for hit in hits) or _PARTY.search(text, 0, spoken.end)
    for hit in hits:
        bare = hit.subtype == "party_branch" and hit.party is None and not hit.entry
        if bare and (not named or _OWNER.search(text, max(0, hit.start - 40), hit.end)):
            hit.subtype = "organization"


def _join_names(reading: Reading, hits: list[Hit]) -> None:
    """One body by two names: a short one in brackets after the long, or the long one less its place said once more."""
    text, whole = reading.document.text, {}
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    for hit, following in pairwise(ordered):
        between, closed = text[hit.end : following.start], text[following.end : following.end + 1] == ")"
        if closed and _BRACKET.fullmatch(between) and _LETTERS.match(following.full or following.name):
            whole[name_key(following.full or following.name)] = hit
    for hit in ordered:
        if hit.region is None and hit.entry is None and hit.rule.endswith("-head") and hit.subtype in BY_FIELD:
            part = name_key(hit.full)
            longer = {
                name_key(other.full): other
                for other in hits
                if other.region is not None
                and other.subtype == hit.subtype
                and name_key(other.full).startswith(part + " ")
            }
            if len(longer) == 1:
                whole.setdefault(part, next(iter(longer.values())))
    for hit in hits:
        owner = whole.get(name_key(hit.full or hit.name))
        if owner is not None and owner is not hit:
            hit.full, hit.name, hit.subtype = owner.full, owner.name, owner.subtype
            hit.entry, hit.region = owner.entry, owner.region


def _hits(scan: Scan) -> list[Hit]:
    """The organizations of one sentence."""
    for at, unit in enumerate(scan.units):
        if unit.kind == PARTY and unit.entry:
            scan.add(unit.start, unit.end, unit.inner, "party", "party", entry=unit.entry, confidence=0.97)
        elif unit.kind == WORD and unit.text.isascii():
            organizations_listed.foreign(scan, at)
        elif unit.kind == WORD and not organizations_listed.firm(scan, at):
            if not scan.russian and organizations_kk.find(scan, at):
                continue
            if scan.sentence.language != "kk":
                organizations_ru.find(scan, at)
    covered = [(hit.start, hit.end) for hit in scan.found if hit.subtype != "party"]
    scan.found = [
        hit
        for hit in scan.found
        if hit.subtype in _KEPT
        or not any((s, e) != (hit.start, hit.end) and s <= hit.start and hit.end <= e for s, e in covered)
    ]
    organizations_listed.find(scan, covered)
    _factions(scan)
    longer = [(hit.start, hit.end) for hit in scan.found if hit.rule == "listed"]
    return [
        hit
        for hit in scan.found
        if (hit.rule != "kk-head" and hit.rule != "ru-head")
        or not any(s <= hit.start and hit.end <= e and (s, e) != (hit.start, hit.end) for s, e in longer)
    ]


def _factions(scan: Scan) -> None:
    """A party's faction where only a maslikhat is spoken of is not its faction in the Mazhilis."""
    named = [unit.key for unit in scan.units if unit.key.startswith(("маслихат", "мажилис", "парламент", "сенат"))]
    if not named or not all(key.startswith("маслихат") for key in named):
        return
    place = next((hit.region for hit in scan.found if hit.subtype == "maslikhat"), None)
    for hit in scan.found:
        if hit.subtype == "party_body" and "фракция" in name_key(hit.full):
            hit.entry, hit.region = None, hit.region or place


def _things(reading: Reading, hits: list[Hit], gazetteer: Gazetteer) -> list[Thing]:
    """One thing for all hits of one organization; parties first, so that their bodies can point at them."""
    _trim(reading, hits)
    hits = _join_places(hits)
    found: list[tuple[object, Thing]] = []
    parties: dict[str, Thing] = {}
    for hit in sorted(hits, key=_parties_first):
        language = phrases.language(reading, hit.sentence)
        if hit.entry:
            key = hit.entry.ref
            names = {
                lang: hit.entry.name(lang, reading.head.published) for lang in hit.entry.primary if lang != language
            }
        else:
            key, names = (hit.subtype, name_key(hit.full or hit.name)), {}
        mention = phrases.mention(reading, hit.start, hit.end, f"organization-{hit.rule}", hit.confidence)
        thing = Thing(
            ORGANIZATION, hit.name, language, hit.entry.subtype if hit.entry else hit.subtype,
            hit.entry.ref if hit.entry else "", names,
            region=hit.region, confidence=hit.confidence, mentions=[mention],
        )  # fmt: skip
        if hit.subtype == "party":
            thing = parties.setdefault(str(key), thing)
            if thing.mentions[0] is not mention:
                thing.mentions.append(mention)
        elif hit.party is not None:
            thing.parent = parties.get(
                hit.party.entry.ref if hit.party.entry else str(("party", name_key(hit.party.inner)))
            )
        found.append((key, thing))
    _units_of(list(zip(sorted(hits, key=_parties_first), (thing for _, thing in found), strict=True)))
    things = phrases.gather(found)
    by_ref = {thing.ref: thing for thing in things if thing.ref}
    for thing in things:
        entry = gazetteer.get(thing.ref)
        if thing.parent is None and entry:
            thing.parent = by_ref.get(entry.parent_on(reading.head.published))
        if thing.parent is None and thing.subtype in ("party_branch", "party_body") and len(parties) == 1:
            thing.parent = next(iter(parties.values()))
    return things


def _parties_first(hit: Hit) -> tuple[bool, int]:
    return hit.subtype != "party", hit.start


def _units_of(found: list[tuple[Hit, Thing]]) -> None:
    """A committee or department that is named within or right after its ministry or firm is part of it."""
    owners: dict[int, list[tuple[Hit, Thing]]] = defaultdict(list)
    for hit, thing in found:
        if hit.subtype in ("ministry", "company", "parliament", "state_body"):
            owners[id(hit.sentence)].append((hit, thing))
    for hit, thing in found:
        if thing.parent is not None or hit.subtype not in ("state_body", "department", "organization"):
            continue
        for owner, parent in owners[id(hit.sentence)]:
            inside = hit.start <= owner.start and owner.end <= hit.end
            before = 0 < hit.start - owner.end <= 1 and hit.sentence.language == "kk"
            if (inside or before) and parent is not thing:
                thing.parent = parent
                break


def _trim(reading: Reading, hits: list[Hit]) -> None:
    """A name that runs on past another whole name of the document ends where that one does."""
    whole = {name_key(hit.full) for hit in hits if hit.full.count(" ") >= 3}
    entries = {name_key(hit.full): hit.entry for hit in reversed(hits) if hit.entry}
    for hit in hits:
        parts = name_key(hit.full).split()
        prefixes = (" ".join(parts[:count]) for count in range(len(parts) - 1, 3, -1))
        shorter = next((prefix for prefix in prefixes if prefix in whole), "")
        if shorter:
            hit.entry = hit.entry or entries.get(shorter)
            kept = len(shorter.split())
            ends = [match.end() for match in re.finditer(r"\w+", hit.full)]
            cut = len(hit.full) - ends[kept - 1]
            hit.full = hit.full[: ends[kept - 1]]
            hit.name = hit.full if hit.name.count(" ") >= 3 else hit.name
            hit.end -= cut


def _join_places(hits: list[Hit]) -> list[Hit]:
    """A place has one akimat and one maslikhat, a party one branch in it; the fullest name stands for all its names.

    What a text calls by its kind alone ("городской акимат") is such a body when the document names it in full;
    a maslikhat always is.
    """
    groups: dict[tuple[str, str, str], list[Hit]] = {}
    local = [hit for hit in hits if hit.subtype in ONE_A_PLACE]
    stems = {name_key(hit.region.name)[:6]: hit.region for hit in local if hit.region and hit.subtype == "party_branch"}
    for hit in local:
        if hit.subtype == "party_branch":
            hit.region = hit.region or stems.get(name_key(hit.full)[:6])  # "Абайский филиал AMANAT"
        if hit.region:
            groups.setdefault((hit.subtype, hit.region.ref, hit.region.name), []).append(hit)
    for group in groups.values():
        parties = {hit.party.entry.ref for hit in group if hit.party and hit.party.entry}
        if len(parties) > 1:
            continue
        fullest = max(group, key=lambda hit: (hit.rule != "of-context", hit.party is not None, len(hit.full)))
        for hit in group:
            if fullest.subtype == "party_branch" or hit.rule == "of-context":
                hit.full, hit.name, hit.party = fullest.full, fullest.name, hit.party or fullest.party
                hit.entry = hit.entry or fullest.entry
        if fullest.rule == "of-context" and fullest.subtype != "maslikhat":
            hits = [hit for hit in hits if hit not in group]
    return hits


def _abbreviations(reading: Reading, things: list[Thing]) -> None:
    """«РОП» names the organization of the document whose words begin so, if no other thing is written there."""
    taken = {span.start for thing in [*reading.things, *things] for span in (m.span for m in thing.mentions)}
    initials = {}
    for thing in things:
        parts = [part for part in name_key(thing.name).split() if len(part) > 2]
        if len(parts) >= 3:
            for length in range(3, min(len(parts), 7) + 1):
                initials.setdefault("".join(part[0] for part in parts[:length]), thing)
    for sentence in reading.sentences:
        for word in phrases.words(sentence):
            thing = initials.get(word.key) if _ABBREVIATED.match(word.text) else None
            if thing and word.start > thing.first.start and word.start not in taken:
                thing.mentions.append(phrases.mention(reading, word.start, word.end, "organization-initials", 0.8))
    text = reading.document.text
    for thing in things:
        for called in [_CALLED.match(text, mention.span.end) for mention in thing.mentions]:
            for match in re.finditer(rf"(?<!\w){called[1]}(?!\w)", text) if called else ():
                if match.start() > thing.first.start and match.start() not in taken:
                    taken.add(match.start())
                    thing.mentions.append(phrases.mention(reading, *match.span(), "organization-initials", 0.8))
    for thing in things:
        thing.mentions.sort(key=lambda mention: mention.span)
