"""PostgreSQL's index of words knows which rows are the newest: it takes some minutes for a million rows."""

from django.db import migrations

from kb.core.search import postgres


def execute(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("title", "everything"):
            schema_editor.execute(f"DROP INDEX IF EXISTS core_searchtext_{column}")
        for statement in (*postgres.INDEXES, *postgres.NEWEST, *postgres.CREATE_KNOWN):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0014_search_newest")]

    # The functions that went before stay for the way back.
    operations = [migrations.RunPython(execute, migrations.RunPython.noop)]
