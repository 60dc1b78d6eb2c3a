"""Names, numbers and dates as readers see them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kb.core import kazakh, labels, languages, spans
from kb.core.addresses import address
from kb.core.markup import joined, markup
from kb.core.models import Entity, Review
from kb.core.partial_dates import PartialDate
from kb.web import jsonld
from programs.models import Figure
from programs.outcomes import RULES, Outcome, outcome_of

register = template.Library()

# Of what follows from its arguments alone, the last written: a page has dozens of them, and the next one the same.
# Typed, for words that are markup equal the same words that are none.
kept = lru_cache(maxsize=2048, typed=True)

NBSP = labels.NBSP


_LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
_OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


@register.filter
def is_public(thing) -> bool:
    return bool(thing) and thing.visibility == Entity.Visibility.PUBLIC and not thing.merged_into_id


@register.simple_tag(takes_context=True)
def thing(context, row, on=None):
    """A link to an entity under the name of the day ``on``; nothing for one that readers may not see.

    A page that the reader asked for as of a day shows the names of that day, and leads to pages of that day.
    """
    if not is_public(row):
        return ""
    asked = context.get("as_of")
    url = row.get_absolute_url() + (f"?on={asked:%Y-%m-%d}" if asked else "")
    return _link(url, *_named(row, asked or on, languages.current()))


@kept
def _link(url, language, name) -> SafeString:
    return markup('<a class="thing" href="{}"{}>{}</a>', url, marking(language), name)


@register.simple_tag(takes_context=True)
def things(context, rows, on=None):
    """Those that readers may see, as points of a list."""
    return joined(markup("<li>{}</li>", link) for row in rows if (link := thing(context, row, on)))


@register.simple_tag(takes_context=True)
def name(context, row, on=None):
    """The entity's name of the day ``on``, marked when it is in another language than the page."""
    return named(row, context.get("as_of") or on, languages.current())


def named(row, on, own) -> str:
    """The same on a page in the language ``own``."""
    return _name(*_named(row, on, own)) if is_public(row) else ""


@kept
def _name(language, name) -> SafeString:
    return markup("<span{}>{}</span>", marking(language), name)


def _named(row, on, own) -> tuple[str, str]:
    """The language, where it is another than the page's, and the name."""
    if on and getattr(row, "_prefetched_objects_cache", {}).get("names"):
        name, language = row.named_on(on.first_day if isinstance(on, PartialDate) else on, own)
    else:
        name, language = row.name_in(own)
    return language if language != own else "", name


def marking(language) -> str:
    """What an element says of the language of its words, where there is something to say."""
    return markup(' lang="{}"', language) if language else ""


@register.simple_tag
def fixed(template, here=""):
    """A part of the page that is the same on all pages of a language, but for ``here``, the name of an address."""
    return _fixed(template, here, languages.current())


@lru_cache(maxsize=256)
def _fixed(template, here, language):
    return render_to_string(template, {"here": here})


@register.simple_tag(takes_context=True)
def addresses(context):
    """Where this page stands, in each language too."""
    origin, paths = context["origin"], _paths(context)
    return markup(
        '<link rel="canonical" href="{0}{1}">\n{2}<link rel="alternate" hreflang="x-default" href="{0}{3}">\n',
        origin,
        context["request"].path,
        joined(
            markup('<link rel="alternate" hreflang="{}" href="{}{}">\n', code, origin, path) for code, path in paths
        ),
        paths[0][1],
    )


@register.simple_tag(name="languages", takes_context=True)
def other_languages(context):
    """The same page in the other languages."""
    preview, own, query = context["preview"], languages.current(), ""
    if not preview and (state := context["request"].GET):
        # A place in a list is one of its order, which differs from language to language.
        state = state.copy()
        for name in ("past", "ahead", "moved", "format"):
            state.pop(name, None)
        query = f"?{state.urlencode()}" if state else ""
    return markup(
        '<nav class="languages" aria-label="{}">{}</nav>', _("Language"),
        joined(
            markup('<span aria-current="true" lang="{}">{}</span>\n', code, _OWN_NAMES[code])
            if code == own
            else markup(
                '<a href="{}{}" lang="{}" hreflang="{}" rel="alternate">{}</a>\n',
                path, f"?language={code}" if preview else query, code, code, _OWN_NAMES[code],
            )
            for code, path in _paths(context)
        ),
    )  # fmt: skip


def _paths(context) -> list[tuple[str, str]]:
    path = context["request"].path
    if context["preview"]:
        return [(code, path) for code in languages.CODES]
    rest = path[3:] if path[1:3] in languages.CODES and path[3:4] == "/" else "/"
    return [(code, f"/{code}{rest}") for code in languages.CODES]


