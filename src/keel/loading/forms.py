"""What is asked of whoever sends a source, or answers what was found in one."""

from typing import Any

from django import forms

from keel.clock import today
from keel.exchange.findings import Level
from keel.loading.models import FindingState
from keel.loading.uploads import most_bytes

NOTE_LENGTH = 2_000


class ManyFiles(forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or more."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file, looked at as one alone would be."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(file, initial) for file in files or [None]]


class SendForm(forms.Form):
    """A source to be brought into the record."""

    source = Files(
        label="Source",
        help_text="One Annex A workbook or children in need census; or the tables of a Standard Safeguarding Dataset "
        "or of a roster: all their CSV or Parquet files together, or one zip of them.",
        error_messages={
            "required": "Choose a file",
            "invalid": "Choose a file",
            "empty": "The file is empty; export it again",
        },
    )
    as_of = forms.DateField(
        label="Day that it speaks of",
        required=False,
        widget=forms.DateInput,
        help_text="Leave blank to take the day that the source itself gives, or its latest day. For example 31/3/2026.",
        error_messages={"invalid": "Write the day like 31/3/2026"},
    )
    is_trial = forms.BooleanField(
        label="Only show what would change", required=False, help_text="Nothing is kept in the record."
    )

    def clean_as_of(self) -> Any:
        """A source cannot speak of a day that has not come."""
        day = self.cleaned_data["as_of"]
        if day and day > today():
            raise forms.ValidationError("Give a day that has come")
        return day

    @property
    def most_megabytes(self) -> int:
        """The most that may be sent at a time."""
        return most_bytes() // 1_000_000


class AnswerForm(forms.Form):
    """What became of a finding."""

    state = forms.ChoiceField(
        label="What became of it",
        choices=[(state.value, state.label.capitalize()) for state in FindingState],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(forms.Form):
    """Why a row is no longer in its source."""

    note = forms.CharField(
        label="Why it is no longer in the source",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why, or what you found out"},
    )


class FindingFilter(forms.Form):
    """Narrows the findings of a load. A choice that is none of those offered narrows nothing."""

    is_dense = True
    level = forms.ChoiceField(
        label="Level",
        required=False,
        choices=[("", "Any"), *((lvl.value, lvl.value.capitalize()) for lvl in Level)],
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), *((s.value, s.label.capitalize()) for s in FindingState)],
    )
    code = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, data: Any, codes: list[str]) -> None:
        super().__init__(data)
        self.fields["code"].choices = [("", "Any"), *((c, c.replace("-", " ").capitalize()) for c in codes)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
