"""The signal walk: follows each clause over a child's events and readings. Plain here, compiled for a population.

See :mod:`keel.practice.signals.patterns` for the patterns.
"""

# ruff: noqa: PLR0911, PLR0912 -- compiled code: one way out for each pattern

import numpy as np

from keel.practice.signals.patterns import (
    AFTER,
    COMPOSITE,
    COUNT,
    GAP,
    IN_AMOUNT,
    IN_CHILD,
    IN_CLAUSE,
    IN_EVENT,
    IN_READING,
    IN_SEVERITY,
    IN_SIGNAL,
    IN_SINCE,
    NUMBER,
    READING,
    STALE,
    STATE,
    WORKERS,
    answered,
    asked,
    by_composite,
    by_count,
    by_gap,
    by_number,
    by_reading,
    by_silence,
    by_staleness,
    by_state,
    by_workers,
    first_reading,
    leaves_doubt,
    over_since,
    plan_since,
    shows,
    worker_until,
)
from keel.practice.signals.program import SignalProgram
from keel.practice.timescales.program import NO_DAY, NONE, Program, Record, Rows
from keel.practice.timescales.walk import AT_CHILD, days_over, index_by_kind, lookup


def follow(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    child: int,
    readings: np.ndarray,
    reading_from: int,
    reading_to: int,
    low: int,
    high: int,
    plan: int,
    as_of: int,
    raised: np.ndarray,
    first_raised: int,
    count: int,
) -> tuple[int, int, int, int, int]:
    """One clause over one child."""
    shape = signals.clauses[clause].shape
    floor = signals.look_back_from
    if signals.clauses[clause].on_plan:
        if plan == NO_DAY and shape != READING:
            return 0, NO_DAY, NONE, NONE, 0
        floor = plan
    if signals.clauses[clause].child_yes & record.children[child].no:
        return 0, NO_DAY, NONE, NONE, 0
    if shape == COMPOSITE:
        return by_composite(signals, clause, record, child, raised, first_raised, count)
    if signals.clauses[clause].child_yes & ~record.children[child].yes:
        return 0, floor, NONE, NONE, 0
    if shape == READING:
        return by_reading(program, signals, clause, readings, reading_from, reading_to, record)
    if shape == AFTER:
        since = floor if signals.clauses[clause].on_plan else NO_DAY
        return by_silence(program, signals, clause, record, low, high, since, as_of)
    if shape == STATE:
        return by_state(program, signals, clause, record, child, low, high, floor)
    if shape == STALE:
        return by_staleness(program, signals, clause, record, low, high, floor, as_of)
    if shape == COUNT:
        return by_count(signals, clause, record, low, high, floor)
    if shape == NUMBER:
        return by_number(signals, clause, record, low, high, floor)
    if shape == WORKERS:
        return by_workers(signals, clause, record, low, high)
    if shape == GAP:
        return by_gap(program, signals, clause, record, low, high, floor, as_of)
    if signals.clauses[clause].child_lacks & record.children[child].no:
        return signals.clauses[clause].severity, floor, NONE, NONE, 0
    if signals.clauses[clause].child_lacks & ~record.children[child].yes:
        return 0, floor, NONE, NONE, 0
    return 0, NO_DAY, NONE, NONE, 0


def raise_children(
    program: Program,
    signals: SignalProgram,
    record: Record,
    readings: np.ndarray,
    reading_count: int,
    first: int,
    last: int,
    as_of: int,
    starts: Rows,
    by_kind: Rows,
    plans: Rows,
    raised: np.ndarray,
) -> int:
    """Raise every signal for the children ``first`` to ``last`` (not included); readings are in order of child.

    ``plans`` receives for each child the day since when she has been on a plan, NO_DAY where she is on none.
    Each signal is raised once for a child, by its worst clause, since the day it has been so bad.
    Returns how many there are; those beyond the room in ``raised`` are counted and not written.
    """
    count, reading = 0, 0
    for child in range(first, last):
        low, high = record.from_event[child], record.from_event[child + 1]
        while high > low and record.events[high - 1].day > as_of:
            high -= 1
        reading_from = reading
        plans[child] = NO_DAY
        while reading < reading_count and readings[AT_CHILD, reading] == child:
            reading += 1
        if low == high:
            continue
        index_by_kind(record, low, high, starts, by_kind)
        plan = plan_since(signals, record, child, as_of, starts, by_kind)
        plans[child] = plan
        first_raised, clause = count, 0
        while clause < len(signals.clauses):
            signal = signals.clauses[clause].signal
            worst, since, worst_clause, event, from_reading, amount = -1, NO_DAY, NONE, NONE, NONE, 0
            while clause < len(signals.clauses) and signals.clauses[clause].signal == signal:
                severity, day, at_event, at_reading, number = follow(
                    program,
                    signals,
                    clause,
                    record,
                    child,
                    readings,
                    reading_from,
                    reading,
                    low,
                    high,
                    plan,
                    as_of,
                    raised,
                    first_raised,
                    count,
                )
                if day != NO_DAY:
                    if severity > worst:
                        since, worst, worst_clause = day, severity, clause
                        event, from_reading, amount = at_event, at_reading, number
                    elif severity == worst and severity > 0:
                        since = min(since, day)
                clause += 1
            if worst < 0:
                continue
            if count < raised.shape[1]:
                raised[IN_CHILD, count] = child
                raised[IN_SIGNAL, count] = signal
                raised[IN_CLAUSE, count] = worst_clause
                raised[IN_SEVERITY, count] = worst
                raised[IN_SINCE, count] = since
                raised[IN_EVENT, count] = event
                raised[IN_READING, count] = from_reading
                raised[IN_AMOUNT, count] = amount
            count += 1
    return count


COMPILE_ORDER = (
    lookup,
    index_by_kind,
    asked,
    plan_since,
    first_reading,
    leaves_doubt,
    shows,
    days_over,
    over_since,
    by_reading,
    answered,
    by_silence,
    by_state,
    by_staleness,
    by_count,
    by_number,
    worker_until,
    by_workers,
    by_gap,
    by_composite,
    follow,
    raise_children,
)
