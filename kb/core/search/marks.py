"""Triggers that log what changed, whoever wrote it: a form, an import, a bulk update, a merge, a cascade.

They are put up after every ``migrate``, because Django makes a table of SQLite anew to alter it, and a trigger goes
with its table. A trigger of SQLite may name no other table than the log, or that would fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connections

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
