"""Everybody's record read anew: the same rows as :func:`keel.oversight.actions.reassess` keeps, by the compiled rules.

A block of children at a time, each in a transaction of its own, so that the work of the day goes on meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import numpy as np
import polars as pl
import pyarrow as pa
from django.apps import apps
from django.db import transaction

from keel.clock import today
from keel.exchange.extract import Coverage
from keel.oversight.asking import Graded, ask
from keel.oversight.assessing import LOOKED_AFTER, ReadingRow, SignalRow
from keel.oversight.kept_rows import Changed, replace_rows
from keel.oversight.models import Flag, FlagStep, Standing, StoredReading, StoredSignal
from keel.oversight.rules_held import Rules, declared_place, late_entries, rules
from keel.oversight.standing import Line, hold, settle
from keel.population.derived import derive
from keel.population.evaluate import Evaluated, Programs, evaluate, programs
from keel.population.record import record_from
from keel.practice import exposure
from keel.practice.history import FACT_BITS, KIND_CODES, KINDS, Fact
from keel.practice.ladder import Said, Why
from keel.practice.timescales.evaluator import DOUBTS, STATUSES
from keel.practice.timescales.model import Status
from keel.practice.timescales.program import NO_DAY, days_around, to_day
from keel.record.bulk import events_arrow

CHILDREN_IN_A_BLOCK = 20_000

Progress = Callable[[int, int], None]  # children done, children in all


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many children were read, how many rows of readings and signals were not as they should be, and the flags."""

    children: int = 0
    gone: int = 0
    new: int = 0
    raised: int = 0
    closed: int = 0
    climbed: int = 0
    graded: Graded = field(default_factory=Counter)

    def __add__(self, other: "Rebuilt | Changed") -> "Rebuilt":
        flags = ("raised", "closed", "climbed", "graded") if isinstance(other, Rebuilt) else ()
        return replace(
            self, **{name: getattr(self, name) + getattr(other, name) for name in ("gone", "new", *flags)}
        )


def rebuild(
    children: Iterable[UUID] | None = None, *, as_of: date | None = None, progress: Progress | None = None
) -> Rebuilt:
    """Read these children, or all, as at ``as_of`` (today unless given), and keep what the rules say of each."""
    day, held = as_of or today(), rules()
    ready = programs(held.book, held.signals, held.standards, day, days_around(day), held.since)
    chosen = children_of_the_record(children)
    told = Rebuilt(len(chosen))
    for first in range(0, len(chosen), CHILDREN_IN_A_BLOCK):
        block = chosen[first : first + CHILDREN_IN_A_BLOCK]
        with transaction.atomic():
            told += _rebuild_and_ask(block, ready, held)
        if progress:
            progress(first + len(block), len(chosen))
    if children is None:
        _forget_others()
    return told


def _rebuild_and_ask(block: Sequence[UUID], ready: Programs, held: Rules) -> Rebuilt:
    """A block read, and its flags looked at; what red signals add to records of children is read once more."""
    told = Rebuilt(0)
    for changed in _rebuild_block(block, ready, held):
        told += changed
    asked = ask(block, ready.as_of, held)
    told = replace(told, raised=asked.raised, closed=asked.closed, climbed=asked.climbed, graded=asked.graded)
    if not asked.changed:
        return told
    return told + _rebuild_and_ask(sorted(asked.changed), ready, held)


def children_of_the_record(chosen: Iterable[UUID] | None = None) -> list[UUID]:
    """Everybody whose record is read, in order; or these of them."""
    people = apps.get_model("people.Person").objects.filter(is_child=True, merged_into=None)
    if chosen is not None:
        people = people.filter(pk__in=list(chosen))
    return sorted(people.values_list("pk", flat=True))


@transaction.atomic
def _forget_others() -> None:
    """Nothing is kept of somebody who is no child of the record, or whose record became another's."""
    people = apps.get_model("people.Person").objects.filter(is_child=True, merged_into=None)
    others = Standing.objects.exclude(child__in=people).values_list("child_id", flat=True)
    for kept in (StoredReading, StoredSignal, Standing):
        kept.objects.filter(child_id__in=list(others)).delete()
    _close_merged()


