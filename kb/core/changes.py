"""Which state of the data a page was made of: triggers log every change of what pages show, whoever writes it.

``version()`` differs after every commit that changed a row, and never comes back to what it was. On SQLite, where one
writes at a time, the log is one row whose key counts up; on PostgreSQL it has a row for each statement, so that writers
never wait for each other, and the version is the set of its keys.
"""

import secrets

from django.apps import apps
from django.db import connection, connections

APPS = ("core", "regions", "people", "programs", "articles")
# Tables that no page shows.
UNSEEN = {"change", "searchstale", "run", "publishrequest", "articleversion", "tally"}
# Rows of the log from which on it is made one again.
LONG = 50


def version() -> str:
    """The state that this connection sees now. One short query."""
    gather = "string_agg(id::text, ',' ORDER BY id)" if connection.vendor == "postgresql" else "max(id)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {gather} FROM core_change")
        return str(cursor.fetchone()[0])


def log() -> None:
    """Log a change by hand, where the triggers are silent."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("INSERT INTO core_change DEFAULT VALUES")
        else:
            cursor.execute("UPDATE core_change SET id = id + 1")


def shorten() -> None:
    """Make a long log one row. Only rows that everybody sees go, so the version is a new one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_change")
        if cursor.fetchone()[0] > LONG:
            cursor.execute("DELETE FROM core_change WHERE id IN (SELECT id FROM core_change FOR UPDATE SKIP LOCKED)")
            cursor.execute("INSERT INTO core_change DEFAULT VALUES")


def tables() -> list[str]:
    """The tables whose rows pages show."""
    return sorted(
        model._meta.db_table
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if model._meta.model_name not in UNSEEN and not model._meta.model_name.startswith("historical")
    )


def take_down(using, **_rest):
    connection = connections[using]
    standing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in standing & set(tables()):
            for name in _names(table, connection.vendor):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def put_up(using, **_rest):
    connection = connections[using]
    standing = set(connection.introspection.table_names())
    if "core_change" not in standing:
        return
    take_down(using)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_change")
        if not cursor.fetchone()[0]:
            # Never the number that an emptied table had.
            cursor.execute("INSERT INTO core_change (id) VALUES (%s)", [secrets.randbelow(1 << 48)])
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION core_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "INSERT INTO core_change DEFAULT VALUES; RETURN NULL; END $$"
            )
        for table in standing & set(tables()):
            for name, event in zip(_names(table, connection.vendor), _EVENTS[connection.vendor], strict=True):
                if connection.vendor == "postgresql":
                    cursor.execute(
                        f"CREATE TRIGGER {name} AFTER {event} ON {table} "
                        "FOR EACH STATEMENT EXECUTE FUNCTION core_changed()"
                    )
                else:
                    cursor.execute(
                        f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN UPDATE core_change SET id = id + 1; END"
                    )


_EVENTS = {"postgresql": ("INSERT OR UPDATE OR DELETE OR TRUNCATE",), "sqlite": ("INSERT", "UPDATE", "DELETE")}


def _names(table, vendor) -> list[str]:
    return [f"changed_{table}_{event.split()[0].lower()}" for event in _EVENTS[vendor]]
