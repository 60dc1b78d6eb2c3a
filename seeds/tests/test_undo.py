"""An import taken back, except what people touched since."""

from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from articles.models import Article, ArticleVersion, Evidence, Mention
from articles.tests.factories import article, evidence
from kb.core.models import Entity, Run
from people.models import Person, Position
from programs.models import Figure, Indicator
from programs.tests.factories import figure, indicator, pledge, pledge_change
from seeds import checking, undo
from seeds.tests import state, stub

pytestmark = pytest.mark.django_db

NEWS = "Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. Тасөзен облысы. 120 отбасы көмек алды.\n"
SECOND = "Тағы бір хабар\n2023-03-09\nТасөзен облысының әкімі Марат Серіков. Тасөзен облысы. 120 отбасы көмек алды.\n"


def take_back(run, **options):
    return undo.undo(run, read=stub.read, **options)


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch):
    """What belongs together stands in several batches, as it does in a long run."""
    monkeypatch.setattr(undo, "_ARTICLES", 1)
    monkeypatch.setattr(undo, "_BATCH", 2)


@pytest.fixture
def editor():
    return get_user_model().objects.create(username="editor")


def without_runs(rows):
    """History, runs and the search index remember; the tables of content don't."""
    return {
        name: count
        for name, count in rows.items()
        if not name.startswith(("core.Run", "core.Search", "seeds.")) and ".Historical" not in name
    }


def test_nothing_stays_of_an_untouched_import(run_import, folder, gazetteer):
    from seeds import reference

    reference.load(gazetteer)
    before = without_runs(state.rows())
    run = run_import(folder(a=NEWS, b="А. Сапаров\n45 мектеп")).run
    undone = take_back(run)
    assert undone.left == []
    assert without_runs(state.rows()) == before
    run.refresh_from_db()
    assert (run.status, undone.run.undoes_id) == (Run.Status.UNDONE, run.pk)


def test_after_it_the_import_can_be_repeated(run_import, folder):
    path = folder(a=NEWS)
    run = run_import(path).run
    content = state.content()
    take_back(run)
    run_import(path)
    assert state.content() == content


def test_what_a_later_run_uses_stays(run_import, folder):
    first = run_import(folder(a=NEWS)).run
    run_import(folder(b=SECOND))
    take_back(first)
    assert [article.source_name for article in Article.objects.all()] == ["b.txt"]
    position = Position.objects.get()
    assert str(position.first_reported) == "2023-03-09"
    assert Evidence.objects.filter(position=position).count() == 1
    assert Person.objects.filter(name_kk="Марат Серіков").exists()


def test_what_a_second_run_added_to_a_shared_claim_goes(run_import, folder):
    run_import(folder(a=NEWS))
    content = state.content()
    second = run_import(folder(b=SECOND)).run
    assert take_back(second).left == []
    assert state.content() == content


def test_what_people_decided_or_edited_stays_and_is_named(run_import, folder, editor):
    run = run_import(folder(a=NEWS)).run
    figure, person = Figure.objects.get(), Person.objects.get()
    figure.decide("accepted", editor, timezone.now())
    figure.save()
    person.summary_kk = "Облыс әкімі."
    person.mark_edited(["summary_kk"])
    person.save()
    undone = take_back(run)
    assert Figure.objects.filter(pk=figure.pk).exists()
    assert Evidence.objects.filter(figure=figure).count() == 1
    assert Article.objects.count() == 1
    assert not Mention.objects.exists()
    assert Indicator.objects.count() == 1
    assert Entity.objects.filter(pk=person.pk).exists()
    with translation.override("en"):
        told = [undo.words(line) for line in undone.left]
    assert any("Марат Серіков" in line and "edited" in line for line in told)
    assert any("120 отбасы" in line for line in told)


def test_a_replaced_text_comes_back_with_what_it_says(run_import, folder):
    run_import(folder(a=NEWS))
    content = state.content()
    run = run_import(folder(a="Жаңартылды.\n" + NEWS.replace("120", "125"))).run
    assert ArticleVersion.objects.count() == 1
    assert take_back(run).left == []
    assert state.content() == content
    assert not ArticleVersion.objects.exists()
    assert list(checking.problems(Counter())) == []


def test_a_hidden_person_that_the_run_made_public_is_hidden_again(run_import, folder):
    run_import(folder(a="Хабар\n2023-03-01\nКөкжар. Марат Серіков айтты. Тасөзен облысы."))
    person = Person.objects.get()
    assert person.visibility == "hidden"
    run = run_import(folder(b=NEWS)).run
    person.refresh_from_db()
    assert person.visibility == "public"
    take_back(run)
    person.refresh_from_db()
    assert (person.visibility, person.public_reason) == ("hidden", "")


def test_a_figure_goes_after_the_change_that_aims_at_it(gazetteer):
    run = Run.objects.create(kind=Run.Kind.IMPORT, status=Run.Status.FINISHED)
    read = {"run": run, "review": "proposed"}
    aim = figure(**read, indicator=indicator(run=run))
    promise = pledge(**read)
    change = pledge_change(promise, kind="target", new_status="", new_target=aim, **read)
    for number, claim in enumerate(({"figure": aim}, {"pledge": promise}, {"pledge_change": change})):
        evidence(article(f"120 отбасы {number}", run=run), "120 отбасы", run=run, **claim)
    undone = take_back(run)
    assert (undone.left, undone.counts["claims"], undone.counts["articles"]) == ([], 3, 3)
    assert not Figure.objects.exists()


def test_its_preview_leaves_search_alone(run_import, folder, monkeypatch):
    run = run_import(folder(a=NEWS)).run
    monkeypatch.setattr(undo.searching, "refresh", lambda: pytest.fail("search followed"))
    assert take_back(run, preview=True).counts["articles"] == 1


@pytest.mark.parametrize("name", ["nothing", "0"])
def test_an_unknown_run_is_refused(name):
    with pytest.raises(CommandError, match="no run"):
        call_command("undo_import", name)


def test_a_run_is_undone_once_and_reference_data_never(run_import, folder):
    run = run_import(folder(a=NEWS)).run
    take_back(run)
    with pytest.raises(undo.CannotUndo):
        take_back(run)
    with pytest.raises(undo.CannotUndo):
        take_back(Run.objects.get(kind="reference"))


def test_one_that_was_cut_short_goes_on(run_import, folder, gazetteer):
    """Each batch stays done, and what is taken back in two goes is what is taken back in one."""
    from seeds import reference

    reference.load(gazetteer)
    before = without_runs(state.rows())
    run = run_import(folder(a=NEWS, b=SECOND)).run

    said = Counter()

    def stop(what, number):
        if what == "mentions" and said["articles"]:
            raise KeyboardInterrupt
        said[what] = number

    with pytest.raises(KeyboardInterrupt):
        take_back(run, tell=stop)
    back = run.undone_by.get()
    assert (back.status, back.counts["articles"]) == ("running", 1)
    left = Article.objects.get()
    assert set(Mention.objects.values_list("article", flat=True)) == {left.pk}
    assert list(checking.problems(Counter())) == []
    undone = take_back(run)
    assert (undone.run, undone.left, undone.counts["articles"]) == (back, [], 2)
    assert without_runs(state.rows()) == before
    run.refresh_from_db()
    assert run.status == "undone"
    assert undo.done(run).counts == undone.counts
