"""Boxes that forms of the record share: a day as people type it, and yes, no or not recorded."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms

from keel.clock import today

FORMATS = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B %y",
    "%d %b %y",
)
WITHOUT_YEAR = ("%d/%m", "%d %B", "%d %b")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YES, NO = "yes", "no"
LINE = 250  # letters of a few words
WEEK = 7
LEAP = 2000  # a year that has every day, so that 29 February can be read before its year is known


class Day(forms.DateField):
    """A day as people type it: 3/6/26, 3 June, yesterday, Tuesday.

    A day without a year, or a day of the week, is the last one that was where ``is_past``, else the next to come.
    """

    widget = forms.DateInput

    def __init__(self, *, is_past: bool = True, **named: Any) -> None:
        super().__init__(**named)
        self.is_past = is_past
        self.widget.format = "%d/%m/%Y"
        self.error_messages = (
            self.error_messages
            | {"required": "Give the day: it is required"}
            | named.get("error_messages", {})
        )
        self.error_messages["invalid"] = "Enter a day, such as 3/6/2026, 3 June, or yesterday"

    def to_python(self, value: Any) -> date | None:
        """The day, or a mistake told in words."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = read_day(str(value), today(), is_past=self.is_past)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class Clock(forms.TimeField):
    """A time of the day as people type it: 14:30, 14.30, 1430, 2pm, 2.30 pm."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"widget": forms.TimeInput(format="%H:%M"), "required": False} | named)
        self.error_messages["invalid"] = "Enter a time, such as 14:30, 9.15 or 2pm"

    def to_python(self, value: Any) -> time | None:
        """The time, or a mistake told in words."""
        if value in self.empty_values or isinstance(value, time | datetime):
            return super().to_python(value)
        found = CLOCK.fullmatch(str(value).strip().lower())
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
        if half:
            hour = hour % NOON + (NOON if half == "p" else 0) if 1 <= hour <= NOON else 2 * NOON
        try:
            return time(hour, minute)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


NOON = 12
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d\d))?(?:[:.]\d\d)? ?(?:(?P<half>[ap])\.?m\.?)?")


def read_day(text: str, day: date, *, is_past: bool) -> date | None:
    """The day that a text means on a day; None where it means none."""
    words = " ".join(text.lower().replace(",", " ").split()).removeprefix("last ").removeprefix("next ")
    near = {"today": day, "yesterday": day - timedelta(days=1), "tomorrow": day + timedelta(days=1)}
    if words in near:
        return near[words]
    if words in WEEKDAYS or words in (name[:3] for name in WEEKDAYS):
        place = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(words[:3]))
        return _weekday(place, day, is_past=is_past)
    return _written(words) or _this_year(words, day, is_past=is_past)


def _day(words: str, form: str) -> date:
    return datetime.strptime(words, form).replace(tzinfo=UTC).date()


def _weekday(place: int, day: date, *, is_past: bool) -> date:
    if is_past:
        return day - timedelta(days=(day.weekday() - place) % WEEK)
    return day + timedelta(days=(place - day.weekday()) % WEEK)


def _written(words: str) -> date | None:
    for form in FORMATS:
        try:
            return _day(words, form)
        except ValueError:
            continue
    return None


def _this_year(words: str, day: date, *, is_past: bool) -> date | None:
    for form in WITHOUT_YEAR:
        try:
            found = _day(f"{words} {LEAP}", f"{form} %Y")
        except ValueError:
            continue
        years = (day.year, day.year - 1) if is_past else (day.year, day.year + 1)
        return next((each for each in _in(found, years) if (each <= day if is_past else each >= day)), None)
    return None


def _in(found: date, years: tuple[int, ...]) -> list[date]:
    kept = []
    for year in years:
        try:
            kept.append(found.replace(year=year))
        except ValueError:  # 29 February, in a year that has none
            continue
    return kept


class Answer(forms.TypedChoiceField):
    """Yes, no, or not recorded. None is not recorded, and never no."""

    widget = forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"})

    def __init__(self, *, is_needed: bool = False, **named: Any) -> None:
        choices = [(YES, "Yes"), (NO, "No")] + ([] if is_needed else [("", "Not recorded")])
        named["error_messages"] = {"required": "Say yes or no: it is required"} | named.get(
            "error_messages", {}
        )
        super().__init__(choices=choices, coerce=YES.__eq__, empty_value=None, required=is_needed, **named)


EMPTY = {"required": "Write this: it is required"}


def text(label: str, *, rows: int = 3, is_needed: bool = False, **named: Any) -> forms.CharField:
    """Some sentences."""
    named["error_messages"] = EMPTY | named.get("error_messages", {})
    return forms.CharField(
        label=label, required=is_needed, widget=forms.Textarea(attrs={"rows": rows}), **named
    )


def line(label: str, *, is_needed: bool = False, letters: int | None = LINE, **named: Any) -> forms.CharField:
    """A few words."""
    named["error_messages"] = EMPTY | named.get("error_messages", {})
    return forms.CharField(label=label, required=is_needed, max_length=letters, **named)
