"""Enquiries that found harm and ended with no conference: a manager calls one, or says with the chair why not."""

from collections.abc import Mapping
from typing import Any

from keel.access.policy import Act
from keel.protection.enquiring import (
    TABLE,
    authorise_forms,
    beside_authorise,
    call_initial,
    without_conference,
)
from keel.protection.models import Conference, ConferenceKind
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.report.wording import day_text

WITHOUT = "no conference decided"
INITIAL = (ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH)


def save_decided(asked: Asked, values: Mapping[str, Any]) -> str:
    """A conference is called; or there is none, which ends the time in which harm was known and nobody decided."""
    row, said = asked.row, values["decision"]
    row.is_conference_required_by_end = said["is_conference_required"]
    if not row.is_conference_required_by_end:
        without_conference(row, said)
    row.save()
    if row.is_conference_required_by_end:
        return entry_page(call_initial(asked, row, said["reason"]))
    moved(row, WITHOUT, by=asked.by, reason=said["reason"])
    return entry_page(row)


def why_not_decide(asked: Asked) -> str:
    """Once, after the finding, and while no conference is called or was held about it."""
    row = asked.row
    if not row.ended_on or row.is_harm_substantiated is None:
        return "Nobody has said yet what the enquiries found: that comes first."
    if not row.is_harm_substantiated:
        return "Harm was not substantiated: no conference was called for."
    if row.no_conference_on:
        return f"It was decided on {day_text(row.no_conference_on)}."
    since = row.started_on or row.ended_on
    for called in Conference.objects.of(asked.child).filter(kind__in=INITIAL):
        if called.held_on is None:
            return "A conference is called already: book it on its own page, under Records."
        if called.held_on >= since:
            return f"A conference was held on {day_text(called.held_on)}."
    return ""


CONFERENCE_OR_NOT = Recording(
    key="protection:s47-conference",
    title="Decide whether there is a conference",
    act=Act.STRATEGY_APPROVE,
    forms=authorise_forms,
    save=save_decided,
    about=TABLE,
    template="protection/together.html",
    hint="The enquiries found harm, ended, and no conference was held.",
    done="The decision is recorded.",
    why_not=why_not_decide,
    is_for=lambda asked: not why_not_decide(asked),
    beside=beside_authorise,
    is_shared=True,
)
