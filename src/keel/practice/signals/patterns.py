"""The patterns that clauses are made of, as functions over one child's events and readings.

Each answers with (severity, since, event, reading, amount): severity 0 with a since is a doubt, 0 without is nothing.
See :class:`keel.practice.signals.model.Shape` for what each pattern means, and
:mod:`keel.practice.timescales.walk` for why everything is numbers.
"""

# ruff: noqa: PLR2004, SIM102 -- compiled code: plain comparisons, conditions the compiler follows

import numpy as np

from keel.practice.signals.program import SignalProgram
from keel.practice.timescales.program import NO_DAY, NONE, Program, Record, Rows
from keel.practice.timescales.walk import (
    AT_DOUBT,
    AT_DUE,
    AT_END,
    AT_MET,
    AT_OVER,
    AT_START,
    AT_STARTED,
    AT_STATUS,
    AT_TIMESCALE,
    days_over,
    lookup,
)

READING, AFTER, STATE, STALE, COUNT, NUMBER, WORKERS, GAP, CHILD_LACKS, COMPOSITE = range(10)
(IN_CHILD, IN_SIGNAL, IN_CLAUSE, IN_SEVERITY) = (0, 1, 2, 3)  # rows of Raised
(IN_SINCE, IN_EVENT, IN_READING, IN_AMOUNT) = (4, 5, 6, 7)
LATE, RUNNING, OVERDUE, MISSED, UNKNOWN = 1, 2, 3, 5, 6
BY_MET, BY_EARLIER = 2, 5
BLACK = 3
FAR_AHEAD = 2**30


def asked(signals: SignalProgram, low: int, high: int, record: Record, event: int) -> int:
    """Whether an event is one that conditions ``low:high`` ask for: 0 no, 1 doubt, 2 yes."""
    best = 0
    yes, no = record.events[event].yes, record.events[event].no
    for row in range(low, high):
        if signals.conditions[row].kind != record.events[event].kind:
            continue
        if (
            signals.conditions[row].yes & no
            or signals.conditions[row].no & yes
            or signals.conditions[row].not_no & no
            or signals.conditions[row].not_yes & yes
        ):
            continue
        if signals.conditions[row].yes & ~yes or signals.conditions[row].no & ~no:
            best = max(best, 1)
        else:
            return 2
    return best


def plan_since(
    signals: SignalProgram, record: Record, child: int, as_of: int, starts: Rows, by_kind: Rows
) -> int:
    """The day from which the child has been on a child protection plan without a break, or NO_DAY.

    An end on the day of a start, where neither says which plan it is of, is the end of the plan before.
    """
    if record.children[child].died != NO_DAY and record.children[child].died <= as_of:
        return NO_DAY
    started, ended = signals.plan_started, signals.plan_ended
    for place in range(starts[started], starts[started + 1]):
        plan = by_kind[place]
        is_open = True
        for other in range(starts[ended], starts[ended + 1]):
            end = by_kind[other]
            mine, its = record.events[plan].episode, record.events[end].episode
            later = record.events[end].day - record.events[plan].day
            if later > 0 and (mine < 0 or its < 0 or mine == its):
                is_open = False
            if later == 0 and mine >= 0 and mine == its:
                is_open = False
        if is_open:
            return int(record.events[plan].day)
    return NO_DAY


def first_reading(readings: np.ndarray, low: int, high: int, timescale: int) -> int:
    """The first of one child's readings ``low:high`` (in order of timescale) of this timescale or a later one."""
    while low < high:
        middle = (low + high) // 2
        if readings[AT_TIMESCALE, middle] < timescale:
            low = middle + 1
        else:
            high = middle
    return low


def leaves_doubt(signals: SignalProgram, clause: int, readings: np.ndarray, place: int) -> bool:
    """Whether a reading that cannot be computed leaves the clause in doubt: one long past does so no more."""
    doubt = readings[AT_DOUBT, place]
    if doubt not in (BY_MET, BY_EARLIER):
        return True
    looks_back = signals.clauses[clause].statuses & (1 << LATE)
    return bool(looks_back and readings[AT_DUE, place] >= signals.look_back_from)


