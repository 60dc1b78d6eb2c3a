"""sitemap.xml: the addresses of what readers may see, in three languages; nothing else.

A file has the rows of a range of keys, so that it costs the same however many there are.
"""

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Article
from kb.core.models import Entity
from kb.core.quotes import HEAVY
from kb.regions.models import Region
from people.models import Organization, Person
from programs.models import Figure, Indicator, Pledge, Program

ROWS = 2000


def _indicators():
    return Indicator.objects.filter(Exists(Figure.objects.public().filter(indicator=OuterRef("pk"))))


# Things of the reference data that no article names have pages with nothing on them: they are left to readers' links.
SECTIONS = {
    "people": (Person, lambda: Person.objects.public().documented()),
    "organizations": (Organization, lambda: Organization.objects.public().documented()),
    "programs": (Program, lambda: Program.objects.public().documented()),
    "regions": (Region, lambda: Region.objects.public().documented()),
    "articles": (Article, lambda: Article.objects.public().defer(*HEAVY)),
    "figures": (Figure, lambda: Figure.objects.public()),
    "pledges": (Pledge, lambda: Pledge.objects.public()),
    "indicators": (Indicator, _indicators),
}


def _origin(request) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _xml(request, template: str, **context):
    answer = render(request, template, {"origin": _origin(request), **context}, content_type="application/xml")
    return HttpResponse(answer.content, content_type="application/xml; charset=utf-8")


@require_safe
def index(request):
    parts = []
    for name, (model, _rows) in SECTIONS.items():
        last = model.objects.aggregate(last=Max("pk"))["last"]
        parts += [(name, number) for number in range(0 if last is None else last // ROWS + 1)]
    return _xml(request, "web/sitemap_index.xml", parts=parts)


@require_safe
def part(request, section, number):
    if section not in SECTIONS or number > 1 << 40:
        raise Http404
    rows = SECTIONS[section][1]().filter(pk__gte=number * ROWS, pk__lt=(number + 1) * ROWS).order_by("pk")
    addresses = []
    for row in rows:
        versions = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                versions.append((code, row.get_absolute_url()))
        addresses.append((versions, row.updated_at if isinstance(row, Entity | Article) else None))
    return _xml(request, "web/sitemap.xml", addresses=addresses)
