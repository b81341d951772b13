"""Read a folder of the Standard Safeguarding Dataset."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from keel.exchange.extract import Extract, from_frames
from keel.exchange.findings import Findings, UnreadableSource
from keel.exchange.ssd import children
from keel.exchange.ssd.coverage import coverage_of
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.events import events_of
from keel.exchange.ssd.folder import open_table
from keel.exchange.ssd.particulars import particulars_of
from keel.exchange.ssd.preparing import prepared
from keel.exchange.ssd.tables import Tables
from keel.exchange.ssd.uses import USES
from keel.exchange.tabular.files import UnreadableTableError, table_files

FORMAT = "Standard Safeguarding Dataset"

Progress = Callable[[float, str], None]  # the share done (0 to 1), and what is being read


def recognises(path: Path) -> bool:
    """A folder with at least one file that holds a table of the standard."""
    return path.is_dir() and any(holds_table(file) for file in table_files(path))


def holds_table(file: Path) -> bool:
    """Whether a CSV or Parquet file holds a table of the standard."""
    try:
        return open_table(file) is not None
    except UnreadableTableError:
        return False


def read(folder: Path, progress: Progress | None = None) -> Extract:
    """Read every table that the journey needs. Raises UnreadableSource where the folder holds none."""
    findings = Findings()
    tables = Tables(folder, (children.PERSON, children.DISABILITY, *USES), findings)
    if tables.is_empty:
        raise UnreadableSource(
            f"The folder {folder.name} holds no table of the Standard Safeguarding Dataset; "
            "choose the folder with the CSV or Parquet files, named like ssd_person.csv."
        )
    return _extract(folder, tables, findings, progress or _silent)


def _silent(share: float, what: str) -> None:
    """Nobody watches."""


def _extract(folder: Path, tables: Tables, findings: Findings, progress: Progress) -> Extract:
    about = [children.disabled(tables.table("disability"))]
    frames: list[pl.DataFrame] = []
    uses = [use for use in USES if use.name in tables.held] or USES[:1]
    for place, use in enumerate(uses):
        progress(place / len(uses), use.name)
        rows = prepared(tables, use, findings)
        frames += [events_of(mark, use, rows) for mark in use.marks]
        about += _about_children(tables, use, rows)
    tables.forget()
    people = children.assembled(tables.register.persons, about)
    people, events = children.without_mothers(people, pl.concat(frames), findings)
    progress(1.0, "all tables")
    coverage = coverage_of(USES, tables.held, tables.broken)
    return from_frames(
        FORMAT,
        folder.name,
        events=events,
        children=people,
        findings=findings,
        coverage=coverage,
        particulars=particulars_of(folder, people.select("child", "source", "row"), findings),
    )


def _about_children(tables: Tables, use: Use, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What the table says of the children themselves."""
    if use.name == "cp_plans":
        yield children.category(rows)
    elif use.name == "involvements":
        yield children.allocated(rows, tables.table("department"))
