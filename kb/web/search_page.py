"""The search page and what its box offers."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kb.core import languages
from kb.core import search as search_index
from kb.core.models import Entity
from kb.regions.models import Region
from kb.web.templatetags.kb import language_name
from seeds import searching

QUERY_LETTERS = 200
KIND_NAMES = {**dict(Entity.Kind.choices), "article": _("Article"), "figure": _("Figure"), "pledge": _("Pledge")}
LEVEL_NAMES = dict(Region.Level.choices)
KIND_TABS = {
    "person": _("People"),
    "organization": _("Organizations"),
    "program": _("Programs"),
    "region": _("Regions"),
    "article": _("Articles"),
    "figure": _("Figures"),
    "pledge": _("Pledges"),
}
FACET_NAMES = {
    "region": _("Region"),
    "program": _("Program"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "language": _("Language of the text"),
}


def _asked(request) -> dict:
    """What an address asks for; whatever else it says counts as nothing."""

    def text(name):
        return request.GET.get(name, "").replace("\0", " ").strip()

    state = {"q": text("q")[:QUERY_LETTERS], "kind": text("kind") if text("kind") in KIND_TABS else ""}
    for name in searching.THING_FACETS:
        value = text(name)
        state[name] = value if value.isascii() and value.isalnum() and len(value) <= 10 else ""
    year = text("year")
    state["year"] = year if year.isascii() and year.isdigit() and len(year) == 4 else ""
    state["language"] = text("language") if text("language") in languages.CODES else ""
    state["exact"] = "1" if text("exact") == "1" else ""
    return state


def _kind_words(hit):
    """A region is told by its level: many have one name."""
    return LEVEL_NAMES.get(hit.level) or KIND_NAMES[hit.kind]


@require_safe
def search(request):
    state = _asked(request)
    page = request.GET.get("page", "")
    narrowed = {name: state[name] for name in searching.FACETS}
    answer = searching.ask(
        state["q"],
        kinds=[state["kind"]] if state["kind"] else [],
        narrowed=narrowed,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
        exact=bool(state["exact"]),
    )
    for hit in answer.hits:
        hit.kind_words = _kind_words(hit)

    def address(**changes):
        return "?" + urlencode({name: value for name, value in {**state, **changes}.items() if value})

    def words(name, value):
        return language_name(value) if name == "language" else answer.names.get(value, value)

    everything = min(search_index.CAP, sum(answer.counts.values()))
    tabs = [
        ("", _("All"), everything),
        *((code, words_, answer.counts.get(code, 0)) for code, words_ in KIND_TABS.items()),
    ]
    context = {
        "query": state["q"],
        "answer": answer,
        "tabs": [
            {
                "words": words_,
                "count": count,
                "more": count >= search_index.CAP,
                "url": address(kind=code),
                "current": code == state["kind"],
            }
            for code, words_, count in tabs
            if count or code == state["kind"]
        ],
        "facets": [
            {
                "name": FACET_NAMES[facet.name],
                "values": [
                    (language_name(value) if facet.name == "language" else name, count, address(**{facet.name: value}))
                    for value, name, count in facet.values
                ],
            }
            for facet in answer.facets
        ],
        "chips": [
            (FACET_NAMES[name], words(name, value), address(**{name: ""})) for name, value in narrowed.items() if value
        ],
        "state": {name: value for name, value in state.items() if value and name not in ("q", "exact")},
        "exact": bool(state["exact"]),
        "all_forms": address(exact=""),
        "as_read": address(q=answer.query),
        "every_kind": address(kind=""),
        "everything": "?" + urlencode({"q": state["q"]}),
        "previous": address(page=answer.page - 1) if answer.page > 1 else "",
        "next": address(page=answer.page + 1) if answer.page < answer.pages else "",
    }
    return render(request, "web/search.html", context)


@require_safe
def suggestions(request):
    """What a search box may offer while somebody types."""
    found = searching.suggest(request.GET.get("q", "").replace("\0", " ")[:QUERY_LETTERS])
    rows = [
        {
            "name": "".join(text for text, _is_hit in hit.title),
            "kind": str(_kind_words(hit)),
            "label": hit.label,
            "language": hit.title_language,
            "url": hit.url,
        }
        for hit in found
    ]
    return JsonResponse({"suggestions": rows})
