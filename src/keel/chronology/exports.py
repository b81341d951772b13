"""A list of children for a file: what whoever asks may see at this moment."""

from typing import Any

from keel.chronology.lists import Row, stands
from keel.people.wording import identifier_of
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Severity
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK

COLUMNS = (
    "Number", "Name", "Born", "Team", "Worker", "On plan since", "Looked after since", "Overdue", "Overdue since",
    "What is overdue", "Signals", "Cannot be computed", "Due next", "Late entries", "As at",
)  # fmt: skip


def cells_of(row: Row, standards: Standards) -> list[Any]:
    """A child's line: texts, numbers, dates, or None."""
    kept = row.kept
    return [
        identifier_of(kept.child),
        row.name,
        kept.child.birth_on,
        kept.team.name if kept.team else None,
        (kept.worker.name or kept.worker.key) if kept.worker else None,
        kept.on_plan_since,
        kept.looked_after_since,
        kept.overdue,
        kept.overdue_since,
        "; ".join(f"{BOOK[each.timescale].name}, {stands(each, standards)}" for each in row.overdue),
        "; ".join(f"{SIGNALS[each.signal].name}, {Severity(each.severity).label}" for each in row.signals),
        kept.unknown,
        kept.next_due_on,
        kept.late_entries,
        kept.as_of,
    ]
