"""A standard: one number of law, guidance or local practice, with its dates and where it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from keel.practice.calendar import Unit


class StandardError(ValueError):
    """A standard that cannot be used: says which file, which key, the value and what to do.

    ``what`` says it without the file and the key, for a page that asks for the value; ``at`` is the field, where it is
    one field that is wrong.
    """

    def __init__(self, message: str, what: str = "", at: str = "") -> None:
        super().__init__(message)
        self.what = what or message
        self.at = at


class Measure(StrEnum):
    """What a standard counts where it is not a length of time."""

    SHARE = "share of interval"
    PER_MONTH = "count per month"
    PERCENT = "percent"
    RATIO = "ratio"
    INTERVALS = "intervals"
    VISITS = "visits"
    RECORDS = "records"
    CORE_GROUPS = "core groups"
    REVIEWS = "reviews"
    SESSIONS = "sessions"
    MOVES = "moves"
    ACTIONS = "actions"
    PLANS = "plans"
    WORKERS = "workers"
    EPISODES = "episodes"
    OCCASIONS = "occasions"
    GRADE = "grade"  # of an audit: 1 outstanding to 4 inadequate
    GRADES = "grades"
    READING_AGE = "reading age"
    POINTS = "points"
    CHILDREN = "children"
    MEETINGS = "meetings"
    WORDS = "words"


SET_ON_THE_ITEM = frozenset({Unit.DATE, Unit.EVENT, Measure.PER_MONTH})  # the standard itself holds no number


class Status(StrEnum):
    """The force a standard has."""

    STATUTORY = "statutory"
    GUIDANCE = "statutory guidance"
    LOCAL = "local standard"


class Direction(StrEnum):
    """Where the due day lies from the day that starts the count."""

    AFTER = "after"
    BEFORE = "before"
    BY = "by"
    ON = "on"


class Severity(StrEnum):
    """How much it matters for a child when the standard is not met."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Looser(StrEnum):
    """Which way a local value would ask less of the authority."""

    MORE = "more"
    LESS = "less"


class Known(StrEnum):
    """How far the number itself can be trusted."""

    READ = "read in a source"
    CITED = "cited from knowledge"
    READ_LOCALLY = "read locally"
    UNSOURCED = "unsourced"
    SET_LOCALLY = "set by the authority"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A number and the days it holds for, ``until_on`` included; 0 where the item itself sets it."""

    value: float
    unit: Unit | Measure
    from_on: date
    until_on: date | None
    known: Known
    known_how: str
    citation: str
    address: str | None  # None where no public address is held
    in_force: bool = True
    set_by: str | None = None  # the authority, where its overlay gave the value

    def covers(self, day: date) -> bool:
        """Whether ``day`` falls between the dates of this value, in force or not."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    @property
    def needs_confirming(self) -> bool:
        """No source was found for the number: shown as "local value, please confirm"."""
        return self.known is Known.UNSOURCED


@dataclass(frozen=True, slots=True)
class Councils:
    """What named English councils publish for the same thing, beside the value shipped."""

    n: int
    unit: str
    note: str
    min: float | None = None
    median: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard and every value it has had, earliest first."""

    key: str
    part: str  # part of the journey: the name of the file that holds it
    name: str
    unit: Unit | Measure  # of the latest value: an authority may count a local standard in its own unit
    direction: Direction
    severity: Severity
    status: Status
    looser: Looser
    configurable: bool
    values: tuple[DatedValue, ...]
    note: str | None = None
    loosest: float | None = None  # a local value may not be looser than this, in ``unit``
    councils: Councils | None = None

    def value_on(self, day: date) -> DatedValue | None:
        """The value in force on ``day``, or None where none was."""
        return next((v for v in self.values if v.covers(day) and v.in_force), None)

    def number_on(self, day: date) -> float:
        """The number in force on ``day``. Raises :class:`StandardError` where none was."""
        dated = self.value_on(day)
        if dated is None:
            raise StandardError(
                f"{self.part}.toml: {self.key}: no value is in force on {day}, and the answer needs one; ask for "
                "another day with --as-of, or add a value with an earlier date"
            )
        return dated.value

    @property
    def is_law(self) -> bool:
        """Statute, regulations or statutory guidance: an authority may be stricter, never looser."""
        return self.status is not Status.LOCAL

    @property
    def sign(self) -> int:
        """-1 where the due day lies before the day counted from, otherwise 1."""
        return -1 if self.direction is Direction.BEFORE else 1

    @property
    def needs_confirming(self) -> bool:
        """The latest value has no source: "local value, please confirm"."""
        return self.values[-1].needs_confirming


def shut_open_ends(values: list[DatedValue]) -> tuple[DatedValue, ...]:
    """Values in order of date, each open-ended one ending the day before the next begins."""
    ordered = sorted(values, key=lambda value: value.from_on)
    last_days = [*(value.from_on - timedelta(days=1) for value in ordered[1:]), None]
    return tuple(
        replace(value, until_on=value.until_on or last_day)
        for value, last_day in zip(ordered, last_days, strict=True)
    )


class Standards(Mapping[str, Standard]):
    """Every standard by its key."""

    def __init__(self, standards: Mapping[str, Standard]) -> None:
        self._standards = dict(standards)

    def __getitem__(self, key: str) -> Standard:
        if key not in self._standards:
            raise KeyError(f"no standard is called {key!r}; see the files in keel/practice/standards")
        return self._standards[key]

    __hash__ = object.__hash__  # kept as a key beside the programs made from it

    def __eq__(self, other: object) -> bool:
        return self is other

    def __iter__(self) -> Iterator[str]:
        return iter(self._standards)

    def __len__(self) -> int:
        return len(self._standards)

    def part(self, name: str) -> tuple[Standard, ...]:
        """The standards of one part of the journey, in the order of its file."""
        return tuple(standard for standard in self.values() if standard.part == name)

    @property
    def to_confirm(self) -> tuple[Standard, ...]:
        """Standards whose number has no source, for a practice lead to confirm or change."""
        return tuple(standard for standard in self.values() if standard.needs_confirming)
