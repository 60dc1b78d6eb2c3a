"""An import that is killed and run again ends where one clean run ends."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seeds.tests import stub

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 40
SCRIPT = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from pathlib import Path
from kb.core.models import Run
from seeds import importing
from seeds.reading import gazetteer
from seeds.tests import state, stub
if __name__ == "__main__":
    folder, data, workers = sys.argv[1:]
    call_command("migrate", verbosity=0)
    importing.import_paths([folder], importing.Options(
        read=stub.read, reader_version="stub-1", gazetteer=gazetteer.load(Path(data)), workers=int(workers)))
    runs = list(Run.objects.filter(kind="import").order_by("pk").values_list("status", flat=True))
    print(json.dumps([state.content(), runs], default=str, sort_keys=True))
"""


@pytest.fixture
def work(tmp_path):
    """Import into a database: work(name, workers) → its content and runs, or with ``start`` the running process."""
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    data.mkdir()
    for name, text in stub.GAZETTEER.items():
        (data / name).write_text(text, encoding="utf-8")
    for n in range(DOCUMENTS):
        text = f"Хабар {n}\n2023-03-06\nSLOW Тасөзен облысының әкімі Марат Серіков. {n + 1} мектеп. Айгүл Омарова {n}."
        (documents / f"{n:02}.txt").write_text(text, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def run(name, workers, start=False):
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{tmp_path / name}",
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, str(script), str(documents), str(data), str(workers)]
        if start:
            return subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL)
        done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    return run


def articles(path):
    try:
        with sqlite3.connect(path, timeout=10) as database:
            return database.execute("select count(*) from articles_article").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # not migrated yet


def test_killed_and_run_again_is_one_clean_run(work, tmp_path):
    clean, _runs = work("clean.sqlite3", 1)
    process = work("killed.sqlite3", 2, start=True)
    deadline = time.monotonic() + 120
    while articles(tmp_path / "killed.sqlite3") < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert 3 <= articles(tmp_path / "killed.sqlite3") < DOCUMENTS
    again, runs = work("killed.sqlite3", 2)
    assert runs == ["interrupted", "finished"]
    assert again == clean
