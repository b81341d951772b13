"""Questions by team: how many, how grave, how long, and what was known and not answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from keel.chronology.scopes import Scope
from keel.practice.ladder import BY_KEY, Matter
from keel.questions.sums import Sums, TeamSums, Week
from keel.report.wording import short_day

COLUMNS = (
    "Team", "Questions open", "Black", "Red", "Amber", "Climbed unanswered in 90 days", "Seen and not answered",
    "With a senior manager", "Days to answer",
)  # fmt: skip


def by_team(sums: Sums, scope: Scope) -> list[list[Any]]:
    """A line for each team with a question, by name; the children without a team last."""
    names = {each.pk: each.name for each in scope.teams}
    found = sorted(sums.teams, key=lambda each: (each.team is None, names.get(each.team or 0, "")))
    return [_team(each, names) for each in found]


def _team(each: TeamSums, names: Mapping[int, str]) -> list[Any]:
    name = {"words": "No team", "href": reverse("questions:no-team")}
    if each.team is not None:
        name = {"words": names[each.team], "href": reverse("questions:team", args=[each.team])}
    counts = (each.open, each.black, each.red, each.amber, each.climbed, each.known, each.senior)
    return [
        name,
        *(f"{number:,}" for number in counts),
        "None answered" if each.days is None else f"{each.days:.1f}",
    ]


def grid_of(flags: Sequence[Any]) -> dict[str, Any]:
    """Children down, matters across: what is asked about each, since when, and how grave; the worst child first."""
    children: dict[Any, dict[str, Any]] = {}
    for flag in flags:
        asked = children.setdefault(flag.row.child, {})
        asked[flag.row.matter] = min(asked.get(flag.row.matter, flag), flag, key=_gravest)
    matters = [key for key in BY_KEY if any(key in asked for asked in children.values())]
    rows = sorted(children.items(), key=_worst)
    return {
        "columns": [BY_KEY[key].name for key in matters],
        "rows": [_line(child, asked, matters) for child, asked in rows],
    }


def _gravest(flag: Any) -> tuple[int, date]:
    """Of several questions of one matter, each about an item by itself, the one that a grid shows."""
    return -flag.colour, flag.since


def _worst(pair: tuple[Any, Mapping[str, Any]]) -> tuple[int, int, date]:
    flags = pair[1].values()
    return (
        -max(flag.colour for flag in flags),
        -sum(flag.colour for flag in flags),
        min(flag.since for flag in flags),
    )


def _line(child: Any, asked: Mapping[str, Any], matters: Iterable[str]) -> dict[str, Any]:
    worker = child.standing.worker if hasattr(child, "standing") else None
    return {
        "words": child.shown_name,
        "href": reverse("questions:of_child", args=[child.pk]),
        "hint": (worker.name or worker.key) if worker else "Nobody",
        "cells": [_cell(asked.get(key)) for key in matters],
    }


def _cell(flag: Any) -> dict[str, Any]:
    if flag is None:
        return {"words": "Nothing asked", "kind": "none"}
    state = f"answer by {short_day(flag.answer_by)}" if flag.answer_by else "answered"
    who = flag.owner.name if flag.owner else flag.rung.label
    return {
        "words": f"{flag.severity.capitalize()} since {short_day(flag.since)}",
        "kind": flag.severity,
        "href": reverse("questions:question", args=[flag.pk]),
        "hint": f"{who}, asked since {short_day(flag.opened_on)}: {state}",
    }


def picture_of(weeks: Sequence[Week]) -> dict[str, Any]:
    """The trend as a picture: two bars for each week."""
    most = max((max(week.raised, week.closed) for week in weeks), default=0) or 1
    width, high = 44, 120
    bars = [
        {
            "x": place * width,
            "raised": round(high * week.raised / most),
            "closed": round(high * week.closed / most),
            "raised_y": high - round(high * week.raised / most),
            "closed_y": high - round(high * week.closed / most),
            "name": f"{week.on:%-d %b}",
            "middle": place * width + 18,
            "second": place * width + 18,
        }
        for place, week in enumerate(weeks)
    ]
    words = "; ".join(
        f"week of {week.on:%-d %b}: {week.raised} raised, {week.closed} closed" for week in weeks
    )
    return {"bars": bars, "width": width * len(weeks), "height": high + 24, "base": high + 18, "words": words}


def matters() -> tuple[Matter, ...]:
    """Every matter, in order."""
    return tuple(BY_KEY.values())
