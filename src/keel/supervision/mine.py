"""Somebody's own supervision: her sessions, and what she is to do with the days."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from keel.oversight.models import SupervisionAction, SupervisionSession
from keel.report.wording import day_text
from keel.supervision.checking import day_words
from keel.supervision.colleagues import called
from keel.supervision.wording import signed_words
from keel.workforce.models import Worker

COLUMNS = {
    "actions": ("What, and what for", "Child", "By when"),
    "sessions": ("Day", "Whose", "Signed"),
}


def actions_of(worker: Worker | None, user: Any) -> list[SupervisionAction]:
    """What somebody owns and has not done, about children whose records are open to her, the soonest due first."""
    if worker is None:
        return []
    found = SupervisionAction.objects.visible_to(user).filter(owner=worker, completed_on=None)
    return list(
        found.select_related("child").prefetch_related("child__names").order_by("due_on", "set_on", "pk")
    )


def action_rows(actions: Iterable[SupervisionAction]) -> list[list[Any]]:
    """One line for each."""
    return [
        [
            {
                "words": each.action or "An action without words",
                "href": reverse("supervision:supervision-action", args=[each.child_id, each.pk]),
                "hint": each.purpose,
            },
            {"words": each.child.shown_name, "href": reverse("chronology:child", args=[each.child_id])},
            day_words(each),
        ]
        for each in actions
    ]


def session_rows(sessions: Iterable[SupervisionSession], worker: Worker | None) -> list[list[Any]]:
    """One line for each: with whom, and whether it is signed."""
    return [
        [
            {"words": day_text(each.held_on), "href": reverse("supervision:session", args=[each.pk])},
            f"Yours, with {called(each.supervisor)}"
            if each.worker == worker
            else f"Of {called(each.worker)}",
            signed_words(each),
        ]
        for each in sessions
    ]