def _close_merged() -> None:
    """What was asked about a record that became another's is asked about that one now."""
    merged = Flag.objects.filter(child__merged_into__isnull=False).open()
    FlagStep.objects.bulk_create(
        FlagStep(
            flag=each,
            child_id=each.child_id,
            on=today(),
            said=Said.CLOSED,
            rung=each.rung,
            colour=each.colour,
        )
        for each in merged
    )
    merged.update(closed_on=today(), closed_why=Why.MERGED, answer_by=None, holds_until=None)


@dataclass(frozen=True, slots=True)
class Read:
    """Children's records as the rules read them: rows as they are kept, and what lines are made of."""

    told: pa.Table
    people: pa.Table
    found: Evaluated
    readings: pl.DataFrame
    signals: pl.DataFrame


def read(block: Sequence[UUID], ready: Programs, held: Rules) -> Read:
    """Read the records of these children; nothing is written."""
    told, people = events_arrow(block)
    events, _ = derive(told, Coverage(held.held), held.standards, ready.as_of)
    found = evaluate(ready, record_from(events, people))
    readings = _readings(found, ready, events, held)
    signals = _of_children(_signals(found, ready, events, readings), people)
    return Read(told, people, found, _of_children(readings, people), signals)


def _rebuild_block(block: Sequence[UUID], ready: Programs, held: Rules) -> Iterator[Changed]:
    hold(block, ready.as_of)
    now = read(block, ready, held)
    yield replace_rows(StoredReading, now.readings, block)
    yield replace_rows(StoredSignal, now.signals, block)
    settle(_lines(now.found, now.told, now.people, ready, held), ready.as_of, held)


def _of_children(frame: pl.DataFrame, people: pa.Table) -> pl.DataFrame:
    """The rows with the identity of their child in place of her number."""
    keys = pl.Series(people["child"]).gather(frame["child"])
    return frame.drop("child").insert_column(0, keys.alias("child_id"))


def _readings(found: Evaluated, ready: Programs, events: pa.Table, held: Rules) -> pl.DataFrame:
    numbers, gravity = found.readings, held.severities
    timescales = [timescale.key for timescale in ready.book]
    start, met = _told(events, numbers.start), _told(events, numbers.met)
    status = _named(numbers.status, [each.value for each in STATUSES])
    is_met = status.is_in([Status.MET.value, Status.LATE.value])
    columns = {
        "timescale": _named(numbers.timescale, timescales),
        "status": status,
        "severity": _named(numbers.timescale, [gravity[key] for key in timescales]),
        "started_on": _days(numbers.started),
        "due_on": _days(numbers.due),
        "met_on": pl.select(pl.when(is_met).then(met["on"])).to_series(),
        "ended_on": _days(numbers.end),
        "days_over": pl.Series(numbers.over),
        "doubt": _named(numbers.doubt, [each.value for each in DOUBTS]),
        "start_kind": start["kind"],
        "start_event_on": start["on"],
        "start_table": start["table"],
        "start_entry": start["entry"],
        "met_kind": met["kind"],
        "met_table": met["table"],
        "met_entry": met["entry"],
    }
    return pl.DataFrame(
        {"child": pl.Series(numbers.child), **{name: columns[name] for name in ReadingRow._fields}}
    )


def _signals(found: Evaluated, ready: Programs, events: pa.Table, readings: pl.DataFrame) -> pl.DataFrame:
    numbers = found.raised
    event = _told(events, numbers.event)
    places = [declared_place(signal.key, clause) for signal in ready.signals for clause in signal.clauses]
    rests_on = readings.select(
        timescale="timescale",
        timescale_started_on="started_on",
        timescale_table="start_table",
        timescale_entry="start_entry",
    )
    rests_on = (rests_on if len(rests_on) else rests_on.clear(1))[
        _rows(numbers.reading)
    ]  # a signal may rest on none
    missing = pl.Series(numbers.reading < 0)
    columns = {
        "signal": _named(numbers.signal, [signal.key for signal in ready.signals]),
        "severity": pl.Series(numbers.severity),
        "since_on": _days(numbers.since),
        "clause": pl.Series(np.array(places, np.int32)[numbers.clause] if places else numbers.clause),
        "amount": pl.Series(numbers.amount),
        "event_kind": event["kind"],
        "event_on": event["on"],
        "event_table": event["table"],
        "event_entry": event["entry"],
        **{column.name: column for column in rests_on},
    }
    frame = pl.DataFrame(
        {"child": pl.Series(numbers.child), **{name: columns[name] for name in SignalRow._fields}}
    )
    return frame.with_columns(
        pl.when(~missing).then("timescale_started_on"),
        *(pl.when(missing).then(pl.lit("")).otherwise(name).alias(name) for name in _RESTS_ON),
    )


