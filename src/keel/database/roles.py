"""The roles of the database, and the SQL that makes them: the same for the embedded server and for a real one.

Four accounts, none a superuser. The owner makes tables; the web process and the worker own nothing, so that row
security holds them; the role for backups reads past row security, because a backup that leaves rows out is none.
What each may do with each table is declared elsewhere (``keel.access``), by the owner's migrations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "keel"
COLLATION = (
    "C.UTF-8"  # the same order everywhere, and no index goes wrong when the system's own order changes
)
RESTORED_AT = "keel.restored_at"  # set on a restored copy: it must stay mute until a person says otherwise


class Role(StrEnum):
    """Who may sign in to the database."""

    OWNER = "keel_owner"
    WEB = "keel_web"
    WORKER = "keel_worker"
    BACKUP = "keel_backup"


@dataclass(frozen=True)
class Limits:
    """How long a role may keep others waiting, as PostgreSQL writes times."""

    statement_timeout: str
    lock_timeout: str
    idle_in_transaction_session_timeout: str


LIMITS = {
    Role.WEB: Limits("30s", "10s", "60s"),
    Role.WORKER: Limits("2h", "60s", "10min"),
}
_NO_POWERS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
_ROW_SECURITY = {Role.BACKUP: "BYPASSRLS"}


def make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles, or bring them back to what they should be. The connection is a superuser's, autocommit.

    Passwords go over as SCRAM verifiers, so that no log or list of statements shows them.
    """
    with connection.transaction():
        for role in Role:
            verifier = connection.pgconn.encrypt_password(
                passwords[role].encode(), role.encode(), b"scram-sha-256"
            )
            connection.execute(_role_exists(role))
            connection.execute(_role_is(role))
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), verifier.decode())
            )
        for statement in _role_settings():
            connection.execute(statement)


def make_database(connection: psycopg.Connection, name: str = DATABASE) -> None:
    """Make a database that belongs to the owner and that only Keel's roles enter. Superuser, autocommit."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known is None:
        connection.execute(_new_database(name))
    for statement in _database_entry(name):
        connection.execute(statement)
    inside = make_conninfo(connection.info.dsn, password=connection.info.password, dbname=name)
    with psycopg.connect(inside, autocommit=True) as within:
        for statement in _schema_entry():
            within.execute(statement)


def are_made(connection: psycopg.Connection, name: str = DATABASE) -> bool:
    """Whether the roles and the database are all there."""
    roles = connection.execute(
        "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(Role)]
    ).fetchone()
    database = connection.execute(
        "SELECT 1 FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = %s AND rolname = %s",
        [name, Role.OWNER],
    ).fetchone()
    return roles == (len(Role),) and database is not None


def for_the_administrator(name: str = DATABASE) -> str:
    """The same SQL, to be run once with psql by whoever runs a real server, who then sets the passwords."""
    lines = ["-- Run as a superuser: psql --file keel-roles.sql postgres", ""]
    for role in Role:
        lines += [_written(_role_exists(role)), _written(_role_is(role))]
    lines += [_written(statement) for statement in _role_settings()]
    create = sql.Literal(_new_database(name).as_string(None))
    lines.append(
        f"SELECT {create.as_string(None)} WHERE NOT EXISTS "
        f"(SELECT FROM pg_database WHERE datname = {sql.Literal(name).as_string(None)}) \\gexec"
    )
    lines += [_written(statement) for statement in _database_entry(name)]
    lines += ["", f"\\connect {name}", *(_written(statement) for statement in _schema_entry())]
    lines += ["", "-- Now give each a password; psql asks for it and sends only its hash."]
    lines += [f"\\password {role}" for role in Role]
    return "\n".join(lines) + "\n"


def _written(statement: sql.Composed) -> str:
    return statement.as_string(None) + ";"


def _role_exists(role: Role) -> sql.Composed:
    body = f"BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF; END"
    return sql.SQL("DO {}").format(sql.Literal(body))


def _role_is(role: Role) -> sql.Composed:
    powers = sql.SQL(f"{_NO_POWERS} {_ROW_SECURITY.get(role, 'NOBYPASSRLS')}")
    return sql.SQL("ALTER ROLE {} WITH {}").format(sql.Identifier(role), powers)


def _role_settings() -> list[sql.Composed]:
    set_to = sql.SQL("ALTER ROLE {} SET {} = {}")
    limits = [
        set_to.format(sql.Identifier(role), sql.Identifier(setting), value)
        for role, limit in LIMITS.items()
        for setting, value in vars(limit).items()
    ]
    reads_all = sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(Role.BACKUP))
    owner = sql.Identifier(Role.OWNER)
    says_restored = sql.SQL("GRANT SET ON PARAMETER {} TO {}").format(
        sql.Identifier(*RESTORED_AT.split(".")), owner
    )
    return [*limits, reads_all, says_restored]


def _new_database(name: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE {}").format(
        sql.Identifier(name), sql.Identifier(Role.OWNER), COLLATION
    )


def _database_entry(name: str) -> list[sql.Composed]:
    database = sql.Identifier(name)
    roles = sql.SQL(", ").join(sql.Identifier(role) for role in Role)
    return [
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(Role.OWNER)),
        sql.SQL("ALTER DATABASE {} SET timezone = 'UTC'").format(database),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, roles),
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, sql.Identifier(Role.WORKER)),
    ]


def _schema_entry() -> list[sql.Composed]:
    owner = sql.Identifier(Role.OWNER)
    readers = sql.SQL(", ").join(sql.Identifier(role) for role in (Role.WEB, Role.WORKER, Role.BACKUP))
    return [
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(readers),
    ]
