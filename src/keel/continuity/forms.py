"""What is asked of whoever keeps posts, training and newly qualified years."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.practice.calendar import add_months
from keel.recording.boxes import Day, line
from keel.workforce.models import Post, Worker

PROCEDURES = "Statutory child protection procedures"
COURSES = (
    PROCEDURES,
    "Pre-proceedings and court work",
    "Chairing conferences",
    "Auditing",
    "Supervising others",
)
FULL, LEAST = Decimal(1), Decimal("0.05")


def _fte() -> forms.DecimalField:
    return forms.DecimalField(
        label="Share of full time", initial=FULL, min_value=LEAST, max_value=FULL, decimal_places=2,
        help_text="1 is full time, 0.5 half",
    )  # fmt: skip


class PostForm(forms.Form):
    """A post of a team."""

    role = line(
        "What is the post?",
        is_needed=True,
        letters=Post._meta.get_field("role").max_length,
        help_text="For example Social Worker, or Conference Chair",
    )
    fte = _fte()
    from_on = Day(label="From", initial=today, error_messages={"required": "Say from which day"})
    to_on = Day(label="Last day, where it ends", is_past=False, required=False)
    is_counted = forms.BooleanField(
        label="A child and family social worker’s post, which the workforce census counts",
        required=False,
        initial=True,
    )
    is_key = forms.BooleanField(
        label="A key post: leaders are shown when it is empty, and for how long", required=False
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or self.cleaned_data
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "The post would end before it began: check both days")
        return said


class FillForm(forms.Form):
    """Who begins in a post."""

    worker = forms.ModelChoiceField(
        label="Who?", queryset=Worker.objects.none(), error_messages={"required": "Choose who begins"}
    )
    from_on = Day(
        label="From", is_past=False, initial=today, error_messages={"required": "Say from which day"}
    )
    fte = _fte()
    is_agency = forms.BooleanField(label="From an agency", required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        box = self.fields["worker"]
        box.queryset = Worker.objects.there(today()).select_related("team").by_name()  # type: ignore[attr-defined]
        box.label_from_instance = _named  # type: ignore[attr-defined]


def _named(worker: Any) -> str:
    return f"{worker.called}, {worker.team.name}" if worker.team else worker.called


class LeaveForm(forms.Form):
    """The last day in a post."""

    to_on = Day(
        label="Her last day in the post", is_past=False, error_messages={"required": "Say on which day"}
    )


class TrainingForm(forms.Form):
    """A course done, or still to do."""

    course = forms.ChoiceField(label="Which course?", choices=[(each, each) for each in COURSES])
    done_on = Day(label="Done on", required=False, help_text="Leave empty where it was never done")
    due_on = Day(
        label="Due, or due again, on",
        is_past=False,
        required=False,
        help_text="Leave empty, and a course on procedures is due again after the time that your standard sets",
    )

    def clean(self) -> dict[str, Any]:
        """It was not done tomorrow, and there is always a day on which it is due."""
        said = super().clean() or self.cleaned_data
        done = said.get("done_on")
        if done and done > today():
            self.add_error("done_on", "This day has not come yet")
        if not said.get("due_on") and not self.errors:
            due = due_again(str(said["course"]), done)
            if due is None:
                self.add_error("due_on", "Say on which day it is due")
            said["due_on"] = due
        return said


def due_again(course: str, done_on: date | None) -> date | None:
    """When a course is due by the standard for it; one never done is due today."""
    if course != PROCEDURES:
        return None
    if done_on is None:
        return today()
    return add_months(done_on, int(standards_held()["training_procedures"].number_on(today())))


class QualifiedForm(forms.Form):
    """An assessed and supported year."""

    from_on = Day(label="Her assessed and supported year began on", required=False)
    to_on = Day(label="It ends, or ended, on", is_past=False, required=False)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or self.cleaned_data
        if said.get("to_on") and not said.get("from_on"):
            self.add_error("from_on", "Say when it began")
        if said.get("from_on") and said.get("to_on") and said["to_on"] < said["from_on"]:
            self.add_error("to_on", "It would end before it began: check both days")
        return said
