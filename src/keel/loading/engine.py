"""An extract brought into the record: all of it in one transaction, or nothing.

The order: who is who; teams and workers; what is known of people; then every table that events fill. Each row is met
with its row in the record before any is written, so that rows that belong together are linked from the start.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from keel.access.tying import tie_by_address
from keel.exchange.extract import Extract
from keel.exchange.findings import Findings, Level
from keel.loading.bringing import Bringing, Met
from keel.loading.deciding import Terms
from keel.loading.families import family_of
from keel.loading.held import newest_loads, shapes_by_table
from keel.loading.identity import lasting_strands, numbered, with_keys
from keel.loading.involvements import INVOLVEMENT, with_staff
from keel.loading.linking import linked, with_known_strands
from keel.loading.meeting import met
from keel.loading.models import Load, LoadChange, LoadQuestions
from keel.loading.people_rows import Staff, particulars_named, people_brought, people_named
from keel.loading.persons import Persons, recognised
from keel.loading.settling import settled
from keel.loading.silence import sayable_columns, untold
from keel.loading.strands import Told, rows_told
from keel.loading.tables import told_tables
from keel.loading.telling_changes import new_children_of, row_changes_of
from keel.loading.telling_details import (
    Details,
    details_of,
    rows_beside,
    strands_led_to,
    with_details,
)
from keel.loading.vanishing import watch_for_vanished_children
from keel.practice.history import KIND_CODES
from keel.record.coverage import hold_coverage

Step = Callable[[float, str], None]
col = pl.col


@dataclass(frozen=True, slots=True)
class Brought:
    """What a load did: to which tables, whom it touched, and what it noticed."""

    changes: tuple[LoadChange, ...]
    touched: tuple[str, ...]  # identities of persons
    findings: Findings
    row_changes: pl.DataFrame
    new_children: pl.DataFrame
    questions: tuple[LoadQuestions, ...] = ()  # known once the records it touched are read


def bring_in(extract: Extract, load: Load, as_of: date, step: Step) -> Brought:
    """Write what the extract says into the record, within the transaction in use. Raises Overtaken."""
    findings = Findings()
    family = family_of(extract.format)
    persons = recognised(people_named(extract), findings)
    terms = Terms(as_of, load.only_fills, frozenset())
    bringing = Bringing(load, family, terms, persons, findings, newest_loads(), shapes_by_table())
    step(0.0, "Writing who the people are")
    staff = people_brought(bringing, extract)
    tie_by_address()
    step(0.2, "Putting events in their tables")
    events = _events(extract, persons)
    untold(events, extract, findings)
    particulars = extract.particulars
    details = details_of(particulars.details if particulars else None, persons, staff)
    all_met = _all_met(bringing, extract, lasting_strands(events, family), details, staff)
    all_met = linked(with_known_strands(all_met), findings)
    for number, this in enumerate(all_met):
        step(0.3 + 0.7 * number / len(all_met), f"Writing {this.table.model._meta.verbose_name_plural}")
        settled(bringing, this)
    if not load.only_fills:
        watch_for_vanished_children(bringing, tells_events=bool(extract.coverage.kinds))
        hold_coverage(family.name, extract.coverage, as_of)
    told = row_changes_of(bringing), new_children_of(bringing)
    return Brought(tuple(bringing.changes), _touched(bringing), findings, *told)


def _events(extract: Extract, persons: Persons) -> pl.DataFrame:
    """The events with the number of the person whom each is about, in the order of the extract."""
    events = pl.from_arrow(extract.events.unify_dictionaries().combine_chunks())
    assert isinstance(events, pl.DataFrame)
    children = persons.of_keys(pl.DataFrame({"key": pl.Series(extract.children["child"])}), "key")
    codes = pl.Series(extract.events["kind"].combine_chunks().indices.cast("int16"))
    texts = [col(name).cast(pl.Categorical) for name in ("episode", "code", "source", "column")]
    return events.with_columns(
        *texts,
        kind=codes,
        owner=children["owner"].gather(events["child"].cast(pl.UInt32)),
        at=pl.int_range(pl.len(), dtype=pl.Int64),
    ).drop("child")


def _all_met(
    bringing: Bringing, extract: Extract, events: pl.DataFrame, details: Details | None, staff: Staff
) -> list[Met]:
    """The rows of every table that the extract fills, each met with its row in the record."""
    held = {KIND_CODES[kind] for kind in extract.coverage.kinds} | set(events["kind"].unique().to_list())
    found: list[Met] = []
    for table in told_tables():
        is_listed = table.label == INVOLVEMENT and particulars_named(extract, "involvements") is not None
        if not is_listed and not any(KIND_CODES[telling.kind] in held for telling in table.tellings):
            continue
        told = with_details(rows_told(table, events), details)
        _report_clashes(bringing, told)
        rows = with_keys(told, bringing.family)
        if table.label == INVOLVEMENT:
            rows = with_staff(bringing, extract, table, rows, staff)
        sayable = sayable_columns(table, extract.coverage, told.headings)
        this = met(bringing, table, rows, told.headings, sayable)
        if this is not None:
            found.append(replace(this, leads=dict(strands_led_to(told, details))))
    for table, rows, headings in rows_beside(details):
        this = met(bringing, table, numbered(rows, list(table.names)), headings, frozenset(table.names), ())
        if this is not None:
            found.append(this)
    return found


def _report_clashes(bringing: Bringing, told: Told) -> None:
    if told.clashes:
        bringing.findings.add(
            "two-values-for-one",
            Level.NOTE,
            "events of one row gave two values where the record has place for one; the first was taken",
            source=told.table.label,
            count=told.clashes,
        )


def _touched(bringing: Bringing) -> tuple[str, ...]:
    if not bringing.touched:
        return ()
    owners = pl.concat([owners.cast(pl.Int32) for owners in bringing.touched]).drop_nulls().unique().sort()
    return tuple(bringing.persons.named(owners).to_list())
