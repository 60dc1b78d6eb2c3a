"""Settings read from the environment; a wrong value stops the start and names itself."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool) -> bool:
    """True for "1", False for "0"; anything else is refused."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0.")
    return value == "1"


def number(name: str, default: int, least: int = 0) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number from {least} up.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(choices)}.")
    return value


SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-64000;PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;"
)

# A page's one statement over many tables is compiled for 9 s to save 0.1 s of running it, and the planner prefers
# reading whole tables to indexes that are in memory. Trying every order of its joins takes longer than answering it,
# and so does planning it at all: the one plan of a kept statement serves every value.
POSTGRESQL_OPTIONS = "-c jit=off -c random_page_cost=1.1 -c join_collapse_limit=4 -c plan_cache_mode=force_generic_plan"


def database(base: Path) -> dict:
    """Django's DATABASES["default"] from DATABASE_URL; without it db.sqlite3 in ``base``.

    Understands ``sqlite:///relative.db``, ``sqlite:////absolute.db`` and
    ``postgres://user:password@host:port/name?option=value`` (``host`` as an option names a socket folder).
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(base / "db.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:])
        if parts.netloc or not path:
            raise ImproperlyConfigured(f"DATABASE_URL={url!r}: write sqlite:///name.db or sqlite:////absolute/name.db.")
        return _sqlite(base / path)
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        try:
            port = parts.port
        except ValueError:
            raise ImproperlyConfigured(f"DATABASE_URL={_masked(parts)}: the port is no number.")
        name = unquote(parts.path[1:])
        if not name:
            raise ImproperlyConfigured(f"DATABASE_URL={_masked(parts)}: the name of the database is missing.")
        host = options.pop("host", parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": port or "",
            # The pool halves the time of a request; Django wants CONN_MAX_AGE 0 with it.
            "OPTIONS": {
                "pool": {"min_size": 1, "max_size": number("KB_POOL_SIZE", 8, least=1)},
                "options": POSTGRESQL_OPTIONS,
                **options,
            },
        }
    raise ImproperlyConfigured(f"DATABASE_URL={_masked(parts)}: only sqlite:/// and postgres:// are known.")


def _masked(parts) -> str:
    """The address without its password, for messages."""
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file and its pragmas take longer than most queries.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"init_command": SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20},
    }
