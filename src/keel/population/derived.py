"""Events and facts that follow from others and that no source writes down."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa

from keel.exchange.extract import EVENTS, KIND_NAMES, Coverage, order
from keel.population.cover import with_cover
from keel.practice.history import KIND_CODES, EventKind, Fact
from keel.practice.standards import Standards


def derive(
    events: pa.Table, coverage: Coverage, standards: Standards, as_of: date
) -> tuple[pa.Table, Coverage]:
    """The events with all that follows from them, and the coverage widened to match."""
    events, coverage = _with_repeat_missing(events, coverage, standards, as_of)
    return with_cover(events, coverage)


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
