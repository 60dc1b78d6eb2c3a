"""Pages of people and of organizations."""

from datetime import date

from django.db.models import F, Prefetch, Q, prefetch_related_objects
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kb.core import labels
from kb.core.lists import ListPage
from kb.core.models import Entity
from kb.core.pages import asked_day, by_words, documents_of, entity_page, finish, relations_of
from kb.core.quotes import attach_names, publishers
from people.filters import OrganizationFilter, PersonFilter
from people.models import Organization, Person, Position

SHOWN = 15
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
    sorts = {"name": (pgettext_lazy("person", "by name"), ["names_key", "pk"]), "new": (_("newest first"), ["-pk"])}

    def rows(self):
        return Person.objects.public()

    def dress(self, rows):
        day = asked_day(self.request) or timezone.localdate()
        held = Position.objects.public().held_on(day).select_related("organization", "region")
        prefetch_related_objects(rows, Prefetch("positions", queryset=held, to_attr="held"))
        for row in rows:
            row.present = present(row.held)
        attach_names([row.present.organization for row in rows if row.present and row.present.organization])


@entity_page(Person)
def person(request, person):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    positions = list(
        person.positions.public().marking_held_on(day).select_related("organization", "region").order_by(*NEWEST_FIRST)
    )
    if asked:
        positions = [position for position in positions if position.held]
    relations = relations_of(person, asked)
    figures = person.figures.public().select_related("indicator", "program", "organization", "region")
    if asked:
        figures = figures.filter(Q(as_of=None) | Q(as_of__not_after=day))
    figures = list(figures.order_by(F("as_of").desc(nulls_last=True), "-pk")[: SHOWN + 1])
    pledges = person.pledges.public().select_related("organization", "program", "region")
    pledges = list(pledges.order_by(F("deadline").asc(nulls_last=True), "pk")[: SHOWN + 1])
    documents = documents_of(person, asked)
    quotes = finish(positions, relations, figures, pledges, documents=documents, things=[person])
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "present": present([position for position in positions if position.held]),
            "positions": positions,
            "relations": by_words(relations),
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "as_of": asked,
            "kicker": pgettext_lazy("kind of thing", "Person"),
        },
    )


class OrganizationList(ListPage):
    model = Organization
    filterset_class = OrganizationFilter
    template_name = "people/organizations.html"
    title = _("Organizations")
    intro = _("Parties and their branches, state bodies, councils, funds and firms.")
    sorts = {"name": (_("by name"), ["names_key", "pk"]), "new": (_("newest first"), ["-pk"])}

    def rows(self):
        return Organization.objects.public().select_related("region")


@entity_page(Organization, "region")
def organization(request, organization):
    asked = asked_day(request)
    day = asked or timezone.localdate()
    positions = organization.positions.public().marking_held_on(day).select_related("person", "region")
    positions = list(positions.order_by(*NEWEST_FIRST)[:120])
    if asked:
        positions = [position for position in positions if position.held]
    positions.sort(key=lambda position: labels.rank(position.post))
    relations = relations_of(organization, asked)
    figures = organization.figures.public().select_related("indicator", "program", "region", "speaker")
    if asked:
        figures = figures.filter(Q(as_of=None) | Q(as_of__not_after=day))
    figures = list(figures.order_by(F("as_of").desc(nulls_last=True), "-pk")[: SHOWN + 1])
    pledges = organization.pledges.public().select_related("person", "program", "region")
    pledges = list(pledges.order_by(F("deadline").asc(nulls_last=True), "pk")[: SHOWN + 1])
    documents = documents_of(organization, asked)
    quotes = finish(positions, relations, figures, pledges, documents=documents, things=[organization])
    programs = [row for row in relations if row.other.kind == Entity.Kind.PROGRAM]
    return render(
        request,
        "people/organization.html",
        {
            "organization": organization,
            "names": names_through_time(organization),
            "positions": positions,
            "relations": by_words(row for row in relations if row not in programs),
            "programs": by_words(programs),
            "figures": figures[:SHOWN],
            "more_figures": len(figures) > SHOWN,
            "pledges": pledges[:SHOWN],
            "more_pledges": len(pledges) > SHOWN,
            "documents": documents,
            "publishers": publishers(quotes),
            "as_of": asked,
            "kicker": pgettext_lazy("kind of thing", "Organization"),
        },
    )


def names_through_time(entity) -> list:
    """Its dated former names, the oldest first; one that several languages share once."""
    former = [name for name in entity.names.all() if name.kind == "former" and (name.valid_from or name.valid_until)]
    former.sort(key=lambda name: int(name.valid_from or name.valid_until))
    return list({(name.text, name.valid_from, name.valid_until): name for name in former}.values())
