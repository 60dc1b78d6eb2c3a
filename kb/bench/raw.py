"""The same rows once more, by executemany or COPY and nothing else: the floor that the importer is measured against.

``python -m kb.bench.raw TARGET`` copies every row of DATABASE_URL into TARGET (another URL, migrated and empty), and
prints the seconds that writing took. Reading them is not counted.
"""

import json
import os
import sys
import time
from collections import Counter
from contextlib import contextmanager
from graphlib import TopologicalSorter

import django
from django.db import connections

from kb.bench import client

_CHUNK = 5000


def tables(connection) -> list[str]:
    """Tables of the product, each after those that it points to: SQLite looks long for what misses its row."""
    told = connection.introspection
    with connection.cursor() as cursor:
        names = sorted(table for table in told.table_names(cursor) if table.split("_")[0] in _PREFIXES)
        names = [table for table in names if not table.startswith(_DERIVED)]
        order = TopologicalSorter()
        for table in names:
            order.add(table, *({to for _column, to in told.get_relations(cursor, table).values()} - {table}))
    return [table for table in order.static_order() if table in names]


# What FTS5 keeps of its tables by itself.
_DERIVED = ("core_searchtext_", "core_searchtitle_")
_PREFIXES = {"core", "regions", "people", "programs", "articles", "seeds"}


def copy(source, target) -> dict:
    """Rows, and the seconds (of the clock, of the processor, PostgreSQL's included) that writing them took."""
    rows, spent = 0, Counter()
    postgres = target.vendor == "postgresql"
    backend = target.connection.info.backend_pid if postgres else 0

    @contextmanager
    def counted():
        before = time.perf_counter(), time.process_time() + client.cpu_of([backend])
        yield
        after = time.perf_counter(), time.process_time() + client.cpu_of([backend])
        spent.update(wall=after[0] - before[0], cpu=after[1] - before[1])

    with target.cursor() as cursor:
        cursor.execute("BEGIN")
        _silence(target, cursor, postgres)
        for table in tables(source):
            columns = _columns(source, table)
            names = ", ".join(f'"{column}"' for column, _type in columns)
            marks = ", ".join(["?"] * len(columns))
            cursor.execute(f"DELETE FROM {table}")
            for chunk in _chunks(source, table, columns, postgres):
                rows += len(chunk)
                with counted():
                    if postgres:
                        with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as writer:
                            for row in chunk:
                                writer.write_row(row)
                    else:
                        target.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)
        with counted():
            cursor.execute("COMMIT")
    return {"rows": rows, **spent}


def _silence(target, cursor, postgres) -> None:
    """No triggers of ours: they are no part of writing rows."""
    if postgres:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name}")


def _columns(source, table) -> list[tuple[str, object]]:
    with source.cursor() as cursor:
        if source.vendor == "postgresql":
            cursor.execute(
                "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                [table],
            )
            return cursor.fetchall()
        cursor.execute(f"PRAGMA table_info({table})")
        names = [(row[1], row[2]) for row in cursor.fetchall()]
    return [("rowid", ""), *names] if table in ("core_searchtext", "core_searchtitle") else names


def _chunks(source, table, columns, postgres):
    # What has no Python type of its own goes as text.
    texts = {"jsonb", "tsvector"}
    chosen = ", ".join(f'"{name}"::text' if postgres and kind in texts else f'"{name}"' for name, kind in columns)
    if postgres:
        with source.connection.cursor("rows") as cursor:
            cursor.execute(f"SELECT {chosen} FROM {table}")
            while chunk := cursor.fetchmany(_CHUNK):
                yield chunk
        return
    # An expression has no declared type: values come as they are stored, not as dates that become texts again.
    cursor = source.connection.cursor()
    plain = ", ".join(name if name == "rowid" else f'+"{name}"' for name, _kind in columns)
    cursor.execute(f"SELECT {plain} FROM {table}")
    while chunk := cursor.fetchmany(_CHUNK):
        yield chunk


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.bench.settings"
    django.setup()
    from kb import environment
    from kb.settings import BASE_DIR

    before = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = sys.argv[1]
    connections.settings["target"] = connections.configure_settings({"default": environment.database(BASE_DIR)})[
        "default"
    ]
    os.environ["DATABASE_URL"] = before
    source, target = connections["default"], connections["target"]
    for connection in (source, target):
        connection.ensure_connection()
    if source.vendor == "postgresql":
        source.connection.autocommit = False
    print(json.dumps(copy(source, target)))


if __name__ == "__main__":
    main()
