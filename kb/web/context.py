"""What every template may use."""

from django.conf import settings

from kb.core.pages import asked_day


def site(request):
    """The addresses of this page in each language, and the day that the reader asked for."""
    path = request.path
    codes = [code for code, _name in settings.LANGUAGES]
    prefixed = path[1:3] in codes and path[3:4] == "/"
    # A place in a list is one of its order, which differs from language to language.
    state = request.GET.copy()
    for name in ("past", "ahead", "moved", "format"):
        state.pop(name, None)
    query = state.urlencode()
    preview = getattr(request, "preview", None)
    return {
        "page_languages": [
            {
                "code": code,
                "path": path if preview else f"/{code}{path[3:] if prefixed else '/'}",
                "query": f"?language={code}" if preview else f"?{query}" if query else "",
                "own_name": {"kk": "Қазақша", "ru": "Русский", "en": "English"}[code],
            }
            for code in codes
        ],
        "origin": f"{request.scheme}://{request.get_host()}",
        "as_of": asked_day(request),
        "moved": request.GET.get("moved") == "1",
        "preview": preview,
    }
