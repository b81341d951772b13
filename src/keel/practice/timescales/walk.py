"""The evaluator: walks each child's events and reads every timescale against them.

There is one source and it runs in two ways. Called as it stands it is plain Python, for one child at the moment of
writing. ``keel.population.compiled`` compiles the same functions for a population. So everything here is numbers in
arrays (see :mod:`keel.practice.timescales.program` for how declarations become numbers), and nothing here allocates
objects, reads the clock or knows what a visit is.

A condition is NO, DOUBT or YES: see :class:`keel.practice.timescales.model.When`.
"""

# ruff: noqa: PLR2004, SIM102 -- compiled code: plain comparisons of codes, and conditions the compiler can follow

import numpy as np

from keel.practice.timescales.program import (
    ANCHOR_OR_EVENT,
    BORN,
    DAY_MINUTES,
    FROM_ANCHOR,
    NO_DAY,
    NONE,
    UNBORN,
    Program,
    Readings,
    Record,
)

NO, DOUBT, YES = 0, 1, 2
MET, LATE, RUNNING, OVERDUE, ENDED, MISSED, UNKNOWN = 0, 1, 2, 3, 4, 5, 6
BY_START, BY_MET, BY_BIRTH, BY_ANCHOR, BY_EARLIER, BY_NUMBER = 1, 2, 3, 4, 5, 6


def lookup(program: Program, row: int, day: int) -> int:
    """The due day that table ``row`` gives for ``day``, or NO_DAY outside the table or where no law is in force."""
    place = day - program.first_day
    if row < 0 or place < 0 or place >= program.last_day - program.first_day:
        return NO_DAY
    return int(program.due[row, place])


def meant(program: Program, condition: int, record: Record, event: int) -> int:
    """Whether ``event`` (already of the right kind) is what ``condition`` asks for: NO, DOUBT or YES."""
    yes, no = record.yes[event], record.no[event]
    if program.yes[condition] & no or program.no[condition] & yes:
        return NO
    if program.not_no[condition] & no or program.not_yes[condition] & yes:
        return NO
    if program.yes[condition] & ~yes or program.no[condition] & ~no:
        return DOUBT
    return YES


def same_episode(program: Program, timescale: int, record: Record, one: int, other: int) -> bool:
    """False only where the timescale is linked and the two events name different episodes."""
    if not program.linked[timescale]:
        return True
    mine, its = record.episode[one], record.episode[other]
    return bool(mine < 0 or its < 0 or mine == its)


def first_at(record: Record, by_kind: np.ndarray, low: int, high: int, day: int) -> int:
    """The first place in ``by_kind[low:high]`` (events of one kind, by day) on or after ``day``."""
    while low < high:
        middle = (low + high) // 2
        if record.day[by_kind[middle]] < day:
            low = middle + 1
        else:
            high = middle
    return low


def index_by_kind(record: Record, low: int, high: int, starts: np.ndarray, by_kind: np.ndarray) -> None:
    """Put the child's events ``low:high`` in order of kind, then day: ``by_kind[starts[k]:starts[k + 1]]``."""
    starts[:] = 0
    for event in range(low, high):
        starts[record.kind[event] + 1] += 1
    for kind in range(1, len(starts)):
        starts[kind] += starts[kind - 1]
    for event in range(high - 1, low - 1, -1):
        kind = record.kind[event]
        starts[kind + 1] -= 1
        by_kind[starts[kind + 1]] = event
    for kind in range(len(starts) - 1):
        starts[kind] = starts[kind + 1]
    starts[len(starts) - 1] = high - low


def find_met(
    program: Program,
    record: Record,
    timescale: int,
    start: int,
    opened: int,
    strict: bool,
    until: int,
    starts: np.ndarray,
    by_kind: np.ndarray,
) -> tuple[int, int, int]:
    """The first event that met it, the first that may have, and the first after which earlier ones are unknown.

    Candidates lie from day ``opened`` (after it, when ``strict``) to ``until``. Each is NONE where there is none.
    A doubtful or partial event after the first sure one is of no interest and is not looked for.
    """
    met, doubtful, partial = NONE, NONE, NONE
    begin = opened + 1 if strict else opened
    for condition in range(program.met_from[timescale], program.met_from[timescale + 1]):
        kind = program.kind[condition]
        high = starts[kind + 1]
        for place in range(first_at(record, by_kind, starts[kind], high, begin), high):
            event = int(by_kind[place])
            day = record.day[event]
            if day > until or (met != NONE and day > record.day[met]):
                break
            if event == start or not same_episode(program, timescale, record, start, event):
                continue
            if record.yes[event] & program.earlier_unknown and day > opened:
                if partial == NONE or day < record.day[partial]:
                    partial = event
            value = meant(program, condition, record, event)
            if value == YES:
                if met == NONE or day < record.day[met]:
                    met = event
                break
            if value == DOUBT and (doubtful == NONE or day < record.day[doubtful]):
                doubtful = event
    return met, doubtful, partial


