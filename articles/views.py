"""Pages of articles."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import cards
from articles.filters import ArticleFilter
from articles.marking import html, is_hidden
from articles.models import Article, Card, Evidence, Mention
from kb.core import lists, together
from kb.core.lists import ListPage
from kb.core.models import Entity, Relation
from kb.core.pages import asked_day, gone, in_force, known_on, made_by
from kb.core.querysets import PUBLIC_CONFIDENCE
from kb.core.quotes import (
    HEAVY,
    MOST,
    UNNAMED,
    entities_of,
    give_names,
    mask,
    names_of,
    pattern,
    shield,
    shield_counted,
)
from kb.core.together import Given, GivenKeys
from people.models import Position
from programs.models import Figure, Pledge, PledgeChange

# Far more than a text has; the pages of longer ones would not open anyway.
MOST_MENTIONS = 100_000

CLAIMS = {
    "position": (Position, ("person", "organization", "region")),
    "relation": (Relation, ("subject", "object")),
    "figure": (Figure, ("indicator", "program", "organization", "region", "speaker")),
    "pledge": (Pledge, ("person", "organization", "program", "region")),
    "pledge_change": (PledgeChange, ("pledge",)),
}


class ArticleList(ListPage):
    model = Card
    filterset_class = ArticleFilter
    template_name = "articles/articles.html"
    title = _("Articles")
    intro = _("The documents that everything here is quoted from.")
    sorts = {
        "new": (_("newest first"), ["-published_on", "-pk"]),
        "old": (_("oldest first"), ["published_on", "pk"]),
    }

    csv_columns = {
        "uid": lambda row: row.article.uid,
        _("Title"): lambda row: row.title,
        _("Publisher"): lambda row: lists.named(row.publisher),
        _("Published"): lambda row: row.published_on,
        _("Language"): lambda row: row.language,
        _("Kind"): lambda row: row.get_kind_display(),
        _("Rights"): lambda row: row.get_rights_display(),
        _("Where it was published"): lambda row: row.article.url,
        **lists.ADDRESS,
    }

    def rows(self):
        return Card.objects.filter(published_on__lte=self.day) if self.day else Card.objects.all()

    def dress(self, rows):
        cards.dress(rows)

    def dress_for_csv(self, rows):
        self.dress(rows)
        prefetch_related_objects(rows, Prefetch("article", Article.objects.defer(*HEAVY)))


@together.prepared
def article_of_address(beside: bool):
    unread = HEAVY[1:] if beside else HEAVY
    rows = Article.objects.select_related("publisher", "twin__publisher", "twin_of__publisher")
    rows = rows.defer("raw", *(f"{twin}__{column}" for twin in ("twin", "twin_of") for column in unread))
    return [rows.filter(slug=Given("slug"))]


@together.prepared
def rows_of_article(beside: bool, asked: date | None):
    """Mentions, quotes and claims of each kind, of the twin too where it stands beside."""
    # All of them: names of people who are not public must be known to be taken out, of the twin's title too.
    people = Q(entity__kind=Entity.Kind.PERSON) | (Q(kind=Entity.Kind.PERSON) & UNNAMED)
    shown, both = GivenKeys("both" if beside else "article"), GivenKeys("both")
    evidence = Evidence.objects.filter(article__in=shown)
    return [
        Mention.objects.filter(Q(article__in=shown, entity__isnull=False) | (Q(article__in=both) & people))
        .exclude(review="rejected")
        .select_related("entity")
        .defer("why", "reason")
        .order_by("start", "-end")[:MOST_MENTIONS],
        evidence.defer("rule", "fingerprint").order_by("start", "pk")[:MOST],
        *(
            of_the_day(name, model.objects.public(), asked)
            .filter(pk__among=evidence.filter(**{f"{name}__isnull": False}).values(name))
            .select_related(*related)
            .order_by("pk")[:MOST]
            for name, (model, related) in CLAIMS.items()
        ),
    ]


@require_safe
def article(request, slug):
    beside, asked = request.GET.get("twin") == "1", asked_day(request)
    article = article_of_address(beside).first(slug=slug)
    if article is None or article.visibility == Entity.Visibility.HIDDEN:
        raise Http404
    if article.visibility == Entity.Visibility.REMOVED:
        return gone(request)
    twin = article.twin or getattr(article, "twin_of", None)
    if twin is not None and twin.visibility != Entity.Visibility.PUBLIC:
        twin = None
    both = [article.pk, *([twin.pk] if twin else [])]
    mentions, quotes, *found = rows_of_article(beside, asked).fetch(article=[article.pk], both=both)
    claims = {(name, claim.pk): claim for name, rows in zip(CLAIMS, found, strict=True) for claim in rows}
    for claim in claims.values():
        claim.quotes = []
    groups = {name: [] for name in CLAIMS}
    texts = {}
    for part in (article, twin):
        if part is None:
            continue
        own = [mention for mention in mentions if mention.article_id == part.pk]
        words = private_names(own)
        shield(part, words)
        texts[part.pk] = Text(
            part,
            words,
            [mention for mention in own if is_shown(mention)],
            [quote for quote in quotes if quote.article_id == part.pk and key_of(quote) in claims],
        )
        for quote in texts[part.pk].quotes:
            quote.article = part
            quote.quote = mask(quote.quote, words)
            claim = claims[key_of(quote)]
            if hasattr(claim, "text"):
                claim.text = mask(claim.text, words)
            shield_counted(claim, words)
            if part is article:
                claim.quotes.append(quote)
    for (name, _pk), claim in claims.items():
        if claim.quotes:  # the twin's own are on its page
            groups[name].append(claim)
    for relation in groups["relation"]:
        relation.other, relation.words = relation.object, relation.get_kind_display()
    shown = texts[article.pk].mentions
    things = list({mention.entity_id: mention.entity for mention in shown}.values())
    named = [*things, *entities_of(*groups.values()), article.publisher, twin and twin.publisher]
    give_names(named, names_of(named))
    return render(
        request,
        "articles/article.html",
        {
            "article": article,
            "text": texts[article.pk],
            "body": texts[article.pk].body(),
            "beside": texts[twin.pk] if beside and twin else None,
            "beside_body": texts[twin.pk].body() if beside and twin else "",
            "twin": twin,
            "positions": groups["position"],
            "relations": groups["relation"],
            "figures": groups["figure"],
            "pledges": groups["pledge"],
            "changes": groups["pledge_change"],
            "things": by_kind(things),
            "is_later": bool(asked and article.published_on and article.published_on > asked),
        },
    )


def of_the_day(name: str, claims, day):
    """The claims that were so on ``day``; all of them without one."""
    if name == "pledge":
        return made_by(claims, day)
    if day is None:
        return claims
    if name == "position":
        return claims.held_on(day)
    if name == "relation":
        return in_force(claims, day)
    if name == "figure":
        return known_on(claims, day)
    return claims.filter(Q(on=None) | Q(on__not_after=day))


@dataclass
class Text:
    """What may be shown of one article's text."""

    article: Article
    words: object  # the pattern of names that are withheld
    mentions: list
    quotes: list

    def body(self) -> str:
        if self.article.rights != Article.Rights.OPEN:
            return ""
        return html(self.article, self.quotes, self.mentions, self.words)

    @property
    def apart(self) -> list:
        return () if self.article.rights == Article.Rights.OPEN else apart(self.quotes)


def private_names(mentions):
    """The pattern of names of people who are not public, as ``kb.core.quotes.withheld`` makes it."""
    private, public = set(), set()
    for mention in mentions:
        if mention.entity is None or mention.entity.kind == Entity.Kind.PERSON:
            (private if mention.entity is None or is_hidden(mention) else public).add(mention.text)
    return pattern(private, public)


def is_shown(mention) -> bool:
    """``MentionQuerySet.public`` for a row that is fetched already."""
    entity = mention.entity
    return entity is not None and (
        (mention.review == "accepted" or (mention.review == "proposed" and mention.confidence >= PUBLIC_CONFIDENCE))
        and entity.visibility == Entity.Visibility.PUBLIC
        and entity.merged_into_id is None
    )


def key_of(quote) -> tuple[str, int]:
    return next((name, pk) for name in CLAIMS if (pk := getattr(quote, f"{name}_id")))


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
