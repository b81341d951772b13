"""Pages for managers and leaders: a team by what is asked, the service by team, what is known and unchanged."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Min, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import record_look, staff_only
from keel.access.policy import Act
from keel.chronology import scopes
from keel.clock import today
from keel.oversight.flags import told
from keel.oversight.models import Flag, FlagSeen, FlagStep
from keel.people.models import Person
from keel.practice.ladder import Colour, Rung, Said
from keel.questions.asked import questions, seen
from keel.questions.overview import COLUMNS, by_team, grid_of, open_of, picture_of, trend
from keel.report.wording import day_text

SHOWN, CHILDREN_ON_PAGE = 60, 30  # flags, and children, that one page reads


@require_safe
@staff_only(Act.CHILD_LIST)
def team(request: HttpRequest, team: int) -> HttpResponse:
    """Who of a team's children is drifting, why, and since when."""
    scope = scopes.team(_asker(request), team)
    flags = open_of(scope.children(request.user))
    page = Paginator(_worst_first(flags), CHILDREN_ON_PAGE).get_page(request.GET.get("page"))
    hers = flags.filter(child__in=[line["child"] for line in page]).order_by("-colour", "opened_on")
    words = {
        "scope": scope,
        "page": page,
        "grid": grid_of(told(list(_named(hers)))),
        **_about(request, scope, flags),
    }
    return render(request, "questions/team.html", words)


def _worst_first(flags: QuerySet[Flag]) -> Any:
    """The children, the worst first: by the gravest question, then by how many, then by the oldest."""
    graded = {"worst": Max("colour"), "grave": Sum("colour"), "since": Min("opened_on")}
    found = flags.order_by().values("child").annotate(**graded)
    return found.order_by("-worst", "-grave", "since", "child")


@require_safe
@staff_only(Act.CHILD_LIST)
def service(request: HttpRequest) -> HttpResponse:
    """The service by team: how many questions, how grave, how long, what was known and not answered."""
    scope = scopes.service(_asker(request))
    children = scope.children(request.user)
    flags = open_of(children)
    words = {
        "scope": scope,
        "exposed": children.exclude(exposed_since=None).count(),
        "teams": by_team(flags, today()),
        "columns": COLUMNS,
        **_about(request, scope, flags),
    }
    return render(request, "questions/service.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def known(request: HttpRequest) -> HttpResponse:
    """What stands with senior managers, who saw it and when: known, and not changed."""
    scope = scopes.service(_asker(request))
    senior = Q(colour=Colour.BLACK) | Q(rung__in=(Rung.HEAD_OF_SERVICE, Rung.DIRECTOR))
    flags = open_of(scope.children(request.user)).filter(senior).order_by("-colour", "opened_on")
    found = told(list(_named(flags)[:SHOWN]))
    rows = [_known_row(flag, *looked) for flag, looked in _looked(found)]
    seen(found, request.user)
    words = {
        "scope": scope,
        "rows": rows,
        "number": flags.count(),
        "columns": KNOWN,
        **_about(request, scope, flags),
    }
    return render(request, "questions/known.html", words)


KNOWN = ("Child", "What is asked", "Since", "Who saw it first", "Climbed", "With")


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
    days = (today() - flag.opened_on).days
    return [
        {"words": flag.row.child.shown_name, "href": reverse("questions:of_child", args=[flag.row.child_id])},
        {"words": flag.name, "kind": flag.severity, "hint": flag.because[0].words if flag.because else ""},
        {"words": f"{days} days", "hint": day_text(flag.opened_on)},
        saw or "Nobody yet",
        f"{climbed}",
        {"words": flag.owner.name if flag.owner else "Nobody", "hint": flag.rung.label},
    ]


@require_safe
@staff_only(Act.CHILD_LIST)
def disabled(request: HttpRequest) -> HttpResponse:
    """Everything that is asked about disabled children, what is only due soon among it: no lower limit."""
    scope = scopes.service(_asker(request))
    children = scope.children(request.user).filter(child__is_disabled=True)
    flags = Flag.objects.filter(child__in=children.values("child")).open()
    found = questions(flags.order_by("-colour", "opened_on")[:SHOWN])
    words = {"scope": scope, "asked": found, "number": children.count(), **_about(request, scope, flags)}
    return render(request, "questions/disabled.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def exposed(request: HttpRequest) -> HttpResponse:
    """Children whose harm is known and whom nothing protects yet, the longest first."""
    scope = scopes.service(_asker(request))
    people = Person.objects.with_names()
    lines = scope.children(request.user).exclude(exposed_since=None).order_by("exposed_since", "pk")
    lines = lines.select_related("team", "worker").prefetch_related(Prefetch("child", people))
    record_look(request, Code.LIST_LOOKED_AT, scope=f"exposure of {scope.key}")
    words = {
        "scope": scope,
        "day": today(),
        "number": lines.count(),
        "rows": [_exposed_row(line) for line in lines[:SHOWN]],
        "columns": EXPOSED,
    }
    return render(request, "questions/exposed.html", words)


EXPOSED = ("Child", "Harm known since", "Days so far", "Days in all", "With")


def _exposed_row(line: Any) -> list[Any]:
    worker = line.worker.name or line.worker.key if line.worker else "Nobody"
    return [
        {"words": line.child.shown_name, "href": reverse("chronology:child", args=[line.child_id])},
        day_text(line.exposed_since),
        (today() - line.exposed_since).days,
        line.exposed_days,
        {"words": worker, "hint": line.team.name if line.team else ""},
    ]


def _about(request: HttpRequest, scope: scopes.Scope, flags: QuerySet[Flag]) -> dict[str, Any]:
    record_look(request, Code.LIST_LOOKED_AT, scope=f"questions of {scope.key}")
    day = today()
    weeks = trend(scope.children(request.user), day)
    asking = flags.filter(answer_by__isnull=False)
    figures = [
        {"number": f"{flags.count():,}", "words": "questions open"},
        {"number": f"{flags.filter(colour=Colour.BLACK).count():,}", "words": "black", "kind": "black"},
        {
            "number": f"{asking.filter(answer_by__lt=day).count():,}",
            "words": "past their time",
            "kind": "overdue",
        },
        {"number": f"{flags.filter(holds_until__isnull=False).count():,}", "words": "answered, and watched"},
    ]
    return {
        "day": day,
        "figures": figures,
        "weeks": [[f"{week.on:%-d %B %Y}", week.raised, week.closed] for week in weeks],
        "picture": picture_of(weeks),
        "week_columns": ("Week of", "Raised", "Closed"),
    }


def _named(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    people = Person.objects.with_names().select_related("standing__worker")
    return flags.select_related("owner").prefetch_related(Prefetch("child", people))


def _asker(request: HttpRequest) -> Any:
    return request.under_way.asker  # type: ignore[attr-defined]
