"""An article's text as HTML: quotes marked, mentions linked, private names taken out, furniture set apart.

Linear in the text and its marks: the text is cut at every begin and end of a mark, line by line.
"""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kb.core.markup import joined, markup
from kb.core.models import Entity

_ASIDE = markup(' class="{}"', "furniture")


@dataclass(frozen=True)
class Cut:
    """A stretch of one line that begins and ends no mark inside."""

    start: int
    end: int
    quotes: tuple  # keys of the evidence it belongs to
    mention: object  # the mention that it is part of, or None
    hidden: bool  # a name that is withheld


def cuts(text: str, quotes, mentions, hidden) -> list[Cut]:
    """Cut ``text`` at the ends of marks and of lines. Of overlapping mentions the first, longest one is linked.

    ``hidden`` are (start, end) in their order.
    """
    linked, last = [], 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= last:
            linked.append(mention)
            last = mention.end
    points = {0, len(text)}
    opens, closes = {}, {}
    for quote in quotes:
        points |= {quote.start, quote.end}
        opens.setdefault(quote.start, []).append(quote.pk)
        closes.setdefault(quote.end, []).append(quote.pk)
    for link in linked:
        points |= {link.start, link.end}
    for span in hidden:
        points |= set(span)
    place = -1
    while (place := text.find("\n", place + 1)) >= 0:
        points |= {place, place + 1}
    ordered = sorted(point for point in points if 0 <= point <= len(text))
    links, secrets = iter(linked), iter(hidden)
    link, secret = next(links, None), next(secrets, None)
    active: dict[int, None] = {}
    found = []
    for start, end in pairwise(ordered):
        for key in closes.get(start, ()):
            active.pop(key, None)
        active.update(dict.fromkeys(opens.get(start, ())))
        while link is not None and link.end <= start:
            link = next(links, None)
        while secret is not None and secret[1] <= start:
            secret = next(secrets, None)
        inside = link if link is not None and link.start <= start else None
        withheld = secret is not None and secret[0] <= start
        found.append(Cut(start, end, tuple(active), inside, withheld))
    return found


def html(article, quotes, mentions, private=None) -> SafeString:
    """The paragraphs of ``article.text``; the pattern ``private`` finds names of people who are not public."""
    text = article.text
    hidden = [found.span() for found in private.finditer(text)] if private else []
    furniture = sorted(tuple(span) for span in article.furniture)
    starts = {quote.start: [] for quote in quotes}
    for quote in quotes:
        starts[quote.start].append(quote.pk)
    paragraphs, line, line_start = [], [], 0
    named: set[int] = set()
    for cut in cuts(text, quotes, mentions, hidden):
        words = text[cut.start : cut.end]
        if words == "\n":
            paragraphs.append((line_start, cut.start, line))
            line, line_start = [], cut.end
            continue
        line.append((cut.quotes, _piece(cut, words, named), starts.get(cut.start, ())))
    paragraphs.append((line_start, len(text), line))

    def said(start, end):
        return " ".join(text[start : min(end, start + 600)].split())

    aside, title = _within(furniture), " ".join(article.title.split())
    lines = (
        markup("<p{}>{}</p>", _ASIDE if aside(start, end) or said(start, end) == title else "", _line(pieces))
        for start, end, pieces in paragraphs
        if any(starts or words.strip() for _quotes, words, starts in pieces)
    )
    return joined(lines, "\n")


def _piece(cut: Cut, words: str, named: set[int]) -> str:
    if cut.hidden:
        return markup('<span class="withheld">[{}]</span>', _("name withheld"))
    words = words.replace("\r", " ")
    if cut.mention is None:
        return markup("{}", words)
    anchor = ""
    if cut.mention.pk not in named:
        named.add(cut.mention.pk)
        anchor = markup(' id="m{}"', cut.mention.pk)
    return markup('<a class="mention" href="{}"{}>{}</a>', cut.mention.entity.get_absolute_url(), anchor, words)


def _line(pieces) -> SafeString:
    """Neighbours that support the same claims share one mark; the first mark of a quote carries its anchor."""
    runs = []
    for quotes, words, starts in pieces:
        if runs and runs[-1][0] == quotes and not starts:
            runs[-1][1].append(words)
        else:
            runs.append((quotes, [words], starts))
    return joined(_mark(words, starts) if quotes else joined(words) for quotes, words, starts in runs)


def _mark(words, starts) -> SafeString:
    first, *others = starts or (None,)
    return markup(
        "{}<mark{}>{}</mark>",
        joined(markup('<span id="q{}"></span>', key) for key in others),
        markup(' id="q{}"', first) if first else "",
        joined(words),
    )


def _within(spans):
    """Whether a line lies in one of the sorted spans; asked from the first line to the last."""
    rest = iter(spans)
    current = next(rest, None)

    def inside(start, end):
        nonlocal current
        while current is not None and current[1] <= start:
            current = next(rest, None)
        return current is not None and current[0] <= start and current[1] >= end and end > start

    return inside


def is_hidden(mention) -> bool:
    """A mention of a person who is not public; rejected ones are no such thing."""
    entity = mention.entity
    return (
        entity.kind == Entity.Kind.PERSON
        and entity.visibility != Entity.Visibility.PUBLIC
        and entity.merged_into_id is None
    )
