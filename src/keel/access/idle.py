"""When a session ends because nobody does anything in it."""

import time

from django.http import HttpRequest

from keel.access.limits import limit

SEEN = "seen_at"
NOT_EVERY_TIME = 30  # seconds; a session is not written again for every page
BACKGROUND = "HTTP_X_KEEL_BACKGROUND"  # a page that asks by itself does not keep a session alive


def is_over(request: HttpRequest) -> bool:
    """Whether the session has been idle too long; otherwise it is noted that somebody is there."""
    now, seen = time.time(), request.session.get(SEEN)
    if seen is not None and now - seen >= limit("idle_minutes") * 60:
        return True
    if BACKGROUND not in request.META and (seen is None or now - seen > NOT_EVERY_TIME):
        request.session[SEEN] = now
    return False


def as_attributes() -> dict[str, int]:
    """What the page needs to warn in time: seconds until the end, and how long before it to warn."""
    return {"ends_after": limit("idle_minutes") * 60, "warns_before": limit("idle_warning_minutes") * 60}
