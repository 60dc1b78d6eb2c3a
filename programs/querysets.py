"""Pledges with what became of them: their deadline as last moved, and the reports that count for them.

A report counts when it is about the plan that is the pledge's target, or when it gives the indicator of the target, in
its unit, for the same region and for no other program, was made later than the promise, and counts nothing from before
the time that the promise is about.
"""

from functools import reduce

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan

from kb.core.pages import known_on
from kb.core.partial_dates import PartialDateField, as_kept
from kb.core.querysets import ClaimQuerySet, shown
from kb.core.together import Given
from programs.outcomes import Outcome

CEILING = "<="  # "no more than" is kept by less: left to people


class PledgeQuerySet(ClaimQuerySet):
    def with_due(self, day=None):
        """Each pledge with ``due_by``: its deadline as last moved, by ``day`` if one is given."""
        if day is None:
            # Each has one; saying so lets the database begin with the soonest.
            return self.filter(due__isnull=False).annotate(due_by=F("due__due_by"))
        changes = self.model._meta.get_field("changes").related_model
        moved = changes.objects.filter(
            shown(), pledge=OuterRef("pk"), kind=changes.Kind.DEADLINE, new_deadline__isnull=False
        )
        moved = moved.filter(Q(on=None) | Q(on__not_after=day))
        moved = moved.order_by(F("on").desc(nulls_last=True), "-pk").values("new_deadline")[:1]
        return self.annotate(due_by=Coalesce(Subquery(moved), F("deadline"), output_field=PartialDateField(null=True)))

    def with_result(self, day=None):
        """Each pledge with its target, ``result_uid`` and ``result_value``: the largest report that counts for it."""
        # Each way's largest is found along an index; what a page shows of the largest of them is looked up by its key.
        ways = counting(self.model, lambda path: OuterRef(OuterRef(path)), day)
        figures = self.model._meta.get_field("target").related_model.objects
        best = figures.filter(pk__in=[Subquery(rows.values("pk")[:1]) for rows in ways]).order_by("-value", "pk")

        def of_best(column):
            return Case(When(target__qualifier=CEILING, then=None), default=Subquery(best.values(column)[:1]))

        rows = self.select_related("target__indicator")
        return rows.annotate(result_uid=of_best("uid"), result_value=of_best("value"))

    def that_came_out(self, outcome: Outcome, day):
        """Those of ``with_due`` and ``with_result`` that nobody rated and that come out so on ``day``."""
        reached, below = Q(result_value__gte=F("target__value")), Q(LessThan(F("result_value"), F("target__value")))
        ahead, silent = Q(due_by__not_before=day), Q(result_value=None)
        passed = Q(due_by__isnull=False) & ~ahead
        wanted = {
            Outcome.REACHED: reached,
            Outcome.BELOW: passed & below,
            Outcome.SILENT: passed & silent,
            Outcome.PARTLY: ahead & below,
            Outcome.WAITING: ahead & silent,
            Outcome.UNDATED: Q(due_by=None) & (below | silent),
        }[outcome]
        return self.filter(wanted, status__unindexed="not_rated")


def counting(model, of, day=None) -> list:
    """Public reports that count for a pledge, the largest first, by each way to count: on its plan, of its region, of
    no region. ``of`` gives the pledge's columns, as ``OuterRef`` does; a report may count in two ways.
    """
    figures = model._meta.get_field("target").related_model
    reports = figures.objects.public().filter(status="reported", unit=of("target__unit"))
    reports = known_on(reports.exclude(qualifier=CEILING).exclude(pk=of("target_id")), day)
    # No column of an index: PostgreSQL would sort all that two conditions find, instead of reading the largest first.
    program = F("program_id") + 0
    alike = reports.filter(
        Q(IsNull(program, True)) | Q(Exact(program, of("target__program_id"))),
        Q(GreaterThan(_last_day(Coalesce("as_of", "end", "start")), of("start"))),
        Q(start=None) | Q(GreaterThanOrEqual(_last_day(F("start")), Coalesce(of("target__start"), of("start")))),
        indicator__broad=False,
    )

    def beside(path):
        value = of(path)
        return OuterRef(value) if isinstance(value, OuterRef) else value

    # For the newest promises, all that was reported would be looked through for a later one.
    made = beside("start")
    later = Q(as_of=None) | Q(as_of__gt=made) | Q(as_of__in=[made - made % 100, made - made % 10000])
    is_later = Q(Exists(figures.objects.filter(later, indicator=beside("target__indicator_id"))))
    # Where the key is null there is nothing to read.
    somewhere = Case(When(is_later, then=of("target__indicator_id")))
    nowhere = Case(When(is_later & Q(IsNull(of("target__region_id"), True)), then=of("target__indicator_id")))
    return [
        reports.filter(plan=of("target_id")).order_by("-value", "pk"),
        alike.filter(indicator=somewhere, region=of("target__region_id")).order_by("-value", "pk"),
        # PostgreSQL does not see that rows without a region have all the same one.
        alike.filter(indicator=nowhere, region=None).order_by("region", "-value", "pk"),
    ]


# What the reports that count for a pledge, or are near it, are looked for by.
_TOLD = (
    "start",
    "program_id",
    "organization_id",
    "region_id",
    "target_id",
    "target__indicator_id",
    "target__region_id",
    "target__program_id",
    "target__start",
    "target__unit",
)


def told(pledge) -> dict:
    """What ``counting_for`` and ``later_about`` are given of one pledge."""
    return {
        path: as_kept(reduce(lambda row, name: getattr(row, name, None), path.split("__"), pledge)) for path in _TOLD
    }


def is_compared(pledge) -> bool:
    return pledge.target_id is not None and pledge.target.qualifier != CEILING


def counting_for(model, day=None) -> list:
    """``counting`` for one pledge that ``is_compared``, ``Given`` by what is ``told`` of it."""

    def of(path):
        # PostgreSQL takes parameters of which nothing tells the type for texts.
        return Given(path) if path == "target__unit" else Cast(Given(path), IntegerField())

    return counting(model, of, day)


def near(pledge) -> tuple[str, ...]:
    """By which columns reports are near a pledge; none where that would say nothing."""
    if pledge.start is None or not (pledge.program_id or (pledge.region_id and pledge.organization_id)):
        return ()
    about = "program_id" if pledge.program_id else "organization_id"
    return (about, "region_id") if pledge.region_id else (about,)


def later_about(model, columns, day=None):
    """What was reported later with the same ``columns``: near the promise that is ``Given``, and not set against it."""
    figures = model._meta.get_field("target").related_model.objects
    rows = figures.public().filter(status="reported", **{column: Given(column) for column in columns})
    rows = known_on(rows.exclude(pk=Coalesce(Cast(Given("target_id"), IntegerField()), 0)), day)
    rows = rows.annotate(told=Coalesce("as_of", "end", "start", output_field=IntegerField()))
    return rows.filter(told__gt=Given("start")).order_by("told", "pk")


def _last_day(day) -> Case:
    """The last day that a partial date may mean, as its number."""
    return Case(
        When(Exact(day % 10000, 0), then=day + 9999),
        When(Exact(day % 100, 0), then=day + 99),
        default=day,
        output_field=IntegerField(),
    )
