"""The words in which the mapping from the standard's tables to events is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd.specification import TABLES, Table
from keel.practice.history import EventKind, Fact


@dataclass(frozen=True, slots=True)
class Mark:
    """One event that a row may hold: it happened on the date in column ``on``, in rows where ``where`` is true.

    ``episode`` is a word and the columns that follow it. ``facts`` are read from columns of yes and no; ``always``
    are facts that the event itself says. ``kept`` are columns whose text goes along as it stands. ``is_start``: a
    row without this date says nothing, which is a finding.
    """

    kind: EventKind
    on: str
    episode: tuple[str, ...] = ()
    facts: Mapping[Fact, str] = field(default_factory=dict)
    always: Mapping[Fact, bool] = field(default_factory=dict)
    code: str | None = None
    number: str | None = None
    anchor: str | None = None
    where: str | None = None
    kept: tuple[str, ...] = ()
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a preparation may look at: the other tables, cleaned, and where to say what it noticed."""

    table: Callable[[str], pl.DataFrame]
    findings: Findings


@dataclass(frozen=True, slots=True)
class Use:
    """How one table is read. Columns named in ``marks`` that the standard does not have are made here:

    ``json_flags`` gives a flag's column and the key inside it; ``prepare`` may add others, which ``made_from``
    traces to the columns they need (a made column is held if any of these is). ``codes`` names the code set of a
    column (see ``codes.toml``). ``links`` names the table that holds the key a column points to. ``is_looked_up``:
    other tables need this one.
    """

    name: str
    marks: tuple[Mark, ...] = ()
    also: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    json_flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
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
        ends = [name for name in (self.table.key, self.table.person) if name]
        taken = {*self.date_columns, *self.flag_columns}
        every = self._of_table([*ends, *marked, *jsons, *self.also, *self.codes, *self.links])
        return tuple(name for name in every if name not in taken)

    def _of_table(self, names: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in names if name in self.table.columns))
