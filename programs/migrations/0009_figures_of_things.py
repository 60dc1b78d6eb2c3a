"""Figures of a thing are read the newest first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kb.core.indexes


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_search_beginnings"),
        ("people", "0009_names_of_columns"),
        ("programs", "0008_stored_numbers"),
        ("regions", "0003_names_of_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="figure",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="people.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="results",
                to="programs.figure",
                verbose_name="reports on the plan",
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="program",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="programs.program",
                verbose_name="program",
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="region",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="regions.region",
                verbose_name="region",
            ),
        ),
        migrations.AlterField(
            model_name="figure",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="people.person",
                verbose_name="said by",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                condition=models.Q(("program__isnull", False)),
                fields=["program", "-as_of", "-id"],
                name="figure_of_program",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                condition=models.Q(("organization__isnull", False)),
                fields=["organization", "-as_of", "-id"],
                name="figure_of_organization",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                condition=models.Q(("region__isnull", False)),
                fields=["region", "-as_of", "-id"],
                name="figure_of_region",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                condition=models.Q(("speaker__isnull", False)),
                fields=["speaker", "-as_of", "-id"],
                name="figure_of_speaker",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=kb.core.indexes.NewestFirst(
                condition=models.Q(("plan__isnull", False)), fields=["plan", "-as_of", "-id"], name="figure_of_plan"
            ),
        ),
    ]
