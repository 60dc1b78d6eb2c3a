"""Everybody of the desk sees where two versions of a news item disagree."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("viewer", "editor", "reviewer", "admin")


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    # Permissions are made after all migrations; groups need them now.
    create_permissions(installed.get_app_config("articles"), verbosity=0, apps=apps, using=database)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    view = Permission.objects.using(database).get(content_type__app_label="articles", codename="view_disagreement")
    for name in GROUPS:
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(view)


class Migration(migrations.Migration):
    dependencies = [("web", "0004_suppress_permission"), ("articles", "0005_disagreements")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
