"""Whether a private fostering arrangement is suitable: what must be known, and a manager's decision.

What must be known is that of the regulations, as the shelf lists it (domain/documents.md, 6); a manager who wrote none
of it decides.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from keel.clock import today
from keel.front_door.contacts import ELSEWHERE
from keel.front_door.models import PrivateFostering, PrivateFosteringVisit
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked
from keel.recording.moves import REDECIDED, moved, moves_of, wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms

WRITTEN, SUITABLE, UNSUITABLE, BACK = "written on", "suitable", "not suitable", "sent back"
MATTERS: Mapping[str, tuple[str, str]] = {  # column: what its box asks, and help
    "intended_length": ("How long is it meant to last, and who agreed that?", ""),
    "child_wishes": (
        "What does {name} want and feel about it?",
        "Asked with regard to age and understanding",
    ),
    "home": ("Is the home suitable?", "Space, safety, where {name} sleeps"),
    "carer_suitability": (
        "Is the carer able and fit to look after {name}?",
        "Experience, health, checks made",
    ),
    "household": (
        "Who else is in the home, and is each suitable?",
        "Everybody over and under eighteen, checks made",
    ),
    "family_contact": ("How does {name} keep in touch with the family?", ""),
    "money": ("How is {name}’s keep paid for?", ""),
    "health": ("What of {name}’s health, and which doctor?", ""),
    "education": ("What of school?", ""),
    "who_decides": (
        "How are decisions about {name} made from day to day?",
        "And who has parental responsibility",
    ),
    "advice": ("What advice do the parents and the carer need, and what have you given?", ""),
}


class MattersForm(forms.Form):
    """What must be known before an arrangement can be called suitable."""

    def __init__(self, *args: Any, asked: Asked, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, words in MATTERS.items():
            label, hint = (each.replace("{name}", asked.child.called) for each in words)
            self.fields[name] = text(label, help_text=hint)


def matters_forms(asked: Asked, sent: Any) -> Forms:
    """What is written so far."""
    held = {name: getattr(asked.row, name) for name in MATTERS}
    return {"matters": MattersForm(sent, prefix="matters", asked=asked, initial=held)}


def save_matters(asked: Asked, values: Mapping[str, Any]) -> str:
    """What is known so far; it may be written on until a manager decides."""
    for name, words in values["matters"].items():
        setattr(asked.row, name, words)
    asked.row.save()
    moved(asked.row, WRITTEN, by=asked.by)
    return entry_page(asked.row)


def still_to_know(arrangement: PrivateFostering, called: str) -> list[str]:
    """What must be known before it can be decided and is not, in the words of its boxes."""
    wanted = [label for name, (label, _) in MATTERS.items() if not getattr(arrangement, name).strip()]
    visits = PrivateFosteringVisit.objects.of(arrangement.child_id).filter(private_fostering=arrangement)
    return [words.replace("{name}", called) for words in wanted] + (
        [] if visits.exists() else ["a first visit"]
    )


class SuitableForm(AboutChild):
    """A manager's decision."""

    happened: ClassVar = ("decided_on",)
    is_suitable = Answer(
        label="Is the arrangement suitable?", is_needed=True,
        error_messages={"required": "Say whether it is suitable"},
    )  # fmt: skip
    decision = text(
        "Why? And if it is not suitable: what is done about it, by whom, and when?", is_needed=True,
        error_messages={"required": "Say why"},
    )  # fmt: skip
    decided_on = Day(
        label="When did you decide?", required=False, help_text="Leave it empty if you decide now"
    )

    def __init__(self, *args: Any, arrangement: PrivateFostering, **named: Any) -> None:
        super().__init__(*args, **named)
        self.arrangement = arrangement

    def clean(self) -> dict[str, Any]:
        """Not before the arrangement was known."""
        said = super().clean()
        day, told = said.get("decided_on"), self.arrangement.notified_on
        if day and told and day < told:
            self.add_error("decided_on", "We did not know of the arrangement yet. Check the day")
        return said


