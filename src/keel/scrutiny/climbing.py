"""What nobody answered in time goes up by itself, a stage at a look; once for each look, however often it is run."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from keel.access.audit import Code, record
from keel.oversight.models import Challenge, ChallengeStage, Escalation
from keel.record.changes import changed
from keel.scrutiny.stages import CHALLENGE, ESCALATION, is_last
from keel.scrutiny.upwards import ask_of, escalate_again, stage_now, up


class Climbed(NamedTuple):
    """How many went up a stage."""

    challenges: int
    escalations: int


def climb(as_of: date) -> Climbed:
    """Send up what stood unanswered past its day, each in a transaction of its own.

    A stage that is sent on a day is due on a later one, so the same day run twice, or run again after it was cut
    short, sends nothing up twice. The last stage has nobody above it: it stays there, overdue, and is seen.
    """
    for pk in unsent():
        send_partners_own(pk, as_of)
    challenges = sum(_challenge(pk, as_of) for pk in list(waiting_challenges(as_of)))
    escalations = sum(_escalation(pk, as_of) for pk in list(waiting_escalations(as_of)))
    return Climbed(challenges, escalations)


def waiting_challenges(as_of: date) -> Iterator[int]:
    """Open challenges whose stage of today was due before a day and has no answer."""
    late = stages_now().filter(challenge__resolved_on=None, answered_on=None, due_on__lt=as_of)
    for row in late.order_by("pk"):
        if not is_last(CHALLENGE, row.stage):
            yield row.challenge_id


def stages_now() -> QuerySet[ChallengeStage]:
    """Of each challenge the stage at which it stands."""
    later = ChallengeStage.objects.filter(challenge=OuterRef("challenge"), pk__gt=OuterRef("pk"))
    return ChallengeStage.objects.exclude(challenge=None).filter(~Exists(later))


def waiting_escalations(as_of: date) -> Iterator[int]:
    """Open escalations whose stage of today was due before a day."""
    for row in escalations_now().filter(resolved_on=None, due_on__lt=as_of).order_by("pk"):
        if not is_last(ESCALATION, row.stage):
            yield row.pk


def unsent() -> list[int]:
    """Escalations that a partner wrote herself and of which nobody is asked yet."""
    rows = Escalation.objects.filter(post="", due_on=None, resolved_on=None).exclude(recorded_by=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def send_partners_own(pk: int, as_of: date) -> None:
    """Send what a partner wrote herself to whoever must settle it; once, however often this is run."""
    row = Escalation.objects.select_for_update().filter(pk=pk, post="", due_on=None, resolved_on=None).first()
    if row is not None:
        ask_of(row, as_of, by=row.recorded_by)
        changed(row.child_id)


def escalations_now() -> QuerySet[Escalation]:
    """Of each partner's disagreement the entry at which it stands; one that names no strand stands alone."""
    later = Escalation.objects.filter(
        child=OuterRef("child"), episode=OuterRef("episode"), pk__gt=OuterRef("pk")
    ).exclude(episode="")
    return Escalation.objects.filter(~Exists(later))


@transaction.atomic
def _challenge(pk: int, as_of: date) -> bool:
    challenge = Challenge.objects.select_for_update().get(pk=pk)
    last = stage_now(challenge)
    if challenge.resolved_on or last is None or last.answered_on or not _is_past(last, as_of):
        return False  # answered, closed or sent up by another between the look and the lock
    up(challenge, last, as_of, has_climbed=True)
    _note(challenge)
    return True


@transaction.atomic
def _escalation(pk: int, as_of: date) -> bool:
    row = Escalation.objects.select_for_update().get(pk=pk)
    if row.resolved_on or not _is_past(row, as_of) or not escalations_now().filter(pk=pk).exists():
        return False
    escalate_again(row, as_of, has_climbed=True)
    _note(row)
    return True


def _is_past(row: Any, as_of: date) -> bool:
    return row.due_on is not None and row.due_on < as_of


def _note(row: Any) -> None:
    changed(row.child_id)
    record(
        Code.ENTRY_RECORDED,
        by=None,
        person=row.child_id,
        what="scrutiny:climb",
        entry=f"{row._meta.label}:{row.pk}",
    )


__all__ = ["Climbed", "climb", "escalations_now", "stages_now"]
