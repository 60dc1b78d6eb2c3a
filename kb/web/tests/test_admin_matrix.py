"""Who may do what behind every address of the admin: nobody writes a row that is not theirs, nobody reads one."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article
from kb.core.models import Run
from kb.core.tests.factories import superuser, user
from kb.regions.models import Region
from kb.regions.tests.factories import region
from kb.web.tests import doors as addresses
from kb.web.tests.test_admin_pages import fill
from people.models import Organization, Person, Position
from people.tests.factories import organization, person
from programs.models import Indicator, Pledge, Program
from programs.tests.factories import indicator, program
from seeds import searching
from seeds.models import ImportJob

pytestmark = pytest.mark.django_db

PLANTED = "Жасырынсөз"  # in every table but the accounts'
OF_ACCOUNTS = "Құпияпошта"  # in those, which only admins see
THINGS = {"regions.region", "people.person", "people.organization", "programs.program"}
CLAIMS = {"core.relation", "people.position", "programs.figure", "programs.pledge", "programs.pledgechange"}
WRITTEN = THINGS | CLAIMS | {"programs.indicator", "articles.article", "articles.mention", "articles.evidence"}
ACCOUNTS = {"auth.user", "auth.group"}
STAFF = ("nobody", "narrow", "viewer", "editor", "reviewer", "admin")
_DECIDED_AT = {"document", "add", "edit", "accept", "undo", "twins"}
# Sessions are the visitor's own; the index of search and its list of changes follow the rows.
_OWN = {"sessions.session", "core.searchrow", "core.searchstale", "core.change"}


def allowed(door) -> set[str]:
    """The roles for which a door opens: what the groups are for, in one table."""
    label = door.model._meta.label_lower if door.model else ""
    kind = door.name.rsplit("_", 1)[-1]
    narrow = {"narrow"} if label == "regions.region" else set()
    if door.name.startswith("review_"):
        return {"reviewer", "admin"} if kind in _DECIDED_AT else set()
    if label == "seeds.importjob":
        undoes = {"reviewer", "admin"}
        return (
            undoes
            if kind == "undo"
            else {"editor", *undoes}
            if kind in ("add", "confirm", "cancel", "again")
            else set()
        )
    if label in ACCOUNTS:
        return {"admin"} if kind in ("add", "change", "delete") or door.act == "delete_selected" else set()
    if kind == "changelist":
        return {
            "accept": {"reviewer", "admin"} if label in CLAIMS | {"articles.mention"} else set(),
            "reject": {"reviewer", "admin"},
            "deprecate": {"reviewer", "admin"},
            "approve": {"reviewer", "admin"},
            "refuse": {"reviewer", "admin"},
            "merge": {"reviewer", "admin"},
            "link": {"editor", "reviewer", "admin"},
            "hide": {"editor", "reviewer", "admin"} | narrow,
            "publish": {"reviewer", "admin"} if label == "people.person" else {"editor", "reviewer", "admin"} | narrow,
            "suppress": {"admin"},
            "delete_selected": {"admin"} if label in WRITTEN else set(),
        }.get(door.act, set())
    if label not in WRITTEN:
        return set()
    if kind == "delete":
        return {"admin"}
    if kind == "add" and label == "articles.article":
        return set()
    if kind in ("add", "change") or door.name.endswith("_simple_history"):
        return {"editor", "reviewer", "admin"} | (narrow if kind != "add" else set())
    return set()


def build() -> dict:
    """A world with the planted words, and a row of each table to aim at."""
    fill(2, text=f"{PLANTED} дом", place_text="Ашық дом")
    spare = {
        Group: Group.objects.create(name=OF_ACCOUNTS),
        User: user(username="keeper", email=f"{OF_ACCOUNTS}@kb.example", first_name=OF_ACCOUNTS),
        Indicator: indicator(f"{PLANTED} бос"),
        Organization: organization(f"{PLANTED} бос", visibility="hidden"),
        Person: person(f"{PLANTED} бос", visibility="hidden"),
        Program: program(f"{PLANTED} бос", visibility="hidden"),
        Region: region("Ашық бос", visibility="hidden"),
    }
    found = {model: model._base_manager.order_by("pk").first() for model in admin.site._registry}
    job = ImportJob.objects.latest("pk")
    ImportJob.objects.filter(pk=job.pk).update(previewed_at=timezone.now())  # nothing came after
    job.refresh_from_db()
    done = Run.objects.filter(kind="import").latest("pk")
    Run.objects.filter(pk=done.pk).update(status="finished")
    names = {"position": Position, "pledge": Pledge, "article": Article, "indicator": Indicator}
    names |= {"organization": Organization, "program": Program, "region": Region}
    public = {"person": Person.objects.filter(visibility="public").latest("pk")}
    return found | public | {name: found[model] for name, model in names.items()} | {
        "spare": spare, "job": job, "run": done,
    }  # fmt: skip


@dataclass
class House:
    doors: list
    rows: dict


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Built once: what a visitor does is taken back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = build()
        keeper = Client()
        keeper.force_login(superuser())
        rows["batch"] = batch_of(user("reviewer"), rows)
        searching.refresh()
        yield House(addresses.all_doors(keeper, rows), rows)
        transaction.set_rollback(True)


def enter(role) -> Client:
    client = Client(raise_request_exception=False)
    client.account = None
    if role == "anonymous":
        return client
    client.account = user("" if role in ("nobody", "narrow") else role)
    if role == "narrow":
        client.account.user_permissions.set(
            Permission.objects.filter(content_type__app_label="regions", codename__in=["view_region", "change_region"])
        )
    client.force_login(client.account)
    return client


def batch_of(account, rows) -> Run:
    """A page of the review desk that ``account`` once sent."""
    row = {"table": "people.position", "pk": rows["position"].pk, "before": {"review": "proposed"}}
    done = {"articles": [rows["article"].pk], "rows": [row | {"after": {"review": "accepted"}}]}
    return Run.objects.create(kind="bulk_edit", status="finished", user=account, options=done, counts={"accept": 1})


class Watch:
    """Sees statements that are not questions."""

    def __init__(self):
        self.wrote = False

    def __call__(self, execute, sql, params, many, context):
        word = sql.lstrip(" (").split(None, 1)[0].upper()
        if word not in ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "WITH"):
            self.wrote = True
        return execute(sql, params, many, context)


def contents() -> dict:
    """Every row of every table."""
    return {
        model._meta.label_lower: repr(list(model._base_manager.order_by("pk").values_list()))
        for model in apps.get_models()
        if model._meta.label_lower not in _OWN
    }


def send(client, door, before):
    """What a door answers, which tables it wrote to and what it left in the guarded columns; all is taken back."""
    watch, cookies = Watch(), client.cookies.copy()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = client.get(door.address) if door.form is None else client.post(door.address, door.form)
            text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        after = contents() if watch.wrote else before
        guarded = addresses.guarded() if watch.wrote else None
        transaction.set_rollback(True)
    client.cookies = cookies  # a new session went with the rows
    wrote = {label for label in before if before[label] != after[label]}
    return answer, text, wrote, guarded


@pytest.mark.parametrize("role", ["anonymous", *STAFF])
def test_every_address_and_act(house, role):
    client = enter(role)
    Run.objects.filter(pk=house.rows["batch"].pk).update(user=client.account)
    assert len(house.doors) > 300
    before, kept = contents(), addresses.guarded()
    wrong = []
    for door in house.doors:
        if door.form is None and role in ("editor", "admin"):
            continue  # they look at what viewers and reviewers look at
        answer, text, wrote, guarded = send(client, door, before)
        if answer.status_code >= 500:
            wrong.append((door.label, "breaks", text[:300]))
        if door.form is None and wrote:
            wrong.append((door.label, "a look writes", wrote))
        if door.form is not None and bool(wrote) is not (role in allowed(door)):
            wrong.append((door.label, "writes" if wrote else "does not open", wrote or _said(answer)))
        if role in ("anonymous", "nobody", "narrow") and PLANTED in text:
            wrong.append((door.label, "shows what is hidden"))
        if role != "admin" and OF_ACCOUNTS in text:
            wrong.append((door.label, "shows an account"))
        if role == "narrow" and wrote - OF_NARROW:
            wrong.append((door.label, "writes beside", wrote))
        if door.act == "forged" and guarded:
            forged = {key for key, value in guarded.items() if key in kept and kept[key] != value}
            wrong += [(door.label, "forged", key) for key in forged if not _may_set(role, key, guarded[key], door)]
    assert not wrong, "\n".join(map(str, wrong))


OF_NARROW = {"regions.region", "core.entity", "regions.historicalregion", "core.run", "admin.logentry", "core.oldslug"}


def _may_set(role, key, value, door) -> bool:
    """Whether a form may set a guarded column of a row."""
    table, _pk, column = key
    if (table, column, value, door.model) == ("people.person", "visibility", "hidden", Article):
        return True  # whom nothing but a hidden article made public is hidden with it
    if column in ("review", "reason", "decided_by"):
        return role in ("reviewer", "admin")
    if column in ("visibility", "public_reason"):
        return table != "people.person" or role in ("reviewer", "admin")
    return False


def _said(answer) -> str:
    """Why a form was not taken."""
    context = answer.context or {}
    errors = [form.errors for form in [getattr(context.get("adminform"), "form", None), context.get("form")] if form]
    inlines = [formset.formset.errors for formset in context.get("inline_admin_formsets", ())]
    return f"{answer.status_code} {errors} {inlines} {list(map(str, context.get('messages', ())))}"
