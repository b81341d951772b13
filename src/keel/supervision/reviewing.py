"""Recording a senior look at a plan: at its ages, and where it is not the first.

"Continue" is no answer by itself: it goes on because of something, with something new, until a day.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import SeniorOutcome, SeniorReview, SeniorReviewKind
from keel.protection.models import ProtectionPlan
from keel.protection.together import Known, entered
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild, lacking
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.supervision.colleagues import called
from keel.supervision.deciders import (
    Look,
    is_repeat,
    is_repeat_looked_at,
    looks,
    next_age,
    roles_for,
    those_she_may,
    undecided,
)
from keel.supervision.reasons import more_than_a_word, why

FORM = "look"
HEARD = "heard"
TABLE = "protection.ProtectionPlan"
ENDED = "This plan has ended."


class LookForm(AboutChild):
    """What somebody senior decides about the plan at its age."""

    happened: ClassVar = ("held_on",)
    planned: ClassVar = ("until_on",)
    kind = forms.ChoiceField(label="At which age of the plan?", widget=forms.RadioSelect)
    held_on = Day(label="When did you look at it?", initial=today)
    outcome = forms.ChoiceField(
        label="What is decided?",
        choices=SeniorOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is decided: the plan goes on, ends, or legal planning"},
    )
    decision = text("The decision in words", is_needed=True)
    reason = why("Because of what?")
    what_is_new = text("If it goes on: with what that was not done before?", validators=[more_than_a_word])
    until_on = Day(label="If it goes on: until when?", is_past=False, required=False)
    heard = text("What does the conference chair say?", rows=2, help_text="Name the chair")

    def __init__(self, *args: Any, offered: list[Look], **named: Any) -> None:
        super().__init__(*args, **named)
        self.looks = {look.kind.value: look for look in offered}
        self.fields["kind"].choices = [(look.kind.value, look.kind.label) for look in offered]
        if not any(look.heard for look in offered):
            del self.fields[HEARD]

    def clean(self) -> dict[str, Any]:
        """Going on needs what is new and an end; at some ages another is heard first."""
        said = super().clean()
        if said.get("outcome") == SeniorOutcome.CONTINUE:
            lacking(
                self,
                {
                    "what_is_new": "Say what is done that was not done before: a plan that goes on unchanged drifts",
                    "until_on": "Say until when",
                },
            )
            self.in_order("held_on", "until_on", "This comes before the day of the decision")
        look = self.looks.get(said.get("kind", ""))
        if look and look.heard:
            lacking(self, {HEARD: f"Say what the {look.heard.label.lower()} says, and who it is"})
        return said


class RepeatForm(AboutChild):
    """Why an earlier plan did not last, and what is different this time."""

    happened: ClassVar = ("held_on",)
    held_on = Day(label="When did you look at it?", initial=today)
    reason = why("Why did what the last plan changed not last?")
    what_is_new = why("What is different this time?", missing="Say what is different this time")
    decision = text("What is decided?", is_needed=True)


def look_forms(asked: Asked, sent: Any) -> Forms:
    """The form, with the ages that are undecided and hers to decide; the oldest is chosen at first."""
    offered = _hers(asked)
    initial = {"kind": offered[-1].kind.value if offered else ""}
    return {FORM: LookForm(sent, prefix=FORM, person=asked.child, offered=offered, initial=initial)}


def repeat_forms(asked: Asked, sent: Any) -> Forms:
    """The form of a look at a repeated plan."""
    return {FORM: RepeatForm(sent, prefix=FORM, person=asked.child)}


def save_look(asked: Asked, values: Mapping[str, Any]) -> str:
    """The look, and what somebody said who was heard."""
    said = dict(values[FORM])
    heard = said.pop(HEARD, "")
    made = _made(asked, said)
    if heard:
        moved(made, "the chair was heard", by=asked.by, reason=heard)
    return entry_page(made)


def save_repeat(asked: Asked, values: Mapping[str, Any]) -> str:
    """The look."""
    return entry_page(_made(asked, {**values[FORM], "kind": SeniorReviewKind.REPEAT}))


def _made(asked: Asked, said: Mapping[str, Any]) -> SeniorReview:
    plan: ProtectionPlan = asked.row
    return SeniorReview.objects.create(
        child=asked.child, plan=plan, episode=plan.episode, held_by=asked.worker, **said, **entered(asked)
    )


def _hers(asked: Asked) -> list[Look]:
    return those_she_may(undecided(asked.row), roles_for(asked))


def why_no_look(asked: Asked) -> str:
    """The plan has ended, is too young, or somebody else decides at its age."""
    plan: ProtectionPlan = asked.row
    if plan.ended_on:
        return ENDED
    due = undecided(plan)
    if due and not _hers(asked):
        return " ".join(f"At {look.kind.label}, {look.whose} decides." for look in due)
    if due:
        return ""
    if coming := next_age(plan):
        return (
            f"Nothing is to be decided yet. The plan will be {coming[0].kind.label} on {day_text(coming[1])}."
        )
    return "Everything that the plan’s age asks for is decided."


def why_no_repeat(asked: Asked) -> str:
    """It is looked at already, or somebody else does."""
    if asked.row.ended_on:
        return ENDED
    if is_repeat_looked_at(asked.row):
        return "Somebody has looked at this already."
    look = looks()[SeniorReviewKind.REPEAT]
    return "" if those_she_may([look], roles_for(asked)) else f"This is for {look.whose}."


def is_not_first(asked: Asked) -> bool:
    """Whether there was a plan before."""
    return is_repeat(asked.row)


def beside(asked: Asked) -> dict[str, Any]:
    """Since when there is a plan, how many came before, and what was decided at earlier ages."""
    plan: ProtectionPlan = asked.row
    before = SeniorReview.objects.of(asked.child).select_related("held_by").order_by("held_on", "pk")
    facts = [f"Open since {day_text(plan.started_on)}"]
    if plan.earlier_plans:
        facts.append(f"Plans before it: {plan.earlier_plans:g}")
    return {
        "known": [
            Known("The plan", facts),
            Known(
                "What was decided before",
                [{"words": _told(one), "href": entry_page(one)} for one in before],
                "Nobody senior has looked at it.",
            ),
        ]
    }


def _told(one: SeniorReview) -> str:
    until = f", until {day_text(one.until_on)}" if one.until_on else ""
    outcome = f": {one.get_outcome_display()}" if one.outcome else ""
    return f"{one.get_kind_display().capitalize()}, {day_text(one.held_on)}, {called(one.held_by)}{outcome}{until}"


LOOKS = (
    Recording(
        key="supervision:plan-age",
        title="Decide on the age of the plan",
        act=Act.DECISION_WRITE,
        forms=look_forms,
        save=save_look,
        about=TABLE,
        template="protection/together.html",
        hint="It goes on because of something, with something new, until a day; it ends; or legal planning.",
        button="Save the decision",
        done="The decision is recorded, with its reason.",
        why_not=why_no_look,
        beside=beside,
        is_for=lambda asked: asked.row.ended_on is None,
    ),
    Recording(
        key="supervision:repeat-plan",
        title="Look at why there is a plan again",
        act=Act.DECISION_WRITE,
        forms=repeat_forms,
        save=save_repeat,
        about=TABLE,
        template="protection/together.html",
        button="Save",
        done="It is recorded.",
        why_not=why_no_repeat,
        beside=beside,
        is_for=is_not_first,
    ),
)
