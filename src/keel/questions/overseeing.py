"""Pages for managers and leaders: a team by what is asked, the service by team, what is known and unchanged."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import teams_of
from keel.chronology import scopes
from keel.clock import today
from keel.oversight.flags import told, with_since
from keel.oversight.models import Flag, FlagGround, FlagSeen, FlagStep
from keel.people.models import Person
from keel.practice.ladder import Colour, Rung, Said, Source
from keel.questions.asked import by_question, page_of_questions, seen
from keel.questions.overview import COLUMNS, by_team, grid_of, open_of, picture_of
from keel.questions.reach import leader
from keel.questions.sums import LATELY, LONG, Sums, sums_of
from keel.report.wording import counted, day_text

ON_PAGE, CHILDREN_ON_PAGE = 60, 30  # flags or questions, and children in a grid, that one page reads


@require_safe
@staff_only(Act.CHILD_LIST)
def team(request: HttpRequest, team: int) -> HttpResponse:
    """Who of a team's children is drifting, why, and since when."""
    return _grid(request, scopes.team(leader(request), team))


@require_safe
@staff_only(Act.CHILD_LIST)
def no_team(request: HttpRequest) -> HttpResponse:
    """The same for children who should have a team and have none: for whoever looks after every team."""
    if teams_of(leader(request)) is not None:
        raise Http404(ABSENT)
    return _grid(request, scopes.Scope("no team", "No team", "Children with no team.", scopes.NO_TEAM))


def _grid(request: HttpRequest, scope: scopes.Scope) -> HttpResponse:
    sums = _sums(request, scope)
    page = Paginator(_worst_first(open_of(scope.children(request.user))), CHILDREN_ON_PAGE).get_page(
        request.GET.get("page")
    )
    words = {
        "scope": scope,
        "page": page,
        "grid": grid_of(told(list(_named(_asked_of(page))))),
        **_about(request, scope, sums),
    }
    return render(request, "questions/team.html", words)


def _worst_first(flags: QuerySet[Flag]) -> list[Any]:
    """The children, the worst first: by the gravest question, then by how many, then by what has been so longest."""
    by_child: dict[Any, list[Any]] = {}
    for flag in with_since(flags):
        by_child.setdefault(flag.child_id, []).append(flag)
    return sorted(by_child, key=lambda child: (_how_grave(by_child[child]), str(child)))


def _how_grave(flags: Sequence[Any]) -> tuple[int, int, date]:
    colours = [flag.colour for flag in flags]
    return -max(colours), -sum(colours), min(flag.since for flag in flags)


def _asked_of(children: Iterable[Any]) -> QuerySet[Flag]:
    return Flag.objects.filter(child__in=list(children)).open().exclude(colour=Colour.SOON)


