"""The made-up authority brought into a record, with its cast able to sign in: what the demo opens on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction

from keel import invent
from keel.access.models import Grade, Restriction, RestrictionMember, RoleHeld, User
from keel.access.roles import Role
from keel.continuity import planting as staff
from keel.invent.authority import DEMO_DAY
from keel.invent.cast import Cast, Member, demo_cast
from keel.loading.models import Load
from keel.loading.progress import Step
from keel.loading.running import State, run
from keel.oversight.rebuild import rebuild
from keel.people.models import Identifier, Person
from keel.scrutiny import planting
from keel.supervision import planting as supervision
from keel.workforce.models import Team, Worker

PASSWORD = "keel severnshire demo"  # nosec: printed for whoever tries the demo, of people who do not exist
SINCE = DEMO_DAY.replace(year=DEMO_DAY.year - 5)


@dataclass(frozen=True, slots=True)
class Plays:
    """The role that a member of the cast holds, and whether for her team or for the whole service."""

    role: Role
    is_of_team: bool = False


PLAYS: Mapping[str, Plays] = {
    "social worker": Plays(Role.SOCIAL_WORKER, is_of_team=True),
    "team manager": Plays(Role.TEAM_MANAGER, is_of_team=True),
    "service manager": Plays(Role.SERVICE_MANAGER, is_of_team=True),
    "conference chair": Plays(Role.CONFERENCE_CHAIR, is_of_team=True),
    "chairs’ manager": Plays(Role.CHAIRS_MANAGER, is_of_team=True),
    "quality lead": Plays(Role.QA_LEAD),
    "auditor": Plays(Role.AUDITOR),
    "lawyer": Plays(Role.LAWYER),
    "director": Plays(Role.DIRECTOR),
    "chief executive": Plays(Role.CHIEF_EXECUTIVE),
    "other worker": Plays(Role.SOCIAL_WORKER, is_of_team=True),
    "health visitor": Plays(Role.PARTNER),
    "front door worker": Plays(Role.FRONT_DOOR_WORKER, is_of_team=True),
    "front door manager": Plays(Role.TEAM_MANAGER, is_of_team=True),
}
BESIDE: Mapping[str, tuple[str, Role]] = {  # who supports the whole service or runs Keel, and holds no case
    "business support": ("Joan Pryce", Role.BUSINESS_SUPPORT),
    "data analyst": ("Wei Lin", Role.DATA_ANALYST),
    "information governance": ("Grace Adeyemi", Role.INFORMATION_GOVERNANCE),
    "administrator": ("Rob Stone", Role.SYSTEM_ADMINISTRATOR),
}


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in, and as what."""

    part: str
    name: str
    email: str


def is_settled() -> bool:
    """Whether the cast may sign in already."""
    return User.objects.filter(email=demo_cast()["team manager"].email).exists()


def bring_severnshire_in(watching: Step | None = None) -> None:
    """Write the authority's people and its extract, and load both. What is loaded already changes nothing."""
    with TemporaryDirectory() as place:
        for name, write in (("Severnshire roster", invent.demo_roster), ("Severnshire SSD", invent.demo)):
            load = Load.objects.create(label=name, asked_as_of=DEMO_DAY)
            outcome = run(load, write(Path(place, name)), watching)
            if outcome.state is not State.DONE:
                raise RuntimeError(f"{name}: {outcome.words}")


def settle_cast() -> None:
    """Make the cast's accounts, tie them to the workers they are, and restrict the one family. Once only."""
    if is_settled():
        return
    cast = demo_cast()
    with transaction.atomic():
        for part, member in cast.members.items():
            _enrol(part, member)
        for name, role in BESIDE.values():
            _hold(_account(name, _address(name)), role, None)
        _enrol_others()
        _restrict(cast)
        team = Team.objects.get(key=cast["team manager"].team)
        planting.plant(Worker.objects.get(key=cast["conference chair"].worker), team, DEMO_DAY)
        _plant_staff(cast, team)
        _plant_supervision(cast, team)
    rebuild()  # now that somebody holds each post, what is asked is asked of somebody


def sign_ins() -> Iterator[SignIn]:
    """Who may sign in to the demo."""
    for part, member in demo_cast().members.items():
        yield SignIn(part, member.name, member.email)
    for part, (name, _) in BESIDE.items():
        yield SignIn(part, name, _address(name))


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@severnshire.example"


def _account(name: str, email: str) -> User:
    """Somebody who signs in with the password and a one-time code, as everybody must."""
    user = User.objects.create(email=email, name=name, password=_hashed())
    TOTP.activate(user, generate_totp_secret())
    return user


@cache
def _hashed() -> str:
    """The password as it is kept: one for all, since to hash it is made to take half a second."""
    return make_password(PASSWORD)


def _enrol(part: str, member: Member) -> None:
    user = _account(member.name, member.email)
    plays = PLAYS[part]
    _hold(user, plays.role, Team.objects.get(key=member.team) if plays.is_of_team else None)
    Worker.objects.filter(key=member.worker).update(user=user)


OTHERS: Mapping[
    str, Plays
] = {  # who answers for children beside the cast; they have an account and never sign in
    "Social Worker": Plays(Role.SOCIAL_WORKER, is_of_team=True),
    "Team Manager": Plays(Role.TEAM_MANAGER, is_of_team=True),
    "Service Manager": Plays(Role.SERVICE_MANAGER, is_of_team=True),
    "Conference Chair": Plays(Role.CONFERENCE_CHAIR, is_of_team=True),
}


def _enrol_others() -> None:
    for worker in Worker.objects.filter(role__in=OTHERS, user=None, to_on=None).select_related("team"):
        plays = OTHERS[worker.role]
        user = User.objects.create(
            email=_address(f"{worker.name} {worker.key}"), name=worker.name, password="!"
        )
        _hold(user, plays.role, worker.team)
        Worker.objects.filter(pk=worker.pk).update(user=user)


def _hold(user: User, role: Role, team: Team | None) -> None:
    RoleHeld.objects.create(user=user, role=role, team=team, from_on=SINCE)


def _plant_staff(cast: Cast, team: Team) -> None:
    """Posts, absences and a handover between the social worker and somebody of her team."""
    worker = Worker.objects.get(key=cast["social worker"].worker)
    beside = Worker.objects.there(DEMO_DAY).filter(team=team, role=worker.role).exclude(pk=worker.pk)
    manager = User.objects.get(email=cast["team manager"].email)
    staff.plant(worker=worker, deputy=beside.order_by("key")[0], manager=manager, day=DEMO_DAY)


def _plant_supervision(cast: Cast, team: Team) -> None:
    """The last session of a few workers of the team."""
    manager, worker = (
        Worker.objects.get(key=cast[part].worker) for part in ("team manager", "social worker")
    )
    supervision.plant(team, manager, worker, DEMO_DAY)


def _restrict(cast: Cast) -> None:
    """The family that only those who work with it may know of."""
    owner = User.objects.get(email=cast["service manager"].email)
    keys = (*cast.restricted.children, *cast.restricted.relatives)
    listed = User.objects.filter(worker__key__in=cast.restricted.cleared)
    family = Identifier.objects.filter(value__in=keys).values("person")
    for person in Person.objects.filter(pk__in=family):
        restriction = Restriction.objects.create(
            person=person,
            grade=Grade.RESTRICTED_TO,
            reason="A relative works for the authority.",
            owner=owner,
            by=owner,
        )
        RestrictionMember.objects.bulk_create(
            RestrictionMember(restriction=restriction, user=user) for user in listed
        )
