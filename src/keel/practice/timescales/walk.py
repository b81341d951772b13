"""The evaluator: walks each child's events and reads every timescale against them.

There is one source and it runs in two ways. Called as it stands it is plain Python, for one child at the moment of
writing. ``keel.population.compiled`` compiles the same functions for a population. So everything here is numbers in
arrays (see :mod:`keel.practice.timescales.program` for how declarations become numbers), and nothing here allocates
objects, reads the clock or knows what a visit is.

A condition is NO, DOUBT or YES: see :class:`keel.practice.timescales.model.When`.
"""

# ruff: noqa: SIM102, PLR0911, PLR1714 -- compiled code: conditions the compiler can follow

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
    Record,
    Rows,
)

NO, DOUBT, YES = 0, 1, 2
MET, LATE, RUNNING, OVERDUE, ENDED, MISSED, UNKNOWN = 0, 1, 2, 3, 4, 5, 6
(AT_TIMESCALE, AT_CHILD, AT_START, AT_STARTED, AT_DUE) = (0, 1, 2, 3, 4)  # rows of Readings
(AT_MET, AT_END, AT_STATUS, AT_DOUBT, AT_OVER) = (5, 6, 7, 8, 9)
BY_START, BY_MET, BY_BIRTH, BY_ANCHOR, BY_EARLIER, BY_NUMBER = 1, 2, 3, 4, 5, 6


def lookup(program: Program, row: int, day: int) -> int:
    """The due day that table ``row`` gives for ``day``, or NO_DAY outside the table or where no law is in force."""
    place = day - program.first_day
    if row < 0 or place < 0 or place >= program.last_day - program.first_day:
        return NO_DAY
    return int(program.due[row, place])


def meant(program: Program, condition: int, record: Record, event: int) -> int:
    """Whether ``event`` (already of the right kind) is what ``condition`` asks for: NO, DOUBT or YES."""
    yes, no = record.events[event].yes, record.events[event].no
    if program.conditions[condition].yes & no or program.conditions[condition].no & yes:
        return NO
    if program.conditions[condition].not_no & no or program.conditions[condition].not_yes & yes:
        return NO
    if program.conditions[condition].yes & ~yes or program.conditions[condition].no & ~no:
        return DOUBT
    return YES


def same_episode(program: Program, timescale: int, record: Record, one: int, other: int) -> bool:
    """False only where the timescale is linked and the two events name different episodes."""
    if not program.timescales[timescale].linked:
        return True
    mine, its = record.events[one].episode, record.events[other].episode
    return bool(mine < 0 or its < 0 or mine == its)


def first_at(record: Record, by_kind: Rows, low: int, high: int, day: int) -> int:
    """The first place in ``by_kind[low:high]`` (events of one kind, by day) on or after ``day``."""
    while low < high:
        middle = (low + high) // 2
        if record.events[by_kind[middle]].day < day:
            low = middle + 1
        else:
            high = middle
    return low


def index_by_kind(record: Record, low: int, high: int, starts: Rows, by_kind: Rows) -> None:
    """Put the child's events ``low:high`` in order of kind, then day: ``by_kind[starts[k]:starts[k + 1]]``."""
    for kind in range(len(starts)):
        starts[kind] = 0
    for event in range(low, high):
        starts[record.events[event].kind + 1] += 1
    for kind in range(1, len(starts)):
        starts[kind] += starts[kind - 1]
    for event in range(high - 1, low - 1, -1):
        kind = record.events[event].kind
        starts[kind + 1] -= 1
        by_kind[starts[kind + 1]] = event
    for kind in range(len(starts) - 1):
        starts[kind] = starts[kind + 1]
    starts[len(starts) - 1] = high - low


def sooner(record: Record, one: int, other: int) -> bool:
    """Whether ``one`` comes before ``other``: by day, by minute, by place; NONE comes after everything."""
    if other == NONE or record.events[one].day != record.events[other].day:
        return bool(other == NONE or record.events[one].day < record.events[other].day)
    if record.events[one].minute != record.events[other].minute:
        return bool(record.events[one].minute < record.events[other].minute)
    return one < other


