"""Putting right what is recorded: the entry changes, and what stood there before stays visible beside it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from keel.access.policy import Act
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import CORRECTED, moved
from keel.recording.pages import entry_page
from keel.report.wording import day_text

ELSEWHERE = "This came from another system: correct it there, and the next load brings it."
RIGHT, WHY = "right", "why"
NOTHING = "Nothing here differs from what stands. Change what is wrong."
Fields = Mapping[str, str]  # names of fields that may be put right, and what each is called


def correction(
    table: str, name: str, *, act: Act, fields: Fields, then: Callable[[Any], None] | None = None
) -> Recording:
    """The page on which an entry of ``table`` is put right; ``then`` notes what follows from it before it is kept."""
    return Recording(
        key=f"{table.partition('.')[0]}:{name}",
        title="Correct this entry",
        act=act,
        forms=lambda asked, sent: {RIGHT: _form(asked, sent, fields)},
        save=lambda asked, values: _save(asked, values[RIGHT], fields, then),
        about=table,
        hint="What stood there before stays visible beside it, with your reason.",
        button="Save the correction",
        done="It is corrected. What stood there before is kept with it.",
        why_not=lambda asked: ELSEWHERE if asked.row.source_key else "",
        is_shared=True,
    )


def _form(asked: Asked, sent: Any, fields: Fields) -> "CorrectionForm":
    table = apps.get_model(asked.row._meta.label)
    boxes: dict[str, Any] = {name: _box(table._meta.get_field(name), words) for name, words in fields.items()}
    for box in boxes.values():
        box.is_needed_at_times = True  # what stands may not be taken away: none of them is optional
    boxes["happened"] = tuple(name for name, box in boxes.items() if isinstance(box, Day) and box.is_past)
    boxes["planned"] = tuple(name for name, box in boxes.items() if isinstance(box, Day) and not box.is_past)
    made = type("CorrectionForm", (CorrectionForm,), boxes)
    return made(  # type: ignore[no-any-return]
        sent,
        prefix=RIGHT,
        person=asked.child,
        row=asked.row,
        initial={name: _held(asked.row, name) for name in fields},
    )


def _held(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _box(field: Any, words: str) -> forms.Field:
    if isinstance(field, models.DateField):
        return Day(label=words, required=False, is_past=not field.name.startswith("next_"))
    if isinstance(field, models.TimeField):
        return Clock(label=words)
    if isinstance(field, models.BooleanField):
        return Answer(label=words)
    return text(words, rows=2) if isinstance(field, models.TextField) else line(words)


class CorrectionForm(AboutChild):
    """What stands, to be put right, and why."""

    field_order = (WHY,)
    why = text("What was wrong, and how do you know?", is_needed=True, rows=2)

    def __init__(self, *args: Any, row: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.row = row
        self.order_fields([name for name in self.fields if name != WHY] + [WHY])

    def clean(self) -> dict[str, Any]:
        """Something differs, and a day that stands is not taken away."""
        said = super().clean()
        for name in (*self.happened, *self.planned):
            if getattr(self.row, name) is not None and name in said and said[name] is None:
                self.add_error(name, "Give the right day")
        if not self.errors and not any(_differs(self.row, name, said[name]) for name in said if name != WHY):
            raise ValidationError(NOTHING)
        return said


def _differs(row: Any, name: str, value: Any) -> bool:
    return (getattr(row, name) or _blank(row, name)) != (value or _blank(row, name)) or (
        getattr(row, name) is None
    ) is not (value is None)


def _blank(row: Any, name: str) -> Any:
    return "" if isinstance(getattr(row, name), str) else None


def _save(asked: Asked, said: Mapping[str, Any], fields: Fields, then: Callable[[Any], None] | None) -> str:
    row: Any = asked.row
    before = {name: getattr(row, name) for name in fields if _differs(row, name, said[name])}
    for name in before:
        setattr(row, name, said[name])
    if then:
        then(row)
    row.save()
    was = "; ".join(f"{_asked(fields[name])} {_words(value)}" for name, value in before.items())
    moved(row, CORRECTED, by=asked.by, reason=f"{said[WHY].rstrip('. ')}. Before, {was}.")
    return entry_page(row)


def _asked(label: str) -> str:
    return label if label.endswith("?") else f"{label}:"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day_text(value)
    return f"“{value}”" if value not in (None, "") else "not recorded"
