"""What if there were two more chairs, or three fewer workers: caseloads, and room for conferences week by week.

Arithmetic from what is known today, no forecast. What it takes for granted stands in ``ASSUMED`` and on the page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from keel.continuity.caseload import FULL, Load
from keel.continuity.reach import in_reach
from keel.oversight.models import Standing, StoredReading
from keel.oversight.rules_held import standards_held
from keel.people.models import HouseholdMember
from keel.practice.history import EventKind
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.report.wording import short_day

HELD = frozenset({EventKind.ICPC_HELD, EventKind.RCPC_HELD, EventKind.TRANSFER_IN_CONFERENCE_HELD})
CONFERENCES = tuple(
    key for key, each in BOOK.items() if any(kind in HELD for when in each.met_by for kind in when.kinds)
)
MOST = 50
NUMBER = {
    "invalid": "Enter a whole number, such as 2 or -1",
    "min_value": f"Enter {-MOST} or more",
    "max_value": f"Enter {MOST} or less",
}
WEEK = timedelta(days=7)
COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "loads": ("What", "Now", "Then"),
    "weeks": (
        "Week from", "Conferences due", "Room now", "Waiting now", "Room then", "Waiting then",
    ),
}  # fmt: skip
ASSUMED = (
    "As many children come as go: the number of children stays as it is today.",
    "Workers who come or go are full time and hold cases at once; whoever goes leaves her children to the others.",
    "Conferences due are those that the record asks for today. One that is overdue falls into the first week.",
    "Brothers and sisters of one household whose conferences are due in one week have one conference.",
    "A conference held in these weeks asks for the next one only after them.",
    "Every chair is there every week, and looked-after reviews take none of her time.",
)


class WhatIf(forms.Form):
    """More or fewer of each."""

    chairs = forms.IntegerField(
        label="Conference chairs, more or fewer", required=False, min_value=-MOST, max_value=MOST,
        help_text="For example 2, or -1", error_messages=NUMBER,
    )  # fmt: skip
    workers = forms.IntegerField(
        label="Social workers, more or fewer", required=False, min_value=-MOST, max_value=MOST,
        help_text="For example -3", error_messages=NUMBER,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staffed:
    """How many full-time workers and chairs there are, and the children they have."""

    workers: Decimal
    children: int
    weighted: float
    chairs: Decimal
    chaired: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week: conferences due in it, and with each staffing the room there is and how many wait at its end."""

    from_on: date
    due: int
    room: tuple[float, float]
    waiting: tuple[float, float]


def staffed(loads: Iterable[Load], chaired: Mapping[int, int], shares: Mapping[int, Decimal]) -> Staffed:
    """Of workers with children and chairs with children, each by her share of full time; not recorded is full."""
    held = [each for each in loads if each.children]
    return Staffed(
        workers=sum((each.fte for each in held), Decimal(0)),
        children=sum(each.children for each in held),
        weighted=sum(each.weighted for each in held),
        chairs=sum((shares.get(chair, FULL) for chair in chaired), Decimal(0)),
        chaired=sum(chaired.values()),
    )


def load_rows(of: Staffed, workers: int, chairs: int) -> list[list[str]]:
    """Children and weight for each worker, and children for each chair, now and then."""
    then = max(of.workers + workers, Decimal(0))
    chairs_then = max(of.chairs + chairs, Decimal(0))
    rows = [
        ["Workers, full time", f"{float(of.workers):g}", f"{float(then):g}"],
        ["Children for each worker", _each(of.children, of.workers), _each(of.children, then)],
        ["Weighted, for each worker", _each(of.weighted, of.workers), _each(of.weighted, then)],
    ]
    if not of.chairs:  # none within reach
        return rows
    return [
        *rows,
        ["Chairs, full time", f"{float(of.chairs):g}", f"{float(chairs_then):g}"],
        ["Children for each chair", _each(of.chaired, of.chairs), _each(of.chaired, chairs_then)],
    ]


def _each(number: float, of: Decimal) -> str:
    return f"{number / float(of):.1f}" if of else "Nobody to have them"


# Conferences


def due_by_week(user: Any, reach: frozenset[int] | None, day: date, weeks: int) -> list[tuple[date, int]]:
    """Conferences due in each of the weeks from a day, from the record's own readings. Three statements."""
    last = day + weeks * WEEK
    children = Standing.objects.visible_to(user).filter(in_reach(reach)).values("child")
    rows = StoredReading.objects.filter(child__in=children, timescale__in=CONFERENCES, due_on__lt=last)
    rows = rows.standing(Status.RUNNING, Status.OVERDUE)
    due = list(rows.order_by().values_list("child_id", "due_on").distinct())
    homes = _homes({child for child, _ in due})
    meetings = {(homes.get(child, child), max((on - day) // WEEK, 0)) for child, on in due}
    counts = Counter(week for _, week in meetings)
    return [(day + week * WEEK, counts[week]) for week in range(weeks)]


def _homes(children: Iterable[Any]) -> dict[Any, Any]:
    rows = HouseholdMember.objects.filter(person__in=list(children), to_on=None)
    return dict(rows.order_by("pk").values_list("person_id", "household_id"))


def weeks_of(due: Iterable[tuple[date, int]], now: Decimal, then: Decimal, each: float) -> list[Week]:
    """What each staffing can hold of what is due; what it cannot waits for the next week."""
    rooms = (float(now) * each, float(then) * each)
    waiting = (0.0, 0.0)
    found = []
    for from_on, number in due:
        waiting = (max(waiting[0] + number - rooms[0], 0.0), max(waiting[1] + number - rooms[1], 0.0))
        found.append(Week(from_on, number, rooms, waiting))
    return found


def week_rows(weeks: Iterable[Week]) -> list[list[Any]]:
    """The table."""
    return [
        [
            short_day(each.from_on),
            str(each.due),
            f"{each.room[0]:g}",
            _waits(each.waiting[0]),
            f"{each.room[1]:g}",
            _waits(each.waiting[1]),
        ]
        for each in weeks
    ]


def _waits(number: float) -> Any:
    return {"words": f"{number:g}", "kind": "overdue"} if number else "0"


def looks_ahead(day: date) -> tuple[int, float]:
    """How many weeks, and how many conferences a chair holds in one, by the standards of a day."""
    standards = standards_held()
    return int(standards["what_if_weeks"].number_on(day)), standards["chair_conferences_week"].number_on(day)
