"""Search in PostgreSQL: tsvectors of our own words; no dictionary of the server takes part.

``title`` and ``everything`` stand apart, because a query that asks for weights makes the server fetch every vector it
weighs. The functions keep it to the GIN index: it doesn't count what fetching a long vector costs, and would rather
read the whole table (20,000 articles, half of them hits: 1.3 s).
"""

from contextlib import nullcontext

from kb.core import rows as many
from kb.core.triggers import is_silent

CREATE = [
    "CREATE TABLE core_searchtext (id bigint PRIMARY KEY, title tsvector NOT NULL, everything tsvector NOT NULL)",
    *(
        statement
        for column in ("title", "everything")
        for statement in (
            f"CREATE INDEX core_searchtext_{column} ON core_searchtext USING gin ({column})",
            f"CREATE FUNCTION core_search_{column}(asked tsquery, most integer) RETURNS SETOF bigint"
            " LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off"
            f" AS $$ SELECT id FROM core_searchtext WHERE {column} @@ asked ORDER BY id DESC LIMIT most $$",
        )
    ),
]
DROP = [
    "DROP FUNCTION core_search_title(tsquery, integer)",
    "DROP FUNCTION core_search_everything(tsquery, integer)",
    "DROP TABLE core_searchtext",
]

# How many rows have each word, without reading the table for words that are common.
CREATE_KNOWN = [
    "CREATE FUNCTION core_search_known(words text[], most integer) RETURNS TABLE (word text, found bigint)"
    " LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off"
    " AS $$ SELECT word, (SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext"
    " WHERE everything @@ CAST(word AS tsquery) LIMIT most) AS counted) FROM unnest(words) AS word $$",
]
DROP_KNOWN = ["DROP FUNCTION core_search_known(text[], integer)"]

# As many as there are, up to some, in no order: the newest of a common word take reading all that have it.
CREATE_COUNT = [
    "CREATE FUNCTION core_search_count(asked tsquery, most integer) RETURNS bigint"
    " LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off"
    " AS $$ SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext WHERE everything @@ asked LIMIT most) AS found $$",
]
DROP_COUNT = ["DROP FUNCTION core_search_count(tsquery, integer)"]

# The newest rows of a common word: among the last ids first, then among as many more as there should be. The index
# joins ids and words by itself; of all rows with the word it would read each to put them in order. Words side by side
# are looked for in the newest rows that have them all, because each takes reading the row's words.
CREATE_NEWEST = [
    "CREATE OR REPLACE FUNCTION core_search_everything(asked tsquery, most integer) RETURNS SETOF bigint"
    " LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off"
    " SET plan_cache_mode = force_custom_plan AS $$"
    " DECLARE newest bigint := (SELECT last_value FROM core_searchrow_id_seq); width bigint := 16 * most;"
    " words tsquery := replace(CAST(asked AS text), '<->', '&'); found bigint[];"
    " BEGIN LOOP"
    " found := ARRAY(SELECT id FROM (SELECT id, everything FROM core_searchtext"
    " WHERE everything @@ words AND id > newest - width ORDER BY id DESC OFFSET 0) AS having_all"
    " WHERE words = asked OR everything @@ asked LIMIT most);"
    " EXIT WHEN cardinality(found) >= most OR width >= newest;"
    " width := 2 * width * most / greatest(cardinality(found), 1);"
    " END LOOP; RETURN QUERY SELECT unnest(found); END $$",
]
DROP_NEWEST = ["DROP FUNCTION core_search_everything(tsquery, integer)", CREATE[-1]]

TITLE, BODY, FACET = "A", "D", "C"
WEIGHED = 300  # of the rows that are found, the newest; to weigh one the server fetches all words of its text
_WEIGHTS = "'{0.125, 0, 0, 1}'"  # of D, C, B, A
JOINED = "STRING_AGG(r.facets, ' ')"
_LOCK = 7_305_801  # any number that nothing else of ours locks


def write(cursor, rows):
    """``rows`` are (id, title, body, facets), each of the texts a list of words."""
    cursor.executemany(
        "INSERT INTO core_searchtext (id, title, everything) VALUES (%s, %s::tsvector, %s::tsvector)"
        " ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, everything = EXCLUDED.everything",
        [(pk, vector(title, [], facets), vector(title, body, facets)) for pk, title, body, facets in rows],
    )


