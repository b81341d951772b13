"""Whoever was not let in, in the log of who did what."""

from allauth.core import context
from django.http import HttpRequest

from keel.access import audit
from keel.access.audit import Code
from keel.access.models import User


def request() -> HttpRequest:
    """The request under way, as the sign-in library keeps it."""
    return context.request


def note(user: User | None, why: str, **more: str) -> None:
    """Write that somebody was refused. Nobody is signed in, so nobody did it; whose account it was is the entry."""
    entry = f"access.User:{user.pk}" if user else ""
    audit.record(Code.USER_REFUSED, by=None, entry=entry, why=why, **more)
