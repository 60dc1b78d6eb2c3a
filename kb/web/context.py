"""What every template may use."""

from kb.core.pages import asked_day


def site(request):
    return {
        "origin": f"{request.scheme}://{request.get_host()}",
        "as_of": asked_day(request),
        "moved": request.GET.get("moved") == "1",
        "preview": getattr(request, "preview", None),
    }
