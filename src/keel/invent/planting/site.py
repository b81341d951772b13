"""Where a failing may be planted, and in which formats it may show."""

from dataclasses import dataclass
from random import Random

from keel.invent import days
from keel.invent.records import Episode, Expected, Person, Plan
from keel.invent.world import World

SSD, CIN, ANNEX_A = "ssd", "cin", "annex-a"
EVERY = (SSD, CIN, ANNEX_A)


@dataclass(frozen=True, slots=True)
class Site:
    """A plan in which a failing may be planted, and the child whose it is."""

    world: World
    rng: Random
    child: Person
    made: Episode
    plan: Plan

    @property
    def now(self) -> int:
        """The day the authority is looked at."""
        return self.world.as_of

    @property
    def is_open(self) -> bool:
        """On a plan that day, and not about to leave it."""
        return self.plan.start < self.now and (self.plan.end is None or self.plan.end > self.now)

    def age(self, day: int) -> float:
        """Years on ``day``; negative before birth."""
        return -1.0 if self.child.birth is None else (day - self.child.birth) / days.YEAR

    @property
    def is_of_clear_age(self) -> bool:
        """Born before the plan, and either well under the age of being seen alone or past it all along."""
        return self.age(self.plan.start) >= 4.1 or 0 < self.age(self.plan.start) <= self.age(self.now) < 3.7  # noqa: PLR2004

    @property
    def can_be_alone(self) -> bool:
        """Old enough to be seen alone."""
        return self.age(self.now) >= 4  # noqa: PLR2004

    def expect(self, planting: str, formats: tuple[str, ...], record: object, **what: object) -> None:
        """Write down what must be found."""
        self.child.expected.append(Expected(planting, formats, record, **what))  # type: ignore[arg-type]

    def with_disabled(self, *signals: str) -> tuple[str, ...]:
        """The signals, and that of disabled children for a disabled child."""
        return (*signals, "D23_disabled_child") if self.child.disabilities else signals

    def plants(self, key: str) -> bool:
        """Whether this child, who could carry the failing, does."""
        return self.world.plants(key, self.rng)
