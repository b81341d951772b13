"""The demo's Severnshire without the families whose cases are closed: every failing of the letter, in a record."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from keel.access.models import RoleHeld, User
from keel.access.roles import Role
from keel.invent import families, roster, ssd
from keel.invent.authority import DEMO_CHILDREN, DEMO_DAY, DEMO_SEED
from keel.invent.records import Person as Made
from keel.invent.staff import (
    CHAIR,
    CHAIRS_MANAGER,
    DIRECTOR,
    QUALITY_LEAD,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
)
from keel.invent.truth import Truth
from keel.invent.world import World
from keel.loading.models import Load
from keel.loading.running import State, run
from keel.people.models import Identifier
from keel.workforce.models import Worker

FAMILIES_IN_NEED, FAMILIES_ON_PLANS = 16, 4  # of those with an open case and nothing planted
FAMILIES_EACH = 2  # of each failing
MOST = {"need": FAMILIES_IN_NEED, "a plan": FAMILIES_ON_PLANS}
HOLDS: Mapping[str, Role] = {
    SOCIAL_WORKER: Role.SOCIAL_WORKER,
    CHAIR: Role.CONFERENCE_CHAIR,
    TEAM_MANAGER: Role.TEAM_MANAGER,
    SERVICE_MANAGER: Role.SERVICE_MANAGER,
    CHAIRS_MANAGER: Role.CHAIRS_MANAGER,
    QUALITY_LEAD: Role.QA_LEAD,
    DIRECTOR: Role.DIRECTOR,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A failing of the letter in a child, as it stands on the first day: the timescale or signal that must say so."""

    child: object
    failing: str
    key: str


def chosen(world: World) -> Iterator[list[Made]]:
    """Some families of each failing, and some with a plan or in need and nothing planted; their open cases only."""
    kept: Counter[str] = Counter()
    for siblings, count in families.families(world, DEMO_CHILDREN):
        known = [
            child
            for child in siblings[:count]
            if any(_is_open(each.closed, world.as_of) for each in child.episodes)
        ]
        kinds = set(_kinds(world, known)) if known else set()
        if any(kept[kind] < MOST.get(kind, FAMILIES_EACH) for kind in kinds):
            kept.update(kinds)
            yield known


def _kinds(world: World, known: list[Made]) -> Iterator[str]:
    """The failings that stand in a family on the last day; where none does, how it is known."""
    told = Truth(world)
    for child in known:
        told.add(child)
    standing = {key for key, _, stands in told.breaches["ssd"] if stands == "overdue"}
    standing |= {key for key, _ in told.signals["ssd"]}
    yield from (failing for key in standing for failing in told.children[key]["planted"])  # type: ignore[attr-defined]
    if not standing:
        on_plan = any(
            each.plan and each.plan.is_open(world.as_of) for child in known for each in child.episodes
        )
        yield "a plan" if on_plan else "need"


def _is_open(closed: int | None, day: int) -> bool:
    return closed is None or closed > day


def bring_in() -> list[Planted]:
    """Load it as the demo does, from its two sources, let all its staff sign in, and say what is planted."""
    world = World.of(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY)
    made = list(chosen(world))
    truth = Truth(world)
    for siblings in made:
        for child in siblings:
            truth.add(child)
    with TemporaryDirectory() as place:
        folders = [Path(place, name) for name in ("roster", "ssd")]
        with patch.object(roster, "families", lambda *_: ((siblings, len(siblings)) for siblings in made)):
            roster.write(world, DEMO_CHILDREN, folders[0])
        ssd.write(
            world, (child for siblings in made for child in siblings), folders[1], as_csv=False, progress=None
        )
        for folder in folders:
            outcome = run(Load.objects.create(label=folder.name, asked_as_of=DEMO_DAY), folder)
            assert outcome.state is State.DONE, outcome.words
    enrol()
    return list(_planted(truth))


def enrol() -> None:
    """Everybody who holds, chairs or answers for cases signs in, as the demo's cast does."""
    held = []
    for worker in Worker.objects.filter(role__in=HOLDS, to_on=None).select_related("team"):
        user = User.objects.create(email=f"{worker.key}@severnshire.example", name=worker.name, password="!")
        Worker.objects.filter(pk=worker.pk).update(user=user)
        role = HOLDS[worker.role]
        team = None if role in (Role.QA_LEAD, Role.DIRECTOR) else worker.team
        held.append(RoleHeld(user=user, role=role, team=team, from_on=DEMO_DAY.replace(year=2021)))
    RoleHeld.objects.bulk_create(held)


def _planted(truth: Truth) -> Iterator[Planted]:
    people = dict(Identifier.objects.values_list("value", "person"))
    for key, timescale, stands in sorted(truth.breaches["ssd"]):
        if stands == "overdue":
            yield Planted(people[key], " ".join(truth.children[key]["planted"]), timescale)
    for key, signal in sorted(truth.signals["ssd"]):
        yield Planted(people[key], " ".join(truth.children[key]["planted"]), signal)
