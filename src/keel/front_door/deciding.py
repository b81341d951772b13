"""The manager's decision on a contact, and telling whoever made it; what is referred goes on with what is known of it.

The duty is to decide and to tell. Both have their moment here, because a day's delay in either is a day in which
nothing may happen for the child.
"""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.contacts import ELSEWHERE, beside, clock, now_time
from keel.front_door.earlier import referrals_in_year
from keel.front_door.models import Contact, Referral
from keel.front_door.taking import tell_outcome, worry_of
from keel.record.codes import choices_of
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

TOLD_IN_KEEL = (
    "It was told in Keel: say yes, and whoever told it reads what was decided, without your reasons"
)
OWN = "You wrote this contact. A manager who did not decides on it."
DECIDED, TOLD = "decided", "referrer told"  # a contact's states once it is received, in this order


class Outcome(StrEnum):
    """What a manager decides on a contact, in the words that the sector uses."""

    REFERRED = "Referral to children’s social care"
    URGENT = "Referral to children’s social care, with a strategy discussion at once"
    EARLY_HELP = "Early help"
    ADVICE = "Information and advice given"
    PASSED_ON = "Passed to another authority or agency"
    KNOWN = "Added to work under way with the family"
    NOTHING = "No further action"

    @property
    def is_referral(self) -> bool:
        """Whether a referral is made of it."""
        return self in (Outcome.REFERRED, Outcome.URGENT)


# What whoever told it in Keel reads of it: never whether the family was known before.
LOOKED_INTO = "A social worker looks into it"
AS_TOLD: Mapping[str, str] = {
    Outcome.EARLY_HELP: "The family is offered early help",
    Outcome.ADVICE: "Advice was given, and social care does nothing more now",
    Outcome.PASSED_ON: "It was passed on to another authority or agency",
    Outcome.NOTHING: "Social care does nothing more now. If you stay worried, tell us again",
}


class Told(StrEnum):
    """Whether whoever made contact knows what was decided."""

    YES = "Yes"
    NOT_YET = "Not yet"
    NOBODY = "There is nobody to tell: whoever made contact is not known"


class DecisionForm(AboutChild):
    """What is done about a contact, why, and whether whoever made it knows."""

    happened: ClassVar = ("made_on", "referrer_told_on")
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(each.value, each.value) for each in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you decide"},
    )
    decision = text(
        "Why?", is_needed=True, help_text="The worry, what is known of the family, and what this decision rests on",
        error_messages={"required": "Say why"},
    )  # fmt: skip
    primary_need = forms.ChoiceField(
        label="If it is a referral: what is the main need?",
        choices=[("", "Choose one"), *choices_of("need")],
        required=False,
    )
    made_on = Day(label="When did you decide?", required=False, help_text="Leave it empty if you decide now")
    made_time = clock("At what time?")
    told = forms.ChoiceField(
        label="Has whoever made contact been told the decision?",
        choices=[(each.value, each.value) for each in Told],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether whoever made contact has been told"},
    )
    referrer_told_on = Day(label="If so, when?", required=False, help_text="Leave it empty if it is now")
    referrer_told_time = clock("At what time was that?")
    why_not_told = text("If not yet: why, and who will tell, and when?", rows=2)

    def __init__(self, *args: Any, contact: Contact, **named: Any) -> None:
        super().__init__(*args, **named)
        self.contact = contact
        if worry_of(contact):
            self.fields["told"].help_text = TOLD_IN_KEEL

    def clean(self) -> dict[str, Any]:
        """Nothing is decided or told before the contact came; what is not told yet is not left at that."""
        said = super().clean()
        self._moment("made")
        if said.get("told") == Told.YES:
            self._moment("referrer_told")
        elif said.get("referrer_told_on"):
            self.add_error(
                "told", "There is a day on which the referrer was told: say yes, or empty that box"
            )
        if said.get("told") == Told.NOT_YET and not said.get("why_not_told"):
            self.add_error("why_not_told", "Say why not, who will tell, and when")
        if said.get("told") == Told.NOBODY and worry_of(self.contact):
            self.add_error(
                "told", "It was told in Keel by somebody who can be told there: say yes, or not yet"
            )
        if said.get("outcome") and Outcome(said["outcome"]).is_referral and not said.get("primary_need"):
            self.add_error("primary_need", "Say what the main need is")
        return said

    def _moment(self, name: str) -> None:
        """A day left empty is today, and its time is then now."""
        if f"{name}_on" in self.cleaned_data:
            moment_of(self, name, self.contact)


def moment_of(form: AboutChild, name: str, contact: Contact) -> None:
    """Fill in a moment that was left empty, and see that it comes after the contact."""
    said = form.cleaned_data
    if not said[f"{name}_on"]:
        said[f"{name}_on"] = today()
        said[f"{name}_time"] = said.get(f"{name}_time") or now_time()
    after_contact(form, name, contact)


def after_contact(form: AboutChild, name: str, contact: Contact) -> None:
    """A moment of a contact comes after the contact."""
    day, at = form.cleaned_data.get(f"{name}_on"), form.cleaned_data.get(f"{name}_time")
    if contact.received_on and day and day < contact.received_on:
        form.add_error(f"{name}_on", "That is before the contact reached us. Check the day")
    elif day == contact.received_on and at and contact.received_time and at < contact.received_time:
        form.add_error(
            f"{name}_time", f"The contact reached us at {contact.received_time:%H:%M}. Check the time"
        )


