"""What Keel answers about an extract: readings, signals, children, and what could not be computed and why."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from keel.exchange.extract import Extract
from keel.practice.standards import Standards

READINGS = {
    "child": pl.Int32,  # row of the children
    "timescale": pl.String,
    "status": pl.String,  # values of practice.timescales.Status
    "started_on": pl.Date,
    "due_on": pl.Date,
    "met_on": pl.Date,  # only where it was met
    "ended_on": pl.Date,
    "days_over": pl.Int32,
    "days_unit": pl.String,  # "working days" or "days"
    "severity": pl.String,  # of the standard: low, medium, high, critical
    "because": pl.String,  # one sentence: what happened when, what is allowed, what followed
    "start_event": pl.Int32,  # row of the extract's events
    "met_event": pl.Int32,  # row of the extract's events, null where none
}

SIGNALS = {
    "child": pl.Int32,
    "signal": pl.String,
    "severity": pl.String,  # amber, red, black, or "cannot be computed"
    "since_on": pl.Date,
    "because": pl.String,
    "event": pl.Int32,
    "timescale": pl.String,  # the timescale it rests on, null where none
}

CHILDREN = {
    "child": pl.Int32,
    "key": pl.String,  # the identifier in the source
    "team": pl.String,
    "worker": pl.String,
    "age": pl.Int32,  # whole years, null when unborn or not known
    "is_unborn": pl.Boolean,
    "is_disabled": pl.Boolean,  # null when not recorded
    "category": pl.String,
    "on_plan": pl.Boolean,
    "plan_started_on": pl.Date,  # of the plan open as at the date
    "plan_months": pl.Int32,
    "earlier_plans": pl.Int32,
    "looked_after": pl.Boolean,
    "breaches_open": pl.UInt32,  # readings overdue now
    "breaches_past": pl.UInt32,  # readings met late or never met
    "unknown": pl.UInt32,  # readings that cannot be computed
    "amber": pl.UInt32,
    "red": pl.UInt32,
    "black": pl.UInt32,
    "drift_score": pl.Int32,  # orders lists, nothing else
}


@dataclass(frozen=True, slots=True)
class Computable:
    """Whether a timescale or signal can be computed from a source, and if not, why not."""

    key: str
    name: str
    computable: bool
    why_not: str = ""  # "holds no core groups"
    since: date | None = None  # what may meet it is recorded from this day on


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. Frames have the columns above; identifiers are never names."""

    extract: Extract
    standards: Standards
    as_of: date
    readings: pl.DataFrame
    signals: pl.DataFrame
    children: pl.DataFrame
    timescales: tuple[Computable, ...]
    signal_keys: tuple[Computable, ...]
