"""The groups come with the migrations, which may run again without a change."""

from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from kb.web import migrations

pytestmark = pytest.mark.django_db
GROUPS = ["viewer", "editor", "reviewer", "admin"]


def rights() -> dict[str, set]:
    return {
        group.name: set(group.permissions.values_list("content_type__app_label", "codename"))
        for group in Group.objects.all()
    }


def set_up():
    for path in sorted(Path(migrations.__file__).parent.glob("0*.py")):
        import_module(f"kb.web.migrations.{path.stem}").grant(apps, SimpleNamespace(connection=connection))


def test_once_more_changes_nothing():
    before = rights()
    assert set(before) == set(GROUPS)
    set_up()
    assert rights() == before
    set_up()
    assert rights() == before


def test_what_was_taken_from_a_group_or_deleted_comes_again():
    before = rights()
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.get(name="viewer").delete()
    set_up()
    assert rights() == before


def test_each_group_may_what_the_one_before_may():
    found = rights()
    for less, more in pairwise(GROUPS):
        assert found[less] < found[more]
    assert {verb for _app, name in found["viewer"] for verb in [name.split("_")[0]]} == {"view"}
    assert not any(name.startswith("delete_") for _app, name in found["editor"])
