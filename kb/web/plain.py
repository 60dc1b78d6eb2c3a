"""Answers without a language prefix."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article
from kb.core import suppression
from kb.core.models import Entity, Relation
from kb.core.pages import answer_for, gone
from people.models import Position
from programs.models import Figure, Indicator, Pledge
from seeds import searching
from seeds.models import ImportJob, Worker


def _to(address):
    """Which language follows from the reader's cookie and headers, so caches must look at them."""
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def door(request):
    return _to(reverse("home"))


@require_safe
def permalink(request, uid):
    """Where the thing, claim, article or indicator of this uid is to be read."""
    if entity := Entity.objects.filter(uid=uid).first():
        if entity.visibility == Entity.Visibility.PUBLIC and not entity.merged_into_id:
            return _to(entity.get_absolute_url())
        return answer_for(request, entity)
    if article := Article.objects.filter(uid=uid).only("slug", "visibility").first():
        if article.visibility == Entity.Visibility.REMOVED:
            return gone(request)
        if article.visibility == Entity.Visibility.PUBLIC:
            return _to(article.get_absolute_url())
        raise Http404
    for model in (Figure, Pledge):
        if claim := model.objects.public().filter(uid=uid).first():
            return _to(claim.get_absolute_url())
    counted = Figure.objects.public().filter(indicator=OuterRef("pk"))
    if indicator := Indicator.objects.filter(Exists(counted), uid=uid).first():
        return _to(indicator.get_absolute_url())
    if position := Position.objects.public().select_related("person").filter(uid=uid).first():
        return _to(f"{position.person.get_absolute_url()}#p-{uid}")
    if relation := Relation.objects.public().select_related("subject").filter(uid=uid).first():
        return _to(f"{relation.subject.get_absolute_url()}#r-{uid}")
    if suppression.has_address(uid=uid):
        return gone(request)
    raise Http404


@never_cache
@require_safe
def health(request):
    """Whether the database answers and has every migration."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "failed", "database": "no answer"}, status=503)
    if waiting:
        return JsonResponse({"status": "failed", "database": "ok", "migrations_waiting": waiting}, status=503)
    return JsonResponse(
        {
            "status": "ok",
            "database": "ok",
            "migrations_waiting": 0,
            "search_waiting": searching.waiting(),
            # Readers need no worker: a missing one is told, and is no reason to take the site out of service.
            "workers": len(Worker.objects.alive()),
            "jobs_waiting": ImportJob.objects.filter(state=ImportJob.State.WAITING).count(),
        }
    )


@require_safe
def robots(request):
    # Filtered lists are endless; their rows are linked from elsewhere.
    return HttpResponse(
        "User-agent: *\nDisallow: /admin/\nDisallow: /i18n/\nDisallow: /*/search/\nDisallow: /*?*sort=\n"
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n",
        content_type="text/plain; charset=utf-8",
    )
