from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0014_figures_of_a_place")]

    operations = [
        migrations.AddIndex(model_name="figure", index=models.Index(fields=["-value", "id"], name="figure_largest")),
    ]
