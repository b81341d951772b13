"""An event as the row that it becomes, with nothing but the tellings to go by."""

from datetime import time

from keel.practice.history import Event, EventKind, Fact
from keel.record.telling import PRESENT, Telling, telling_of


def the(kind: EventKind) -> Telling:
    """The one telling of a kind."""
    (telling,) = telling_of(kind)
    return telling


def values(event: Event) -> dict[str, object]:
    """The columns of the row that an event becomes."""
    telling = the(event.kind)
    named = {
        telling.on: event.on,
        telling.recorded_on: event.recorded_on,
        telling.anchor: event.anchor_on,
        telling.code: event.code,
        telling.number: event.number,
        telling.minute: None if event.minute is None else time(event.minute // 60, event.minute % 60),
    }
    wanted = {
        name: value[0] if isinstance(value, tuple) else value
        for name, value in telling.when.items()
        if value is not PRESENT
    }
    facts = {name: event.facts[fact] for fact, name in telling.facts.items() if fact in event.facts}
    row = wanted | facts | {name: value for name, value in named.items() if name and value is not None}
    if event.facts.get(Fact.EARLIER_UNKNOWN):
        row["is_latest_only"] = True
    return row | ({"episode": event.episode} if event.episode else {})
