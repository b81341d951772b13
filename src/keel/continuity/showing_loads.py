"""Caseloads as tables want them: by team and then by name, never in the order of the number."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from keel.continuity.caseload import WORK, Load, managers_of, team_children
from keel.oversight.rules_held import standards_held
from keel.report.wording import counted
from keel.workforce.models import Team, Worker

LOAD_COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "workers": ("Worker", "Children", "Weighted", "Limit", "What they are"),
    "chairs": ("Chair", "Children", "Limit"),
    "managers": ("Team", "Manager", "Children", "Limit"),
    "weights": ("What", "Number", "How it is known"),
}
CONFIRM = "Local value, please confirm"
LIMITS = (
    "caseload_worker", "caseload_worker_weighted", "caseload_newly_qualified", "caseload_newly_qualified_weighted",
    "caseload_chair", "caseload_manager",
)  # fmt: skip


def worker_rows(workers: Iterable[Worker], loads: Mapping[int, Load]) -> list[list[Any]]:
    """Those who have children, by team and name."""
    held = [(each, loads[each.pk]) for each in workers if loads[each.pk].children]
    ordered = sorted(held, key=lambda pair: (pair[0].team.name if pair[0].team else "", pair[0].called))
    return [_worker(each, load) for each, load in ordered]


def _worker(worker: Worker, load: Load) -> list[Any]:
    share = float(load.fte)
    new = " Newly qualified." if load.is_newly_qualified else ""
    known = _share(share) if load.is_fte_known else "Share of full time not recorded: taken as full."
    team = f"{worker.team.name}. " if worker.team else ""
    return [
        {
            "words": worker.called,
            "href": reverse("continuity:worker", args=[worker.pk]),
            "hint": f"{team}{known}{new}",
        },
        {"words": str(load.children), "kind": "overdue" if load.is_over else "calm"},
        f"{load.weighted:g}",
        f"{load.limit * share:g}, or {load.weighted_limit * share:g} weighted",
        load.words,
    ]


def _share(share: float) -> str:
    return "Full time." if share == 1 else f"{share:g} of full time."


def chair_rows(workers: Iterable[Worker], children: Mapping[int, int], day: date) -> list[list[Any]]:
    """Conference chairs by name."""
    limit = standards_held()["caseload_chair"].number_on(day)
    return [
        [
            {"words": each.called, "hint": each.team.name if each.team else ""},
            {"words": str(children[each.pk]), "kind": "overdue" if children[each.pk] > limit else "calm"},
            f"{limit:g}",
        ]
        for each in workers
        if each.pk in children
    ]


def manager_rows(teams: Iterable[Team], day: date) -> list[list[Any]]:
    """Teams with children, by name, with who manages each."""
    kept = list(teams)
    limit = standards_held()["caseload_manager"].number_on(day)
    children = team_children(day, [each.pk for each in kept])
    managers = managers_of([each.pk for each in kept], day)
    return [
        [
            {"words": each.name, "href": reverse("continuity:team", args=[each.pk])},
            ", ".join(managers.get(each.pk, ())) or "Nobody signs in as its manager",
            {"words": f"{children[each.pk]:,}", "kind": "overdue" if children[each.pk] > limit else "calm"},
            f"{limit:g}",
        ]
        for each in kept
        if each.pk in children
    ]


def weight_rows(day: date) -> list[list[Any]]:
    """What a child of each kind weighs and what the limits are, with how far each number can be trusted."""
    standards = standards_held()
    rows = []
    for key in (*(f"weight_{kind}" for kind in WORK), *LIMITS):
        value = standards[key].value_on(day)
        known = CONFIRM if value is None or value.needs_confirming else value.citation
        number = standards[key].number_on(day)
        unit = (
            counted(int(number), "child", "children") if standards[key].unit == "children" else f"{number:g}"
        )
        rows.append([standards[key].name, unit, known])
    return rows
