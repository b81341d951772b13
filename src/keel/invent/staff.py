"""The people who work for Severnshire, and with it: services, teams, workers and who leads them. Nobody exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from keel.exchange.particulars import TeamKind as Kind
from keel.invent.figures import Figures
from keel.invent.naming import mailbox, staff_names


class Team(NamedTuple):
    """A team, or a service that teams belong to."""

    key: str
    name: str
    parent: str | None
    kind: Kind


_PROTECT, _CARE, _QUALITY, _SUPPORT, _RESOURCES = "S02", "S03", "S04", "S05", "S06"
TEAMS = (
    Team("T01", "Lantern front door", _PROTECT, Kind.FRONT_DOOR),
    Team("T02", "Assessment north", _PROTECT, Kind.SOCIAL_WORK),
    Team("T03", "Assessment south", _PROTECT, Kind.SOCIAL_WORK),
    Team("T04", "Case management 1", _PROTECT, Kind.SOCIAL_WORK),
    Team("T05", "Case management 2", _PROTECT, Kind.SOCIAL_WORK),
    Team("T06", "Case management 3", _PROTECT, Kind.SOCIAL_WORK),
    Team("T07", "Court team", _CARE, Kind.SOCIAL_WORK),
    Team("T08", "Disabled children", _PROTECT, Kind.SOCIAL_WORK),
    Team("T09", "Children in care", _CARE, Kind.SOCIAL_WORK),
    Team("T10", "Leaving care", _CARE, Kind.SOCIAL_WORK),
    Team("T11", "Conference chairs", _QUALITY, Kind.CHAIRS),
    Team("T12", "Harbour edge of care", _SUPPORT, Kind.SUPPORT),
    Team("T13", "Beacon exploitation", _SUPPORT, Kind.SUPPORT),
    Team("T14", "Quality assurance", _QUALITY, Kind.QUALITY),
    Team("T15", "Legal services", _RESOURCES, Kind.LEGAL),
    Team("T16", "Business support", _RESOURCES, Kind.BUSINESS_SUPPORT),
    Team("T17", "Health visiting", "S07", Kind.PARTNER),
    Team("S00", "Severnshire Council", None, Kind.SERVICE),
    Team("S01", "Children's services", "S00", Kind.SERVICE),
    Team(_PROTECT, "Help and protection", "S01", Kind.SERVICE),
    Team(_CARE, "Care and permanence", "S01", Kind.SERVICE),
    Team(_QUALITY, "Safeguarding and quality", "S01", Kind.SERVICE),
    Team(_SUPPORT, "Edge of care and exploitation", "S01", Kind.SERVICE),
    Team(_RESOURCES, "Legal and business support", "S01", Kind.SERVICE),
    Team("S07", "Severnshire Community Health", None, Kind.PARTNER),
)
_PLACES = {team.key: place for place, team in enumerate(TEAMS)}
_ASSESSING, _MANAGING, _CARING, _CHAIRING = (1, 2), (3, 4, 5), (8, 9), (10,)
_SHARE_OPEN = 0.25  # of the children on file, those with an open case
_CHILDREN_PER_CHAIR = 400
_PRACTICE = (Kind.FRONT_DOOR, Kind.SOCIAL_WORK, Kind.SUPPORT, Kind.BUSINESS_SUPPORT, Kind.PARTNER)

SOCIAL_WORKER, CHAIR, TEAM_MANAGER = "Social Worker", "Conference Chair", "Team Manager"
SERVICE_MANAGER, CHAIRS_MANAGER = "Service Manager", "Chairs' Manager"
QUALITY_LEAD, AUDITOR, LAWYER = "Quality Assurance Lead", "Auditor", "Solicitor"
DIRECTOR, CHIEF_EXECUTIVE = "Director of Children's Services", "Chief Executive"
HEALTH_VISITOR, ADVISER, FRONT_DOOR_WORKER = "Health Visitor", "Personal Adviser", "Front Door Social Worker"
FRONT_DOOR = _PLACES["T01"]
# Everyone who holds no case of her own: team, role, and how many at least, and for how many children one more.
_OTHERS: tuple[tuple[str, str, int, int], ...] = (
    ("S00", CHIEF_EXECUTIVE, 1, 0),
    ("S01", DIRECTOR, 1, 0),
    ("S01", "Principal Social Worker", 1, 0),
    ("T14", QUALITY_LEAD, 1, 0),
    ("T14", AUDITOR, 2, 5_000),
    ("T15", LAWYER, 2, 2_500),
    ("T15", "Court Case Manager", 1, 10_000),
    ("T16", "Business Support Officer", 3, 1_000),
    ("T01", FRONT_DOOR_WORKER, 3, 2_000),
    ("T12", "Edge of Care Worker", 3, 2_000),
    ("T13", "Exploitation Worker", 3, 2_000),
    ("T10", ADVISER, 2, 2_000),
    ("T17", HEALTH_VISITOR, 3, 800),
)
_LEFT = 0.06  # of those who hold cases, as many again who have left
_LONGEST_SERVICE = 4_500  # days


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff or a partner: place of the team in TEAMS, whether from an agency.

    ``service`` is how many days before the first case she began; ``left`` how many before the last day she left.
    """

    number: int
    team: int
    is_agency: bool
    name: str
    role: str
    service: int
    left: int | None = None

    @property
    def key(self) -> str:
        """The identifier in every format."""
        return f"W{self.number:05d}"

    @property
    def is_chair(self) -> bool:
        """Whether she chairs conferences."""
        return self.role == CHAIR

    @property
    def is_partner(self) -> bool:
        """Whether another agency employs her."""
        return TEAMS[self.team].kind is Kind.PARTNER

    @property
    def email(self) -> str:
        """Where she can be written to; nobody else has it, because nobody else has her name."""
        return f"{mailbox(*self.name.split(' '))}@severnshire.example"


