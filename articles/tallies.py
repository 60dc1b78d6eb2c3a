"""How many public articles name a thing: a stored number, because counting takes longer the better known somebody is.

Every thing has one, so that lists of things are read in the order of the numbers. Triggers keep it in the transaction
of whatever writes, on both databases.
"""

from collections.abc import Sequence

from kb.core.stored import Stored
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
DOCUMENTS = Stored(
    "articles_tally",
    "entity_id",
    "documents",
    "SELECT core_entity.id, COUNT(articles_article.id) FROM core_entity"
    " LEFT JOIN articles_appearance ON entity_id = core_entity.id"
    " LEFT JOIN articles_article ON articles_article.id = article_id AND articles_article.visibility = 'public'"
    " GROUP BY core_entity.id",
)


def add(articles: Sequence[int]) -> None:
    """Count the appearances of new articles, where the triggers are silent."""
    DOCUMENTS.add(
        "SELECT entity_id, COUNT(*) FROM articles_appearance JOIN articles_article ON articles_article.id = article_id"
        " WHERE visibility = 'public' AND article_id IN ({keys}) GROUP BY entity_id",
        articles,
    )


def triggers(_vendor: str) -> tuple[Trigger, ...]:
    return TRIGGERS
