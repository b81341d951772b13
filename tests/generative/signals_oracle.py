"""The signals of drift worked out slowly, clause by clause, from what each shape says in words.

Days are counted one at a time. Nothing here knows how the signal walk goes about it; where two events tie, the one
recorded later in the history counts as the latest.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from engines import Drift
from oracle import Row, number

from keel.practice.history import Event, EventKind, Fact, History
from keel.practice.signals import Clause, Scope, Severity, Shape, Signal
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK, Status, When

DAY = timedelta(days=1)
PASSED = ("met", "earlier")  # doubts about something done: in time or not, it is not overdue now
CLOSED = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2040))


@dataclass(frozen=True, slots=True)
class Holds:
    """A clause that holds, or (severity unknown) may hold."""

    clause: Clause
    severity: Severity
    since: date
    event: Event | None = None
    reading: Row | None = None
    amount: int = 0


@cache
def later(day: date, unit: str, value: int) -> date:
    """``value`` units after ``day``, or before it, counted on fingers."""
    if unit in ("months", "years"):
        months = day.year * 12 + day.month - 1 + value * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    if unit in ("calendar days", "weeks"):
        return day + DAY * value * (7 if unit == "weeks" else 1)
    while value > 0:
        day += DAY
        value -= day.weekday() < 5 and day not in CLOSED
    return day


class Looking:
    """One history, as at a day, with its readings, looked at for drift."""

    def __init__(self, history: History, rows: Sequence[Row], as_of: date, standards: Standards) -> None:
        self.child, self.rows, self.as_of, self.standards = history.child, rows, as_of, standards
        self.events = [event for event in history.events if event.on <= as_of]
        self.plan = self._plan()
        self.raised: dict[str, Holds] = {}

    def _plan(self) -> date | None:
        if self.child.died_on and self.child.died_on <= self.as_of:
            return None
        ends = [e for e in self.events if e.kind is EventKind.PLAN_ENDED]
        for plan in self.events:
            if plan.kind is EventKind.PLAN_STARTED and not any(_ends(plan, end) for end in ends):
                return plan.on
        return None

    def number(self, key: str, blank: float = 1) -> float:
        return self.standards[key].number_on(self.as_of) if key else blank

    def after(self, key: str, day: date) -> date:
        return later(day, str(self.standards[key].unit), int(self.standards[key].number_on(day)))

    def before(self, key: str) -> date:
        standard = self.standards[key]
        return later(self.as_of, str(standard.unit), -int(standard.number_on(self.as_of)))

    def said(self, fact: Fact) -> bool | None:
        return self.child.facts.get(fact)

    def holds(self, clause: Clause) -> Holds | None:
        """Whether a clause holds for this child."""
        if clause.scope is Scope.PLAN and self.plan is None:
            return None
        floor = self.plan if clause.scope is Scope.PLAN else self.before("look_back")
        if any(self.said(fact) is False for fact in clause.child_yes):
            return None
        if clause.shape is not Shape.COMPOSITE and any(self.said(f) is None for f in clause.child_yes):
            return Holds(clause, Severity.UNKNOWN, floor)
        return SHAPES[clause.shape](self, clause, floor)

    def asked(self, parts: Sequence[When], floor: date) -> list[tuple[Event, bool]]:
        """Events from ``floor`` on that are asked for, each with whether it is sure."""
        judged = [
            (e, max((_meant(part, e) for part in parts), default=0)) for e in self.events if e.on >= floor
        ]
        return [(event, value == 2) for event, value in judged if value]

    def sure(self, parts: Sequence[When], floor: date) -> list[Event]:
        return [event for event, is_sure in self.asked(parts, floor) if is_sure]

    def is_answered(self, clause: Clause, trigger: Event, since: date) -> bool:
        answers = self.sure(clause.answers, since)
        return any(not clause.linked or _together(trigger, answer) for answer in answers)


def _together(one: Event, other: Event) -> bool:
    return one.episode is None or other.episode is None or one.episode == other.episode


def _ends(plan: Event, end: Event) -> bool:
    """On the day itself only an end that says it is of this plan; later also one that does not say."""
    if end.on == plan.on:
        return plan.episode is not None and plan.episode == end.episode
    return end.on > plan.on and _together(plan, end)


def _meant(part: When, event: Event) -> int:
    if event.kind not in part.kinds:
        return 0
    said = event.facts.get
    if any(said(f) is False for f in (*part.yes, *part.not_no)):
        return 0
    if any(said(f) is True for f in (*part.no, *part.not_yes)):
        return 0
    return 1 if any(said(f) is None for f in (*part.yes, *part.no)) else 2


def reading(look: Looking, clause: Clause, _floor: date) -> Holds | None:
    """A timescale stands in one of the statuses: the one most days over; put right long ago does not count."""
    back = number(look.before("look_back"))
    found, doubt = [], None
    for row in look.rows:
        if row.timescale not in clause.timescales:
            continue
        if row.status == Status.UNKNOWN.value:
            lately = Status.LATE in clause.statuses and row.due is not None and row.due >= back
            if row.doubt not in PASSED or lately:
                doubt = row
        elif Status(row.status) in clause.statuses and row.over >= look.number(clause.at_least_over, 0):
            put_right = {"late": row.met_day, "missed": row.ended}.get(row.status)
            near = not clause.due_within or row.due <= number(look.after(clause.due_within, look.as_of))
            if (put_right is None or put_right >= back) and near:
                found.append(row)
    if found:
        worst = max(found, key=lambda row: row.over)
        since = _date(worst.due + (worst.status != Status.RUNNING.value))
        least = int(look.number(clause.at_least_over, 0))
        if least and worst.status != Status.RUNNING.value:
            unit = str(look.standards[BOOK[worst.timescale].allowance].unit)
            since = later(_date(worst.due), unit if "days" in unit else "calendar days", least)
        return Holds(clause, clause.severity, since, worst.start_event, worst.row, worst.over)
    if doubt is not None:
        return Holds(clause, Severity.UNKNOWN, _date(doubt.started), doubt.start_event, doubt.row)
    return None


def after(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """Something happened, its time has passed, and nothing that answers it followed: the oldest."""
    doubt = None
    floor = floor if clause.scope is Scope.PLAN else date.min
    for event, is_sure in look.asked(clause.on, floor):
        limit = look.after(clause.older_than, event.on) if clause.older_than else event.on
        if clause.older_than and look.as_of <= limit:
            continue
        from_day = look.after(clause.answers_from, event.on) if clause.answers_from else event.on
        if look.is_answered(clause, event, from_day):
            continue
        if is_sure:
            since = limit + DAY if clause.older_than else limit
            return Holds(clause, clause.severity, since, event, amount=(look.as_of - limit).days)
        doubt = event
    return doubt and Holds(clause, Severity.UNKNOWN, doubt.on, doubt)


def state(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """The latest events, as many in a row as asked, each carry a bad fact; not recorded is doubt."""
    severity = clause.severity
    if clause.from_age:
        if look.child.is_unborn:
            return None
        if look.child.birth_on is None:
            severity = Severity.UNKNOWN
        else:
            years = int(look.number(clause.from_age))
            floor = max(floor, later(look.child.birth_on, "years", years))
    wanted = int(look.number(clause.run))
    latest = look.sure(clause.on, floor)[::-1][:wanted]
    for place, event in enumerate(latest, 1):
        is_bad = any(event.facts.get(f) is True for f in clause.bad_yes)
        is_bad = is_bad or any(event.facts.get(f) is False for f in clause.bad_no)
        if not is_bad and any(event.facts.get(f) is None for f in (*clause.bad_yes, *clause.bad_no)):
            return Holds(clause, Severity.UNKNOWN, event.on, event)
        if not is_bad:
            return None
        if place == wanted:
            return Holds(clause, severity, event.on, event, amount=wanted)
    return None


def stale(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """Nothing of a kind for too long, counted from the last or from the start of the plan."""
    last = (look.sure(clause.on, floor) or [None])[-1]
    origin = last.on if last else floor
    limit = look.after(clause.older_than, origin)
    if look.as_of <= limit:
        return None
    return Holds(clause, clause.severity, limit + DAY, last, amount=(look.as_of - origin).days)


def count(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """So many within the window, none answered since the first of them: the earliest such group."""
    window = max(floor, look.before(clause.within) + DAY) if clause.within else floor
    events, wanted = look.sure(clause.on, window), int(look.number(clause.at_least))
    for place, first in enumerate(events):
        group = [e for e in events[place:] if not clause.by_code or e.code == first.code]
        if len(group) >= wanted and not look.is_answered(clause, first, first.on):
            last = group[wanted - 1]
            return Holds(clause, clause.severity, last.on, last, amount=len(group))
    return None


def numbered(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """The number of the latest event reaches the threshold."""
    for event in look.sure(clause.on, floor)[-1:]:
        if event.number is None:
            return Holds(clause, Severity.UNKNOWN, event.on, event)
        if event.number >= look.number(clause.at_least):
            return Holds(clause, clause.severity, event.on, event, amount=int(event.number))
    return None


def _allocations(look: Looking) -> Iterator[tuple[Event, date]]:
    """Each allocation, and the day it ended."""
    for place, event in enumerate(look.events):
        if event.kind is EventKind.WORKER_ALLOCATED:
            ends = [
                e.on
                for n, e in enumerate(look.events)
                if e.kind is EventKind.WORKER_ENDED and e.code == event.code and e.on >= event.on
                if (n > place or (e.episode and event.episode)) and _together(event, e)
            ]
            yield event, min(ends, default=date.max)


def workers(look: Looking, clause: Clause, _floor: date) -> Holds | None:
    """So many different workers within the window."""
    first: dict[str | None, Event] = {}
    for event, until in _allocations(look):
        if until > look.before(clause.within):
            first.setdefault(event.code, event)
    wanted = int(look.number(clause.at_least))
    if len(first) < wanted:
        return None
    reached = list(first.values())[wanted - 1]
    return Holds(clause, clause.severity, reached.on, reached, amount=len(first))


def gap(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """A stretch of days on which nobody was allocated, longer than allowed: the latest."""
    first = max(floor, look.before(clause.within))
    covered = {first}
    for event, until in _allocations(look):
        day = max(event.on, first)
        while day <= min(until, look.as_of):
            covered.add(day)
            day += DAY
    days = sorted(covered)
    allocated = [event for event, _ in _allocations(look)]
    found = None
    for last, following in zip(days, [*days[1:], None], strict=True):
        reached = following or look.as_of
        if reached > look.after(clause.older_than, last):
            next_worker = next((e for e in allocated if e.on == following), None) if following else None
            event = next_worker or (allocated[-1] if allocated and not following else None)
            found = Holds(clause, clause.severity, last, event, amount=(reached - last).days)
    return found


def child_lacks(look: Looking, clause: Clause, floor: date) -> Holds | None:
    """A fact of the child is recorded as no."""
    said = [look.said(fact) for fact in clause.child_lacks]
    if False in said:
        return Holds(clause, clause.severity, floor)
    return Holds(clause, Severity.UNKNOWN, floor) if None in said else None


def composite(look: Looking, clause: Clause, _floor: date) -> Holds | None:
    """Another signal, for a child with a fact: one level higher, black at the most."""
    others = [look.raised[key] for key in look.raised if key in clause.signals]
    worst = max(others, key=lambda other: other.severity, default=None)
    if worst is None or worst.severity is Severity.UNKNOWN:
        return None
    level = Severity(min(worst.severity + 1, Severity.BLACK))
    if any(look.said(fact) is None for fact in clause.child_yes):
        level = Severity.UNKNOWN
    return Holds(clause, level, worst.since, worst.event, worst.reading)


SHAPES: dict[Shape, Callable[[Looking, Clause, date], Holds | None]] = {
    Shape.READING: reading,
    Shape.AFTER: after,
    Shape.STATE: state,
    Shape.STALE: stale,
    Shape.COUNT: count,
    Shape.NUMBER: numbered,
    Shape.WORKERS: workers,
    Shape.GAP: gap,
    Shape.CHILD_LACKS: child_lacks,
    Shape.COMPOSITE: composite,
}


def worst_of(held: Sequence[Holds]) -> Holds | None:
    """The first of the worst clauses that hold, since the first day that any as bad has held."""
    if not held:
        return None
    worst = max(held, key=lambda one: one.severity)
    sure = [one.since for one in held if one.severity == worst.severity > Severity.UNKNOWN]
    since = min(sure, default=worst.since)
    return Holds(worst.clause, worst.severity, since, worst.event, worst.reading, worst.amount)


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading with its events at hand."""

    row: Row
    start_event: Event
    met_day: int | None

    def __getattr__(self, name: str) -> object:
        return getattr(self.row, name)


def drifts(
    histories: Sequence[History],
    rows: Sequence[Row],
    as_of: date,
    standards: Standards,
    signals: Sequence[Signal],
) -> list[Drift]:
    """Every signal of every child."""
    events = [event for history in histories for event in history.events]
    place = {id(event): n for n, event in enumerate(events)}
    by_child: dict[int, list[Seen]] = {}
    for row in rows:
        met_day = None if row.met is None else number(events[row.met].on)
        by_child.setdefault(row.child, []).append(Seen(row, events[row.start], met_day))
    told = []
    for child, history in enumerate(histories):
        look = Looking(history, by_child.get(child, []), as_of, standards)
        for signal in signals if look.events else ():
            held = [one for one in map(look.holds, signal.clauses) if one]
            worst = worst_of(held)
            if worst is None:
                continue
            look.raised[signal.key] = worst
            told.append(
                Drift(
                    child,
                    signal.key,
                    int(worst.severity),
                    number(worst.since) or 0,
                    worst.clause.says,
                    place[id(worst.event)] if worst.event else None,
                    worst.reading,
                    worst.amount,
                )
            )
    return told


def _date(day: int) -> date:
    return date(1970, 1, 1) + DAY * day
