"""Signals turned into numbers that the signal walk can follow, beside the program of the timescales."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from keel.practice.history import KIND_CODES, EventKind
from keel.practice.signals.model import Clause, Scope, Shape, Signal
from keel.practice.calendar import due_table
from keel.practice.standards import Standards
from keel.practice.timescales.model import Status, Timescale, When
from keel.practice.timescales.program import NO_DAY, Tables, mask

_SHAPES = {shape: code for code, shape in enumerate(Shape)}
_STATUSES = {status: code for code, status in enumerate(Status)}


class SignalProgram(NamedTuple):
    """Clauses as arrays. Offsets point into the rows of conditions and lists; days are as at one date."""

    signal: np.ndarray
    shape: np.ndarray
    severity: np.ndarray
    on_plan: np.ndarray
    on_from: np.ndarray
    on_to: np.ndarray
    answers_from: np.ndarray
    answers_to: np.ndarray
    kind: np.ndarray
    yes: np.ndarray
    no: np.ndarray
    not_no: np.ndarray
    not_yes: np.ndarray
    list_from: np.ndarray
    list_to: np.ndarray
    listed: np.ndarray  # timescales or signals, by number
    statuses: np.ndarray  # bits of status codes
    least_over: np.ndarray
    near_until: np.ndarray
    bad_yes: np.ndarray
    bad_no: np.ndarray
    run: np.ndarray
    older_than: np.ndarray  # row of due days
    answer_after: np.ndarray  # row of due days
    window_from: np.ndarray
    least: np.ndarray
    by_code: np.ndarray
    linked: np.ndarray
    from_age: np.ndarray  # row of due days
    child_yes: np.ndarray
    child_lacks: np.ndarray
    plan_started: int
    plan_ended: int
    worker_allocated: int
    worker_ended: int
    look_back_from: int


class Raised(NamedTuple):
    """Room for raised signals: one row for each child and signal."""

    child: np.ndarray
    signal: np.ndarray
    clause: np.ndarray
    severity: np.ndarray
    since: np.ndarray
    event: np.ndarray
    reading: np.ndarray
    amount: np.ndarray

    @classmethod
    def room(cls, size: int) -> "Raised":
        """Room for ``size`` rows."""
        return cls(*(np.empty(size, np.int32) for _ in cls._fields))

    def first(self, count: int) -> "Raised":
        """The first ``count`` rows."""
        return Raised(*(column[:count] for column in self))


class _Rows:
    """Conditions and lists of all clauses, in two long rows."""

    def __init__(self) -> None:
        self.conditions: list[tuple[int, int, int, int, int]] = []
        self.listed: list[int] = []

    def add(self, parts: Sequence[When]) -> tuple[int, int]:
        first = len(self.conditions)
        for part in parts:
            masks = (mask(part.yes), mask(part.no), mask(part.not_no), mask(part.not_yes))
            self.conditions.extend((KIND_CODES[kind], *masks) for kind in part.kinds)
        return first, len(self.conditions)

    def add_list(self, numbers: Sequence[int]) -> tuple[int, int]:
        first = len(self.listed)
        self.listed.extend(numbers)
        return first, len(self.listed)


def compile_signals(
    signals: Sequence[Signal], book: Sequence[Timescale], standards: Standards, tables: Tables
) -> SignalProgram:
    """The signals as arrays, as at the date of ``tables``. Their due days are added to ``tables``."""
    rows, columns = _Rows(), _Columns(standards, tables)
    places = {timescale.key: number for number, timescale in enumerate(book)}
    numbers = {signal.key: number for number, signal in enumerate(signals)}
    clauses = [(numbers[signal.key], clause) for signal in signals for clause in signal.clauses]
    table = [_clause(number, clause, rows, columns, places, numbers) for number, clause in clauses]
    conditions = np.array(rows.conditions, np.int64).reshape(-1, 5)
    names = ("kind", "yes", "no", "not_no", "not_yes")
    return SignalProgram(
        **{name: np.array([row[name] for row in table], dtype) for name, dtype in _DTYPES.items()},
        **{name: conditions[:, place].copy() for place, name in enumerate(names)},
        listed=np.array(rows.listed, np.int32),
        plan_started=KIND_CODES[EventKind.PLAN_STARTED],
        plan_ended=KIND_CODES[EventKind.PLAN_ENDED],
        worker_allocated=KIND_CODES[EventKind.WORKER_ALLOCATED],
        worker_ended=KIND_CODES[EventKind.WORKER_ENDED],
        look_back_from=columns.day_before("look_back"),
    )


_DTYPES: Mapping[str, type] = {
    **dict.fromkeys(
        (
            "signal",
            "shape",
            "severity",
            "on_plan",
            "on_from",
            "on_to",
            "answers_from",
            "answers_to",
            "list_from",
            "list_to",
            "statuses",
            "least_over",
            "near_until",
            "run",
            "older_than",
            "answer_after",
            "window_from",
            "by_code",
            "linked",
            "from_age",
        ),
        np.int32,
    ),
    **dict.fromkeys(("bad_yes", "bad_no", "child_yes", "child_lacks"), np.int64),
    "least": np.float64,
}


class _Columns:
    """Standards read as at the date of the tables."""

    def __init__(self, standards: Standards, tables: Tables) -> None:
        self.standards, self.tables = standards, tables

    def number(self, key: str, blank: float) -> float:
        value = self.standards[key].value_on(self.tables.as_of) if key else None
        return blank if value is None or value.value is None else float(value.value)

    def day_before(self, key: str) -> int:
        """The day that lies the standard's time before the date of the tables."""
        return self._moved(key, -1)

    def day_after(self, key: str) -> int:
        return self._moved(key, 1)

    def _moved(self, key: str, sign: int) -> int:
        if not key:
            return NO_DAY
        day = self.tables.as_of
        standard = self.standards[key]
        return int(due_table(standard.unit, sign * standard.number_on(day), day, day)[0])


def _clause(
    number: int,
    clause: Clause,
    rows: _Rows,
    columns: _Columns,
    places: Mapping[str, int],
    numbers: Mapping[str, int],
) -> dict[str, float]:
    on_from, on_to = rows.add(clause.on)
    answers_from, answers_to = rows.add(clause.answers)
    listed = [places[key] for key in clause.timescales if key in places]
    listed += [numbers[key] for key in clause.signals if key in numbers]
    list_from, list_to = rows.add_list(listed)
    return {
        "signal": number,
        "shape": _SHAPES[clause.shape],
        "severity": int(clause.severity),
        "on_plan": clause.scope is Scope.PLAN,
        "on_from": on_from,
        "on_to": on_to,
        "answers_from": answers_from,
        "answers_to": answers_to,
        "list_from": list_from,
        "list_to": list_to,
        "statuses": sum(1 << _STATUSES[status] for status in clause.statuses),
        "least_over": columns.number(clause.at_least_over, 0),
        "near_until": columns.day_after(clause.due_within),
        "bad_yes": mask(clause.bad_yes),
        "bad_no": mask(clause.bad_no),
        "run": columns.number(clause.run, 1),
        "older_than": columns.tables.allowance(clause.older_than, by_today=False),
        "answer_after": columns.tables.allowance(clause.answers_from, by_today=False),
        "window_from": columns.day_before(clause.within),
        "least": columns.number(clause.at_least, 1),
        "by_code": clause.by_code,
        "linked": clause.linked,
        "from_age": columns.tables.age(clause.from_age),
        "child_yes": mask(clause.child_yes),
        "child_lacks": mask(clause.child_lacks),
    }
