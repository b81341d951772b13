"""Each child with her signals and readings, in the order that they need attention."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from keel.population.answer import Answer
from keel.practice.timescales.model import Status

Row = dict[str, Any]

_URGENCY = {
    Status.OVERDUE: 0,
    Status.UNKNOWN: 1,
    Status.MISSED: 1,
    Status.LATE: 1,
    Status.RUNNING: 2,
    Status.MET: 3,
    Status.ENDED: 3,
}
_GRAVITY = {"black": 0, "red": 1, "amber": 2}


@dataclass(frozen=True, slots=True)
class ChildPage:
    """A child (a row of CHILDREN) with her signals, gravest first, and her readings.

    Of the readings, those overdue come first, the longest overdue leading; then those late, never met or in doubt,
    those not yet due, and those met: the newest of each leading.
    """

    place: int  # 1 for the child who comes first
    child: Row
    signals: list[Row]
    readings: list[Row]

    def brief(self) -> list[Row]:
        """The readings that matter now: all that are overdue, and the newest of those late, missed or in doubt."""
        return [*self.with_status(Status.OVERDUE), *self.with_status(*_PAST)[:RECENT]]

    def not_in_brief(self) -> str:
        """What :meth:`brief` leaves out, counted: nothing is dropped without a word."""
        earlier = [reading["status"] for reading in self.with_status(*_PAST)[RECENT:]]
        counts = [
            (earlier.count(Status.LATE), "more late"),
            (earlier.count(Status.MISSED), "more never met"),
            (earlier.count(Status.UNKNOWN), "more that cannot be computed"),
            (len(self.with_status(Status.RUNNING)), "not yet due"),
            (len(self.with_status(Status.MET)), "met in time"),
            (len(self.with_status(Status.ENDED)), "ended before due"),
        ]
        return ", ".join(f"{number:,} {what}" for number, what in counts if number)

    def with_status(self, *statuses: Status) -> list[Row]:
        """The readings that stand so."""
        return [reading for reading in self.readings if reading["status"] in statuses]


RECENT = 5  # readings of the past in a brief
_PAST = (Status.UNKNOWN, Status.MISSED, Status.LATE)


def in_order_of_drift(children: pl.DataFrame) -> pl.DataFrame:
    """Highest drift score first, then most overdue, then by identifier: the same order every time."""
    return children.sort(
        ["drift_score", "breaches_open", "key"], descending=[True, True, False], nulls_last=True
    )


def pages(answer: Answer, children: pl.DataFrame, first: int = 1) -> Iterator[ChildPage]:
    """A page for each of ``children`` (rows of CHILDREN), in their order."""
    rank = children.select("child").with_row_index("rank")
    signals = _grouped(_ranked_signals(answer, rank))
    readings = _grouped(_ranked_readings(answer, rank))
    signal, reading = next(signals, None), next(readings, None)
    for place, child in enumerate(children.iter_rows(named=True)):
        its_signals, its_readings = [], []
        if signal is not None and signal[0] == place:
            its_signals, signal = signal[1], next(signals, None)
        if reading is not None and reading[0] == place:
            its_readings, reading = reading[1], next(readings, None)
        yield ChildPage(place + first, child, its_signals, its_readings)


def _grouped(rows: pl.DataFrame) -> Iterator[tuple[int, list[Row]]]:
    for rank, group in groupby(rows.iter_rows(named=True), key=lambda row: row["rank"]):
        yield rank, list(group)


def _ranked_signals(answer: Answer, rank: pl.DataFrame) -> pl.DataFrame:
    gravity = pl.col("severity").replace_strict(_GRAVITY, default=3, return_dtype=pl.Int8)
    ranked = answer.signals.join(rank, on="child").sort(
        "rank", gravity, "since_on", "signal", nulls_last=True
    )
    return _told(ranked, answer, "signal", "event")


def _ranked_readings(answer: Answer, rank: pl.DataFrame) -> pl.DataFrame:
    urgency = pl.col("status").replace_strict(
        {status.value: place for status, place in _URGENCY.items()}, default=9, return_dtype=pl.Int8
    )
    oldest_first = pl.when(urgency == 0).then(pl.col("due_on"))
    ranked = answer.readings.join(rank, on="child").sort(
        ["rank", urgency, oldest_first, "started_on", "timescale"],
        descending=[False, False, False, True, False],
        nulls_last=True,
    )
    return _told(ranked, answer, "timescale", "start_event")


def _told(rows: pl.DataFrame, answer: Answer, key: str, event: str) -> pl.DataFrame:
    """Rows with the name of what they are about, and where in the source their first evidence stands."""
    names = {each.key: each.name for each in (*answer.timescales, *answer.signal_keys)}
    name = pl.col(key).replace_strict(names, default=pl.col(key), return_dtype=pl.String)
    return rows.with_columns(name=name, evidence=_places(answer, rows[event]))


def _places(answer: Answer, events: pl.Series) -> pl.Series:
    """For each row of the extract's events: "List 8, row 12"."""
    table = answer.extract.events
    kept = pl.DataFrame(
        {name: pl.Series(name, table[name]).gather(events) for name in ("source", "row")}
    ).with_columns(pl.col("source").cast(pl.String))
    place = (
        pl.when(pl.col("row").is_null())
        .then(pl.col("source"))
        .otherwise(pl.format("{}, row {}", "source", "row"))
    )
    return kept.select(place).to_series()
