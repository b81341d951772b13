"""Rows that belong together: the same name for the same strand, and a link from each row to the one it is part of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from keel.exchange.findings import Findings, Level
from keel.loading.bringing import Met
from keel.loading.tables import EPISODE

col = pl.col


def with_known_strands(all_met: Sequence[Met]) -> list[Met]:
    """The rows with the names that the record has for their strands, where it knows them by another name.

    Another format, or a later extract that counts anew, calls the same plan something else. What a strand is called in
    the record is learnt from those of its rows that were met there; where they differ, from most of them.
    """
    known = [_known(this) for this in all_met]
    names = (
        pl.concat([frame for frame in known if frame is not None])
        if any(f is not None for f in known)
        else None
    )
    if names is None or not (names["name"] != names["record_name"]).any():
        return list(all_met)
    best = (
        names.group_by("_owner", "name", "record_name")
        .agg(rows=pl.len())
        .sort("rows", "record_name", descending=[True, False])
        .unique(["_owner", "name"], keep="first", maintain_order=True)
        .filter(col("name") != col("record_name"))
    )
    return [replace(this, rows=_renamed(this.rows, best)) for this in all_met]


def _known(this: Met) -> pl.DataFrame | None:
    met = this.rows.filter(~col("_new") & col(EPISODE).is_not_null())
    if met.is_empty():
        return None
    held = this.held.select("_entry", record_name=EPISODE).drop_nulls()
    return met.select("_owner", "_entry", name=EPISODE).join(held, on="_entry", how="inner").drop("_entry")


def _renamed(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    wanted = names.select("_owner", "record_name", **{EPISODE: "name"})
    named = rows.join(wanted, on=["_owner", EPISODE], how="left", maintain_order="left")
    return named.with_columns(pl.coalesce("record_name", EPISODE).alias(EPISODE)).drop("record_name")


def linked(all_met: Sequence[Met], findings: Findings) -> list[Met]:
    """The rows with links to the one row of each other table that is of the same strand."""
    by_label = {this.table.label: this for this in all_met}
    return [_belonging(_linked(this, by_label), findings) for this in all_met]


def _linked(this: Met, by_label: Mapping[str, Met]) -> Met:
    """First by what the source says, then by being of the same strand."""
    rows = this.rows
    for column, label in (this.table.links or {}).items():
        to = by_label.get(label)
        if to is None:
            continue
        alone = to.rows.filter(col(EPISODE).is_not_null()).select("_owner", strand=EPISODE, to="_entry")
        alone = alone.unique(["_owner", "strand"], keep="none")
        if column in this.leads:
            named = this.leads[column]
            strands = pl.repeat(None, len(rows), dtype=pl.String, eager=True).scatter(
                named["place"], named["strand"]
            )
            rows = _led(rows, strands, alone, column)
        rows = _led(rows, rows[EPISODE], alone, column)
    return replace(this, rows=rows)


def _belonging(this: Met, findings: Findings) -> Met:
    """Without the rows that the record cannot hold, because the row they must belong to is not there."""
    needed = [
        field.column
        for field in this.table.model._meta.concrete_fields
        if field.column in (this.table.links or {}) and not field.null
    ]
    if not needed:
        return this
    is_placed = this.rows.select(pl.all_horizontal(col(name).is_not_null() for name in needed)).to_series()
    if not is_placed.all():
        findings.add(
            "belongs-to-nothing",
            Level.WARNING,
            "the row that this belongs to is not in the source, and it was left out",
            source=this.table.label,
            count=int((~is_placed).sum()),
        )
    return replace(this, rows=this.rows.filter(is_placed))


def _led(rows: pl.DataFrame, strands: pl.Series, alone: pl.DataFrame, column: str) -> pl.DataFrame:
    if strands.null_count() == len(strands):
        return rows
    found = rows.with_columns(strand=strands).join(
        alone, on=["_owner", "strand"], how="left", maintain_order="left"
    )
    return found.with_columns(pl.coalesce(column, "to").alias(column)).drop("to", "strand")