def save_suitable(asked: Asked, values: Mapping[str, Any]) -> str:
    """Suitable or not, by whom and when."""
    said, row = values["suitable"], asked.row
    row.is_suitable, row.decision = said["is_suitable"], said["decision"]
    row.decided_on, row.decided_recorded_on = said["decided_on"] or today(), today()
    row.decided_by = asked.worker
    row.save()
    moved(row, SUITABLE if row.is_suitable else UNSUITABLE, by=asked.by, reason=said["decision"])
    return entry_page(row)


def cannot_write(asked: Asked) -> str:
    """While it lasts, and until it is decided."""
    if asked.row.source_key:
        return ELSEWHERE
    if asked.row.ended_on:
        return "This arrangement has ended."
    return "A manager has decided on this arrangement." if asked.row.decided_on else ""


def cannot_decide(asked: Asked) -> str:
    """When all is known, by a manager who wrote none of it."""
    if why_not := cannot_write(asked):
        return why_not
    if still := still_to_know(asked.row, asked.child.called):
        return f"Still to find out before it can be decided: {'; '.join(still)}."
    if sent_back(asked.row):
        return "It was sent back, and is not written on since."
    return "You wrote some of this. A manager who did not decides." if _wrote_some(asked) else ""


def _wrote_some(asked: Asked) -> bool:
    """Whether somebody entered it or wrote on it. To have sent it back is no hand in it."""
    by_her = (move for move in moves_of(asked.row) if move.by_id == asked.by.pk)
    return asked.row.recorded_by_id == asked.by.pk or any(move.state != BACK for move in by_her)


def cannot_redecide(asked: Asked) -> str:
    """A decision is put right once it is made, by a manager who wrote none of what it is on."""
    if asked.row.decided_on is None:
        return "It is not decided yet."
    is_hers = wrote(asked.by, asked.row, without=(SUITABLE, UNSUITABLE, BACK, REDECIDED))
    return "You wrote some of this. A manager who did not puts the decision right." if is_hers else ""


def known_before_decided(form: Any) -> None:
    """Nobody decided on what was not known, or on what had ended."""
    day, row = form.cleaned_data.get("decided_on"), form.row
    if day and row.notified_on and day < row.notified_on:
        form.add_error("decided_on", "We did not know of the arrangement yet. Check the day")
    if day and row.ended_on and day > row.ended_on:
        form.add_error("decided_on", "The arrangement had ended. Check the day")


# Sent back to whoever writes it


class BackForm(forms.Form):
    """What is wanted."""

    comment = text(
        "What is missing, or must be looked at again?",
        is_needed=True,
        error_messages={"required": "Say what is wanted: whoever writes it reads this"},
    )


def back_forms(asked: Asked, sent: Any) -> Forms:
    """The comment."""
    return {"back": BackForm(sent, prefix="back")}


def save_back(asked: Asked, values: Mapping[str, Any]) -> str:
    """It is to be written on before it can be decided."""
    moved(asked.row, BACK, by=asked.by, reason=values["back"]["comment"])
    return entry_page(asked.row)


def sent_back(arrangement: PrivateFostering) -> str:
    """What was asked for when it was sent back; blank where it was not, or was written on since."""
    last = next((move for move in reversed(moves_of(arrangement)) if move.state in (WRITTEN, BACK)), None)
    return last.reason if last and last.state == BACK else ""


def cannot_send_back(asked: Asked) -> str:
    """Once something is written, by a manager who wrote none of it."""
    if why_not := cannot_write(asked):
        return why_not
    if not any(getattr(asked.row, name) for name in MATTERS):
        return "Nothing of what must be known is written yet."
    if sent_back(asked.row):
        return "It was sent back already, and is not written on since."
    return "You wrote some of this. A manager who did not sends it back." if _wrote_some(asked) else ""
