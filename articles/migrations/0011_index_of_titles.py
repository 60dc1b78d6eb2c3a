from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_sparse_columns"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["title"], name="article_title"),
        ),
    ]
