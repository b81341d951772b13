"""Failings planted in what happened."""

from collections.abc import Callable
from random import Random

from keel.invent.planting import legal, reviews, visits, workers
from keel.invent.planting.site import Site
from keel.invent.records import Episode, Person
from keel.invent.world import World

_LEAVE_ALONE = ("", "icpc_late", "second_plan", "third_plan")

AFTER: tuple[tuple[str, Callable[[Site, str], bool]], ...] = (
    ("disabled_visit_overdue", visits.disabled_visit_overdue),
    ("no_visits", visits.no_visits),
    ("visit_overdue", visits.visit_overdue),
    ("not_seen_alone", visits.not_seen_alone),
    ("pre_proceedings_stuck", legal.stuck),
    ("letter_late", legal.letter_late),
    ("first_meeting_late", legal.meeting_late),
    ("no_family_meeting", legal.no_family_meeting),
    ("three_workers", workers.three_workers),
    ("four_workers", workers.four_workers),
    ("unallocated", workers.unallocated),
    ("review_overdue", reviews.review_overdue),
    ("review_first_late", reviews.review_first_late),
    ("review_next_late", reviews.review_next_late),
)


def after(world: World, rng: Random, child: Person, made: Episode, chosen: str) -> None:
    """Plant in what happened, unless what was planted before stands in the way."""
    if made.plan is None or chosen not in _LEAVE_ALONE:
        return
    site = Site(world, rng, child, made, made.plan)
    any(plant(site, key) for key, plant in AFTER if world.rates[key])
