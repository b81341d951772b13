"""``keel serve``, ``keel worker``, ``keel migrate`` and ``keel stop``."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import typer

from keel.cli.door import RefusedRequest
from keel.cli.standing import Standing, data_folder, share_memory, standing
from keel.cli.supervision import GRACE, Part, supervise
from keel.database import embedded
from keel.database.roles import Role
from keel.database.room import keep_room
from keel.database.urls import Urls

OK = 200
PID = "serve.pid"
LATE = 60  # seconds for the first page to come
FINISH = 30  # seconds that a page may take; the longest any statement of the web role may
AFTER_SO_MANY = 5_000  # requests a worker process is replaced, so that no leak grows for ever


@dataclass(frozen=True)
class Address:
    """Where the pages are served."""

    host: str
    port: int

    def refuse_taken(self) -> None:
        """Say so before anything is started where another program has the port."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise RefusedRequest(
                    f"Keel cannot listen at {self.host} port {self.port} ({(error.strerror or '').lower()}); choose "
                    "another with --port, or stop what is there (keel stop, where it is Keel)"
                ) from error

    @property
    def bound(self) -> str:
        """As gunicorn writes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def shown(self) -> str:
        """As a person types it into a browser."""
        everywhere = {"0.0.0.0", "::"}
        return (
            f"http://{'localhost' if self.host in everywhere else self.bound.rsplit(':', 1)[0]}:{self.port}"
        )

    def answers(self) -> bool:
        """Whether the pages are there."""
        try:
            with urllib.request.urlopen(f"{self.shown}/health/live", timeout=2) as answer:
                return int(answer.status) == OK
        except (urllib.error.URLError, OSError):
            return False


def run_serve(address: Address, workers: int | None, *, with_worker: bool) -> None:
    """Serve the pages and work the queue, until asked to stop."""
    address.refuse_taken()
    with standing() as place:
        prepare_tables(place)
        parts = [_web(place, address, workers or _workers_for_this_machine())]
        parts += [_queue(place)] if with_worker else []
        _say_who(place)
        pid = place.folder / PID
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        pid.write_text(str(os.getpid()), encoding="ascii")
        try:
            supervise(parts, ready=Announcement(address).is_made, also=lambda: _keep_up(place))
        finally:
            pid.unlink(missing_ok=True)


def run_worker() -> None:
    """Work the queue, until asked to stop."""
    with standing() as place:
        supervise([_queue(place)], ready=lambda: True, also=lambda: _keep_up(place))


def run_migrate(*, is_only_asked: bool) -> int:
    """Bring the tables up to date, or only say whether they are; the exit code."""
    with standing() as place:
        return place.run(Role.OWNER, "migrate", "--no-input", *(["--check"] if is_only_asked else []))


def run_stop() -> None:
    """Stop what serves from this data folder, then its database."""
    serving = _serving(data_folder())
    if serving:
        serving.send_signal(signal.SIGTERM)
        _wait_for(serving, GRACE + 10)
    is_embedded = Urls.from_environment(os.environ) is None
    stopped = embedded.stop() if is_embedded else False
    typer.echo("Keel has stopped." if serving or stopped else "Keel was not running.")


def _wait_for(process: psutil.Process, seconds: float) -> None:
    """Until it has ended. Whoever started it may not have asked what became of it: the system then still lists it."""
    until = time.monotonic() + seconds
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            time.sleep(0.1)


def prepare_tables(place: Standing) -> None:
    """Bring the embedded database up to date; a real server's tables change only when somebody says so."""
    if place.server:
        if place.run(Role.OWNER, "migrate", "--no-input", "--verbosity", "0"):
            raise RefusedRequest("the tables could not be brought up to date; what was said is above")
    elif place.run(Role.OWNER, "migrate", "--check", "--verbosity", "0"):
        raise RefusedRequest("the tables are not those of this Keel; make a backup, then run keel migrate")


def _web(place: Standing, address: Address, workers: int) -> Part:
    words = [sys.executable, "-m", "gunicorn", "keel.web.wsgi:application", "--bind", address.bound]
    words += ["--workers", str(workers), "--threads", "1", "--no-control-socket"]
    words += ["--config", "python:keel.web.listening"]
    words += ["--logger-class", "keel.web.logs.Gunicorn"]
    words += ["--timeout", str(2 * FINISH), "--graceful-timeout", str(FINISH)]
    words += ["--max-requests", str(AFTER_SO_MANY), "--max-requests-jitter", str(AFTER_SO_MANY // 10)]
    memory = share_memory()
    words += ["--worker-tmp-dir", str(memory)] if memory else []
    return _part("web server", place, Role.WEB, words)


def _queue(place: Standing) -> Part:
    return _part("worker", place, Role.WORKER, [sys.executable, "-m", "django", "procrastinate", "worker"])


def _part(name: str, place: Standing, role: Role, words: list[str]) -> Part:
    surroundings = {"KEEL_LOG": "json", **place.environment(role)}  # what runs for long is read by programs
    return Part(name, words, surroundings, place.as_account())


def _workers_for_this_machine() -> int:
    return min(2 * (os.cpu_count() or 1), 8)


def _say_who(place: Standing) -> None:
    if os.geteuid() == 0 and place.account is None:
        typer.echo(
            "keel: the pages are served by root, because no other account can run this Python; for real records "
            "install Keel where an ordinary account can, and start it as that",
            err=True,
        )


@dataclass
class Announcement:
    """Says once where the pages are, or that they are long in coming."""

    address: Address
    since: float = field(default_factory=time.monotonic)
    is_late: bool = False

    def is_made(self) -> bool:
        """Whether it has been said."""
        if self.address.answers():
            typer.echo(f"Keel is at {self.address.shown} (Ctrl+C stops it)")
            return True
        if not self.is_late and time.monotonic() - self.since > LATE:
            self.is_late = True
            typer.echo(
                f"keel: no page has come from {self.address.shown} in {LATE} seconds; still waiting, and keel doctor "
                "says what may be wrong",
                err=True,
            )
        return False


def _keep_up(place: Standing) -> None:
    """The embedded database runs, and has room to be read."""
    if place.server is None:
        return
    if keep_room(place.folder):
        typer.echo("keel: the disk is nearly full; make room: until then records can only be read", err=True)
    if place.server.pid is None:
        began = time.monotonic()
        place.server.ensure_running()
        typer.echo(f"keel: the database had stopped; back after {time.monotonic() - began:.1f} s", err=True)


def _serving(folder: Path) -> psutil.Process | None:
    """The process that serves from a data folder; the number in the file may by now be another program's."""
    try:
        process = psutil.Process(int((folder / PID).read_text(encoding="ascii")))
        return process if "serve" in process.cmdline() else None
    except (OSError, ValueError, psutil.Error):
        return None
