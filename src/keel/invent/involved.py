"""Who works with a child beside what the other formats tell: advisers, health visitors, lawyers, auditors."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from keel.invent import days
from keel.invent.records import Episode, Person
from keel.invent.staff import ADVISER, AUDITOR, HEALTH_VISITOR, LAWYER, TEAMS, Staff, Worker
from keel.invent.world import World

ALLOCATED, CHAIR = "Allocated social worker", "Conference chair"
_YOUNG = 5  # years: until then a health visitor knows the child
_AUDITED, _AUDITED_SINCE = 0.08, 90  # of plans in the last days
_CHANGES = ("TSPROC", "LEFTRL", "MANAGE", "ABSENC", "PCCHAN")


class Involvement(NamedTuple):
    """A worker's time with a child."""

    person: str
    worker: str
    team: str
    role: str
    start: int
    end: int | None
    reason: str | None = None


def involvements(world: World, child: Person) -> Iterator[Involvement]:
    """Everyone who works or worked with the child by the last day."""
    rng = Random(f"involved:{world.seed}:{child.key}")
    for made in child.episodes:
        yield from _allocated(world, made, child)
        yield from _around(world, rng, made, child)
    if child.leaver:
        yield _with(_one_of(world.staff, ADVISER, child), child, ADVISER, child.leaver.since, None)


def _by(world: World, day: int | None) -> int | None:
    return day if day is not None and day <= world.as_of else None


def _allocated(world: World, made: Episode, child: Person) -> Iterator[Involvement]:
    """The same rows as in the tables of the standard dataset."""
    staff = world.staff
    held = [one for one in made.allocations if one.start <= world.as_of]
    for place, one in enumerate(held):
        ended = _by(world, one.end)
        follows = place + 1 < len(held)
        reason = _CHANGES[min(place, len(_CHANGES) - 1)] if ended is not None and follows else None
        yield _with(staff.everyone[one.worker], child, ALLOCATED, one.start, ended, reason)
    if made.plan and made.plan.start <= world.as_of:
        chair = staff.everyone[staff.chairs[child.family % len(staff.chairs)]]
        yield _with(chair, child, CHAIR, made.plan.start, _by(world, made.plan.end))


def _around(world: World, rng: Random, made: Episode, child: Person) -> Iterator[Involvement]:
    drawn = rng.random()
    if made.plan is None or made.plan.start > world.as_of:
        return
    born, start, end = child.born_by(world.as_of), made.plan.start, _by(world, made.plan.end)
    met = None if born is None or days.age_on(born, start) >= _YOUNG else max(born, start)
    if met is not None and (end is None or met < end):
        yield _with(_one_of(world.staff, HEALTH_VISITOR, child), child, HEALTH_VISITOR, met, end)
    spell = made.plan.proceedings
    if spell and spell.decided <= world.as_of:
        lawyer = _one_of(world.staff, LAWYER, child)
        yield _with(lawyer, child, LAWYER, spell.decided, _by(world, spell.ended))
    if end is None and drawn < _AUDITED:
        since = max(start, world.as_of - rng.randrange(15, _AUDITED_SINCE))
        yield _with(_one_of(world.staff, AUDITOR, child), child, AUDITOR, since, min(since + 14, world.as_of))


def _one_of(staff: Staff, role: str, child: Person) -> Worker:
    """Brothers and sisters have the same."""
    holding = staff.holding(role)
    return holding[child.family % len(holding)]


def _with(
    worker: Worker, child: Person, role: str, start: int, end: int | None, reason: str | None = None
) -> Involvement:
    return Involvement(child.key, worker.key, TEAMS[worker.team].key, role, start, end, reason)
