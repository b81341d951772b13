"""Made-up worlds of users, teams, children and restrictions, and a plain reading of who may read whom in them.

The reading is written a second time here, row by row in Python, so that the statements of the database and the
policy are held to something that shares no line with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
from django.db import connection
from django.utils import timezone

from keel.access.claims import TRANSACTION, claim_for
from keel.access.models import Exclusion, Grade, Opening, Restriction, RestrictionMember, RoleHeld, User
from keel.access.policy import Act, Asker, Held, OpenedFor, Restricted, Standing, Tie, decide
from keel.access.roles import Role
from keel.access.rules import OF_THE_CHILD_ALONE, SOURCES, SPECIAL_INVOLVEMENTS, Source, capacity
from keel.people.models import Person, Relationship
from keel.workforce.models import Involvement, Team, Worker

INVOLVED_AS = (
    "", "", "social_worker", "conference_chair", "Conference chair", "CP Chair", "Auditor", "lawyer", "Solicitor",
    "partner",
)  # fmt: skip


@dataclass
class World:
    """Everything that was made."""

    rng: Random
    teams: list[Team] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)

    @property
    def today(self) -> date:
        return timezone.localdate()


def made(seed: int, users: int = 25, children: int = 30) -> World:
    """A world; the same for the same seed."""
    world = World(Random(seed))
    _teams(world)
    _users(world, users)
    _persons(world, children)
    _involvements(world)
    _restrictions(world)
    _openings(world)
    return world


def _teams(world: World) -> None:
    for number in range(6):
        parent = world.rng.choice([None, *world.teams])
        world.teams.append(Team.objects.create(key=f"g{number}", name=f"Team {number}", parent=parent))


def _ends(world: World) -> date | None:
    return world.rng.choice(
        [None, None, None, world.today, world.today - timedelta(1), world.today + timedelta(1)]
    )


def _users(world: World, number: int) -> None:
    for place in range(number):
        user = User.objects.create(
            email=f"u{place}@severnshire.example",
            name=f"User {place}",
            is_active=world.rng.random() > 0.05,
            left_on=world.rng.choice([None] * 8 + [world.today, world.today + timedelta(1)]),
        )
        world.users.append(user)
        world.workers.append(
            Worker.objects.create(
                key=f"w{place}", user=user, team=world.rng.choice(world.teams), to_on=_ends(world)
            )
        )
        for _ in range(world.rng.choice([0, 1, 1, 1, 2, 3])):
            RoleHeld.objects.create(
                user=user,
                role=world.rng.choice(list(Role)),
                team=world.rng.choice([None, *world.teams, *world.teams]),
                from_on=world.today - timedelta(world.rng.choice([0, 30, -1])),
                to_on=_ends(world),
            )


def _persons(world: World, number: int) -> None:
    for place in range(number):
        world.persons.append(Person.objects.create(is_child=place % 3 != 0, birth_on=date(2015, 1, 1)))
    for _ in range(number):
        one, other = world.rng.sample(world.persons, 2)
        Relationship.objects.create(person=one, other=other, relation="relative")


def _involvements(world: World) -> None:
    for _ in range(len(world.persons) * 2):
        Involvement.objects.create(
            child=world.rng.choice(world.persons),
            worker=world.rng.choice([None, *world.workers]),
            team=world.rng.choice([None, None, *world.teams]),
            role=world.rng.choice(INVOLVED_AS),
            started_on=world.today - timedelta(40),
            ended_on=_ends(world),
        )


def _restrictions(world: World) -> None:
    now = timezone.now()
    for person in world.persons:
        if world.rng.random() < 0.35:
            restriction = Restriction.objects.create(
                person=person,
                grade=world.rng.choice(list(Grade)),
                reason="made up",
                owner=world.users[0],
                by=world.users[0],
                to_at=world.rng.choice([None, None, now - timedelta(minutes=1), now + timedelta(hours=1)]),
            )
            for user in world.rng.sample(world.users, len(world.users) // 2):
                RestrictionMember.objects.create(restriction=restriction, user=user)
        for user in world.rng.sample(world.users, 3):
            Exclusion.objects.create(
                person=person,
                user=user,
                reason="made up",
                by=world.users[0],
                to_at=world.rng.choice([None, None, now - timedelta(minutes=1)]),
            )


def _openings(world: World) -> None:
    now = timezone.now()
    for user in world.users:
        for person in world.rng.sample(world.persons, 6):
            Opening.objects.create(
                user=user,
                person=person,
                purpose="cover",
                reason="made up for a test",
                has_stepped_up=world.rng.random() < 0.5,
                opened_at=now - timedelta(hours=1),
                until=now + timedelta(hours=world.rng.choice([1, 1, -0.5])),
                ended_at=world.rng.choice([None, None, None, now - timedelta(minutes=1)]),
            )


@dataclass
class Rows:
    """Everything that bears on access, read once and looked through in Python."""

    held: list[RoleHeld]
    involvements: list[Involvement]
    relationships: list[Relationship]
    restrictions: list[Restriction]
    members: set[tuple[int, int]]
    exclusions: list[Exclusion]
    openings: list[Opening]


def rows() -> Rows:
    """The rows as they are now."""
    return Rows(
        list(RoleHeld.objects.all()),
        list(Involvement.objects.select_related("worker", "team")),
        list(Relationship.objects.select_related("person", "other")),
        list(Restriction.objects.all()),
        set(RestrictionMember.objects.values_list("restriction_id", "user_id")),
        list(Exclusion.objects.all()),
        list(Opening.objects.all()),
    )


def read_plainly(world: World, user: User, at: Rows) -> set[UUID]:
    """The persons whose record is open to a user, read row by row."""
    asker = _asker(world, user, at)
    return {
        p.pk for p in world.persons if decide(asker, Act.CHILD_READ, standing_plainly(world, user, p, at))
    }


def _is_on(day: date | None, today: date) -> bool:
    return day is None or day > today


def _asker(world: World, user: User, at: Rows) -> Asker:
    today = world.today
    held = {
        Held(Role(h.role), h.team_id)
        for h in at.held
        if h.user_id == user.pk and h.from_on <= today and _is_on(h.to_on, today)
    }
    gone = not user.is_active or not _is_on(user.left_on, today)
    return Asker(user.pk, frozenset() if gone else frozenset(held), is_gone=gone)


def standing_plainly(world: World, user: User, person: Person, at: Rows) -> Standing:
    """How one person's record stands to a user."""
    held, now = _asker(world, user, at).held, timezone.now()
    stands_as = [person] if person.is_child else [person, *_related(person, at)]
    ties = {
        tie
        for one in stands_as
        for tie in _ties(world, user, held, one, at)
        if one is person or tie.relation not in OF_THE_CHILD_ALONE
    }
    current = [r for r in at.restrictions if r.person_id == person.pk and _is_current(r, now)]
    grades = {r.grade for r in current if (r.pk, user.pk) not in at.members}
    restricted = Restricted.LISTED if current else Restricted.NO
    if grades:
        restricted = Restricted.HIDDEN if Grade.HIDDEN in grades else Restricted.RESTRICTED
    hers = [o for o in at.openings if (o.user_id, o.person_id) == (user.pk, person.pk)]
    openings = [o for o in hers if o.until > now and o.ended_at is None]
    best = max(openings, key=lambda o: (o.has_stepped_up, o.until), default=None)
    excluded = [e for e in at.exclusions if (e.user_id, e.person_id) == (user.pk, person.pk)]
    return Standing(
        ties=frozenset(ties),
        restricted=restricted,
        is_excluded=any(_is_current(e, now) for e in excluded),
        opened=OpenedFor(best.purpose, best.until, best.has_stepped_up) if best else None,
    )


