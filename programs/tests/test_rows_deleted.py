"""Many rows deleted at once leave what deleting each of them leaves."""

import pytest

from kb.core import rows
from programs.models import Due, Figure, IndicatorTally, Pledge, PledgeChange
from programs.tests.factories import figure, indicator, pledge, pledge_change

pytestmark = pytest.mark.django_db


def one_by_one(model, keys, reason):
    for row in model.objects.filter(pk__in=keys).order_by("pk"):
        row._change_reason = reason
        row.delete()


@pytest.mark.parametrize("delete", [one_by_one, rows.delete])
def test_it_lets_go_what_points_at_the_rows_and_takes_what_hangs_on_them(delete):
    counted = indicator()
    kept, *gone = [figure(indicator=counted, value=number) for number in (1, 2, 3)]
    planned = figure(indicator=counted, value=4, plan=gone[0])
    promise = pledge(target=gone[1])
    delete(Figure, [row.pk for row in gone], "cleared")
    assert set(Figure.objects.values_list("pk", flat=True)) == {kept.pk, planned.pk}
    for row in (planned, promise):
        row.refresh_from_db()
    assert (planned.plan_id, promise.target_id) == (None, None)
    for row in gone:
        last = Figure.history.filter(id=row.pk).latest()
        assert (last.history_type, last.history_change_reason) == ("-", "cleared")
        assert all(getattr(last, column.attname) == getattr(row, column.attname) for column in last.tracked_fields)
    other = indicator(name="салынған мектептер")
    delete(type(other), [other.pk], "cleared")
    assert not IndicatorTally.objects.filter(indicator=other.pk).exists()
    pledge_change(promise)
    delete(Pledge, [promise.pk], "cleared")
    assert not Due.objects.exists()
    assert not PledgeChange.objects.exists()