def shows(signals: SignalProgram, clause: int, readings: np.ndarray, place: int, record: Record) -> bool:
    """Whether a reading stands as the clause asks, and lately enough."""
    status = readings[AT_STATUS, place]
    if not signals.clauses[clause].statuses & (1 << status):
        return False
    if readings[AT_OVER, place] < signals.clauses[clause].least_over:
        return False
    if status == LATE:
        return bool(record.events[readings[AT_MET, place]].day >= signals.look_back_from)
    if status == MISSED:
        return bool(readings[AT_END, place] >= signals.look_back_from)
    return bool(status != RUNNING or readings[AT_DUE, place] <= signals.clauses[clause].near_until)


def over_since(program: Program, timescale: int, due: int, least: int) -> int:
    """The first day on which a reading due on ``due`` was ``least`` days over."""
    day = due + 1
    while days_over(program, timescale, due, day) < least:
        day += 1
    return day


def by_reading(
    program: Program,
    signals: SignalProgram,
    clause: int,
    readings: np.ndarray,
    low: int,
    high: int,
    record: Record,
) -> tuple[int, int, int, int, int]:
    """A timescale in one of the statuses: the reading most days over."""
    best, worst, doubt = NONE, -1, NONE
    for row in range(signals.clauses[clause].list_from, signals.clauses[clause].list_to):
        timescale = signals.listed[row]
        place = first_reading(readings, low, high, timescale)
        while place < high and readings[AT_TIMESCALE, place] == timescale:
            if readings[AT_STATUS, place] == UNKNOWN:
                if leaves_doubt(signals, clause, readings, place):
                    doubt = place
            elif readings[AT_OVER, place] > worst and shows(signals, clause, readings, place, record):
                best, worst = place, int(readings[AT_OVER, place])
            place += 1
    if best != NONE:
        since = int(readings[AT_DUE, best])
        if readings[AT_STATUS, best] != RUNNING:
            since = over_since(
                program, readings[AT_TIMESCALE, best], since, signals.clauses[clause].least_over
            )
        return signals.clauses[clause].severity, since, readings[AT_START, best], best, worst
    if doubt != NONE:
        return 0, readings[AT_STARTED, doubt], readings[AT_START, doubt], doubt, 0
    return 0, NO_DAY, NONE, NONE, 0


def answered(
    signals: SignalProgram, clause: int, record: Record, trigger: int, since: int, low: int, high: int
) -> bool:
    """Whether anything from day ``since`` on answers the trigger, in the same episode where both name one."""
    for event in range(high - 1, low - 1, -1):  # not below: those are another child's
        if record.events[event].day < since:
            return False
        if (
            asked(
                signals,
                signals.clauses[clause].answers_from,
                signals.clauses[clause].answers_to,
                record,
                event,
            )
            == 2
        ):
            mine, its = record.events[trigger].episode, record.events[event].episode
            if not signals.clauses[clause].linked or mine < 0 or its < 0 or mine == its:
                return True
    return False


def by_silence(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    low: int,
    high: int,
    floor: int,
    as_of: int,
) -> tuple[int, int, int, int, int]:
    """Something happened, its time is over, and nothing that answers it followed: the oldest such."""
    doubt = NONE
    for event in range(low, high):
        if record.events[event].day < floor:
            continue
        value = asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, event)
        if value == 0:
            continue
        day = int(record.events[event].day)
        limit = (
            day
            if signals.clauses[clause].older_than < 0
            else lookup(program, signals.clauses[clause].older_than, day)
        )
        if limit == NO_DAY or (as_of <= limit and signals.clauses[clause].older_than >= 0):
            continue
        since = day
        if signals.clauses[clause].answer_after >= 0:
            since = lookup(program, signals.clauses[clause].answer_after, day)
        if answered(signals, clause, record, event, since, low, high):
            continue
        if value == 2:
            begun = day if signals.clauses[clause].older_than < 0 else limit + 1
            return signals.clauses[clause].severity, begun, event, NONE, as_of - limit
        doubt = event
    return (0, record.events[doubt].day, doubt, NONE, 0) if doubt != NONE else (0, NO_DAY, NONE, NONE, 0)


