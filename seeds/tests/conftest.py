import pytest

from seeds import importing
from seeds.reading import gazetteer as gazetteers
from seeds.tests import stub


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory):
    """A small country of our own."""
    folder = tmp_path_factory.mktemp("data")
    for name, text in stub.GAZETTEER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return gazetteers.load(folder)


@pytest.fixture
def folder(tmp_path):
    """Write files: folder(**{"a": text}) → the folder, each file named a.txt."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / f"{name}.txt"
            if isinstance(text, bytes):
                path.write_bytes(text)
            else:
                path.write_text(text, encoding="utf-8", newline="")
        return tmp_path

    return write


@pytest.fixture
def run_import(gazetteer):
    """Import with the stub reader; keyword arguments are importing.Options."""

    def run(*paths, **options):
        settings = {"read": stub.read, "reader_version": "stub-1", "gazetteer": gazetteer, **options}
        return importing.import_paths(paths, importing.Options(**settings))

    return run