def is_too_early(program: Program, record: Record, timescale: int, start: int, event: int) -> bool:
    """For hours: whether ``event`` came earlier on the starting day than the start, both times known."""
    if program.timescales[timescale].hours <= 0 or record.events[start].day != record.events[event].day:
        return False
    return bool(0 <= record.events[event].minute < record.events[start].minute)


def may_meet(program: Program, timescale: int, kind: int) -> bool:
    """Whether the timescale may be met by an event of this kind."""
    for condition in range(program.timescales[timescale].met_from, program.timescales[timescale].met_to):
        if program.conditions[condition].kind == kind:
            return True
    return False


def find_met(
    program: Program,
    record: Record,
    timescale: int,
    start: int,
    opened: int,
    strict: bool,
    until: int,
    starts: Rows,
    by_kind: Rows,
) -> tuple[int, int, int]:
    """The first event that met it, the first that may have, and the first after which earlier ones are unknown.

    Candidates lie from day ``opened`` (after it, when ``strict``) to ``until``; one that hides earlier ones may lie
    later still, for what it hides may lie within. Each is NONE where there is none.
    A doubtful or partial event after the first sure one is of no interest and is not looked for.
    """
    met, doubtful, partial = NONE, NONE, NONE
    begin = opened + 1 if strict else opened
    for condition in range(program.timescales[timescale].met_from, program.timescales[timescale].met_to):
        kind = program.conditions[condition].kind
        high = starts[kind + 1]
        for place in range(first_at(record, by_kind, starts[kind], high, begin), high):
            event = int(by_kind[place])
            day = record.events[event].day
            if met != NONE and day > record.events[met].day:
                break
            if event == start or not same_episode(program, timescale, record, start, event):
                continue
            if is_too_early(program, record, timescale, start, event):
                continue
            if record.events[event].yes & program.earlier_unknown and day > opened:
                if sooner(record, event, partial):
                    partial = event
            if day > until:
                continue
            value = meant(program, condition, record, event)
            if value == YES and sooner(record, event, met):
                met = event
            if value == DOUBT and sooner(record, event, doubtful):
                doubtful = event
    return met, doubtful, partial


def find_end(
    program: Program,
    record: Record,
    timescale: int,
    start: int,
    child: int,
    as_of: int,
    starts: Rows,
    by_kind: Rows,
) -> int:
    """The day on which what the timescale is for came to an end, or NO_DAY while it goes on as at ``as_of``."""
    end = as_of + 1
    begin = record.events[start].day
    for condition in range(program.timescales[timescale].end_from, program.timescales[timescale].end_to):
        kind = program.conditions[condition].kind
        high = starts[kind + 1]
        for place in range(first_at(record, by_kind, starts[kind], high, begin), high):
            event = int(by_kind[place])
            if record.events[event].day >= end:
                break
            if event == start:
                continue
            if program.timescales[timescale].ended_by_any or same_episode(
                program, timescale, record, start, event
            ):
                if meant(program, condition, record, event) == YES:
                    end = record.events[event].day
    birth, died = record.children[child].birth, record.children[child].died
    if died != NO_DAY:
        end = min(end, max(died, begin))
    if program.timescales[timescale].born == UNBORN and birth != NO_DAY:
        end = min(end, max(birth, begin))
    lasts = lookup(program, program.timescales[timescale].lasts, begin)
    if lasts != NO_DAY:
        end = min(end, lasts)
    if program.timescales[timescale].until_age >= 0 and birth != NO_DAY:
        grown = lookup(program, program.timescales[timescale].until_age, birth)
        if grown != NO_DAY:
            end = min(end, grown)
    return NO_DAY if end > as_of else int(end)


