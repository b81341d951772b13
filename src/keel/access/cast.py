"""The cast: one made-up person for each role, the same in the demo and in every test. Nobody in it exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from keel.access.models import RoleHeld, User
from keel.access.roles import Role

SINCE = date(2020, 1, 1)
DOMAIN = "severnshire.example"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the cast; ``team`` is the key of the team the role is held for, None for the whole service."""

    name: str
    role: Role
    team: str | None = None
    about: str = ""

    @property
    def email(self) -> str:
        """The address she signs in with."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


SERVICE, OWN_TEAM, OTHER_TEAM, CHAIRS, FRONT_DOOR = "S01", "T04", "T05", "T11", "T01"

CAST: Mapping[str, Member] = {
    "worker": Member("Maya Okoro", Role.SOCIAL_WORKER, OWN_TEAM, "social worker"),
    "team_manager": Member("Helen Ward", Role.TEAM_MANAGER, OWN_TEAM, "her team manager"),
    "other_worker": Member("Ben Carter", Role.SOCIAL_WORKER, OTHER_TEAM, "a worker of another team"),
    "other_manager": Member("Olivia Shaw", Role.TEAM_MANAGER, OTHER_TEAM, "the manager of that team"),
    "service_manager": Member("Priya Nair", Role.SERVICE_MANAGER, SERVICE, "service manager over both teams"),
    "head_of_service": Member("David Osei", Role.HEAD_OF_SERVICE),
    "chair": Member("Ruth Kelly", Role.CONFERENCE_CHAIR, CHAIRS, "conference chair"),
    "chairs_manager": Member("Ian Frost", Role.CHAIRS_MANAGER, CHAIRS),
    "qa_lead": Member("Leila Haddad", Role.QA_LEAD),
    "auditor": Member("Sam Whitlock", Role.AUDITOR),
    "lawyer": Member("Nadia Petrov", Role.LAWYER),
    "business": Member("Carol Bright", Role.BUSINESS_SUPPORT, OWN_TEAM),
    "front_door": Member("Jo Marsh", Role.FRONT_DOOR_WORKER, FRONT_DOOR),
    "front_door_manager": Member("Sunita Rao", Role.TEAM_MANAGER, FRONT_DOOR, "manager of the front door"),
    "duty": Member("Abdi Warsame", Role.EMERGENCY_DUTY),
    "analyst": Member("Wei Lin", Role.DATA_ANALYST),
    "governance": Member("Grace Adeyemi", Role.INFORMATION_GOVERNANCE),
    "administrator": Member("Rob Stone", Role.SYSTEM_ADMINISTRATOR),
    "director": Member("Fiona Grant", Role.DIRECTOR),
    "chief_executive": Member("Martin Hale", Role.CHIEF_EXECUTIVE, None, "chief executive, chairs the board"),
    "partner": Member("Kemi Balogun", Role.PARTNER, None, "health visitor"),
}


def enrol(teams: Mapping[str, Any], hashed: str) -> dict[str, User]:
    """Make the users of the cast, who hold their roles for the teams given by key, with one hashed password."""
    users = {key: User(email=member.email, name=member.name, password=hashed) for key, member in CAST.items()}
    User.objects.bulk_create(users.values())
    RoleHeld.objects.bulk_create(
        RoleHeld(
            user=users[key], role=member.role, team=teams[member.team] if member.team else None, from_on=SINCE
        )
        for key, member in CAST.items()
    )
    return users
