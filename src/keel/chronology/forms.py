"""What lists and chronologies are narrowed by. Nothing here changes the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.http import QueryDict

from keel.chronology.kinds import Group
from keel.chronology.lines import Line


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chronology was narrowed to. Nothing chosen is everything."""

    groups: frozenset[str] = field(default_factory=frozenset)
    first: date | None = None
    last: date | None = None
    only_significant: bool = False
    only_late: bool = False
    known_on: date | None = None

    def takes(self, line: Line) -> bool:
        """Whether a line is among what was asked for."""
        return (
            (not self.groups or line.group.value in self.groups)
            and (self.first is None or line.on >= self.first)
            and (self.last is None or line.on <= self.last)
            and (not self.only_significant or line.is_significant)
            and (not self.only_late or line.is_late)
        )


def _day(words: str, hint: str = "") -> forms.DateField:
    return forms.DateField(label=words, required=False, help_text=hint)


class ChronologyFilter(forms.Form):
    """Narrows a chronology."""

    groups = forms.MultipleChoiceField(
        label="Kinds of entry",
        required=False,
        choices=[(group.value, group.label) for group in Group],
        widget=forms.CheckboxSelectMultiple,
    )
    first = _day("From")
    last = _day("To")
    known_on = _day("As it was known on", "Leaves out what happened or was written down after that day.")
    only_significant = forms.BooleanField(label="Significant events only", required=False)
    only_late = forms.BooleanField(label="Late entries only", required=False)

    def asked(self) -> Asked:
        """What was chosen; a day that cannot be read narrows nothing, and the page says so."""
        if not self.is_bound:
            return Asked()
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            frozenset(given.get("groups") or ()),
            given.get("first"),
            given.get("last"),
            bool(given.get("only_significant")),
            bool(given.get("only_late")),
            given.get("known_on"),
        )

    def chosen(self, asked: QueryDict) -> list[dict[str, str]]:
        """What was chosen, each with the address without it."""
        return chosen_of(self, asked)


def chosen_of(form: forms.Form, asked: QueryDict) -> list[dict[str, str]]:
    """What narrows a list, in words, each with the address that takes it off."""
    return [tag for name in form.fields for tag in _tags(form, name, asked)]


def _tags(form: forms.Form, name: str, asked: QueryDict) -> Iterator[dict[str, str]]:
    field = form.fields[name]
    labels = {str(value): str(words) for value, words in getattr(field, "choices", ())}
    for value in asked.getlist(name):
        if value and name not in form.errors:
            rest = asked.copy()
            rest.setlist(name, [other for other in asked.getlist(name) if other != value])
            rest.pop("page", None)
            words = labels.get(value) or (str(field.label) if value == "on" else f"{field.label}: {value}")
            yield {"words": words, "href": f"?{rest.urlencode()}"}


def choices(rows: Iterable[tuple[object, str]], nothing: str) -> list[tuple[str, str]]:
    """Choices of a list, with what stands for all of them first."""
    return [("", nothing), *((str(value), words) for value, words in rows)]