def find_end(
    program: Program,
    record: Record,
    timescale: int,
    start: int,
    child: int,
    as_of: int,
    starts: np.ndarray,
    by_kind: np.ndarray,
) -> int:
    """The day on which what the timescale is for came to an end, or NO_DAY while it goes on as at ``as_of``."""
    end = as_of + 1
    begin = record.day[start]
    for condition in range(program.end_from[timescale], program.end_from[timescale + 1]):
        kind = program.kind[condition]
        high = starts[kind + 1]
        for place in range(first_at(record, by_kind, starts[kind], high, begin), high):
            event = int(by_kind[place])
            if record.day[event] >= end:
                break
            if same_episode(program, timescale, record, start, event):
                if meant(program, condition, record, event) == YES:
                    end = record.day[event]
    birth, died = record.birth[child], record.died[child]
    if died != NO_DAY:
        end = min(end, max(died, begin))
    if program.born[timescale] == UNBORN and birth != NO_DAY:
        end = min(end, max(birth, begin))
    lasts = lookup(program, program.lasts[timescale], begin)
    if lasts != NO_DAY:
        end = min(end, lasts)
    if program.until_age[timescale] >= 0 and birth != NO_DAY:
        grown = lookup(program, program.until_age[timescale], birth)
        if grown != NO_DAY:
            end = min(end, grown)
    return NO_DAY if end > as_of else int(end)


def opening(program: Program, record: Record, timescale: int, start: int, child: int) -> tuple[int, int]:
    """The day from which the duty runs, and why that cannot be told. The day is NO_DAY where there is no duty."""
    opened = int(record.day[start])
    birth, expected = record.birth[child], record.expected[child]
    if program.begins_after[timescale] >= 0:
        opened = lookup(program, program.begins_after[timescale], opened)
    if program.born[timescale] == UNBORN:
        return (NO_DAY, 0) if birth != NO_DAY and birth <= opened else (opened, 0)
    if program.born[timescale] != BORN and program.from_age[timescale] < 0 and program.until_age[timescale] < 0:
        return opened, 0
    if birth == NO_DAY:
        return (NO_DAY, 0) if expected != NO_DAY else (opened, BY_BIRTH)
    if program.born[timescale] == BORN:
        opened = max(opened, birth)
    if program.from_age[timescale] >= 0:
        opened = max(opened, lookup(program, program.from_age[timescale], birth))
    if program.until_age[timescale] >= 0 and lookup(program, program.until_age[timescale], birth) <= opened:
        return NO_DAY, 0
    return opened, 0


def due_day(program: Program, record: Record, timescale: int, start: int, opened: int) -> tuple[int, int]:
    """When it is due, and why that cannot be told. NO_DAY without a reason means that no law is in force."""
    origin = opened
    anchor = record.anchor[start]
    if program.share[timescale] > 0:
        if anchor == NO_DAY:
            return NO_DAY, BY_ANCHOR
        return int(opened + (anchor - opened) * program.share[timescale]), 0
    if program.counts_from[timescale] == FROM_ANCHOR and anchor == NO_DAY:
        return NO_DAY, BY_ANCHOR
    if program.counts_from[timescale] in (FROM_ANCHOR, ANCHOR_OR_EVENT) and anchor != NO_DAY:
        origin = anchor
    due = lookup(program, program.allowance[timescale], origin)
    if program.earlier_of[timescale] >= 0 and anchor != NO_DAY:
        sooner = lookup(program, program.earlier_of[timescale], anchor)
        if sooner != NO_DAY and due != NO_DAY:
            due = min(due, sooner)
    return due, 0


