"""A filtered, sorted list, paged by key, whose whole state is in its address; and the same rows as CSV."""

from __future__ import annotations

import base64
import binascii
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, IntegerField, Q, Subquery
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kb.core import languages, together
from kb.core.filters import Known, known_of
from kb.core.indexes import NewestFirst
from kb.core.models import Entity
from kb.core.pages import day_of
from kb.core.partial_dates import PartialDate, as_kept
from kb.core.together import Given

PAGE = 25
COUNT_TO = 2000
CSV_ROWS, CSV_BATCH = 5000, 500
LONGEST_STATE = 500  # of an address that is kept


@dataclass
class Chip:
    name: str
    label: str
    value: str
    without: str  # the address of the list with this filter taken off
    would_find: int = 0


@dataclass(frozen=True)
class Column:
    """A column that a list is sorted by; unknown values come last.

    ``path`` is where statements read it, where that is not the row itself. ``newest``: indexes of it are NewestFirst.
    """

    name: str
    down: bool
    field: object
    nullable: bool
    path: str
    newest: bool

    @classmethod
    def of(cls, rows, text: str, read_by=()) -> Column:
        name = text.lstrip("-")
        # The name that the page shows, in the order of the alphabet.
        name = f"sort_{languages.current()}" if name == "name" else name
        try:
            field = rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
            indexes = field.model._meta.indexes
        except FieldDoesNotExist:  # of another table, in an index there
            field, indexes = rows.query.annotations[name].output_field, ()
        path = dict(read_by).get(field.name)
        path = path if path in rows.query.annotations else name
        newest = any(isinstance(index, NewestFirst) and f"-{field.name}" in index.fields for index in indexes)
        return cls(name, text.startswith("-"), field, field.null, path, newest)

    def order(self, backward: bool):
        down = self.down != backward
        nulls = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backward else {"nulls_last": True}
        elif self.newest:  # there are none: as the index has them
            nulls = {"nulls_last": True} if down else {"nulls_first": True}
        return F(self.path).desc(**nulls) if down else F(self.path).asc(**nulls)

    def beyond(self, value, backward: bool) -> Q:
        """Rows that come after ``value``, or before it."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else Q(pk__in=[])
        further = Q(**{f"{self.path}__{'lt' if self.down != backward else 'gt'}": value})
        return further | Q(**{f"{self.path}__isnull": True}) if self.nullable and not backward else further

    def same(self, value) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def until(self, value, backward: bool) -> Q:
        """Those rows and the ones of the same value: a stretch of an index."""
        return Q(**{f"{self.path}__{'lte' if self.down != backward else 'gte'}": value})

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


def to_count(rows):
    """The keys of as many rows as are counted."""
    return rows.order_by().values_list("pk")[: COUNT_TO + 1]


class Counted(Subquery):
    """How many rows there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


class Paged:
    """Rows in an order of columns, read from any place on; each statement is compiled once."""

    def __init__(self, rows, columns: list[Column], whole=None, counted=None, until: Q | None = None):
        """``whole`` adds to rows what takes long: it is worked out for those that are read alone.

        Each row says with ``of_all`` how many are ``counted``. ``until`` is what rows have that have a value in the
        first column: where its index ends.
        """
        self.rows, self.columns, self.whole, self.counted = rows, columns, whole, counted
        self.until = until
        self._statements: dict[tuple, together.Prepared] = {}

    def part(self, limit: int, place=None, backward=False, at_once=False, **given) -> list:
        """At most so many rows after, or before, ``place``; from the beginning, or the end, without one.

        What lacks a value in the first column comes last and is asked for by itself: a question for both would sort
        all instead of reading an index. That is a second query where the first found too few, or none ``at_once``.
        """
        stretches = []
        unknown = place is not None and place[0] is None
        for lacks in (backward, not backward) if self.columns[0].nullable else (None,):
            here = place if lacks in (None, unknown) else None
            if place is None or here or unknown == backward:
                stretches.append((lacks, here))
        found = []
        for asked in [stretches] if at_once else [[stretch] for stretch in stretches]:
            if len(found) < limit:
                found += self._read(asked, limit, backward, given)
        return found[:limit]

    def _read(self, stretches, limit, backward, given) -> list:
        key = (
            limit,
            backward,
            *((lacks, here and tuple(value is None for value in here)) for lacks, here in stretches),
        )
        if key not in self._statements:
            self._statements[key] = together.Prepared(
                *(together.for_pages(self._stretch(lacks, limit, here, backward)) for lacks, here in stretches)
            )
        for _lacks, here in stretches:
            given = given | {
                column.name: as_kept(value) for column, value in zip(self.columns, here or (), strict=False)
            }
        return [row for rows in self._statements[key].fetch(**given) for row in rows]

    def _stretch(self, lacks, limit, place, backward):
        rows, columns = self.rows, self.columns
        if lacks is not None:
            rows = rows.filter(**{f"{columns[0].path}__isnull": lacks})
            rows = rows.filter(self.until) if self.until and not lacks else rows
            columns = columns[1:] if lacks else [replace(columns[0], nullable=False), *columns[1:]]
        if columns[0].name.startswith("sort_"):
            rows = rows.filter(kind=rows.model.KIND)  # the index of names begins with it
        if place:
            place = place[-len(columns) :]
            values = [
                None if value is None else Given(column.name) for column, value in zip(columns, place, strict=True)
            ]
            rows = rows.filter(beyond(columns, values, backward))
            if not columns[0].nullable:
                rows = rows.filter(columns[0].until(values[0], backward))
        order = [column.order(backward) for column in columns]
        rows = rows.order_by(*order)
        if self.whole:
            found = rows.model._default_manager.filter(pk__among=rows[:limit].values("pk"))
            rows = self.whole(found).order_by(*order)
        if self.counted is not None:
            rows = rows.annotate(of_all=Counted(self.counted))
        return rows[:limit]


