"""What is on file about a made-up child. Days are ordinals; None where it has not happened by the day asked about."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Visit(NamedTuple):
    """A visit to a child on a plan; before birth nothing is recorded but the day."""

    on: int
    seen: bool | None
    alone: bool | None
    bedroom: bool | None


@dataclass(slots=True, eq=False)
class Assessment:
    """A child and family assessment. ``referred`` is the day of the referral it counts from."""

    start: int
    authorised: int | None
    referred: int
    factors: tuple[str, ...]
    nfa: bool


@dataclass(slots=True, eq=False)
class Enquiry:
    """A section 47 enquiry, from the strategy discussion that started it; with its conference, if it led to one."""

    start: int
    concluded: int | None
    conference: bool  # one is required
    held: int | None = None
    plan_made: bool = False
    is_unescalated: bool = False  # harm was substantiated, and the case closed without one


@dataclass(slots=True, eq=False)
class Proceedings:
    """A spell of pre-proceedings."""

    decided: int
    letter: int | None
    meeting: int | None
    ended: int | None
    to_court: bool
    family_meeting: bool = True  # offered in the letter


@dataclass(slots=True, eq=False)
class Plan:
    """A child protection plan, its visits and its reviews."""

    start: int
    end: int | None
    category: str
    latest_category: str
    earlier: int
    transfer_in: bool = False
    visits: list[Visit] = field(default_factory=list)
    reviews: list[int] = field(default_factory=list)
    proceedings: Proceedings | None = None

    def is_open(self, day: int) -> bool:
        """On a plan at the end of ``day``."""
        return self.start <= day and (self.end is None or self.end > day)


@dataclass(slots=True, eq=False)
class Allocation:
    """A social worker's time with a child."""

    worker: int
    start: int
    end: int | None


@dataclass(slots=True, eq=False)
class Episode:
    """From a referral to the closing of the case."""

    referred: int
    source: str
    need: str
    nfa: bool = False
    closed: int | None = None
    reason: str | None = None
    assessments: list[Assessment] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    plan: Plan | None = None
    need_plan: tuple[int, int | None] | None = None  # child in need plan: start, end
    need_visits: list[int] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Care:
    """A period of being looked after, in one placement."""

    start: int
    end: int | None
    reason: str | None
    placement: str
    visits: list[int]
    reviews: list[int]
    health: list[int]


@dataclass(slots=True, eq=False)
class Leaver:
    """A young person who has left care."""

    since: int
    contact: int
    pathway: int


@dataclass(slots=True, eq=False)
class Expected:
    """What ``keel check`` must say about a planted failing.

    A breach of ``timescale`` where ``due`` is past: late where it was met, missed where what it was for ended, else
    overdue. ``signals`` are raised while overdue and, if ``late_counts``, for as long as signals look back.
    ``formats`` are those that can show it at all; ``record`` is looked for in the window of each.
    """

    planting: str
    formats: tuple[str, ...]
    record: object
    timescale: str = ""
    due: int = 0
    met: int | None = None
    ended: int | None = None
    signals: tuple[str, ...] = ()
    late_counts: bool = False
    since: int = 0  # signals without a timescale: raised from this day
    until: int | None = None  # and up to this day


@dataclass(slots=True, eq=False)
class Person:
    """A child or young person with all that is on file."""

    key: str
    family: int
    sex: str
    ethnicity: str
    birth: int | None
    due: int | None  # expected date of birth, for a child first known before birth
    disabilities: tuple[str, ...]
    forename: str = ""
    surname: str = ""
    mother: int = 0  # which of the mothers of the family: 0 the one whose home it is
    father: int = 0  # which of the fathers, 0 the first
    contacts: list[tuple[int, str, bool]] = field(default_factory=list)
    early_help: list[tuple[int, int | None]] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    care: Care | None = None
    leaver: Leaver | None = None
    missing: list[tuple[int, int]] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)

    def born_by(self, day: int) -> int | None:
        """The birth date, where the child was born by ``day``."""
        return self.birth if self.birth is not None and self.birth <= day else None
