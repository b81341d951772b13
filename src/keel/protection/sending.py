"""What is sent once a conference was held: the decision to the family and the agencies, then the record of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from keel.access.policy import Act
from keel.clock import today
from keel.protection.allowed import due_lines
from keel.protection.convening import ABOUT_CONFERENCE
from keel.protection.together import Known, held_in, meeting_of
from keel.record.changes import changed
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text

LETTER_SENT, RECORD_SENT = "decision sent", "record sent"


class LetterForm(AboutChild):
    """When the decision was sent."""

    happened: ClassVar = ("decision_letter_on",)
    decision_letter_on = Day(label="On which day were the decision and the outline plan sent?", initial=today)


class RecordForm(AboutChild):
    """When the record was sent, and what of it was corrected."""

    happened: ClassVar = ("record_shared_on",)
    record_shared_on = Day(label="On which day was the record sent to those who were asked?", initial=today)
    corrections = text("What did anybody ask to be corrected, and was it?", rows=4)


def letter_forms(asked: Asked, sent: Any) -> Forms:
    """The day."""
    return {"sent": LetterForm(sent, prefix="sent", person=asked.child)}


def record_forms(asked: Asked, sent: Any) -> Forms:
    """The day, and corrections as they stand."""
    row = asked.row
    known = held_in(row, "corrections") | (
        {"record_shared_on": row.record_shared_on} if row.record_shared_on else {}
    )
    return {"sent": RecordForm(sent, prefix="sent", person=asked.child, initial=known)}


def save_letter(asked: Asked, values: Mapping[str, Any]) -> str:
    """The decision was sent, for each child for whom there is one."""
    return _sent(asked, values["sent"], LETTER_SENT)


def save_record(asked: Asked, values: Mapping[str, Any]) -> str:
    """The record was sent."""
    return _sent(asked, values["sent"], RECORD_SENT)


def _sent(asked: Asked, said: Mapping[str, Any], state: str) -> str:
    meeting = [
        row
        for row in meeting_of(asked, Act.CONFERENCE_RECORD_WRITE, held=True)
        if row.is_decision_made or state == RECORD_SENT
    ]
    for row in meeting:
        for name, value in said.items():
            setattr(row, name, value)
            if name.endswith("_on"):
                setattr(row, f"{name.removesuffix('_on')}_recorded_on", today())
        row.save()
        moved(row, state, by=asked.by)
    changed(*(row.child_id for row in meeting if row.pk != asked.row.pk))
    return entry_page(asked.row)


def why_no_letter(asked: Asked) -> str:
    """Once there is a decision, and once only."""
    row = asked.row
    if row.decision_letter_on:
        return f"It was sent on {day_text(row.decision_letter_on)}."
    return "" if row.is_decision_made else "There is no decision to send yet."


def why_no_record(asked: Asked) -> str:
    """Once the conference was held."""
    return "" if asked.row.held_on else "The conference is not recorded yet."


def beside_sending(asked: Asked) -> dict[str, Any]:
    """By when each is due."""
    return {
        "known": [
            Known("Due", due_lines(asked.child, "chair_decision_letter", "conf_minutes"), "Nothing is due.")
        ]
    }


LETTER = Recording(
    key="protection:conference-letter",
    title="Say when the decision was sent",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=letter_forms,
    save=save_letter,
    why_not=why_no_letter,
    is_for=lambda asked: bool(asked.row.is_decision_made),
    beside=beside_sending,
    **ABOUT_CONFERENCE,
)
RECORD = Recording(
    key="protection:conference-sent",
    title="Say when the record was sent, and what was corrected",
    act=Act.CONFERENCE_RECORD_WRITE,
    forms=record_forms,
    save=save_record,
    why_not=why_no_record,
    is_for=lambda asked: asked.row.held_on is not None,
    beside=beside_sending,
    **ABOUT_CONFERENCE,
)
SENDING = (LETTER, RECORD)
