"""What the page of a session shows: last time's actions one by one, then the worker's children, worst first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from keel.access.acts import Act
from keel.chronology.lines import Line
from keel.oversight.flags import ToldFlag
from keel.oversight.models import ChildSupervision, SupervisionAction, SupervisionSession
from keel.people.models import Person
from keel.supervision.open_questions import open_questions
from keel.supervision.sessions import children_of
from keel.supervision.since import new_since


@dataclass(slots=True)
class Child:
    """One child in a session."""

    person: Person
    now: ChildSupervision | None
    last: ChildSupervision | None
    flags: list[ToldFlag] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)

    @property
    def since(self) -> date | None:
        """When she was last talked about."""
        return self.last.held_on if self.last else None


@dataclass(slots=True)
class SessionPage:
    """A session as its page shows it."""

    children: list[Child]
    actions: list[SupervisionAction]

    @property
    def talked(self) -> int:
        """About how many children something is said."""
        return sum(1 for each in self.children if each.now)

    @property
    def following(self) -> Child | None:
        """The next who is not talked about yet."""
        return next((each for each in self.children if each.now is None), None)


def session_page(session: SupervisionSession, user: Any, allowed: Callable[[Act], bool]) -> SessionPage:
    """The page for one of the two, from a fixed number of statements."""
    now = {row.child_id: row for row in ChildSupervision.objects.visible_to(user).filter(session=session)}
    people = children_of(session, user, now)
    last = _last(session, [each.pk for each in people])
    flags = open_questions(each.pk for each in people)
    new = new_since({each.pk: _day(last.get(each.pk)) for each in people}, allowed)
    children = [
        Child(each, now.get(each.pk), last.get(each.pk), flags.get(each.pk, []), new[each.pk])
        for each in people
    ]
    return SessionPage(children, _actions(session, people))


def _day(row: ChildSupervision | None) -> date | None:
    return row.held_on if row else None


def _last(session: SupervisionSession, children: Iterable[UUID]) -> dict[UUID, ChildSupervision]:
    """When each child was talked about before this session, whoever her worker was then."""
    rows = ChildSupervision.objects.filter(child__in=list(children)).exclude(held_on=None)
    rows = rows.filter(Q(session=None) | ~Q(session=session), held_on__lte=session.held_on)
    return {row.child_id: row for row in rows.order_by("child", "-held_on", "-pk").distinct("child")}


def _actions(session: SupervisionSession, people: Iterable[Person]) -> list[SupervisionAction]:
    """What was asked for before this session about these children and was open when it began, the oldest due first."""
    held = session.held_on
    open_then = Q(completed_on=None) | Q(completed_on__gte=held) | Q(completed_recorded_on__gte=held)
    found = SupervisionAction.objects.filter(open_then, child__in=[each.pk for each in people])
    earlier = found.filter(Q(supervision__session=None) | ~Q(supervision__session=session))
    return list(
        earlier.select_related("owner", "child")
        .prefetch_related("child__names")
        .order_by("due_on", "set_on", "pk")
    )
