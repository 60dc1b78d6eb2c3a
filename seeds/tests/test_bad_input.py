"""Bad input from end to end: a line on standard error with file, place, reason and code, and the rest goes on."""

import io
import json
import os
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from kb.core.models import Run
from seeds import importing
from seeds.models import ImportItem
from seeds.tests import stub

pytestmark = pytest.mark.django_db

GOOD = "Хабар\n2023-03-06\nКөкжар қаласында 45 мектеп бар.\n"


def zipped(*entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


CASES = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "photo.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "nul.txt": GOOD.encode() + b"\0" + GOOD.encode(),
    "truncated.txt": GOOD.encode()[:-3] + b"\xd0",
    "broken.json": b'{"text": "a',
    "header.csv": "titel,txt\nа,б\n".encode(),
    "up.zip": zipped(("../../outside.txt", GOOD)),
    "bomb.zip": zipped(("big.txt", b"0" * 60_000_000)),
    "nested.zip": zipped(("a.zip", zipped(("b.zip", zipped(("c.zip", zipped(("d.txt", GOOD)))))))),
    "damaged.zip": zipped(("a.txt", GOOD))[:40],
    "damaged.docx": b"PK\x03\x04 no Word document",
}


@pytest.fixture
def command(monkeypatch, gazetteer, capsys):
    real = importing.import_paths

    def with_stub(paths, options):
        options.read, options.reader_version, options.gazetteer = stub.read, "stub-1", gazetteer
        return real(paths, options)

    monkeypatch.setattr(importing, "import_paths", with_stub)

    def run(*paths):
        with pytest.raises(SystemExit) as stop:
            call_command("import_seeds", *map(str, paths))
        return stop.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize("name", CASES)
def test_it_is_named_and_the_rest_goes_on(command, tmp_path, name):
    (tmp_path / name).write_bytes(CASES[name])
    (tmp_path / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    code, err = command(tmp_path)
    assert code == 1
    lines = [line for line in err.splitlines() if line.startswith(name)]
    assert lines
    assert all(re.search(r": .+ \[[a-z-]+\]$", line) for line in lines)
    assert Article.objects.filter(source_name="zz-good.txt").exists()
    assert not (tmp_path.parent.parent / "outside.txt").exists()
    failed = ImportItem.objects.filter(outcome="failed")
    assert failed.exists()
    assert all(item.code and item.error for item in failed)


def test_a_missing_path_is_a_failure(command, tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    code, err = command(tmp_path / "nowhere", tmp_path)
    assert (code, "[missing]" in err) == (1, True)
    assert Article.objects.count() == 1


def test_paths_that_are_all_missing_are_no_run(tmp_path):
    with pytest.raises(CommandError, match=r"No such file or folder: .*nowhere"):
        call_command("import_seeds", str(tmp_path / "nowhere"))
    assert not Run.objects.exists()


def test_a_symlink_loop_ends(command, tmp_path):
    (tmp_path / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    os.symlink(tmp_path, tmp_path / "again")
    code, err = command(tmp_path)
    assert (code, "[symlink-loop]" in err) == (1, True)
    assert Article.objects.count() == 1


def test_a_line_of_a_json_lines_file_fails_alone(command, tmp_path):
    lines = [json.dumps({"text": GOOD}, ensure_ascii=False), "{", json.dumps({"text": GOOD + "Тағы."})]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, err = command(tmp_path)
    assert (code, "line 2" in err) == (1, True)
    assert Article.objects.count() == 2
