"""Pages of articles."""

from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.filters import ArticleFilter
from articles.marking import html, is_hidden
from articles.models import Article, Evidence, Mention
from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import entities_of, gone
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import HEAVY, attach_names, mask, pattern, shield
from people.models import Position
from programs.models import Figure, Pledge, PledgeChange

CLAIMS = {
    "position": (Position, ("person", "organization", "region")),
    "relation": (Relation, ("subject", "object")),
    "figure": (Figure, ("indicator", "program", "organization", "region", "speaker")),
    "pledge": (Pledge, ("person", "organization", "program", "region")),
    "pledge_change": (PledgeChange, ("pledge",)),
}


class ArticleList(ListPage):
    model = Article
    filterset_class = ArticleFilter
    template_name = "articles/articles.html"
    title = _("Articles")
    intro = _("The documents that everything here is quoted from.")
    sorts = {
        "new": (_("newest first"), [F("published_on").desc(nulls_last=True), "-pk"]),
        "old": (_("oldest first"), [F("published_on").asc(nulls_last=True), "pk"]),
        "title": (_("by title"), ["title", "pk"]),
    }

    def rows(self):
        return Article.objects.public().select_related("publisher").defer(*HEAVY)

    def dress(self, rows):
        shield(rows)
        attach_names([row.publisher for row in rows if row.publisher_id])


@require_safe
def article(request, slug):
    rows = Article.objects.select_related("publisher", "twin", "twin_of").filter(slug=slug)
    article = rows.defer("raw", *(f"{twin}__{column}" for twin in ("twin", "twin_of") for column in HEAVY)).first()
    if article is None or article.visibility == Entity.Visibility.HIDDEN:
        raise Http404
    if article.visibility == Entity.Visibility.REMOVED:
        return gone(request)
    twin = article.twin or getattr(article, "twin_of", None)
    # All of them: names of people who are not public must be known to be taken out, of the twin's title too.
    named_in = Q(article=article)
    if twin is not None:
        named_in |= Q(article=twin, entity__kind=Entity.Kind.PERSON)
    rows = Mention.objects.filter(named_in, entity__isnull=False).exclude(review="rejected")
    everywhere = list(rows.select_related("entity").defer("why", "reason").order_by("start", "-end"))
    if twin is not None:
        twin.title = mask(twin.title, private_names([row for row in everywhere if row.article_id == twin.pk]))
    mentions = [mention for mention in everywhere if mention.article_id == article.pk]
    shown = [mention for mention in mentions if is_shown(mention)]
    words = private_names(mentions)
    quotes = list(Evidence.objects.filter(article=article).defer("rule", "fingerprint").order_by("start", "pk"))
    claims = claims_of(quotes)
    quotes = [quote for quote in quotes if key_of(quote) in claims]
    article.title = mask(article.title, words)
    for quote in quotes:
        quote.article = article
        quote.quote = mask(quote.quote, words)
        claims[key_of(quote)].quotes.append(quote)
    groups = {name: [] for name in CLAIMS}
    for (name, _pk), claim in claims.items():
        if hasattr(claim, "text"):
            claim.text = mask(claim.text, words)
        groups[name].append(claim)
    for relation in groups["relation"]:
        relation.other, relation.words = relation.object, relation.get_kind_display()
    things = list({mention.entity_id: mention.entity for mention in shown}.values())
    attach_names([*things, *entities_of(*groups.values()), *([article.publisher] if article.publisher_id else [])])
    is_open = article.rights == Article.Rights.OPEN
    return render(
        request,
        "articles/article.html",
        {
            "article": article,
            "body": html(article, quotes, shown, words) if is_open else "",
            "quotes": () if is_open else apart(quotes),
            "twin": twin if twin is not None and twin.visibility == Entity.Visibility.PUBLIC else None,
            "positions": groups["position"],
            "relations": groups["relation"],
            "figures": groups["figure"],
            "pledges": groups["pledge"],
            "things": by_kind(things),
        },
    )


def private_names(mentions):
    """The pattern of names of people who are not public, as ``kb.core.quotes.withheld`` makes it."""
    private, public = set(), set()
    for mention in mentions:
        if mention.entity.kind == Entity.Kind.PERSON:
            (private if is_hidden(mention) else public).add(mention.text)
    return pattern(private, public)


def is_shown(mention) -> bool:
    """``MentionQuerySet.public`` for a row that is fetched already."""
    entity = mention.entity
    return (
        (mention.review == "accepted" or (mention.review == "proposed" and mention.confidence >= PUBLIC_CONFIDENCE))
        and entity.visibility == Entity.Visibility.PUBLIC
        and entity.merged_into_id is None
    )


def key_of(quote) -> tuple[str, int]:
    return next((name, pk) for name in CLAIMS if (pk := getattr(quote, f"{name}_id")))


def claims_of(quotes) -> dict:
    """The public claims that the quotes support, by kind and key. One query a kind that occurs."""
    wanted = {}
    for quote in quotes:
        name, pk = key_of(quote)
        wanted.setdefault(name, []).append(pk)
    found = {}
    for name, pks in wanted.items():
        model, related = CLAIMS[name]
        for claim in model.objects.public().filter(pk__in=pks).select_related(*related):
            claim.quotes = []
            found[name, claim.pk] = claim
    return found


def apart(quotes) -> list:
    """The quotes that lie in no other one, each with the ``anchors`` of those inside it."""
    found = []
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        if found and quote.end <= found[-1].end:
            found[-1].anchors.append(quote.pk)
        else:
            quote.anchors = []
            found.append(quote)
    return found


def by_kind(things) -> list[tuple[str, list]]:
    groups = {}
    for kind in Entity.Kind:
        rows = sorted((row for row in things if row.kind == kind), key=lambda row: row.names_key)
        if rows:
            groups[kind] = rows
    return list(groups.items())
