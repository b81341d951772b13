"""The rules that the record can feed: the authority's standards, and the timescales and signals read by them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.db import connection

from keel.access import request
from keel.exchange.extract import Coverage
from keel.oversight.own_standards import Laid, laid_over
from keel.population.answer import Computable
from keel.population.coverage import feedable, in_sources, raisable, since_of
from keel.practice.follows import widened
from keel.practice.history import EventKind, Fact
from keel.practice.signals import SIGNALS, Clause, Signal
from keel.practice.standards import Standards, due_days, load
from keel.practice.timescales import BOOK, Timescale
from keel.practice.timescales.model import Subject
from keel.practice.timescales.program import Since, days_around, to_day
from keel.record.coverage import coverage_held
from keel.record.recorded_here import Days

# What a roster brings beside events: never silent because nobody wrote it here, unless nothing was ever loaded.
BROUGHT = frozenset(
    {
        EventKind.WORKER_ALLOCATED, EventKind.WORKER_ENDED, EventKind.CHILD_BORN, EventKind.CHILD_DIED,
        EventKind.PREGNANCY_KNOWN,
    }
)  # fmt: skip
HERE = Coverage(
    dict.fromkeys(EventKind, frozenset(Fact)), frozenset(EventKind), frozenset(Fact), has_births=True
)
NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Rules:
    """What is read of every child, and what cannot be and why."""

    standards: Standards
    held: Mapping[EventKind, frozenset[Fact]]  # in sources, without what follows from others
    book: tuple[Timescale, ...]
    since: (
        Since  # of those of the book that are told only from a day on, because Keel records them since then
    )
    signals: tuple[Signal, ...]
    severities: Mapping[str, str]  # how much each timescale matters, by its key
    timescale_verdicts: tuple[Computable, ...]
    signal_verdicts: tuple[Computable, ...]

    def __hash__(self) -> int:
        return id(self)


def rules() -> Rules:
    """The rules for what the sources of the record can feed."""
    newest = _newest()
    return _rules(newest.coverage, newest.rows, newest.here, _standards(_file(), newest.changes))


def rules_by(standards: Standards) -> Rules:
    """The rules for what the sources can feed, by standards that need not be those held."""
    newest = _newest()
    return _rules(newest.coverage, newest.rows, newest.here, standards)


def rules_if_said(days: Days) -> Rules:
    """The rules as they would be, were these families recorded in Keel since these days."""
    newest = _newest()
    standards = _standards(_file(), newest.changes)
    return _rules_of(coverage_held(days), is_loaded=bool(newest.rows), standards=standards)


def standards_held() -> Standards:
    """The standards with the authority's own laid over: from the file that ``KEEL_STANDARDS`` names, then each change
    that was made in the application. Within a request the database is asked once whether there is a new one.
    """
    under_way = request.current()
    known = under_way.read_once.get(CHANGES) if under_way else None
    return _standards(_file(), known or _newest().changes)


def standards_refused() -> Mapping[int, str]:
    """Which changes made in the application cannot be used any more, by their key, and why."""
    return _laid(_file(), _newest().changes).refused


def newest_change() -> int:
    """The newest change of a standard that was made in the application, by its key; 0 where none was."""
    return _newest().changes[0]


def newest_said() -> int:
    """The newest word on what is recorded in Keel, by its key; 0 where there is none."""
    return _newest().here[0]


def forget_changes() -> None:
    """Whatever the request under way asks from now on goes by the change that it made."""
    if under_way := request.current():
        under_way.read_once.pop(CHANGES, None)


Changes = tuple[int, int]  # the newest change of a standard, and how many there are: two may be made at once
CHANGES = "changes of standards"


@dataclass(frozen=True, slots=True)
class _Newest:
    """What the rules rest on in the database, found in one statement: most writes ask whether it is new."""

    coverage: int | None
    rows: int
    changes: Changes
    here: Changes  # of what is said to be recorded in Keel


def _newest() -> _Newest:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        coverage, rows, change, changes, here, said = cursor.fetchone()
    found = _Newest(coverage, rows, (change or 0, changes), (here or 0, said))
    if under_way := request.current():
        under_way.read_once[CHANGES] = found.changes
    return found


_NEWEST = """
SELECT c.newest, c.rows, s.newest, s.rows, h.newest, h.rows
FROM (SELECT max(id) AS newest, count(*) AS rows FROM record_coverageheld) c,
     (SELECT max(id) AS newest, count(*) AS rows FROM oversight_standardchange) s,
     (SELECT max(id) AS newest, count(*) AS rows FROM record_recordedhere) h
"""


def _file() -> str:
    return os.environ.get("KEEL_STANDARDS", "")


def _standards(overlay: str, changes: Changes) -> Standards:
    return _laid(overlay, changes).standards


@lru_cache(maxsize=4)
def _laid(overlay: str, changes: Changes) -> Laid:
    standards = load(Path(overlay) if overlay else None)
    return laid_over(standards) if any(changes) else Laid(standards, {})


@lru_cache(maxsize=4)
def _rules(newest: int | None, rows: int, _here: Changes, standards: Standards) -> Rules:
    """Made once for what is held: each time that a source says anew what it can feed, its rows are new."""
    return _rules_of(coverage_held(), is_loaded=bool(rows), standards=standards)


def _rules_of(held: Coverage, *, is_loaded: bool, standards: Standards) -> Rules:
    coverage = replace(held, kinds=widened(held.kinds))
    brought = {k: v for k, v in HERE.kinds.items() if k not in BROUGHT}
    here = replace(HERE, kinds=brought) if is_loaded else HERE
    book, timescale_verdicts = feedable(
        (t for t in BOOK.values() if t.subject is Subject.CHILD), coverage, here
    )
    signals, signal_verdicts = raisable(SIGNALS.values(), coverage, book, here)
    return Rules(
        standards,
        in_sources(held).kinds,
        tuple(book),
        since_of(timescale_verdicts),
        tuple(signals),
        {timescale.key: standards[timescale.allowance].severity.value for timescale in book},
        tuple(timescale_verdicts),
        tuple(signal_verdicts),
    )


def declared_place(signal: str, clause: Clause) -> int:
    """A clause's place among those that its signal declares; a source may feed only some of them."""
    return _PLACES[signal, clause.severity, clause.says]


_PLACES = {
    (signal.key, clause.severity, clause.says): place
    for signal in SIGNALS.values()
    for place, clause in enumerate(signal.clauses)
}


class LateEntries:
    """Which entries were written down later than the standard ``late_entry`` allows."""

    def __init__(self, standards: Standards, as_of: date) -> None:
        first, last = days_around(as_of)
        self.first, self.as_of = to_day(first), to_day(as_of)
        due = due_days(standards["late_entry"], first, last)
        self.due = np.where(due > 0, due, NEVER)

    def __call__(self, on: np.ndarray, recorded: np.ndarray) -> np.ndarray:
        """For each day of happening and day of writing down, as numbers of days: whether it was late."""
        place = np.clip(on - self.first, 0, len(self.due) - 1)
        is_known = (on == place + self.first) & (on <= self.as_of) & (recorded <= self.as_of)
        return is_known & (recorded > self.due[place])


@lru_cache(maxsize=4)
def late_entries(standards: Standards, as_of: date) -> LateEntries:
    """The same, made once for a day."""
    return LateEntries(standards, as_of)
