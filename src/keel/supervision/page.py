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
from keel.recording.models import Move
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
    left_out: str = ""  # why she was not talked about

    @property
    def since(self) -> date | None:
        """When she was last talked about."""
        return self.last.held_on if self.last else None


@dataclass(slots=True)
class SessionPage:
    """A session as its page shows it."""

    children: list[Child]
    actions: list[SupervisionAction]
    answered: frozenset[int] = (
        frozenset()
    )  # actions of which somebody has said in this session what came of them

    @property
    def unanswered(self) -> list[SupervisionAction]:
        """Last time's actions that are not done and of which nobody has said why."""
        return [each for each in self.actions if not each.completed_on and each.pk not in self.answered]

    @property
    def left(self) -> list[Person]:
        """The children of whom nothing is said."""
        return [each.person for each in self.children if each.now is None]

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
    moves = _moves(session, [each.pk for each in people])
    why = {move.child_id: move.reason for move in moves if move.of == session._meta.label}
    children = [
        Child(
            each,
            now.get(each.pk),
            last.get(each.pk),
            flags.get(each.pk, []),
            new[each.pk],
            why.get(each.pk, ""),
        )
        for each in people
    ]
    answered = frozenset(move.entry for move in moves if move.of == SupervisionAction._meta.label)
    return SessionPage(children, _actions(session, people), answered)


def _moves(session: SupervisionSession, children: Iterable[UUID]) -> list[Move]:
    """What was said since the session began of what came of actions, and why children were left out."""
    of_actions = Q(of=SupervisionAction._meta.label, moved_at__gte=session.entered_at)
    of_session = Q(of=session._meta.label, entry=session.pk)
    return list(Move.objects.filter(of_actions | of_session, child__in=list(children)).order_by("pk"))


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
