"""Which children a list is of: a worker's own, a team's, or those of every team within somebody's reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from keel.access.door import ABSENT
from keel.access.policy import Asker
from keel.access.queries import teams_of
from keel.clock import today
from keel.oversight.models import Standing
from keel.workforce.models import Involvement, Team

NO_TEAM = Q(team=None) & (Q(overdue__gt=0) | Q(drift_score__gt=0) | ~Q(on_plan_since=None))


@dataclass(frozen=True, slots=True)
class Scope:
    """Some children: ``teams`` are those whose children they are, None where teams do not matter."""

    key: str  # "mine", "service" or "team:4": what the log says was looked at
    title: str
    words: str
    condition: Q
    teams: tuple[Team, ...] = ()

    def children(self, user: Any) -> QuerySet[Standing]:
        """Their lines, those open to ``user`` and no others."""
        return Standing.objects.visible_to(user).filter(self.condition)


def mine(user: Any) -> Scope:
    """The children that a worker works with, in whatever role."""
    day = today()
    involved = Involvement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day), worker__user=user, started_on__lte=day
    )
    children = Q(child__in=involved.values("child"))
    return Scope("mine", "Your children", "Children you work with, by what is late.", children)


def team(asker: Asker, team_id: int) -> Scope:
    """The children of a team and of those beneath it. Raises Http404 where that is beyond whoever asks."""
    teams = _all_teams()
    reach = teams_of(asker)
    if team_id not in teams or not (reach is None or team_id in reach):
        raise Http404(ABSENT)
    chosen = tuple(teams[each] for each in sorted(beneath(team_id, teams.values())))
    name = teams[team_id].name
    return Scope(
        f"team:{team_id}", name, "Children of this team, by what is late.", Q(team__in=chosen), chosen
    )


def service(asker: Asker) -> Scope:
    """The children of every team within reach; for whoever reaches all, also those who have no team and should."""
    teams = _all_teams()
    reach = teams_of(asker)
    chosen = tuple(each for each in teams.values() if reach is None or each.pk in reach)
    condition = Q(team__in=chosen)
    if reach is None:
        condition |= NO_TEAM
    return Scope(
        "service", "The service", "Children of every team you look after, by what is late.", condition, chosen
    )


def beneath(team_id: int, teams: Iterable[Team]) -> frozenset[int]:
    """A team with all beneath it."""
    parts: dict[int | None, list[int]] = {}
    for each in teams:
        parts.setdefault(each.parent_id, []).append(each.pk)
    found, waiting = set(), [team_id]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += parts.get(here, [])
    return frozenset(found)


def _all_teams() -> Mapping[int, Team]:
    return {each.pk: each for each in Team.objects.order_by("name")}
