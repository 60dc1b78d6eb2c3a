"""Filters of the list of articles."""

import re

import django_filters
from django.conf import settings
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Appearance, Article, Card
from kb.core import search
from kb.core.filters import FEW, MOST_WORDS, DayFilter, DocumentedThingFilter, KeyedFilterSet, WordsFilter
from kb.core.querysets import RowByRow
from kb.core.text import words
from kb.core.together import Given


class TitleFilter(WordsFilter):
    """Beginnings of words of the title."""

    def having(self, rows, value):
        # Neither database folds Cyrillic letters alike; both spellings of a word's beginning find most titles.
        for word in re.findall(r"\w+", value)[:MOST_WORDS]:
            rows = rows.filter(
                Q(article__title__contains=word.lower())
                | Q(article__title__contains=word.capitalize())
                | Q(article__title__contains=word.upper())
            )
        return rows

    def few(self, model, value):
        long = [word for word in words(value)[:MOST_WORDS] if len(word) > 2]
        return search.titled("article", long, FEW + 1) if long else None


class NamingFilter(DocumentedThingFilter):
    """Articles that name a thing."""

    def filter(self, rows, value):
        if value and self.field_name in self.parent.known:
            # In the order of its appearances, which are an index of their own.
            rows = rows.filter(article__appearances__entity=Given(self.field_name))
            read_by = self.parent.read_by.items()
            return rows.alias(**{kept: F(f"article__appearances__{column}") for column, kept in read_by})
        return super().filter(rows, value)

    def having(self, rows, keys):
        return rows.filter(RowByRow(Appearance.objects.filter(entity__among=keys, article=OuterRef("pk"))))

    def few(self, model, value):
        return Appearance.objects.filter(entity__among=self.named(value)).order_by().values_list("article")


class ArticleFilter(KeyedFilterSet):
    q = TitleFilter(article="article", label=_("Title"))
    about = NamingFilter(label=_("Names"))
    publisher = DocumentedThingFilter("publisher_id", label=_("Publisher"), kinds=("organization",))
    language = django_filters.ChoiceFilter(choices=settings.LANGUAGES, label=_("Language"), empty_label=_("all"))
    kind = django_filters.ChoiceFilter(choices=Article.Kind, label=_("Kind"), empty_label=_("all"))
    after = DayFilter("published_on", "gte", label=_("Published from"))
    before = DayFilter("published_on", "lte", label=_("Published until"))

    # What the list is sorted by, as appearances repeat it.
    read_by = {"published_on": "appeared_on", "article": "appeared_in"}

    class Meta:
        model = Card
        fields = []
