"""What lists are sorted by is what counting gives, whatever was done and by whom."""

from collections import Counter

import pytest
from django.db import connection

from kb.core.partial_dates import PartialDate
from programs.models import Due, Figure, Indicator, IndicatorTally, Pledge, PledgeChange
from programs.tests.factories import figure, indicator, pledge
from programs.totals import DUE, FIGURES

pytestmark = pytest.mark.django_db


def wrong():
    return [*FIGURES.problems(Counter()), *DUE.problems(Counter())]


@pytest.fixture
def counted():
    """Two figures of an indicator and one of another; a promise for 2027."""
    families, jobs = indicator("отбасы"), indicator("жұмыс орны")
    figures = [figure(indicator=families), figure(indicator=families, value=2), figure(indicator=jobs)]
    promise = pledge("уәде", deadline=PartialDate(2027))
    return figures, promise


def move(promise, year, **fields):
    return PledgeChange.objects.create(
        pledge=promise, kind="deadline", new_deadline=PartialDate(year), **{"review": "accepted", **fields}
    )


def move_twice(figures, promise):
    move(promise, 2029, on=PartialDate(2025))
    move(promise, 2028, on=PartialDate(2024))


def move_and_reject(figures, promise):
    move(promise, 2029).delete()
    PledgeChange.objects.filter(pk=move(promise, 2030).pk).update(review="rejected")


ACTS = [
    (lambda figures, promise: None, [1, 2], 2027),
    (lambda figures, promise: Figure.objects.filter(pk=figures[0].pk).update(review="rejected"), [1, 1], 2027),
    (lambda figures, promise: Figure.objects.update(review="proposed", confidence=0.5), [0, 0], 2027),
    (lambda figures, promise: Figure.objects.update(review="proposed", confidence=0.7), [1, 2], 2027),
    (lambda figures, promise: Figure.objects.update(indicator=figures[2].indicator), [0, 3], 2027),
    (lambda figures, promise: figures[1].delete(), [1, 1], 2027),
    (lambda figures, promise: (figures[2].delete(), figures[2].indicator.delete()), [2], 2027),
    (lambda *counted: connection.cursor().execute("UPDATE programs_figure SET review = 'rejected'"), [0, 0], 2027),
    (lambda figures, promise: move(promise, 2029), [1, 2], 2029),
    (lambda figures, promise: move(promise, 2029, review="proposed", confidence=0.5), [1, 2], 2027),
    (move_twice, [1, 2], 2029),
    (move_and_reject, [1, 2], 2027),
    (lambda figures, promise: Pledge.objects.update(deadline=PartialDate(2031, 5)), [1, 2], 2031),
    (lambda figures, promise: (FIGURES.rebuild(), DUE.rebuild()), [1, 2], 2027),
]  # fmt: skip


@pytest.mark.parametrize(("act", "left", "year"), ACTS)
def test_they_follow_every_change(counted, act, left, year):
    act(*counted)
    assert wrong() == []
    assert sorted(IndicatorTally.objects.values_list("figures", flat=True)) == left
    assert Pledge.objects.with_due().get().due_by.year == year


def test_what_is_wrong_is_told_and_mended(counted):
    IndicatorTally.objects.filter(figures=2).update(figures=7)
    Due.objects.all().delete()
    assert len(wrong()) == 2
    FIGURES.rebuild()
    DUE.rebuild()
    assert wrong() == []
    assert IndicatorTally.objects.count() == Indicator.objects.count()
