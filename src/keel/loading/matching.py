"""Which row of the record a row of the source is.

First by its key, where this format brought the row. Then by what it says, where its table declares what makes two rows
one. Then by what it tells: a row that another format brought, or that was recorded here, and that tells the same kind
of event of the same child on the same day, is the same row.
"""

from collections.abc import Sequence

import polars as pl

from keel.loading.tables import Table, column_of
from keel.practice.history import KIND_CODES
from keel.record.telling import PRESENT, Telling

col = pl.col


def matched(
    rows: pl.DataFrame, held: pl.DataFrame, origins: pl.DataFrame, alike: Sequence[str] | Table
) -> pl.DataFrame:
    """The rows with ``_entry``, the identity of the row of the record, blank where there is none.

    ``rows`` have ``_owner`` and ``_key``; ``held`` the table's columns, ``_entry`` and ``_owner``; ``origins`` are
    those of this format, with ``_owner``, ``_key`` and ``_entry``. ``alike`` are the columns that make two rows the
    same, or the table whose tellings do.
    """
    if held.is_empty():
        return rows.with_columns(_entry=pl.lit(None, held.schema["_entry"]))
    known = origins.join(held, on="_entry", how="semi").select("_owner", "_key", "_entry")
    known = known.unique(["_owner", "_key"], keep="last")
    rows = rows.join(known, on=["_owner", "_key"], how="left", nulls_equal=True, maintain_order="left")
    left = rows.with_row_index("_nth").filter(col("_entry").is_null())
    free = held.join(origins.select("_entry").drop_nulls().unique(), on="_entry", how="anti")
    if left.is_empty() or free.is_empty() or not alike:
        return rows
    pairs = _by_table(left, free, alike) if isinstance(alike, Table) else _by_columns(left, free, alike)
    rows = rows.with_row_index("_nth").join(
        pairs.select("_nth", _alike="_entry"), on="_nth", how="left", maintain_order="left"
    )
    return rows.with_columns(_entry=pl.coalesce("_entry", "_alike")).drop("_alike", "_nth")


def _by_columns(left: pl.DataFrame, free: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Pairs of rows with the same person and the same values; of several the first with the first."""
    alike = ["_owner", *columns]
    return _joined(left.select("_nth", *alike), free.select("_entry", *alike), alike)


def _by_table(left: pl.DataFrame, free: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Pairs of rows that say the same of the same person, then pairs of those left over that tell the same event."""
    pairs: list[pl.DataFrame] = []
    for columns in table.alike:
        is_named = pl.any_horizontal(col(name).is_not_null() for name in columns)
        pairs.append(_by_columns(left.filter(is_named), free.filter(is_named), columns))
        left = left.join(pairs[-1], on="_nth", how="anti", maintain_order="left")
        free = free.join(pairs[-1], on="_entry", how="anti", maintain_order="left")
    return pl.concat([*pairs, _by_telling(left, free, table)])


def _by_telling(left: pl.DataFrame, free: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Pairs of rows that tell the same event of the same child on the same day, what they are there to tell first."""
    ranked = sorted(table.tellings, key=lambda telling: not telling.is_main)
    alike = ["_owner", "_kind", "_on"]
    pairs: list[pl.DataFrame] = []
    for telling in ranked:
        ours, theirs = _telling(left, telling, "_nth"), _telling(free, telling, "_entry")
        if pairs:
            ours = ours.join(pl.concat(pairs), on="_nth", how="anti", maintain_order="left")
        pairs.append(_joined(ours, theirs, alike))
    return pl.concat(pairs)


def _joined(ours: pl.DataFrame, theirs: pl.DataFrame, alike: list[str]) -> pl.DataFrame:
    which = pl.int_range(pl.len()).over(alike).alias("_which")
    return (
        ours.with_columns(which)
        .join(
            theirs.with_columns(which),
            on=[*alike, "_which"],
            how="inner",
            nulls_equal=True,
            maintain_order="left",
        )
        .select("_nth", "_entry")
    )


def _telling(rows: pl.DataFrame, telling: Telling, name: str) -> pl.DataFrame:
    """The rows that tell the event, each with its day."""
    model = telling.table
    conditions = [
        _holds(column_of(model, field).name, wanted, rows.schema) for field, wanted in telling.when.items()
    ]
    day = column_of(model, telling.on).name
    return rows.filter(pl.all_horizontal(col(day).is_not_null(), *conditions)).select(
        name, "_owner", _kind=pl.lit(KIND_CODES[telling.kind], pl.Int16), _on=col(day)
    )


def _holds(name: str, wanted: object, schema: pl.Schema) -> pl.Expr:
    if wanted is PRESENT:
        return col(name).is_not_null()
    options = wanted if isinstance(wanted, tuple) else (wanted,)
    return col(name).is_in(pl.Series(list(options), dtype=schema[name]).implode())
