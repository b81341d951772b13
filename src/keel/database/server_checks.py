"""Checks of a PostgreSQL server and of the roles that Keel signs in with."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import psycopg
from psycopg.rows import dict_row

from keel.database.checks import Answer, Check, fail, ok, warn
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role
from keel.database.urls import VARIABLES, Urls, without_password

OLDEST_SERVER = 15
MUST_BE_ON = ("fsync", "full_page_writes")
CLOCKS_APART = 5.0  # seconds
_POWERS = """
    SELECT rolsuper AS "is a superuser", rolbypassrls AS "sees past row security", rolcreaterole AS "may make roles",
        rolcreatedb AS "may make databases",
        pg_has_role(current_user, datdba, 'USAGE') AS "owns the database",
        EXISTS (SELECT FROM pg_class WHERE pg_has_role(current_user, relowner, 'USAGE')) AS "owns tables"
    FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()
"""


def server_checks(urls: Urls) -> tuple[Check, ...]:
    """The checks of the server that these addresses lead to."""
    return (
        Check("server.reachable", "Does the database answer?", partial(_reachable, urls)),
        Check("server.version", "Is the server new enough?", _asked(urls, _version)),
        Check("server.durable", "Is what was acknowledged kept?", _asked(urls, _durable)),
        Check("server.encoding", "Can every name be written?", _asked(urls, _encoding)),
        Check("server.clock", "Do the clocks agree?", _asked(urls, _clocks)),
        *(
            Check(f"roles.{role}", f"Is {role} held to what it may see?", partial(_held, urls, role))
            for role in (Role.WEB, Role.WORKER)
        ),
        Check("roles.keel_backup", "Can a whole backup be made?", partial(_backs_up, urls)),
    )


def refuse_unsafe_server(url: str) -> None:
    """Refuse to work on a server that may forget what it acknowledged."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        if off := _turned_off(connection):
            raise DatabaseProblem(
                f"The database server runs with {' and '.join(f'{name}=off' for name in off)}: a power cut could lose "
                "or damage the record. Turn it on in postgresql.conf and restart the server."
            )


def _asked(urls: Urls, question: Callable[[psycopg.Connection], Answer]) -> Callable[[], Answer]:
    def ask() -> Answer:
        with psycopg.connect(urls.url_for(Role.WEB), connect_timeout=10) as connection:
            return question(connection)

    return ask


def _reachable(urls: Urls) -> Answer:
    for role in (Role.OWNER, Role.WEB, Role.WORKER):
        url = urls.url_for(role)
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.OperationalError as error:
            return fail(
                f"{without_password(url)}: {str(error).strip()}",
                f"Start the server, or correct {VARIABLES[role]}: its user, password, host, port and database.",
            )
    return ok(without_password(urls.url_for(Role.WEB)))


def _version(connection: psycopg.Connection) -> Answer:
    version = connection.info.server_version // 10_000
    if version < OLDEST_SERVER:
        return fail(f"PostgreSQL {version}", f"Upgrade the server to PostgreSQL {OLDEST_SERVER} or newer.")
    return ok(f"PostgreSQL {version}")


def _turned_off(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting <> 'on'", [list(MUST_BE_ON)]
    )
    return [name for (name,) in rows]


def _durable(connection: psycopg.Connection) -> Answer:
    if off := _turned_off(connection):
        return fail(f"{', '.join(off)} is off", "Turn it on in postgresql.conf and restart the server.")
    (commit,) = connection.execute("SHOW synchronous_commit").fetchone() or ("",)
    if commit == "off":
        return fail("synchronous_commit is off", "Turn it on in postgresql.conf and reload the server.")
    return ok(f"{', '.join(MUST_BE_ON)} and synchronous_commit are on")


def _encoding(connection: psycopg.Connection) -> Answer:
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        return fail(
            f"the database is in {encoding}", "Make it again with ENCODING 'UTF8', and restore a backup."
        )
    return ok(encoding)


def _clocks(connection: psycopg.Connection) -> Answer:
    (theirs,) = connection.execute("SELECT clock_timestamp()").fetchone() or (datetime.now(UTC),)
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > CLOCKS_APART:
        return fail(
            f"the server's clock and this machine's are {apart:.0f} seconds apart",
            "Turn on time synchronisation (for instance systemd-timesyncd or chrony) on both machines.",
        )
    return ok(f"{apart:.1f} seconds apart")


def powers(url: str) -> list[str]:
    """What a role may do that would take row security away from under it, in words."""
    with psycopg.connect(url, connect_timeout=10, row_factory=dict_row) as connection:
        found = connection.execute(_POWERS).fetchone() or {}
        return [power for power, has in found.items() if has]


def _held(urls: Urls, role: Role) -> Answer:
    if found := powers(urls.url_for(role)):
        return fail(
            f"{VARIABLES[role]} signs in with a role that {', '.join(found)}",
            f"Run the SQL of 'keel doctor --roles' as a superuser, and set {VARIABLES[role]} to sign in as {role}.",
        )
    return ok("owns nothing, and row security holds it")


def _backs_up(urls: Urls) -> Answer:
    if Role.BACKUP not in urls.by_role:
        return warn(
            f"{VARIABLES[Role.BACKUP]} is not set",
            f"Set it to sign in as {Role.BACKUP}; until then neither keel backup nor a verified restore can run.",
        )
    if "sees past row security" in (found := powers(urls.url_for(Role.BACKUP))) or "is a superuser" in found:
        return ok("the backup role sees every row")
    return fail(
        f"{VARIABLES[Role.BACKUP]} signs in with a role that row security hides rows from",
        f"As a superuser: ALTER ROLE {Role.BACKUP} BYPASSRLS; GRANT pg_read_all_data TO {Role.BACKUP};",
    )
