"""What is asked of whoever opens, reviews, restricts or excludes."""

from typing import Any

from django import forms

from keel.access.models import Grade, User
from keel.access.purposes import Outcome, Purpose
from keel.access.reasons import check_words

LONGEST = 1000


class WhyOpen(forms.Form):
    """Why a record is opened by somebody who does not work with the child."""

    purpose = forms.ChoiceField(
        label="What do you need it for?",
        widget=forms.RadioSelect,
        choices=[(purpose.value, purpose.label) for purpose in Purpose],
        error_messages={"required": "Choose what you need the record for"},
    )
    reason = forms.CharField(
        label="Why do you need it now?",
        help_text="In your own words, about this child. The child’s manager and information governance read it.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        validators=[check_words],
        error_messages={"required": "Say why you need the record now"},
    )

    def clean_purpose(self) -> Purpose:
        """As the declared purpose."""
        return Purpose(self.cleaned_data["purpose"])


class Review(forms.Form):
    """Whether the reason for an opening fits."""

    outcome = forms.ChoiceField(
        label="Does the reason fit what was looked at?",
        widget=forms.RadioSelect,
        choices=[(outcome.value, outcome.label) for outcome in Outcome],
        error_messages={"required": "Choose what you found"},
    )
    note = forms.CharField(
        label="What did you find, and whom did you tell?",
        help_text="Needed where there is a concern.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A concern needs words."""
        found = super().clean() or {}
        if found.get("outcome") == Outcome.CONCERN and not found.get("note", "").strip():
            self.add_error("note", "Say what the concern is and whom you told")
        return found


class Why(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label="Why does it end?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[check_words],
        error_messages={"required": "Say why it ends"},
    )


def staff() -> Any:
    """Users who may still sign in."""
    return User.objects.filter(is_active=True, left_on=None).order_by("name")


class NewRestriction(forms.Form):
    """Who of a family is restricted, how strictly, why, and who goes on working with them."""

    persons = forms.MultipleChoiceField(
        label="Whose records?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person"},
    )
    grade = forms.ChoiceField(label="How strictly?", widget=forms.RadioSelect, choices=Grade.choices)
    reason = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), validators=[check_words]
    )
    owner = forms.ModelChoiceField(
        label="Whom should somebody ring who needs the record?", queryset=User.objects.none()
    )
    listed = forms.ModelMultipleChoiceField(
        label="Who goes on working with the family?",
        widget=forms.CheckboxSelectMultiple,
        queryset=User.objects.none(),
        error_messages={"required": "List at least one person"},
    )

    def __init__(self, *args: Any, family: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["persons"].choices = family  # type: ignore[attr-defined]
        for name in ("owner", "listed"):
            self.fields[name].queryset = staff()  # type: ignore[attr-defined]


class NewExclusion(forms.Form):
    """Whom a family's records are closed to, and why."""

    persons = forms.MultipleChoiceField(
        label="Whose records?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person"},
    )
    user = forms.ModelChoiceField(label="Who must not see them?", queryset=User.objects.none())
    reason = forms.CharField(
        label="Why?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), validators=[check_words]
    )

    def __init__(self, *args: Any, family: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["persons"].choices = family  # type: ignore[attr-defined]
        self.fields["user"].queryset = staff()  # type: ignore[attr-defined]


class OneMore(forms.Form):
    """Somebody more on a list."""

    user = forms.ModelChoiceField(label="Who else may see these records?", queryset=User.objects.none())

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["user"].queryset = staff()  # type: ignore[attr-defined]
