"""Search in SQLite: one FTS5 table with the words of titles, bodies and facets."""

import json
from contextlib import contextmanager

from kb.core import rows as many

# The words come folded and parted; this tokenizer takes everything beyond ASCII for letters, as it comes.
TOKENS = "tokenize = \"ascii tokenchars '_'\""
CREATE = [f"CREATE VIRTUAL TABLE core_searchtext USING fts5(title, body, facets, {TOKENS})"]
DROP = ["DROP TABLE core_searchtext"]
CREATE_KNOWN = DROP_KNOWN = []  # PostgreSQL counts words by a function
# Titles stand apart as well: what is asked of them alone would read past all texts that have the words.
CREATE_TITLES = [
    f"CREATE VIRTUAL TABLE core_searchtitle USING fts5(title, facets, prefix = '3', {TOKENS})",
    "INSERT INTO core_searchtitle (rowid, title, facets) SELECT rowid, title, facets FROM core_searchtext",
]
DROP_TITLES = ["DROP TABLE core_searchtitle"]
TITLE_WEIGHT = 8.0
STEP = 500  # pages of the index that are joined at a time
JOINED = "GROUP_CONCAT(r.facets, ' ')"


def write(cursor, rows):
    """``rows`` are (id, title, body, facets), each of the texts a list of words."""
    remove(cursor, [row[0] for row in rows])
    add(rows)


def add(rows):
    """The same, for rows that the index has not yet."""
    rows = [(pk, " ".join(title), " ".join(body), " ".join(facets)) for pk, title, body, facets in rows]
    many.write("core_searchtext", ("rowid", "title", "body", "facets"), rows)
    many.write("core_searchtitle", ("rowid", "title", "facets"), ((row[0], row[1], row[3]) for row in rows))


def remove(cursor, ids):
    for table in ("core_searchtext", "core_searchtitle"):
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])


@contextmanager
def spilling(cursor):
    """What a statement may have to take back is kept in a file: of 400,000 rows it is more than a gigabyte."""
    if cursor.db.in_atomic_block:  # where it can't be changed
        yield
        return
    cursor.execute("PRAGMA temp_store = FILE")
    try:
        yield
    finally:
        cursor.execute("PRAGMA temp_store = MEMORY")


def clear(cursor):
    # To delete every row takes longer than to write it.
    for statement in (*DROP_TITLES, *DROP, *CREATE, *CREATE_TITLES):
        cursor.execute(statement)


def tidy(cursor):
    """Join the pieces that the index grew by: a word is looked for in each. In steps, so that others write too."""
    for table in ("core_searchtext", "core_searchtitle"):
        pages, before = -STEP, _changes(cursor)
        while True:
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {pages})")
            after = _changes(cursor)
            if after - before < 2:  # the statement itself is one
                break
            pages, before = STEP, after


def _changes(cursor) -> int:
    return cursor.execute("SELECT total_changes()").fetchone()[0]


def expression(clauses, facets, title=False) -> str:
    """A MATCH expression of quoted words alone."""
    parts = [_clause(clause) for clause in clauses]
    if title:
        parts = [f"title : {part}" for part in parts]
    parts += ["facets : " + _clause([(facet,) for facet in any_of]) for any_of in facets]
    return " AND ".join(parts)


def _clause(alternatives) -> str:
    return "(" + " OR ".join(_phrase(alternative) for alternative in alternatives) + ")"


def _phrase(words) -> str:
    quoted = " ".join(word.rstrip("*") for word in words).replace('"', '""')
    return f'"{quoted}"' + (" *" if words[-1].endswith("*") else "")


def weighed(most) -> str:
    """SQL for (id, score) of the newest rows, the best score the least; takes an expression."""
    return (
        f"SELECT rowid AS id, bm25(core_searchtext, {TITLE_WEIGHT}, 1.0, 0.0) AS score"
        f" FROM core_searchtext WHERE core_searchtext MATCH %s ORDER BY rowid DESC LIMIT {most}"
    )


def titled(most, few=True) -> str:
    """SQL for the keys of the newest rows whose title meets an expression, which it takes."""
    return f"SELECT rowid AS id FROM core_searchtitle WHERE core_searchtitle MATCH %s ORDER BY rowid DESC LIMIT {most}"


def count(most, few=True) -> str:
    """SQL for a count up to ``most``; takes an expression."""
    return f"SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext WHERE core_searchtext MATCH %s LIMIT {most})"


def known(words, most) -> tuple[str, list]:
    """SQL, and its values, for (word, rows up to ``most``) of those that some row has."""
    return (
        "SELECT word, found FROM (SELECT value AS word, (SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext"
        f" WHERE core_searchtext MATCH '\"' || value || '\"' LIMIT {most})) AS found FROM json_each(%s))"
        " WHERE found > 0",
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