def add(rows):
    """The same, for rows that the index has not yet."""
    many.write(
        "core_searchtext",
        ("id", "title", "everything"),
        ((pk, vector(title, [], facets), vector(title, body, facets)) for pk, title, body, facets in rows),
    )


def vector(title, body, facets) -> str:
    """The words with the places they stand at, as tsvector reads them; a gap parts the title from the body."""
    places = {}
    place = 0
    for weight, words in ((TITLE, title), (BODY, body), (FACET, facets)):
        for word in words:
            place += 1
            places.setdefault(word, []).append(f"{place}{weight}")
        place += 1
    return " ".join(f"{_quoted(word)}:{','.join(where)}" for word, where in places.items())


def remove(cursor, ids):
    cursor.execute("DELETE FROM core_searchtext WHERE id = ANY(%s)", [list(ids)])


def spilling(_cursor):
    return nullcontext()


def clear(cursor):
    cursor.execute("TRUNCATE core_searchtext")


def tidy(cursor):
    """Put what was written lately where the index has the rest: until then each question reads all of it."""
    for column in ("title", "everything"):
        cursor.execute(f"SELECT gin_clean_pending_list('core_searchtext_{column}')")


def expression(clauses, facets, title=False) -> str:
    """A tsquery of quoted words alone; the function that takes it knows where they stand."""
    parts = [_clause(clause) for clause in clauses]
    parts += [_clause([(facet,) for facet in any_of]) for any_of in facets]
    return " & ".join(parts)


def _clause(alternatives) -> str:
    return "(" + " | ".join(_phrase(alternative) for alternative in alternatives) + ")"


def _phrase(words) -> str:
    parts = [_quoted(word.rstrip("*")) + (":*" if word.endswith("*") else "") for word in words]
    return "(" + " <-> ".join(parts) + ")"


def _quoted(word) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def weighed(most) -> str:
    """SQL for (id, score) of the newest rows, the best score the least; takes an expression."""
    return (
        f"SELECT id, CASE WHEN place <= {WEIGHED} THEN -ts_rank({_WEIGHTS}, everything, asked, 1) ELSE 0 END AS score"
        " FROM CAST(%s AS tsquery) AS asked,"
        f" core_search_everything(asked, {most}) WITH ORDINALITY AS newest (id, place)"
        " JOIN core_searchtext USING (id)"
    )


def titled(most) -> str:
    """SQL for the keys of the newest rows whose title meets an expression, which it takes."""
    return f"SELECT id FROM core_search_title(CAST(%s AS tsquery), {most}) AS newest (id)"


def count(most) -> str:
    """SQL for a count up to ``most``; takes an expression."""
    return f"SELECT core_search_count(CAST(%s AS tsquery), {most})"


def known(words, most) -> tuple[str, list]:
    """SQL, and its values, for (word, rows up to ``most``) of those that some row has."""
    return (
        f"SELECT given AS word, found FROM unnest(CAST(%s AS text[]), CAST(%s AS text[])) AS asked (given, quoted)"
        f" JOIN core_search_known(CAST(%s AS text[]), {most}) AS counted (word, found) ON counted.word = asked.quoted"
        " WHERE found > 0",
        [words, quoted := [_quoted(word) for word in words], quoted],
    )


def text(column) -> str:
    return f"CAST({column} AS text)"


def lock(cursor):
    """Two writers that follow changes of one row must not overtake each other; held until the transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def trigger(table, marks) -> list[str]:
    """Statements that log the rows of ``marks``, (source, column), whenever ``table`` is written."""
    name = f"search_mark_{table}"

    def insert(row, condition):
        return "".join(
            f"IF {row}.{column} IS NOT NULL{condition.format(column=column)} THEN INSERT INTO core_searchstale"
            f" (source, object_id) VALUES ('{source}', {row}.{column}); END IF; "
            for source, column in marks
        )

    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' AND {is_silent(table)} THEN RETURN NULL; END IF; "
        f"IF TG_OP = 'DELETE' THEN {insert('OLD', '')} RETURN NULL; END IF; "
        f"IF TG_OP = 'UPDATE' THEN {insert('OLD', ' AND OLD.{column} IS DISTINCT FROM NEW.{column}')} END IF; "
        f"{insert('NEW', '')} RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
