"""Pages of whoever keeps teams and staff by hand: no figure and no child stands on them."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.door import staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.continuity import keeping, staff
from keel.continuity.keeping_forms import EndTeamForm, LeavesForm, MoveForm, TeamForm, WorkerForm
from keel.continuity.views.showing import day_asked, one_form
from keel.report.wording import short_day
from keel.workforce.models import Team, Worker

COLUMNS = ("Name", "Work", "From", "Until", "Leaving")
either_way = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_only(Act.STAFF_KEEP)
def everybody(request: HttpRequest) -> HttpResponse:
    """The teams as they stood on a day, and whoever is in none."""
    day = day_asked(request)
    words = {
        "on": day,
        "branches": staff.tree(Team.objects.order_by("name", "pk"), {}, day, day),
        "workers": [_row(each) for each in keeping.workers_in(None, day)],
        "columns": COLUMNS,
    }
    return render(request, "continuity/keep.html", words)


@require_safe
@staff_only(Act.STAFF_KEEP)
def team(request: HttpRequest, team: int) -> HttpResponse:
    """A team: under which it stands, from when to when, and who is in it."""
    one = get_object_or_404(Team.objects.select_related("parent"), pk=team)
    workers = [_row(each) for each in keeping.workers_in(one, today())]
    return render(request, "continuity/keep_team.html", {"team": one, "workers": workers, "columns": COLUMNS})


def _row(worker: Worker) -> list[Any]:
    leave = reverse("continuity:keep-worker-leave", args=[worker.pk])
    return [
        {"words": worker.called, "href": reverse("continuity:keep-worker-move", args=[worker.pk])},
        worker.role or None,
        short_day(worker.from_on) or None,
        short_day(worker.to_on) or "Still here",
        {"words": f"Say when {worker.called} leaves", "href": leave},
    ]


@either_way
@staff_only(Act.STAFF_KEEP)
def new_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST or None, initial={"parent": request.GET.get("under")})
    return one_form(request, form, "A new team", keeping.make_team, reverse("continuity:keep"))


@either_way
@staff_only(Act.STAFF_KEEP)
def end_team(request: HttpRequest, team: int) -> HttpResponse:
    """A team's last day."""
    one = get_object_or_404(Team, pk=team)
    back = reverse("continuity:keep-team", args=[one.pk])
    about = "Whoever is in it is moved or leaves first, and teams beneath it end first."
    form = EndTeamForm(request.POST or None, initial={"to_on": one.to_on})
    save = partial(keeping.end_team, team=one)
    return one_form(request, form, f"{one.name} ends", save, back, about=about)


@either_way
@staff_only(Act.STAFF_KEEP)
def new_worker(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    form = WorkerForm(request.POST or None, initial={"team": request.GET.get("in")})
    about = "She signs in once an administrator has made her a user."
    back = reverse("continuity:keep")
    return one_form(request, form, "A new member of staff", keeping.make_worker, back, about=about)


@either_way
@staff_only(Act.STAFF_KEEP)
def move_worker(request: HttpRequest, worker: int) -> HttpResponse:
    """Another team for a worker."""
    one = get_object_or_404(Worker.objects.select_related("team"), pk=worker)
    about = f"Now in {one.team.name}." if one.team else "Now in no team."
    about += " A child stays with the team that the allocation names; where it names none, she goes along."
    save = partial(keeping.move_worker, worker=one)
    return one_form(
        request, MoveForm(request.POST or None), f"{one.called} moves", save, _back(one), about=about
    )


@either_way
@staff_only(Act.STAFF_KEEP)
def leave(request: HttpRequest, worker: int) -> HttpResponse:
    """A worker leaves."""
    one = get_object_or_404(Worker.objects.select_related("team"), pk=worker)
    form = LeavesForm(request.POST or None, initial={"to_on": one.to_on})
    about = "Whether she may sign in is said of her as a user: end that too."
    save = partial(keeping.leave, worker=one)
    return one_form(request, form, f"{one.called} leaves", save, _back(one), about=about)


def _back(worker: Worker) -> str:
    if worker.team_id is None:
        return reverse("continuity:keep")
    return reverse("continuity:keep-team", args=[worker.team_id])
