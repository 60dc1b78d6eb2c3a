"""Rows of lists and of things' pages, without the template engine, which takes ten times as long for the same words."""

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.models import Article
from kb.core import labels, languages
from kb.core.addresses import address, around
from kb.core.markup import joined, markup
from kb.web.templatetags.kb import (
    iso,
    kept,
    kind_of,
    language_name,
    marked_value,
    name,
    named,
    outcome,
    own_words,
    percent_of,
    period,
    reported_on,
    share,
    thing,
    time_left,
    unchecked,
    value,
    when,
)
from programs.models import Figure

register = template.Library()

_ROW = """<li class="row">
<p class="row-date">{}</p>
<div class="row-body"><h3 class="row-title"><a href="{}" lang="{}">{}</a></h3>
{}
<p class="facts">{}{}{}{}</p></div>
</li>"""
_QUOTE = '<blockquote class="quote" lang="{}" dir="auto"><p>{}{}<mark>{}</mark>{}{}</p></blockquote>'
_FIGURE = """<article class="row figure" id="f-{}">
<p class="row-date">{}</p>
<div class="row-body"><p class="row-title"><a class="value" href="{}">{}</a>{}{}</p>
{}
<p class="facts">{}</p>
{}
{}</div>
</article>
"""
_PLEDGE = """<article class="row pledge" id="g-{}">
<p class="row-date">{}</p>
<div class="row-body"><p class="row-title">{}</p>
<p class="facts state-line">{}{}</p>
<p class="facts">{}</p>
{}</div>
</article>
"""
_POSITION = """<article class="row" id="p-{}">
<p class="row-date">{}</p>
<div class="row-body"><p class="row-title">{}{}{}{}</p>
<p class="facts">{}</p>
{}
{}</div>
</article>
"""
_CELL = """{}<a class="value" href="{}">{}</a>{}<svg class="bar {}" viewBox="0 0 100 6" preserveAspectRatio="none"\
 aria-hidden="true" focusable="false"><rect class="track" width="100" height="6"/><rect class="fill" width="{}"\
 height="6"/></svg>"""
_INDEX = '<li><a class="index-name" href="{}">{}</a><p class="facts">{}</p></li>'

# Letters of a quote that are shown at once, and at all.
SHOWN, LONGEST = 240, 1200


def facts(*known) -> SafeString:
    """The line of small print under a row: those of the facts that there are."""
    return joined(markup("<span>{}</span>", fact) for fact in known if fact)


# Articles


@register.simple_tag(takes_context=True)
def article_rows(context, articles):
    """Articles or cards of a list."""
    own, asked, (head, tail) = languages.current(), context.get("as_of"), around("article")
    return joined(
        _article_row(
            own,
            f"{head}{article.slug}{tail}{getattr(article, 'anchor', '')}",
            article.language,
            article.title,
            article.published_on,
            getattr(article, "sentence", None),
            named(article.publisher, asked or article.published_on, own),
            article.get_kind_display() if article.kind != Article.Kind.NEWS else "",
            article.get_rights_display() if article.rights == Article.Rights.QUOTE_ONLY else "",
        )
        for article in articles
    )


@kept
def _article_row(_own, url, language, title, day, sentence, publisher, kind, rights) -> SafeString:
    return markup(
        _ROW,
        markup('<time datetime="{}">{}</time>', iso(day), when(day))
        if day
        else markup('<span class="quiet">{}</span>', _("no date")),
        url,
        language,
        title,
        _quote(sentence, language) if sentence else "",
        facts(publisher),
        facts(language_name(language)),
        markup('<span class="tag">{}</span>', kind) if kind else "",
        facts(rights),
    )


def _quote(sentence, language: str) -> SafeString:
    before, after = "… " if sentence.cut_before else "", " …" if sentence.cut_after else ""
    return markup(_QUOTE, language, before, sentence.before, sentence.words, sentence.after, after)


# Quotes


