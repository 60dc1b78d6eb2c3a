"""Who may import, and who may take an import back."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTS = {
    "viewer": {"view_importjob"},
    "editor": {"view_importjob", "import_documents"},
    "reviewer": {"view_importjob", "import_documents", "undo_import"},
    "admin": {"view_importjob", "import_documents", "undo_import"},
}


def grant(apps, schema_editor):
    database = schema_editor.connection.alias
    # Permissions are made after all migrations; groups need them now.
    create_permissions(installed.get_app_config("seeds"), verbosity=0, apps=apps, using=database)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        row.codename: row for row in Permission.objects.using(database).filter(content_type__app_label="seeds")
    }
    for name, codenames in GRANTS.items():
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.add(*(known[codename] for codename in sorted(codenames)))
    # It was to mean "may import", and no door asked for it.
    for group in Group.objects.using(database).filter(name__in=["editor", "reviewer"]):
        group.permissions.remove(known["add_importitem"])


def revoke(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    rows = Permission.objects.using(schema_editor.connection.alias).filter(
        content_type__app_label="seeds", codename__in=set().union(*GRANTS.values())
    )
    for row in rows:
        row.group_set.clear()


class Migration(migrations.Migration):
    dependencies = [("web", "0001_groups"), ("seeds", "0002_import_desk")]

    operations = [migrations.RunPython(grant, revoke)]
