"""The queries of each page and how the database goes about them: ``python -m kb.bench.plans [--copies N]``.

Names every full scan of a long table and every sort that is no page's. ``--copies`` first makes N times as many
articles, mentions, appearances and claims out of those that are there (the index of search stays as it is).
"""

import argparse
import os
import re
import time

import django

# Tables with a row for each document or more, and tables with one for each thing.
LONG = (
    "articles_",
    "programs_figure",
    "programs_pledge",
    "people_position",
    "core_searchrow",
    "core_entity",
    "core_name",
)
SHORT = 3000  # rows of a table that may be read as a whole


def pages() -> dict[str, str]:
    """One address for each kind of page."""
    from django.db.models import Count

    from articles.models import Appearance, Article
    from kb.core.lists import write_key

    def person(wanted):
        rows = Appearance.objects.filter(entity__kind="person", entity__visibility="public", entity__merged_into=None)
        counted = list(rows.values_list("entity__slug").annotate(total=Count("pk")).order_by())
        return min(counted, key=lambda row: (abs(row[1] - wanted), row), default=("nobody", 0))

    few, many = person(50), person(5000)
    count = Article.objects.count()
    deep = Article.objects.order_by("-published_on", "-pk")[int(0.9 * count)]
    middle = Article.objects.order_by("pk")[count // 2]
    return {
        "home": "/ru/",
        "list": "/ru/articles/?sort=new",
        "deep": f"/ru/articles/?sort=new&past={write_key([str(deep.published_on), deep.pk])}",
        "filter": "/ru/articles/?sort=new&language=kk&after=2020-01-01",
        "about": f"/ru/articles/?sort=new&about={few[0]}",
        "article": f"/ru/articles/{middle.slug}/",
        f"person ({few[1]})": f"/ru/people/{few[0]}/",
        f"person ({many[1]})": f"/ru/people/{many[0]}/",
        "people": "/ru/people/",
        "figures": "/ru/figures/",
        "search rare": "/ru/search/?q=бальнеотерапия",
        "search common": "/ru/search/?q=бағдарлама",
        "search phrase": '/ru/search/?q="таза ауыз су"',
        "search prefix": "/ru/search/?q=субсидир",
        "suggestions": "/ru/search/suggestions/?q=бай",
    }


def more_pages() -> dict[str, str]:
    """The other lists and, of each kind of thing, the page of the one that most articles name."""
    from django.db.models import Count

    from articles.models import Tally
    from programs.models import Figure, Indicator

    found = {
        "organizations": "/ru/organizations/",
        "programs": "/ru/programs/",
        "regions": "/ru/regions/",
        "pledges": "/ru/pledges/",
        "indicators": "/ru/indicators/",
    }
    folders = {"organization": "organizations", "program": "programs", "region": "regions"}
    for kind, folder in folders.items():
        rows = Tally.objects.filter(entity__kind=kind, entity__visibility="public", entity__merged_into=None)
        for slug, count in rows.order_by("-documents").values_list("entity__slug", "documents")[:1]:
            found[f"{kind} ({count})"] = f"/ru/{folder}/{slug}/"
            if kind == "region":
                found["articles of a region"] = f"/ru/articles/?sort=new&about={slug}"
                found["figures of a region"] = f"/ru/figures/?region={slug}"
    for figure in Figure.objects.public().order_by("-pk")[:1]:
        found["figure"] = f"/ru/figures/{figure.slug}/"
    most = Indicator.objects.annotate(count=Count("figures")).order_by("-count", "pk").first()
    if most:
        found[f"indicator ({most.count})"] = f"/ru/indicators/{most.slug}/"
    return found


def queries(client, url) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}")
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]


def plan(sql: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("EXPLAIN " + sql)
            return [line for (line,) in cursor.fetchall()]
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        return [row[3] for row in cursor.fetchall()]


def complaints(lines: list[str], counts: dict[str, int]) -> list[str]:
    """Full scans of long tables, and sorts of many rows."""
    found = []
    for line in lines:
        scanned = re.match(r"SCAN (\w+)(?! USING COVERING)", line) or re.search(r"Seq Scan on (\w+)", line)
        if scanned and counts.get(scanned[1], 0) > SHORT and "VIRTUAL TABLE" not in line and "USING INDEX" not in line:
            found.append(f"reads all of {scanned[1]}")
        rows = re.search(r"Sort .*rows=(\d+)", line)
        if rows and int(rows[1]) > SHORT:
            found.append(f"sorts {rows[1]} rows")
    return sorted(set(found))


def multiply(copies: int) -> None:
    """Copies of the rows, under new keys and addresses, with short texts."""
    from django.db import connection, transaction

    from articles import tallies
    from articles.models import Appearance, Article, Card, Evidence, Mention
    from kb.core import triggers
    from programs import totals
    from programs.models import Figure, Pledge

    models = (Article, Card, Mention, Appearance, Figure, Pledge, Evidence)
    with transaction.atomic(), triggers.silent(*models), connection.cursor() as cursor:
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
        for stored in (tallies.DOCUMENTS, totals.FIGURES, totals.DUE):
            stored.rebuild()
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1, metavar="N")
    parser.add_argument("--all", action="store_true", help="print whole plans")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.bench.settings"
    os.environ["KB_PAGE_CACHE_MB"] = "0"
    django.setup()
    from django.db import connection
    from django.test import Client

    if options.copies > 1:
        multiply(options.copies)
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(LONG):
                cursor.execute(f"SELECT COUNT(*) FROM {table}")
                counts[table] = cursor.fetchone()[0]
    print(f"{connection.vendor}: {counts.get('articles_article')} articles, {counts.get('articles_mention')} mentions")
    print("| page | queries | ms of SQL | what stands out |\n|---|---:|---:|---|")
    client = Client(headers={"host": "127.0.0.1"})
    for name, url in (pages() | more_pages()).items():
        asked = queries(client, url)
        milliseconds, found, whole = 0.0, [], []
        for sql in asked:
            times = []
            for _time in range(5):
                began = time.perf_counter()
                with connection.cursor() as cursor:
                    cursor.execute(sql)
                    cursor.fetchall()
                times.append(time.perf_counter() - began)
            milliseconds += 1000 * sorted(times)[2]
            lines = plan(sql)
            whole += lines
            found += complaints(lines, counts)
        print(f"| {name} | {len(asked)} | {milliseconds:.1f} | {', '.join(sorted(set(found))) or '-'} |")
        if options.all:
            print("\n".join(f"    {line}" for line in whole))


if __name__ == "__main__":
    main()
