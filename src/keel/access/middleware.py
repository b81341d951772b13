"""Each request is one transaction, carries who asks to the database, and writes its looks before it commits."""

from collections.abc import Callable
from urllib.parse import urlencode

import pghistory
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from psycopg.errors import InFailedSqlTransaction
from psycopg.pq import TransactionStatus

from keel.access import claims, idle, step_up
from keel.access import request as requests
from keel.access.door import ReasonNeeded, StepUpNeeded
from keel.access.failures import unavailable
from keel.access.queries import asker_of

Answering = Callable[[HttpRequest], HttpResponse]
WITHOUT_DATABASE = "/health/"  # asked by whatever watches the process, which must answer without one
SERVER_ERROR = 500
READS = ("GET", "HEAD")
FORGOTTEN = {
    "keel.mine": "",
    "keel.children": "",
    "keel.about": "",
    "keel.helped": "",
}  # what the walls found for the transaction before
UNREACHABLE = (OperationalError, InterfaceError)  # what a mistake of ours does not raise


class NotLogged(Exception):
    """The looks of a request could not be written: nothing of it is shown."""


class NotTold(Exception):
    """A statement failed and whatever sent it went on, as a template does within an "if": nothing is shown."""


class OneTransaction:
    """Wraps a request, session and all, in one transaction; what ends in a failure of ours leaves nothing behind.

    The looks are written last. Where they cannot be, the answer is thrown away: what was not logged is not shown.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say that the database could not."""
        if request.path_info.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        under_way = requests.UnderWay(is_reading=request.method in READS)
        request.under_way = under_way  # type: ignore[attr-defined]
        requests.begin(under_way)
        try:
            response = self._answered(request, under_way)
        finally:
            requests.begin(None)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = str(under_way.id)
        return response

    def _answered(self, request: HttpRequest, under_way: requests.UnderWay) -> HttpResponse:
        is_answered = False
        try:
            with transaction.atomic(), _as_web_role() as under_way.transaction:
                with connection.execute_wrapper(under_way.noting_failures):
                    response = self.get_response(request)
                if response.status_code >= SERVER_ERROR:
                    transaction.set_rollback(True)
                elif _has_failed():
                    raise NotTold from under_way.failure
                else:
                    _write_looks(under_way)
                is_answered = True
        except (*UNREACHABLE, NotLogged, NotTold) as error:
            return unavailable(request, error, is_committing=is_answered)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view could not answer: a reason is needed, or the database failed."""
        if isinstance(exception, ReasonNeeded):
            return _to(reverse("access:reason", args=[exception.person]), request)
        if isinstance(exception, StepUpNeeded):
            return step_up.page(request)
        first = request.under_way.failure  # type: ignore[attr-defined]
        if isinstance(exception.__cause__, InFailedSqlTransaction) and first is not None:
            exception = first  # which a template passed over
        if isinstance(exception, UNREACHABLE):
            return unavailable(request, exception)
        return None


class WhoAsks:
    """Reads who asks and what she holds now, ends the session of whoever left or was idle, and tells the database."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the user who asks."""
        if request.path_info.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        if not request.user.is_authenticated:
            if SESSION_KEY in request.session:  # of somebody who may no longer sign in
                logout(request)
            return self.get_response(request)
        user_id = request.user.pk
        asker = asker_of(user_id, has_stepped_up=step_up.is_recent(request))
        if asker.is_gone or idle.is_over(request):
            logout(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        under_way: requests.UnderWay = request.under_way  # type: ignore[attr-defined]
        under_way.asker = asker
        claim = claims.claim_for(user_id, under_way.transaction, has_stepped_up=asker.has_stepped_up)
        _set(**{"keel.claim": claim})
        with pghistory.context(user=user_id, request=str(under_way.id)):
            return self.get_response(request)


def _has_failed() -> bool:
    """Whether the database takes no more statements of this transaction, because one failed."""
    return bool(connection.connection.info.transaction_status == TransactionStatus.INERROR)


def _write_looks(under_way: requests.UnderWay) -> None:
    try:
        under_way.write_looks()
    except DatabaseError as error:
        raise NotLogged from error


class _as_web_role:  # noqa: N801 -- reads as a phrase where it is used
    """Within: the role that row security holds. A test lies inside a transaction of its own, and gets its role back."""

    def __enter__(self) -> str:
        """The transaction that begins, as a claim names it."""
        return _set(role=settings.WEB_DATABASE_ROLE, **FORGOTTEN)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and len(connection.savepoint_ids) > 0 and not connection.needs_rollback:
            _set(role="none", **{"keel.claim": ""}, **FORGOTTEN)


def _set(**values: str) -> str:
    calls = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {claims.TRANSACTION}, {calls}", [part for pair in values.items() for part in pair]
        )
        return str(cursor.fetchone()[0])


def _to(path: str, request: HttpRequest) -> HttpResponseRedirect:
    following = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return HttpResponseRedirect(f"{path}?{urlencode({'next': following})}")
