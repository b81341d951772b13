"""Histories written as rows of the record, each event by its telling, and read again."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from keel.exchange.extract import Coverage
from keel.people.models import Person
from keel.practice.history import Child, Event, EventKind, Fact, History
from keel.record.coverage import hold_coverage
from keel.record.histories import CHILD_FACTS
from keel.record.telling import PRESENT, Telling, telling_of

FACTS = frozenset(Fact)
EVERYTHING = Coverage(dict.fromkeys(EventKind, FACTS), frozenset(EventKind), FACTS)


def hold_everything(as_of: date) -> None:
    """The record can hold every kind of event with every fact that a table keeps."""
    hold_coverage("all", EVERYTHING, as_of)


def written(history: History) -> Person:
    """The child of a history, with a row for each event that a table tells."""
    child = person(history.child)
    for event in history.events:
        write(child, event)
    return child


def person(child: Child) -> Person:
    """A child of the record."""
    facts = {name: child.facts.get(fact) for fact, name in CHILD_FACTS.items()}
    days = {"birth_on": child.birth_on, "expected_on": child.expected_on, "died_on": child.died_on}
    return Person.objects.create(is_child=True, **days, **facts)


def write(child: Person, event: Event) -> Any:
    """One event as a row; None where no table tells its kind."""
    for telling in telling_of(event.kind)[:1]:
        if telling.table is Person:
            setattr(child, telling.on, event.on)
            return child.save()
        return telling.table.objects.create(**{telling.child: child}, **dict(fields(telling, event)))
    return None


def fields(telling: Telling, event: Event) -> Iterable[tuple[str, Any]]:
    """The fields that tell the event."""
    yield telling.on, event.on
    if telling.is_main:
        yield "episode", event.episode or ""
        yield "is_latest_only", bool(event.facts.get(Fact.EARLIER_UNKNOWN))
    for name, wanted in telling.when.items():
        if wanted is not PRESENT:
            yield name, wanted[0] if isinstance(wanted, tuple) else wanted
    for fact, name in telling.facts.items():
        yield name, event.facts.get(fact)
    told = {
        telling.anchor: event.anchor_on,
        telling.code: event.code or "",
        telling.number: event.number,
        telling.minute: None if event.minute is None else time(*divmod(event.minute, 60)),
        telling.recorded_on: event.recorded_on,
    }
    yield from ((name, value) for name, value in told.items() if name is not None)
