from django.db import migrations

from kb.core.romanize import romanized
from kb.core.text import sort_key


def fill(apps, schema_editor):
    """People without an English name stand in English lists under their name in Latin letters."""
    Entity = apps.get_model("core", "Entity")
    batch = []
    rows = Entity.objects.filter(kind="person", name_en="").only("pk", "name_kk", "name_ru")
    for row in rows.iterator():
        row.sort_en = sort_key(romanized(row.name_kk, "kk") or romanized(row.name_ru, "ru"))
        batch.append(row)
        if len(batch) == 500:
            Entity.objects.bulk_update(batch, ["sort_en"])
            batch = []
    Entity.objects.bulk_update(batch, ["sort_en"])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_old_address_words"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
