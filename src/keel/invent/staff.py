"""The people who work for Severnshire: teams, social workers and conference chairs. Names are numbers."""

from dataclasses import dataclass
from random import Random

from keel.invent.figures import Figures

TEAMS = (
    ("T01", "Lantern front door"),
    ("T02", "Assessment north"),
    ("T03", "Assessment south"),
    ("T04", "Case management 1"),
    ("T05", "Case management 2"),
    ("T06", "Case management 3"),
    ("T07", "Court team"),
    ("T08", "Disabled children"),
    ("T09", "Children in care"),
    ("T10", "Leaving care"),
    ("T11", "Conference chairs"),
    ("T12", "Harbour edge of care"),
    ("T13", "Beacon exploitation"),
)
_ASSESSING, _MANAGING, _CARING, _CHAIRING = (1, 2), (3, 4, 5), (8, 9), (10,)
_SHARE_OPEN = 0.25  # of the children on file, those with an open case
_CHILDREN_PER_CHAIR = 400


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff: place of the team in TEAMS, whether from an agency."""

    number: int
    team: int
    is_agency: bool
    is_chair: bool = False

    @property
    def key(self) -> str:
        """The identifier in every format."""
        return f"W{self.number:05d}"

    @property
    def name(self) -> str:
        """A name nobody bears."""
        return f"{'Chair' if self.is_chair else 'Worker'} {self.number:05d}"


class Staff:
    """Everyone who works there, with enough of them for the number of children on file."""

    def __init__(self, children: int, seed: int, figures: Figures) -> None:
        rng = Random(f"staff:{seed}")
        self.everyone: list[Worker] = []
        workers = max(12, round(children * _SHARE_OPEN / figures.caseload))
        self.assessing = self._hire(workers // 3, _ASSESSING, rng, figures.agency)
        self.managing = self._hire(workers // 2, _MANAGING, rng, figures.agency)
        self.caring = self._hire(max(2, workers // 6), _CARING, rng, figures.agency)
        self.chairs = self._hire(max(2, children // _CHILDREN_PER_CHAIR), _CHAIRING, rng, 0)

    def _hire(self, number: int, teams: tuple[int, ...], rng: Random, agency: float) -> list[int]:
        first = len(self.everyone)
        self.everyone += [
            Worker(first + place, teams[place % len(teams)], rng.random() < agency, teams is _CHAIRING)
            for place in range(number)
        ]
        return list(range(first, first + number))

    def team_of(self, worker: int) -> tuple[str, str]:
        """Key and name of the worker's team."""
        return TEAMS[self.everyone[worker].team]
