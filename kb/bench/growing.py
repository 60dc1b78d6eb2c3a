"""More rows in a database of generated documents: promises and the like, and copies of all there is.

The models are there after ``django.setup()``: import this module then.
"""

import random
from contextlib import contextmanager

from django.db import connection, models, transaction

from articles import tallies
from articles.models import Appearance, Article, Card, Evidence, Mention
from kb.core import triggers
from kb.core.querysets import in_batches
from kb.regions.models import Region
from people.models import Organization, Person
from programs import totals
from programs.models import Figure, Indicator, Pledge

WORDS = ("салынады", "ашылады", "жөнделеді", "построят", "откроют", "отремонтируют")


@contextmanager
def without_triggers():
    """A cursor in a transaction whose rows nothing follows: search stays as it was loaded."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")
                yield cursor
            return
        for setting in ("journal_mode = OFF", "cache_size = -1000000"):
            cursor.execute(f"PRAGMA {setting}")
    with transaction.atomic(), connection.cursor() as cursor, triggers.taken_down(cursor):
        yield cursor


def _count(cursor) -> None:
    for stored in (tallies.DOCUMENTS, totals.FIGURES, totals.DUE):
        stored.rebuild()
    cursor.execute("ANALYZE")


def vary() -> None:
    """What generated documents lack: figures of regions, speakers and many indicators, plans, and promises of them."""
    if Pledge.objects.exists():
        return
    draw = random.Random(7)
    with without_triggers() as cursor:
        wanted = max(100, Figure.objects.count() // 30)
        models.QuerySet(Indicator).bulk_create(
            [Indicator(name_ru=f"число сельских {n}", key=f"число сельских {n}", unit="count") for n in range(wanted)],
            batch_size=500,
        )
        indicators = list(Indicator.objects.values_list("pk", flat=True))
        of_kinds = {model: _weighted(model) for model in (Region, Organization, Person)}
        for figures in in_batches(Figure.objects.prefetch_related("evidence"), 2000):
            pledges, quotes = [], []
            for figure in figures:
                region, organization, person = (draw.choices(*found)[0] for found in of_kinds.values())
                figure.region_id = draw.choice((region, None))
                figure.organization_id = draw.choice((organization, None, None))
                figure.speaker_id = draw.choice((person, None, None, None))
                figure.indicator_id = draw.choice((figure.indicator_id, draw.choice(indicators)))
                figure.status = draw.choice(("reported", "reported", "planned", "pledged"))
                if draw.random() < 0.1:
                    day = draw.choice((None, 20240000, 20250600, 20271231, 20300000))
                    text = f"{draw.choice(WORDS)} {figure.value_text} {figure.indicator_id}"
                    pledge = Pledge(text=text, start=figure.as_of, deadline=day, target=draw.choice((figure, None)))
                    pledge.person_id, pledge.organization_id = person, figure.organization_id
                    pledge.region_id, pledge.program_id = figure.region_id, figure.program_id
                    pledge.review, pledge.confidence, pledge.run_id = figure.review, figure.confidence, figure.run_id
                    pledge.fill()
                    pledges.append(pledge)
                    quotes += [
                        Evidence(
                            article_id=row.article_id, quote=row.quote, start=row.start, end=row.end, pledge=pledge
                        )
                        for row in figure.evidence.all()[:1]
                    ]
            cursor.executemany(
                "UPDATE programs_figure SET region_id = %s, organization_id = %s, speaker_id = %s, indicator_id = %s,"
                " status = %s WHERE id = %s",
                [(f.region_id, f.organization_id, f.speaker_id, f.indicator_id, f.status, f.pk) for f in figures],
            )
            models.QuerySet(Pledge).bulk_create(pledges, batch_size=50)
            models.QuerySet(Evidence).bulk_create(quotes, batch_size=50)
        _count(cursor)


def _weighted(model) -> tuple[list[int], list[int]]:
    """Public things, the more articles name them the oftener."""
    rows = model.objects.public().with_documents().values_list("pk", "documents")
    return [pk for pk, _count in rows], [count + 1 for _pk, count in rows]


def multiply(copies: int) -> None:
    """Copies of the rows, under new keys and addresses, with short texts."""
    models = (Article, Card, Mention, Appearance, Figure, Pledge, Evidence)
    with without_triggers() as cursor:
        last = {}
        for model in models:
            cursor.execute(f"SELECT COALESCE(MAX({model._meta.pk.column}), 0) FROM {model._meta.db_table}")
            last[model] = cursor.fetchone()[0]
        for copy in range(1, copies):
            for model in models:
                key, shift = model._meta.pk.column, copy * last[model]
                columns, values = [], []
                for field in model._meta.local_concrete_fields:
                    column = f'"{field.column}"'
                    columns.append(column)
                    if field.is_relation and field.related_model in last and field.name != "twin":
                        values.append(f"{column} + {copy * last[field.related_model]}")
                    elif field.primary_key:
                        values.append(f"{column} + {shift}")
                    elif field.name == "uid":
                        values.append(f"'{copy:02d}x' || substr(CAST(10000000 + {key} AS text), 2)")
                    elif field.name == "slug":
                        values.append(f"substr({column}, 1, 80) || '-{copy}-' || {key}")
                    elif field.name == "sha256":
                        values.append(f"'{copy}-' || CAST({key} AS text)")
                    elif field.name == "raw":
                        values.append("NULL")
                    elif field.name == "text" and model is Article:
                        values.append(f"substr({column}, 1, 400)")
                    elif field.name in ("twin", "plan"):
                        values.append("NULL")
                    else:
                        values.append(column)
                table = model._meta.db_table
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"
                    f" WHERE {key} <= {last[model]}"
                )
        _count(cursor)
