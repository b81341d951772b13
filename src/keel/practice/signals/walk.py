"""The signal walk: follows each clause over a child's events and readings. Plain here, compiled for a population.

See :mod:`keel.practice.timescales.walk` for why everything is numbers, and :class:`Shape` for what each pattern
means. A clause answers with (severity, since, event, reading, amount): severity 0 with a since is a doubt, 0 without
is nothing.
"""

# ruff: noqa: PLR2004, SIM102, PLR0911, PLR0912 -- compiled code: plain comparisons, conditions the compiler follows

import numpy as np

from keel.practice.signals.program import Raised, SignalProgram
from keel.practice.timescales.program import NO_DAY, NONE, Program, Readings, Record
from keel.practice.timescales.walk import index_by_kind, lookup

READING, AFTER, STATE, STALE, COUNT, NUMBER, WORKERS, GAP, CHILD_LACKS, COMPOSITE = range(10)
LATE, RUNNING, OVERDUE, MISSED, UNKNOWN = 1, 2, 3, 5, 6
BY_MET, BY_EARLIER = 2, 5
BLACK = 3
FAR_AHEAD = 2**30


def asked(signals: SignalProgram, low: int, high: int, record: Record, event: int) -> int:
    """Whether an event is one that conditions ``low:high`` ask for: 0 no, 1 doubt, 2 yes."""
    best = 0
    yes, no = record.yes[event], record.no[event]
    for row in range(low, high):
        if signals.kind[row] != record.kind[event]:
            continue
        if signals.yes[row] & no or signals.no[row] & yes or signals.not_no[row] & no or signals.not_yes[row] & yes:
            continue
        if signals.yes[row] & ~yes or signals.no[row] & ~no:
            best = max(best, 1)
        else:
            return 2
    return best


def plan_since(
    signals: SignalProgram, record: Record, child: int, as_of: int, starts: np.ndarray, by_kind: np.ndarray
) -> int:
    """The day from which the child has been on a child protection plan without a break, or NO_DAY."""
    if record.died[child] != NO_DAY and record.died[child] <= as_of:
        return NO_DAY
    started, ended = signals.plan_started, signals.plan_ended
    for place in range(starts[started], starts[started + 1]):
        plan = by_kind[place]
        is_open = True
        for other in range(starts[ended], starts[ended + 1]):
            end = by_kind[other]
            apart = record.episode[plan] >= 0 and record.episode[end] >= 0
            if record.day[end] >= record.day[plan]:
                if not (apart and record.episode[plan] != record.episode[end]):
                    is_open = False
        if is_open:
            return int(record.day[plan])
    return NO_DAY


def by_reading(
    program: Program, signals: SignalProgram, clause: int, readings: Readings, low: int, high: int, record: Record
) -> tuple[int, int, int, int, int]:
    """A timescale in one of the statuses: the reading most days over."""
    best, worst, doubt = NONE, -1, NONE
    for place in range(low, high):
        listed = False
        for row in range(signals.list_from[clause], signals.list_to[clause]):
            listed = listed or signals.listed[row] == readings.timescale[place]
        if not listed:
            continue
        status, due = readings.status[place], readings.due[place]
        if status == UNKNOWN:
            passing = readings.doubt[place] == BY_MET or readings.doubt[place] == BY_EARLIER
            if not passing or (signals.statuses[clause] & (1 << LATE) and due >= signals.look_back_from):
                doubt = place
            continue
        if not signals.statuses[clause] & (1 << status) or readings.over[place] < signals.least_over[clause]:
            continue
        if status == LATE and record.day[readings.met[place]] < signals.look_back_from:
            continue
        if status == MISSED and readings.end[place] < signals.look_back_from:
            continue
        if status == RUNNING and due > signals.near_until[clause]:
            continue
        if readings.over[place] > worst:
            best, worst = place, readings.over[place]
    if best != NONE:
        due = readings.due[best]
        since = due if readings.status[best] == RUNNING else due + 1
        return signals.severity[clause], since, readings.start[best], best, worst
    if doubt != NONE:
        return 0, readings.started[doubt], readings.start[doubt], doubt, 0
    return 0, NO_DAY, NONE, NONE, 0


