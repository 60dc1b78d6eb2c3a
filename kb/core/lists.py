"""A filtered, sorted list, paged by key, whose whole state is in its address; and the same rows as CSV."""

import base64
import binascii
import csv
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q
from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kb.core import languages, together
from kb.core.models import Entity
from kb.core.pages import asked_day
from kb.core.partial_dates import PartialDate

PAGE = 25
COUNT_TO = 2000
CSV_ROWS, CSV_BATCH = 5000, 500
SLUG = re.compile(r"[a-z0-9-]+")


@dataclass
class Chip:
    name: str
    label: str
    value: str
    without: str  # the address of the list with this filter taken off
    would_find: int = 0


@dataclass(frozen=True)
class Column:
    """A column that a list is sorted by; unknown values come last."""

    name: str
    down: bool
    field: object
    nullable: bool

    @classmethod
    def of(cls, rows, text: str) -> "Column":
        name = text.lstrip("-")
        # The name that the page shows, in the order of the alphabet.
        name = f"sort_{languages.current()}" if name == "name" else name
        try:
            field = rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = rows.query.annotations[name].output_field
        return cls(name, text.startswith("-"), field, field.null)

    def order(self, backward: bool):
        down = self.down != backward
        nulls = ({"nulls_first": True} if backward else {"nulls_last": True}) if self.nullable else {}
        return F(self.name).desc(**nulls) if down else F(self.name).asc(**nulls)

    def beyond(self, value, backward: bool) -> Q:
        """Rows that come after ``value``, or before it."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backward else Q(pk__in=[])
        further = Q(**{f"{self.name}__{'lt' if self.down != backward else 'gt'}": value})
        return further | Q(**{f"{self.name}__isnull": True}) if self.nullable and not backward else further

    def same(self, value) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def until(self, value, backward: bool) -> Q:
        """Those rows and the ones of the same value: a stretch of an index."""
        return Q(**{f"{self.name}__{'lte' if self.down != backward else 'gte'}": value})

    def value_of(self, row):
        value = getattr(row, self.name)
        if isinstance(value, PartialDate):
            return int(value)
        return str(value) if isinstance(value, (date, Decimal)) else value

    def read(self, value):
        """A value out of an address; ValueError or ValidationError when it is none of this column's."""
        if value is None and self.nullable:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, str)) or len(str(value)) > 200:
            raise ValueError(value)
        if isinstance(value, str):
            value.encode()  # half of a surrogate pair is no text
            if "\0" in value:
                raise ValueError(value)
        read = self.field.to_python(value)
        read = int(read) if isinstance(read, PartialDate) else read
        if isinstance(read, int) and abs(read) >= 1 << 62:
            raise ValueError(value)
        return read


