"""What the rows of a roster say about themselves: incomplete, repeated, contradictory, or pointing nowhere."""

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.particulars import AddressKind
from keel.exchange.roster.tables import TABLES, RosterTable
from keel.exchange.roster.troubles import (
    BORN_AFTER_DEATH,
    ENDS_BEFORE_START,
    INCOMPLETE_ROW,
    NOBODY_MAY_SEE,
    OWN_RELATIVE,
    SAFE_NOT_PROTECTED,
)
from keel.exchange.tabular.files import ROW
from keel.exchange.tabular.troubles import REPEATED_ID, REPEATED_ROW, UNKNOWN_LINK, tell

col = pl.col

_PLACE = "place"


def complete(rows: pl.DataFrame, table: RosterTable, findings: Findings) -> pl.DataFrame:
    """The rows less those that lack what would make them say anything, which are told of."""
    for needed in table.needs:
        lacking = rows.filter(col(needed).is_null())
        tell(findings, lacking.select(ROW), INCOMPLETE_ROW.of(columns=needed), table.name, needed)
        rows = rows.filter(col(needed).is_not_null())
    if table.needs_any:
        # A word that was not understood says something all the same: it is kept as it was written.
        said = [name for name in table.needs_any if name in rows.columns]
        said += [f"{name}.raw" for name in table.needs_any if f"{name}.raw" in rows.columns]
        is_said = pl.any_horizontal(col(name).is_not_null() for name in said)
        words = " and ".join(table.needs_any)
        lacking = rows.filter(~is_said).select(ROW, child_id=table.needs[0])
        tell(findings, lacking, INCOMPLETE_ROW.of(columns=words), table.name, table.needs_any[0])
        rows = rows.filter(is_said)
    return rows


def once(rows: pl.DataFrame, table: RosterTable, findings: Findings) -> pl.DataFrame:
    """Rows that say the same word for word are read once; rows of one key that differ are told of."""
    content = [name for name in rows.columns if name != ROW]  # a table in parts counts rows in each
    placed = rows.with_row_index(_PLACE)
    first = placed.unique(content, keep="first", maintain_order=True)
    again = placed.join(first, on=_PLACE, how="anti", maintain_order="left")
    tell(findings, again.select(ROW, text=table.needs[0]), REPEATED_ROW, table.name)
    if table.key:
        twice = first.filter(pl.len().over(table.key) > 1).select(ROW, text=table.key)
        tell(findings, twice, REPEATED_ID, table.name, table.key)
    return first.drop(_PLACE)


def check_rows(rows: pl.DataFrame, table: RosterTable, findings: Findings) -> None:
    """What cannot be right in a row, and is read as it stands."""
    held = set(table.columns)
    if {"from_on", "to_on"} <= held:
        odd = rows.filter(col("to_on") < col("from_on")).select(ROW, child_id=table.needs[-1])
        tell(findings, odd, ENDS_BEFORE_START, table.name, "to_on")
    if {"is_protected", "audience"} <= held:
        odd = rows.filter(col("is_protected") & col("audience").is_null()).select(ROW, child_id="person")
        tell(findings, odd, NOBODY_MAY_SEE, table.name, "audience")
    if {"is_protected", "lines"} <= held:
        odd = rows.filter((col("kind") == AddressKind.SAFE) & ~col("is_protected"))
        tell(findings, odd.select(ROW, child_id="person"), SAFE_NOT_PROTECTED, table.name, "is_protected")
    if {"birth_on", "died_on"} <= held:
        odd = rows.filter(col("died_on") < col("birth_on")).select(ROW, child_id="person")
        tell(findings, odd, BORN_AFTER_DEATH, table.name, "died_on")


def check_links(frames: dict[str, pl.DataFrame], findings: Findings) -> None:
    """Keys that point to no row of the table that they mean; and persons who are their own relatives."""
    for name, rows in frames.items():
        for column, (other, key) in TABLES[name].links.items():
            if other in frames:
                _check_link(rows, name, column, frames[other][key].alias(column), findings)
    if "relationships" in frames:
        frames["relationships"] = _without_own(frames["relationships"], findings)


def _check_link(rows: pl.DataFrame, name: str, column: str, known: pl.Series, findings: Findings) -> None:
    pointing = rows.filter(col(column).is_not_null())
    lost = pointing.join(known.unique().to_frame(), on=column, how="anti", maintain_order="left")
    other = TABLES[name].links[column][0]
    tell(findings, lost.select(ROW, text=column), UNKNOWN_LINK.of(other=other), name, column)


def _without_own(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    own = rows.filter(col("person") == col("other"))
    tell(findings, own.select(ROW, child_id="person"), OWN_RELATIVE, "relationships", "other")
    return rows.filter((col("person") != col("other")).fill_null(True))
