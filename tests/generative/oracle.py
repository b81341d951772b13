"""An evaluation of the book of timescales that shares nothing with the evaluator: sets of rows in DuckDB.

The declarations become rows, the calendar is counted here a day at a time, and ``timescales.sql`` says the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb
import holidays
import polars as pl

from keel.practice.history import History
from keel.practice.standards import Standard, Standards
from keel.practice.timescales import Timescale, When

EPOCH = date(1970, 1, 1)
FIRST, LAST = date(2007, 1, 1), date(2031, 12, 31)
STATEMENTS = [s for s in (Path(__file__).parent / "timescales.sql").read_text().split(";\n") if s.strip()]
ROLES = (("start", "starts_on"), ("met", "met_by"), ("end", "ends_on"))
COUNTED = ("working days", "court days")


class Row(NamedTuple):
    """A reading, as any of the engines gives it: events by their place among all, days as numbers."""

    timescale: str
    child: int
    start: int
    started: int | None
    due: int | None
    met: int | None
    ended: int | None
    status: str
    doubt: str
    over: int


def number(day: date | None) -> int | None:
    """Days since 1 January 1970."""
    return None if day is None else (day - EPOCH).days


def counted_calendar() -> Iterator[tuple[int, bool, int]]:
    """Each day, whether it is a working day, and how many there have been: one finger for each."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    day, worked = FIRST, 0
    while day <= LAST:
        is_working = day.weekday() < 5 and day not in closed
        worked += is_working
        yield (day - EPOCH).days, is_working, worked
        day += timedelta(days=1)


class Oracle:
    """The book in a database, ready to be asked about histories."""

    def __init__(
        self, book: Sequence[Timescale], standards: Standards, since: Mapping[str, date] | None = None
    ) -> None:
        self.book, self.standards, self.since = book, standards, since or {}
        self.db = duckdb.connect(config={"threads": 2})
        self._table("calendar", ("day", "is_working", "worked"), counted_calendar())
        self._table("condition", ("t", "role", "part", "kind"), _conditions(book))
        self._table("asks", ("t", "role", "part", "fact", "wanted", "must"), _asks(book))
        self._table(
            "child_asks", ("t", "fact"), [(t, f.value) for t, x in enumerate(book) for f in x.child_yes]
        )
        self._table("version", ("standard", "from_day", "until_day", "unit", "value"), self._versions())

    def readings(self, histories: Sequence[History], as_of: date) -> list[Row]:
        """Every reading of every history, as at the end of ``as_of``."""
        self._table("as_of", ("day",), [((as_of - EPOCH).days,)])
        self._table("timescale", _TIMESCALE, [self._timescale(t, x, as_of) for t, x in enumerate(self.book)])
        self._histories(histories)
        for statement in STATEMENTS:
            self.db.execute(statement)
        return [Row(*row) for row in self.db.execute("FROM reading").fetchall()]

    def _histories(self, histories: Sequence[History]) -> None:
        people = [h.child for h in histories]
        events = [(child, e) for child, h in enumerate(histories) for e in h.events]
        self._table(
            "child",
            ("child", "birth", "expected", "died"),
            [(n, number(c.birth_on), number(c.expected_on), number(c.died_on)) for n, c in enumerate(people)],
        )
        self._table(
            "child_said",
            ("child", "fact", "said"),
            [(n, fact.value, said) for n, c in enumerate(people) for fact, said in c.facts.items()],
        )
        self._table(
            "event",
            ("event", "child", "kind", "day", "minute", "episode", "anchor", "number"),
            [
                (n, c, e.kind.value, number(e.on), e.minute, e.episode, number(e.anchor_on), e.number)
                for n, (c, e) in enumerate(events)
            ],
        )
        self._table(
            "event_said",
            ("event", "fact", "said"),
            [(n, fact.value, said) for n, (_, e) in enumerate(events) for fact, said in e.facts.items()],
        )

    def _versions(self) -> Iterator[tuple[str, int, int, str, float]]:
        for key in {key for timescale in self.book for key in timescale.standards}:
            standard = self.standards[key]
            for v in standard.values:
                until = number(v.until_on or date(2200, 1, 1))
                if v.in_force:
                    yield key, (v.from_on - EPOCH).days, until or 0, str(v.unit), standard.sign * v.value

    def _timescale(self, t: int, x: Timescale, as_of: date) -> tuple[object, ...]:
        standard = self.standards[x.allowance]
        unit, value = str(standard.unit), _number(standard, as_of)
        from_anchor = x.counts_from_anchor or unit in ("weeks of pregnancy", "date")
        counts = "either" if x.anchor_or_event else "anchor" if from_anchor else "event"
        return (
            t, x.key, x.allowance, "today" if x.version_by_today else "trigger", x.earlier_of or None, counts,
            value if unit == "share of interval" else None, value if unit == "hours" else None, unit in COUNTED,
            x.begins_after or None, x.lasts or None, x.born.value, self._years(x.from_age, as_of),
            self._years(x.until_age, as_of), x.recurs, x.skips_first, x.linked, x.ended_by_any, x.before,
            _number(self.standards[x.number_at_least], as_of) if x.number_at_least else None,
            number(self.since.get(x.key)),
        )  # fmt: skip

    def _years(self, key: str, as_of: date) -> int | None:
        return int(_number(self.standards[key], as_of) or 0) if key else None

    def _table(self, name: str, columns: Sequence[str], rows: object) -> None:
        types = {column: _TYPES.get(column, pl.Int32) for column in columns}
        frame = pl.DataFrame(list(rows), schema=types, orient="row")  # type: ignore[call-overload]
        self.db.register("given", frame.to_arrow())
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        self.db.unregister("given")


_TIMESCALE = (
    "t", "key", "allowance", "version", "earlier_of", "counts_from", "share", "hours", "in_working_days",
    "begins_after", "lasts", "born", "from_age", "until_age", "recurs", "skips_first", "linked",
    "ended_by_any", "is_before", "number_at_least", "told_from",
)  # fmt: skip
_TEXTS = (
    "role", "kind", "fact", "standard", "unit", "key", "allowance", "version", "earlier_of", "counts_from",
    "begins_after", "lasts", "born", "episode",
)  # fmt: skip
_DECIMALS = ("share", "value", "number", "number_at_least", "hours")
_YES_OR_NO = (
    "wanted", "must", "said", "is_working", "in_working_days", "recurs", "skips_first", "linked", "ended_by_any",
    "is_before",
)  # fmt: skip
_TYPES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(_DECIMALS, pl.Float64),
    **dict.fromkeys(_YES_OR_NO, pl.Boolean),
}


def _number(standard: Standard, as_of: date) -> float | None:
    value = standard.value_on(as_of)
    return None if value is None else float(value.value)


def _parts(book: Sequence[Timescale]) -> Iterator[tuple[int, str, int, When]]:
    for t, timescale in enumerate(book):
        for role, name in ROLES:
            for part, asked in enumerate(getattr(timescale, name)):
                yield t, role, part, asked


def _conditions(book: Sequence[Timescale]) -> Iterator[tuple[int, str, int, str]]:
    for t, role, part, asked in _parts(book):
        for kind in asked.kinds:
            yield t, role, part, kind.value


def _asks(book: Sequence[Timescale]) -> Iterator[tuple[int, str, int, str, bool, bool]]:
    for t, role, part, asked in _parts(book):
        for facts, wanted, must in (
            (asked.yes, True, True),
            (asked.no, False, True),
            (asked.not_no, True, False),
            (asked.not_yes, False, False),
        ):
            for fact in facts:
                yield t, role, part, fact.value, wanted, must
