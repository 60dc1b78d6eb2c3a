import kb.core.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0009_figures_of_things"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="figure",
            name="figure_indicator_as_of",
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                fields=["indicator", "-as_of", "-start", "-id"], name="figure_of_indicator"
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["indicator", "start", "end", "region"], name="figure_alike"),
        ),
    ]
