from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_cards"),
        ("core", "0008_search_facets"),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO articles_tally (entity_id, documents) SELECT id, 0 FROM core_entity"
            " WHERE id NOT IN (SELECT entity_id FROM articles_tally)",
            "DELETE FROM articles_tally WHERE documents < 1",
        )
    ]
