"""An extract's Arrow tables as the arrays that the evaluator walks."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keel.exchange.extract import NO_DAY
from keel.practice.timescales.program import NONE, Record


def record_from(events: pa.Table, children: pa.Table) -> Record:
    """Events (sorted by child, day, kind) and children as a record. Numbers are shared, not copied, where they can be."""
    child = _numbers(events["child"], 0, np.int32)
    return Record(
        from_event=np.searchsorted(child, np.arange(len(children) + 1)).astype(np.int64),
        kind=_codes(events["kind"], np.int16),
        day=_days(events["on"]),
        minute=_numbers(events["minute"], NONE, np.int16),
        episode=_codes(events["episode"], np.int32),
        anchor=_days(events["anchor_on"]),
        yes=_numbers(events["yes"], 0, np.int64),
        no=_numbers(events["no"], 0, np.int64),
        number=_numbers(events["number"], float("nan"), np.float32),
        birth=_days(children["birth_on"]),
        expected=_days(children["expected_on"]),
        died=_days(children["died_on"]),
        child_yes=_numbers(children["yes"], 0, np.int64),
        child_no=_numbers(children["no"], 0, np.int64),
    )


def codes_of(events: pa.Table) -> np.ndarray:
    """The events' codes (worker, agency, category) as numbers; NONE where there is none."""
    return _codes(events["code"], np.int32)


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
