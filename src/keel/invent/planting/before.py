"""Failings planted in what is to happen to a child, before it is worked out."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from keel.invent import days
from keel.invent.episodes import episode
from keel.invent.outlines import Course, Outline, in_time
from keel.invent.protection import between
from keel.invent.records import Episode, Person
from keel.invent.world import World

_EARLIER_PLAN = (120, 330)  # days
_LONGER = 200  # days a plan goes on past the day the authority is looked at


def _strategy(drawn: Outline) -> int:
    return days.later(drawn.referred, drawn.enquiry_after or 0)


def _can_assess_late(world: World, child: Person, drawn: Outline) -> bool:
    return drawn.course in (Course.ASSESSED, Course.NEED) and not drawn.to_care and child.due is None


def _assess_late(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.assessing = between(rng, 49, 75)
    return drawn


def _can_hold_late(world: World, child: Person, drawn: Outline) -> bool:
    if not drawn.is_conference or drawn.transfer_in or child.due is not None:
        return False
    start = _strategy(drawn)
    return not any(start <= day <= days.later(start, 35) for day in world.read_on)


def _hold_late(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.conference_after = between(rng, 17, 32)
    return drawn


def _can_never_hold(world: World, child: Person, drawn: Outline) -> bool:
    if drawn.course is not Course.PLAN or drawn.transfer_in or child.due is not None:
        return False
    start = _strategy(drawn)
    in_flight = start <= world.census <= days.later(start, 18)
    return not in_flight and days.months(world.as_of, -5) < start < days.later(world.as_of, -20)


def _never_hold(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.course, drawn.never_held, drawn.to_care = Course.NEED, True, False
    drawn.need_days = world.as_of - drawn.referred + _LONGER
    return drawn


def _can_leave(world: World, child: Person, drawn: Outline) -> bool:
    if drawn.enquiry_after is None or drawn.is_conference or drawn.course is not Course.ASSESSED:
        return False
    start = _strategy(drawn)
    return child.due is None and days.months(world.as_of, -5) < start < days.later(world.as_of, -20)


def _leave(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.never_held = drawn.is_unescalated = True
    return drawn


def _can_stay_long(world: World, child: Person, drawn: Outline) -> bool:
    age = world.as_of - drawn.referred
    return drawn.course is Course.PLAN and 770 < age < 960 and child.due is None  # noqa: PLR2004


def _stay_long(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.plan_days, drawn.to_care = world.as_of - drawn.referred + _LONGER, False
    return drawn


def _can_repeat(world: World, child: Person, drawn: Outline, years: int) -> bool:
    old_enough = child.birth is not None and child.birth < drawn.referred - years * 365
    return drawn.course is Course.PLAN and not drawn.transfer_in and not child.episodes and old_enough


def _can_repeat_once(world: World, child: Person, drawn: Outline) -> bool:
    return _can_repeat(world, child, drawn, 3)


def _can_repeat_twice(world: World, child: Person, drawn: Outline) -> bool:
    return _can_repeat(world, child, drawn, 5)


def _as_drawn(world: World, rng: Random, drawn: Outline) -> Outline:
    return drawn


Can = Callable[[World, Person, Outline], bool]


Change = Callable[[World, Random, Outline], Outline]


BEFORE: tuple[tuple[str, Can, Change], ...] = (
    ("icpc_never_held", _can_never_hold, _never_hold),
    ("s47_not_escalated", _can_leave, _leave),
    ("long_plan_no_law", _can_stay_long, _stay_long),
    ("assessment_late", _can_assess_late, _assess_late),
    ("third_plan", _can_repeat_twice, _as_drawn),
    ("second_plan", _can_repeat_once, _as_drawn),
    ("icpc_late", _can_hold_late, _hold_late),
)


def before(world: World, rng: Random, child: Person, drawn: Outline) -> tuple[Outline, str]:
    """The child's own outline, changed where a failing is planted in it; and the failing's key, or nothing."""
    for key, can, change in BEFORE:
        if can(world, child, drawn) and world.plants(key, rng):
            return change(world, rng, replace(drawn)), key
    return drawn, ""


def earlier_plans(
    world: World, rng: Random, child: Person, made: Episode, drawn: Outline, chosen: str
) -> None:
    """A second or third plan needs the ones before it."""
    times = {"second_plan": 1, "third_plan": 2}.get(chosen, 0)
    for back in range(times, 0, -1):
        referred = days.on_or_before(drawn.referred - back * between(rng, 680, 720))
        start = days.later(referred, drawn.enquiry_after or 0)
        plan_of = replace(
            drawn,
            referred=referred,
            plan_days=between(rng, *_EARLIER_PLAN),
            step_down=60,
            to_care=False,
            conference_after=in_time(world, start, min(drawn.conference_after, 14)),
        )
        earlier = episode(world, rng, child, plan_of)
        if earlier.plan:
            earlier.plan.earlier = times - back
        child.episodes.append(earlier)
        child.contacts.append((referred, earlier.source, False))
    if made.plan:
        made.plan.earlier = times
