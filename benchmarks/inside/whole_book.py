"""Make events of every kind, with every fact, so that the whole book and every signal have work to do.

Half are Severnshire's own events, taken round and round with days moved; half are of the kinds that no extract
holds (core groups, supervision, plans signed, challenges), spread over each child's time. What is recorded of
each is drawn: mostly yes, sometimes no, sometimes nothing.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.inside.evaluator import everything
from keel.exchange.extract import CHILDREN, EVENTS, Extract, from_frames
from keel.exchange.findings import Findings
from keel.exchange.source import read_source
from keel.practice.history import FACT_BITS, KIND_CODES, KINDS, EventKind, Fact

EVENTS_EACH = 58  # for each child on average, as in a council's five years
OFTEN = (
    *(EventKind.CORE_GROUP_HELD, EventKind.CORE_GROUP_RECORD_SHARED, EventKind.VISIT_RECORDED),
    *(
        EventKind.CHILD_SUPERVISION_HELD,
        EventKind.SUPERVISION_RECORD_SIGNED,
        EventKind.PLAN_VERSION_PUBLISHED,
    ),
)
WEIGHT_OF_OFTEN = 20  # to one of any other kind
MOVED = 28  # days at most that a copy is moved back
LENT = 5_000  # children made at a time

Numbers = np.ndarray


def main(source: Path, children: int, out: Path) -> None:
    """Write ``events.parquet`` and ``children.parquet`` for so many children."""
    extract, rng = read_source(source), np.random.default_rng(1)
    seen = _frame(extract.events)
    out.mkdir(parents=True)
    people = []
    with pq.ParquetWriter(out / "events.parquet", EVENTS, compression="zstd") as writer:
        for first in range(0, children, LENT):
            count = min(LENT, children - first)
            made = _some(seen, extract, first, count, rng)
            writer.write_table(made.events.set_column(0, EVENTS.field(0), _shifted(made.events, first)))
            people.append(made.children)
    pq.write_table(pa.concat_tables(people), out / "children.parquet", compression="zstd")


def _frame(events: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(events.set_column(1, "kind", events["kind"].combine_chunks().indices))
    assert isinstance(frame, pl.DataFrame)
    texts = [name for name, kind in frame.schema.items() if kind == pl.Categorical]
    return frame.with_columns(pl.col(texts).cast(pl.String))


def _shifted(events: pa.Table, first: int) -> pa.Array:
    return pa.array(events["child"].to_numpy() + np.int32(first), pa.int32())


def _some(seen: pl.DataFrame, extract: Extract, first: int, count: int, rng: np.random.Generator) -> Extract:
    """``count`` children: those of the extract from ``first`` on, round and round."""
    place = (np.arange(count) + first) % len(extract.children)
    moved = rng.integers(0, MOVED, count) if first else np.zeros(count, np.int64)
    whose = pl.DataFrame(
        {"child": place.astype(np.int32), "new": np.arange(count, dtype=np.int32), "moved": moved}
    )
    days = pl.duration(days=pl.col("moved"))
    held = seen.join(whose, on="child", how="inner").with_columns(
        pl.col("new").alias("child"), pl.col("on") - days, pl.col("anchor_on") - days
    )
    held = held.select(EVENTS.names)
    events = _recorded(pl.concat([held, _unseen(held, count, rng)]), rng)
    children = pl.from_arrow(extract.children.take(pa.array(place)))
    assert isinstance(children, pl.DataFrame)
    return from_frames(
        "made", "made", events=events, children=children.select(CHILDREN.names), findings=Findings(),
        coverage=extract.coverage,
    )  # fmt: skip


def _unseen(held: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """Events of the kinds that the extract does not hold, within each child's time."""
    kinds = np.array([code for code, kind in enumerate(KINDS) if kind not in _seen_kinds(held)], np.int16)
    often = np.isin(kinds, [KIND_CODES[kind] for kind in OFTEN])
    weight = np.where(often, WEIGHT_OF_OFTEN, 1)
    size = max(EVENTS_EACH * count - len(held), 0)
    child = rng.integers(0, count, size).astype(np.int32)
    drawn = pl.DataFrame({"child": child, "kind": rng.choice(kinds, size, p=weight / weight.sum())})
    times = held.group_by("child").agg(pl.col("on").min().alias("from"), pl.col("on").max().alias("until"))
    spread = pl.Series("share", rng.random(size))
    within = drawn.with_columns(spread).join(times, on="child", how="inner")
    length = (pl.col("until") - pl.col("from")).dt.total_days()
    day = pl.col("from") + pl.duration(days=(length * pl.col("share")).cast(pl.Int64))
    return within.select(_column(name, held.schema[name], day) for name in EVENTS.names)


def _column(name: str, kind: pl.DataType, day: pl.Expr) -> pl.Expr:
    if name in ("child", "kind"):
        return pl.col(name).cast(kind)
    if name == "on":
        return day.alias("on")
    if name == "number":
        return pl.lit(1.0).cast(kind).alias(name)
    if name in ("yes", "no"):
        return pl.lit(0).cast(kind).alias(name)
    return pl.lit(None).cast(kind).alias(name)


def _seen_kinds(held: pl.DataFrame) -> set[EventKind]:
    return {KINDS[code] for code in held["kind"].unique().to_list()}


def _recorded(events: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Facts: seven in eight yes, half of the rest no; a second date close to the first where there is none."""
    size = len(events)
    some = _asked_of_each_kind()[events["kind"].to_numpy()]
    drawn = [rng.integers(0, 2**62, size, dtype=np.int64) for _ in range(4)]
    yes = (drawn[0] | drawn[1] | drawn[2]) & some
    after = pl.Series("after", rng.integers(-5, 40, size))
    return events.with_columns(
        pl.Series("yes", yes), pl.Series("no", ~yes & drawn[3] & some),
        pl.col("anchor_on").fill_null(pl.col("on") + pl.duration(days=after)),
    )  # fmt: skip


def _asked_of_each_kind() -> Numbers:
    """The bits of the facts that the book or a signal asks of each kind, in order of kind."""
    book, signals = everything()
    clauses = [clause for signal in signals for clause in signal.clauses]
    asked = [(part, ()) for each in book for part in (*each.starts_on, *each.met_by, *each.ends_on)]
    asked += [
        (part, (*clause.bad_yes, *clause.bad_no))
        for clause in clauses
        for part in (*clause.on, *clause.answers)
    ]
    bits = np.zeros(len(KINDS), np.int64)
    for part, more in asked:
        facts = {*part.facts, *more} - {Fact.EARLIER_UNKNOWN}
        for kind in part.kinds:
            bits[KIND_CODES[kind]] |= sum(FACT_BITS[fact] for fact in facts)
    return bits


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
