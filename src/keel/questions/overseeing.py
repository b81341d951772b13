"""Pages for managers and leaders: a team by what is asked, the service by team, what is known and unchanged."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import note, teams_of
from keel.chronology import scopes
from keel.clock import today
from keel.oversight.flags import told
from keel.oversight.models import Flag, FlagGround, FlagSeen, FlagStep, Standing
from keel.people.models import Person
from keel.practice.ladder import Colour, Rung, Said, Source
from keel.questions.asked import by_question, page_of_questions, seen
from keel.questions.overview import COLUMNS, by_team, grid_of, picture_of
from keel.questions.reach import leader
from keel.questions.sums import LATELY, LONG, Line, Listed, Sums, sums_of
from keel.report.wording import counted, day_text

ON_PAGE, CHILDREN_ON_PAGE = 25, 30  # flags or questions, and children in a grid, that one page reads


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
    sums = sums_of(scope.children(request.user), today(), listed=Listed.ASKED)
    page = Paginator(_worst_first(sums.lines), CHILDREN_ON_PAGE).get_page(request.GET.get("page"))
    note(page)
    words = {
        "scope": scope,
        "page": page,
        "grid": grid_of(told(list(_named(_asked_of(page))))),
        **_about(request, scope, sums),
    }
    return render(request, "questions/team.html", words)


def _worst_first(lines: Iterable[Line]) -> list[UUID]:
    """The children, the worst first: by the gravest question, then by how many, then by what has been so longest."""
    by_child: dict[UUID, list[Line]] = {}
    for line in lines:
        by_child.setdefault(line.child_id, []).append(line)
    return sorted(by_child, key=lambda child: (_how_grave(by_child[child]), str(child)))


def _how_grave(lines: Sequence[Line]) -> tuple[int, int, date]:
    colours = [line.colour for line in lines]
    return -max(colours), -sum(colours), min(line.since_on for line in lines)


def _asked_of(children: Iterable[Any]) -> QuerySet[Flag]:
    return Flag.objects.filter(child__in=list(children)).open().exclude(colour=Colour.SOON)


@require_safe
@staff_only(Act.CHILD_LIST)
def service(request: HttpRequest) -> HttpResponse:
    """The service by team: how many questions, how grave, how long, what was known and not answered."""
    scope = scopes.service(leader(request))
    sums = sums_of(scope.children(request.user), today(), by_team=True)
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
    sums = sums_of(scope.children(request.user), today(), listed=Listed.KNOWN)
    page = Paginator(sums.lines, ON_PAGE).get_page(request.GET.get("page"))
    found = told(_in_order(page))
    seen(found, request.user)
    words = {
        "scope": scope,
        "page": page,
        "rows": [_known_row(flag, *looked) for flag, looked in _looked(found)],
        "columns": KNOWN,
        **_about(request, scope, _only(sums)),
    }
    return render(request, "questions/known.html", words)


def _in_order(lines: Iterable[Line]) -> list[Flag]:
    """The flags of these lines, with whom they are about and of whom they are asked."""
    note({line.child_id for line in lines})
    flags = _named(Flag.objects.all()).in_bulk([line.pk for line in lines])
    return [flags[line.pk] for line in lines if line.pk in flags]


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
    sums = sums_of(children, today(), listed=Listed.ALL)
    page, found = page_of_questions(sums.lines, request.GET.get("page"), ON_PAGE)
    words = {
        "scope": scope,
        "asked": found,
        "page": page,
        "number": sums.children,
        **_about(request, scope, _only(sums)),
    }
    return render(request, "questions/disabled.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def exposed(request: HttpRequest) -> HttpResponse:
    """Children whose harm is known and whom nothing protects yet, the longest first."""
    scope = scopes.service(leader(request))
    people = Person.objects.with_names()
    found = scope.children(request.user).exclude(exposed_since=None).order_by("exposed_since", "pk")
    page = Paginator(list(found.values_list("pk", flat=True)), ON_PAGE).get_page(request.GET.get("page"))
    note(page)
    lines = Standing.objects.select_related("team", "worker").prefetch_related(Prefetch("child", people))
    shown = lines.filter(pk__in=list(page)).order_by("exposed_since", "pk")
    record_look(request, Code.LIST_LOOKED_AT, scope=f"exposure of {scope.key}", page=page.number)
    asked = _asked_about(page)
    words = {
        "scope": scope,
        "day": today(),
        "page": page,
        "rows": [_exposed_row(line, asked.get(line.child_id)) for line in shown],
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


def _only(sums: Sums) -> Sums:
    """Sums of children of whose questions a page shows only some: these alone are counted."""
    questions = by_question(sums.lines)
    return replace(
        sums,
        open=len(questions),
        black=sum(max(flag.colour for flag in flags) == Colour.BLACK for flags in questions),
        answered=sum(not flags[0].asks and any(flag.holds_until for flag in flags) for flags in questions),
    )


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
