"""Pages over all kinds: home, about."""

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Appearance, Article
from kb.core import languages, together
from kb.core.models import Entity
from kb.core.pages import asked_day, known_on, made_by
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import HEAVY, finish
from programs.models import Figure, Pledge, Program


@require_safe
def home(request):
    asked = asked_day(request)
    # Of two versions of one news item the one that the reader can read.
    language = languages.current()
    articles = Article.objects.public().exclude(
        ~Q(language=language), twin__language=language, twin__visibility=Entity.Visibility.PUBLIC
    )
    if asked:
        articles = articles.filter(published_on__lte=asked)
    newest = (F("published_on").desc(nulls_last=True), "-pk")
    recent = Appearance.objects.filter(article__in=articles.order_by(*newest).values("pk")[:40])
    due = made_by(Pledge.objects.public(), asked).filter(due_by__not_before=asked or timezone.localdate())
    figures, due, documents, programs = together.fetch(
        known_on(Figure.objects.public(), asked)
        .select_related("indicator", "program", "organization", "region", "speaker")
        # What the reader can read goes before what is newest.
        .order_by(
            Case(When(**{f"indicator__name_{language}": ""}, then=1), default=0),
            F("as_of").desc(nulls_last=True),
            "-pk",
        )[:6],
        due.select_related("person", "organization", "program", "region").order_by("due_by", "pk")[:5],
        articles.select_related("publisher").defer(*HEAVY).order_by(*newest)[:6],
        Program.objects.public().filter(Exists(recent.filter(entity=OuterRef("pk")))).order_by("names_key")[:14],
    )
    programs.sort(key=lambda row: getattr(row, f"sort_{languages.current()}"))
    finish(figures, due, documents=documents, things=programs)
    return render(
        request, "web/home.html", {"figures": figures, "pledges": due, "articles": documents, "programs": programs}
    )


@require_safe
def about(request):
    return render(request, "web/about.html", {"confidence": round(100 * PUBLIC_CONFIDENCE)})
