"""Appearance rows, kept in step with mentions."""

from django.db.models import Count

from articles import sources
from articles.models import Appearance, Article, Mention


def rebuild(articles) -> int:
    """Write the appearances of these articles anew from their mentions; how many rows. Call in a transaction."""
    ids = [article.pk for article in articles]
    old = Appearance.objects.filter(article__in=ids)
    touched = set(old.values_list("entity", flat=True))
    old.delete()
    dates = dict(Article.objects.filter(pk__in=ids).values_list("pk", "published_on"))
    counted = (
        Mention.objects.filter(article__in=ids, entity__isnull=False)
        .exclude(review="rejected")
        .values_list("entity", "article")
        .annotate(total=Count("pk"))
        .order_by("entity", "article")
    )
    rows = [
        Appearance(entity_id=entity, article_id=article, published_on=dates[article], mentions=total)
        for entity, article, total in counted
    ]
    Appearance.objects.bulk_create(rows, batch_size=500)
    sources.settle(touched | {row.entity_id for row in rows})
    return len(rows)
