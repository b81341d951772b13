"""Where the database is: addresses from the environment or from the embedded server, as Django wants them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from keel.database.problem import DatabaseProblem
from keel.database.roles import Role

VARIABLES = {
    Role.OWNER: "DATABASE_URL",
    Role.WEB: "DATABASE_URL_WEB",
    Role.WORKER: "DATABASE_URL_WORKER",
    Role.BACKUP: "DATABASE_URL_BACKUP",
}
_NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


@dataclass(frozen=True)
class Urls:
    """One address for each role."""

    by_role: Mapping[Role, str]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """The addresses that the environment gives; None where it names no server, which means the embedded one.

        With a server named, the web process and the worker must have their own roles: the owner's address would
        take row security away from under them.
        """
        given = {role: environment[name] for role, name in VARIABLES.items() if environment.get(name)}
        if not given:
            return None
        missing = [VARIABLES[role] for role in (Role.OWNER, Role.WEB, Role.WORKER) if role not in given]
        if missing:
            raise DatabaseProblem(
                f"{', '.join(missing)} must be set as well as {', '.join(VARIABLES[role] for role in given)}: the "
                "owner, the web process and the worker each sign in to the database as a role of their own."
            )
        for role, url in given.items():
            _read(url, VARIABLES[role])
        return cls(given)

    def url_for(self, role: Role) -> str:
        """The address for a role."""
        try:
            return self.by_role[role]
        except KeyError:
            raise DatabaseProblem(
                f"{VARIABLES[role]} is not set. Set it to the address with which {role} signs in to the database."
            ) from None

    def as_environment(self) -> dict[str, str]:
        """The addresses as variables, for a process that is started next."""
        return {VARIABLES[role]: url for role, url in self.by_role.items()}


def make_url(*, user: str, password: str, host: str, dbname: str, **options: str) -> str:
    """An address that psycopg, libpq's programs and :func:`django_settings` read; a host may be a socket's folder."""
    query = urlencode({"host": host, **options}, quote_via=quote, safe="")
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{quote(dbname, safe='')}?{query}"


def with_database(url: str, dbname: str) -> str:
    """The same address with another database, as a connection string."""
    return psycopg.conninfo.make_conninfo(url, dbname=dbname)


def django_settings(url: str, **more: Any) -> dict[str, Any]:
    """One entry of Django's ``DATABASES`` for an address; what Django has no name for goes to ``OPTIONS``."""
    parts = _read(url, "DATABASE_URL")
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    settings |= {theirs: str(parts.pop(ours, "")) for ours, theirs in _NAMED.items()}
    return {**settings, "OPTIONS": parts, **more}


def without_password(url: str) -> str:
    """An address as it may be shown: user, place and database."""
    parts = _read(url, "the address")
    place = parts.get("host") or "the local socket"
    return f"{parts.get('dbname', '')} as {parts.get('user', '')} at {place}"


def _read(url: str, variable: str) -> dict[str, Any]:
    """The parts of an address. It holds a password, so a bad one is refused without repeating it."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        parts = {}
    if not parts.get("dbname"):
        raise DatabaseProblem(
            f"{variable} is not the address of a PostgreSQL database. Write it as "
            "postgresql://user:password@host:port/database, with : / @ and % in the password percent-encoded."
        )
    return dict(parts)
