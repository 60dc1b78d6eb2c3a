import pytest

from kb.web.tests import world as worlds


@pytest.fixture
def world(db):
    return worlds.build()
