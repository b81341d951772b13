"""The cast: one person for each role, found in the made-up authority where the role is really played.

Tests and the trial sign in as these; who they are follows from the seed alone. The social worker holds plans that are
late, her team manager's team has them, the chair chairs them, and so on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from keel.invent.errors import InventError
from keel.invent.families import families
from keel.invent.involved import ALLOCATED, CHAIR, involvements
from keel.invent.kin import relatives
from keel.invent.records import Person
from keel.invent.roster import Twice
from keel.invent.staff import (
    AUDITOR,
    CHAIRS_MANAGER,
    CHIEF_EXECUTIVE,
    DIRECTOR,
    FRONT_DOOR,
    FRONT_DOOR_WORKER,
    HEALTH_VISITOR,
    LAWYER,
    QUALITY_LEAD,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    TEAMS,
    Worker,
)
from keel.invent.truth import status
from keel.invent.world import World
from keel.practice.timescales.model import Status

_LEAST_PLANS = 2  # families on a plan: one is restricted, and work goes on with the other


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast. ``worker`` and ``team`` are keys, as in every format."""

    role: str
    worker: str
    name: str
    email: str
    team: str
    title: str


@dataclass(frozen=True, slots=True)
class Restricted:
    """The family that is restricted from day one: everyone in it, and who may see it."""

    children: tuple[str, ...]
    relatives: tuple[str, ...]
    cleared: tuple[str, ...]  # workers


@dataclass(frozen=True, slots=True)
class Cast:
    """The members by role, the restricted family, and pairs of keys of children who are on file twice."""

    members: Mapping[str, Member]
    restricted: Restricted
    duplicates: tuple[tuple[str, str], ...]

    def __getitem__(self, role: str) -> Member:
        return self.members[role]


@dataclass(slots=True)
class _Known:
    """What the choice is made from: open cases by family, and who works with whom now."""

    duplicates: list[tuple[str, str]] = field(default_factory=list)
    siblings: dict[int, list[Person]] = field(default_factory=dict)
    on_file: set[str] = field(default_factory=set)
    held: dict[str, list[Person]] = field(default_factory=dict)  # children by allocated worker
    roles: dict[str, dict[str, set[str]]] = field(default_factory=dict)  # role: child: workers


def cast_of(children: int, seed: int, as_of: date) -> Cast:
    """The cast of the authority that :func:`keel.invent.write_authority` makes from the same.

    Raises InventError where it is too small to have one.
    """
    world = World.of(children, seed, as_of)
    known = _known(world, children)
    worker = _social_worker(world, known)
    if len(_plans(world, known.held.get(worker.key, []))) < _LEAST_PLANS:
        raise InventError(f"an authority of {children} children has no cast: ask for 1000 or more")
    team = TEAMS[worker.team]
    hers = known.held[worker.key]
    restricted = _restricted(world, known, worker)
    rest = [child for child in hers if child.key not in restricted.children]
    members = {
        "social worker": worker,
        "team manager": world.staff.leader_of(team.key, TEAM_MANAGER),
        "service manager": world.staff.leader_of(str(team.parent), SERVICE_MANAGER),
        "conference chair": _most(world, known, CHAIR, rest, lambda one: one.is_chair),
        "chairs’ manager": world.staff.holding(CHAIRS_MANAGER)[0],
        "quality lead": world.staff.holding(QUALITY_LEAD)[0],
        "auditor": _most(world, known, AUDITOR, _of_team(known, world, worker.team), _is(AUDITOR)),
        "lawyer": _most(world, known, LAWYER, _of_team(known, world, worker.team), _is(LAWYER)),
        "director": world.staff.holding(DIRECTOR)[0],
        "chief executive": world.staff.holding(CHIEF_EXECUTIVE)[0],
        "other worker": _other_worker(world, known, worker),
        "health visitor": _most(world, known, HEALTH_VISITOR, rest, _is(HEALTH_VISITOR)),
        "front door worker": world.staff.holding(FRONT_DOOR_WORKER)[0],
        "front door manager": world.staff.leader_of(TEAMS[FRONT_DOOR].key, TEAM_MANAGER),
    }
    return Cast(
        {role: _member(role, one) for role, one in members.items()}, restricted, tuple(known.duplicates)
    )


def _member(role: str, one: Worker) -> Member:
    return Member(role, one.key, one.name, one.email, TEAMS[one.team].key, one.role)


def _is(role: str) -> Callable[[Worker], bool]:
    return lambda one: one.role == role


