"""Allowances in words."""

from keel.practice.calendar import Unit
from keel.practice.standards.model import Measure

_WORDS = {
    Unit.DATE: "the date set",
    Unit.EVENT: "the event itself",
    Measure.PER_MONTH: "the number planned for the month",
    Unit.PREGNANCY_WEEKS: "week {0:g} of pregnancy",
    Measure.GRADE: "grade {0:g}",
    Measure.SHARE: "{0:.0%} of the interval",
    Measure.PERCENT: "{0:g}%",
    Measure.RATIO: "{0:g} to 1",
    Measure.READING_AGE: "a reading age of {0:g}",
}
_DAYS = frozenset({Unit.WORKING_DAYS, Unit.COURT_DAYS, Unit.CALENDAR_DAYS})


def duration_text(value: float, unit: Unit | Measure | str) -> str:
    """An allowance as it is said: "15 working days", "1 month", "week 34 of pregnancy", "the same day"."""
    known = unit_named(str(unit))
    if known in _WORDS:
        return _WORDS[known].format(value)
    if value == 0 and known in _DAYS:
        return "the same day"
    return f"{value:g} {known.removesuffix('s') if abs(value) == 1 else known}"


def unit_named(name: str) -> Unit | Measure:
    """The unit of that name, of time or of count. Raises ``ValueError`` where there is none."""
    return Unit(name) if name in set(Unit) else Measure(name)
