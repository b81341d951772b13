"""How many conferences wait at the end of each week, as a picture: as it is now, and as it would be then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from keel.continuity.what_if import Week

STEP, BAR, GAP, HIGH = 64, 22, 4, 120  # of the picture, in its own units
HEAD, FOOT = 18, 24  # room above the bars for their numbers, and beneath them for the weeks
EDGE = (STEP - 2 * BAR - GAP) / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with its number written over it."""

    kind: str  # now or then
    x: float
    y: float
    height: float
    words: str

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.x + BAR / 2


@dataclass(frozen=True, slots=True)
class Picture:
    """Two bars for each week."""

    bars: Sequence[Bar]
    weeks: Sequence[tuple[float, str]]
    words: str
    height: int = HEAD + HIGH + FOOT
    bar: int = BAR
    foot: int = HEAD + HIGH

    @property
    def width(self) -> int:
        """In its own units."""
        return STEP * len(self.weeks)


def waiting_of(weeks: Sequence[Week]) -> Picture | None:
    """The picture; None where nothing waits at the end of any week, which needs no picture."""
    most = max((max(week.waiting) for week in weeks), default=0)
    if not most:
        return None
    bars = [
        _bar(place * STEP + EDGE + side * (BAR + GAP), kind, week.waiting[side], most)
        for place, week in enumerate(weeks)
        for side, kind in enumerate(("now", "then"))
    ]
    named = [(place * STEP + STEP / 2, _day(week.from_on)) for place, week in enumerate(weeks)]
    return Picture(bars, named, _words(weeks))


def _bar(x: float, kind: str, number: float, most: float) -> Bar:
    high = HIGH * number / most
    return Bar(kind, x, HEAD + HIGH - high, high, f"{number:g}")


def _words(weeks: Iterable[Week]) -> str:
    return "; ".join(
        f"week from {_day(week.from_on)}: {week.waiting[0]:g} waiting now, {week.waiting[1]:g} then"
        for week in weeks
    )


def _day(day: date) -> str:
    return f"{day:%-d %b}"
