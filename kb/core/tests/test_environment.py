"""A wrong value in the environment stops the start and names itself."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kb import environment

HOME = Path("/srv/kb")


@pytest.mark.parametrize("value", ["yes", "true", "", "2"])
def test_flag_refuses(monkeypatch, value):
    monkeypatch.setenv("KB_DEBUG", value)
    with pytest.raises(ImproperlyConfigured, match="KB_DEBUG"):
        environment.flag("KB_DEBUG", default=True)


@pytest.mark.parametrize("value", ["-1", "many", "1.5", "0"])
def test_number_refuses(monkeypatch, value):
    monkeypatch.setenv("KB_POOL_SIZE", value)
    with pytest.raises(ImproperlyConfigured, match="KB_POOL_SIZE"):
        environment.number("KB_POOL_SIZE", 8, least=1)


def test_choice_refuses(monkeypatch):
    monkeypatch.setenv("KB_LANGUAGE", "fr")
    with pytest.raises(ImproperlyConfigured, match="kk, ru, en"):
        environment.choice("KB_LANGUAGE", "kk", ("kk", "ru", "en"))


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("", "sqlite3", HOME / "db.sqlite3"),
        ("sqlite:///kb.db", "sqlite3", HOME / "kb.db"),
        ("sqlite:////var/lib/kb.db", "sqlite3", Path("/var/lib/kb.db")),
        ("postgres://kb:s%40crt@db.example:5433/facts", "postgresql", "facts"),
        ("postgres://kb@/facts?host=/run/postgresql", "postgresql", "facts"),
    ],
)
def test_database(monkeypatch, url, engine, name):
    monkeypatch.setenv("DATABASE_URL", url)
    database = environment.database(HOME)
    assert database["ENGINE"].endswith(engine)
    assert database["NAME"] == name


def test_database_parts(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kb:s%40crt@db.example:5433/facts")
    database = environment.database(HOME)
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]) == (
        "kb",
        "s@crt",
        "db.example",
        5433,
    )
    assert database["OPTIONS"]["pool"]
    assert "jit=off" in database["OPTIONS"]["options"]


def test_an_option_of_the_address_goes_first(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/facts?options=-c%20jit=on")
    assert environment.database(HOME)["OPTIONS"]["options"] == "-c jit=on"


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///", "postgres://h/", "postgres://h:port/x", "kb.db"])
def test_database_refuses_without_the_password(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url.replace("://h", "://kb:hushhush@h"))
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refusal:
        environment.database(HOME)
    assert "hushhush" not in str(refusal.value)
