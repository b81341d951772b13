"""What no file of the made-up authority brings: posts, training, newly qualified years, days away, one handover."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from keel.access.models import Restriction
from keel.access.rules import capacity
from keel.continuity.allocating import ROLE
from keel.continuity.forms import PROCEDURES, due_again
from keel.continuity.holding import State
from keel.oversight.actions import reassess
from keel.oversight.models import DecisionKind, ManagementDecision, Standing
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.recording.moves import moved
from keel.workforce.models import (
    Absence,
    Handover,
    Involvement,
    Post,
    PostHolding,
    Promise,
    Team,
    Training,
    Worker,
)

COUNTED = ("social_worker", "team_manager", "service_manager", "conference_chair", "auditor", "principal")
SINCE = date(2021, 4, 1)
KEY = (
    ("T14", "Audit and learning officer", 140),
    ("T07", "Court project manager", 96),
    ("T05", "Social Worker", 61),
)


def plant(*, worker: Worker, deputy: Worker, manager: Any, day: date) -> None:
    """Once, with the cast: ``worker`` hands one of her children over, and is away soon; ``deputy`` is of her team."""
    staff = list(Worker.objects.exclude(team=None).select_related("team").order_by("key"))
    _posts(staff, day)
    _training(staff, day)
    _newly_qualified(staff, day)
    _away(worker, deputy, day)
    _hand_over(worker, deputy, manager, day)


def _posts(staff: Iterable[Worker], day: date) -> None:
    """A post for everybody, which those who left have left empty; and key posts that nobody is in."""
    kept = list(staff)
    posts = Post.objects.bulk_create(
        Post(
            team=each.team,
            role=each.role or "Social Worker",
            from_on=_began(each),
            is_counted=_is_counted(each),
        )
        for each in kept
    )
    PostHolding.objects.bulk_create(
        PostHolding(
            post=post, worker=each, from_on=_began(each), to_on=each.to_on, is_agency=bool(each.is_agency)
        )
        for post, each in zip(posts, kept, strict=True)
    )
    teams = {team.key: team for team in Team.objects.all()}
    Post.objects.bulk_create(
        Post(team=teams[key], role=role, from_on=day - timedelta(days=days), is_key=True)
        for key, role, days in KEY
        if key in teams
    )


def _began(each: Worker) -> date:
    first = each.from_on or SINCE
    return min(first, each.to_on) if each.to_on else first


def _is_counted(each: Worker) -> bool:
    return any(word in capacity(each.role) for word in COUNTED)


def _training(staff: Iterable[Worker], day: date) -> None:
    """Nearly everybody did the course within the last four years, so that some are due again."""
    rows = []
    for place, each in enumerate(one for one in staff if _is_counted(one)):
        done = None if place % 17 == 0 else add_months(day, -(place * 7 % 46) - 1)
        rows.append(
            Training(worker=each, course=PROCEDURES, done_on=done, due_on=due_again(PROCEDURES, done) or day)
        )
    Training.objects.bulk_create(rows)


def _newly_qualified(staff: Iterable[Worker], day: date) -> None:
    young = [
        each
        for each in staff
        if "social_worker" in capacity(each.role) and not each.to_on and not each.is_agency
    ]
    for place, each in enumerate(young[::9]):
        each.asye_from_on = add_months(day, -(place % 10) - 1)
        each.asye_to_on = add_months(each.asye_from_on, 12)
        each.save(update_fields=["asye_from_on", "asye_to_on"])


def _away(worker: Worker, deputy: Worker, day: date) -> None:
    """The worker goes away next week; her deputy is away for part of it."""
    monday = day + timedelta(days=7 - day.weekday())
    Absence.objects.create(worker=worker, from_on=monday, to_on=monday + timedelta(days=11), deputy=deputy)
    Absence.objects.create(
        worker=deputy, from_on=monday + timedelta(days=3), to_on=monday + timedelta(days=4)
    )


def _hand_over(worker: Worker, to: Worker, manager: Any, day: date) -> None:
    """One of her children is to have another worker, who has not answered yet."""
    old = add_months(day, -72)  # who can say whom she trusts
    hers = Standing.objects.filter(worker=worker, child__birth_on__lt=old).exclude(on_plan_since=None)
    found = (
        hers.exclude(child__in=Restriction.objects.values("person")).order_by("-drift_score", "child").first()
    )
    former = (
        Involvement.objects.holding().on(day).filter(worker=worker, child=found.child_id).first()
        if found
        else None
    )
    if found is None or former is None:
        return
    child, began = found.child_id, day - timedelta(days=2)
    base = {"child_id": child, "recorded_on": began, "recorded_by": manager, "episode": f"worker:{uuid4()}"}
    new = Involvement.objects.create(
        **base,
        worker=to,
        worker_key=to.key,
        team=to.team,
        role=ROLE,
        started_on=began,
        takes_over=True,
    )
    why = "She has more children than anybody in the team, and goes away for two weeks"
    handover = Handover.objects.create(
        **base, involvement=new, former=former, from_worker=worker, to_worker=to, proposed_on=began,
        reason="caseload", reason_words="The plan, the core group and the day of the visits stay as they are.",
    )  # fmt: skip
    moved(handover, State.PROPOSED, by=manager, reason=why)
    ManagementDecision.objects.create(
        **base, kind=DecisionKind.CHANGE_OF_WORKER, decided_on=began, decision=f"{to.called} is to have the child.",
        reason=why, action=handover.reason_words,
    )  # fmt: skip
    _promise(child, worker, manager, day)
    reassess(child, as_of=day)


def _promise(child: Any, worker: Worker, manager: Any, day: date) -> None:
    base = {
        "child_id": child,
        "recorded_by": manager,
        "promised_by": worker,
        "promised_to": "the child and her mother",
    }
    for promise, made, by in (
        ("To ask the school about breakfast club", 24, -3),
        ("To come to the first contact with Dad", 10, 9),
    ):
        on = day - timedelta(days=made)
        Promise.objects.create(
            **base, recorded_on=on, promised_on=on, promise=promise, by_on=day + timedelta(days=by)
        )
    Person.objects.filter(pk=child).update(
        trusts="Her grandmother, who takes her on Fridays, and Miss Penn at school: she said so on the last visit."
    )
