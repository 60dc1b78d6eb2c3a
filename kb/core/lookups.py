"""What neither database compares by itself."""

from django.db.models import BooleanField, F, Func, Value

from kb.core.text import spelled


class Spelled(Func):
    """Has the column this word, in any case and with any of the letters that fold together?

    SQLite's patterns are its own: a regular expression there is a call into Python for each row.
    """

    output_field = BooleanField()
    conditional = True
    arity = 2

    def __init__(self, column: str, word: str):
        super().__init__(F(column), Value(word))

    def as_sqlite(self, compiler, connection, **context):
        return self._compare(compiler, "GLOB", lambda word: f"*{spelled(word, '[{}]'.format)}*")

    def as_postgresql(self, compiler, connection, **context):
        return self._compare(compiler, "~", spelled)

    def _compare(self, compiler, operator, pattern):
        column, word = self.get_source_expressions()
        sql, params = compiler.compile(column)
        return f"{sql} {operator} %s", [*params, pattern(word.value)]
