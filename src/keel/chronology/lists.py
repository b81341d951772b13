"""Children in a list: narrowed, in order, a page of them with what is late, and counts of them all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower

from keel.oversight.models import Standing, StoredReading, StoredSignal
from keel.oversight.sentences import GRAVITY, days_unit, overdue_first
from keel.people.models import PersonName
from keel.people.models.person import KNOWN_AS, LEGAL
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Severity
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.report.wording import standing

Standings = QuerySet[Standing]
SPREAD = (("Up to a week", 7), ("Up to 4 weeks", 28), ("Up to 3 months", 91), ("Longer", None))


def _nulls_last(name: str, *, down: bool = False) -> Any:
    return F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)


SORTS: Mapping[str, tuple[Any, ...]] = {
    "drift": ("drift_score", "overdue"),
    "-drift": ("-drift_score", "-overdue", _nulls_last("overdue_since")),
    "overdue": ("overdue", _nulls_last("overdue_since")),
    "-overdue": ("-overdue", _nulls_last("overdue_since")),
    "since": (_nulls_last("overdue_since"),),
    "-since": (_nulls_last("overdue_since", down=True),),
    "plan": (_nulls_last("on_plan_since"),),
    "-plan": (_nulls_last("on_plan_since", down=True),),
    "next": (_nulls_last("next_due_on"),),
    "-next": (_nulls_last("next_due_on", down=True),),
    "name": (_nulls_last("surname"), _nulls_last("forename")),
    "-name": (_nulls_last("surname", down=True), _nulls_last("forename", down=True)),
}
FIRST_SORT = "-drift"


def in_order(found: Standings, sort: str) -> Standings:
    """The list in the order asked for, the same every time."""
    chosen = sort if sort in SORTS else FIRST_SORT
    if chosen.endswith("name"):
        found = found.annotate(surname=_named("surname"), forename=_named("forename"))
    return found.order_by(*SORTS[chosen], "child_id")


def _named(part: str) -> Subquery:
    """A part of the name that a page heads with, for sorting."""
    rank = Case(When(kind=KNOWN_AS, then=Value(0)), When(kind=LEGAL, then=Value(1)), default=Value(2))
    names = PersonName.objects.filter(person=OuterRef("child_id")).order_by(rank, "pk")
    return Subquery(names.values(lower=Lower(part))[:1])


_WHO = {
    "children": Q(),
    "overdue": Q(overdue__gt=0),
    "unknown": Q(unknown__gt=0),
    "late_entries": Q(late_entries__gt=0),
    "nobody": Q(worker=None),
    "black": Q(black__gt=0),
    "red": Q(black=0, red__gt=0),
    "amber": Q(black=0, red=0, amber__gt=0),
}


def _counted(conditions: Mapping[str, Q]) -> dict[str, Count]:
    """Counts of the children of whom each is so, under names that no field has."""
    return {f"{_OF}{name}": Count("child_id", filter=condition) for name, condition in conditions.items()}


def _told(counts: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(_OF): value for name, value in counts.items()}


_OF = "of_"


def counts_by_team(found: Standings, day: date) -> list[dict[str, Any]]:
    """Of each team how many children there are, how many are late or drifting, and for how long. One statement."""
    rows = found.order_by().values("team_id", "team__name").annotate(**_counted(_WHO | _spread(day)))
    return [_told(row) for row in rows.order_by(f"-{_OF}overdue", "team__name")]


def summed(teams: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The counts of several teams as one."""
    counts = dict.fromkeys([*_WHO, *(f"spread_{place}" for place in range(len(SPREAD)))], 0)
    for team in teams:
        for name in counts:
            counts[name] += team[name]
    return counts


def _spread(day: date) -> dict[str, Q]:
    edges: dict[str, Q] = {}
    newer = day
    for place, (_, days) in enumerate(SPREAD):
        within = Q(overdue_since__lt=newer)
        if days is not None:
            newer = day - timedelta(days=days)
            within &= Q(overdue_since__gte=newer)
        edges[f"spread_{place}"] = within
    return edges


@dataclass(slots=True)
class Row:
    """A child in a list with what is late and drifting."""

    kept: Standing
    overdue: list[StoredReading] = field(default_factory=list)
    signals: list[StoredSignal] = field(default_factory=list)
    readings: dict[str, StoredReading] = field(
        default_factory=dict
    )  # the newest of each timescale of the grid

    @property
    def name(self) -> str:
        """The child's name."""
        return str(self.kept.child.shown_name)

    @property
    def worst(self) -> Severity | None:
        """The gravest signal."""
        return Severity(self.signals[0].severity) if self.signals else None


def rows_of(page: Iterable[Standing]) -> list[Row]:
    """A page of children with what is overdue and the signals raised, the gravest first."""
    kept = list(page)
    children = [each.child_id for each in kept]
    overdue = _by_child(
        overdue_first(StoredReading.objects.filter(child__in=children).standing(Status.OVERDUE))
    )
    raised = StoredSignal.objects.filter(child__in=children, severity__gt=Severity.UNKNOWN)
    signals = _by_child(raised.order_by("-severity", "since_on", "pk"))
    return [Row(each, overdue[each.child_id], signals[each.child_id]) for each in kept]


def _by_child(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found


def with_names(found: Standings) -> Standings:
    """With what a row of a list says of a child, in a fixed number of statements.

    Read for the rows of the page alone: joined, they would be read for every child before the first are chosen.
    """
    return found.prefetch_related("child__names", "child__identifiers", "team", "worker")


def grid_of(rows: Sequence[Row], most: int) -> tuple[list[str], int]:
    """Which timescales a grid of these rows shows, in the order of the journey, and how many more it leaves out.

    Fills each row with the newest reading of each.
    """
    children = [row.kept.child_id for row in rows]
    asked = StoredReading.objects.filter(child__in=children).standing(Status.OVERDUE, Status.UNKNOWN)
    counted = asked.values_list("timescale", "severity").annotate(children=Count("child", distinct=True))
    common = sorted(counted, key=lambda row: (GRAVITY[row[1]], -row[2], row[0]))
    keys = {key for key, *_ in common[:most]}
    newest = StoredReading.objects.filter(child__in=children, timescale__in=keys).order_by("started_on", "pk")
    by_child = {row.kept.child_id: row for row in rows}
    for reading in newest:
        held = by_child[reading.child_id].readings
        before = held.get(reading.timescale)
        if before is None or _URGENT.get(before.status, 0) <= _URGENT.get(reading.status, 0):
            held[reading.timescale] = reading
    return [key for key in BOOK if key in keys], max(len(common) - most, 0)


_URGENT = {
    Status.UNKNOWN.value: 1,
    Status.OVERDUE.value: 2,
}  # what is open is shown before what came after it


def stands(reading: StoredReading, standards: Standards) -> str:
    """How a reading stands, with the days: "overdue by 12 working days"."""
    unit = days_unit(reading.timescale, standards)
    return standing({"status": reading.status, "days_over": reading.days_over, "days_unit": unit})


@cache
def timescale_choices() -> list[tuple[str, str]]:
    """Every timescale of a child, as a choice."""
    return sorted(((each.key, each.name) for each in BOOK.values()), key=lambda pair: pair[1])


@cache
def signal_choices() -> list[tuple[str, str]]:
    """Every signal, as a choice."""
    return sorted(((each.key, each.name) for each in SIGNALS.values()), key=lambda pair: pair[1])
