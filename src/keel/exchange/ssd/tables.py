"""The tables of one folder, cleaned when they are asked for, with the child that each row is about."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd import checking
from keel.exchange.ssd.children import PERSON, Register
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.folder import TableFile, open_table
from keel.exchange.ssd.specification import table_named
from keel.exchange.ssd.troubles import OTHER_FILE
from keel.exchange.tabular.cleaning import Cleaner
from keel.exchange.tabular.files import ROW, UnreadableTableError, table_files
from keel.exchange.tabular.troubles import UNREADABLE_TABLE, tell_count


class Tables:
    """The tables of a folder. Those that others look up are kept in memory until :meth:`forget`.

    ``check`` tells what the files themselves lack.
    """

    def __init__(
        self,
        folder: Path,
        uses: Sequence[Use],
        findings: Findings,
        *,
        check: Callable[..., None] = checking.check_files,
    ) -> None:
        self._uses = {use.name: use for use in uses}
        self._findings = findings
        self._files: dict[str, list[TableFile]] = {}
        self._known: dict[str, pl.DataFrame] = {}
        self._hollow: dict[str, set[str]] = {}
        self.broken: set[str] = set()
        for path in table_files(folder):
            self._open(path)
        if not self.is_empty:
            check(self._files, self.broken, self._uses, findings)
            self.register = Register(self._clean(PERSON), findings)

    @property
    def is_empty(self) -> bool:
        """No file of the folder holds a table of the standard, not even a broken one."""
        return not self._files and not self.broken

    @property
    def held(self) -> Mapping[str, frozenset[str]]:
        """The columns of each table that could be read, without those that hold placeholders only."""
        return {
            name: frozenset(c for file in files for c in file.headings) - self._hollow.get(name, set())
            for name, files in self._files.items()
            if name not in self.broken
        }

    def _open(self, path: Path) -> None:
        try:
            held = open_table(path)
        except UnreadableTableError as trouble:
            named = table_named(path.stem)
            self._break(named.name if named else path.name, trouble)
            return
        if held is None:
            tell_count(self._findings, 1, OTHER_FILE, path.name)
        else:
            self._files.setdefault(held.table.name, []).append(held)

    def _break(self, name: str, why: UnreadableTableError) -> None:
        self.broken.add(name)
        tell_count(self._findings, 1, UNREADABLE_TABLE.of(why=why), name)

    def forget(self) -> None:
        """Let go of the tables that were kept to be looked up."""
        self._known.clear()

    def table(self, name: str) -> pl.DataFrame:
        """The cleaned rows of a table, with ``child``; none if the folder does not hold it."""
        if name in self._known:
            return self._known[name]
        use = self._uses[name]
        rows = self._with_child(self._clean(use), use)
        checking.check_keys(rows, use, self._findings)
        rows = checking.without_repeats(rows, use, self._findings)
        if use.is_looked_up:
            self._known[name] = rows
        return rows

    def _clean(self, use: Use) -> pl.DataFrame:
        cleaner = Cleaner(use, self._findings)
        files = self._files.get(use.name, [])
        frames = [cleaner.clean(self._rows(file, use)) for file in files] or [cleaner.clean(_NO_ROWS)]
        self._hollow[use.name] = cleaner.hollow
        return pl.concat(frames, how="diagonal")

    def _rows(self, file: TableFile, use: Use) -> pl.DataFrame:
        try:
            return file.rows(use.columns, self._findings)
        except UnreadableTableError as trouble:
            self._break(use.name, trouble)
            return _NO_ROWS

    def _with_child(self, rows: pl.DataFrame, use: Use) -> pl.DataFrame:
        rows = self.register.number(rows, use)
        if use.child_from is None:
            return rows
        column, other, key = use.child_from
        named = self.table(other).select(pl.col(key).alias(column), by_way="child").drop_nulls()
        named = named.unique(column, keep="first", maintain_order=True)
        rows = rows.join(named, on=column, how="left", maintain_order="left")
        return rows.with_columns(child=pl.coalesce("child", "by_way")).drop("by_way")


_NO_ROWS = pl.DataFrame(schema={ROW: pl.UInt32})
