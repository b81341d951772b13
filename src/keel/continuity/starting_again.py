"""Starting again: a child with one worker or manager after another, and what was begun anew after a change of worker.

A new worker followed, within the window that the authority sets, by an assessment, a child protection plan or
pre-proceedings begun again, where the same had begun in the year before the change and the case was not closed in
between, is told as a chain. It says what came after what. Whether one is because of the other is for its reader.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet
from django.db.models import Window as Over
from django.db.models.functions import Coalesce
from django.urls import reverse

from keel.access.models import RoleHeld
from keel.access.roles import Role
from keel.continuity.reach import in_reach
from keel.oversight.among import Children
from keel.oversight.models import Standing
from keel.oversight.rules_held import standards_held
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.report.wording import counted, short_day
from keel.workforce.models import Involvement, PostHolding

COLUMNS = ("Child", "Workers", "Managers", "What was begun again", "The chain")
BEGUN = (  # what may begin again, and how it is said
    ("front_door.Assessment", "an assessment"),
    ("protection.ProtectionPlan", "a child protection plan"),
    ("proceedings.PreProceedings", "pre-proceedings"),
)


@dataclass(frozen=True, slots=True)
class Time:
    """A worker's time with a child."""

    worker: str  # the key by which she is counted
    name: str
    team: int | None
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Again:
    """Something begun again after a change of worker."""

    change: Time
    what: str
    on: date
    before_on: date  # when the one before it began

    @property
    def words(self) -> str:
        """What came after what."""
        days = (self.on - self.change.from_on).days
        return (
            f"{short_day(self.on)}: {self.what} began again, {counted(days, 'day')} after {self.change.name} took "
            f"over; the one before began on {short_day(self.before_on)}"
        )


