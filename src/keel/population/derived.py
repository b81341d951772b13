"""Events and facts that follow from others and that no source writes down."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa

from keel.exchange.extract import EVENTS, KIND_NAMES, Coverage, order
from keel.practice.history import FACT_BITS, KIND_CODES, EventKind, Fact
from keel.practice.standards import Standards

FAR_AHEAD = 2**30


def derive(
    events: pa.Table, coverage: Coverage, standards: Standards, as_of: date
) -> tuple[pa.Table, Coverage]:
    """The events with all that follows from them, and the coverage widened to match."""
    events, coverage = _with_repeat_missing(events, coverage, standards, as_of)
    return _with_cover(events, coverage)


def _with_repeat_missing(
    events: pa.Table, coverage: Coverage, standards: Standards, as_of: date
) -> tuple[pa.Table, Coverage]:
    """Adds the moment a child went missing so often within the window that a strategy discussion is due."""
    if EventKind.MISSING_STARTED not in coverage.kinds:
        return events, coverage
    times = int(standards["missing_repeat_count"].number_on(as_of))
    window = int(standards["missing_repeat_window"].number_on(as_of))
    rows = np.flatnonzero(_kinds(events) == KIND_CODES[EventKind.MISSING_STARTED])
    chosen = _nth_within(events.take(pa.array(rows)), times, window)
    if len(chosen):
        events = order(pa.concat_tables([events, _repeated(events.take(pa.array(rows[chosen])))]))
    held = {**coverage.kinds, EventKind.MISSING_THIRD_TIME: frozenset[Fact]()}
    return events, replace(coverage, kinds=held)


def _kinds(events: pa.Table) -> np.ndarray:
    column = events["kind"].combine_chunks()
    return column.indices.to_numpy(zero_copy_only=False)


def _nth_within(missing: pa.Table, times: int, window: int) -> np.ndarray:
    frame = pl.DataFrame(
        {"child": missing["child"].to_numpy(), "day": missing["on"].cast(pa.int32()).to_numpy()}
    )
    back = pl.col("day") - pl.col("day").shift(times - 1).over("child")
    reached = (back <= window).fill_null(value=False)
    fresh = reached & ~reached.shift(1).over("child").fill_null(value=False)
    return frame.select(fresh.arg_true()).to_series().to_numpy()


def _repeated(rows: pa.Table) -> pa.Table:
    code = pa.array(np.full(len(rows), KIND_CODES[EventKind.MISSING_THIRD_TIME], np.int16))
    kind = pa.DictionaryArray.from_arrays(code, KIND_NAMES)
    return rows.set_column(rows.schema.get_field_index("kind"), EVENTS.field("kind"), kind)


def _with_cover(events: pa.Table, coverage: Coverage) -> tuple[pa.Table, Coverage]:
    """Says of each start of a plan and end of a worker whether a worker was left, and of each worker whether she
    took over: without this, a child whose worker stayed would count as unallocated."""
    if not {EventKind.WORKER_ALLOCATED, EventKind.WORKER_ENDED} <= coverage.kinds.keys():
        return events, coverage
    kinds = _kinds(events)
    child = events["child"].to_numpy()
    day = events["on"].cast(pa.int32()).to_numpy()
    spells = _spells(events, kinds, child, day)
    asked = np.isin(
        kinds,
        [KIND_CODES[k] for k in (EventKind.WORKER_ENDED, EventKind.PLAN_STARTED, EventKind.WORKER_ALLOCATED)],
    )
    rows = np.flatnonzero(asked)
    frame = pl.DataFrame({"row": rows, "child": child[rows], "day": day[rows], "kind": kinds[rows]})
    joined = frame.join(spells, on="child", how="left")
    covered = (pl.col("from") <= pl.col("day")) & (pl.col("until") > pl.col("day"))
    earlier = pl.col("from") < pl.col("day")
    told = joined.group_by("row", "kind").agg(covered.any().alias("covered"), earlier.any().alias("earlier"))
    allocated = pl.col("kind") == KIND_CODES[EventKind.WORKER_ALLOCATED]
    takes, without = FACT_BITS[Fact.TAKES_OVER], FACT_BITS[Fact.WITHOUT_WORKER]
    told = told.with_columns(
        pl.when(allocated).then(takes).otherwise(without).alias("bit"),
        pl.when(allocated)
        .then("earlier")
        .otherwise(~pl.col("covered"))
        .fill_null(value=False)
        .alias("is_so"),
    )
    held = {kind: coverage.kinds.get(kind, frozenset[Fact]()) for kind in coverage.kinds}
    held[EventKind.WORKER_ALLOCATED] |= {Fact.TAKES_OVER}
    for kind in (EventKind.WORKER_ENDED, EventKind.PLAN_STARTED):
        if kind in held:
            held[kind] |= {Fact.WITHOUT_WORKER}
    return _with_facts(events, told), replace(coverage, kinds=held)


def _spells(events: pa.Table, kinds: np.ndarray, child: np.ndarray, day: np.ndarray) -> pl.DataFrame:
    """Each allocation of a worker: child, first day, and the day it ended (far ahead where it lasts).

    Where both name an episode it must be the same; otherwise an end on the first day is an earlier one's.
    """
    frame = pl.DataFrame({"child": child, "day": day, "code": _indices(events, "code")}).with_columns(
        pl.Series("episode", _indices(events, "episode"))
    )
    begun = frame.filter(kinds == KIND_CODES[EventKind.WORKER_ALLOCATED]).with_row_index("spell")
    over = frame.filter(kinds == KIND_CODES[EventKind.WORKER_ENDED])
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
