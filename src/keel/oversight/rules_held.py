"""The rules that the record can feed: the authority's standards, and the timescales and signals read by them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.db.models import Count, Max

from keel.exchange.extract import Coverage
from keel.population.answer import Computable
from keel.population.coverage import feedable, raisable
from keel.practice.follows import widened
from keel.practice.history import EventKind, Fact
from keel.practice.signals import SIGNALS, Clause, Signal
from keel.practice.standards import Standards, due_days, load
from keel.practice.timescales import BOOK, Timescale
from keel.practice.timescales.model import Subject
from keel.practice.timescales.program import days_around, to_day
from keel.record.coverage import coverage_held
from keel.record.models import CoverageHeld

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
    held: Mapping[EventKind, frozenset[Fact]]  # without what follows from others
    book: tuple[Timescale, ...]
    signals: tuple[Signal, ...]
    severities: Mapping[str, str]  # how much each timescale matters, by its key
    timescale_verdicts: tuple[Computable, ...]
    signal_verdicts: tuple[Computable, ...]

    def __hash__(self) -> int:
        return id(self)


def rules() -> Rules:
    """The rules for what the sources of the record can feed."""
    return rules_by(standards_held())


def rules_by(standards: Standards) -> Rules:
    """The rules for what the sources can feed, by standards that need not be those held."""
    newest = CoverageHeld.objects.aggregate(newest=Max("pk"), rows=Count("pk"))
    return _rules(newest["newest"], newest["rows"], standards)


def standards_held() -> Standards:
    """The standards with the authority's own laid over, from the file that ``KEEL_STANDARDS`` names."""
    return _standards(os.environ.get("KEEL_STANDARDS", ""))


@lru_cache(maxsize=4)
def _standards(overlay: str) -> Standards:
    return load(Path(overlay) if overlay else None)


@lru_cache(maxsize=4)
def _rules(newest: int | None, rows: int, standards: Standards) -> Rules:
    """Made once for what is held: each time that a source says anew what it can feed, its rows are new."""
    held = coverage_held()
    coverage = replace(held, kinds=widened(held.kinds))
    here = replace(HERE, kinds={k: v for k, v in HERE.kinds.items() if k not in BROUGHT}) if rows else HERE
    book, timescale_verdicts = feedable(
        (t for t in BOOK.values() if t.subject is Subject.CHILD), coverage, here
    )
    signals, signal_verdicts = raisable(SIGNALS.values(), coverage, book, here)
    return Rules(
        standards,
        held.kinds,
        tuple(book),
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
