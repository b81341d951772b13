"""How long the open plans have lasted, in the bands that are published for England."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from keel.population.answer import Answer
from keel.report.measures import declared


@dataclass(frozen=True, slots=True)
class Band:
    """Open plans of one length; percents are the published ones, and None for the band "not recorded"."""

    name: str
    number: int
    of: int
    england: float | None
    shropshire: float | None


def plan_lengths(answer: Answer) -> tuple[Band, ...]:
    """Open plans by length as at the date, shortest first; a start that is not recorded has its own band."""
    plans = answer.children.filter(pl.col("on_plan"))
    bands = declared()["plan_lengths"]["bands"]
    names = plans.select(_band(answer, bands)).to_series()
    shown = [
        Band(
            band["name"],
            int((names == band["name"]).sum()),
            plans.height,
            band["england"],
            band["shropshire"],
        )
        for band in bands
    ]
    blank = names.null_count()
    return (*shown, Band("start not recorded", blank, plans.height, None, None)) if blank else tuple(shown)


def _band(answer: Answer, bands: list[dict[str, object]]) -> pl.Expr:
    start, as_of = pl.col("plan_started_on"), pl.lit(answer.as_of)
    *closed, longest = bands
    chosen: Any = pl.when(start.is_null()).then(None)
    for band in closed:
        last_day = start.dt.offset_by(f"{band['up_to']}mo")
        within = as_of < last_day if band is closed[-1] else as_of <= last_day
        chosen = chosen.when(within).then(pl.lit(band["name"]))
    band_of: pl.Expr = chosen.otherwise(pl.lit(longest["name"])).alias("band")
    return band_of
