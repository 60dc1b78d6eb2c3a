from django.db import migrations


def newest(apps, editor):
    """Home puts what has no date last, which PostgreSQL reads out of an index of that order alone."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX card_newest_nulls_last ON articles_card (published_on DESC NULLS LAST, article_id DESC)"
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_index_of_titles")]

    operations = [migrations.RunPython(newest, migrations.RunPython.noop)]
