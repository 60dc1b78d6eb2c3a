"""Numbers, values and periods as readers see them."""

from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from kb.core.markup import markup
from kb.core.partial_dates import PartialDate
from kb.web.templatetags import kb
from programs.models import Figure


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        ("1234567.5000", "ru", "1 234 567,5"),
        ("1234567.5000", "en", "1 234 567.5"),
        ("84000", "kk", "84 000"),
        ("0.0000", "kk", "0"),
        ("-12.3400", "ru", "−12,34"),
        ("999", "ru", "999"),
    ],
)
def test_number(number, language, words):
    with translation.override(language):
        assert kb.number(Decimal(number)) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "language", "words"),
    [
        (1, "family", "=", "ru", "1 семья"),
        (3, "family", "=", "ru", "3 семьи"),
        (11, "family", "=", "ru", "11 семей"),
        (22, "family", "=", "ru", "22 семьи"),
        (21, "family", ">=", "ru", "21 семьи"),
        (5, "family", "=", "kk", "5 отбасы"),
        (84000, "job", ">", "kk", "84 000 жұмыс орнынан астам"),
        (40, "", ">", "kk", "40-тан астам"),
        (1, "job", "=", "en", "1 job"),
        (84000, "job", ">=", "en", "at least 84 000 jobs"),
        ("43.5", "percent", "=", "en", "43.5%"),
        ("43.5", "percent", "=", "ru", "43,5 %"),
        (7, "no-such-unit", "=", "en", "7 no-such-unit"),
    ],
)
def test_value(value, unit, qualifier, language, words):
    figure = Figure(value=Decimal(value), unit=unit, unit_text="x", qualifier=qualifier)
    with translation.override(language):
        assert kb.value(figure).replace("\u00a0", " ").endswith(words)


def test_a_range_names_both_ends():
    figure = Figure(value=Decimal(10), value_max=Decimal(20), unit="family", qualifier="range")
    with translation.override("en"):
        assert kb.value(figure).replace("\u00a0", " ") == "10 to 20 families"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2021", "2021", "2021"),
        ("2021", "2022", "2021–2022"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-05", None, "from May 2021"),
        (None, "2027", "until 2027"),
        (None, None, ""),
    ],
)
def test_period(start, end, words):
    figure = Figure(start=start and PartialDate.parse(start), end=end and PartialDate.parse(end))
    with translation.override("en"):
        assert kb.period(figure) == words


@pytest.mark.parametrize("address", ["javascript:alert(1)", " data:text/html,x", "//x", ""])
def test_only_web_addresses_become_links(address):
    assert kb.web_address(address) == ""


def test_words_that_are_kept_as_markup_are_not_given_for_plain_words():
    @kb.kept
    def paragraph(words):
        return markup("<p>{}</p>", words)

    assert paragraph(SafeString("<b>")) == "<p><b></p>"
    assert paragraph("<b>") == "<p>&lt;b&gt;</p>"
    assert paragraph(SafeString("<b>")) == "<p><b></p>"
