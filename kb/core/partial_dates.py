"""Dates known to the year, the month or the day: value, model field, form field."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils import dates, formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})")

# Kazakh puts the case on the last word of a date: the year (first here), else the month.
# fmt: off
_KAZAKH_CASES = {
    "from": [
        "жылдан",
        "қаңтардан", "ақпаннан", "наурыздан", "сәуірден", "мамырдан", "маусымнан",
        "шілдеден", "тамыздан", "қыркүйектен", "қазаннан", "қарашадан", "желтоқсаннан",
    ],
    "until": [
        "жылдың соңына",
        "қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға",
        "шілдеге", "тамызға", "қыркүйекке", "қазанға", "қарашаға", "желтоқсанға",
    ],
    "at": [
        "жылғы",
        "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
        "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
    ],
}
# fmt: on


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day. ``month`` and ``day`` are 0 where unknown.

    Orders by what is known: 2021 comes before 2021-01, which comes before 2021-01-01.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self):
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")
        if self.day and not (self.month and 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]):
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """From "2021", "2021-06", "2021-06-15", "06.2021" or "15.06.2021"; ValueError for anything else."""
        text = text.strip()
        if found := _ISO.fullmatch(text):
            year, month, day = found.groups()
        elif found := _DOTTED.fullmatch(text):
            day, month, year = found.groups()
        else:
            raise ValueError(f"no date: {text!r}")
        return cls(int(year), int(month or 0), int(day or 0))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @classmethod
    @lru_cache(maxsize=4096)
    def from_int(cls, number: int) -> PartialDate:
        return cls(number // 10000, number // 100 % 100, number % 100)

    def __int__(self) -> int:
        """YYYYMMDD with zeros for what is unknown: how the database keeps and sorts it."""
        return self.year * 10000 + self.month * 100 + self.day

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.month:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def words(self, case: str = "") -> str:
        """In the active language's way: "15 июня 2021 г.", "2021 жылғы маусым", "June 2021".

        ``case``: as the word stands in "from …", "until …" or "as it was at …", in languages that inflect it.
        """
        return _words(self, case, (get_language() or "en")[:2])


@lru_cache(maxsize=4096)
def _words(date: PartialDate, case: str, language: str) -> str:
    if language == "kk":
        if case:
            last = _KAZAKH_CASES[case][date.month]
        else:
            last = str(dates.MONTHS_ALT[date.month]) if date.month else "жыл"
        day = f"{date.day} " if date.day else ""
        return f"{date.year} жылғы {day}{last}" if date.month else f"{date.year} {last}"
    if date.day:
        return formats.date_format(date.first_day, "DATE_FORMAT")
    if language == "ru":
        names = dates.MONTHS_ALT if case == "from" else dates.MONTHS
        return (f"{names[date.month]} ".lower() if date.month else "") + f"{date.year} г."
    return f"{dates.MONTHS[date.month]} {date.year}" if date.month else str(date.year)


def as_kept(value):
    """As the database keeps it, when it is a PartialDate."""
    return int(value) if isinstance(value, PartialDate) else value


def years(start: PartialDate | None, end: PartialDate | None) -> str:
    """The years of a span: "2019–2021", "2019–", "–2021", or "" when nothing is known."""
    if start is None and end is None:
        return ""
    if start and end and start.year == end.year:
        return str(start.year)
    return f"{start.year if start else ''}–{end.year if end else ''}"


class PartialDateField(models.IntegerField):
    """A PartialDate, kept as the integer YYYYMMDD with zeros for what is unknown.

    Sorts and filters as that integer. ``filter(start__not_after=day)`` and ``filter(end__not_before=day)`` compare with
    a ``datetime.date`` by the first and by the last day that the value may mean.
    """

    description = _("Year, month or day")

    def get_internal_type(self):
        return "IntegerField"

    def from_db_value(self, value, expression, connection):
        return None if value is None else PartialDate.from_int(value)

    def to_python(self, value):
        if value is None or isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate.of(value)
        try:
            return PartialDate.from_int(value) if isinstance(value, int) else PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError(_("“%(value)s” is no date."), code="invalid", params={"value": value})

    def get_prep_value(self, value):
        if hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        value = self.to_python(value)
        return None if value is None else int(value)

    @property
    def validators(self):
        return []  # the integer bounds of IntegerField would compare a PartialDate with a number

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs):
        # Past IntegerField, whose form field takes numbers.
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})


@PartialDateField.register_lookup
class NotAfter(models.Lookup):
    """The value's first day is ``day`` or earlier: it has begun by then."""

    lookup_name = "not_after"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} <= %s", [*params, int(PartialDate.of(self.rhs))]


@PartialDateField.register_lookup
class NotBefore(models.Lookup):
    """The value's last day is ``day`` or later: it still holds then. 2021 holds on every day of 2021."""

    lookup_name = "not_before"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        day = self.rhs
        year, month = int(PartialDate(day.year)), int(PartialDate(day.year, day.month))
        # The year alone is where an index can begin.
        return (
            f"({sql} >= %s AND ({sql} >= %s OR {sql} IN (%s, %s)))",
            [*params, year, *params, int(PartialDate.of(day)), *params, year, month],
        )


def ends_after_start(end: str = "end", start: str = "start") -> models.Q:
    """The condition for a check constraint: the last day that ``end`` may mean is not before ``start``."""
    day, month = models.F(end) % 10000, models.F(end) % 100
    last = models.Case(
        models.When(Exact(day, 0), then=models.F(end) + 9999),
        models.When(Exact(month, 0), then=models.F(end) + 99),
        default=models.F(end),
        output_field=models.IntegerField(),
    )
    return models.Q(GreaterThanOrEqual(last, models.F(start)))


class PartialDateFormField(forms.CharField):
    """One text box: 2021, 2021-06, 2021-06-15 or 15.06.2021."""

    default_error_messages = {"invalid": _("Write a year, a month or a day: 2021, 2021-06 or 2021-06-15.")}

    def __init__(self, **kwargs):
        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        super().__init__(**{"max_length": 10, **kwargs})
        self.widget.attrs.setdefault("placeholder", "2021-06-15")
        self.widget.attrs.setdefault("size", 12)

    def prepare_value(self, value):
        if isinstance(value, int):
            value = PartialDate.from_int(value)
        return "" if value is None else str(value)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid")

    def run_validators(self, value):
        """The length of a PartialDate means nothing; ``to_python`` has looked at the text."""

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (PartialDate.from_int(initial) if isinstance(initial, int) else initial)
        except ValidationError:
            return True
