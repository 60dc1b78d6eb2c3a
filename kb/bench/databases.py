"""Databases to measure in, and the product's commands run on them."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from kb.core.tests import postgres

BASE = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def opened(name: str, home: Path):
    """URLs of an empty database and of another one, for the same rows once more."""
    if name == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}", f"sqlite:///{home / 'raw.sqlite3'}"
        return
    with postgres.cluster() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE raw")
        yield url, url.replace("/postgres?", "/raw?")


def run(command: list[str], url: str, **more) -> tuple[str, object]:
    """(what it printed, its resources)"""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kb.bench.settings", **more}
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=BASE, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{printed[-2000:]}")
    return printed, (time.perf_counter() - began, usage)


def manage(url: str, *command: str):
    return run(["manage.py", *command], url)


def lay_out(url) -> None:
    """Tables, and the reference data that all documents speak of."""
    manage(url, "migrate", "--verbosity", "0")
    manage(url, "load_reference")