@register.simple_tag(takes_context=True)
def foot_of(context, row):
    """How to see the page as of another day, and its address that stays."""
    url = address("permalink", row.uid)
    return markup(
        '<form class="as-of-form" method="get" action="{}"><label for="on">{}</label>'
        ' <input id="on" name="on" type="date" value="{}"> <button>{}</button></form>\n'
        '<p class="permalink">{}: <a href="{}">{}{}</a></p>',
        context["request"].path, _("What was so on"), iso(context["as_of"]), _("Show"),
        _("Permanent address"), url, context["origin"], url,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def json_ld(context, row):
    """What the page is about, for search engines; not of a preview."""
    return "" if context.get("preview") else jsonld.script(row, context["origin"])


@register.simple_tag
def own_words(row, field, say=False):
    """A text in the reader's language, else another one marked as such, and with ``say`` in words too."""
    read, own = getattr(row, f"{field}_in", None), languages.current()
    text, language = read(own) if read else languages.pick(row, field, own)
    return _words(text, language, own if say and language != own else "") if text else ""


@kept
def _words(text, language, own) -> SafeString:
    """``own``: the language to say in which language they are."""
    marked = markup('<span lang="{}">{}</span>', language, text)
    return markup('{} <span class="in-language">({})</span>', marked, _LANGUAGES[language]) if own else marked


@register.filter
def number(value) -> str:
    """1234567.50 as "1 234 567,5"."""
    return "" if value is None or value == "" else labels.number(value)


@register.filter
def value(figure) -> str:
    """The value with its qualifier and unit in words: "at least 84 000 jobs"."""
    return _value(figure.qualifier, figure.value, figure.value_max, figure.unit, figure.unit_text, languages.current())


@kept
def _value(qualifier, least, most, unit, unit_text, language) -> str:
    kind = Figure.Qualifier
    bounded = qualifier in {kind.MORE, kind.AT_LEAST, kind.UP_TO, kind.ABOUT, kind.RANGE}
    top = least if most is None else most
    noun = unit_text if unit in labels.BARE else ""
    noun = noun or labels.counted(unit, top, at_most_or_least=bounded)
    gap = "" if noun == "%" and language != "ru" else NBSP
    if qualifier == kind.MORE and language == "kk":
        if noun:
            noun = kazakh.ablative(noun)
        else:
            gap, noun = "-", kazakh.ablative_of_number(int(top))
    words = f"{number(top)}{gap}{noun}" if noun else number(top)
    if most is not None and most != least:
        return pgettext("figure", "%(low)s to %(value)s") % {"low": number(least), "value": words}
    formats = {
        kind.MORE: pgettext("figure", "more than %(value)s"),
        kind.AT_LEAST: pgettext("figure", "at least %(value)s"),
        kind.UP_TO: pgettext("figure", "up to %(value)s"),
        kind.ABOUT: pgettext("figure", "about %(value)s"),
    }
    return formats.get(qualifier, "%(value)s") % {"value": words}


@register.filter
def marked_value(figure):
    """The same, the source's own noun marked where it is in another language than the page."""
    words, noun = value(figure), figure.unit_text
    if figure.unit not in labels.BARE or not noun or figure.language in ("", languages.current()):
        return words
    head, found, tail = words.rpartition(noun)
    return markup('{}<span lang="{}">{}</span>{}', head, figure.language, found, tail)


@register.filter
def when(day, case="") -> str:
    """A day, month or year in the language's way; ``case`` as in PartialDate.words."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    if isinstance(day, date):
        day = PartialDate.of(day)
    return day.words(case) if day else ""


@register.filter
def iso(day) -> str:
    return day.isoformat() if isinstance(day, date) else str(day or "")


@register.filter
def period(claim) -> str:
    """From when to when, in words; "" when neither is known."""
    return _period(claim.start, claim.end, languages.current())


@kept
def _period(start, end, _language) -> str:
    if start and end:
        if start == end:
            return start.words()
        if start.month == end.month == 0:
            return f"{start.year}–{end.year}"
        if start.first_day == PartialDate(start.year).first_day and end.last_day == PartialDate(start.year).last_day:
            return PartialDate(start.year).words()
        return pgettext("period", "%(start)s to %(end)s") % {"start": start.words("from"), "end": end.words("until")}
    if start:
        return pgettext("period", "from %(start)s") % {"start": start.words("from")}
    if end:
        return pgettext("period", "until %(end)s") % {"end": end.words("until")}
    return ""


@register.filter
def unit_of(figure) -> str:
    """The unit in words; of a bare count the words of the source."""
    return figure.unit_words


@register.filter
def unit(code) -> str:
    return labels.unit(code)


@register.filter
def kind_of(code, group) -> str:
    return labels.kind(group, code) if code else ""


@register.filter
def unchecked(row) -> bool:
    return row.review == Review.PROPOSED


@register.filter
def time_left(deadline, day=None) -> str:
    """How long is left on ``day``, today by default, or how long ago the deadline passed."""
    return spans.until(deadline, day or timezone.localdate())


@register.filter
def outcome(pledge, day=None) -> Outcome | None:
    """What reports say of a pledge that no editor has rated."""
    rated = pledge.status != pledge.Status.NOT_RATED
    return None if rated else outcome_of(pledge, day or timezone.localdate())


@register.filter
def rule(outcome) -> str:
    return RULES[outcome]


@register.filter
def percent_of(value, target) -> int:
    return int(100 * value / target) if target else 0


@register.filter
def from_reference(claim) -> bool:
    """Whether it stands in our own reference data, with no article that says it."""
    return not claim.quotes


@register.filter
def reported_on(claim):
    """The quote that a figure is attributed to: the oldest one with a date, else the newest."""
    dated = [quote for quote in claim.quotes if quote.article.published_on]
    oldest = min(dated, key=lambda quote: quote.article.published_on, default=None)
    return oldest or (claim.quotes[0] if claim.quotes else None)


@register.filter
def svg(value) -> str:
    """A coordinate, whatever decimal mark the language has."""
    return f"{value:g}"


@register.filter
def share(value, most) -> int:
    """Percent of ``most``, for the length of a bar."""
    return max(1, round(100 * Decimal(value) / Decimal(most))) if most and value > 0 else 0


@register.filter
def language_name(code) -> str:
    return _LANGUAGES.get(code, code)


@register.filter
def web_address(url) -> str:
    """The address if it leads to the web; an imported one may be anything."""
    return url if str(url).lower().startswith(("http://", "https://")) else ""
