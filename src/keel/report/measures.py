"""Measures that have a published figure: an authority's own beside England's, dated and cited (``measures.toml``)."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from keel.population.answer import Answer
from keel.practice.history import EventKind
from keel.practice.timescales.model import Status
from keel.report.wording import percent

WINDOW = "-12mo"  # the published figures are of a year


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure: percent, for a financial year that ends on 31 March."""

    place: str
    year: int
    percent: float


@dataclass(frozen=True, slots=True)
class Measure:
    """An authority's own figure with the published ones. ``why_not`` says why it cannot be computed."""

    key: str
    name: str
    counts: str
    of: str
    number: int
    out_of: int
    unknown: int
    why_not: str
    published: tuple[Comparison, ...]
    source: str
    address: str
    timescales: tuple[str, ...] = ()

    @property
    def percent(self) -> float | None:
        """The authority's own percent; None where it cannot be computed."""
        return None if self.why_not else percent(self.number, self.out_of)

    def latest(self, place: str) -> Comparison | None:
        """The newest published figure of a place."""
        return max((p for p in self.published if p.place == place), key=lambda p: p.year, default=None)


@dataclass(frozen=True, slots=True)
class Counted:
    """A numerator, its denominator, and how many could not be told."""

    number: int
    of: int
    unknown: int = 0


@cache
def declared() -> Mapping[str, Mapping[str, Any]]:
    """The measures and published figures as data."""
    text = files(__package__).joinpath("measures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def published_for(timescale: str) -> str:
    """The newest published percents of a timescale: "England 81.4%, Shropshire 56.1% (2025)"; blank where none."""
    for data in declared().values():
        if data.get("compute") == "met in the year" and timescale in data["timescales"]:
            newest = max(data["england"], key=int)
            return f"England {data['england'][newest]}%, Shropshire {data['shropshire'][newest]}% ({newest})"
    return ""


def measures(answer: Answer) -> tuple[Measure, ...]:
    """Every measure that has a published figure, read from this answer."""
    return tuple(_measure(answer, key, data) for key, data in declared().items() if "compute" in data)


def _measure(answer: Answer, key: str, data: Mapping[str, Any]) -> Measure:
    why_not = _why_not(answer, data)
    counted = Counted(0, 0) if why_not else _COMPUTE[data["compute"]](answer, data)
    return Measure(
        key=key,
        name=data["name"],
        counts=data["counts"],
        of=data["of"],
        number=counted.number,
        out_of=counted.of,
        unknown=counted.unknown,
        why_not=why_not,
        published=_published(data),
        source=data["source"],
        address=data["address"],
        timescales=tuple(data.get("timescales", ())),
    )


def _published(data: Mapping[str, Any]) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(place, int(year), value)
        for place, label in (("England", "england"), ("Shropshire", "shropshire"))
        for year, value in data[label].items()
    )


def _why_not(answer: Answer, data: Mapping[str, Any]) -> str:
    wanted = data.get("timescales", ())
    found = [each for each in answer.timescales if each.key in wanted]
    missing = [each.why_not for each in found if not each.computable]
    if wanted and (not found or missing):
        return missing[0] if missing else "the timescale is not in the book"
    needed = _KINDS_NEEDED.get(data["compute"], ())
    held = answer.extract.coverage.kinds
    lacking = [kind.label for kind in needed if kind not in held]
    return f"this source does not hold: {', '.join(lacking)}" if lacking else ""


def _year_to(answer: Answer, column: str) -> pl.Expr:
    last = pl.lit(answer.as_of)
    return (pl.col(column) > last.dt.offset_by(WINDOW)) & (pl.col(column) <= last)


def _met_in_the_year(answer: Answer, data: Mapping[str, Any]) -> Counted:
    met = answer.readings.filter(pl.col("timescale").is_in(data["timescales"]) & _year_to(answer, "met_on"))
    return Counted(met.filter(pl.col("status") == Status.MET).height, met.height)


def _all_in_time(answer: Answer, data: Mapping[str, Any]) -> Counted:
    """Children on a plan long enough; one late review counts against the child, and doubt is not in time."""
    oldest = pl.lit(answer.as_of).dt.offset_by(f"-{data['on_plan_months']}mo")
    children = answer.children.filter(pl.col("on_plan") & (pl.col("plan_started_on") <= oldest))
    judged = answer.readings.filter(
        pl.col("timescale").is_in(data["timescales"])
        & (_year_to(answer, "due_on") | _year_to(answer, "met_on") | (pl.col("status") == Status.UNKNOWN))
        & pl.col("child").is_in(children["child"].implode())
    )
    by_child = judged.group_by("child").agg(
        bad=pl.col("status").is_in([s for s in Status if s.is_breach]).any(),
        doubt=(pl.col("status") == Status.UNKNOWN).any(),
    )
    told = children.select("child").join(by_child, on="child", how="left")
    told = told.with_columns(pl.col("bad").fill_null(False), pl.col("doubt").fill_null(True))
    doubtful = told.filter(pl.col("doubt") & ~pl.col("bad")).height
    good = told.filter(~pl.col("bad") & ~pl.col("doubt")).height
    return Counted(good, told.height - doubtful, doubtful)


def _open_plans(answer: Answer, data: Mapping[str, Any]) -> Counted:
    plans = answer.children.filter(pl.col("on_plan"))
    started = plans["plan_started_on"].drop_nulls()
    old = plans.filter(_lasted(pl.col("plan_started_on"), pl.lit(answer.as_of), data["months"]))
    return Counted(old.height, len(started), plans.height - len(started))


def _ended_plans(answer: Answer, data: Mapping[str, Any]) -> Counted:
    starts = _events(answer, EventKind.PLAN_STARTED).select("child", "episode", started_on="on")
    ended = _events(answer, EventKind.PLAN_ENDED).filter(_year_to(answer, "on"))
    known = ended.join(starts.unique(["child", "episode"]), on=["child", "episode"], how="inner")
    long = known.filter(_lasted(pl.col("started_on"), pl.col("on"), data["months"]))
    return Counted(long.height, known.height, ended.height - known.height)


def _started_plans(answer: Answer, _: Mapping[str, Any]) -> Counted:
    started = _events(answer, EventKind.PLAN_STARTED).filter(_year_to(answer, "on"))
    told = started.filter(pl.col("number").is_not_null())
    return Counted(told.filter(pl.col("number") >= 1).height, told.height, started.height - told.height)


def _lasted(start: pl.Expr, end: pl.Expr, months: int) -> pl.Expr:
    return start.dt.offset_by(f"{months}mo") <= end


def _events(answer: Answer, kind: EventKind) -> pl.DataFrame:
    columns = ["child", "kind", "on", "episode", "number"]
    frame = pl.from_arrow(answer.extract.events.select(columns))
    assert isinstance(frame, pl.DataFrame)
    return frame.filter(pl.col("kind").cast(pl.String) == kind.value).with_columns(
        pl.col("episode").cast(pl.String)
    )


_COMPUTE: Mapping[str, Callable[[Answer, Mapping[str, Any]], Counted]] = {
    "met in the year": _met_in_the_year,
    "all in time": _all_in_time,
    "open plans": _open_plans,
    "ended plans": _ended_plans,
    "started plans": _started_plans,
}
_KINDS_NEEDED: Mapping[str, tuple[EventKind, ...]] = {
    "all in time": (EventKind.PLAN_STARTED,),
    "open plans": (EventKind.PLAN_STARTED,),
    "ended plans": (EventKind.PLAN_STARTED, EventKind.PLAN_ENDED),
    "started plans": (EventKind.PLAN_STARTED,),
}
