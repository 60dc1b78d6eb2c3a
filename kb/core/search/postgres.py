"""Search in PostgreSQL: tsvectors of our own words; no dictionary of the server takes part.

``title`` and ``everything`` stand apart, because a query that asks for weights makes the server fetch every vector it
weighs. The functions keep it to the GIN index: it doesn't count what fetching a long vector costs, and would rather
read the whole table (20,000 articles, half of them hits: 1.3 s).
"""

from contextlib import nullcontext

from kb.core import rows as many
from kb.core.triggers import is_silent

# So many ids are a stretch. The index knows the stretch of a row beside its words: to find the newest rows with a
# common word it reads a part of the word's list. It tells no order: each row with the word would have to be read.
STRETCH = 4096
FIRST = 3  # stretches that are looked into first
READ = 10  # times as many rows as are asked for
INDEXES = [
    f"CREATE INDEX core_searchtext_{column} ON core_searchtext USING gin ({column}, (ARRAY[id / {STRETCH}]))"
    for column in ("title", "everything")
]
_LAST = f"(SELECT last_value / {STRETCH} FROM core_searchrow_id_seq)"
_BY_INDEX = "STABLE SET enable_seqscan = off SET enable_indexscan = off"


def _among_last(stretches) -> str:
    return f"ARRAY[id / {STRETCH}] && ARRAY(SELECT generate_series({_LAST} - {stretches} + 1, {_LAST}))"


def _newest(column) -> str:
    """A function for the newest rows of an expression, among the last stretches first, then among as many more as
    there should be. Words side by side are looked for in the newest rows that have them all, because each takes reading
    the row's words.
    """
    newest = (
        f"SELECT id FROM (SELECT id, {column} FROM core_searchtext WHERE {column} @@ words{{}} ORDER BY id DESC"
        f" LIMIT CASE WHEN words = asked THEN most ELSE {READ} * most END) AS having_all"
        f" WHERE words = asked OR {column} @@ asked LIMIT most"
    )
    return (
        f"CREATE OR REPLACE FUNCTION core_search_newest_{column}(asked tsquery, most integer) RETURNS SETOF bigint"
        f" LANGUAGE plpgsql {_BY_INDEX} SET plan_cache_mode = force_custom_plan AS $$"
        " DECLARE words tsquery := replace(CAST(asked AS text), '<->', '&'); found bigint[];"
        f" stretches bigint := {FIRST}; last bigint := {_LAST};"
        " BEGIN WHILE stretches < last LOOP"
        f" found := ARRAY({newest.format(' AND ' + _among_last('stretches'))});"
        " IF cardinality(found) >= most THEN RETURN QUERY SELECT unnest(found); RETURN; END IF;"
        " stretches := CASE cardinality(found) WHEN 0 THEN last ELSE 2 * stretches * most / cardinality(found) END;"
        f" END LOOP; RETURN QUERY {newest.format('')}; END $$"
    )


NEWEST = [
    _newest("title"),
    _newest("everything"),
    # Of few rows, such as those of things.
    "CREATE OR REPLACE FUNCTION core_search_title(asked tsquery, most integer) RETURNS SETOF bigint LANGUAGE sql"
    f" {_BY_INDEX} AS $$ SELECT id FROM core_searchtext WHERE title @@ asked ORDER BY id DESC LIMIT most $$",
]
CREATE = [
    "CREATE TABLE core_searchtext (id bigint PRIMARY KEY, title tsvector NOT NULL, everything tsvector NOT NULL)",
    *INDEXES,
    *NEWEST,
]
DROP = [
    "DROP FUNCTION IF EXISTS core_search_everything(tsquery, integer)",  # of earlier versions
    "DROP FUNCTION core_search_title(tsquery, integer)",
    "DROP FUNCTION core_search_newest_title(tsquery, integer)",
    "DROP FUNCTION core_search_newest_everything(tsquery, integer)",
    "DROP TABLE core_searchtext",
]


_WITH_WORD = "SELECT 1 FROM core_searchtext WHERE everything @@ CAST(word AS tsquery)"
# How many rows have each word, without reading the table for words that are common; whether any has it, without reading
# all of the word's list.
CREATE_KNOWN = [
    "CREATE OR REPLACE FUNCTION core_search_known(words text[], most integer) RETURNS TABLE (word text, found bigint)"
    f" LANGUAGE sql {_BY_INDEX} AS $$"
    f" SELECT word, CASE WHEN most = 1 AND EXISTS ({_WITH_WORD} AND {_among_last(1)}) THEN 1"
    f" ELSE (SELECT COUNT(*) FROM ({_WITH_WORD} LIMIT most) AS having_it) END FROM unnest(words) AS word $$",
]
DROP_KNOWN = ["DROP FUNCTION core_search_known(text[], integer)"]

# Of few rows as well.
CREATE_COUNT = [
    "CREATE OR REPLACE FUNCTION core_search_count(asked tsquery, most integer) RETURNS bigint LANGUAGE sql"
    f" {_BY_INDEX} AS $$ SELECT COUNT(*) FROM (SELECT 1 FROM core_searchtext WHERE everything @@ asked LIMIT most)"
    " AS found $$",
]
DROP_COUNT = ["DROP FUNCTION core_search_count(tsquery, integer)"]

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
    score = f"SELECT -ts_rank({_WEIGHTS}, everything, asked, 1) FROM core_searchtext AS text WHERE text.id = newest.id"
    return (
        f"SELECT id, CASE WHEN place <= {WEIGHED} THEN ({score}) ELSE 0 END AS score FROM CAST(%s AS tsquery) AS asked,"
        f" core_search_newest_everything(asked, {most}) WITH ORDINALITY AS newest (id, place)"
    )


def titled(most, few=True) -> str:
    """SQL for the keys of the newest rows whose title meets an expression, which it takes; ``few`` rows may meet it."""
    function = "core_search_title" if few else "core_search_newest_title"
    return f"SELECT id FROM {function}(CAST(%s AS tsquery), {most}) AS newest (id)"


def count(most, few=True) -> str:
    """SQL for a count up to ``most``; takes an expression that ``few`` rows may meet."""
    if few:
        return f"SELECT core_search_count(CAST(%s AS tsquery), {most})"
    return f"SELECT COUNT(*) FROM core_search_newest_everything(CAST(%s AS tsquery), {most})"


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
