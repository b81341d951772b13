"""Dates as they stand in extracts: many forms, one to a column, the day always before the month.

Nothing here guesses. A value that is not a date keeps no date and says why; a column that only makes sense
with the month first is refused whole, because values that could be read either way would be read wrongly.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from keel.exchange.distinct import Distinct, read_distinct
from keel.exchange.values import clean, is_blank

EARLIEST = date(1900, 1, 1)
# A hundred years on from the first release. Fixed, so that a file read twice gives the same answer.
LATEST = date(2126, 12, 31)
EXCEL_ZERO = date(1899, 12, 30)
LAST_SERIAL = (date.max - EXCEL_ZERO).days
# "68" and below are this century, as everywhere else dates of two digits are read.
LAST_SHORT_YEAR = 68
_DAYS_KEPT = 65_536
MONTHS_IN_YEAR = 12

NOT_A_DATE = "is not a date"
NO_SUCH_DAY = "is not a day in the calendar"
TOO_EARLY = "is before 1900"
TOO_LATE = "is more than a hundred years ahead"
MONTH_FIRST = "stands in a column whose dates put the month first"
ONLY_A_TIME = "is a time without a date"

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME = (
    r"(?:(?:[T, ]\s*)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


class Form(StrEnum):
    """How a date is written."""

    ISO = "yyyy-mm-dd"
    SLASHED = "dd/mm/yyyy"
    SLASHED_SHORT = "dd/mm/yy"
    NAMED = "dd-mon-yyyy"
    EXCEL = "Excel date"
    SERIAL = "Excel serial number"


_WRITTEN = (
    (Form.ISO, r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})"),
    (Form.SLASHED, r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"),
    (Form.SLASHED_SHORT, r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{2})"),
    (
        Form.NAMED,
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*(?P<name>[A-Za-z]{3,9})[-/., ]*"
        r"(?P<year>[0-9]{4}|[0-9]{2})",
    ),
)
_PATTERNS = tuple((form, re.compile(pattern + _TIME)) for form, pattern in _WRITTEN)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_DAY_FIRST = (Form.SLASHED, Form.SLASHED_SHORT)


class Dated(NamedTuple):
    """One value read as a date: the day, or what is wrong with it. A blank gives neither.

    ``minute`` is the minute of the day where a time other than midnight was written. ``raw`` is the text
    where it was written in another form than yyyy-mm-dd, or could not be read.
    """

    on: date | None = None
    problem: str | None = None
    minute: int | None = None
    form: Form | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column read in one piece. ``form`` is the form that most of its texts are written in."""

    read: Distinct[Dated]
    forms: Counter[Form] = field(default_factory=Counter)
    is_month_first: bool = False
    is_swap_suspected: bool = False

    @property
    def cells(self) -> tuple[Dated, ...]:
        """Every cell as it was read."""
        return tuple(self.read.readings[place] for place in self.read.which)

    @property
    def form(self) -> Form | None:
        """The form of the column: the commonest among its values."""
        return self.forms.most_common(1)[0][0] if self.forms else None

    @property
    def others(self) -> dict[Form, int]:
        """Texts written in another form than most texts of the column, counted."""
        written = Counter({form: n for form, n in self.forms.items() if form is not Form.EXCEL})
        return dict(written.most_common()[1:])


BLANK = Dated()


