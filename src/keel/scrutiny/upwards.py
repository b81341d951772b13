"""Sending a challenge, or a partner's escalation, to a stage: to whom, and by when it is answered."""

from datetime import date
from typing import Any

from keel.oversight.models import Challenge, ChallengeStage, Escalation
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.scrutiny.notices import tell
from keel.scrutiny.posts import Line, line_of
from keel.scrutiny.stages import CHALLENGE, ESCALATION, Stage, stage_after, stage_of

SENT, CLIMBED, TOLD = "sent", "went up by itself", "told"
ONLY_TOLD = "The child is in immediate danger: it goes at once to the next stage."


def stages_of(challenge: Challenge) -> Any:
    """The stages that a challenge has been at, the first first."""
    found = ChallengeStage.objects.of(challenge.child_id).filter(challenge=challenge)
    return found.select_related("sent_to", "answered_by").order_by("pk")


def stage_now(challenge: Challenge) -> ChallengeStage | None:
    """Where a challenge stands."""
    found: ChallengeStage | None = stages_of(challenge).last()
    return found


def send(
    challenge: Challenge,
    stage: Stage,
    day: date,
    *,
    by: Any = None,
    has_climbed: bool = False,
    reason: str = "",
) -> ChallengeStage:
    """Ask a stage for its answer."""
    row = _stage(challenge, stage, line_of(challenge.child_id, day), day, by)
    row.due_on, row.has_climbed = stage.due_from(day), has_climbed
    row.save()
    moved(challenge, f"{CLIMBED} to stage {stage.number}" if has_climbed else f"sent to stage {stage.number}",
          by=by, reason=reason)  # fmt: skip
    tell(
        [row.sent_to],
        f"A chair’s challenge asks for your answer, stage {stage.number}",
        entry_page(challenge),
    )
    return row


def only_tell(challenge: Challenge, stage: Stage, day: date, *, by: Any) -> ChallengeStage:
    """Tell a stage that it is passed over, since the child is in immediate danger."""
    row = _stage(challenge, stage, line_of(challenge.child_id, day), day, by)
    row.is_accepted, row.judged_on, row.acceptance_reason = False, day, ONLY_TOLD
    row.save()
    moved(challenge, f"stage {stage.number} {TOLD}", by=by, reason=ONLY_TOLD)
    tell([row.sent_to], "A chair’s challenge went over you: a child is in danger", entry_page(challenge))
    return row


def _stage(challenge: Challenge, stage: Stage, line: Line, day: date, by: Any) -> ChallengeStage:
    post, worker = line.asked(stage.post)
    return ChallengeStage(
        child_id=challenge.child_id, challenge=challenge, episode=challenge.episode, stage=stage.number, post=post,
        sent_to=worker, sent_on=day, recorded_on=day, recorded_by=by,
    )  # fmt: skip


def up(
    challenge: Challenge,
    last: ChallengeStage,
    day: date,
    *,
    by: Any = None,
    has_climbed: bool = False,
    reason: str = "",
) -> ChallengeStage:
    """A stage higher; from the last, to whoever it stood with, once more."""
    return send(
        challenge, stage_after(CHALLENGE, last.stage), day, by=by, has_climbed=has_climbed, reason=reason
    )


def escalate(row: Escalation, day: date, *, by: Any = None) -> Escalation:
    """Ask the stage of a new escalation for its answer, and keep it."""
    return ask_of(entered(row, day, by=by), day, by=by)


def entered(row: Escalation, day: date, *, by: Any) -> Escalation:
    """Keep a new escalation, of which nobody is asked yet."""
    row.raised_on, row.recorded_on, row.recorded_by = day, day, by
    row.save()
    return row


def ask_of(row: Escalation, day: date, *, by: Any = None) -> Escalation:
    """Ask whoever holds the post of an escalation's stage, from the day on which it was raised."""
    stage = stage_of(ESCALATION, row.stage)
    row.post, row.sent_to = line_of(row.child_id, day).asked(stage.post)
    row.stage, row.due_on = stage.number, stage.due_from(row.raised_on or day)
    row.save()
    words = f"{CLIMBED} to stage {stage.number}" if row.has_climbed else f"sent to stage {stage.number}"
    moved(row, words, by=by)
    tell([row.sent_to], f"A partner’s escalation asks for your answer, stage {stage.number}", entry_page(row))
    return row


def escalate_again(
    last: Escalation, day: date, *, by: Any = None, has_climbed: bool = False, reason: str = ""
) -> Escalation:
    """The same disagreement a stage higher, as an entry of its own in the same strand."""
    carried = ("agency", "raised_by", "disagreement", "effect_on_child", "what_should_happen")
    higher = Escalation(
        child_id=last.child_id, episode=last.episode, stage=stage_after(ESCALATION, last.stage).number,
        has_climbed=has_climbed, **{name: getattr(last, name) for name in carried},
    )  # fmt: skip
    moved(last, CLIMBED if has_climbed else "taken higher", by=by, reason=reason)
    return escalate(higher, day, by=by)