class Listing:
    """A list as an address asks for it, wherever in it the reader stands: what follows from the address alone.

    It is worked out once for all who ask the same, and so are its statements, in which the place is ``Given``.
    """

    def __init__(self, page: type[ListPage], path: str, state: str, known: frozenset[str] = frozenset()):
        """``known``: the filters whose keys are ``Given``."""
        self.path, self.asked, self.known = path, QueryDict(state), known
        self.page = page(day=day_of(self.asked.get("on", "")))
        sort = self.asked.get("sort")
        self.sort = sort if sort in page.sorts else next(iter(page.sorts))
        self.filterset = self._filtered(self.asked)
        valid = self.filterset.is_valid()
        self.counted = to_count(self._matching(self.filterset))
        self.matching = self._matching(self.filterset, page.sorts[self.sort][1][0].lstrip("-"))
        read_by = getattr(page.filterset_class, "read_by", ())
        self.columns = [Column.of(self.matching, text, read_by) for text in page.sorts[self.sort][1]]
        self.chips = list(self._chips()) if valid else []
        self.filters = self._form(self.filterset.form)
        self._filled = {}, (self.chips, self.filters)  # names, and what has them in it
        self.beginning = self.address()
        until = self.page.until(self.columns[0].name)
        self.pages = Paged(self.matching, self.columns, self.page.whole, self.counted, until)
        self.table = Paged(self.matching, self.columns, self.page.whole, until=until)

    def _filtered(self, asked):
        filterset = self.page.filterset_class(asked)
        filterset.known = self.known
        return filterset

    def _matching(self, filterset, order: str = ""):
        """The rows to be read in the order of this column, or in any."""
        filterset.order, rows = order, self.page.rows()
        return filterset.filter_queryset(rows) if filterset.is_valid() else rows.none()

    def address(self, **changes) -> str:
        """The address of this list with some of its state changed; None takes a part off."""
        query = self.asked.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def part(self, **place) -> str:
        """The address of a place in this list, or of its table."""
        return f"{self.beginning}{'&' if '?' in self.beginning else '?'}{urlencode(place)}"

    def _chips(self) -> Iterator[Chip]:
        for name, value in self.filterset.form.cleaned_data.items():
            if value in (None, "", [], False) or name not in self.filterset.filters:
                continue
            field = self.filterset.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            words = str(_("yes")) if value is True else words
            yield Chip(name, str(field.label), words, self.address(**{name: None}))

    def _form(self, form) -> SafeString:
        form.label_suffix = ""
        form.order_fields(["q"])
        sorts = [(name, words) for name, (words, _columns) in self.page.sorts.items()]
        day = None if "on" in form.fields else self.page.day
        return render_to_string(
            "web/_filters.html",
            {
                "form": form,
                "sorts": sorts,
                "sort": self.sort,
                "day": day,
                "bare": self.path,
                "narrowed": bool(self.chips),
            },
        )

    def named(self, things: dict[str, Entity]) -> tuple[list[Chip], SafeString]:
        """The chips and the filters, with names where the address has slugs."""
        said = {name: thing.name for name, thing in things.items()}
        if self._filled[0] != said:
            chips = [replace(chip, value=said.get(chip.name, chip.value)) for chip in self.chips]
            data = self.asked.copy()
            for name, words in said.items():
                data[name] = words
            self._filled = said, (chips, self._form(type(self.filterset.form)(data)))
        return self._filled[1]

    def loosen(self, chips, **given) -> None:
        """How many rows there would be without each filter. One query."""
        wanted = []
        for chip in chips:
            data = self.asked.copy()
            data.pop(chip.name, None)
            wanted.append(to_count(self._matching(self._filtered(data))))
        for chip, found in zip(chips, together.Prepared(*wanted).fetch(**given), strict=True):
            chip.would_find = len(found)

    def count(self, **given) -> int:
        """How many rows there are, as far as ``COUNT_TO``, where a page has none. One query."""
        return len(together.Prepared(self.counted).fetch(**given)[0])


