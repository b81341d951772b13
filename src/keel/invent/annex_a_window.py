"""What the Annex A workbook of a day holds of a child: six months back, and the latest of what repeats."""

from functools import cache

from keel.invent import days
from keel.invent.records import Assessment, Enquiry, Expected, Person, Plan

_MONTHS, _MONTHS_ADOPTION = 6, 12


@cache
def since(as_of: int) -> int:
    """The first day of the six months."""
    return days.months(as_of, -_MONTHS)


def is_recent(as_of: int, start: int, end: int | None) -> bool:
    """Started by the day, and going on or ended in the six months."""
    return start <= as_of and (end is None or end >= since(as_of))


def shows(as_of: int, child: Person, found: Expected) -> bool:
    """Whether the workbook can show this failing at all."""
    match found.record:
        case Assessment() as made:
            return is_recent(as_of, made.start, made.authorised)
        case Enquiry() as made:
            return since(as_of) <= made.start <= as_of
        case Plan() as made:
            return is_recent(as_of, made.start, made.end)
        case (Plan() as made, int()):
            return is_recent(as_of, made.start, made.end)
        case _:
            return False
