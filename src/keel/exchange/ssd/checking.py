"""What the files and rows of a folder say about themselves: absent, repeated, blank, or pointing nowhere."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.events import is_meant
from keel.exchange.ssd.folder import TableFile
from keel.exchange.ssd.troubles import (
    ABSENT_COLUMN,
    ABSENT_TABLE,
    BLANK_DATE,
    BLANK_KEY,
    BLANK_PERSON,
    NO_EVENT,
    NO_PLACE,
    NOT_GIVEN,
    NOT_GIVEN_TABLES,
    UNKNOWN_HEADING,
    UNUSED_TABLE,
)
from keel.exchange.tabular.files import ROW
from keel.exchange.tabular.troubles import (
    REPEATED_ID,
    REPEATED_ROW,
    TABLE_IN_PARTS,
    UNKNOWN_LINK,
    Trouble,
    tell,
    tell_count,
)

col = pl.col

_PLACE = "place"


Files = Mapping[str, Sequence[TableFile]]


def check_files(files: Files, broken: Collection[str], uses: Mapping[str, Use], findings: Findings) -> None:
    """Tables and columns that are absent, that nothing here reads, or that the standard does not know."""
    for name, use in uses.items():
        if name in files:
            for column in _absent(files[name], use):
                tell_count(findings, 1, ABSENT_COLUMN, name, column)
            _check_headings(files[name], name, findings)
        elif name not in broken:
            tell_count(findings, 1, ABSENT_TABLE, name)
    _check_rest(files, uses, UNUSED_TABLE, findings)


def check_whole(files: Files, broken: Collection[str], uses: Mapping[str, Use], findings: Findings) -> None:
    """As for files, of tables read whole: nobody fills every column, so what is absent is told in few lines."""
    absent = [name for name in uses if name not in files and name not in broken]
    if absent:
        tell_count(findings, len(absent), NOT_GIVEN_TABLES.of(names=", ".join(absent)), "folder")
    for name in sorted(set(uses) & set(files)):
        if columns := _absent(files[name], uses[name]):
            tell_count(findings, len(columns), NOT_GIVEN.of(names=", ".join(columns)), name)
        _check_headings(files[name], name, findings)
    _check_rest(files, uses, NO_PLACE, findings)


def _absent(files: Sequence[TableFile], use: Use) -> list[str]:
    held = {column for file in files for column in file.headings}
    return [column for column in use.columns if column not in held]


def _check_headings(files: Sequence[TableFile], name: str, findings: Findings) -> None:
    for heading in dict.fromkeys(heading for file in files for heading in file.others):
        tell_count(findings, 1, UNKNOWN_HEADING, name, heading)
    if len(files) > 1:
        paths = ", ".join(file.path.name for file in files)
        tell_count(findings, len(files), TABLE_IN_PARTS.of(names=paths), name)


def _check_rest(files: Files, uses: Mapping[str, Use], rest: Trouble, findings: Findings) -> None:
    if names := sorted(set(files) - set(uses)):
        tell_count(findings, len(names), rest.of(names=", ".join(names)), "folder")


def check_keys(rows: pl.DataFrame, use: Use, findings: Findings) -> None:
    """Rows that name no child, or that have no key of their own."""
    key = use.table.key
    person = use.table.person or (use.child_from[0] if use.child_from else None)
    if person:
        nobody = rows.filter(col("child").is_null()).select(ROW, text=person)
        tell(findings, nobody, BLANK_PERSON, use.name, person)
    if key and use.marks:
        tell(findings, rows.filter(col(key).is_null()).select(ROW), BLANK_KEY, use.name, key)


def without_repeats(rows: pl.DataFrame, use: Use, findings: Findings) -> pl.DataFrame:
    """The rows less those that repeat an earlier one; rows that share a key and differ are told of."""
    key = use.table.key
    if key is None:
        return rows
    by = [name for name in (key, use.table.person) if name]
    placed = rows.with_row_index(_PLACE)
    twice = _shared(placed.filter(col(key).is_duplicated() & col(key).is_not_null()), by)
    if twice.is_empty():
        return rows
    content = [name for name in rows.columns if name != ROW]  # a table in parts counts rows in each
    first = twice.unique(content, keep="first", maintain_order=True)
    again = twice.join(first, on=_PLACE, how="anti", maintain_order="left")
    tell(findings, again.select(ROW, text=key), REPEATED_ROW, use.name, key)
    differing = _shared(first, by)
    tell(findings, differing.select(ROW, text=key), REPEATED_ID, use.name, key)
    return placed.join(again, on=_PLACE, how="anti", maintain_order="left").drop(_PLACE)


def _shared(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return rows.filter(pl.len().over(by) > 1)


def check_link(rows: pl.DataFrame, use: Use, column: str, known: pl.Series, findings: Findings) -> None:
    """Identifiers in ``column`` that point to no row of the other table, whose identifiers are ``known``."""
    pointing = rows.filter(col(column).is_not_null())
    targets = known.drop_nulls().unique().alias(column).to_frame()
    lost = pointing.join(targets, on=column, how="anti", maintain_order="left").select(ROW, text=column)
    tell(findings, lost, UNKNOWN_LINK.of(other=use.links[column][0]), use.name, column)


def check_dates(rows: pl.DataFrame, use: Use, findings: Findings) -> None:
    """Rows without the date that would make them an event, so that no row goes without a word."""
    if use.marks and not any(mark.is_start for mark in use.marks):
        silent = rows.filter(col("child").is_not_null(), *(~is_meant(mark) for mark in use.marks))
        tell(findings, silent.select(ROW), NO_EVENT, use.name)
    for mark in use.marks:
        if mark.is_start:
            meant = col(mark.where).fill_null(False) if mark.where else pl.lit(True)
            blank = rows.filter(meant & col("child").is_not_null() & col(mark.on).is_null())
            tell(findings, blank.select(ROW), BLANK_DATE, use.name, mark.on)
