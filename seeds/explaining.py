"""Why a mention is linked to what it is linked to, as plain data for ``Mention.why``; the admin puts it in words."""

from __future__ import annotations

from seeds.linking import FAMOUS_RANK, Held, Index, Known, Sought
from seeds.reading.drafts import PERSON


def because(sought: Sought, known: Known, index: Index) -> dict[str, object]:
    """What the document and the knowledge base both say: titles of posts, or keys of entities (numbers)."""
    if sought.kind == PERSON:
        return _support(sought, known, index)
    found: dict[str, object] = {}
    if sought.region is not None and sought.region == known.region:
        found["same_place"] = known.region
    if sought.parent is not None and sought.parent == known.parent:
        found["same_parent"] = known.parent
    return found


def _support(sought: Sought, known: Known, index: Index) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in sought.held:
        for other in known.held:
            _compare(one, other, index, found)
    if not found:
        beside = {end for held in known.held for end in (held.organization, index.place(held)) if end}
        if shared := sorted(beside & sought.companions):
            found["beside"] = shared[0]
    if not found and (post := _known_as(sought, known)):
        found["known_as"] = post
    return found


def _compare(one: Held, other: Held, index: Index, found: dict[str, object]) -> None:
    if one.same_post(other):
        found.setdefault("same_post", _title(other) or _title(one))
    if one.organization is not None and one.organization == other.organization:
        found.setdefault("same_organization", one.organization)
    here, there = index.place(one), index.place(other)
    if here is not None and there is not None and (here in index.lineage(there) or there in index.lineage(here)):
        found.setdefault("same_place", here)


def _known_as(sought: Sought, known: Known) -> str:
    """The highest post that the person was reported in by then."""
    held = [
        post
        for post in known.held
        if post.rank <= FAMOUS_RANK and (not sought.day or not post.first or post.first <= sought.day)
    ]
    held = held or [post for post in known.held if post.rank <= FAMOUS_RANK]
    return _title(min(held, key=lambda post: post.rank)) if held else ""


def _title(held: Held) -> str:
    return held.title or next(iter(sorted(held.titles)), held.post)
