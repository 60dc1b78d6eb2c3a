import kb.core.indexes
from django.db import migrations

OF = {"card_newest": [], "card_language": ["language"], "card_publisher": ["publisher_id"]}


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_newest_cards_first")]

    operations = [
        migrations.RunSQL("DROP INDEX IF EXISTS card_newest_nulls_last", migrations.RunSQL.noop),
        *(migrations.RemoveIndex(model_name="card", name=name) for name in OF),
        *(
            migrations.AddIndex(
                model_name="card",
                index=kb.core.indexes.NewestFirst(fields=[*first, "-published_on", "-article"], name=name),
            )
            for name, first in OF.items()
        ),
    ]
