"""How fast pages and imports are, as ratios in one run: ``python -m kb.bench [URL…] [--documents N]`` (make bench).

Pages are compared with a page of constant content and of the same size from the same server; the importer with the
same rows by executemany or COPY alone; search with Datasette over the same texts, where it is installed. All targets
are asked in turns, so that a busy machine slows all alike. Every page is measured twice: "again", as it comes from the
cache of pages, and "anew", with the cache switched off, as the first reader after a change gets it.

Each URL is a database that has documents already; of those the pages are measured and nothing is written. Without any,
new ones are loaded and taken down again.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from kb.bench import client, corpus
from kb.bench.databases import BASE, lay_out, manage, opened, run
from kb.core.tests import postgres

GOALS = {"list": (0.4, 0.2), "deep": (0.4, 0.2), "filter": (0.4, 0.2)}
GOAL = (0.3, 0.15)  # of SQLite and PostgreSQL, for the other pages
SEARCHES = ("search rare", "search common")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kb.bench", description=__doc__)
    parser.add_argument("urls", nargs="*", metavar="URL", help="as in DATABASE_URL")
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument(
        "--corpus", type=Path, help="a folder with entities.jsonl and documents.jsonl; else one is made"
    )
    parser.add_argument("--keep", type=Path, help="a folder for corpus and databases; what is there already is used")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=1.0, help="of one window; each target has --rounds of them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--datasette", default=shutil.which("datasette") or "")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kb-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        for url in options.urls:
            database = "sqlite" if url.startswith("sqlite") else "postgresql"
            print(f"\n## {database}")
            _serving(database, url, home, options)
        if options.urls:
            return
        folder = options.corpus or home / f"corpus-{options.documents}"
        if not (folder / "documents.jsonl").exists():
            corpus.write(options.documents, folder)
        for database in options.databases.split(","):
            try:
                with opened(database, home) as (url, raw_url):
                    _measure(database, url, raw_url, folder, home, options)
            except postgres.NoServer as reason:
                print(f"\n{database}: skipped, {reason}")


def _measure(database, url, raw_url, folder, home, options) -> None:
    print(f"\n## {database}")
    if database != "sqlite" or not (home / "bench.sqlite3").exists():
        lay_out(url)
        _loading(database, url, raw_url, folder)
    _serving(database, url, home, options)
    printed, _usage = run(["-m", "kb.bench.admin"], url)
    print(printed.strip())


def _loading(database, url, raw_url, folder) -> None:
    server = _cpu_of_server(url)
    _printed, (wall_of_things, things) = manage(url, "import_seeds", str(folder / "entities.jsonl"))
    between = _cpu_of_server(url)
    printed, (wall, usage) = manage(url, "import_seeds", str(folder / "documents.jsonl"))
    cpu = usage.ru_utime + usage.ru_stime + _cpu_of_server(url) - between
    cpu_of_things = things.ru_utime + things.ru_stime + between - server
    documents = next(int(line.split()[1]) for line in printed.splitlines() if line.startswith("created"))
    print(f"loading: {documents} documents in {wall:.0f} s, {1000 * cpu / documents:.1f} ms of CPU a document,"
          f" {usage.ru_maxrss / 1024:.0f} MB at most; the things before them took {wall_of_things:.0f} s,"
          f" {cpu_of_things:.0f} s of CPU")  # fmt: skip
    wall, cpu = wall + wall_of_things, cpu + cpu_of_things
    manage(raw_url, "migrate", "--verbosity", "0")
    printed, _usage = run(["-m", "kb.bench.raw", raw_url], url)
    raw = json.loads(printed.strip().splitlines()[-1])
    way = "COPY" if database == "postgresql" else "executemany"
    print(f"all {raw['rows']} rows of it by {way}: {raw['wall']:.0f} s, {raw['cpu']:.0f} s of CPU;"
          f" ratio {raw['wall'] / wall:.2f} by the clock, {raw['cpu'] / cpu:.2f} by CPU (goal 0.35)")  # fmt: skip


def _cpu_of_server(url: str) -> float:
    """Seconds of CPU of PostgreSQL, where it runs on this machine."""
    if url.startswith("sqlite"):
        return 0.0
    with psycopg.connect(url) as connection:
        return client.cpu_of_server(connection.info.backend_pid)


@contextlib.contextmanager
def _server(url: str, **environment):
    """gunicorn with two workers: (port, pid)"""
    port = _free_port()
    command = ["-m", "gunicorn", "kb.wsgi", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    more = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kb.bench.settings", **environment}
    process = subprocess.Popen([sys.executable, *command], cwd=BASE, env={**os.environ, **more})
    try:
        yield _answering(port, process, "/healthz"), process.pid
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def _datasette(command: str, home: Path, url: str):
    """The texts of the SQLite database under Datasette with full-text search: (port, pid)"""
    path = home / "datasette.db"
    if not path.exists():
        with sqlite3.connect(path) as database:
            database.execute(f"ATTACH '{BASE / url.removeprefix('sqlite:///')}' AS kb")
            database.execute("CREATE TABLE article AS SELECT id, slug, language, title, published_on, text"
                             " FROM kb.articles_article")  # fmt: skip
            database.execute("CREATE INDEX article_day ON article (published_on)")
            database.execute(
                "CREATE VIRTUAL TABLE article_fts USING fts5(title, text, content='article', content_rowid='rowid')"
            )
            database.execute("INSERT INTO article_fts(article_fts) VALUES ('rebuild')")
    table = {"size": 25, "sort_desc": "published_on", "facets": ["language"]}
    table |= {"fts_table": "article_fts", "fts_pk": "rowid"}
    about = {"databases": {"datasette": {"tables": {"article": table}}}}
    (home / "datasette.json").write_text(json.dumps(about))
    port = _free_port()
    process = subprocess.Popen(
        [command, "serve", "-i", path, "--host", "127.0.0.1", "--port", str(port), "-m", home / "datasette.json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _answering(port, process, "/"), process.pid
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answering(port: int, process, path: str) -> int:
    for _try in range(300):
        with contextlib.suppress(OSError):
            if client.get(port, path)[0] < 500:
                return port
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        time.sleep(0.1)
    raise RuntimeError("the server doesn't answer")


def _serving(database, url, home, options) -> None:
    printed, _usage = run(
        ["-c", "import json, django; django.setup(); from kb.bench.plans import pages; print(json.dumps(pages()))"], url
    )
    addresses = {name: _quoted(address) for name, address in json.loads(printed.strip().splitlines()[-1]).items()}
    with contextlib.ExitStack() as stack:
        cached, pid = stack.enter_context(_server(_named(url, "again")))
        anew, anew_pid = stack.enter_context(_server(_named(url, "anew"), KB_PAGE_CACHE_MB="0"))
        sizes = {}
        for name, address in list(addresses.items()):
            status, body = client.get(cached, address)
            sizes[name] = len(body)
            if status != 200:
                print(f"{name}: left out, {address} answers {status}")
                del addresses[name]
        workers, anew_workers = client.children(pid), client.children(anew_pid)
        backends, anew_backends = [], []
        targets = {}
        for name, address in addresses.items():
            targets["constant", name] = (cached, f"/constant/{sizes[name]}/", workers, backends)
            targets["again", name] = (cached, address, workers, backends)
            targets["anew", name] = (anew, address, anew_workers, anew_backends)
        if database == "sqlite" and options.datasette:
            port, other = stack.enter_context(_datasette(options.datasette, home, url))
            for name in addresses.keys() & set(SEARCHES):
                words = addresses[name].partition("?q=")[2]
                targets["datasette", name] = (port, f"/datasette/article?_search={words}", [other], [])
        for port, address, *_processes in targets.values():  # both workers have each page in memory now
            for _time in range(6):
                client.get(port, address)
        backends += _backends(url, "again")
        anew_backends += _backends(url, "anew")
        windows = {key: [] for key in targets}
        for turn in range(options.rounds):
            order = list(targets)
            for key in order[turn:] + order[:turn]:
                windows[key].append(client.ask(*targets[key], options.seconds))
        _table(database, addresses, sizes, windows)
        for name, processes, servers in (
            ("the two workers with the cache", workers, backends),
            ("without it", anew_workers, anew_backends),
        ):
            own, database_own = (sum(map(client.memory, pids)) for pids in (processes, servers))
            print(
                f"memory of {name}: {own:.0f} MB"
                + (f", of the database's for them {database_own:.0f}" if servers else "")
            )
        if database == "sqlite" and not options.datasette:
            print("Datasette: skipped, it is not installed (pip install datasette, or --datasette PATH)")


def _named(url: str, name: str) -> str:
    """The URL with a name that PostgreSQL knows the connections by."""
    if url.startswith("sqlite"):
        return url
    return f"{url}{'&' if '?' in url else '?'}application_name=kb-bench-{name}"


def _backends(url: str, name: str) -> list[int]:
    """PostgreSQL's processes for these connections, where it runs on this machine."""
    if url.startswith("sqlite"):
        return []
    with psycopg.connect(url) as connection:
        here = "SELECT pid FROM pg_stat_activity WHERE client_addr IS NULL AND application_name = %s"
        return [pid for (pid,) in connection.execute(here, [f"kb-bench-{name}"])]


