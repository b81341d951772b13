"""Events that follow from others and that no source writes down."""

import numpy as np
import polars as pl
import pyarrow as pa

from keel.exchange.extract import EVENTS, Coverage, order
from keel.practice.history import KIND_CODES, KINDS, EventKind
from keel.practice.standards import Standards


def with_repeat_missing(
    events: pa.Table, coverage: Coverage, standards: Standards, as_of: object
) -> tuple[pa.Table, Coverage]:
    """Adds the moment a child went missing so often within the window that a strategy discussion is due."""
    if EventKind.MISSING_STARTED not in coverage.kinds:
        return events, coverage
    times = int(standards["missing_repeat_count"].number_on(as_of))  # type: ignore[arg-type]
    window = int(standards["missing_repeat_window"].number_on(as_of))  # type: ignore[arg-type]
    kinds = events["kind"].combine_chunks().indices.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(kinds == KIND_CODES[EventKind.MISSING_STARTED])
    if len(rows):
        chosen = _nth_within(events.take(pa.array(rows)), times, window)
        if len(chosen):
            events = order(pa.concat_tables([events, _repeated(events.take(pa.array(rows[chosen])))]))
    kinds_held = {**coverage.kinds, EventKind.MISSING_THIRD_TIME: frozenset()}
    return events, Coverage(
        kinds_held, coverage.anchored, coverage.child_facts, coverage.absent, coverage.has_births
    )


def _nth_within(missing: pa.Table, times: int, window: int) -> np.ndarray:
    frame = pl.DataFrame(
        {"child": missing["child"].to_numpy(), "day": missing["on"].cast(pa.int32()).to_numpy()}
    )
    back = pl.col("day") - pl.col("day").shift(times - 1).over("child")
    reached = back <= window
    fresh = reached & ~reached.shift(1).over("child").fill_null(value=False)
    return frame.select(fresh.fill_null(value=False).arg_true()).to_series().to_numpy()


def _repeated(rows: pa.Table) -> pa.Table:
    code = pa.array(np.full(len(rows), KIND_CODES[EventKind.MISSING_THIRD_TIME], np.int16))
    kind = pa.DictionaryArray.from_arrays(code, pa.array(KINDS, pa.string()))
    return rows.set_column(rows.schema.get_field_index("kind"), EVENTS.field("kind"), kind)
