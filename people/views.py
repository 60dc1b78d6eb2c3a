"""Pages of people and of organizations."""

from datetime import date

from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.core import charts, labels, lists, together
from kb.core.lists import ListPage
from kb.core.models import Entity, Name
from kb.core.pages import (
    LATEST,
    asked_day,
    both_ways,
    by_words,
    claims_of,
    documents_of,
    entity_page,
    known_on,
    pledges_of,
    quoted,
    relations_of,
    told_of,
)
from kb.core.quotes import MOST, finish, give_names, publishers
from kb.core.quotes import SHOWN as SHOWN_NAMES
from kb.core.together import Given, GivenKeys
from people.filters import OrganizationFilter, PersonFilter
from people.models import Organization, Person, Position

SHOWN = 8
NEWEST_FIRST = (
    F("start").desc(nulls_last=True),
    F("last_reported").desc(nulls_last=True),
    "pk",
)


def present(positions):
    """The position that says who somebody is: the last one reported, of several the highest."""
    return max(
        positions, key=lambda position: (position.last_reported or date.min, -labels.rank(position.post)), default=None
    )


class PersonList(ListPage):
    model = Person
    filterset_class = PersonFilter
    template_name = "people/people.html"
    title = _("People")
    intro = _("People with a public post, as the articles report it.")
    sorts = {
        "documents": (_("most articles first"), ["-documents", "name", "pk"]),
        "name": (pgettext_lazy("person", "by name"), ["name", "pk"]),
        "new": (_("newest first"), ["-pk"]),
    }
    csv_columns = {
        **lists.THING,
        _("Post"): lambda row: row.present.title if row.present else "",
        _("Organization"): lambda row: lists.named(row.present.organization) if row.present else "",
        _("Region"): lambda row: lists.named(row.present.region) if row.present else "",
        _("Last reported"): lambda row: row.present.last_reported if row.present else "",
        **lists.ADDRESS,
    }

    def rows(self):
        return Person.objects.public().with_documents()

    def dress(self, rows):
        day = self.day or timezone.localdate()
        held, names = posts_of(day).fetch(people=[row.pk for row in rows])
        by_person = {}
        for position in held:
            by_person.setdefault(position.person_id, []).append(position)
        for row in rows:
            row.present = present(by_person.get(row.pk, ()))
        give_names([*rows, *(thing for row in held for thing in (row.organization, row.region))], names)


@together.prepared
def posts_of(day: date):
    """What these people hold on the day, and the names of them and of where that is."""
    people = GivenKeys("people")
    held = Position.objects.public().held_on(day).filter(person__in=people)
    named = Q(entity__in=people) | Q(entity__among=held.values("organization")) | Q(entity__among=held.values("region"))
    return [
        held.select_related("organization", "region").order_by("pk")[:MOST],
        Name.objects.filter(named, kind__in=SHOWN_NAMES).order_by("pk")[:MOST],
    ]


def begun(position) -> date | None:
    """The first day on which the post is known to have been held."""
    return position.start.first_day if position.start else position.first_reported


def left(position) -> date | None:
    return position.end.last_day if position.end else None


def others_in_the_posts_of(person) -> list:
    """The positions of other people in the seats that this person held: of organizations, and of regions alone."""
    own = Position.objects.filter(person=person, post__in=labels.single_posts()).order_by()
    others = Position.objects.public().filter(post__among=own.values("post")).exclude(person=person)
    seats = (
        others.filter(organization__among=own.values("organization")),
        others.filter(organization=None, region__among=own.filter(organization=None).values("region")),
    )
    return [rows.select_related("person").order_by("pk")[:MOST] for rows in seats]


def mark_neighbours(positions, others):
    """Give each position ``predecessor`` and ``successor``: who held the seat just before and just after."""
    for position in positions:
        position.predecessor = position.successor = None
        day = begun(position)
        if day is None or not labels.single(position.post):
            continue
        seat = [
            other
            for other in others
            if other.post == position.post
            and other.organization_id == position.organization_id
            and (position.organization_id or other.region_id == position.region_id)
            and begun(other)
        ]
        position.predecessor = max((row for row in seat if begun(row) < day), key=begun, default=None)
        position.successor = min((row for row in seat if begun(row) > day), key=begun, default=None)


