"""Read timescales and raise signals for one child's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from keel.practice.history import Event, History
from keel.practice.signals.model import Clause, Severity, Signal
from keel.practice.signals.program import Raised, SignalProgram, compile_signals
from keel.practice.signals.walk import raise_children
from keel.practice.standards import Standards
from keel.practice.timescales.evaluator import Reading, read_numbers, readings_from, working_room
from keel.practice.timescales.model import Timescale
from keel.practice.timescales.program import (
    ALWAYS,
    NONE,
    Program,
    Since,
    Tables,
    compile_book,
    days_around,
    plainly,
    record_of,
    to_date,
    to_day,
)


@dataclass(frozen=True, slots=True)
class Raising:
    """A signal raised for a child, or one that cannot be computed (severity unknown), by its worst clause."""

    signal: str
    severity: Severity
    since_on: date
    clause: Clause
    event: Event | None = None
    reading: Reading | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Assessed:
    """All that the rules say of one history, as at a date."""

    readings: tuple[Reading, ...]
    signals: tuple[Raising, ...]
    on_plan_since: date | None


@lru_cache(maxsize=8)
def _programs(
    book: tuple[Timescale, ...],
    signals: tuple[Signal, ...],
    standards: Standards,
    as_of: date,
    since: tuple[tuple[str, date], ...],
) -> tuple[Program, SignalProgram]:
    tables = Tables(standards, *days_around(as_of), as_of)
    signal_program = compile_signals(signals, book, standards, tables)
    return plainly(compile_book(book, standards, tables, dict(since))), plainly(signal_program)


def assess(
    history: History,
    as_of: date,
    standards: Standards,
    book: Sequence[Timescale],
    signals: Sequence[Signal],
    since: Since = ALWAYS,
) -> Assessed:
    """Every reading of ``book`` and every signal of ``signals`` for one child, at the end of the day ``as_of``."""
    book, signals = tuple(book), tuple(signals)
    program, signal_program = _programs(book, signals, standards, as_of, tuple(sorted(since.items())))
    record = record_of(history.child, history.events)
    numbers, count = read_numbers(program, record, as_of)
    plans, raised = [0], Raised.room(len(signals))
    total = raise_children(
        program,
        signal_program,
        record,
        numbers,
        count,
        0,
        1,
        to_day(as_of),
        *working_room(record),
        plans,
        raised,
    )
    readings = tuple(readings_from(numbers[:, :count], book, history))
    clauses = [clause for signal in signals for clause in signal.clauses]
    raisings = tuple(
        _raising(row, signals, clauses, history, readings) for row in raised[:, :total].T.tolist()
    )
    return Assessed(readings, raisings, to_date(plans[0]) if len(history.events) else None)


def _raising(
    row: Sequence[int],
    signals: Sequence[Signal],
    clauses: Sequence[Clause],
    history: History,
    readings: Sequence[Reading],
) -> Raising:
    _, signal, clause, severity, since, event, reading, amount = row
    since_on = to_date(since)
    if since_on is None:
        raise AssertionError("a signal without a day")
    return Raising(
        signal=signals[signal].key,
        severity=Severity(severity),
        since_on=since_on,
        clause=clauses[clause],
        event=None if event == NONE else history.events[event],
        reading=None if reading == NONE else readings[reading],
        amount=amount,
    )
