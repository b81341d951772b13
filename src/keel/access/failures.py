"""What is said when the database cannot do its part."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
DISK_FULL, TOO_BUSY = ("53100",), ("57014", "55P03", "40P01", "40001")
NOT_KNOWN = ("28000",)  # the claim of who asks is not good: see sql/asker.sql
READING = {"GET", "HEAD"}


def unavailable(request: HttpRequest, error: Exception, *, is_committing: bool = False) -> HttpResponse:
    """A page with status 503 that says what went wrong and, truly, whether anything was saved."""
    state = _state(error)
    log.error("database failed: %s %s", type(error).__name__, state)
    words = {
        "problem": _problem(state),
        "saved": _saved(request, error, is_committing),
        "reference": _reference(request),
    }
    return HttpResponse(render_to_string("503.html", words), status=503, headers={"Retry-After": "10"})


def _state(error: BaseException | None) -> str:
    """The code that PostgreSQL gave, wherever in the chain of causes it is; blank where the connection broke."""
    while error is not None:
        if state := getattr(error, "sqlstate", None):
            return str(state)
        error = error.__cause__
    return ""


def _reference(request: HttpRequest) -> str:
    under_way = getattr(request, "under_way", None)
    return str(under_way.id) if under_way else ""


def _problem(state: str) -> str:
    if state in DISK_FULL:
        return "The database has no room left on its disk. Whoever looks after Keel must make room."
    if state in TOO_BUSY:
        return "Keel is very busy. Wait a moment and try again."
    if state in NOT_KNOWN:
        return (
            "The database does not know who asks, and so shows nothing. "
            "Whoever looks after Keel must run “keel migrate”, which tells it this installation's secret."
        )
    return "Keel cannot reach its database. Wait a moment and try again."


def _saved(request: HttpRequest, error: Exception, is_committing: bool) -> str:
    if request.method in READING:
        return "You were only reading: nothing is lost."
    if is_committing and not _state(error):
        return "The connection broke while saving: look whether it was saved before you send it again."
    return "What you sent was not saved. Go back in your browser: what you typed is still there."
