"""What pages show newest first is read in that order."""

import pytest
from django.db import connection
from django.db.models import F

from articles.models import Appearance
from programs.models import Figure


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows",
    [
        Appearance.objects.filter(entity=1).order_by(F("published_on").desc(nulls_last=True), "-article_id"),
        Figure.objects.filter(region=1).order_by(F("as_of").desc(nulls_last=True), "-pk"),
        Figure.objects.filter(speaker=1).order_by(F("as_of").desc(nulls_last=True), "-pk"),
    ],
)
def test_rows_of_a_thing_are_not_sorted(rows):
    if connection.vendor == "postgresql":  # which sorts a few rows rather than open an index
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    plan = rows.explain()
    assert "Sort Key" not in plan
    assert "TEMP B-TREE" not in plan
