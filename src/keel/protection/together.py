"""One meeting about brothers and sisters: what they share is written once, and each child's own in her own record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models

from keel.access.door import looks_at, may
from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import children_near
from keel.people.models import Person
from keel.recording.checks import AboutChild, lacking
from keel.recording.declared import Asked
from keel.recording.sheets import Row, Rows

SHARED = "shared"
OWN = "child-"
INCLUDED = "is_included"


class OwnForm(AboutChild):
    """What is one child's own. ``{name}`` in a label is hers; ``needed`` are the boxes that cannot be left empty, with
    what is said then. A brother or sister of whom nothing is said is left out.
    """

    needed: ClassVar[Mapping[str, str]] = {}
    is_here = forms.BooleanField(label="This is about {name} too", required=False)

    def __init__(self, *args: Any, is_first: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_first = is_first
        if is_first:
            del self.fields["is_here"]
        for each in self.fields.values():
            each.label = str(each.label).replace("{name}", self.person.called)
            each.help_text = each.help_text.replace("{name}", self.person.called)

    def clean(self) -> dict[str, Any]:
        """What is needed, where the child is meant."""
        said = super().clean()
        said[INCLUDED] = self.is_first or any(value not in (None, "", False) for value in said.values())
        if said[INCLUDED]:
            called = self.person.called
            lacking(
                self, {name: words.replace("{name}", called) for name, words in self.wanted(said).items()}
            )
        return said

    def wanted(self, _said: Mapping[str, Any]) -> Mapping[str, str]:
        """What is needed, given the other answers."""
        return self.needed


class OfSomebody(forms.Form):
    """A row about one person or agency. Where the record knows who, the name heads the row and is not asked."""

    def __init__(self, *args: Any, people: Any, called: Mapping[Any, str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = _shown_name
        person, name = self["person"].value(), self["name"].value()
        is_known = bool(self.initial.get("person") or self.initial.get("name"))
        self.legend = (called.get(str(person), "") or str(name or "")) if is_known else ""
        if self.legend:
            self.fields["person"].widget = self.fields["name"].widget = forms.HiddenInput()

    def has_changed(self) -> bool:
        """Whether anything is said of somebody; one who is only named has nothing in the record yet."""
        naming = ("person", "entry", *(["name"] if self.legend else []))
        typed = (box.data for box in self if box.name not in naming)
        return self.is_bound and any(isinstance(data, str) and data.strip() for data in typed)


def _shown_name(one: Person) -> str:
    return one.shown_name


class EntryRow(Row):
    """A row that may stand in the record already: ``entry`` says which it is."""

    entry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    needed: ClassVar[Mapping[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        """Nothing that is needed left empty."""
        said = super().clean() or self.cleaned_data
        lacking(self, self.wanted(said))
        return said

    def wanted(self, _said: Mapping[str, Any]) -> Mapping[str, str]:
        """What is needed, given the other answers."""
        return self.needed


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the writer needs to know, beside the form: lines of words, and what is said of none."""

    title: str
    lines: Iterable[Any] = field(default_factory=list)
    none: str = "Nothing is recorded."


def children_of(asked: Asked, act: Act) -> list[Person]:
    """The child, and those of her family or home about whom whoever asks may write the same; the eldest first."""
    return [asked.child, *(one for one in children_near(asked.child) if may(asked.request, act, one))]


def meeting_of(
    asked: Asked, act: Act, *, held: bool = False, also: Iterable[type[models.Model]] = ()
) -> list[Any]:
    """The entry, and those of her brothers and sisters at the same meeting that whoever asks may write: looks at each.

    ``held``: nobody else changes them meanwhile. ``also``: the other tables in which theirs may stand.
    """
    row = asked.row
    if not row.shared:
        return [row]
    found = [
        one for table in (type(row), *also) for one in _sharing(table, row.shared, held=held) if one != row
    ]
    found.sort(key=lambda one: (one.child.birth_on or date.max, one.pk))
    return [row, *(one for one in found if looks_at(asked.request, act, one.child))]


def _sharing(table: Any, mark: Any, *, held: bool) -> Any:
    rows = (
        table.objects.filter(shared=mark)
        .select_related("child")
        .prefetch_related("child__names")
        .order_by("pk")
    )
    return rows.select_for_update(of=("self",)) if held else rows


def own_parts(values: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The part of each child who is meant, by her identity."""
    for name, part in values.items():
        if name.startswith(OWN) and part[INCLUDED]:
            yield name.removeprefix(OWN), part


def entered(asked: Asked) -> dict[str, Any]:
    """Who writes a row down, and when."""
    return {"recorded_on": today(), "recorded_by": asked.by}


def keep_rows(
    model: type[models.Model], said: Iterable[Mapping[str, Any]], asked: Asked, **belongs: Any
) -> list[Any]:
    """Rows as the page has them now: those of the record are changed where they stand, others are new."""
    there = {row.pk: row for row in model._default_manager.filter(**belongs)}
    kept = []
    for part in said:
        row = there.get(part.get("entry")) or model(**belongs, **entered(asked))
        for name, value in part.items():
            if name != "entry":
                setattr(row, name, value)
        row.save()
        kept.append(row)
    return kept


def titled(several: Rows, title: str, *, grows: bool = True) -> Rows:
    """Rows under a heading of their own; to some none can be added."""
    several.title, several.grows = title, grows
    return several


def answered(value: bool | None) -> str:
    """How a three-valued fact stands in its box."""
    return {True: "yes", False: "no"}.get(value, "")  # type: ignore[arg-type]


def held_in(row: models.Model, *names: str) -> dict[str, Any]:
    """What an entry holds, as boxes show it."""
    return {name: _shown(getattr(row, name)) for name in names}


def _shown(value: Any) -> Any:
    return answered(value) if isinstance(value, bool) else value
