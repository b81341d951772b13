"""Families, one after another: who they are and what happened to them. Each is made from the seed and its number."""

from collections.abc import Iterator
from random import Random

from keel.invent import care, days, planting
from keel.invent.episodes import episode
from keel.invent.figures import Draw, weighted
from keel.invent.naming import christen
from keel.invent.outlines import SOURCES, Course, Outline, outline
from keel.invent.protection import between
from keel.invent.records import Episode, Person
from keel.invent.world import World

ETHNICITIES = weighted(
    {"WBRI": 74, "WOTH": 5, "WROM": 1, "WIRT": 0.4, "MWBC": 3, "MWBA": 1.5, "MWAS": 1.5, "MOTH": 2, "APKN": 2.5,
     "AIND": 0.8, "ABAN": 1, "AOTH": 1.3, "BAFR": 2.6, "BCRB": 0.8, "BOTH": 0.7, "CHNE": 0.2, "OOTH": 1.3, "NOBT": 2}
)  # fmt: skip
_DISABILITIES: Draw[str] = weighted(
    {"AUT": 30, "LD": 20, "BEH": 14, "COMM": 10, "MOB": 6, "HEAR": 4, "VIS": 3, "PC": 3, "INC": 2, "HAND": 1, "CON": 2,
     "DDA": 5}
)  # fmt: skip
_OLDEST_AT_FIRST = 15
_AGAIN = 0.325  # so that the share of referrals within twelve months of another comes out as published
_SOONEST, _LATEST = 12, 355  # days after the earlier referral
_KNOWN_EARLY, _KNOWN_LATE = 25, 28  # weeks before the expected date
_TEENAGER, _TEENAGER_TO_CARE = 13.5, 0.12
_TO_EARLY_HELP = 0.35
_CONTACT_ONLY = 0.9  # contacts for each referral that lead nowhere


def people(world: World, children: int) -> Iterator[Person]:
    """So many children, family by family."""
    for siblings, count in families(world, children):
        yield from siblings[:count]


def families(world: World, children: int) -> Iterator[tuple[list[Person], int]]:
    """Family by family, and how many of its children are among so many: all, but for the last family."""
    made, number = 0, 0
    while made < children:
        siblings = family(world, number)
        yield siblings, min(len(siblings), children - made)
        made += len(siblings)
        number += 1


def family(world: World, number: int) -> list[Person]:
    """The children of one family with all that is on file."""
    rng = Random(f"{world.seed}:{number}")
    first = days.on_or_after(between(rng, world.start, world.as_of - 1))
    unborn = rng.random() < world.figures.unborn
    siblings = [_unborn(world, rng, number, first)] if unborn else _siblings(world, rng, number, first)
    christen(world.seed, number, siblings)
    team = (_one(rng, world.staff.assessing), _one(rng, world.staff.managing))
    _live(world, rng, siblings, min(first, world.as_of), team, is_unborn=unborn)
    for child in siblings:
        _contact_only(world, rng, child)
    return siblings


def _one(rng: Random, choices: list[int]) -> int:
    return choices[between(rng, 0, len(choices) - 1)]


def _siblings(world: World, rng: Random, number: int, first: int) -> list[Person]:
    count = int(world.figures.children(rng))
    siblings = [_child(world, rng, number, place, _birth(rng, first)) for place in range(count)]
    for child in siblings:
        child.ethnicity = siblings[0].ethnicity
    return siblings


def _birth(rng: Random, first: int) -> int:
    return first - 20 - int(rng.random() * _OLDEST_AT_FIRST * days.YEAR)


def _child(
    world: World, rng: Random, number: int, place: int, birth: int | None, due: int | None = None
) -> Person:
    disabilities: set[str] = set()
    if due is None and rng.random() < world.figures.disabled:
        disabilities = {_DISABILITIES(rng) for _ in range(between(rng, 1, 2))}
    sex = "U" if birth is None else "M" if rng.random() < 0.53 else "F"  # noqa: PLR2004
    key = f"SV{number:07d}{'ABCDE'[place]}"
    return Person(key, number, sex, ETHNICITIES(rng), birth, due, tuple(sorted(disabilities)))


