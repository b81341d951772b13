"""Whether a child was left without a worker, and whether a worker took over: told by all allocations together."""

from dataclasses import replace

import numpy as np
import polars as pl
import pyarrow as pa

from keel.exchange.extract import EVENTS, Coverage
from keel.practice.history import FACT_BITS, KIND_CODES, EventKind, Fact

FAR_AHEAD = 2**30
_LEAVING = (EventKind.WORKER_ENDED, EventKind.PLAN_STARTED)
_NEEDED = {EventKind.WORKER_ALLOCATED, EventKind.WORKER_ENDED}


def with_cover(events: pa.Table, coverage: Coverage) -> tuple[pa.Table, Coverage]:
    """The events with those facts. Without them, a child whose worker stayed would count as unallocated."""
    if not coverage.kinds.keys() >= _NEEDED:
        return events, coverage
    frame = pl.DataFrame(
        {
            "child": events["child"].to_numpy(),
            "day": events["on"].cast(pa.int32()).to_numpy(),
            "kind": _indices(events, "kind"),
            "code": _indices(events, "code"),
            "episode": _indices(events, "episode"),
        }
    ).with_row_index("row")
    held = {kind: coverage.kinds[kind] for kind in coverage.kinds}
    held[EventKind.WORKER_ALLOCATED] |= {Fact.TAKES_OVER}
    held |= {kind: held[kind] | {Fact.WITHOUT_WORKER} for kind in _LEAVING if kind in held}
    return _with_facts(events, _told(frame)), replace(coverage, kinds=held)


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """For each row in question: the bit of the fact, and whether it is so."""
    asked = frame.filter(pl.col("kind").is_in([KIND_CODES[kind] for kind in (*_NEEDED, *_LEAVING)]))
    closed = _of(frame, EventKind.CASE_CLOSED).select("child", "day", is_closed=pl.lit(value=True)).unique()
    covered = (pl.col("from") <= pl.col("day")) & (pl.col("until") > pl.col("day"))
    told = (
        asked.join(_spells(frame), on="child", how="left")
        .group_by("row", "child", "day", "kind")
        .agg(covered.any().alias("covered"), (pl.col("from") < pl.col("day")).any().alias("earlier"))
        .join(closed, on=["child", "day"], how="left")
    )
    allocated = pl.col("kind") == KIND_CODES[EventKind.WORKER_ALLOCATED]
    left = ~pl.col("covered").fill_null(value=False) & pl.col("is_closed").is_null()
    return told.select(
        "row",
        pl.when(allocated)
        .then(FACT_BITS[Fact.TAKES_OVER])
        .otherwise(FACT_BITS[Fact.WITHOUT_WORKER])
        .alias("bit"),
        pl.when(allocated).then(pl.col("earlier").fill_null(value=False)).otherwise(left).alias("is_so"),
    )


def _of(frame: pl.DataFrame, kind: EventKind) -> pl.DataFrame:
    return frame.filter(pl.col("kind") == KIND_CODES[kind])


def _spells(frame: pl.DataFrame) -> pl.DataFrame:
    """Each allocation of a worker: child, first day, and the day it ended (far ahead where it lasts).

    Where both name an episode it must be the same; otherwise an end on the first day is an earlier one's.
    """
    begun = _of(frame, EventKind.WORKER_ALLOCATED).drop("row").with_row_index("spell")
    over = _of(frame, EventKind.WORKER_ENDED)
    named = (pl.col("episode") >= 0) & (pl.col("episode_right") >= 0)
    same = (pl.col("episode") == pl.col("episode_right")) & (pl.col("day_right") >= pl.col("day"))
    is_end = pl.when(named).then(same).otherwise(pl.col("day_right") > pl.col("day"))
    until = pl.col("day_right").filter(is_end).min().fill_null(FAR_AHEAD)
    return (
        begun.join(over, on=["child", "code"], how="left")
        .group_by("spell", "child", pl.col("day").alias("from"))
        .agg(until.alias("until"))
        .select("child", "from", "until")
    )


def _indices(events: pa.Table, name: str) -> np.ndarray:
    return events[name].combine_chunks().indices.fill_null(-1).to_numpy(zero_copy_only=False)


def _with_facts(events: pa.Table, told: pl.DataFrame) -> pa.Table:
    for name, is_so in (("yes", True), ("no", False)):
        column = events[name].to_numpy().copy()
        rows = told.filter(pl.col("is_so") == is_so)
        column[rows["row"].to_numpy()] |= rows["bit"].to_numpy()
        events = events.set_column(events.schema.get_field_index(name), EVENTS.field(name), pa.array(column))
    return events
