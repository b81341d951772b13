"""Due days for every trigger day of a range, by the version of the standard in force."""

from datetime import date

import numpy as np

from keel.practice.calendar import NO_DUE, Days, Unit, due_table
from keel.practice.standards.model import DatedValue, Standard, StandardError

__all__ = ["NO_DUE", "due_days"]


def due_days(standard: Standard, first: date, last: date, *, as_of: date | None = None) -> Days:
    """The due day of each day from ``first`` to ``last``, in days since 1 January 1970.

    Each day is judged by the value in force on it, or every day by the value in force on ``as_of``;
    ``NO_DUE`` where none was. For weeks of pregnancy the day is the expected date; for a date or an event it
    is the due day itself. Raises :class:`StandardError` for a standard that is not a length of time.
    """
    due = np.full((last - first).days + 1, NO_DUE, dtype=np.int32)
    versions = standard.values if as_of is None else _in_force(standard, as_of)
    for version in versions:
        start = first if as_of else max(first, version.from_on)
        end = last if as_of else min(last, version.until_on or last)
        if version.in_force and start <= end:
            due[(start - first).days : (end - first).days + 1] = _table(standard, version, start, end)
    return due


def _in_force(standard: Standard, day: date) -> tuple[DatedValue, ...]:
    version = standard.value_on(day)
    return () if version is None else (version,)


def _table(standard: Standard, version: DatedValue, first: date, last: date) -> Days:
    if not isinstance(version.unit, Unit):
        raise StandardError(
            f"{standard.part}.toml: {standard.key}: {version.unit} is not a length of time; "
            "read its number with value_on"
        )
    return due_table(version.unit, standard.sign * version.value, first, last)
