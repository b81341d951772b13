"""A chair's children with what she must know of each, read in a fixed number of statements, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Func, Max, Min, Q, QuerySet

from keel.access.rules import CHAIRS
from keel.clock import today
from keel.oversight.models import (
    ChairMidpoint,
    Challenge,
    ChallengeStage,
    CriticalSignal,
    SeniorReview,
    Standing,
    StoredReading,
)
from keel.people.models import Person
from keel.practice.timescales.model import Status
from keel.protection.models import (
    AgencyReport,
    Conference,
    ConferenceAttendance,
    ConferenceReport,
    CoreGroup,
    PlanApproval,
    PlanVersion,
    ProtectionPlan,
)
from keel.scrutiny.climbing import stages_now
from keel.scrutiny.silence import Silent, silent_signals
from keel.workforce.models import Involvement, Worker

REVIEWS = ("rcpc_first", "rcpc_next", "rcpc_newborn")
STANDING = (Status.RUNNING.value, Status.OVERDUE.value)
ByChild = Mapping[UUID, list[Any]]


@dataclass(slots=True)
class Ahead:
    """A conference to come, with what is in for it."""

    conference: Conference
    reports: list[ConferenceReport] = field(default_factory=list)
    agencies: list[AgencyReport] = field(default_factory=list)
    asked: list[ConferenceAttendance] = field(default_factory=list)


@dataclass(slots=True)
class Child:
    """A child of a chair's."""

    person: Person
    chair: Worker
    standing: Standing | None = None
    plan: ProtectionPlan | None = None
    last: Conference | None = None  # that was held last
    ahead: Ahead | None = None
    version: PlanVersion | None = None  # the newest, written or signed
    approval: PlanApproval | None = None  # of that version
    core_groups: list[CoreGroup] = field(default_factory=list)  # since the last conference, the newest first
    review_by: date | None = None  # the last day for the next review, as the law gives it
    challenged_on: date | None = None  # when the last challenge was raised, open or closed
    looks: list[ChairMidpoint] = field(default_factory=list)
    senior: list[SeniorReview] = field(default_factory=list)
    open: list[tuple[Challenge, ChallengeStage | None]] = field(default_factory=list)
    silent: list[Silent] = field(default_factory=list)

    @property
    def conferred_on(self) -> date | None:
        """The day from which what is between two conferences counts."""
        days = [self.plan.started_on if self.plan else None, self.last.held_on if self.last else None]
        return max((day for day in days if day), default=None)


def chairing(user: Any, worker: Worker | None = None) -> list[Involvement]:
    """Who chairs whom today, of those open to a user: of one chair, or of all."""
    day = today()
    rows = Involvement.objects.visible_to(user).filter(
        Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day, worker__isnull=False
    )
    rows = rows.annotate(capacity=Func(F("role"), function="access_capacity")).filter(capacity__in=CHAIRS)
    rows = rows.filter(worker=worker) if worker else rows
    return list(rows.select_related("worker").order_by("worker__name", "child_id", "-started_on", "-pk"))


def children_of(involved: Iterable[Involvement]) -> list[Child]:
    """The children of these chairs, each with all that a desk says of her; nobody twice at one desk."""
    pairs = {(row.worker_id, row.child_id): row.worker for row in involved}
    people = Person.objects.with_names().in_bulk({child for _, child in pairs})
    made = [Child(people[child], chair) for (_, child), chair in pairs.items() if child in people]
    _fill(made, list(people))
    return made


def _fill(made: Sequence[Child], ids: list[UUID]) -> None:
    of = {"child__in": ids}
    standings = {row.child_id: row for row in Standing.objects.filter(**of).select_related("team", "worker")}
    plans = _by_child(ProtectionPlan.objects.filter(**of, ended_on=None).order_by("-started_on", "-pk"))
    conferences = _by_child(Conference.objects.filter(**of).order_by("-held_on", "-pk"))
    prepared = _prepared(each for rows in conferences.values() for each in rows)
    versions = _by_child(PlanVersion.objects.filter(**of, plan__ended_on=None).order_by("-pk"))
    newest = [rows[0].pk for rows in versions.values()]
    approvals = {
        row.version_id: row for row in PlanApproval.objects.filter(version__in=newest).order_by("pk")
    }
    groups = _by_child(CoreGroup.objects.filter(**of).exclude(held_on=None).order_by("-held_on", "-pk"))
    looks = _by_child(ChairMidpoint.objects.filter(**of).order_by("-checked_on", "-pk"))
    senior = _by_child(SeniorReview.objects.filter(**of))
    challenges = _challenges(Challenge.objects.filter(**of, resolved_on=None))
    signals = CriticalSignal.objects.filter(**of)
    reviews, challenged = _review_days(of), _challenged(of)
    silent = _silent(silent_signals(signals, {each.person.pk: each.chair for each in made}))
    for each in made:
        key = each.person.pk
        each.standing, each.plan = standings.get(key), _first(plans[key])
        each.last = _first([row for row in conferences[key] if row.held_on])
        each.ahead = prepared.get(_next(conferences[key]))
        each.version = _first(versions[key])
        each.approval = approvals.get(each.version.pk) if each.version else None
        since = each.conferred_on
        each.core_groups = [row for row in groups[key] if since is None or row.held_on >= since]
        each.looks, each.senior = looks[key], senior[key]
        each.open, each.silent = challenges[key], silent[key]
        each.review_by, each.challenged_on = reviews.get(key), challenged.get(key)


def _review_days(of: Mapping[str, Any]) -> Mapping[UUID, date]:
    """The last day for the next review of each child, of her readings that run or are overdue."""
    rows = StoredReading.objects.filter(
        **of, timescale__in=REVIEWS, status__in=STANDING, due_on__isnull=False
    )
    return dict(rows.order_by().values_list("child").annotate(Min("due_on")))


def _challenged(of: Mapping[str, Any]) -> Mapping[UUID, date]:
    rows = Challenge.objects.filter(**of, raised_on__isnull=False)
    return dict(rows.order_by().values_list("child").annotate(Max("raised_on")))


def _first(rows: Sequence[Any]) -> Any:
    return rows[0] if rows else None


def _by_child(rows: Iterable[Any]) -> ByChild:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found


def _next(conferences: Iterable[Conference]) -> int | None:
    """The next conference that has a day and has not been held."""
    to_come = [row for row in conferences if row.held_on is None and row.planned_on]
    return min(to_come, key=lambda row: (row.planned_on, row.pk)).pk if to_come else None


def _prepared(conferences: Iterable[Conference]) -> dict[int | None, Ahead]:
    """Conferences to come with their reports and those who were asked; in three statements."""
    found: dict[int | None, Ahead] = {
        row.pk: Ahead(row) for row in conferences if row.held_on is None and row.planned_on
    }
    for model, name in (
        (ConferenceReport, "reports"),
        (AgencyReport, "agencies"),
        (ConferenceAttendance, "asked"),
    ):
        for row in model.objects.filter(conference__in=list(found)).order_by("pk"):
            getattr(found[row.conference_id], name).append(row)
    return found


def _challenges(rows: QuerySet[Challenge]) -> ByChild:
    """Open challenges, each with the stage at which it stands; in two statements."""
    kept = list(rows.select_related("chair", "team").order_by("raised_on", "pk"))
    stages = stages_now().filter(challenge__in=kept).select_related("sent_to")
    stands = {row.challenge_id: row for row in stages}
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in kept:
        found[row.child_id].append((row, stands.get(row.pk)))
    return found


def _silent(signals: Iterable[Silent]) -> ByChild:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for each in signals:
        found[each.row.child_id].append(each)
    return found
