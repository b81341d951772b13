"""What every family is made from: the seed, the dates that matter, the figures and the staff."""

from dataclasses import dataclass
from datetime import date
from random import Random

from keel.invent import days
from keel.invent.figures import Figures, figures, plantings
from keel.invent.staff import Staff

_YEARS_ON_FILE = 5
_MARCH, _LAST_DAY = 3, 31


def census_day(as_of: date) -> date:
    """The reference date of the latest children in need census by ``as_of``: 31 March."""
    this_year = date(as_of.year, _MARCH, _LAST_DAY)
    return this_year if this_year <= as_of else date(as_of.year - 1, _MARCH, _LAST_DAY)


@dataclass(frozen=True, slots=True)
class World:
    """``as_of`` and ``census`` are the days on which the files are read: nothing may be in doubt on either."""

    seed: int
    as_of: int
    census: int
    start: int
    figures: Figures
    staff: Staff
    rates: dict[str, float]

    @classmethod
    def of(cls, children: int, seed: int, as_of: date, *, is_clean: bool = False) -> "World":
        """The world of an authority with so many children; with nothing planted where ``is_clean``."""
        last = as_of.toordinal()
        return cls(
            seed,
            last,
            census_day(as_of).toordinal(),
            days.months(last, -12 * _YEARS_ON_FILE),
            figures(),
            Staff(children, seed, figures()),
            {key: 0.0 if is_clean else planting.rate for key, planting in plantings().items()},
        )

    @property
    def read_on(self) -> tuple[int, int]:
        """The days on which files are read."""
        return self.as_of, self.census

    def plants(self, key: str, rng: Random) -> bool:
        """Whether this child, who could carry the failing, does."""
        return rng.random() < self.rates[key]
