"""Browsers that an account has signed in with before, so that guessing from elsewhere does not slow its owner down.

A cookie says so, signed. It lets nobody in: whoever steals one may be wrong a few times more, and that is all.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "keel.sign_in.browsers"
KEPT = 90 * 24 * 3600  # seconds
AT_MOST = 12  # accounts that one browser remembers
ANY_OTHER = "any other"


def browser_of(request: HttpRequest, email: str) -> str:
    """A name for this browser if the account has signed in with it; otherwise one name for all others."""
    return _known(request).get(_account(email), ANY_OTHER)


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """The account has signed in with this browser."""
    known = _known(request)
    name = known.pop(_account(email), None) or secrets.token_urlsafe(8)
    latest = dict(list(known.items())[-(AT_MOST - 1) :]) | {_account(email): name}
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps(latest, salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        return dict(
            signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=KEPT)
        )
    except signing.BadSignature:
        return {}


def _account(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]
