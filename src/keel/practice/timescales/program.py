"""Declarations turned into numbers that the evaluator can walk, and the shape of what it reads and writes.

Days are counted from 1 January 1970. ``NO_DAY`` stands for a date that is not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

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
_EPOCH = date(1970, 1, 1).toordinal()
_BORN = {Born.EITHER: EITHER, Born.BORN: BORN, Born.UNBORN: UNBORN}
_WORKING = (Unit.WORKING_DAYS, Unit.COURT_DAYS)


def to_day(on: date) -> int:
    """Days since 1 January 1970."""
    return on.toordinal() - _EPOCH


def to_date(day: int) -> date | None:
    """The date of a day number, or None for NO_DAY."""
    return None if day == NO_DAY else date.fromordinal(int(day) + _EPOCH)


class Program(NamedTuple):
    """The book of timescales as arrays: conditions in rows, timescales in columns, due days in tables."""

    start_from: np.ndarray
    met_from: np.ndarray
    end_from: np.ndarray
    kind: np.ndarray
    yes: np.ndarray
    no: np.ndarray
    not_no: np.ndarray
    not_yes: np.ndarray
    allowance: np.ndarray
    earlier_of: np.ndarray
    from_age: np.ndarray
    until_age: np.ndarray
    lasts: np.ndarray
    begins_after: np.ndarray
    number_at_least: np.ndarray
    child_yes: np.ndarray
    counts_from: np.ndarray
    born: np.ndarray
    recurs: np.ndarray
    skips_first: np.ndarray
    linked: np.ndarray
    before: np.ndarray
    meets_itself: np.ndarray
    share: np.ndarray
    hours: np.ndarray
    in_working_days: np.ndarray
    due: np.ndarray  # rows x days: the due day for each day of the trigger
    working: np.ndarray  # working days up to and including each day
    first_day: int
    last_day: int  # one past the last
    earlier_unknown: int


class Record(NamedTuple):
    """Children and their events, sorted by child, day and kind. ``from_event[c]:from_event[c + 1]`` are c's."""

    from_event: np.ndarray
    kind: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    episode: np.ndarray
    anchor: np.ndarray
    yes: np.ndarray
    no: np.ndarray
    number: np.ndarray
    birth: np.ndarray
    expected: np.ndarray
    died: np.ndarray
    child_yes: np.ndarray
    child_no: np.ndarray


class Readings(NamedTuple):
    """Room for readings: numbers of timescale, child and events, days, and codes of status and doubt."""

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
    def room(cls, size: int) -> "Readings":
        """Room for ``size`` readings."""
        small, full = ("timescale", "status", "doubt"), np.int32
        return cls(**{name: np.empty(size, np.int16 if name in small else full) for name in cls._fields})

    def first(self, count: int) -> "Readings":
        """The first ``count`` readings."""
        return Readings(*(column[:count] for column in self))


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
    book: Sequence[Timescale], standards: Standards, tables: Tables
) -> Program:
    """The timescales as arrays. Their due days, and those already in ``tables``, become the program's tables."""
    first, last, as_of = tables.first, tables.last, tables.as_of
    conditions: list[tuple[int, int, int, int, int]] = []
    columns: dict[str, list[float]] = {name: [] for name in _COLUMNS}
    offsets: dict[str, list[int]] = {"start_from": [], "met_from": [], "end_from": []}
    for name, of in (("start_from", "starts_on"), ("met_from", "met_by"), ("end_from", "ends_on")):
        for timescale in book:
            offsets[name].append(len(conditions))
            conditions.extend(row for part in getattr(timescale, of) for row in _condition(part))
        offsets[name].append(len(conditions))
    for timescale in book:
        for name, value in _columns(timescale, standards, tables, as_of).items():
            columns[name].append(value)
    rows = np.array(conditions, np.int64).reshape(-1, 5)
    return Program(
        **{name: np.array(values, np.int32) for name, values in offsets.items()},
        kind=rows[:, 0].astype(np.int32),
        yes=rows[:, 1].copy(),
        no=rows[:, 2].copy(),
        not_no=rows[:, 3].copy(),
        not_yes=rows[:, 4].copy(),
        **{name: np.array(columns[name], dtype) for name, dtype in _COLUMNS.items()},
        due=np.array(tables.tables, np.int32).reshape(len(tables.tables), -1),
        working=working_day_index(first, last),
        first_day=to_day(first),
        last_day=to_day(last) + 1,
        earlier_unknown=FACT_BITS[Fact.EARLIER_UNKNOWN],
    )


