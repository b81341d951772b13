"""A red signal asks the chair for a word: a challenge, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import CriticalSignal
from keel.oversight.reasons import said_before
from keel.practice.signals import SIGNALS
from keel.protection.allowed import due_after
from keel.recording.boxes import text
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.scrutiny.challenging import beside_raise
from keel.scrutiny.open_questions import unanswered
from keel.scrutiny.reasons import InOwnWords
from keel.workforce.models import Worker

TABLE = "oversight.CriticalSignal"
ASKED, REASONED = "chair_challenge_trigger", "no challenge, with the reason"


class ReasonForm(InOwnWords):
    """Why the chair does not challenge."""

    own_words: ClassVar = ("no_challenge_reason",)
    no_challenge_reason = text(
        "Why do you not challenge?",
        is_needed=True,
        help_text="What you know that the signal does not: who is doing what for the child, and by when",
        error_messages={"required": "Say why you do not challenge"},
    )


def reason_forms(asked: Asked, sent: Any) -> Forms:
    """The reason."""
    before = said_before(CriticalSignal.objects.filter(chair=asked.worker), "no_challenge_reason")
    return {"reason": ReasonForm(sent, prefix="reason", person=asked.child, before=before)}


def save_reason(asked: Asked, values: Mapping[str, Any]) -> str:
    """The signal is answered: not challenged, and why."""
    row, said = asked.row, values["reason"]["no_challenge_reason"]
    row.no_challenge_reason = said
    row.no_challenge_on = row.no_challenge_recorded_on = today()
    row.chair = asked.worker or row.chair
    row.save()
    moved(row, REASONED, by=asked.by, reason=said)
    return entry_page(row)


def why_not_reason(asked: Asked) -> str:
    """Once, and where nothing was said yet."""
    row = asked.row
    if row.no_challenge_on:
        return f"You said why not on {day_text(row.no_challenge_on)}."
    if unanswered(CriticalSignal.objects.filter(pk=row.pk)).exists():
        return ""
    return "It was challenged, or is red no more, or the plan has ended: nothing more is asked."


def is_silent(asked: Asked) -> bool:
    """Whether nothing was said yet."""
    return asked.row.no_challenge_on is None


NO_CHALLENGE = Recording(
    key="scrutiny:no-challenge",
    title="Say why you do not challenge",
    act=Act.CHALLENGE_WRITE,
    forms=reason_forms,
    save=save_reason,
    about=TABLE,
    template="protection/together.html",
    hint="Or raise a challenge about it, from the child’s page.",
    why_not=why_not_reason,
    is_for=is_silent,
    beside=beside_raise,
    is_shared=True,
)


@dataclass(frozen=True, slots=True)
class Silent:
    """A red signal to which nothing was said, and by when the chair should have."""

    row: CriticalSignal
    chair: Worker | None
    due_on: date | None

    @property
    def name(self) -> str:
        """The signal in words."""
        return SIGNALS[self.row.signal].name if self.row.signal in SIGNALS else self.row.signal

    @property
    def is_late(self) -> bool:
        """Whether her time to speak has passed."""
        return self.due_on is not None and self.due_on < today()


@dataclass(slots=True)
class OfChair:
    """What one chair has not answered, the longest first."""

    chair: Worker | None
    silent: list[Silent] = field(default_factory=list)

    @property
    def late(self) -> int:
        """How many are past their time."""
        return sum(each.is_late for each in self.silent)


def silent_signals(rows: Any, chairs: Mapping[Any, Worker]) -> list[Silent]:
    """Of these red signals those that wait for a word, the oldest first; ``chairs`` are the chairs by child."""
    found = unanswered(rows).select_related("chair", "child").prefetch_related("child__names")
    return [
        Silent(
            row,
            chairs.get(row.child_id) or row.chair,
            due_after(ASKED, row.opened_on) if row.opened_on else None,
        )
        for row in found.order_by("opened_on", "pk")
    ]


def by_chair(silent: list[Silent]) -> list[OfChair]:
    """The same by chair, she with most that is late first."""
    found: dict[Any, OfChair] = {}
    for each in silent:
        key = each.chair.pk if each.chair else None
        found.setdefault(key, OfChair(each.chair)).silent.append(each)
    return sorted(
        found.values(), key=lambda one: (-one.late, -len(one.silent), one.chair.name if one.chair else "")
    )


__all__ = ["NO_CHALLENGE", "OfChair", "Silent", "by_chair", "silent_signals"]
