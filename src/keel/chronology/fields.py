"""A row of the record as labelled values: what its fields are called, and what stands in them, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import models

from keel.record.codes import code_words
from keel.record.models import Entry

_QUESTIONS = ("is_", "are_", "has_", "was_", "have_")
_WORDS = {
    "harm": "Harm suffered or likely",
    "own_words": "In the child’s own words",
    "what_kind": "Kind",
    "is_latest_only": "The source holds only the latest",
    "number": "Number",
    "other_children": "Other children in the home",
    "bottom_line": "What must never happen",
    "in_touch": "In touch",
    "has_own_words": "The child’s own words recorded",
    "form": "How it was held",
    "until_time": "Until",
    "by_on": "By",
    "due_on": "Due",
    "third_on": "Missing so often that it must be discussed",
    "referrals_in_year": "Referrals in twelve months",
    "holds_case": "Has the child as her own worker",
    "made_on": "Decision made on",
    "tries": "How it was tried to ask",
    "risk": "Risk, and what protects",
    "disability": "Disability and communication",
    "takes_over": "Takes over from another worker",
    "from_worker": "From",
    "reason_words": "What stays the same for the child",
    "to_worker": "To",
    "left_to_do": "What the former worker leaves",
    "what_came": "What came of it",
    "introduced_by": "Who was there when the family met the new worker",
}
KEPT_APART = frozenset(field.name for field in Entry._meta.get_fields()) | {"id", "shared", "child"}


def field_words(name: str) -> str:
    """What a field is called: "is_child_seen" reads "Child seen", "held_on" reads "Held on"."""
    if name in _WORDS:
        return _WORDS[name]
    for question in _QUESTIONS:
        name = name.removeprefix(question)
    words = name.replace("_", " ").replace("s47", "section 47")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a row: its words and its value, dates as dates, answers as yes, no or None; where a link leads."""

    words: str
    value: Any
    name: str
    is_long: bool = False
    hint: str = ""


def values_of(row: models.Model) -> Iterator[Value]:
    """The fields of a row that say something of it, in their order; what every row shares is apart."""
    times = {field.name for field in row._meta.get_fields() if isinstance(field, models.TimeField)}
    for field in row._meta.concrete_fields:
        if field.name in KEPT_APART or (field.name in times and _has_day(row, field.name)):
            continue
        if field.name.endswith("_recorded_on"):
            continue
        value = value_of(row, field)
        is_long = isinstance(field, models.TextField)
        yield Value(field_words(field.name), value, field.name, is_long, _hint(row, field.name))


def value_of(row: models.Model, field: Any) -> Any:
    """What stands in a field, as a page says it: codes and choices in words, a row that is pointed to by its name."""
    value = getattr(row, field.name)
    if value is None or value == "":
        return None
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")()).capitalize()
    if isinstance(field, models.ForeignKey):
        return named(value)
    if isinstance(field, models.CharField):
        return code_words(type(row), field.name, value)
    return _FORMS.get(type(value), lambda same: same)(value)


_FORMS: dict[type, Callable[[Any], Any]] = {float: "{:g}".format, time: "{:%H:%M}".format}


def named(row: Any) -> str:
    """A row that another points to, in a few words: a worker or team by name, an entry by its kind and day."""
    from keel.chronology.tables import table_of  # noqa: PLC0415 -- tables are read when models are ready

    shown = getattr(row, "shown_name", None) or getattr(row, "name", "")
    if shown:
        return str(shown)
    table = table_of(row._meta.label)
    if table is None:
        return str(getattr(row, "key", row))
    day: date | None = getattr(row, table.day) if table.day else None
    return f"{table.one}, {day.day} {day:%B %Y}" if day else table.one


def _has_day(row: models.Model, name: str) -> bool:
    return hasattr(row, f"{name.removesuffix('_time')}_on")


def _hint(row: models.Model, name: str) -> str:
    """The time of day beside a day, and when it was written down if that is known apart."""
    if not name.endswith("_on"):
        return ""
    stem = name.removesuffix("_on")
    at: time | None = getattr(row, f"{stem}_time", None)
    recorded: date | None = getattr(row, f"{stem}_recorded_on", None)
    parts = [f"at {at:%H:%M}" if at else "", f"written down {recorded:%-d %B %Y}" if recorded else ""]
    return ", ".join(part for part in parts if part)
