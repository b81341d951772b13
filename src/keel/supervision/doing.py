"""Saying that what a manager decided is done, and what came of it for the child.

A decision's action has somebody who does it and a day. Until somebody says that it is done, its day is watched.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.answering import promise_kept
from keel.oversight.models import ManagementDecision
from keel.protection.together import Known
from keel.recording.boxes import Day
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.supervision.colleagues import called
from keel.supervision.reasons import why

FORM = "done"


class DoneForm(AboutChild):
    """What was done, and when."""

    happened: ClassVar = ("done_on",)
    done_on = Day(
        label="On which day was it done?", initial=today, error_messages={"required": "Say on which day"}
    )
    done = why(
        "What was done, and what came of it for the child?",
        missing="Say what was done and what came of it",
    )


def forms_of(asked: Asked, sent: Any) -> Forms:
    """The one form."""
    return {FORM: DoneForm(sent, prefix=FORM, person=asked.child)}


def save(asked: Asked, values: Mapping[str, Any]) -> str:
    """Keep it; where the decision was made in an answer to a question, what was promised there is done too."""
    row: ManagementDecision = asked.row
    row.done_on, row.done = values[FORM]["done_on"], values[FORM]["done"]
    row.save(update_fields=["done_on", "done"])
    if row.answer is not None and row.answer.done_on is None:
        promise_kept(row.answer, by=asked.by, words=row.done)
    return entry_page(row)


def why_not(asked: Asked) -> str:
    """Once it is done it is settled."""
    row: ManagementDecision = asked.row
    if row.done_on:
        return f"This was done on {day_text(row.done_on)}."
    return "" if row.action else "Nothing was to be done by this decision."


def beside(asked: Asked) -> dict[str, Any]:
    """The decision, and what was to be done, by whom and by when."""
    row: ManagementDecision = asked.row
    who = called(row.owner) if row.owner else ""
    by = f"by {day_text(row.due_on)}" if row.due_on else "no day given"
    lines = [row.decision, f"To be done: {row.action}", "; ".join(part for part in (who, by) if part)]
    return {"known": [Known(f"Decided on {day_text(row.decided_on)}", [line for line in lines if line])]}


DONE = Recording(
    key="supervision:decision-done",
    title="Say that it is done",
    act=Act.DECISION_ANSWER,
    forms=forms_of,
    save=save,
    about="oversight.ManagementDecision",
    template="protection/together.html",
    hint="What the manager decided, and what came of it.",
    done="It is recorded as done.",
    why_not=why_not,
    beside=beside,
    is_for=lambda asked: bool(asked.row.action) and asked.row.done_on is None,
)
