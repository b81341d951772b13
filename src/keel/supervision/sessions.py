"""Sessions of supervision: whose they are, who may hold one with whom, and which children are talked about."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest

from keel.access.acts import Act
from keel.access.door import ABSENT
from keel.access.policy import Asker, Relation, Standing, Tie, decide
from keel.access.queries import open_to, teams_of
from keel.access.roles import Role
from keel.access.rules import BY_ROLE, SPECIAL_INVOLVEMENTS, capacity
from keel.clock import today
from keel.oversight.models import SupervisionSession
from keel.people.models import Person
from keel.recording.declared import Asked
from keel.workforce.models import Involvement, Worker

SUPERVISE: tuple[Role, ...] = BY_ROLE[Act.SUPERVISION_HOLD]


def me(request: HttpRequest) -> Worker | None:
    """Whoever asks, as a member of staff."""
    return getattr(request.user, "worker", None)


def asker_of(request: HttpRequest) -> Asker:
    """Whoever asks, as the policy knows her."""
    return request.under_way.asker  # type: ignore[attr-defined,no-any-return]


def hers(worker: Worker | None) -> QuerySet[SupervisionSession]:
    """The sessions of somebody, as worker or as supervisor, the newest first; of nobody none."""
    found = SupervisionSession.objects.select_related("worker", "worker__team", "supervisor")
    if worker is None:
        return found.none()
    return found.filter(Q(worker=worker) | Q(supervisor=worker)).order_by("-held_on", "-pk")


def session_for(request: HttpRequest, pk: int, *, held: bool = False) -> SupervisionSession:
    """A session, for one of the two and nobody else. ``held``: nobody changes it meanwhile."""
    found = hers(me(request)).filter(pk=pk)
    if held:
        found = found.select_for_update(of=("self",))
    session = found.first()
    if session is None:
        raise Http404(ABSENT)
    return session


def those_supervised(request: HttpRequest) -> QuerySet[Worker]:
    """Those whom whoever asks may supervise: the staff of the teams that she manages, and never she herself."""
    worker, reach = me(request), teams_of(asker_of(request), *SUPERVISE)
    found = Worker.objects.filter(Q(to_on=None) | Q(to_on__gt=today())).select_related("team")
    if worker is None:
        return found.none()
    in_reach = Q(team__isnull=False) if reach is None else Q(team__in=reach)
    return found.filter(in_reach).exclude(pk=worker.pk).order_by("name", "key")


def unfinished(worker: Worker, supervisor: Worker) -> SupervisionSession | None:
    """A session of these two that the supervisor has not signed."""
    open_now = SupervisionSession.objects.filter(
        worker=worker, supervisor=supervisor, supervisor_signed_on=None
    )
    return open_now.order_by("-held_on", "-pk").first()


def is_locked(session: SupervisionSession) -> bool:
    """From the first signature on nothing in it changes."""
    return bool(session.supervisor_signed_on or session.worker_signed_on or session.signed_on)


def session_open_for(asked: Asked) -> SupervisionSession | None:
    """The open session of whoever asks in which this child is talked about: one of a worker who has her case."""
    holding = [each.worker_id for each in _cases().filter(child=asked.child) if _is_case(each)]
    open_now = hers(asked.worker).filter(
        worker__in=holding, supervisor_signed_on=None, worker_signed_on=None, signed_on=None
    )
    return open_now.first()


def children_of(session: SupervisionSession, user: Any, also: Iterable[UUID]) -> list[Person]:
    """The children who count as the worker's, and any others talked about, whose records are open; worst first."""
    mine = Involvement.objects.counted(today()).filter(worker=session.worker)
    cases = set(mine.values_list("child", flat=True))
    found = Person.objects.filter(pk__in=cases | set(also)).filter(pk__in=open_to(user)).with_names()
    return list(
        found.order_by(
            F("standing__drift_score").desc(nulls_last=True),
            F("standing__overdue").desc(nulls_last=True),
            F("standing__overdue_since").asc(nulls_last=True),
            "pk",
        )
    )


def _cases() -> QuerySet[Involvement]:
    day = today()
    now = Q(ended_on=None) | Q(ended_on__gt=day)
    return Involvement.objects.filter(now, holds_case=True, started_on__lte=day).exclude(worker=None)


def _is_case(each: Involvement) -> bool:
    return capacity(each.role) not in SPECIAL_INVOLVEMENTS


def may_read(request: HttpRequest, session: SupervisionSession, act: Act) -> bool:
    """What whoever asks may do about the children of a session: as their worker, or as the manager of their worker."""
    relation = Relation.MANAGING if session.supervisor_id == _key(request) else Relation.ALLOCATED
    return _decided(request, act, relation)


def may_personal(request: HttpRequest, session: SupervisionSession, act: Act) -> bool:
    """Whether she may read, or write, the worker's own part: it belongs to the two; the supervisor writes it."""
    if act == Act.SUPERVISION_PERSONAL_WRITE and session.supervisor_id != _key(request):
        return False
    return _decided(request, act, Relation.OWN)


def _decided(request: HttpRequest, act: Act, relation: Relation) -> bool:
    asker = asker_of(request)
    ties = frozenset(Tie(role, relation) for role in asker.roles)
    return bool(decide(asker, act, Standing(ties=ties)))


def _key(request: HttpRequest) -> int | None:
    worker = me(request)
    return worker.pk if worker else None
