"""Triggers that stand whenever no migration runs: what must hold whoever writes, and by which way.

They are put up after every ``migrate`` and taken down before, because Django makes a table of SQLite anew to alter it:
a trigger goes with its table, and one that names a missing table would stop the migration.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True)
class Trigger:
    name: str
    when: str  # "AFTER INSERT"
    table: str
    statements: str  # SQL of SQLite, or PL/pgSQL, each with its semicolon
    condition: str = ""
    each: str = "ROW"  # or STATEMENT, which SQLite doesn't know

    def create(self, cursor, vendor: str) -> None:
        condition = f" WHEN ({self.condition})" if self.condition else ""
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
