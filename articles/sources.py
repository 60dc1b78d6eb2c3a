"""What hidden or removed articles alone name is not public: it goes with its last public article, and comes back."""

from django.db.models import Exists, OuterRef, Q

from articles.models import Appearance, Article
from kb.core.models import Entity, Run
from people import publishing
from people.models import Organization, Person
from programs.models import Program

# The reason in the history by which a thing is known again when an article comes back.
WITHOUT = "no public article names it"
WITH = "a public article names it"
MODELS = {model.KIND: model for model in (Person, Organization, Program)}  # regions are of the reference data


def follow(articles) -> None:
    """Hide or show what these articles name, after their visibility or their mentions changed."""
    pks = [article.pk for article in articles]
    named = Q(appearances__article__in=pks) | Q(as_organization__published_articles__in=pks)
    settle(Entity.objects.filter(named).values_list("pk", flat=True).distinct())


def settle(entities) -> None:
    """Hide those of these things that no public article names any more, and show those that were hidden so."""
    appears = Appearance.objects.filter(entity=OuterRef("pk")).order_by()
    published = Article.objects.filter(publisher=OuterRef("pk")).order_by()
    shown = Exists(appears.filter(article__visibility=Entity.Visibility.PUBLIC)) | Exists(published.public())
    rows = Entity.objects.filter(pk__in=list(entities), ref="", merged_into=None, kind__in=MODELS)
    wanted = Q(visibility=Entity.Visibility.PUBLIC) & ~shown & (Exists(appears) | Exists(published))
    for row in rows.filter(wanted):
        _set(row, Entity.Visibility.HIDDEN, WITHOUT)
    for row in rows.filter(shown, visibility=Entity.Visibility.HIDDEN):
        if _was_hidden_so(row):
            _set(row, Entity.Visibility.PUBLIC, WITH)


def _set(row: Entity, visibility: str, reason: str):
    thing = MODELS[row.kind].objects.get(pk=row.pk)
    if isinstance(thing, Person) and visibility == Entity.Visibility.PUBLIC:
        run = Run.objects.create(kind=Run.Kind.BULK_EDIT, status=Run.Status.FINISHED, reason=reason)
        publishing.ground(thing.pk, run, reason)
    thing.visibility, thing._change_reason = visibility, reason
    thing.save()


def _was_hidden_so(row: Entity) -> bool:
    """Whether the change that hid it, whatever came after, was made here."""
    history = MODELS[row.kind].history.filter(entity_ptr_id=row.pk)
    reason = None
    for version in history.order_by("-history_date", "-history_id").values("visibility", "history_change_reason"):
        if version["visibility"] != Entity.Visibility.HIDDEN:
            break
        reason = version["history_change_reason"]
    return reason == WITHOUT
