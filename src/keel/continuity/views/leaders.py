"""What leaders see of the whole: caseloads, starting again, instability and drift, and what if."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import record_look, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.continuity import caseload, census, posts, starting_again
from keel.continuity import instability as unstable
from keel.continuity import what_if as what
from keel.continuity.reach import in_reach, reach_of, teams_in
from keel.continuity.showing_loads import LOAD_COLUMNS, chair_rows, manager_rows, weight_rows, worker_rows
from keel.continuity.starting_again import Window
from keel.continuity.views.showing import day_asked, shown, year_before
from keel.continuity.waiting_picture import waiting_of
from keel.workforce.models import Worker


@require_safe
@staff_only(Act.WORKFORCE_READ)
def caseloads(request: HttpRequest) -> HttpResponse:
    """Children of each worker by team and name, of each chair, and of each manager's team."""
    day, reach = today(), reach_of(request)
    teams = teams_in(reach)
    workers = list(Worker.objects.there(day).filter(in_reach(reach)).select_related("team").by_name())
    words: dict[str, Any] = {
        "columns": LOAD_COLUMNS,
        "workers": Paginator(worker_rows(workers, caseload.loads_of(workers, day)), WORKERS_ON_PAGE).get_page(
            request.GET.get("page")
        ),
        "chairs": chair_rows(workers, caseload.chair_loads(day, [each.pk for each in workers]), day),
        "managers": manager_rows(teams, day),
        "weights": weight_rows(day),
    }
    return shown(request, "caseloads", words)


@require_safe
@staff_only(Act.WORKFORCE_READ)
def start_again(request: HttpRequest) -> HttpResponse:
    """Children with one worker after another, or of whom something began again after a change, with the chain."""
    window = Window.of(today())
    found = starting_again.courses(request.user, reach_of(request), window)
    page = Paginator(found, CHILDREN_ON_PAGE).get_page(request.GET.get("page"))
    record_look(request, Code.LIST_LOOKED_AT, scope="start-again", page=page.number)
    words = {
        "window": window,
        "columns": starting_again.COLUMNS,
        "count": len(found),
        "begun": sum(1 for each in found if each.again),
        "page": page,
        "rows": starting_again.rows_of(page, window),
    }
    return shown(request, "start-again", words)


@require_safe
@staff_only(Act.WORKFORCE_READ)
def instability(request: HttpRequest) -> HttpResponse:
    """Team by team, how workers come and go and how children fare; and the figures of the workforce census."""
    day, reach, teams = day_asked(request), reach_of(request), teams_in(reach_of(request))
    since = year_before(day)
    held = list(posts.posts_in(reach))
    filled = {team: posts.filled(rows, day, since) for team, rows in posts.by_team(held).items()}
    nothing = posts.filled((), day, since)
    found = unstable.fares(request.user, teams, filled, nothing, day, since)
    workers = Worker.objects.filter(in_reach(reach)).values_list("pk", flat=True)
    words = {
        "on": day,
        "columns": unstable.COLUMNS,
        "rows": unstable.rows_of(found),
        "picture": unstable.picture_of(found),
        "census_columns": census.COLUMNS,
        "census": census.rows_of(posts.filled(held, day, since), workers, day) + census.not_computed(),
        "declared": census.declared(),
    }
    return shown(request, "instability", words)


@require_safe
@staff_only(Act.WORKFORCE_READ)
def what_if(request: HttpRequest) -> HttpResponse:
    """More or fewer chairs and workers: caseloads, and conferences that can be held, week by week."""
    day, reach = today(), reach_of(request)
    form = what.WhatIf(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    workers, chairs = asked.get("workers") or 0, asked.get("chairs") or 0
    staff = list(Worker.objects.there(day).filter(in_reach(reach)))
    chaired = caseload.chair_loads(day, [each.pk for each in staff])
    of = what.staffed(caseload.loads_of(staff, day).values(), chaired, caseload.shares_of(chaired, day))
    weeks, each = what.looks_ahead(day)
    words: dict[str, Any] = {
        "form": form,
        "columns": what.COLUMNS,
        "loads": what.load_rows(of, workers, chairs),
        "assumed": what.ASSUMED,
        "weeks": weeks,
        "each": each,
        "has_chairs": bool(of.chairs),
    }
    if of.chairs:
        due = what.due_by_week(request.user, reach, day, weeks)
        then = max(of.chairs + chairs, NOBODY)
        found = what.weeks_of(due, of.chairs, then, each)
        words |= {"rows": what.week_rows(found), "picture": waiting_of(found)}
    return shown(request, "what-if", words)


CHILDREN_ON_PAGE, WORKERS_ON_PAGE = 50, 100
NOBODY = Decimal(0)
