"""What branches of parties and bodies of places are called in three languages, made of their party and their region.

Documents say "the regional branch" and mean one of them. The names that they have stay as other names.
"""

import re

from kb.core.models import Name, Relation, Run
from kb.core.text import name_key
from kb.regions.models import Region
from people.models import Organization

BRANCH = "party_branch"
BODIES = {"akimat": "Akimat of {region}", "maslikhat": "Maslikhat of {region}"}
CITIES = (Region.Level.CITY, Region.Level.CITY_REPUBLICAN)
_OBLAST = re.compile(r"ская область$")
# The word that says what a party is: the branch's name says it again, in its own case.
_PARTY_KK = re.compile(r"(?i) парти(?:ясы|я)$")
_PARTY_RU = re.compile(r"(?i)^партия ")


def complete(organizations, run: Run | None = None) -> int:
    """Give these organizations the names that follow; how many were changed. What people edited stays."""
    rows = [row for row in organizations if row.region_id and not row.ref and _lacks(row)]
    if not rows:
        return 0
    regions = Region.objects.in_bulk({row.region_id for row in rows})
    parties = _parties(rows)
    return sum(_name(row, regions[row.region_id], parties.get(row.pk), run) for row in rows)


def _lacks(row: Organization) -> bool:
    if row.organization_kind in BODIES:
        return not row.name_en
    names = (row.name_kk, row.name_ru)
    return row.organization_kind == BRANCH and not (row.name_en and all("парти" in name for name in names))


def _parties(rows) -> dict[int, Organization]:
    belongs = Relation.objects.filter(
        subject__in=[row.pk for row in rows], kind__in=("branch_of", "part_of"), review__in=("accepted", "proposed")
    )
    above = dict(belongs.order_by("pk").values_list("subject", "object"))
    parties = Organization.objects.filter(organization_kind="party").prefetch_related("names")
    parties = parties.in_bulk(set(above.values()))
    return {branch: parties[party] for branch, party in above.items() if party in parties}


def _name(row: Organization, region: Region, party: Organization | None, run: Run | None) -> bool:
    names = _of_body(row, region) if row.organization_kind in BODIES else _of_branch(row, region, party)
    old = {column: getattr(row, column) for column in names}
    if not row.set_unless_edited(**names):
        return False
    row._change_reason = f"import {run.uid}" if run else "named by its party and region"
    row.save()
    known = {name_key(name) for name in names.values()} | {name.key for name in row.names.all()}
    for column, text in old.items():
        if text and name_key(text) not in known:
            Name.objects.create(entity=row, text=text, language=column.removeprefix("name_"), kind="short", run=run)
    return True


def _of_body(row: Organization, region: Region) -> dict[str, str]:
    return {"name_en": BODIES[row.organization_kind].format(region=region.name_en)} if region.name_en else {}


def _of_branch(row: Organization, region: Region, party: Organization | None) -> dict[str, str]:
    """The names that change; none before its party is known."""
    if party is None:
        return {}
    city = region.level in CITIES
    found = {}
    if not row.name_en and region.name_en and (party.name_en or party.name_kk):
        place = f"{region.name_en} city" if city else region.name_en
        found["name_en"] = f"{place} branch of {party.name_en or party.name_kk}"
    if party.name_kk and not _says(row.name_kk, party):
        place = row.name_kk or _kazakh(region, city)
        found |= {"name_kk": f"{_PARTY_KK.sub('', party.name_kk)} партиясының {place}"} if place else {}
    if party.name_ru and not _says(row.name_ru, party):
        place = row.name_ru or _russian(region)
        found |= {"name_ru": f"{place} партии {_PARTY_RU.sub('', party.name_ru)}"} if place else {}
    return found


def _says(name: str, party: Organization) -> bool:
    """Whether the name of a branch has its party's name of any time."""
    key = name_key(name)
    called = {name_key(text) for text in (party.name_kk, party.name_ru, party.name_en)} - {""}
    called |= {other.key for other in party.names.all()}
    return "парти" in key or any(f" {text} " in f" {key} " for text in called)


def _kazakh(region: Region, city: bool) -> str:
    if city:
        return f"{region.name_kk} қалалық филиалы" if region.name_kk else ""
    made = re.sub(r"(облыс|аудан)ы$", r"\1тық филиалы", region.name_kk).replace("аудантық", "аудандық")
    return made if made != region.name_kk else ""


def _russian(region: Region) -> str:
    """Cities and regions of other forms make adjectives that no rule knows."""
    made = _OBLAST.sub("ский областной филиал", region.name_ru)
    return made if made != region.name_ru else ""
