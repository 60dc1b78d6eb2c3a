"""Several querysets in one trip to the database.

A page needs rows of many tables that do not depend on each other. One statement joins their selects with UNION ALL;
each row says which select it belongs to, and becomes the instance that its queryset would have made. Give each an
order and a limit: a select keeps its own order, the limit makes the databases keep it too.

Django takes longer to put such a statement together than the database to answer it. A page that asks the same of
thing after thing writes ``Given`` where the thing stands, and has its querysets compiled once (``prepared``).

PostgreSQL takes longer still to plan one. Each of its connections keeps those that are asked again (PREPARE), with one
plan for all values: how often a thing is named decides nothing where an index has the order. What such a statement
gives is a number and a text, so that it outlives every migration of the tables it reads.
"""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial, wraps
from itertools import count
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ModelIterable, get_related_populators

# Statements that a connection to PostgreSQL keeps, at some 2 MB each.
MOST_KEPT = 64
_kept: WeakKeyDictionary = WeakKeyDictionary()  # psycopg's connection → {Prepared: name}, the one asked last at the end
_numbers = count(1)
_VALUE = re.compile("%(?:s|%)")
_from_text = json.JSONDecoder(parse_float=Decimal).decode


class Given(models.Expression):
    """A value that is told when the statement is asked: ``filter(person=Given("person"))``."""

    def __init__(self, name: str):
        super().__init__(output_field=models.BigIntegerField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def of(self, given, vendor):
        return given[self.name]


class GivenKeys(Given):
    """Keys of rows, none or many: ``filter(person__in=GivenKeys("people"))``; not to be negated."""

    def as_sql(self, compiler, connection):
        return "(\0%s)", [self]  # behind IN, see Prepared

    def as_sqlite(self, compiler, connection):
        # The driver keeps statements that stay the same; reading one takes SQLite longer than answering it.
        return "(SELECT value FROM json_each(%s))", [self]

    def of(self, given, vendor):
        keys = ",".join(str(int(key)) for key in given[self.name])
        return f"{{{keys}}}" if vendor == "postgresql" else f"[{keys}]"


def prepared(build):
    """Decorates a function that gives querysets: for each of its arguments they are compiled once, as ``Prepared``.

    The rows are for pages: they lack what none shows.
    """

    @lru_cache(maxsize=32)
    @wraps(build)
    def kept(*args) -> Prepared:
        return Prepared(*map(for_pages, build(*args)))

    return kept


def for_pages(rows):
    """Less what no page shows: when rows were written and decided on, and which of their columns by a person.

    Each takes longer to read than three of those that are shown.
    """
    if not issubclass(rows._iterable_class, ModelIterable):
        return rows
    related = rows.query.select_related
    return rows.defer(*_unshown(rows.model, related if isinstance(related, dict) else {}))


def _unshown(model, related: dict, path: str = "") -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField) or field.name == "edited_fields":
            yield path + field.name
    for name, further in related.items():
        yield from _unshown(model._meta.get_field(name).related_model, further, f"{path}{name}__")


def fetch(*querysets) -> list[list]:
    """The rows of each queryset, as lists. One query."""
    return Prepared(*querysets).fetch()