def write_key(values) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(text: str, columns) -> list:
    """The place in a list that an address names; 404 for anything else."""
    try:
        values = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError(text)
        return [column.read(value) for column, value in zip(columns, values, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error, InvalidOperation, ValidationError, RecursionError):
        raise Http404


def beyond(columns, values, backward=False) -> Q:
    """Rows of the list after, or before, the one that has these values."""
    wanted, same = Q(pk__in=[]), Q()
    for column, value in zip(columns, values, strict=True):
        wanted |= same & column.beyond(value, backward)
        same &= column.same(value)
    return wanted


def part(rows, columns, limit: int, place=None, backward=False) -> list:
    """At most so many rows after, or before, ``place``; from the beginning, or the end, without one.

    What lacks a value in the first column comes last and is asked for by itself: a question for both would sort all
    instead of reading an index.
    """
    first, *rest = columns
    if not first.nullable:
        return _stretch(rows, columns, limit, place, backward)
    known = rows.filter(**{f"{first.name}__isnull": False}), [replace(first, nullable=False), *rest], place
    unknown = rows.filter(**{f"{first.name}__isnull": True}), rest, place and place[1:]
    stretches = [unknown, known] if backward else [known, unknown]
    if place and place[0] is None:
        stretches = [unknown, (*known[:2], None)] if backward else [unknown]
    elif place:
        stretches = [known] if backward else [known, (*unknown[:2], None)]
    found = []
    for stretch in stretches:
        if len(found) < limit:
            found += _stretch(*stretch[:2], limit - len(found), stretch[2], backward)
    return found


def _stretch(rows, columns, limit, place, backward) -> list:
    if place:
        rows = rows.filter(beyond(columns, place, backward))
        if not columns[0].nullable:
            rows = rows.filter(columns[0].until(place[0], backward))
    return list(rows.order_by(*(column.order(backward) for column in columns))[:limit])


class ListPage(TemplateView):
    """Subclasses set ``model``, ``filterset_class``, ``template_name``, ``title`` and ``sorts``."""

    http_method_names = ["get", "head", "options"]
    model = None
    filterset_class = None
    title = ""
    intro = ""
    # name in the address: (words, columns); the first is the usual one
    sorts: dict = {}
    # heading: function of a dressed row
    csv_columns: dict = {}

    def rows(self):
        return self.model.objects.public()

    def csv_rows(self, rows):
        """With what the table has more than the page."""
        return rows

    def dress(self, rows: list):
        """Fetch what the rows of the page need, in a fixed number of queries."""

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "csv" and self.csv_columns:
            return self.csv()
        return super().get(request, *args, **kwargs)

    def matching(self):
        """The filters and the rows that pass them."""
        filterset = self.filterset_class(self.request.GET, queryset=self.rows(), request=self.request)
        valid = filterset.is_valid()
        filterset.form.label_suffix = ""
        filterset.form.order_fields(["q"])
        return filterset, valid, filterset.qs if valid else self.rows().none()

    def sorting(self, rows) -> tuple[str, list[Column]]:
        asked = self.request.GET.get("sort")
        sort = asked if asked in self.sorts else next(iter(self.sorts))
        return sort, [Column.of(rows, text) for text in self.sorts[sort][1]]

    def get_context_data(self, **kwargs):
        filterset, valid, matching = self.matching()
        sort, columns = self.sorting(self.rows())
        after, before = self.request.GET.get("past"), self.request.GET.get("ahead")
        backward = bool(before and not after)
        key = after or before
        page = part(matching, columns, PAGE + 1, read_key(key, columns) if key else None, backward)
        more = len(page) > PAGE
        page = page[:PAGE][:: -1 if backward else 1]
        # A short first page is the whole list.
        total = len(page) if not key and not more else matching.order_by().values("pk")[: COUNT_TO + 1].count()
        if page:
            self.dress(page)
        chips = self.chips(filterset) if valid else []
        if not total and chips:
            self.loosen(chips)
        self.name_chips(chips, filterset)

        def at(row):
            return write_key([column.value_of(row) for column in columns])

        earlier, later = (more, True) if backward else (bool(key), more)
        return super().get_context_data(
            filterset=filterset,
            rows=page,
            total=total,
            counted_all=total <= COUNT_TO,
            shown=len(page),
            chips=chips,
            sorts=[(name, words) for name, (words, _columns) in self.sorts.items()],
            sort=sort,
            among_all="" if getattr(filterset, "shows_all", True) else self.address(past=None, ahead=None, all="on"),
            start=self.address(past=None, ahead=None) if key else "",
            previous=self.address(past=None, ahead=at(page[0])) if page and earlier else "",
            next=self.address(ahead=None, past=at(page[-1])) if page and later else "",
            csv=self.address(past=None, ahead=None, format="csv") if self.csv_columns and page else "",
            csv_rows=CSV_ROWS,
            title=self.title,
            intro=self.intro,
            bare=self.request.path,
            day=asked_day(self.request),
            **kwargs,
        )

    def address(self, **changes) -> str:
        """The address of this list with some of its state changed; None takes a part off."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def chips(self, filterset) -> list[Chip]:
        found = []
        for name, value in filterset.form.cleaned_data.items():
            if value in (None, "", [], False) or name not in filterset.filters:
                continue
            field = filterset.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            without = self.address(**{name: None, "past": None, "ahead": None})
            found.append(Chip(name, str(field.label), _("yes") if value is True else words, without))
        return found

    def name_chips(self, chips, filterset):
        """Say names where the address has slugs, on the chips and in the boxes. At most one query."""
        fields = filterset.form.fields
        things = [chip for chip in chips if "data-suggest" in fields[chip.name].widget.attrs]
        slugs = [chip.value for chip in things if SLUG.fullmatch(chip.value)]
        names = {row.slug: row.name for row in Entity.objects.public().filter(slug__in=slugs)} if slugs else {}
        if names:
            filterset.form.data = filterset.form.data.copy()
        for chip in things:
            if chip.value in names:
                filterset.form.data[chip.name] = chip.value = names[chip.value]

    def loosen(self, chips):
        """How many rows there would be without each filter. One query."""
        wanted = []
        for chip in chips:
            data = self.request.GET.copy()
            data.pop(chip.name, None)
            other = self.filterset_class(data, queryset=self.rows(), request=self.request)
            rows = other.qs if other.is_valid() else self.model.objects.none()
            wanted.append(rows.order_by("pk").values_list("pk")[: COUNT_TO + 1])
        for chip, found in zip(chips, together.fetch(*wanted), strict=True):
            chip.would_find = len(found)

    # The same rows as a table

    def csv(self):
        _filterset, _valid, matching = self.matching()
        _sort, columns = self.sorting(self.rows())
        lines = self.csv_lines(self.csv_rows(matching), columns)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = self.request.path.strip("/").replace("/", "-")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    def csv_lines(self, rows, columns):
        language = languages.current()
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([str(heading) for heading in self.csv_columns])
        last, left = None, CSV_ROWS
        while left > 0:
            batch = part(rows, columns, min(CSV_BATCH, left), last)
            # The rest of the answer is written after the request is done.
            with languages.speaking(language):
                self.dress(batch)
                for row in batch:
                    yield writer.writerow([inert(read(row)) for read in self.csv_columns.values()])
            if len(batch) < CSV_BATCH:
                return
            last = [column.read(column.value_of(batch[-1])) for column in columns]
            left -= len(batch)


def named(thing) -> str:
    """The name of a thing that readers may see, else nothing."""
    shown = thing is not None and thing.visibility == Entity.Visibility.PUBLIC and not thing.merged_into_id
    return thing.name if shown else ""


def plain(value):
    """A number without noughts behind it and without an exponent."""
    return value if value is None else Decimal(f"{value.normalize():f}")


def said(claim, read) -> str:
    """What ``read`` takes from the newest quote of a claim."""
    return read(claim.quotes[0]) if claim.quotes else ""


THING = {"uid": lambda row: row.uid, _("Name"): lambda row: row.name, "kk": lambda row: row.name_kk,
         "ru": lambda row: row.name_ru, "en": lambda row: row.name_en,
         _("Articles"): lambda row: row.documents}  # fmt: skip
ADDRESS = {_("Address"): lambda row: row.get_absolute_url()}
SOURCE = {
    _("Quote"): lambda row: said(row, lambda quote: quote.quote[:1000]),
    _("Article"): lambda row: said(row, lambda quote: quote.article.title),
    _("Publisher"): lambda row: said(row, lambda quote: named(quote.article.publisher)),
    _("Published"): lambda row: said(row, lambda quote: quote.article.published_on or ""),
    _("Checked"): lambda row: row.get_review_display(),
}


class _Echo:
    def write(self, line):
        return line


def inert(value):
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return value
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ")[:1] in set("=+-@\t\r\n") and text else text
