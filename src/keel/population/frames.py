"""Numbers from the evaluator as frames that reports read."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl

from keel.exchange.extract import Extract
from keel.population.answer import CHILDREN, READINGS, SIGNALS
from keel.population.evaluate import Evaluated, Programs
from keel.population.wording import readings_because, signals_because
from keel.practice.history import FACT_BITS, KIND_CODES, EventKind, Fact
from keel.practice.signals.model import Severity, Shape, Signal
from keel.practice.standards import Standards
from keel.practice.timescales.evaluator import DOUBTS, STATUSES
from keel.practice.timescales.model import Status, Timescale
from keel.practice.timescales.program import NO_DAY, NONE, Record

_BREACHED_PAST = (Status.LATE, Status.MISSED)
_WORKING, _CALENDAR = "working days", "days"


def readings_frame(
    evaluated: Evaluated, programs: Programs, record: Record, standards: Standards
) -> pl.DataFrame:
    """One row for each reading, with its sentence."""
    numbers = evaluated.readings
    book = programs.book
    met_days = np.where(numbers.met >= 0, record.events["day"][np.maximum(numbers.met, 0)], NO_DAY)
    frame = pl.DataFrame(
        {
            "child": numbers.child,
            "timescale": _named(numbers.timescale, [t.key for t in book]),
            "status": _named(numbers.status, [s.value for s in STATUSES]),
            "doubt": _named(numbers.doubt, [d.value for d in DOUBTS]),
            "started_on": _dates(numbers.started),
            "due_on": _dates(numbers.due),
            "met_on": _dates(met_days),
            "ended_on": _dates(numbers.end),
            "days_over": numbers.over,
            "days_unit": _named(numbers.timescale, [_days_unit(programs, n) for n in range(len(book))]),
            "severity": _named(numbers.timescale, [standards[t.allowance].severity.value for t in book]),
            "start_event": numbers.start,
            "met_event": numbers.met,
            "start_on": _dates(record.events["day"][numbers.start]),
            "start_kind": record.events["kind"][numbers.start].astype(np.int32),
            "met_kind": np.where(
                numbers.met >= 0, record.events["kind"][np.maximum(numbers.met, 0)], NONE
            ).astype(np.int32),
        }
    )
    frame = frame.with_columns(
        readings_because(book, standards, programs.as_of, programs.since).alias("because"),
        pl.when(pl.col("met_event") >= 0).then("met_event"),
    )
    is_met = pl.col("status").is_in([Status.MET.value, Status.LATE.value])
    return frame.with_columns(pl.when(is_met).then("met_on")).select(
        pl.col(name).cast(kind) for name, kind in READINGS.items()
    )


def _days_unit(programs: Programs, number: int) -> str:
    return _WORKING if programs.timescale_program.timescales["in_working_days"][number] else _CALENDAR


def signals_frame(
    evaluated: Evaluated, programs: Programs, record: Record, readings: pl.DataFrame, standards: Standards
) -> pl.DataFrame:
    """One row for each child and signal raised or in doubt, with its sentence."""
    raised = evaluated.raised
    frame = pl.DataFrame(
        {
            "child": raised.child,
            "signal": _named(raised.signal, [s.key for s in programs.signals]),
            "severity": raised.severity,
            "since_on": _dates(raised.since),
            "clause": raised.clause,
            "event": raised.event,
            "event_on": _dates(_at(record.events["day"], raised.event, NO_DAY)),
            "event_kind": _at(record.events["kind"], raised.event, NONE).astype(np.int32),
            "place": pl.Series(raised.reading, dtype=pl.Int64),
        }
    )
    based = readings.select("timescale", reading_because="because").with_row_index("place")
    frame = frame.join(based.cast({"place": pl.Int64}), on="place", how="left", maintain_order="left")
    frame = frame.with_columns(signals_because(programs.signals, standards, programs.as_of).alias("because"))
    frame = with_what_lies_beneath(frame, programs.signals)
    return frame.with_columns(
        pl.col("severity").replace_strict(_LABELS, return_dtype=pl.String),
        pl.when(pl.col("event") >= 0).then("event"),
    ).select(pl.col(name).cast(kind) for name, kind in SIGNALS.items())


_LABELS = {severity.value: severity.label for severity in Severity}


def with_what_lies_beneath(frame: pl.DataFrame, signals: Sequence[Signal]) -> pl.DataFrame:
    """A composite says which signal it rests on, and that signal's own reason."""
    clauses = [clause for signal in signals for clause in signal.clauses]
    names = {signal.key: signal.name for signal in signals}
    there = set(frame["clause"].unique())
    for number, clause in enumerate(clauses):
        if clause.shape is not Shape.COMPOSITE or number not in there:
            continue
        beneath = (
            frame.filter(pl.col("signal").is_in(clause.signals) & (pl.col("severity") > 0))
            .sort("severity", descending=True, maintain_order=True)
            .unique("child", keep="first", maintain_order=True)
            .select("child", "because", name=pl.col("signal").replace(names))
        )
        frame = frame.join(beneath, on="child", how="left", suffix="_beneath", maintain_order="left")
        said = pl.format(
            "{}: {}. {}", pl.lit(_capital(clause.says)), pl.col("name"), pl.col("because_beneath")
        )
        is_it = (pl.col("clause") == number) & pl.col("name").is_not_null()
        frame = frame.with_columns(pl.when(is_it).then(said).otherwise("because").alias("because"))
        frame = frame.drop("because_beneath", "name")
    return frame


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def children_frame(
    extract: Extract,
    evaluated: Evaluated,
    record: Record,
    readings: pl.DataFrame,
    signals: pl.DataFrame,
    standards: Standards,
    as_of: date,
) -> pl.DataFrame:
    """One row for each child, with counts of what is late and drifting."""
    children = pl.from_arrow(extract.children)
    assert isinstance(children, pl.DataFrame)
    frame = (
        children.drop("row")
        .with_row_index("row")
        .with_columns(
            pl.col("row").cast(pl.Int32).alias("child_row"),
            _age(as_of).alias("age"),
            (pl.col("birth_on").is_null() & pl.col("expected_on").is_not_null()).alias("is_unborn"),
            _fact(Fact.DISABLED).alias("is_disabled"),
            pl.Series("plan_started_on", _dates(evaluated.plans)),
            pl.Series("earlier_plans", _earlier_plans(record, evaluated.plans)).fill_nan(None),
            pl.Series(
                "looked_after",
                _is_open(record, EventKind.BECAME_LOOKED_AFTER, EventKind.CEASED_LOOKED_AFTER, as_of),
            ),
        )
    )
    frame = frame.with_columns(
        pl.col("plan_started_on").is_not_null().alias("on_plan"),
        _months("plan_started_on", as_of).alias("plan_months"),
    )
    frame = frame.join(_reading_counts(readings), left_on="child_row", right_on="child", how="left")
    frame = frame.join(_signal_counts(signals), left_on="child_row", right_on="child", how="left")
    counts = ["breaches_open", "breaches_past", "unknown", "amber", "red", "black"]
    frame = frame.with_columns(pl.col(counts).fill_null(0)).with_columns(_score(standards, as_of))
    return frame.select(
        pl.col("child_row").alias("child"),
        pl.col("child").alias("key"),
        *[pl.col(name).cast(kind) for name, kind in CHILDREN.items() if name not in ("child", "key")],
    )