def answered(
    signals: SignalProgram, clause: int, record: Record, trigger: int, since: int, high: int
) -> bool:
    """Whether anything from day ``since`` on answers the trigger, in the same episode where both name one."""
    for event in range(high - 1, -1, -1):
        if record.day[event] < since:
            return False
        if asked(signals, signals.answers_from[clause], signals.answers_to[clause], record, event) == 2:
            mine, its = record.episode[trigger], record.episode[event]
            if not signals.linked[clause] or mine < 0 or its < 0 or mine == its:
                return True
    return False


def by_silence(
    program: Program, signals: SignalProgram, clause: int, record: Record, low: int, high: int, floor: int, as_of: int
) -> tuple[int, int, int, int, int]:
    """Something happened, its time is over, and nothing that answers it followed: the oldest such."""
    doubt = NONE
    for event in range(low, high):
        if record.day[event] < floor:
            continue
        value = asked(signals, signals.on_from[clause], signals.on_to[clause], record, event)
        if value == 0:
            continue
        day = int(record.day[event])
        limit = day if signals.older_than[clause] < 0 else lookup(program, signals.older_than[clause], day)
        if limit == NO_DAY or (as_of <= limit and signals.older_than[clause] >= 0):
            continue
        since = day
        if signals.answer_after[clause] >= 0:
            since = lookup(program, signals.answer_after[clause], day)
        if answered(signals, clause, record, event, since, high):
            continue
        if value == 2:
            return signals.severity[clause], limit + 1, event, NONE, as_of - limit
        doubt = event
    return (0, record.day[doubt], doubt, NONE, 0) if doubt != NONE else (0, NO_DAY, NONE, NONE, 0)


def by_state(
    program: Program, signals: SignalProgram, clause: int, record: Record, child: int, low: int, high: int, floor: int
) -> tuple[int, int, int, int, int]:
    """The latest events of a kind, as many in a row as asked, each carry a bad fact."""
    bad_yes, bad_no = signals.bad_yes[clause], signals.bad_no[clause]
    if signals.from_age[clause] >= 0:
        if record.birth[child] == NO_DAY:
            return 0, NO_DAY, NONE, NONE, 0
        floor = max(floor, lookup(program, signals.from_age[clause], record.birth[child]))
    run = 0
    for event in range(high - 1, low - 1, -1):
        if record.day[event] < floor:
            break
        if asked(signals, signals.on_from[clause], signals.on_to[clause], record, event) != 2:
            continue
        yes, no = record.yes[event], record.no[event]
        if bad_yes & yes or bad_no & no:
            run += 1
            if run >= signals.run[clause]:
                return signals.severity[clause], record.day[event], event, NONE, run
        elif (bad_yes | bad_no) & ~(yes | no):
            return 0, record.day[event], event, NONE, 0
        else:
            break
    return 0, NO_DAY, NONE, NONE, 0


def by_staleness(
    program: Program, signals: SignalProgram, clause: int, record: Record, low: int, high: int, floor: int, as_of: int
) -> tuple[int, int, int, int, int]:
    """Nothing of a kind for longer than allowed, counted from the last one or from the start of the plan."""
    origin, last = floor, NONE
    for event in range(high - 1, low - 1, -1):
        if record.day[event] < floor:
            break
        if asked(signals, signals.on_from[clause], signals.on_to[clause], record, event) == 2:
            origin, last = record.day[event], event
            break
    limit = lookup(program, signals.older_than[clause], origin)
    if limit == NO_DAY or as_of <= limit:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.severity[clause], limit + 1, last, NONE, as_of - origin


def by_count(
    signals: SignalProgram, clause: int, record: Record, codes: np.ndarray, low: int, high: int, floor: int
) -> tuple[int, int, int, int, int]:
    """So many events within the window, and no answer since the first of them."""
    begin = max(floor, signals.window_from[clause] + 1)
    for first in range(low, high):
        if record.day[first] < begin:
            continue
        if asked(signals, signals.on_from[clause], signals.on_to[clause], record, first) != 2:
            continue
        found, last = 0, first
        for event in range(first, high):
            if signals.by_code[clause] and codes[event] != codes[first]:
                continue
            if asked(signals, signals.on_from[clause], signals.on_to[clause], record, event) == 2:
                found += 1
                if found == int(signals.least[clause]):
                    last = event
        if found >= signals.least[clause]:
            if not answered(signals, clause, record, first, record.day[first], high):
                return signals.severity[clause], record.day[last], last, NONE, found
            if not signals.by_code[clause]:
                break
    return 0, NO_DAY, NONE, NONE, 0


