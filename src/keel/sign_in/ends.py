"""When a session began, and so when it ends whatever is done in it; when nothing is done, ``access.idle`` ends it."""

from django.http import HttpRequest
from django.utils import timezone

from keel.access import idle
from keel.access.limits import limit

BEGAN = "began_at"
HOUR = 3600


def begin(request: HttpRequest) -> None:
    """The session begins now, and somebody is there."""
    request.session[BEGAN] = request.session[idle.SEEN] = timezone.now().timestamp()


def seconds_left(request: HttpRequest) -> int:
    """Seconds until the session ends whatever is done in it; below 0 where it has ended."""
    if BEGAN not in request.session:
        begin(request)
    return round(request.session[BEGAN] + limit("session_hours") * HOUR - timezone.now().timestamp())
