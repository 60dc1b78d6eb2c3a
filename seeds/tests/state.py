"""What the tables say, free of keys, codes and times: two databases with one content give equal states."""

from django.apps import apps

from articles.models import Appearance, Article, Card, Evidence, Mention
from kb.core.models import Change, Entity, Name

APPS = ("core", "regions", "people", "programs", "articles", "seeds")


def rows() -> dict[str, int]:
    """How many rows each table has, history included; the log of changes is as long as the database likes."""
    return {
        model._meta.label: model._default_manager.count()
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if model is not Change
    }


def content() -> dict:
    """Articles, mentions, claims with their quotes, entities."""
    return {
        "articles": [
            (a.source_name, a.sha256, a.title, a.language, a.published_on, a.twin.source_name if a.twin else None)
            for a in Article.objects.order_by("source_name", "sha256")
        ],
        "mentions": sorted(
            (m.article.source_name, m.start, m.end, m.text, m.kind, m.review, _name(m.entity))
            for m in Mention.objects.select_related("article", "entity")
        ),
        "claims": sorted(
            (e.article.source_name, e.start, e.end, e.fingerprint, e.claim.review, *_claim(e.claim))
            for e in Evidence.objects.select_related("article", *Evidence.CLAIMS)
        ),
        "entities": sorted((e.kind, e.name_kk, e.name_ru, e.visibility) for e in Entity.objects.all()),
        "names": sorted((_name(n.entity), n.text, n.language, n.kind) for n in Name.objects.select_related("entity")),
        "appearances": sorted(
            (_name(a.entity), a.article.source_name, str(a.published_on), a.mentions)
            for a in Appearance.objects.select_related("entity", "article")
        ),
        "cards": sorted((c.article.source_name, c.title) for c in Card.objects.select_related("article")),
    }


def _name(entity) -> str:
    return f"{entity.kind} {entity.name_kk}|{entity.name_ru}" if entity else ""


def _claim(claim) -> tuple:
    skipped = {"id", "uid", "run", "created_at", "updated_at", "decided_at", "decided_by", "review", "plan", "target"}
    values = []
    for field in claim._meta.concrete_fields:
        if field.name not in skipped:
            value = getattr(claim, field.name)
            values.append(
                _name(value) if isinstance(getattr(value, "pk", None), int) and hasattr(value, "kind") else str(value)
            )
    return (claim._meta.model_name, *values)
