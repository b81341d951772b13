"""Declarations turned into numbers that the evaluator can walk, and the shape of what it reads and writes.

Days are counted from 1 January 1970. ``NO_DAY`` stands for a date that is not there.
"""

import math
from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from keel.practice.calendar import Unit, due_table, working_day_index
from keel.practice.history import FACT_BITS, KIND_CODES, Child, Event, Fact
from keel.practice.standards import Measure, Standards, due_days
from keel.practice.timescales.model import Born, Timescale, When

NO_DAY = -(2**31)
NONE = -1
DAY_MINUTES = 24 * 60
FROM_EVENT, FROM_ANCHOR, ANCHOR_OR_EVENT = 0, 1, 2
EITHER, BORN, UNBORN = 0, 1, 2
MONTHS_IN_A_YEAR = 12
YEARS_AROUND = 30
_EPOCH = date(1970, 1, 1).toordinal()
_BORN = {Born.EITHER: EITHER, Born.BORN: BORN, Born.UNBORN: UNBORN}
_WORKING = (Unit.WORKING_DAYS, Unit.COURT_DAYS)


def to_day(on: date) -> int:
    """Days since 1 January 1970."""
    return on.toordinal() - _EPOCH


def to_date(day: int) -> date | None:
    """The date of a day number, or None for NO_DAY."""
    return None if day == NO_DAY else date.fromordinal(int(day) + _EPOCH)


Columns = TypeVar("Columns", bound=tuple[Any, ...])
Rows = Any  # an array of records, or a list of tuples with the same names

CONDITION = np.dtype(
    [("kind", "i4"), ("yes", "i8"), ("no", "i8"), ("not_no", "i8"), ("not_yes", "i8")]
)  # one row for each kind that a When names; the rest are bits of facts

TIMESCALE = np.dtype(
    [
        *((name, "i4") for name in ("start_from", "start_to", "met_from", "met_to", "end_from", "end_to")),
        *(
            (name, "i4")
            for name in ("allowance", "earlier_of", "from_age", "until_age", "lasts", "begins_after")
        ),
        ("number_at_least", "f8"),
        ("child_yes", "i8"),
        ("counts_from", "i4"),
        ("born", "i4"),
        *((name, "i4") for name in ("recurs", "skips_first", "linked", "ended_by_any", "before")),
        ("share", "f8"),
        ("hours", "i4"),
        ("in_working_days", "i4"),
        ("since", "i4"),
    ]
)  # from and to are rows of conditions; allowance to begins_after are rows of due days; since is a day

EVENT = np.dtype(
    [
        ("kind", "i2"),
        ("minute", "i2"),
        ("day", "i4"),
        ("episode", "i4"),
        ("anchor", "i4"),
        ("code", "i4"),
        ("number", "f4"),
        ("yes", "i8"),
        ("no", "i8"),
    ]
)
CHILD = np.dtype([("birth", "i4"), ("expected", "i4"), ("died", "i4"), ("yes", "i8"), ("no", "i8")])


class Program(NamedTuple):
    """The book of timescales as rows: what each asks, and tables of due days.

    Rows are arrays of records for a population, lists of tuples for one child at a time.
    """

    timescales: Rows  # of TIMESCALE
    conditions: Rows  # of CONDITION
    due: np.ndarray  # tables x days: the due day for each day of the trigger
    working: np.ndarray  # working days up to and including each day
    first_day: int
    last_day: int  # one past the last
    earlier_unknown: int  # the bit of that fact


class Record(NamedTuple):
    """Children and their events, sorted by child, day and kind.

    ``from_event[c]:from_event[c + 1]`` are the events of child ``c``.
    """

    from_event: Rows
    events: Rows  # of EVENT
    children: Rows  # of CHILD


class Readings(NamedTuple):
    """Readings as columns: numbers of timescale, child and events, days, and codes of status and doubt."""

    timescale: np.ndarray
    child: np.ndarray
    start: np.ndarray
    started: np.ndarray
    due: np.ndarray
    met: np.ndarray
    end: np.ndarray
    status: np.ndarray
    doubt: np.ndarray
    over: np.ndarray

    @classmethod
    def room(cls, size: int) -> np.ndarray:
        """Room for ``size`` readings: one row for each of the fields above."""
        return np.empty((len(cls._fields), size), np.int32)


Since = Mapping[str, date]  # by a timescale's key, the day from which what may meet it is recorded
ALWAYS: Since = MappingProxyType({})


def mask(facts: Iterable[Fact]) -> int:
    """Facts as bits."""
    return sum(FACT_BITS[fact] for fact in facts)


class Tables:
    """Rows of due days, one for each standard and use, made once."""

    def __init__(self, standards: Standards, first: date, last: date, as_of: date) -> None:
        self.standards, self.first, self.last, self.as_of = standards, first, last, as_of
        self.rows: dict[tuple[str, str], int] = {}
        self.tables: list[np.ndarray] = []

    def _add(self, key: str, use: str, table: np.ndarray) -> int:
        self.rows[key, use] = len(self.tables)
        self.tables.append(table)
        return self.rows[key, use]

    def allowance(self, key: str, by_today: bool) -> int:
        """The row for an allowance; NONE where there is none."""
        use = "today" if by_today else "trigger"
        if not key or (key, use) in self.rows:
            return self.rows.get((key, use), NONE)
        as_of = self.as_of if by_today else None
        return self._add(key, use, due_days(self.standards[key], self.first, self.last, as_of=as_of))

    def age(self, key: str) -> int:
        """The row that gives the birthday at which a standard age is reached."""
        if not key or (key, "age") in self.rows:
            return self.rows.get((key, "age"), NONE)
        value = self.standards[key].value_on(self.as_of)
        years = 0 if value is None else int(value.value)
        return self._add(key, "age", due_table(Unit.MONTHS, years * MONTHS_IN_A_YEAR, self.first, self.last))


