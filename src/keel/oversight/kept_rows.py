"""Many kept rows at once: what stands in the database beside what should, and only the difference written."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import polars as pl
from django.db import connection, models

from keel.record.bulk import copied


class Changed(NamedTuple):
    """Rows taken away and rows put in."""

    gone: int
    new: int


def replace_rows(model: type[models.Model], rows: pl.DataFrame, children: Sequence[UUID]) -> Changed:
    """Keep these rows of these children (columns as the table's) and no others; those already there are left alone."""
    names = rows.columns
    stored = _stored(model, rows.schema, children)
    wanted, kept = _numbered(rows, names), _numbered(stored, names)
    on = [*names, _COPY]
    new = wanted.join(kept, on=on, how="anti", nulls_equal=True).select(names)
    gone = kept.join(wanted, on=on, how="anti", nulls_equal=True)["id"]
    if len(gone):
        model.objects.filter(pk__in=gone.to_list()).delete()  # type: ignore[attr-defined]
    if len(new):
        insert(model, new)
    return Changed(len(gone), len(new))


_COPY = "copy"  # which of several equal rows


def _numbered(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    return rows.with_columns(pl.int_range(pl.len()).over(names).alias(_COPY))


def _stored(model: type[models.Model], schema: pl.Schema, children: Sequence[UUID]) -> pl.DataFrame:
    columns = {"id": pl.Int64, **schema}
    table = connection.ops.quote_name(model._meta.db_table)
    query = f"SELECT {', '.join(columns)} FROM {table} WHERE child_id = ANY(%s::uuid[])"
    return copied(query, columns, [[str(child) for child in children]])


def insert(model: type[models.Model], rows: pl.DataFrame, *, into: str = "") -> None:
    """All rows in one statement, a column as one value: row security allows no COPY into its tables.

    ``into`` is another table of the same columns.
    """
    fields = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    columns = ", ".join(rows.columns)
    given = ", ".join(f"%s::{fields[name]}[]" for name in rows.columns)
    table = into or connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({given})",
            [_as_array(rows[name]) for name in rows.columns],
        )


def _as_array(column: pl.Series) -> str:
    """A column as PostgreSQL writes an array."""
    text = column.cast(pl.String)
    if column.dtype == pl.String:
        text = (
            '"'
            + text.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
            + '"'
        )
    return "{" + ",".join(text.fill_null("NULL")) + "}"
