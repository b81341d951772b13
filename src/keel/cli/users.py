"""``keel create-user``: somebody who may sign in, with the roles that she holds."""

import getpass
import sys
from pathlib import Path
from typing import Any

import typer

from keel.cli.door import RefusedRequest
from keel.cli.standing import standing
from keel.clock import today
from keel.database.roles import Role as DatabaseRole

NOBODY = (
    "Among the staff she is nobody yet: nothing that a worker answers for is asked of her. Say --worker KEY."
)


def run_create_user(
    email: str, name: str, roles: list[str], password_file: Path | None, worker: str | None = None
) -> None:
    """Make a user, whole or not at all."""
    with standing(is_told=False) as place:
        place.become(DatabaseRole.OWNER)
        from django.core.exceptions import ValidationError  # noqa: PLC0415 - once the application is loaded
        from django.db import transaction  # noqa: PLC0415

        try:
            with transaction.atomic():
                known = _make(email, name, roles, password_file, worker)
        except ValidationError as error:
            raise RefusedRequest(" ".join(error.messages)) from error
    held = ", ".join(roles) or "no role yet, so nothing is open to her"
    typer.echo(f"{name} may sign in as {email.lower()}: {held}.")
    typer.echo(f"Among the staff she is {known}." if known else NOBODY)


def _make(email: str, name: str, roles: list[str], password_file: Path | None, key: str | None) -> str:
    """Make her; the member of staff that she is, in words."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415

    from keel.access.models import RoleHeld, User  # noqa: PLC0415 - once the application is loaded

    if User.objects.filter(email__iexact=email).exists():
        raise RefusedRequest(f"{email} may sign in already; nothing was changed")
    user = User(email=email, name=name)
    password = _password(password_file)
    user.set_password(password)
    user.full_clean()
    validate_password(password, user)
    user = User.objects.create_user(email, password, name=name)
    for role in roles:
        held = RoleHeld(user=user, role=role, from_on=today())
        held.full_clean()
        held.save()
    return _tied(user, key)


def _tied(user: Any, key: str | None) -> str:
    from keel.access import tying  # noqa: PLC0415 - once the application is loaded

    if key is None:
        tying.tie_by_address(user=user)
    else:
        worker = tying.choosable().filter(key=key).first()
        if worker is None:
            raise RefusedRequest(
                f"no member of staff whom nobody signs in as has the key {key}; nothing was made"
            )
        tying.tie(by=None, user=user, worker=worker)
    known = tying.worker_of(user)
    return tying.named(known) if known else ""


def _password(file: Path | None) -> str:
    if file:
        return file.read_text(encoding="utf-8").splitlines()[0]
    if not sys.stdin.isatty():
        raise RefusedRequest("no password was given; run this in a terminal, or give --password-file")
    first, again = getpass.getpass("Password: "), getpass.getpass("The same again: ")
    if first != again:
        raise RefusedRequest("the two passwords are not the same; nothing was made")
    return first
