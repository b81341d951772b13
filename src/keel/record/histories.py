"""From rows of the record to the history that practice reads."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from keel.practice.history import FACT_BITS, Child, Event, EventKind, Fact, History, Place
from keel.record.view import COLUMNS, OF_CHILD

CHILD_FACTS: Mapping[Fact, str] = {
    Fact.DISABLED: "is_disabled",
    Fact.COMMUNICATION_KNOWN: "is_communication_known",
    Fact.EARLIER_REMOVAL: "has_earlier_removal",
    Fact.PARENT_NEEDS_ACCESSIBLE: "has_parent_who_needs_accessible",
}


def history_of(child_id: UUID) -> History:
    """The whole history of one child, in two statements. Raises Person.DoesNotExist.

    Each event's ``place`` names its table and the row's identity there, so that a page can lead to it.
    """
    return history_from(apps.get_model("people.Person").objects.get(pk=child_id))


def history_from(person: Any) -> History:
    """The same of a person who was read just now, in one statement."""
    return History.of(child_from(person), events_of(person.pk))


def child_from(person: Any) -> Child:
    """A person of the record as practice knows a child."""
    answers = {fact: getattr(person, name) for fact, name in CHILD_FACTS.items()}
    return Child(
        key=str(person.pk),
        birth_on=person.birth_on,
        expected_on=person.expected_on,
        died_on=person.died_on,
        facts={fact: answer for fact, answer in answers.items() if answer is not None},
    )


def events_of(child_id: UUID) -> list[Event]:
    """The events that the record tells of a child, in the order they were entered within a day and kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(map(connection.ops.quote_name, COLUMNS))} FROM {OF_CHILD}(%s)", [child_id]
        )
        return [event_from(row) for row in cursor.fetchall()]


def event_from(row: Iterable[Any]) -> Event:
    """One row of the view as an event."""
    _, kind, on, minute, recorded_on, episode, anchor_on, yes, no, code, number, table, entry = row
    return Event(
        kind=EventKind(kind),
        on=on,
        minute=minute,
        recorded_on=recorded_on,
        episode=episode,
        anchor_on=anchor_on,
        facts=_facts(yes, no),
        code=code,
        number=number,
        place=Place(source=table, raw=entry),
    )


@lru_cache(maxsize=4096)
def _facts(yes: int, no: int) -> Mapping[Fact, bool]:
    said = {fact: True for fact, bit in FACT_BITS.items() if yes & bit}
    return MappingProxyType(said | {fact: False for fact, bit in FACT_BITS.items() if no & bit})


def known_by(child_id: UUID, day: date) -> History:
    """The history as it was known at the end of a day."""
    return history_of(child_id).known_by(day)
