"""Which state of the data a page was made of: triggers log every change of what pages show, whoever writes it.

``version()`` differs after every commit that changed a row, and never comes back to what it was. On SQLite, where one
writes at a time, the log is one row whose key counts up; on PostgreSQL it has a row for each statement, so that writers
never wait for each other, and the version is the set of its keys.
"""

import secrets
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, connections

from kb.core.triggers import Trigger

APPS = ("core", "regions", "people", "programs", "articles")
# Tables that no page shows, or that say nothing that another doesn't.
UNSEEN = {
    "change", "searchstale", "run", "publishrequest", "articleversion", "tally", "card", "indicatortally", "due",
    "veil",
}  # fmt: skip
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


def triggers(vendor: str) -> Iterator[Trigger]:
    for table in tables():
        if vendor == "postgresql":
            when = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
            yield Trigger(f"changed_{table}", when, table, "INSERT INTO core_change DEFAULT VALUES;", each="STATEMENT")
        else:
            for event in ("INSERT", "UPDATE", "DELETE"):
                name = f"changed_{table}_{event.lower()}"
                yield Trigger(name, f"AFTER {event}", table, "UPDATE core_change SET id = id + 1;")


def begin(using, **_rest) -> None:
    """Put the first row into an empty log, never with the number that an emptied one had."""
    connection = connections[using]
    if "core_change" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_change")
        if not cursor.fetchone()[0]:
            cursor.execute("INSERT INTO core_change (id) VALUES (%s)", [secrets.randbelow(1 << 48)])
