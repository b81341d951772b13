"""Who may sign in, and in which roles. Nobody gives herself a role, and no administrator sees a child by being one."""

from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, Func

from keel.access import tying
from keel.access.audit import Code, record
from keel.access.models import RoleHeld, User
from keel.access.roles import Role
from keel.access.tying import CannotBeDone
from keel.record.changes import staff_changed

__all__ = ["CannotBeDone", "end_role", "give_role", "leave", "make_user"]
TODAY = Func(function="access_today", output_field=DateField())  # the server's own day, which cannot be set


@transaction.atomic
def make_user(*, by: User | None, name: str, email: str, worker: Any = None) -> User:
    """Somebody who may sign in at the council's own sign-in; a member of staff as chosen, or else by her address."""
    user = User.objects.create_user(email, name=name)
    record(Code.USER_MADE, by=by, entry=f"access.user:{user.pk}")
    if worker is not None:
        tying.tie(by=by, user=user, worker=worker)
    else:
        tying.tie_by_address(by=by, user=user)
    return user


@transaction.atomic
def give_role(*, by: User | None, user: User, role: Role, team: Any = None) -> RoleHeld:
    """A role from today, for a team and those beneath it, or for the whole service."""
    if by is not None and by.pk == user.pk:
        raise CannotBeDone("Nobody gives herself a role: ask another administrator.")
    if RoleHeld.objects.filter(user=user, role=role, team=team, to_on=None).exists():
        raise CannotBeDone("She holds this role already.")
    held = RoleHeld.objects.create(user=user, role=role, team=team, from_on=TODAY)
    record(Code.ROLE_GIVEN, by=by, entry=f"access.roleheld:{held.pk}", user=user.pk, role=role)
    staff_changed()
    return held


@transaction.atomic
def end_role(*, by: User | None, held: RoleHeld) -> None:
    """A role ends now."""
    RoleHeld.objects.filter(pk=held.pk).update(to_on=TODAY)
    record(Code.ROLE_ENDED, by=by, entry=f"access.roleheld:{held.pk}", user=held.user_id, role=held.role)
    staff_changed()


@transaction.atomic
def leave(*, by: User | None, user: User) -> None:
    """Somebody leaves now: her roles end with her, and her sessions with her next request."""
    if by is not None and by.pk == user.pk:
        raise CannotBeDone("Another administrator says that you have left.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_user_left(%s)", [user.pk])
    for held in RoleHeld.objects.filter(user=user, to_on=None):
        end_role(by=by, held=held)
    record(Code.USER_LEFT, by=by, entry=f"access.user:{user.pk}")
    staff_changed()
