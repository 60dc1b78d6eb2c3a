"""Everybody of the desk sees who asked that a private person be public."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("viewer", "editor", "reviewer", "admin")


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    # Permissions are made after all migrations; groups need them now.
    create_permissions(installed.get_app_config("people"), verbosity=0, apps=apps, using=database)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    view = Permission.objects.using(database).get(
        content_type__app_label="people", codename="view_publishrequest"
    )
    for name in GROUPS:
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(view)


def revoke(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    rows = Permission.objects.using(schema_editor.connection.alias)
    for row in rows.filter(content_type__app_label="people", codename="view_publishrequest"):
        row.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [("web", "0002_import_permissions"), ("people", "0003_publish_requests")]

    operations = [migrations.RunPython(grant, revoke)]
