"""What the database does for each page, and how that grows: ``python -m kb.bench.plans [URL…] [--copies N]``.

Each URL is a database; they become the columns of one table, so name the smallest first. Without any, databases of
10,000 and 100,000 generated documents are loaded, as ``kb.bench`` does, on SQLite and on PostgreSQL. ``--copies`` then
makes N times as many articles, mentions, appearances and claims out of those in the last one, and measures once more
(the search index stays as it is). Databases are written into: they get promises and regions where they have none.

Beside the pages of ``kb.bench`` it opens every list by every filter of its filter set in every order, and the oldest
rows of each order by key. A page stands out where a statement reads more rows than pages have.
"""

import argparse
import contextlib
import itertools
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from kb.bench import corpus, databases

SIZES = (10_000, 100_000)
MOST = 4  # queries of a page
# Of one statement; a page of a much-named thing has hundreds of rows and looks up as many more.
ROWS = 3000  # that a scan or a sort of PostgreSQL goes through
STEPS = 300  # thousands of steps of SQLite's machine, some ten of which are a row
WORD = "облысы"  # that many names have
LISTED = ("people", "organizations", "programs", "regions", "articles", "figures", "pledges", "indicators")


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


def most_named() -> dict[str, str]:
    """The address of the thing of each kind that most articles name."""
    from articles.models import Tally

    found = {}
    for kind, folder in (("person", "people"), *((kind, f"{kind}s") for kind in ("organization", "program", "region"))):
        rows = Tally.objects.filter(entity__kind=kind, entity__visibility="public", entity__merged_into=None)
        found[folder] = rows.order_by("-documents").values_list("entity__slug", flat=True).first() or "none"
    return found


def more_pages() -> dict[str, str]:
    """Of each kind of thing, the page of the one that most articles name; and what machines ask for."""
    from django.db.models import Count

    from programs.models import Figure, Indicator, Pledge

    found = {f"one of {folder}": f"/ru/{folder}/{slug}/" for folder, slug in most_named().items()}
    found |= {f"{name}, on a day": f"{address}?on=2021-06-01" for name, address in found.items()}
    found["home, on a day"] = "/ru/?on=2021-06-01"
    most = Indicator.objects.annotate(count=Count("figures")).order_by("-count", "pk").first()
    last = Figure.objects.public().order_by("-pk").first()
    of_most = Pledge.objects.public().filter(target__indicator=most).order_by("-pk").first()
    for name, row in (("figure", last), ("pledge", of_most), ("indicator", most)):
        if row is not None:
            found[name] = f"/ru/{name}s/{row.slug}/"
            found[f"{name} by its uid"] = f"/id/{row.uid}"
    found["sitemap"] = "/sitemap.xml"
    return found | {f"sitemap of {name}": f"/sitemap-{name}-0.xml" for name in LISTED} | {"health": "/healthz"}