@lru_cache(maxsize=_DAYS_KEPT, typed=True)
def read_date(value: object) -> Dated:
    """One value as a date: a date, a date-time, an Excel serial number or text, the day before the month."""
    if isinstance(value, datetime):
        return _checked(value.date(), Form.EXCEL, minute=_minute(value.hour, value.minute))
    if isinstance(value, date):
        return _checked(value, Form.EXCEL)
    if is_blank(value):
        return BLANK
    if isinstance(value, time | timedelta):
        return Dated(problem=ONLY_A_TIME, raw=str(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(float(value), f"{value:.15g}")
    return _from_text(str(value))


def read_dates(values: Iterable[object]) -> DateColumn:
    """A column of values, read in one form where it is text, with what is odd about the column as a whole."""
    read = read_distinct(list(values), read_date)
    forms: Counter[Form] = Counter()
    for one, count in zip(read.readings, read.counts(), strict=True):
        if one.form:
            forms[one.form] += count
    is_swapped = _is_swap_suspected(read.readings)
    month_first = _is_month_first(read.readings)
    if month_first:
        refused = [_refused(one) if _reads_day_first(one) else one for one in read.readings]
        read = Distinct(refused, read.which)
    return DateColumn(read, forms, month_first, is_swapped)


def _from_serial(days: float, raw: str, form: Form = Form.SERIAL) -> Dated:
    if not 1 <= days <= LAST_SERIAL:
        return Dated(problem=NOT_A_DATE, raw=raw)
    whole = int(days)
    minutes = round((days - whole) * 24 * 60)
    on = EXCEL_ZERO + timedelta(days=whole, minutes=minutes)
    return _checked(on, form, minute=minutes % (24 * 60) or None, raw=raw)


def _from_text(value: str) -> Dated:
    text = clean(value)
    for form, pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _from_parts(form, match.groupdict(), value)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text), value)
    return Dated(problem=NOT_A_DATE, raw=value)


def _from_parts(form: Form, parts: dict[str, str | None], raw: str) -> Dated:
    month = _month_named(parts["name"]) if parts.get("name") else int(parts["month"] or 0)
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:  # noqa: PLR2004
        year += 2000 if year <= LAST_SHORT_YEAR else 1900
    try:
        on = date(year, month, int(parts["day"] or 0))
        minute = _clock(parts)
    except ValueError:
        return Dated(problem=NO_SUCH_DAY, form=form, raw=raw)
    return _checked(on, form, minute=minute, raw=None if raw == on.isoformat() else raw)


def _month_named(name: str | None) -> int:
    """The number of a month from its name, whole or cut short ("Sep", "Sept"), or 0."""
    wanted = (name or "").lower()
    return next((place for place, month in enumerate(_MONTHS, 1) if month.startswith(wanted)), 0)


def _clock(parts: dict[str, str | None]) -> int | None:
    if parts["hour"] is None:
        return None
    hour, half = int(parts["hour"]), (parts["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    time(hour, int(parts["minute"] or 0))  # refuses a 25th hour
    return _minute(hour, int(parts["minute"] or 0))


def _minute(hour: int, minute: int) -> int | None:
    """Minute of the day; midnight is what a date without a time looks like, so it is no time at all."""
    return hour * 60 + minute or None


def _checked(on: date, form: Form, *, minute: int | None = None, raw: str | None = None) -> Dated:
    if on < EARLIEST or on > LATEST:
        return Dated(problem=TOO_EARLY if on < EARLIEST else TOO_LATE, form=form, raw=raw or on.isoformat())
    return Dated(on, None, minute, form, raw)


def _reads_day_first(cell: Dated) -> bool:
    return cell.form in _DAY_FIRST


def _refused(cell: Dated) -> Dated:
    return Dated(problem=MONTH_FIRST, form=cell.form, raw=cell.raw)


def _is_month_first(cells: Iterable[Dated]) -> bool:
    """Some values make a date only with the month first, and none only with the day first."""
    pairs = [_day_and_month(cell) for cell in cells if _reads_day_first(cell)]
    swapped = any(first <= MONTHS_IN_YEAR < second for first, second in pairs)
    return swapped and not any(second <= MONTHS_IN_YEAR < first for first, second in pairs)


def _is_swap_suspected(cells: Iterable[Dated]) -> bool:
    """True dates that all fall on the 1st to 12th beside texts that never do.

    Opening a dd/mm/yyyy export in a spreadsheet set to American dates leaves exactly this: what could be read
    month first became a wrong date, and the rest stayed text.
    """
    known = list(cells)
    texts = [_day_and_month(cell)[0] for cell in known if _reads_day_first(cell)]
    days = [cell.on.day for cell in known if cell.form is Form.EXCEL and cell.on]
    return bool(texts and len(days) > 1 and min(texts) > MONTHS_IN_YEAR >= max(days))


def _day_and_month(cell: Dated) -> tuple[int, int]:
    first, second = re.split(r"[-/.]", clean(cell.raw or ""))[:2]
    return int(first), int(second)
