"""A child protection plan as it should be: visits and reviews in time, and legal planning when it grows long."""

from random import Random

from keel.invent import days
from keel.invent.records import Plan, Proceedings, Visit
from keel.invent.world import World

_VISIT_GAP = (5, 9)  # working days
_MARGIN = 2  # days: nothing falls due on the day a file is read or the next
_VISIT_DUE, _ALONE_FROM = 10, 3.9
_FIRST_REVIEW, _NEXT_REVIEW = (74, 88), (150, 177)  # days
_AFTER_BIRTH = 24  # days
_SHORTEST_TO_REVIEW = 25
_LONG, _DECIDE_FROM, _DECIDE_TO = 365, 285, 350  # days
_WITHIN_MONTH = 30


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``, both included. Quicker than ``randint``."""
    return low + int(rng.random() * (high - low + 1))


def visits(world: World, rng: Random, plan: Plan, birth: int | None) -> list[Visit]:
    """Visits up to the day the authority is looked at, none later than it should be."""
    last = world.as_of if plan.end is None else min(plan.end, world.as_of)
    made: list[Visit] = []
    on, bedroom = days.later(plan.start, between(rng, 1, 5)), True
    while on <= last:
        bedroom = not bedroom or rng.random() < 0.8  # noqa: PLR2004 -- never missed twice running
        made.append(visit(rng, on, birth, bedroom))
        on = days.later(on, between(rng, *_VISIT_GAP))
    if plan.end is None or plan.end > world.as_of:
        _not_about_to_fall_due(world, rng, plan, birth, made)
    return made


def visit(rng: Random, on: int, birth: int | None, bedroom: bool) -> Visit:
    """A visit at which the child was seen; alone where she is old enough. To the parents, before birth."""
    if birth is None or on < birth:
        return Visit(on, None, None, None)
    alone = on - birth >= _ALONE_FROM * days.YEAR or rng.random() < 0.15  # noqa: PLR2004
    return Visit(on, True, alone, bedroom)


def _not_about_to_fall_due(
    world: World, rng: Random, plan: Plan, birth: int | None, made: list[Visit]
) -> None:
    last = made[-1].on if made else plan.start
    if days.later(last, _VISIT_DUE) <= world.as_of + _MARGIN:
        today = days.on_or_before(world.as_of)
        if today > last:
            made.append(visit(rng, today, birth, True))


def reviews(
    rng: Random, plan: Plan, until: int, birth: int | None = None, held: tuple[int, ...] = ()
) -> list[int]:
    """Review conferences in time after those ``held``; the last on the day the plan ends, where it ends."""
    made = list(held)
    last = until if plan.end is None else min(until, plan.end)
    while True:
        previous = made[-1] if made else plan.start
        following = days.on_or_before(previous + between(rng, *(_NEXT_REVIEW if made else _FIRST_REVIEW)))
        if birth is not None and previous < birth < following:
            following = min(following, days.on_or_before(birth + _AFTER_BIRTH))
        if following >= last:
            break
        made.append(following)
    if (
        plan.end is not None
        and plan.end <= until
        and plan.end - (made or [plan.start])[-1] > _SHORTEST_TO_REVIEW
    ):
        made.append(plan.end)
    return made


def proceedings(world: World, rng: Random, plan: Plan, to_court: bool) -> Proceedings | None:
    """Legal planning before a plan is a year old."""
    end = plan.end or world.as_of + 1
    if min(end, world.as_of) - plan.start < _LONG - _WITHIN_MONTH or end - plan.start < _LONG:
        return None
    decided = days.on_or_before(plan.start + between(rng, _DECIDE_FROM, _DECIDE_TO))
    letter = days.later(decided, between(rng, 1, 4))
    meeting = days.later(letter, between(rng, 3, 9))
    ended = days.on_or_before(letter + between(rng, 7, 15) * 7)
    return Proceedings(decided, letter, meeting, ended, to_court)
