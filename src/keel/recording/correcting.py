"""Putting right what is recorded: the entry changes, and what stood there before stays visible beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from keel.access.policy import Act
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording, anybody
from keel.recording.moves import CORRECTED, moved
from keel.recording.pages import entry_page
from keel.report.wording import day_text

ELSEWHERE = "This came from another system: correct it there, and the next load brings it."
RIGHT, WHY = "right", "why"
NOTHING = "Nothing here differs from what stands. Change what is wrong."
NAME = "{name}"
Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Put:
    """How one thing is put right, where its column does not say it all.

    ``choices`` are those that an entry may have; ``held`` and ``keep`` are for what stands in no column of the entry.
    """

    label: str
    choices: Callable[[Any], Choices] | None = None
    is_to_come: bool = False
    held: Callable[[Any], Any] | None = None
    keep: Callable[[Asked, Any], None] | None = None
    hint: str = ""
    most: int | None = None  # of a number
    column: str = ""  # where it is not called as its box is

    @property
    def is_several(self) -> bool:
        """Whether it is a list, which stands in rows of its own."""
        return self.keep is not None


@dataclass(frozen=True, slots=True)
class Follows:
    """Entries that took over what an entry says: they are put right with it, where they say the same and are not from
    another system. ``names``: the column there, by the column here.
    """

    rows: Callable[[Any], Iterable[Any]]
    names: Mapping[str, str]
    then: Callable[[Any], None] | None = None


Fields = Mapping[str, str | Put]  # names of what may be put right, and what each is called


@dataclass(frozen=True, slots=True)
class _Correction:
    """What a page of correction is about."""

    fields: Callable[[Asked], Fields]
    state: str
    then: Callable[[Any], None] | None
    check: Callable[[Any], None] | None
    follows: tuple[Follows, ...]

    def puts(self, asked: Asked) -> dict[str, Put]:
        """Everything on the page, by its name."""
        called = asked.child.called
        found = {
            name: each if isinstance(each, Put) else Put(each) for name, each in self.fields(asked).items()
        }
        return {name: replace(each, label=each.label.replace(NAME, called)) for name, each in found.items()}


def correction(
    table: str,
    name: str,
    *,
    act: Act,
    fields: Fields | Callable[[Asked], Fields],
    title: str = "Correct this entry",
    state: str = CORRECTED,
    why_not: Callable[[Asked], str] = anybody,
    is_for: Callable[[Any], bool] = lambda _: True,
    then: Callable[[Any], None] | None = None,
    check: Callable[[Any], None] | None = None,
    follows: tuple[Follows, ...] = (),
) -> Recording:
    """The page on which an entry of ``table`` is put right, where it ``is_for`` that entry.

    ``state`` says whether what was entered is corrected or what was decided. ``check`` looks over what the form says;
    ``then`` notes what follows from it before it is kept; ``follows`` are the entries that took it over.
    """
    what = _Correction(fields if callable(fields) else lambda _: fields, state, then, check, follows)
    return Recording(
        key=f"{table.partition('.')[0]}:{name}",
        title=title,
        act=act,
        forms=lambda asked, sent: {RIGHT: _form(asked, sent, what)},
        save=lambda asked, values: _save(asked, values[RIGHT], what),
        about=table,
        template="recording/correct.html",
        beside=lambda asked: {"entry": _told(asked.row)},
        hint="What stood there before stays visible beside it, with your reason.",
        button="Save the correction",
        done="It is corrected. What stood there before is kept with it.",
        why_not=lambda asked: ELSEWHERE if asked.row.source_key else why_not(asked),
        is_for=lambda asked: is_for(asked.row),
        is_shared=True,
    )


def _told(row: Any) -> dict[str, str]:
    """Which entry it is. Whom it names is left to its own page, which knows who may be named to whom."""
    outcome = row.outcome.outcome if getattr(row, "outcome_id", None) else ""
    return {"kind": capfirst(row._meta.verbose_name), "of": outcome, "href": entry_page(row)}


def _form(asked: Asked, sent: Any, what: _Correction) -> "CorrectionForm":
    puts = what.puts(asked)
    boxes: dict[str, Any] = {name: _box(asked.row, name, put) for name, put in puts.items()}
    for name, box in boxes.items():
        box.help_text = puts[name].hint or box.help_text
        box.is_needed_at_times = True  # what stands may not be taken away: none of them is optional
    boxes["happened"] = tuple(name for name, box in boxes.items() if isinstance(box, Day) and box.is_past)
    boxes["planned"] = tuple(name for name, box in boxes.items() if isinstance(box, Day) and not box.is_past)
    made = type("CorrectionForm", (CorrectionForm,), boxes)
    held = {name: _held(asked.row, name, put) for name, put in puts.items()}
    return made(  # type: ignore[no-any-return]
        sent,
        prefix=RIGHT,
        person=asked.child,
        row=asked.row,
        held=held,
        check=what.check,
        initial={name: _shown(value) for name, value in held.items()},
    )


def _held(row: Any, name: str, put: Put) -> Any:
    return put.held(row) if put.held else getattr(row, put.column or name)


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _box(row: Any, name: str, put: Put) -> forms.Field:
    if put.choices:
        return _choice(row, name, put)
    column = apps.get_model(row._meta.label)._meta.get_field(put.column or name)
    if isinstance(column, models.DateField):
        return Day(label=put.label, required=False, is_past=not (put.is_to_come or name.startswith("next_")))
    if isinstance(column, models.TimeField):
        return Clock(label=put.label)
    if isinstance(column, models.BooleanField):
        return Answer(label=put.label)
    if isinstance(column, models.IntegerField):
        held = _held(row, name, put) is not None
        return forms.IntegerField(label=put.label, min_value=0, max_value=put.most, required=held)
    return text(put.label, rows=2) if isinstance(column, models.TextField) else line(put.label)


def _choice(row: Any, name: str, put: Put) -> forms.Field:
    """What may be chosen, and what stands, though nobody may choose it any more."""
    assert put.choices is not None
    held, offered = _held(row, name, put), dict(put.choices(row))
    for each in held if put.is_several else [held]:
        offered.setdefault(each, each or "Not recorded")
    if put.is_several:
        ticks = forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small keel-two-columns"})
        return forms.MultipleChoiceField(
            label=put.label, choices=[*offered.items()], required=bool(held), widget=ticks
        )
    return forms.ChoiceField(label=put.label, choices=[*offered.items()], required=bool(held))


class CorrectionForm(AboutChild):
    """What stands, to be put right, and why."""

    why = text("What was wrong, and how do you know?", is_needed=True, rows=2)

    def __init__(
        self, *args: Any, row: Any, held: Mapping[str, Any], check: Callable[[Any], None] | None, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.row, self.held, self.check = row, held, check
        self.order_fields([name for name in self.fields if name != WHY] + [WHY])

    def clean(self) -> dict[str, Any]:
        """Something differs, a day that stands is not taken away, and the whole can be."""
        said = super().clean()
        for name in (*self.happened, *self.planned):
            if self.held[name] is not None and name in said and said[name] is None:
                self.add_error(name, "Give the right day")
        if self.check and not self.errors:
            self.check(self)
        if not self.errors and not any(_differs(self.held[name], said[name]) for name in said if name != WHY):
            raise ValidationError(NOTHING)
        return said


def _differs(held: Any, value: Any) -> bool:
    """Whether anything else is said: empty words are no words, and not recorded is not no."""
    nothing = (None, "", [])
    return held != value and not (held in nothing and value in nothing)


def _save(asked: Asked, said: Mapping[str, Any], what: _Correction) -> str:
    row, puts = asked.row, what.puts(asked)
    held = {name: _held(row, name, put) for name, put in puts.items()}
    before = {name: value for name, value in held.items() if _differs(value, said[name])}
    was = "; ".join(
        f"{_asked(puts[name].label)} {_words(row, puts[name], value)}" for name, value in before.items()
    )
    for name in before:
        if keep := puts[name].keep:
            keep(asked, said[name])
        else:
            setattr(row, puts[name].column or name, said[name])
    if what.then:
        what.then(row)
    row.save()
    reason = f"{said[WHY].rstrip('. ')}. Before, {was}."
    moved(row, what.state, by=asked.by, reason=reason)
    for each in what.follows:
        _take_over(asked, each, before, reason)
    return entry_page(row)


def _take_over(asked: Asked, follows: Follows, before: Mapping[str, Any], reason: str) -> None:
    for other in follows.rows(asked.row):
        same = {
            there: here
            for here, there in follows.names.items()
            if here in before and not _differs(getattr(other, there), before[here])
        }
        if not same or other.source_key:
            continue
        for there, here in same.items():
            setattr(other, there, getattr(asked.row, here))
        if follows.then:
            follows.then(other)
        other.save()
        moved(other, CORRECTED, by=asked.by, reason=reason)


def _asked(label: str) -> str:
    return label if label.endswith("?") else f"{label}:"


def _words(row: Any, put: Put, value: Any) -> str:
    if value in (None, "", []):
        return "not recorded"
    if put.choices:
        known = dict(put.choices(row))
        return ", ".join(f"“{known.get(each, each)}”" for each in (value if put.is_several else [value]))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return day_text(value) if isinstance(value, date) else f"“{value}”"
