"""Search in SQLite: one FTS5 table with the words of titles, bodies and facets."""

import json

from kb.core import rows as many

# The words come folded and parted; this tokenizer takes everything beyond ASCII for letters, as it comes.
CREATE = [
    """
CREATE VIRTUAL TABLE core_searchtext
USING fts5(title, body, facets, tokenize = "ascii tokenchars '_'")
"""
]
DROP = ["DROP TABLE core_searchtext"]
# The words of the index themselves.
CREATE_KNOWN = ["CREATE VIRTUAL TABLE core_searchknown USING fts5vocab(core_searchtext, row)"]
DROP_KNOWN = ["DROP TABLE core_searchknown"]
TITLE_WEIGHT = 8.0
JOINED = "GROUP_CONCAT(r.facets, ' ')"


def write(cursor, rows):
    """``rows`` are (id, title, body, facets), each of the texts a list of words."""
    remove(cursor, [row[0] for row in rows])
    add(rows)


def add(rows):
    """The same, for rows that the index has not yet."""
    many.write(
        "core_searchtext",
        ("rowid", "title", "body", "facets"),
        ((pk, " ".join(title), " ".join(body), " ".join(facets)) for pk, title, body, facets in rows),
    )


def remove(cursor, ids):
    cursor.executemany("DELETE FROM core_searchtext WHERE rowid = %s", [(pk,) for pk in ids])


def clear(cursor):
    cursor.execute("DELETE FROM core_searchtext")


def expression(clauses, facets, column="") -> str:
    """A MATCH expression of quoted words alone."""
    parts = [_clause(clause) for clause in clauses]
    if column:
        parts = [f"{column} : {part}" for part in parts]
    parts += ["facets : " + _clause([(facet,) for facet in any_of]) for any_of in facets]
    return " AND ".join(parts)


def _clause(alternatives) -> str:
    return "(" + " OR ".join(_phrase(alternative) for alternative in alternatives) + ")"


def _phrase(words) -> str:
    quoted = " ".join(word.rstrip("*") for word in words).replace('"', '""')
    return f'"{quoted}"' + (" *" if words[-1].endswith("*") else "")


def tier(number, cap, column="", hits="") -> str:
    """SQL for the newest rows of one tier; takes an expression. bm25 needs the search itself, not what it found."""
    return (
        f"SELECT * FROM (SELECT rowid AS id, {number} AS tier, bm25(core_searchtext, {TITLE_WEIGHT}, 1.0, 0.0) AS score"
        f" FROM core_searchtext WHERE core_searchtext MATCH %s ORDER BY rowid DESC LIMIT {cap}) AS tier{number}"
    )


def count(cap) -> str:
    """SQL for a count up to ``cap``; takes an expression."""
    return f"SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext WHERE core_searchtext MATCH %s LIMIT {cap}) AS counted"


def newest(most, column="") -> str:
    """SQL for the keys of the newest rows; takes an expression."""
    return f"SELECT rowid AS id FROM core_searchtext WHERE core_searchtext MATCH %s ORDER BY rowid DESC LIMIT {most}"


def known(words, most) -> tuple[str, list]:
    """SQL, and its values, for (word, rows up to ``most``) of those that some row has."""
    return (
        f"SELECT term AS word, MIN(doc, {most}) AS found FROM core_searchknown"
        " WHERE term IN (SELECT value FROM json_each(%s))",
        [json.dumps(words)],
    )


def text(column) -> str:
    return column


def lock(cursor):
    """One writer at a time is the rule here anyway."""


def trigger(table, marks) -> list[str]:
    """Statements that log the rows of ``marks``, (source, column), whenever ``table`` is written."""
    statements = []
    for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        name = f"search_mark_{table}_{event}"
        values = [(source, f"{row}.{column}", f"{row}.{column} IS NOT NULL") for source, column in marks]
        if event == "update":
            values += [
                (source, f"OLD.{column}", f"OLD.{column} IS NOT NULL AND OLD.{column} IS NOT NEW.{column}")
                for source, column in marks
                if column != "id"
            ]
        body = " ".join(
            f"INSERT INTO core_searchstale (source, object_id) SELECT '{source}', {value} WHERE {condition};"
            for source, value, condition in values
        )
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} BEGIN {body} END",
        ]
    return statements