def lists() -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Every list by every filter, each in all orders, from its beginning and near its end: (name, its addresses)."""
    from django.urls import resolve
    from django.utils import translation

    things = most_named()
    for name in LISTED:
        path = f"/ru/{name}/"
        with translation.override("ru"):
            page = resolve(path).func.view_class
        for asked in ("", "on=2021-06-01", *examples(page.filterset_class, things)):
            states = [f"sort={sort}&{asked}".rstrip("&") for sort in page.sorts]
            words = f"{name}, {asked}" if asked else name
            yield words, lambda path=path, states=states: [f"{path}?{state}" for state in states]
            yield (
                f"{words}, deep",
                lambda page=page, path=path, states=states: [deep(page, path, state) for state in states],
            )
        if page.csv_columns:
            yield f"{name} as a table", lambda path=path: [f"{path}?format=csv"]


def deep(page, path: str, state: str) -> str:
    """The last page of a list by the key of the row before it; none where one page has all."""
    from django.http import QueryDict
    from django.utils import translation

    from kb.core.filters import known_of
    from kb.core.lists import PAGE, Listing, write_key

    known = known_of(page.filterset_class, QueryDict(state))
    with translation.override("ru"):
        asked = Listing(page, path, state, known.names)
        rows = asked.pages.part(PAGE + 1, backward=True, **known.given)
    return asked.address(past=write_key([c.value_of(rows[-1]) for c in asked.columns])) if len(rows) > PAGE else ""


def examples(filterset_class, things):
    """What addresses ask of each filter: the first and the last choice, what most articles name, parts of names."""
    for name, field in filterset_class(data={}).form.fields.items():
        suggests = field.widget.attrs.get("data-suggest", "").split()
        if hasattr(field, "choices"):
            values = [value for value, _words in field.choices if value]
            values = values[:: max(1, len(values) - 1)]
        elif suggests:
            values = [*(things[folder] for folder in suggests), WORD]
        else:
            kind = type(field).__name__
            values = {"DateField": ["2021-06-01"], "DecimalField": ["2021"], "BooleanField": ["on"]}.get(kind)
            values = values or ["а", WORD, "йцук"]
        for value in values:
            yield f"{name}={value}"


@dataclass
class Page:
    """What one address cost."""

    queries: int
    sql: float  # milliseconds
    cpu: float  # milliseconds of this process
    found: list[str]  # what stands out
    plans: list[str]


def measure(client, address: str) -> Page:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # statements are compiled once
    began = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        body = answer.getvalue()
    cpu = 1000 * (time.process_time() - began)
    if answer.status_code not in (200, 302) or not (body or answer.status_code == 302):
        raise RuntimeError(f"{address} answers {answer.status_code}")
    page = Page(0, 0.0, cpu, [], [])
    for query in captured:
        if query["sql"].startswith(("SELECT", "WITH", "EXECUTE")):
            page.queries += 1
            work = on_postgresql if connection.vendor == "postgresql" else on_sqlite
            milliseconds, found, lines = work(query["sql"])
            page.sql += milliseconds
            page.found += [words for words in found if words not in page.found]
            page.plans += lines
    return page


def clocked(sql: str) -> float:
    """Milliseconds until all rows are there: the least of three times, for others use the machine too."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        for _time in range(3):
            began = time.perf_counter()
            cursor.execute(sql)
            cursor.fetchall()
            times.append(1000 * (time.perf_counter() - began))
            if times[0] > 100:
                break
    return min(times)


def on_sqlite(sql: str) -> tuple[float, list[str], list[str]]:
    from django.db import connection

    steps = 0

    def count():
        nonlocal steps
        steps += 1

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        lines = [row[3] for row in cursor.fetchall()]
        connection.connection.set_progress_handler(count, 1000)
        cursor.execute(sql)
        cursor.fetchall()
        connection.connection.set_progress_handler(None, 1000)
    found = []
    if steps > STEPS:
        reasons = {
            re.sub(r" USING.*", "", line) for line in lines if line.startswith("SCAN ") and "VIRTUAL" not in line
        }
        reasons |= {"sort" for line in lines if "TEMP B-TREE FOR ORDER BY" in line}
        found = [f"{steps},000 steps: {', '.join(sorted(reasons)).lower()}"]
    return clocked(sql), found, [f"{steps},000 steps", *lines]


