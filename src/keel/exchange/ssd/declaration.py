"""The words in which the mapping from the standard's tables to events is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from keel.exchange.ssd.specification import TABLES, Table
from keel.exchange.tabular.troubles import Trouble
from keel.practice.history import EventKind, Fact


@dataclass(frozen=True, slots=True)
class Mark:
    """One event that a row may hold.

    It happened on the date in column ``on``, in rows where ``where`` is true. ``episode`` is a word and the
    columns that follow it. ``facts`` are read from columns of yes and no; ``always`` are those that each such
    event says; ``told_in_part`` are facts known of some such events only, which the source cannot be said to
    hold. ``kept`` are columns whose text goes along. ``is_start``: a row without this date says
    nothing, which is a finding.
    """

    kind: EventKind
    on: str
    episode: tuple[str, ...] = ()
    facts: Mapping[Fact, str] = field(default_factory=dict)
    always: Mapping[Fact, bool] = field(default_factory=dict)
    told_in_part: frozenset[Fact] = frozenset()
    code: str | None = None
    number: str | None = None
    anchor: str | None = None
    where: str | None = None
    kept: tuple[str, ...] = ()
    is_start: bool = False


class Desk(Protocol):
    """What a preparation may look at: the other tables, cleaned; and where it says what it noticed."""

    def table(self, name: str) -> pl.DataFrame:
        """The cleaned rows of a table, none if the folder does not hold it."""

    def tell(self, rows: pl.DataFrame, trouble: Trouble, column: str) -> None:
        """Count these rows of the table that is being prepared."""


@dataclass(frozen=True, slots=True)
class Use:
    """How one table is read.

    ``marks`` may name columns that the standard does not have, made here: ``json_flags`` gives the outcome
    column and the key of a flag inside it; ``prepare`` adds others, and ``made_from`` traces those to the
    columns they need (one is held if any of these is, and the table that it links to). ``codes`` names the
    code set of a column (see ``codes.toml``). ``links`` names the table and column that a column points to.
    ``child_from``: where the child is not named, the column that points to a table and a column of it, whose
    rows name the child. ``is_looked_up``: other tables need this one.
    """

    name: str
    marks: tuple[Mark, ...] = ()
    also: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    json_flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    child_from: tuple[str, str, str] | None = None
    prepare: Callable[[pl.DataFrame, Desk], pl.DataFrame] | None = None
    made_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_looked_up: bool = False

    @property
    def table(self) -> Table:
        """The table of the standard."""
        return TABLES[self.name]

    def sources(self, column: str) -> tuple[str, ...]:
        """The columns of the standard that feed ``column``."""
        if column in self.json_flags:
            return (self.json_flags[column][0],)
        return self.made_from.get(column, (column,))

    @property
    def date_columns(self) -> tuple[str, ...]:
        """Columns read as dates."""
        marked = [name for mark in self.marks for name in (mark.on, mark.anchor) if name]
        return self._of_table([*marked, *self.dates])

    @property
    def flag_columns(self) -> tuple[str, ...]:
        """Columns read as yes or no."""
        marked = [name for mark in self.marks for name in mark.facts.values()]
        return self._of_table([*marked, *self.flags])

    @property
    def text_columns(self) -> tuple[str, ...]:
        """Every other column that is used: identifiers, codes and texts."""
        marked = [name for m in self.marks for name in (*m.episode[1:], m.code, *m.kept) if name]
        jsons = [column for column, _ in self.json_flags.values()]
        by_way = [self.child_from[0]] if self.child_from else []
        ends = [name for name in (self.table.key, self.table.person) if name]
        taken = {*self.date_columns, *self.flag_columns}
        every = self._of_table([*ends, *marked, *jsons, *self.also, *self.codes, *self.links, *by_way])
        return tuple(name for name in every if name not in taken)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the standard that is read."""
        return (*self.text_columns, *self.date_columns, *self.flag_columns)

    def _of_table(self, names: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in names if name in self.table.columns))
