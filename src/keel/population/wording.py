"""One plain sentence for each reading and signal: what happened when, what is allowed, what followed."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from keel.practice.history import KINDS
from keel.practice.signals.model import Clause, Signal
from keel.practice.standards import Standards, duration_text
from keel.practice.timescales.model import Doubt, Status, Timescale
from keel.practice.timescales.program import ALWAYS, Since

DAY = "%-d %B %Y"
_WHY = {
    Doubt.START: "a fact about how it began is not recorded",
    Doubt.MET: "a fact about the event that may have met it is not recorded",
    Doubt.BIRTH: "the date of birth is not recorded",
    Doubt.ANCHOR: "the date that it counts from is not recorded",
    Doubt.EARLIER: "this source holds only the latest of these events",
    Doubt.NUMBER: "a number that it depends on is not recorded",
}


def day_text(day: date) -> str:
    """A date as people write it: 3 May 2026."""
    return f"{day.day} {day:%B %Y}"


def allowance_text(timescale: Timescale, standards: Standards, as_of: date) -> str:
    """The time allowed, in words: "15 working days"."""
    standard = standards[timescale.allowance]
    value = standard.value_on(as_of)
    return standard.name if value is None else duration_text(value.value, value.unit)


def _texts(book: Mapping[str, str]) -> pl.Expr:
    if not book:
        return pl.lit(None, pl.String)
    return pl.col("timescale").replace_strict(book, return_dtype=pl.String)


def readings_because(
    book: tuple[Timescale, ...], standards: Standards, as_of: date, since: Since = ALWAYS
) -> pl.Expr:
    """An expression over a frame of readings that gives each its sentence."""
    allowed = _texts({t.key: allowance_text(t, standards, as_of) for t in book})
    missing = _texts({t.key: t.missing for t in book})
    kinds = dict(enumerate(kind.label for kind in KINDS))
    start = pl.col("start_kind").replace_strict(kinds, return_dtype=pl.String)
    met = pl.col("met_kind").replace_strict(kinds, return_dtype=pl.String, default="")
    counted = pl.when(pl.col("started_on") != pl.col("start_on"))
    opening = pl.format(
        "{} on {}{}; {} allowed, so due {}",
        _capital(start),
        _day("start_on"),
        counted.then(pl.format(", counted from {}{}", _day("started_on"), _since_then(since))).otherwise(
            pl.lit("")
        ),
        allowed,
        _day("due_on"),
    )
    over = pl.format("{} {}", pl.col("days_over"), _days_word())
    late = (
        pl.when(pl.col("days_over") > 0)
        .then(pl.format("{} late", over))
        .otherwise(pl.lit("after it was due"))
    )
    beyond = pl.when(pl.col("days_over") > 0).then(pl.format(", {} over", over)).otherwise(pl.lit(""))
    today = day_text(as_of)
    doubt = pl.col("doubt").replace_strict(
        {d.value: w for d, w in _WHY.items()}, return_dtype=pl.String, default=""
    )
    started = pl.format("{} on {}", _capital(start), _day("start_on"))
    return (
        pl.when(pl.col("status") == Status.MET)
        .then(pl.format("{}; {} on {}, in time.", opening, met, _day("met_on")))
        .when(pl.col("status") == Status.LATE)
        .then(pl.format("{}; {} on {}, {}.", opening, met, _day("met_on"), late))
        .when(pl.col("status") == Status.RUNNING)
        .then(pl.format("{}; not yet done on {}.", opening, pl.lit(today)))
        .when(pl.col("status") == Status.OVERDUE)
        .then(pl.format("{}; not done by {}{}.", opening, pl.lit(today), beyond))
        .when(pl.col("status") == Status.ENDED)
        .then(pl.format("{}; ended on {}, before it was due.", opening, _day("ended_on")))
        .when(pl.col("status") == Status.MISSED)
        .then(pl.format("{}; never done by the end on {}{}.", opening, _day("ended_on"), beyond))
        .otherwise(pl.format("{}; cannot be computed: {}. {}", started, doubt, missing))
    )


def _since_then(since: Since) -> pl.Expr:
    """Why a reading counts from a later day, where that is because nothing was recorded here before."""
    if not since:
        return pl.lit("")
    day = pl.col("timescale").replace_strict(dict(since), return_dtype=pl.Date, default=None)
    is_then = pl.col("started_on").eq_missing(day)
    return pl.when(is_then).then(pl.lit(" (recorded in Keel since then)")).otherwise(pl.lit(""))


def signals_because(signals: tuple[Signal, ...], standards: Standards, as_of: date) -> pl.Expr:
    """An expression over a frame of raised signals (clause, event day, reading) that gives each its sentence."""
    clauses = [clause for signal in signals for clause in signal.clauses]
    says = _of_clause([clause.says for clause in clauses])
    limit = _of_clause([_limit(clause, standards, as_of) for clause in clauses])
    opening = pl.when(pl.col("severity") == 0).then(pl.format("Cannot be computed: whether {}", says))
    event = pl.format("{} on {}", _event_label(), _day("event_on"))
    sentence = opening.otherwise(_capital(says))
    trail = (
        pl.when(pl.col("reading_because").is_not_null())
        .then(pl.format(". {}", pl.col("reading_because")))
        .when(pl.col("event_on").is_not_null())
        .then(pl.format(" ({}){}.", event, limit))
        .otherwise(pl.format("{}.", limit))
    )
    return pl.concat_str([sentence, trail])


def _of_clause(texts: list[str]) -> pl.Expr:
    """The text of each row's clause."""
    if not texts:
        return pl.lit(None, pl.String)
    return pl.col("clause").replace_strict(dict(enumerate(texts)), return_dtype=pl.String)


def _limit(clause: Clause, standards: Standards, as_of: date) -> str:
    """What the clause measures against: "; 42 days allowed", "; 2 in a row"."""
    marks = {
        "; {} allowed": clause.older_than,
        "; {} in a row": clause.run,
        "; the mark is {}": clause.at_least,
        ", looking back {}" if clause.older_than else " within {}": clause.within,
        "; counted from the age of {}": clause.from_age,
    }
    values = {mark: standards[key].value_on(as_of) for mark, key in marks.items() if key}
    return "".join(
        mark.format(f"{value.value:g}" if "row" in mark else duration_text(value.value, value.unit))
        for mark, value in values.items()
        if value is not None
    )


def _event_label() -> pl.Expr:
    kinds = dict(enumerate(kind.label for kind in KINDS))
    return pl.col("event_kind").replace_strict(kinds, return_dtype=pl.String, default="")


def _days_word() -> pl.Expr:
    single = pl.col("days_over") == 1
    return pl.when(single).then(pl.col("days_unit").str.strip_suffix("s")).otherwise(pl.col("days_unit"))


def _day(name: str) -> pl.Expr:
    return pl.col(name).dt.strftime(DAY)


def _capital(text: pl.Expr) -> pl.Expr:
    return text.str.slice(0, 1).str.to_uppercase() + text.str.slice(1)
