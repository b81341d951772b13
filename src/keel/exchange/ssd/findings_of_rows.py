"""What the rows and files of a folder say about themselves: absent, repeated, blank, or pointing nowhere."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from keel.exchange.findings import Findings, Level
from keel.exchange.ssd.cleaning import report
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.folder import ROW, TableFile

col = pl.col

_FOLDER = "folder"


def tell_of_files(
    files: Mapping[str, Sequence[TableFile]],
    broken: Collection[str],
    uses: Mapping[str, Use],
    findings: Findings,
) -> None:
    """Tables and columns that are absent, that nothing here reads, or that the standard does not know."""
    for name, use in uses.items():
        if name in files:
            _tell_of_columns(files[name], use, findings)
        elif name not in broken:
            message = "table is not in the folder: what it would hold cannot be judged; add it to the export"
            findings.add("absent-table", Level.WARNING, message, source=name)
    unused = sorted(set(files) - set(uses))
    if unused:
        message = f"tables that no timescale reads were left alone: {', '.join(unused)}"
        findings.add("unused-table", Level.NOTE, message, source=_FOLDER, count=len(unused))


def _tell_of_columns(files: Sequence[TableFile], use: Use, findings: Findings) -> None:
    held = {column for file in files for column in file.headings}
    for column in (*use.text_columns, *use.date_columns, *use.flag_columns):
        if column not in held:
            message = "column is not in the file: what it would say is not recorded; add it to the export"
            findings.add("absent-column", Level.WARNING, message, source=use.name, column=column)
    for heading in dict.fromkeys(heading for file in files for heading in file.others):
        message = "heading is not in the standard, or stands twice: not used"
        findings.add("unknown-heading", Level.NOTE, message, source=use.name, column=heading)
    if len(files) > 1:
        names = ", ".join(file.path.name for file in files)
        message = f"table stands in {len(files)} files, read together ({names}); rows are counted in each from its top"
        findings.add("table-in-parts", Level.WARNING, message, source=use.name, count=len(files))


def tell_of_keys(rows: pl.DataFrame, use: Use, findings: Findings) -> None:
    """Rows that name no child, or that have no key of their own."""
    person, key = use.table.person, use.table.key
    if person and use.marks:
        message = "row names no person and was left out: give the person's identifier"
        _tell(findings, rows.filter(col("child").is_null()), "blank-id", Level.ERROR, message, (use.name, person))
    if key and key in rows.columns and use.marks:
        message = "row has no identifier of its own: read, but nothing else can point to it"
        _tell(findings, rows.filter(col(key).is_null()), "blank-id", Level.WARNING, message, (use.name, key))


def without_repeats(rows: pl.DataFrame, use: Use, findings: Findings) -> pl.DataFrame:
    """The rows without those that say again what an earlier one said; the same key with other content is kept."""
    key = use.table.key
    if key is None or key not in rows.columns:
        return rows
    by = [name for name in (key, use.table.person) if name and name in rows.columns]
    doubtful = pl.struct(by).is_duplicated() & col(key).is_not_null()
    twice = rows.filter(doubtful)
    if twice.is_empty():
        return rows
    content = [name for name in rows.columns if name != ROW]
    first = twice.unique(content, keep="first", maintain_order=True)
    again = twice.join(first.select(ROW), on=ROW, how="anti", maintain_order="left")
    message = "row repeats an earlier one word for word: read once"
    _tell(findings, _with_text(again, key), "repeated-row", Level.WARNING, message, (use.name, key))
    differing = first.filter(pl.struct(by).is_duplicated())
    message = "identifier stands on rows that differ: all were read; correct the export"
    _tell(findings, _with_text(differing, key), "repeated-id", Level.WARNING, message, (use.name, key))
    return rows.join(again.select(ROW), on=ROW, how="anti", maintain_order="left") if len(again) else rows


def tell_of_links(
    rows: pl.DataFrame, use: Use, column: str, known: pl.Series, other: str, findings: Findings
) -> None:
    """Identifiers that point to no row of the other table."""
    lost = rows.filter(col(column).is_not_null()).join(
        known.drop_nulls().unique().alias(column).to_frame(), on=column, how="anti", maintain_order="left"
    )
    message = f"identifier is not in table {other}: read, but not tied to it"
    _tell(findings, _with_text(lost, column), "unknown-link", Level.WARNING, message, (use.name, column))


def tell_of_blanks(rows: pl.DataFrame, use: Use, findings: Findings) -> None:
    """Rows without the date that would make them an event."""
    for mark in use.marks:
        if mark.is_start and mark.on in rows.columns:
            meant = col(mark.where).fill_null(False) if mark.where else pl.lit(True)
            blank = rows.filter(meant & col("child").is_not_null() & col(mark.on).is_null())
            message = "row without a date that could be read: it makes no event; give the date"
            report(findings, "blank-date", Level.WARNING, message, blank, use.name, mark.on)


def _with_text(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select(ROW, text=column)
