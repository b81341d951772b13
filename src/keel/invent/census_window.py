"""What the children in need census of a year holds of a child: the rules of its period.

The period runs from 1 April to the reference date. Cases open in it are returned; assessments and enquiries that
ended before it are not; of a plan the reviews of the period, and the last one of the year before.
"""

from functools import cache

from keel.invent import days
from keel.invent.records import Assessment, Enquiry, Episode, Expected, Person, Plan, Proceedings

_FIRST_WITH_MODULE_5 = 2027


@cache
def start_of(census: int) -> int:
    """The first day of the period that ends on ``census``."""
    return days.months(census, -12) + 1


@cache
def year_of(census: int) -> int:
    """The year of the census, by its reference date."""
    return int(days.iso(census)[:4])


def holds_episode(census: int, made: Episode) -> bool:
    """Open at some time in the period; a referral that led nowhere, made in it."""
    return made.referred <= census and (made.closed is None or made.closed >= start_of(census))


def holds_assessment(census: int, made: Assessment) -> bool:
    """Ended in the period, or going on at its end."""
    if made.start > census:
        return False
    return made.authorised is None or made.authorised >= start_of(census)


def holds_enquiry(census: int, made: Enquiry) -> bool:
    """Started in the period, or its conference held in it."""
    if made.start > census:
        return False
    begin = start_of(census)
    return made.start >= begin or (made.held is not None and made.held >= begin)


def needs_no_conference(census: int, made: Enquiry) -> bool:
    """As the census asks it: no conference was required, as known on the reference date."""
    if made.is_unescalated:
        return True
    return not made.conference and made.concluded is not None and made.concluded <= census


def holds_plan(census: int, made: Plan) -> bool:
    """Open at some time in the period."""
    return made.start <= census and (made.end is None or made.end >= start_of(census))


def reviews(census: int, made: Plan) -> list[int]:
    """The reviews of the period, and the last before it."""
    begin = start_of(census)
    earlier = [day for day in made.reviews if day < begin and day >= days.months(begin, -12)]
    return [*earlier[-1:], *(day for day in made.reviews if begin <= day <= census)]


def holds_proceedings(census: int, made: Proceedings) -> bool:
    """Decided in the period: every date of the module must fall in it."""
    return year_of(census) >= _FIRST_WITH_MODULE_5 and start_of(census) <= made.decided <= census


def shows(census: int, child: Person, found: Expected) -> bool:
    """Whether the census file can show this failing at all."""
    record = found.record
    made = episode_of(child, record)
    if made is None or not holds_episode(census, made):
        return False
    match record:
        case Assessment():
            held = holds_assessment(census, record)
        case Enquiry():
            held = holds_enquiry(census, record)
        case Proceedings():
            held = holds_proceedings(census, record)
        case (Plan() as plan, int(since)):
            held = _listed(census, plan, found, since)
        case _:
            held = True
    return held and (isinstance(record, Assessment | Enquiry) or _is_plan_held(census, made))


def _is_plan_held(census: int, made: Episode) -> bool:
    return made.plan is not None and holds_plan(census, made.plan)


def _listed(census: int, plan: Plan, found: Expected, since: int) -> bool:
    """Both ends of the span between two reviews are in the file."""
    listed = reviews(census, plan)
    if since != plan.start:
        return since in listed and (found.met is None or found.met in listed or found.met > census)
    if plan.start >= start_of(census):
        return True
    return all(
        day > census for day in plan.reviews
    )  # else whether the first review listed is the first cannot be told


def episode_of(child: Person, record: object) -> Episode | None:
    """The episode that a record belongs to."""
    thing = record[0] if isinstance(record, tuple) else record
    for made in child.episodes:
        plan = made.plan
        if thing in (plan, plan and plan.proceedings, *made.assessments, *made.enquiries):
            return made
    return None
