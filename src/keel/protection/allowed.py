"""Days by which something is due: the child's own readings, and what the standards allow from a day that is to come."""

from datetime import date, timedelta

from keel.clock import today
from keel.oversight.models import StoredReading
from keel.oversight.rules_held import standards_held
from keel.people.models import Person
from keel.practice.calendar import is_working_day
from keel.practice.standards import NO_DUE, due_days
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.recording.checks import weekend
from keel.report.wording import day_text

EPOCH = date(1970, 1, 1)
OPEN = (Status.RUNNING, Status.OVERDUE)


def due_after(key: str, day: date) -> date | None:
    """By when a timescale that starts on a day is due; None where no standard was in force."""
    standard = standards_held()[BOOK[key].allowance]
    due = int(due_days(standard, day, day)[0])
    return None if due == NO_DUE else EPOCH + timedelta(days=due)


def open_readings(child: Person, *keys: str) -> list[StoredReading]:
    """What is due for a child of these timescales, the soonest first."""
    found = StoredReading.objects.filter(
        child=child, timescale__in=keys, status__in=[each.value for each in OPEN]
    )
    return list(found.order_by("due_on", "pk"))


def due_lines(child: Person, *keys: str) -> list[str]:
    """The same in words: what, by which day, and that it is late."""
    return [_line(each) for each in open_readings(child, *keys)]


def _line(reading: StoredReading) -> str:
    late = ", which has passed" if reading.status == Status.OVERDUE.value else ""
    return f"{BOOK[reading.timescale].name}: by {day_text(reading.due_on)}{late}"


def gone_by(day: date | None) -> str:
    """Said of a day that is to come and has passed: a booking that is written down after it."""
    return f"{day_text(day)} has passed." if day and day < today() else ""


def not_a_meeting_day(day: date | None) -> str:
    """Said of a day on which conferences are not held as a rule."""
    if day is None or is_working_day(day):
        return ""
    return weekend(day) or f"{day_text(day)} is a bank holiday."