def by_state(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    child: int,
    low: int,
    high: int,
    floor: int,
) -> tuple[int, int, int, int, int]:
    """The latest events of a kind, as many in a row as asked, each carry a bad fact."""
    bad_yes, bad_no = signals.clauses[clause].bad_yes, signals.clauses[clause].bad_no
    severity = signals.clauses[clause].severity
    if signals.clauses[clause].from_age >= 0:
        if record.children[child].birth == NO_DAY and record.children[child].expected != NO_DAY:
            return 0, NO_DAY, NONE, NONE, 0
        if record.children[child].birth != NO_DAY:
            floor = max(
                floor, lookup(program, signals.clauses[clause].from_age, record.children[child].birth)
            )
        else:
            severity = 0
    run = 0
    for event in range(high - 1, low - 1, -1):
        if record.events[event].day < floor:
            break
        if asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, event) != 2:
            continue
        yes, no = record.events[event].yes, record.events[event].no
        if bad_yes & yes or bad_no & no:
            run += 1
            if run >= signals.clauses[clause].run:
                return severity, record.events[event].day, event, NONE, run
        elif (bad_yes | bad_no) & ~(yes | no):
            return 0, record.events[event].day, event, NONE, 0
        else:
            break
    return 0, NO_DAY, NONE, NONE, 0


def by_staleness(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    low: int,
    high: int,
    floor: int,
    as_of: int,
) -> tuple[int, int, int, int, int]:
    """Nothing of a kind for longer than allowed, counted from the last one or from the start of the plan."""
    origin, last = floor, NONE
    for event in range(high - 1, low - 1, -1):
        if record.events[event].day < floor:
            break
        if asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, event) == 2:
            origin, last = record.events[event].day, event
            break
    limit = lookup(program, signals.clauses[clause].older_than, origin)
    if limit == NO_DAY or as_of <= limit:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.clauses[clause].severity, limit + 1, last, NONE, as_of - origin


def by_count(
    signals: SignalProgram, clause: int, record: Record, low: int, high: int, floor: int
) -> tuple[int, int, int, int, int]:
    """So many events within the window, and no answer since the first of them."""
    begin = max(floor, signals.clauses[clause].window_from + 1)
    for first in range(low, high):
        if record.events[first].day < begin:
            continue
        if asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, first) != 2:
            continue
        found, last = 0, first
        for event in range(first, high):
            if signals.clauses[clause].by_code and record.events[event].code != record.events[first].code:
                continue
            if (
                asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, event)
                == 2
            ):
                found += 1
                if found == int(signals.clauses[clause].least):
                    last = event
        if found >= signals.clauses[clause].least:
            if not answered(signals, clause, record, first, record.events[first].day, low, high):
                return signals.clauses[clause].severity, record.events[last].day, last, NONE, found
    return 0, NO_DAY, NONE, NONE, 0


def by_number(
    signals: SignalProgram, clause: int, record: Record, low: int, high: int, floor: int
) -> tuple[int, int, int, int, int]:
    """The latest event of a kind whose number reaches the threshold."""
    for event in range(high - 1, low - 1, -1):
        if record.events[event].day < floor:
            break
        if asked(signals, signals.clauses[clause].on_from, signals.clauses[clause].on_to, record, event) != 2:
            continue
        number = record.events[event].number
        if number != number:  # noqa: PLR0124 -- not recorded
            return 0, record.events[event].day, event, NONE, 0
        if number >= signals.clauses[clause].least:
            return signals.clauses[clause].severity, record.events[event].day, event, NONE, int(number)
        break
    return 0, NO_DAY, NONE, NONE, 0