@dataclass(slots=True)
class Course:
    """One child's workers in the window, who managed them, and what began again."""

    child: UUID
    times: list[Time]
    managers: set[str] = field(default_factory=set)
    again: list[Again] = field(default_factory=list)

    @property
    def workers(self) -> int:
        """How many different people: one who comes back is counted once."""
        return len({each.worker for each in self.times})

    @property
    def chain(self) -> str:
        """The workers in their order, and what began again among them, in words."""
        first, *rest = self.times
        told = [(first.from_on, f"{short_day(first.from_on)}: {first.name}")]
        for old, new in pairwise([first, *rest]):
            told.append((new.from_on, f"{short_day(new.from_on)}: {new.name} after {old.name}"))
        told += [(each.on, each.words) for each in self.again]
        return "; ".join(words for _, words in sorted(told, key=lambda pair: pair[0]))


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at, and the numbers of the authority."""

    day: date
    since: date
    soon: timedelta
    amber: int
    red: int
    months: int

    @classmethod
    def of(cls, day: date) -> "Window":
        """By the standards of a day."""
        standards = standards_held()
        months = int(standards["d19_window"].number_on(day))
        return cls(
            day,
            add_months(day, -months),
            timedelta(days=int(standards["start_again_window"].number_on(day))),
            int(standards["d19_amber"].number_on(day)),
            int(standards["d19_red"].number_on(day)),
            months,
        )


def courses(user: Any, reach: frozenset[int] | None, window: Window) -> list[Course]:
    """The children within reach who have had several workers or managers, or of whom something began again; the worst
    first. In a fixed number of statements.
    """
    children = Standing.objects.visible_to(user).filter(in_reach(reach)).values("child")
    managers = _managers(window)
    often = [team for team, held in managers.items() if len({name for name, _, _ in held}) >= window.amber]
    times = _times(children, often, window)
    again = _again(times, window)
    found = []
    for child, rows in times.items():
        one = Course(child, rows, _managed(rows, managers, window), again.get(child, []))
        if one.workers >= window.amber or len(one.managers) >= window.amber or one.again:
            found.append(one)
    return sorted(found, key=lambda one: (-len(one.again), -one.workers, -len(one.managers), str(one.child)))


def _times(children: QuerySet[Any], often: Iterable[int], window: Window) -> dict[UUID, list[Time]]:
    """Own workers in the window, in their order, of each child who had more than one or whose team had managers often:
    nobody else has anything to tell.
    """
    rows = Involvement.objects.holding().filter(
        Q(ended_on=None) | Q(ended_on__gt=window.since), child__in=children
    )
    rows = rows.filter(started_on__lte=window.day).annotate(
        own_team=Coalesce("team", "worker__team"),
        times=Over(Count("pk"), partition_by=F("child")),
    )
    rows = rows.filter(Q(times__gte=min(window.amber, 2)) | Q(own_team__in=often))
    rows = rows.order_by("child_id", "started_on", "pk")
    names = (
        "child_id", "worker_id", "worker_key", "worker__name", "own_team", "started_on", "ended_on",
    )  # fmt: skip
    found: dict[UUID, list[Time]] = defaultdict(list)
    for child, worker, key, name, team, first, last in rows.values_list(*names):
        told = name or key or "a worker not named"
        found[child].append(Time(str(worker or key), told, team, first, last))
    return found


def _again(times: Mapping[UUID, list[Time]], window: Window) -> dict[UUID, list[Again]]:
    """What began again after a change of worker in the window."""
    changes = {
        child: [new for old, new in pairwise(rows) if new.worker != old.worker and new.from_on > window.since]
        for child, rows in times.items()
    }
    changes = {child: rows for child, rows in changes.items() if rows}
    found: dict[UUID, list[Again]] = defaultdict(list)
    if not changes:
        return found
    closed = _days("front_door.Referral", "closed_on", changes, window)
    for label, what in BEGUN:
        for child, starts in _days(label, "started_on", changes, window).items():
            for change in changes[child]:
                found[child] += _after(change, starts, closed.get(child, ()), what, window)
    return found


def _days(label: str, name: str, children: Iterable[UUID], window: Window) -> dict[UUID, list[date]]:
    model = apps.get_model(label)._default_manager
    earliest = add_months(window.since, -window.months)
    rows = model.filter(
        child__among=Children(children), **{f"{name}__gt": earliest, f"{name}__lte": window.day}
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for child, on in rows.order_by(name).values_list("child_id", name):
        found[child].append(on)
    return found


def _after(
    change: Time, starts: Iterable[date], closed: Iterable[date], what: str, window: Window
) -> Iterator[Again]:
    """The first of a kind that began soon after a change, where one had begun in the year before it.

    Not where the case was closed between the two: the child was referred again, and that began it.
    """
    before = [on for on in starts if on < change.from_on and on > add_months(change.from_on, -window.months)]
    soon = [on for on in starts if change.from_on <= on <= change.from_on + window.soon]
    if before and soon and not any(before[-1] <= on <= soon[0] for on in closed):
        yield Again(change, what, soon[0], before[-1])


def _managers(window: Window) -> dict[int, list[tuple[str, date, date | None]]]:
    """Who has managed each team in the window, from when to when: by her account's role, or by the post she was in."""
    rows = RoleHeld.objects.filter(Q(to_on=None) | Q(to_on__gt=window.since), role=Role.TEAM_MANAGER)
    rows = rows.exclude(team=None)
    found: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    for team, name, first, last in rows.values_list("team_id", "user__name", "from_on", "to_on"):
        found[team].append((name, first, last))
    held = PostHolding.objects.filter(Q(to_on=None) | Q(to_on__gte=window.since))
    held = held.filter(post__role__icontains="team manager")
    for team, name, first, last in held.values_list("post__team_id", "worker__name", "from_on", "to_on"):
        found[team].append((name, first, last))
    return found


def _managed(
    times: Iterable[Time], managers: Mapping[int, list[tuple[str, date, date | None]]], window: Window
) -> set[str]:
    """Who managed a child's workers while they had her."""
    found = set()
    for time in times:
        begins, ends = max(time.from_on, window.since), time.to_on or window.day
        for name, first, last in managers.get(time.team or 0, ()):
            if first <= ends and (last is None or last > begins):
                found.add(name)
    return found


def rows_of(found: Iterable[Course], window: Window) -> list[list[Any]]:
    """A line for each child of a page, with her name."""
    kept = list(found)
    people = Person.objects.with_names().in_bulk([each.child for each in kept])
    return [_row(each, people[each.child], window) for each in kept if each.child in people]


def _row(one: Course, person: Person, window: Window) -> list[Any]:
    return [
        {"words": person.shown_name, "href": reverse("chronology:child", args=[one.child])},
        {"words": str(one.workers), "kind": _kind(one.workers, window)},
        str(len(one.managers)) if one.managers else "Not recorded",
        ", ".join(dict.fromkeys(each.what for each in one.again)) or "Nothing",
        one.chain,
    ]


def _kind(number: int, window: Window) -> str:
    if number >= window.red:
        return "red"
    return "amber" if number >= window.amber else "calm"