def days_over(program: Program, timescale: int, due: int, reached: int) -> int:
    """Days from ``due`` to ``reached``: working days where the allowance counts those. Nought when in time."""
    if due == NO_DAY or reached <= due:
        return 0
    if not program.in_working_days[timescale]:
        return int(reached - due)
    first, last = program.first_day, program.last_day - 1
    return int(program.working[min(reached, last) - first] - program.working[max(due, first) - first])


def in_time(program: Program, record: Record, timescale: int, start: int, met: int, due: int) -> bool:
    """Whether ``met`` came by the end of the day ``due``; to the minute for hours where both times are known."""
    hours = program.hours[timescale]
    if hours > 0 and record.minute[start] >= 0 and record.minute[met] >= 0:
        began = record.day[start] * DAY_MINUTES + record.minute[start]
        return bool(record.day[met] * DAY_MINUTES + record.minute[met] <= began + hours * 60)
    return bool(record.day[met] <= due)


def write(
    out: Readings,
    count: int,
    timescale: int,
    child: int,
    start: int,
    started: int,
    due: int,
    met: int,
    end: int,
    status: int,
    doubt: int,
    over: int,
) -> int:
    """Put one reading at ``count`` where there is room, and return the next place."""
    if count < len(out.status):
        out.timescale[count] = timescale
        out.child[count] = child
        out.start[count] = start
        out.started[count] = started
        out.due[count] = due
        out.met[count] = met
        out.end[count] = end
        out.status[count] = status
        out.doubt[count] = doubt
        out.over[count] = over
    return count + 1


def read_before(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    start: int,
    since: int,
    starts: np.ndarray,
    by_kind: np.ndarray,
    out: Readings,
    count: int,
) -> int:
    """Read a timescale that counts back: met by something done after day ``since`` and up to the starting event."""
    day = int(record.day[start])
    due = lookup(program, program.allowance[timescale], day)
    if due == NO_DAY:
        return count
    met, doubtful, _ = find_met(program, record, timescale, start, since, True, day, starts, by_kind)
    if met != NONE and record.day[met] <= due:
        return write(out, count, timescale, child, start, day, due, met, NO_DAY, MET, 0, 0)
    if doubtful != NONE and record.day[doubtful] <= due:
        return write(out, count, timescale, child, start, day, due, doubtful, NO_DAY, UNKNOWN, BY_MET, 0)
    if met != NONE:
        over = days_over(program, timescale, due, record.day[met])
        return write(out, count, timescale, child, start, day, due, met, NO_DAY, LATE, 0, over)
    over = days_over(program, timescale, due, day)
    return write(out, count, timescale, child, start, day, due, NONE, day, MISSED, 0, over)


def read_chain(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    start: int,
    as_of: int,
    starts: np.ndarray,
    by_kind: np.ndarray,
    out: Readings,
    count: int,
) -> int:
    """Read the span that ``start`` opens and, where the timescale recurs, each span after it."""
    opened, doubt = opening(program, record, timescale, start, child)
    if doubt:
        return write(
            out, count, timescale, child, start, opened, NO_DAY, NONE, NO_DAY, UNKNOWN, doubt, 0
        )
    if opened == NO_DAY or opened > as_of:
        return count
    end = find_end(program, record, timescale, start, child, as_of, starts, by_kind)
    if end != NO_DAY and end < opened:
        return count
    until = as_of if end == NO_DAY else end
    link, first = start, True
    strict = bool(program.meets_itself[timescale])
    while True:
        due, doubt = due_day(program, record, timescale, link, opened)
        if doubt:
            return write(
                out, count, timescale, child, link, opened, NO_DAY, NONE, end, UNKNOWN, doubt, 0
            )
        if due == NO_DAY:
            return count
        started = opened
        if program.counts_from[timescale] == ANCHOR_OR_EVENT and record.anchor[link] != NO_DAY:
            started = min(opened, record.anchor[link])
        met, doubtful, partial = find_met(
            program, record, timescale, start, opened, strict, until, starts, by_kind
        )
        reached, status, doubt, over = met, MET, 0, 0
        if met != NONE and in_time(program, record, timescale, link, met, due):
            status = MET
        elif doubtful != NONE and record.day[doubtful] <= due:
            reached, status, doubt = doubtful, UNKNOWN, BY_MET
        elif partial != NONE and (met == NONE or record.day[partial] <= record.day[met]):
            reached, status, doubt = partial, UNKNOWN, BY_EARLIER
        elif met != NONE:
            status = LATE
            over = days_over(program, timescale, due, record.day[met])
        elif end != NO_DAY:
            status = ENDED if end <= due else MISSED
            over = days_over(program, timescale, due, end)
        else:
            status = RUNNING if as_of <= due else OVERDUE
            over = days_over(program, timescale, due, as_of)
        if not (first and program.skips_first[timescale]):
            ended = end if reached == NONE else NO_DAY
            count = write(out, count, timescale, child, link, started, due, reached, ended, status, doubt, over)
        if reached == NONE or not program.recurs[timescale]:
            return count
        link, first, strict, opened = reached, False, True, int(record.day[reached])