def worker_until(signals: SignalProgram, record: Record, allocated: int, low: int, high: int) -> int:
    """The day on which an allocation ended, or a day far ahead while it lasts.

    Where both name an episode it must be the same; otherwise an end on the day of the allocation is an earlier one's.
    """
    mine = record.events[allocated].episode
    for event in range(low, high):
        if (
            record.events[event].kind != signals.worker_ended
            or record.events[event].code != record.events[allocated].code
            or record.events[event].day < record.events[allocated].day
        ):
            continue
        its = record.events[event].episode
        if (mine == its) if mine >= 0 and its >= 0 else event > allocated:
            return int(record.events[event].day)
    return FAR_AHEAD


def by_workers(
    signals: SignalProgram, clause: int, record: Record, low: int, high: int
) -> tuple[int, int, int, int, int]:
    """So many different workers allocated within the window (A, B, back to A counts two)."""
    found, reached, last = 0, NO_DAY, NONE
    for event in range(low, high):
        if record.events[event].kind != signals.worker_allocated:
            continue
        if worker_until(signals, record, event, low, high) <= signals.clauses[clause].window_from:
            continue
        seen = False
        for other in range(low, event):
            if (
                record.events[other].kind == signals.worker_allocated
                and record.events[other].code == record.events[event].code
            ):
                if worker_until(signals, record, other, low, high) > signals.clauses[clause].window_from:
                    seen = True
        if seen:
            continue
        found += 1
        if found == int(signals.clauses[clause].least):
            reached, last = record.events[event].day, event
    if last == NONE:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.clauses[clause].severity, reached, last, NONE, found


def by_gap(
    program: Program,
    signals: SignalProgram,
    clause: int,
    record: Record,
    low: int,
    high: int,
    floor: int,
    as_of: int,
) -> tuple[int, int, int, int, int]:
    """A stretch of the open plan, within the window, with nobody allocated for longer than allowed: the latest."""
    covered = max(floor, signals.clauses[clause].window_from)
    since, event_before, length = NO_DAY, NONE, 0
    last = NONE
    for event in range(low, high):
        if record.events[event].kind != signals.worker_allocated:
            continue
        limit = lookup(program, signals.clauses[clause].older_than, covered)
        if limit != NO_DAY and record.events[event].day > limit:
            since, event_before, length = covered, event, record.events[event].day - covered
        covered = max(covered, worker_until(signals, record, event, low, high))
        last = event
    limit = lookup(program, signals.clauses[clause].older_than, covered) if covered <= as_of else NO_DAY
    if limit != NO_DAY and as_of > limit:
        since, event_before, length = covered, last, as_of - covered
    if since == NO_DAY:
        return 0, NO_DAY, NONE, NONE, 0
    return signals.clauses[clause].severity, since, event_before, NONE, length


def by_composite(
    signals: SignalProgram, clause: int, record: Record, child: int, raised: np.ndarray, low: int, high: int
) -> tuple[int, int, int, int, int]:
    """Another signal raised for a child with a fact: one level higher."""
    best, event, reading, since = 0, NONE, NONE, NO_DAY
    for place in range(low, min(high, raised.shape[1])):
        for row in range(signals.clauses[clause].list_from, signals.clauses[clause].list_to):
            if signals.listed[row] == raised[IN_SIGNAL, place] and raised[IN_SEVERITY, place] > best:
                best, since = raised[IN_SEVERITY, place], raised[IN_SINCE, place]
                event, reading = raised[IN_EVENT, place], raised[IN_READING, place]
    if best == 0 or signals.clauses[clause].child_yes & record.children[child].no:
        return 0, NO_DAY, NONE, NONE, 0
    if signals.clauses[clause].child_yes & ~record.children[child].yes:
        return 0, since, event, reading, 0
    return min(best + 1, BLACK), since, event, reading, 0
