"""Several querysets in one trip to the database.

A page needs rows of many tables that do not depend on each other. One statement joins their selects with UNION ALL;
each row says which select it belongs to, and becomes the instance that its queryset would have made. Give each an
order and a limit: a select keeps its own order, the limit makes the databases keep it too.
"""

import json
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import ModelIterable, get_related_populators

# Columns that JSON writes as text or as another kind of number.
_TYPED = (models.DateField, models.TimeField, models.DecimalField, models.UUIDField)


def fetch(*querysets) -> list[list]:
    """The rows of each queryset, as lists. One query."""
    connection = connections[querysets[0].db]
    json_rows = connection.vendor == "postgresql"
    parts, params = [], []
    for number, queryset in enumerate(querysets):
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, values = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            continue
        parts.append((number, compiler, sql))
        params += values
    found = [[] for _queryset in querysets]
    if not parts:
        return found
    if json_rows:
        selects = [f"SELECT {number}, to_json(part)::text FROM ({sql}) AS part" for number, _compiler, sql in parts]
    else:
        width = max(len(compiler.select) for _number, compiler, _sql in parts)
        # SQLite's driver converts by the declared types of the first select: that one has none.
        selects = [f"SELECT 0{', NULL' * width} WHERE 0"]
        selects += [
            f"SELECT {number}, *{', NULL' * (width - len(compiler.select))} FROM ({sql})"
            for number, compiler, sql in parts
        ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        rows = cursor.fetchall()
    for number, compiler, _sql in parts:
        if json_rows:
            own = [_from_json(text, compiler) for part, text in rows if part == number]
        else:
            own = [row[1 : 1 + len(compiler.select)] for row in rows if row[0] == number]
        found[number] = list(_instances(querysets[number], compiler, own))
    return found


def _from_json(text: str, compiler) -> list:
    values = list(json.loads(text, parse_float=Decimal).values())
    for place, (expression, *_rest) in enumerate(compiler.select):
        if values[place] is None:
            continue
        column = expression.output_field
        if isinstance(column, models.JSONField):
            values[place] = json.dumps(values[place], default=float)
        elif isinstance(column, models.FloatField):
            values[place] = float(values[place])
        elif isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
            values[place] = column.to_python(values[place][:10])  # a truncated date comes as a moment
        elif isinstance(column, _TYPED):
            values[place] = column.to_python(values[place])
    return values


def _instances(queryset, compiler, rows):
    """What ``ModelIterable`` makes of the rows, or the tuples of a ``values_list``."""
    rows = compiler.results_iter([rows], tuple_expected=True)
    if not issubclass(queryset._iterable_class, ModelIterable):
        yield from rows
        return
    made, using = compiler.klass_info, queryset.db
    model, columns = made["model"], made["select_fields"]
    first, end = columns[0], columns[-1] + 1
    names = [selected[0].target.attname for selected in compiler.select[first:end]]
    populators = get_related_populators(made, compiler.select, using)
    for row in rows:
        instance = model.from_db(using, names, row[first:end])
        for populator in populators:
            populator.populate(row, instance)
        for name, place in compiler.annotation_col_map.items():
            setattr(instance, name, row[place])
        for field, known in queryset._known_related_objects.items():
            if not field.is_cached(instance) and (other := known.get(getattr(instance, field.attname))):
                setattr(instance, field.name, other)
        yield instance
