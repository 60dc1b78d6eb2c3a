"""Filters that several lists share."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kb.core.lookups import Spelled
from kb.core.models import Entity, Name
from kb.core.quotes import people_in
from kb.core.text import name_key, words

# Characters of a question, and words of it that are looked for.
LONGEST, MOST_WORDS = 200, 10


def without_withheld(rows, text: str, article: str):
    """Leave out rows in whose articles a word of ``text`` is in a name that readers may not see.

    Else a list would tell who stands behind "[name withheld]". ``article`` is the way from a mention to the row. Words
    of one or two letters tell nobody's name.
    """
    asked = Q()
    for word in words(text):
        if len(word) > 2:
            asked |= Q(Spelled("text", word))
    if not asked:
        return rows
    mentions = Entity._meta.get_field("mentions").related_model.objects.filter(asked, **{article: OuterRef("pk")})
    unseen = Q(entity=None) | (~Q(entity__visibility=Entity.Visibility.PUBLIC) & Q(entity__merged_into=None))
    return rows.exclude(Exists(people_in(mentions).filter(unseen)))


def things_named(text: str, kinds=()):
    """Keys of public things whose address or whole name is ``text``, else whose name in any spelling has it.

    A subquery: the list that it narrows asks no more questions.
    """
    things = Entity.objects.public()
    if kinds:
        things = things.filter(kind__in=kinds)
    key = name_key(text)
    if not key:
        return things.filter(slug=text).values("pk")
    # The column has the names in three languages, with bars between them.
    whole = Q(slug=text) | Q(names_key=key) | Q(names_key__startswith=f"{key} |")
    whole |= Q(names_key__contains=f"| {key} |") | Q(names_key__endswith=f"| {key}")
    exact = things.filter(whole)
    other = Name.objects.filter(key__startswith=key).values("entity")
    part = (Q(names_key__contains=key) | Q(pk__in=other)) & ~Q(Exists(exact))
    return things.filter(whole | part).values("pk")


SECTIONS = {"person": "people", "organization": "organizations", "program": "programs", "region": "regions"}


def name_box(*kinds) -> forms.TextInput:
    """A text box that offers names of these kinds where scripts run (static/kb/suggest.js)."""
    return forms.TextInput(attrs={"data-suggest": " ".join(SECTIONS[kind] for kind in kinds or SECTIONS)})


class TextFilter(django_filters.CharFilter):
    """A text box that takes no more than a question."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST, **kwargs})


class ThingFilter(TextFilter):
    """By a thing's name, in any language and spelling, or by its address; one text box for thousands of things."""

    def __init__(self, *paths, kinds=(), **kwargs):
        self.paths, self.kinds = paths, kinds
        super().__init__(**{"widget": name_box(*kinds), **kwargs})

    def filter(self, rows, value):
        return self.narrow(rows, value) if value else rows

    def narrow(self, rows, value):
        found = things_named(value, self.kinds)
        wanted = Q(pk__in=[])
        for path in self.paths:
            wanted |= Q(**{f"{path}__in": found})
        return rows.filter(wanted)


class DayFilter(django_filters.DateFilter):
    """A day, with the browser's calendar."""

    def __init__(self, *args, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(*args, **{"widget": widget, **kwargs})


class NameFilter(TextFilter):
    """Part of a name of the listed things themselves."""

    def filter(self, rows, value):
        key = name_key(value or "")
        if not key:
            return rows
        by_name = Entity.objects.filter(names__key__startswith=key).values("pk")
        return rows.filter(Q(names_key__contains=key) | Q(pk__in=by_name))


class KeyFilter(TextFilter):
    """Part of a folded text column."""

    def filter(self, rows, value):
        key = name_key(value or "")
        return rows.filter(**{f"{self.field_name}__contains": key}) if key else rows


class DocumentedFilterSet(django_filters.FilterSet):
    """A list of things begins with those that articles name; the rest of the reference data is asked for.

    Whoever looks for a name looks among all.
    """

    all = django_filters.BooleanFilter(
        method="among_all", label=_("also what no article here names"), widget=forms.CheckboxInput
    )

    def among_all(self, rows, name, value):
        return rows

    def filter_queryset(self, rows):
        rows = super().filter_queryset(rows)
        return rows if self.shows_all else rows.documented()

    @property
    def shows_all(self) -> bool:
        return bool(self.form.cleaned_data.get("all") or self.form.cleaned_data.get("q"))