def on_postgresql(sql: str) -> tuple[float, list[str], list[str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + sql)
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    found, lines = [], []

    def look(node, depth):
        times = node["Actual Loops"]
        rows = int(node["Actual Rows"] * times)
        read = rows + int(sum(count for name, count in node.items() if name.startswith("Rows Removed by")) * times)
        where = node.get("Relation Name") or node.get("Index Name") or ""
        lines.append(f"{'  ' * depth}{node['Node Type']} {where}: {rows} of {read}")
        below = sum(int(part["Actual Rows"] * part["Actual Loops"]) for part in node.get("Plans", ()))
        if "Sort" in node["Node Type"] and below > ROWS:
            found.append(f"sorts {below}")
        if where and read > ROWS:
            found.append(f"reads {read} of {where}")
        for part in node.get("Plans", ()):
            look(part, depth + 1)

    look(plan[0]["Plan"], 0)
    return clocked(sql), found, lines


def measured(only: str, print_plans: bool) -> dict[str, list]:
    """Of each page the milliseconds of SQL and of CPU, and what stands out; of a list its slowest order."""
    from django.test import Client

    client, found = Client(headers={"host": "127.0.0.1"}), {}
    fixed = ((name, lambda address=address: [address]) for name, address in (pages() | more_pages()).items())
    for name, addresses in itertools.chain(fixed, lists()):
        if not re.search(only, name):
            continue
        each = [(measure(client, address), address) for address in addresses() if address]
        if not each:  # one page has all of the list
            continue
        page, address = max(each, key=lambda pair: pair[0].sql)
        if page.queries > MOST:
            page.found.append(f"{page.queries} queries")
        found[name] = [page.sql, page.cpu, page.found]
        said = page.plans if print_plans else ()
        print(f"{name}: {address} {page.sql:.1f} ms of SQL, {', '.join(page.found)}", *said, sep="\n    ", flush=True)
    return found


def one(options) -> None:
    """Measure the database of DATABASE_URL and print what was found as JSON."""
    from django.db import connection

    from articles.models import Article
    from kb.bench import growing

    growing.vary()
    if options.copies > 1:
        growing.multiply(options.copies)
    found = measured(options.only, options.plans)
    print(json.dumps({"articles": Article.objects.count(), "vendor": connection.vendor, "pages": found}))


def growth(urls: list[str], options) -> None:
    """The table of all databases."""
    more = [f"--only={options.only}", *(["--plans"] if options.plans else [])]
    runs = [(url, []) for url in urls]
    if options.copies > 1:
        runs.append((urls[-1], [f"--copies={options.copies}"]))
    columns = []
    for url, copies in runs:
        printed, _usage = databases.run(["-m", "kb.bench.plans", "--one", *more, *copies], url, KB_PAGE_CACHE_MB="0")
        *shown, last = printed.strip().splitlines()
        print(*shown, sep="\n", file=sys.stderr)
        columns.append(json.loads(last))
    print(f"\n{columns[-1]['vendor']}: ms of SQL / ms of CPU")
    print("| page |" + "".join(f" {column['articles']:,} |" for column in columns) + " what stands out in the last |")
    print("|---|" + "---:|" * len(columns) + "---|")
    for name in {name: None for column in columns for name in column["pages"]}:
        cells = [column["pages"].get(name) for column in columns]
        figures = " | ".join(f"{cell[0]:.1f} / {cell[1]:.1f}" if cell else "" for cell in cells)
        print(f"| {name} | {figures} | {', '.join(cells[-1][2]) if cells[-1] else ''} |")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kb.bench.plans", description=__doc__)
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--copies", type=int, default=1, metavar="N")
    parser.add_argument("--only", default="", metavar="PATTERN", help="pages whose name has it")
    parser.add_argument("--plans", action="store_true", help="print the plans as well")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        django.setup()
        one(options)
    elif options.urls:
        growth(options.urls, options)
    else:
        with contextlib.ExitStack() as stack:
            for vendor in ("sqlite", "postgresql"):
                homes = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kb-plans-"))) for _n in SIZES]
                urls = [stack.enter_context(databases.opened(vendor, home))[0] for home in homes]
                for url, home, documents in zip(urls, homes, SIZES, strict=True):
                    corpus.write(documents, home)
                    databases.lay_out(url)
                    for name in ("entities", "documents"):
                        databases.manage(url, "import_seeds", str(home / f"{name}.jsonl"))
                growth(urls, options)


if __name__ == "__main__":
    main()
