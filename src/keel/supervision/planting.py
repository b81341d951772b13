"""Supervision as it was in the made-up authority: no file brings it, and the sessions and the register would be empty.

One session with each worker of a team some weeks ago: of most children nothing was decided, and what was asked for was
left undone, moved, or had no day. It is what the letter describes.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from keel.access.models import Restriction
from keel.oversight.models import (
    ChildSupervision,
    Decided,
    Standing,
    SupervisionAction,
    SupervisionSession,
)
from keel.people.models import Person
from keel.protection.time_on_plan import plan_of
from keel.record.changes import changed
from keel.supervision.models import SupervisionPersonal
from keel.workforce.models import Team, Worker

WORKERS = 4  # of so many
FIRST, APART = 33, 9  # days ago: the one whose turn is now, and each other's before


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said of a child, and what was asked for, due so many days after the session."""

    decision: str
    reason: str
    action: str = ""
    purpose: str = ""
    measure: str = ""
    due: int | None = None
    times_moved: int = 0
    done: int | None = None  # so many days after the session


TALKS = (
    Asked(
        "Find out who cares for the children at night.", "Nobody has asked the children.", "Visit after school and ask",
        "That the children are not alone at night", "The children’s own words in the visit’s record", due=14,
    ),
    Asked(
        "Go on with the plan.", "The last conference said so.", "Speak with the school", "", "", due=40,
        times_moved=2,
    ),
    Asked("Continue to monitor.", "No new concerns.", "Keep in touch with the health visitor"),
    Asked(
        "Bring the father into the core group.", "He lives at home and has been to none.", "Write to the father",
        "That what is asked of him is said to him", "He is at the next core group", due=10, done=8,
    ),
)  # fmt: skip


def plant(team: Team, supervisor: Worker, first: Worker, day: date) -> None:
    """The last session of a few workers of a team, ``first`` the one whose turn is now, as at a day."""
    held = Standing.objects.filter(team=team).exclude(worker=None).values("worker")
    others = Worker.objects.filter(team=team, pk__in=held).exclude(pk__in=[first.pk, supervisor.pk])
    for place, worker in enumerate([first, *others.order_by("key")[: WORKERS - 1]]):
        _session(worker, supervisor, day - timedelta(days=FIRST + APART * place))


def _session(worker: Worker, supervisor: Worker, day: date) -> None:
    session = SupervisionSession.objects.create(
        worker=worker,
        supervisor=supervisor,
        held_on=day,
        supervisor_signed_on=day,
        worker_signed_on=day,
        signed_on=day,
    )
    SupervisionPersonal.objects.create(
        session=session, worker=worker, supervisor=supervisor, minutes=40, was_interrupted=True,
        interruption="A call from court", place="The manager’s desk", wellbeing="Tired; leave is booked.",
        workload_children=20, workload="Two new plans this month.", learning="Nothing was planned.",
        reflection="There was no time for it.",
    )  # fmt: skip
    closed = Restriction.objects.values("person")
    worst = Standing.objects.filter(worker=worker).exclude(child__in=closed)
    children = [each.child for each in worst.order_by("-drift_score", "-overdue", "child")[: len(TALKS)]]
    for child, said in zip(children, TALKS, strict=False):
        _talk(session, child, said)
    changed(*(child.pk for child in children))


def _talk(session: SupervisionSession, child: Person, said: Asked) -> None:
    day, plan = session.held_on, plan_of(child)
    base = {"child": child, "recorded_on": day}
    is_whole = bool(said.due and said.purpose and said.measure)
    talk = ChildSupervision.objects.create(
        **base, session=session, held_on=day, episode=plan.episode if plan else "", decision=said.decision,
        reason=said.reason, decided=Decided.CHANGE if is_whole else Decided.ON, is_dated_and_owned=is_whole,
        signed_on=day, signed_recorded_on=day,
    )  # fmt: skip
    done = day + timedelta(days=said.done) if said.done else None
    SupervisionAction.objects.create(
        **base, supervision=talk, set_on=day, episode=f"action:{talk.pk}", action=said.action, purpose=said.purpose,
        measure=said.measure, owner=session.worker, due_on=day + timedelta(days=said.due) if said.due else None,
        times_moved=said.times_moved, is_dated_and_owned=is_whole, completed_on=done, completed_recorded_on=done,
        evidence="The letter is in the record." if done else "",
    )  # fmt: skip
