"""A contradiction of very many sides is shown by those that differ."""

from types import SimpleNamespace

import pytest

from kb.web.review_conflicts import SIDES, most_different


def told(row):
    return row.value, ""


@pytest.mark.parametrize(
    ("values", "preferred", "shown"),
    [
        ([1, 2, 1], None, [0, 1, 2]),
        ([1] * SIDES + [2], None, [*range(SIDES - 1), SIDES]),
        ([1] * SIDES + [2, 3], SIDES - 1, [*range(SIDES - 3), SIDES - 1, SIDES, SIDES + 1]),
        (list(range(SIDES + 5)), SIDES + 4, [*range(SIDES - 1), SIDES + 4]),
    ],
)
def test_the_preferred_and_each_value_go_first(values, preferred, shown):
    rows = [
        SimpleNamespace(pk=key, value=value, preferred_because="newer" if key == preferred else "")
        for key, value in enumerate(values)
    ]
    assert [row.pk for row in most_different(rows, told)] == shown
