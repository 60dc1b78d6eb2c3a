"""What a page is about, in the words of schema.org: the same that the page shows, after names were taken out."""

import json

from django.utils.safestring import SafeString

from articles.models import Article
from kb.core.addresses import address
from kb.core.markup import markup
from kb.core.models import Entity
from kb.core.quotes import PARTY
from kb.regions.models import Region
from people.models import Organization, Person
from programs.models import Figure, Pledge, Program

# In a script element these would end it, or begin another tag or an entity.
_ESCAPES = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def script(row, origin: str, **more) -> str:
    """A block of data for search engines; browsers run none of it."""
    words = {"@context": "https://schema.org", **_of(row, origin), **more}
    text = json.dumps({name: value for name, value in words.items() if value}, ensure_ascii=False)
    for letter, escape in _ESCAPES.items():
        text = text.replace(letter, escape)
    return markup('<script type="application/ld+json">{}</script>', SafeString(text))


def _of(row, origin) -> dict:
    """The row's own properties."""
    words = {"url": origin + row.get_absolute_url(), "identifier": origin + address("permalink", row.uid)}
    if isinstance(row, Entity):
        return {**_thing(row), **words}
    if isinstance(row, Article):
        return {**_article(row, origin), **words}
    if isinstance(row, Figure):
        return {**_figure(row, origin), **words}
    if isinstance(row, Pledge):
        return {**_pledge(row, origin), **words}
    return {"@type": "StatisticalVariable", "name": row.name, "measuredProperty": row.unit, **words}


def _thing(row: Entity) -> dict:
    names = dict.fromkeys(name for name in (row.name_kk, row.name_ru, row.name_en) if name and name != row.name)
    words = {"@type": _type(row), "name": row.name, "alternateName": list(names), "description": row.summary}
    if isinstance(row, Organization):
        words |= {"foundingDate": _day(row.founded), "dissolutionDate": _day(row.dissolved)}
    if isinstance(row, Person):
        words["birthDate"] = _day(row.birth)
    return words


def _type(row: Entity) -> str:
    if isinstance(row, Organization) and row.organization_kind in PARTY:
        return "PoliticalParty"
    kinds = {Person: "Person", Organization: "Organization", Program: "Project", Region: "AdministrativeArea"}
    return kinds.get(type(row), "Thing")


def _article(row: Article, origin) -> dict:
    return {
        "@type": "NewsArticle",
        "headline": row.title,
        "inLanguage": row.language,
        "datePublished": row.published_on and row.published_on.isoformat(),
        "author": row.author and {"@type": "Person", "name": row.author},
        "publisher": _short(row.publisher, origin, "Organization"),
        "isBasedOn": row.url if row.url.startswith(("http://", "https://")) else "",
    }


def _figure(row: Figure, origin) -> dict:
    period = "/".join(_day(day) or ".." for day in (row.start, row.end)) if row.start or row.end else ""
    return {
        "@type": "Observation",
        "measuredProperty": row.indicator.name,
        "value": {"@type": "QuantitativeValue", "value": _number(row.value), "maxValue": _number(row.value_max),
                  "unitText": row.unit_words},
        "observationDate": _day(row.as_of),
        "observationPeriod": period,
        "observationAbout": _short(row.region or row.program, origin, "Thing"),
    }  # fmt: skip


def _pledge(row: Pledge, origin) -> dict:
    return {
        "@type": "Claim",
        "text": row.text,
        "inLanguage": row.language,
        "datePublished": _day(row.start),
        "author": _short(row.person or row.organization, origin, "Thing"),
    }


def _short(thing, origin, sort) -> dict | None:
    """A thing that another one points at; nothing of one that readers may not see."""
    if thing is None or thing.visibility != Entity.Visibility.PUBLIC or thing.merged_into_id:
        return None
    return {"@type": sort, "name": thing.name, "url": origin + thing.get_absolute_url()}


def _day(day) -> str:
    return str(day) if day else ""


def _number(value):
    return None if value is None else int(value) if value == value.to_integral_value() else float(value)
