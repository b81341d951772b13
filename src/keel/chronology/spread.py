"""How long what is late has been late, as a picture with the same as a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from keel.chronology.lists import SPREAD
from keel.report.wording import counted

WIDTH, LABELS, ROW = 760, 190, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with its words and its number of children."""

    name: str
    children: int
    y: int
    width: float

    @property
    def end(self) -> float:
        """Where the number stands."""
        return LABELS + self.width + 8


@dataclass(frozen=True, slots=True)
class Spread:
    """The picture."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    labels: int = LABELS

    @property
    def words(self) -> str:
        """What it shows, for whoever cannot see it."""
        return "; ".join(f"{bar.name}: {counted(bar.children, 'child', 'children')}" for bar in self.bars)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The same as rows."""
        return [(bar.name, bar.children) for bar in self.bars]


def spread_of(counts: Mapping[str, int]) -> Spread:
    """Children by how long the oldest thing that is overdue has been so."""
    held = [(name, counts[f"spread_{place}"]) for place, (name, _) in enumerate(SPREAD)]
    held.insert(0, ("Nothing overdue", counts["children"] - counts["overdue"]))
    most = max((children for _, children in held), default=0) or 1
    room = WIDTH - LABELS - 60
    bars = tuple(
        Bar(name, children, place * ROW, round(children / most * room, 1))
        for place, (name, children) in enumerate(held)
    )
    return Spread(bars, len(bars) * ROW)
