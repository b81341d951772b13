"""What a row of the record holds after a load: which of two values stands, and what is said of the other.

A value that this format brought before gives way to what it says now, even to a blank. A value of another format gives
way only to a newer source. What was recorded here gives way to no source. Whatever gives way is kept with its origin.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from keel.loading.tables import FLAG, LATEST_ONLY, Column, Table

col = pl.col


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a source comes in: the day that it speaks of, and whether it may replace or withdraw values.

    ``sayable`` are the columns on which it may be silent or speak; a blank in another says nothing.
    """

    as_of: date
    only_fills: bool
    sayable: frozenset[str]


def decided(rows: pl.DataFrame, table: Table, terms: Terms) -> pl.DataFrame:
    """The matched rows with the values that will stand.

    ``rows`` have each column of the table as the source says it, and as ``<name> held`` as the record has it; ``mine``
    and ``theirs`` (bits of the columns that this format and others filled) and ``theirs_as_of``. Added: ``<name> new``,
    ``changes`` (whether any differs), ``differs`` (bits where two sources disagree) and ``yields`` (bits where the
    source's value was not taken).
    """
    chosen = [_chosen(place, column, terms) for place, column in enumerate(table.columns)]
    bits = rows.with_columns(chosen)
    changed = [col(f"{c.name} new").ne_missing(col(f"{c.name} held")) for c in table.columns]
    return bits.with_columns(
        changes=pl.any_horizontal(changed),
        differs=_bits(table.columns, partial(_differs, only_fills=terms.only_fills)),
        yields=_bits(table.columns, _yields),
    )


def _said(place: int, whose: str) -> pl.Expr:
    return (col(whose) & (1 << place)) != 0


def _chosen(place: int, column: Column, terms: Terms) -> pl.Expr:
    said, held = col(column.name), col(f"{column.name} held")
    mine, theirs = _said(place, "mine"), _said(place, "theirs")
    if column.name == LATEST_ONLY:  # true only as long as nobody knows more
        is_known_elsewhere = col("theirs") != 0
        return (
            pl.when(is_known_elsewhere)
            .then(said & held)
            .otherwise(said)
            .cast(FLAG)
            .alias(f"{column.name} new")
        )
    if terms.only_fills and column.unsaid is None:
        return pl.coalesce(held, said).alias(f"{column.name} new")
    is_said = held.is_not_null() if column.unsaid is None else held != column.unsaid
    stays = ~mine & ~theirs | theirs & (col("theirs_as_of") > terms.as_of)
    withdrawn = mine & ~theirs & pl.lit(column.name in terms.sayable)
    return (
        pl.when(said.is_null() & withdrawn)
        .then(pl.lit(column.unsaid))
        .when(said.is_null() | is_said & stays)
        .then(held)
        .otherwise(said)
        .alias(f"{column.name} new")
    )


def _bits(columns: Iterable[Column], is_so) -> pl.Expr:  # type: ignore[no-untyped-def]
    parts = [
        is_so(place, column).fill_null(False).cast(pl.Int64) * (1 << place)
        for place, column in enumerate(columns)
        if column.name != LATEST_ONLY
    ]
    return pl.sum_horizontal(parts)


def _differs(place: int, column: Column, *, only_fills: bool) -> pl.Expr:
    """The source says one thing, and a newer source, another, or somebody here another."""
    said, held = col(column.name), col(f"{column.name} held")
    is_said = pl.lit(True) if column.unsaid is None else held != column.unsaid
    return (said != held) & is_said & (_said(place, "theirs") | ~_said(place, "mine") | only_fills)


def _yields(place: int, column: Column) -> pl.Expr:
    """The source said something that does not stand."""
    said, new = col(column.name), col(f"{column.name} new")
    return said.is_not_null() & said.ne_missing(new)
