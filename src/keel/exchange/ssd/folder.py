"""A folder of tables: which file holds which table, and the rows of a file as they stand."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from keel.exchange.findings import Findings, Level
from keel.exchange.ssd.specification import Table, table_named, table_with

SUFFIXES = (".csv", ".parquet")
ROW = "row"  # rows count as a spreadsheet shows them: the headings are row 1, in Parquet too
_FIRST_ROW = 2
_SEPARATORS = ",;\t|"
_BROKEN = (PolarsError, PanicException, OSError, csv.Error)


class UnreadableTableError(Exception):
    """One file of the folder that cannot be read; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that holds a table. ``headings`` maps each column of the standard to the heading in the file."""

    table: Table
    path: Path
    headings: Mapping[str, str]
    others: tuple[str, ...] = ()  # headings that the standard does not have, or that repeat a column

    def rows(self, columns: Iterable[str], findings: Findings) -> pl.DataFrame:
        """The given columns that the file has, as they stand, and ``row``. Raises UnreadableTableError."""
        wanted = {self.headings[column]: column for column in columns if column in self.headings}
        try:
            return _scan(self.path).select(ROW, *wanted).rename(wanted).collect()
        except _BROKEN as trouble:
            if self.path.suffix.lower() != ".csv":
                raise UnreadableTableError(_reason(trouble)) from trouble
            return _patient_rows(self, wanted, findings)


def table_files(folder: Path) -> Iterator[Path]:
    """The CSV and Parquet files that stand directly in the folder, in order of name."""
    return (
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~"))
    )


def open_table(path: Path) -> TableFile | None:
    """What the file holds, by its name or else its headings; None: no table. Raises UnreadableTableError."""
    named = table_named(path.stem)
    try:
        headings = _headings(path)
    except _BROKEN as trouble:
        raise UnreadableTableError(_reason(trouble)) from trouble
    table = named or table_with(headings)
    return None if table is None else _matched(table, path, headings)


def _matched(table: Table, path: Path, headings: list[str]) -> TableFile:
    matched: dict[str, str] = {}
    others = []
    for heading in headings:
        column = table.column(heading)
        if column is None or column in matched:
            others.append(heading)
        else:
            matched[column] = heading
    return TableFile(table, path, matched, tuple(others))


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


def _headings(path: Path) -> list[str]:
    if path.suffix.lower() == ".parquet":
        return pl.scan_parquet(path, glob=False).collect_schema().names()
    with path.open(encoding=_encoding(path), errors="replace", newline="") as lines:
        return next(csv.reader(lines, delimiter=_separator(path)), [])


def _separator(path: Path) -> str:
    with path.open(encoding=_encoding(path), errors="replace") as lines:
        heading = lines.readline()
    return max(_SEPARATORS, key=heading.count)


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(2)
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _patient_rows(file: TableFile, wanted: Mapping[str, str], findings: Findings) -> pl.DataFrame:
    """Read a CSV line by line where the fast reader gave up: other encodings, rows with too many values."""
    encoding = _encoding(file.path)
    try:
        return _lines(file, wanted, encoding, findings)
    except UnicodeDecodeError:
        message = "not UTF-8; read as Windows-1252: check names with accents, and export as UTF-8 if you can"
        findings.add("encoding", Level.NOTE, message, source=file.table.name)
        return _lines(file, wanted, "cp1252", findings)


def _lines(file: TableFile, wanted: Mapping[str, str], encoding: str, findings: Findings) -> pl.DataFrame:
    errors = "replace" if encoding == "cp1252" else "strict"
    with file.path.open(encoding=encoding, errors=errors, newline="") as stream:
        lines = csv.reader(stream, delimiter=_separator(file.path), strict=True)
        try:
            width = len(headings := next(lines))
            kept = [
                (row, line)
                for row, line in enumerate(lines, _FIRST_ROW)
                if _fits(file, line, row, width, findings)
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


def _fits(file: TableFile, line: list[str], row: int, width: int, findings: Findings) -> bool:
    if len(line) <= width:
        return True
    message = (
        "row has more values than there are headings and was left out: put quotes round text with commas"
    )
    findings.add("ragged-row", Level.ERROR, message, source=file.table.name, row=row)
    return False


def _reason(trouble: BaseException) -> str:
    return str(trouble).strip().split("\n", maxsplit=1)[0][:160] or type(trouble).__name__
