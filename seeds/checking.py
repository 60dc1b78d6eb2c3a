"""Whether the quotes stand where they say, relations join what they may, and appearances count right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Count

from articles import cards, tallies
from articles.models import Appearance, Article, Evidence, Mention
from kb.core.models import Relation
from kb.core.querysets import in_batches
from programs import veils
from programs.totals import DUE, FIGURES

_BATCH = 200


def problems(counts: Counter) -> Iterator[str]:
    """A line for each row that is wrong; ``counts`` says how many rows were looked at."""
    for articles in in_batches(Article.objects.only("text"), _BATCH):
        texts = {article.pk: article.text for article in articles}
        counts["articles"] += len(texts)
        for model, what, quoted in ((Mention, "mentions", "text"), (Evidence, "quotes", "quote")):
            rows = model.objects.filter(article__in=texts).order_by("article", "pk")
            for pk, article, start, end, text in rows.values_list("pk", "article", "start", "end", quoted):
                counts[what] += 1
                if not text or texts[article][start:end] != text:
                    yield f"{model._meta.model_name} {pk}: article {article} reads otherwise at {start}:{end}"
    for relation in Relation.objects.select_related("subject", "object").order_by("pk").iterator(chunk_size=_BATCH):
        counts["relations"] += 1
        try:
            relation.check_row()
        except ValidationError as error:
            yield f"relation {relation.pk}: {'; '.join(error.messages)}"
    yield from counted(counts)


def counted(counts: Counter) -> Iterator[str]:
    """What is wrong with appearances, with stored numbers and with what lists show of articles."""
    yield from _appearances(counts)
    for stored in (tallies.DOCUMENTS, FIGURES, DUE):
        yield from stored.problems(counts)
    yield from cards.problems(counts)
    yield from veils.problems(counts)


def _appearances(counts: Counter) -> Iterator[str]:
    for articles in in_batches(Article.objects.only("pk", "published_on"), _BATCH):
        days = {article.pk: article.published_on for article in articles}
        mentioned = (
            Mention.objects.filter(article__in=days, entity__isnull=False)
            .exclude(review="rejected")
            .order_by()
            .values_list("entity", "article")
            .annotate(total=Count("pk"))
        )
        counted = {(entity, article): (days[article], total) for entity, article, total in mentioned}
        for row in Appearance.objects.filter(article__in=days).order_by("pk"):
            counts["appearances"] += 1
            expected = counted.pop((row.entity_id, row.article_id), None)
            if expected != (row.published_on, row.mentions):
                yield f"appearance {row.pk}: entity {row.entity_id} in article {row.article_id}, expected {expected}"
        for entity, article in sorted(counted):
            yield f"appearance of entity {entity} in article {article} is missing"
