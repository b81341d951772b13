"""The one place that decides: may this person do this, to this record, now, and why."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from typing import NamedTuple

from keel.access.acts import Act
from keel.access.roles import Role
from keel.access.rules import (
    CELLS,
    NEVER_IN_SPITE,
    OF_A_LIST,
    OF_NO_CHILD,
    SOURCES,
    STEP_UP,
    Answer,
    Cell,
    Key,
    Relation,
)  # fmt: skip

__all__ = [
    "Act", "Answer", "Asker", "Decision", "Held", "OpenedFor", "Relation", "Restricted", "Standing", "Tie", "decide",
]  # fmt: skip


class Held(NamedTuple):
    """A role held today, for a team and all beneath it, or (None) for the whole service."""

    role: Role
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks."""

    user: int | None
    held: frozenset[Held] = frozenset()
    is_gone: bool = False  # left, or made inactive
    has_stepped_up: bool = False  # showed again, not long ago, that it is she

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, wherever they are held."""
        return frozenset(held.role for held in self.held)


class Tie(NamedTuple):
    """A relation to a child that a role gives."""

    role: Role
    relation: Relation


class Restricted(StrEnum):
    """How a record is restricted, as it meets the asker."""

    NO = auto()
    LISTED = auto()  # restricted or hidden, and she is on every list
    RESTRICTED = auto()  # to a list that she is not on
    HIDDEN = auto()  # likewise, and that it exists is denied


class OpenedFor(NamedTuple):
    """A record that she opened for a reason, until when, and whether she stepped up to do so."""

    purpose: str
    until: datetime
    has_stepped_up: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands to the asker at this moment."""

    ties: frozenset[Tie] = frozenset()
    restricted: Restricted = Restricted.NO
    is_excluded: bool = False
    opened: OpenedFor | None = None
    ring: str = field(default="", compare=False)  # whom to ring about a restricted record


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer and why, in words for a person. A no looks as if the record did not exist."""

    answer: Answer
    why: str
    needs_reason: bool = False
    needs_step_up: bool = False

    def __bool__(self) -> bool:
        return self.answer is Answer.YES


NOBODY = Decision(Answer.NO, "This account may not be used.")
EXCLUDED = Decision(Answer.NO, "You are excluded from this record.")
HIDDEN = Decision(Answer.NO, "This record is hidden.")
RESTRICTED = Decision(Answer.NO, "This record is restricted to others.")
NOT_YOURS = Decision(Answer.NO, "Your role does not include this.")
STEP_UP_FIRST = Decision(Answer.ASK, "Show that it is you before you do this.", needs_step_up=True)
BREAK_GLASS = "This record is restricted. Ring {ring}, or show that it is you and give a reason."
OPENED = "Opened this record for a reason."


def decide(asker: Asker, act: Act, standing: Standing | None = None) -> Decision:
    """May this person do this to this record? Exclusion and hiding are looked at first: nothing outweighs them.

    Without a record: may she do what concerns none, or come to the list of those that she may do it to?
    """
    if standing is None:
        standing = Standing(ties=_anywhere(asker) if act in OF_A_LIST else frozenset())
    if asker.is_gone or asker.user is None:
        return NOBODY
    if standing.is_excluded:
        return EXCLUDED
    if standing.restricted is Restricted.HIDDEN:
        return HIDDEN
    cell = _best(asker, act, standing)
    if cell.answer is Answer.NO:
        return NOT_YOURS
    if standing.restricted is Restricted.RESTRICTED:
        return _with_step_up(asker, act, _restricted(act, cell, standing))
    return _with_step_up(asker, act, _ordinary(cell, standing))


def _anywhere(asker: Asker) -> frozenset[Tie]:
    """The ties that her roles would give to some record."""
    return frozenset(Tie(source.role, source.relation) for source in SOURCES if source.role in asker.roles)


def _best(asker: Asker, act: Act, standing: Standing) -> Cell:
    roles = asker.roles
    keys: list[Key] = [(act, tie.role, tie.relation) for tie in sorted(standing.ties) if tie.role in roles]
    keys += [(act, role, None) for role in sorted(roles)]
    found = [CELLS[key] for key in keys if key in CELLS]
    return max(found, key=_strength, default=Cell(Answer.NO, NOT_YOURS.why))


def _strength(cell: Cell) -> tuple[bool, bool]:
    return cell.is_of_restricted, cell.answer is Answer.YES


def _ordinary(cell: Cell, standing: Standing) -> Decision:
    if cell.answer is Answer.YES:
        return Decision(Answer.YES, cell.why)
    if standing.opened:
        return Decision(Answer.YES, OPENED)
    return Decision(Answer.ASK, cell.why, needs_reason=True)


def _restricted(act: Act, cell: Cell, standing: Standing) -> Decision:
    """Who could have opened it as part of her work may break the glass; for everybody else it is not there.

    Whoever looks after openings and restrictions does so without opening the record: else each look at an opening
    would be one more opening to be looked at.
    """
    if cell.is_of_restricted:
        return Decision(Answer.YES, cell.why)
    if cell.answer is not Answer.YES or act in OF_NO_CHILD | NEVER_IN_SPITE:
        return RESTRICTED
    if standing.opened and standing.opened.has_stepped_up:
        return Decision(Answer.YES, OPENED)
    why = BREAK_GLASS.format(ring=standing.ring or "the record's owner")
    return Decision(Answer.ASK, why, needs_reason=True, needs_step_up=True)


def _with_step_up(asker: Asker, act: Act, decision: Decision) -> Decision:
    if decision.answer is Answer.YES and act in STEP_UP and not asker.has_stepped_up:
        return STEP_UP_FIRST
    return decision
