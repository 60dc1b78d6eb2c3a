"""Triggers that stand whenever no migration runs: what must hold whoever writes, and by which way.

They are put up after every ``migrate`` and taken down before, because Django makes a table of SQLite anew to alter it:
a trigger goes with its table, and one that names a missing table would stop the migration.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

SILENT = "kb.silent"  # a setting of a transaction of PostgreSQL: the tables of ``silent`` between commas


@dataclass(frozen=True)
class Trigger:
    name: str
    when: str  # "AFTER INSERT"
    table: str
    statements: str  # SQL of SQLite, or PL/pgSQL, each with its semicolon
    condition: str = ""
    each: str = "ROW"  # or STATEMENT, which SQLite doesn't know

    def create(self, cursor, vendor: str) -> None:
        conditions = [f"({self.condition})"] if self.condition else []
        if vendor == "postgresql" and self.when == "AFTER INSERT" and self.each == "ROW":
            conditions.append(f"NOT {is_silent(self.table)}")
        condition = f" WHEN ({' AND '.join(conditions)})" if conditions else ""
        head = f"CREATE TRIGGER {self.name} {self.when} ON {self.table}"
        if vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {self.statements} RETURN NEW; END $$"
            )
            cursor.execute(f"{head} FOR EACH {self.each}{condition} EXECUTE FUNCTION {self.name}()")
        else:
            cursor.execute(f"{head}{condition} BEGIN {self.statements} END")

    def drop(self, cursor, vendor: str) -> None:
        cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}" + (f" ON {self.table}" if vendor == "postgresql" else ""))


def keep(app, triggers: Callable[[str], Iterable[Trigger]], needs: str) -> None:
    """Let the triggers of this database vendor stand for an app as soon as its tables have the column ``needs``.

    ``needs`` is "table.column": older states of the tables, which migrations are tried on, may not have it yet.
    """

    def take_down(using, **_rest):
        connection = connections[using]
        standing = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for trigger in triggers(connection.vendor):
                if trigger.table in standing:
                    trigger.drop(cursor, connection.vendor)

    def put_up(using, **_rest):
        connection = connections[using]
        table, column = needs.split(".")
        standing = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            if table not in standing:
                return
            if column not in {row.name for row in connection.introspection.get_table_description(cursor, table)}:
                return
            for trigger in triggers(connection.vendor):
                if trigger.table in standing:
                    trigger.drop(cursor, connection.vendor)
                    trigger.create(cursor, connection.vendor)

    # The app keeps them alive: signals hold their receivers weakly.
    pre_migrate.connect(take_down, sender=app, weak=False)
    post_migrate.connect(put_up, sender=app, weak=False)


def is_silent(table: str) -> str:
    """SQL of PostgreSQL: whether this transaction is ``silent`` about the table."""
    return f"position(',{table},' IN COALESCE(current_setting('{SILENT}', true), '')) > 0"


@contextmanager
def silent(*models) -> Iterator[None]:
    """In a transaction: no trigger looks at the rows that are put into these tables.

    For many rows at once. Who writes brings in step by hand what follows them: search, the log of changes, counters.
    """
    tables = [model._meta.db_table for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL {SILENT} = ',{','.join(tables)},'")
            yield
            cursor.execute(f"SET LOCAL {SILENT} = ''")
            return
        marks = ", ".join(["%s"] * len(tables))
        with taken_down(cursor, f"tbl_name IN ({marks}) AND sql LIKE '%% AFTER INSERT ON %%'", tables):
            yield


@contextmanager
def taken_down(cursor, which: str = "TRUE", values: list | None = None) -> Iterator[None]:
    """SQLite, in a transaction: without the triggers that ``which``, a condition with ``values``, finds."""
    cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND {which}", values)
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in found:
        cursor.execute(statement)
