"""Who holds each post for a child on a day: her worker, the managers over her team, her chair, or their deputies.

Whoever may not open the record holds no post for it: a question that nobody can read would never be answered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from keel.access.roles import Role
from keel.access.rules import CHAIRS, DEPUTISED, SPECIAL_INVOLVEMENTS
from keel.oversight.among import Children
from keel.oversight.readings_kept import Standing
from keel.practice.ladder import Rung

BY_ROLE: Mapping[Rung, Role] = {
    Rung.TEAM_MANAGER: Role.TEAM_MANAGER,
    Rung.SERVICE_MANAGER: Role.SERVICE_MANAGER,
    Rung.HEAD_OF_SERVICE: Role.HEAD_OF_SERVICE,
    Rung.DIRECTOR: Role.DIRECTOR,
    Rung.CHAIRS_MANAGER: Role.CHAIRS_MANAGER,
    Rung.QA_LEAD: Role.QA_LEAD,
}
OF_THE_LINE = (Rung.TEAM_MANAGER, Rung.SERVICE_MANAGER, Rung.HEAD_OF_SERVICE, Rung.DIRECTOR)
Held = Mapping[Rung, int]  # the user who holds each post


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child stands: her team, the worker who has her case and the one who had it last, her chair."""

    team: int | None = None
    worker: int | None = None
    last_worker: int | None = None
    chair: int | None = None
    on_plan_since: date | None = None


class Posts:
    """The posts of some children on a day; in four statements, however many children."""

    def __init__(self, given: Iterable[UUID] | Children, day: date) -> None:
        children = Children.of(given)
        self.day = day
        self._staff = _staff(day)
        self.places = _places(children, day)
        self._listed, self._barred = _closed(children)
        self._known: dict[tuple[int | None, int | None, int | None], Held] = {}

    def of(self, child: UUID) -> Held:
        """Who holds each post for a child."""
        place = self.places.get(child, Place())
        key = (place.team, place.worker, place.chair)
        if key not in self._known:
            self._known[key] = dict(self._found(place))
        return self._admitted(child, self._known[key])

    def is_gone(self, worker: int | None) -> bool:
        """Whether a worker is away today, with nobody who answers for her."""
        if worker in self._staff.left:
            return True
        return worker is not None and worker in self._staff.away and self._of_worker(worker) is None

    def _found(self, place: Place) -> Iterable[tuple[Rung, int]]:
        if user := self._of_worker(place.worker):
            yield Rung.WORKER, user
        if user := self._of_worker(place.chair):
            yield Rung.CHAIR, user
        chairs_team = self._staff.team_of.get(place.chair)
        for rung in BY_ROLE:
            team = place.team if rung in OF_THE_LINE else chairs_team
            if user := self._of_role(rung, team):
                yield rung, user

    def _of_worker(self, worker: int | None) -> int | None:
        """The user of a worker, or of whoever deputises while she is away; None where there is nobody.

        Only who may open what the absent may is asked in her place: one who holds such a role, and is there herself.
        """
        if worker is None or worker not in self._staff.away:
            return self._staff.users.get(worker) if worker is not None else None
        deputy = self._staff.away[worker]
        user = self._staff.users.get(deputy) if deputy is not None else None
        return user if deputy not in self._staff.away and user in self._staff.may_deputise else None

    def _of_role(self, rung: Rung, team: int | None) -> int | None:
        """Whoever holds the role nearest to the team; of several, whoever has held it longest."""
        role = BY_ROLE[rung]
        for place in (*self._line(team), None):
            for user in self._staff.held.get((role, place), ()):
                if (there := self._there(user)) is not None:
                    return there
        return None

    def _there(self, user: int) -> int | None:
        worker = self._staff.worker_of.get(user)
        if worker in self._staff.left:
            return None
        return user if worker is None or worker not in self._staff.away else self._of_worker(worker)

    def _line(self, team: int | None) -> list[int]:
        line: list[int] = []
        while team is not None and team not in line:
            line.append(team)
            team = self._staff.over.get(team)
        return line

    def _admitted(self, child: UUID, held: Held) -> Held:
        listed, barred = self._listed.get(child), self._barred.get(child, frozenset())
        if listed is None and not barred:
            return held
        admitted = {
            rung: user
            for rung, user in held.items()
            if user not in barred and (listed is None or user in listed)
        }
        others = sorted((listed or set()) - barred)
        return admitted if admitted or not others else {Rung.DIRECTOR: others[0]}


@dataclass(slots=True)
class _Staff:
    """Who works here on a day: who is away and who deputises, users and teams of workers, roles held, the teams."""

    away: dict[int, int | None]
    left: set[int | None]  # who is not here any more
    users: dict[int, int]  # of each worker who may sign in
    worker_of: dict[int, int]
    team_of: dict[int | None, int | None]
    over: dict[int, int | None]
    held: dict[tuple[str, int | None], list[int]]
    may_deputise: set[int]  # users


