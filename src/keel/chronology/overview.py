"""All that a child's page says, read in a fixed number of statements."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet, prefetch_related_objects

from keel.access.acts import Act
from keel.access.queries import findable_by
from keel.access.rules import SPECIAL_INVOLVEMENTS, capacity
from keel.chronology.lines import Line, lines_of
from keel.chronology.tables import TABLES, Table
from keel.chronology.workers import involvements_of, names_of_workers
from keel.clock import today
from keel.oversight.models import Standing, StoredReading, StoredSignal
from keel.oversight.rules_held import late_entries, standards_held
from keel.oversight.sentences import Told, overdue_first, told_readings, told_signals
from keel.people.models import Person, Relationship
from keel.people.relations import words as relation_words
from keel.practice.history import Event, History
from keel.practice.standards import Standards
from keel.practice.timescales.model import Status
from keel.record.codes import code_words
from keel.record.histories import history_from
from keel.record.telling import all_tellings
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
    rows, involvements = Rows(person, day, history_from(person)), involvements_of(person.pk)
    conferences = list(rows.of(TABLES["conference"]).select_related("chair"))
    page = Overview(
        person=person,
        day=day,
        history=rows.history,
        standing=Standing.objects.filter(child=person).select_related("team", "worker").first(),
        involved=[each for each in involvements if _is_current(each, day)],
        around=_around(person, user),
        referral=rows.of(TABLES["referral"]).first() if allowed(Act.CONTACT_READ) else None,
        plan=next((plan for plan in rows.of(TABLES["protectionplan"]) if _is_open(plan, day)), None),
        chair=next((each.chair for each in conferences if each.chair_id), None),
    )
    _read(page, standards, allowed)
    page.latest = list(_latest(rows, conferences, allowed))
    page.lines = allowed_lines(rows.history, day, standards, names_of_workers(involvements), allowed)
    return page


def allowed_lines(
    history: History, day: date, standards: Standards, workers: Mapping[str, str], allowed: Allowed
) -> list[Line]:
    """The lines of the chronology up to a day that whoever asks may read, the latest first."""
    events = [event for event in history.events if event.on <= day]
    lines = lines_of(events, late_entries(standards, day), workers)
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


def _is_current(each: Involvement, day: date) -> bool:
    return each.started_on is not None and each.started_on <= day and _is_open(each, day)


def _is_open(row: Any, day: date) -> bool:
    return row.ended_on is None or row.ended_on > day


def _around(person: Person, user: Any) -> list[Around]:
    rows = list(Relationship.objects.filter(person=person, to_on=None))
    named = [row.other_id for row in rows if row.other_id]
    others = Person.objects.filter(pk__in=findable_by(user).filter(pk__in=named)).with_names().in_bulk()
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


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a child's tables that have come about by a day, the newest first.

    A table whose every row with a day tells an event on it is not asked where the history has none from it.
    """

    person: Person
    day: date
    history: History

    def of(self, table: Table) -> QuerySet[Any]:
        """Those of a table."""
        manager = table.model._default_manager
        if _tells_always(table) and not any(_is_from(table, event) for event in self.history.events):
            return manager.none()
        day = {f"{table.day}__lte": self.day}
        return manager.filter(child=self.person, **day).order_by(f"-{table.day}", "-pk")


def _is_from(table: Table, event: Event) -> bool:
    return event.place is not None and event.place.source == table.label


@cache
def _tells_always(table: Table) -> bool:
    told = (each for each in all_tellings() if each.model.lower() == table.label and each.on == table.day)
    return any(not each.when and each.child == "child" for each in told)


def _latest(rows: Rows, conferences: list[Any], allowed: Allowed) -> Iterable[Latest]:
    for slug in LATEST:
        table = TABLES.get(slug)
        if table is None or not allowed(table.act):
            continue
        row = next(iter(conferences), None) if slug == "conference" else rows.of(table).first()
        if row:
            yield Latest(table, row, getattr(row, table.day))
