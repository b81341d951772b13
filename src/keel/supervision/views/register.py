"""The register of supervision, for those who answer for teams."""

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

COLUMNS = (
    "Worker",
    "Last session",
    "Next due",
    *(
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
    ),
)


@require_safe
@staff_only(Act.SUPERVISION_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Each team that whoever asks answers for, with its workers by name."""
    teams = _teams(request)
    found = register_of(teams, request.user)
    may_hold = may(request, Act.SUPERVISION_HOLD)
    words = {
        "columns": COLUMNS,
        "teams": [(each.team.name, _rows(each, request, may_hold=may_hold)) for each in found],
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
    return [*lines, ["All of the team", "–", "–", *(team.summed[name] for name in COUNTS)]]


def _row(line: Line, *, may_hold: bool) -> list[Any]:
    begin = f"{reverse('supervision:begin')}?worker={line.worker.pk}" if may_hold else ""
    due = line.due_on
    late = due is None or due < today()
    return [
        {"words": called(line.worker), "href": begin},
        short_day(line.last) or {"words": "None recorded", "kind": "overdue"},
        {"words": short_day(due) or "Now", "kind": "overdue" if late else "running"},
        *(_count(line, name) for name in COUNTS),
    ]


def _count(line: Line, name: str) -> Any:
    number = line.counts[name]
    return {"words": number, "kind": "amber"} if number and name not in ("children", "talks") else number
