"""Keeps the parts of Keel running: starts them, starts again what dies, ends them together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import typer

from keel.cli.door import RefusedRequest

LOOK_EVERY = 0.5  # seconds
DEATHS, WITHIN = 5, 60.0  # more than so many in so many seconds: starting it again does not help
GRACE = 35.0  # seconds to finish what was begun
_PARENT_DIED = 1  # PR_SET_PDEATHSIG, in Linux's sys/prctl.h


@dataclass
class Part:
    """One program that must run for as long as Keel does."""

    name: str
    words: list[str]
    environment: dict[str, str]
    account: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def start(self) -> None:
        """Start it, out of reach of the terminal's own signals: it ends when told to, or when we are gone."""
        self.process = subprocess.Popen(
            self.words,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - we have no threads
            **self.account,
        )

    def look(self) -> None:
        """Start it again where it has died; give up where that has not helped."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if len(self.deaths) == DEATHS and now - self.deaths[0] < WITHIN:
            raise RefusedRequest(
                f"the {self.name} ended {DEATHS} times within a minute, so Keel has stopped; what it said is above, "
                "and keel doctor says what to do"
            )
        self.deaths.append(now)
        typer.echo(
            f"keel: the {self.name} ended (code {self.process.returncode}); starting it again", err=True
        )
        self.start()

    def ask_to_end(self) -> None:
        """Ask it to finish."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until it has finished, and end it where it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Asked(Exception):
    """Somebody asked Keel to stop."""


def supervise(parts: Iterable[Part], *, ready: Callable[[], bool], also: Callable[[], None]) -> None:
    """Run the parts until somebody asks to stop. ``ready`` is asked until it says yes, ``also`` done at each look."""
    parts, is_ready = list(parts), False
    with _asked_by_signal():
        try:
            for part in parts:
                part.start()
            while True:
                time.sleep(LOOK_EVERY)
                also()
                for part in parts:
                    part.look()
                is_ready = is_ready or ready()
        except Asked:
            typer.echo("keel: stopping, once what was begun is finished", err=True)
        finally:
            _end(parts)


def _end(parts: list[Part]) -> None:
    for part in parts:
        part.ask_to_end()
    deadline = time.monotonic() + GRACE
    for part in parts:
        part.wait(deadline)


@contextmanager
def _asked_by_signal() -> Iterator[None]:
    """Signals that ask to stop come as an exception, once; what follows is not cut short by a second."""

    def asked(*_: object) -> NoReturn:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Asked

    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, asked) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """Asked of Linux: when we are killed outright, our parts are told to end."""
    ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGTERM)
