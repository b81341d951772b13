"""Kept readings and signals in words: what happened when, what is allowed, what followed, and by which standard.

The words are those of the report (:mod:`keel.population.wording`), made when they are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from keel.oversight.readings_kept import StoredReading, StoredSignal
from keel.oversight.rules_held import rules
from keel.population.frames import with_what_lies_beneath
from keel.population.wording import readings_because, signals_because
from keel.practice.calendar import Unit
from keel.practice.history import KIND_CODES, EventKind
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Severity
from keel.practice.standards import Severity as Gravity
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.report.wording import standing

Days = tuple[tuple[str, date], ...]  # timescales with the day since when they are told
_WORKING = (Unit.WORKING_DAYS, Unit.COURT_DAYS)
_BOOK, _SIGNALS = tuple(BOOK.values()), tuple(SIGNALS.values())


@dataclass(frozen=True, slots=True)
class Told:
    """A reading or a signal in words. ``key`` leads to the page of its law."""

    kept: Any  # StoredReading or StoredSignal
    key: str
    name: str
    stands: str  # "overdue by 12 working days", "red"
    because: str
    citation: str = ""
    address: str = ""
    must_confirm: bool = False

    @property
    def kind(self) -> str:
        """The word by which the style sheet knows how it stands."""
        if isinstance(self.kept, StoredSignal):
            return Severity(self.kept.severity).label
        return str(self.kept.status)


def days_unit(timescale: str, standards: Standards) -> str:
    """What days over are counted in."""
    return "working days" if standards[BOOK[timescale].allowance].unit in _WORKING else "days"


def told_readings(readings: Sequence[StoredReading], standards: Standards, as_of: date) -> list[Told]:
    """Each reading in words, in the order given."""
    sentences = _sentences(readings, standards, as_of)
    return [
        _told_reading(reading, because, standards, as_of)
        for reading, because in zip(readings, sentences, strict=True)
    ]


def _told_reading(reading: StoredReading, because: str, standards: Standards, as_of: date) -> Told:
    timescale = BOOK[reading.timescale]
    standard = standards[timescale.allowance]
    day = as_of if timescale.version_by_today else reading.started_on
    value = standard.value_on(day) or standard.values[-1]
    over = {"status": reading.status, "days_over": reading.days_over}
    return Told(
        kept=reading,
        key=reading.timescale,
        name=timescale.name,
        stands=standing({**over, "days_unit": days_unit(reading.timescale, standards)}),
        because=because,
        citation=value.citation,
        address=value.address or "",
        must_confirm=value.needs_confirming,
    )


def _sentences(readings: Sequence[StoredReading], standards: Standards, as_of: date) -> list[str]:
    """Made together, and each remembered: a frame takes longer to set up than to fill."""
    since = tuple(rules().since.items()) if any(map(_counts_later, readings)) else ()
    said = _said(standards, as_of, since)
    if len(said) > REMEMBERED:
        said.clear()
    rows = [_row(each, standards) for each in readings]
    if new := [row for row in dict.fromkeys(rows) if row not in said]:
        frame = pl.DataFrame(new, schema=_READING, orient="row")
        made = frame.select(_because(standards, as_of, since)).to_series().to_list()
        said.update(zip(new, made, strict=True))
    return [said[row] for row in rows]


def _counts_later(reading: StoredReading) -> bool:
    """Whether it counts from a later day than what starts it: perhaps since it was first recorded here."""
    return BOOK[reading.timescale].recurs and reading.started_on > reading.start_event_on


def _row(reading: StoredReading, standards: Standards) -> tuple[Any, ...]:
    plain = (getattr(reading, name) for name in _PLAIN)
    unit = days_unit(reading.timescale, standards)
    return (*plain, unit, reading.start_event_on, _code(reading.start_kind), _code(reading.met_kind))


@lru_cache(maxsize=4)
def _said(_standards: Standards, _as_of: date, _since: Days) -> dict[tuple[Any, ...], str]:
    """The sentences of a day; they hold days and kinds, and nothing of whose they are."""
    return {}


REMEMBERED = 20_000
_PLAIN: Mapping[str, Any] = {
    "timescale": pl.String,
    "status": pl.String,
    "doubt": pl.String,
    "started_on": pl.Date,
    "due_on": pl.Date,
    "met_on": pl.Date,
    "ended_on": pl.Date,
    "days_over": pl.Int32,
}
_READING = {
    **_PLAIN, "days_unit": pl.String, "start_on": pl.Date, "start_kind": pl.Int32, "met_kind": pl.Int32,
}  # fmt: skip


@lru_cache(maxsize=4)
def _because(standards: Standards, as_of: date, since: Days) -> pl.Expr:
    return readings_because(_BOOK, standards, as_of, dict(since))


def _code(kind: str) -> int:
    return KIND_CODES[EventKind(kind)] if kind else -1


def told_signals(
    signals: Sequence[StoredSignal], readings: Iterable[StoredReading], standards: Standards, as_of: date
) -> list[Told]:
    """Each signal in words, in the order given; ``readings`` are the child's, on which some of them rest."""
    if not signals:
        return []
    based = _based_on(signals, readings)
    sentences = dict(zip(map(_key, based), _sentences(based, standards, as_of), strict=True))
    frame = _signals_frame(signals, [sentences.get(_rests_on(signal)) for signal in signals])
    frame = frame.with_columns(because=_signals_because(standards, as_of))
    because = with_what_lies_beneath(frame, _SIGNALS)["because"].to_list()
    return [
        _told_signal(signal, words, standards, as_of) for signal, words in zip(signals, because, strict=True)
    ]


