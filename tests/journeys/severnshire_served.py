"""One small Severnshire, made once for a run of the tests; each journey has a copy of its own, really served."""

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from keel.database import roles
from keel.database.roles import Role
from keel.database.urls import make_url, with_database
from keel.invent.authority import DEMO_DAY

CHILDREN = 1_000  # the fewest that have a cast
TEMPLATE, COPY = "keel_journeys", "keel_journey"
MAKING, USING = 7_300_031, 7_300_032  # locks: held while the template is made; shared by all who copy it
MAKER = Path(__file__).with_name("made_severnshire.py")
STARTS_WITHIN = 60  # seconds
KEY = "only for journeys"  # signs sessions, and what the walls in the database check
PHONE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # what everybody's app makes its codes from


@dataclass
class Severnshire:
    """A database server with the template in it, and the web server in front of whatever copy there is."""

    superuser: str
    port: int
    run: str  # tells apart what is made by tests that run at the same time
    folder: Path  # where uploads wait
    web: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def copy(self) -> str:
        """The database that is served."""
        return f"{COPY}_{self.run}_{self.port}"

    def renew(self, source: str | None = None) -> None:
        """Serve a fresh copy. The web server finds its connection gone, and takes another."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            _drop(connection, self.copy)
            _copy(connection, source or f"{TEMPLATE}_{self.run}", self.copy)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a superuser reads in the copy, past every wall."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def url(self, role: Role | None = None, database: str | None = None) -> str:
        """The address of a database as a role, or as the superuser."""
        parts = conninfo_to_dict(self.superuser)
        named: dict[str, str] = {name: str(parts.pop(name, "")) for name in ("user", "password", "host")}
        parts.pop("dbname", None)
        as_role = {"options": f"-c role={role}"} if role else {}
        return make_url(**named, dbname=database or self.copy, **{**parts, **as_role})

    @contextmanager
    def working_the_queue(self) -> Iterator[None]:
        """Within: the worker does all that waits for it. It is done at the end."""
        words = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
        with subprocess.Popen(words, env=self.told(Role.WORKER), stdout=subprocess.DEVNULL) as worker:
            yield
            assert worker.wait(STARTS_WITHIN) == 0

    def told(self, role: Role | None, database: str | None = None) -> dict[str, str]:
        """The surroundings of a process that works as a role."""
        unwanted = ("KEEL_", "DATABASE_URL", "DJANGO_", "PYTEST_", "COVERAGE_", "GUNICORN_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "keel.web.settings",
            "DATABASE_URL": self.url(role, database),
            "KEEL_SECRET_KEY": KEY,
            "KEEL_DATA": str(self.folder),
            "KEEL_TODAY": DEMO_DAY.isoformat(),
            "KEEL_TEST": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def serve(self) -> None:
        """Start the web server as ``keel serve`` does, with one process."""
        words = [
            sys.executable,
            "-m",
            "gunicorn",
            "keel.web.wsgi:application",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]
        words += ["--workers", "1", "--threads", "1", "--no-control-socket", "--log-level", "warning"]
        words += ["--config", "python:keel.web.listening"]
        self.web = subprocess.Popen(words, env=self.told(Role.WEB), stdout=subprocess.DEVNULL)
        _wait_for(f"{self.address}/health/live", self.web)

    def stop(self) -> None:
        """Stop serving, and take the copy away."""
        if self.web:
            self.web.terminate()
            self.web.wait(30)
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            _drop(connection, self.copy)


@contextmanager
def severnshire(
    superuser: str, port: int, run: str, folder: Path, *, is_kept: bool, anew: bool = False
) -> Iterator[Severnshire]:
    """The template, made by whoever comes first and taken away by whoever leaves last, unless it is kept."""
    made = Severnshire(with_database(superuser, "postgres"), port, run, folder)
    name = f"{TEMPLATE}_{run}"
    with psycopg.connect(made.superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING])
        connection.execute("SELECT pg_advisory_lock_shared(%s, hashtext(%s))", [USING, name])
        if anew:
            _drop(connection, name)
        if not _is_made(connection, name):
            _make(connection, made, name)
        connection.execute("SELECT pg_advisory_unlock(%s)", [MAKING])
        try:
            made.renew()
            made.serve()
            yield made
        finally:
            made.stop()
            if not is_kept:
                _leave(connection, name)


def _make(connection: psycopg.Connection, made: Severnshire, name: str) -> None:
    """Made under another name first: what was cut short is not taken for whole."""
    half_made = f"{name}_half"
    _drop(connection, half_made)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [Role.OWNER]).fetchone() is None:
        roles.make_roles(connection, {role: secrets.token_hex(8) for role in Role})
    roles.make_database(connection, half_made)
    words = [sys.executable, str(MAKER), str(CHILDREN), PHONE]
    done = subprocess.run(words, env=made.told(None, half_made), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Severnshire could not be made: {done.stderr}")
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (half_made, name)))
    )


def _leave(connection: psycopg.Connection, name: str) -> None:
    """The last to leave takes the template away."""
    connection.execute("SELECT pg_advisory_lock(%s)", [MAKING])
    connection.execute("SELECT pg_advisory_unlock_shared(%s, hashtext(%s))", [USING, name])
    alone = connection.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [USING, name]).fetchone()
    if alone == (True,):
        _drop(connection, name)


def _is_made(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _copy(connection: psycopg.Connection, source: str, copy: str) -> None:
    names = (sql.Identifier(copy), sql.Identifier(source))
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(*names))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"nothing is served at {address}")