def _is_current(row: Restriction | Exclusion, now: datetime) -> bool:
    return row.to_at is None or row.to_at > now


def _related(person: Person, at: Rows) -> list[Person]:
    others = [r.other for r in at.relationships if r.person_id == person.pk and r.other]
    return others + [r.person for r in at.relationships if r.other_id == person.pk]


def _ties(world: World, user: User, held: frozenset[Held], person: Person, at: Rows) -> Iterator[Tie]:
    involvements = [i for i in at.involvements if i.child_id == person.pk and _is_on(i.ended_on, world.today)]
    for source in SOURCES:
        for one in held:
            if one.role is source.role and any(
                _makes(source, one, i, user, world) for i in [None, *involvements]
            ):
                yield Tie(source.role, source.relation)


def _makes(source: Source, held: Held, involvement: Involvement | None, user: User, world: World) -> bool:
    if source.by_team and held.team is None:
        return True
    if involvement is None:
        return False
    if source.by_team:
        teams = {involvement.team_id, involvement.worker.team_id if involvement.worker else None} - {None}
        return any(held.team in _upwards(world, team) for team in teams)
    worker = involvement.worker
    if worker is None or worker.user_id != user.pk or not _is_on(worker.to_on, world.today):
        return False
    if source.involved_as is None:
        return capacity(involvement.role) not in SPECIAL_INVOLVEMENTS
    return capacity(involvement.role) in source.involved_as


def _upwards(world: World, team: int | None) -> set[int]:
    found: set[int] = set()
    by_id = {t.pk: t for t in world.teams}
    while team is not None:
        found.add(team)
        team = by_id[team].parent_id
    return found


def this_transaction() -> str:
    """As a claim names it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TRANSACTION}")
        return cursor.fetchone()[0]


@contextmanager
def as_web(user: User | None, *, has_stepped_up: bool = False, claim: str | None = None) -> Iterator[None]:
    """Within: what the database shows to the web role, with the claim of a user, of nobody, or one made up."""
    if claim is None:
        claim = claim_for(user.pk, this_transaction(), has_stepped_up=has_stepped_up) if user else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'keel_web', true), set_config('keel.claim', %s, true)", [claim]
        )
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('role', 'none', true), set_config('keel.claim', '', true)")


def another_connection() -> psycopg.Connection:
    """To the database of the tests, as their superuser: what it does is not undone with the test."""
    settings = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    words = {word: settings[name] for word, name in named.items()}
    return psycopg.connect(**words, client_encoding="utf8", autocommit=True)