@register.simple_tag(takes_context=True)
def quotes(context, claim, brief=""):
    """The newest quote of a claim, and the others folded away."""
    first, *others = claim.quotes or [None]
    if first is None:
        return markup(
            '<p class="unchecked reference">{}</p>{}', _("from reference data"),
            markup('<p class="unchecked">{}</p>', _("found automatically, not yet checked"))
            if unchecked(claim) else "",
        )  # fmt: skip
    told = quotation(context, first, claim, brief, noted=True)
    if not others:
        return told
    count = ngettext("one more source", "%(others)s more sources", len(others)) % {"others": len(others)}
    rest = joined(quotation(context, quote, claim) for quote in others[:11])
    return markup('{}\n<details class="more"><summary>{}</summary>\n{}</details>', told, count, rest)


@register.simple_tag(takes_context=True)
def quotation(context, quote, claim=None, brief="", noted=False):
    """The words of a quote, if the claim does not repeat them, and their source."""
    words = "" if quote.quote == getattr(claim, "text", "") else quote.quote
    note = noted and unchecked(claim)
    return _quotation(languages.current(), words, quote.article.language, source(context, quote, brief), note)


@kept
def _quotation(own, words, language, told, note) -> SafeString:
    if words:
        head, rest = clamped(words, SHOWN)
        words = markup("<p>{}</p>", head)
        if rest:
            words = markup(
                '<details class="clamp"><summary>{}<span class="dots"> … <span class="more-words" lang="{}">{}</span>'
                "</span></summary><span>{}</span></details>",
                head, own, _("more"), rest,
            )  # fmt: skip
        words = markup('<blockquote class="quote" lang="{}" dir="auto">{}</blockquote>\n', language, words)
    if note:
        note = markup(' <span class="unchecked">{}</span>', _("found automatically, not yet checked"))
    return markup('{}<p class="source">{}{}</p>', words, told, note or "")


@register.simple_tag(takes_context=True)
def source(context, quote, brief=""):
    """The article of a quote, with its publisher and day, unless it is ``brief``, the one whose stand above."""
    article, publisher, day = quote.article, "", None
    if brief != article.pk:
        day = article.published_on
        publisher = name(context, article.publisher, day)
    advertising = article.kind == Article.Kind.POLITICAL_ADVERTISING
    url = quote.get_absolute_url()
    return _source(languages.current(), url, article.language, article.title, publisher, day, advertising)


@kept
def _source(_own, url, language, title, publisher, day, advertising) -> SafeString:
    return markup(
        '<cite><a href="{}" lang="{}">{}</a></cite>{}{}{}',
        url, language, title,
        markup(', <span class="publisher">{}</span>', publisher) if publisher else "",
        markup(', <time datetime="{}">{}</time>', iso(day), when(day)) if day else "",
        markup(' <span class="tag">{}</span>', _("Political advertising")) if advertising else "",
    )  # fmt: skip


