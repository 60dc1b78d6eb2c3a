from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0015_largest_figures")]

    operations = [
        migrations.RemoveIndex(model_name="figure", name="figure_of_indicator_there"),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(
                fields=["indicator", "region", "unit", "status", "-value", "id"], name="figure_of_indicator_there"
            ),
        ),
    ]
