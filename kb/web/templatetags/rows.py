"""Rows of long lists, and quotes, without the template engine, which takes ten times as long for the same words."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kb.core import languages
from kb.web.templatetags.kb import is_public, iso, language_name, name, unchecked, when

register = template.Library()

_ROW = """<li class="row">
<p class="row-date">{}</p>
<div class="row-body"><h3 class="row-title"><a href="{}{}" lang="{}">{}</a></h3>
{}
<p class="facts">{}{}{}{}</p></div>
</li>"""
_QUOTE = '<blockquote class="quote" lang="{}" dir="auto"><p>{}{}<mark>{}</mark>{}{}</p></blockquote>'

# Letters of a quote that are shown at once, and at all.
SHOWN, LONGEST = 240, 1200


@register.simple_tag(takes_context=True)
def article_row(context, article):
    """One article or card of a list."""
    day, publisher, sentence = article.published_on, article.publisher, getattr(article, "sentence", None)
    return format_html(
        _ROW,
        _day(day, languages.current()),
        article.get_absolute_url(),
        getattr(article, "anchor", ""),
        article.language,
        article.title,
        _quote(sentence, article.language) if sentence else "",
        format_html("<span>{}</span>", name(context, publisher, day)) if is_public(publisher) else "",
        format_html("<span>{}</span>", language_name(article.language)),
        format_html('<span class="tag">{}</span>', article.get_kind_display()) if article.kind != "news" else "",
        format_html("<span>{}</span>", article.get_rights_display()) if article.rights == "quote_only" else "",
    )


@lru_cache(maxsize=1024)
def _day(day, _language: str) -> SafeString:
    if day is None:
        return format_html('<span class="quiet">{}</span>', _("no date"))
    return format_html('<time datetime="{}">{}</time>', iso(day), when(day))


def _quote(sentence, language: str) -> SafeString:
    before, after = "… " if sentence.cut_before else "", " …" if sentence.cut_after else ""
    return format_html(_QUOTE, language, before, sentence.before, sentence.words, sentence.after, after)


@register.simple_tag(takes_context=True)
def quotation(context, quote, claim=None, brief="", noted=False):
    """The words of a quote, if the claim does not repeat them, and their source."""
    words = note = ""
    if quote.quote != getattr(claim, "text", ""):
        head, rest = clamped(quote.quote, SHOWN)
        words = format_html("<p>{}</p>", head)
        if rest:
            words = format_html(
                '<details class="clamp"><summary>{}<span class="dots"> … <span class="more-words" lang="{}">{}</span>'
                "</span></summary><span>{}</span></details>",
                head, languages.current(), _("more"), rest,
            )  # fmt: skip
        words = format_html(
            '<blockquote class="quote" lang="{}" dir="auto">{}</blockquote>\n', quote.article.language, words
        )
    if noted and unchecked(claim):
        note = format_html(' <span class="unchecked">{}</span>', _("found automatically, not yet checked"))
    return format_html('{}<p class="source">{}{}</p>', words, source(context, quote, brief), note)


@register.simple_tag(takes_context=True)
def source(context, quote, brief=""):
    """The article of a quote, with its publisher and day, unless it is ``brief``, the one whose stand above."""
    article, publisher, day = quote.article, "", ""
    if brief != article.pk:
        if publisher := name(context, article.publisher, article.published_on):
            publisher = format_html(', <span class="publisher">{}</span>', publisher)
        if on := article.published_on:
            day = format_html(', <time datetime="{}">{}</time>', iso(on), when(on))
    return format_html(
        '<cite><a href="{}" lang="{}">{}</a></cite>{}{}{}',
        quote.get_absolute_url(), article.language, article.title, publisher, day,
        format_html(' <span class="tag">{}</span>', _("Political advertising"))
        if article.kind == article.Kind.POLITICAL_ADVERTISING else "",
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
