"""A migration's new index is known to SQLite's planner where the others are."""

import pytest
from django.db import connection

from kb.core import statistics
from people.tests.factories import person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL knows columns, not indexes"),
]


def known() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'core_entity'")
        return {name for (name,) in cursor.fetchall()}


def test_a_new_index_is_known_after_a_migration():
    person("Айша Оспанова")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CREATE INDEX entity_new ON core_entity (names_key)")
        assert "entity_new" not in known()
        statistics.renew("default")
        assert "entity_new" in known()


def test_a_database_without_statistics_gets_none():
    statistics.renew("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        assert cursor.fetchone() == (0,)
