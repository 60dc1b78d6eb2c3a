"""One import or undo at a time, whoever starts it: two at once would each not see what the other makes.

The lock goes with its process (SQLite) or its connection (PostgreSQL), so that what is killed leaves none behind.
"""

import os
import threading
from contextlib import contextmanager, nullcontext, suppress

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

try:
    import fcntl
except ImportError:  # not on Windows; there, the threads of one process alone are kept apart
    fcntl = None

_KEY = 7_362_010_001  # any number that nothing else in the database locks by
_here = threading.RLock()
_depths: dict[str, int] = {}


class Busy(Exception):
    """Another import or undo is under way."""

    def __str__(self):
        return _("Another import or undo is under way. Wait until it has ended, and try again.")


@contextmanager
def exclusive():
    """Hold the lock of this database, or raise ``Busy`` at once; who holds it may take it again."""
    name = str(connection.settings_dict["NAME"])
    if not _here.acquire(blocking=False):
        raise Busy
    try:
        _depths[name] = _depths.get(name, 0) + 1
        try:
            with _held() if _depths[name] == 1 else nullcontext():
                yield
        finally:
            _depths[name] -= 1
    finally:
        _here.release()


@contextmanager
def _held():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
            if not cursor.fetchone()[0]:
                raise Busy
        try:
            yield
        finally:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
        return
    path = _path()
    if path is None or fcntl is None:
        yield
        return
    with open(path, "a") as file:
        try:
            # A lock of the process: children that read documents don't inherit it.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy
        yield


def _path() -> str | None:
    """A file beside the database's; one in memory has no second process."""
    return None if connection.is_in_memory_db() else f"{os.fspath(connection.settings_dict['NAME'])}-import-lock"
