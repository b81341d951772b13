"""The one cast of every test that needs people: users with roles, the teams, and families unlike in how they stand.

own         the worker's children: her team, her manager, her chair, her lawyer and an auditor
other       likewise, of the other team
restricted  the same people as ``own``; restricted to the worker, her team manager and the service manager
excluded    the same people as ``own``; every member of the cast is excluded
hidden      the same people as ``own``; hidden from all but the head of service
nobodys     on file, and nobody works with them
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.test import Client

from keel.access import cast as declared
from keel.access import idle
from keel.access.cast import CAST
from keel.access.models import Exclusion, Grade, Restriction, RestrictionMember, User
from keel.people.models import Person, PersonName, Relationship
from keel.sign_in import ends
from keel.workforce.models import Involvement, Team, Worker

PASSWORD = "three words and a tide"
FAMILIES = ("own", "other", "restricted", "excluded", "hidden", "nobodys")
LISTED = ("worker", "team_manager", "service_manager")
KEEPER = "head_of_service"
STARTED = date(2026, 1, 5)


@dataclass
class Family:
    """Two children and their mother; every sensitive text of a family holds its canary."""

    key: str
    children: list[Person]
    mother: Person

    @property
    def child(self) -> Person:
        """The elder child."""
        return self.children[0]

    @property
    def everyone(self) -> list[Person]:
        """All of them."""
        return [*self.children, self.mother]

    @property
    def canary(self) -> str:
        """A word that stands nowhere else."""
        return f"Zq{self.key}canary"


@dataclass
class Cast:
    """The users by their key in the declared cast, and what they work with."""

    users: dict[str, User]
    teams: dict[str, Team]
    workers: dict[str, Worker]
    families: dict[str, Family] = field(default_factory=dict)

    def __getitem__(self, key: str) -> User:
        return self.users[key]

    def client(self, key: str | None, *, has_stepped_up: bool = False) -> Client:
        """A browser in which a member of the cast has signed in, with a second factor, or shown it anew just now."""
        client = Client(raise_request_exception=False)
        if key is not None:
            sign_in(client, self.users[key], has_stepped_up=has_stepped_up)
        return client


def sign_in(client: Client, user: User, *, has_stepped_up: bool = False) -> None:
    """Signed in as the sign-in page leaves it, without going through it."""
    authenticator = apps.get_model("mfa.Authenticator")
    if not authenticator.objects.filter(user=user).exists():
        authenticator.objects.create(user=user, type="totp", data={"secret": "unused"})
    client.force_login(user)
    session = client.session
    shown = {"method": "mfa", "type": "totp", "at": time.time() if has_stepped_up else 0}
    session["account_authentication_methods"] = [
        shown | ({"reauthenticated": True} if has_stepped_up else {})
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session[ends.BEGAN] = session[idle.SEEN] = time.time()
    session.save()


def make_cast() -> Cast:
    """The whole cast, in the database."""
    teams = _teams()
    users = declared.enrol(teams, _hashed())
    workers = {
        key: Worker(key=f"cast-{key}", name=member.name, user=users[key], team=teams.get(member.team or ""))
        for key, member in CAST.items()
    }
    Worker.objects.bulk_create(workers.values())
    cast = Cast(users, teams, workers, _families())
    _involve(cast)
    _restrict(cast)
    return cast


@cache
def _hashed() -> str:
    """The password of them all: to hash it takes longer than to make everybody."""
    return make_password(PASSWORD)


def _teams() -> dict[str, Team]:
    service = Team.objects.create(key=declared.SERVICE, name="Safeguarding service")
    teams = {declared.SERVICE: service}
    for key, name, parent in (
        (declared.OWN_TEAM, "Case management 1", service),
        (declared.OTHER_TEAM, "Case management 2", service),
        (declared.CHAIRS, "Conference chairs", None),
        (declared.FRONT_DOOR, "Lantern front door", None),
    ):
        teams[key] = Team.objects.create(key=key, name=name, parent=parent)
    return teams


def _families() -> dict[str, Family]:
    """Made by kind and not one by one: almost every test asks for them."""
    families = {key: _family(key) for key in FAMILIES}
    Person.objects.bulk_create(one for family in families.values() for one in family.everyone)
    PersonName.objects.bulk_create(
        PersonName(person=person, forename=forename, surname=family.canary)
        for family in families.values()
        for person, forename in zip(family.everyone, ("Ada", "Cal", "Rosa"), strict=True)
    )
    Relationship.objects.bulk_create(
        Relationship(person=child, other=family.mother, relation="mother")
        for family in families.values()
        for child in family.children
    )
    return families


def _family(key: str) -> Family:
    children = [Person(is_child=True, birth_on=day) for day in (date(2015, 4, 9), date(2019, 8, 2))]
    return Family(key, children, Person(birth_on=date(1990, 6, 1)))


def _involve(cast: Cast) -> None:
    Involvement.objects.bulk_create(
        Involvement(child=child, started_on=STARTED, **told)
        for key, family in cast.families.items()
        for child in family.children
        for told in _involved(cast, key)
    )


def _involved(cast: Cast, key: str) -> Iterator[dict[str, Any]]:
    """Who works with a family's children, and as what."""
    if key == "nobodys":
        return
    if key == "other":
        yield {"worker": cast.workers["other_worker"], "team": cast.teams[declared.OTHER_TEAM]}
        return
    yield {"worker": cast.workers["worker"], "team": cast.teams[declared.OWN_TEAM]}
    for member, role in (("chair", "conference_chair"), ("auditor", "auditor"), ("lawyer", "lawyer")):
        yield {"worker": cast.workers[member], "role": role}


def _restrict(cast: Cast) -> None:
    by, reason, owner = cast["governance"], "A colleague's family", cast["service_manager"]
    grades = {"restricted": Grade.RESTRICTED_TO, "hidden": Grade.HIDDEN}
    restrictions = Restriction.objects.bulk_create(
        Restriction(person=person, grade=grade, reason=reason, owner=owner, by=by)
        for key, grade in grades.items()
        for person in cast.families[key].everyone
    )
    RestrictionMember.objects.bulk_create(
        RestrictionMember(restriction=restriction, user=cast[member])
        for restriction in restrictions
        for member in (LISTED if restriction.grade == Grade.RESTRICTED_TO else (KEEPER,))
    )
    Exclusion.objects.bulk_create(
        Exclusion(person=person, user=user, reason="Known to each other", by=by)
        for person in cast.families["excluded"].everyone
        for user in cast.users.values()
    )


@pytest.fixture
def cast(db: Any) -> Cast:
    """The cast."""
    return make_cast()