def opening(program: Program, record: Record, timescale: int, start: int, child: int) -> tuple[int, int]:
    """The day from which the duty runs, and why that cannot be told. The day is NO_DAY where there is no duty."""
    opened = int(record.events[start].day)
    birth, expected = record.children[child].birth, record.children[child].expected
    if program.timescales[timescale].begins_after >= 0:
        opened = lookup(program, program.timescales[timescale].begins_after, opened)
    if program.timescales[timescale].born == UNBORN:
        return (NO_DAY, 0) if birth != NO_DAY and birth <= opened else (opened, 0)
    if (
        program.timescales[timescale].born != BORN
        and program.timescales[timescale].from_age < 0
        and program.timescales[timescale].until_age < 0
    ):
        return opened, 0
    if birth == NO_DAY:
        return (NO_DAY, 0) if expected != NO_DAY else (opened, BY_BIRTH)
    if program.timescales[timescale].born == BORN:
        opened = max(opened, birth)
    if program.timescales[timescale].from_age >= 0:
        opened = max(opened, lookup(program, program.timescales[timescale].from_age, birth))
    if (
        program.timescales[timescale].until_age >= 0
        and lookup(program, program.timescales[timescale].until_age, birth) <= opened
    ):
        return NO_DAY, 0
    return opened, 0


def is_untold(program: Program, timescale: int, day: int) -> bool:
    """Whether what was due, or began, on ``day`` lies before what may meet it was recorded: nobody can tell of it.

    A timescale that recurs is not cut off so: its span that was open when recording began counts from then.
    """
    return bool(not program.timescales[timescale].recurs and day < program.timescales[timescale].since)


def due_day(program: Program, record: Record, timescale: int, start: int, opened: int) -> tuple[int, int]:
    """When it is due, and why that cannot be told. NO_DAY without a reason means that no law is in force."""
    origin = opened
    anchor = record.events[start].anchor
    if program.timescales[timescale].share > 0:
        if anchor == NO_DAY:
            return NO_DAY, BY_ANCHOR
        return int(opened + (anchor - opened) * program.timescales[timescale].share), 0
    if program.timescales[timescale].counts_from == FROM_ANCHOR and anchor == NO_DAY:
        return NO_DAY, BY_ANCHOR
    if program.timescales[timescale].counts_from in (FROM_ANCHOR, ANCHOR_OR_EVENT) and anchor != NO_DAY:
        origin = anchor
        if not program.first_day <= origin < program.last_day:
            return NO_DAY, BY_ANCHOR
    due = lookup(program, program.timescales[timescale].allowance, origin)
    if program.timescales[timescale].earlier_of >= 0 and anchor != NO_DAY:
        other = lookup(program, program.timescales[timescale].earlier_of, anchor)
        if other != NO_DAY and due != NO_DAY:
            due = min(due, other)
    return due, 0


def days_over(program: Program, timescale: int, due: int, reached: int) -> int:
    """Days from ``due`` to ``reached``: working days where the allowance counts those. Nought when in time."""
    if due == NO_DAY or reached <= due:
        return 0
    if not program.timescales[timescale].in_working_days:
        return int(reached - due)
    first, last = program.first_day, program.last_day - 1
    return int(program.working[min(reached, last) - first] - program.working[max(due, first) - first])


def in_time(program: Program, record: Record, timescale: int, start: int, met: int, due: int) -> bool:
    """Whether ``met`` came by the end of the day ``due``; to the minute for hours where both times are known."""
    hours = program.timescales[timescale].hours
    if hours > 0 and record.events[start].minute >= 0 and record.events[met].minute >= 0:
        began = record.events[start].day * DAY_MINUTES + record.events[start].minute
        return bool(record.events[met].day * DAY_MINUTES + record.events[met].minute <= began + hours * 60)
    return bool(record.events[met].day <= due)


