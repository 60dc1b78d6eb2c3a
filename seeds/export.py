"""What was read, as JSON: the operator's export, private persons included and marked.

One object an article: file, meta, people, organizations, programs and regions with the id that links them across
articles, roles, figures, pledges. A name is the one of the entity's names that the article uses, in the nominative;
else the entity's own in the article's language and of the article's day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TextIO

from django.db.models import Prefetch, Q

from articles.models import Appearance, Article, Evidence, Mention
from kb.core import languages, quotes
from kb.core.models import Entity
from kb.core.partial_dates import PartialDate
from kb.core.text import name_key
from seeds.reading.posts import IMPLIED

# The head of state belongs to no organization: what the post is of is the state itself.
HEADED_STATE = {
    (post, language): name
    for post in ("president", "first-president")
    for language, name in {"kk": "Қазақстан", "ru": "Республика Казахстан", "en": "Kazakhstan"}.items()
}
PLURAL = {"person": "people", "organization": "organizations", "program": "programs", "region": "regions"}
_BATCH = 100
_HIDDEN_REVIEWS = ("rejected", "deprecated")


def write(output: TextIO) -> int:
    """All articles, ordered by file and key; how many."""
    count = 0
    output.write('{"documents": [')
    for document in documents():
        output.write(("," if count else "") + "\n")
        json.dump(document, output, ensure_ascii=False, indent=1)
        count += 1
    output.write("\n]}\n")
    return count


def documents() -> Iterator[dict]:
    claims = Evidence.objects.order_by("start", "pk").select_related(
        "position", "figure__indicator", "pledge", "pledge__target"
    )
    articles = Article.objects.order_by("source_name", "pk").prefetch_related(
        Prefetch("evidence", claims.filter(relation=None, pledge_change=None)),
        Prefetch("appearances", Appearance.objects.order_by("entity")),
        Prefetch(
            "mentions",
            Mention.objects.filter(Q(entity__isnull=False) | Q(why__suppressed=True)).order_by("start", "pk"),
        ),
    )
    for article in articles.iterator(chunk_size=_BATCH):
        yield _Exported(article).document()


class _Exported:
    def __init__(self, article: Article):
        self.article = article
        self.language = article.language or "ru"
        self.evidence = [
            row for row in article.evidence.all() if row.claim is not None and row.claim.review not in _HIDDEN_REVIEWS
        ]
        pks = {appearance.entity_id for appearance in article.appearances.all()}
        for row in self.evidence:
            for field in row.claim.about:
                pks.add(getattr(row.claim, f"{field}_id"))
        self.entities = Entity.objects.prefetch_related("names").in_bulk(pks - {None})
        # A person who was removed for good is no more in here than on a page; blocks keep the offsets.
        self.suppressed = quotes.pattern({row.text for row in article.mentions.all() if row.why.get("suppressed")})
        rules: dict[int, set[str]] = defaultdict(set)
        for mention in article.mentions.all():
            rules[mention.entity_id].add(mention.rule)
        self.implied = {pk for pk, found in rules.items() if found == {IMPLIED}}
        self.names: dict[int, str] = {}
        for mention in article.mentions.all():
            name = mention.why.get("name", "")
            entity = self.entities.get(mention.entity_id)
            if entity is not None and name_key(name) in _keys(entity):
                self.names.setdefault(entity.pk, name)

    def document(self) -> dict:
        article = self.article
        disclosure = {key: self._mask(getattr(article, key)) for key in ("customer", "payer", "producer")}
        shown = {
            "file": article.source_name.replace("!", "/").rsplit("/", 1)[-1],
            "source": article.source_name,
            "id": article.uid,
            "meta": {
                "language": article.language,
                "date": article.published_on.isoformat() if article.published_on else None,
                "title": self._mask(article.title),
                "kind": article.kind,
                "disclosure": disclosure if any(disclosure.values()) else None,
            },
        }
        for plural in PLURAL.values():
            shown[plural] = []
        for appearance in article.appearances.all():
            if appearance.entity_id in self.implied:
                continue  # it stands with the role
            entity = self.entities[appearance.entity_id]
            row = {"name": self._name(entity), "id": entity.uid, "aliases": [name.text for name in entity.names.all()]}
            if entity.kind == Entity.Kind.PERSON:
                row["private"] = entity.visibility != Entity.Visibility.PUBLIC
            shown[PLURAL[entity.kind]].append(row)
        shown["roles"] = [self._role(row) for row in self.evidence if row.position_id]
        shown["figures"] = [self._figure(row) for row in self.evidence if row.figure_id]
        shown["pledges"] = [self._pledge(row) for row in self.evidence if row.pledge_id]
        return shown

    def _name(self, entity: Entity | None) -> str:
        if entity is None:
            return ""
        if entity.pk in self.names:
            return self.names[entity.pk]
        if self.article.published_on:
            return entity.name_on(self.article.published_on, self.language)
        return languages.pick(entity, "name", self.language)[0]

    def _mask(self, text: str) -> str:
        return self.suppressed.sub(lambda found: "█" * len(found[0]), text) if self.suppressed else text

    def _quote(self, row: Evidence) -> dict:
        return {"quote": self._mask(row.quote), "start": row.start, "end": row.end}

    def _of(self, claim, field: str) -> str:
        return self._name(self.entities.get(getattr(claim, f"{field}_id")))

    def _role(self, row: Evidence) -> dict:
        position = row.position
        region = self._of(position, "region")
        return {
            "person": self._of(position, "person"),
            "title": languages.pick(position, "title", self.language)[0],
            "org": self._of(position, "organization") or HEADED_STATE.get((position.post, self.language)) or region,
            "region": region,
            "post": position.post,
            "former": position.ended,
            "start": _date(position.start),
            "end": _date(position.end),
            "as_of": self.article.published_on.isoformat() if self.article.published_on else None,
            **self._quote(row),
        }

    def _figure(self, row: Evidence) -> dict:
        figure = row.figure
        return {
            "value": float(figure.value),
            "value_max": None if figure.value_max is None else float(figure.value_max),
            "unit": figure.unit if figure.unit == "KZT" else figure.unit_text or figure.unit,
            "unit_code": figure.unit,
            "status": "reported" if figure.status == "reported" else "pledged",
            "qualifier": figure.qualifier,
            "indicator": self._counted(figure),
            "indicator_id": figure.indicator.uid,
            "region": self._of(figure, "region"),
            "program": self._of(figure, "program"),
            "organization": self._of(figure, "organization"),
            "start_date": _date(figure.start),
            "end_date": _date(figure.end),
            "id": figure.uid,
            **self._quote(row),
        }

    def _counted(self, figure) -> str:
        """What is counted in the words of this article; of a figure first told in another language its indicator's."""
        if figure.counted_text and figure.language == self.language:
            return self._mask(figure.counted_text)
        return languages.pick(figure.indicator, "name", self.language)[0]

    def _pledge(self, row: Evidence) -> dict:
        pledge = row.pledge
        return {
            "person": self._of(pledge, "person"),
            "organization": self._of(pledge, "organization"),
            "program": self._of(pledge, "program"),
            "region": self._of(pledge, "region"),
            "deadline": _date(pledge.deadline),
            "target": float(pledge.target.value) if pledge.target else None,
            "id": pledge.uid,
            **self._quote(row),
        }


def _keys(entity: Entity) -> set[str]:
    primary = (entity.name_kk, entity.name_ru, entity.name_en)
    return {name_key(name) for name in primary if name} | {name.key for name in entity.names.all()}


def _date(value: PartialDate | None) -> str | None:
    return str(value) if value else None
