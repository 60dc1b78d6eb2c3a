"""The queue: one job at a time, taken up again when its worker is gone, and done once."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kb.core.models import Run, SearchStale
from seeds import importing, jobs, lock
from seeds.models import SILENT_AT_WORK, ImportJob, Worker
from seeds.tests import stub

ROOT = Path(__file__).resolve().parents[2]
GONE = 2**22 + 7  # above the highest process number of Linux
DOCUMENTS = 30
SCRIPT = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from pathlib import Path
from kb.core.models import Run
from seeds import importing, jobs
from seeds.models import ImportJob, ImportUpload
from seeds.reading import gazetteer
from seeds.tests import state, stub
if __name__ == "__main__":
    data, make = sys.argv[1:]
    def options():
        return importing.Options(read=stub.read, reader_version="stub-1", gazetteer=gazetteer.load(Path(data)))
    jobs.reading_options = options
    if make == "yes":
        call_command("migrate", verbosity=0)
        news = "2023-03-06\\nSLOW Тасөзен облысының әкімі Марат Серіков."
        texts = [f"Хабар {n}\\n{news} {n + 1} мектеп. Айгүл Омарова {n}." for n in range(30)]
        job = jobs.submit(None, [(f"{n:02}.txt", text.encode()) for n, text in enumerate(texts)], "many")
        jobs.run_worker(once=True)
        assert jobs.confirm(job, None, "weekly")
    jobs.run_worker(once=True)
    job = ImportJob.objects.get()
    runs = list(Run.objects.filter(kind="import").values_list("status", "counts"))
    print(json.dumps([state.content(), [job.state, job.attempts, job.done], runs], default=str, sort_keys=True))
"""


@pytest.fixture
def worker(db):
    return Worker.objects.create(host=jobs.socket.gethostname(), pid=os.getpid())


@pytest.fixture
def ready(gazetteer, monkeypatch):
    def options():
        return importing.Options(read=stub.read, reader_version="stub-1", gazetteer=gazetteer)

    monkeypatch.setattr(jobs, "reading_options", options)


def job(**fields):
    return ImportJob.objects.create(**{"title": "x", **fields})


def test_the_oldest_first_and_one_at_a_time(worker):
    first, second = job(), job()
    assert jobs.claim(worker) == first
    assert jobs.claim(worker) is None
    ImportJob.objects.filter(pk=first.pk).update(state="ready")
    assert jobs.claim(worker) == second


def test_an_import_of_the_operator_goes_before(worker, monkeypatch):
    job()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(lock, "exclusive", busy)
        assert jobs.claim(worker) is None
    assert jobs.claim(worker) is not None


def test_a_job_that_another_import_comes_before_waits(worker, ready, monkeypatch):
    made = jobs.submit(None, [("a.txt", "Хабар".encode())], "a")
    taken = jobs.claim(worker)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(lock, "exclusive", busy)
        jobs.perform(taken)
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("waiting", 0)


def busy():
    raise lock.Busy


@pytest.mark.parametrize(
    ("host", "pid", "silent", "alive"),
    [
        ("here", None, timedelta(0), True),
        ("here", None, timedelta(minutes=5), True),  # in a long transaction
        ("here", None, SILENT_AT_WORK, False),  # another process has its number
        ("here", GONE, timedelta(0), False),
        ("elsewhere", GONE, timedelta(seconds=30), True),
        ("elsewhere", GONE, timedelta(minutes=2), False),
    ],
)
def test_who_is_alive(host, pid, silent, alive):
    host = jobs.socket.gethostname() if host == "here" else host
    pid = pid or os.getpid()  # no number: this process
    assert Worker(host=host, pid=pid, seen_at=timezone.now() - silent).is_alive() is alive


def test_a_job_of_a_dead_worker_comes_back_three_times(db):
    made = job()
    for attempt in range(jobs.ATTEMPTS):
        dead = Worker.objects.create(host=jobs.socket.gethostname(), pid=GONE)
        assert jobs.claim(dead) == made, attempt
    assert jobs.claim(Worker.objects.create(host="x", pid=GONE)) is None
    made.refresh_from_db()
    assert (made.state, made.attempts) == ("failed", jobs.ATTEMPTS)
    assert jobs.preview_again(made)


def test_a_job_of_a_living_worker_stays(worker):
    job()
    assert jobs.claim(worker)
    assert jobs.return_stale() == 0


def test_who_was_taken_for_dead_writes_nothing_more(worker, ready):
    made = jobs.submit(None, [("a.txt", "Хабар\nМәтін.".encode())], "a")
    lost = jobs.claim(worker)
    ImportJob.objects.filter(pk=made.pk).update(worker="another")
    jobs.perform(lost)
    made.refresh_from_db()
    assert (made.state, made.worker, made.preview) == ("running", "another", {})


def test_one_confirmation_counts(worker, ready):
    made = jobs.submit(None, [("a.txt", "Хабар\nМәтін.".encode())], "a")
    jobs.perform(jobs.claim(worker))
    assert [jobs.confirm(made, None, "x"), jobs.confirm(made, None, "x")] == [True, False]


def test_a_stopped_worker_leaves_the_job_for_the_next(worker, ready):
    texts = [(f"{n}.txt", f"Хабар {n}\nКөкжар.".encode()) for n in range(3)]
    made = jobs.submit(None, texts, "a")
    jobs.run_worker(once=True)
    jobs.confirm(made, None, "x")
    taken = jobs.claim(worker)
    jobs.stop()
    jobs.perform(taken)
    made.refresh_from_db()
    assert (made.state, made.attempts, made.run.items.count()) == ("waiting", 0, 1)
    jobs.run_worker(once=True)
    made.refresh_from_db()
    assert (made.state, made.run.status, made.run.counts) == ("ready", "finished", {"created": 3})
    assert Run.objects.filter(kind="import").count() == 1


def test_a_worker_brings_search_in_step_when_it_begins(worker):
    SearchStale.objects.create(source="entity", object_id=1)
    jobs.run_worker(once=True)
    assert not SearchStale.objects.exists()


def test_a_worker_leaves_no_row_behind(worker):
    worker.delete()
    jobs.run_worker(once=True)
    assert not Worker.objects.exists()


def test_old_previews_go_with_their_uploads(db):
    old = jobs.submit(None, [("a.txt", b"x")], "a")
    ImportJob.objects.update(state="ready", created_at=timezone.now() - jobs.KEPT - timedelta(hours=1))
    jobs.tidy()
    old.refresh_from_db()
    assert (old.state, old.uploads.count()) == ("cancelled", 0)


@pytest.fixture
def work(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for name, text in stub.GAZETTEER.items():
        (data / name).write_text(text, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def run(name, make, start=False):
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{tmp_path / name}",
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, str(script), str(data), make]
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


def test_a_killed_worker_s_job_is_done_once(work, tmp_path):
    clean, *_rest = work("clean.sqlite3", "yes")
    process = work("killed.sqlite3", "yes", start=True)
    deadline = time.monotonic() + 120
    while articles(tmp_path / "killed.sqlite3") < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert 3 <= articles(tmp_path / "killed.sqlite3") < DOCUMENTS
    again, job, runs = work("killed.sqlite3", "no")
    assert job == ["ready", 2, DOCUMENTS]
    assert runs == [["finished", {"created": DOCUMENTS}]]
    assert again == clean
