"""Where instability makes drift: team by team, how its workers come and go, and how its children fare meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse

from keel.continuity.posts import Filled
from keel.continuity.reach import in_reach
from keel.oversight.models import Standing
from keel.report.wording import counted
from keel.workforce.models import Involvement, Team

COLUMNS = (
    "Team", "Turnover", "Agency", "Vacant", "Changes of worker for each child", "Children",
    "With a red or black signal",
    "Overdue for each child",
)  # fmt: skip
NOT_COMPUTED = "Cannot be computed"
WIDTH, HEIGHT, EDGE, TOP = 760, 320, 56, 24  # of the picture, in its own units
TICKS = 4
LETTER, LINE = 7, 16  # of a name in it


@dataclass(frozen=True, slots=True)
class Fares:
    """One team: its posts, changes of worker in the year, and how its children stand."""

    team: Team
    filled: Filled
    children: int
    red: int
    overdue: int
    changes: int

    @property
    def changes_each(self) -> float:
        """Changes of worker in the year for each child."""
        return self.changes / self.children

    @property
    def overdue_each(self) -> float:
        """What is overdue for each child."""
        return self.overdue / self.children


def fares(
    user: Any, teams: Iterable[Team], filled: Mapping[int, Filled], nothing: Filled, day: date, since: date
) -> list[Fares]:
    """Teams with children, by name, in two statements."""
    kept = {each.pk: each for each in teams}
    rows = Standing.objects.visible_to(user).filter(in_reach(frozenset(kept))).order_by().values("team")
    counts = rows.annotate(
        n=Count("child"), drifting=Count("child", filter=Q(red__gt=0) | Q(black__gt=0)), late=Sum("overdue")
    )
    stands = {row["team"]: row for row in counts}
    changes = changes_by_team(kept, day, since)
    return [
        Fares(
            team, filled.get(pk, nothing), stands[pk]["n"], stands[pk]["drifting"], stands[pk]["late"],
            changes.get(pk, 0),
        )
        for pk, team in sorted(kept.items(), key=lambda pair: (pair[1].name, pair[0]))
        if pk in stands
    ]  # fmt: skip


def changes_by_team(teams: Iterable[int], day: date, since: date) -> dict[int, int]:
    """How often, since a day, the children that each team has now came from one worker to another."""
    before = Involvement.objects.holding().filter(
        child=OuterRef("child"), started_on__lt=OuterRef("started_on")
    )
    rows = Involvement.objects.holding().filter(started_on__gt=since, started_on__lte=day)
    rows = rows.filter(Exists(before.exclude(worker=OuterRef("worker")))).order_by()
    now = "child__standing__team"
    return dict(rows.filter(**{f"{now}__in": list(teams)}).values_list(now).annotate(n=Count("pk")))


def percent(share: float | None) -> str:
    """A share as people say it; that it cannot be computed is said."""
    return NOT_COMPUTED if share is None else f"{share:.0%}"


def rows_of(found: Iterable[Fares]) -> list[list[Any]]:
    """The table, by name of team."""
    return [
        [
            {"words": each.team.name, "href": reverse("continuity:team", args=[each.team.pk])},
            percent(each.filled.turnover),
            percent(each.filled.agency_rate),
            percent(each.filled.vacancy_rate),
            f"{each.changes_each:.2f}",
            f"{each.children:,}",
            {"words": f"{each.red:,}", "hint": f"{each.red / each.children:.0%} of them"},
            f"{each.overdue_each:.2f}",
        ]
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Point:
    """A team in the picture."""

    name: str
    x: float
    y: float
    words: str
    is_left: bool  # its name stands to the left, where there is no room to the right
    is_higher: bool = False  # its name stands a line higher, where another's would be written over it

    def reach(self) -> tuple[float, float]:
        """From where to where across its name stands."""
        length = len(self.name) * LETTER
        return (self.x - length, self.x) if self.is_left else (self.x, self.x + length)


@dataclass(frozen=True, slots=True)
class Picture:
    """Changes of worker across, what is overdue up: a team at the top right has both."""

    points: Sequence[Point]
    across: Sequence[tuple[float, str]]
    up: Sequence[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT + TOP + EDGE
    edge: int = EDGE
    right: int = WIDTH - EDGE
    top: int = TOP
    foot: int = HEIGHT + TOP

    @property
    def words(self) -> str:
        """What it shows, for whoever cannot see it."""
        return "; ".join(point.words for point in self.points)


def picture_of(found: Sequence[Fares]) -> Picture:
    """The picture of these teams."""
    most_x = max((each.changes_each for each in found), default=0) or 1
    most_y = max((each.overdue_each for each in found), default=0) or 1
    points = [_point(each, most_x, most_y) for each in found]
    across = [(_x(n / TICKS), f"{most_x * n / TICKS:.2f}") for n in range(TICKS + 1)]
    up = [(_y(n / TICKS), f"{most_y * n / TICKS:.2f}") for n in range(TICKS + 1)]
    return Picture(_apart(points), across, up)


def _apart(points: Iterable[Point]) -> list[Point]:
    """With the names of teams that stand close a line higher by turns, so that each can be read."""
    found: list[Point] = []
    for point in sorted(points, key=lambda each: each.x):
        low, high = point.reach()
        near = [each for each in found if abs(each.y - point.y) < LINE]
        over = [each for each in near if each.reach()[0] < high + LETTER and low < each.reach()[1] + LETTER]
        found.append(replace(point, is_higher=any(not each.is_higher for each in over)))
    return found


def _point(each: Fares, most_x: float, most_y: float) -> Point:
    share = each.changes_each / most_x
    words = (
        f"{each.team.name}: {each.changes_each:.2f} changes of worker and {each.overdue_each:.2f} overdue for each of "
        f"{counted(each.children, 'child', 'children')}"
    )
    return Point(each.team.name, _x(share), _y(each.overdue_each / most_y), words, share > 2 / 3)


def _x(share: float) -> float:
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * HEIGHT, 1)
