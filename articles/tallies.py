"""How many public articles name a thing: a stored number, because counting takes longer the better known somebody is.

Triggers keep it in the transaction of whatever writes, on both databases. They are put up after every ``migrate`` and
taken down before (see people.guard). ``rebuild`` counts anew, ``problems`` compares.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, connections, transaction

_MORE = (
    "INSERT INTO articles_tally (entity_id, documents) SELECT {row}.entity_id, 1 FROM articles_article"
    " WHERE id = {row}.article_id AND visibility = 'public'"
    " ON CONFLICT (entity_id) DO UPDATE SET documents = articles_tally.documents + 1;"
)
_LESS = (
    "UPDATE articles_tally SET documents = documents - 1 WHERE entity_id = {row}.entity_id AND EXISTS"
    " (SELECT 1 FROM articles_article WHERE id = {row}.article_id AND visibility = 'public');"
    " DELETE FROM articles_tally WHERE entity_id = {row}.entity_id AND documents < 1;"
)
_NAMED = "entity_id IN (SELECT entity_id FROM articles_appearance WHERE article_id = NEW.id)"
_SHOWN = (
    "INSERT INTO articles_tally (entity_id, documents) SELECT entity_id, 1 FROM articles_appearance"
    " WHERE article_id = NEW.id ON CONFLICT (entity_id) DO UPDATE SET documents = articles_tally.documents + 1;"
)
_HIDDEN = (
    f"UPDATE articles_tally SET documents = documents - 1 WHERE {_NAMED};"
    f" DELETE FROM articles_tally WHERE {_NAMED} AND documents < 1;"
)
_TURNED = "(OLD.visibility = 'public') <> (NEW.visibility = 'public')"

# name: (event and table, condition, statements)
TRIGGERS = {
    "tally_named": ("INSERT ON articles_appearance", "", _MORE.format(row="NEW")),
    "tally_unnamed": ("DELETE ON articles_appearance", "", _LESS.format(row="OLD")),
    "tally_renamed": (
        "UPDATE OF entity_id, article_id ON articles_appearance",
        "",
        _LESS.format(row="OLD") + " " + _MORE.format(row="NEW"),
    ),
    "tally_shown": (
        "UPDATE OF visibility ON articles_article", f"{_TURNED} AND NEW.visibility = 'public'", _SHOWN,
    ),
    "tally_hidden": (
        "UPDATE OF visibility ON articles_article", f"{_TURNED} AND NEW.visibility <> 'public'", _HIDDEN,
    ),
}  # fmt: skip
_COUNT = (
    "SELECT entity_id, COUNT(*) FROM articles_appearance JOIN articles_article ON articles_article.id = article_id"
    " WHERE visibility = 'public' GROUP BY entity_id"
)


def take_down(using, **_rest):
    connection = connections[using]
    standing = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name, (event, _condition, _statements) in TRIGGERS.items():
            table = event.rpartition(" ")[2]
            if table in standing:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def put_up(using, **_rest):
    connection = connections[using]
    if "articles_tally" not in connection.introspection.table_names():
        return
    take_down(using)
    with connection.cursor() as cursor:
        for name, (event, condition, statements) in TRIGGERS.items():
            when = f" WHEN ({condition})" if condition else ""
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                    f" $$ BEGIN {statements} RETURN NULL; END $$"
                )
                cursor.execute(f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW{when} EXECUTE FUNCTION {name}()")
            else:
                cursor.execute(f"CREATE TRIGGER {name} AFTER {event}{when} BEGIN {statements} END")


@transaction.atomic
def rebuild() -> int:
    """Count all anew; how many things articles name."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_tally")
        cursor.execute(f"INSERT INTO articles_tally (entity_id, documents) {_COUNT}")
        cursor.execute("SELECT COUNT(*) FROM articles_tally")
        return cursor.fetchone()[0]


def problems(counts: Counter) -> Iterator[str]:
    """A line for each number that is not what counting gives."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        expected = dict(cursor.fetchall())
        cursor.execute("SELECT entity_id, documents FROM articles_tally ORDER BY entity_id")
        for entity, documents in cursor.fetchall():
            counts["tallies"] += 1
            if documents != (right := expected.pop(entity, 0)):
                yield f"tally of entity {entity}: {documents} articles, {right} name it"
    for entity, right in sorted(expected.items()):
        yield f"tally of entity {entity} is missing, {right} articles name it"
