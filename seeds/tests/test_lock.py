"""Two imports at once on one database: the second one is told to wait, and leaves no trace."""

import subprocess
import sys
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import translation

from kb.core.models import Run
from kb.core.tests.factories import run
from seeds import lock, undo

HOLD = """
import fcntl, sys
with open(sys.argv[1], "a") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    print("held", flush=True)
    sys.stdin.read()
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def held_elsewhere(tmp_path, monkeypatch):
    """Another process, or another connection, holds the lock until the fixture's call."""
    if connection.vendor == "sqlite":
        path = str(tmp_path / "db-import-lock")
        monkeypatch.setattr(lock, "_path", lambda: path)
        other = subprocess.Popen(
            [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout.readline() == "held\n"
        yield other.communicate
        other.communicate()
        return
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock._KEY])

    def let_go():
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock._KEY])

    yield let_go
    other.close()


def imports(folder):
    (folder / "a.txt").write_text("Хабар\n2024-03-01\nҚалада орталық ашылды.", encoding="utf-8")
    call_command("import_seeds", str(folder))


def takes_back(_folder):
    call_command("undo_import", run(status="finished").uid)


def loads_reference(_folder):
    call_command("load_reference")


@pytest.mark.parametrize("act", [imports, takes_back, loads_reference])
def test_the_second_waits_its_turn(held_elsewhere, tmp_path, act):
    with translation.override("en"), pytest.raises(CommandError, match="under way"):
        act(tmp_path)
    assert not Run.objects.filter(status__in=["running", "undone"]).exists()
    assert not Run.objects.filter(kind__in=["undo", "reference"]).exists()
    held_elsewhere()
    with lock.exclusive():
        pass


def test_who_holds_it_takes_it_again():
    with lock.exclusive(), lock.exclusive():
        pass
    with lock.exclusive():
        pass


def test_another_thread_does_not():
    told = []

    def other():
        try:
            with lock.exclusive():
                told.append("in")
        except lock.Busy:
            told.append("busy")
        finally:
            connection.close()

    with lock.exclusive():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert told == ["busy"]


def test_what_breaks_gives_it_back():
    with pytest.raises(undo.CannotUndo):
        undo.undo(run(kind="merge"))
    with pytest.raises(ValueError, match="x"), lock.exclusive():
        raise ValueError("x")
    with lock.exclusive():
        pass