def _quoted(address: str) -> str:
    path, mark, query = address.partition("?")
    return quote(path) + mark + quote(query, safe="=&-_")


def _table(database, addresses, sizes, windows) -> None:
    place = 0 if database == "sqlite" else 1
    print(
        "| page | bytes | constant/s | again/s | anew/s | again ratio | anew ratio | by CPU | ms of CPU anew"
        " | the database's | goal |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    rate = {key: statistics.median(window.rate for window in found) for key, found in windows.items()}
    cost = {key: statistics.median(window.cost for window in found) for key, found in windows.items()}
    of_database = {key: statistics.median(window.database_cost for window in found) for key, found in windows.items()}
    for name in addresses:
        constant, again, anew = (rate[sort, name] for sort in ("constant", "again", "anew"))
        by_cpu = cost["constant", name] / cost["anew", name] if cost["anew", name] else 0
        goal = GOALS.get(name, GOAL)[place]
        print(f"| {name} | {sizes[name]} | {constant:.0f} | {again:.0f} | {anew:.1f} | {again / constant:.2f} |"
              f" {anew / constant:.3f} | {by_cpu:.3f} | {cost['anew', name]:.1f} | {of_database['anew', name]:.1f}"
              f" | {goal} |")  # fmt: skip
    people = [name for name in addresses if name.startswith("person")]
    if len(people) == 2:
        few, many = people
        print(f"{many} against {few}: {rate['again', many] / rate['again', few]:.2f} again,"
              f" {rate['anew', many] / rate['anew', few]:.2f} anew (goal 0.8)")  # fmt: skip
    for name in SEARCHES:
        if ("datasette", name) in rate:
            other = rate["datasette", name]
            print(f"{name}: Datasette {other:.1f}/s; {rate['again', name] / other:.1f} times that again,"
                  f" {rate['anew', name] / other:.1f} anew (goal {8 if name == 'search rare' else 100})")  # fmt: skip


if __name__ == "__main__":
    main()
