"""The first page, and lists of children by what is late."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, may, may_come, record_look, staff_only
from keel.access.policy import Act, Answer, Asker, decide
from keel.access.queries import note, teams_of
from keel.access.roles import Role
from keel.chronology import exports, scopes
from keel.chronology.listing import COLUMNS, GRID_MOST, figures_of, grid_rows, list_rows, team_rows
from keel.chronology.lists import (
    FIRST_SORT,
    SORTS,
    Row,
    counts_by_team,
    grid_of,
    in_order,
    rows_of,
    summed,
    with_names,
)
from keel.chronology.narrowing import ListFilter
from keel.chronology.scopes import Scope
from keel.chronology.spread import spread_of
from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.report.sheet import FORMS
from keel.workforce.models import Worker

CHILDREN_ON_PAGE = 30
MANAGING = (
    Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA_LEAD, Role.CHAIRS_MANAGER,
    Role.BUSINESS_SUPPORT, Role.FRONT_DOOR_WORKER, Role.EMERGENCY_DUTY,
)  # fmt: skip
WITHOUT_CASES = (
    (Act.CHALLENGE_COUNT, "scrutiny:register", "Challenges by chairs and by partners, as counts"),
    (Act.LOAD_READ, "loading:loads", "Sources brought into the record"),
    (Act.USER_MANAGE, "access:users", "People who sign in, and their roles"),
    (Act.OPENING_REVIEW, "access:openings", "Records opened for a reason"),
    (Act.AUDIT_READ, "access:audit", "Who looked at what"),
    (Act.LAW_READ, "chronology:laws", "What is asked, and by what"),
)


@require_safe
@staff_only(Act.HOME_READ)
def home(request: HttpRequest) -> HttpResponse:
    """To the list of whoever asks: her team, the service, her own children; without cases, to what she does."""
    if not may(request, Act.CHILD_LIST):
        if may(request, Act.PARTNER_LIST):
            return redirect("protection:helping")
        return render(request, "chronology/home.html", {"ways": _ways(request)})
    asker = _asker(request)
    if not asker.roles & set(MANAGING):
        return redirect("chronology:mine")
    reach = teams_of(asker, *MANAGING)
    if reach is not None and len(reach) == 1:
        return redirect("chronology:team", next(iter(reach)))
    return redirect("chronology:service")


def _ways(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {"words": words, "href": href}
        for act, name, words in WITHOUT_CASES
        if (href := _address(name)) and may_come(request, act)
    ]


def _address(name: str) -> str:
    """The address of a page of another room; blank where it has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_safe
@staff_only(Act.CHILD_LIST)
def mine(request: HttpRequest) -> HttpResponse:
    """The children that whoever asks works with."""
    return _list(request, scopes.mine(request.user), {"address": reverse("chronology:mine")})


@require_safe
@staff_only(Act.CHILD_LIST)
def team(request: HttpRequest, team: int) -> HttpResponse:
    """The children of a team."""
    return _list(
        request, scopes.team(_asker(request), team), {"address": reverse("chronology:team", args=[team])}
    )


@require_safe
@staff_only(Act.CHILD_LIST)
def service(request: HttpRequest) -> HttpResponse:
    """Every team that whoever asks looks after, and their children."""
    scope = scopes.service(_asker(request))
    return _list(request, scope, {"has_teams": True, "address": reverse("chronology:service")})


def _list(request: HttpRequest, scope: Scope, more: Mapping[str, Any]) -> HttpResponse:
    day, standards = today(), standards_held()
    every = scope.children(request.user)
    teams = counts_by_team(every, day)
    counts = summed(teams)
    form = ListFilter(request.GET or None, _workers(scope), day)
    chosen = form.chosen(request.GET)
    sort = request.GET.get("sort", FIRST_SORT)
    found = in_order(form.narrowed(every), sort)
    paginator = Paginator(with_names(found), CHILDREN_ON_PAGE)
    if not chosen:
        paginator.count = counts["children"]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    note(each.child_id for each in page)
    rows = rows_of(page)
    is_grid = request.GET.get("view") == "grid"
    record_look(
        request, Code.LIST_LOOKED_AT, scope=scope.key, page=page.number, asked=request.GET.urlencode()
    )
    words = {
        "scope": scope,
        "day": day,
        "counts": counts,
        "find_href": _address("people:find"),
        "figures": figures_of(counts),
        "spread": spread_of(counts),
        "form": form,
        "chosen": chosen,
        "teams": team_rows(teams),
        "sort": sort if sort in SORTS else FIRST_SORT,
        "page": page,
        "columns": COLUMNS,
        "rows": list_rows(rows, standards),
        "views": _views(request, is_grid=is_grid),
        "may_export": _may_export(request),
        "asked": f"?{request.GET.urlencode()}" if request.GET else "",
        **(_grid(rows, standards) if is_grid else {}),
        **more,
    }
    return render(request, "chronology/list.html", words)


def _grid(rows: list[Row], standards: Any) -> dict[str, Any]:
    keys, more = grid_of(rows, GRID_MOST)
    return {"grid": grid_rows(rows, keys, standards), "more_timescales": more}


def _views(request: HttpRequest, *, is_grid: bool) -> list[dict[str, Any]]:
    asked = request.GET.copy()
    asked.pop("view", None)
    as_list = asked.urlencode()
    asked["view"] = "grid"
    return [
        {"words": "List", "href": f"?{as_list}", "is_here": not is_grid},
        {"words": "Grid of timescales", "href": f"?{asked.urlencode()}", "is_here": is_grid},
    ]


def _workers(scope: Scope) -> list[tuple[int, str]]:
    """The workers of the teams whose children these are; of one worker's own children there is nobody to choose."""
    workers = Worker.objects.filter(team__in=scope.teams).values_list("pk", "name", "key")
    return sorted(((pk, name or key) for pk, name, key in workers), key=lambda pair: pair[1])


@require_safe
@staff_only(Act.LIST_EXPORT)
def export(request: HttpRequest, of: str, form: str, team: int | None = None) -> HttpResponse:
    """The list as a file: the children whom whoever asks may see at this moment, each noted."""
    if form not in FORMS:
        raise Http404(ABSENT)
    scope = _scope(request, of, team)
    day = today()
    every = scope.children(request.user)
    asked = ListFilter(request.GET or None, _workers(scope), day)
    found = in_order(asked.narrowed(every), request.GET.get("sort", FIRST_SORT))
    rows = rows_of(with_names(found))
    for row in rows:
        _note(request, row.kept.child_id, scope, form)
    write, kind = FORMS[form]
    standards = standards_held()
    lines = (exports.cells_of(row, standards) for row in rows)
    answer = HttpResponse(write("Children", exports.COLUMNS, lines), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="keel-{of}-{day:%Y-%m-%d}.{form}"'
    return answer


def _note(request: HttpRequest, child: UUID, scope: Scope, form: str) -> None:
    record_look(request, Code.LIST_EXPORTED, person=child, scope=scope.key, form=form)


def _scope(request: HttpRequest, of: str, team: int | None) -> Scope:
    if of == "team" and team is not None:
        return scopes.team(_asker(request), team)
    return scopes.mine(request.user) if of == "mine" else scopes.service(_asker(request))


def _asker(request: HttpRequest) -> Asker:
    return request.under_way.asker  # type: ignore[attr-defined,no-any-return]


def _may_export(request: HttpRequest) -> bool:
    """Whether she may take a list away, if need be after showing again that it is she."""
    return decide(_asker(request), Act.LIST_EXPORT).answer is not Answer.NO
