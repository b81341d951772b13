"""How deep supervision is, not only how often: each worker of the teams in a line, by name and in no ranking.

Counted are what a session leaves behind: children not talked about in time, sessions in which nothing was decided, and
actions without a day, overdue, moved again and again, or asked for once more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest, Lower, Trim

from keel.clock import today
from keel.oversight.models import (
    ChildSupervision,
    Decided,
    Standing,
    SupervisionAction,
    SupervisionSession,
)
from keel.oversight.rules_held import standards_held
from keel.practice.standards import due_days
from keel.protection.allowed import EPOCH, due_after
from keel.supervision.checking import allowed_moves
from keel.workforce.models import Team, Worker

SESSIONS = "d20_sessions"
WORKER = "supervision_worker"
CHILD = "supervision_child"
LONG_AGO = 3 * 366  # days: longer than any standard lets a child wait
COUNTS = ("children", "late", "talks", "nothing", "undated", "overdue", "moved", "again")
Totals = Mapping[str, Mapping[int, int]]


@dataclass(slots=True)
class Line:
    """One worker."""

    worker: Worker
    last: date | None
    counts: Mapping[str, int]

    @property
    def due_on(self) -> date | None:
        """By when she is due; None where no session is known to count from."""
        return due_after(WORKER, self.last) if self.last else None


@dataclass(slots=True)
class TeamLines:
    """A team with its workers, and their counts added up."""

    team: Team
    lines: list[Line]

    @property
    def summed(self) -> Mapping[str, int]:
        """All of them."""
        return {name: sum(line.counts[name] for line in self.lines) for name in COUNTS}


def register_of(teams: Sequence[Team], user: Any) -> list[TeamLines]:
    """The teams by name with their workers by name; a fixed number of statements, whatever their number."""
    day = today()
    standing = Standing.objects.visible_to(user).filter(team__in=teams).exclude(worker=None)
    workers = Worker.objects.filter(Q(to_on=None) | Q(to_on__gt=day), team__in=teams).only(
        "name", "key", "team"
    )
    counts = {
        **_children(standing, day),
        **_talks(standing, user),
        **_actions(standing, user, day),
    }
    last = _last(teams, standing)
    lines = [_line(each, last.get(each.pk), counts) for each in workers.order_by("name", "key")]
    return [TeamLines(team, own) for team in teams if (own := _own(team, lines))]


def _line(worker: Worker, last: date | None, counts: Totals) -> Line:
    return Line(worker, last, {name: counts[name].get(worker.pk, 0) for name in COUNTS})


def _own(team: Team, lines: Iterable[Line]) -> list[Line]:
    """Those of a team whom supervision is for: who has children, or was supervised."""
    return [
        line for line in lines if line.worker.team_id == team.pk and (line.counts["children"] or line.last)
    ]


def _last(teams: Sequence[Team], standing: QuerySet[Standing]) -> dict[int, date]:
    """When each was last supervised; where no session is kept, when one of her children was last talked about."""
    held = SupervisionSession.objects.filter(worker__team__in=teams).order_by()
    found = dict(held.values_list("worker").annotate(last=Max("held_on")))
    talked = ChildSupervision.objects.filter(child__standing__in=standing, session=None).order_by()
    for worker, day in talked.values_list("child__standing__worker").annotate(last=Max("held_on")):
        if day and (worker not in found or found[worker] < day):
            found[worker] = day
    return found


def _children(standing: QuerySet[Standing], day: date) -> Totals:
    """Children of each worker; and those on a plan whom nobody talked about in time, with an action that is dated or
    an explicit none.

    Counted from the record itself: a reading is kept only where a source can feed it.
    """
    talks = ChildSupervision.objects.filter(
        child=OuterRef("child"), is_dated_and_owned=True, held_on__lte=day
    )
    last = Subquery(talks.order_by("-held_on").values("held_on")[:1])
    on_plan = When(
        on_plan_since__isnull=False, then=Greatest("on_plan_since", last)
    )  # of a blank and a day the day
    rows = standing.annotate(since=Case(on_plan)).order_by().values("worker")
    rows = rows.annotate(n=Count("child"), late=Count("child", filter=Q(since__lt=_in_time(day))))
    found = rows.values_list("worker", "n", "late")
    return {
        "children": {worker: number for worker, number, _ in found},
        "late": {worker: late for worker, _, late in found},
    }


def _in_time(day: date) -> date:
    """The first day from which the time allowed has not passed on a day."""
    first = day - timedelta(days=LONG_AGO)
    due = due_days(standards_held()[CHILD], first, day)
    return first + timedelta(days=int((due >= (day - EPOCH).days).argmax()))


def _talks(standing: QuerySet[Standing], user: Any) -> Totals:
    """Sessions, and those in which nothing was decided for any child: no change and no action."""
    acted = SupervisionAction.objects.filter(supervision=OuterRef("pk"))
    mattered = Q(decided=Decided.CHANGE) | Q(has_action=True) | (Q(decided="") & ~Q(decision=""))
    talks = (
        ChildSupervision.objects.visible_to(user).filter(child__standing__in=standing).exclude(held_on=None)
    )
    rows = (
        talks.annotate(has_action=Exists(acted), of=Coalesce("session__worker", F("child__standing__worker")))
        .order_by()
        .values("of", "held_on")
        .annotate(something=Count("pk", filter=mattered))
        .values_list("of", "something")
    )
    talked, nothing = Counter[int](), Counter[int]()
    for worker, something in rows:
        talked[worker] += 1
        nothing[worker] += not something
    return {"talks": talked, "nothing": nothing}


def _actions(standing: QuerySet[Standing], user: Any, day: date) -> Totals:
    """Open actions about a worker's children that are weak, each by what is wrong with it."""
    found = SupervisionAction.objects.visible_to(user).filter(child__standing__in=standing, completed_on=None)
    found = found.order_by()
    wrong = {
        "undated": Q(due_on=None) | Q(is_dated_and_owned=False),
        "overdue": Q(due_on__lt=day),
        "moved": Q(times_moved__gte=allowed_moves()),
    }
    rows = found.values("child__standing__worker").annotate(
        **{f"of_{name}": Count("pk", filter=each) for name, each in wrong.items()}
    )
    kept = {row["child__standing__worker"]: row for row in rows}
    totals = {name: {worker: row[f"of_{name}"] for worker, row in kept.items()} for name in wrong}
    return {**totals, "again": _again(standing, user)}


def _again(standing: QuerySet[Standing], user: Any) -> Mapping[int, int]:
    """The same words asked for in more sessions than the standard allows, about the same child."""
    least = standards_held()[SESSIONS].number_on(today())
    found = SupervisionAction.objects.visible_to(user).filter(child__standing__in=standing).exclude(action="")
    rows = (
        found.annotate(words=Lower(Trim("action")))
        .order_by()
        .values("child", "words", "child__standing__worker")
        .annotate(sessions=Count("set_on", distinct=True))
        .filter(sessions__gte=least)
        .values_list("child__standing__worker", flat=True)
    )
    return Counter(rows)
