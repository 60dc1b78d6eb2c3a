"""Counting hits of PostgreSQL's search without putting them in order."""

from django.db import migrations

from kb.core.search import postgres


def execute(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("core", "0008_search_facets")]

    operations = [migrations.RunPython(execute(postgres.CREATE_COUNT), execute(postgres.DROP_COUNT))]
