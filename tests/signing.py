"""Signing in, in tests: people with and without a second factor, and the steps of the pages."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from keel.access.models import User

PASSWORD = "three words and a tide"
ASKED_FOR = "/account/?asked=1"
HALF_MINUTE = 30


def make_user(name: str = "Helen Ward", *, password: str | None = PASSWORD) -> User:
    """Somebody who may sign in, with no second factor yet."""
    return User.objects.create_user(
        f"{name.lower().replace(' ', '.')}@severnshire.example", password, name=name
    )


def with_app(user: User) -> str:
    """Codes from an app set up for her; the secret that the app holds."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // HALF_MINUTE + steps))


def wrong(secret: str) -> str:
    """A code that is none of those that are good now."""
    good = {code(secret, steps) for steps in range(-2, 3)}
    return next(figures for figures in map("{:06}".format, range(9)) if figures not in good)


def give_password(client: Client, user: User, password: str = PASSWORD, to: str = ASKED_FOR) -> Any:
    """The first page of signing in."""
    return client.post("/account/login/", {"login": user.email, "password": password, "next": to})


def give_code(client: Client, figures: str) -> Any:
    """The second."""
    return client.post("/account/login/code/", {"code": figures})


def sign_in(client: Client, user: User, secret: str, steps: int = 0) -> Any:
    """Both."""
    give_password(client, user)
    return give_code(client, code(secret, steps))


def is_in(client: Client) -> bool:
    """Whether the pages open."""
    return bool(client.get("/account/").status_code == 200)


class Clock:
    """Instants, moved on by the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moved = timedelta()
        now, seconds = timezone.now, time.time
        monkeypatch.setattr(timezone, "now", lambda: now() + self.moved)
        monkeypatch.setattr(time, "time", lambda: seconds() + self.moved.total_seconds())

    def on(self, **by: float) -> None:
        """So much later."""
        self.moved += timedelta(**by)
