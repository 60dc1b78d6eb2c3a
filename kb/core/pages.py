"""What detail pages share: finding the row of an address, and the day a page speaks of."""

import re
from datetime import date
from functools import wraps
from typing import NamedTuple

from django.db.models import Case, ExpressionWrapper, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest, Substr
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kb.core import suppression, together
from kb.core.models import Entity, OldSlug, Relation
from kb.core.querysets import shown
from kb.core.quotes import HEAVY
from kb.core.together import Given


def gone(request):
    return render(request, "410.html", status=410)


def permanent(request, row):
    """A redirect that keeps the question of the address and lets the page say that its address changed."""
    query = request.GET.copy()
    query["moved"] = "1"
    return HttpResponsePermanentRedirect(f"{row.get_absolute_url()}?{query.urlencode()}")


def final(entity: Entity) -> Entity:
    """The row that ``entity`` was merged into at last."""
    seen = set()
    while entity.merged_into_id and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entity.merged_into
    return entity


def answer_for(request, entity: Entity):
    """What an address of an entity that is not shown answers: where it went, gone, or nothing there."""
    entity = final(entity)
    if entity.visibility == Entity.Visibility.PUBLIC:
        return permanent(request, entity)
    if entity.visibility == Entity.Visibility.REMOVED:
        return gone(request)
    raise Http404


def entity_page(model, *related):
    """A view of one public entity: ``view(request, row)``. Merged and renamed addresses redirect, removed are gone."""

    @together.prepared
    def of_address():
        rows = model.objects.filter(slug=Given("slug"))
        return [rows.select_related(*related) if related else rows]

    def decorate(view):
        @require_safe
        @wraps(view)
        def found(request, slug):
            row = of_address().first(slug=slug)
            if row is None:
                old = OldSlug.objects.select_related("entity").filter(slug=slug, entity__kind=model.KIND).first()
                if old is None and model.KIND == Entity.Kind.PERSON and suppression.has_address(slug=slug):
                    return gone(request)
                if old is None:
                    raise Http404
                return answer_for(request, old.entity)
            if row.merged_into_id or row.visibility != Entity.Visibility.PUBLIC:
                return answer_for(request, row)
            return view(request, row)

        return found

    return decorate


def asked_day(request) -> date | None:
    """The day that the reader asked for with ``?on=2021-06-01``."""
    return day_of(request.GET.get("on", ""))


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > 1 else None  # the first day has no day before


def claims_of(model, name: str):
    """The public claims ``name`` about one ``model``, which is ``Given`` by its kind."""
    field = model._meta.get_field(name)
    return field.related_model.objects.public().filter(**{field.field.name: Given(model.KIND)})


def told_of(entity: Entity, column: str, *groups) -> None:
    """Set ``entity`` in the claims of ``claims_of``, so that it is not asked for again."""
    for claim in (claim for group in groups for claim in group):
        setattr(claim, column, entity)


def relations_of(entity: Entity | Given, day: date | None = None, limit: int = 120):
    """Its public relations both ways, for ``both_ways``."""
    rows = Relation.objects.public().filter(Q(subject=entity) | Q(object=entity))
    rows = rows.select_related("subject", "object", "run")
    return in_force(rows, day).order_by("kind", "pk")[:limit]


def in_force(claims, day: date | None):
    """The claims that held on ``day``, unknown ends open; all of them without a day."""
    if day is None:
        return claims
    return claims.filter(Q(start=None) | Q(start__not_after=day), Q(end=None) | Q(end__not_before=day))


def both_ways(entity: Entity, rows) -> list[Relation]:
    """The relations sorted, each with ``other`` and with ``words`` that read from this side."""
    for row in rows:
        forward = row.subject_id == entity.pk
        row.other = row.object if forward else row.subject
        row.words = row.get_kind_display() if forward else row.inverse_label
        row.forward = forward
    return sorted(rows, key=lambda row: (row.kind, not row.forward, row.other.names_key))


def known_on(figures, day: date | None):
    """The figures that were there on ``day``."""
    return figures.filter(Q(as_of=None) | Q(as_of__unindexed__not_after=day)) if day else figures


