"""Questions by team: how many, how grave, how long, and what was known and not answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.urls import reverse

from keel.oversight.models import Flag, FlagAnswer, FlagSeen
from keel.practice.ladder import BY_KEY, Colour, Matter, Rung
from keel.questions.asked import by_question
from keel.questions.climbed import climbed_by_team
from keel.report.wording import short_day

WEEKS, ANSWERED_WITHIN = 12, 90  # weeks of the trend; days of answers looked at
SENIOR = (Rung.SERVICE_MANAGER, Rung.HEAD_OF_SERVICE, Rung.DIRECTOR, Rung.CHAIRS_MANAGER)
COLUMNS = (
    "Team", "Questions open", "Black", "Red", "Amber", "Climbed unanswered in 90 days", "Seen and not answered",
    "With a senior manager", "Days to answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the trend, by its Monday."""

    on: date
    raised: int
    closed: int


def open_of(children: QuerySet[Any]) -> QuerySet[Flag]:
    """The open questions about these children that ask or are answered for now."""
    return Flag.objects.filter(child__in=children.values("child")).open().exclude(colour=Colour.SOON)


def by_team(flags: QuerySet[Flag], children: QuerySet[Any], day: date) -> list[list[Any]]:
    """A line for each team, by name; in three statements."""
    known = FlagSeen.objects.filter(flag=OuterRef("pk"), user=OuterRef("owner"))
    team = F("child__standing__team"), F("child__standing__team__name")
    lines = by_question(flags.annotate(team=team[0], team_name=team[1]), "team", "team_name").annotate(
        known=Count("pk", Q(Exists(known), answer_by__isnull=False)),
        senior=Count("pk", Q(rung__in=SENIOR)),
    )
    days, climbed = _days_to_answer(flags, day), climbed_by_team(children, day)
    return [_team(each, days, climbed) for each in _counted(lines)]


def _counted(lines: QuerySet[Any]) -> list[dict[str, Any]]:
    """Questions by team and colour: the groups are counted where they are made."""
    query, given = lines.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_BY_TEAM.replace("LINES", query), given)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_BY_TEAM = """
SELECT team, team_name, count(*) AS number, count(*) FILTER (WHERE worst = 3) AS black,
    count(*) FILTER (WHERE worst = 2) AS red, count(*) FILTER (WHERE worst = 1) AS amber,
    count(*) FILTER (WHERE known > 0) AS known, count(*) FILTER (WHERE senior > 0) AS senior
FROM (LINES) line GROUP BY team, team_name ORDER BY team_name
"""


def _days_to_answer(flags: QuerySet[Flag], day: date) -> Mapping[int | None, float]:
    took = ExpressionWrapper(F("answered_on") - F("flag__opened_on"), output_field=DurationField())
    rows = (
        FlagAnswer.objects.filter(
            flag__child__in=flags.values("child"), answered_on__gte=day - timedelta(days=ANSWERED_WITHIN)
        )
        .values("child__standing__team")
        .annotate(days=Avg(took))
        .values_list("child__standing__team", "days")
    )
    return {team: took.total_seconds() / 86400 for team, took in rows if took is not None}


def _team(
    each: Mapping[str, Any], days: Mapping[int | None, float], climbed: Mapping[int | None, int]
) -> list[Any]:
    team = each["team"]
    name = {"words": "No team", "href": reverse("questions:no-team")}
    if team is not None:
        name = {"words": each["team_name"], "href": reverse("questions:team", args=[team])}
    counts = {**each, "climbed": climbed.get(team, 0)}
    told = [f"{counts[key]:,}" for key in ("number", "black", "red", "amber", "climbed", "known", "senior")]
    return [name, *told, f"{days[team]:.1f}" if team in days else "None answered"]


def trend(children: QuerySet[Any], day: date) -> list[Week]:
    """How many questions were raised and closed in each of the last weeks; in two statements."""
    first = day - timedelta(days=day.weekday() + 7 * (WEEKS - 1))
    flags = Flag.objects.filter(child__in=children.values("child")).exclude(
        answer_by=None, colour=Colour.SOON
    )
    raised, closed = (_by_week(flags, name, first) for name in ("opened_on", "closed_on"))
    weeks = [first + timedelta(days=7 * place) for place in range(WEEKS)]
    return [Week(week, raised.get(week, 0), closed.get(week, 0)) for week in weeks]


def _by_week(flags: QuerySet[Flag], name: str, first: date) -> dict[date, int]:
    rows = flags.filter(**{f"{name}__gte": first}).annotate(week=TruncWeek(name)).values("week")
    return dict(rows.annotate(number=Count("cause", distinct=True)).values_list("week", "number"))


def grid_of(flags: Sequence[Any]) -> dict[str, Any]:
    """Children down, matters across: what is asked about each, since when, and how grave; the worst child first."""
    children: dict[Any, dict[str, Any]] = {}
    for flag in flags:
        children.setdefault(flag.row.child, {})[flag.row.matter] = flag
    matters = [key for key in BY_KEY if any(key in asked for asked in children.values())]
    rows = sorted(children.items(), key=_worst)
    return {
        "columns": [BY_KEY[key].name for key in matters],
        "rows": [_line(child, asked, matters) for child, asked in rows],
    }


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
