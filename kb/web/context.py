"""What every template may use."""

from django.conf import settings


def site(request):
    """The addresses of this page in each language, and the day that the reader asked for."""
    path = request.path
    codes = [code for code, _name in settings.LANGUAGES]
    prefixed = path[1:3] in codes and path[3:4] == "/"
    query = request.GET.urlencode()
    return {
        "page_languages": [
            {
                "code": code,
                "path": f"/{code}{path[3:] if prefixed else '/'}",
                "query": f"?{query}" if query else "",
                "own_name": {"kk": "Қазақша", "ru": "Русский", "en": "English"}[code],
            }
            for code in codes
        ],
        "origin": f"{request.scheme}://{request.get_host()}",
        "on": request.GET.get("on", ""),
    }
