"""A folder of tables of the standard: which file holds which table, and the rows of a file as they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd.specification import Table, table_named, table_with
from keel.exchange.tabular.files import headings_of, rows_of


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
        return rows_of(self.path, wanted, findings, self.table.name)


def open_table(path: Path) -> TableFile | None:
    """What the file holds, by its name or else its headings; None: no table. Raises UnreadableTableError."""
    headings = headings_of(path)
    table = table_named(path.stem) or table_with(headings)
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