def _known(world: World, children: int) -> _Known:
    """One walk through everyone."""
    known, twice = _Known(), Twice(children)
    for siblings, count in families(world, children):
        for child in siblings[:count]:
            key = twice.key(world, child)
            if key:
                known.duplicates.append((child.key, key))
            known.on_file.add(child.key)
            _note(world, known, siblings, child)
    return known


def _note(world: World, known: _Known, siblings: list[Person], child: Person) -> None:
    for one in involvements(world, child):
        if one.end is None or one.role == AUDITOR:
            known.roles.setdefault(one.role, {}).setdefault(child.key, set()).add(one.worker)
        if one.end is None and one.role == ALLOCATED:
            known.held.setdefault(one.worker, []).append(child)
            known.siblings[child.family] = siblings


def is_on_plan(world: World, child: Person) -> bool:
    """On a child protection plan on the last day."""
    return any(made.plan is not None and made.plan.is_open(world.as_of) for made in child.episodes)


def is_late(world: World, child: Person) -> bool:
    """With something planted that is overdue on the last day."""
    return any(
        found.timescale and "ssd" in found.formats and status(found, world.as_of) is Status.OVERDUE
        for found in child.expected
    )


def _plans(world: World, children: Iterable[Person]) -> set[int]:
    return {child.family for child in children if is_on_plan(world, child)}


def _social_worker(world: World, known: _Known) -> Worker:
    """Who holds most that is late, of those with several families on a plan."""

    def weight(one: Worker) -> tuple[bool, int, int, int]:
        hers = known.held.get(one.key, [])
        plans = _plans(world, hers)
        late = sum(is_late(world, child) for child in hers if is_on_plan(world, child))
        return len(plans) >= _LEAST_PLANS, late, len(plans), -one.number

    managing = [world.staff.everyone[number] for number in world.staff.managing]
    return max((one for one in managing if not one.is_agency), key=weight)


def _other_worker(world: World, known: _Known, worker: Worker) -> Worker:
    """Of another team, with most children of her own, and nothing to do with the social worker's families."""
    families_of_hers = {child.family for child in known.held[worker.key]}
    managing = [world.staff.everyone[number] for number in world.staff.managing]
    others = [
        one
        for one in managing
        if one.team != worker.team
        and not families_of_hers & {child.family for child in known.held.get(one.key, [])}
    ]
    return max(others, key=lambda one: (len(known.held.get(one.key, [])), -one.number))


def _of_team(known: _Known, world: World, team: int) -> list[Person]:
    workers = (one for one in world.staff.everyone if one.team == team)
    return [child for one in workers for child in known.held.get(one.key, [])]


def _most(
    world: World, known: _Known, role: str, children: Iterable[Person], fits: Callable[[Worker], bool]
) -> Worker:
    """Who plays a role for most of these children; for most of all children, where for none of these."""
    by_child = known.roles.get(role, {})
    near = Counter(key for child in children for key in by_child.get(child.key, ()))
    far = Counter(key for keys in by_child.values() for key in keys)
    return max(filter(fits, world.staff.all), key=lambda one: (near[one.key], far[one.key], -one.number))


def _restricted(world: World, known: _Known, worker: Worker) -> Restricted:
    """A family of the social worker's that is on a plan: with brothers and sisters, and rather nothing late.

    Nobody in it is on file twice, and something late is left to her.
    """
    twice = {key for key, _ in known.duplicates}
    hers = [child for child in known.held[worker.key] if is_on_plan(world, child)]
    late = Counter(child.family for child in hers if is_late(world, child))
    held = {child.family for child in hers}
    fitting = [n for n in sorted(held) if not twice & {child.key for child in known.siblings[n]}]
    number = min(fitting, key=lambda n: (set(late) == {n}, len(known.siblings[n]) == 1, late[n]))
    siblings = known.siblings[number]
    family = relatives(world, siblings)
    return Restricted(
        tuple(child.key for child in siblings if child.key in known.on_file),
        tuple(one.key for one in family.relatives),
        tuple(_cleared(world, siblings, worker)),
    )


def _cleared(world: World, siblings: Iterable[Person], worker: Worker) -> Iterator[str]:
    """Those who work with the family now, and who manage them."""
    now = {one.worker for child in siblings for one in involvements(world, child) if one.end is None}
    yield from sorted(now)
    yield world.staff.leader_of(TEAMS[worker.team].key, TEAM_MANAGER).key
    yield world.staff.leader_of(str(TEAMS[worker.team].parent), SERVICE_MANAGER).key


_found_once = cache(cast_of)


def demo_cast() -> Cast:
    """The cast of the demo."""
    from keel.invent.authority import DEMO_CHILDREN, DEMO_DAY, DEMO_SEED  # noqa: PLC0415 - it makes this one too

    return _found_once(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY)
