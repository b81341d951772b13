"""What must be found of the failings planted before."""

from collections.abc import Callable

from keel.invent import days
from keel.invent.planting.site import EVERY, SSD
from keel.invent.records import Enquiry, Episode, Expected, Person


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
            Expected(
                key, (SSD,), plan, signals=signals, since=days.months(plan.start, 12) + 1, until=plan.end
            )
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


def expect(child: Person, made: Episode, chosen: str) -> None:
    """Write down what must be found of a failing that changed the outline."""
    if chosen in EXPECT:
        EXPECT[chosen](child, made, chosen)
