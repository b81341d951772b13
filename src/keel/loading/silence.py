"""What a source could say and does not, and what the record cannot hold of what it says."""

from collections.abc import Iterator

import polars as pl

from keel.exchange.extract import Coverage, Extract, bits
from keel.exchange.findings import Findings, Level
from keel.loading.tables import Table, column_of, facts_kept
from keel.practice.history import FACTS, KINDS
from keel.record.telling import Telling, telling_of

col = pl.col


def sayable_columns(table: Table, coverage: Coverage, headings: pl.DataFrame) -> frozenset[str]:
    """The columns of a table of which this source's blanks mean something: it could have filled them."""
    told = {name for telling in table.tellings for name in _sayable(telling, coverage)}
    return frozenset(column_of(table.model, name).name for name in told) | frozenset(
        headings["field"].to_list()
    )


def _sayable(telling: Telling, coverage: Coverage) -> Iterator[str]:
    if telling.kind not in coverage.kinds:
        return
    yield from filter(None, (telling.on, telling.minute, telling.code, telling.number))
    if telling.anchor and telling.kind in coverage.anchored:
        yield telling.anchor
    held = coverage.kinds[telling.kind]
    yield from (name for fact, name in telling.facts.items() if fact in held)


def untold(events: pl.DataFrame, extract: Extract, findings: Findings) -> None:
    """Report what no table of the record has a place for: it is not lost silently."""
    seen = events.group_by("kind").agg(
        pl.len(),
        yes=col("yes").bitwise_or(),
        no=col("no").bitwise_or(),
        minute=col("minute").count(),
        recorded_on=col("recorded_on").count(),
        anchor=col("anchor_on").count(),
        code=col("code").count(),
        number=col("number").count(),
    )
    for row in seen.sort("kind").iter_rows(named=True):
        kind = KINDS[row["kind"]]
        tellings = telling_of(kind)
        lost = "a place for it" if not tellings else ", ".join(_lost(tellings[0], row))
        if lost:
            findings.add(
                "no-place-in-record",
                Level.NOTE if tellings else Level.WARNING,
                f"{kind.label}: the record does not keep {lost}"
                if tellings
                else f"{kind.label}: the record has no table for it, and it was left out",
                source="the record",
                column=kind.value,
                count=row["len"],
            )


def _lost(telling: Telling, row: dict[str, int]) -> Iterator[str]:
    said = row["yes"] | row["no"]
    kept = bits(facts_kept(telling))
    yield from (
        fact.value.replace("_", " ") for place, fact in enumerate(FACTS) if (said & ~kept) >> place & 1
    )
    places = {
        "minute": (telling.minute, "the time of day"),
        "recorded_on": (telling.recorded_on, "the day it was written down"),
        "anchor": (telling.anchor, "its second date"),
        "code": (telling.code, "its code"),
        "number": (telling.number, "its number"),
    }
    yield from (words for name, (field, words) in places.items() if row[name] and field is None)
