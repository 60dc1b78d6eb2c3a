"""Documents in, once and again: counts, rows, duplicates, failures."""

import pytest

from articles.models import Article, ArticleVersion, Evidence, Mention
from kb.core.models import Entity, Run
from people.models import Person, Position
from programs.models import Figure
from seeds.models import ImportItem
from seeds.reading import files
from seeds.tests import state

pytestmark = pytest.mark.django_db

NEWS = "Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. Тасөзен облысы. 120 отбасы көмек алды.\n"
OTHER = "Мектеп туралы\n2023-04-01\nКөкжар қаласында 15 мектеп бар. Бұл туралы Айгүл Омарова айтты.\n"


def test_a_document_becomes_an_article_with_quotes_in_place(run_import, folder):
    report = run_import(folder(a=NEWS))
    assert dict(report.counts) == {"created": 1}
    article = Article.objects.get()
    assert (article.text, article.source_name, article.title) == (NEWS, "a.txt", "Көмек туралы")
    assert all(article.text[m.start : m.end] == m.text for m in Mention.objects.all())
    assert all(article.text[e.start : e.end] == e.quote for e in Evidence.objects.all())
    position = Position.objects.get()
    assert (position.person.name_kk, position.post, position.region.ref) == ("Марат Серіков", "akim", "region:T-1")
    assert position.first_reported == position.last_reported == article.published_on
    assert Figure.objects.get().value == 120


def test_the_second_run_writes_nothing_but_itself(run_import, folder):
    path = folder(a=NEWS, b=OTHER)
    run_import(path)
    before = state.rows()
    report = run_import(path)
    assert dict(report.counts) == {"unchanged": 2}
    after = state.rows()
    after["core.Run"] -= 1
    after["seeds.ImportItem"] -= 2
    assert after == before


def test_a_newer_reader_that_finds_the_same_changes_nothing(run_import, folder):
    path = folder(a=NEWS, b=OTHER)
    run_import(path)
    content, before = state.content(), state.rows()
    report = run_import(path, reader_version="stub-2")
    assert dict(report.counts) == {"unchanged": 2}
    assert state.content() == content
    after = state.rows()
    after["core.Run"] -= 1
    after["seeds.ImportItem"] -= 2
    del before["core.SearchStale"], after["core.SearchStale"]  # the article's row notes the reader
    assert after == before
    assert set(Article.objects.values_list("reader_version", flat=True)) == {"stub-2"}


def test_the_same_bytes_under_two_names_are_one_article(run_import, folder):
    path = folder(a=NEWS, b=NEWS)
    for outcome in ("created", "unchanged"):
        report = run_import(path)
        assert dict(report.counts) == {outcome: 1, "duplicate": 1}
    assert Article.objects.count() == 1
    note = ImportItem.objects.filter(outcome="duplicate").first().notes
    assert note == [{"text": "the same bytes as %(name)s", "values": {"name": "a.txt"}}]


def test_the_same_text_in_other_bytes_is_a_duplicate(run_import, folder):
    report = run_import(folder(a=NEWS, b=b"\xef\xbb\xbf" + NEWS.replace("\n", "\r\n").encode()))
    assert dict(report.counts) == {"created": 1, "duplicate": 1}


def test_two_folders_may_use_one_name_for_two_documents(run_import, tmp_path):
    for name, text in (("one", NEWS), ("two", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "01.txt").write_text(text, encoding="utf-8")
    both = [tmp_path / "one", tmp_path / "two"]
    assert dict(run_import(*both).counts) == {"created": 2}
    assert dict(run_import(*both).counts) == {"unchanged": 2}
    assert set(Article.objects.values_list("text", flat=True)) == {NEWS, OTHER}
    (tmp_path / "two" / "01.txt").write_text(OTHER + "Тағы бір сөйлем.\n", encoding="utf-8")
    assert dict(run_import(*both).counts) == {"unchanged": 1, "updated": 1}
    assert Article.objects.count() == 2


def test_a_changed_document_is_updated_and_its_old_text_kept(run_import, folder):
    run_import(folder(a=NEWS))
    report = run_import(folder(a=NEWS.replace("120 отбасы", "130 отбасы")))
    assert dict(report.counts) == {"updated": 1}
    assert Article.objects.get().text.count("130 отбасы") == 1
    assert ArticleVersion.objects.get().text == NEWS
    assert [figure.value for figure in Figure.objects.all()] == [130]


def test_an_unlike_document_of_the_same_name_is_another_article(run_import, folder):
    run_import(folder(a=NEWS))
    assert dict(run_import(folder(a=OTHER)).counts) == {"created": 1}
    assert Article.objects.count() == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_fails_leaves_no_row_and_the_rest_goes_on(run_import, folder, workers):
    report = run_import(folder(a=NEWS, b="FAIL Марат Ахметов", c=OTHER), workers=workers)
    assert dict(report.counts) == {"created": 2, "failed": 1}
    failed = ImportItem.objects.get(outcome="failed")
    assert (failed.name, failed.code) == ("b.txt", "reading-failed")
    assert "cannot read this" in failed.reason


def test_a_document_that_cannot_be_written_leaves_no_row(run_import, folder, monkeypatch):
    def refuse(_articles):
        raise RuntimeError("disk full")

    monkeypatch.setattr("articles.appearances.rebuild", refuse)
    report = run_import(folder(a=NEWS))
    assert dict(report.counts) == {"failed": 1}
    assert not Article.objects.exists()
    assert not Person.objects.exists()
    monkeypatch.undo()
    assert dict(run_import(folder(a=NEWS)).counts) == {"created": 1}


def test_bad_and_other_files_are_counted_and_named(run_import, folder):
    path = folder(a=NEWS, empty="")
    (path / "photo.jpg").write_bytes(b"\xff\xd8")
    report = run_import(path)
    assert dict(report.counts) == {"created": 1, "failed": 1, "skipped": 1}
    assert {(item.name, item.outcome) for item in ImportItem.objects.all()} == {
        ("a.txt", "created"),
        ("empty.txt", "failed"),
        ("photo.jpg", "skipped"),
    }


def test_a_third_language_is_stored(run_import, folder):
    run_import(folder(a="Hello everybody\nMarat Serikov came."))
    assert Article.objects.get().language == ""


def test_names_that_stay_unlinked_are_reported(run_import, folder):
    both = "2023-03-06\nТасөзен облысы. Әкім келді. {} А. Сапаров сөйледі."
    report = run_import(folder(a="Бір\n" + both.format("әкімі Асан Сапаров келді. әкімі Арман Сапаров келді.")))
    assert report.unlinked == {("person", "А. Сапаров"): 1}
    assert Mention.objects.get(text="А. Сапаров").entity is None


def test_a_run_that_died_is_marked_interrupted(run_import, folder):
    dead = Run.objects.create(kind=Run.Kind.IMPORT, options={"pid": 2**22 + 1, "host": "elsewhere"})
    run_import(folder(a=NEWS))
    dead.refresh_from_db()
    assert dead.status == Run.Status.INTERRUPTED


def test_items_at_hand_are_imported_without_files(gazetteer):
    from seeds import importing
    from seeds.tests import stub

    items = [files.Document("pasted", NEWS, NEWS.encode()), files.Skipped("x.bin")]
    report = importing.import_items(
        items, importing.Options(read=stub.read, reader_version="stub-1", gazetteer=gazetteer)
    )
    assert dict(report.counts) == {"created": 1, "skipped": 1}
    assert Entity.objects.filter(run=report.run).exists()
