"""What every test may use."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

NO_CHROMIUM = "no Chromium on this machine (Debian: apt-get install chromium)"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


LONGEST_ID = 60


def pytest_configure():
    """Tests look at pages that are made for them; the cache of pages has tests of its own."""
    settings.PAGE_CACHE_BYTES = 0


def pytest_make_parametrize_id(val):
    """Cases of hostile text are named by their beginning: a name of 100 kB is of no use in a report."""
    if isinstance(val, str) and len(val) > LONGEST_ID:
        return f"{val[:LONGEST_ID]}... ({len(val)} letters)"
    return None


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("browser"):
            # Playwright runs an event loop in this thread; the database is still used from one thread at a time.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(autouse=True)
def default_language():
    """A page that a test asks for leaves its language behind."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium; as root it wants no sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory):
    """Browser tests on SQLite get a file: there, what a closing page still reads locks no table for the clean-up."""
    default = connections["default"]
    if default.vendor == "sqlite" and any(item.get_closest_marker("browser") for item in request.session.items):
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")
