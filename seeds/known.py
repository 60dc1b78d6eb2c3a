"""Entities of the database as linking sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from articles.models import Appearance
from kb.core.models import Entity, Name, Relation
from kb.core.text import name_key
from kb.regions.models import Region
from people.models import Organization, Position
from programs.models import Program
from seeds.linking import UNKNOWN_RANK, Held, Index, Known
from seeds.organization_names import Meaning
from seeds.person_names import parse
from seeds.reading.drafts import ORGANIZATION, PERSON, PROGRAM, REGION

_BATCH = 500
_PARENT_KINDS = (Relation.Kind.PART_OF, Relation.Kind.BRANCH_OF)


def ranks(gazetteer) -> dict[str, int]:
    posts = (gazetteer.tables.get("posts") or {}).get("posts") or ()
    return {row["code"]: row.get("rank", UNKNOWN_RANK) for row in posts}


def load(index: Index, post_ranks: dict[str, int], pks: Iterable[int] | None = None) -> None:
    """Put these entities (None: all) into ``index`` as they now are; what is gone, merged or removed falls out."""
    if pks is None:
        _load(index, post_ranks, Entity.objects.all(), everything=True)
        return
    pks = sorted(set(pks))
    for start in range(0, len(pks), _BATCH):
        batch = pks[start : start + _BATCH]
        for pk in batch:
            index.drop(pk)
        _load(index, post_ranks, Entity.objects.filter(pk__in=batch))


def companions(pk: int) -> set[int]:
    """The organizations and regions that share an article with the entity, countries left out."""
    articles = Appearance.objects.filter(entity=pk).values("article")
    beside = Appearance.objects.filter(article__in=articles, entity__kind__in=[ORGANIZATION, REGION])
    return set(beside.exclude(entity__as_region__level=Region.Level.COUNTRY).values_list("entity", flat=True))


def meanings(index: Index, kind: str, texts: Iterable[str], regions: Iterable[int]) -> frozenset[Meaning]:
    """What the names of an organization or a program in these regions mean."""
    if kind not in (ORGANIZATION, PROGRAM):
        return frozenset()
    places = {place for region in regions for place in index.lineage(region)}
    around = [key for place in sorted(places) for key in index.known[place].keys]
    return frozenset(index.vocabulary.meaning(text, around) for text in texts)


def _load(index: Index, post_ranks: dict[str, int], entities, everything: bool = False) -> None:
    rows = list(
        entities.filter(merged_into=None)
        .exclude(visibility=Entity.Visibility.REMOVED)
        .values_list("pk", "kind", "ref", "visibility", "name_kk", "name_ru", "name_en")
        .order_by("pk")
    )
    wanted = {} if everything else {"in": [row[0] for row in rows]}

    def chosen(queryset, field):
        return queryset.filter(**{f"{field}__in": wanted["in"]}) if wanted else queryset

    names = defaultdict(list)
    for entity, text in chosen(Name.objects.exclude(kind=Name.Kind.MISPRINT), "entity").values_list("entity", "text"):
        names[entity].append(text)
    subtypes, places, parents = {}, {}, {}
    kinds = {row[1] for row in rows}
    if ORGANIZATION in kinds:
        for pk, kind, region in chosen(Organization.objects, "pk").values_list("pk", "organization_kind", "region"):
            subtypes[pk], places[pk] = kind, region
        belongs = chosen(Relation.objects.filter(kind__in=_PARENT_KINDS, subject__kind=ORGANIZATION), "subject")
        belongs = belongs.exclude(review__in=["rejected", "deprecated"])
        for subject, parent in belongs.values_list("subject", "object").order_by("-pk"):
            parents[subject] = parent  # the first one made stays
    if REGION in kinds:
        for pk, level, parent in chosen(Region.objects, "pk").values_list("pk", "level", "parent"):
            subtypes[pk], parents[pk] = level, parent
    if PROGRAM in kinds:
        for pk, kind, parent in chosen(Program.objects, "pk").values_list("pk", "program_kind", "parent"):
            subtypes[pk], parents[pk] = kind, parent
        located = chosen(Relation.objects.filter(kind=Relation.Kind.OPERATES_IN, subject__kind=PROGRAM), "subject")
        for subject, region in located.exclude(review="rejected").values_list("subject", "object").order_by("-pk"):
            places[subject] = region
    held = defaultdict(list)
    if PERSON in kinds:
        positions = chosen(Position.objects.exclude(review__in=["rejected", "deprecated"]), "person").order_by("pk")
        for position in positions:
            held[position.person_id].append(
                Held(
                    post=position.post,
                    titles=frozenset(name_key(t) for t in (position.title_kk, position.title_ru) if t),
                    organization=position.organization_id,
                    region=position.region_id,
                    first=position.first_reported,
                    last=position.last_reported,
                    rank=post_ranks.get(position.post, UNKNOWN_RANK),
                    title=position.title_kk or position.title_ru or position.title_en,
                )
            )
    # Regions come first: the names of the others are read without those of their places.
    for pk, kind, ref, visibility, *primary in sorted(rows, key=lambda row: row[1] != REGION):
        texts = [text for text in (*primary, *names[pk]) if text]
        index.put(
            Known(
                pk=pk,
                kind=kind,
                ref=ref,
                subtype=subtypes.get(pk, ""),
                public=visibility == Entity.Visibility.PUBLIC,
                keys=frozenset(name_key(text) for text in texts),
                people=tuple(dict.fromkeys(parse(text) for text in texts)) if kind == PERSON else (),
                meanings=meanings(index, kind, texts, [places[pk]] if places.get(pk) else []),
                region=places.get(pk),
                parent=parents.get(pk),
                held=tuple(held[pk]),
            )
        )
