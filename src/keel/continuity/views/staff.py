"""Teams and posts, a team, a post, and a worker: for managers, and for each worker her own."""

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.door import ABSENT, may, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.continuity import absences, posts, staff
from keel.continuity.caseload import loads_of
from keel.continuity.forms import FillForm, LeaveForm, PostForm, QualifiedForm, TrainingForm
from keel.continuity.reach import in_reach, own_worker, reach_of, team_in, teams_in, worker_in
from keel.continuity.views.showing import day_asked, one_form, own_ways, shown, ways, year_before
from keel.workforce.models import PostHolding, Worker

KEY_COLUMNS = ("Key post", "Empty since", "For")


@require_safe
@staff_only(Act.WORKFORCE_READ)
def tree(request: HttpRequest) -> HttpResponse:
    """The teams within reach on a day, with how their posts are filled, and key posts that are empty."""
    day, reach = day_asked(request), reach_of(request)
    found = list(posts.posts_in(reach))
    branches = staff.tree(teams_in(reach), posts.by_team(found), day, year_before(day))
    words = {
        "on": day,
        "branches": branches,
        "key_columns": KEY_COLUMNS,
        "key_posts": staff.empty_key_posts(found, day),
    }
    return shown(request, "staff", words)


@require_safe
@staff_only(Act.WORKFORCE_READ)
def team(request: HttpRequest, team: int) -> HttpResponse:
    """A team: its posts with who is in each, and its workers by name."""
    one, day = team_in(request, team), today()
    found = list(posts.posts_in(None, team=one))
    workers = staff.workers_of(one, day)
    words = {
        "ways": ways("staff"),
        "team": one,
        "columns": staff.TEAM_COLUMNS,
        "filled": posts.filled(found, day, year_before(day)),
        "posts": staff.post_rows(found, day),
        "workers": staff.worker_rows(workers, loads_of(workers, day), day),
        "may_write": may(request, Act.WORKFORCE_WRITE),
    }
    return render(request, "continuity/team.html", words)


@require_safe
@staff_only(Act.OWN_WORK_READ)
def me(request: HttpRequest) -> HttpResponse:
    """To one's own page."""
    own = own_worker(request.user)
    if own is None:
        raise Http404(ABSENT)
    return redirect("continuity:worker", own.pk)


@require_safe
@staff_only(Act.OWN_WORK_READ)
def worker(request: HttpRequest, worker: int) -> HttpResponse:
    """A worker: her posts, training, days away and caseload. For herself, and whoever leads her team."""
    one, day = worker_in(request, worker), today()
    holdings = list(PostHolding.objects.filter(worker=one).select_related("post__team"))
    trainings = list(one.trainings.all())
    is_own = one.user_id == request.user.pk
    words = {
        "ways": own_ways(request, "me" if is_own else "staff"),
        "worker": one,
        "is_own": is_own,
        "may_write": may(request, Act.WORKFORCE_WRITE) and _leads(request, one),
        "columns": staff.TEAM_COLUMNS,
        "away_columns": absences.COLUMNS,
        "qualified": staff.qualified_words(one, day),
        "load": loads_of([one], day)[one.pk],
        "holdings": staff.holding_rows(holdings),
        "trainings": staff.training_rows(trainings, day),
        "away": absences.rows_of(absences.of_worker(day, one)),
    }
    return render(request, "continuity/worker.html", words)


def _leads(request: HttpRequest, one: Worker) -> bool:
    reach = reach_of(request)
    return reach is None or one.team_id in reach


@staff_only(Act.WORKFORCE_WRITE)
def new_post(request: HttpRequest, team: int) -> HttpResponse:
    """Another post of a team."""
    one = team_in(request, team)
    form = PostForm(request.POST or None)
    back = reverse("continuity:team", args=[one.pk])
    return one_form(request, form, f"A post of {one.name}", partial(posts.make_post, team=one), back)


@staff_only(Act.WORKFORCE_WRITE)
def post(request: HttpRequest, post: int) -> HttpResponse:
    """Who is, and was, in a post, and who begins in it."""
    holdings = Prefetch(
        "holdings", queryset=PostHolding.objects.select_related("worker").order_by("-from_on", "-pk")
    )
    found = (
        posts.posts_in(reach_of(request), pk=post).prefetch_related(None).prefetch_related(holdings).first()
    )
    if found is None:
        raise Http404(ABSENT)
    form = FillForm(request.POST or None)
    back = reverse("continuity:post", args=[found.pk])
    answer = one_form(request, form, "", partial(posts.fill, post=found), back)
    if answer.status_code == REDIRECT:
        return answer
    words = {"post": found, "form": form, "rows": _held(found), "day": today(), "columns": HELD}
    return render(request, "continuity/post.html", words, status=answer.status_code)


REDIRECT = 302
HELD = ("Who", "From", "Until", "Full time", "How employed")


def _held(found: Any) -> list[list[Any]]:
    return [
        [
            {"words": each.worker.called, "href": reverse("continuity:leave-post", args=[each.pk])},
            each.from_on,
            each.to_on or "now",
            f"{float(each.fte):g}",
            "Agency" if each.is_agency else "Employed",
        ]
        for each in found.holdings.all()
    ]


@staff_only(Act.WORKFORCE_WRITE)
def leave_post(request: HttpRequest, holding: int) -> HttpResponse:
    """Somebody's last day in a post."""
    rows = PostHolding.objects.filter(in_reach(reach_of(request), "post__team"), pk=holding)
    found = rows.select_related("worker", "post").first()
    if found is None:
        raise Http404(ABSENT)
    form = LeaveForm(request.POST or None, initial={"to_on": found.to_on})
    back = reverse("continuity:post", args=[found.post_id])
    title = f"{found.worker.called} leaves the post"
    return one_form(request, form, title, partial(posts.leave_post, holding=found), back)


@staff_only(Act.WORKFORCE_WRITE)
def training(request: HttpRequest, worker: int) -> HttpResponse:
    """A course that a worker did or must do."""
    one = _led(request, worker)
    form = TrainingForm(request.POST or None)
    back = reverse("continuity:worker", args=[one.pk])
    title = f"Training of {one.called}"
    return one_form(request, form, title, partial(posts.note_training, worker=one), back)


@staff_only(Act.WORKFORCE_WRITE)
def qualified(request: HttpRequest, worker: int) -> HttpResponse:
    """A worker's assessed and supported year."""
    one = _led(request, worker)
    form = QualifiedForm(request.POST or None, initial={"from_on": one.asye_from_on, "to_on": one.asye_to_on})
    back = reverse("continuity:worker", args=[one.pk])
    title = f"{one.called}: newly qualified"
    return one_form(request, form, title, partial(posts.note_newly_qualified, worker=one), back)


def _led(request: HttpRequest, worker: int) -> Worker:
    """A worker of a team that one leads: nobody notes her own training by this."""
    found = (
        Worker.objects.filter(in_reach(reach_of(request)), pk=worker).exclude(user_id=request.user.pk).first()
    )
    if found is None:
        raise Http404(ABSENT)
    return found
