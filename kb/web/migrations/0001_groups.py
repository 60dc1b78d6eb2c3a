"""The groups viewer, editor, reviewer and admin."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

THINGS = {"core": ["name"], "regions": ["region"], "people": ["person", "organization"], "programs": ["program"]}
CLAIMS = {
    "core": ["relation"],
    "people": ["position"],
    "programs": ["indicator", "figure", "pledge", "pledgechange"],
    "articles": ["article", "mention", "evidence"],
}
RECORDS = {
    "core": ["entity", "run", "oldslug"],
    "articles": ["appearance", "articleversion"],
    "seeds": ["importitem"],
}
ACCOUNTS = {"auth": ["user", "group"]}
ACTIONS = {"core": ["merge_entity", "review_claim"], "people": ["publish_person"]}


def codenames(tables, *verbs):
    return {(app, f"{verb}_{model}") for app, models in tables.items() for model in models for verb in verbs}


def grant(apps, schema_editor):
    # Permissions are made after all migrations; groups need them now.
    for app in ("auth", "core", "regions", "people", "programs", "articles", "seeds"):
        create_permissions(installed.get_app_config(app), verbosity=0, apps=apps, using=schema_editor.connection.alias)

    viewer = {pair for tables in (THINGS, CLAIMS, RECORDS) for pair in codenames(tables, "view")}
    editor = viewer | codenames(THINGS, "add", "change") | codenames(CLAIMS, "add", "change")
    editor |= {("seeds", "add_importitem")}  # may import
    reviewer = editor | {("core", "delete_name")} | {(app, name) for app, names in ACTIONS.items() for name in names}
    everything = reviewer | codenames(ACCOUNTS, "view", "add", "change", "delete")
    for tables in (THINGS, CLAIMS, RECORDS):
        everything |= codenames(tables, "view", "add", "change", "delete")

    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    known = {
        (app, codename): pk
        for pk, app, codename in Permission.objects.using(database).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, pairs in (("viewer", viewer), ("editor", editor), ("reviewer", reviewer), ("admin", everything)):
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.set(known[pair] for pair in sorted(pairs))


def revoke(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=["viewer", "editor", "reviewer", "admin"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0002_review_permissions"),
        ("regions", "0001_region"),
        ("people", "0002_publish_permission"),
        ("programs", "0001_programs_figures_pledges"),
        ("articles", "0001_articles_mentions_evidence"),
        ("seeds", "0001_imported_files"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
