"""A child's time on a child protection plan: begun by a conference, ended by another, by a move or by death."""

from datetime import date
from uuid import uuid4

from keel.clock import today
from keel.people.models import Person
from keel.protection.models import Conference, ConferenceKind, ProtectionPlan
from keel.protection.together import entered
from keel.recording.declared import Asked, CannotBeRecorded
from keel.recording.moves import moved
from keel.report.wording import day_text
from keel.workforce.models import Worker

PLAN_MADE, PLAN_ENDED = "plan made", "plan ended"


def plan_of(child: Person) -> ProtectionPlan | None:
    """The plan that a child is on."""
    return ProtectionPlan.objects.of(child).filter(ended_on=None).order_by("-started_on", "-pk").first()


def already_on_plan(child: Person) -> str:
    """That she is on a plan already, in words; blank where she is not."""
    plan = plan_of(child)
    if plan is None:
        return ""
    return (
        f"{child.shown_name} is on a plan since {day_text(plan.started_on)} already, and nobody has two. "
        "Review that plan, or end it where it should have ended"
    )


def make_plan(asked: Asked, row: Conference, lead: Worker | None) -> ProtectionPlan:
    """The one plan of a child, from the day of the conference."""
    child = Person.objects.select_for_update().get(pk=row.child_id)  # two conferences at once make one plan
    if words := already_on_plan(child):
        raise CannotBeRecorded(f"{words}.")
    plan = ProtectionPlan.objects.create(
        child=child, conference=row, referral_id=row.referral_id, episode=f"plan:{uuid4()}", worker=lead,
        started_on=row.held_on, initial_category=row.category, latest_category=row.category,
        earlier_plans=earlier_plans(child), first_review_on=row.next_review_on, is_without_worker=lead is None,
        is_transfer_in=row.kind == ConferenceKind.TRANSFER_IN, **entered(asked),
    )  # fmt: skip
    moved(plan, PLAN_MADE, by=asked.by, reason=row.decision)
    return plan


def earlier_plans(child: Person) -> int:
    """How many plans she was on before: those of the record, and those that were counted before it began."""
    held = list(ProtectionPlan.objects.of(child).order_by("started_on", "pk"))
    counted = [int(plan.earlier_plans or 0) + len(held) - place for place, plan in enumerate(held)]
    return max(counted, default=0)


def close_plan(asked: Asked, plan: ProtectionPlan, day: date | None, reason: str, *, why: str = "") -> None:
    """A plan ends, for one of the reasons that a plan ends for; ``why`` says more."""
    plan.ended_on, plan.ended_recorded_on, plan.end_reason = day, today(), reason
    plan.latest_category = plan.latest_category or plan.initial_category
    plan.save()
    moved(plan, PLAN_ENDED, by=asked.by, reason=f"{reason}. {why}" if why else reason)
