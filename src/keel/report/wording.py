"""Counts, dates and standings in words: one way of saying each, in every format."""

from collections.abc import Mapping
from datetime import date

from keel.practice.timescales.model import Status

NOT_RECORDED = "not recorded"
CONFIRM = "local value, please confirm"


def day_text(day: date | None) -> str:
    """A day as people write it: "3 March 2025"; blank where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def short_day(day: date | None) -> str:
    """A day for a narrow column: "3 Mar 2025"; blank where there is none."""
    return f"{day.day} {day:%b %Y}" if day else ""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 child", "1,204 children"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(number: int, of: int) -> float | None:
    """Percent to one decimal, never rounded up to 100 or down to 0; None where there is nothing to divide by."""
    if not of:
        return None
    share = round(100 * number / of, 1)
    if number and not share:
        return 0.1
    return 99.9 if number < of and share >= 100 else share  # noqa: PLR2004 - a percent


def share_text(number: int, of: int) -> str:
    """A count with its denominator: "3 of 20 (15.0%)"."""
    share = percent(number, of)
    return f"{number:,} of {of:,}" + ("" if share is None else f" ({share:.1f}%)")


def standing(reading: Mapping[str, object]) -> str:
    """How a reading stands, with the days: "overdue by 12 working days"."""
    status = Status(str(reading["status"]))
    return _STANDING[status].format(_days_over(reading))


def _days_over(reading: Mapping[str, object]) -> str:
    over = reading["days_over"]
    unit = str(reading["days_unit"] or "days")
    if not isinstance(over, int):
        return ""
    if over <= 0:
        return f" by less than a {unit.removesuffix('s')}"  # a weekend, where working days count
    return f" by {counted(over, unit.removesuffix('s'))}"


_STANDING = {
    Status.OVERDUE: "overdue{0}",
    Status.LATE: "late{0}",
    Status.MISSED: "never met, ended late{0}",
    Status.UNKNOWN: "cannot be computed",
    Status.RUNNING: "not yet due",
    Status.MET: "met in time",
    Status.ENDED: "ended before it was due",
}
