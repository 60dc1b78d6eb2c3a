import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0013_veils"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["indicator", "region"], name="figure_of_indicator_there"),
        ),
        # The new index begins with it.
        migrations.AlterField(
            model_name="figure",
            name="indicator",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="programs.indicator",
                verbose_name="indicator",
            ),
        ),
    ]
