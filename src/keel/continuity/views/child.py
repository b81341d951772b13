"""Pages about one child, and about handovers: the continuity pack, and what waits to be accepted."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import child_for, may, record_look, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.continuity import handovers
from keel.continuity.pack import pack_of
from keel.continuity.reach import reach_of
from keel.continuity.views.showing import own_ways
from keel.oversight.rules_held import standards_held
from keel.people.models import Person


@require_safe
def pack(request: HttpRequest, child: UUID) -> HttpResponse:
    """One side of paper for whoever has the child next."""
    person = child_for(request, child, Act.CHILD_READ)
    words = pack_of(person, partial(_may, request, person))
    words["may_write"] = may(request, Act.VISIT_WRITE, person)
    return render(request, "continuity/pack.html", words)


def _may(request: HttpRequest, person: Person, act: Act) -> bool:
    return may(request, act, person)


@require_safe
@staff_only(Act.OWN_WORK_READ)
def under_way(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks, what she gives away, and what is under way in the teams that she leads."""
    day, user = today(), request.user
    record_look(request, Code.LIST_LOOKED_AT, scope="handovers")
    words: dict[str, Any] = {
        "ways": own_ways(request, "handovers"),
        "columns": handovers.COLUMNS,
        "to_accept": handovers.rows_of(handovers.to_accept(user), day),
        "given_away": handovers.rows_of(handovers.given_away(user), day),
        "leads": may(request, Act.WORKFORCE_READ),
        "allowed": standards_held()["handover"].number_on(day),
    }
    if words["leads"]:
        words |= _of_teams(request)
    return render(request, "continuity/handovers.html", words)


def _of_teams(request: HttpRequest) -> dict[str, Any]:
    day = today()
    since = day - timedelta(days=int(standards_held()["start_again_window"].number_on(day)))
    return {
        "of_teams": handovers.rows_of(handovers.of_teams(request.user, reach_of(request)), day),
        "refused": handovers.rows_of(handovers.refused_lately(request.user, since), day),
    }
