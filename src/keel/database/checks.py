"""Declarations of what must be right about an installation, for ``keel doctor`` and for starting up.

A check is a question with one answer. A room above adds its own with the same declaration; one that raises has failed,
and says so, and never stops the others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from keel.database.problem import DatabaseProblem


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Answer:
    """What was found, and, where something is wrong, what to do."""

    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Check:
    """One question about an installation. ``key`` is stable, for monitoring; ``asks`` is for a person."""

    key: str
    asks: str
    run: Callable[[], Answer]


def ok(found: str) -> Answer:
    """Nothing is wrong."""
    return Answer(State.OK, found)


def warn(found: str, advice: str) -> Answer:
    """It works, but somebody should act."""
    return Answer(State.WARN, found, advice)


def fail(found: str, advice: str) -> Answer:
    """It does not work, or is not safe."""
    return Answer(State.FAIL, found, advice)


def run_checks(checks: Iterable[Check]) -> Iterator[tuple[Check, Answer]]:
    """Each check with its answer, in order, as soon as it is known."""
    for check in checks:
        yield check, _answered(check)


def _answered(check: Check) -> Answer:
    try:
        return check.run()
    except DatabaseProblem as problem:
        return fail(str(problem), "Do what it says, then ask again.")
    except Exception as error:  # a check that breaks is an answer, and the others still count
        return fail(
            f"it could not be asked ({type(error).__name__}: {error})",
            "Put right what fails above, then ask again.",
        )
