"""How a session and its parts are told on pages."""

from collections.abc import Container, Iterable
from typing import Any

from django.urls import reverse

from keel.clock import today
from keel.oversight.flags import ToldFlag
from keel.oversight.models import SupervisionAction, SupervisionSession
from keel.recording.pages import entry_page
from keel.report.wording import counted, day_text
from keel.supervision.checking import day_words
from keel.supervision.colleagues import called
from keel.supervision.open_questions import because
from keel.supervision.page import Child

LINES = 6  # of what is new about a child; all of it stands in her chronology
ACTION_COLUMNS = ("Child", "What, and what for", "Who", "By when", "What came of it")


def signed_words(session: SupervisionSession) -> str:
    """Who has signed."""
    if session.signed_on:
        return f"Signed by both, {day_text(session.signed_on)}"
    if session.supervisor_signed_on:
        return f"Waits for the signature of {called(session.worker)}"
    return "Not signed"


def actions_told(actions: Iterable[SupervisionAction], unanswered: Container[int]) -> list[list[Any]]:
    """Last time's actions, one line each; ``unanswered`` are those of which somebody is still to say what came."""
    return [
        [
            {"words": each.child.shown_name, "href": reverse("chronology:child", args=[each.child_id])},
            {
                "words": each.action or "An action without words",
                "href": entry_page(each),
                "hint": each.purpose,
            },
            called(each.owner) if each.owner else {"words": "Nobody", "kind": "overdue"},
            day_words(each),
            _came(each, is_answered=each.pk not in unanswered),
        ]
        for each in actions
    ]


def _came(each: SupervisionAction, *, is_answered: bool) -> dict[str, Any]:
    if each.completed_on:
        return {"words": f"Done {day_text(each.completed_on)}", "kind": "met", "hint": each.evidence}
    href = reverse("supervision:supervision-action", args=[each.child_id, each.pk])
    if is_answered:
        return {
            "words": "Moved" if each.times_moved else "Not done, and why is said",
            "kind": "running",
            "href": href,
        }
    if each.due_on is None:
        return {"words": "No day", "kind": "overdue", "href": href}
    if each.due_on < today():
        return {"words": "Overdue", "kind": "overdue", "href": href}
    return {"words": "Moved" if each.times_moved else "Not due yet", "kind": "running", "href": href}


def _flag(flag: ToldFlag) -> dict[str, str]:
    owner = f", asked of {flag.owner.name}" if flag.owner else ""
    return {"words": f"{flag.name}{owner}", "kind": flag.severity, "because": because(flag)}


def _heading(each: Child) -> str:
    things = counted(len(each.new), "thing")
    return f"{things} new since {day_text(each.since)}" if each.since else f"{things} in the record"


def children_told(children: Iterable[Child], *, is_locked: bool) -> list[dict[str, Any]]:
    """Each child with what is open, what is new, and the way to talk about her."""
    return [
        {
            "name": each.person.shown_name,
            "href": reverse("chronology:child", args=[each.person.pk]),
            "talk": ""
            if is_locked or each.now
            else reverse("supervision:supervision-talk", args=[each.person.pk]),
            "said": entry_page(each.now) if each.now else "",
            "left_out": each.left_out,
            "decision": each.now.decision if each.now else "",
            "flags": [_flag(flag) for flag in each.flags],
            "since": each.since,
            "heading": _heading(each),
            "new": [f"{day_text(line.on)}: {line.title}" for line in each.new[:LINES]],
            "more": max(len(each.new) - LINES, 0),
        }
        for each in children
    ]
