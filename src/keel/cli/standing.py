"""Where the record stands for one command: the server that the environment names, or the embedded one, started."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typer

import keel
from keel.database import embedded
from keel.database.account import Account
from keel.database.embedded import Server
from keel.database.folder import DEFAULT, VARIABLE, chosen
from keel.database.roles import Role
from keel.database.room import FILE
from keel.database.room import VARIABLE as ROOM
from keel.database.server_checks import refuse_unsafe_server
from keel.database.urls import VARIABLES, Urls

SETTINGS = "keel.web.settings"
UNSAID = {
    *VARIABLES.values(),
    ROOM,
    "GUNICORN_CMD_ARGS",
}  # a process is told its own role's address and no other


@dataclass(frozen=True)
class Standing:
    """The addresses of the record, and the embedded server where it is that."""

    urls: Urls
    server: Server | None

    @property
    def folder(self) -> Path:
        """Where this installation keeps what is not in the database; with the embedded server that too."""
        return self.server.folder if self.server else data_folder()

    @cached_property
    def account(self) -> Account | None:
        """Whom root's processes become, where that account can run them; None: they stay who asked."""
        account = self.server.place.account if self.server else None
        fits = (
            account
            and account.can_run(Path(sys.executable))
            and account.can_enter(Path(keel.__file__).parent)
        )
        return account if fits else None

    def as_account(self) -> dict[str, Any]:
        """What makes ``subprocess`` run a program as that account."""
        return self.account.as_popen_words() if self.account else {}

    def environment(self, role: Role) -> dict[str, str]:
        """What a process that works as this role is told."""
        kept = {name: value for name, value in os.environ.items() if name not in UNSAID}
        account = self.account
        room = {ROOM: str(self.folder / FILE)} if self.server else {}
        caches = (
            {"HOME": str(self.folder), "NUMBA_CACHE_DIR": str(self.folder / "compiled")} if account else {}
        )
        return {
            **kept,
            **caches,
            **room,
            "DATABASE_URL": self.urls.url_for(role),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            VARIABLE: str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }

    def become(self, role: Role) -> None:
        """This process works as this role from now on, with the application loaded."""
        told = self.environment(role)
        os.environ.clear()
        os.environ.update(told)
        import django  # noqa: PLC0415 - it reads the environment when it is set up

        django.setup()

    def run(self, role: Role, *words: str) -> int:
        """Run one of the application's own commands to its end."""
        program = [sys.executable, "-m", "django", *words]
        return subprocess.call(program, env=self.environment(role), **self.as_account())


@contextmanager
def standing(*, is_told: bool = True) -> Iterator[Standing]:
    """The record's server, ready to be used, and left as it should be afterwards."""
    urls = Urls.from_environment(os.environ)
    if urls:
        refuse_unsafe_server(urls.url_for(Role.WEB))
        yield Standing(urls, None)
        return
    with embedded.start() as server:
        if is_told:
            typer.echo(f"The record is in {server.folder}", err=True)
        yield Standing(server.urls, server)


def data_folder() -> Path:
    """Where an installation keeps what is not in the database, with nothing started."""
    if Urls.from_environment(os.environ):
        return Path(os.environ.get(VARIABLE) or DEFAULT).absolute()
    return chosen()[0]


def share_memory() -> Path | None:
    """A folder in memory, for what processes only tell each other; None where the machine has none."""
    place = Path("/dev/shm")
    return place if place.is_dir() and shutil.disk_usage(place).free else None
