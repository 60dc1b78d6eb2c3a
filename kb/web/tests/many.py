"""A small world many times over, copied inside the database: 10,000 rows in every table within seconds."""

from django.apps import apps
from django.db import connection, models

APPS = ("core", "regions", "people", "programs", "articles", "seeds")
DERIVED = {
    "articles.Card", "articles.Tally", "core.Change", "core.SearchRow", "core.SearchStale", "core.Suppressed",
    "programs.Due", "programs.IndicatorTally", "programs.Veil", "seeds.ImportUpload", "seeds.Worker",
}  # fmt: skip
# What all copies hang on, so that one row has many of them on its page.
SHARED = {
    "people.Position.organization", "people.Position.region", "core.Relation.object", "programs.Figure.region",
    "programs.Figure.organization", "programs.Pledge.person", "seeds.ImportItem.run",
}  # fmt: skip
_VARIED = {"uid", "slug", "sha256", "key"}


class Copier:
    """``copy(first, last)`` adds that many copies of what stood in the tables when it was made."""

    def __init__(self):
        found = [model for label in APPS for model in apps.get_app_config(label).get_models()]
        self.models = [model for model in found if model._meta.label not in DERIVED]
        self.tops = {model: self._top(model) for model in self.models}
        self.step = max(self.tops.values()) + 1

    @staticmethod
    def _top(model) -> int:
        return model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0

    def copy(self, first: int, last: int) -> None:
        """Parents before children, so that every key finds its row."""
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            for model in self.models:
                if self.tops[model]:
                    cursor.execute(*self._statement(model, first, last))
            cursor.execute("ANALYZE")  # else the planner takes the tables for empty

    def _statement(self, model, first, last):
        quote = connection.ops.quote_name
        key = model._meta.pk
        columns = [field.column for field in model._meta.local_concrete_fields]
        values = [self._value(model, field) for field in model._meta.local_concrete_fields]
        numbers = "WITH RECURSIVE numbers(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
        sql = (
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) {numbers}"
            f"SELECT {', '.join(values)} FROM numbers, {quote(model._meta.db_table)} AS t "
            f"WHERE t.{quote(key.column)} <= %s ORDER BY numbers.n, t.{quote(key.column)}"
        )
        return sql, [first, last, self.tops[model]]

    def _value(self, model, field) -> str:
        column = f"t.{connection.ops.quote_name(field.column)}"
        moved = f"({column} + numbers.n * {self.step})"
        # In tables of histories the key of the row is a plain number.
        is_key = field.primary_key or (field.name == "id" and model not in apps.get_models(include_auto_created=False))
        if field.is_relation:
            shared = f"{model._meta.label}.{field.name}" in SHARED
            return moved if field.related_model in self.models and not shared else column
        if is_key or (model.__name__.startswith("Historical") and field.name == "id"):
            return moved
        if field.name in _VARIED and isinstance(field, models.CharField | models.TextField):
            own = f"t.{connection.ops.quote_name(model._meta.pk.column)}"
            return f"('c' || CAST({own} + numbers.n * {self.step} AS varchar(9)))"
        return column
