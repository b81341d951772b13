"""What a drift signal is: a pattern in a history that means time passes and the child's life does not get better.

A signal is one or more clauses, each of a declared shape; the worst clause that holds gives the severity. A signal
never decides for a person: it forces a decision with a reason.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Status, When


class Severity(IntEnum):
    """Who must answer: amber the worker and team manager, red also service manager and chair, black the director."""

    UNKNOWN = 0  # cannot be computed
    AMBER = 1
    RED = 2
    BLACK = 3

    @property
    def label(self) -> str:
        """The severity in words."""
        return "cannot be computed" if self is Severity.UNKNOWN else self.name.lower()


class Shape(StrEnum):
    """The patterns that clauses are made of. The order is the order of the codes."""

    READING = "reading"  # a timescale stands in one of the statuses
    AFTER = "after"  # something happened, and nothing that answers it followed in time
    STATE = "state"  # the latest events of a kind, one or several in a row, carry a bad fact
    STALE = "stale"  # nothing of a kind for too long while the plan is open
    COUNT = "count"  # so many events within a window, and no answer since the first
    NUMBER = "number"  # an event's number reaches a threshold
    WORKERS = "workers"  # so many different workers within a window
    GAP = "gap"  # nobody allocated for too long while the plan is open
    CHILD_LACKS = "child lacks"  # a fact of the child is recorded as no
    COMPOSITE = "composite"  # another signal, for a child with a fact: one level higher


class Scope(StrEnum):
    """Where a clause looks: the child's open child protection plan, or her whole history.

    In the whole history what was put right is looked for no further back than the standard ``look_back``; what
    still waits for an answer, however long ago it began.
    """

    PLAN = "plan"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Clause:
    """One pattern. Which fields matter depends on the shape; names that end in a standard are keys, not numbers."""

    shape: Shape
    severity: Severity
    says: str  # the pattern in plain words, for instance "no visit in time"
    scope: Scope = Scope.PLAN
    timescales: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    at_least_over: str = ""  # standard: days over at the least
    due_within: str = ""  # standard: not yet due, and due within this
    on: tuple[When, ...] = ()  # the events it looks at
    bad_yes: tuple[Fact, ...] = ()  # facts that are bad when yes
    bad_no: tuple[Fact, ...] = ()  # facts that are bad when no
    run: str = ""  # standard: how many in a row (one where blank)
    older_than: str = ""  # standard: the time allowed
    answers: tuple[When, ...] = ()  # events that answer it
    needs: tuple[
        EventKind, ...
    ] = ()  # answers that a source must hold for its silence to mean anything; blank: all
    answers_from: str = ""  # standard: only answers from this long after the trigger count
    within: str = ""  # standard: the window that ends today
    at_least: str = ""  # standard: how many, or what number
    by_code: bool = False  # count each agency apart
    linked: bool = False  # only answers in the trigger's own episode count
    from_age: str = ""  # standard: only from this age
    child_yes: tuple[Fact, ...] = ()
    child_lacks: tuple[Fact, ...] = ()
    signals: tuple[str, ...] = ()

    @property
    def standards(self) -> tuple[str, ...]:
        """The keys of the standards that it reads."""
        keys = (
            self.at_least_over,
            self.due_within,
            self.run,
            self.older_than,
            self.answers_from,
            self.within,
            self.at_least,
            self.from_age,
        )
        return tuple(key for key in keys if key)


@dataclass(frozen=True, slots=True)
class Signal:
    """A drift signal, with the sentence of the Ofsted letter that it answers."""

    key: str  # for instance "D04_visit_missed"
    name: str
    why: str
    letter: str  # words of the letter
    source: str
    clauses: tuple[Clause, ...]

    def __hash__(self) -> int:
        return hash(self.key)  # books are kept as keys beside the programs made from them

    def __post_init__(self) -> None:
        if not self.clauses:
            raise ValueError(f"{self.key}: a signal needs at least one clause")
