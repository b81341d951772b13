"""Counts by timescale and by signal."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from keel.population.answer import Answer, Computable
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.report.measures import published_for
from keel.report.standard_lines import StandardLine, standard_line
from keel.report.wording import percent


@dataclass(frozen=True, slots=True)
class TimescaleLine:
    """How often a timescale applied and how it stood. Numbers are of readings, ``children_overdue`` of children."""

    key: str
    name: str
    part: str
    met: int
    late: int
    running: int
    overdue: int
    ended: int
    missed: int
    unknown: int
    children_overdue: int
    standard: StandardLine | None
    published: str = ""  # percents in time elsewhere

    @property
    def applied(self) -> int:
        """Every time that it applied."""
        return self.met + self.late + self.running + self.overdue + self.ended + self.missed + self.unknown

    @property
    def judged(self) -> int:
        """The times that can be called in time or not: the denominator of the percent in time."""
        return self.met + self.late + self.overdue + self.missed

    @property
    def in_time(self) -> float | None:
        """Percent met in time of those judged; None where none was."""
        return percent(self.met, self.judged)


@dataclass(frozen=True, slots=True)
class SignalLine:
    """How many children have a signal, by severity."""

    key: str
    name: str
    why: str
    black: int
    red: int
    amber: int
    unknown: int

    @property
    def open(self) -> int:
        """Children with the signal at any severity."""
        return self.black + self.red + self.amber


def timescale_lines(answer: Answer) -> list[TimescaleLine]:
    """A line for each timescale that the source can feed."""
    counts = _by_status(answer.readings, "timescale", "status")
    overdue = answer.readings.filter(pl.col("status") == Status.OVERDUE)
    children = _children(overdue, "timescale")
    return [
        _timescale_line(answer, each, counts.get(each.key, {}), children.get(each.key, 0))
        for each in answer.timescales
        if each.computable
    ]


def _timescale_line(
    answer: Answer, each: Computable, counts: Mapping[str, int], children: int
) -> TimescaleLine:
    timescale = BOOK.get(each.key)
    standard = answer.standards[timescale.allowance] if timescale else None
    return TimescaleLine(
        key=each.key,
        name=each.name,
        part=standard.part.replace("_", " ") if standard else "",
        **{name: counts.get(status, 0) for status, name in _COUNTED.items()},
        children_overdue=children,
        standard=standard_line(standard, answer.as_of) if standard else None,
        published=published_for(each.key),
    )


def signal_lines(answer: Answer) -> list[SignalLine]:
    """A line for each signal that the source can feed."""
    counts = _by_status(answer.signals, "signal", "severity")
    return [_signal_line(each, counts.get(each.key, {})) for each in answer.signal_keys if each.computable]


def _signal_line(each: Computable, counts: Mapping[str, int]) -> SignalLine:
    signal = SIGNALS.get(each.key)
    return SignalLine(
        key=each.key,
        name=each.name,
        why=signal.why if signal else "",
        black=counts.get("black", 0),
        red=counts.get("red", 0),
        amber=counts.get("amber", 0),
        unknown=counts.get("cannot be computed", 0),
    )


def _by_status(frame: pl.DataFrame, key: str, status: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name, value, number in frame.group_by(key, status).len().iter_rows():
        counts.setdefault(name, {})[value] = number
    return counts


def _children(frame: pl.DataFrame, key: str) -> dict[str, int]:
    return dict(frame.group_by(key).agg(pl.col("child").n_unique()).iter_rows())


_COUNTED = {
    Status.MET: "met",
    Status.LATE: "late",
    Status.RUNNING: "running",
    Status.OVERDUE: "overdue",
    Status.ENDED: "ended",
    Status.MISSED: "missed",
    Status.UNKNOWN: "unknown",
}