def _unborn(world: World, rng: Random, number: int, first: int) -> Person:
    """A child first known before birth; born a little before or after she was expected."""
    due = first + 7 * between(rng, _KNOWN_EARLY, _KNOWN_LATE)
    return _child(world, rng, number, 0, due + between(rng, -18, 9), due)


def _live(
    world: World, rng: Random, siblings: list[Person], first: int, team: tuple[int, int], *, is_unborn: bool
) -> None:
    """Referral after referral, until a case is open or the family is not heard of again."""
    referred, had_plan = first, False
    while referred <= world.as_of:
        drawn = outline(world, rng, referred, had_plan=had_plan, team=team)
        if is_unborn and not had_plan:
            _before_birth(world, rng, drawn)
        closed = max(_child_episode(world, rng, child, drawn) for child in siblings)
        had_plan = had_plan or drawn.course is Course.PLAN
        if closed >= world.as_of or rng.random() > _AGAIN:
            return
        soonest = max(closed, referred) + _SOONEST
        latest = referred + _LATEST
        referred = days.on_or_after(between(rng, soonest, latest) if soonest < latest else soonest + 90)
        siblings = [child for child in siblings if _still_young(child, referred)]
        if not siblings:
            return


def _still_young(child: Person, on: int) -> bool:
    return child.care is None and child.birth is not None and on - child.birth < 17 * days.YEAR


def _before_birth(world: World, rng: Random, drawn: Outline) -> None:
    """Half of the children known before birth go to a conference, in good time."""
    drawn.transfer_in = drawn.to_care = False
    if rng.random() < 0.5 and drawn.course is not Course.NO_FURTHER_ACTION:  # noqa: PLR2004
        drawn.course, drawn.is_conference, drawn.need = Course.PLAN, True, "N1"
        drawn.enquiry_after = between(rng, 20, 30)
        drawn.conference_after = min(drawn.conference_after, 10)
        drawn.plan_days = max(drawn.plan_days, 300)


def _child_episode(world: World, rng: Random, child: Person, drawn: Outline) -> int:
    """Adds the episode, with what is planted in it; the day it is closed, or one far ahead."""
    mine, chosen = planting.before(world, rng, child, drawn)
    made = episode(world, rng, child, mine)
    planting.earlier_plans(world, rng, child, made, mine, chosen)
    child.episodes.append(made)
    planting.after(world, rng, child, made, chosen)
    planting.expect(child, made, chosen)
    if _enters_care(rng, child, mine, chosen):
        _come_into_care(world, rng, child, made)
    _front_door(rng, child, made)
    return made.closed if made.closed is not None else world.as_of + 1


def _enters_care(rng: Random, child: Person, drawn: Outline, chosen: str) -> bool:
    """By the family's outline; and some teenagers with a plan in need, without their brothers and sisters."""
    is_teenager = child.birth is not None and drawn.referred - child.birth > _TEENAGER * days.YEAR
    if drawn.course is Course.NEED and is_teenager and not chosen and rng.random() < _TEENAGER_TO_CARE:
        return True
    return drawn.to_care and drawn.course in (Course.NEED, Course.PLAN)


def _come_into_care(world: World, rng: Random, child: Person, made: Episode) -> None:
    if made.plan is not None:
        on = made.plan.end
    else:
        on = days.later(made.need_plan[0], between(rng, 10, 60)) if made.need_plan else None
    if on is not None and (made.closed is None or on < made.closed):
        care.enter(world, rng, child, made, on)


def _front_door(rng: Random, child: Person, made: Episode) -> None:
    child.contacts.append((days.on_or_before(made.referred), made.source, False))
    if made.reason == "RC8" and made.closed and rng.random() < _TO_EARLY_HELP:
        start = days.later(made.closed, between(rng, 1, 10))
        child.early_help.append((start, start + between(rng, 60, 250)))


def _contact_only(world: World, rng: Random, child: Person) -> None:
    if rng.random() < _CONTACT_ONLY:
        since = max(world.start, child.birth or world.start)
        if since < world.as_of:
            child.contacts.append((between(rng, since, world.as_of), SOURCES(rng), True))
