"""What a timescale is: data, validated when it is declared. The evaluator reads these and nothing else.

A timescale is started by an event, met by an event, and allowed a span of time that the standards hold. Facts are
three-valued: where a condition asks for a fact that is not recorded, the answer is doubt, and the reading says
that it cannot be computed.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from keel.practice.history import EventKind, Fact


class Subject(StrEnum):
    """Whose history the timescale is read against."""

    CHILD = "child"
    WORKER = "worker"
    AUDIT = "audit"
    INSPECTION = "inspection"


class Born(StrEnum):
    """Whether a timescale is for children already born."""

    EITHER = "either"
    BORN = "born"  # for a plan made before birth, it starts at birth
    UNBORN = "unborn"  # only while the child is not yet born; it ends at birth


class Status(StrEnum):
    """How a timescale stands in a history, as at a date. The order is the order of the codes."""

    MET = "met"  # in time
    LATE = "late"  # met, after it was due
    RUNNING = "running"  # not yet due
    OVERDUE = "overdue"  # due, and not met
    ENDED = "ended"  # what it was for ended before it was due
    MISSED = "missed"  # what it was for ended after it was due, never met
    UNKNOWN = "cannot be computed"

    @property
    def is_breach(self) -> bool:
        """The time allowed was passed: a breach stays a breach, whatever came after."""
        return self in (Status.LATE, Status.OVERDUE, Status.MISSED)


class Doubt(StrEnum):
    """Why a reading cannot be computed."""

    NONE = ""
    START = "start"  # a fact of the starting event is not recorded
    MET = "met"  # a fact of the event that may have met it is not recorded
    BIRTH = "birth"  # the birth date is not recorded
    ANCHOR = "anchor"  # the second date that it counts from is not recorded
    EARLIER = "earlier"  # the source holds only the latest event of this kind
    NUMBER = "number"  # the number that it depends on is not recorded


class TimescaleError(ValueError):
    """A declaration that cannot be right: says which timescale and what to correct."""


@dataclass(frozen=True, slots=True)
class When:
    """An event of one of ``kinds`` whose facts are as asked.

    ``yes`` and ``no`` are facts that must be recorded so: not recorded is doubt. ``not_no`` and ``not_yes`` are
    facts that must not be recorded so: not recorded is no objection (a source that gives only the date of a
    conference held gives it because it was held).
    """

    kinds: tuple[EventKind, ...]
    yes: tuple[Fact, ...] = ()
    no: tuple[Fact, ...] = ()
    not_no: tuple[Fact, ...] = ()
    not_yes: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        asked = [*self.yes, *self.no, *self.not_no, *self.not_yes]
        if not self.kinds or len(set(asked)) != len(asked):
            raise TimescaleError(f"{self}: name at least one kind, and each fact once")

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts without which it cannot be told whether an event is meant."""
        return self.yes + self.no


def when(*kinds: EventKind, **facts: tuple[Fact, ...]) -> When:
    """Short for :class:`When`: ``when(VISIT_HELD, yes=(CHILD_SEEN,))``."""
    return When(kinds, **facts)


@dataclass(frozen=True, slots=True)
class Timescale:
    """A limit of time set by law, guidance or a local standard.

    ``allowance``, ``earlier_of``, ``from_age``, ``lasts``, ``begins_after`` and ``number_at_least`` are keys of the
    standards; no number stands here. ``allowance`` defaults to the timescale's own key.

    ``recurs`` makes a chain: each event that meets it starts the next span, until ``ends_on``. ``skips_first``
    leaves the span from the starting event to the first met event to another timescale. ``linked`` asks that met
    and ending events belong to the same episode as the start, where both name one. ``before`` counts back from the
    starting event: it is met by something done in good time before it. ``counts_from_anchor`` counts from the
    event's second date; with ``anchor_or_event`` from the event itself where that date is blank.
    """

    key: str
    name: str
    starts_on: tuple[When, ...]
    met_by: tuple[When, ...]
    missing: str  # what an absent fact means, in plain words
    allowance: str = ""
    ends_on: tuple[When, ...] = ()
    subject: Subject = Subject.CHILD
    tier: int = 1
    recurs: bool = False
    skips_first: bool = False
    linked: bool = False
    ended_by_any: bool = False  # ending events of any episode count, linked or not
    before: bool = False
    counts_from_anchor: bool = False
    anchor_or_event: bool = False
    earlier_of: str = ""  # a second standard, counted from the anchor: whichever is sooner
    born: Born = Born.EITHER
    from_age: str = ""  # starts at this age when the child is younger (years, a standard)
    until_age: str = ""  # ends at this age (years, a standard)
    child_yes: tuple[Fact, ...] = ()  # facts of the child that must be recorded as yes
    number_at_least: str = ""  # the starting event's number must reach this standard
    lasts: str = ""  # the duty ends this long after it starts
    begins_after: str = ""  # the duty begins this long after the starting event
    needs: tuple[
        EventKind, ...
    ] = ()  # met kinds that a source must hold for its silence to count; blank: all
    version_by_today: bool = False  # the standard in force today applies, not that of the trigger
    note: str = ""  # where and why the declaration departs from the source's words
    part: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.allowance:
            object.__setattr__(self, "allowance", self.key)
        if not self.missing:
            raise TimescaleError(f"{self.key}: say what a missing fact means")
        if not self.starts_on or not self.met_by:
            raise TimescaleError(f"{self.key}: say what starts it and what meets it")
        if self.before and (self.recurs or self.counts_from_anchor):
            raise TimescaleError(f"{self.key}: a timescale that counts back neither recurs nor has an anchor")
        if self.skips_first and not self.recurs:
            raise TimescaleError(
                f"{self.key}: only a recurring timescale can leave its first span to another"
            )

    def __hash__(self) -> int:
        return hash(self.key)  # books are kept as keys beside the programs made from them

    @property
    def start_kinds(self) -> frozenset[EventKind]:
        """The kinds that start it."""
        return frozenset(kind for part in self.starts_on for kind in part.kinds)

    @property
    def met_kinds(self) -> frozenset[EventKind]:
        """The kinds that may meet it."""
        return frozenset(kind for part in self.met_by for kind in part.kinds)

    @property
    def standards(self) -> tuple[str, ...]:
        """The keys of the standards that it reads."""
        keys = (
            self.allowance,
            self.earlier_of,
            self.from_age,
            self.until_age,
            self.number_at_least,
            self.lasts,
            self.begins_after,
        )
        return tuple(key for key in keys if key)
