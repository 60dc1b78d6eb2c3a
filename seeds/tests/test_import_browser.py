"""The import desk in a real browser, with a server and a worker of its own: paste, preview, import, watch, undo."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from seeds.tests import stub

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NEWS = "Көмек туралы\n2023-03-06\nSLOW Тасөзен облысының әкімі Марат Серіков. 120 отбасы көмек алды.\n"
PATIENCE = 180_000  # every wait is for something: a busy machine only takes longer
WORKER = """
import sys
import django
django.setup()
from pathlib import Path
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from seeds import importing, jobs
from seeds.reading import gazetteer
from seeds.tests import stub
if __name__ == "__main__":
    def options():
        names = gazetteer.load(Path(sys.argv[1]))
        return importing.Options(read=stub.read, reader_version="stub-1", gazetteer=names)
    jobs.reading_options = options
    call_command("migrate", verbosity=0)
    account = User.objects.create_user("aigul", password="a-long-password", is_staff=True)
    account.groups.add(Group.objects.get(name="reviewer"))
    call_command("worker")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a server with a worker beside it."""
    folder = tmp_path_factory.mktemp("site")
    data = folder / "data"
    data.mkdir()
    for name, text in stub.GAZETTEER.items():
        (data / name).write_text(text, encoding="utf-8")
    script = folder / "worker.py"
    script.write_text(WORKER, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "kb.settings",
        "PYTHONPATH": str(ROOT),
    }
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", f"127.0.0.1:{port}"]
    processes = [subprocess.Popen(command, **quiet) for command in ([sys.executable, str(script), str(data)], server)]
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE / 1000
        while not _worker_is_there(address):
            assert time.monotonic() < deadline, "the worker did not come up"
            time.sleep(0.2)
        yield address
    finally:
        for process in processes:
            process.terminate()
        assert processes[0].wait(PATIENCE / 1000) == 0  # a worker that is told to stop stops
        processes[1].wait(20)


def _worker_is_there(address) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return b'"workers": 1' in answer.read()
    except (urllib.error.URLError, OSError):
        return False


def enter(page, site):
    page.goto(f"{site}/admin/login/?next=/admin/seeds/importjob/add/")
    page.fill("#id_username", "aigul")
    page.fill("#id_password", "a-long-password")
    page.click("[type=submit]")
    page.wait_for_selector("#id_text")  # whoever goes on at once would break the login off


def test_an_import_watched_and_taken_back(site, browser):
    page = browser.new_context(locale="en").new_page()
    page.set_default_timeout(PATIENCE)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    enter(page, site)
    found = {"hand in": Axe().run(page, options=LEVELS).response["violations"]}

    page.fill("#id_text", NEWS)
    page.click(".hand-in input[type=submit]")
    page.wait_for_selector("form.confirm")
    assert "Adds Марат Серіков and shows them to everybody" in page.locator(".lines.risk").inner_text()
    found["preview"] = Axe().run(page, options=LEVELS).response["violations"]
    page.keyboard.press("Tab")
    page.fill("#id_reason", "the weekly paper")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first button after the reason is the deed

    page.wait_for_selector(".after")
    assert page.locator(".reason").inner_text().endswith("the weekly paper")
    found["done"] = Axe().run(page, options=LEVELS).response["violations"]
    articles = f"{site}/admin/articles/article/"
    result = page.url
    page.goto(articles)
    assert page.locator("#result_list tbody tr").count() == 1

    page.goto(result)
    page.click("form[action*='/undo/'] input[type=submit]")
    page.wait_for_selector("form.confirm")
    page.fill("#id_reason", "the wrong paper")
    page.click("form.confirm .default")
    page.wait_for_selector(".after")
    page.goto(articles)
    assert page.locator("#result_list").count() == 0
    assert {name: [rule["id"] for rule in rules] for name, rules in found.items() if rules} == {}
    assert said == []


def test_the_page_goes_on_without_scripts(site, browser):
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    page.set_default_timeout(PATIENCE)
    enter(page, site)
    page.fill("#id_text", NEWS.replace("120", "130"))
    page.click(".hand-in input[type=submit]")
    page.wait_for_selector("form.confirm")
    page.click("form.confirm button:nth-of-type(2)")
    assert "nothing was written" in page.locator(".messagelist").inner_text()
