"""One child's pages: who she is and what is late, her chronology, and one side of paper."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keel.access.door import child_for, may
from keel.access.policy import Act
from keel.chronology.forms import ChronologyFilter
from keel.chronology.identity import identity_of
from keel.chronology.journey import journey_of, spell_rows
from keel.chronology.lines import Line
from keel.chronology.origins import origins_of
from keel.chronology.overview import Overview, allowed_lines, overview_of
from keel.chronology.paper import paper_of
from keel.chronology.showing import (
    about_rows,
    due_rows,
    latest_rows,
    started_by,
    timeline_items,
    who_rows,
    why_rows,
)
from keel.chronology.workers import involvements_of, names_of_workers
from keel.clock import today
from keel.oversight.rules_held import rules, standards_held
from keel.people.models import Person
from keel.people.ways import ways
from keel.record.histories import history_from
from keel.report.wording import day_text

LINES_ON_PAGE, LINES_OF_CHRONOLOGY = 12, 100
COLUMNS = {
    "due": ("What", "Due"),
    "latest": ("Entry", "Day", "How long ago"),
    "journey": ("What", "From", "Until"),
}


@require_safe
def child(request: HttpRequest, child: UUID) -> HttpResponse:
    """Who she is, why we are involved, who is who, what is late and why, and what came last."""
    person = child_for(request, child, Act.CHILD_READ)
    page = overview_of(person, request.user, _allowed(request, person))
    events = page.history.events
    words = {
        "page": page,
        "signals": started_by(child, page.signals),
        "overdue": started_by(child, page.overdue),
        "unknown": started_by(child, page.unknown),
        "past": started_by(child, page.past),
        "due": due_rows(page.running),
        "why": why_rows(page),
        "who": who_rows(page),
        "about": about_rows(person, page.day),
        "latest": latest_rows(page),
        "items": timeline_items(_first_lines(page), child),
        "journey": journey_of(events, page.day),
        "spells": spell_rows(events, page.day),
        "read": len(rules().book),
        "columns": COLUMNS,
        **_about(request, person, "overview", page.standing),
    }
    return render(request, "chronology/child.html", words)


def _first_lines(page: Overview) -> list[Line]:
    """What matters most among what came last; where nothing does, what came last."""
    significant = [line for line in page.lines if line.is_significant]
    return (significant or page.lines)[:LINES_ON_PAGE]


@require_safe
def chronology(request: HttpRequest, child: UUID) -> HttpResponse:
    """Every event of the record in order, narrowed as asked, as it was known on any day."""
    person = child_for(request, child, Act.CHILD_READ)
    form = ChronologyFilter(request.GET or None)
    asked = form.asked()
    day = asked.known_on or today()
    history = history_from(person)
    if asked.known_on:
        history = history.known_by(asked.known_on)
    allowed = _allowed(request, person)
    workers = names_of_workers(involvements_of(person.pk))
    lines = allowed_lines(history, day, standards_held(), workers, allowed)
    taken = [line for line in lines if asked.takes(line)]
    page = Paginator(taken, LINES_OF_CHRONOLOGY).get_page(request.GET.get("page"))
    words = {
        "form": form,
        "asked": asked,
        "known_words": f"As it was known on {day_text(day)}: what happened or was written down later is left out.",
        "chosen": form.chosen(request.GET),
        "items": timeline_items(page, child, origins_of(child)),
        "page": page,
        "count": len(lines),
        **_about(request, person, "chronology"),
    }
    return render(request, "chronology/chronology.html", words)


@require_safe
def paper(request: HttpRequest, child: UUID) -> HttpResponse:
    """One side of A4 for whoever picks up at night."""
    person = child_for(request, child, Act.CHILD_READ)
    allowed = _allowed(request, person)
    page = overview_of(person, request.user, allowed)
    return render(request, "chronology/paper.html", {"page": page, **paper_of(page, allowed)})


def _allowed(request: HttpRequest, person: Person) -> Any:
    return partial(_may, request, person)


def _may(request: HttpRequest, person: Person, act: Act) -> bool:
    return may(request, act, person)


def _about(request: HttpRequest, person: Person, here: str, standing: Any = None) -> dict[str, Any]:
    return {"child": person, "identity": identity_of(person, standing), "ways": ways(request, person, here)}
