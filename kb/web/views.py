"""Pages over all kinds: home, about."""

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import cards
from articles.models import Appearance, Card
from kb.core import languages, together
from kb.core.pages import asked_day, known_on, made_by
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import finish
from programs.models import Figure, Pledge, Program

# Figures of which home shows some.
NEWEST = 60


@require_safe
def home(request):
    asked = asked_day(request)
    # Of two versions of one news item the one that the reader can read.
    language = languages.current()
    mine = Card.objects.filter(pk=OuterRef("twin_id"), language=language)
    documents = Card.objects.exclude(~Q(language=language), Exists(mine))
    if asked:
        documents = documents.filter(published_on__lte=asked)
    documents = documents.order_by(F("published_on").desc(nulls_last=True), "-pk")
    recent = Appearance.objects.filter(article__in=documents.values("pk")[:40])
    day = asked or timezone.localdate()
    due = made_by(Pledge.objects.public(), asked).filter(due_by__not_before=day)
    newest = known_on(Figure.objects.public(), asked).order_by(F("as_of").desc(nulls_last=True), "-pk")
    figures, due, documents, programs = together.fetch(
        Figure.objects.filter(pk__in=newest.values("pk")[:NEWEST])
        .select_related("indicator", "program", "organization", "region", "speaker")
        # Of the newest first what the reader can read.
        .order_by(
            Case(When(**{f"indicator__name_{language}": ""}, then=1), default=0),
            F("as_of").desc(nulls_last=True),
            "-pk",
        )[:6],
        due.select_related("person", "organization", "program", "region").order_by("due_by", "pk")[:5],
        documents[:6],
        Program.objects.public().filter(pk__in=recent.values("entity")).order_by("names_key")[:14],
    )
    programs.sort(key=lambda row: getattr(row, f"sort_{language}"))
    finish(figures, due, things=programs)
    cards.dress(documents)
    return render(
        request, "web/home.html", {"figures": figures, "pledges": due, "articles": documents, "programs": programs}
    )


@require_safe
def about(request):
    return render(request, "web/about.html", {"confidence": round(100 * PUBLIC_CONFIDENCE)})
