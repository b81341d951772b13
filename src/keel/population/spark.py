"""The same evaluator inside Spark: each partition of children is walked by the compiled code where it lies.

Spark only carries: it spreads children over machines and brings the numbers back. What is read, and how, is in
:mod:`keel.practice`. Needs the ``spark`` extra and Java 17.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keel.exchange.findings import UnreadableSource
from keel.population.evaluate import Evaluated, Programs, Progress, evaluate
from keel.population.record import record_from
from keel.practice.signals.program import Raised
from keel.practice.timescales.program import CHILD, EVENT, NO_DAY, Readings, Record

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

READING, RAISED, PLAN = 0, 1, 2
WIDTH = len(Readings._fields)
CHILDREN_IN_A_PARTITION = 50_000
RESULT = pa.schema([("what", pa.int8()), *((f"n{place}", pa.int32()) for place in range(WIDTH))])
SPARK_RESULT = "what tinyint, " + ", ".join(f"n{place} int" for place in range(WIDTH))


def evaluate_on_spark(
    programs: Programs, events: pa.Table, children: pa.Table, progress: Progress | None = None
) -> Evaluated:
    """Every reading and signal, computed by Spark in local mode on this machine's cores.

    Identical to :func:`keel.population.evaluate.evaluate`, order included. Raises UnreadableSource with what to
    do where Spark or Java is not installed.
    """
    session = _session()
    rows = _rows(events, children)
    frame = session.createDataFrame(rows)
    parts = max(1, len(children) // CHILDREN_IN_A_PARTITION + 1)
    spread = frame.repartitionByRange(parts, "child").sortWithinPartitions("child", "event")
    found = spread.mapInArrow(_walker(programs), SPARK_RESULT).toArrow()
    if progress:
        progress(len(children), len(children))
    return _gathered(found, len(children))


def _session() -> "SparkSession":
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 -- an optional extra
    except ImportError as missing:
        raise UnreadableSource(
            "Spark is not installed; install Keel with its spark extra (pip install 'keel[spark]'), "
            "or leave out --engine"
        ) from missing
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return (
            SparkSession.builder.master("local[*]")
            .appName("keel")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "4g")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .getOrCreate()
        )
    except Exception as failed:  # Java's absence comes as one of several errors
        raise UnreadableSource(
            "Spark could not start; it needs Java 17 or later on this machine. Install it or leave out --engine"
        ) from failed


def _rows(events: pa.Table, children: pa.Table) -> pa.Table:
    """One row for each event, with its number, its code and what is known of its child."""
    record = record_from(events, children)
    child = np.repeat(np.arange(len(children), dtype=np.int32), np.diff(record.from_event))
    columns = {"child": child, "event": np.arange(len(child), dtype=np.int32)}
    columns |= {f"event_{name}": record.events[name].copy() for name in EVENT.names or ()}
    columns |= {f"child_{name}": record.children[name][child] for name in CHILD.names or ()}
    return pa.table(columns)


def _walker(programs: Programs):  # type: ignore[no-untyped-def]
    """The function that Spark runs on each partition."""

    def walk(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = list(batches)
        if held:
            yield from _walked(programs, pa.Table.from_batches(held))

    return walk


def _walked(programs: Programs, rows: pa.Table) -> Iterator[pa.RecordBatch]:
    columns = {name: rows[name].to_numpy() for name in rows.column_names}
    children, first = np.unique(columns["child"], return_index=True)
    record = Record(
        from_event=np.append(first, len(rows)).astype(np.int64),
        events=_laid(EVENT, "event_", columns, slice(None)),
        children=_laid(CHILD, "child_", columns, first),
    )
    found = evaluate(programs, record)
    events = columns["event"]
    readings = found.readings._replace(
        child=children[found.readings.child],
        start=events[found.readings.start],
        met=_global(events, found.readings.met),
    )
    raised = found.raised._replace(
        child=children[found.raised.child], event=_global(events, found.raised.event)
    )
    yield _batch(READING, readings)
    yield _batch(RAISED, raised)
    yield _batch(PLAN, (children, found.plans))


def _laid(
    dtype: np.dtype, prefix: str, columns: dict[str, np.ndarray], rows: slice | np.ndarray
) -> np.ndarray:
    laid = np.empty(len(columns["child"][rows]), dtype)
    for name in dtype.names or ():
        laid[name] = columns[prefix + name][rows]
    return laid


def _global(events: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.where(places >= 0, events[np.maximum(places, 0)], places)


def _batch(what: int, columns: Iterable[np.ndarray]) -> pa.RecordBatch:
    held = [column.astype(np.int32) for column in columns]
    size = len(held[0])
    held += [np.zeros(size, np.int32)] * (WIDTH - len(held))
    return pa.RecordBatch.from_arrays(
        [pa.array(np.full(size, what, np.int8)), *map(pa.array, held)], schema=RESULT
    )


def _gathered(found: pa.Table, total: int) -> Evaluated:
    """The rows of all partitions as one answer, in order of child; readings renumbered over all partitions."""
    what = found["what"].to_numpy()
    numbers = [found[f"n{place}"].to_numpy() for place in range(WIDTH)]
    readings = Readings(*(column[what == READING] for column in numbers))
    raised = Raised(*(column[what == RAISED] for column in numbers[: len(Raised._fields)]))
    pointer = raised.reading + _shift(what, raised)
    raised = raised._replace(reading=np.where(raised.reading >= 0, pointer, raised.reading))
    by_child = np.argsort(readings.child, kind="stable")
    place = np.empty(len(by_child), np.int32)
    place[by_child] = np.arange(len(by_child), dtype=np.int32)
    raised = raised._replace(reading=np.where(raised.reading >= 0, place[np.maximum(raised.reading, 0)], -1))
    plans = np.full(total, NO_DAY, np.int32)
    plans[numbers[0][what == PLAN]] = numbers[1][what == PLAN]
    order = np.argsort(raised.child, kind="stable")
    return Evaluated(
        Readings(*(column[by_child] for column in readings)),
        Raised(*(column[order] for column in raised)),
        plans,
    )


def _shift(what: np.ndarray, raised: Raised) -> np.ndarray:
    """For each raised row, how many readings stand before those of its own partition."""
    before = np.cumsum(what == READING)
    turns = np.flatnonzero(np.diff(what.astype(np.int16), prepend=-1))
    starts = np.zeros(len(what), np.int64)
    seen = 0
    for turn, after in zip(turns, [*turns[1:], len(what)], strict=True):
        if what[turn] == READING:
            seen = int(before[turn]) - 1
        starts[turn:after] = seen
    return starts[what == RAISED].astype(np.int32)
