"""Read a folder of the Standard Safeguarding Dataset."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from keel.exchange.extract import Extract, from_frames
from keel.exchange.findings import Findings, Level, UnreadableSource
from keel.exchange.ssd import children, findings_of_rows
from keel.exchange.ssd.cleaning import cleaned, report
from keel.exchange.ssd.coverage import coverage_of
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.events import events_of
from keel.exchange.ssd.folder import ROW, TableFile, UnreadableTableError, open_table, table_files
from keel.exchange.ssd.mapping import FRONT_DOOR, PROTECTION
from keel.exchange.ssd.mapping_care import CARE, WORKERS

FORMAT = "Standard Safeguarding Dataset"
USES: tuple[Use, ...] = (*FRONT_DOOR, *PROTECTION, *WORKERS, *CARE)
_BY_NAME = {use.name: use for use in (children.PERSON, children.DISABILITY, *USES)}

Progress = Callable[[str, float], None]  # what is being read, and the share that is done


def recognises(path: Path) -> bool:
    """A folder with at least one file that holds a table of the standard."""
    return path.is_dir() and next(_tables(path, Findings()), None) is not None


def read(folder: Path, progress: Progress | None = None) -> Extract:
    """Read every table that the journey needs. Raises UnreadableSource where the folder holds none."""
    return _Reading(folder, progress or _silent).extract()


def _silent(what: str, share: float) -> None:
    """Nobody watches."""


def _tables(folder: Path, findings: Findings) -> Iterator[TableFile | tuple[str, UnreadableTableError]]:
    """Each file that holds a table, or the name of a table whose file is broken. Other files are noted."""
    for path in table_files(folder):
        try:
            held = open_table(path)
        except UnreadableTableError as trouble:
            yield path.stem.lower().removeprefix("ssd_"), trouble
            continue
        if held is None:
            message = "file holds no table of the standard and was left alone"
            findings.add("other-file", Level.NOTE, message, source=path.name, count=1)
        else:
            yield held


class _Reading:
    """One folder being read: its files, the tables others look up, and what was noticed."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder, self.progress, self.findings = folder, progress, Findings()
        self.files: dict[str, list[TableFile]] = {}
        self.broken: set[str] = set()
        self.known: dict[str, pl.DataFrame] = {}
        self._sort_files()
        self.register = children.Register(self._clean(children.PERSON), self.findings)
        self.about: list[pl.DataFrame] = []

    def _sort_files(self) -> None:
        for held in _tables(self.folder, self.findings):
            if isinstance(held, TableFile):
                self.files.setdefault(held.table.name, []).append(held)
            else:
                self._break(*held)
        if not self.files and not self.broken:
            raise UnreadableSource(
                f"The folder {self.folder.name} holds no table of the Standard Safeguarding Dataset; "
                "choose the folder with the CSV or Parquet files, named like ssd_person.csv."
            )
        findings_of_rows.tell_of_files(self.files, self.broken, _BY_NAME, self.findings)

    def _break(self, name: str, trouble: UnreadableTableError) -> None:
        self.broken.add(name)
        message = f"file could not be read ({trouble}); export this table again"
        self.findings.add("unreadable-table", Level.ERROR, message, source=name)

    def table(self, name: str) -> pl.DataFrame:
        """The cleaned rows of a table, with ``child``; none if the folder does not hold it."""
        if name in self.known:
            return self.known[name]
        use = _BY_NAME[name]
        rows = self._with_child(self._clean(use), use)
        findings_of_rows.tell_of_keys(rows, use, self.findings)
        rows = findings_of_rows.without_repeats(rows, use, self.findings)
        if use.is_looked_up:
            self.known[name] = rows
        return rows

    def report(
        self, code: str, level: Level, message: str, rows: pl.DataFrame, source: str, column: str
    ) -> None:
        """One finding for all these rows."""
        report(self.findings, code, level, message, rows, source, column)

    def _clean(self, use: Use) -> pl.DataFrame:
        frames = [self._rows(file, use) for file in self.files.get(use.name, [])]
        if not frames:
            frames = [pl.DataFrame(schema={ROW: pl.UInt32})]
        return pl.concat([cleaned(frame, use, self.findings) for frame in frames], how="diagonal")

    def _rows(self, file: TableFile, use: Use) -> pl.DataFrame:
        names = (*use.text_columns, *use.date_columns, *use.flag_columns)
        try:
            return file.rows(names, self.findings)
        except UnreadableTableError as trouble:
            self._break(use.name, trouble)
            return pl.DataFrame(schema={ROW: pl.UInt32})

    def _with_child(self, rows: pl.DataFrame, use: Use) -> pl.DataFrame:
        rows = self.register.number(rows, use)
        if use.child_from is None:
            return rows
        column, other, key = use.child_from
        found = self.table(other).select(pl.col(key).alias(column), by_way="child").drop_nulls()
        found = found.unique(column, keep="first", maintain_order=True)
        rows = rows.join(found, on=column, how="left", maintain_order="left")
        return rows.with_columns(child=pl.coalesce("child", "by_way")).drop("by_way")

    def _events(self, use: Use) -> list[pl.DataFrame]:
        rows = self.table(use.name)
        for column, (other, key) in use.links.items():
            if other in self.files:
                findings_of_rows.tell_of_links(
                    rows, use, column, self.table(other)[key], other, self.findings
                )
        if use.prepare:
            rows = use.prepare(rows, self)
        findings_of_rows.tell_of_blanks(rows, use, self.findings)
        self._learn(use, rows)
        return [events_of(mark, use, rows) for mark in use.marks]

    def _learn(self, use: Use, rows: pl.DataFrame) -> None:
        """What the table says of the children themselves."""
        if use.name == "cp_plans":
            self.about.append(children.category(rows))
        elif use.name == "involvements":
            self.about.append(children.allocated(rows, self.table("department")))

    def _all_events(self) -> pl.DataFrame:
        frames: list[pl.DataFrame] = []
        for place, use in enumerate(USES):
            self.progress(use.name, place / len(USES))
            frames += self._events(use)
        self.known.clear()
        return pl.concat(frames)

    def extract(self) -> Extract:
        """Every event and child, in order."""
        self.about.append(children.disabled(self.table("disability")))
        events = self._all_events()
        people = children.assembled(self.register.persons, self.about)
        people, events = children.without_mothers(people, events, self.findings)
        held = {
            name: frozenset(column for file in files for column in file.headings)
            for name, files in self.files.items()
            if name not in self.broken
        }
        coverage = coverage_of(USES, held, self.broken)
        self.progress("all tables", 1.0)
        return from_frames(FORMAT, self.folder.name, events, people, self.findings, coverage)
