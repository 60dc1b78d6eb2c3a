"""What tells namesakes apart before a merge: names, posts, ties, sentences; and what speaks against it."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Greatest, Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz

from articles.models import Appearance, Mention
from kb.core import languages
from kb.core.admin_base import change_address
from kb.core.models import Entity, Name, Relation, Review
from kb.core.partial_dates import years
from people.models import Person, Position

SAMPLES, TIES, AROUND = 3, 6, 90
ALIKE = 75  # of 100; names that are less alike than this are pointed out
_REFUSED = (Review.REJECTED, Review.DEPRECATED)


@dataclass
class Profile:
    thing: Entity
    label: str
    kept: bool
    names: list[tuple[str, str]] = field(default_factory=list)  # (language, name)
    posts: list[str] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)
    samples: list[dict] = field(default_factory=list)


def profiles(things, labels: dict, keep) -> list[Profile]:
    """One for each of ``things``; the number of queries depends on how many are merged alone."""
    found = {thing.pk: Profile(thing, labels[thing.pk], thing.pk == keep.pk) for thing in things}
    for thing in things:
        names = [(code, getattr(thing, f"name_{code}")) for code in languages.CODES]
        found[thing.pk].names += [pair for pair in names if pair[1]]
        found[thing.pk].samples = samples(thing)
    for name in Name.objects.filter(entity__in=found):
        found[name.entity_id].names.append((name.language, name.text))
    for post in _posts(found):
        where = [post.title, post.organization, post.region, years(post.start, post.end)]
        found[post.person_id].posts.append(" · ".join(str(part) for part in where if part))
    ties = Relation.objects.filter(Q(subject__in=found) | Q(object__in=found)).exclude(review__in=_REFUSED)
    for tie in ties.select_related("subject", "object").order_by("pk"):
        for end in {tie.subject_id, tie.object_id} & set(found):
            if len(found[end].ties) < TIES:
                found[end].ties.append(str(tie))
    return list(found.values())


def _posts(keys):
    rows = Position.objects.filter(person__in=keys).exclude(review__in=_REFUSED)
    return rows.select_related("organization", "region").order_by("start", "pk")


def samples(thing) -> list[dict]:
    """The latest places that name ``thing``, with some of the words around."""
    begins = Greatest(F("start") + 1 - AROUND, Value(1))
    rows = (
        Mention.objects.filter(entity=thing.pk)
        .exclude(review__in=_REFUSED)
        .annotate(
            before=Substr("article__text", begins, F("start") + 1 - begins),
            after=Substr("article__text", F("end") + 1, AROUND),
        )
        .order_by("-article__published_on", "-pk")
        .values("pk", "text", "before", "after", "article", "article__title", "article__published_on")
    )
    found, seen = [], set()
    for row in rows[: 4 * SAMPLES]:
        if row["article"] not in seen and len(found) < SAMPLES:
            seen.add(row["article"])
            found.append({**row, "title": row["article__title"], "on": row["article__published_on"]})
    return found


def warnings(things) -> list[str]:
    """What speaks against these being one."""
    told = [*_different_names(things), *_named_together(things), *_private_and_public(things)]
    if sum(bool(thing.ref) for thing in things) > 1:
        told.append(_("The reference data lists more than one of these: it takes them for different things."))
    people = [thing for thing in things if isinstance(thing, Person)]
    if len({str(person.birth) for person in people if person.birth}) > 1:
        told.append(_("The dates of birth differ."))
    return told + _far_apart(people)


def _different_names(things) -> list[str]:
    first, *others = things
    mine = _keys(first)
    return [
        _("The names differ: “%(one)s” and “%(other)s”.") % {"one": first, "other": other}
        for other in others
        if not any(fuzz.token_set_ratio(one, two) >= ALIKE for one in mine for two in _keys(other))
    ]


def _keys(thing) -> list[str]:
    return [key for key in thing.names_key.split(" | ") if key]


def _named_together(things) -> list[str]:
    """One document that names both mostly means two."""
    both = Appearance.objects.filter(entity__in=[thing.pk for thing in things]).values("article")
    total = both.annotate(total=Count("entity", distinct=True)).filter(total__gt=1).count()
    if not total:
        return []
    text = ngettext(
        "%(count)d document names more than one of these side by side.",
        "%(count)d documents name more than one of these side by side.",
        total,
    )
    return [text % {"count": total}]


def _private_and_public(things) -> list[str]:
    shown = {thing.visibility == Entity.Visibility.PUBLIC for thing in things}
    if len(shown) < 2:
        return []
    return [_("One of these is hidden and another one is public: what is known of the hidden one goes with the merge.")]


def _far_apart(people) -> list[str]:
    """Posts that never share a region or an organization."""
    places = {person.pk: set() for person in people}
    for post in _posts(list(places)):
        places[post.person_id] |= {post.organization_id, post.region_id} - {None}
    known = [found for found in places.values() if found]
    if len(known) < 2 or set.intersection(*known):
        return []
    return [_("Their posts are in different organizations and regions.")]


def context(things, labels, keep, plan) -> dict:
    ordered = sorted(things, key=lambda thing: thing.pk != keep.pk)
    return {
        "profiles": [(each, change_address(each.thing)) for each in profiles(ordered, labels, keep)],
        "warnings": warnings(ordered),
        # Counts of articles are folded too; that says nothing to anybody.
        "doubles": [row["text"] for row in plan.folded if row["table"] != "articles.appearance"],
    }
