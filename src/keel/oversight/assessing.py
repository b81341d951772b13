"""One child's history read: rows as they are kept. :mod:`keel.oversight.rebuild` makes the same of everybody's."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from keel.oversight.rules_held import Rules, declared_place, late_entries
from keel.practice.exposure import exposures, open_since, told
from keel.practice.follows import with_what_follows
from keel.practice.history import Event, EventKind, History
from keel.practice.signals.evaluator import Raising, assess
from keel.practice.timescales.evaluator import Reading
from keel.practice.timescales.program import to_day

LOOKED_AFTER = (EventKind.BECAME_LOOKED_AFTER, EventKind.CEASED_LOOKED_AFTER)


class ReadingRow(NamedTuple):
    """A reading as it is kept, but for whose it is: the columns of StoredReading."""

    timescale: str
    status: str
    severity: str
    started_on: date
    due_on: date | None
    met_on: date | None
    ended_on: date | None
    days_over: int
    doubt: str
    start_kind: str
    start_event_on: date
    start_table: str
    start_entry: str
    met_kind: str
    met_table: str
    met_entry: str


class SignalRow(NamedTuple):
    """A signal as it is kept, but for whose it is: the columns of StoredSignal."""

    signal: str
    severity: int
    since_on: date
    clause: int
    amount: int
    event_kind: str
    event_on: date | None
    event_table: str
    event_entry: str
    timescale: str
    timescale_started_on: date | None
    timescale_table: str
    timescale_entry: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one child."""

    readings: tuple[ReadingRow, ...]
    signals: tuple[SignalRow, ...]
    on_plan_since: date | None
    looked_after_since: date | None
    late_entries: int
    exposed_since: date | None
    exposed_days: int


def kept_of(history: History, as_of: date, rules: Rules) -> Kept:
    """What the rules say of a history, as at the end of a day."""
    whole = with_what_follows(history, rules.held, rules.standards, as_of)
    times = exposures(map(told, history.events), as_of)
    assessed = assess(whole, as_of, rules.standards, rules.book, rules.signals, rules.since)
    return Kept(
        readings=tuple(_reading_row(reading, rules) for reading in assessed.readings),
        signals=tuple(map(_signal_row, assessed.signals)),
        on_plan_since=assessed.on_plan_since,
        looked_after_since=_looked_after_since(history, as_of),
        late_entries=_late_entries(history, as_of, rules),
        exposed_since=open_since(times),
        exposed_days=sum(each.days(as_of) for each in times),
    )


def _reading_row(reading: Reading, rules: Rules) -> ReadingRow:
    return ReadingRow(
        reading.timescale,
        reading.status.value,
        rules.severities[reading.timescale],
        reading.started_on,
        reading.due_on,
        reading.met_on,
        reading.ended_on,
        reading.days_over,
        reading.doubt.value,
        reading.start.kind.value,
        reading.start.on,
        *_place(reading.start),
        reading.met.kind.value if reading.met else "",
        *_place(reading.met),
    )


def _signal_row(raising: Raising) -> SignalRow:
    event, reading = raising.event, raising.reading
    return SignalRow(
        raising.signal,
        raising.severity.value,
        raising.since_on,
        declared_place(raising.signal, raising.clause),
        raising.amount,
        event.kind.value if event else "",
        event.on if event else None,
        *_place(event),
        reading.timescale if reading else "",
        reading.started_on if reading else None,
        *_place(reading.start if reading else None),
    )


def _place(event: Event | None) -> tuple[str, str]:
    """The table and the entry there that tell of an event."""
    if event is None or event.place is None:
        return "", ""
    return event.place.source, event.place.raw or ""


def _looked_after_since(history: History, as_of: date) -> date | None:
    begun, ended = (
        [event.on for event in history.events if event.kind is kind and event.on <= as_of]
        for kind in LOOKED_AFTER
    )
    return begun[-1] if len(begun) > len(ended) else None


def _late_entries(history: History, as_of: date, rules: Rules) -> int:
    days = [(to_day(e.on), to_day(e.recorded_on)) for e in history.events if e.recorded_on is not None]
    if not days:
        return 0
    on, recorded = np.array(days).T
    return int(late_entries(rules.standards, as_of)(on, recorded).sum())