def write(
    out: np.ndarray,
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
    if count < out.shape[1]:
        out[AT_TIMESCALE, count] = timescale
        out[AT_CHILD, count] = child
        out[AT_START, count] = start
        out[AT_STARTED, count] = started
        out[AT_DUE, count] = due
        out[AT_MET, count] = met
        out[AT_END, count] = end
        out[AT_STATUS, count] = status
        out[AT_DOUBT, count] = doubt
        out[AT_OVER, count] = over
    return count + 1


def read_before(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    start: int,
    earlier: int,
    starts: Rows,
    by_kind: Rows,
    out: np.ndarray,
    count: int,
) -> int:
    """Read a timescale that counts back: met by something done after day ``earlier`` and up to the starting event."""
    day = int(record.events[start].day)
    due = lookup(program, program.timescales[timescale].allowance, day)
    if due == NO_DAY or is_untold(program, timescale, due):
        return count
    met, doubtful, _ = find_met(program, record, timescale, start, earlier, True, day, starts, by_kind)
    if met != NONE and record.events[met].day <= due:
        return write(out, count, timescale, child, start, day, due, met, NO_DAY, MET, 0, 0)
    if doubtful != NONE and record.events[doubtful].day <= due:
        return write(out, count, timescale, child, start, day, due, doubtful, NO_DAY, UNKNOWN, BY_MET, 0)
    if met != NONE:
        over = days_over(program, timescale, due, record.events[met].day)
        return write(out, count, timescale, child, start, day, due, met, NO_DAY, LATE, 0, over)
    over = days_over(program, timescale, due, day)
    return write(out, count, timescale, child, start, day, due, NONE, day, MISSED, 0, over)


def counted_from(program: Program, record: Record, timescale: int, link: int, opened: int) -> int:
    """The day that a reading shows as its start: where it counts from an earlier second date, that one."""
    anchor = record.events[link].anchor
    if program.timescales[timescale].counts_from != ANCHOR_OR_EVENT or anchor == NO_DAY:
        return opened
    return int(min(opened, anchor))


def stands(
    program: Program,
    record: Record,
    timescale: int,
    link: int,
    due: int,
    met: int,
    doubtful: int,
    partial: int,
    end: int,
    as_of: int,
) -> tuple[int, int, int, int]:
    """How one span stands: the event that settles it, its status, the reason for doubt, and the days over."""
    if met != NONE and in_time(program, record, timescale, link, met, due):
        return met, MET, 0, 0
    if doubtful != NONE and record.events[doubtful].day <= due:
        return doubtful, UNKNOWN, BY_MET, 0
    ended_in_time = end != NO_DAY and end <= due
    if (
        partial != NONE
        and not ended_in_time
        and (met == NONE or record.events[partial].day <= record.events[met].day)
    ):
        return partial, UNKNOWN, BY_EARLIER, 0
    if met != NONE:
        return met, LATE, 0, days_over(program, timescale, due, record.events[met].day)
    if end != NO_DAY:
        return NONE, ENDED if end <= due else MISSED, 0, days_over(program, timescale, due, end)
    return NONE, RUNNING if as_of <= due else OVERDUE, 0, days_over(program, timescale, due, as_of)


def read_chain(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    start: int,
    as_of: int,
    starts: Rows,
    by_kind: Rows,
    out: np.ndarray,
    count: int,
) -> int:
    """Read the span that ``start`` opens and, where the timescale recurs, each span after it."""
    begun, doubt = opening(program, record, timescale, start, child)
    if begun == NO_DAY:
        return count
    opened = (
        max(begun, program.timescales[timescale].since) if program.timescales[timescale].recurs else begun
    )
    if opened > as_of:
        return count
    end = find_end(program, record, timescale, start, child, as_of, starts, by_kind)
    if end != NO_DAY and end < opened:
        return count
    if doubt:
        allowed = lookup(program, program.timescales[timescale].allowance, opened)
        if allowed == NO_DAY or is_untold(program, timescale, opened):
            return count
        return write(out, count, timescale, child, start, opened, NO_DAY, NONE, end, UNKNOWN, doubt, 0)
    until = as_of if end == NO_DAY else end
    link, first = start, opened == begun
    strict = first and may_meet(program, timescale, record.events[start].kind)
    while True:
        due, doubt = due_day(program, record, timescale, link, opened)
        if doubt and not is_untold(program, timescale, opened):
            return write(out, count, timescale, child, link, opened, NO_DAY, NONE, end, UNKNOWN, doubt, 0)
        if due == NO_DAY or is_untold(program, timescale, due):
            return count
        met, doubtful, partial = find_met(
            program, record, timescale, start, opened, strict, until, starts, by_kind
        )
        settled, status, doubt, over = stands(
            program, record, timescale, link, due, met, doubtful, partial, end, as_of
        )
        if not (first and program.timescales[timescale].skips_first):
            started = counted_from(program, record, timescale, link, opened)
            ended = end if settled == NONE else NO_DAY
            count = write(
                out, count, timescale, child, link, started, due, settled, ended, status, doubt, over
            )
        if settled == NONE or not program.timescales[timescale].recurs:
            return count
        link, first, strict, opened = settled, False, True, int(record.events[settled].day)
        if opened > until:
            return count


def begins(program: Program, record: Record, timescale: int, child: int, condition: int, start: int) -> int:
    """Whether the event opens the timescale: 0 no, -1 yes, otherwise why that cannot be told."""
    value = meant(program, condition, record, start)
    if value == NO:
        return 0
    least = program.timescales[timescale].number_at_least
    if least > 0:
        number = record.events[start].number
        if number != number:  # noqa: PLR0124 -- not recorded
            return BY_NUMBER
        if number < least:
            return 0
    asked = program.timescales[timescale].child_yes
    if asked & record.children[child].no:
        return 0
    return BY_START if value == DOUBT or asked & ~record.children[child].yes else -1


def earlier_start(
    program: Program, record: Record, timescale: int, day: int, starts: Rows, by_kind: Rows
) -> int:
    """The day of the last event before ``day`` that could have started the timescale, or NO_DAY."""
    latest = NO_DAY
    for condition in range(program.timescales[timescale].start_from, program.timescales[timescale].start_to):
        kind = program.conditions[condition].kind
        place = first_at(record, by_kind, starts[kind], starts[kind + 1], day) - 1
        if place >= starts[kind]:
            latest = max(latest, int(record.events[by_kind[place]].day))
    return latest


def read_timescale(
    program: Program,
    record: Record,
    timescale: int,
    child: int,
    as_of: int,
    starts: Rows,
    by_kind: Rows,
    out: np.ndarray,
    count: int,
) -> int:
    """Read one timescale against one child."""
    for condition in range(program.timescales[timescale].start_from, program.timescales[timescale].start_to):
        kind = program.conditions[condition].kind
        for place in range(starts[kind], starts[kind + 1]):
            start = int(by_kind[place])
            reason = begins(program, record, timescale, child, condition, start)
            if reason == 0:
                continue
            if reason > 0:
                day = int(record.events[start].day)
                if day >= program.timescales[timescale].since and (
                    lookup(program, program.timescales[timescale].allowance, day) != NO_DAY
                    or program.timescales[timescale].share > 0
                ):
                    count = write(
                        out, count, timescale, child, start, day, NO_DAY, NONE, NO_DAY, UNKNOWN, reason, 0
                    )
            elif program.timescales[timescale].before:
                earlier = earlier_start(
                    program, record, timescale, int(record.events[start].day), starts, by_kind
                )
                count = read_before(
                    program, record, timescale, child, start, earlier, starts, by_kind, out, count
                )
            else:
                count = read_chain(
                    program, record, timescale, child, start, as_of, starts, by_kind, out, count
                )
    return count


def read_children(
    program: Program,
    record: Record,
    first: int,
    last: int,
    as_of: int,
    starts: Rows,
    by_kind: Rows,
    out: np.ndarray,
) -> int:
    """Read the whole book against the children ``first`` to ``last`` (not included), as at day ``as_of``.

    ``starts`` (one more than there are kinds) and ``by_kind`` (as long as the longest history) are room to work in.
    Returns how many readings there are; those beyond the room in ``out`` are counted and not written.
    """
    count = 0
    for child in range(first, last):
        low, high = record.from_event[child], record.from_event[child + 1]
        while high > low and record.events[high - 1].day > as_of:
            high -= 1
        if low == high:
            continue
        index_by_kind(record, low, high, starts, by_kind)
        for timescale in range(len(program.timescales)):
            count = read_timescale(program, record, timescale, child, as_of, starts, by_kind, out, count)
    return count


COMPILE_ORDER = (
    lookup,
    meant,
    same_episode,
    first_at,
    index_by_kind,
    sooner,
    is_too_early,
    may_meet,
    find_met,
    find_end,
    opening,
    is_untold,
    due_day,
    days_over,
    in_time,
    write,
    counted_from,
    stands,
    read_before,
    read_chain,
    begins,
    earlier_start,
    read_timescale,
    read_children,
)
