"""One line in the log for each request."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

Answering = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("keel.answered")


class OneLine:
    """Writes a line for each request: who asked for what kind of page, what came of it, how long it took."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write the line."""
        began, asked = time.perf_counter(), Statements()
        with connection.execute_wrapper(asked):
            response = self.get_response(request)
        under_way = getattr(request, "under_way", None)
        log.info(
            "answered",
            extra={
                "method": request.method,
                "page": request.resolver_match.route if request.resolver_match else None,
                "status": response.status_code,
                "ms": round(1000 * (time.perf_counter() - began), 1),
                "statements": asked.count,
                "request_id": str(under_way.id) if under_way else None,
                "user_id": under_way.user_id if under_way else None,
            },
        )
        return response


class Statements:
    """Counts what the database is asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        """Count one, and ask it."""
        self.count += 1
        return execute(*words)
