"""The chair's look half way between conferences: whether the child's life gets better by the plan."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.decisions import ChairMidpoint, Progress
from keel.oversight.reasons import said_before
from keel.practice.signals.model import Severity
from keel.protection.allowed import due_lines
from keel.protection.models import CoreGroup
from keel.protection.together import entered
from keel.recording.boxes import Answer, Day, text
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import counted, day_text
from keel.scrutiny.challenging import LOOK
from keel.scrutiny.open_questions import red_signals
from keel.scrutiny.reasons import InOwnWords

FINDINGS = (
    (Progress.YES, "Yes: the child’s life is better, and it shows"),
    (Progress.SOME, "Some: not what the plan asked for by now"),
    (Progress.NONE, "None"),
)


class MidpointForm(InOwnWords):
    """What was found."""

    own_words: ClassVar = ("finding", "no_challenge_reason")
    happened: ClassVar = ("checked_on",)
    checked_on = Day(label="When did you look at the plan?", initial=today)
    progress = forms.ChoiceField(
        label="Is there progress for the child?",
        choices=FINDINGS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether there is progress"},
    )
    finding = text(
        "How do you know?",
        is_needed=True,
        help_text="What the child says, what was seen, what the core group did; not what is intended",
        error_messages={"required": "Say how you know"},
    )
    is_challenged = Answer(
        label="Do you challenge?",
        is_needed=True,
        help_text="If you do, the challenge comes next, with what you found in it",
    )
    no_challenge_reason = text("If there is no progress and you do not challenge: why not?", rows=2)

    def clean(self) -> dict[str, Any]:
        """No progress leads to a challenge, or has a reason why not."""
        said = super().clean()
        is_let_be = said.get("progress") == Progress.NONE and said.get("is_challenged") is False
        if is_let_be and not said.get("no_challenge_reason"):
            self.add_error("no_challenge_reason", "There is no progress: challenge, or say why not")
        return said


def midpoint_forms(asked: Asked, sent: Any) -> Forms:
    """The look."""
    before = said_before(ChairMidpoint.objects.filter(chair=asked.worker), "finding", "no_challenge_reason")
    return {"midpoint": MidpointForm(sent, prefix="midpoint", person=asked.child, before=before)}


def save_midpoint(asked: Asked, values: Mapping[str, Any]) -> str:
    """The look, in the strand of the plan; where she challenges, the challenge is next."""
    row = ChairMidpoint.objects.create(
        child=asked.child,
        episode=asked.row.episode,
        chair=asked.worker,
        **values["midpoint"],
        **entered(asked),
    )
    if not row.is_challenged:
        return entry_page(row)
    return f"{reverse('scrutiny:challenge', args=[asked.child.pk])}?{LOOK}={row.pk}"


def why_not_midpoint(asked: Asked) -> str:
    """While the plan lasts."""
    return f"The plan ended on {day_text(asked.row.ended_on)}." if asked.row.ended_on else ""


def beside_midpoint(asked: Asked) -> dict[str, Any]:
    """What is due, what is red, and the core groups held."""
    held = CoreGroup.objects.of(asked.child).exclude(held_on=None).order_by("-held_on", "-pk")
    looks = ChairMidpoint.objects.of(asked.child).order_by("-checked_on", "-pk")
    return {
        "known": [
            {
                "title": "Due",
                "lines": due_lines(
                    asked.child, "chair_midpoint", "rcpc_first", "rcpc_next", "core_group_recurring"
                ),
                "none": "Nothing is due.",
            },
            {
                "title": "What is red now",
                "lines": [f"{each.name}: {each.because}" for each in red_signals(asked.child)],
                "none": f"No signal of this child is {Severity.RED.label}.",
            },
            {
                "title": "Core groups held",
                "lines": [f"{day_text(each.held_on)}{_progress(each)}" for each in held[:SHOWN]],
                "none": "None is recorded.",
            },
            {
                "title": f"Looks of before: {counted(looks.count(), 'look', 'looks')}",
                "lines": [f"{day_text(each.checked_on)}: {each.finding}" for each in looks[:SHOWN]],
                "none": "",
            },
        ]
    }


SHOWN = 3


def _progress(row: CoreGroup) -> str:
    return {True: ", progress", False: ", no progress"}.get(row.is_progress_made, "")


MIDPOINT = Recording(
    key="scrutiny:chair-midpoint",
    title="Record the chair’s look half way",
    act=Act.CHALLENGE_WRITE,
    forms=midpoint_forms,
    save=save_midpoint,
    about="protection.ProtectionPlan",
    template="protection/together.html",
    hint="Half way between conferences: is there progress for the child?",
    done="What you found is recorded. Where you challenge, send the challenge itself now.",
    why_not=why_not_midpoint,
    is_for=lambda asked: asked.row.ended_on is None,
    beside=beside_midpoint,
)
