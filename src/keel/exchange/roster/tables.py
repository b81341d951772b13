"""The tables of a roster, and how a file is known to hold one."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa

from keel.exchange.particulars import DAY, FLAG, SCHEMAS
from keel.exchange.tabular.files import UnreadableTableError, headings_of, table_files
from keel.exchange.values import plain

_WHERE = ("source", "row", "raw")  # columns that say where a row stood: no file has them
_OF_PEOPLE = ("persons", "names")
_PREFIXES = ("keel ", "roster ")


@dataclass(frozen=True, slots=True)
class RosterTable:
    """One table. ``columns`` says in a sentence what each column holds."""

    name: str
    about: str
    columns: Mapping[str, str]
    needs: tuple[str, ...]
    needs_any: tuple[str, ...] = ()
    key: str | None = None
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)  # as codes, but other words stand as they are
    headings: Mapping[str, str] = field(default_factory=dict)  # plain heading: column

    @property
    def schema(self) -> pa.Schema:
        """The types of the columns."""
        return SCHEMAS[self.name]

    @property
    def date_columns(self) -> tuple[str, ...]:
        """Columns read as dates."""
        return self._holding(DAY)

    @property
    def flag_columns(self) -> tuple[str, ...]:
        """Columns read as yes or no."""
        return self._holding(FLAG)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Every other column."""
        typed = {*self.date_columns, *self.flag_columns}
        return tuple(name for name in self.columns if name not in typed)

    @property
    def json_flags(self) -> Mapping[str, tuple[str, str]]:
        """None: a roster has no outcomes."""
        return {}

    def _holding(self, kind: pa.DataType) -> tuple[str, ...]:
        return tuple(name for name in self.columns if self.schema.field(name).type == kind)

    def matched(self, headings: Iterable[str]) -> dict[str, str]:
        """For each column found, the heading in the file; its own name goes before other spellings."""
        found: dict[str, str] = {}
        spelt = [(heading, plain(heading)) for heading in headings]
        for heading, text in spelt:
            if text.replace(" ", "_") in self.columns:
                found.setdefault(text.replace(" ", "_"), heading)
        for heading, text in spelt:
            if text in self.headings and heading not in found.values():
                found.setdefault(self.headings[text], heading)
        return found


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file that holds a table: ``wanted`` names the column for each heading that is read."""

    table: RosterTable
    path: Path
    wanted: Mapping[str, str]
    others: tuple[str, ...]  # headings that mean no column, or one that another heading has

    @property
    def lacks(self) -> tuple[str, ...]:
        """Columns without which no row of the table says anything."""
        return tuple(name for name in self.table.needs if name not in self.wanted.values())


def _table(name: str, given: Mapping[str, Any]) -> RosterTable:
    columns = {column: given["columns"][column] for column in SCHEMAS[name].names if column not in _WHERE}
    if set(columns) != set(given["columns"]):
        raise ValueError(f"roster.toml: table {name} has columns that the exchange does not know")
    return RosterTable(
        name=name,
        about=given["about"],
        columns=columns,
        needs=tuple(given["needs"]),
        needs_any=tuple(given.get("any", ())),
        key=given.get("key"),
        links={column: (other, key) for column, (other, key) in given.get("links", {}).items()},
        codes=given.get("codes", {}),
        open=given.get("open", {}),
        headings={text: column for column, texts in given.get("also", {}).items() for text in texts},
    )


def _tables() -> Mapping[str, RosterTable]:
    text = files(__package__).joinpath("roster.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    return {name: _table(name, raw[name]) for name in SCHEMAS}


TABLES: Mapping[str, RosterTable] = _tables()


def table_in(path: Path) -> RosterFile | None:
    """The table that a file is named for, and the columns found in it; None: named for no table of a roster.

    Raises UnreadableTableError where the headings cannot be read.
    """
    table = _named(path.stem)
    if table is None:
        return None
    headings = headings_of(path)
    found = table.matched(headings)
    others = tuple(heading for heading in headings if heading not in found.values())
    return RosterFile(table, path, {heading: column for column, heading in found.items()}, others)


def _named(stem: str) -> RosterTable | None:
    """By its name, in any case, of one or of many: persons, Person, keel_persons."""
    name = plain(stem)
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    name = name.replace(" ", "_")
    spelt = (name, f"{name}s", f"{name}es", f"{name[:-1]}ies")
    return next((TABLES[one] for one in spelt if one in TABLES), None)


def recognises(folder: Path) -> bool:
    """A folder with at least one file that holds a table of a roster."""
    return folder.is_dir() and any(holds_table(path) for path in table_files(folder))


def holds_table(path: Path) -> bool:
    """Whether a CSV or Parquet file holds a table of a roster."""
    try:
        held = table_in(path)
    except UnreadableTableError:
        return False
    return held is not None and not held.lacks


def says_who(path: Path) -> bool:
    """Whether a file that holds a table of a roster says who the people are: no other format has such a file."""
    table = _named(path.stem)
    return table is not None and table.name in _OF_PEOPLE
