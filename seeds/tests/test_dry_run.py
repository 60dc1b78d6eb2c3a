"""A dry run says what the real one says and leaves no trace."""

import pytest
from django.core.management import call_command

from seeds import importing
from seeds.tests import state, stub

NEWS = "Көмек туралы\n2023-03-06\nТасөзен облысының әкімі Марат Серіков. 120 отбасы көмек алды.\n"


@pytest.fixture
def command(monkeypatch, gazetteer, capsys):
    """Run import_seeds with the stub reader; its exit code and what it wrote to standard output."""
    real = importing.import_paths

    def with_stub(paths, options):
        options.read, options.reader_version, options.gazetteer = stub.read, "stub-1", gazetteer
        return real(paths, options)

    monkeypatch.setattr(importing, "import_paths", with_stub)

    def run(*arguments):
        code = 0
        try:
            call_command("import_seeds", *map(str, arguments))
        except SystemExit as stop:
            code = stop.code
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


@pytest.mark.django_db
def test_it_prints_what_the_real_run_prints_and_keeps_nothing(command, folder):
    path = folder(a=NEWS, b=NEWS, c="FAIL", d="А. Сапаров келді", empty="")
    empty = state.rows()
    dry = command(path, "--dry-run")
    assert state.rows() == empty
    real = command(path)
    assert dry[:2] == real[:2]
    assert real[0] == 1
    assert "duplicate" in real[1]
    assert "c.txt: the reader stopped with ValueError: cannot read this [reading-failed]" in real[2]
    assert "empty.txt" in real[2]


@pytest.mark.django_db
def test_an_update_is_tried_and_taken_back(command, folder):
    path = folder(a=NEWS)
    assert command(path)[0] == 0
    before, content = state.rows(), state.content()
    folder(a=NEWS + "45 мектеп бар.\n")
    code, out, _err = command(path, "--dry-run")
    assert (code, "updated          1" in out) == (0, True)
    assert (state.rows(), state.content()) == (before, content)


@pytest.mark.django_db
def test_no_worker_is_refused(command):
    with pytest.raises(Exception, match="workers"):
        command("--workers", "0")
