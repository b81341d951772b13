"""Read a roster: a folder of tables that say who the people are."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from keel.exchange.extract import CHILDREN, EVENTS, Coverage, Extract, from_frames
from keel.exchange.findings import Findings, UnreadableSource
from keel.exchange.particulars import AddressKind, Particulars
from keel.exchange.roster.checking import check_links, check_rows, complete, once
from keel.exchange.roster.tables import TABLES, RosterFile, RosterTable, table_in
from keel.exchange.roster.troubles import (
    ABSENT_TABLE,
    LACKS_COLUMN,
    NO_CHILDREN,
    OTHER_FILE,
    UNKNOWN_HEADING,
)
from keel.exchange.tabular.cleaning import Cleaner
from keel.exchange.tabular.files import ROW, UnreadableTableError, rows_of, table_files
from keel.exchange.tabular.troubles import TABLE_IN_PARTS, UNREADABLE_TABLE, tell_count
from keel.exchange.values import code_of, postcode

FORMAT = "Keel roster"

Progress = Callable[[float, str], None]  # the share done (0 to 1), and what is being read

col = pl.col


def read(folder: Path, progress: Progress | None = None) -> Extract:
    """Every table of the folder. Raises UnreadableSource where it holds none."""
    findings = Findings()
    held = _files(folder, findings)
    if not held:
        raise UnreadableSource(
            f"The folder {folder.name} holds no table of a roster; "
            "choose the folder with the CSV or Parquet files, named like persons.csv."
        )
    frames: dict[str, pl.DataFrame] = {}
    for place, name in enumerate(held):
        if progress:
            progress(place / len(held), name)
        frames[name] = _read(TABLES[name], held[name], findings)
    check_links(frames, findings)
    if progress:
        progress(1.0, "all tables")
    return from_frames(
        FORMAT,
        folder.name,
        events=_NO_EVENTS,
        children=_children(frames, findings),
        findings=findings,
        coverage=Coverage(has_births=_has_births(held)),
        particulars=Particulars(lambda _: frames),
    )


def _files(folder: Path, findings: Findings) -> dict[str, list[RosterFile]]:
    """The files of each table, in the order of the tables; what is absent or not understood is told."""
    found: dict[str, list[RosterFile]] = {}
    for path in table_files(folder):
        try:
            held = table_in(path)
        except UnreadableTableError as trouble:
            tell_count(findings, 1, UNREADABLE_TABLE.of(why=trouble), path.name)
            continue
        if held is None:
            tell_count(findings, 1, OTHER_FILE, path.name)
        elif held.lacks:
            tell_count(findings, 1, LACKS_COLUMN.of(columns=", ".join(held.lacks)), path.name)
        else:
            found.setdefault(held.table.name, []).append(held)
    for name in TABLES:
        if found and name not in found:
            tell_count(findings, 1, ABSENT_TABLE, name)
    return {name: found[name] for name in TABLES if name in found}


def _has_births(held: Mapping[str, list[RosterFile]]) -> bool:
    return any("birth_on" in file.wanted.values() for file in held.get("persons", ()))


def _read(table: RosterTable, files: list[RosterFile], findings: Findings) -> pl.DataFrame:
    """The rows of one table that say something, in the columns of the exchange."""
    if len(files) > 1:
        names = ", ".join(file.path.name for file in files)
        tell_count(findings, len(files), TABLE_IN_PARTS.of(names=names), table.name)
    cleaner = Cleaner(table, findings)
    parts = [cleaner.clean(_rows(file, findings)) for file in files]
    rows = _understood(table, pl.concat(parts, how="diagonal"))
    rows = once(complete(rows, table, findings), table, findings)
    check_rows(rows, table, findings)
    return rows.select(
        *table.columns,
        source=pl.lit(table.name),
        row=col(ROW).cast(pl.Int32),
        raw=_raw(rows, table),
    )


def _rows(file: RosterFile, findings: Findings) -> pl.DataFrame:
    for heading in file.others:
        tell_count(findings, 1, UNKNOWN_HEADING, file.table.name, heading)
    try:
        return rows_of(file.path, file.wanted, findings, file.table.name)
    except UnreadableTableError as trouble:
        tell_count(findings, 1, UNREADABLE_TABLE.of(why=trouble), file.table.name)
        return pl.DataFrame(schema={ROW: pl.UInt32})


def _understood(table: RosterTable, rows: pl.DataFrame) -> pl.DataFrame:
    """Words of one's own where they are allowed, postcodes in their form, and protection wherever it is in doubt."""
    for name, codeset in table.open.items():
        rows = _formed(rows, name, lambda text, codeset=codeset: code_of(text, codeset) or text)
    if "postcode" in table.columns:
        rows = _formed(rows, "postcode", postcode)
    return rows.with_columns(_protected(rows)) if "is_protected" in table.columns else rows


def _formed(rows: pl.DataFrame, name: str, form: Callable[[str], str]) -> pl.DataFrame:
    """A column brought to a form; what was written otherwise is kept beside it."""
    written = {text: form(text) for text in rows[name].drop_nulls().unique().to_list()}
    value = col(name).replace(written)
    raw = pl.when(value != col(name)).then(name)
    return rows.with_columns(value, raw.alias(f"{name}.raw"))


def _protected(rows: pl.DataFrame) -> pl.Expr:
    """Where the column does not say yes or no, whatever hints at protection is taken for it."""
    hints = [
        col(name).is_not_null() for name in ("audience", "reason", "is_protected.raw") if name in rows.columns
    ]
    hints.append((col("kind") == AddressKind.SAFE).fill_null(False))
    hinted = pl.when(pl.any_horizontal(hints)).then(True)
    return pl.coalesce("is_protected", hinted).alias("is_protected")


def _raw(rows: pl.DataFrame, table: RosterTable) -> pl.Expr:
    """Texts that are not the value itself: "column=text; …"."""
    texts = [
        pl.lit(f"{name}=") + col(f"{name}.raw") for name in table.columns if f"{name}.raw" in rows.columns
    ]
    if not texts:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(texts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _children(frames: Mapping[str, pl.DataFrame], findings: Findings) -> pl.DataFrame:
    """Those who have a record of their own, in the columns of the table of children."""
    persons = frames.get("persons", pl.DataFrame(schema={"person": pl.String, "is_child": pl.Boolean}))
    children = persons.filter(col("is_child").fill_null(False))
    if len(persons) and children.is_empty():
        tell_count(findings, len(persons), NO_CHILDREN, "persons", "is_child")
    known = children.rename({"person": "child"}).with_columns(yes=pl.lit(0), no=pl.lit(0))
    absent = [name for name in CHILDREN.names if name not in known.columns]
    return known.with_columns(pl.lit(None, pl.String).alias(name) for name in absent).cast(_CHILD_KINDS)


_CHILD_KINDS = {"birth_on": pl.Date, "expected_on": pl.Date, "died_on": pl.Date, "row": pl.Int32}
_NO_EVENTS = pl.DataFrame(
    schema=dict.fromkeys(EVENTS.names, pl.String)
    | {"child": pl.Int32, "kind": pl.Int16, "on": pl.Date, "anchor_on": pl.Date, "recorded_on": pl.Date}
)