_RESTS_ON = ("timescale", "timescale_table", "timescale_entry")


def _told(events: pa.Table, places: np.ndarray) -> pl.DataFrame:
    """Kind, day, table and entry of these events; blank where there is none."""
    is_there = pl.Series(places >= 0)
    rows = _rows(places)
    kinds = events["kind"].combine_chunks().indices.to_numpy(zero_copy_only=False)
    frame = pl.DataFrame(
        {
            "kind": _named(kinds[rows], [kind.value for kind in KINDS]),
            "on": pl.Series(events["on"]).gather(rows),
            "table": pl.Series(events["source"]).cast(pl.String).gather(rows),
            "entry": pl.Series(events["raw"]).gather(rows),
        }
    )
    blank = [
        pl.when(is_there).then(name).otherwise(pl.lit("")).alias(name) for name in ("kind", "table", "entry")
    ]
    return frame.with_columns(*blank, pl.when(is_there).then("on"))


def _rows(places: np.ndarray) -> np.ndarray:
    return np.maximum(places, 0).astype(np.uint32)


def _lines(found: Evaluated, told: pa.Table, people: pa.Table, ready: Programs, held: Rules) -> list[Line]:
    plans = _days(found.plans).to_list()
    cared = _looked_after(told, len(people), ready.as_of)
    late = _late(told, len(people), ready.as_of, held)
    exposed, days = _exposed(told, len(people), ready.as_of)
    children = map(UUID, people["child"].to_pylist())
    return list(zip(children, plans, cared, late, exposed, days, strict=True))


def _exposed(told: pa.Table, children: int, as_of: date) -> tuple[list[date | None], list[int]]:
    """Since when each child has been exposed, and for how many days in all."""
    kinds = told["kind"].combine_chunks().indices.to_numpy(zero_copy_only=False)
    places = np.flatnonzero(np.isin(kinds, [KIND_CODES[kind] for kind in exposure.KINDS]))
    some = told.take(places)
    yes, no = (some[name].to_numpy() & FACT_BITS[Fact.HARM_SUBSTANTIATED] != 0 for name in ("yes", "no"))
    harm = np.where(yes, True, np.where(no, False, None))
    rows = zip(some["child"].to_pylist(), kinds[places], some["on"].to_pylist(), harm.tolist(), strict=True)
    since: list[date | None] = [None] * children
    days = [0] * children
    for child, events in groupby(rows, key=itemgetter(0)):
        times = exposure.exposures(((KINDS[kind], on, harm) for _, kind, on, harm in events), as_of)
        since[child] = exposure.open_since(times)
        days[child] = sum(each.days(as_of) for each in times)
    return since, days


def _looked_after(told: pa.Table, children: int, as_of: date) -> list[date | None]:
    kinds = told["kind"].combine_chunks().indices.to_numpy(zero_copy_only=False)
    child, days = told["child"].to_numpy(), told["on"].cast(pa.int32()).to_numpy()
    begun, ended = ((kinds == KIND_CODES[kind]) & (days <= to_day(as_of)) for kind in LOOKED_AFTER)
    since = np.full(children, NO_DAY, np.int32)
    since[child[begun]] = days[begun]  # in order of day, so that the last stays
    is_open = np.bincount(child[begun], minlength=children) > np.bincount(child[ended], minlength=children)
    return _days(np.where(is_open, since, NO_DAY)).to_list()


def _late(told: pa.Table, children: int, as_of: date, held: Rules) -> list[int]:
    dated = told.filter(told["recorded_on"].is_valid())
    on, recorded = (dated[name].cast(pa.int32()).to_numpy() for name in ("on", "recorded_on"))
    is_late = late_entries(held.standards, as_of)(on, recorded)
    return np.bincount(dated["child"].to_numpy()[is_late], minlength=children).tolist()


def _named(codes: np.ndarray, names: Sequence[str]) -> pl.Series:
    return pl.Series(list(names), dtype=pl.String).gather(codes.astype(np.uint32))


def _days(numbers: np.ndarray) -> pl.Series:
    days = pl.Series(numbers.astype(np.int32))
    return days.set(pl.Series(numbers == NO_DAY), None).cast(pl.Date)