def _told_signal(signal: StoredSignal, because: str, standards: Standards, as_of: date) -> Told:
    declared = SIGNALS[signal.signal]
    keys = declared.clauses[signal.clause].standards
    resting = BOOK[signal.timescale].allowance if signal.timescale else next(iter(keys), "")
    value = (standards[resting].value_on(as_of) or standards[resting].values[-1]) if resting else None
    return Told(
        kept=signal,
        key=signal.signal,
        name=declared.name,
        stands=Severity(signal.severity).label,
        because=because,
        citation=value.citation if value else declared.source,
        address=(value.address or "") if value else "",
        must_confirm=bool(value and value.needs_confirming),
    )


_Key = tuple[Any, str, Any, str, str]


def _key(reading: StoredReading) -> _Key:
    return (
        reading.child_id, reading.timescale, reading.started_on, reading.start_table, reading.start_entry,
    )  # fmt: skip


def _rests_on(signal: StoredSignal) -> _Key:
    return (
        signal.child_id, signal.timescale, signal.timescale_started_on, signal.timescale_table, signal.timescale_entry,
    )  # fmt: skip


def _based_on(signals: Iterable[StoredSignal], readings: Iterable[StoredReading]) -> list[StoredReading]:
    wanted = {_rests_on(signal) for signal in signals}
    return [reading for reading in readings if _key(reading) in wanted]


def _signals_frame(signals: Sequence[StoredSignal], because: list[str | None]) -> pl.DataFrame:
    first: dict[str, int] = {}
    for signal in _SIGNALS:
        first[signal.key] = sum(len(SIGNALS[key].clauses) for key in first)
    children = {child: place for place, child in enumerate(dict.fromkeys(each.child_id for each in signals))}
    return pl.DataFrame(
        {
            "child": [children[each.child_id] for each in signals],
            "signal": [each.signal for each in signals],
            "severity": [each.severity for each in signals],
            "clause": [first[each.signal] + each.clause for each in signals],
            "event_on": [each.event_on for each in signals],
            "event_kind": [_code(each.event_kind) for each in signals],
            "reading_because": because,
        },
        schema={
            "child": pl.Int32,
            "signal": pl.String,
            "severity": pl.Int32,
            "clause": pl.Int32,
            "event_on": pl.Date,
            "event_kind": pl.Int32,
            "reading_because": pl.String,
        },
    )


@lru_cache(maxsize=4)
def _signals_because(standards: Standards, as_of: date) -> pl.Expr:
    return signals_because(_SIGNALS, standards, as_of)


def overdue_first(readings: Iterable[StoredReading]) -> list[StoredReading]:
    """What is overdue, the gravest first and of those the longest; then what cannot be computed; then what is due."""
    return sorted(readings, key=_urgency)


def _urgency(reading: StoredReading) -> tuple[int, int, date, int]:
    status = Status(reading.status)
    grave = GRAVITY[reading.severity] if status is Status.OVERDUE else 0
    return _URGENCY[status], grave, reading.due_on or date.max, reading.pk


GRAVITY = {each.value: -place for place, each in enumerate(Gravity)}  # how much it matters for a child

_URGENCY = {
    Status.OVERDUE: 0,
    Status.UNKNOWN: 1,
    Status.RUNNING: 2,
    Status.MISSED: 3,
    Status.LATE: 4,
    Status.ENDED: 5,
    Status.MET: 6,
}
