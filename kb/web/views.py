"""Pages over all kinds: home, search, about."""

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Appearance, Article
from kb.core import languages, together
from kb.core import search as search_index
from kb.core.models import Entity
from kb.core.pages import asked_day, known_on, made_by
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import HEAVY, finish
from programs.models import Figure, Pledge, Program
from seeds import searching

QUERY_LETTERS = 200
KIND_NAMES = {**dict(Entity.Kind.choices), "article": _("Article"), "figure": _("Figure"), "pledge": _("Pledge")}


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


KIND_TABS = {
    "person": _("People"),
    "organization": _("Organizations"),
    "program": _("Programs"),
    "region": _("Regions"),
    "article": _("Articles"),
    "figure": _("Figures"),
    "pledge": _("Pledges"),
}


@require_safe
def search(request):
    query = request.GET.get("q", "").replace("\0", " ").strip()[:QUERY_LETTERS]
    kind = request.GET.get("kind") if request.GET.get("kind") in KIND_TABS else ""
    language = request.GET.get("language") if request.GET.get("language") in languages.CODES else ""
    year = request.GET.get("year", "").strip()
    year = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    exact = request.GET.get("exact") == "1"
    page = request.GET.get("page", "")
    answer = searching.ask(
        query,
        kinds=[kind] if kind else [],
        language=language,
        year=year,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
        exact=exact,
    )
    for hit in answer.hits:
        hit.kind_words = KIND_NAMES[hit.kind]

    def address(**changes):
        state = {"q": query, "kind": kind, "language": language, "year": year, "exact": "1" if exact else "", **changes}
        return "?" + urlencode({name: value for name, value in state.items() if value})

    everything = min(search_index.CAP, sum(answer.counts.values()))
    tabs = [
        ("", _("All"), everything),
        *((code, words, answer.counts.get(code, 0)) for code, words in KIND_TABS.items()),
    ]
    context = {
        "query": query,
        "answer": answer,
        "tabs": [
            {
                "words": words,
                "count": count,
                "more": count >= search_index.CAP,
                "url": address(kind=code),
                "current": code == kind,
            }
            for code, words, count in tabs
            if count or code == kind
        ],
        "exact": exact,
        "other_way": address(exact="" if exact else "1"),
        "kind": kind,
        "language": language,
        "year": year,
        "narrowed": bool(kind or language or year),
        "codes": languages.CODES,
        "previous": address(page=answer.page - 1) if answer.page > 1 else "",
        "next": address(page=answer.page + 1) if answer.page < answer.pages else "",
    }
    return render(request, "web/search.html", context)


@require_safe
def suggestions(request):
    """What a search box may offer while somebody types."""
    found = searching.suggest(request.GET.get("q", "").replace("\0", " ")[:QUERY_LETTERS])
    rows = [
        {"name": "".join(text for text, _is_hit in hit.title), "kind": str(KIND_NAMES[hit.kind]), "url": hit.url}
        for hit in found
    ]
    return JsonResponse({"suggestions": rows})