def clamped(text: str, length: int, most: int = LONGEST) -> tuple[str, str]:
    """What a card shows of a long text at once, cut between words, and the rest, up to ``most`` letters in all."""
    if len(text) > most:
        text = text[: most - 1] + "…"
    if len(text) <= length + 60:
        return text, ""
    cut = text.rfind(" ", length // 2, length)
    cut = cut if cut > 0 else length
    return text[:cut], text[cut:]


# Figures


@register.simple_tag(takes_context=True)
def figure_row(context, figure, hide=""):
    """``hide``: what the page itself says already, of "indicator", "region", "program" and "organization"."""
    told, span = reported_on(figure), period(figure)
    if not span and figure.as_of:
        span = _("as of %(day)s") % {"day": when(figure.as_of, "at")}
    status = preferred = counted = ""
    if figure.status != Figure.Status.REPORTED:
        status = markup(' <span class="tag {}">{}</span>', figure.status, figure.get_status_display())
    if figure.preferred_because:
        preferred = markup(' <span class="tag preferred">{}</span>', _("preferred by the editors"))
    if "indicator" not in hide:
        counted = markup('<p class="what">{}</p>', own_words(figure.indicator, "name", say=True))
    elif figure.counted_text and figure.counted_text != figure.indicator.name:
        counted = markup('<p class="what" lang="{}">{}</p>', figure.language, figure.counted_text)
    return markup(
        _FIGURE,
        figure.uid,
        span,
        figure.get_absolute_url(),
        marked_value(figure),
        status,
        preferred,
        counted,
        facts(
            "region" not in hide and thing(context, figure.region),
            "program" not in hide and thing(context, figure.program),
            "organization" not in hide and thing(context, figure.organization, figure.as_of),
            figure.span_kind == Figure.SpanKind.CUMULATIVE and figure.get_span_kind_display(),
        ),
        attribution(context, figure),
        quotes(context, figure, brief=told.article_id if told else ""),
    )


@register.simple_tag(takes_context=True)
def attribution(context, figure):
    """Who reported, planned or promised it, and when."""
    quote = reported_on(figure)
    if quote is None:
        return ""
    day, publisher, speaker = quote.article.published_on, quote.article.publisher, figure.public_speaker
    also = ""
    if speaker:
        who, also = thing(context, speaker, day), name(context, publisher, day)
    else:
        who = thing(context, publisher, day)
        who = who or markup('<a href="{}">{}</a>', quote.get_absolute_url(), _("an article"))
    return _attribution(languages.current(), figure.status, who, also, day)


@kept
def _attribution(_own, status, who, also, day) -> SafeString:
    if status == Figure.Status.REPORTED:
        says = _("Reported by")
    elif status == Figure.Status.PLANNED:
        says = _("Planned, according to")
    else:
        says = _("Pledged, according to")
    on = markup(" {}", _("on %(day)s") % {"day": when(day)}) if day else ""
    return markup('<p class="who-says">{} {}{}{}</p>', says, who, markup(" ({})", also) if also else "", on)


@register.simple_tag(takes_context=True)
def table_rows(context, table):
    """The lines of a table of one indicator."""
    return joined(
        markup(
            '<tr><th scope="row">{}</th>\n<td>{}</td>\n{}</tr>',
            thing(context, line.region) if line.region else markup('<span class="quiet-text">{}</span>', _("not said")),
            period(line.said) or when(line.said.as_of),
            joined(
                markup('<td class="num">{}</td>', joined(_cell(figure, figures, table.most) for figure in figures))
                for figures in line.cells
            ),
        )
        for line in table.lines
    )


def _cell(figure, figures, most) -> SafeString:
    other = preferred = ""
    if figure.preferred_because:
        preferred = markup(' <span class="tag preferred">{}</span>', pgettext("value", "preferred"))
    elif figures[0].preferred_because:
        other = markup('<span class="quiet-text">{}</span> ', _("another source says"))
    length = share(figure.value, most)
    return markup(_CELL, other, figure.get_absolute_url(), marked_value(figure), preferred, figure.status, length)


# Pledges


@register.simple_tag(takes_context=True)
def pledge_row(context, pledge, hide=""):
    """``hide``: what the page itself says already, of "person", "organization", "program" and "region"."""
    if pledge.due_by:
        due = _("by %(day)s") % {"day": when(pledge.due_by)}
    else:
        due = markup('<span class="quiet">{}</span>', _("no deadline given"))
    return markup(
        _PLEDGE,
        pledge.uid,
        due,
        _promise(languages.current(), pledge.get_absolute_url(), pledge.summary, pledge.text, pledge.language),
        status(context, pledge),
        deadline(context, pledge),
        facts(
            "person" not in hide and thing(context, pledge.person),
            "organization" not in hide and thing(context, pledge.organization, pledge.start),
            "program" not in hide and thing(context, pledge.program),
            "region" not in hide and thing(context, pledge.region),
        ),
        quotes(context, pledge),
    )


@kept
def _promise(own, url, summary, text, language) -> SafeString:
    words = Truncator(summary or text).chars(200)
    if summary:
        return markup('<a href="{}">{}</a>', url, words)
    promise = markup('<a href="{}" lang="{}">{}</a>', url, language, words)
    if language == own:
        return promise
    return markup('{} <span class="quiet-text">({})</span>', promise, language_name(language))


@register.simple_tag(takes_context=True)
def status(context, pledge):
    """What became of it: what an editor says, else what follows from dates and figures."""
    out, reported = outcome(pledge, context.get("as_of")), ""
    if out is None:
        return markup('<span class="tag status-{}">{}</span>', pledge.status, pledge.get_status_display())
    if pledge.result_value is not None:
        words = _("reported: %(value)s of %(target)s (%(percent)s %%)") % {
            "value": labels.number(pledge.result_value),
            "target": value(pledge.target),
            "percent": percent_of(pledge.result_value, pledge.target.value),
        }
        reported = markup(' <span><a href="{}">{}</a></span>', address("figure", pledge.result_uid), words)
    return markup(
        '<span class="tag outcome-{}">{}</span>{} <span class="derived">{}</span>',
        out, out.label, reported, pgettext("status", "derived"),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def deadline(context, pledge):
    if not pledge.due_by:
        return ""
    return markup('<span class="deadline">{}</span>', time_left(pledge.due_by, context.get("as_of")))


# Posts and relations


@register.simple_tag(takes_context=True)
def position_row(context, position, hide=""):
    """``hide``: what the page itself says already, of "person", "organization" and "region"."""
    span, first, last = period(position), position.first_reported, position.last_reported
    known = ended = before = after = earlier = organization = preferred = ""
    if span:
        known = last and _("last reported %(day)s") % {"day": when(last)}
        earlier = first and first != last and _("first reported %(day)s") % {"day": when(first)}
    elif first:
        days = {"day": when(first), "first": when(first, "from"), "last": when(last, "until")}
        span = (_("reported %(day)s") if first == last else _("reported %(first)s to %(last)s")) % days
    if position.ended and not position.end:
        ended = _("had ended by then")
    if other := getattr(position, "predecessor", None):
        before = markup("{} {}", pgettext("post", "before:"), thing(context, other.person))
    if other := getattr(position, "successor", None):
        after = markup("{} {}", pgettext("post", "after:"), thing(context, other.person))
    if position.organization and "organization" not in hide:
        organization = markup(", {}", thing(context, position.organization, last))
    if position.preferred_because:
        preferred = markup(
            '<p class="facts"><span class="tag preferred">{}</span><span>{}</span></p>',
            _("preferred by the editors"), position.preferred_because,
        )  # fmt: skip
    return markup(
        _POSITION,
        position.uid,
        span,
        "" if "person" in hide else markup("{} — ", thing(context, position.person)),
        markup("{} ", pgettext("post", "acting")) if position.acting else "",
        own_words(position, "title"),
        organization,
        facts("region" not in hide and thing(context, position.region), ended, known, earlier, before, after),
        preferred,
        quotes(context, position),
    )


@register.simple_tag(takes_context=True)
def relation_row(context, relation):
    if relation.quotes:
        told = markup(
            '<details class="more"><summary>{}</summary>{}</details>', _("the sentence"), quotes(context, relation)
        )
    else:
        told = markup('<span class="unchecked reference">{}</span>', _("from reference data"))
    span = period(relation)
    return markup(
        '<li id="r-{}">{}{}{}</li>',
        relation.uid,
        thing(context, relation.other, relation.start),
        span and markup(' <span class="quiet-text">{}</span>', span),
        told,
    )


# Lists of things


def _index_row(context, row, *known) -> SafeString:
    """A thing of a list: its name, what the page says of it, and how many articles name it."""
    count = row.documents and ngettext("%(n)s article", "%(n)s articles", row.documents) % {"n": row.documents}
    return markup(_INDEX, row.get_absolute_url(), name(context, row), facts(*known, count))


@register.simple_tag(takes_context=True)
def person_row(context, person):
    held = person.present
    if held is None:
        return _index_row(context, person)
    post = own_words(held, "title")
    if held.organization:
        post = markup("{}, {}", post, name(context, held.organization, held.last_reported))
    day = held.last_reported and _("as known on %(day)s") % {"day": when(held.last_reported, "at")}
    return _index_row(context, person, post, name(context, held.region), day)


@register.simple_tag(takes_context=True)
def organization_row(context, organization):
    kind = kind_of(organization.organization_kind, "organization")
    founded = organization.founded and _("founded %(day)s") % {"day": when(organization.founded)}
    return _index_row(context, organization, kind, name(context, organization.region), founded)


@register.simple_tag(takes_context=True)
def program_row(context, program):
    kind, whole = kind_of(program.program_kind, "program"), name(context, program.parent)
    whole = whole and markup("{}: {}", _("Part of"), whole)
    started = program.started and _("since %(day)s") % {"day": when(program.started, "from")}
    return _index_row(context, program, kind, whole, started)


@register.simple_tag(takes_context=True)
def region_row(context, region):
    until = region.valid_until and _("until %(day)s") % {"day": when(region.valid_until, "until")}
    return _index_row(context, region, region.get_level_display(), name(context, region.parent), until)
