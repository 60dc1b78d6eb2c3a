"""An article's text with its mentions and quotes marked, for editors."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

# Characters of a text that one page shows; places further on are reached by export.
LIMIT = 200_000

# What the text of each kind of claim reads.
CLAIM_ENDS = (
    "position__person",
    "relation__subject",
    "relation__object",
    "figure__indicator",
    "pledge",
    "pledge_change__pledge",
)


def pieces(length: int, spans) -> list:
    """Cut 0..length at the ends of ``spans`` (start, end, key): (start, end, keys of the spans around it)."""
    opens, closes = {}, {}
    for start, end, key in spans:
        if start < end <= length:
            opens.setdefault(start, []).append(key)
            closes.setdefault(end, []).append(key)
    around, cut, last = {}, [], 0
    for place in sorted({0, length, *opens, *closes}):
        if place > last:
            cut.append((last, place, list(around)))
            last = place
        for key in closes.get(place, ()):
            around.pop(key)
        for key in opens.get(place, ()):
            around[key] = None
    return cut


def marked(article, address):
    """The text as safe HTML: mentions are links in the colour of their kind, quotes are underlined.

    ``address(row)`` is the page that a mention leads to.
    """
    text = article.text[:LIMIT]
    mentions = {f"m{row.pk}": row for row in article.mentions.exclude(review="rejected").select_related("entity")}
    quotes = {f"q{row.pk}": row for row in article.evidence.all()}
    spans = [(row.start, row.end, key) for key, row in (mentions | quotes).items()]
    begun, parts = set(), []
    for start, end, keys in pieces(len(text), spans):
        new = [key for key in keys if key not in begun]
        begun.update(keys)
        anchors = format_html_join("", '<a id="{}"></a>', ((key,) for key in new))
        named = [mentions[key] for key in keys if key in mentions]
        piece = text[start:end]
        if named:
            row = min(named, key=lambda mention: mention.end - mention.start)
            title = str(row.entity) if row.entity_id else _("unlinked")
            state = row.kind if row.entity_id else f"{row.kind} unlinked"
            piece = format_html('<a class="mention {}" href="{}" title="{}">{}</a>', state, address(row), title, piece)
        if any(key in quotes for key in keys):
            piece = format_html('<span class="quoted">{}</span>', piece)
        parts.append((anchors, piece))
    body = format_html_join("", "{}{}", parts)
    rest = _("… and %(count)d characters more.") % {"count": len(article.text) - LIMIT}
    after = format_html("<p>{}</p>", rest) if len(article.text) > LIMIT else ""
    return format_html('<div class="article-text" lang="{}">{}</div>{}', article.language, body, after)


def pinned(article, findings):
    """The text as safe HTML for the review desk: each stretch names the findings that it belongs to."""
    text = article.text[:LIMIT]
    known = {finding.key: finding for finding in findings}
    spans = [(start, end, key) for key, finding in known.items() for start, end in finding.spans]
    begun, parts = set(), []
    for start, end, keys in pieces(len(text), spans):
        piece = text[start:end].replace("\r", "")
        if not keys:
            parts.append(format_html('<span data-at="{}">{}</span>', start, piece))
            continue
        anchors = format_html_join(
            "", '<a id="in-{}"></a>', ((key.replace(":", "-"),) for key in keys if key not in begun)
        )
        begun.update(keys)
        named = [known[key].row for key in keys if known[key].kind == "mention"]
        states = ["quoted"] if len(named) < len(keys) else []
        if named:
            row = min(named, key=lambda mention: mention.end - mention.start)
            states += ["mention", row.kind, row.review] + ([] if row.entity_id else ["unlinked"])
        parts.append(
            format_html(
                '{}<span class="{}" data-at="{}" data-findings="{}">{}</span>',
                anchors, " ".join(states), start, " ".join(keys), piece,
            )
        )  # fmt: skip
    rest = _("… and %(count)d characters more.") % {"count": len(article.text) - LIMIT}
    after = format_html("<p>{}</p>", rest) if len(article.text) > LIMIT else ""
    body = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<div class="article-text" lang="{}" tabindex="0">{}</div>{}', article.language, body, after)
