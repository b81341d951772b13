"""What happens to a family after a referral, before it is worked out child by child."""

from dataclasses import dataclass
from enum import Enum, auto
from random import Random

from keel.invent import days
from keel.invent.figures import Draw, weighted
from keel.invent.protection import between
from keel.invent.world import World


class Course(Enum):
    """How far a referral goes."""

    NO_FURTHER_ACTION = auto()
    ASSESSED = auto()  # assessed and closed
    NEED = auto()  # child in need plan
    PLAN = auto()  # child protection plan


@dataclass(slots=True)
class Outline:
    """Spans in working days from the referral, or from what comes before; lengths in days."""

    referred: int
    course: Course
    source: str
    need: str
    assessing: int  # working days from the referral to the authorised assessment
    assess_after: int
    enquiry_after: int | None  # working days from the referral to the strategy discussion
    concluded_after: int
    conference_after: int
    is_conference: bool
    category: str
    plan_days: int
    step_down: int
    need_days: int
    to_care: bool
    transfer_in: bool
    assessor: int
    manager: int
    is_unescalated: bool = False
    never_held: bool = False


SOURCES = weighted(
    {"6": 29, "2A": 19, "3A": 3, "3B": 4, "3C": 2, "3E": 6, "1A": 6, "1B": 2, "1D": 2, "5A": 9, "5B": 4, "5C": 5,
     "7": 3, "4": 2, "9": 2, "8": 2}
)  # fmt: skip
NEEDS = weighted({"N1": 56, "N2": 9, "N3": 4, "N4": 9, "N5": 13, "N6": 4, "N8": 3, "N9": 2})
FACTORS: Draw[str] = weighted(
    {"3B": 20, "4B": 18, "1B": 9, "2B": 11, "17A": 11, "16A": 9, "4A": 8, "3A": 5, "10A": 3, "5A": 4, "18C": 3,
     "11A": 2, "24A": 2, "15A": 2, "20": 3}
)  # fmt: skip
_ASSESSING = Draw([(10, 20), (21, 30), (31, 43)], [0.2, 0.25, 0.55])
_CONFERENCE_DUE_SOON = 10  # working days: with no conference by then somebody must ask


def outline(world: World, rng: Random, referred: int, *, had_plan: bool, team: tuple[int, int]) -> Outline:
    """Draw what follows a referral."""
    shape = world.figures
    course, enquiry, conference = _course(world, rng, had_plan)
    after = between(rng, 0, 6)
    started = days.later(referred, after)
    return Outline(
        referred=referred,
        course=course,
        source=SOURCES(rng),
        need="N1" if enquiry else NEEDS(rng),
        assessing=between(rng, *_ASSESSING(rng)),
        assess_after=between(rng, 0, 2),
        enquiry_after=after if enquiry else None,
        concluded_after=between(rng, 5, 9),
        conference_after=in_time(world, started, shape.conference_days(rng)),
        is_conference=conference,
        category=shape.category(rng),
        plan_days=shape.plan_length(rng),
        step_down=between(rng, 45, 140),
        need_days=between(rng, 60, 300),
        to_care=rng.random() < (shape.plan_to_care if course is Course.PLAN else shape.need_to_care),
        transfer_in=course is Course.PLAN and rng.random() < shape.transfer_in,
        assessor=team[0],
        manager=team[1],
    )


def _course(world: World, rng: Random, had_plan: bool) -> tuple[Course, bool, bool]:
    """How far it goes, whether there was an enquiry, and whether a conference followed."""
    shape = world.figures
    if rng.random() < shape.no_further_action:
        return Course.NO_FURTHER_ACTION, False, False
    enquiry = rng.random() < shape.enquiry / (1 - shape.no_further_action)
    conference = enquiry and not had_plan and rng.random() < shape.conference
    if conference and rng.random() < shape.plan_made:
        return Course.PLAN, True, True
    if conference:
        return Course.NEED, True, True
    closes = shape.not_in_need / (1 - shape.no_further_action) / (1 - shape.enquiry * shape.conference)
    return (Course.ASSESSED if rng.random() < closes else Course.NEED), enquiry, False


def in_time(world: World, started: int, after: int) -> int:
    """A conference that nobody must ask about on a day when a file is read."""
    held, ask_from = days.later(started, after), days.later(started, _CONFERENCE_DUE_SOON)
    if any(ask_from <= day < held for day in world.read_on):
        return min(after, _CONFERENCE_DUE_SOON)
    return after
