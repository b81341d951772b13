"""The record of an installation, opened as one of its roles; and whoever asks, as a request carries her."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from keel.cli.standing import standing
from keel.database.roles import Role


@contextmanager
def record_as(role: Role) -> Iterator[None]:
    """The application set up, and connected as the role."""
    with standing(is_told=False) as place:
        place.become(role)
        if role is Role.WEB:
            from keel.web.memory import settle  # noqa: PLC0415 -- the application is loaded only now

            settle()  # as a process that serves pages does
        yield


@contextmanager
def asking(user: Any) -> Iterator[None]:
    """One transaction in which a user asks, as the web role: the walls stand, and what she finds is hers to find."""
    from django.db import connection, transaction  # noqa: PLC0415 -- the application is loaded only now

    from keel.access.claims import TRANSACTION, claim_for  # noqa: PLC0415

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {TRANSACTION}, set_config('role', %s, true), set_config('keel.mine', '', true)",
                [Role.WEB.value],
            )
            claim = claim_for(user.pk, cursor.fetchone()[0])
            cursor.execute("SELECT set_config('keel.claim', %s, true)", [claim])
        yield


def someone_who_finds(email: str = "searcher@severnshire.example") -> Any:
    """A social worker with no child of her own, made by the owner at the first asking: she may search."""
    from datetime import date  # noqa: PLC0415

    from keel.access.models import RoleHeld, User  # noqa: PLC0415
    from keel.access.roles import Role as Held  # noqa: PLC0415

    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name="Somebody who searches")
        RoleHeld.objects.create(user=user, role=Held.SOCIAL_WORKER, from_on=date(2020, 1, 1))
    return user
