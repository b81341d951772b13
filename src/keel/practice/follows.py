"""What follows from a child's events and no source writes down.

The third time she goes missing within the window; whether a worker took over from another; whether she was left
without one. The walk is numbers in columns: called as it stands it is plain Python for one child, and
``keel.population.compiled`` compiles the same functions for a population.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from keel.practice.history import KIND_CODES, Event, EventKind, Fact, History
from keel.practice.standards import Standards

Column = Any  # numbers: an array, or a list

MISSING = KIND_CODES[EventKind.MISSING_STARTED]
ALLOCATED = KIND_CODES[EventKind.WORKER_ALLOCATED]
LEFT = KIND_CODES[EventKind.WORKER_ENDED]
PLANNED = KIND_CODES[EventKind.PLAN_STARTED]
CLOSED = KIND_CODES[EventKind.CASE_CLOSED]
FAR_AHEAD = 2**30
UNSAID, NOT_SO, SO = 0, 1, 2

COVER = {
    EventKind.WORKER_ALLOCATED: Fact.TAKES_OVER,
    EventKind.WORKER_ENDED: Fact.WITHOUT_WORKER,
    EventKind.PLAN_STARTED: Fact.WITHOUT_WORKER,
}
_ALLOCATIONS = {EventKind.WORKER_ALLOCATED, EventKind.WORKER_ENDED}


def tells_repeats(held: Collection[EventKind]) -> bool:
    """Whether a record of these kinds tells how often a child went missing."""
    return EventKind.MISSING_STARTED in held


def tells_cover(held: Collection[EventKind]) -> bool:
    """Whether it tells who had the child when; without ends, a child whose worker left would count as covered."""
    return all(kind in held for kind in _ALLOCATIONS)


def widened(held: Mapping[EventKind, frozenset[Fact]]) -> dict[EventKind, frozenset[Fact]]:
    """The kinds and facts that a record holds, with those that follow from them."""
    kinds = dict(held)
    if tells_repeats(held):
        kinds[EventKind.MISSING_THIRD_TIME] = frozenset()
    if tells_cover(held):
        kinds |= {kind: held[kind] | {fact} for kind, fact in COVER.items() if kind in held}
    return kinds


def often(standards: Standards, as_of: date) -> tuple[int, int]:
    """How many times missing, within how many days, call for a strategy discussion."""
    count, window = standards["missing_repeat_count"], standards["missing_repeat_window"]
    return int(count.number_on(as_of)), int(window.number_on(as_of))


def with_what_follows(
    history: History, held: Collection[EventKind], standards: Standards, as_of: date
) -> History:
    """The history with all that follows from it, where the record holds the kinds that tell it."""
    events = history.events
    repeats, cover = [False] * len(events), [UNSAID] * len(events)
    known: dict[str | None, int] = {None: -1}
    mark_children(
        [0, len(events)],
        [KIND_CODES[event.kind] for event in events],
        [event.on.toordinal() for event in events],
        [known.setdefault(event.code, len(known)) for event in events],
        [known.setdefault(event.episode, len(known)) for event in events],
        *often(standards, as_of),
        repeats,
        cover,
    )
    told = list(map(_covered, events, cover)) if tells_cover(held) else list(events)
    if tells_repeats(held):
        told += [
            replace(e, kind=EventKind.MISSING_THIRD_TIME)
            for e, again in zip(events, repeats, strict=True)
            if again
        ]
    return History.of(history.child, told)


def _covered(event: Event, mark: int) -> Event:
    return event if mark == UNSAID else replace(event, facts={**event.facts, COVER[event.kind]: mark == SO})


def went_missing_often(kinds: Column, days: Column, low: int, event: int, times: int, window: int) -> bool:
    """Whether the child went missing so many times in the days up to this event."""
    count, other = 0, event
    while other >= low and days[other] >= days[event] - window:
        if kinds[other] == MISSING:
            count += 1
        other -= 1
    return count >= times


def mark_repeats(
    kinds: Column, days: Column, low: int, high: int, times: int, window: int, repeats: Column
) -> None:
    """Mark the first of each run of events by which she has gone missing so often."""
    was_often = False
    for event in range(low, high):
        if kinds[event] == MISSING:
            is_often = went_missing_often(kinds, days, low, event, times, window)
            repeats[event] = is_often and not was_often
            was_often = is_often


def allocated_until(
    kinds: Column, days: Column, codes: Column, episodes: Column, low: int, high: int, spell: int
) -> int:
    """The day on which an allocation ended, FAR_AHEAD where it lasts.

    Where both name an episode it must be the same; otherwise an end on the first day is an earlier one's.
    """
    until = FAR_AHEAD
    for end in range(low, high):
        if kinds[end] != LEFT or codes[end] != codes[spell] or days[end] >= until:
            continue
        if episodes[spell] >= 0 and episodes[end] >= 0:
            is_its = episodes[spell] == episodes[end] and days[end] >= days[spell]
        else:
            is_its = days[end] > days[spell]
        if is_its:
            until = days[end]
    return until


def mark_cover(
    kinds: Column, days: Column, codes: Column, episodes: Column, low: int, high: int, cover: Column
) -> None:
    """Mark each allocation with whether it takes over, and each leaving or plan with whether nobody has the child."""
    for event in range(low, high):
        if kinds[event] == LEFT or kinds[event] == PLANNED:
            cover[event] = SO
    for event in range(low, high):
        if kinds[event] == ALLOCATED:
            cover[event] = NOT_SO
            until = allocated_until(kinds, days, codes, episodes, low, high, event)
            for other in range(low, high):
                is_asked = kinds[other] == LEFT or kinds[other] == PLANNED
                if is_asked and days[event] <= days[other] and days[other] < until:
                    cover[other] = NOT_SO
                if kinds[other] == ALLOCATED and days[other] < days[event]:
                    cover[event] = SO
        elif kinds[event] == CLOSED:
            for other in range(low, high):
                is_asked = kinds[other] == LEFT or kinds[other] == PLANNED
                if is_asked and days[other] == days[event]:
                    cover[other] = NOT_SO


def mark_children(
    from_event: Column,
    kinds: Column,
    days: Column,
    codes: Column,
    episodes: Column,
    times: int,
    window: int,
    repeats: Column,
    cover: Column,
) -> None:
    """Mark the events of every child; ``from_event[c]:from_event[c + 1]`` are those of child ``c``."""
    for child in range(len(from_event) - 1):
        low, high = from_event[child], from_event[child + 1]
        mark_repeats(kinds, days, low, high, times, window, repeats)
        mark_cover(kinds, days, codes, episodes, low, high, cover)


COMPILE_ORDER = (went_missing_often, mark_repeats, allocated_until, mark_cover, mark_children)
