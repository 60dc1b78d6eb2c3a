import kb.core.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_figures_alike")]

    operations = [
        migrations.RunSQL("DROP INDEX IF EXISTS figure_newest_nulls_last", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="figure", name="figure_newest"),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(fields=["-as_of", "-id"], name="figure_newest"),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=kb.core.indexes.NewestFirst(fields=["-start", "-id"], name="pledge_newest"),
        ),
    ]
