"""Children who come into care, go missing from it, and leave it. Done in time."""

from random import Random

from keel.invent import days
from keel.invent.protection import between
from keel.invent.records import Allocation, Care, Episode, Leaver, Person
from keel.invent.world import World

_VISIT_GAP = (21, 26)  # working days: under six weeks, bank holidays included
_FIRST_REVIEW, _SECOND_REVIEW, _NEXT_REVIEW = (10, 18), (70, 85), (145, 175)
_HEALTH_GAP, _HEALTH_GAP_YOUNG = (300, 350), (140, 170)
_YOUNG, _ADULT = 5.2, 18
_MONTHS_IN_CARE = (4, 40)
_TEENAGER, _STAYS_FROM = 12, 13.5
_STAYS = 0.8  # of those who come into care so late, until they are adults
_GOES_MISSING = 0.3
_PLACEMENTS = ("U6", "U6", "U6", "U3", "U4", "K2", "H5")


def enter(world: World, rng: Random, child: Person, episode: Episode, on: int) -> None:
    """The child becomes looked after on ``on``; the case stays open until she leaves care."""
    if on > world.as_of or child.birth is None or child.birth > on:
        return
    adult = days.birthday(child.birth, _ADULT)
    home = days.on_or_before(on + between(rng, *_MONTHS_IN_CARE) * 30)
    stays = on - child.birth >= _STAYS_FROM * days.YEAR and rng.random() < _STAYS
    end = adult if stays else min(home, adult)
    child.care = Care(
        on,
        end,
        "E4A" if end == home else "E6",
        _PLACEMENTS[between(rng, 0, len(_PLACEMENTS) - 1)],
        _visits(world, rng, on, end),
        _reviews(world, rng, on, end),
        _health(world, rng, on, end, child.birth),
    )
    episode.closed, episode.reason = end, "RC7"
    if episode.need_plan:
        episode.need_plan = (episode.need_plan[0], max(on, episode.need_plan[0]))
    _hand_over(world, rng, episode, on, end)
    _go_missing(world, rng, child, on, end)
    if end == adult:
        _leave(world, rng, child, adult)


def _visits(world: World, rng: Random, start: int, end: int) -> list[int]:
    made, on = [], days.later(start, between(rng, 1, 3))
    while on <= min(end, world.as_of):
        made.append(on)
        on = days.later(on, between(rng, *_VISIT_GAP))
    return made


def _reviews(world: World, rng: Random, start: int, end: int) -> list[int]:
    made, on, gap = [], days.later(start, between(rng, *_FIRST_REVIEW)), _SECOND_REVIEW
    while on <= min(end, world.as_of):
        made.append(on)
        on, gap = days.on_or_before(on + between(rng, *gap)), _NEXT_REVIEW
    return made


def _health(world: World, rng: Random, start: int, end: int, birth: int) -> list[int]:
    made, on = [], days.later(start, between(rng, 8, 18))
    while on <= min(end, world.as_of):
        made.append(on)
        young = on - birth < _YOUNG * days.YEAR
        on = days.on_or_before(on + between(rng, *(_HEALTH_GAP_YOUNG if young else _HEALTH_GAP)))
    return made


def _hand_over(world: World, rng: Random, episode: Episode, on: int, end: int) -> None:
    worker = world.staff.caring[between(rng, 0, len(world.staff.caring) - 1)]
    for allocation in episode.allocations:
        if allocation.end is None or allocation.end > on:
            allocation.end = on
    episode.allocations.append(Allocation(worker, on, end))


def _go_missing(world: World, rng: Random, child: Person, on: int, end: int) -> None:
    old_enough = child.birth is not None and on - child.birth >= _TEENAGER * days.YEAR
    last = min(end, world.as_of) - 10
    if old_enough and last > on + 30 and rng.random() < _GOES_MISSING:
        gone = between(rng, on + 20, last)
        child.missing.append((gone, gone + between(rng, 0, 4)))


def _leave(world: World, rng: Random, child: Person, since: int) -> None:
    if since <= world.as_of:
        reach = min(world.as_of - since, 50)
        child.leaver = Leaver(
            since, world.as_of - between(rng, 0, reach), world.as_of - between(rng, 0, reach)
        )
