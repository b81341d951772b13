"""The rows of one table, with what only other rows and tables can tell."""

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd import checking
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.tables import Tables
from keel.exchange.tabular.troubles import Trouble, tell


def prepared(tables: Tables, use: Use, findings: Findings) -> pl.DataFrame:
    """The cleaned rows that the marks of the use are read from, checked."""
    rows = tables.table(use.name)
    for column, (other, key) in use.links.items():
        if other in tables.held:
            checking.check_link(rows, use, column, tables.table(other)[key], findings)
    if use.prepare:
        rows = use.prepare(rows, _Desk(tables, use, findings))
    checking.check_dates(rows, use, findings)
    return rows


class _Desk:
    """What the preparation of one table sees."""

    def __init__(self, tables: Tables, use: Use, findings: Findings) -> None:
        self.table = tables.table
        self._use, self._findings = use, findings

    def tell(self, rows: pl.DataFrame, trouble: Trouble, column: str) -> None:
        """Count these rows of the table that is being prepared."""
        tell(self._findings, rows, trouble, self._use.name, column)
