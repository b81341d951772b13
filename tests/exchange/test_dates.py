"""A date read wrongly makes a late visit look on time, or a child the wrong age."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keel.exchange.dates import (
    EXCEL_ZERO,
    MONTH_FIRST,
    NO_SUCH_DAY,
    NOT_A_DATE,
    ONLY_A_TIME,
    TOO_EARLY,
    TOO_LATE,
    Form,
    read_date,
    read_dates,
)

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
THIS_CENTURY_AND_LAST = st.dates(date(1969, 1, 1), date(2068, 12, 31))
MINUTES = st.integers(0, 24 * 60 - 1)

FORMS = {
    "ISO": "{0:%Y-%m-%d}",
    "ISO date-time": "{0:%Y-%m-%d}T00:00:00",
    "slashes": "{0:%d/%m/%Y}",
    "slashes, unpadded": "{0.day}/{0.month}/{0.year}",
    "dots": "{0:%d.%m.%Y}",
    "month by name": "{0:%d-%b-%Y}",
    "month in capitals": "{0:%d-%B-%Y}",
    "in words": "{0.day} {0:%B} {0.year}",
    "slashes and a time": "{0:%d/%m/%Y} 00:00",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(day=DAYS)
def test_a_day_written_in_any_form_comes_back_as_the_same_day(form: str, day: date) -> None:
    assert read_date(form.format(day)).on == day


@given(day=THIS_CENTURY_AND_LAST)
def test_a_year_of_two_digits_is_read_in_the_century_that_children_live_in(day: date) -> None:
    assert read_date(f"{day:%d/%m/%y}").on == day


@given(day=DAYS)
def test_an_excel_serial_number_is_the_same_day_as_a_number_or_as_text(day: date) -> None:
    serial = (day - EXCEL_ZERO).days
    assert {read_date(serial).on, read_date(float(serial)).on, read_date(str(serial)).on} == {day}


@given(day=DAYS, minute=MINUTES)
def test_a_time_is_kept_to_the_minute_in_text_in_excel_and_as_a_serial_number(day: date, minute: int) -> None:
    clock = time(minute // 60, minute % 60)
    serial = (day - EXCEL_ZERO).days + minute / 1440
    read = [
        read_date(f"{day:%d/%m/%Y} {clock:%H:%M}"),
        read_date(datetime.combine(day, clock)),
        read_date(serial),
    ]
    assert {(cell.on, cell.minute) for cell in read} == {(day, minute or None)}


@pytest.mark.parametrize(
    ("text", "minute"),
    [("3/6/2025 12:05 am", 5), ("3/6/2025 12:05 PM", 725), ("2025-06-03 23:59:59.5Z", 1439)],
)
def test_twelve_hour_clocks_are_understood(text: str, minute: int) -> None:
    assert (read_date(text).on, read_date(text).minute) == (date(2025, 6, 3), minute)


def test_the_third_of_june_is_never_read_as_the_sixth_of_march() -> None:
    assert read_date("03/06/2025").on == date(2025, 6, 3)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("31/02/2025", NO_SUCH_DAY),
        ("29/02/2025", NO_SUCH_DAY),
        ("03/13/2025", NO_SUCH_DAY),
        ("00/01/2025", NO_SUCH_DAY),
        ("12 Smarch 2025", NO_SUCH_DAY),
        ("01/01/2025 25:00", NO_SUCH_DAY),
        ("31/12/1899", TOO_EARLY),
        (date(1066, 10, 14), TOO_EARLY),
        ("01/01/2999", TOO_LATE),
        ("tomorrow", NOT_A_DATE),
        ("2025", NOT_A_DATE),
        (True, NOT_A_DATE),
        (-3, NOT_A_DATE),
        (float("inf"), NOT_A_DATE),
        (time(9, 30), ONLY_A_TIME),
    ],
)
def test_what_is_not_a_day_keeps_its_text_and_says_why(value: object, problem: str) -> None:
    cell = read_date(value)
    assert (cell.on, cell.problem) == (None, problem)
    assert cell.raw


@pytest.mark.parametrize("blank", [None, "", "  ", "\xa0", "#N/A", "NULL", "-", float("nan")])
def test_a_blank_is_neither_a_date_nor_a_problem(blank: object) -> None:
    assert (read_date(blank).on, read_date(blank).problem) == (None, None)


def test_a_future_date_is_kept() -> None:
    assert read_date("01/01/2090").on == date(2090, 1, 1)


def test_the_text_is_kept_unless_it_is_the_iso_day_itself() -> None:
    assert read_date("03/06/2025").raw == "03/06/2025"
    assert read_date("2025-06-03").raw is None


def test_a_column_with_the_month_first_is_refused_whole() -> None:
    column = read_dates(["03/25/2025", "04/05/2025", "2025-01-31", None])
    assert column.is_month_first
    assert [cell.problem for cell in column.cells] == [MONTH_FIRST, MONTH_FIRST, None, None]
    assert column.cells[2].on == date(2025, 1, 31)


def test_one_impossible_date_among_days_first_spoils_only_itself() -> None:
    column = read_dates(["25/03/2025", "04/05/2025", "03/25/2025"])
    assert [cell.on for cell in column.cells] == [date(2025, 3, 25), date(2025, 5, 4), None]
    assert column.cells[2].problem == NO_SUCH_DAY


def test_a_column_says_its_form_and_what_strays_from_it() -> None:
    column = read_dates(["25/03/2025", "26/03/2025", "2025-03-27", "45743"])
    assert column.form is Form.SLASHED
    assert column.others == {Form.ISO: 1, Form.SERIAL: 1}


def test_days_and_months_swapped_by_a_spreadsheet_are_suspected() -> None:
    swapped = [date(2025, 3, 6), date(2025, 12, 1), "25/03/2025", "13/06/2025"]
    assert read_dates(swapped).is_swap_suspected
    assert not read_dates([*swapped, date(2025, 3, 25)]).is_swap_suspected
    assert not read_dates([*swapped, "02/03/2025"]).is_swap_suspected


def test_true_and_one_are_not_the_same_cell() -> None:
    cells = read_dates([True, 1, 45000, True]).cells
    assert [cell.problem for cell in cells] == [NOT_A_DATE, TOO_EARLY, None, NOT_A_DATE]
