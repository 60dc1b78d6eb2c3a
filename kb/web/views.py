"""Pages over all kinds: home, search, about."""

from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from kb.core.models import Entity
from kb.core.pages import finish
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import HEAVY, attach_names, shield
from kb.core.text import name_key
from programs.models import Figure, Pledge, Program

HITS = 50


@require_safe
def home(request):
    figures = Figure.objects.public().select_related("indicator", "program", "organization", "region", "speaker")
    figures = list(figures.order_by(F("as_of").desc(nulls_last=True), "-pk")[:6])
    due = Pledge.objects.public().filter(deadline__not_before=timezone.localdate())
    due = list(due.select_related("person", "organization", "program", "region").order_by("deadline", "pk")[:5])
    articles = Article.objects.public().select_related("publisher").defer(*HEAVY)
    articles = list(articles.order_by(F("published_on").desc(nulls_last=True), "-pk")[:6])
    for article in articles:
        article.sentence = None
    finish(figures, due, documents=articles)
    recent = Article.objects.public().order_by(F("published_on").desc(nulls_last=True), "-pk").values("pk")[:40]
    programs = Program.objects.public().filter(appearances__article__in=recent).distinct().order_by("names_key")[:14]
    return render(
        request, "web/home.html", {"figures": figures, "pledges": due, "articles": articles, "programs": programs}
    )


@require_safe
def about(request):
    return render(request, "web/about.html", {"confidence": round(100 * PUBLIC_CONFIDENCE)})


@require_safe
def search(request):
    query = request.GET.get("q", "")[:200].strip()
    things, articles = [], []
    if key := name_key(query):
        named = Q(names_key__contains=key) | Q(names__key__startswith=key)
        things = list(Entity.objects.public().filter(named).distinct().order_by("names_key", "pk")[:HITS])
        titled = Article.objects.public().filter(Q(title__contains=query) | Q(title__contains=query.capitalize()))
        articles = list(titled.select_related("publisher").defer(*HEAVY)[:HITS])
        shield(articles)
        attach_names([*things, *(article.publisher for article in articles if article.publisher_id)])
    return render(request, "web/search.html", {"query": query, "things": things, "articles": articles})