@lru_cache(maxsize=64)
def _listing(page, path: str, state: str, known: frozenset, _language: str, _today: date) -> Listing:
    return Listing(page, path, state, known)


def listing(page: type[ListPage], request) -> tuple[Listing, Known]:
    """The list that is asked for, and the keys that its statements are to be given. At most one query."""
    known = known_of(page.filterset_class, request.GET)
    asked = request.GET.copy()
    for name in ("past", "ahead", "format"):
        asked.pop(name, None)
    state = asked.urlencode()
    make = _listing if len(state) <= LONGEST_STATE else _listing.__wrapped__
    return make(page, request.path, state, known.names, languages.current(), timezone.localdate()), known


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
    day = None  # that the reader asked for
    dated = ""  # the column that the day bounds
    whole = None  # a method, see Paged

    def rows(self):
        return self.model.objects.public()

    def until(self, column: str) -> Q | None:
        """What ``rows`` of a day have in ``column``, where they have a value."""
        return Q(**{f"{column}__not_after": self.day}) if self.day and column == self.dated else None

    def dress(self, rows: list):
        """Fetch what the rows of the page need, in a fixed number of queries."""

    def dress_for_csv(self, rows: list):
        """And what the table has more than the page."""
        self.dress(rows)

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "csv" and self.csv_columns:
            return self.csv()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        asked, known = listing(type(self), self.request)
        given = known.given
        after, before = self.request.GET.get("past"), self.request.GET.get("ahead")
        backward = bool(before and not after)
        key = after or before
        place = read_key(key, asked.columns) if key else None
        page = asked.pages.part(PAGE + 1, place, backward, at_once=known.asked, **given)
        more = len(page) > PAGE
        page = page[:PAGE][:: -1 if backward else 1]
        total = page[0].of_all if page else asked.count(**given) if key else 0
        if page:
            asked.page.dress(page)
        chips, filters = asked.named(known.things)
        if not total and chips:
            asked.loosen(chips, **given)

        def at(row):
            return write_key([column.value_of(row) for column in asked.columns])

        earlier, later = (more, True) if backward else (bool(key), more)
        return super().get_context_data(
            filters=filters,
            rows=page,
            total=total,
            counted_all=total <= COUNT_TO,
            shown=len(page),
            chips=chips,
            among_all="" if getattr(asked.filterset, "shows_all", True) else asked.address(all="on"),
            start=asked.beginning if key else "",
            previous=asked.part(ahead=at(page[0])) if page and earlier else "",
            next=asked.part(past=at(page[-1])) if page and later else "",
            csv=asked.part(format="csv") if self.csv_columns and page else "",
            csv_rows=CSV_ROWS,
            title=self.title,
            intro=self.intro,
            bare=asked.path,
            **kwargs,
        )

    # The same rows as a table

    def csv(self):
        asked, known = listing(type(self), self.request)
        response = StreamingHttpResponse(
            asked.page.csv_lines(asked, known.given), content_type="text/csv; charset=utf-8"
        )
        name = self.request.path.strip("/").replace("/", "-")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    def csv_lines(self, asked: Listing, given):
        language = languages.current()
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow([str(heading) for heading in self.csv_columns])
        last, left = None, CSV_ROWS
        while left > 0:
            # The rest of the answer is written after the request is done.
            with languages.speaking(language):
                batch = asked.table.part(min(CSV_BATCH, left), last, **given)
                self.dress_for_csv(batch)
                for row in batch:
                    yield writer.writerow([inert(read(row)) for read in self.csv_columns.values()])
            if len(batch) < CSV_BATCH:
                return
            last = [column.read(column.value_of(batch[-1])) for column in asked.columns]
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