def promised_by(pledges, day: date | None):
    """The pledges that had been made on ``day``, each with the deadline of then."""
    pledges = pledges.with_due(day)
    return pledges.filter(Q(start=None) | Q(start__unindexed__not_after=day)) if day else pledges


def made_by(pledges, day: date | None):
    """And with the result of then."""
    return promised_by(pledges, day).with_result(day)


# The order of figures on a page: what was said last first.
LATEST = (F("as_of").desc(nulls_last=True), "-pk")


def soonest(day: date):
    """The order of pledges on a page: those due next, then those without a deadline, then the last that passed."""
    ahead = Q(due_by__not_before=day)
    due = ExpressionWrapper(F("due_by"), output_field=IntegerField())
    return (
        Case(When(ahead, then=0), When(due_by=None, then=1), default=2),
        Case(When(ahead, then=due), default=due * -1, output_field=IntegerField()),
        "pk",
    )


def first_made(pledges, order, most: int, asked: date | None):
    """The first ``most`` of pledges that were ``promised_by`` the day, each with its result.

    Which those are is found before anything is looked for beside them: it would be, for each that is sorted.
    """
    first = pledges.order_by(*order).values("pk")[:most]
    return made_by(pledges.model.objects.filter(pk__among=first), asked).order_by(*order)[:most]


def pledges_of(model, day: date, asked: date | None, most: int):
    """The first public pledges about one ``model``, which is ``Given`` by its kind."""
    return first_made(promised_by(claims_of(model, "pledges"), asked), soonest(day), most, asked)


SENTENCE_END = re.compile(r"[.!?…]\s|\n")
AROUND = 240  # letters looked at on either side of a mention


class Sentence(NamedTuple):
    """The words around a mention, up to the ends of the sentence."""

    before: str
    words: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


def documents_of(entity: Entity | Given, day: date | None = None, limit: int = 12):
    """Where the newest public articles name it first, for ``quoted``."""
    mention = Entity._meta.get_field("mentions").related_model
    appearance = Entity._meta.get_field("appearances").related_model
    first = mention.objects.filter(shown(), entity=entity, article=OuterRef("article")).order_by("start")
    rows = appearance.objects.filter(entity=entity, article__visibility__unindexed=Entity.Visibility.PUBLIC)
    if day:
        rows = rows.filter(published_on__lte=day)
    return (
        rows.annotate(mention=Subquery(first.values("pk")[:1]), at=Subquery(first.values("start")[:1]))
        .annotate(words=Subquery(first.values("text")[:1]))
        .filter(at__isnull=False)
        .annotate(begin=Greatest(F("at") - AROUND, 0))
        .annotate(around=Substr("article__text", F("begin") + 1, F("at") - F("begin") + AROUND + 100))
        .select_related("article__publisher")
        .defer(*(f"article__{column}" for column in HEAVY))
        .order_by(F("published_on").desc(nulls_last=True), "-article_id")[:limit]
    )


def quoted(rows) -> list:
    """The articles of these appearances, with ``sentence`` and ``anchor`` of the first mention."""
    articles = []
    for row in rows:
        article = row.article
        article.anchor = f"#m{row.mention}"
        article.sentence = None
        if article.rights == "open":
            article.sentence = sentence(row.around, row.at - row.begin, row.words, row.begin > 0)
        articles.append(article)
    return articles


def sentence(text: str, at: int, words: str, more_before: bool) -> Sentence:
    """The sentence of ``text`` that has ``words`` at ``at``."""
    before, after = text[:at], text[at + len(words) :]
    ends = [found.end() for found in SENTENCE_END.finditer(before)]
    stop = SENTENCE_END.search(after)
    return Sentence(
        before=before[ends[-1] :] if ends else before,
        words=words,
        after=after[: stop.start() + 1].rstrip() if stop else after,
        cut_before=not ends and more_before,
        cut_after=not stop and len(after) >= AROUND,
    )


def by_words(relations) -> list[tuple[str, list]]:
    """Relations of one kind and direction together."""
    groups = {}
    for relation in relations:
        groups.setdefault(str(relation.words), []).append(relation)
    return list(groups.items())
