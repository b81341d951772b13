"""A reason in somebody's own words: never empty, and never one word."""

from typing import Any

from django import forms

from keel.recording.boxes import text

ONE_WORD = "One word is no reason. Say why, so that somebody who was not there understands it"


def more_than_a_word(said: str) -> None:
    """Refuse a single word."""
    if len(said.split()) < 2:  # noqa: PLR2004 -- one word and another
        raise forms.ValidationError(ONE_WORD, code="one_word")


def why(label: str, *, missing: str = "Say why", is_needed: bool = True, **named: Any) -> forms.CharField:
    """The box for a reason."""
    errors = {"required": missing}
    return text(label, is_needed=is_needed, validators=[more_than_a_word], error_messages=errors, **named)


def lacking(form: forms.Form, needed: dict[str, str]) -> None:
    """Say of each of these boxes that is empty what is missing, where nothing else is wrong with it."""
    for name, words in needed.items():
        if form.cleaned_data.get(name) in (None, "") and name not in form.errors:
            form.add_error(name, words)
