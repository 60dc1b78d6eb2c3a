"""A result stands beside its plan; figures that need not be of one time don't share a line."""

import pytest

from kb.core.partial_dates import PartialDate
from programs.tables import lines
from programs.tests.factories import figure, indicator, program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("times", "linked", "beside"),
    [
        ([{"start": PartialDate(2022)}, {"start": PartialDate(2022)}], False, True),
        ([{"start": PartialDate(2022)}, {"start": PartialDate(2021)}], False, False),
        ([{"as_of": PartialDate(2022, 3)}, {"as_of": PartialDate(2022, 3)}], False, True),
        ([{}, {}], False, False),  # "this year" and "last year" of an undated page
        ([{}, {}], True, True),  # the sentence says that it is the plan's result
    ],
)
def test_plan_and_result(times, linked, beside):
    about = {"program": program(), "indicator": indicator()}
    plan = figure(status="planned", **about, **times[0])
    result = figure(status="reported", plan=plan if linked else None, **about, **times[1])
    found = lines([plan, result])
    assert len(found) == (1 if beside else 2)
    assert (found[0].plans, found[0].results) == ([plan], [result] if beside else [])
