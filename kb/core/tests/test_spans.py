"""How long ago and how long until, in words."""

from datetime import date

import pytest
from django.utils.translation import override

from kb.core.partial_dates import PartialDate
from kb.core.spans import until

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ((2026, 11, 22), "due today"),
        ((2026, 11, 23), "1 day left"),
        ((2026, 12), "39 days left"),
        ((2027,), "about 13 months left"),
        ((2028,), "more than 2 years left"),
        ((2029, 12, 1), "about 3 years left"),
        ((2026, 11, 21), "deadline passed 1 day ago"),
        ((2026, 8), "deadline passed about 3 months ago"),
        ((2019,), "deadline passed almost 7 years ago"),
        ((2024, 5), "deadline passed more than 2 years ago"),
    ],
)
def test_until(deadline, words):
    with override("en"):
        assert until(PartialDate(*deadline), TODAY) == words
