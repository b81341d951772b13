"""The chair's desk, the desks of all chairs for whoever manages them, and the register of challenges."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, may, record_look, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import CriticalSignal
from keel.scrutiny import showing
from keel.scrutiny.desk import Child, chairing, children_of
from keel.scrutiny.judging import limit
from keel.scrutiny.register import CHALLENGE, ESCALATION, counted_lines
from keel.scrutiny.register_rows import challenge_rows, columns, count_tables, escalation_rows, figures
from keel.scrutiny.silence import by_chair, silent_signals
from keel.workforce.models import Team, Worker


@require_safe
@staff_only(Act.DESK_READ)
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of whoever asks."""
    worker = getattr(request.user, "worker", None)
    children = children_of(chairing(request.user, worker)) if worker else []
    return _desk(request, worker, children)


@require_safe
@staff_only(Act.CHAIRS_READ)
def desk_of(request: HttpRequest, chair: int) -> HttpResponse:
    """The desk of one chair, for whoever manages her."""
    worker = Worker.objects.filter(pk=chair).first()
    children = children_of(chairing(request.user, worker)) if worker else []
    if not children:
        raise Http404(ABSENT)
    return _desk(request, worker, children)


def _desk(request: HttpRequest, worker: Worker | None, children: list[Child]) -> HttpResponse:
    is_own = worker is not None and worker.user_id == request.user.pk
    scope = f"desk:{worker.pk}" if worker else "desk"
    record_look(request, Code.LIST_LOOKED_AT, scope=scope, page=1, asked="")
    most, must_confirm = limit()
    words = {
        "title": "Your desk" if is_own or worker is None else f"The desk of {worker.name}",
        "day": today(),
        "children": children,
        "figures": showing.figures(children, most),
        "most": most,
        "must_confirm": must_confirm,
        "silent": showing.silent_rows(children, is_own=is_own),
        "challenges": showing.challenge_rows(children),
        "conferences": showing.conference_rows(children),
        "rows": showing.child_rows(children, is_own=is_own),
        "columns": showing.COLUMNS,
        "ways": _ways(request, "desk"),
    }
    return render(request, "scrutiny/desk.html", words)


@require_safe
@staff_only(Act.CHAIRS_READ)
def chairs(request: HttpRequest) -> HttpResponse:
    """Every chair: how many children, what is late, and to which red signals nothing was said."""
    children = children_of(chairing(request.user))
    record_look(request, Code.LIST_LOOKED_AT, scope="chairs", page=1, asked="")
    most, must_confirm = limit()
    by_child = {child.person.pk: child.chair for child in children}
    silent = silent_signals(
        CriticalSignal.objects.visible_to(request.user), by_child
    )  # of those without a chair too
    words = {
        "day": today(),
        "most": most,
        "must_confirm": must_confirm,
        "rows": showing.chair_rows(children, most),
        "silent": showing.silence_rows(by_chair(silent)),
        "columns": showing.COLUMNS,
        "ways": _ways(request, "chairs"),
    }
    return render(request, "scrutiny/chairs.html", words)


@require_safe
@staff_only(Act.CHALLENGE_COUNT)
def register(request: HttpRequest) -> HttpResponse:
    """Challenges and partners' disagreements as counts; beneath, those about children whose records are open to her."""
    counts = counted_lines(today())
    teams: Mapping[Any, str] = dict(Team.objects.values_list("pk", "name"))
    has_cases = may(request, Act.CHILD_LIST)
    words = {
        "day": today(),
        "figures": figures(counts[CHALLENGE], counts[ESCALATION]),
        "tables": count_tables(counts, teams),
        "has_any": any(each.lines for each in counts.values()),
        "challenges": challenge_rows(request.user) if has_cases else [],
        "escalations": escalation_rows(request.user) if has_cases else [],
        "has_cases": has_cases,
        "columns": columns(),
        "ways": _ways(request, "register"),
    }
    record_look(request, Code.LIST_LOOKED_AT, scope="challenges", page=1, asked="")
    return render(request, "scrutiny/register.html", words)


PLACES = (
    ("desk", "Your desk", "scrutiny:desk", Act.DESK_READ),
    ("chairs", "Chairs", "scrutiny:chairs", Act.CHAIRS_READ),
    ("register", "Challenges and escalations", "scrutiny:register", Act.CHALLENGE_COUNT),
)


def _ways(request: HttpRequest, here: str) -> Iterable[dict[str, Any]]:
    return [
        {"words": words, "href": reverse(address), "is_here": key == here}
        for key, words, address, act in PLACES
        if may(request, act)
    ]
