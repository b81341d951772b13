"""Days of exposure: from the day that significant harm to a child was known to the day that something protected her.

The letter tells of children "left at risk of harm" while everybody knew. This counts it. Harm is known from the day it
is suspected as significant or section 47 enquiries start. What protects is a plan, an interim plan, an order, police
protection, or the child being looked after; for a child who is protected already, a strategy discussion about what is
new. It ends unprotected where the enquiries find no harm, a conference or a manager decides that no plan is needed, the
case is closed, or a child in need plan begins and no harm was substantiated. The count itself is ours [UNS]: no
published measure was found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from keel.practice.history import Event, Fact
from keel.practice.history import EventKind as E

KNOWN = frozenset({E.HARM_SUSPECTED, E.S47_STARTED})
PROTECTS = frozenset(
    {
        E.INTERIM_PLAN_RECORDED, E.PLAN_STARTED, E.EPO_MADE, E.POLICE_PROTECTION_STARTED, E.BECAME_LOOKED_AFTER,
        E.COURT_APPLICATION_ISSUED,
    }
)  # fmt: skip
CLEARS = frozenset({E.NO_CONFERENCE_DECIDED, E.ICPC_HELD, E.CASE_CLOSED, E.CHILD_DIED})
BEGINS_COVER, ENDS_COVER = (
    frozenset({E.PLAN_STARTED, E.BECAME_LOOKED_AFTER}),
    frozenset({E.PLAN_ENDED, E.CEASED_LOOKED_AFTER}),
)
KINDS = (
    KNOWN
    | PROTECTS
    | CLEARS
    | BEGINS_COVER
    | ENDS_COVER
    | {E.STRATEGY_DISCUSSION_HELD, E.S47_CONCLUDED, E.CIN_PLAN_STARTED}
)
Told = tuple[E, date, bool | None]  # what happened, when, and whether it found harm, where it says


@dataclass(frozen=True, slots=True)
class Exposure:
    """A time in which harm was known and nothing protected the child; ``until_on`` is None while it lasts."""

    since_on: date
    until_on: date | None
    ended_by: E | None = None

    def days(self, as_of: date) -> int:
        """How many days it lasted, or has lasted so far."""
        return ((self.until_on or as_of) - self.since_on).days


def told(event: Event) -> Told:
    """An event as it is counted."""
    return event.kind, event.on, event.facts.get(Fact.HARM_SUBSTANTIATED)


def exposures(events: Iterable[Told], as_of: date) -> list[Exposure]:
    """Every such time, the first first; ``events`` in order of day and kind, those after ``as_of`` left out."""
    found: list[Exposure] = []
    since: date | None = None
    covers, is_substantiated = 0, False
    for kind, on, harm in events:
        if on > as_of:
            break
        ends = kind in PROTECTS or kind in CLEARS or (kind is E.S47_CONCLUDED and harm is False)
        ends = ends or (kind is E.STRATEGY_DISCUSSION_HELD and covers > 0)
        ends = ends or (kind is E.CIN_PLAN_STARTED and not is_substantiated)
        if since is None and kind in KNOWN:
            since = on
        elif since is not None and ends:
            found.append(Exposure(since, on, kind))
            since, is_substantiated = None, False
        is_substantiated = since is not None and (is_substantiated or harm is True)
        covers = max(covers + (kind in BEGINS_COVER) - (kind in ENDS_COVER), 0)
    return [*found, Exposure(since, None)] if since is not None else found


def open_since(times: Sequence[Exposure]) -> date | None:
    """Since when harm has been known and nothing protects the child; None where that is not so now."""
    return times[-1].since_on if times and times[-1].until_on is None else None
