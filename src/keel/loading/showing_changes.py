"""What a load added and changed, row by row, in the words of the record's pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models

from keel.chronology.fields import field_words
from keel.loading.models import NewChild, RowChange
from keel.loading.showing import child_cell, entry_way, model_of, one_of
from keel.record.codes import code_words
from keel.report.wording import short_day

NEW_CHILDREN = ("Child", "Called in the source")
CHANGES = ("Child", "Row", "What changed", "Was", "Is now")
NEW, BLANK, NOT_TOLD, NONE = "New row", "Blank", "Not shown in lists", "–"


def new_child_rows(
    children: Iterable[NewChild], names: Mapping[Any, str], may_open: frozenset[Any]
) -> Iterator[list[Any]]:
    """Lines of children whom nobody knew before."""
    for one in children:
        yield [child_cell(one.child_id, names.get(one.child_id, one.key), may_open), one.key]


def changed_rows(changes: Iterable[RowChange], may_open: frozenset[Any]) -> Iterator[list[Any]]:
    """A line for a new row; one for each value that changed."""
    for change in changes:
        row = {"words": one_of(change.table), "hint": short_day(change.on)}
        if change.entry and change.child_id in may_open:
            row["href"] = entry_way(change.table, change.child_id, change.entry)
        child = child_cell(change.child_id, change.child_key or "–", may_open)
        yield [child, row, *(_values(change) if change.column else (NEW, NONE, NONE))]


def _values(change: RowChange) -> tuple[str, str, str]:
    """The column in words, what it held and what it holds."""
    model = model_of(change.table)
    fields = model._meta.concrete_fields if model else ()
    field = next((each for each in fields if each.column == change.column), None)
    if model is None or field is None:
        return change.column, change.was or BLANK, change.became or BLANK
    words = field_words(field.name)
    if change.was is None and change.became is None:
        return words, NOT_TOLD, NOT_TOLD
    was, became = (
        BLANK if value is None else _said(model, field, value) for value in (change.was, change.became)
    )
    return words, was, became


def _said(model: type[models.Model], field: models.Field, value: str) -> str:  # type: ignore[type-arg]
    found = next((say for of, say in _SAID if isinstance(field, of)), None)
    return found(value) if found else code_words(model, field.name, value)


_SAID: tuple[tuple[type[models.Field], Callable[[str], str]], ...] = (  # type: ignore[type-arg]
    (models.DateField, lambda value: short_day(date.fromisoformat(value))),
    (models.TimeField, lambda value: f"{int(value) // 60:02}:{int(value) % 60:02}"),
    (models.BooleanField, lambda value: "yes" if value == "true" else "no"),
    (models.FloatField, lambda value: f"{float(value):g}"),
)
