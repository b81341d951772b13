"""Days as numbers (proleptic ordinals, as ``date.toordinal``) so that a million histories are quick to make."""

from datetime import date
from functools import cache, lru_cache

from keel.practice.calendar import add_months, working_day_index

FIRST, LAST = date(1985, 1, 1), date(2060, 12, 31)
_ORIGIN = FIRST.toordinal()
YEAR = 365.25  # days


@cache
def _diary() -> tuple[list[int], list[int]]:
    """For each day the working days up to and including it; and the working days in order."""
    index = [int(n) for n in working_day_index(FIRST, LAST)]
    days = [_ORIGIN + place for place, n in enumerate(index) if n != (index[place - 1] if place else 0)]
    return index, days


def later(day: int, n: int) -> int:
    """The nth working day after ``day``; before it where n is negative."""
    index, days = _diary()
    if n > 0:
        return days[index[day - _ORIGIN] + n - 1]
    return days[index[day - 1 - _ORIGIN] + n] if n else day


def on_or_before(day: int) -> int:
    """The day itself if it is a working day, else the last one before it."""
    index, days = _diary()
    return days[index[day - _ORIGIN] - 1]


def on_or_after(day: int) -> int:
    """The day itself if it is a working day, else the first one after it."""
    index, days = _diary()
    return days[index[day - 1 - _ORIGIN]]


def between(start: int, end: int) -> int:
    """Working days after ``start`` up to and including ``end``."""
    index, _ = _diary()
    return index[end - _ORIGIN] - index[start - _ORIGIN]


@lru_cache(maxsize=65536)
def months(day: int, n: int) -> int:
    """The same day n calendar months on or back."""
    return add_months(date.fromordinal(day), n).toordinal()


@lru_cache(maxsize=65536)
def iso(day: int) -> str:
    """The day as yyyy-mm-dd."""
    return date.fromordinal(day).isoformat()


def birthday(birth: int, age: int) -> int:
    """The day on which the child reaches ``age`` years."""
    return months(birth, 12 * age)


def age_on(birth: int, day: int) -> int:
    """Whole years on ``day``; 0 before the first birthday."""
    years = max(0, int((day - birth) / YEAR) - 1)
    while birthday(birth, years + 1) <= day:
        years += 1
    return years
