"""check_quotes finds what is wrong."""

from collections import Counter

import pytest
from django.core.management import call_command

from articles.models import Appearance, Evidence, Mention
from kb.core.models import Relation
from seeds import checking

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(run_import, folder):
    run_import(folder(a="Хабар\n2023-03-06\nКөкжар. әкімі Марат Серіков. Жаңа Жол мен Ашық есік. 120 отбасы."))


def test_an_import_is_right(imported, capsys):
    call_command("check_quotes")
    assert "wrong                0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda: Mention.objects.filter(pk=Mention.objects.first().pk).update(text="Басқа"), "mention"),
        (lambda: Evidence.objects.filter(pk=Evidence.objects.first().pk).update(start=1), "evidence"),
        (lambda: Relation.objects.filter(run__kind="import").update(kind="operates_in"), "relation"),
        (lambda: Appearance.objects.first().delete(), "missing"),
        (lambda: Appearance.objects.filter(pk=Appearance.objects.first().pk).update(mentions=9), "appearance"),
        (lambda: Mention.objects.filter(kind="person").update(review="rejected"), "appearance"),
    ],
)
def test_what_is_wrong_is_named(imported, spoil, says, capsys):
    spoil()
    problems = list(checking.problems(Counter()))
    assert len(problems) == 1
    assert says in problems[0]
    with pytest.raises(SystemExit) as stop:
        call_command("check_quotes")
    assert stop.value.code == 1
