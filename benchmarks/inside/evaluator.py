"""The evaluator alone: the whole book and every signal over a table of events, as numbers, without sentences."""

import sys
from datetime import date
from pathlib import Path

from benchmarks.inside.stages import Stages
from keel.exchange.extract import EVENTS, Coverage

COLUMNS = ["child", "kind", "minute", "on", "episode", "anchor_on", "code", "number", "yes", "no"]


def main(folder: Path, as_of: date) -> None:
    """Read the Parquet, lay the record out, compile the programs, walk."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    import keel.population.compiled  # noqa: F401, PLC0415
    from keel.population.evaluate import evaluate, programs, span  # noqa: PLC0415
    from keel.population.record import record_from  # noqa: PLC0415
    from keel.practice.standards import load  # noqa: PLC0415

    stages, standards = Stages(), load(None)
    stages.mark("start-up")
    schema = EVENTS.empty_table().select(COLUMNS).schema
    events = pq.read_table(folder / "events.parquet", columns=COLUMNS).cast(schema)
    children = pq.read_table(folder / "children.parquet")
    stages.mark("read")
    record = record_from(events, children)
    del events
    stages.mark("record")
    book, signals = everything()
    ready = programs(book, signals, standards, as_of, span(record, as_of))
    stages.mark("programs")
    found = evaluate(ready, record)
    stages.mark("walk")
    stages.say(
        events=len(record.events), children=len(children), timescales=len(book), signals=len(signals),
        readings=len(found.readings.child), raised=len(found.raised.child),
    )  # fmt: skip


def everything() -> tuple[list, list]:
    """The timescales and signals that a source which holds every kind, with every fact, can feed."""
    from keel.population.coverage import feedable, raisable  # noqa: PLC0415
    from keel.practice.history import FACTS, KINDS  # noqa: PLC0415
    from keel.practice.signals import SIGNALS  # noqa: PLC0415
    from keel.practice.timescales import BOOK  # noqa: PLC0415
    from keel.practice.timescales.model import Subject  # noqa: PLC0415

    facts = frozenset(FACTS)
    coverage = Coverage(dict.fromkeys(KINDS, facts), frozenset(KINDS), facts)
    book, _ = feedable((each for each in BOOK.values() if each.subject is Subject.CHILD), coverage)
    return book, raisable(SIGNALS.values(), coverage, book)[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
