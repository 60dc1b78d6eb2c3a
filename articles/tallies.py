"""How many public articles name a thing: a stored number, because counting takes longer the better known somebody is.

Triggers keep it in the transaction of whatever writes, on both databases. ``rebuild`` counts anew, ``problems``
compares.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from kb.core.triggers import Trigger

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

TRIGGERS = (
    Trigger("tally_named", "AFTER INSERT", "articles_appearance", _MORE.format(row="NEW")),
    Trigger("tally_unnamed", "AFTER DELETE", "articles_appearance", _LESS.format(row="OLD")),
    Trigger(
        "tally_renamed", "AFTER UPDATE OF entity_id, article_id", "articles_appearance",
        _LESS.format(row="OLD") + " " + _MORE.format(row="NEW"),
    ),
    Trigger(
        "tally_shown", "AFTER UPDATE OF visibility", "articles_article", _SHOWN,
        f"{_TURNED} AND NEW.visibility = 'public'",
    ),
    Trigger(
        "tally_hidden", "AFTER UPDATE OF visibility", "articles_article", _HIDDEN,
        f"{_TURNED} AND NEW.visibility <> 'public'",
    ),
)  # fmt: skip
_COUNT = (
    "SELECT entity_id, COUNT(*) FROM articles_appearance JOIN articles_article ON articles_article.id = article_id"
    " WHERE visibility = 'public'{where} GROUP BY entity_id"
)


def add(articles: Sequence[int]) -> None:
    """Count the appearances of new articles, where the triggers are silent."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(articles))
        cursor.execute(
            f"INSERT INTO articles_tally (entity_id, documents) {_COUNT.format(where=f' AND article_id IN ({marks})')}"
            " ORDER BY entity_id ON CONFLICT (entity_id)"
            " DO UPDATE SET documents = articles_tally.documents + EXCLUDED.documents",
            articles,
        )


def triggers(_vendor: str) -> tuple[Trigger, ...]:
    return TRIGGERS


@transaction.atomic
def rebuild() -> int:
    """Count all anew; how many things articles name."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_tally")
        cursor.execute(f"INSERT INTO articles_tally (entity_id, documents) {_COUNT.format(where='')}")
        cursor.execute("SELECT COUNT(*) FROM articles_tally")
        return cursor.fetchone()[0]


def problems(counts: Counter) -> Iterator[str]:
    """A line for each number that is not what counting gives."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(where=""))
        expected = dict(cursor.fetchall())
        cursor.execute("SELECT entity_id, documents FROM articles_tally ORDER BY entity_id")
        for entity, documents in cursor.fetchall():
            counts["tallies"] += 1
            if documents != (right := expected.pop(entity, 0)):
                yield f"tally of entity {entity}: {documents} articles, {right} name it"
    for entity, right in sorted(expected.items()):
        yield f"tally of entity {entity} is missing, {right} articles name it"
