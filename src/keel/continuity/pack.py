"""The continuity pack: what a new worker must know of a child so that the family need not start again.

Made from the record each time it is opened; nothing in it is written for it. What whoever asks may not read is left
out of it, and said to be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import prefetch_related_objects

from keel.access.acts import Act
from keel.clock import today
from keel.continuity.holding import holding
from keel.oversight.models import SupervisionAction
from keel.oversight.readings_kept import StoredReading
from keel.oversight.rules_held import standards_held
from keel.oversight.sentences import overdue_first
from keel.people.models import Person
from keel.people.wording import born_words, identifier_of
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.record.codes import code_words
from keel.report.wording import day_text, short_day
from keel.workforce.models import Handover, Involvement, Promise

Allowed = Callable[[Act], bool]
MOST_STORY, MOST_ACTIONS, MOST_TRIED, MOST_DUE, MOST_LATE, MOST_PROMISES = 9, 8, 8, 8, 5, 7
LONGEST = 130  # letters of a line: the page is one side of paper


@dataclass(frozen=True, slots=True)
class Line:
    """A day and what is said of it; ``kind`` colours what is late or broken."""

    on: date | None
    words: str
    kind: str = ""

    @property
    def when(self) -> str:
        """The day for a narrow column."""
        return short_day(self.on) if self.on else "No day"


@dataclass(slots=True)
class Part:
    """A part of the page: what fits, and how much more there is."""

    title: str
    none: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0

    def fill(self, lines: list[Line], most: int) -> "Part":
        """With the first of these, and the rest counted."""
        self.lines, self.more = lines[:most], max(len(lines) - most, 0)
        return self


def _model(label: str) -> Any:
    return apps.get_model(label)._default_manager


def pack_of(person: Person, allowed: Allowed) -> dict[str, Any]:
    """All that the page says, in a fixed number of statements."""
    day = today()
    prefetch_related_objects([person], "names", "identifiers")
    ahead = day + timedelta(days=int(standards_held()["pack_ahead"].number_on(day)))
    readings = list(StoredReading.objects.of(person).standing(Status.RUNNING, Status.OVERDUE))
    return {
        "person": person,
        "day": day,
        "ahead": ahead,
        "born": born_words(person, day),
        "number": identifier_of(person),
        "workers": holding(person, day),
        "handover": Handover.objects.of(person).filter(refused_on=None).select_related("from_worker", "to_worker")
        .order_by("-pk").first(),
        "own_words": _own_words(person) if allowed(Act.VISIT_READ) else None,
        "parts": [
            _story(person, allowed),
            _promises(person, day, allowed),
            _actions(person, day, allowed),
            _tried(person, allowed),
            _due(readings, ahead),
            _late(readings, day),
        ],
    }  # fmt: skip


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return f"{words[:LONGEST].rstrip()}…" if len(words) > LONGEST else words


# The story so far


def _story(person: Person, allowed: Allowed) -> Part:
    lines: list[Line] = []
    for act, told in (
        (Act.CONTACT_READ, _referrals),
        (Act.PLAN_READ, _plans),
        (Act.CONFERENCE_RECORD_READ, _held),
    ):
        if allowed(act):
            lines += told(person)
    if allowed(Act.TRACKER_READ):
        lines += _court(person)
    lines += _workers(person)
    lines.sort(key=lambda line: line.on or date.min, reverse=True)
    return Part("The story so far", "Nothing is recorded.").fill(lines, MOST_STORY)


def _referrals(person: Person) -> Iterator[Line]:
    for row in (
        _model("front_door.Referral").of(person).exclude(received_on=None).order_by("-received_on")[:2]
    ):
        need = code_words(type(row), "primary_need", row.primary_need) if row.primary_need else ""
        yield Line(row.received_on, _cut(". ".join(filter(None, ("Referred", need, row.reason)))))


def _plans(person: Person) -> Iterator[Line]:
    for row in _model("protection.ProtectionPlan").of(person).exclude(started_on=None):
        code = row.latest_category or row.initial_category
        category = code_words(type(row), "latest_category", code) if code else "category not recorded"
        yield Line(row.started_on, f"Child protection plan began: {category}")
        if row.ended_on:
            yield Line(row.ended_on, "Child protection plan ended")


def _held(person: Person) -> Iterator[Line]:
    rows = _model("protection.Conference").of(person).exclude(held_on=None).order_by("-held_on")[:3]
    for row in rows:
        kind = f"{row.get_kind_display() or 'child protection'} conference".capitalize()
        yield Line(row.held_on, _cut(f"{kind}. {row.decision or row.chair_summary}".rstrip(". ")))


def _court(person: Person) -> Iterator[Line]:
    for row in _model("proceedings.PreProceedings").of(person).exclude(started_on=None):
        yield Line(row.started_on, _cut(f"Pre-proceedings began. {row.reason}".strip()))
        if row.ended_on:
            yield Line(row.ended_on, "Pre-proceedings ended")
    for row in _model("proceedings.CourtApplication").of(person).exclude(issued_on=None):
        yield Line(row.issued_on, "Application to court")
    for row in _model("care.CarePeriod").of(person).exclude(started_on=None):
        yield Line(row.started_on, "Came to be looked after")


def _workers(person: Person) -> list[Line]:
    """Who had the child before: one line, whoever they were."""
    rows = Involvement.objects.of(person).holding().exclude(ended_on=None).exclude(worker=None)
    before = list(rows.select_related("worker").order_by("-ended_on", "-pk")[:4])
    if not before:
        return []
    named = "; ".join(f"{row.worker.called} until {short_day(row.ended_on)}" for row in before)
    return [Line(before[0].ended_on, _cut(f"Workers before: {named}"))]


# Promises, actions, and what was tried


def _promises(person: Person, day: date, allowed: Allowed) -> Part:
    part = Part(
        "Promised to the family", "No promise is written down. Ask the family what they were promised."
    )
    if not allowed(Act.VISIT_READ):
        return part
    lines = []
    for row in Promise.objects.of(person).filter(kept_on=None, broken_on=None).order_by("by_on", "pk"):
        is_late = row.by_on is not None and row.by_on < day
        to = f" (to {row.promised_to})" if row.promised_to else ""
        since = f", promised {short_day(row.promised_on)}" if row.promised_on else ""
        lines.append(Line(row.by_on, _cut(f"{row.promise}{to}{since}"), "overdue" if is_late else ""))
    lines += [
        Line(row.broken_on, _cut(f"Not kept: {row.promise}. {row.what_came}"), "broken")
        for row in Promise.objects.of(person).exclude(broken_on=None).order_by("-broken_on")[:2]
    ]
    return part.fill([*lines, *_meetings_promised(person, day)], MOST_PROMISES)


def _meetings_promised(person: Person, day: date) -> Iterator[Line]:
    """The next visit and core group that the family was told of."""
    visit = _newest_visit(person, next_visit_on__gte=day)
    if visit:
        yield Line(visit.next_visit_on, "The next visit, as the family was told")
    group = (
        _model("protection.CoreGroup").of(person).filter(next_on__gte=day).order_by("-held_on", "-pk").first()
    )
    if group:
        yield Line(group.next_on, "The next core group")


def _actions(person: Person, day: date, allowed: Allowed) -> Part:
    lines = []
    if allowed(Act.PLAN_READ):
        lines += list(_plan_actions(person))
    if allowed(Act.SUPERVISION_READ):
        rows = SupervisionAction.objects.of(person).filter(completed_on=None).select_related("owner")
        lines += [(row.due_on, row.owner.called if row.owner else "", row.action) for row in rows]
    lines.sort(key=lambda row: row[0] or date.max)
    told = [
        Line(due, _cut(f"{what} ({owner or 'nobody named'})"), "overdue" if due and due < day else "")
        for due, owner, what in lines
    ]
    return Part("Live actions, by their day", "No action is open.").fill(told, MOST_ACTIONS)


def _plan_actions(person: Person) -> Iterator[tuple[date | None, str, str]]:
    """What the newest signed plan asks and nobody has done; a core group may have moved its day."""
    versions = _model("protection.PlanVersion").of(person).exclude(published_on=None)
    newest = versions.filter(plan__ended_on=None).order_by("-published_on", "-pk").values("pk")[:1]
    rows = list(_model("protection.PlanAction").of(person).filter(version__in=newest, done_on=None))
    said = {}
    for each in _model("protection.ActionProgress").of(person).filter(action__in=rows).order_by("pk"):
        said[each.action_id] = each
    for row in rows:
        last = said.get(row.pk)
        if last is not None and last.is_done:
            continue
        moved = last.new_due_on if last is not None else None
        yield moved or row.due_on, " of ".join(filter(None, (row.owner, row.agency))), row.action


def _tried(person: Person, allowed: Allowed) -> Part:
    lines: list[Line] = []
    if allowed(Act.PLAN_READ):
        lines += _ended_plans(person)
        lines += _done(person)
    if allowed(Act.CONTACT_READ):
        rows = _model("front_door.EarlyHelpEpisode").of(person).exclude(ended_on=None)
        lines += [
            Line(row.ended_on, _cut(_said("Early help", row.organisation, row.end_reason))) for row in rows
        ]
    if allowed(Act.VISIT_READ):
        rows = (
            _model("protection.DirectWork").of(person).exclude(what_was_learned="").order_by("-done_on")[:2]
        )
        lines += [
            Line(row.done_on, _cut(f"{row.tool or 'Direct work'}: {row.what_was_learned}")) for row in rows
        ]
        missed = (
            _model("protection.ServiceMissed").of(person).exclude(missed_on=None).order_by("-missed_on")[:2]
        )
        lines += [
            Line(row.missed_on, _cut(_said("Did not come to", row.service, row.reason))) for row in missed
        ]
    lines.sort(key=lambda line: line.on or date.min, reverse=True)
    none = "Nothing that was tried is recorded with what came of it."
    return Part("What was tried, and what came of it", none).fill(lines, MOST_TRIED)


def _said(*words: str) -> str:
    return ". ".join(each for each in words if each)


def _ended_plans(person: Person) -> Iterator[Line]:
    for row in _model("protection.ProtectionPlan").of(person).exclude(ended_on=None):
        reason = (
            code_words(type(row), "end_reason", row.end_reason) if row.end_reason else "reason not recorded"
        )
        yield Line(
            row.ended_on, _cut(f"Child protection plan since {short_day(row.started_on)}, ended: {reason}")
        )
    for row in _model("protection.InNeedPlan").of(person).exclude(ended_on=None):
        yield Line(row.ended_on, f"Child in need plan since {short_day(row.started_on)} ended")


def _done(person: Person) -> Iterator[Line]:
    """What a core group heard was done, with what came of it; the newest."""
    rows = _model("protection.ActionProgress").of(person).filter(is_done=True).select_related("action")
    for row in rows.order_by("-done_on", "-pk")[:3]:
        yield Line(row.done_on, _cut(_said(f"Done: {row.action.action if row.action else ''}", row.reason)))
    rows = (
        _model("protection.OutcomeProgress")
        .of(person)
        .exclude(scale=None)
        .select_related("core_group", "outcome")
    )
    for row in rows.order_by("-core_group__held_on", "-pk")[:2]:
        on = row.core_group.held_on if row.core_group else None
        words = f"{row.outcome.outcome if row.outcome else 'An outcome'}: {row.direction or 'seen'} ({row.scale} of 10)"
        yield Line(on, _cut(_said(words, row.evidence)))


# What is due


def _due(readings: list[StoredReading], ahead: date) -> Part:
    soon = [
        each for each in readings if each.status == Status.RUNNING and each.due_on and each.due_on <= ahead
    ]
    soon.sort(key=lambda each: (each.due_on or date.max, each.pk))
    lines = [Line(each.due_on, BOOK[each.timescale].name) for each in soon]
    return Part(f"Due by {day_text(ahead)}", "Nothing falls due in these days.").fill(lines, MOST_DUE)


def _late(readings: list[StoredReading], day: date) -> Part:
    del day
    late = overdue_first(each for each in readings if each.status == Status.OVERDUE)
    lines = [Line(each.due_on, BOOK[each.timescale].name, "overdue") for each in late]
    return Part("Overdue now", "Nothing is overdue.").fill(lines, MOST_LATE)


def _own_words(person: Person) -> Any:
    """The newest of the child's own words from a visit."""
    visit = _newest_visit(person, own_words__gt="")
    if visit is None:
        return None
    is_in_need = isinstance(visit, apps.get_model("protection.InNeedVisit"))
    return {"own_words": visit.own_words, "visited_on": visit.visited_on, "is_in_need": is_in_need}


def _newest_visit(person: Person, **where: Any) -> Any:
    """The newest of all visits to the child of which this holds, under a protection plan or not."""
    found = [
        _model(table).of(person).filter(**where).order_by("-visited_on", "-pk").first()
        for table in ("protection.Visit", "protection.InNeedVisit")
    ]
    return max(filter(None, found), key=lambda visit: visit.visited_on or date.min, default=None)
