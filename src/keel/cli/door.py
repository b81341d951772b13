"""The one door out: what goes wrong with input is said in one sentence, with exit code 2, and never as a traceback."""

import errno
import gc
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from keel.database.problem import DatabaseProblem
from keel.exchange.findings import UnreadableSource
from keel.practice.standards import StandardError
from keel.report.delivery import UnwritableReport

UsageError: Any = typer.BadParameter.__bases__[
    0
]  # typer gives no public name to the class of all wrong arguments

READ, FOUND, REFUSED, FAULT = 0, 1, 2, 3  # exit codes; the last is a fault of Keel's own
LOOK_FOR_CIRCLES = 100_000  # new objects; Python's own 700 costs a short-lived command a tenth of its time
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no room, no more room allowed, file too large
DISK_FULL = "53100"  # what PostgreSQL calls it
TRACE = "KEEL_TRACE"  # set in the environment, it shows where a fault of Keel's own happened


class RefusedRequest(Exception):
    """Something asked for that cannot be done. The message is one sentence: what, where, what to do."""


class OneSentence(TyperGroup):
    """A group of commands whose errors are one sentence."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command, and turn every expected error into a sentence and an exit code."""
        kwargs["standalone_mode"] = False
        gc.set_threshold(LOOK_FOR_CIRCLES)
        try:
            code = super().main(*args, **kwargs)
            sys.stdout.flush()
        except (UnreadableSource, StandardError, UnwritableReport, RefusedRequest, DatabaseProblem) as error:
            _refuse(str(error))
        except UsageError as error:
            _refuse(_usage(error))
        except (typer.Abort, KeyboardInterrupt):
            _refuse("stopped before it was finished; nothing was written")
        except BrokenPipeError:
            _leave_quietly()
        except OSError as error:
            _no_room(error)
        except Exception as error:
            if _is_disk_full(error):
                _refuse(
                    "the database has no room left on its disk, and nothing was changed; make room and ask again"
                )
            _own_up(error)
        sys.exit(code if isinstance(code, int) else READ)


def _usage(error: Any) -> str:
    """What is wrong with the arguments, and where to read how they are written."""
    said = error.format_message().replace("Value error, ", "").rstrip(".")
    command = error.ctx.command_path if error.ctx else "keel"
    return f"{said}; {command} --help shows what can be asked"


def _refuse(sentence: str) -> None:
    text = " ".join(sentence.split())
    typer.echo(f"keel: {text}", err=True)
    sys.exit(REFUSED)


def _no_room(error: OSError) -> None:
    """A full disk is not a fault of Keel's own; any other error of the system is owned up to."""
    if error.errno not in FULL:
        _own_up(error)
    _silence_output()
    _refuse(
        f"the report could not all be written ({os.strerror(error.errno or 0).lower()}); make room and ask again"
    )


def _is_disk_full(error: BaseException | None) -> bool:
    while error is not None and getattr(error, "sqlstate", None) != DISK_FULL:
        error = error.__cause__
    return error is not None


def _own_up(error: Exception) -> None:
    """A fault of Keel's own, told as that."""
    if TRACE in os.environ:
        raise error
    said = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no more is known'}"
    typer.echo(
        f"keel: something happened that Keel is not ready for ({said[:160]}); nothing was written: please report it, "
        f"with what the same command says when {TRACE}=1 is set",
        err=True,
    )
    sys.exit(FAULT)


def _leave_quietly() -> None:
    """Whoever read the output stopped reading: that is not an error."""
    _silence_output()
    sys.exit(READ)


def _silence_output() -> None:
    """What still waits to be printed goes nowhere; otherwise Python would fail on it again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
