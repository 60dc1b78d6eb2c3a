"""The ordinary person, organization and position."""

from people.models import Organization, Person, Position


def person(name="Айдар Сейітов", **fields) -> Person:
    """A public person."""
    return Person.objects.create(**{"name_kk": name, "visibility": "public", **fields})


def organization(name="Қамқор қоры", **fields) -> Organization:
    return Organization.objects.create(**{"name_kk": name, "organization_kind": "fund", **fields})


def position(**fields) -> Position:
    fields.setdefault("person", None)
    if fields["person"] is None:
        fields["person"] = person()
    return Position.objects.create(**{"title_kk": "төраға", "review": "accepted", **fields})
