"""Days counted wrongly make a late conference look on time, or a child's visit look late when it was not."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keel.practice.calendar import (
    BANK_HOLIDAYS_FROM,
    BANK_HOLIDAYS_TO,
    Unit,
    add_hours,
    add_months,
    add_weeks,
    add_working_days,
    bank_holidays,
    due_table,
    is_working_day,
    last_working_day_on_or_before,
    week_of_pregnancy,
    working_day_index,
    working_days_between,
)

FIRST, LAST = date(1986, 1, 1), date(2054, 12, 31)
days = st.dates(FIRST, LAST)
near = st.dates(date(2019, 1, 1), date(2027, 12, 31))
ONE = timedelta(days=1)


def slow_is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays()


def slow_add_working_days(day: date, n: int) -> date:
    step = ONE if n > 0 else -ONE
    left = abs(n)
    while left:
        day += step
        left -= slow_is_working_day(day)
    return day


def slow_month(day: date, n: int) -> date:
    """The first day of the month n on or back, a month at a time."""
    first = day.replace(day=1)
    for _ in range(abs(n)):
        first = (first - ONE if n < 0 else first + 31 * ONE).replace(day=1)
    return first


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        (date(2020, 5, 8), "the early May holiday moved for the 75th anniversary of VE Day"),
        (date(2022, 6, 2), "the spring holiday moved for the Platinum Jubilee"),
        (date(2022, 6, 3), "the Platinum Jubilee"),
        (date(2022, 9, 19), "the state funeral"),
        (date(2023, 5, 8), "the coronation"),
        (date(2023, 4, 7), "Good Friday"),
        (date(2021, 12, 28), "Boxing Day fell on a Sunday"),
        (date(2024, 8, 26), "the late summer holiday"),
    ],
)
def test_a_bank_holiday_of_england_is_not_a_working_day(closed: date, why: str) -> None:
    assert not is_working_day(closed), why


@pytest.mark.parametrize(
    "opened",
    [
        date(2022, 5, 30),  # the spring holiday had moved to 2 June
        date(2020, 5, 4),  # the early May holiday had moved to 8 May
        date(2024, 1, 2),  # a holiday in Scotland only
        date(2024, 3, 18),  # a holiday in Northern Ireland only
    ],
)
def test_an_ordinary_day_in_england_is_a_working_day(opened: date) -> None:
    assert is_working_day(opened)


@pytest.mark.parametrize(
    ("trigger", "n", "due"),
    [
        (date(2024, 4, 8), 0, date(2024, 4, 8)),  # day 0 is the day of the trigger
        (date(2024, 4, 8), 15, date(2024, 4, 29)),  # a strategy discussion on a Monday, three weeks
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # over the state funeral
        (date(2024, 4, 6), 1, date(2024, 4, 8)),  # from a Saturday, Monday is the first day counted
        (date(2024, 4, 6), 0, date(2024, 4, 6)),
        (date(2024, 12, 24), 3, date(2024, 12, 31)),  # over Christmas and a weekend
        (date(2024, 4, 8), -3, date(2024, 4, 3)),  # a report three working days before a conference
        (date(2024, 4, 7), -1, date(2024, 4, 5)),  # from a Sunday, Friday is the first day counted back
        (date(2024, 4, 2), -1, date(2024, 3, 28)),  # back over Easter
    ],
)
def test_working_days_are_counted_from_the_day_after_the_trigger(trigger: date, n: int, due: date) -> None:
    assert add_working_days(trigger, n) == due


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2024, 1, 15), 3, date(2024, 4, 15)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),  # a leap year
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 5, 31), -3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 0, date(2024, 12, 31)),
        (date(2024, 1, 31), 11, date(2024, 12, 31)),
    ],
)
def test_a_month_rolls_back_to_its_last_day(day: date, n: int, due: date) -> None:
    assert add_months(day, n) == due


@given(days)
def test_a_day_is_working_or_not_as_the_list_of_holidays_says(day: date) -> None:
    assert is_working_day(day) == slow_is_working_day(day)


@given(near, st.integers(-90, 90))
def test_adding_working_days_agrees_with_counting_on_fingers(day: date, n: int) -> None:
    assert add_working_days(day, n) == slow_add_working_days(day, n)


@given(near, st.integers(0, 60))
def test_as_many_working_days_lie_between_as_were_added(day: date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n)) == n


@given(near, near)
def test_working_days_between_counts_the_last_day_and_not_the_first(start: date, end: date) -> None:
    early, late = sorted((start, end))
    counted = sum(slow_is_working_day(early + i * ONE) for i in range(1, (late - early).days + 1))
    assert working_days_between(early, late) == counted
    assert working_days_between(late, early) == -counted


@given(days, st.integers(-60, 60))
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, n: int) -> None:
    due = add_months(day, n)
    assert due.replace(day=1) == slow_month(day, n)
    assert due.day == min(day.day, monthrange(due.year, due.month)[1])


@given(days)
def test_a_review_due_on_a_closed_day_is_held_before_it(day: date) -> None:
    held = last_working_day_on_or_before(day)
    assert held <= day
    assert slow_is_working_day(held)
    assert not any(slow_is_working_day(held + i * ONE) for i in range(1, (day - held).days + 1))


def test_weeks_keep_the_weekday() -> None:
    assert add_weeks(date(2024, 4, 8), 6) == date(2024, 5, 20)
    assert add_weeks(date(2024, 4, 8), -1) == date(2024, 4, 1)


def test_hours_run_through_the_night_and_the_change_of_the_clocks() -> None:
    london = ZoneInfo("Europe/London")
    taken = datetime(2024, 3, 29, 22, 0, tzinfo=london)  # the clocks go forward on the 31st
    ends = add_hours(taken, 72)
    assert ends == datetime(2024, 4, 1, 23, 0, tzinfo=london)
    assert ends - taken.astimezone(UTC) == timedelta(hours=72)


def test_a_week_of_pregnancy_counts_back_from_the_expected_date() -> None:
    assert week_of_pregnancy(date(2024, 6, 10), 40) == date(2024, 6, 10)
    assert week_of_pregnancy(date(2024, 6, 10), 34) == date(2024, 4, 29)


ADD = {
    Unit.WORKING_DAYS: slow_add_working_days,
    Unit.COURT_DAYS: slow_add_working_days,
    Unit.CALENDAR_DAYS: lambda day, n: day + n * ONE,
    Unit.WEEKS: lambda day, n: day + 7 * n * ONE,
    Unit.MONTHS: add_months,
    Unit.YEARS: lambda day, n: add_months(day, 12 * n),
    Unit.PREGNANCY_WEEKS: week_of_pregnancy,
    Unit.DATE: lambda day, _n: day,
    Unit.EVENT: lambda day, _n: day,
}


@given(near, st.integers(0, 40), st.sampled_from(sorted(ADD)), st.integers(-30, 30))
def test_a_table_holds_the_due_day_of_every_trigger_day(first: date, length: int, unit: Unit, n: int) -> None:
    table = due_table(unit, n, first, first + length * ONE)
    expected = [ADD[unit](first + i * ONE, n) for i in range(length + 1)]
    assert table.dtype == np.int32
    assert table.astype("datetime64[D]").tolist() == expected


@pytest.mark.parametrize(("hours", "days_later"), [(72, 3), (24, 1), (30, 2), (0, 0), (-72, -3), (-30, -2)])
def test_a_table_of_hours_gives_the_day_in_which_they_end(hours: int, days_later: int) -> None:
    table = due_table("hours", hours, date(2024, 3, 1), date(2024, 3, 1))
    assert table.astype("datetime64[D]").tolist() == [date(2024, 3, 1) + days_later * ONE]


@given(near, st.integers(0, 400))
def test_the_index_of_working_days_gives_days_over_by_subtraction(first: date, length: int) -> None:
    last = first + length * ONE
    index = working_day_index(first, last)
    assert len(index) == length + 1
    assert index[0] == slow_is_working_day(first)
    assert index[-1] - index[0] == working_days_between(first, last)


@pytest.mark.parametrize(("unit", "value"), [("months", 1.5), ("working days", 0.5), ("fortnights", 1)])
def test_an_allowance_that_cannot_be_counted_is_refused(unit: str, value: float) -> None:
    with pytest.raises(ValueError, match=r"whole number|fortnights"):
        due_table(unit, value, date(2024, 1, 1), date(2024, 1, 2))


def test_a_range_back_to_front_is_refused() -> None:
    with pytest.raises(ValueError, match="earlier day first"):
        due_table("weeks", 1, date(2024, 1, 2), date(2024, 1, 1))


def test_holidays_are_known_for_every_year_a_child_on_file_can_have_lived() -> None:
    assert date(BANK_HOLIDAYS_FROM, 12, 26) in bank_holidays()
    assert date(2008, 1, 1).year - 18 > BANK_HOLIDAYS_FROM  # everyone who was a child when the census began
    assert date(2026, 1, 1).year + 18 < BANK_HOLIDAYS_TO
    assert {day.year for day in bank_holidays()} == set(range(BANK_HOLIDAYS_FROM, BANK_HOLIDAYS_TO + 1))
