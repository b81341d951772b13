"""One file that holds a table: its headings, and its rows as they stand."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from keel.exchange.findings import Findings, Level

SUFFIXES = (".csv", ".parquet")
ROW = "row"  # rows count as a spreadsheet shows them: the headings are row 1, in Parquet too
_FIRST_ROW = 2
_SEPARATORS = ",;\t|"
_BROKEN = (PolarsError, PanicException, OSError, csv.Error)


class UnreadableTableError(Exception):
    """One file of the folder that cannot be read; the message says why, in a few words."""


def table_files(folder: Path) -> Iterator[Path]:
    """The CSV and Parquet files that stand directly in the folder, in order of name."""
    return (
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~"))
    )


def headings_of(path: Path) -> list[str]:
    """The headings of a file, as they are written. Raises UnreadableTableError."""
    try:
        if path.suffix.lower() == ".parquet":
            return pl.scan_parquet(path, glob=False).collect_schema().names()
        with path.open(encoding=_encoding(path), errors="replace", newline="") as lines:
            return next(csv.reader(lines, delimiter=_separator(path)), [])
    except _BROKEN as trouble:
        raise UnreadableTableError(_reason(trouble)) from trouble


def rows_of(path: Path, wanted: Mapping[str, str], findings: Findings, source: str) -> pl.DataFrame:
    """The rows as they stand, and ``row``. ``wanted`` names the column for each heading that is read.

    Raises UnreadableTableError. ``source`` is the name of the table in findings.
    """
    try:
        return _scan(path).select(ROW, *wanted).rename(wanted).collect()
    except _BROKEN as trouble:
        if path.suffix.lower() != ".csv":
            raise UnreadableTableError(_reason(trouble)) from trouble
        return _patient_rows(path, wanted, findings, source)


def _scan(path: Path) -> pl.LazyFrame:
    if path.suffix.lower() == ".parquet":
        return pl.scan_parquet(path, row_index_name=ROW, row_index_offset=_FIRST_ROW, glob=False)
    return pl.scan_csv(
        path,
        separator=_separator(path),
        infer_schema=False,
        row_index_name=ROW,
        row_index_offset=_FIRST_ROW,
        glob=False,
    )


def _separator(path: Path) -> str:
    with path.open(encoding=_encoding(path), errors="replace") as lines:
        heading = lines.readline()
    return max(_SEPARATORS, key=heading.count)


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(2)
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _patient_rows(path: Path, wanted: Mapping[str, str], findings: Findings, source: str) -> pl.DataFrame:
    """Read a CSV line by line where the fast reader gave up: other encodings, rows with too many values."""
    encoding = _encoding(path)
    try:
        return _lines(path, wanted, encoding, findings, source)
    except UnicodeDecodeError:
        message = "not UTF-8; read as Windows-1252: check names with accents, and export as UTF-8 if you can"
        findings.add("encoding", Level.NOTE, message, source=source)
        return _lines(path, wanted, "cp1252", findings, source)


def _lines(
    path: Path, wanted: Mapping[str, str], encoding: str, findings: Findings, source: str
) -> pl.DataFrame:
    errors = "replace" if encoding == "cp1252" else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        lines = csv.reader(stream, delimiter=_separator(path), strict=True)
        try:
            width = len(headings := next(lines))
            kept = [
                (row, line)
                for row, line in enumerate(lines, _FIRST_ROW)
                if _fits(line, row, width, findings, source)
            ]
        except (csv.Error, StopIteration) as trouble:
            raise UnreadableTableError(_reason(trouble)) from trouble
    places = {column: headings.index(heading) for heading, column in wanted.items()}
    columns = {
        name: [line[place] if place < len(line) else None for _, line in kept]
        for name, place in places.items()
    }
    schema = {ROW: pl.UInt32} | dict.fromkeys(columns, pl.String)
    return pl.DataFrame({ROW: [row for row, _ in kept]} | columns, schema=schema)


def _fits(line: list[str], row: int, width: int, findings: Findings, source: str) -> bool:
    if len(line) <= width:
        return True
    message = (
        "row has more values than there are headings and was left out: put quotes round text with commas"
    )
    findings.add("ragged-row", Level.ERROR, message, source=source, row=row)
    return False


def _reason(trouble: BaseException) -> str:
    return str(trouble).strip().split("\n", maxsplit=1)[0][:160] or type(trouble).__name__
