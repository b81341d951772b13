"""Logs: one JSON line each, with identifiers only. No name, no address line, nothing that anybody typed.

What libraries say is kept as they worded it, without what they put in; of a fault, its kind and where it was, without
its message: a database names the row that it refused. The request's identifier is the one that the user is shown.
"""

import logging
import logging.config
import traceback
from types import TracebackType
from typing import Any

from django.apps import apps
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornLogger
from pythonjsonlogger.json import JsonFormatter

OURS = ("keel.", "gunicorn.", "procrastinate.")  # what these put into a message are identifiers
FIELDS = "%(levelname)s %(name)s %(message)s"
NAMES = {"levelname": "level", "name": "from", "message": "said"}


class WithoutValues(logging.Filter):
    """Takes out of a record what may have come from a child's record or from whoever typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: nothing is left out, only what it says of people."""
        if not record.name.startswith(OURS):
            record.msg, record.args = str(record.msg), None
            record.__dict__.pop("request", None)
        if record.exc_info and not isinstance(record.exc_info, bool):
            record.__dict__["fault"] = fault(*record.exc_info)
            record.exc_info = record.exc_text = None
        record.__dict__.update(_of_the_request())
        return True


def _of_the_request() -> dict[str, Any]:
    if not apps.ready:
        return {}
    from keel.access import request as requests  # noqa: PLC0415 - logs are set up before the application is

    under_way = requests.current()
    return {"request_id": str(under_way.id), "user_id": under_way.user_id} if under_way else {}


def fault(
    kind: type[BaseException] | None, error: BaseException | None, frames: TracebackType | None
) -> dict[str, Any]:
    """What kind of fault it was, what caused it, and through which lines of code it came."""
    kinds = [kind.__name__] if kind else []
    while error is not None and (error := error.__cause__ or error.__context__):
        kinds.append(type(error).__name__)
    came = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(frames)]
    return {"kinds": kinds, "came_by": came}


class InWords(logging.Formatter):
    """The same on a terminal, for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the way of a fault beneath it."""
        said = record.getMessage()
        told: dict[str, Any] = record.__dict__.get("fault", {})
        kinds, came = told.get("kinds", []), told.get("came_by", [])
        return "\n    ".join([f"keel: {said} {' from '.join(kinds)}".rstrip(), *came])


class Gunicorn(GunicornLogger):
    """The web server says what it has to say in the same lines."""

    def setup(self, cfg: Config) -> None:
        """Leave its own two logs without outlets of their own."""
        logging.config.dictConfig(settings.LOGGING)
        for each in (self.error_log, self.access_log):
            each.handlers.clear()
            each.propagate = True
        self.error_log.setLevel(logging.WARNING)


def logging_settings(*, is_for_people: bool) -> dict[str, Any]:
    """Everything goes to standard error, for whoever runs Keel to send on."""
    json = {"()": JsonFormatter, "fmt": FIELDS, "rename_fields": NAMES, "timestamp": "at"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_values": {"()": WithoutValues}},
        "formatters": {"kept": {"()": InWords} if is_for_people else json},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "filters": ["without_values"], "formatter": "kept"}
        },
        "root": {"handlers": ["out"], "level": "WARNING" if is_for_people else "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
        },
    }