class Staff:
    """Everyone who works there, with enough of them for the number of children on file.

    ``everyone`` are those who hold or chair cases; ``others`` all who lead, check, advise or help.
    """

    def __init__(self, children: int, seed: int, figures: Figures) -> None:
        rng = Random(f"staff:{seed}")
        workers = max(12, round(children * _SHARE_OPEN / figures.caseload))
        numbers = (
            (workers // 3, _ASSESSING, figures.agency),
            (workers // 2, _MANAGING, figures.agency),
            (max(2, workers // 6), _CARING, figures.agency),
            (max(2, children // _CHILDREN_PER_CHAIR), _CHAIRING, 0.0),
        )
        hired = [
            (teams[place % len(teams)], rng.random() < agency, CHAIR if teams is _CHAIRING else SOCIAL_WORKER)
            for number, teams, agency in numbers
            for place in range(number)
        ]
        groups = _numbered([number for number, *_ in numbers])
        self.assessing, self.managing, self.caring, self.chairs = groups
        posts = [*hired, *((team, False, role) for team, role in _posts(children))]
        people = self._named(seed, posts, left=round(len(hired) * _LEFT))
        self.everyone, self.others = people[: len(hired)], people[len(hired) :]

    @staticmethod
    def _named(seed: int, posts: list[tuple[int, bool, str]], left: int) -> list[Worker]:
        """The holders of the posts, and some who have left: dice of their own, so that cases stay as they were."""
        rng = Random(f"staff names:{seed}")
        gone = [(_MANAGING[place % len(_MANAGING)], False, SOCIAL_WORKER) for place in range(left)]
        names = staff_names(rng, len(posts) + left)
        return [
            Worker(
                number,
                team,
                is_agency,
                names[number],
                role,
                rng.randrange(30, _LONGEST_SERVICE),
                rng.randrange(20, 700) if number >= len(posts) else None,
            )
            for number, (team, is_agency, role) in enumerate([*posts, *gone])
        ]

    @property
    def all(self) -> list[Worker]:
        """Everyone, those who have left too."""
        return [*self.everyone, *self.others]

    def team_of(self, worker: int) -> tuple[str, str]:
        """Key and name of the worker's team."""
        team = TEAMS[self.everyone[worker].team]
        return team.key, team.name

    def holding(self, role: str) -> list[Worker]:
        """Those of a role who hold no cases, in order."""
        return [worker for worker in self.others if worker.role == role and worker.left is None]

    def leader_of(self, team: str, role: str) -> Worker:
        """The manager of a team or of a service."""
        return next(worker for worker in self.holding(role) if TEAMS[worker.team].key == team)


def _numbered(counts: list[int]) -> Iterator[list[int]]:
    first = 0
    for count in counts:
        yield list(range(first, first + count))
        first += count


def _posts(children: int) -> Iterator[tuple[int, str]]:
    """Team and role of everyone without cases: managers first, then the others."""
    for place, team in enumerate(TEAMS):
        if team.kind in _PRACTICE and team.key.startswith("T"):
            yield place, TEAM_MANAGER
        elif team.kind is Kind.CHAIRS:
            yield place, CHAIRS_MANAGER
        elif team.kind is Kind.SERVICE and team.parent == "S01":
            yield place, SERVICE_MANAGER
    for key, role, least, each in _OTHERS:
        for _ in range(least + (children // each if each else 0)):
            yield _PLACES[key], role
