"""The states that an item goes through, as a log: where it stands is where it was last moved to."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

from keel.recording.models import Move

CORRECTED, REDECIDED = "corrected", "decision corrected"
SEEN = "correction seen"  # by whoever had authorised it
PUT_RIGHT = (CORRECTED, REDECIDED)
STAYS = (*PUT_RIGHT, SEEN)  # where an item stands is not changed by putting it right, nor by reading that


def moved(row: Any, state: str, *, by: Any, reason: str = "", odd: str = "") -> Move:
    """The item came into a state just now."""
    return Move.objects.create(
        child_id=row.child_id, of=row._meta.label, entry=row.pk, state=state, by=by, reason=reason, odd=odd
    )


def moves_of(row: Any) -> list[Move]:
    """All that was done with an item, the first first."""
    found = Move.objects.filter(child=row.child_id, of=row._meta.label, entry=row.pk)
    return list(found.select_related("by").order_by("pk"))


def state_of(row: Any, first: str = "") -> str:
    """Where an item stands; ``first`` where nobody has moved it."""
    found = Move.objects.filter(child=row.child_id, of=row._meta.label, entry=row.pk)
    found = found.exclude(state__in=STAYS).order_by("-pk").first()
    return found.state if found else first


def states_of(rows: Iterable[Any]) -> dict[int, str]:
    """The same for rows of one table about one child, by their identities, in one statement; those never moved have
    none."""
    kept = list(rows)
    if not kept:
        return {}
    found = Move.objects.filter(
        child__in={row.child_id for row in kept}, of=kept[0]._meta.label, entry__in=[row.pk for row in kept]
    )
    return {move.entry: move.state for move in found.exclude(state__in=STAYS).order_by("pk")}


def wrote(user: Any, row: Any, *, without: Collection[str] = ()) -> bool:
    """Whether somebody had a hand in an item: entered it, or moved it before: she does not approve it herself.

    ``without``: the states to which an item is moved by nobody who writes it, such as being sent back.
    """
    if _entered_by(row) == user.pk:
        return True
    mine = Move.objects.filter(child=row.child_id, of=row._meta.label, entry=row.pk, by=user)
    return mine.exclude(state__in=(*without, SEEN)).exists()


def _entered_by(row: Model) -> int | None:
    return getattr(row, "recorded_by_id", None)
