"""What an authority's extract tells of each child is told again, word for word, by the rows that it became."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from entering import the, values

from keel.exchange.extract import Extract
from keel.exchange.source import read_source
from keel.invent.authority import Format, write_authority
from keel.people.models import Person
from keel.practice.history import FACT_BITS, Child, Event, EventKind, History
from keel.record.histories import events_of

AS_OF = date(2026, 3, 31)  # a census day, so that all three formats tell of the same time
ENDING = {Format.ANNEX_A: ".xlsx", Format.CIN: ".xml", Format.SSD: ""}


def told(extract: Extract) -> Iterator[tuple[int, Event]]:
    """The events of an extract, each with the row of its child."""
    for row in extract.events.to_pylist():
        facts = {fact: True for fact, bit in FACT_BITS.items() if row["yes"] & bit}
        facts |= {fact: False for fact, bit in FACT_BITS.items() if row["no"] & bit}
        taken = ("on", "minute", "recorded_on", "episode", "anchor_on", "code", "number")
        kind = EventKind(row["kind"])
        yield row["child"], Event(kind, facts=facts, **{name: row[name] for name in taken})


def ordered(events: list[Event]) -> tuple[Event, ...]:
    """Events as a history has them, without the places they were read from."""
    history = History.of(Child("any"), events)
    return tuple(
        Event(e.kind, e.on, e.minute, e.recorded_on, e.episode, e.anchor_on, e.facts, e.code, e.number)
        for e in history.events
    )


@pytest.mark.django_db
@pytest.mark.parametrize("named", ENDING)
def test_the_history_in_a_source_and_in_the_record_are_the_same(tmp_path: Path, named: Format):
    out = write_authority(150, 7, AS_OF, named, tmp_path / f"severnshire{ENDING[named]}")
    extract = read_source(out)
    children = Person.objects.bulk_create(Person(is_child=True) for _ in range(len(extract.children)))
    expected: dict[int, list[Event]] = defaultdict(list)
    rows = defaultdict(list)
    for place, event in told(extract):
        expected[place].append(event)
        rows[the(event.kind).model].append((children[place], values(event)))
    keep(rows)
    for place, events in expected.items():
        assert ordered(events_of(children[place].pk)) == ordered(events)
    assert len(expected) > 20


def keep(rows: dict[str, list[tuple[Person, dict[str, object]]]]) -> None:
    """Each row into its table, in the order told."""
    for label, told_rows in rows.items():
        model = apps.get_model(label)
        if model is Person:
            for child, row in told_rows:
                Person.objects.filter(pk=child.pk).update(died_on=row["died_on"])
        else:
            model.objects.bulk_create(model(child=child, **row) for child, row in told_rows)
