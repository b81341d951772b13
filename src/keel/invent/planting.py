"""Where failings are planted: each in one child, at a known rate, with what must be seen because of it.

``before`` changes what is to happen, ``after`` what happened; ``expect`` writes down what must be found. A child's
episode carries at most one failing, so that the expected sets are exact.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from keel.invent import days
from keel.invent.episodes import episode
from keel.invent.outlines import Course, Outline, in_time
from keel.invent.protection import between, reviews, visit
from keel.invent.records import Allocation, Enquiry, Episode, Expected, Person, Plan
from keel.invent.world import World

SSD, CIN, ANNEX_A = "ssd", "cin", "annex-a"
EVERY = (SSD, CIN, ANNEX_A)
_MONTH = 30
_LONGER = 200  # days a plan goes on past the day the authority is looked at


# Changes to what is to happen


def before(world: World, rng: Random, child: Person, drawn: Outline) -> tuple[Outline, str]:
    """The child's own outline, changed where a failing is planted in it; and the failing's key, or nothing."""
    for key, can, change in BEFORE:
        if can(world, child, drawn) and world.plants(key, rng):
            return change(world, rng, replace(drawn)), key
    return drawn, ""


def _strategy(drawn: Outline) -> int:
    return days.later(drawn.referred, drawn.enquiry_after or 0)


def _can_assess_late(world: World, child: Person, drawn: Outline) -> bool:
    return drawn.course in (Course.ASSESSED, Course.NEED) and not drawn.to_care and child.due is None


def _assess_late(world: World, rng: Random, drawn: Outline) -> Outline:
    drawn.assessing = between(rng, 49, 75)
    return drawn


def _can_hold_late(world: World, child: Person, drawn: Outline) -> bool:
    if drawn.course is not Course.PLAN or drawn.transfer_in or child.due is not None:
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
            plan_days=between(rng, 120, 330),
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


# Changes to what happened


@dataclass(frozen=True, slots=True)
class Site:
    """A plan in which a failing may be planted, and the child whose it is."""

    world: World
    rng: Random
    child: Person
    made: Episode
    plan: Plan

    @property
    def now(self) -> int:
        """The day the authority is looked at."""
        return self.world.as_of

    @property
    def is_open(self) -> bool:
        """On a plan that day, and not about to leave it."""
        return self.plan.start < self.now and (self.plan.end is None or self.plan.end > self.now)

    def age(self, day: int) -> float:
        """Years on ``day``; negative before birth."""
        return -1.0 if self.child.birth is None else (day - self.child.birth) / days.YEAR

    @property
    def is_of_clear_age(self) -> bool:
        """Born before the plan, and either well under the age of being seen alone or past it all along."""
        return self.age(self.plan.start) >= 4.1 or 0 < self.age(self.plan.start) <= self.age(self.now) < 3.7  # noqa: PLR2004

    @property
    def can_be_alone(self) -> bool:
        """Old enough to be seen alone."""
        return self.age(self.now) >= 4  # noqa: PLR2004

    def expect(self, planting: str, formats: tuple[str, ...], record: object, **what: object) -> None:
        """Write down what must be found."""
        self.child.expected.append(Expected(planting, formats, record, **what))  # type: ignore[arg-type]

    def with_disabled(self, *signals: str) -> tuple[str, ...]:
        """The signals, and that of disabled children for a disabled child."""
        return (*signals, "D23_disabled_child") if self.child.disabilities else signals


def after(world: World, rng: Random, child: Person, made: Episode, chosen: str) -> str:
    """Plant in what happened, unless something was planted already; the failing's key, or nothing."""
    if chosen or made.plan is None:
        return chosen
    site = Site(world, rng, child, made, made.plan)
    for key, plant in AFTER:
        if world.rates[key] and plant(site, key):
            return key
    return ""


def _plants(site: Site, key: str) -> bool:
    return site.world.plants(key, site.rng)


def _visit_overdue(site: Site, key: str) -> bool:
    """Nobody came for longer than allowed; but not twice as long."""
    cutoff = days.later(site.now, -between(site.rng, 12, 19))
    if not (site.is_open and site.is_of_clear_age and cutoff > days.later(site.plan.start, 12) and _plants(site, key)):
        return False
    kept = [v for v in site.plan.visits if v.on < cutoff]
    site.plan.visits = [*kept, visit(site.rng, cutoff, site.child.birth, True)]
    due = days.later(cutoff, 10)
    _expect_unseen(site, key, due, due if site.can_be_alone else None)
    return True


def _expect_unseen(site: Site, key: str, due: int, alone_due: int | None) -> None:
    seen = {"record": site.plan, "formats": (SSD, ANNEX_A)}
    site.expect(key, timescale="cp_visit", due=due, signals=site.with_disabled("D04_visit_missed"), **seen)  # type: ignore[arg-type]
    if alone_due is not None:
        site.expect(key, timescale="cp_visit_seen_alone", due=alone_due, signals=("D05_not_seen_alone",), **seen)  # type: ignore[arg-type]


