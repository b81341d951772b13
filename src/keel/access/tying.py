"""Which member of staff a user is: chosen by an administrator, or known by the address at work that the roster gives.

Only a user who is known as a member of staff is asked about her children. One user is one member of staff at most.
"""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from keel.access.audit import Code, record
from keel.access.models import RoleHeld, User
from keel.access.rules import ANYBODY_ASKS
from keel.clock import today
from keel.record.changes import staff_changed


class CannotBeDone(Exception):
    """What was asked cannot be done; the words say why and what to do instead."""


@transaction.atomic
def tie(*, by: User | None, user: User, worker: Any) -> None:
    """A user is this member of staff from now on, and no other; None: she is none."""
    if by is not None and by.pk == user.pk:
        raise CannotBeDone("Nobody says of herself who she is among staff: ask another administrator.")
    if worker is not None and worker.user_id not in (None, user.pk):
        raise CannotBeDone(f"{worker.called} signs in as somebody else already: untie that user first.")
    _set(by, user.pk, worker.pk if worker else None)
    staff_changed()


@transaction.atomic
def tie_by_address(*, by: User | None = None, user: User | None = None) -> int:
    """Tie whoever is not tied yet to the one member of staff with her address; one user or all. How many were tied."""
    found = _same_address(user)
    for someone, worker in found:
        _set(by, someone, worker)
    if found:
        staff_changed()
    return len(found)


def _set(by: User | None, user: int, worker: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_user_is(%s, %s)", [user, worker])
    record(Code.USER_TIED, by=by, entry=f"access.user:{user}", worker=worker)


def _same_address(user: User | None) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SAME_ADDRESS, {"user": user.pk if user else None, "day": today()})
        return [(someone, worker) for someone, worker in cursor.fetchall()]


# An address that two members of staff share ties nobody: an administrator chooses.
_SAME_ADDRESS = """
SELECT u.id, min(w.id) FROM access_user u
JOIN workforce_worker w ON lower(btrim(w.email)) = lower(u.email) AND (w.to_on IS NULL OR w.to_on > %(day)s)
WHERE u.is_active AND u.left_on IS NULL AND (%(user)s::bigint IS NULL OR u.id = %(user)s)
  AND NOT EXISTS (SELECT FROM workforce_worker own WHERE own.user_id = u.id)
GROUP BY u.id HAVING count(*) = 1 AND count(w.user_id) = 0
ORDER BY u.id
"""


def worker_of(user: User) -> Any:
    """The member of staff that a user is, or None."""
    return _workers().filter(user=user).first()


def choosable(user: User | None = None) -> QuerySet[Any]:
    """The members of staff whom nobody signs in as, and the one that this user is, by name."""
    free = Q(user=None) & (Q(to_on=None) | Q(to_on__gt=today()))
    found = _workers().filter(free | Q(user=user.pk) if user else free)
    return found.order_by("name", "key")


def named(worker: Any) -> str:
    """Enough to tell her from another of her name."""
    team = worker.team.name if worker.team else ""
    return ", ".join(part for part in (worker.called, worker.role, team, worker.key) if part)


def users_unknown() -> QuerySet[User]:
    """Users with a role in which somebody is asked, who are no member of staff: nothing of theirs is asked of them."""
    held = RoleHeld.objects.filter(Q(to_on=None) | Q(to_on__gt=today()), role__in=ANYBODY_ASKS)
    found = User.objects.filter(is_active=True, left_on=None, pk__in=held.values("user"))
    return found.exclude(pk__in=_workers().exclude(user=None).values("user"))


def staff_unknown() -> list[tuple[Any, int]]:
    """Members of staff who have children and cannot sign in, with how many, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker, children FROM access_staff_unknown()")
        children = dict(cursor.fetchall())
    found = _workers().filter(pk__in=children).order_by("name", "key")
    return [(worker, children[worker.pk]) for worker in found]


def _workers() -> QuerySet[Any]:
    return apps.get_model("workforce.Worker")._default_manager.select_related("team")
