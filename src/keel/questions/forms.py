"""The answer to a question."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms

from keel.oversight.answering import Given
from keel.oversight.deciding import Senior
from keel.oversight.models import SeniorOutcome
from keel.practice.ladder import Kind
from keel.questions.wanted import Wanted
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import lacking
from keel.recording.moves import moved
from keel.workforce.models import Worker

KINDS = {
    Kind.ACT: ("Act", "Say what will be done, who does it and by when. The day is watched."),
    Kind.ACCEPT: ("Accept it for now", "With an end. Accepted twice, it goes to the next manager."),
    Kind.ESCALATE: ("Take it up", "You cannot settle it: the next manager is asked at once."),
    Kind.ERROR: ("The record is wrong", "Say what shows it. It comes back if the record is not put right."),
}
OUTCOMES = {  # of a plan at an age: in place of acting, since the answer is the decision
    SeniorOutcome.CONTINUE: ("The plan goes on", "Because of what, with what that is new, until when."),
    SeniorOutcome.END: ("The plan is to end", "Say what is done first, who does it and by when."),
    SeniorOutcome.LEGAL: ("Legal planning", "Say what is done first, who does it and by when."),
}
ACTS = {Kind.ACT.value, *(outcome.value for outcome in OUTCOMES)}
HEARD = "the chair was heard"


class Told(forms.RadioSelect):
    """Choices, with what each means beside it."""

    means: Mapping[str, str] = MappingProxyType({})

    def create_option(self, name: str, value: Any, *args: Any, **named: Any) -> dict[str, Any]:
        """A choice with what it means."""
        return super().create_option(name, value, *args, **named) | {"hint": self.means.get(str(value), "")}


class AnswerForm(forms.Form):
    """What is decided, and why; the rest as the decision asks."""

    field_order: ClassVar = (
        "kind", "is_strategy_discussion_needed", "reason", "heard", "action", "owner", "until_on", "goes_on_until",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What do you decide?", widget=Told, error_messages={"required": "Say what you decide"}
    )
    reason = text(
        "Why? In your own words",
        is_needed=True,
        help_text="Why is this right for the child? The next manager, and the child one day, may read it.",
        error_messages={"required": "Say why this is right for the child, in a sentence of your own"},
    )
    action = line("What will be done", help_text="Needed if you act.")
    owner = forms.ModelChoiceField(
        Worker.objects.none(),
        label="Who does it",
        required=False,
        empty_label="",
        help_text="Needed if you act.",
    )
    until_on = Day(
        is_past=False,
        required=False,
        label="By when, or until when",
        help_text="Needed if you act or accept: the day of the action, or the end of the acceptance. "
        "For example 3 July, or Friday.",
    )
    evidence = line("What shows that the record is wrong", help_text="Needed if the record is wrong.")

    def __init__(self, sent: Any, *, workers: Any, wanted: Wanted, initial: dict[str, Any]) -> None:
        super().__init__(sent, initial=initial)
        self.wanted = wanted
        offered = dict(_offered(wanted))
        self.fields["kind"].choices = [(value, words) for value, (words, _) in offered.items()]  # type: ignore[attr-defined]
        self.fields["kind"].widget.means = {value: means for value, (_, means) in offered.items()}  # type: ignore[attr-defined]
        self.fields["owner"].queryset = workers  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda worker: worker.name or worker.key  # type: ignore[attr-defined]
        self._ask_besides()
        self.order_fields(self.field_order)
        for box in self.fields.values():
            box.is_needed_at_times = not box.required  # type: ignore[attr-defined]

    def _ask_besides(self) -> None:
        """The boxes of a decision that is missing."""
        if self.wanted.is_incident:
            asks = Answer(
                is_needed=True, label="Is a strategy discussion needed?", help_text="Needed if you act."
            )
            asks.required = False
            self.fields["is_strategy_discussion_needed"] = asks
        if not self.wanted.looks:
            return
        self.fields["action"].label = "What will be done that was not done before"
        self.fields["action"].help_text = "Needed if the plan goes on, ends, or for legal planning."
        self.fields["owner"].help_text = self.fields["action"].help_text
        self.fields["until_on"].label = "By when is that done"
        self.fields["until_on"].help_text = "For example 3 July, or Friday."
        self.fields["goes_on_until"] = Day(
            is_past=False,
            required=False,
            label="Until when does the plan go on",
            help_text="Needed if the plan goes on.",
        )
        if self.wanted.heard:
            label = f"What does the {self.wanted.heard.label.lower()} say?"
            self.fields["heard"] = text(
                label, rows=2, help_text="Needed for a decision at this age. Say who it is."
            )

    def clean(self) -> dict[str, Any]:
        """What each decision asks for stands beside the box that lacks it."""
        sent = super().clean() or {}
        wanted = self._lacking(sent.get("kind", ""))
        lacking(self, {name: words for name, words in wanted if name in self.fields})
        return sent

    def _lacking(self, kind: str) -> Iterator[tuple[str, str]]:
        if kind in ACTS:
            yield "action", "Say what will be done"
            yield "owner", "Say who does it"
            yield "until_on", "Give the day: an action without one is forgotten"
            yield "is_strategy_discussion_needed", "Say whether a strategy discussion is needed"
            yield "heard", "Say what was said, and by whom"
        if kind == SeniorOutcome.CONTINUE:
            yield "goes_on_until", "Say until when: a plan that goes on without an end drifts"
        if kind == Kind.ACCEPT:
            yield "until_on", "Give the day on which it comes back to you"
        if kind == Kind.ERROR:
            yield "evidence", "Say what shows that the record is wrong"

    def given(self, by: Any) -> Given:
        """The answer. Raises KeyError before the form is found to be valid."""
        sent = self.cleaned_data
        kind = Kind.ACT if sent["kind"] in ACTS else Kind(sent["kind"])
        until: date | None = sent["until_on"] if kind in (Kind.ACT, Kind.ACCEPT) else None
        is_act = kind is Kind.ACT
        return Given(
            kind=kind,
            reason=sent["reason"],
            until_on=until,
            action=sent["action"] if is_act else "",
            owner=sent["owner"] if is_act else None,
            evidence=sent["evidence"] if kind is Kind.ERROR else "",
            senior=self._senior(by) if is_act and self.wanted.looks else None,
            is_strategy_discussion_needed=sent.get("is_strategy_discussion_needed") if is_act else None,
        )

    def _senior(self, by: Any) -> Senior:
        """The decision about the plan; what was said by whoever is heard first stands in the log of each look."""
        sent = self.cleaned_data
        words = sent.get("heard", "")
        tell = (lambda row: moved(row, HEARD, by=by, reason=words)) if words else (lambda _: None)
        return Senior(SeniorOutcome(sent["kind"]), sent["goes_on_until"], tell)


def _offered(wanted: Wanted) -> Iterator[tuple[str, tuple[str, str]]]:
    """The answers that there are to a question, with what each means."""
    if wanted.looks:
        yield from ((outcome.value, words) for outcome, words in OUTCOMES.items())
    is_there = {
        Kind.ACT: not wanted.looks,
        Kind.ACCEPT: wanted.may_accept,
        Kind.ESCALATE: wanted.may_take_up,
    }
    left_out = {kind for kind, is_one in is_there.items() if not is_one}
    for kind, words in KINDS.items():
        if kind not in left_out:
            yield kind.value, words


class DoneForm(forms.Form):
    """That something promised is done."""

    words = text("What was done, and what came of it for the child", is_needed=True)