def _disabled_visit_overdue(site: Site, key: str) -> bool:
    return bool(site.child.disabilities) and _visit_overdue(site, key)


def _no_visits(site: Site, key: str) -> bool:
    start = site.plan.start
    is_new = days.later(site.now, -80) < start < days.later(site.now, -13)
    if not (site.is_open and is_new and site.is_of_clear_age and _plants(site, key)):
        return False
    site.plan.visits = []
    due = days.later(start, 10)
    _expect_unseen(site, key, due, due if site.can_be_alone else None)
    home = days.later(start, 20)
    site.expect(key, (SSD,), site.plan, timescale="cp_visit_home", due=home)
    return True


def _not_seen_alone(site: Site, key: str) -> bool:
    made, alone = site.plan.visits, 3
    old_enough = site.age(site.plan.start) >= 4.1  # noqa: PLR2004
    if not (site.is_open and old_enough and len(made) > alone + 1 and _plants(site, key)):
        return False
    due = days.later(made[-alone - 1].on, 10)
    if due >= site.now:
        return False
    site.plan.visits = made[:-alone] + [v._replace(alone=False) for v in made[-alone:]]
    signals = site.with_disabled("D05_not_seen_alone")
    site.expect(key, (SSD,), site.plan, timescale="cp_visit_seen_alone", due=due, signals=signals)
    site.expect(key, (ANNEX_A,), site.plan, signals=signals, since=made[-1].on)
    return True


def _review_first_late(site: Site, key: str) -> bool:
    due = days.months(site.plan.start, 3)
    return _review_late(site, key, "rcpc_first", due, (), site.plan.start)


def _review_next_late(site: Site, key: str) -> bool:
    past = [day for day in site.plan.reviews if day < site.now]
    if len(past) < 2:  # noqa: PLR2004
        return False
    place = between(site.rng, 1, len(past) - 1)
    held = tuple(past[:place])
    return _review_late(site, key, "rcpc_next", days.months(held[-1], 6), held, held[-1])


def _review_late(site: Site, key: str, timescale: str, due: int, held: tuple[int, ...], since: int) -> bool:
    late = days.on_or_after(due + between(site.rng, 8, 35))
    ends = site.plan.end or site.now
    if late >= min(ends, site.now) - 30 or site.child.due is not None or not _plants(site, key):
        return False
    site.plan.reviews = reviews(site.rng, site.plan, site.now + 400, None, (*held, late))
    site.expect(key, (SSD, CIN), (site.plan, since), timescale=timescale, due=due, met=late)
    return True


def _review_overdue(site: Site, key: str) -> bool:
    past = [day for day in site.plan.reviews if day <= site.now]
    if not site.is_open or not past or site.child.due is not None:
        return False
    kept = past[:-1]
    due = days.months(kept[-1], 6) if kept else days.months(site.plan.start, 3)
    if due >= site.now - 5 or not _plants(site, key):
        return False
    site.plan.reviews = kept
    since = kept[-1] if kept else site.plan.start
    site.expect(key, EVERY, (site.plan, since), timescale="rcpc_next" if kept else "rcpc_first", due=due)
    return True


def _workers(site: Site, key: str, number: int) -> bool:
    start, year_ago = site.plan.start, days.months(site.now, -12)
    if not (site.is_open and start < site.now - 150 and _plants(site, key)):
        return False
    have = 2 if start > year_ago else 1
    fresh = site.rng.sample([w for w in site.world.staff.managing if w != site.made.allocations[-1].worker], number - have)
    first = max(start, year_ago) + 10
    step = (site.now - 5 - first) // (len(fresh) + 1)
    for place, worker in enumerate(fresh):
        _change_worker(site.made, worker, days.on_or_after(first + step * (place + 1)), 0)
    site.expect(key, (SSD,), site.plan, signals=("D19_start_again",), since=start)
    return True


def _change_worker(made: Episode, worker: int, on: int, gap: int) -> int:
    last = made.allocations[-1]
    ended, last.end = last.end, on
    begins = days.later(on, gap)
    made.allocations.append(Allocation(worker, begins, ended))
    return begins


def _three_workers(site: Site, key: str) -> bool:
    return _workers(site, key, 3)


def _four_workers(site: Site, key: str) -> bool:
    return _workers(site, key, 4)


def _unallocated(site: Site, key: str) -> bool:
    if not (site.is_open and site.plan.start < site.now - 120 and _plants(site, key)):
        return False
    first = max(site.plan.start, days.months(site.now, -11)) + 10
    left = days.on_or_before(between(site.rng, first, site.now - 40))
    worker = site.rng.choice([w for w in site.world.staff.managing if w != site.made.allocations[-1].worker])
    begins = _change_worker(site.made, worker, left, between(site.rng, 4, 12))
    site.expect(key, (SSD,), site.plan, timescale="allocation", due=left, met=begins)
    site.expect(key, (SSD,), site.plan, signals=("D19_start_again",), since=left)
    return True


