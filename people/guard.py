"""Triggers that keep a private person private until two people, or an import, put down why: whoever writes, and how.

A check constraint can't see the rows of another table. They are put up after every ``migrate`` and taken down before,
because Django makes a table of SQLite anew to alter it: a trigger goes with its table, and one that names a missing
table would stop the migration. New rows are not looked at: they were never private, and forms make them so.
"""

from django.db import connections

_PUBLIC, _PRIVATE = "person_made_public", "person_made_private"
_ASKED = "EXISTS (SELECT 1 FROM people_publishrequest WHERE person_id = NEW.id AND stands)"
_FALLS = "UPDATE people_publishrequest SET stands = {no} WHERE person_id = NEW.id AND stands"
_BECOMES_PUBLIC = "NEW.kind = 'person' AND NEW.visibility = 'public' AND OLD.visibility <> 'public'"
_BECOMES_PRIVATE = "NEW.kind = 'person' AND NEW.visibility <> 'public' AND OLD.visibility = 'public'"
_REFUSED = "two people make a private person public"
_EVENT = "UPDATE OF visibility ON core_entity"

SQLITE = (
    f"CREATE TRIGGER {_PUBLIC} BEFORE {_EVENT} WHEN {_BECOMES_PUBLIC} AND NOT {_ASKED} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    f"CREATE TRIGGER {_PRIVATE} AFTER {_EVENT} WHEN {_BECOMES_PRIVATE} BEGIN {_FALLS.format(no=0)}; END",
)
POSTGRES = (
    f"CREATE OR REPLACE FUNCTION {_PUBLIC}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT {_ASKED} THEN "
    f"RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
    f"CREATE OR REPLACE FUNCTION {_PRIVATE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_FALLS.format(no='false')}; RETURN NULL; END $$",
    f"CREATE TRIGGER {_PUBLIC} BEFORE {_EVENT} FOR EACH ROW WHEN ({_BECOMES_PUBLIC}) EXECUTE FUNCTION {_PUBLIC}()",
    f"CREATE TRIGGER {_PRIVATE} AFTER {_EVENT} FOR EACH ROW WHEN ({_BECOMES_PRIVATE}) EXECUTE FUNCTION {_PRIVATE}()",
)


def take_down(using, **_rest):
    connection = connections[using]
    if "core_entity" not in connection.introspection.table_names():
        return
    on = " ON core_entity" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in (_PUBLIC, _PRIVATE):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def put_up(using, apps=None, **_rest):
    """Not on a state of the tables from before there was anything to look at."""
    if apps is not None and not _knows_grounds(apps):
        return
    take_down(using)
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in POSTGRES if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def _knows_grounds(apps) -> bool:
    try:
        request = apps.get_model("people", "PublishRequest")
    except LookupError:
        return False
    return any(column.name == "stands" for column in request._meta.fields)
