"""A list of children as the components want it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from keel.chronology.lists import Row, stands
from keel.oversight.models import Standing, StoredReading
from keel.people.wording import born_words, identifier_of
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Severity
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.report.wording import NOT_RECORDED, counted, short_day

GRID_MOST = 8  # timescales across; more do not fit a screen
NAMED = 3  # overdue timescales that a row names
COLUMNS = {
    "list": (
        {"words": "Child", "sort": "name"},
        {"words": "Drift", "sort": "drift"},
        {"words": "What is late"},
        {"words": "Overdue", "sort": "overdue", "is_number": True},
        {"words": "Since", "sort": "since"},
        {"words": "On plan since", "sort": "plan"},
        {"words": "Due next", "sort": "next"},
        {"words": "Worker"},
    ),
    "teams": ("Team", "Children", "With something overdue", "Black", "Red", "Amber", "Cannot be computed"),
    "spread": ("How long overdue", "Children"),
}


def figures_of(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Counts to see first, each leading to its children."""
    shown = [
        ("children", "children", "", ""),
        ("overdue", "with something overdue", "?shows=overdue", "overdue"),
        ("black", "with a black signal", "?colour=black", "black"),
        ("red", "with a red signal, none black", "?colour=red", "red"),
        ("amber", "with amber signals only", "?colour=amber", "amber"),
        ("unknown", "with something that cannot be computed", "?shows=unknown", "cannot be computed"),
        ("late_entries", "with entries made late", "?shows=late_entries", "late"),
        ("nobody", "whom nobody has", "?shows=nobody", "overdue"),
    ]
    return [
        {"number": f"{counts[key]:,}", "words": words, "href": href, "kind": kind if counts[key] else "calm"}
        for key, words, href, kind in shown
    ]


def list_rows(rows: Iterable[Row], standards: Standards) -> list[list[Any]]:
    """One line for each child."""
    return [_line(row, standards) for row in rows]


def _line(row: Row, standards: Standards) -> list[Any]:
    kept = row.kept
    return [
        {"words": row.name, "href": _address(kept), "hint": _who(kept)},
        _drift(row),
        _late(row, standards),
        kept.overdue,
        short_day(kept.overdue_since) or "–",
        short_day(kept.on_plan_since) or "–",
        short_day(kept.next_due_on) or "–",
        {"words": _worker(kept), "hint": kept.team.name if kept.team else ""},
    ]


def _address(kept: Standing) -> str:
    return reverse("chronology:child", args=[kept.child_id])


def _who(kept: Standing) -> str:
    born = born_words(kept.child, kept.as_of)
    care = "looked after" if kept.looked_after_since else ""
    return ". ".join(part for part in (identifier_of(kept.child), born, care) if part)


def _worker(kept: Standing) -> str:
    return (kept.worker.name or kept.worker.key) if kept.worker else "Nobody"


def _drift(row: Row) -> dict[str, str]:
    if row.worst is None:
        return {"words": "None raised"}
    first = SIGNALS[row.signals[0].signal].name
    more = f" and {len(row.signals) - 1} more" if len(row.signals) > 1 else ""
    return {"words": row.worst.label.capitalize(), "kind": row.worst.label, "hint": f"{first}{more}"}


def _late(row: Row, standards: Standards) -> dict[str, str]:
    named = [f"{BOOK[each.timescale].name}: {stands(each, standards)}" for each in row.overdue[:NAMED]]
    more = len(row.overdue) - NAMED
    doubt = row.kept.unknown
    hints = [*named[1:], f"{more} more" if more > 0 else "", f"{doubt} cannot be computed" if doubt else ""]
    return {
        "words": named[0] if named else "Nothing overdue",
        "hint": "; ".join(each for each in hints if each),
    }


def grid_rows(rows: Iterable[Row], keys: Sequence[str], standards: Standards) -> dict[str, Any]:
    """Children down, timescales across."""
    lines = [
        {
            "words": row.name,
            "href": _address(row.kept),
            "hint": _worker(row.kept),
            "cells": [_cell(row.readings.get(key), standards) for key in keys],
        }
        for row in rows
    ]
    return {"columns": [BOOK[key].name for key in keys], "rows": lines}


def _cell(reading: StoredReading | None, standards: Standards) -> dict[str, str]:
    if reading is None:
        return {"words": "Not asked"}
    status = Status(reading.status)
    words = {
        Status.RUNNING: f"due {short_day(reading.due_on)}",
        Status.MET: f"in time, {short_day(reading.met_on)}",
        Status.UNKNOWN: NOT_RECORDED,
    }.get(status) or stands(reading, standards)
    return {"words": words[:1].upper() + words[1:], "kind": status.value}


def team_rows(teams: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """One line for each team, and one for children who have none."""
    return [
        [
            _team(each),
            *(f"{each[name]:,}" for name in ("children", "overdue", "black", "red", "amber", "unknown")),
        ]
        for each in teams
    ]


def _team(each: Mapping[str, Any]) -> dict[str, str]:
    if each["team_id"] is None:
        return {
            "words": "No team",
            "hint": counted(each["children"], "child", "children") + " whom no team has",
        }
    return {"words": each["team__name"], "href": reverse("chronology:team", args=[each["team_id"]])}


__all__ = ["COLUMNS", "GRID_MOST", "Severity", "figures_of", "grid_rows", "list_rows", "team_rows"]
