"""What search keeps is made anew, with facets: all of it waits to be written again (``manage.py rebuild_search``)."""

from django.db import migrations, models

from kb.core.search import postgres, sqlite

# Where these tables stand already, everything in them waits.
SOURCES = {
    "core_entity": "entity",
    "articles_article": "article",
    "programs_figure": "figure",
    "programs_pledge": "pledge",
}


def engine(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def create(apps, schema_editor):
    schema_editor.execute("DELETE FROM core_searchtext")
    for statement in engine(schema_editor).CREATE_KNOWN:
        schema_editor.execute(statement)
    standing = schema_editor.connection.introspection.table_names()
    for table, source in SOURCES.items():
        if table in standing:
            schema_editor.execute(f"INSERT INTO core_searchstale (source, object_id) SELECT '{source}', id FROM {table}")


def drop(apps, schema_editor):
    for statement in engine(schema_editor).DROP_KNOWN:
        schema_editor.execute(statement)
    schema_editor.execute("DELETE FROM core_searchtext")


class Migration(migrations.Migration):
    dependencies = [("core", "0007_changes")]

    operations = [
        migrations.DeleteModel("SearchRow"),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
                ("uid", models.CharField(max_length=10)),
                ("slug", models.CharField(max_length=100)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("date", models.DateField(blank=True, null=True)),
                ("weight", models.FloatField(default=0)),
                ("facets", models.TextField(blank=True)),
                ("titles", models.JSONField(default=dict)),
                ("labels", models.JSONField(default=dict)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="searchrow_once")],
            },
        ),
        migrations.RunPython(create, drop),
    ]
