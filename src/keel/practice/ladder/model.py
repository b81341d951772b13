"""What a flag is: one matter of one child that a named person must answer, and what has been said to it so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum, auto
from functools import cached_property

import numpy as np

from keel.practice.standards import NO_DUE, Standards, due_days


class Colour(IntEnum):
    """How grave a flag is. What is due soon asks nothing yet: it only says what comes."""

    SOON = 0
    AMBER = 1
    RED = 2
    BLACK = 3

    @property
    def label(self) -> str:
        """The colour in words."""
        return "due soon" if self is Colour.SOON else self.name.lower()


class Rung(StrEnum):
    """Who is asked: a place on a ladder, held by whoever has that post for the child on the day."""

    WORKER = auto()
    TEAM_MANAGER = auto()
    SERVICE_MANAGER = auto()
    HEAD_OF_SERVICE = auto()
    DIRECTOR = auto()
    CHAIR = auto()
    CHAIRS_MANAGER = auto()
    QA_LEAD = auto()

    @property
    def label(self) -> str:
        """The post in words."""
        return _LABELS.get(self, self.value.replace("_", " "))


_LABELS = {Rung.WORKER: "social worker", Rung.CHAIR: "conference chair", Rung.QA_LEAD: "QA lead"}

NEXT: Mapping[Rung, Rung] = {  # who is asked next; the director answers to nobody here
    Rung.WORKER: Rung.TEAM_MANAGER,
    Rung.TEAM_MANAGER: Rung.SERVICE_MANAGER,
    Rung.SERVICE_MANAGER: Rung.HEAD_OF_SERVICE,
    Rung.HEAD_OF_SERVICE: Rung.DIRECTOR,
    Rung.CHAIR: Rung.CHAIRS_MANAGER,
    Rung.CHAIRS_MANAGER: Rung.HEAD_OF_SERVICE,
    Rung.QA_LEAD: Rung.HEAD_OF_SERVICE,
}


def above(rung: Rung) -> tuple[Rung, ...]:
    """The rungs over this one, the next first."""
    over = NEXT.get(rung)
    return (over, *above(over)) if over else ()


class Source(StrEnum):
    """What a ground is made of."""

    READING = auto()  # a timescale that is not met, or soon to be
    SIGNAL = auto()
    PROMISE = auto()  # an action promised in an answer, whose day has passed
    EXPOSURE = auto()  # harm is known, and nothing protects the child yet


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a flag: a timescale that is not met, or a signal. The first four say which; the rest, how it is.

    ``told_by`` is what tells of it in the record, so that the next visit that is late is another ground. ``is_past``:
    it happened, and nothing that is done now makes it unhappen; only a decision answers it. ``since_on`` is since when
    a signal has been so, where no day was due.
    """

    source: Source
    key: str
    began_on: date | None
    told_by: str
    colour: Colour
    due_on: date | None = None
    is_past: bool = False
    since_on: date | None = None

    @property
    def identity(self) -> "Identity":
        """What makes it the same ground tomorrow."""
        return (self.source, self.key, self.began_on, self.told_by)


Identity = tuple[Source, str, date | None, str]


class Kind(StrEnum):
    """The answers there are."""

    ACT = auto()
    ACCEPT = auto()
    ESCALATE = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided, and until when it holds: an action's day, or the end of an acceptance."""

    kind: Kind
    until_on: date | None = None


class Why(StrEnum):
    """Why a flag closed: nothing else closes one."""

    PUT_RIGHT = auto()
    DECIDED = auto()
    MERGED = auto()  # the record became another's, which has questions of its own