class Prepared:
    """Querysets as one statement."""

    def __init__(self, *querysets):
        self.using, self.parts = querysets[0].db, [None for _queryset in querysets]
        connection = connections[self.using]
        selects, params = [], []
        for number, queryset in enumerate(querysets):
            compiler = queryset.query.get_compiler(connection=connection)
            try:
                sql, values = compiler.as_sql(with_col_aliases=True)
            except EmptyResultSet:
                continue
            self.parts[number] = _Part(queryset, compiler, connection)
            selects.append((number, sql))
            params += values
        if connection.vendor == "postgresql":
            selects = [f"SELECT {number}, to_json(part)::text FROM ({sql}) AS part" for number, sql in selects]
        else:
            width = max((part.width for part in self.parts if part), default=0)
            selects = [
                f"SELECT {number}, *{', NULL' * (width - self.parts[number].width)} FROM ({sql})"
                for number, sql in selects
            ]
            # SQLite's driver converts by the declared types of the first select: that one has none.
            selects[:0] = [f"SELECT 0{', NULL' * width} WHERE 0"]
        # However many keys are given, PostgreSQL has one statement for them.
        statement = " UNION ALL ".join(selects).replace("IN (\0", "= ANY(")
        # By name: to find each "%s" in a long statement takes Django as long as its answer takes SQLite.
        self.values = {f"value_{place}": value for place, value in enumerate(params)}
        names = iter(self.values)
        self.sql = _VALUE.sub(lambda found: f"%({next(names)})s" if found[0] == "%s" else "%%", statement)
        self.given = {name: value for name, value in self.values.items() if isinstance(value, Given)}
        self.asked = False

    def fetch(self, **given: int | str | Iterable[int]) -> list[list]:
        """The rows of each queryset, as lists. One query; none when there is nothing to find."""
        found = [[] for _part in self.parts]
        if not any(self.parts):
            return found
        connection = connections[self.using]
        given = {name: value.of(given, connection.vendor) for name, value in self.given.items()}
        with connection.cursor() as cursor:
            if self.asked and connection.vendor == "postgresql":
                cursor.execute(self._kept_by(cursor.cursor), given)
            else:
                self.asked = True
                cursor.execute(self.sql, self.values | given)
            for number, *row in cursor.fetchall():
                found[number].append(row)
        for number, part in enumerate(self.parts):
            if found[number]:
                found[number] = part.instances(found[number])
        return found

    def _kept_by(self, cursor) -> str:
        """What asks the statement that psycopg's connection keeps."""
        names = _kept.setdefault(cursor.connection, {})
        if self not in names:
            while len(names) >= MOST_KEPT:
                cursor.execute(f"DEALLOCATE {names.pop(next(iter(names)))}")
            places = {name: f"${place}" for place, name in enumerate(self.given, 1)}
            values = {name: places.get(name) or cursor.mogrify("%s", [value]) for name, value in self.values.items()}
            name = f"kb_{next(_numbers)}"
            cursor.execute(f"PREPARE {name} AS {self.sql % values}")
        else:
            name = names.pop(self)
        names[self] = name
        values = ", ".join(f"%({column})s" for column in self.given)
        return f"EXECUTE {name}({values})" if values else f"EXECUTE {name}"

    def first(self, **given):
        """The first row of the first queryset, or None."""
        return next(iter(self.fetch(**given)[0]), None)


class _Part:
    """One queryset: how its rows become what ``ModelIterable`` makes of them, or the tuples of a ``values_list``."""

    def __init__(self, queryset, compiler, connection):
        self.connection, self.width = connection, len(compiler.select)
        columns = [column for column, *_rest in compiler.select]
        self.converters = [(place, *found) for place, found in compiler.get_converters(columns).items()]
        self.from_json = _from_json(columns) if connection.vendor == "postgresql" else None
        self.model = None
        if issubclass(queryset._iterable_class, ModelIterable):
            made = compiler.klass_info
            self.model, selected = made["model"], made["select_fields"]
            self.columns = slice(selected[0], selected[-1] + 1)
            self.names = [column.target.attname for column in columns[self.columns]]
            self.populators = get_related_populators(made, compiler.select, queryset.db)
            self.annotations = list(compiler.annotation_col_map.items())
            self.known = queryset._known_related_objects

    def instances(self, rows) -> list:
        rows = [self._converted(row) for row in rows]
        return (
            [tuple(row[: self.width]) for row in rows] if self.model is None else [self._instance(row) for row in rows]
        )

    def _converted(self, row) -> list:
        if self.from_json is not None:
            row = list(_from_text(row[0]).values())
            for place, convert in self.from_json:
                if row[place] is not None:
                    row[place] = convert(row[place])
        for place, converters, column in self.converters:
            for convert in converters:
                row[place] = convert(row[place], column, self.connection)
        return row

    def _instance(self, row):
        instance = self.model.from_db(self.connection.alias, self.names, row[self.columns])
        for populator in self.populators:
            populator.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        for field, known in self.known.items():
            if not field.is_cached(instance) and (other := known.get(getattr(instance, field.attname))):
                setattr(instance, field.name, other)
        return instance


def _from_json(columns) -> list:
    """(place, function) for the columns that JSON writes as text or as another kind of number."""
    found = []
    for place, expression in enumerate(columns):
        column = expression.output_field
        if isinstance(column, models.JSONField):
            found.append((place, partial(json.dumps, default=float)))
        elif isinstance(column, models.FloatField):
            found.append((place, float))
        elif isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
            # A truncated date comes as a moment.
            found.append((place, lambda value, column=column: column.to_python(value[:10])))
        elif isinstance(column, (models.DateField, models.TimeField, models.DecimalField, models.UUIDField)):
            found.append((place, column.to_python))
    return found
