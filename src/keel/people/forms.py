"""What is asked of whoever finds, merges, warns."""

from datetime import timedelta
from typing import Any

from django import forms

from keel.clock import today
from keel.people.asked import LONGEST

SHORTEST_REASON = 10  # letters; "same" says nothing to whoever reads it in three years
ALERT_KINDS = (
    "Risk to workers", "Risk to the child from a person", "Protected address", "Court order", "Missing",
    "Medical", "Dog", "Other",
)  # fmt: skip
REVIEW_WITHIN = timedelta(days=90)  # offered first; whoever raises it may say another day


class Box(forms.Form):
    """One box for whatever is known."""

    text = forms.CharField(
        label="Name, date of birth, number or address",
        help_text="For example: Aisha Rahman 3/4/2015, or 14 Mill Lane SY1 1AA. Spelling need not be right.",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
        error_messages={"required": "Enter a name, a date of birth, a number or an address"},
    )


class Reason(forms.Form):
    """Why, in words that somebody can follow later."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        min_length=SHORTEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why", "min_length": "Say why in a few words more"},
    )


class MergeChoice(Reason):
    """Which record stays, and how it is known that both are of one person."""

    kept = forms.ChoiceField(
        label="Which record do you keep?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which record to keep"},
    )

    def __init__(self, *args: Any, people: list[Any], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kept"].choices = [
            (str(one.pk), f"{place}: {one.shown_name}") for place, one in zip("AB", people, strict=True)
        ]
        self.fields["reason"].label = "How do you know that they are one person?"
        self.order_fields(["kept", "reason"])


class NewAlert(forms.Form):
    """What whoever opens the record must know first."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose"), *((kind, kind) for kind in ALERT_KINDS)],
        error_messages={"required": "Choose what the alert is about"},
    )
    text = forms.CharField(
        label="What must people know?",
        help_text="One or two sentences. Do not write a protected address here.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what people must know"},
    )
    review_on = forms.DateField(
        label="When must somebody ask whether it still holds?",
        help_text="For example, 27/3/2027",
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%d/%m/%Y"),
        error_messages={"required": "Enter a review date", "invalid": "Enter a date such as 27/3/2027"},
    )

    def clean_review_on(self) -> Any:
        """An alert that was never to be looked at again would stand for ever."""
        on = self.cleaned_data["review_on"]
        if on <= today():
            raise forms.ValidationError("The review date must be in the future")
        return on
