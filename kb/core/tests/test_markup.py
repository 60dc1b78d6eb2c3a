"""What is put together in Python is escaped as ``format_html`` escapes it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from kb.core.markup import joined, markup

VALUES = st.text() | st.integers() | st.none() | st.sampled_from([SafeString("<b>"), gettext_lazy("Pledges")])


@given(VALUES, VALUES)
def test_markup_is_format_html(one, other):
    form = '<a href="{}">{}</a>'
    assert markup(form, one, other) == format_html(form, one, other)


@given(st.lists(VALUES), st.sampled_from(["", "<", SafeString("<br>")]))
def test_joined_is_format_html_join(parts, between):
    assert joined(parts, between) == format_html_join(between, "{}", ((part,) for part in parts))


def test_braces_in_a_value_are_no_places():
    assert markup("<p>{}</p>", "{0.__class__} {}") == "<p>{0.__class__} {}</p>"


def test_what_is_put_together_is_escaped_once():
    assert joined([markup("<i>{}</i>", "<"), ">"]) == "<i>&lt;</i>&gt;"
