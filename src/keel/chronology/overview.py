"""All that a child's page says, read in a fixed number of statements."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet, prefetch_related_objects

from keel.access.acts import Act
from keel.access.queries import findable_by
from keel.access.rules import SPECIAL_INVOLVEMENTS, capacity
from keel.chronology.lines import Line, lines_of
from keel.chronology.tables import TABLES, Table
from keel.chronology.workers import names_of_workers
from keel.clock import today
from keel.oversight.models import Standing, StoredReading, StoredSignal
from keel.oversight.rules_held import late_entries, standards_held
from keel.oversight.sentences import Told, overdue_first, told_readings, told_signals
from keel.people.models import Person, Relationship
from keel.people.relations import words as relation_words
from keel.practice.history import History
from keel.practice.standards import Standards
from keel.practice.timescales.model import Status
from keel.record.codes import code_words
from keel.record.histories import history_from
from keel.workforce.models import Involvement

Allowed = Callable[[Act], bool]
LATEST = ("visit", "inneedvisit", "carevisit", "coregroup", "conference", "planversion", "childsupervision")
PAST = (Status.MISSED, Status.LATE)
QUIET = (Status.MET, Status.ENDED)


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody who matters to the child: what they are to her, and whether they have parental responsibility."""

    relation: str
    name: str
    person: Person | None
    has_parental_responsibility: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest row of a kind, with the day it stands for."""

    table: Table
    row: Model
    on: date | None


@dataclass(slots=True)
class Overview:
    """A child's page. What whoever asks may not read is not in it."""

    person: Person
    day: date
    history: History
    standing: Standing | None
    involved: list[Involvement]
    around: list[Around]
    referral: Any
    plan: Any
    chair: Any
    due: list[Told] = field(default_factory=list)  # overdue, cannot be computed, not yet due
    past: list[Told] = field(default_factory=list)  # met late, or never met; the newest first
    drifting: list[Told] = field(default_factory=list)
    quiet: int = 0  # readings that were met in time, or ended before they were due
    latest: list[Latest] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def standing_so(self, *statuses: str) -> list[Told]:
        """Of what is due, that which stands so."""
        return [told for told in self.due if told.kept.status in statuses]

    @property
    def overdue(self) -> list[Told]:
        """What is late now, the longest first."""
        return self.standing_so(Status.OVERDUE.value)

    @property
    def unknown(self) -> list[Told]:
        """What cannot be computed, which is a finding and never green."""
        doubts = [told for told in self.drifting if not told.kept.severity]
        return self.standing_so(Status.UNKNOWN.value) + doubts

    @property
    def running(self) -> list[Told]:
        """What is due next."""
        return self.standing_so(Status.RUNNING.value)

    @property
    def signals(self) -> list[Told]:
        """Signals of drift, the gravest first."""
        return [told for told in self.drifting if told.kept.severity]

    @property
    def worker(self) -> Involvement | None:
        """The worker who has the child now."""
        held = (
            each
            for each in self.involved
            if each.holds_case and capacity(each.role) not in SPECIAL_INVOLVEMENTS
        )
        return next(held, None)

    @property
    def category(self) -> str:
        """The category of the plan that is open."""
        code = (self.plan.latest_category or self.plan.initial_category) if self.plan else ""
        return code_words(type(self.plan), "latest_category", code) if code else ""


def overview_of(person: Person, user: Any, allowed: Allowed) -> Overview:
    """The page of one child for whoever asks; ``allowed`` says whether she may do something with this record."""
    day, standards = today(), standards_held()
    prefetch_related_objects([person], "names", "alerts", "identifiers", "disabilities")
    history = history_from(person)
    page = Overview(
        person=person,
        day=day,
        history=history,
        standing=Standing.objects.filter(child=person).select_related("team", "worker").first(),
        involved=_involved(person, day),
        around=_around(person, user),
        referral=_newest("referral", person, day, Act.CONTACT_READ, allowed),
        plan=_open_plan(person, day),
        chair=_chair(person, day),
    )
    _read(page, standards, allowed)
    page.latest = list(_latest(person, day, allowed))
    page.lines = allowed_lines(history, person, day, standards, allowed)
    return page


def allowed_lines(
    history: History, person: Person, day: date, standards: Standards, allowed: Allowed
) -> list[Line]:
    """The lines of the chronology up to a day that whoever asks may read, the latest first."""
    events = [event for event in history.events if event.on <= day]
    lines = lines_of(events, late_entries(standards, day), names_of_workers(person.pk))
    return [line for line in lines if line.table is None or allowed(line.table.act)]


def _read(page: Overview, standards: Standards, allowed: Allowed) -> None:
    kept = list(StoredReading.objects.filter(child=page.person))
    shown = [reading for reading in kept if Status(reading.status) not in QUIET]
    told = told_readings(overdue_first(shown), standards, page.day)
    page.quiet = len(kept) - len(shown)
    page.due = [each for each in told if Status(each.kept.status) not in PAST]
    past = [each for each in told if Status(each.kept.status) in PAST]
    page.past = sorted(past, key=lambda each: each.kept.started_on, reverse=True)
    if allowed(Act.SIGNAL_READ):
        signals = list(StoredSignal.objects.filter(child=page.person).order_by("-severity", "since_on", "pk"))
        page.drifting = told_signals(signals, kept, standards, page.day)


def _involved(person: Person, day: date) -> list[Involvement]:
    """Whoever works with the child now, the worker who has her first."""
    still = Q(ended_on=None) | Q(ended_on__gt=day)
    rows = Involvement.objects.filter(still, child=person, started_on__lte=day)
    return list(rows.select_related("worker", "team").order_by("-holds_case", "-started_on", "-pk"))


def _around(person: Person, user: Any) -> list[Around]:
    rows = list(Relationship.objects.filter(person=person, to_on=None))
    findable = findable_by(user).filter(pk__in=[row.other_id for row in rows if row.other_id])
    others = Person.objects.with_names().in_bulk(list(findable.values_list("pk", flat=True)))
    around = [
        _relative(row, others.get(row.other_id))
        for row in rows
        if row.other_id is None or row.other_id in others
    ]
    return sorted(
        around, key=lambda each: (each.has_parental_responsibility is not True, each.relation, each.name)
    )


def _relative(row: Relationship, other: Person | None) -> Around:
    return Around(
        relation=relation_words(row.relation, other.sex if other else ""),
        name=other.shown_name if other else "Not named",
        person=other,
        has_parental_responsibility=row.has_parental_responsibility,
        reason=row.reason,
    )


def _rows(table: Table, person: Person, day: date) -> QuerySet[Any]:
    """The rows of a table that have come about by a day, the newest first."""
    manager = table.model._default_manager
    return manager.filter(**{"child": person, f"{table.day}__lte": day}).order_by(f"-{table.day}", "-pk")


def _newest(slug: str, person: Person, day: date, act: Act, allowed: Allowed) -> Any:
    return _rows(TABLES[slug], person, day).first() if allowed(act) else None


def _open_plan(person: Person, day: date) -> Any:
    still = Q(ended_on=None) | Q(ended_on__gt=day)
    return _rows(TABLES["protectionplan"], person, day).filter(still).first()


def _chair(person: Person, day: date) -> Any:
    conference = _rows(TABLES["conference"], person, day).exclude(chair=None).select_related("chair").first()
    return conference.chair if conference else None


def _latest(person: Person, day: date, allowed: Allowed) -> Iterable[Latest]:
    for slug in LATEST:
        table = TABLES.get(slug)
        if table and allowed(table.act) and (row := _rows(table, person, day).first()):
            yield Latest(table, row, getattr(row, table.day))
