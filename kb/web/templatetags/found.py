"""Hits, tabs and facets of the search page, put together as ``rows`` puts rows of lists."""

from django import template
from django.utils.safestring import SafeString

from kb.core.labels import number
from kb.core.markup import joined, markup
from kb.web.templatetags.kb import iso, language_name, marking, when
from kb.web.templatetags.rows import facts

register = template.Library()

_HIT = """<li class="row">
<div class="row-body"><h3 class="row-title"><a href="{}"{}>{}</a></h3>
{}<p class="facts">{}</p></div>
</li>"""
_SNIPPET = '<p class="snippet" dir="auto"{}>{}</p>\n'
_VALUE = '<li><a href="{}" rel="nofollow">{}</a> <span class="count">{}</span></li>'
_TAB = '<li><a href="{}"{}><span>{}</span> <b>{}{}</b></a></li>'
_CURRENT = SafeString(' aria-current="page"')


@register.simple_tag
def hit_rows(hits):
    return joined(_hit(hit) for hit in hits)


def _hit(hit) -> SafeString:
    return markup(
        _HIT,
        hit.url,
        marking(hit.title_language),
        _marked(hit.title),
        markup(_SNIPPET, marking(hit.language), _marked(hit.snippet)) if hit.snippet else "",
        facts(
            hit.kind_words,
            hit.label,
            hit.language and language_name(hit.language),
            hit.date and markup('<time datetime="{}">{}</time>', iso(hit.date), when(hit.date)),
        ),
    )


def _marked(pieces) -> SafeString:
    return joined(markup("<mark>{}</mark>", text) if is_hit else text for text, is_hit in pieces)


@register.simple_tag
def facet_values(values):
    """``values`` are (name, hits, address)."""
    return joined(markup(_VALUE, url, name, number(count)) for name, count, url in values)


@register.simple_tag
def search_tabs(tabs):
    return joined(
        markup(
            _TAB,
            tab["url"],
            _CURRENT if tab["current"] else "",
            tab["words"],
            number(tab["count"]),
            "+" if tab["more"] else "",
        )
        for tab in tabs
    )
