"""A load that dies half way leaves nothing half done, and can be run again: real processes, really killed."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from keel.database.roles import Role
from keel.database.urls import make_url

LOADER = Path(__file__).with_name("load_a_source.py")
pytestmark = pytest.mark.django_db
WRITTEN = (
    "people_person",
    "protection_visit",
    "front_door_referral",
    "loading_origin",
    "oversight_storedreading",
)
WITHIN = 300  # seconds


@dataclass
class Alone:
    """A database of its own, empty, in which other processes load as the worker."""

    url: str
    as_worker: str

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def counts(self) -> dict[str, int]:
        return {table: self.ask(f"SELECT count(*) FROM {table}")[0][0] for table in WRITTEN}

    def states(self) -> list[str]:
        """Where each load stands, in the order in which they were asked for."""
        newest = "SELECT state FROM loading_loadstate s WHERE s.load_id = l.id ORDER BY id DESC LIMIT 1"
        return [state for (state,) in self.ask(f"SELECT ({newest}) FROM loading_load l ORDER BY id")]

    def start(self, path: Path) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": self.as_worker}
        return subprocess.Popen([sys.executable, str(LOADER), str(path)], env=environment)


@contextmanager
def database(server: str, template: str = "template0") -> Iterator[str]:
    """A new database, gone afterwards; its name."""
    name = f"test_faults_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        yield name
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address(server: str, name: str, **more: str) -> str:
    parts = {key: str(value) for key, value in conninfo_to_dict(server).items()}
    named = {key: parts.pop(key, "") for key in ("user", "password", "host")}
    parts.pop("dbname", None)
    return make_url(**named, dbname=name, **{**parts, **more})


@pytest.fixture(scope="module")
def empty(database_server: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the database of the tests: every table and nothing in them. Made while nobody is connected to it."""
    from django.db import connections  # noqa: PLC0415

    with django_db_blocker.unblock():
        connections.close_all()
        made = str(connections["default"].settings_dict["NAME"])
    with database(database_server, made) as name:
        yield name


@pytest.fixture
def alone(database_server: str, empty: str) -> Iterator[Alone]:
    """A copy of it."""
    with database(database_server, empty) as name:
        as_worker = address(database_server, name, options=f"-c role={Role.WORKER}")
        yield Alone(address(database_server, name), as_worker)


def reaches(alone: Alone, process: subprocess.Popen[bytes], share: float) -> bool:
    """Whether the load says that it has come so far, before it ends."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until and process.poll() is None:
        told = alone.ask("SELECT share FROM loading_loadprogress ORDER BY load_id DESC LIMIT 1")
        if told and told[0][0] >= share:
            return True
        time.sleep(0.02)
    return False


def gone(alone: Alone) -> bool:
    """Whether the database has noticed that nobody is there any more, and undone what was under way."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        if alone.ask(others) == [(0,)]:
            return True
        time.sleep(0.1)
    return False


def test_a_load_killed_while_it_writes_leaves_nothing_and_can_be_run_again(
    alone: Alone, severnshire: Any
) -> None:
    nothing = alone.counts()
    for share in (0.4, 0.6):  # well before the end: a commit that the server has begun is a commit
        process = alone.start(severnshire("ssd", 1_000))
        came_so_far = reaches(alone, process, share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert came_so_far
        assert gone(alone)
        assert alone.counts() == nothing == dict.fromkeys(WRITTEN, 0)
    assert alone.states() == ["failed", "running"], "the second knew that the first was broken off"

    assert alone.start(severnshire("ssd", 100)).wait(timeout=WITHIN) == 0
    assert alone.states() == ["failed", "failed", "done"]
    assert alone.counts()["people_person"] == 100
    assert alone.counts()["oversight_storedreading"] > 0


def test_two_loads_at_once_wait_for_one_another(alone: Alone, severnshire: Any) -> None:
    both = [alone.start(severnshire("ssd", 100)) for _ in range(2)]
    assert [process.wait(timeout=WITHIN) for process in both] == [0, 0]
    assert alone.states() == ["done", "done"]
    people = alone.ask("SELECT added, unchanged FROM loading_loadchange WHERE \"table\" = 'people.person'")
    assert sorted(people) == [(0, 100), (100, 0)]
