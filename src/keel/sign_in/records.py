"""How somebody showed who she is in this session, as the sign-in library writes it down."""

from collections.abc import Sequence
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

SECOND_FACTOR, COUNCIL = "mfa", "socialaccount"
Shown = Sequence[dict[str, Any]]

__all__ = [
    "COUNCIL", "SECOND_FACTOR", "date_council", "forget_second_factor", "has_shown_enough", "latest_at", "note",
    "shown", "shown_by", "ways",
]  # fmt: skip


def shown(request: HttpRequest) -> Shown:
    """What was shown in this session, by whoever is signing in or has signed in."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    return records if isinstance(records, list) else []


def shown_by(request: HttpRequest, user: AbstractBaseUser) -> Shown:
    """What this user showed in this session."""
    return get_authentication_records(request, user)


def has_shown_enough(records: Shown) -> bool:
    """A second factor of her own, or the council's sign-in, which was asked whether it took one."""
    return any(record.get("method") in (SECOND_FACTOR, COUNCIL) for record in records)


def latest_at(records: Shown) -> float:
    """The instant of the last of them; 0 where there is none."""
    return max((float(record.get("at", 0)) for record in records), default=0.0)


def ways(records: Shown) -> list[str]:
    """Each way once, in order: for the log of who signed in."""
    return list(dict.fromkeys(str(record.get("type") or record.get("method")) for record in records))


def note(request: HttpRequest, method: str, **more: Any) -> None:
    """Whoever is signed in has shown something more."""
    record_authentication(request, request.user, method, **more)


def date_council(request: HttpRequest, at: float | None) -> None:
    """At the council she showed who she is when it says so, which may be hours ago; where it does not, long ago."""
    now = timezone.now().timestamp()
    dated = [
        record | ({"at": min(at or 0, now)} if record.get("method") == COUNCIL else {})
        for record in shown(request)
    ]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = dated


def forget_second_factor(request: HttpRequest) -> None:
    """She has none any more: what she showed with it no longer counts in this session."""
    kept = [record for record in shown(request) if record.get("method") != SECOND_FACTOR]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
