from django.db import migrations, models

from kb.core.search import postgres, sqlite


def engine(schema_editor):
    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


def create(apps, schema_editor):
    for statement in engine(schema_editor).CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in engine(schema_editor).DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0002_review_permissions"),
    ]

    operations = [
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
                ("titles", models.JSONField(default=dict)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="searchrow_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchStale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=12)),
                ("object_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
