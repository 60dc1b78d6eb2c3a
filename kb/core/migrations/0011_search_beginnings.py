"""Things are found by few letters of their names: the index has to look at each of them again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0010_names_of_columns")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO core_searchstale (source, object_id) SELECT 'entity', id FROM core_entity",
            migrations.RunSQL.noop,
        )
    ]