def compile_book(
    book: Sequence[Timescale],
    standards: Standards,
    tables: Tables,
    since: Since = ALWAYS,
) -> Program:
    """The timescales as arrays. Their due days, and those already in ``tables``, become the program's tables.

    What may meet a timescale that is not in ``since`` was always recorded.
    """
    conditions: list[tuple[int, ...]] = []
    rows = [
        (*_timescale(timescale, standards, tables, conditions), _day(since.get(timescale.key)))
        for timescale in book
    ]
    first, last = tables.first, tables.last
    return Program(
        timescales=np.array(rows, TIMESCALE),
        conditions=np.array(conditions, CONDITION),
        due=np.array(tables.tables, np.int32).reshape(len(tables.tables), (last - first).days + 1),
        working=working_day_index(first, last),
        first_day=to_day(first),
        last_day=to_day(last) + 1,
        earlier_unknown=FACT_BITS[Fact.EARLIER_UNKNOWN],
    )


def add_conditions(parts: Sequence[When], conditions: list[tuple[int, ...]]) -> tuple[int, int]:
    """Append a row for each kind that ``parts`` name; returns the first row and one past the last."""
    first = len(conditions)
    for part in parts:
        masks = (mask(part.yes), mask(part.no), mask(part.not_no), mask(part.not_yes))
        conditions.extend((KIND_CODES[kind], *masks) for kind in part.kinds)
    return first, len(conditions)


def _timescale(
    timescale: Timescale, standards: Standards, tables: Tables, conditions: list[tuple[int, ...]]
) -> tuple[float, ...]:
    """One row of TIMESCALE, but for its last column."""
    as_of = tables.as_of
    unit = standards[timescale.allowance].unit
    value = standards[timescale.allowance].value_on(as_of)
    number = float(value.value) if value is not None and value.value is not None else 0.0
    from_anchor = timescale.counts_from_anchor or unit in (Unit.PREGNANCY_WEEKS, Unit.DATE)
    by_today = timescale.version_by_today
    is_share = unit is Measure.SHARE
    starts, mets, ends = (
        add_conditions(parts, conditions)
        for parts in (timescale.starts_on, timescale.met_by, timescale.ends_on)
    )
    row = {
        "start_from": starts[0],
        "start_to": starts[1],
        "met_from": mets[0],
        "met_to": mets[1],
        "end_from": ends[0],
        "end_to": ends[1],
        "allowance": NONE if is_share else tables.allowance(timescale.allowance, by_today),
        "earlier_of": tables.allowance(timescale.earlier_of, by_today),
        "from_age": tables.age(timescale.from_age),
        "until_age": tables.age(timescale.until_age),
        "lasts": tables.allowance(timescale.lasts, by_today),
        "begins_after": tables.allowance(timescale.begins_after, by_today),
        "number_at_least": _threshold(timescale.number_at_least, standards, as_of),
        "child_yes": mask(timescale.child_yes),
        "counts_from": _counts_from(timescale, from_anchor),
        "born": _BORN[timescale.born],
        "recurs": timescale.recurs,
        "skips_first": timescale.skips_first,
        "linked": timescale.linked,
        "ended_by_any": timescale.ended_by_any,
        "before": timescale.before,
        "share": number if is_share else 0.0,
        "hours": number if unit is Unit.HOURS else 0,
        "in_working_days": unit in _WORKING,
    }
    return tuple(row[name] for name in (TIMESCALE.names or ())[:-1])


def _counts_from(timescale: Timescale, from_anchor: bool) -> int:
    if timescale.anchor_or_event:
        return ANCHOR_OR_EVENT
    return FROM_ANCHOR if from_anchor else FROM_EVENT


def _threshold(key: str, standards: Standards, as_of: date) -> float:
    value = standards[key].value_on(as_of) if key else None
    return 0.0 if value is None else float(value.value)


def days_around(as_of: date) -> tuple[date, date]:
    """The days that tables for one child at a time cover: thirty years either side of ``as_of``'s year."""
    return date(as_of.year - YEARS_AROUND, 1, 1), date(as_of.year + YEARS_AROUND, 12, 31)


def plainly(columns: Columns) -> Columns:
    """The same rows as lists of tuples, which plain Python walks several times as fast as arrays."""
    return type(columns)(*[_plain(column) for column in columns])


def _plain(column: object) -> Any:
    if not isinstance(column, np.ndarray) or column.ndim != 1:
        return column
    names = column.dtype.names
    return [_row(names)(*values) for values in column.tolist()] if names else column.tolist()


@cache
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


def record_of(child: Child, events: Sequence[Event]) -> Record:
    """One child's history as rows that plain Python walks."""
    known: dict[str | None, int] = {None: NONE}
    return Record(
        from_event=[0, len(events)],
        events=[_event(event, known) for event in events],
        children=[
            _row(CHILD.names or ())(
                _day(child.birth_on),
                _day(child.expected_on),
                _day(child.died_on),
                mask(fact for fact, value in child.facts.items() if value),
                mask(fact for fact, value in child.facts.items() if not value),
            )
        ],
    )


def _event(event: Event, known: dict[str | None, int]) -> Any:
    """One row of EVENT. Texts (episodes, codes) become numbers, the same for the same text."""
    return _row(EVENT.names or ())(
        KIND_CODES[event.kind],
        NONE if event.minute is None else event.minute,
        to_day(event.on),
        known.setdefault(event.episode, len(known)),
        _day(event.anchor_on),
        known.setdefault(event.code, len(known)),
        math.nan if event.number is None else event.number,
        event.yes,
        event.no,
    )


def _day(on: date | None) -> int:
    return NO_DAY if on is None else to_day(on)
