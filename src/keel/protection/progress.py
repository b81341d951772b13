"""How far each outcome of a plan has come over time, as the core groups saw it: a picture with the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from keel.clock import today
from keel.people.models import Person
from keel.protection.comparing import first_of
from keel.protection.models import OutcomeProgress, PlanOutcome, ProtectionPlan
from keel.protection.written import category_of
from keel.record.codes import code_words
from keel.report.wording import counted, day_text

WIDTH, HEIGHT, EDGE, TOP = 640, 180, 40, 10  # of the picture, in its own units
STEPS = range(0, 11, 5)  # the lines drawn across
MOST = 10


@dataclass(frozen=True, slots=True)
class Point:
    """What a core group said of an outcome on a day."""

    on: date
    scale: int
    direction: str
    evidence: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Course:
    """One outcome through every version that carried it over."""

    outcome: str
    points: Sequence[Point]
    unscaled: int = 0  # core groups that gave it no number

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)

    @property
    def words(self) -> str:
        """What the picture shows, for whoever cannot see it."""
        return "; ".join(f"{day_text(point.on)}: {point.scale}" for point in self.points)

    @property
    def rows(self) -> list[list[Any]]:
        """The same as rows."""
        return [[day_text(p.on), p.scale, p.direction or None, p.evidence or None] for p in self.points]


@dataclass(frozen=True, slots=True)
class Lines:
    """What the picture of every course shares."""

    width: int = WIDTH
    height: int = HEIGHT + 2 * TOP + EDGE
    edge: int = EDGE
    last: int = WIDTH - EDGE
    foot: int = HEIGHT + TOP

    @property
    def across(self) -> list[tuple[int, float]]:
        """Lines across, each with its number."""
        return [(step, _height(step)) for step in STEPS]


def _height(scale: int) -> float:
    return TOP + HEIGHT - scale * HEIGHT / MOST


def courses_of(plan: ProtectionPlan) -> list[Course]:
    """Each outcome of a plan with what core groups said, in the order in which the outcomes came up."""
    said = (
        OutcomeProgress.objects.of(plan.child_id)
        .filter(outcome__version__plan=plan)
        .exclude(core_group__held_on=None)
        .select_related("outcome", "core_group")
        .order_by("core_group__held_on", "pk")
    )
    lines: dict[Any, list[OutcomeProgress]] = {}
    for row in said:
        lines.setdefault(first_of(row.outcome), []).append(row)
    outcomes = (
        PlanOutcome.objects.of(plan.child_id).filter(version__plan=plan).order_by("version__version", "pk")
    )
    words = {first_of(one): one.outcome for one in outcomes}
    first = plan.started_on or min((row.core_group.held_on for row in said), default=today())
    return [_course(words[key], lines.get(key, []), first, _until(plan, first)) for key in words]


def _until(plan: ProtectionPlan, first: date) -> date:
    return max(plan.ended_on or today(), first)


def _course(outcome: str, said: Sequence[OutcomeProgress], first: date, last: date) -> Course:
    length = max((last - first).days, 1)
    room = WIDTH - 2 * EDGE
    points = [
        Point(
            on=row.core_group.held_on,
            scale=row.scale,
            direction=row.direction,
            evidence=row.evidence,
            x=round(EDGE + min(max((row.core_group.held_on - first).days / length, 0), 1) * room, 1),
            y=_height(min(row.scale, MOST)),
        )
        for row in said
        if row.scale is not None
    ]
    return Course(outcome, points, len(said) - len(points))


def months_between(first: date, last: date) -> int:
    """Whole months from a day to another."""
    months = 12 * (last.year - first.year) + last.month - first.month
    return max(months - (last.day < first.day), 0)


def time_on_plan(plan: ProtectionPlan) -> str:
    """How long a plan lasts or lasted, in words."""
    if plan.started_on is None:
        return "The day on which the plan began is not recorded."
    months = counted(months_between(plan.started_on, plan.ended_on or today()), "month")
    if plan.ended_on:
        return f"On this plan for {months}, from {day_text(plan.started_on)} to {day_text(plan.ended_on)}."
    return f"On this plan for {months}, since {day_text(plan.started_on)}."


def category_words(plan: ProtectionPlan) -> str:
    """The harm that a plan is for, in words."""
    return code_words(ProtectionPlan, "latest_category", category_of(plan))


def number_of(plan: ProtectionPlan) -> int:
    """Which of the child's plans it is: as it was recorded when it began, else by those that the record holds."""
    if plan.earlier_plans is not None:
        return int(plan.earlier_plans) + 1
    before = ProtectionPlan.objects.of(plan.child_id).exclude(pk=plan.pk)
    return before.filter(started_on__lt=plan.started_on).count() + 1 if plan.started_on else 1


def earlier_plans(child: Person, plan: ProtectionPlan) -> list[list[Any]]:
    """The plans that a child was on before, the newest first, as rows."""
    before = ProtectionPlan.objects.of(child).exclude(pk=plan.pk).exclude(started_on=None)
    if plan.started_on:
        before = before.filter(started_on__lt=plan.started_on)
    return [
        [
            day_text(each.started_on),
            day_text(each.ended_on) if each.ended_on else None,
            category_words(each) or None,
        ]
        for each in before.order_by("-started_on")
    ]
