"""Red signals on children with a plan: facts of the record, for the chair to challenge or to say why not."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from keel.oversight.among import Children
from keel.oversight.decisions import CriticalSignal
from keel.oversight.grounds import Found
from keel.oversight.posts import Place
from keel.practice.ladder import Colour, Source

Places = Mapping[UUID, Place]  # where children stand
OF_THE_CHAIR = frozenset({"D22_chair_silent"})  # what says that she is silent asks nothing more of her


def keep_signals(children: Children, found: Found, places: Places, day: date) -> set[UUID]:
    """Write down which red signals opened and which closed; returns the children whose record says something new."""
    standing = {
        (row.child_id, row.signal): row
        for row in CriticalSignal.objects.filter(child__among=children, closed_on=None)
    }
    live = set(_live(found, places))
    opened, closed = live - set(standing), set(standing) - live
    if opened:
        new = sorted(opened - _reopened(opened, day))
        CriticalSignal.objects.bulk_create(_opened(child, signal, places, day) for child, signal in new)
    if closed:
        CriticalSignal.objects.filter(pk__in=[standing[each].pk for each in closed]).update(
            closed_on=day, closed_recorded_on=day
        )
    return {child for child, _ in opened | closed}


def _reopened(opened: set[tuple[UUID, str]], day: date) -> set[tuple[UUID, str]]:
    """Those that closed today: an entry that was corrected and corrected back did not end them."""
    rows = CriticalSignal.objects.filter(child__in={child for child, _ in opened}, closed_on=day)
    found = {(row.child_id, row.signal): row.pk for row in rows if (row.child_id, row.signal) in opened}
    if found:
        CriticalSignal.objects.filter(pk__in=found.values()).update(closed_on=None, closed_recorded_on=None)
    return set(found)


def _live(found: Found, places: Places) -> Iterable[tuple[UUID, str]]:
    for child, matters in found.items():
        if child in places and places[child].on_plan_since:
            for ground in (each for grounds in matters.values() for each in grounds):
                is_red = ground.source is Source.SIGNAL and ground.colour >= Colour.RED
                if is_red and ground.key not in OF_THE_CHAIR:
                    yield child, ground.key


def _opened(child: UUID, signal: str, places: Places, day: date) -> CriticalSignal:
    return CriticalSignal(
        child_id=child,
        episode=f"signal:{signal}:{day}",  # so that what closes another signal does not end this one's count
        signal=signal,
        opened_on=day,
        recorded_on=day,
        chair_id=places[child].chair,
    )
