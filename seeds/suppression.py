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
from articles.models import Article, Disagreement, Mention
from kb.core import labels, quotes, suppression
from kb.core.merging import incoming
from kb.core.models import Entity, Name, Run
from kb.core.text import name_key
from people.models import Person
from programs.models import Figure, Indicator, Pledge
from seeds import jobs, searching

WHY = {"suppressed": True}
NAMES = ("name_kk", "name_ru", "name_en")
SUMMARIES = ("summary_kk", "summary_ru", "summary_en")
BLOCK = "█"


@transaction.atomic
def suppress(person: Person, user=None, reason: str = "") -> Run:
    """Take the person, and all rows merged into it, out of every table; the run says when, by whom and why, not who."""
    keys = _with_merged(person.pk)
    rows = list(Person.objects.filter(pk__in=keys))
    mentions = Mention.objects.filter(entity__in=keys)
    names = _names(keys, rows)
    names |= {mention.why.get("name") or "" for mention in mentions.only("why")}
    slugs = [slug for row in rows for slug in (row.slug, *row.old_slugs.values_list("slug", flat=True))]
    suppression.remember(names, slugs, [row.uid for row in rows])
    articles = list(Article.objects.filter(mentions__entity__in=keys).distinct())
    found = {article.pk: _pattern(article, keys, names) for article in articles}
    positions = {pk for row in rows for pk in row.positions.values_list("pk", flat=True)}

    mentions.update(entity=None, why=WHY, reason="", edited_fields=[], review="proposed", decided_by=None)
    _drop_from_bylines(names)
    _drop_as_rivals(names)
    Disagreement.objects.filter(Q(position__in=positions) | Q(other_position__in=positions)).delete()
    Figure.objects.filter(speaker__in=keys).update(speaker=None)
    Pledge.objects.filter(person__in=keys, organization=None).delete()
    Pledge.objects.filter(person__in=keys).update(person=None)
    figures = _drop_from_indicators(found)
    _drop_from_pledges(found)
    _drop_from_articles(articles, found)
    _drop_history(keys, positions)
    _drop_logs(keys, names)
    _empty_runs(keys)
    jobs.forget(names)
    Person.objects.filter(pk__in=keys, merged_into__isnull=False).delete()
    Person.objects.filter(pk__in=keys).delete()
    _drop_history(keys, positions)  # deleting writes a last version
    appearances.rebuild(articles)
    searching.reindex(entities=keys, articles=[article.pk for article in articles], figures=figures)
    return Run.objects.create(
        kind=Run.Kind.BULK_EDIT,
        status=Run.Status.FINISHED,
        user=user,
        reason=f"suppression: {suppression.unnamed(reason, names)}" if reason else "suppression",
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


def _pattern(article, keys, names):
    """Finds the names as this article writes them; the words for its public people are left."""
    own = article.mentions.filter(entity__in=keys).values_list("text", flat=True)
    others = article.mentions.filter(entity__kind=Entity.Kind.PERSON, entity__visibility=Entity.Visibility.PUBLIC)
    return quotes.pattern({*own, *names} - {""}, others.exclude(entity__in=keys).values_list("text", flat=True))


def _drop_from_indicators(found) -> set[int]:
    """Take the names out of what was counted; the figures whose words changed."""
    changed = set()
    for article, pattern in found.items():
        for row in Figure.objects.filter(evidence__article=article).distinct():
            for told in (row, *row.history.all()):
                if words := _masked(told, ["counted_text"], pattern):
                    type(told).objects.filter(pk=told.pk).update(**words)
                    changed.add(row.pk)
        for row in Indicator.objects.filter(figures__evidence__article=article, concept="").distinct():
            names = {column: _left(getattr(row, column), pattern, row.unit) for column in NAMES}
            history = row.history.model.objects
            if any(getattr(row, column) != name for column, name in names.items()):
                changed.update(row.figures.values_list("pk", flat=True))
                for column, name in names.items():
                    setattr(row, column, name)
                row.fill()
                same = Indicator.objects.filter(key=row.key, unit=row.unit).exclude(pk=row.pk).first()
                if same:
                    Figure.objects.filter(indicator=row.pk).update(indicator=same)
                    Figure.history.filter(indicator=row.pk).update(indicator=same.pk)
                    _drop_repr(row, pattern)
                    pk = row.pk
                    row.delete()
                    history.filter(id=pk).delete()
                    continue
                Indicator.objects.filter(pk=row.pk).update(key=row.key, **names)
            for old in history.filter(id=row.pk):
                names = {column: _left(getattr(old, column), pattern, old.unit) for column in NAMES}
                key = name_key(next(filter(None, names.values()), ""))[:400]
                history.filter(pk=old.pk).update(key=key, **names)
            _drop_repr(row, pattern)
    return changed


def _left(name, pattern, unit) -> str:
    """The name of an indicator without what the pattern finds; the noun of its unit when nothing is left."""
    if not pattern.search(name):
        return name
    left = " ".join(pattern.sub(" ", name).split()).strip(' ,:—–-«»"')
    return left if name_key(left) else labels.unit(unit) or unit


def _drop_from_pledges(found):
    columns = ("text", "summary_kk", "summary_ru", "summary_en", "deadline_words")
    for article, pattern in found.items():
        for row in Pledge.objects.filter(evidence__article=article).distinct():
            if changed := _masked(row, columns, pattern):
                row.mark_edited(changed)  # no later reading writes them again
                for column, text in changed.items():
                    setattr(row, column, text)
                row.fill()
                Pledge.objects.filter(pk=row.pk).update(key=row.key, edited_fields=row.edited_fields, **changed)
            for old in row.history.all():
                if changed := _masked(old, columns, pattern):
                    key = name_key(changed.get("text", old.text))[:400]
                    row.history.filter(pk=old.pk).update(key=key, **changed)
            _drop_repr(row, pattern)


def _drop_from_articles(articles, found):
    """Out of addresses and of earlier versions; an article's own title is masked wherever it is shown."""
    columns = ("title", "author", "customer", "payer", "producer", "rights_notice")
    for article in articles:
        pattern = found[article.pk]
        article.withhold(pattern, article.history.values_list("title", flat=True))
        summaries = _masked(article, SUMMARIES, pattern)
        if summaries:
            Article.objects.filter(pk=article.pk).update(**summaries)
        reasons = Person.objects.filter(public_reason__contains=article.title[:200])
        for person in reasons:
            Person.objects.filter(pk=person.pk).update(**_masked(person, ["public_reason"], pattern))
        for old in (*article.history.all(), *Person.history.filter(public_reason__contains=article.title[:200])):
            own = ["public_reason"] if isinstance(old, Person.history.model) else (*columns, *SUMMARIES)
            if changed := _masked(old, own, pattern):
                type(old).objects.filter(pk=old.pk).update(**changed)
        _drop_repr(article, pattern)


def _masked(row, columns, pattern) -> dict[str, str]:
    """The columns that the pattern is found in, without what it finds."""
    return {column: pattern.sub(BLOCK, text) for column in columns if pattern.search(text := getattr(row, column))}


def _drop_repr(row, pattern):
    """The admin's log repeats what a row was called."""
    kind = ContentType.objects.get_for_model(row)
    for entry in LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)):
        LogEntry.objects.filter(pk=entry.pk).update(**_masked(entry, ["object_repr", "change_message"], pattern))


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


def _drop_logs(keys, names):
    """The admin's log repeats names; that of posts and deleted rows too."""
    types = ContentType.objects.get_for_models(Person, Entity).values()
    LogEntry.objects.filter(content_type__in=types, object_id__in=[str(key) for key in keys]).delete()
    for name in names:
        if len(name.split()) > 1:
            named = LogEntry.objects.filter(Q(object_repr__contains=name) | Q(change_message__contains=name))
            named.update(object_repr=BLOCK, change_message="")


def _empty_runs(keys):
    """A merge remembers the rows as they were."""
    for run in Run.objects.filter(kind=Run.Kind.MERGE):
        if {run.options.get("kept"), *run.options.get("merged", ())} & set(keys):
            Run.objects.filter(pk=run.pk).update(options={}, reason="")
