"""PostgreSQL finds the newest rows of a common word without reading all that have it."""

from django.db import migrations

from kb.core.search import postgres


def execute(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("core", "0013_decided")]

    operations = [migrations.RunPython(execute(postgres.NEWEST), migrations.RunPython.noop)]