def _staff(day: date) -> _Staff:
    staff = _Staff({}, set(), {}, {}, {}, {}, defaultdict(list), set())
    for what, one, team, user, role in _fetched(_STAFF, {"day": day, "roles": _ROLES}):
        if what == "away":
            staff.away[one] = team  # here the deputy
        elif what == "team":
            staff.over[one] = team
        elif what == "role":
            staff.held[role, team].append(user)
            staff.may_deputise.add(user)
        else:
            staff.team_of[one] = team
            if role == "left":
                staff.left.add(one)
            if user is not None:
                staff.worker_of[user] = one
            if role == "there":
                staff.users[one] = user
    return staff


_ROLES = [role.value for role in DEPUTISED]  # those of the rungs among them
_STAFF = """
SELECT what, one, other, user_id, role FROM (
    SELECT 'away' AS what, a.worker_id AS one, a.deputy_id AS other, NULL::bigint AS user_id, NULL::text AS role,
        a.from_on AS since, a.id
    FROM workforce_absence a WHERE a.from_on <= %(day)s AND (a.to_on IS NULL OR a.to_on >= %(day)s)
    UNION ALL
    SELECT 'team', t.id, t.parent_id, NULL, NULL, NULL, t.id FROM workforce_team t
    UNION ALL
    SELECT 'worker', w.id, w.team_id, w.user_id, CASE WHEN w.to_on <= %(day)s THEN 'left'
        WHEN u.is_active AND u.left_on IS NULL THEN 'there' END, NULL,
        w.id
    FROM workforce_worker w LEFT JOIN access_user u ON u.id = w.user_id
    UNION ALL
    SELECT 'role', NULL, h.team_id, h.user_id, h.role, h.from_on, h.id
    FROM access_roleheld h JOIN access_user u ON u.id = h.user_id
    WHERE h.role = ANY(%(roles)s) AND (h.to_on IS NULL OR h.to_on > %(day)s) AND u.is_active AND u.left_on IS NULL
) staff ORDER BY since, id
"""


def _places(children: Children, day: date) -> dict[UUID, Place]:
    chairs, last = _involved(children, day)
    rows = Standing.objects.filter(child__among=children).values_list(
        "child", "team", "worker", "on_plan_since"
    )
    return {
        child: Place(team, worker, last.get(child), chairs.get(child), plan)
        for child, team, worker, plan in rows
    }


def _involved(children: Children, day: date) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """The chair of each child, and the last worker of each who has none."""
    chairs, special = list(CHAIRS), list(SPECIAL_INVOLVEMENTS)
    given = {"children": children.text, "day": day, "chairs": chairs, "special": special}
    rows = _fetched(_INVOLVED, given)
    return (
        {child: worker for child, worker, is_chair in rows if is_chair},
        {child: worker for child, worker, is_chair in rows if not is_chair},
    )


_INVOLVED = """
SELECT DISTINCT ON (i.child_id, chairs.it) i.child_id, i.worker_id, chairs.it
FROM workforce_involvement i, LATERAL (SELECT access_capacity(i.role) = ANY(%(chairs)s) AS it) chairs
WHERE i.child_id = ANY(%(children)s::uuid[]) AND i.worker_id IS NOT NULL AND i.started_on <= %(day)s
    AND CASE WHEN chairs.it THEN i.ended_on IS NULL OR i.ended_on > %(day)s
        ELSE i.holds_case AND NOT access_capacity(i.role) = ANY(%(special)s) END
ORDER BY i.child_id, chairs.it, i.started_on DESC, i.id DESC
"""


def _closed(children: Children) -> tuple[dict[UUID, set[int]], dict[UUID, set[int]]]:
    """Of restricted records, who is listed; of those somebody is excluded from, who."""
    listed: dict[UUID, set[int]] = {}
    barred: dict[UUID, set[int]] = defaultdict(set)
    for is_listed, person, user in _fetched(_CLOSED, {"children": children.text, "now": timezone.now()}):
        if not is_listed:
            barred[person].add(user)
        elif user is None:
            listed.setdefault(person, set())
        else:
            listed.setdefault(person, set()).add(user)
    return listed, barred


_CLOSED = """
SELECT true, r.person_id, m.user_id
FROM access_restriction r LEFT JOIN access_restrictionmember m ON m.restriction_id = r.id
WHERE r.person_id = ANY(%(children)s::uuid[]) AND (r.to_at IS NULL OR r.to_at > %(now)s)
UNION ALL
SELECT false, e.person_id, e.user_id FROM access_exclusion e
WHERE e.person_id = ANY(%(children)s::uuid[]) AND (e.to_at IS NULL OR e.to_at > %(now)s)
"""


def _fetched(query: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()