def _stuck(site: Site, key: str) -> bool:
    spell = site.plan.proceedings
    if not (spell and spell.letter and site.is_open and spell.letter + 125 < site.now and _plants(site, key)):
        return False
    spell.ended = None
    site.expect(
        key, (SSD, CIN), spell, timescale="plo_16w", due=spell.letter + 16 * 7, signals=("D29_plo_late",)
    )
    return True


def _letter_late(site: Site, key: str) -> bool:
    spell = site.plan.proceedings
    if not (spell and spell.decided + 60 < site.now and _plants(site, key)):
        return False
    spell.letter = days.later(spell.decided, between(site.rng, 8, 15))
    spell.meeting = days.later(spell.letter, between(site.rng, 3, 9))
    spell.ended = days.on_or_before(spell.letter + 7 * between(site.rng, 8, 15))
    due = days.later(spell.decided, 5)
    _expect_step(site, key, "plo_letter", due, spell.letter)
    return True


def _meeting_late(site: Site, key: str) -> bool:
    spell = site.plan.proceedings
    if not (spell and spell.letter and spell.decided + 60 < site.now and _plants(site, key)):
        return False
    spell.meeting = days.later(spell.letter, between(site.rng, 13, 20))
    spell.ended = days.on_or_before(spell.letter + 7 * between(site.rng, 8, 15))
    _expect_step(site, key, "plo_first_meeting", days.later(spell.letter, 10), spell.meeting)
    return True


def _expect_step(site: Site, key: str, timescale: str, due: int, met: int) -> None:
    signals = ("D29_plo_late",)
    spell = site.plan.proceedings
    site.expect(key, (SSD, CIN), spell, timescale=timescale, due=due, met=met, signals=signals, late_counts=True)


def _no_family_meeting(site: Site, key: str) -> bool:
    spell = site.plan.proceedings
    if not (spell and spell.letter and spell.ended and spell.ended > site.now - 200 and _plants(site, key)):
        return False
    spell.family_meeting = False
    site.expect(
        key, (CIN,), spell, signals=("D31_family_permanence",), since=spell.letter, until=spell.ended
    )
    return True


AFTER: tuple[tuple[str, Callable[[Site, str], bool]], ...] = (
    ("disabled_visit_overdue", _disabled_visit_overdue),
    ("no_visits", _no_visits),
    ("visit_overdue", _visit_overdue),
    ("not_seen_alone", _not_seen_alone),
    ("pre_proceedings_stuck", _stuck),
    ("letter_late", _letter_late),
    ("first_meeting_late", _meeting_late),
    ("no_family_meeting", _no_family_meeting),
    ("three_workers", _three_workers),
    ("four_workers", _four_workers),
    ("unallocated", _unallocated),
    ("review_overdue", _review_overdue),
    ("review_first_late", _review_first_late),
    ("review_next_late", _review_next_late),
)


# What must be found of the failings planted before


def expect(world: World, child: Person, made: Episode, chosen: str) -> None:
    """Write down what must be found of a failing that changed the outline."""
    if chosen in EXPECT:
        EXPECT[chosen](child, made, chosen)


def _expect_assessment(child: Person, made: Episode, key: str) -> None:
    found = made.assessments[0]
    due = days.later(found.referred, 45)
    child.expected.append(
        Expected(key, EVERY, found, timescale="assessment_45", due=due, met=found.authorised)
    )


def _expect_late_conference(child: Person, made: Episode, key: str) -> None:
    found = made.enquiries[0]
    child.expected.append(_conference(key, EVERY, found, met=found.held, late_counts=True))


def _conference(key: str, formats: tuple[str, ...], found: Enquiry, **what: object) -> Expected:
    return Expected(
        key,
        formats,
        found,
        timescale="icpc_15",
        due=days.later(found.start, 15),
        signals=("D03_icpc_late",),
        **what,  # type: ignore[arg-type]
    )


def _expect_no_conference(child: Person, made: Episode, key: str) -> None:
    found = made.enquiries[0]
    formats = (SSD,) if found.is_unescalated else EVERY
    child.expected.append(_conference(key, formats, found))


def _expect_long_plan(child: Person, made: Episode, key: str) -> None:
    plan = made.plan
    if plan is not None:
        plan.proceedings = None
        signals = ("D17_plan_long_no_plo", *(("D23_disabled_child",) if child.disabilities else ()))
        child.expected.append(
            Expected(key, (SSD,), plan, signals=signals, since=days.months(plan.start, 12) + 1, until=plan.end)
        )


def _expect_repeat(child: Person, made: Episode, key: str) -> None:
    plan = made.plan
    if plan is not None:
        child.expected.append(
            Expected(key, EVERY, plan, signals=("D18_repeat_plan",), since=plan.start, until=plan.end)
        )


EXPECT: dict[str, Callable[[Person, Episode, str], None]] = {
    "assessment_late": _expect_assessment,
    "icpc_late": _expect_late_conference,
    "icpc_never_held": _expect_no_conference,
    "s47_not_escalated": _expect_no_conference,
    "long_plan_no_law": _expect_long_plan,
    "second_plan": _expect_repeat,
    "third_plan": _expect_repeat,
}
