"""Whose work a manager looks after: the teams within her reach, and the workers in them."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from keel.access.door import ABSENT
from keel.access.policy import Asker
from keel.access.queries import teams_of
from keel.access.roles import Role
from keel.access.rules import BY_ROLE, Act
from keel.workforce.models import Team, Worker

LEADING = BY_ROLE[Act.WORKFORCE_READ]


def asker_of(request: HttpRequest) -> Asker:
    """Who asks, with her roles."""
    return request.under_way.asker  # type: ignore[attr-defined,no-any-return]


def reach_of(request: HttpRequest, *roles: Role) -> frozenset[int] | None:
    """The teams that whoever asks leads, with those beneath; None for all, empty for none."""
    return teams_of(asker_of(request), *(roles or LEADING))


def in_reach(reach: frozenset[int] | None, name: str = "team") -> Q:
    """Rows whose team is within reach."""
    return Q() if reach is None else Q(**{f"{name}__in": reach})


def teams_in(reach: frozenset[int] | None) -> list[Team]:
    """Those teams, by name."""
    return list(Team.objects.filter(in_reach(reach, "pk")).order_by("name", "pk"))


def team_in(request: HttpRequest, team: int) -> Team:
    """A team within reach. Raises Http404 where it is beyond whoever asks, as where there is none."""
    found = Team.objects.filter(in_reach(reach_of(request), "pk"), pk=team).first()
    if found is None:
        raise Http404(ABSENT)
    return found


def worker_in(request: HttpRequest, worker: int) -> Worker:
    """A worker of a team within reach, or oneself. Raises Http404 otherwise."""
    mine = Q(user_id=request.user.pk)
    found = (
        Worker.objects.filter(mine | in_reach(reach_of(request)), pk=worker).select_related("team").first()
    )
    if found is None:
        raise Http404(ABSENT)
    return found


def own_worker(user: Any) -> Worker | None:
    """Who asks, as a member of staff."""
    return Worker.objects.filter(user_id=user.pk).select_related("team").first()
