"""The answer to a question."""

from datetime import date
from typing import Any

from django import forms

from keel.oversight.answering import Given
from keel.practice.ladder import Kind
from keel.recording.boxes import Day, line, text
from keel.workforce.models import Worker

KINDS = {
    Kind.ACT: ("Act", "Say what will be done, who does it and by when. The day is watched."),
    Kind.ACCEPT: ("Accept it for now", "With an end. Accepted twice, it goes to the next manager."),
    Kind.ESCALATE: ("Take it up", "You cannot settle it: the next manager is asked at once."),
    Kind.ERROR: ("The record is wrong", "Say what shows it. It comes back if the record is not put right."),
}


class AnswerForm(forms.Form):
    """What is decided, and why; the rest as the decision asks."""

    kind = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect)
    reason = text(
        "Why? In your own words",
        is_needed=True,
        help_text="Why is this right for the child? The next manager, and the child one day, may read it.",
    )
    action = line("What will be done", help_text="Only if you act.")
    owner = forms.ModelChoiceField(Worker.objects.none(), label="Who does it", required=False, empty_label="")
    until_on = Day(
        is_past=False,
        required=False,
        label="By when, or until when",
        help_text="The day of the action, or the end of the acceptance. For example 3 July, or Friday.",
    )
    evidence = line("What shows that the record is wrong", help_text="Only if the record is wrong.")

    def __init__(self, sent: Any, *, workers: Any, may_accept: bool, initial: dict[str, Any]) -> None:
        super().__init__(sent, initial=initial)
        kinds = [kind for kind in KINDS if may_accept or kind is not Kind.ACCEPT]
        self.fields["kind"].choices = [(kind.value, KINDS[kind][0]) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].help_text = " ".join(f"{KINDS[kind][0]}: {KINDS[kind][1]}" for kind in kinds)
        self.fields["owner"].queryset = workers  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda worker: worker.name or worker.key  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What each decision asks for stands beside the box that lacks it."""
        sent = super().clean() or {}
        for name, words in self._lacking(sent):
            if not sent.get(name) and name not in self.errors:
                self.add_error(name, words)
        return sent

    def _lacking(self, sent: dict[str, Any]) -> list[tuple[str, str]]:
        return {
            Kind.ACT: [
                ("action", "Say what will be done"),
                ("owner", "Say who does it"),
                ("until_on", "Give the day: an action without one is forgotten"),
            ],
            Kind.ACCEPT: [("until_on", "Give the day on which it comes back to you")],
            Kind.ERROR: [("evidence", "Say what shows that the record is wrong")],
        }.get(sent.get("kind", ""), [])

    def given(self) -> Given:
        """The answer. Raises KeyError before the form is found to be valid."""
        sent = self.cleaned_data
        kind = Kind(sent["kind"])
        until: date | None = sent["until_on"] if kind in (Kind.ACT, Kind.ACCEPT) else None
        is_act = kind is Kind.ACT
        return Given(
            kind=kind,
            reason=sent["reason"],
            until_on=until,
            action=sent["action"] if is_act else "",
            owner=sent["owner"] if is_act else None,
            evidence=sent["evidence"] if kind is Kind.ERROR else "",
        )


class DoneForm(forms.Form):
    """That something promised is done."""

    words = text("What was done, and what came of it for the child", is_needed=True)
