"""Signals turned into numbers that the signal walk can follow, beside the program of the timescales."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from keel.practice.calendar import due_table
from keel.practice.history import KIND_CODES, EventKind
from keel.practice.signals.model import Clause, Scope, Shape, Signal
from keel.practice.standards import Standards
from keel.practice.timescales.model import Status, Timescale
from keel.practice.timescales.program import CONDITION, NO_DAY, Rows, Tables, add_conditions, mask

_SHAPES = {shape: code for code, shape in enumerate(Shape)}
_STATUSES = {status: code for code, status in enumerate(Status)}


CLAUSE = np.dtype(
    [
        *((name, "i4") for name in ("signal", "shape", "severity", "on_plan")),
        *((name, "i4") for name in ("on_from", "on_to", "answers_from", "answers_to")),  # rows of conditions
        *((name, "i4") for name in ("list_from", "list_to")),  # rows of the list
        ("statuses", "i4"),  # bits of status codes
        ("least_over", "i4"),
        ("near_until", "i4"),
        ("bad_yes", "i8"),
        ("bad_no", "i8"),
        ("run", "i4"),
        ("older_than", "i4"),  # row of due days
        ("answer_after", "i4"),  # row of due days
        ("window_from", "i4"),
        ("least", "f8"),
        ("by_code", "i4"),
        ("linked", "i4"),
        ("from_age", "i4"),  # row of due days
        ("child_yes", "i8"),
        ("child_lacks", "i8"),
    ]
)


class SignalProgram(NamedTuple):
    """Clauses as rows, as at one date. Tables of due days are those of the timescales' program."""

    clauses: Rows  # of CLAUSE
    conditions: Rows  # of CONDITION
    listed: Rows  # timescales or signals, by number
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
    def room(cls, size: int) -> np.ndarray:
        """Room for ``size`` rows: one row for each of the fields above."""
        return np.empty((len(cls._fields), size), np.int32)


class _Rows:
    """Conditions and lists of all clauses, in two long rows."""

    def __init__(self) -> None:
        self.conditions: list[tuple[int, ...]] = []
        self.listed: list[int] = []

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
    return SignalProgram(
        clauses=np.array([tuple(row[name] for name in CLAUSE.names or ()) for row in table], CLAUSE),
        conditions=np.array(rows.conditions, CONDITION),
        listed=np.array(rows.listed, np.int32),
        plan_started=KIND_CODES[EventKind.PLAN_STARTED],
        plan_ended=KIND_CODES[EventKind.PLAN_ENDED],
        worker_allocated=KIND_CODES[EventKind.WORKER_ALLOCATED],
        worker_ended=KIND_CODES[EventKind.WORKER_ENDED],
        look_back_from=columns.day_before("look_back"),
    )


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
    on_from, on_to = add_conditions(clause.on, rows.conditions)
    answers_from, answers_to = add_conditions(clause.answers, rows.conditions)
    listed = [places[key] for key in clause.timescales if key in places]
    listed += [numbers[key] for key in clause.signals if key in numbers]
    list_from, list_to = rows.add_list(sorted(listed))
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
