"""Rows of a source met with those of the record: each gets the identity of its row there, or a new one."""

from collections.abc import Sequence

import polars as pl

from keel.exchange.findings import Level
from keel.loading.bringing import Bringing, Made, Met
from keel.loading.held import next_ids, origins_held, rows_held, shapes_of
from keel.loading.identity import apart, shortened
from keel.loading.matching import matched
from keel.loading.tables import EPISODE, TEXT, Table

col = pl.col


def met(
    bringing: Bringing,
    table: Table,
    rows: pl.DataFrame,
    headings: pl.DataFrame,
    sayable: frozenset[str],
    alike: Sequence[str] | None = None,
    made: Made | None = None,
) -> Met | None:
    """Give every row of the source the identity of its row in the record, or a new one.

    None where this format says nothing of the table and never did.
    """
    shapes = shapes_of(table, bringing.shapes.get(table.label, ()))
    if rows.is_empty() and not any(shape.family == bringing.family.name for shape in shapes):
        return None
    held = bringing.persons.numbered(rows_held(table))
    origins = apart(bringing.persons.numbered(origins_held(shapes)))
    if held.schema["_entry"] == TEXT:  # of a person the identity is her own
        origins = origins.with_columns(_entry="_person")
        rows = _persons_met(bringing, _fitting(bringing, table, rows))
    else:
        mine = origins.filter(col("family") == bringing.family.name)
        rows = matched(_fitting(bringing, table, rows), held, mine, table if alike is None else alike)
        is_new = rows["_entry"].is_null()
        fresh = next_ids(table.model, int(is_new.sum()))
        rows = rows.with_columns(_entry=rows["_entry"].scatter(is_new.arg_true(), fresh), _new=is_new)
    return Met(table, rows, held, origins, shapes, headings, sayable, made)


def _persons_met(bringing: Bringing, rows: pl.DataFrame) -> pl.DataFrame:
    """Persons were recognised before by their identifiers."""
    is_new = col("_owner").is_in(bringing.persons.new.implode())
    return rows.with_columns(_entry=bringing.persons.named(rows["_owner"]), _new=is_new)


def _fitting(bringing: Bringing, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Texts that the columns can hold; one that is cut short is reported, and whole in its origin."""
    for column in table.columns:
        if column.kind != TEXT or column.name not in rows.columns or not rows[column.name].count():
            continue
        rows = rows.with_columns(col(column.name).str.replace_all("\0", "", literal=True))
        if column.limit is None:
            continue
        lengths = rows[column.name].str.len_chars()
        too_long = (lengths > column.limit).fill_null(False)
        if not too_long.any():
            continue
        whole = rows.select(
            pl.when(too_long).then(pl.format("{}={}", pl.lit(column.name), column.name))
        ).to_series()
        cut = shortened(rows[column.name], column.limit)
        raw = pl.concat_str("_raw", pl.lit(whole), separator="; ", ignore_nulls=True).replace("", None)
        rows = rows.with_columns(cut, _raw=pl.when(too_long).then(raw).otherwise("_raw"))
        if column.name != EPISODE:
            bringing.findings.add(
                "text-too-long",
                Level.WARNING,
                f"longer than the {column.limit} letters that the record keeps here; the whole text is kept with its "
                "origin",
                source=table.label,
                column=column.name,
                count=int(too_long.sum()),
            )
    return rows
