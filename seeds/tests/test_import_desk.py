"""The import desk: hand in, preview, confirm, watch, undo."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.models import Article
from kb.core.models import Run
from kb.core.tests.factories import user
from people.models import Person
from seeds import importing, jobs
from seeds.models import ImportJob, ImportUpload
from seeds.suppression import suppress
from seeds.tests import state, stub

pytestmark = pytest.mark.django_db

NEWS = "Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. 120 отбасы көмек алды.\n"
ADD = "/admin/seeds/importjob/add/"


@pytest.fixture(autouse=True)
def _stub_reader(monkeypatch, gazetteer):
    def options():
        return importing.Options(read=stub.read, reader_version="stub-1", gazetteer=gazetteer)

    monkeypatch.setattr(jobs, "reading_options", options)


@pytest.fixture
def desk(client):
    client.force_login(user("reviewer"))
    return Desk(client)


class Desk:
    """An editor at work."""

    def __init__(self, client):
        self.client = client

    def hand_in(self, text="", files=(), name="", work=True) -> ImportJob:
        files = [SimpleUploadedFile(name, content) for name, content in files]
        answer = self.client.post(ADD, {"text": text, "name": name, "files": files})
        assert answer.status_code == 302, answer.context["form"].errors
        return self.work() if work else ImportJob.objects.latest("pk")

    def work(self) -> ImportJob:
        call_command("worker", "--once", stdout=io.StringIO())
        return ImportJob.objects.latest("pk")

    def page(self, job) -> str:
        return self.client.get(address(job, "change")).content.decode()

    def confirm(self, job, reason="weekly news", work=True, **form) -> ImportJob:
        seen = self.client.get(address(job, "change")).context["mark"]
        self.client.post(address(job, "confirm"), {"reason": reason, "preview": seen, **form})
        if work:
            self.work()
        job.refresh_from_db()
        return job

    def bring_in(self, text, name="a") -> ImportJob:
        return self.confirm(self.hand_in(text, name=name), mass="yes")


def address(job, page) -> str:
    return reverse(f"admin:seeds_importjob_{page}", args=[job.pk])


def lines(job, level) -> list[str]:
    return [line["code"] for line in job.preview["lines"] if line["level"] == level]


def test_from_paste_to_undo(desk):
    job = desk.hand_in(NEWS)
    assert (job.state, job.step) == ("ready", "preview")
    assert not Article.objects.exists()
    assert not Run.objects.filter(kind="import").exists()
    assert "Марат Серіков" in desk.page(job)
    assert lines(job, "risk") == ["shows-new-person"]

    job = desk.confirm(job, "from the weekly paper")
    assert (job.state, job.step, job.done) == ("ready", "deed", 1)
    run = job.run
    assert (run.user, run.reason, run.counts) == (job.user, "from the weekly paper", {"created": 1})
    assert Article.objects.get().run == run
    assert not ImportUpload.objects.exists()

    desk.client.post(reverse("admin:seeds_importjob_undo", args=[run.pk]))
    undo = desk.work()
    assert undo.preview["counts"]["articles"] == 1
    assert Article.objects.exists()
    undo = desk.confirm(undo, "the wrong paper")
    assert undo.state == "ready"
    assert not Article.objects.exists()
    back = Run.objects.get(kind="undo")
    assert (back.undoes, back.user, back.reason) == (run, undo.user, "the wrong paper")


def test_a_preview_leaves_no_trace(desk):
    desk.bring_in(NEWS)
    before = state.rows()
    job = desk.hand_in(NEWS.replace("120", "130"), name="a")
    after = state.rows()
    after["seeds.ImportJob"] -= 1
    after["seeds.ImportUpload"] -= 1
    assert after == before
    assert job.state == "ready"


def test_files_and_a_zip_with_failures_by_code(desk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("b.txt", NEWS + "Екінші")
        archive.writestr("c.csv", "title\nx\n")
    job = desk.hand_in(
        files=[("a.txt", NEWS.encode()), ("empty.txt", b""), ("all.zip", packed.getvalue()), ("x.exe", b"MZ")]
    )
    assert job.preview["counts"] == {"created": 2, "failed": 2, "skipped": 1}
    assert {error["code"] for error in job.preview["errors"]} == {"empty", "csv-header"}
    assert "all.zip!c.csv" in desk.page(job)
    job = desk.confirm(job)
    assert job.run.counts == {"created": 2, "failed": 2, "skipped": 1}
    assert "csv-header" in desk.page(job)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Paste a text"),
        ({"text": " \n "}, "Paste a text"),
        ({"text": "a\0b"}, "Null characters"),
        ({"text": "a" * 1_000_001}, "at most 1000000"),
        ({"files": [("a.txt", b"x" * 20_100_000)]}, "larger than 20 MB"),
        ({"files": [("a.txt", b"x" * 11_000_000), ("b.txt", b"x" * 11_000_000)]}, "larger than 20 MB"),
        ({"files": [("a.txt", b"x" * 100_000_000)]}, "larger than 20 MB"),
        ({"files": [("a.txt", b"x"), ("a.txt", b"y")]}, "Two files of one name"),
    ],
    ids=["nothing", "blank", "nul", "long paste", "large", "large together", "100 MB", "twice"],
)
def test_what_is_refused_at_the_door(client, form, said):
    client.force_login(user("editor"))
    form = {**form, "files": [SimpleUploadedFile(*file) for file in form.get("files", ())]}
    answer = client.post(f"{ADD}?", form, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors)
    assert not ImportJob.objects.exists()


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"a" * 4_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.zip", bomb, "zip-bomb"),
        ("nul.txt", lambda: ("Хабар\n" * 200 + "\0").encode(), "nul"),
        ("picture.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary"),
        ("broken.zip", lambda: b"PK\x03\x04" + b"x" * 99, "zip-damaged"),
        ("fails.txt", lambda: b"FAIL", "reading-failed"),
    ],
)
def test_hostile_files_become_messages(desk, name, content, code):
    job = desk.hand_in(files=[(name, content())])
    assert [error["code"] for error in job.preview["errors"]] == [code]
    assert code in desk.page(job)


def test_too_many_documents_are_for_the_operator(desk, monkeypatch):
    monkeypatch.setattr(jobs, "DOCUMENTS_LIMIT", 2)
    job = desk.hand_in(files=[(f"{n}.txt", NEWS.encode()) for n in range(3)])
    assert job.state == "failed"
    assert "import_seeds" in desk.page(job)


def test_a_reason_and_what_was_seen_are_asked_for(desk):
    job = desk.hand_in(NEWS)
    assert desk.confirm(job, "  ").step == "preview"
    desk.client.post(address(job, "confirm"), {"reason": "x", "preview": "preview-ready-1"})
    job.refresh_from_db()
    assert job.step == "preview"


def test_more_than_a_tenth_asks_again(desk):
    for number in range(3):
        desk.bring_in(f"{NEWS} Айгүл Омарова {number}", name=str(number))
    job = desk.hand_in("Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. 120 отбасы алды.\n", name="0")
    assert {row["model"] for row in job.preview["mass"]} >= {"articles.article"}
    assert desk.confirm(job).step == "preview"
    assert desk.confirm(job, mass="yes").step == "deed"


def test_what_came_between_makes_the_preview_anew(desk):
    job = desk.hand_in(NEWS)
    Run.objects.create(kind="merge", status="finished")
    assert (desk.confirm(job, work=False).step, job.state) == ("preview", "waiting")


def hidden_made_public(desk):
    """A job that makes Марат Серіков, whom somebody hid, public."""
    desk.bring_in("Хабар\n2023-03-01\nКөкжар әкімі Марат Серіков.\n", name="first")
    who = Person.objects.get()
    who.visibility = "hidden"
    who.save()
    job = desk.hand_in("Хабар екі\n2023-03-06\nКөкжар әкімі Марат Серіков.\n", name="second")
    assert job.publishes == 1
    return job


def test_making_a_hidden_person_public_takes_two_with_the_right(client):
    client.force_login(user("editor"))
    desk = Desk(client)
    job = hidden_made_public(desk)
    assert desk.confirm(job, mass="yes").step == "preview"
    client.force_login(user("reviewer"))
    assert desk.confirm(job, mass="yes").step == "deed"
    assert Person.objects.get().visibility == "public"


def test_who_asks_for_it_does_not_approve_it(desk):
    job = hidden_made_public(desk)
    assert desk.confirm(job, mass="yes").step == "preview"
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportJob.objects.filter(pk=job.pk).update(step="deed", reason="x", confirmed_by=job.user)


def test_a_cancelled_preview_keeps_nothing(desk):
    job = desk.hand_in(NEWS)
    desk.client.post(address(job, "cancel"))
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not ImportUpload.objects.exists()
    assert desk.confirm(job).step == "preview"


def test_the_page_is_alive_without_scripts(desk):
    job = desk.hand_in(NEWS, work=False)
    html = desk.page(job)
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "manage.py worker" in html
    told = desk.client.get(address(job, "status")).json()
    assert (told["active"], told["done"]) == (True, 0)
    desk.work()
    assert desk.client.get(address(job, "status")).json()["active"] is False
    assert "<noscript>" not in desk.page(job)


def test_who_is_removed_for_good_is_in_no_preview(desk):
    done = desk.bring_in(NEWS)
    waiting = desk.hand_in(NEWS.replace("120", "130"), name="Марат Серіков")
    suppress(Person.objects.get(name_kk="Марат Серіков"))
    for job in ImportJob.objects.all():
        assert "Серіков" not in f"{job.title} {job.preview} {job.result}"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.uploads.count()) == ("cancelled", 0)
    assert ImportJob.objects.get(pk=done.pk).result["counts"] == {"created": 1}
