"""Which pledges wait: due soon, and overdue."""

from datetime import date

import pytest
from django.utils import timezone

from kb.core.partial_dates import PartialDate
from programs.admin import due_soon, overdue
from programs.models import Pledge
from programs.tests.factories import pledge, pledge_change

TODAY = date(2026, 6, 15)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deadline", "status", "soon", "late"),
    [
        (PartialDate(2026, 6, 15), "not_rated", True, False),
        (PartialDate(2026, 6, 14), "not_rated", False, True),
        (PartialDate(2026, 6), "not_rated", True, False),
        (PartialDate(2026, 5), "in_the_works", False, True),
        (PartialDate(2026, 9, 13), "stalled", True, False),
        (PartialDate(2026, 9, 14), "not_rated", False, False),
        (PartialDate(2026), "not_rated", False, False),  # its last day is over six months away
        (PartialDate(2025), "not_rated", False, True),
        (PartialDate(2025), "kept", False, False),
        (None, "not_rated", False, False),
    ],
)
def test_due(monkeypatch, deadline, status, soon, late):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    pledge(deadline=deadline, status=status)
    assert due_soon(Pledge.objects.all()).exists() is soon
    assert overdue(Pledge.objects.all()).exists() is late


@pytest.mark.django_db
@pytest.mark.parametrize(("moved_to", "soon", "late"), [((2026, 8), True, False), ((2027,), False, False)])
def test_a_moved_deadline_counts(monkeypatch, moved_to, soon, late):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    row = pledge(deadline=PartialDate(2025))
    pledge_change(row, kind="deadline", new_status="", new_deadline=PartialDate(*moved_to))
    assert due_soon(Pledge.objects.all()).exists() is soon
    assert overdue(Pledge.objects.all()).exists() is late
