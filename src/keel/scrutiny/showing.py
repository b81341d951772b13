"""Desks as the components want them: counts, and rows of what a desk says."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from keel.clock import today
from keel.recording.pages import entry_page
from keel.report.wording import counted, short_day
from keel.scrutiny.challenging import LOOK
from keel.scrutiny.desk import Child
from keel.scrutiny.judging import (
    DOUBT,
    LATE,
    conference_cells,
    is_chairs_turn,
    is_midpoint_done,
    is_midpoint_late,
    is_midpoint_untold,
    look_made,
    midpoint_cell,
    owes_challenge,
    plan_cell,
    review_cell,
    turn_of,
    undecided_ages,
)
from keel.scrutiny.silence import OfChair, Silent

NUMBER = {"is_number": True}
COLUMNS = {
    "silent": ("Child", "Red signal", "Open since", "A word due by", "Challenge", "Or not"),
    "challenges": ("Child", "What is wrong", "Stage", "Whose turn", "Due"),
    "conferences": (
        "Child", "Conference", "Agencies’ reports", "Report with parents", "Report with you", "Plan and its gate",
        "Core groups since", "Child’s views",
    ),
    "children": ("Child", "On a plan for", "Look half way", "Next conference", "Worker"),
    "chairs": (
        "Chair", {"words": "Children", **NUMBER}, {"words": "Over the limit", **NUMBER},
        {"words": "Looks overdue", **NUMBER}, {"words": "Plans past an age undecided", **NUMBER},
        {"words": "Open challenges", **NUMBER}, {"words": "Red signals with no word", **NUMBER},
        {"words": "Of these too late", **NUMBER},
    ),
    "silence": ("Child", "Red signal", "Open since", "A word due by"),
}  # fmt: skip


def figures(children: Sequence[Child], most: int) -> list[dict[str, Any]]:
    """Counts to see first."""
    over = max(len(children) - most, 0)
    silent = sum(len(one.silent) for one in children)
    looks, untold = sum(map(is_midpoint_late, children)), sum(map(is_midpoint_untold, children))
    undecided = sum(bool(undecided_ages(one)) for one in children)
    turns = sum(is_chairs_turn(stage) for one in children for _, stage in one.open)
    return [
        _figure(
            len(children),
            "children",
            "",
            over,
            note=f"{over} over the limit of {most}" if over else f"limit {most}",
        ),
        _figure(silent, "red signals wait for your word", "#silent", silent),
        _figure(turns, "answers to judge", "#challenges", turns),
        _figure(looks, "looks half way overdue", "#children", looks, note=_untold(untold), doubt=untold),
        _figure(undecided, "plans past an age with no decision", "#children", undecided),
        _figure(sum(one.ahead is not None for one in children), "conferences ahead", "#conferences", 0),
    ]


def _figure(number: int, words: str, href: str, late: int, note: str = "", doubt: int = 0) -> dict[str, Any]:
    return {
        "number": f"{number:,}",
        "words": words,
        "href": href,
        "kind": LATE if late else DOUBT if doubt else "calm",
        "note": note,
    }


def _name(child: Child, hint: str = "") -> dict[str, Any]:
    href = reverse("chronology:child", args=[child.person.pk])
    return {"words": child.person.shown_name, "href": href, "hint": hint}


def silent_rows(children: Iterable[Child], *, is_own: bool) -> list[list[Any]]:
    """Red signals that wait for a word, the oldest first."""
    found = sorted(
        ((each, child) for child in children for each in child.silent),
        key=lambda pair: (pair[0].row.opened_on or today(), pair[0].row.pk),
    )
    return [[_name(child), *_silent(each), *_to_do(each, is_own=is_own)] for each, child in found]


def _silent(each: Silent) -> list[Any]:
    due = {"words": short_day(each.due_on), "kind": LATE if each.is_late else ""}
    return [{"words": each.name, "href": entry_page(each.row)}, short_day(each.row.opened_on), due]


def _to_do(each: Silent, *, is_own: bool) -> list[Any]:
    if not is_own:
        return ["For the chair", "For the chair"]
    challenge = f"{reverse('scrutiny:challenge', args=[each.row.child_id])}?signal={each.row.signal}"
    why_not = reverse("scrutiny:no-challenge", args=[each.row.child_id, each.row.pk])
    return [{"words": "Raise a challenge", "href": challenge}, {"words": "Say why not", "href": why_not}]


def challenge_rows(children: Iterable[Child]) -> list[list[Any]]:
    """Open challenges, those on which the chair must act first."""
    found = [(challenge, stage, child) for child in children for challenge, stage in child.open]
    found.sort(key=lambda one: (not is_chairs_turn(one[1]), (one[1].due_on if one[1] else None) or today()))
    return [
        [
            _name(child),
            {"words": _short(challenge.what_is_wrong), "href": entry_page(challenge)},
            stage.stage if stage else None,
            {"words": turn_of(stage), "kind": "amber" if is_chairs_turn(stage) else ""},
            _due(stage),
        ]
        for challenge, stage, child in found
    ]


def _short(words: str) -> str:
    return f"{words[:87]}…" if len(words) > LONG else words


MOST = 50  # red signals listed of one chair; the title tells them all
LONG = 90  # letters that a row shows


def _due(stage: Any) -> dict[str, Any]:
    if stage is None or stage.due_on is None:
        return {"words": None}
    is_late = stage.due_on < today() and not stage.answered_on
    return {"words": short_day(stage.due_on), "kind": LATE if is_late else ""}


def conference_rows(children: Iterable[Child]) -> list[list[Any]]:
    """Conferences to come, the next first."""
    found = [child for child in children if child.ahead]
    found.sort(key=lambda child: (child.ahead.conference.planned_on, child.person.shown_name))  # type: ignore[union-attr]
    return [[_conference(child), *conference_cells(child)] for child in found]


def _conference(child: Child) -> dict[str, Any]:
    href = entry_page(child.ahead.conference) if child.ahead else ""
    return {"words": child.person.shown_name, "href": href}


def child_rows(children: Iterable[Child], *, is_own: bool) -> list[list[Any]]:
    """Every child, by name; those whose look half way is due can be looked at from here."""
    return [
        [
            _name(child),
            plan_cell(child),
            _look(child, is_own=is_own),
            review_cell(child),
            _worker(child),
        ]
        for child in sorted(children, key=lambda child: child.person.shown_name)
    ]


def _look(child: Child, *, is_own: bool) -> dict[str, Any]:
    cell = midpoint_cell(child)
    if is_own and owes_challenge(child) and (look := look_made(child)):
        return cell | {"href": f"{reverse('scrutiny:challenge', args=[child.person.pk])}?{LOOK}={look.pk}"}
    if is_own and child.plan and not is_midpoint_done(child):
        return cell | {"href": reverse("scrutiny:chair-midpoint", args=[child.person.pk, child.plan.pk])}
    return cell


def _worker(child: Child) -> dict[str, Any]:
    kept = child.standing
    if kept is None or kept.worker is None:
        return {"words": "Nobody", "kind": LATE}
    return {"words": kept.worker.name or kept.worker.key, "hint": kept.team.name if kept.team else ""}


# All chairs


def chair_rows(children: Iterable[Child], most: int) -> list[list[Any]]:
    """One line for each chair, she with most children first."""
    by_chair: dict[Any, list[Child]] = {}
    for child in children:
        by_chair.setdefault(child.chair, []).append(child)
    ordered = sorted(by_chair.items(), key=lambda one: (-len(one[1]), one[0].name))
    return [_chair(chair, hers, most) for chair, hers in ordered]


def _chair(chair: Any, hers: Sequence[Child], most: int) -> list[Any]:
    over = max(len(hers) - most, 0)
    silent = [each for child in hers for each in child.silent]
    return [
        {"words": chair.name or chair.key, "href": reverse("scrutiny:desk-of", args=[chair.pk])},
        len(hers),
        _flagged(over),
        _looks(hers),
        _flagged(sum(bool(undecided_ages(child)) for child in hers)),
        sum(len(child.open) for child in hers),
        len(silent),
        _flagged(sum(each.is_late for each in silent)),
    ]


def _looks(hers: Sequence[Child]) -> dict[str, Any]:
    untold = sum(map(is_midpoint_untold, hers))
    cell = _flagged(sum(map(is_midpoint_late, hers)))
    return cell | {"hint": _untold(untold), "kind": cell["kind"] or DOUBT} if untold else cell


def _untold(number: int) -> str:
    return f"{number:,} cannot be told" if number else ""


def _flagged(number: int) -> dict[str, Any]:
    return {"words": f"{number:,}", "kind": LATE if number else ""}


def silence_rows(of_chairs: Iterable[OfChair]) -> list[dict[str, Any]]:
    """For each chair the red signals to which she has said nothing."""
    return [
        {
            "title": f"{_whose(one)}: {counted(len(one.silent), 'signal')} with no word",
            "rows": [[_silent_child(each), *_silent(each)] for each in one.silent[:MOST]],
        }
        for one in of_chairs
    ]


def _whose(one: OfChair) -> str:
    return one.chair.name or one.chair.key if one.chair else "No chair"


def _silent_child(each: Silent) -> dict[str, Any]:
    href = reverse("chronology:child", args=[each.row.child_id])
    return {"words": each.row.child.shown_name, "href": href}
