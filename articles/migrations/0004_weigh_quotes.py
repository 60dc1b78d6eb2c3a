"""Quotes of claims that were decided against, read by a run that began before the decision."""

from django.db import migrations
from django.db.models import F, Q

CLAIMS = ("position", "relation", "figure", "pledge", "pledge_change")


def weigh(apps, schema_editor):
    Evidence = apps.get_model("articles", "Evidence")
    for name in CLAIMS:
        rows = Evidence.objects.filter(**{f"{name}__review__in": ["rejected", "deprecated"]})
        rows = rows.filter(Q(run=None) | Q(run__started_at__lte=F(f"{name}__decided_at")))
        Evidence.objects.filter(pk__in=rows.values("pk")).update(weighed=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_evidence_weighed")]

    operations = [migrations.RunPython(weigh, migrations.RunPython.noop)]
