"""Which records stand open to whom, read from the database as it is at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from keel.access.models import User
from keel.access.policy import Act, Asker, Held, OpenedFor, Restricted, Standing, Tie, decide
from keel.access.request import current
from keel.access.roles import Role
from keel.access.rules import Relation


@dataclass(frozen=True, slots=True)
class Stood:
    """A standing, and whether there is a record at all."""

    is_there: bool
    standing: Standing


def asker_of(user_id: int | None, *, has_stepped_up: bool = False) -> Asker:
    """Who asks, with the roles held today. One statement."""
    if user_id is None:
        return Asker(None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.role, h.team, u.is_active AND (u.left_on IS NULL OR u.left_on > access_today()) "
            "FROM access_user u LEFT JOIN access_held(u.id) h ON true WHERE u.id = %s",
            [user_id],
        )
        rows = cursor.fetchall()
    held = frozenset(Held(Role(role), team) for role, team, _ in rows if role)
    return Asker(user_id, held, is_gone=not rows or not rows[0][2], has_stepped_up=has_stepped_up)


def _known_asker(user_id: int) -> Asker:
    """Who asks in the request under way, which has read what she holds; anybody else is read now."""
    under_way = current()
    return under_way.asker if under_way and under_way.user_id == user_id else asker_of(user_id)


def standing_of(user_id: int, person_id: UUID) -> Stood:
    """How a record stands to a user. One statement, the same whether or not there is such a record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_standing(%s, %s)", [user_id, person_id])
        is_there, ties, closed, is_listed, purpose, until, has_stepped_up, ring = cursor.fetchone()
    standing = Standing(
        ties=frozenset(Tie(Role(role), Relation(relation)) for role, relation in map(str.split, ties)),
        restricted=_restricted(closed, is_listed),
        is_excluded="excluded" in closed,
        opened=OpenedFor(purpose, until, has_stepped_up) if purpose else None,
        ring=ring or "",
    )
    return Stood(is_there, standing)


def _restricted(closed: list[str], is_listed: bool) -> Restricted:
    if "hidden" in closed:
        return Restricted.HIDDEN
    if "restricted" in closed:
        return Restricted.RESTRICTED
    return Restricted.LISTED if is_listed else Restricted.NO


def open_to(user: User | None) -> QuerySet[Any]:
    """The ids of the persons whose case record is open to a user, as a subquery."""
    persons = _persons()
    if user is None or user.pk is None:
        return persons.none()
    if reads_all(user):
        closed = RawSQL("SELECT person FROM access_closed(%s)", [user.pk])
        opened = RawSQL("SELECT access_open_to(%s)", [user.pk])
        return persons.exclude(pk__in=closed) | persons.filter(pk__in=opened)
    return persons.filter(pk__in=RawSQL("SELECT access_open_to(%s)", [user.pk]))


def children_open_to(user: User) -> Case:
    """Rows of the children whose records are open to a user, by their ``child``.

    A condition of its own, so that the planner asks once for a statement: it makes a join of a bare ``IN``, and where
    it expects one row and finds a thousand it would ask at each.
    """
    hers = Q(child__in=RawSQL("SELECT access_children_open_to(%s)", [user.pk]))
    if reads_all(user):
        hers |= ~Q(child__in=RawSQL("SELECT person FROM access_closed(%s)", [user.pk]))
    return Case(When(hers, then=True), default=False, output_field=BooleanField())


def note(children: Iterable[UUID]) -> None:
    """Say whom a list is about to tell of: what is read of them next asks no more whose record is open at all.

    The database looks whether each is open to whoever asks, and notes no other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_note(%s)", [list(children)])


def findable_by(user: User | None) -> QuerySet[Any]:
    """The ids of the persons that a search may show to a user, as a subquery: none that is closed to her."""
    persons = _persons()
    if user is None or not decide(_known_asker(user.pk), Act.CHILD_FIND):
        return persons.none()
    closed = RawSQL("SELECT person FROM access_closed(%s)", [user.pk])
    opened = RawSQL("SELECT access_open_though_closed(%s)", [user.pk])
    return persons.exclude(pk__in=closed) | persons.filter(pk__in=opened)


def askable_by(user: User | None) -> QuerySet[Any]:
    """The ids of restricted persons whom a user may break the glass to: a search may say that there is one."""
    persons = _persons()
    if user is None:
        return persons.none()
    return persons.filter(pk__in=RawSQL("SELECT access_askable(%s)", [user.pk]))


def helped_by(user: User | None) -> RawSQL | list[UUID]:
    """The ids of the children whom somebody of another agency helps now and who are not closed to her."""
    return RawSQL("SELECT access_helps(%s)", [user.pk]) if user and user.pk else []


def front_doors_of(user: User) -> list[int]:
    """The front door's teams for which a user may put a child on file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_may_register(%s) team ORDER BY team", [user.pk])
        return [team for (team,) in cursor.fetchall()]


def reads_all(user: User) -> bool:
    """Whether every child's record that is not closed to her is open to a user."""
    under_way = current()
    if under_way is None or under_way.user_id != user.pk:
        return _reads_all(user)
    if "reads all" not in under_way.read_once:
        under_way.read_once["reads all"] = _reads_all(user)
    return bool(under_way.read_once["reads all"])


def _reads_all(user: User) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_reads_all(%s)", [user.pk])
        return bool(cursor.fetchone()[0])


def special_roles() -> list[str]:
    """The involvements of whoever chairs, checks or helps, as the sources write them; read once for a page that only
    reads.
    """
    under_way = current()
    if under_way is None or not under_way.is_reading:
        return _special_roles()
    if "special roles" not in under_way.read_once:
        under_way.read_once["special roles"] = _special_roles()
    return list(under_way.read_once["special roles"])


def _special_roles() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_special_roles()")
        return [role for (role,) in cursor.fetchall()]


def teams_of(asker: Asker, *roles: Role) -> frozenset[int] | None:
    """The teams, with those beneath, that roles are held for; None for the whole service, empty for none at all."""
    held = [held for held in asker.held if not roles or held.role in roles]
    if any(one.team is None for one in held):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_teams(%s)", [[one.team for one in held]])
        return frozenset(team for (team,) in cursor.fetchall())


def holders(role: Role) -> QuerySet[User]:
    """The users who hold a role today."""
    return User.objects.filter(pk__in=RawSQL("SELECT user_id FROM access_holders(%s)", [role.value]))


def _persons() -> QuerySet[Any]:
    manager = apps.get_model("people.Person")._base_manager
    return manager.order_by().values("pk")
