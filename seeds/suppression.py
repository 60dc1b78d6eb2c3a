"""Remove a person for good: the row and all it left behind go, a keyed hash of the name stays.

The articles keep their texts, as evidence for everything else; wherever they are shown, the name is taken out of them
by the mentions, which stay without a link.
"""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from articles import appearances
from articles.models import Article, Mention
from kb.core import suppression
from kb.core.merging import incoming
from kb.core.models import Entity, Name, Run
from kb.core.text import name_key
from people.models import Person
from programs.models import Figure, Pledge
from seeds import jobs, searching

WHY = {"suppressed": True}


@transaction.atomic
def suppress(person: Person, user=None) -> Run:
    """Take the person, and all rows merged into it, out of every table; the run says when and by whom, not who."""
    keys = _with_merged(person.pk)
    rows = list(Person.objects.filter(pk__in=keys))
    mentions = Mention.objects.filter(entity__in=keys)
    names = _names(keys, rows)
    names |= {mention.why.get("name") or "" for mention in mentions.only("why")}
    slugs = [slug for row in rows for slug in (row.slug, *row.old_slugs.values_list("slug", flat=True))]
    suppression.remember(names, slugs, [row.uid for row in rows])
    articles = list(Article.objects.filter(mentions__entity__in=keys).distinct())
    positions = {pk for row in rows for pk in row.positions.values_list("pk", flat=True)}

    mentions.update(entity=None, why=WHY, reason="", edited_fields=[], review="proposed", decided_by=None)
    _drop_from_bylines(names)
    _drop_as_rivals(names)
    Figure.objects.filter(speaker__in=keys).update(speaker=None)
    Pledge.objects.filter(person__in=keys, organization=None).delete()
    Pledge.objects.filter(person__in=keys).update(person=None)
    _drop_history(keys, positions)
    _drop_logs(keys)
    _empty_runs(keys)
    jobs.forget(names)
    Person.objects.filter(pk__in=keys, merged_into__isnull=False).delete()
    Person.objects.filter(pk__in=keys).delete()
    _drop_history(keys, positions)  # deleting writes a last version
    appearances.rebuild(articles)
    searching.reindex(entities=keys, articles=[article.pk for article in articles])
    return Run.objects.create(
        kind=Run.Kind.BULK_EDIT,
        status=Run.Status.FINISHED,
        user=user,
        reason="suppression",
        counts={"articles": len(articles), "positions": len(positions)},
    )


def _with_merged(pk: int) -> list[int]:
    keys, new = [pk], [pk]
    while new:
        new = list(Entity.objects.filter(merged_into__in=new).exclude(pk__in=keys).values_list("pk", flat=True))
        keys += new
    return keys


def _names(keys, rows) -> set[str]:
    names = {name for row in rows for name in (row.name_kk, row.name_ru, row.name_en) if name}
    names.update(Name.objects.filter(entity__in=keys).values_list("text", flat=True))
    for row in rows:  # earlier names too
        for column in ("name_kk", "name_ru", "name_en"):
            names.update(row.history.exclude(**{column: ""}).values_list(column, flat=True))
    return names


def _drop_from_bylines(names):
    """The person may have written articles too."""
    keys = {name_key(name) for name in names}
    for article in Article.objects.exclude(author="").only("pk", "author", "edited_fields"):
        if name_key(article.author) in keys:
            article.mark_edited(["author"])
            Article.objects.filter(pk=article.pk).update(author="", edited_fields=article.edited_fields)
            article.history.update(author="")


def _drop_as_rivals(names):
    """Explanations of other mentions name those that they might have meant."""
    for mention in Mention.objects.filter(why__has_key="rivals").only("pk", "why"):
        left = [name for name in mention.why["rivals"] if name not in names]
        if left != mention.why["rivals"]:
            Mention.objects.filter(pk=mention.pk).update(why={**mention.why, "rivals": left})


def _drop_history(keys, positions):
    for model in (Person, *{field.model for field in incoming(Person)}):
        if not hasattr(model, "history"):
            continue
        history = model.history.model.objects
        columns = [field.attname for field in incoming(Person) if field.model is model]
        wanted = Q(pk__in=[])
        for column in columns:
            if column != "entity_ptr_id":
                wanted |= Q(**{f"{column}__in": keys})
        if model is Person:
            wanted |= Q(entity_ptr_id__in=keys)
        elif model is Pledge or model is Figure:
            # What was promised or counted stays; only who said it goes.
            for column in columns:
                history.filter(**{f"{column}__in": keys}).update(**{column: None})
            continue
        history.filter(wanted).delete()
    apps.get_model("people.Position").history.filter(id__in=positions).delete()


def _drop_logs(keys):
    """The admin's log repeats names."""
    types = ContentType.objects.get_for_models(Person, Entity).values()
    LogEntry.objects.filter(content_type__in=types, object_id__in=[str(key) for key in keys]).delete()


def _empty_runs(keys):
    """A merge remembers the rows as they were."""
    for run in Run.objects.filter(kind=Run.Kind.MERGE):
        if {run.options.get("kept"), *run.options.get("merged", ())} & set(keys):
            Run.objects.filter(pk=run.pk).update(options={}, reason="")
