"""Run a command with a private PostgreSQL: ``python -m kb.core.tests.postgres COMMAND…``.

Makes a cluster in a temporary folder, listening on a socket there and nowhere else, sets DATABASE_URL, runs the
command, and takes the cluster down. PostgreSQL refuses root, so as root the server runs as another user.
Exits with the command's code; with 0 and a line that says why when there is no PostgreSQL to run.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")


class NoServer(Exception):
    """Why no server can be started here."""


def binaries() -> Path:
    """The folder with initdb and postgres; NoServer when there is none."""
    folders = []
    if config := shutil.which("pg_config"):
        found = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(found.stdout.strip()))
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if which := shutil.which("initdb"):
        folders.append(Path(which).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServer("no initdb and postgres on this machine (Debian: apt-get install postgresql)")


def account() -> pwd.struct_passwd | None:
    """The user that the server runs as; None for the one who asks."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}")


@contextlib.contextmanager
def cluster():
    """Yields the DATABASE_URL of a fresh cluster without any durability."""
    folder, user = binaries(), account()
    drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="kb-pg-", ignore_cleanup_errors=True) as home:
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        data = f"{home}/data"
        run = {
            "check": True,
            "cwd": home,
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "LC_ALL": "C.UTF-8"},
            **drop,
        }
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "kb", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"],
            **run,
        )
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        control = [folder / "pg_ctl", "-D", data, "-w", "-s"]
        subprocess.run([*control, "-l", f"{home}/log", "-o", options, "start"], **run)
        try:
            yield f"postgres://kb@/postgres?host={home}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **{**run, "check": False})


def main(command: list[str]) -> int:
    try:
        with cluster() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except NoServer as reason:
        print(f"PostgreSQL tests skipped: {reason}.")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
