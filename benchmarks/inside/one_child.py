"""One child after a write: every reading and signal, the plain evaluator, history by history."""

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import quantiles

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.inside.evaluator import COLUMNS, everything
from benchmarks.inside.stages import Stages
from keel.practice.history import FACT_BITS, Child, Event, EventKind, Fact, History
from keel.practice.signals.evaluator import assess
from keel.practice.standards import load

HISTORIES = 500
_NAMED = {"kind", "on", "minute", "episode", "anchor_on", "code", "number"}


def main(folder: Path, as_of: date) -> None:
    """Assess each of the histories once, after one that is not counted."""
    stages, standards = Stages(), load(None)
    held = list(_histories(folder))
    book, signals = everything()
    assess(held[0], as_of, standards, book, signals)
    stages.mark("start-up")
    taken = [_seconds(history, as_of, standards, book, signals) for history in held]
    points = quantiles(taken, n=100)
    stages.seconds = {"p50": points[49], "p95": points[94], "p99": points[98], "most": max(taken)}
    sizes = [len(history.events) for history in held]
    stages.say(histories=len(held), events=sum(sizes) / len(sizes), most_events=max(sizes))


def _seconds(history: History, *asked: object) -> float:
    began = time.perf_counter()
    assess(history, *asked)  # type: ignore[arg-type]
    return time.perf_counter() - began


def _histories(folder: Path) -> Iterator[History]:
    """The first children of the folder that have any event."""
    children = pq.read_table(folder / "children.parquet").slice(0, HISTORIES).to_pylist()
    events = pq.ParquetFile(folder / "events.parquet").read_row_group(0, columns=COLUMNS)
    told: dict[int, list[Event]] = {}
    for row in events.filter(pa.compute.less(events["child"], HISTORIES)).to_pylist():
        told.setdefault(row["child"], []).append(_event(row))
    for place, row in enumerate(children):
        facts = _facts(row)
        child = Child(row["child"], row["birth_on"], row["expected_on"], row["died_on"], facts)
        yield History.of(child, told.get(place, ()))


def _event(row: dict) -> Event:
    values = {name: row[name] for name in _NAMED} | {"kind": EventKind(row["kind"])}
    return Event(**values, facts=_facts(row))


def _facts(row: dict) -> dict[Fact, bool]:
    return {fact: True for fact, bit in FACT_BITS.items() if row["yes"] & bit} | {
        fact: False for fact, bit in FACT_BITS.items() if row["no"] & bit
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
