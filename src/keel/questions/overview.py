"""Questions by team: how many, how grave, how long, and what was known and not answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.urls import reverse

from keel.oversight.models import Flag, FlagAnswer, FlagSeen
from keel.practice.ladder import BY_KEY, Colour, Matter, Rung
from keel.report.wording import short_day

WEEKS, ANSWERED_WITHIN = 12, 90  # weeks of the trend; days of answers looked at
SENIOR = (Rung.SERVICE_MANAGER, Rung.HEAD_OF_SERVICE, Rung.DIRECTOR, Rung.CHAIRS_MANAGER)
COLUMNS = (
    "Team", "Questions open", "Black", "Red", "Amber", "Past their time", "Seen and not answered",
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


def by_team(flags: QuerySet[Flag], day: date) -> list[list[Any]]:
    """A line for each team, by name; in two statements."""
    known = FlagSeen.objects.filter(flag=OuterRef("pk"), user=OuterRef("owner"))
    counted = (
        flags.values("child__standing__team", "child__standing__team__name")
        .annotate(
            number=Count("pk"),
            black=Count("pk", Q(colour=Colour.BLACK)),
            red=Count("pk", Q(colour=Colour.RED)),
            amber=Count("pk", Q(colour=Colour.AMBER)),
            late=Count("pk", Q(answer_by__lt=day)),
            known=Count("pk", Q(Exists(known), answer_by__isnull=False)),
            senior=Count("pk", Q(rung__in=SENIOR)),
        )
        .order_by("child__standing__team__name")
    )
    days = _days_to_answer(flags, day)
    return [_team(each, days) for each in counted]


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


def _team(each: Mapping[str, Any], days: Mapping[int | None, float]) -> list[Any]:
    team = each["child__standing__team"]
    name: Any = {"words": "No team"}
    if team is not None:
        name = {
            "words": each["child__standing__team__name"],
            "href": reverse("questions:team", args=[team]),
        }
    counts = [f"{each[key]:,}" for key in ("number", "black", "red", "amber", "late", "known", "senior")]
    return [name, *counts, f"{days[team]:.1f}" if team in days else "None answered"]


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
    return dict(rows.annotate(number=Count("pk")).values_list("week", "number"))


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
        min(flag.opened_on for flag in flags),
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
        return {"words": "Nothing asked"}
    state = f"answer by {short_day(flag.answer_by)}" if flag.answer_by else "answered"
    return {
        "words": f"{flag.severity.capitalize()} since {short_day(flag.opened_on)}",
        "kind": flag.severity,
        "href": reverse("questions:question", args=[flag.pk]),
        "hint": f"{flag.owner.name if flag.owner else flag.rung.label}: {state}",
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
