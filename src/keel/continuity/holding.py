"""Who has a child as her own worker, who had her before, and the handover between the two."""

from datetime import date
from enum import StrEnum
from typing import Any

from keel.people.models import Person
from keel.recording.models import Move
from keel.workforce.models import Handover, Involvement


class State(StrEnum):
    """Where a handover stands. A refused one is over: the manager decides anew."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    FINISHED = "finished"  # the family has met the new worker, and nothing is missing
    REFUSED = "refused"


STANDS = {
    State.PROPOSED: "Waits for the new worker to accept it",
    State.ACCEPTED: "Accepted, not finished",
    State.FINISHED: "Finished",
    State.REFUSED: "Refused",
}
OPEN = (State.PROPOSED, State.ACCEPTED)


def state_of(handover: Handover) -> State:
    """Where it stands, by what is recorded in it."""
    if handover.refused_on:
        return State.REFUSED
    if handover.accepted_on is None:
        return State.PROPOSED
    of = handover.involvement
    is_done = of is not None and of.is_introduction_made and of.is_handover_complete
    return State.FINISHED if is_done else State.ACCEPTED


def holding(child: Person, day: date) -> list[Involvement]:
    """Those who have a child as her own worker on a day, the latest first."""
    rows = Involvement.objects.of(child).holding().on(day).select_related("worker", "team")
    return list(rows.order_by("-started_on", "-pk"))


def last_before(child: Person, day: date) -> Involvement | None:
    """Who had her last, up to a day."""
    rows = Involvement.objects.of(child).holding().filter(started_on__lte=day)
    return rows.select_related("worker", "team").order_by("-started_on", "-pk").first()


def waiting(child: Person) -> Handover | None:
    """The handover of a child that nobody has answered."""
    rows = Handover.objects.of(child).filter(accepted_on=None, refused_on=None)
    return rows.select_related("to_worker").order_by("-pk").first()


def proposed_by(handover: Handover) -> Any:
    """The manager who decided on it."""
    found = Move.objects.filter(
        child=handover.child_id, of=handover._meta.label, entry=handover.pk, state=State.PROPOSED
    )
    move = found.select_related("by").order_by("pk").first()
    return move.by if move else None


def is_worker(user: Any, worker: Any) -> bool:
    """Whether a member of staff is who asks."""
    return bool(worker is not None and user.pk and worker.user_id == user.pk)