def begins(program: Program, record: Record, timescale: int, child: int, condition: int, start: int) -> int:
    """Whether the event opens the timescale: 0 no, -1 yes, otherwise why that cannot be told."""
    value = meant(program, condition, record, start)
    if value == NO:
        return 0
    least = program.number_at_least[timescale]
    if least > 0:
        number = record.number[start]
        if number != number:  # noqa: PLR0124 -- not recorded
            return BY_NUMBER
        if number < least:
            return 0
    asked = program.child_yes[timescale]
    if asked & record.child_no[child]:
        return 0
    return BY_START if value == DOUBT or asked & ~record.child_yes[child] else -1


def earlier_start(
    program: Program, record: Record, timescale: int, day: int, starts: np.ndarray, by_kind: np.ndarray
) -> int:
    """The day of the last event before ``day`` that could have started the timescale, or NO_DAY."""
    latest = NO_DAY
    for condition in range(program.start_from[timescale], program.start_from[timescale + 1]):
        kind = program.kind[condition]
        place = first_at(record, by_kind, starts[kind], starts[kind + 1], day) - 1
        if place >= starts[kind]:
            latest = max(latest, int(record.day[by_kind[place]]))
    return latest


def read_timescale(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    as_of: int,
    starts: np.ndarray,
    by_kind: np.ndarray,
    out: Readings,
    count: int,
) -> int:
    """Read one timescale against one child."""
    for condition in range(program.start_from[timescale], program.start_from[timescale + 1]):
        kind = program.kind[condition]
        for place in range(starts[kind], starts[kind + 1]):
            start = int(by_kind[place])
            reason = begins(program, record, timescale, child, condition, start)
            if reason == 0:
                continue
            if reason > 0:
                day = int(record.day[start])
                if lookup(program, program.allowance[timescale], day) != NO_DAY or program.share[timescale] > 0:
                    count = write(
                        out, count, timescale, child, start, day, NO_DAY, NONE, NO_DAY, UNKNOWN, reason, 0
                    )
            elif program.before[timescale]:
                since = earlier_start(
                    program, record, timescale, int(record.day[start]), starts, by_kind
                )
                count = read_before(
                    program, record, timescale, child, start, since, starts, by_kind, out, count
                )
            else:
                count = read_chain(
                    program, record, timescale, child, start, as_of, starts, by_kind, out, count
                )
    return count


def read_children(
    program: Program, record: Record, first: int, last: int, as_of: int, kinds: int, out: Readings
) -> int:
    """Read the whole book against the children ``first`` to ``last`` (not included), as at day ``as_of``.

    Returns how many readings there are; those beyond the room in ``out`` are counted and not written.
    """
    count = 0
    starts = np.zeros(kinds + 1, np.int32)
    longest = 0
    for child in range(first, last):
        longest = max(longest, record.from_event[child + 1] - record.from_event[child])
    by_kind = np.zeros(longest, np.int32)
    for child in range(first, last):
        low, high = record.from_event[child], record.from_event[child + 1]
        while high > low and record.day[high - 1] > as_of:
            high -= 1
        if low == high:
            continue
        index_by_kind(record, low, high, starts, by_kind)
        for timescale in range(len(program.allowance)):
            count = read_timescale(program, record, timescale, child, as_of, starts, by_kind, out, count)
    return count


COMPILE_ORDER = (
    lookup,
    meant,
    same_episode,
    first_at,
    index_by_kind,
    find_met,
    find_end,
    opening,
    due_day,
    days_over,
    in_time,
    write,
    read_before,
    read_chain,
    begins,
    earlier_start,
    read_timescale,
    read_children,
)
