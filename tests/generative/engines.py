"""The evaluator, run both ways over the same histories: plain, a child at a time, and compiled, all at once."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from oracle import Row, number

from keel.exchange.extract import Coverage, Extract, Journal, bits
from keel.population.evaluate import Evaluated, Programs, evaluate, programs, span
from keel.population.record import record_from
from keel.practice.history import History
from keel.practice.signals import Signal
from keel.practice.signals.evaluator import assess
from keel.practice.standards import Standards
from keel.practice.timescales import Timescale
from keel.practice.timescales.evaluator import DOUBTS, STATUSES
from keel.practice.timescales.program import ALWAYS, NO_DAY, Since


class Drift(NamedTuple):
    """A raised signal, as any of the engines gives it."""

    child: int
    signal: str
    severity: int
    since: int
    says: str  # of the clause
    event: int | None
    reading: Row | None
    amount: int


class Found(NamedTuple):
    """Readings, signals, and the day each child's plan began."""

    readings: list[Row]
    drifts: list[Drift]
    plans: list[int | None]


def extract_of(histories: Sequence[History]) -> Extract:
    """The histories as an extract, as a reader of files would hand it over."""
    journal = Journal()
    for history in histories:
        child = history.child
        yes = bits(fact for fact, said in child.facts.items() if said)
        no = bits(fact for fact, said in child.facts.items() if not said)
        row = journal.child(
            child.key,
            birth_on=child.birth_on,
            expected_on=child.expected_on,
            died_on=child.died_on,
            yes=yes,
            no=no,
        )
        for e in history.events:
            journal.add(
                row, e.kind, e.on, minute=e.minute, recorded_on=e.recorded_on, episode=e.episode,
                anchor_on=e.anchor_on, yes=e.yes, no=e.no, code=e.code, number=e.number,
            )  # fmt: skip
    return journal.finish("made up", "made-up", Coverage())


def compiled(
    histories: Sequence[History],
    as_of: date,
    standards: Standards,
    book: Sequence[Timescale],
    signals: Sequence[Signal],
    since: Since = ALWAYS,
) -> Found:
    """Everything, by the compiled engine over all the children at once."""
    extract = extract_of(histories)
    record = record_from(extract.events, extract.children)
    ready = programs(book, signals, standards, as_of, span(record, as_of), since)
    return found(evaluate(ready, record), ready)


def found(evaluated: Evaluated, ready: Programs) -> Found:
    """Numbers as rows."""
    r = evaluated.readings
    rows = [
        Row(
            ready.book[r.timescale[n]].key, int(r.child[n]), int(r.start[n]), _day(r.started[n]), _day(r.due[n]),
            _place(r.met[n]), _day(r.end[n]), STATUSES[r.status[n]].value, DOUBTS[r.doubt[n]].value, int(r.over[n]),
        )
        for n in range(len(r.status))
    ]  # fmt: skip
    d = evaluated.raised
    clauses = [clause for signal in ready.signals for clause in signal.clauses]
    drifts = [
        Drift(
            int(d.child[n]), ready.signals[d.signal[n]].key, int(d.severity[n]), int(d.since[n]),
            clauses[d.clause[n]].says, _place(d.event[n]), rows[d.reading[n]] if d.reading[n] >= 0 else None,
            int(d.amount[n]),
        )
        for n in range(len(d.child))
    ]  # fmt: skip
    return Found(rows, drifts, [_day(day) for day in evaluated.plans])


def plain(
    histories: Sequence[History],
    as_of: date,
    standards: Standards,
    book: Sequence[Timescale],
    signals: Sequence[Signal],
    since: Since = ALWAYS,
) -> Found:
    """Everything, by plain Python, one child after another."""
    rows: list[Row] = []
    drifts: list[Drift] = []
    plans: list[int | None] = []
    offset = 0
    for child, history in enumerate(histories):
        places = {id(event): offset + n for n, event in enumerate(history.events)}
        told = assess(history, as_of, standards, book, signals, since)
        named = {id(r): _row(r, child, places) for r in told.readings}
        rows += named.values()
        drifts += [
            Drift(
                child, s.signal, int(s.severity), number(s.since_on) or 0, s.clause.says,
                places[id(s.event)] if s.event else None, named[id(s.reading)] if s.reading else None, s.amount,
            )
            for s in told.signals
        ]  # fmt: skip
        plans.append(number(told.on_plan_since))
        offset += len(history.events)
    return Found(rows, drifts, plans)


def _row(reading: object, child: int, places: dict[int, int]) -> Row:
    r = reading
    return Row(
        r.timescale, child, places[id(r.start)], number(r.started_on), number(r.due_on),
        places[id(r.met)] if r.met else None, number(r.ended_on), r.status.value, r.doubt.value, r.days_over,
    )  # fmt: skip


def _day(value: int) -> int | None:
    return None if value == NO_DAY else int(value)


def _place(value: int) -> int | None:
    return None if value < 0 else int(value)
