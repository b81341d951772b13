"""Run the compiled evaluator over a population, a block of children at a time, on every core."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from keel.practice.history import KINDS
from keel.practice.signals.model import Signal
from keel.practice.signals.program import Raised, SignalProgram, compile_signals
from keel.practice.standards import Standards
from keel.practice.timescales.model import Timescale
from keel.practice.timescales.program import (
    ALWAYS,
    NO_DAY,
    Program,
    Readings,
    Record,
    Since,
    Tables,
    compile_book,
    to_date,
    to_day,
)

CHILDREN_IN_A_BLOCK = 20_000
READINGS_FOR_EACH_EVENT = 2
SIGNALS_FOR_EACH_CHILD = 2
COUNTED_BACK = 366  # days before the first event in which something may have been due
EARLIEST, LATEST = timedelta(days=365 * 60), timedelta(days=365 * 5)

Progress = Callable[[int, int], None]  # children done, children in all


@dataclass(frozen=True, slots=True)
class Programs:
    """The book and the signals, ready to walk."""

    book: tuple[Timescale, ...]
    signals: tuple[Signal, ...]
    timescale_program: Program
    signal_program: SignalProgram
    as_of: date
    since: Since  # of those of the book that are told only from a day on


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Readings and raised signals as numbers, in order of child, and each child's plan day."""

    readings: Readings
    raised: Raised
    plans: np.ndarray  # day since when the child has been on a plan; NO_DAY where she is on none


def programs(
    book: Sequence[Timescale],
    signals: Sequence[Signal],
    standards: Standards,
    as_of: date,
    days: tuple[date, date],
    since: Since = ALWAYS,
) -> Programs:
    """Compile book and signals for triggers within ``days``."""
    tables = Tables(standards, *days, as_of)
    signal_program = compile_signals(signals, book, standards, tables)
    program = compile_book(book, standards, tables, since)
    return Programs(tuple(book), tuple(signals), program, signal_program, as_of, dict(since))


def span(record: Record, as_of: date) -> tuple[date, date]:
    """The first and last day that the record speaks of, within a lifetime of ``as_of``."""
    first, last = to_day(as_of - EARLIEST), to_day(as_of + LATEST)
    days = [column[column != NO_DAY] for column in _days_of(record)]
    low = min([int(column.min()) for column in days if len(column)], default=first)
    high = max([int(column.max()) for column in days if len(column)], default=last)
    low, high = max(low - COUNTED_BACK, first), max(min(high + 1, last), to_day(as_of) + 1)
    return to_date(min(low, to_day(as_of))) or as_of, to_date(high) or as_of


def _days_of(record: Record) -> tuple[np.ndarray, ...]:
    events, children = record.events, record.children
    return events["day"], events["anchor"], children["birth"], children["expected"]


def evaluate(programs: Programs, record: Record, progress: Progress | None = None) -> Evaluated:
    """Every reading and signal of every child in the record."""
    total = len(record.children)
    plans = np.full(total, NO_DAY, np.int32)
    blocks = [
        (first, min(first + CHILDREN_IN_A_BLOCK, total)) for first in range(0, total, CHILDREN_IN_A_BLOCK)
    ]
    done = 0
    parts: list[tuple[Readings, Raised]] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [pool.submit(_block, programs, record, first, last, plans) for first, last in blocks]
        for (first, last), future in zip(blocks, work, strict=True):
            parts.append(future.result())
            done += last - first
            if progress:
                progress(done, total)
    return Evaluated(_joined(Readings, [p[0] for p in parts]), _joined_raised(parts), plans)


def _block(
    programs: Programs, record: Record, first: int, last: int, plans: np.ndarray
) -> tuple[Readings, Raised]:
    from keel.population.compiled import raise_children, read_children  # noqa: PLC0415 -- compiling takes time

    as_of = to_day(programs.as_of)
    starts = np.zeros(len(KINDS) + 1, np.int32)
    by_kind = np.zeros(int(np.diff(record.from_event[first : last + 1]).max(initial=0)), np.int32)
    events = int(record.from_event[last] - record.from_event[first])
    room = READINGS_FOR_EACH_EVENT * events + 64
    while True:
        readings = Readings.room(room)
        count = read_children(
            programs.timescale_program, record, first, last, as_of, starts, by_kind, readings
        )
        if count <= room:
            break
        room = count
    room = SIGNALS_FOR_EACH_CHILD * (last - first) + 64
    while True:
        raised = Raised.room(room)
        number = raise_children(
            programs.timescale_program,
            programs.signal_program,
            record,
            readings,
            count,
            first,
            last,
            as_of,
            starts,
            by_kind,
            plans,
            raised,
        )
        if number <= room:
            return Readings(*readings[:, :count]), Raised(*raised[:, :number])
        room = number


def _joined_raised(parts: list[tuple[Readings, Raised]]) -> Raised:
    """Raised signals of all blocks; the readings they point to are numbered over all blocks."""
    offset, moved = 0, []
    for readings, raised in parts:
        pointer = np.where(raised.reading >= 0, raised.reading + offset, raised.reading)
        moved.append(raised._replace(reading=pointer))
        offset += len(readings.status)
    return _joined(Raised, moved)


Columns = TypeVar("Columns", Readings, Raised)


def _joined(kind: type[Columns], parts: list[Columns]) -> Columns:
    if not parts:
        return kind(*kind.room(0))
    if len(parts) == 1:
        return parts[0]
    return kind(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
