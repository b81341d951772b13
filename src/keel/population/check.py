"""Check an extract: read the whole book of timescales and every signal against every child in it."""

from datetime import date

import pyarrow.compute as pc

from keel.exchange.extract import Extract
from keel.exchange.findings import Level
from keel.population.answer import Answer
from keel.population.coverage import feedable, raisable, since_of
from keel.population.derived import derive
from keel.population.evaluate import Progress, evaluate, programs, span
from keel.population.frames import children_frame, readings_frame, signals_frame
from keel.population.record import record_from
from keel.practice.history import FACT_BITS, Fact
from keel.practice.signals import SIGNALS
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Subject

ENGINES = ("local", "spark")


def check(
    extract: Extract,
    standards: Standards,
    as_of: date,
    *,
    progress: Progress | None = None,
    engine: str = "local",
) -> Answer:
    """The readings and signals of every child in the extract, as at the end of ``as_of``.

    Only timescales and signals that the source can feed are read; the answer says which could not be, and why.
    ``engine`` is "local" (this machine's cores) or "spark". Raises ValueError for another engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r} is not one of {', '.join(ENGINES)}")
    _warn_of_hidden_events(extract, as_of)
    events, coverage = derive(extract.events, extract.coverage, standards, as_of)
    book, timescale_verdicts = feedable((t for t in BOOK.values() if t.subject is Subject.CHILD), coverage)
    signals, signal_verdicts = raisable(SIGNALS.values(), coverage, book)
    record = record_from(events, extract.children)
    since = since_of(timescale_verdicts)
    ready = programs(book, signals, standards, as_of, span(record, as_of), since)
    if engine == "spark":
        from keel.population.spark import evaluate_on_spark  # noqa: PLC0415 -- an optional extra

        evaluated = evaluate_on_spark(ready, events, extract.children, progress)
    else:
        evaluated = evaluate(ready, record, progress)
    readings = readings_frame(evaluated, ready, record, standards)
    raised = signals_frame(evaluated, ready, record, readings, standards)
    children = children_frame(extract, evaluated, record, readings, raised, standards, as_of)
    return Answer(
        extract,
        standards,
        as_of,
        readings,
        raised,
        children,
        tuple(timescale_verdicts),
        tuple(signal_verdicts),
    )


def _warn_of_hidden_events(extract: Extract, as_of: date) -> None:
    """A source that keeps only the latest visit cannot say what came before it, as at an earlier date."""
    latest_only = pc.bit_wise_and(extract.events["yes"], FACT_BITS[Fact.EARLIER_UNKNOWN])
    hidden = pc.and_(pc.not_equal(latest_only, 0), pc.greater(extract.events["on"], as_of))
    count = pc.sum(hidden).as_py() or 0
    if count:
        extract.findings.add(
            "as-of-before-latest",
            Level.WARNING,
            f"{count} events of which this source keeps only the latest lie after {as_of:%d/%m/%Y}; what came before "
            "them cannot be seen, so children may look later than they were. Use the date of the extract.",
            source="the whole extract",
            count=count,
        )
