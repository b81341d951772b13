"""What has come into children's records since each was last talked about in supervision."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from keel.access.acts import Act
from keel.chronology.lines import Line, lines_of
from keel.clock import today
from keel.oversight.rules_held import late_entries, standards_held
from keel.practice.history import Event
from keel.record.histories import event_from
from keel.record.view import COLUMNS, OF_CHILD

EVER = date.min  # nobody has talked about her yet
TALK = "oversight.childsupervision"


def new_since(days: Mapping[UUID, date | None], allowed: Callable[[Act], bool]) -> dict[UUID, list[Line]]:
    """Of each child the lines since a day, the latest first: what happened after it, or was only then written down."""
    late = late_entries(standards_held(), today())
    events = _events({child: day or EVER for child, day in days.items()})
    return {
        child: [
            line for line in lines_of(events[child], late) if line.table is None or allowed(line.table.act)
        ]
        for child in days
    }


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
