"""Recording a contact: who told us of a worry about a child, when, and since when the partner has known."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone

from keel.access.door import may
from keel.access.policy import Act
from keel.clock import today
from keel.front_door.earlier import earlier_referrals
from keel.front_door.models import Contact
from keel.people.kin import children_near
from keel.people.models import Person
from keel.record.changes import changed
from keel.record.codes import choices_of, words_of
from keel.recording.boxes import Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, late, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

ELSEWHERE = "This came from another system: complete it there."
NOT_A_PARTNER = ("1A", "1B", "1C", "1D", "9", "10")  # people of the child's own, and those who are not known
TOO_EARLY = "We were told before the partner knew"
RECEIVED = "received"  # the first state of a contact; those that follow are a manager's


def clock(label: str, *, is_needed: bool = False, **named: Any) -> Clock:
    """A time of day."""
    box = forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"})
    words = {"required": "Say at what time, about"}
    return Clock(label=label, required=is_needed, widget=box, error_messages=words, **named)


def now_time() -> time:
    """The time of day in England, to the minute."""
    return timezone.localtime().time().replace(second=0, microsecond=0)


class ContactForm(AboutChild):
    """A contact: who told us, when, what of; and since when the partner has known."""

    happened: ClassVar = ("received_on", "partner_aware_on")
    received_on = Day(
        label="When did the contact reach us?",
        help_text="For example 3/6/2026, 3 June, or yesterday",
        error_messages={"required": "Say on which day the contact reached us"},
    )
    received_time = clock(
        "At what time?", is_needed=True, help_text="The hours to the decision count from it"
    )
    source = forms.ChoiceField(
        label="Who told us?",
        choices=[("", "Choose one"), *choices_of("source")],
        error_messages={"required": "Say who told us; there is a choice for a source that is not known"},
    )
    source_name = line("Her or his name and post", help_text="The decision is told to this person")
    partner_agency = line("If a partner told us: which agency, and which part of it?")
    partner_aware_on = Day(label="When did the partner first know of the worry?", required=False)
    partner_aware_time = clock("At what time did it know, if that is known?")
    is_not_known = forms.BooleanField(label="The partner cannot say when it first knew", required=False)
    reason = text(
        "What is the contact about?", rows=5, is_needed=True,
        help_text="What happened to the child, when, and what the worry is",
        error_messages={"required": "Say what the contact is about"},
    )  # fmt: skip
    also = forms.MultipleChoiceField(
        label="Is it about another child of the family too?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="What you write here then goes into the record of each, and a manager decides for each",
    )  # fmt: skip
    why_odd = why_odd()

    def __init__(self, *args: Any, others: Iterable[Person] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["also"].choices = [(str(one.pk), one.shown_name) for one in others]
        if not self.fields["also"].choices:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        """A partner's worry has a day, or it is said that it has none; and it knew before it told us."""
        said = super().clean()
        if said.get("source") not in (None, *NOT_A_PARTNER):
            self._needs_partner(said)
        known_before_told(self)
        if said.get("received_on") == today() and (at := said.get("received_time")) and at > now_time():
            self.add_error("received_time", f"It is not yet {at:%H:%M}. Check the time")
        self.needs_reason("received_on", [late(said.get("received_on"))])
        return said

    def _needs_partner(self, said: Mapping[str, Any]) -> None:
        if not said.get("partner_agency"):
            self.add_error("partner_agency", "Say which agency it was")
        if "partner_aware_on" in said and not said["partner_aware_on"] and not said.get("is_not_known"):
            self.add_error("partner_aware_on", "Say when the partner first knew, or that it cannot say")


def known_before_told(form: AboutChild) -> None:
    """A partner knew before it told us."""
    said = form.cleaned_data
    form.in_order("partner_aware_on", "received_on", f"{TOO_EARLY}: check both days")
    if said.get("partner_aware_on") and said["partner_aware_on"] == said.get("received_on"):
        form.in_order("partner_aware_time", "received_time", f"{TOO_EARLY}: check both times")


def contact_forms(asked: Asked, sent: Any) -> Forms:
    """The contact, with the children of her family or home for whom it may be recorded too."""
    others = [one for one in children_near(asked.child) if may(asked.request, Act.CONTACT_WRITE, one)]
    return {"contact": ContactForm(sent, prefix="contact", person=asked.child, others=others)}


def save_contact(asked: Asked, values: Mapping[str, Any]) -> str:
    """A contact in the record of each child it is about; each waits for a manager's decision."""
    said = dict(values["contact"])
    odd, others = said.pop(WHY_ODD), said.pop("also", [])
    said.pop("is_not_known")
    said["shared"] = uuid4() if others else None
    made = _make(asked, asked.child, said, odd)
    for one in Person.objects.filter(pk__in=others):
        _make(asked, one, said, odd)
        changed(one.pk)
    return entry_page(made)


def _make(asked: Asked, child: Person, said: Mapping[str, Any], odd: str) -> Contact:
    contact = Contact.objects.create(
        **said, child=child, recorded_on=today(), recorded_by=asked.by, worker=asked.worker,
        team=getattr(asked.worker, "team", None),
    )  # fmt: skip
    contact.episode = f"contact:{contact.child_id}:{contact.pk}"
    contact.save(update_fields=["episode"])
    moved(contact, RECEIVED, by=asked.by, odd=odd)
    return contact


def beside(asked: Asked) -> dict[str, Any]:
    """The contact, and the earlier referrals with what came of them."""
    contact = asked.row
    day = contact.received_on if contact and contact.received_on else today()
    return {
        "contact": contact,
        "source": words_of("source", contact.source) if contact else "",
        "earlier": earlier_referrals(asked.child, day),
    }


CONTACT = Recording(
    key="front_door:contact",
    title="Record a contact",
    act=Act.CONTACT_WRITE,
    forms=contact_forms,
    save=save_contact,
    template="front_door/contact.html",
    hint="Somebody told us of a worry about this child. A manager decides on it.",
    button="Save the contact",
    done="The contact is recorded. It waits for a manager’s decision.",
    beside=beside,
)
