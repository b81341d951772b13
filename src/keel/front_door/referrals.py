"""Closing a referral: why, and with nothing left open behind it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.apps import apps

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.contacts import ELSEWHERE
from keel.front_door.earlier import earlier_referrals
from keel.front_door.models import Assessment, Referral
from keel.record.codes import choices_of, words_of
from keel.recording.boxes import Day, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

DIED, AFTER_ASSESSMENT, CLOSED = "RC2", ("RC8", "RC9"), "closed"
ON_PLAN = "The child is on a child protection plan. End the plan first, by a conference."


class ClosingForm(AboutChild):
    """When a referral is closed, and why."""

    happened: ClassVar = ("closed_on",)
    closed_on = Day(label="When is it closed?", error_messages={"required": "Say on which day it is closed"})
    close_reason = forms.ChoiceField(
        label="Why?", choices=[("", "Choose one"), *choices_of("closing")],
        error_messages={"required": "Say why it is closed"},
    )  # fmt: skip
    closing_words = text(
        "What has changed for the child, and who helps the family from now on?", is_needed=True,
        error_messages={"required": "Say what has changed for the child, and who helps from now on"},
    )  # fmt: skip
    why_odd = why_odd()

    def __init__(self, *args: Any, referral: Referral, **named: Any) -> None:
        super().__init__(*args, **named)
        self.referral = referral

    def clean(self) -> dict[str, Any]:
        """Not before it came; with a reason that the record bears out."""
        said = super().clean()
        borne_out(self, self.referral)
        self.needs_reason("closed_on", self._unfinished())
        return said

    def _unfinished(self) -> Iterator[str]:
        if _assessments(self.referral).filter(authorised_on=None).exists():
            yield "An assessment is not authorised."


def borne_out(form: AboutChild, referral: Referral) -> None:
    """A referral is not closed before it came, nor for a reason that the record does not bear out."""
    said, came = form.cleaned_data, referral.received_on
    if said.get("closed_on") and came and said["closed_on"] < came:
        form.add_error("closed_on", "That is before the referral came. Check the day")
    if said.get("close_reason") == DIED and form.person.died_on is None:
        form.add_error(
            "close_reason", "The child’s death is not recorded. Record it on her identity page first"
        )
    if said.get("close_reason") in AFTER_ASSESSMENT and not _is_assessed(referral):
        form.add_error("close_reason", "No assessment of this referral is authorised. Choose another reason")


def _is_assessed(referral: Referral) -> bool:
    return bool(_assessments(referral).exclude(authorised_on=None).exists())


def _assessments(referral: Referral) -> Any:
    return Assessment.objects.of(referral.child_id).filter(referral=referral)


def closing_forms(asked: Asked, sent: Any) -> Forms:
    """Today, unless another day is said."""
    held = {"closed_on": today()}
    return {
        "closing": ClosingForm(sent, prefix="closing", person=asked.child, referral=asked.row, initial=held)
    }


def save_closing(asked: Asked, values: Mapping[str, Any]) -> str:
    """The referral is closed, and why."""
    said = dict(values["closing"])
    odd = said.pop(WHY_ODD)
    for name, value in said.items():
        setattr(asked.row, name, value)
    asked.row.closed_recorded_on = today()
    asked.row.save()
    moved(asked.row, CLOSED, by=asked.by, reason=words_of("closing", asked.row.close_reason), odd=odd)
    return entry_page(asked.row)


def cannot_close(asked: Asked) -> str:
    """Closed once; never with a plan open."""
    if asked.row.source_key:
        return ELSEWHERE
    if asked.row.closed_on:
        return "This referral is closed."
    plans = apps.get_model("protection.ProtectionPlan")._default_manager
    return ON_PLAN if plans.filter(child=asked.child, ended_on=None).exists() else ""


CLOSE = Recording(
    key="front_door:close-referral",
    title="Close the referral",
    act=Act.CONTACT_APPROVE,
    forms=closing_forms,
    save=save_closing,
    about="front_door.Referral",
    template="front_door/contact.html",
    button="Close the referral",
    done="The referral is closed.",
    why_not=cannot_close,
    beside=lambda asked: {"earlier": earlier_referrals(asked.child, today())},
    is_shared=True,
)
