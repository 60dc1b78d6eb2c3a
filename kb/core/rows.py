"""Many rows of one table at once, past the ORM: COPY on PostgreSQL, executemany on SQLite.

For rows that were checked already and whose columns that follow from others are filled. Call in a transaction.
COPY takes a fifth of the time of PostgreSQL's executemany, here and on the server (a mention 3 and 8 µs, not 20 and 44;
an article 46 and 190, not 124 and 395); where the server writes the words of search, as much there and a fifth here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import repeat

from django.db import connection, models, transaction
from django.db.models.deletion import get_candidate_relations_to_delete
from django.utils import timezone

_OF_HISTORY = ("history_date", "history_type", "history_change_reason")


def keys(model, count: int) -> range | list[int]:
    """Primary keys for as many new rows; nobody else gets them."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction holds the lock on the file, and keys that are given move the table's counter on.
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
        return range(last + 1, last + 1 + count)


def insert(model, names: Sequence[str], rows: Sequence[tuple], **same) -> int:
    """Insert rows of these columns (attribute names); ``same`` are equal in all rows, other columns get defaults."""
    if not rows:
        return 0
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    rest = [field for name, field in fields.items() if name not in names and name not in same]
    # A key that isn't given is the database's to make.
    rest = [field for field in rest if not (field.primary_key and field.get_internal_type().endswith("AutoField"))]
    values = {field.attname: field.get_default() for field in rest} | same
    columns = list(zip(*rows, strict=True))
    for place, name in enumerate(names):
        if convert := _converter(fields[name]):
            columns[place] = [None if value is None else convert(value) for value in columns[place]]
    fixed = []
    for name, value in values.items():
        convert = _converter(fields[name])
        fixed.append(convert(value) if convert and value is not None else value)
    written = [fields[name].column for name in (*names, *values)]
    write(model._meta.db_table, written, zip(*columns, *(repeat(value, len(rows)) for value in fixed), strict=True))
    return len(rows)


def write(table: str, columns: Sequence[str], rows: Iterable[tuple]) -> None:
    """Values as the driver takes them."""
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            connection.connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)


def delete(model, keys: Collection[int], reason: str) -> None:
    """Delete rows of a model with a history, each with its line there; what points at them goes or lets go.

    As ``delete()`` of each row does, which takes a millisecond and more.
    """
    if not keys:
        return
    past = model.history.model
    rows = model._base_manager.filter(pk__in=keys)
    names = [field.attname for field in past.tracked_fields]
    picked, values = rows.values_list(*names).query.sql_with_params()
    written = [past._meta.get_field(name).column for name in names]
    written = ", ".join(map(connection.ops.quote_name, (*written, *_OF_HISTORY)))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {past._meta.db_table} ({written}) SELECT picked.*, %s, '-', %s FROM ({picked}) AS picked",
            [now, reason, *values],
        )
        for relation in get_candidate_relations_to_delete(model._meta):
            column = relation.field.name
            pointing = relation.related_model._base_manager.filter(**{f"{column}__in": keys})
            if relation.on_delete is models.CASCADE:
                pointing.delete()
            elif relation.on_delete is models.SET_NULL:
                pointing.update(**{column: None})
        for part in (model, *model._meta.get_parent_list()):
            part._base_manager.filter(pk__in=keys)._raw_delete(rows.db)


def _converter(field):
    """What makes a value of ``field`` one that the driver takes."""
    field = getattr(field, "target_field", field)
    if isinstance(field, models.JSONField):
        return _json
    if connection.vendor == "postgresql":
        return int if field.get_internal_type() == "IntegerField" else None
    if isinstance(field, models.DateTimeField):
        return lambda value: connection.ops.adapt_datetimefield_value(value)
    if isinstance(field, (models.DateField, models.TimeField)):
        return str
    if isinstance(field, models.DecimalField):
        return lambda value: format(value, f".{field.decimal_places}f")
    if isinstance(field, models.BooleanField):
        return int
    if field.get_internal_type() == "IntegerField":
        return int  # partial dates too
    return None


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=True)
