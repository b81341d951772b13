"""One line of the table."""

from dataclasses import dataclass
from statistics import median

from benchmarks.process import Measured


@dataclass(frozen=True)
class Budget:
    """What something may cost: seconds (at the percentile or whole), and memory in MB where it is bounded."""

    seconds: float
    memory: float | None = None


@dataclass(frozen=True)
class Row:
    """One thing measured. ``seconds`` has one for each run; ``limit`` is what nothing can go below."""

    what: str
    input: str
    seconds: tuple[float, ...]
    memory: float | None = None
    limit: float | None = None
    budget: Budget | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return median(self.seconds)

    @property
    def times_limit(self) -> float | None:
        """How many times the limit it took."""
        return self.median / self.limit if self.limit else None

    @property
    def is_met(self) -> bool | None:
        """Whether the budget is kept, None where there is none."""
        if self.budget is None:
            return None
        fits = self.budget.memory is None or (self.memory or 0) <= self.budget.memory
        return self.median <= self.budget.seconds and fits


def row(
    what: str,
    size: str,
    measured: Measured,
    *,
    limit: Measured | None = None,
    budget: Budget | None = None,
    note: str = "",
) -> Row:
    """The line for a measured command, whole."""
    return Row(what, size, measured.seconds, measured.peak, limit.median if limit else None, budget, note)


def stages_text(measured: Measured) -> str:
    """Where the time went, in words: "read 1.20 s, report 0.40 s"."""
    return ", ".join(f"{name} {seconds:.2f} s" for name, seconds in measured.stages.items())
