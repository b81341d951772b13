"""What has come into children's records since each was last talked about in supervision."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import connection

from keel.access.acts import Act
from keel.chronology.lines import Line, lines_of
from keel.clock import today
from keel.oversight.models import CriticalSignal
from keel.oversight.rules_held import late_entries, standards_held
from keel.practice.history import Event, EventKind
from keel.practice.signals import SIGNALS
from keel.record.histories import event_from
from keel.record.view import COLUMNS, OF_CHILD

EVER = date.min  # nobody has talked about her yet
TALK = "oversight.childsupervision"
OF_SIGNALS = (
    EventKind.CRITICAL_SIGNAL_OPENED,
    EventKind.NO_CHALLENGE_REASONED,
    EventKind.CRITICAL_SIGNAL_CLOSED,
)


def new_since(days: Mapping[UUID, date | None], allowed: Callable[[Act], bool]) -> dict[UUID, list[Line]]:
    """Of each child the lines since a day, the latest first: what happened after it, or was only then written down."""
    late = late_entries(standards_held(), today())
    events = _events({child: day or EVER for child, day in days.items()})
    found = {
        child: [
            line for line in lines_of(events[child], late) if line.table is None or allowed(line.table.act)
        ]
        for child in days
    }
    return _with_signals(found)


def _with_signals(found: dict[UUID, list[Line]]) -> dict[UUID, list[Line]]:
    """A critical signal says which it is."""
    named = (line.entry for lines in found.values() for line in lines if line.kind in OF_SIGNALS)
    entries = {int(entry) for entry in named if entry.isdecimal()}
    if not entries:
        return found
    rows = CriticalSignal.objects.filter(pk__in=entries, child__in=list(found)).values_list("pk", "signal")
    names = {str(pk): SIGNALS[signal].name if signal in SIGNALS else signal for pk, signal in rows}
    return {
        child: [_named(line, names.get(line.entry, "")) for line in lines] for child, lines in found.items()
    }


def _named(line: Line, name: str) -> Line:
    return replace(line, title=f"{line.title}: {name}") if name and line.kind in OF_SIGNALS else line


def _events(days: Mapping[UUID, date]) -> Mapping[UUID, list[Event]]:
    """In one statement for all of them."""
    names = ", ".join(f"e.{connection.ops.quote_name(name)}" for name in COLUMNS)
    found: dict[UUID, list[Event]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM unnest(%s::uuid[], %s::date[]) w(child, since), LATERAL {OF_CHILD}(w.child) e "
            'WHERE (e."on" > w.since OR e.recorded_on > w.since) AND e."on" <= %s AND e.entry_table <> %s '
            'ORDER BY e."on"',
            [list(days), list(days.values()), today(), TALK],
        )
        for row in cursor.fetchall():
            found[row[0]].append(event_from(row))
    return found
