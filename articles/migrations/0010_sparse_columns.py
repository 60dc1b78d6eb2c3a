"""Keys that most rows lack are indexed where they stand; what names a thing is read in the order of pages."""

import django.db.models.deletion
from django.db import migrations, models

import kb.core.indexes


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_names_of_columns"),
        ("core", "0011_search_beginnings"),
        ("people", "0009_names_of_columns"),
        ("programs", "0007_names_of_columns"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="appearance",
            name="appearance_timeline",
        ),
        migrations.AlterField(
            model_name="evidence",
            name="figure",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="programs.figure",
                verbose_name="figure",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="pledge",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="programs.pledge",
                verbose_name="pledge",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="pledge_change",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="programs.pledgechange",
                verbose_name="change of a pledge",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="position",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="people.position",
                verbose_name="position",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="relation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="core.relation",
                verbose_name="relation",
            ),
        ),
        migrations.AddIndex(
            model_name="appearance",
            index=kb.core.indexes.NewestFirst(
                fields=["entity", "-published_on", "-article"], name="appearance_timeline"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("twin__isnull", False)), fields=["twin"], name="article_with_twin"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("position__isnull", False)), fields=["position"], name="evidence_of_position"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("relation__isnull", False)), fields=["relation"], name="evidence_of_relation"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("figure__isnull", False)), fields=["figure"], name="evidence_of_figure"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("pledge__isnull", False)), fields=["pledge"], name="evidence_of_pledge"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("pledge_change__isnull", False)),
                fields=["pledge_change"],
                name="evidence_of_pledge_change",
            ),
        ),
    ]
