"""What is known of a person tells of a child's history."""

from keel.practice.history import EventKind
from keel.record.telling import Telling

TELLINGS = (
    Telling(EventKind.CHILD_DIED, "people.Person", "died_on", recorded_on=None, child="id", is_main=False),
)
