"""Hits, tabs and facets of the search page, put together as ``rows`` puts rows of lists."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from kb.core.labels import number
from kb.web.templatetags.kb import iso, joined, language_name, when

register = template.Library()

_HIT = """<li class="row">
<div class="row-body"><h3 class="row-title"><a href="{}"{}>{}</a></h3>
{}<p class="facts">{}{}{}{}</p></div>
</li>"""
_SNIPPET = '<p class="snippet" dir="auto"{}>{}</p>\n'
_VALUE = '<li><a href="{}" rel="nofollow">{}</a> <span class="count">{}</span></li>'
_TAB = '<li><a href="{}"{}><span>{}</span> <b>{}{}</b></a></li>'
_CURRENT = SafeString(' aria-current="page"')


@register.simple_tag
def hit_rows(hits):
    return joined(_hit(hit) for hit in hits)


def _hit(hit) -> SafeString:
    return format_html(
        _HIT,
        hit.url,
        _lang(hit.title_language),
        _marked(hit.title),
        format_html(_SNIPPET, _lang(hit.language), _marked(hit.snippet)) if hit.snippet else "",
        _fact(hit.kind_words),
        _fact(hit.label),
        _fact(hit.language and language_name(hit.language)),
        _fact(format_html('<time datetime="{}">{}</time>', iso(hit.date), when(hit.date)) if hit.date else ""),
    )


def _lang(code) -> SafeString | str:
    return format_html(' lang="{}"', code) if code else ""


def _fact(words) -> SafeString | str:
    return format_html("<span>{}</span>", words) if words else ""


def _marked(pieces) -> SafeString:
    return joined(format_html("<mark>{}</mark>", text) if is_hit else escape(text) for text, is_hit in pieces)


@register.simple_tag
def facet_values(values):
    """``values`` are (name, hits, address)."""
    return joined(format_html(_VALUE, url, name, number(count)) for name, count, url in values)


@register.simple_tag
def search_tabs(tabs):
    return joined(
        format_html(
            _TAB,
            tab["url"],
            _CURRENT if tab["current"] else "",
            tab["words"],
            number(tab["count"]),
            "+" if tab["more"] else "",
        )
        for tab in tabs
    )