_COLUMNS: Mapping[str, type] = {
    **dict.fromkeys(
        ("allowance", "earlier_of", "from_age", "until_age", "lasts", "begins_after", "counts_from"), np.int32
    ),
    **dict.fromkeys(("number_at_least", "share"), np.float64),
    "child_yes": np.int64,
    "hours": np.int32,
    **dict.fromkeys(
        ("born", "recurs", "skips_first", "linked", "before", "meets_itself", "in_working_days"), np.int8
    ),
}


def _condition(part: When) -> list[tuple[int, int, int, int, int]]:
    masks = (mask(part.yes), mask(part.no), mask(part.not_no), mask(part.not_yes))
    return [(KIND_CODES[kind], *masks) for kind in part.kinds]


def _columns(timescale: Timescale, standards: Standards, tables: Tables, as_of: date) -> dict[str, float]:
    unit = standards[timescale.allowance].unit
    value = standards[timescale.allowance].value_on(as_of)
    number = float(value.value) if value is not None and value.value is not None else 0.0
    from_anchor = timescale.counts_from_anchor or unit in (Unit.PREGNANCY_WEEKS, Unit.DATE)
    by_today = timescale.version_by_today
    is_share = unit is Measure.SHARE
    return {
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
        "before": timescale.before,
        "meets_itself": bool(timescale.start_kinds & timescale.met_kinds),
        "share": number if is_share else 0.0,
        "hours": number if unit is Unit.HOURS else 0,
        "in_working_days": unit in _WORKING,
    }


def _counts_from(timescale: Timescale, from_anchor: bool) -> int:
    if timescale.anchor_or_event:
        return ANCHOR_OR_EVENT
    return FROM_ANCHOR if from_anchor else FROM_EVENT


def _threshold(key: str, standards: Standards, as_of: date) -> float:
    value = standards[key].value_on(as_of) if key else None
    return 0.0 if value is None else float(value.value)


@lru_cache(maxsize=8)
def program_for(book: tuple[Timescale, ...], standards: Standards, year: int, as_of: date) -> Program:
    """A program for one child at a time, kept: due days for the 60 years around ``year``."""
    tables = Tables(standards, date(year - 30, 1, 1), date(year + 30, 12, 31), as_of)
    return compile_book(book, standards, tables)


def record_of(child: Child, events: Sequence[Event]) -> Record:
    """One child's history as arrays."""
    episodes: dict[str, int] = {}
    codes = [NONE if e.episode is None else episodes.setdefault(e.episode, len(episodes)) for e in events]
    return Record(
        from_event=np.array([0, len(events)], np.int64),
        kind=np.array([KIND_CODES[e.kind] for e in events], np.int16),
        day=np.array([to_day(e.on) for e in events], np.int32),
        minute=np.array([NONE if e.minute is None else e.minute for e in events], np.int16),
        episode=np.array(codes, np.int32),
        anchor=np.array([_day(e.anchor_on) for e in events], np.int32),
        yes=np.array([e.yes for e in events], np.int64),
        no=np.array([e.no for e in events], np.int64),
        number=np.array([np.nan if e.number is None else e.number for e in events], np.float32),
        birth=np.array([_day(child.birth_on)], np.int32),
        expected=np.array([_day(child.expected_on)], np.int32),
        died=np.array([_day(child.died_on)], np.int32),
        child_yes=np.array([mask(f for f, value in child.facts.items() if value)], np.int64),
        child_no=np.array([mask(f for f, value in child.facts.items() if not value)], np.int64),
    )


def _day(on: date | None) -> int:
    return NO_DAY if on is None else to_day(on)
