"""Every door of the import desk, for everybody: who may not, writes no row and starts no job."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kb.core.models import Run
from kb.core.tests.factories import run, user
from seeds.models import ImportItem, ImportJob, ImportUpload
from seeds.tests import state

pytestmark = pytest.mark.django_db
GROUPS = ("anonymous", "nobody", "viewer", "editor", "reviewer", "admin")
IMPORTERS, UNDOERS = {"editor", "reviewer", "admin"}, {"reviewer", "admin"}
HIDDEN = "Жасырын Сөз"


@pytest.fixture
def jobs_of_each_kind():
    done = run(status=Run.Status.FINISHED)
    preview = {"lines": [{"level": "new", "code": "new-row", "what": HIDDEN, "model": "people.person"}]}
    common = {"state": "ready", "previewed_at": timezone.now(), "preview": preview, "title": HIDDEN}
    made = {
        "import": ImportJob.objects.create(**common),
        "undo": ImportJob.objects.create(**common | {"kind": "undo", "run": done}),
        "failed": ImportJob.objects.create(**common | {"state": "failed"}),
    }
    ImportUpload.objects.create(job=made["import"], name="a.txt", content=b"x")
    ImportItem.objects.create(run=done, name=HIDDEN, outcome="created")
    return made | {"run": run(status=Run.Status.FINISHED), "item": ImportItem.objects.get()}


def enter(client, group):
    if group != "anonymous":
        client.force_login(user("" if group == "nobody" else group))


def doors(made):
    """(name, who may, address, form) of everything that writes."""
    seen = f"preview-ready-{made['import'].previewed_at.timestamp()}"
    confirmed = {"reason": "forged", "preview": seen, "mass": "yes"}
    undo_seen = f"preview-ready-{made['undo'].previewed_at.timestamp()}"

    def at(name, key):
        return reverse(f"admin:seeds_importjob_{name}", args=[made[key].pk])

    def chosen(key):
        return {"action": "delete_selected", "_selected_action": made[key].pk, "post": "yes"}

    add = reverse("admin:seeds_importjob_add")
    return [
        ("paste", IMPORTERS, add, {"text": "Хабар\nМәтін."}),
        ("upload", IMPORTERS, add, {"files": SimpleUploadedFile("a.txt", b"x")}),
        ("confirm an import", IMPORTERS, at("confirm", "import"), confirmed),
        ("confirm an undo", UNDOERS, at("confirm", "undo"), {**confirmed, "preview": undo_seen}),
        ("cancel an import", IMPORTERS, at("cancel", "import"), {}),
        ("cancel an undo", UNDOERS, at("cancel", "undo"), {}),
        ("again", IMPORTERS, at("again", "failed"), {}),
        ("ask for an undo", UNDOERS, at("undo", "run"), {}),
        ("change a job", set(), at("change", "import"), {"title": "forged", "state": "waiting"}),
        ("delete a job", set(), at("delete", "import"), {"post": "yes"}),
        ("delete an imported file", set(), reverse("admin:seeds_importitem_changelist"), chosen("item")),
        ("add an imported file", set(), reverse("admin:seeds_importitem_add"), {"name": "x", "outcome": "created"}),
        ("act on the list", set(), reverse("admin:seeds_importjob_changelist"), chosen("import")),
    ]


DOORS = (
    "paste",
    "upload",
    "confirm an import",
    "confirm an undo",
    "cancel an import",
    "cancel an undo",
    "again",
    "ask for an undo",
    "change a job",
    "delete a job",
    "delete an imported file",
    "add an imported file",
    "act on the list",
)


def written():
    jobs = list(ImportJob.objects.order_by("pk").values_list("pk", "state", "step", "title", "reason"))
    return state.rows(), jobs, list(Run.objects.values_list("status", flat=True))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("group", GROUPS)
def test_who_may_not_writes_nothing(client, jobs_of_each_kind, group, door):
    allowed, address, form = next(row[1:] for row in doors(jobs_of_each_kind) if row[0] == door)
    enter(client, group)
    before = written()
    answer = client.post(address, form)
    if group in allowed:
        assert answer.status_code == 302
        assert written() != before
    else:
        assert written() == before
        assert answer.status_code in (302, 403, 405) or "_selected_action" in form, answer.status_code
    assert HIDDEN not in answer.content.decode() or group in {"viewer", *IMPORTERS}


def test_every_door_is_tried(jobs_of_each_kind):
    assert tuple(name for name, *_rest in doors(jobs_of_each_kind)) == DOORS


@pytest.mark.parametrize("group", GROUPS)
def test_who_may_look(client, jobs_of_each_kind, group):
    enter(client, group)
    made = jobs_of_each_kind
    pages = [reverse("admin:seeds_importjob_changelist")]
    pages += [reverse(f"admin:seeds_importjob_{name}", args=[made["import"].pk]) for name in ("change", "status")]
    for page in pages:
        answer = client.get(page)
        assert (answer.status_code == 200) is (group in {"viewer", *IMPORTERS}), page
        if answer.status_code != 200:
            assert HIDDEN not in answer.content.decode()
    forms = [
        (reverse("admin:seeds_importjob_add"), IMPORTERS),
        (reverse("admin:seeds_importjob_undo", args=[made["run"].pk]), UNDOERS),
    ]
    for page, allowed in forms:
        assert (client.get(page).status_code == 200) is (group in allowed), page


@pytest.mark.parametrize("name", ["confirm", "cancel", "again"])
def test_a_link_decides_nothing(client, jobs_of_each_kind, name):
    """Reading an address never writes, whoever is lured to it."""
    enter(client, "admin")
    before = written()
    assert (
        client.get(reverse(f"admin:seeds_importjob_{name}", args=[jobs_of_each_kind["import"].pk])).status_code == 403
    )
    assert written() == before


def test_a_form_of_another_site_is_refused(jobs_of_each_kind):
    client = Client(enforce_csrf_checks=True)
    enter(client, "admin")
    before = written()
    for _name, _allowed, address, form in doors(jobs_of_each_kind):
        assert client.post(address, form).status_code == 403
    assert written() == before


def test_buttons_are_for_those_who_may(client, jobs_of_each_kind):
    page = reverse("admin:seeds_importjob_change", args=[jobs_of_each_kind["undo"].pk])
    for group, shown in (("viewer", False), ("editor", False), ("reviewer", True)):
        enter(client, group)
        assert ('class="confirm"' in client.get(page).content.decode()) is shown, group


def test_the_database_wants_a_reason(jobs_of_each_kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportJob.objects.filter(pk=jobs_of_each_kind["import"].pk).update(step="deed")
