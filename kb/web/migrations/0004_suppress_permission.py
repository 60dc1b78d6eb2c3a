"""The group admin may remove people for good."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    create_permissions(installed.get_app_config("people"), verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    permission = Permission.objects.using(database).get(codename="suppress_person", content_type__app_label="people")
    group, _made = Group.objects.using(database).get_or_create(name="admin")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0003_publish_request_permissions"),
        ("people", "0004_sort_keys_and_suppress_permission"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
