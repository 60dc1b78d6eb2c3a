"""Pages over all kinds: home, about."""

from datetime import date

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import cards
from articles.models import Appearance, Card
from kb.core import languages, together
from kb.core.pages import LATEST, asked_day, first_made, promised_by
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import finish
from programs.models import Figure, Pledge, Program

# So many figures are looked at for those that the reader can read.
NEWEST = 60


@together.prepared
def rows_of_home(language: str, day: date, asked: date | None):
    # Of two versions of one news item the one that the reader can read.
    twin = Card.objects.filter(pk=OuterRef("twin_id")).values("language")
    documents = Card.objects.alias(other=Coalesce(Subquery(twin), Value("")))
    documents = documents.exclude(~Q(language=language), other=language)
    if asked:
        documents = documents.filter(published_on__lte=asked)
    documents = documents.order_by(F("published_on").desc(nulls_last=True), "-pk")
    recent = Appearance.objects.filter(article__among=documents.values("pk")[:40])
    figures = Figure.objects.public()
    if asked:
        figures = figures.filter(as_of__not_after=asked)
    figures = figures.order_by(*LATEST).values("pk")[:NEWEST]
    # PostgreSQL may reorder the first few joins alone: the one with the deadline goes before those of public().
    due = promised_by(Pledge.objects, asked).filter(due_by__not_before=day).public()
    return [
        Figure.objects.filter(pk__among=figures)
        .select_related("indicator", "program", "organization", "region", "speaker")
        # What the reader can read goes before what is newest.
        .order_by(Case(When(**{f"indicator__name_{language}": ""}, then=1), default=0), *LATEST)[:6],
        # By the key that stands beside the deadline in one index: hundreds are due on the last day of a year.
        first_made(due, ("due_by", "due__pledge_id"), 5, asked).select_related(
            "person", "organization", "program", "region"
        ),
        documents[:6],
        Program.objects.public().filter(pk__among=recent.values("entity")).order_by("names_key")[:14],
    ]


@require_safe
def home(request):
    asked, language = asked_day(request), languages.current()
    rows = rows_of_home(language, asked or timezone.localdate(), asked)
    figures, due, documents, programs = rows.fetch()
    programs.sort(key=lambda row: getattr(row, f"sort_{language}"))
    finish(figures, due, things=programs)
    cards.dress(documents)
    return render(
        request, "web/home.html", {"figures": figures, "pledges": due, "articles": documents, "programs": programs}
    )


@require_safe
def about(request):
    return render(request, "web/about.html", {"confidence": round(100 * PUBLIC_CONFIDENCE)})
