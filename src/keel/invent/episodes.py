"""From a referral to the closing of the case, for one child, with everything done in time."""

from random import Random

from keel.invent import days
from keel.invent.outlines import FACTORS, Course, Outline
from keel.invent.protection import between, proceedings, reviews, visits
from keel.invent.records import Allocation, Assessment, Enquiry, Episode, Person, Plan
from keel.invent.world import World

_NEED_VISIT_GAP = (14, 19)  # working days
_CONCLUDED = 14  # working days at most to the end of an enquiry, whenever the conference is
_AHEAD = 400  # days: reviews are planned beyond the day the authority is looked at


def episode(world: World, rng: Random, child: Person, plan_of: Outline) -> Episode:
    """One child's episode, as the family's outline has it."""
    made = Episode(plan_of.referred, plan_of.source, plan_of.need)
    if plan_of.course is Course.NO_FURTHER_ACTION:
        made.nfa, made.closed = True, plan_of.referred
        return made
    made.assessments.append(_assessment(rng, plan_of))
    if plan_of.enquiry_after is not None and not plan_of.transfer_in:
        made.enquiries.append(_enquiry(plan_of))
    if plan_of.course is Course.PLAN:
        _on_plan(world, rng, child, made, plan_of)
    else:
        _in_need(made, plan_of)
    _see(world, rng, child, made)
    made.allocations = _allocations(made, plan_of)
    return made


def _assessment(rng: Random, plan_of: Outline) -> Assessment:
    factors = {FACTORS(rng) for _ in range(between(rng, 1, 3))}
    start = days.later(plan_of.referred, plan_of.assess_after)
    authorised = days.later(plan_of.referred, plan_of.assessing)
    closes = plan_of.course is Course.ASSESSED
    return Assessment(start, authorised, plan_of.referred, tuple(sorted(factors)), closes)


def _enquiry(plan_of: Outline) -> Enquiry:
    start = days.later(plan_of.referred, plan_of.enquiry_after or 0)
    if not plan_of.is_conference or plan_of.never_held:
        concluded = days.later(start, plan_of.concluded_after)
        return Enquiry(start, concluded, plan_of.never_held, is_unescalated=plan_of.is_unescalated)
    held = days.later(start, plan_of.conference_after)
    concluded = days.later(start, min(plan_of.conference_after - 1, _CONCLUDED))
    return Enquiry(start, concluded, True, held, plan_of.course is Course.PLAN)


def _on_plan(world: World, rng: Random, child: Person, made: Episode, plan_of: Outline) -> None:
    start = made.enquiries[0].held if made.enquiries else days.later(plan_of.referred, between(rng, 5, 13))
    assert start is not None
    end = days.on_or_before(start + plan_of.plan_days)
    latest = plan_of.category if rng.random() < 0.9 else world.figures.category(rng)  # noqa: PLR2004
    plan = Plan(start, end, plan_of.category, latest, 0, plan_of.transfer_in)
    plan.reviews = reviews(rng, plan, world.as_of + _AHEAD, _born_on_plan(child, plan))
    plan.visits = visits(world, rng, plan, child.birth)
    plan.proceedings = proceedings(world, rng, plan, plan_of.to_care)
    made.plan = plan
    _step_down(made, plan_of)


def _born_on_plan(child: Person, plan: Plan) -> int | None:
    return child.birth if child.birth is not None and child.birth > plan.start else None


def _step_down(made: Episode, plan_of: Outline) -> None:
    """After the plan ends the family has help for a while; or the child comes into care and the case stays open."""
    end = made.plan.end if made.plan else None
    if end is None or plan_of.to_care:
        return
    made.closed, made.reason = days.on_or_before(end + plan_of.step_down), "RC7"
    made.need_plan = (end, made.closed)


def _in_need(made: Episode, plan_of: Outline) -> None:
    authorised = made.assessments[0].authorised
    concluded = [e.held or e.concluded for e in made.enquiries]
    start = max([authorised or 0, *[day or 0 for day in concluded]])
    if plan_of.course is Course.ASSESSED:
        made.closed, made.reason = start, "RC8"
        return
    end = None if plan_of.to_care else days.on_or_before(start + plan_of.need_days)
    made.need_plan, made.closed = (start, end), end
    made.reason = "RC7" if end else None


def _see(world: World, rng: Random, child: Person, made: Episode) -> None:
    """Visits outside a protection plan: at the start of an assessment and of an enquiry, then by the plan in need."""
    seen = {days.later(made.assessments[0].start, between(rng, 1, 3))}
    seen |= {days.later(e.start, 1) for e in made.enquiries}
    start, end = made.need_plan or (world.as_of + 1, None)
    last = min(world.as_of, end or world.as_of)
    on = days.later(start, between(rng, *_NEED_VISIT_GAP))
    while on <= last:
        seen.add(on)
        on = days.later(on, between(rng, *_NEED_VISIT_GAP))
    born = child.birth
    if born is not None and born > made.referred:
        seen.add(days.later(born, 4))
    made.need_visits = sorted(day for day in seen if day <= min(world.as_of, made.closed or world.as_of))


def _allocations(made: Episode, plan_of: Outline) -> list[Allocation]:
    """The assessing worker hands over on the day a plan of either kind starts."""
    handed = made.plan.start if made.plan else made.need_plan[0] if made.need_plan else None
    if handed is None:
        return [Allocation(plan_of.assessor, made.referred, made.closed)]
    return [
        Allocation(plan_of.assessor, made.referred, handed),
        Allocation(plan_of.manager, handed, made.closed),
    ]
