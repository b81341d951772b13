"""The register of supervision, for those who answer for teams."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import may, record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import teams_of
from keel.access.rules import BY_ROLE
from keel.clock import today
from keel.report.wording import short_day
from keel.supervision.colleagues import called
from keel.supervision.register import COUNTS, Line, TeamLines, register_of
from keel.supervision.sessions import asker_of, me
from keel.workforce.models import Team

AT_ONCE = 100  # workers that one page tells of by name: more are told team by team
COUNTED = tuple(
    {"words": words, "is_number": True}
    for words in (
        "Children",
        "Not talked about in time",
        "Sessions",
        "Nothing decided",
        "Actions without a day or owner",
        "Actions overdue",
        "Moved again and again",
        "Asked for again",
    )
)
COLUMNS = ("Worker", "Last session", "Next due", *COUNTED)
OF_TEAMS = ("Team", {"words": "Workers", "is_number": True}, *COUNTED)


@require_safe
@staff_only(Act.SUPERVISION_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Each team that whoever asks answers for, with its workers by name; where they are many, one team's at a time."""
    teams = _teams(request)
    chosen = [each for each in teams if str(each.pk) == request.GET.get("team")]
    found = register_of(chosen or teams, request.user)
    is_long = not chosen and sum(len(each.lines) for each in found) > AT_ONCE
    may_hold = may(request, Act.SUPERVISION_HOLD)
    words = {
        "columns": COLUMNS,
        "teams": []
        if is_long
        else [(each.team.name, _rows(each, request, may_hold=may_hold)) for each in found],
        "team_columns": OF_TEAMS,
        "of_teams": [_team(each) for each in found] if is_long else [],
        "is_one": bool(chosen),
        "day": today(),
    }
    record_look(request, Code.LIST_LOOKED_AT, scope="supervision:register")
    return render(request, "supervision/register.html", words)


def _teams(request: HttpRequest) -> list[Team]:
    reach = teams_of(asker_of(request), *BY_ROLE[Act.SUPERVISION_REGISTER])
    every = list(Team.objects.order_by("name"))
    return [each for each in every if reach is None or each.pk in reach]


def _rows(team: TeamLines, request: HttpRequest, *, may_hold: bool) -> list[list[Any]]:
    own = me(request)
    lines = [_row(each, may_hold=may_hold and each.worker != own) for each in team.lines]
    summed = team.summed
    return [*lines, ["All of the team", "–", "–", *(summed[name] for name in COUNTS)]]


def _team(team: TeamLines) -> list[Any]:
    name = {"words": team.team.name, "href": f"?team={team.team.pk}"}
    summed = team.summed
    return [name, len(team.lines), *(_number(summed, each) for each in COUNTS)]


def _row(line: Line, *, may_hold: bool) -> list[Any]:
    begin = f"{reverse('supervision:begin')}?worker={line.worker.pk}" if may_hold else ""
    due = line.due_on
    late = due is None or due < today()
    return [
        {"words": called(line.worker), "href": begin},
        short_day(line.last) or {"words": "None recorded", "kind": "overdue"},
        {"words": short_day(due) or "Now", "kind": "overdue" if late else "running"},
        *(_number(line.counts, name) for name in COUNTS),
    ]


def _number(counts: Mapping[str, int], name: str) -> Any:
    number = counts[name]
    return {"words": number, "kind": "amber"} if number and name not in ("children", "talks") else number
