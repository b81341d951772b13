"""An extract's Arrow tables as the arrays that the evaluator walks."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keel.exchange.extract import NO_DAY
from keel.practice.timescales.program import CHILD, EVENT, NONE, Record


def record_from(events: pa.Table, children: pa.Table) -> Record:
    """Events (sorted by child, day, kind) and children as a record."""
    child = _numbers(events["child"], 0, np.int32)
    return Record(
        from_event=np.searchsorted(child, np.arange(len(children) + 1)).astype(np.int64),
        events=_rows(EVENT, len(events), _event_columns(events)),
        children=_rows(CHILD, len(children), _child_columns(children)),
    )


def _event_columns(events: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    yield "kind", _codes(events["kind"], np.int16)
    yield "minute", _numbers(events["minute"], NONE, np.int16)
    yield "day", _days(events["on"])
    yield "episode", _codes(events["episode"], np.int32)
    yield "anchor", _days(events["anchor_on"])
    yield "code", _codes(events["code"], np.int32)
    yield "number", _numbers(events["number"], float("nan"), np.float32)
    yield "yes", _numbers(events["yes"], 0, np.int64)
    yield "no", _numbers(events["no"], 0, np.int64)


def _child_columns(children: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    yield "birth", _days(children["birth_on"])
    yield "expected", _days(children["expected_on"])
    yield "died", _days(children["died_on"])
    yield "yes", _numbers(children["yes"], 0, np.int64)
    yield "no", _numbers(children["no"], 0, np.int64)


def _rows(dtype: np.dtype, size: int, columns: Iterator[tuple[str, np.ndarray]]) -> np.ndarray:
    """Columns laid side by side; each is dropped as soon as it is copied."""
    rows = np.empty(size, dtype)
    for name, column in columns:
        rows[name] = column
    return rows


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _numbers(column: pa.ChunkedArray, blank: float, dtype: type) -> np.ndarray:
    array = _one(column)
    if array.null_count:
        array = pc.fill_null(array, pa.scalar(blank, array.type))
    return array.to_numpy(zero_copy_only=False).astype(dtype, copy=False)


def _days(column: pa.ChunkedArray) -> np.ndarray:
    return _numbers(column.cast(pa.int32()), NO_DAY, np.int32)


def _codes(column: pa.ChunkedArray, dtype: type) -> np.ndarray:
    array = _one(column)
    if isinstance(array, pa.ChunkedArray):
        array = array.unify_dictionaries().combine_chunks()
    return _numbers(pa.chunked_array([array.indices]), NONE, dtype)