class Said(StrEnum):
    """What can happen to a flag: the words of its log."""

    RAISED = auto()
    WORSENED = auto()
    EASED = auto()
    MORE_CAME = auto()  # something new that the answer given did not speak of
    ANSWERED = auto()
    CAME_BACK = auto()  # the day of the answer has passed, and nothing is put right
    UNANSWERED = auto()  # its time passed; goes up
    ACCEPTED_AGAIN = auto()  # goes up
    SENT_UP = auto()  # whoever was asked could not settle it
    NOT_CHANGED = auto()  # answered, came back, answered, came back: goes up
    KNOWN_UNCHANGED = auto()  # nobody stands above; known, and nothing changed
    NOBODY_THERE = auto()  # the post is vacant, or whoever holds it is away without a deputy; goes up
    PASSED_ON = auto()  # another person holds the post, or deputises
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a flag's log."""

    said: Said
    on: date
    rung: Rung
    colour: Colour
    owner: object = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A matter of a child that somebody must answer.

    ``answer_by`` is kept while it asks, ``holds_until`` while an answer holds. ``covered`` are the grounds that the
    answer spoke of, with how grave the flag was then. ``fruitless`` counts the answers in a row whose day passed with
    nothing put right; ``accepted``, the acceptances in a row.
    """

    matter: str
    opened_on: date
    rung: Rung
    owner: object
    colour: Colour
    read_on: date  # the last day that it was looked at
    grounds: frozenset[Ground]
    answer_by: date | None = None
    holds_until: date | None = None
    covered: frozenset[Identity] = frozenset()
    covered_colour: Colour = Colour.SOON
    covered_as: Kind | None = None
    fruitless: int = 0
    accepted: int = 0
    closed_on: date | None = None
    closed_why: Why | None = None

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer now."""
        return self.closed_on is None and self.answer_by is not None

    @property
    def since_on(self) -> date:
        """When what has been so longest was due, or began: perhaps long before anybody was asked."""
        asked = (ground for ground in self.grounds if ground.colour > Colour.SOON)
        days = (ground.due_on or ground.since_on or ground.began_on for ground in asked)
        return min((day for day in days if day), default=self.opened_on)


class CannotAnswer(ValueError):
    """An answer that does not count: the words say why and what to do instead; ``box``, which part of it is meant."""

    def __init__(self, words: str, box: str = "") -> None:
        super().__init__(words)
        self.box = box


class Limits:
    """The standards that the ladder goes by, as they stood on a day."""

    def __init__(self, standards: Standards, day: date) -> None:
        self._standards, self.day = standards, day

    def answer_by(self, colour: Colour) -> date | None:
        """The day by which a flag of this colour, asked today, is to be answered."""
        return None if colour is Colour.SOON else self._from_today(f"flag_answer_{colour.label}")

    def latest_hold(self, colour: Colour, own: str = "") -> date:
        """The last day that an answer given today can hold: sooner for what is graver.

        ``own`` is the standard of a matter that may wait less than its colour.
        """
        graver = (f"flag_hold_{colour.label}",) if colour > Colour.AMBER else ()
        return min(self._from_today(key) for key in ("flag_hold_longest", *graver, own) if key)

    def offered(self, colour: Colour, own: str = "") -> date:
        """The day that is proposed for what is done: no later than an answer was asked for."""
        latest = self.latest_hold(colour, own)
        return min(self.answer_by(colour) or latest, latest)

    def due_after(self, key: str, since: date) -> date | None:
        """The day to which a standard gives time from a day, as it stood on that day; None where none was in force."""
        (due,) = due_days(self._standards[key], since, since)
        return None if due == NO_DUE else np.datetime64(int(due), "D").astype(date)

    @cached_property
    def latest_error(self) -> date:
        """The day by which a record said today to be wrong must be put right."""
        return self._from_today("flag_error_longest")

    @cached_property
    def soon(self) -> date:
        """What falls due by this day is due soon."""
        standard = self._standards["flag_due_soon"]
        first, last = self.day, self.day + timedelta(days=_SOON_LOOKS)
        due = due_days(
            standard, first, last, as_of=self.day
        )  # counted back from each day that something is due
        near = np.flatnonzero(due <= np.datetime64(self.day, "D").astype(np.int32))
        return self.day + timedelta(days=int(near[-1])) if len(near) else self.day

    @cached_property
    def accepted_times(self) -> int:
        """The acceptance that sends a flag up."""
        return int(self._standards["flag_accepted_times"].number_on(self.day))

    @cached_property
    def fruitless_times(self) -> int:
        """The answer that, changing nothing as the one before it, sends a flag up."""
        return int(self._standards["flag_fruitless_times"].number_on(self.day))

    @cached_property
    def reason_words(self) -> int:
        """The words that a reason has at the least."""
        return int(self._standards["flag_reason_words"].number_on(self.day))

    def _from_today(self, key: str) -> date:
        days = due_days(self._standards[key], self.day, self.day, as_of=self.day)
        return np.datetime64(int(days[0]), "D").astype(date)  # type: ignore[no-any-return]


_SOON_LOOKS = 60  # days looked ahead, more than any standard of days before
