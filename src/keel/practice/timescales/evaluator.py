"""Read the book of timescales against one child's history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from keel.practice.history import KINDS, Event, History
from keel.practice.standards import Standards
from keel.practice.timescales.model import Doubt, Status, Timescale
from keel.practice.timescales.program import (
    ALWAYS,
    NONE,
    Program,
    Readings,
    Record,
    Since,
    Tables,
    compile_book,
    days_around,
    plainly,
    record_of,
    to_date,
    to_day,
)
from keel.practice.timescales.walk import read_children

STATUSES: tuple[Status, ...] = tuple(Status)
DOUBTS: tuple[Doubt, ...] = tuple(Doubt)


@dataclass(frozen=True, slots=True)
class Reading:
    """A timescale read against a history, as at a date.

    ``days_over`` counts working days where the allowance does, calendar days otherwise. ``met`` is the event that
    met it or, where it cannot be computed, the event that leaves the doubt.
    """

    timescale: str
    status: Status
    started_on: date
    due_on: date | None
    start: Event
    met: Event | None = None
    ended_on: date | None = None
    days_over: int = 0
    doubt: Doubt = Doubt.NONE

    @property
    def met_on(self) -> date | None:
        """The day it was met, where it was."""
        return self.met.on if self.met is not None and self.status in (Status.MET, Status.LATE) else None


def read_history(
    history: History,
    as_of: date,
    standards: Standards,
    book: Sequence[Timescale],
    since: Since = ALWAYS,
) -> list[Reading]:
    """Every reading of ``book`` against ``history``, as at the end of the day ``as_of``."""
    book = tuple(book)
    program = _program(book, standards, as_of, tuple(sorted(since.items())))
    numbers, count = read_numbers(program, record_of(history.child, history.events), as_of)
    return list(readings_from(numbers[:, :count], book, history))


@lru_cache(maxsize=8)
def _program(
    book: tuple[Timescale, ...], standards: Standards, as_of: date, since: tuple[tuple[str, date], ...]
) -> Program:
    tables = Tables(standards, *days_around(as_of), as_of)
    return plainly(compile_book(book, standards, tables, dict(since)))


def read_numbers(program: Program, record: Record, as_of: date) -> tuple[np.ndarray, int]:
    """The readings of a record of one child as numbers, and how many there are."""
    room = 4 * len(record.events) + len(program.timescales)
    while True:
        out = Readings.room(room)
        count = read_children(program, record, 0, 1, to_day(as_of), *working_room(record), out)
        if count <= room:
            return out, count
        room = count


def working_room(record: Record) -> tuple[list[int], list[int]]:
    """Room for the walk to sort one child's events in."""
    return [0] * (len(KINDS) + 1), [0] * len(record.events)


def readings_from(numbers: np.ndarray, book: Sequence[Timescale], history: History) -> Iterator[Reading]:
    """The readings that the numbers stand for."""
    for timescale, _, start, started, due, met, end, status, doubt, over in numbers.T.tolist():
        started_on = to_date(started)
        if started_on is None:
            raise AssertionError("a reading without a start")
        yield Reading(
            timescale=book[timescale].key,
            status=STATUSES[status],
            started_on=started_on,
            due_on=to_date(due),
            start=history.events[start],
            met=None if met == NONE else history.events[met],
            ended_on=to_date(end),
            days_over=over,
            doubt=DOUBTS[doubt],
        )
