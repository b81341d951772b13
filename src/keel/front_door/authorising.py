"""Sending an assessment to the manager, her look part way, and her authorising it or sending it back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.assessing import cannot_write
from keel.front_door.assessments import (
    BACK,
    DONE,
    SENT,
    conclude,
    has_written,
    missing,
    not_considered,
    standing,
    step,
    weighs_history,
)
from keel.front_door.contacts import ELSEWHERE
from keel.front_door.models import Assessment, AssessmentCheckpoint
from keel.front_door.starting import beside
from keel.recording.boxes import Day, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

AUTHORISE, SEND_BACK = "authorise", "back"
OWN = "You wrote some of this assessment. A manager who did not passes it."


class SendForm(forms.Form):
    """Anything the manager should know."""

    message = text("Is there anything that your manager should know?", rows=2)


def save_sending(asked: Asked, values: Mapping[str, Any]) -> str:
    """It waits for the manager."""
    step(asked.row, SENT, by=asked.by, reason=values["send"]["message"])
    return entry_page(asked.row)


def cannot_send(asked: Asked) -> str:
    """Only what is whole is sent; what is missing is told part by part."""
    if why_not := cannot_write(asked):
        return why_not
    still = missing(asked.row, asked.child)
    return f"Still to write before it can be sent: {'; '.join(still)}." if still else ""


# The manager's look part way


class LookForm(AboutChild):
    """What the manager saw when she looked at it part way."""

    happened: ClassVar = ("held_on",)
    held_on = Day(
        label="When did you look at it?", error_messages={"required": "Say on which day you looked at it"}
    )
    comment = text(
        "What did you see, and what do you ask for?", is_needed=True,
        help_text="Whether the child was seen, what is still to be found out, and whether more or less time is needed",
        error_messages={"required": "Say what you saw"},
    )  # fmt: skip

    def __init__(self, *args: Any, assessment: Assessment, **named: Any) -> None:
        super().__init__(*args, **named)
        self.assessment = assessment

    def clean(self) -> dict[str, Any]:
        """Not before it started."""
        said = super().clean()
        day, begun = said.get("held_on"), self.assessment.started_on
        if day and begun and day < begun:
            self.add_error("held_on", "The assessment had not started. Check the day")
        return said


def look_forms(asked: Asked, sent: Any) -> Forms:
    """The look, today unless another day is said."""
    held = {"held_on": today()}
    return {"look": LookForm(sent, prefix="look", person=asked.child, assessment=asked.row, initial=held)}


def save_look(asked: Asked, values: Mapping[str, Any]) -> str:
    """The look is a row of its own, of the same strand."""
    AssessmentCheckpoint.objects.create(
        **values["look"], child=asked.child, assessment=asked.row, episode=asked.row.episode,
        held_by=asked.worker, recorded_on=today(), recorded_by=asked.by,
    )  # fmt: skip
    return entry_page(asked.row)


def cannot_look(asked: Asked) -> str:
    """While it is being made, by a manager who does not write it."""
    if asked.row.source_key:
        return ELSEWHERE
    if standing(asked.row) == DONE:
        return "This assessment is authorised."
    return (
        "You wrote some of this assessment: another manager looks at it."
        if has_written(asked.by, asked.row)
        else ""
    )


# Authorising


class PassForm(forms.Form):
    """Whether it is good enough, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(AUTHORISE, "I authorise this assessment"), (SEND_BACK, "I send it back to be written on")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you decide"},
    )
    comment = text(
        "Why?", is_needed=True, error_messages={"required": "Say why"},
        help_text="What is good in it; whether the child can be heard in it; what you ask for if you send it back",
    )  # fmt: skip
    why_odd = why_odd()

    def __init__(self, *args: Any, still: list[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.still = still
        if not still:
            del self.fields[WHY_ODD]

    def clean(self) -> dict[str, Any]:
        """Somebody who came to light after it was sent is not passed over in silence."""
        said = super().clean() or self.cleaned_data
        if self.still and said.get("decision") == AUTHORISE and not said.get(WHY_ODD, "").strip():
            words = "; ".join(self.still)
            self.add_error("decision", f"Missing: {words}. Send it back, or say at the end why that is right")
        return said


def pass_forms(asked: Asked, sent: Any) -> Forms:
    """The decision; what has come to be missing since it was sent must be answered."""
    return {"pass": PassForm(sent, prefix="pass", still=missing(asked.row, asked.child))}


def save_passing(asked: Asked, values: Mapping[str, Any]) -> str:
    """Authorised, with what the rules read of it; or sent back, with why."""
    said, row = values["pass"], asked.row
    if said["decision"] == SEND_BACK:
        step(row, BACK, by=asked.by, reason=said["comment"])
        return entry_page(row)
    row.authorised_on = row.authorised_recorded_on = today()
    row.authorised_time = timezone.localtime().time().replace(second=0, microsecond=0)
    row.authorised_by, row.authorising_comment = asked.worker, said["comment"]
    row.is_manager_authorised = True
    row.is_history_weighed = weighs_history(row)
    row.are_other_children_considered = not not_considered(row, asked.child)
    conclude(row)
    row.save()
    step(row, DONE, by=asked.by, reason=said["comment"], odd=said.get(WHY_ODD, ""))
    return entry_page(row.referral or row)


def cannot_pass(asked: Asked) -> str:
    """Once it is sent, by a manager who wrote none of it."""
    if asked.row.source_key:
        return ELSEWHERE
    state = standing(asked.row)
    if state != SENT:
        return "This assessment is authorised." if state == DONE else "It has not been sent to you yet."
    return OWN if has_written(asked.by, asked.row) else ""


SEND = Recording(
    key="front_door:send-assessment",
    title="Send the assessment to the manager",
    act=Act.ASSESSMENT_WRITE,
    forms=lambda _, sent: {"send": SendForm(sent, prefix="send")},
    save=save_sending,
    about="front_door.Assessment",
    template="front_door/assessment.html",
    button="Send it",
    done="The assessment is with the manager.",
    why_not=cannot_send,
    beside=beside,
    is_shared=True,
)
LOOK = Recording(
    key="front_door:look-at-assessment",
    title="Look at the assessment part way",
    act=Act.ASSESSMENT_APPROVE,
    forms=look_forms,
    save=save_look,
    about="front_door.Assessment",
    template="front_door/assessment.html",
    done="Your look is recorded.",
    why_not=cannot_look,
    beside=beside,
)
PASS = Recording(
    key="front_door:authorise-assessment",
    title="Authorise the assessment or send it back",
    act=Act.ASSESSMENT_APPROVE,
    forms=pass_forms,
    save=save_passing,
    about="front_door.Assessment",
    template="front_door/assessment.html",
    button="Save the decision",
    done="Your decision is recorded.",
    why_not=cannot_pass,
    beside=beside,
    is_shared=True,
)
