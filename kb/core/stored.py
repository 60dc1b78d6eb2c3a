"""Numbers kept beside rows, one for each, because working them out takes longer the more there is.

Triggers keep them in the transaction of whatever writes (``kb.core.triggers``). Here they are all worked out anew, and
compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Stored:
    table: str
    key: str
    value: str
    right: str  # SQL: key and value of every row, as they should be

    @transaction.atomic
    def rebuild(self) -> int:
        """Work all out anew; how many there are."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table}")
            cursor.execute(f"INSERT INTO {self.table} ({self.key}, {self.value}) {self.right}")
            cursor.execute(f"SELECT COUNT(*) FROM {self.table}")
            return cursor.fetchone()[0]

    def add(self, counted: str, keys: Sequence[int]) -> None:
        """Add what new rows count, where the triggers are silent; ``counted`` is SQL with a place for their keys."""
        if not keys:
            return
        counted = counted.format(keys=", ".join(["%s"] * len(keys)))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.table} ({self.key}, {self.value}) {counted} ORDER BY 1 ON CONFLICT ({self.key})"
                f" DO UPDATE SET {self.value} = {self.table}.{self.value} + EXCLUDED.{self.value}",
                keys,
            )

    def problems(self, counts: Counter) -> Iterator[str]:
        """A line for each that is not what it should be."""
        with connection.cursor() as cursor:
            cursor.execute(self.right)
            expected = dict(cursor.fetchall())
            cursor.execute(f"SELECT {self.key}, {self.value} FROM {self.table} ORDER BY {self.key}")
            for key, value in cursor.fetchall():
                counts[self.table] += 1
                if value != (right := expected.pop(key, None)):
                    yield f"{self.table}: {value} is stored for {key}, {right} is right"
        for key, right in sorted(expected.items()):
            yield f"{self.table}: nothing is stored for {key}, {right} is right"
