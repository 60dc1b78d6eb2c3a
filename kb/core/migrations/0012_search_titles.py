"""SQLite's search keeps titles in a table of their own, as PostgreSQL's does, and asks the index itself for words."""

from django.db import migrations

from kb.core.search import sqlite


def execute(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("core", "0011_search_beginnings")]

    operations = [
        migrations.RunPython(
            execute(["DROP TABLE IF EXISTS core_searchknown", *sqlite.CREATE_TITLES]), execute(sqlite.DROP_TITLES)
        )
    ]