def save_decision(asked: Asked, values: Mapping[str, Any]) -> str:
    """The decision; of a referral, the referral with what the contact knew."""
    contact, said = asked.row, values["decision"]
    outcome, told = Outcome(said["outcome"]), Told(said["told"])
    for name in ("decision", "made_on", "made_time", "why_not_told"):
        setattr(contact, name, said[name])
    contact.outcome, contact.decided_by = outcome.value, asked.worker
    contact.is_no_further_action = outcome is Outcome.NOTHING
    contact.decided_on, contact.decided_time, contact.decided_recorded_on = (
        said["made_on"],
        said["made_time"],
        today(),
    )
    contact.is_referrer_told = {Told.YES: True, Told.NOT_YET: False, Told.NOBODY: None}[told]
    if told is Told.YES:
        tell(contact, said)
    contact.save()
    moved(contact, DECIDED, by=asked.by, reason=outcome.value)
    return entry_page(_refer(asked, said) if outcome.is_referral else contact)


def tell(contact: Contact, said: Mapping[str, Any]) -> None:
    """Whoever made contact knows; the duty is done from then on."""
    contact.is_referrer_told = True
    contact.referrer_told_on = said["referrer_told_on"]
    contact.referrer_told_time = said["referrer_told_time"]
    if settle(contact):
        contact.decided_recorded_on = today()
    tell_outcome(contact, AS_TOLD.get(contact.outcome, LOOKED_INTO))


def settle(contact: Contact) -> bool:
    """The duty is done once it is both decided and told; whether the telling was the later of the two."""
    if contact.made_on is None:
        return False
    contact.decided_on, contact.decided_time = contact.made_on, contact.made_time
    if not contact.is_referrer_told or contact.referrer_told_on is None:
        return False
    told = contact.referrer_told_on, contact.referrer_told_time or time.min
    if told <= (contact.made_on, contact.made_time or time.min):
        return False
    contact.decided_on, contact.decided_time = contact.referrer_told_on, contact.referrer_told_time
    return True


def _refer(asked: Asked, said: Mapping[str, Any]) -> Referral:
    contact = asked.row
    referral = Referral.objects.create(
        child=asked.child, contact=contact, recorded_on=today(), recorded_by=asked.by,
        worker=contact.worker, team=contact.team,
        received_on=contact.received_on, received_time=contact.received_time,
        source=contact.source, source_name=contact.source_name, reason=contact.reason,
        partner_aware_on=contact.partner_aware_on, partner_aware_time=contact.partner_aware_time,
        partner_aware_recorded_on=contact.recorded_on, partner_agency=contact.partner_agency,
        primary_need=said["primary_need"], is_no_further_action=False, outcome=said["outcome"],
        referrals_in_year=referrals_in_year(asked.child, contact.received_on),
    )  # fmt: skip
    referral.episode = f"referral:{referral.child_id}:{referral.pk}"
    referral.save(update_fields=["episode"])
    return referral


def cannot_decide(asked: Asked) -> str:
    """Decided once, and never by whoever wrote it."""
    if asked.row.source_key:
        return ELSEWHERE
    if asked.row.outcome or asked.row.decided_on:
        return "This contact is decided."
    return OWN if wrote(asked.by, asked.row) else ""


# Telling whoever made contact later


class TellingForm(AboutChild):
    """When whoever made contact was told."""

    happened: ClassVar = ("referrer_told_on",)
    referrer_told_on = Day(label="When?", required=False, help_text="Leave it empty if it is now")
    referrer_told_time = clock("At what time?")

    def __init__(self, *args: Any, contact: Contact, **named: Any) -> None:
        super().__init__(*args, **named)
        self.contact = contact

    def clean(self) -> dict[str, Any]:
        """Not before the contact came."""
        said = super().clean()
        if "referrer_told_on" in said:
            moment_of(self, "referrer_told", self.contact)
        day = said.get("referrer_told_on")
        if day and self.contact.made_on and day < self.contact.made_on:
            self.add_error("referrer_told_on", "That is before it was decided. Check the day")
        return said


def save_telling(asked: Asked, values: Mapping[str, Any]) -> str:
    """The referrer knows."""
    tell(asked.row, values["telling"])
    asked.row.save()
    moved(asked.row, TOLD, by=asked.by)
    return entry_page(asked.row)


def cannot_tell(asked: Asked) -> str:
    """There must be a decision to tell, and it is told once."""
    if asked.row.source_key:
        return ELSEWHERE
    if not asked.row.outcome:
        return "It is not decided yet."
    return "Whoever made contact has been told." if asked.row.is_referrer_told else ""


DECIDE = Recording(
    key="front_door:decide",
    title="Decide on the contact",
    act=Act.CONTACT_APPROVE,
    forms=lambda asked, sent: _one(
        "decision", DecisionForm(sent, prefix="decision", person=asked.child, contact=asked.row)
    ),
    save=save_decision,
    about="front_door.Contact",
    template="front_door/contact.html",
    button="Save the decision",
    done="The decision is recorded.",
    why_not=cannot_decide,
    beside=beside,
    is_shared=True,
)
TELL = Recording(
    key="front_door:tell",
    title="Whoever made contact has now been told",
    act=Act.CONTACT_WRITE,
    forms=lambda asked, sent: _one(
        "telling", TellingForm(sent, prefix="telling", person=asked.child, contact=asked.row)
    ),
    save=save_telling,
    about="front_door.Contact",
    template="front_door/contact.html",
    done="It is recorded that the referrer was told.",
    why_not=cannot_tell,
    beside=beside,
    is_shared=True,
)


def _one(name: str, form: forms.Form) -> Forms:
    return {name: form}
