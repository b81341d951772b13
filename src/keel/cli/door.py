"""The one door out: what goes wrong with input is said in one sentence, with exit code 2, and never as a traceback."""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from keel.exchange.findings import UnreadableSource
from keel.practice.standards import StandardError
from keel.report.delivery import UnwritableReport

UsageError = typer.BadParameter.__bases__[0]  # typer gives no public name to the class of all wrong arguments

READ, FOUND, REFUSED = 0, 1, 2  # exit codes


class RefusedRequest(Exception):
    """Something asked for that cannot be done. The message is one sentence: what, where, what to do."""


class OneSentence(TyperGroup):
    """A group of commands whose errors are one sentence."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command, and turn every expected error into a sentence and an exit code."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except (UnreadableSource, StandardError, UnwritableReport, RefusedRequest) as error:
            _refuse(str(error))
        except UsageError as error:
            _refuse(_usage(error))
        except (typer.Abort, KeyboardInterrupt):
            _refuse("stopped before it was finished; nothing was written")
        except BrokenPipeError:
            _leave_quietly()
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


def _leave_quietly() -> None:
    """Whoever read the output stopped reading: that is not an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(READ)
