"""A partner's own page: that her agency does not agree with what is done for a child, and where that stands.

She sees too little of the record to know whom it asks: the worker sends it to its first stage as soon as it is written.
"""

from collections.abc import Mapping
from typing import Any

from keel.oversight.models import Escalation
from keel.people.models import Person
from keel.protection.helping import helper_of
from keel.protection.partners import OF_PARTNERS, OfAgency, head, her_page
from keel.protection.together import Known
from keel.recording.boxes import text
from keel.recording.declared import Asked, Recording
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.scrutiny.answering import asked_of
from keel.scrutiny.escalating import raise_for
from keel.scrutiny.tasks import send_partners


class DisagreeForm(OfAgency):
    """With what her agency does not agree."""

    disagreement = text(
        "With what does your agency not agree?",
        rows=4,
        is_needed=True,
        error_messages={"required": "Say with what your agency does not agree"},
    )
    effect_on_child = text(
        "What does it do to {name}?",
        is_needed=True,
        error_messages={"required": "Say what it does to the child"},
    )
    what_should_happen = text(
        "What should happen, and by when?",
        is_needed=True,
        error_messages={"required": "Say what should happen"},
    )


def disagree_forms(asked: Asked, sent: Any) -> Forms:
    """The disagreement."""
    return {"disagree": DisagreeForm(sent, prefix="disagree", person=asked.child)}


def save_disagreed(asked: Asked, values: Mapping[str, Any]) -> str:
    """It stands in the register under her agency's name, and goes to its first stage."""
    helper = helper_of(asked.by)
    said = {**values["disagree"], "agency": helper.signs_as, "raised_by": helper.name or asked.by.name}
    row = raise_for(asked.child, said, by=asked.by, is_partners=True)
    send_partners.defer(escalation=row.pk)
    return her_page(asked)


def beside_disagreement(asked: Asked) -> dict[str, Any]:
    """What she raised before, and where each stands."""
    return {**head(asked), "known": [Known("What you raised before", raised_by(asked.by, asked.child))]}


def raised_by(user: Any, child: Person) -> list[str]:
    """The disagreements about a child that somebody raised herself, each with its state, the latest first."""
    hers = Escalation.objects.of(child).filter(recorded_by=user).order_by("-pk")
    found = []
    for first in hers:
        same = (
            Escalation.objects.of(child)
            .filter(episode=first.episode, pk__gte=first.pk)
            .select_related("sent_to")
        )
        found.append(_told(first, same.order_by("pk").last() or first))
    return found


def _told(first: Escalation, now: Escalation) -> str:
    return f"{day_text(first.raised_on)}: {first.disagreement} {_state(now)}"


def _state(now: Escalation) -> str:
    if now.resolved_on:
        changed = f" For the child: {now.what_changed}" if now.what_changed else ""
        return f"(Settled on {day_text(now.resolved_on)}: {now.resolution}{changed})"
    if not now.post:
        return "(It is being sent to whoever must settle it.)"
    due = f", by {day_text(now.due_on)}; after that day it goes up by itself" if now.due_on else ""
    return f"(Open at stage {now.stage}: it is for {asked_of(now)} to settle{due}.)"


DISAGREE = Recording(
    key="scrutiny:agency-escalation",
    title="We do not agree",
    forms=disagree_forms,
    save=save_disagreed,
    hint="Your agency does not agree with what is done for the child. A manager must answer, or it goes higher.",
    button="Send it",
    done="It is sent. Where nobody settles it in time it goes to the next manager by itself.",
    beside=beside_disagreement,
    holds_entry=False,
    **OF_PARTNERS,
)
