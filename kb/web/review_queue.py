"""The queue of the review desk: documents that wait, rules with their measured precision, decisions by rule."""

from dataclasses import replace

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from articles import explanations, reviewing, waiting
from articles.models import Article, Evidence, Mention
from kb.core.keys import is_no_key
from kb.core.models import Entity
from kb.core.quotes import HEAVY
from kb.core.text import name_key, words
from kb.web import finding_words, review_sides
from kb.web import review_desk as desk

PAGE = 25
AT_ONCE, LISTED = 500, 60  # findings that one press accepts, and those of them that the page shows
# Names that are compared with the one that is typed, and how alike they must be, of 100.
COMPARED, ALIKE, SHOWN = 2000, 78, 6


def queue(request):
    """What waits, by rule and by document."""
    desk.need(desk.may_look(request))
    form = desk.QueueForm(request.GET)
    wanted = form.wanted()
    newest = waiting.newest(wanted)
    rules = waiting.rules(wanted, newest[: waiting.MOST])
    documents = Paginator(newest[: waiting.MOST], PAGE).get_page(request.GET.get("p"))
    articles = Article.objects.select_related("publisher").defer(*HEAVY).in_bulk(documents)
    counts = waiting.counts(wanted, documents)
    query = desk.query_of(wanted)
    context = {
        **admin.site.each_context(request),
        "title": _("Review desk"),
        "form": form,
        "media": form.media,
        "query": query,
        "rules": [
            (rule, explanations.rule_words(rule.name), kind_words(rule.kind), desk.query_of(_only(wanted, rule)))
            for rule in rules
        ],
        "enough": waiting.ENOUGH,
        "waiting_total": sum(rule.waiting for rule in rules),
        "documents": documents,
        "more": len(newest) > waiting.MOST,
        "rows": [(articles[key], counts[key], desk.address_of(articles[key], wanted)) for key in documents],
        "decides": desk.may_decide(request),
        "accepts": wanted.state in (waiting.WAITING, waiting.UNSURE),
        "batch": desk.last_batch(request.user),
        "tabs": review_sides.links(),
    }
    return TemplateResponse(request, "admin/kb/review_queue.html", context)


def kind_words(kind) -> str:
    model = reviewing.TABLES.get(kind)
    return str(model._meta.verbose_name) if model else str(Entity.Kind(kind).label)


def _only(wanted, rule) -> waiting.Wanted:
    return waiting.Wanted(**{**vars(wanted), "rule": rule.name, "kind": rule.kind})


def accept_rule(request):
    """Accept all that one rule found and that waits: first the page that shows what, and how right the rule was."""
    desk.need(desk.may_look(request) and desk.may_decide(request))
    wanted = desk.QueueForm(request.GET).wanted()
    rules = waiting.rules(wanted, waiting.newest(wanted)[: waiting.MOST])
    rule = next((row for row in rules if (row.name, row.kind) == (wanted.rule, wanted.kind)), None)
    query = desk.query_of(wanted)
    back = reverse("admin:review_queue") + desk.query_of(replace(wanted, rule="", kind=""))
    if rule is None or wanted.state not in (waiting.WAITING, waiting.UNSURE):
        messages.warning(request, _("Nothing waits here."))
        return HttpResponseRedirect(back)
    if request.method == "POST" and (keys := _keys(request.POST.get("keys", ""))):
        run = reviewing.accept_all(wanted, keys, request.user, f"{rule.name}: {rule.right}/{rule.decided}")
        total = run.counts["accept"]
        text = ngettext("%(count)d finding accepted.", "%(count)d findings accepted.", total)
        messages.success(request, text % {"count": total})
        return HttpResponseRedirect(back)
    rows = list(reviewing.waiting_rows(wanted)[:AT_ONCE])
    prefetch_related_objects(rows[:LISTED], _beside(wanted.kind))
    context = {
        **admin.site.each_context(request),
        "title": _("Accept all that one rule found"),
        "rule": rule,
        "words": explanations.rule_words(rule.name),
        "kind": kind_words(rule.kind),
        "enough": waiting.ENOUGH,
        "rows": [(row, *_says(row), finding_words.change_address(row)) for row in rows[:LISTED]],
        "total": len(rows),
        "more": max(0, len(rows) - LISTED),
        "keys": " ".join(str(row.pk) for row in rows),
        "query": query,
        "back": back,
    }
    return TemplateResponse(request, "admin/kb/review_accept.html", context)


def _beside(kind):
    """What shows where a row comes from, without the long texts."""
    if kind in Evidence.CLAIMS:
        return Prefetch("evidence", Evidence.objects.order_by("pk"))
    return Prefetch("article", Article.objects.only("title"))


def _keys(text) -> list[int]:
    return [int(key) for key in text.split() if not is_no_key(key)][:AT_ONCE]


def _says(row) -> tuple[str, str]:
    """What a mention is linked to and where it stands; the words that a claim is read from."""
    if isinstance(row, Mention):
        return str(row.entity or _("unlinked")), row.article.title
    return "", next((quote.quote for quote in row.evidence.all()), "")


def similar(request):
    """Things whose names are like the one that is typed: at most a few, each with its page."""
    desk.need(request.user.has_perm("core.view_entity"))
    text, kind = request.GET.get("q", "")[:200], request.GET.get("kind", "")
    asked = words(text)
    if kind not in Entity.Kind.values or not asked or len(name_key(text)) < 3:
        return JsonResponse({"similar": []})
    return JsonResponse({"similar": alike(text, kind)})


def alike(text: str, kind: str) -> list[dict]:
    """Things of ``kind`` with a name like ``text``, the most alike first."""
    # A misprint may be anywhere: one whole word, or the first letters of one, must agree.
    starts = {word[:3] for word in words(text)}
    rows = Entity.objects.current().filter(kind=kind)
    near = rows.none()
    for start in sorted(starts):
        near |= rows.filter(names_key__contains=start)
    found = {row.pk: row for row in near.order_by("pk")[:COMPARED]}
    keys = {pk: row.names_key for pk, row in found.items()}
    best = process.extract(name_key(text), keys, scorer=_score, limit=SHOWN, score_cutoff=ALIKE)
    return [
        {"name": found[pk].name, "url": finding_words.change_address(found[pk]), "id": pk, "alike": round(score)}
        for _key, score, pk in best
    ]


def _score(asked, key, **_options) -> float:
    """How alike ``asked`` is to the nearest of the names in ``key``, whatever the order of words."""
    names = key.split(" | ")
    return max(max(fuzz.token_sort_ratio(asked, name), 0.9 * fuzz.token_set_ratio(asked, name)) for name in names)