@require_safe
@staff_only(Act.CHILD_LIST)
def service(request: HttpRequest) -> HttpResponse:
    """The service by team: how many questions, how grave, how long, what was known and not answered."""
    scope = scopes.service(leader(request))
    sums = _sums(request, scope, by_team=True)
    words = {
        "scope": scope,
        "exposed": sums.exposed,
        "teams": by_team(sums, scope),
        "columns": COLUMNS,
        **_about(request, scope, sums, LONG),
    }
    return render(request, "questions/service.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def known(request: HttpRequest) -> HttpResponse:
    """What stands with senior managers, who saw it and when: known, and not changed."""
    scope = scopes.service(leader(request))
    senior = Q(colour=Colour.BLACK) | Q(rung__in=(Rung.HEAD_OF_SERVICE, Rung.DIRECTOR))
    flags = with_since(open_of(scope.children(request.user)).filter(senior))
    flags.sort(key=lambda flag: (-flag.colour, flag.since, str(flag.pk)))
    page = Paginator(flags, ON_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects(list(page), "owner", _people())
    found = told(list(page))
    seen(found, request.user)
    words = {
        "scope": scope,
        "page": page,
        "rows": [_known_row(flag, *looked) for flag, looked in _looked(found)],
        "columns": KNOWN,
        **_about(request, scope, _only(by_question(flags), _sums(request, scope))),
    }
    return render(request, "questions/known.html", words)


KNOWN = ("Child", "What is asked", "So for", "Asked since", "Who saw it first", "Climbed", "With")


def _looked(flags: list[Any]) -> list[tuple[Any, tuple[list[Any], int]]]:
    by_flag: dict[Any, list[Any]] = {}
    looks = (
        FlagSeen.objects.filter(flag__in=[flag.pk for flag in flags]).select_related("user").order_by("pk")
    )
    for look in looks:
        by_flag.setdefault(look.flag_id, []).append(look)
    climbed: dict[Any, int] = {}
    steps = FlagStep.objects.filter(flag__in=[flag.pk for flag in flags], said__in=UP)
    for flag in steps.values_list("flag", flat=True):
        climbed[flag] = climbed.get(flag, 0) + 1
    return [(flag, (by_flag.get(flag.pk, []), climbed.get(flag.pk, 0))) for flag in flags]


UP = (Said.UNANSWERED, Said.ACCEPTED_AGAIN, Said.SENT_UP, Said.NOT_CHANGED, Said.KNOWN_UNCHANGED)


def _known_row(flag: Any, looks: list[Any], climbed: int) -> list[Any]:
    first: dict[str, Any] = {}
    for look in looks:
        first.setdefault(look.user.name, look.on)
    saw = "; ".join(f"{name}, {day_text(on)}" for name, on in first.items())
    days = (today() - flag.since).days
    return [
        {"words": flag.row.child.shown_name, "href": reverse("questions:of_child", args=[flag.row.child_id])},
        {"words": flag.name, "kind": flag.severity, "hint": flag.because[0].words if flag.because else ""},
        {"words": counted(days, "day"), "hint": f"since {day_text(flag.since)}"},
        day_text(flag.opened_on),
        saw or "Nobody yet",
        f"{climbed}",
        {"words": flag.owner.name if flag.owner else "Nobody", "hint": flag.rung.label},
    ]


@require_safe
@staff_only(Act.CHILD_LIST)
def disabled(request: HttpRequest) -> HttpResponse:
    """Everything that is asked about disabled children, what is only due soon among it: no lower limit."""
    scope = scopes.service(leader(request))
    children = scope.children(request.user).filter(child__is_disabled=True)
    flags = Flag.objects.filter(child__in=children.values("child")).open()
    page, found = page_of_questions(flags, request.GET.get("page"), ON_PAGE)
    sums = sums_of(children, today())
    words = {
        "scope": scope,
        "asked": found,
        "page": page,
        "number": sums.children,
        **_about(request, scope, _only(page.paginator.object_list, sums)),
    }
    return render(request, "questions/disabled.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def exposed(request: HttpRequest) -> HttpResponse:
    """Children whose harm is known and whom nothing protects yet, the longest first."""
    scope = scopes.service(leader(request))
    people = Person.objects.with_names()
    lines = scope.children(request.user).exclude(exposed_since=None).order_by("exposed_since", "pk")
    lines = lines.select_related("team", "worker").prefetch_related(Prefetch("child", people))
    page = Paginator(lines, ON_PAGE).get_page(request.GET.get("page"))
    record_look(request, Code.LIST_LOOKED_AT, scope=f"exposure of {scope.key}", page=page.number)
    asked = _asked_about([line.child_id for line in page])
    words = {
        "scope": scope,
        "day": today(),
        "page": page,
        "rows": [_exposed_row(line, asked.get(line.child_id)) for line in page],
        "columns": EXPOSED,
    }
    return render(request, "questions/exposed.html", words)


EXPOSED = ("Child", "Harm known since", "Days so far", "Days in all", "With", "Asked of")


def _asked_about(children: Iterable[UUID]) -> dict[UUID, Flag]:
    """The question of each child that asks what protects her, where it is beyond its time; in one statement."""
    grounds = FlagGround.objects.filter(child__in=list(children), source=Source.EXPOSURE, closed_on=None)
    asked = grounds.filter(colour__gt=Colour.SOON).select_related("flag__owner")
    return {ground.child_id: ground.flag for ground in asked}


def _whose(flag: Flag | None) -> Any:
    if flag is None:
        return "Within its time"
    name = flag.owner.name if flag.owner else "Nobody"
    return {
        "words": name,
        "href": reverse("questions:question", args=[flag.pk]),
        "hint": Rung(flag.rung).label,
    }


def _exposed_row(line: Any, asked: Flag | None) -> list[Any]:
    worker = line.worker.name or line.worker.key if line.worker else "Nobody"
    return [
        {"words": line.child.shown_name, "href": reverse("chronology:child", args=[line.child_id])},
        day_text(line.exposed_since),
        (today() - line.exposed_since).days,
        line.exposed_days,
        {"words": worker, "hint": line.team.name if line.team else ""},
        _whose(asked),
    ]


def _only(questions: Sequence[Sequence[Flag]], sums: Sums) -> Sums:
    """Sums of children of whose questions a page shows only some: these alone are counted."""
    return replace(
        sums,
        open=len(questions),
        black=sum(max(flag.colour for flag in flags) == Colour.BLACK for flags in questions),
        answered=sum(not flags[0].asks and any(flag.holds_until for flag in flags) for flags in questions),
    )


def _sums(request: HttpRequest, scope: scopes.Scope, *, by_team: bool = False) -> Sums:
    return sums_of(scope.children(request.user), today(), by_team=by_team)


def _about(request: HttpRequest, scope: scopes.Scope, sums: Sums, back: int = LATELY) -> dict[str, Any]:
    """What heads a page: counts, and the weeks. ``back`` is how many days are looked back for what climbed."""
    record_look(request, Code.LIST_LOOKED_AT, scope=f"questions of {scope.key}")
    figures = [
        {"number": f"{sums.open:,}", "words": "questions open"},
        {"number": f"{sums.black:,}", "words": "black", "kind": "black"},
        {
            "number": f"{sums.lately:,}",
            "words": f"climbed unanswered in {LATELY} days",
            "note": f"{sums.long:,} in {LONG} days" if back == LONG else "",
            "kind": "overdue",
        },
        {"number": f"{sums.answered:,}", "words": "answered, and watched"},
    ]
    return {
        "day": today(),
        "figures": figures,
        "weeks": [[f"{week.on:%-d %B %Y}", week.raised, week.closed] for week in sums.weeks],
        "picture": picture_of(sums.weeks),
        "week_columns": ("Week of", "Raised", "Closed"),
    }


def _named(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    return flags.select_related("owner").prefetch_related(_people())


def _people() -> Prefetch:  # type: ignore[type-arg]
    return Prefetch("child", Person.objects.with_names().select_related("standing__worker"))