def _score(standards: Standards, as_of: date) -> pl.Expr:
    weights = {
        name: int(standards[f"drift_score_{name}"].number_on(as_of)) for name in ("amber", "red", "black")
    }
    return pl.sum_horizontal(pl.col(name).cast(pl.Int32) * weight for name, weight in weights.items()).alias(
        "drift_score"
    )


def _reading_counts(readings: pl.DataFrame) -> pl.DataFrame:
    past = [status.value for status in _BREACHED_PAST]
    return readings.group_by("child").agg(
        (pl.col("status") == Status.OVERDUE.value).sum().alias("breaches_open"),
        pl.col("status").is_in(past).sum().alias("breaches_past"),
        (pl.col("status") == Status.UNKNOWN.value).sum().alias("unknown"),
    )


def _signal_counts(signals: pl.DataFrame) -> pl.DataFrame:
    return signals.group_by("child").agg(
        (pl.col("severity") == name).sum().alias(name) for name in ("amber", "red", "black")
    )


def _age(as_of: date) -> pl.Expr:
    birth = pl.col("birth_on")
    before = (birth.dt.month() * 100 + birth.dt.day()) > as_of.month * 100 + as_of.day
    return (as_of.year - birth.dt.year() - before.cast(pl.Int32)).cast(pl.Int32)


def _months(name: str, as_of: date) -> pl.Expr:
    day = pl.col(name)
    months = (as_of.year - day.dt.year()) * 12 + as_of.month - day.dt.month()
    return (months - (day.dt.day() > as_of.day).cast(pl.Int32)).cast(pl.Int32)


def _fact(fact: Fact) -> pl.Expr:
    bit = FACT_BITS[fact]
    return (
        pl.when((pl.col("yes") & bit) != 0)
        .then(statement=True)
        .when((pl.col("no") & bit) != 0)
        .then(statement=False)
    )


def _earlier_plans(record: Record, plans: np.ndarray) -> np.ndarray:
    """The number of earlier plans that the open plan's start gives; not a number where it is not known."""
    children = np.repeat(np.arange(len(plans)), np.diff(record.from_event))
    opens = (record.events["kind"] == KIND_CODES[EventKind.PLAN_STARTED]) & (
        record.events["day"] == plans[children]
    )
    result = np.full(len(plans), np.nan, np.float64)
    result[children[opens]] = record.events["number"][opens]
    return result


def _is_open(record: Record, starts: EventKind, ends: EventKind, as_of: date) -> np.ndarray:
    children = np.repeat(np.arange(len(record.children)), np.diff(record.from_event))
    seen = record.events["day"] <= as_of.toordinal() - date(1970, 1, 1).toordinal()
    total = len(record.children)
    begun = np.bincount(children[seen & (record.events["kind"] == KIND_CODES[starts])], minlength=total)
    ended = np.bincount(children[seen & (record.events["kind"] == KIND_CODES[ends])], minlength=total)
    return begun > ended


def _at(values: np.ndarray, places: np.ndarray, blank: int) -> np.ndarray:
    if not len(values):
        return np.full(len(places), blank, np.int32)
    return np.where(places >= 0, values[np.maximum(places, 0)], blank)


def _named(codes: np.ndarray, names: Sequence[str]) -> pl.Series:
    if not names:
        return pl.Series([], dtype=pl.String)
    return pl.Series(list(names), dtype=pl.String).gather(codes.astype(np.uint32))


def _dates(days: np.ndarray) -> pl.Series:
    series = pl.Series(days.astype(np.int32))
    return series.set(pl.Series(days == NO_DAY), None).cast(pl.Date)


def by_key(book: Sequence[Timescale]) -> Mapping[str, Timescale]:
    """The timescales by key."""
    return {timescale.key: timescale for timescale in book}
