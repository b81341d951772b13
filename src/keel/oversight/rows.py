"""Rows written in one statement, those that are there already changed to what they should be."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, models


def put(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert these rows, or change those with the same key to them.

    A column goes to the database as one value, so that a statement costs the same for one row and for a hundred
    thousand. A table whose key the database gives, and what the database fills in by itself, is left to it.
    """
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not _is_of_database(field)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    given = ", ".join(f"%s::{_type(field)}[]" for field in fields)
    others = [field.column for field in fields if not field.primary_key]
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in map(connection.ops.quote_name, others))
    key = model._meta.pk
    change = f" ON CONFLICT ({key.column}) DO UPDATE SET {changes}" if key in fields else ""  # type: ignore[union-attr]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({given}){change}",
            [_values(rows, field) for field in fields],
        )


def _is_of_database(field: Any) -> bool:
    return isinstance(field, models.AutoField) or field.db_default is not models.NOT_PROVIDED


def _type(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))


def _values(rows: Sequence[models.Model], field: Any) -> list[Any]:
    """A column; the connection is looked up once, as each look costs as much as the value."""
    name, ready, here = field.attname, field.get_db_prep_save, connections[connection.alias]
    return [ready(getattr(row, name), here) for row in rows]
