"""Read the book of timescales against one child's history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from keel.practice.history import KINDS, Event, History
from keel.practice.standards import Standards
from keel.practice.timescales.model import Doubt, Status, Timescale
from keel.practice.timescales.program import NONE, Program, Readings, program_for, record_of, to_date, to_day
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
    history: History, as_of: date, standards: Standards, book: Sequence[Timescale]
) -> list[Reading]:
    """Every reading of ``book`` against ``history``, as at the end of the day ``as_of``."""
    book = tuple(book)
    program = program_for(book, standards, as_of.year, as_of)
    out, count = read_one(program, history, as_of)
    return list(_readings(out.first(count), book, history))


def read_one(program: Program, history: History, as_of: date) -> tuple[Readings, int]:
    """The readings of one history as numbers, and how many there are."""
    record = record_of(history.child, history.events)
    room = 4 * len(history.events) + len(program.allowance)
    while True:
        out = Readings.room(room)
        count = read_children(program, record, 0, 1, to_day(as_of), len(KINDS), out)
        if count <= room:
            return out, count
        room = count


def _readings(out: Readings, book: Sequence[Timescale], history: History) -> Iterator[Reading]:
    for place in range(len(out.status)):
        met = int(out.met[place])
        started = to_date(out.started[place])
        if started is None:
            raise AssertionError("a reading without a start")
        yield Reading(
            timescale=book[out.timescale[place]].key,
            status=STATUSES[out.status[place]],
            started_on=started,
            due_on=to_date(out.due[place]),
            start=history.events[out.start[place]],
            met=None if met == NONE else history.events[met],
            ended_on=to_date(out.end[place]),
            days_over=int(out.over[place]),
            doubt=DOUBTS[out.doubt[place]],
        )
