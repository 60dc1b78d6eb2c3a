"""Indexes that the databases would write differently."""

from django.db import models


class NewestFirst(models.Index):
    """Columns that go down have unknown values last, as pages show them; SQLite knows no other order."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        index = self
        if schema_editor.connection.vendor == "postgresql":
            index = self.clone()
            index.fields_orders = [
                (name, f"{order} NULLS LAST" if order and model._meta.get_field(name).null else order)
                for name, order in self.fields_orders
            ]
        return super(NewestFirst, index).create_sql(model, schema_editor, using=using, **kwargs)