def by_number(
    signals: SignalProgram, clause: int, record: Record, low: int, high: int, floor: int
) -> tuple[int, int, int, int, int]:
    """The latest event of a kind whose number reaches the threshold."""
    for event in range(high - 1, low - 1, -1):
        if record.day[event] < floor:
            break
        if asked(signals, signals.on_from[clause], signals.on_to[clause], record, event) != 2:
            continue
        number = record.number[event]
        if number != number:  # noqa: PLR0124 -- not recorded
            return 0, record.day[event], event, NONE, 0
        if number >= signals.least[clause]:
            return signals.severity[clause], record.day[event], event, NONE, int(number)
        break
    return 0, NO_DAY, NONE, NONE, 0


def worker_until(signals: SignalProgram, record: Record, codes: np.ndarray, allocated: int, high: int) -> int:
    """The day on which an allocation ended, or a day far ahead while it lasts."""
    for event in range(allocated + 1, high):
        if record.kind[event] == signals.worker_ended and codes[event] == codes[allocated]:
            return int(record.day[event])
    return FAR_AHEAD


def by_workers(
    signals: SignalProgram, clause: int, record: Record, codes: np.ndarray, low: int, high: int
) -> tuple[int, int, int, int, int]:
    """So many different workers allocated within the window (A, B, back to A counts two)."""
    found, reached, last = 0, NO_DAY, NONE
    for event in range(low, high):
        if record.kind[event] != signals.worker_allocated:
            continue
        if worker_until(signals, record, codes, event, high) <= signals.window_from[clause]:
            continue
        seen = False
        for other in range(low, event):
            if record.kind[other] == signals.worker_allocated and codes[other] == codes[event]:
                if worker_until(signals, record, codes, other, high) > signals.window_from[clause]:
                    seen = True
        if seen:
            continue
        found += 1
        if found == int(signals.least[clause]):
            reached, last = record.day[event], event
    if last == NONE:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.severity[clause], reached, last, NONE, found


def by_gap(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    codes: np.ndarray,
    low: int,
    high: int,
    floor: int,
    as_of: int,
) -> tuple[int, int, int, int, int]:
    """A stretch of the open plan, within the window, with nobody allocated for longer than allowed: the latest."""
    covered = max(floor, signals.window_from[clause])
    since, event_before, length = NO_DAY, NONE, 0
    last = NONE
    for event in range(low, high):
        if record.kind[event] != signals.worker_allocated:
            continue
        limit = lookup(program, signals.older_than[clause], covered)
        if limit != NO_DAY and record.day[event] > limit:
            since, event_before, length = covered, event, record.day[event] - covered
        covered = max(covered, worker_until(signals, record, codes, event, high))
        last = event
    limit = lookup(program, signals.older_than[clause], covered) if covered <= as_of else NO_DAY
    if limit != NO_DAY and as_of > limit:
        since, event_before, length = covered, last, as_of - covered
    if since == NO_DAY:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.severity[clause], since, event_before, NONE, length


def by_composite(
    signals: SignalProgram, clause: int, record: Record, child: int, raised: Raised, low: int, high: int
) -> tuple[int, int, int, int, int]:
    """Another signal raised for a child with a fact: one level higher."""
    best, event, reading, since = 0, NONE, NONE, NO_DAY
    for place in range(low, min(high, len(raised.child))):
        for row in range(signals.list_from[clause], signals.list_to[clause]):
            if signals.listed[row] == raised.signal[place] and raised.severity[place] > best:
                best, since = raised.severity[place], raised.since[place]
                event, reading = raised.event[place], raised.reading[place]
    if best == 0 or signals.child_yes[clause] & record.child_no[child]:
        return 0, NO_DAY, NONE, NONE, 0
    if signals.child_yes[clause] & ~record.child_yes[child]:
        return 0, since, event, reading, 0
    return min(best + 1, BLACK), since, event, reading, 0


