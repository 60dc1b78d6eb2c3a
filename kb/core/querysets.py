"""Querysets that every table shares: checked bulk writes, and what readers may see."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In, IsNull

from kb.core.partial_dates import PartialDateField

# A proposed claim or mention is shown to readers, marked as unchecked, from this confidence up.
PUBLIC_CONFIDENCE = 0.6


class Unindexed(models.Transform):
    """The column itself, in a condition that most rows meet.

    SQLite would take the column's index and sort all that it finds, instead of reading a page in the list's order; so
    would PostgreSQL for days.
    """

    lookup_name = "unindexed"

    def as_sql(self, compiler, connection):
        return compiler.compile(self.lhs)

    def as_sqlite(self, compiler, connection):
        sql, params = compiler.compile(self.lhs)
        return f"+{sql}", params

    def as_postgresql(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f"({sql} + 0)" if isinstance(self.output_field, PartialDateField) else sql, params


models.Field.register_lookup(Unindexed)


class _Gathered:
    """``in`` for keys out of another table, gathered first.

    PostgreSQL would rather read this table as a whole and look for each row's key among them, where other conditions or
    many joins stand beside.
    """

    lookup_name = "among"

    def get_rhs_op(self, connection, rhs):
        return f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)


@models.Field.register_lookup
class Among(_Gathered, In):
    pass


@models.ForeignObject.register_lookup
class RelatedAmong(_Gathered, RelatedIn):
    pass


class InOrder(In):
    """``in`` for keys out of another table that many rows have: a page of them is soon met in the list's order.

    PostgreSQL would rather join all rows that have them, and sort those.
    """

    def as_postgresql(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f"({sql}) IS TRUE", params


class RowByRow(Exists):
    """Looked up for each row: PostgreSQL would rather put all that exists into memory first, for a page of rows."""

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="EXISTS(%(subquery)s OFFSET 0)")


class CheckedQuerySet(models.QuerySet):
    """Bulk writes look at every row as ``save()`` does."""

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for row in objs:
            row.check_row()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, *args, **kwargs):
        objs = list(objs)
        for row in objs:
            row.check_row()
        return super().bulk_update(objs, *args, **kwargs)


def in_batches(rows, size: int) -> Iterator[list]:
    """Rows in the order of their keys, where there may be more than the memory holds; they may be deleted meanwhile."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        last = batch[-1].pk  # a row that is deleted forgets its key
        yield batch


class EntityQuerySet(CheckedQuerySet):
    def current(self):
        """Not merged into another row and not removed."""
        return self.filter(merged_into=None).exclude(visibility="removed")

    def public(self):
        """What readers see."""
        return self.filter(IsNull(Unindexed(F("merged_into")), True), visibility__unindexed="public")

    def documented(self):
        """Those that a public article names or that published one; the rest stand in the reference data alone."""
        named = Q(tally__documents__gt=0)
        if hasattr(self.model, "published_articles"):
            articles = self.model._meta.get_field("published_articles").related_model.objects
            named |= Exists(articles.filter(publisher=OuterRef("pk"), visibility="public").order_by())
        return self.filter(named, tally__documents__gte=0)

    def with_documents(self):
        """Each with ``documents``: how many public articles name it."""
        # Each has a tally; saying so lets the database begin with the largest.
        return self.filter(tally__documents__gte=0).annotate(documents=F("tally__documents"))


def shown(prefix: str = "") -> Q:
    """Accepted, or proposed with enough confidence; never rejected or deprecated."""
    return Q(**{f"{prefix}review__unindexed": "accepted"}) | Q(
        **{f"{prefix}review__unindexed": "proposed", f"{prefix}confidence__gte": PUBLIC_CONFIDENCE}
    )


def public_or_none(field: str) -> Q:
    """The entity that ``field`` points at is public, or there is none."""
    return Q(**{field: None}) | Q(**{f"{field}__visibility": "public", f"{field}__merged_into": None})


class ClaimQuerySet(CheckedQuerySet):
    """``about`` of the model names the foreign keys to entities; a claim about a hidden one is hidden."""

    def public(self):
        """What readers see: shown, about public things alone, and with a quote in a public article.

        Reference data needs no quote: its source stands in the files of seeds/data.
        """
        rows = self.filter(shown())
        for field in self.model.about:
            rows = rows.filter(public_or_none(field))
        evidence = self.model._meta.get_field("evidence")
        quoted = evidence.related_model.objects.filter(
            **{evidence.field.name: OuterRef("pk")}, article__visibility__unindexed="public"
        )
        # Joined, PostgreSQL would ask for the quote twice: before the join and behind it.
        reference = self.model._meta.get_field("run").related_model.objects.filter(kind="reference")
        return rows.filter(RowByRow(quoted) | Q(review="accepted", run__in=reference))

    def waiting(self):
        return self.filter(review="proposed")
