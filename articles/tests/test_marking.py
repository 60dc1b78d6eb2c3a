"""The text of an article with its marks."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.marking import cuts, html

TEXT = "Бірінші жол <b>осында</b>.\r\nЕкінші жол & соңы."


class Thing:
    def get_absolute_url(self):
        return "/kk/people/x/"


def span(pk, start, end):
    return SimpleNamespace(pk=pk, start=start, end=end, entity=Thing())


def at(pk, words, text=TEXT):
    start = text.index(words)
    return span(pk, start, start + len(words))


def page(text=TEXT, quotes=(), mentions=(), private=None, furniture=()):
    return html(SimpleNamespace(text=text, title="Тақырып", furniture=furniture), quotes, mentions, private)


def plain(markup):
    return unescape(re.sub(r"<[^>]+>", "", markup))


def test_text_is_escaped_and_cut_into_paragraphs():
    assert page() == "<p>Бірінші жол &lt;b&gt;осында&lt;/b&gt;. </p>\n<p>Екінші жол &amp; соңы.</p>"


def test_a_quote_is_marked_and_a_mention_linked_inside_it():
    markup = page(quotes=[at(7, "Бірінші жол")], mentions=[at(3, "жол")])
    assert markup.startswith(
        '<p><mark id="q7">Бірінші <a class="mention" href="/kk/people/x/" id="m3">жол</a></mark> &lt;b'
    )


def test_overlapping_quotes_keep_both_anchors():
    markup = page(quotes=[at(1, "Бірінші жол"), at(2, "жол <b>осында"), at(4, "Бірінші")])
    assert [markup.count(f'id="q{pk}"') for pk in (1, 2, 4)] == [1, 1, 1]


def test_a_quote_over_two_lines_is_marked_in_both():
    markup = page(quotes=[at(5, TEXT)])
    assert markup.count("<mark") == 2
    assert markup.count('id="q5"') == 1


def test_a_withheld_name_is_gone_even_inside_quotes_and_links():
    markup = page(quotes=[at(5, "Екінші жол")], mentions=[at(1, "Екінші жол")], private=re.compile("Екінші"))
    assert "Екінші" not in markup
    assert "жол" in markup


def test_furniture_is_set_apart():
    start = TEXT.index("Екінші")
    assert '<p class="furniture">Екінші' in page(furniture=[[start, len(TEXT)]])
    assert '<p class="furniture">Бірінші' not in page(furniture=[[start, len(TEXT)]])


spans = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=8)


@given(st.text("аб <&\n\r", max_size=80), spans, spans)
def test_nothing_of_the_text_is_lost_or_doubled(text, quoted, named):
    def rows(pairs):
        return [span(n, a, min(a + b, len(text))) for n, (a, b) in enumerate(pairs) if a < len(text)]

    markup = page(text, rows(quoted), rows(named))
    assert "".join(plain(markup).split()) == "".join(text.split())
    assert markup.count("<mark") == markup.count("</mark>")
    for quote in rows(quoted):
        assert markup.count(f'id="q{quote.pk}"') <= 1


@pytest.mark.parametrize("count", [2_000])
def test_many_marks_make_few_cuts(count):
    text = "сөз " * count
    quotes = [span(n, 4 * n, 4 * n + 3) for n in range(count)]
    assert len(cuts(text, quotes, [], [])) <= 2 * count + 1
