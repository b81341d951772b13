"""Counting days as the law counts them.

Day 0 is the day of the trigger and a timescale is met up to the end of the due day. A working day is not a
Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England (the words of SI 2007/462 and of
SI 2005/1533). Weeks and months are calendar ones, and where a month is too short its last day stands: three
months from 30 November is 28 or 29 February. Hours run through nights and weekends.

Bank holidays are known from 1985 to 2055; outside those years only Saturdays and Sundays are left out.
Tables are arrays of int32, one place for each day of the range, holding days since 1 January 1970.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from math import ceil, copysign
from typing import Literal

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]
_DaySeries = npt.NDArray[np.datetime64]

BANK_HOLIDAYS_FROM, BANK_HOLIDAYS_TO = 1985, 2055  # years
FULL_TERM = 40  # weeks of pregnancy on the expected date of delivery
NO_DUE = -(2**31)  # marks a day on which no due date can be given


class Unit(StrEnum):
    """What an allowance of time is counted in."""

    WORKING_DAYS = "working days"
    COURT_DAYS = "court days"
    CALENDAR_DAYS = "calendar days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    PREGNANCY_WEEKS = "weeks of pregnancy"  # counted back from the expected date of delivery
    DATE = "date"  # the date set on the item itself
    EVENT = "event"  # another event, not a length of time


@cache
def _working_calendar() -> np.busdaycalendar:
    import holidays  # noqa: PLC0415 - half a second to import, so only once a day is counted

    years = range(BANK_HOLIDAYS_FROM, BANK_HOLIDAYS_TO + 1)
    england = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return np.busdaycalendar(holidays=np.array(sorted(england), dtype="datetime64[D]"))


@cache
def bank_holidays() -> frozenset[date]:
    """Bank holidays of England, one-off ones included, that fall on a Monday to Friday."""
    return frozenset(_working_calendar().holidays.tolist())


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a bank holiday in England."""
    return bool(np.is_busday(np.datetime64(day), busdaycal=_working_calendar()))


def add_working_days(day: date, n: int) -> date:
    """The nth working day after ``day``, or before it where n is negative; ``day`` itself where n is 0."""
    due: date = _working_days_on(np.array([day], dtype="datetime64[D]"), n).tolist()[0]
    return due


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative where ``end`` comes first."""
    if end < start:
        return -working_days_between(end, start)
    one = np.timedelta64(1, "D")
    after, until = np.datetime64(start) + one, np.datetime64(end) + one
    return int(np.busday_count(after, until, busdaycal=_working_calendar()))


def last_working_day_on_or_before(day: date) -> date:
    """Where a review may still be held when its due date is not a working day: before it, not after."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_months(day: date, n: int) -> date:
    """The same day n calendar months on or back, or the last day of that month where it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def add_weeks(day: date, n: int) -> date:
    """The same weekday n weeks on, or back where n is negative."""
    return day + timedelta(weeks=n)


def add_hours(moment: datetime, hours: float) -> datetime:
    """``hours`` of elapsed time on, through nights, weekends and the change of the clocks."""
    if moment.tzinfo is None:
        return moment + timedelta(hours=hours)
    return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(moment.tzinfo)


def week_of_pregnancy(expected_on: date, week: int) -> date:
    """The day that week of pregnancy is reached, where week 40 is the expected date of delivery."""
    return add_weeks(expected_on, week - FULL_TERM)


def due_table(unit: Unit | str, value: float, first: date, last: date) -> Days:
    """The due day for a trigger on each day from ``first`` to ``last``; a negative value counts back.

    Hours give the day in which the last hour ends when the trigger came at the close of its day. A week of
    pregnancy counts from the expected date. ``ValueError``: part of a day or month, or an unknown unit.
    """
    return _as_days(_DUE[Unit(unit)](_every_day(first, last), value))


def working_day_index(first: date, last: date) -> Days:
    """Working days from ``first`` up to and including each day, so that days over are a subtraction."""
    open_days = np.is_busday(_every_day(first, last), busdaycal=_working_calendar())
    return np.cumsum(open_days, dtype=np.int32)


def _every_day(first: date, last: date) -> _DaySeries:
    if last < first:
        raise ValueError(f"a range of days from {first} to {last}; give the earlier day first")
    return np.arange(np.datetime64(first), np.datetime64(last) + np.timedelta64(1, "D"))


def _as_days(days: _DaySeries) -> Days:
    return days.astype("datetime64[D]").astype(np.int64).astype(np.int32)


def _whole(value: float) -> int:
    if value != int(value):
        raise ValueError(f"an allowance of {value}; give a whole number for this unit")
    return int(value)


def _working_days_on(days: _DaySeries, value: float) -> _DaySeries:
    n = _whole(value)
    if n == 0:
        return days
    # From a Saturday the next working day is the first one counted, forwards or back.
    roll: Literal["backward", "forward"] = "backward" if n > 0 else "forward"
    return np.busday_offset(days, n, roll=roll, busdaycal=_working_calendar())


def _days_on(days: _DaySeries, value: float) -> _DaySeries:
    return days + np.timedelta64(_whole(value), "D")


def _months_on(days: _DaySeries, value: float) -> _DaySeries:
    month = days.astype("datetime64[M]")
    target = month + np.timedelta64(_whole(value), "M")
    first_day = target.astype("datetime64[D]")
    last_day = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same_day: _DaySeries = np.minimum(first_day + (days - month.astype("datetime64[D]")), last_day)
    return same_day


def _hours_on(days: _DaySeries, value: float) -> _DaySeries:
    return _days_on(days, copysign(ceil(abs(value) / 24), value))


def _itself(days: _DaySeries, _value: float) -> _DaySeries:
    return days


_DUE = {
    Unit.WORKING_DAYS: _working_days_on,
    Unit.COURT_DAYS: _working_days_on,
    Unit.CALENDAR_DAYS: _days_on,
    Unit.WEEKS: lambda days, value: _days_on(days, 7 * value),
    Unit.MONTHS: _months_on,
    Unit.YEARS: lambda days, value: _months_on(days, 12 * value),
    Unit.HOURS: _hours_on,
    Unit.PREGNANCY_WEEKS: lambda days, value: _days_on(days, 7 * (value - FULL_TERM)),
    Unit.DATE: _itself,
    Unit.EVENT: _itself,
}
