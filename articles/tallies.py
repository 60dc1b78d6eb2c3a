"""How many public articles name a thing: a stored number, because counting takes longer the better known somebody is.

Every thing has one, so that lists of things are read in the order of the numbers. Triggers keep it in the transaction
of whatever writes, on both databases. ``rebuild`` counts anew, ``problems`` compares.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from kb.core.triggers import Trigger

_PUBLIC = "EXISTS (SELECT 1 FROM articles_article WHERE id = {row}.article_id AND visibility = 'public')"
_MORE = f"UPDATE articles_tally SET documents = documents + 1 WHERE entity_id = {{row}}.entity_id AND {_PUBLIC};"
_LESS = f"UPDATE articles_tally SET documents = documents - 1 WHERE entity_id = {{row}}.entity_id AND {_PUBLIC};"
_NAMED = "WHERE entity_id IN (SELECT entity_id FROM articles_appearance WHERE article_id = NEW.id);"
_SHOWN = f"UPDATE articles_tally SET documents = documents + 1 {_NAMED}"
_HIDDEN = f"UPDATE articles_tally SET documents = documents - 1 {_NAMED}"
_TURNED = "(OLD.visibility = 'public') <> (NEW.visibility = 'public')"

TRIGGERS = (
    Trigger(
        "tally_begun", "AFTER INSERT", "core_entity",
        "INSERT INTO articles_tally (entity_id, documents) VALUES (NEW.id, 0) ON CONFLICT (entity_id) DO NOTHING;",
    ),
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
    "SELECT core_entity.id, COUNT(articles_article.id) FROM core_entity"
    " LEFT JOIN articles_appearance ON entity_id = core_entity.id"
    " LEFT JOIN articles_article ON articles_article.id = article_id AND articles_article.visibility = 'public'"
    " GROUP BY core_entity.id"
)


def add(articles: Sequence[int]) -> None:
    """Count the appearances of new articles, where the triggers are silent."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(articles))
        cursor.execute(
            "INSERT INTO articles_tally (entity_id, documents) SELECT entity_id, COUNT(*) FROM articles_appearance"
            " JOIN articles_article ON articles_article.id = article_id"
            f" WHERE visibility = 'public' AND article_id IN ({marks}) GROUP BY entity_id"
            " ORDER BY entity_id ON CONFLICT (entity_id)"
            " DO UPDATE SET documents = articles_tally.documents + EXCLUDED.documents",
            articles,
        )


def triggers(_vendor: str) -> tuple[Trigger, ...]:
    return TRIGGERS


@transaction.atomic
def rebuild() -> int:
    """Count all anew; how many things there are."""
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