def follow(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    codes: np.ndarray,
    child: int,
    readings: Readings,
    first_reading: int,
    last_reading: int,
    low: int,
    high: int,
    plan: int,
    as_of: int,
    raised: Raised,
    first_raised: int,
    count: int,
) -> tuple[int, int, int, int, int]:
    """One clause over one child."""
    shape = signals.shape[clause]
    floor = signals.look_back_from
    if signals.on_plan[clause]:
        if plan == NO_DAY and shape != READING:
            return 0, NO_DAY, NONE, NONE, 0
        floor = plan
    if signals.child_yes[clause] & record.child_no[child]:
        return 0, NO_DAY, NONE, NONE, 0
    if shape == COMPOSITE:
        return by_composite(signals, clause, record, child, raised, first_raised, count)
    if signals.child_yes[clause] & ~record.child_yes[child]:
        return 0, floor, NONE, NONE, 0
    if shape == READING:
        return by_reading(program, signals, clause, readings, first_reading, last_reading, record)
    if shape == AFTER:
        return by_silence(program, signals, clause, record, low, high, floor, as_of)
    if shape == STATE:
        return by_state(program, signals, clause, record, child, low, high, floor)
    if shape == STALE:
        return by_staleness(program, signals, clause, record, low, high, floor, as_of)
    if shape == COUNT:
        return by_count(signals, clause, record, codes, low, high, floor)
    if shape == NUMBER:
        return by_number(signals, clause, record, low, high, floor)
    if shape == WORKERS:
        return by_workers(signals, clause, record, codes, low, high)
    if shape == GAP:
        return by_gap(program, signals, clause, record, codes, low, high, floor, as_of)
    if signals.child_lacks[clause] & record.child_no[child]:
        return signals.severity[clause], floor, NONE, NONE, 0
    if signals.child_lacks[clause] & ~record.child_yes[child]:
        return 0, floor, NONE, NONE, 0
    return 0, NO_DAY, NONE, NONE, 0


def raise_children(
    program: Program,
    signals: SignalProgram,
    record: Record,
    codes: np.ndarray,
    readings: Readings,
    reading_count: int,
    first: int,
    last: int,
    as_of: int,
    kinds: int,
    plans: np.ndarray,
    raised: Raised,
) -> int:
    """Raise every signal for the children ``first`` to ``last`` (not included); readings are in order of child.

    ``plans`` receives for each child the day since when she has been on a plan, NO_DAY where she is on none. Each signal is raised once for a child, by its worst clause, since the earliest day any of its clauses gives.
    Returns how many there are; those beyond the room in ``raised`` are counted and not written.
    """
    count, reading = 0, 0
    starts = np.zeros(kinds + 1, np.int32)
    longest = 0
    for child in range(first, last):
        longest = max(longest, record.from_event[child + 1] - record.from_event[child])
    by_kind = np.zeros(longest, np.int32)
    for child in range(first, last):
        low, high = record.from_event[child], record.from_event[child + 1]
        while high > low and record.day[high - 1] > as_of:
            high -= 1
        first_reading = reading
        plans[child] = NO_DAY
        while reading < reading_count and readings.child[reading] == child:
            reading += 1
        if low == high:
            continue
        index_by_kind(record, low, high, starts, by_kind)
        plan = plan_since(signals, record, child, as_of, starts, by_kind)
        plans[child] = plan
        first_raised, clause = count, 0
        while clause < len(signals.signal):
            signal = signals.signal[clause]
            worst, since, worst_clause, event, from_reading, amount = -1, NO_DAY, NONE, NONE, NONE, 0
            while clause < len(signals.signal) and signals.signal[clause] == signal:
                severity, day, at_event, at_reading, number = follow(
                    program,
                    signals,
                    clause,
                    record,
                    codes,
                    child,
                    readings,
                    first_reading,
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
                        if worst <= 0 or day < since:
                            since = day
                        worst, worst_clause = severity, clause
                        event, from_reading, amount = at_event, at_reading, number
                    elif severity > 0 and day < since:
                        since = day
                clause += 1
            if worst < 0:
                continue
            if count < len(raised.child):
                raised.child[count] = child
                raised.signal[count] = signal
                raised.clause[count] = worst_clause
                raised.severity[count] = worst
                raised.since[count] = since
                raised.event[count] = event
                raised.reading[count] = from_reading
                raised.amount[count] = amount
            count += 1
    return count


COMPILE_ORDER = (
    lookup,
    index_by_kind,
    asked,
    plan_since,
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
