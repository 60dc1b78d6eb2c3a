"""Filters that several lists share."""

import re
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kb.core import together
from kb.core.lookups import Spelled
from kb.core.models import Entity, Name
from kb.core.querysets import InOrder, Unindexed
from kb.core.quotes import people_in
from kb.core.text import name_key, words
from kb.core.together import Given, GivenKeys

# Characters of a question, and words of it that are looked for.
LONGEST, MOST_WORDS = 200, 10
# So many rows that have some words are gathered before the list is read; more of them it soon meets in its order.
FEW = 1000
WORDS = "q"  # the filter of them
SLUG = re.compile(r"[a-z0-9-]+")


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


class KeyedFilterSet(django_filters.FilterSet):
    """Keys are gathered first for the slug of a thing in an address, and for words and names that few rows have.

    Words and names are looked for among all there are, a key is where an index begins.
    """

    known: frozenset[str] = frozenset()  # filters whose keys are ``Given``
    order = ""  # the column that rows are read in the order of; empty: they are only counted

    def column(self, name: str, along: str = "") -> str:
        """Where statements read a column that an index begins with: many rows may have what is asked of it.

        ``along``: what that index goes on with.
        """
        return name if self.order in ("", name, along) else f"{name}__unindexed"

    def gathered(self, rows, name: str):
        """Those of the rows that have what the filter ``name`` asks for, by their keys; None where many have it."""
        return rows.filter(pk__in=GivenKeys(gathered(name))) if gathered(name) in self.known else None

    def names(self, column: str, name: str, value: str, kinds=()) -> Q:
        """That ``column`` is what the filter ``name`` asks for."""
        if name in self.known:
            return Q(**{column: Given(name)})
        return Q(**{f"{column}__among": things_named(value, kinds)})


@dataclass
class Known:
    """What was found for the filters of an address: things by their slugs, rows by what few have."""

    things: dict[str, Entity] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    asked: bool = False  # whether that took a query

    @property
    def names(self) -> frozenset[str]:
        return frozenset((*self.things, *self.rows))

    @property
    def given(self) -> dict:
        return {name: thing.pk for name, thing in self.things.items()} | self.rows


def known_of(filterset_class, asked) -> Known:
    """At most one query."""
    kinds, few = boxes(filterset_class), {}
    slugs = {name: text for name in kinds if SLUG.fullmatch(text := asked.get(name, ""))}
    for name, box in filterset_class.base_filters.items():
        text = asked.get(name, "").strip()[:LONGEST].replace("\0", "")
        if text and hasattr(box, "few") and (name not in slugs or box.along is not None):
            few[name] = box.few(filterset_class._meta.model, text)
    few = {name: rows[: FEW + 1] for name, rows in few.items() if rows is not None}
    if not slugs and not few:
        return Known()
    things = Entity.objects.public().filter(slug__in=set(slugs.values())).order_by("pk")
    found, *rows = together.fetch(things, *few.values())
    found = {row.slug: row for row in found}
    known = Known(asked=True)
    known.things = {
        name: found[slug] for name, slug in slugs.items() if slug in found and found[slug].kind in kinds[name]
    }
    for name, keys in zip(few, rows, strict=True):
        if len(keys) <= FEW and (name in known.things or name not in slugs):
            known.rows[gathered(name)] = [pk for (pk,) in keys]
    return known


def gathered(name: str) -> str:
    """What keys of rows are ``Given`` by, that have what the filter ``name`` asks for."""
    return f"rows by {name}"


def boxes(filterset_class) -> dict[str, set[str]]:
    """The kinds of things that each filter with a ``name_box`` is for."""
    widgets = {name: box.extra.get("widget") for name, box in filterset_class.base_filters.items()}
    words = {name: widget.attrs.get("data-suggest", "") for name, widget in widgets.items() if hasattr(widget, "attrs")}
    return {
        name: {kind for kind, folder in SECTIONS.items() if folder in text.split()}
        for name, text in words.items()
        if text
    }


class ThingFilter(TextFilter):
    """By a thing's name, in any language and spelling, or by its address; one text box for thousands of things.

    ``inside``: and by what has it for a parent.
    """

    def __init__(self, *columns, kinds=(), inside=False, **kwargs):
        self.columns, self.kinds, self.inside = columns, kinds, inside
        super().__init__(**{"widget": name_box(*kinds), **kwargs})

    def filter(self, rows, value):
        return rows.filter(self.condition(rows.model, value)) if value else rows

    def condition(self, model, value) -> Q:
        asked = partial(self.parent.names, name=self.field_name, value=value, kinds=self.kinds)
        if self.inside:
            return self.among(self.of_column(model, asked("pk") | asked("parent")))
        return reduce(or_, map(asked, self.columns))

    def of_column(self, model, condition: Q):
        """Keys of what the one column may point at."""
        (column,) = self.columns
        return model._meta.get_field(column).related_model.objects.filter(condition).values("pk")

    def among(self, keys) -> Q:
        return reduce(or_, (Q(**{f"{column}__among": keys}) for column in self.columns))


class DocumentedThingFilter(ThingFilter):
    """Of a list that grows with the documents: what few rows have is gathered, what many have soon met in its order.

    ``along``: the one column that an index has in order for each thing; None where there is one for each order.
    """

    def __init__(self, *columns, along=None, **kwargs):
        self.along = along
        super().__init__(*columns, **kwargs)

    def filter(self, rows, value):
        name, order = self.field_name, self.parent.order
        if not value:
            return rows
        if (few := self.parent.gathered(rows, name)) is not None:
            return few
        known = name in self.parent.known
        indexed = self.along is None or not order or (order == self.along and not self.inside)
        if known and indexed:
            return super().filter(rows, value)
        things = Entity.objects.filter(pk=Given(name)).values("pk") if known else things_named(value, self.kinds)
        return self.having(rows, self.inner(rows.model, things))

    def having(self, rows, keys):
        if not self.parent.order:
            return rows.filter(self.among(keys))
        return rows.filter(reduce(or_, (Q(InOrder(Unindexed(F(column)), keys)) for column in self.columns)))

    def few(self, model, value):
        return model.objects.filter(self.among(self.inner(model, self.named(value)))).order_by().values_list("pk")

    def named(self, value):
        """Keys of the things that are asked for."""
        if SLUG.fullmatch(value):
            return Entity.objects.public().filter(slug=value).values("pk")
        return things_named(value, self.kinds)

    def inner(self, model, things):
        """And of what is inside them."""
        return self.of_column(model, Q(pk__among=things) | Q(parent__among=things)) if self.inside else things


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


class WordsFilter(TextFilter):
    """Part of a text of the rows, less what no page shows; ``article`` is the way from a mention to the row."""

    def __init__(self, article, **kwargs):
        self.article = article
        super().__init__(**kwargs)

    def filter(self, rows, value):
        if not value:
            return rows
        few = self.parent.gathered(rows, WORDS)
        return without_withheld(self.having(rows, value) if few is None else few, value, self.article)

    def having(self, rows, value):
        raise NotImplementedError

    def few(self, model, value):
        """Keys of the rows that have it, in any order; None where words don't tell them."""
        raise NotImplementedError


class KeyFilter(WordsFilter):
    """Part of a folded text column."""

    def having(self, rows, value):
        key = name_key(value)
        return rows.filter(**{f"{self.field_name}__contains": key}) if key else rows

    def few(self, model, value):
        return self.having(model.objects, value).order_by().values_list("pk") if name_key(value) else None


class DocumentedFilterSet(KeyedFilterSet):
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
