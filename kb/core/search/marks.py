"""Triggers that log what changed, whoever wrote it: a form, an import, a bulk update, a merge, a cascade.

They are put up after every ``migrate``, because Django makes a table of SQLite anew to alter it, and a trigger goes
with its table. A trigger of SQLite may name no other table than the log, or that would fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, connections, transaction

from kb.core.search import postgres, sqlite


def install(tables: Mapping[str, Iterable[tuple[str, str]]], using: str = "default"):
    """``tables`` maps a table to (source, column): which object, of what, a written row is about."""
    connection = connections[using]
    engine = postgres if connection.vendor == "postgresql" else sqlite
    standing = set(connection.introspection.table_names())
    if "core_searchstale" not in standing:
        return
    with connection.cursor() as cursor:
        for table in tables.keys() & standing:
            for statement in engine.trigger(table, tuple(tables[table])):
                cursor.execute(statement)


@contextmanager
def silent(*models) -> Iterator[None]:
    """In a transaction: nothing is logged of what is written to these tables. Who writes brings all in step by hand."""
    tables = [model._meta.db_table for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL {postgres.SILENT} = ',{','.join(tables)},'")
            yield
            cursor.execute(f"SET LOCAL {postgres.SILENT} = ''")
            return
        marks = ", ".join(["%s"] * len(tables))
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})"
            " AND (name LIKE 'search_mark_%%' OR name LIKE 'changed_%%')",
            tables,
        )
        found = cursor.fetchall()
        for name, _statement in found:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, statement in found:
            cursor.execute(statement)
