"""How many children somebody has, plain and weighted by declared weights, against the limits of the authority.

A child weighs what the heaviest work with her weighs: one on a plan who is being assessed counts once, as on a plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from keel.access.models import RoleHeld
from keel.access.queries import special_roles
from keel.access.roles import Role
from keel.access.rules import CHAIRS, capacity
from keel.oversight.models import Standing
from keel.oversight.rules_held import standards_held
from keel.practice.standards import Standards
from keel.report.wording import counted
from keel.workforce.models import Involvement, PostHolding, Worker

WORK = {  # the kinds of work, in no order: a standard weighs each
    "pre_proceedings": "in pre-proceedings",
    "plan": "on a child protection plan",
    "looked_after": "looked after",
    "assessment": "being assessed",
    "in_need": "with a child in need plan",
    "other": "other",
}
FULL = Decimal(1)


def weights(standards: Standards, day: date) -> dict[str, float]:
    """What a child of each kind weighs."""
    return {kind: standards[f"weight_{kind}"].number_on(day) for kind in WORK}


def _kind(day: date, standards: Standards) -> Case:
    """The heaviest work with a child, of an involvement."""
    heaviest = sorted(weights(standards, day).items(), key=lambda pair: -pair[1])
    found = {
        "plan": Exists(Standing.objects.filter(child=OuterRef("child")).exclude(on_plan_since=None)),
        "looked_after": Exists(
            Standing.objects.filter(child=OuterRef("child")).exclude(looked_after_since=None)
        ),
        "pre_proceedings": _open("proceedings.PreProceedings", "started_on", "ended_on", day),
        "assessment": _open("front_door.Assessment", "started_on", "authorised_on", day),
        "in_need": _open("protection.InNeedPlan", "started_on", "ended_on", day),
    }
    whens = [When(found[kind], then=Value(kind)) for kind, _ in heaviest if kind in found]
    return Case(*whens, default=Value("other"), output_field=CharField())


def _open(label: str, starts: str, ends: str, day: date) -> Exists:
    rows = apps.get_model(label)._default_manager.filter(child=OuterRef("child"), **{f"{starts}__lte": day})
    return Exists(rows.filter(Q(**{ends: None}) | Q(**{f"{ends}__gt": day})))


@dataclass(slots=True)
class Load:
    """One worker's children by the heaviest work with each, her share of full time, and the limits that are hers."""

    worker: int
    kinds: dict[str, int] = field(default_factory=dict)
    fte: Decimal = FULL
    is_fte_known: bool = False
    is_newly_qualified: bool = False
    weighs: Mapping[str, float] = field(default_factory=dict)
    limit: float = 0
    weighted_limit: float = 0

    @property
    def children(self) -> int:
        """How many."""
        return sum(self.kinds.values())

    @property
    def weighted(self) -> float:
        """What they weigh together."""
        return round(sum(number * self.weighs[kind] for kind, number in self.kinds.items()), 1)

    @property
    def is_over(self) -> bool:
        """Over either limit, for her share of full time."""
        share = float(self.fte)
        return self.children > self.limit * share or self.weighted > self.weighted_limit * share

    @property
    def words(self) -> str:
        """By kind, the heaviest first."""
        order = sorted(self.kinds, key=lambda kind: -self.weighs[kind])
        return ", ".join(f"{self.kinds[kind]} {WORK[kind]}" for kind in order if self.kinds[kind])

    @property
    def cell(self) -> dict[str, Any]:
        """For a table: the number, what it weighs, and whether that is over a limit."""
        over = ". Over the limit" if self.is_over else ""
        return {
            "words": counted(self.children, "child", "children"),
            "hint": f"weighted {self.weighted:g}{over}",
            "kind": "overdue" if self.is_over else "calm",
        }


def loads_of(workers: Iterable[Worker], day: date) -> dict[int, Load]:
    """The caseload of each of these workers, in three statements; of whoever has nobody too."""
    standards = standards_held()
    kept = {each.pk: each for each in workers}
    loads = {pk: _empty(each, standards, day) for pk, each in kept.items()}
    held = Involvement.objects.counted(day).filter(worker__in=kept).annotate(kind=_kind(day, standards))
    for worker, kind, number in _counts(held):
        loads[worker].kinds[kind] = number
    for worker, fte in shares_of(kept, day).items():
        loads[worker].fte, loads[worker].is_fte_known = fte, True
    return loads


def _counts(held: QuerySet[Involvement]) -> Iterable[tuple[int, str, int]]:
    return held.order_by().values_list("worker", "kind").annotate(n=Count("child", distinct=True))


def _empty(worker: Worker, standards: Standards, day: date) -> Load:
    first, last = worker.asye_from_on, worker.asye_to_on
    is_new = first is not None and first <= day and (last is None or last >= day)
    key = "caseload_newly_qualified" if is_new else "caseload_worker"
    return Load(
        worker.pk,
        is_newly_qualified=is_new,
        weighs=weights(standards, day),
        limit=standards[key].number_on(day),
        weighted_limit=standards[f"{key}_weighted"].number_on(day),
    )


def shares_of(workers: Iterable[int], day: date) -> dict[int, Decimal]:
    """What share of full time each works, by the posts she is in."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = PostHolding.objects.filter(
        Q(to_on=None) | Q(to_on__gte=day), worker__in=list(workers), from_on__lte=day
    )
    for worker, fte in rows.values_list("worker", "fte"):
        found[worker] += fte
    return {worker: fte for worker, fte in found.items() if fte}


# Chairs and managers


def chair_loads(day: date, workers: Iterable[int] | None = None) -> dict[int, int]:
    """How many children each conference chair has."""
    rows = Involvement.objects.on(day).exclude(worker=None)
    if workers is not None:
        rows = rows.filter(worker__in=list(workers))
    roles = [role for role in special_roles() if capacity(role) in CHAIRS]
    counted_rows = rows.filter(role__in=roles).order_by().values_list("worker")
    return dict(counted_rows.annotate(n=Count("child", distinct=True)))


def team_children(day: date, teams: Iterable[int]) -> dict[int, int]:
    """How many children the workers of each team have."""
    rows = Involvement.objects.counted(day).filter(worker__team__in=list(teams)).order_by()
    return dict(rows.values_list("worker__team").annotate(n=Count("child", distinct=True)))


def managers_of(teams: Iterable[int], day: date) -> dict[int, list[str]]:
    """The names of those who manage each team."""
    found: dict[int, list[str]] = defaultdict(list)
    held = RoleHeld.objects.filter(Q(to_on=None) | Q(to_on__gt=day), role=Role.TEAM_MANAGER, from_on__lte=day)
    for team, name in (
        held.filter(team__in=list(teams)).order_by("user__name").values_list("team", "user__name")
    ):
        found[team].append(name)
    return found