@together.prepared
def rows_of_person(day: date, asked: date | None):
    person = Given("person")
    figures = known_on(claims_of(Person, "figures"), asked)
    return [
        claims_of(Person, "positions")
        .marking_held_on(day)
        .select_related("organization", "region")
        .order_by(*NEWEST_FIRST)[:MOST],
        relations_of(person, asked),
        figures.select_related("indicator", "program", "organization", "region").order_by(*LATEST)[: SHOWN + 1],
        pledges_of(Person, day, asked, SHOWN + 1).select_related("organization", "program", "region"),
        documents_of(person, asked),
        *others_in_the_posts_of(person),
    ]


@entity_page(Person)
def person(request, person):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    found = rows_of_person(day, asked).fetch(person=person.pk)
    positions, relations, figures, pledges, documents, *seats = found
    others = [other for rows in seats for other in rows]
    told_of(person, "person", positions, pledges)
    told_of(person, "speaker", figures)
    relations, documents = both_ways(person, relations), quoted(documents)
    mark_neighbours(positions, others)
    if asked:
        positions = [position for position in positions if position.held]
    quotes = finish(
        positions,
        relations,
        figures,
        pledges,
        documents=documents,
        things=[person, *(other.person for other in others)],
    )
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "present": present([position for position in positions if position.held]),
            "positions": positions,
            "timeline": charts.timeline([(row, begun(row), left(row) or row.last_reported) for row in positions], day),
            "relations": by_words(relations),
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "kicker": pgettext_lazy("kind of thing", "Person"),
        },
    )


class OrganizationList(ListPage):
    model = Organization
    filterset_class = OrganizationFilter
    template_name = "people/organizations.html"
    title = _("Organizations")
    intro = _("Parties and their branches, state bodies, councils, funds and firms.")
    sorts = {
        "documents": (_("most articles first"), ["-documents", "name", "pk"]),
        "name": (_("by name"), ["name", "pk"]),
        "new": (_("newest first"), ["-pk"]),
    }

    csv_columns = {
        **lists.THING,
        _("Kind"): lambda row: labels.kind("organization", row.organization_kind) if row.organization_kind else "",
        _("Region"): lambda row: lists.named(row.region),
        _("Founded"): lambda row: row.founded,
        **lists.ADDRESS,
    }

    def rows(self):
        return Organization.objects.public().select_related("region").with_documents()

    def dress(self, rows):
        finish(things=[thing for row in rows for thing in (row, row.region)])


@together.prepared
def rows_of_organization(day: date, asked: date | None):
    organization = Given("organization")
    figures = known_on(claims_of(Organization, "figures"), asked)
    return [
        claims_of(Organization, "positions")
        .marking_held_on(day)
        .select_related("person", "region")
        .order_by(*NEWEST_FIRST)[:120],
        relations_of(organization, asked),
        figures.select_related("indicator", "program", "region", "speaker").order_by(*LATEST)[: SHOWN + 1],
        pledges_of(Organization, day, asked, SHOWN + 1).select_related("person", "program", "region"),
        documents_of(organization, asked),
    ]


@entity_page(Organization, "region")
def organization(request, organization):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    found = rows_of_organization(day, asked).fetch(organization=organization.pk)
    positions, relations, figures, pledges, documents = found
    told_of(organization, "organization", positions, figures, pledges)
    if asked:
        positions = [position for position in positions if position.held]
    positions.sort(key=lambda position: labels.rank(position.post))
    relations, documents = both_ways(organization, relations), quoted(documents)
    quotes = finish(
        positions, relations, figures, pledges, documents=documents, things=[organization, organization.region]
    )
    programs = [row for row in relations if row.other.kind == Entity.Kind.PROGRAM]
    return render(
        request,
        "people/organization.html",
        {
            "organization": organization,
            "names": names_through_time(organization),
            "head": head_of(positions),
            "positions": positions,
            "relations": by_words(row for row in relations if row not in programs),
            "programs": by_words(programs),
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "kicker": pgettext_lazy("kind of thing", "Organization"),
        },
    )


def head_of(positions):
    """Who heads it: of the single posts held, the highest; of two holders the one begun last."""
    heads = [row for row in positions if row.held and labels.single(row.post)]
    return min(
        heads, key=lambda row: (labels.rank(row.post), -(begun(row) or date.min).toordinal(), row.pk), default=None
    )


def names_through_time(entity) -> list:
    """Its dated former names, the oldest first; one that several languages share once."""
    former = [name for name in entity.names.all() if name.kind == "former" and (name.valid_from or name.valid_until)]
    former.sort(key=lambda name: int(name.valid_from or name.valid_until))
    return list({(name.text, name.valid_from, name.valid_until): name for name in former}.values())
