"""Events and facts that follow from others and that no source writes down, for a whole population."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from keel.exchange.extract import EVENTS, KIND_NAMES, Coverage, order
from keel.practice import follows
from keel.practice.history import FACT_BITS, KIND_CODES, EventKind
from keel.practice.standards import Standards


def derive(
    events: pa.Table, coverage: Coverage, standards: Standards, as_of: date
) -> tuple[pa.Table, Coverage]:
    """The events with all that follows from them, and the coverage widened to match."""
    held = coverage.kinds
    if len(events) and (follows.tells_repeats(held) or follows.tells_cover(held)):
        repeats, cover = _marks(events, standards, as_of)
        if follows.tells_cover(held):
            events = _with_cover(events, cover)
        again = events.take(pa.array(np.flatnonzero(repeats)))
        if follows.tells_repeats(held) and len(again):
            events = order(pa.concat_tables([events, _repeated(again)]))
    return events, replace(coverage, kinds=follows.widened(held))


def _marks(events: pa.Table, standards: Standards, as_of: date) -> tuple[np.ndarray, np.ndarray]:
    from keel.population.compiled import mark_children  # noqa: PLC0415 -- compiling takes time

    child = events["child"].to_numpy()
    repeats, cover = np.zeros(len(events), np.bool_), np.zeros(len(events), np.int8)
    mark_children(
        np.searchsorted(child, np.arange(child[-1] + 2)).astype(np.int64),
        _indices(events, "kind"),
        events["on"].cast(pa.int32()).to_numpy(),
        _indices(events, "code"),
        _indices(events, "episode"),
        *follows.often(standards, as_of),
        repeats,
        cover,
    )
    return repeats, cover


def _indices(events: pa.Table, name: str) -> np.ndarray:
    column = events[name].combine_chunks()
    indices = column.indices.fill_null(-1) if column.null_count else column.indices
    return indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)


def _with_cover(events: pa.Table, cover: np.ndarray) -> pa.Table:
    """The events with those facts, whatever the source said of them: all allocations together know better."""
    kinds, bits = _indices(events, "kind"), np.zeros(len(events), np.int64)
    for kind, fact in follows.COVER.items():
        bits[kinds == KIND_CODES[kind]] = FACT_BITS[fact]
    for name, mark in (("yes", follows.SO), ("no", follows.NOT_SO)):
        column = np.where(cover == mark, bits, 0) | (events[name].to_numpy() & ~bits)
        events = events.set_column(events.schema.get_field_index(name), EVENTS.field(name), pa.array(column))
    return events


def _repeated(rows: pa.Table) -> pa.Table:
    code = pa.array(np.full(len(rows), KIND_CODES[EventKind.MISSING_THIRD_TIME], np.int16))
    kind = pa.DictionaryArray.from_arrays(code, KIND_NAMES)
    return rows.set_column(rows.schema.get_field_index("kind"), EVENTS.field("kind"), kind)
