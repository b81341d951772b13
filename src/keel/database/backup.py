"""Back up a database, and restore a backup into an empty one so that it is proved to be what was backed up."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from keel.database.archive import CHUNK, FORM, Archive, Manifest, write_archive
from keel.database.problem import DatabaseProblem
from keel.database.programs import for_server, quiet_environment
from keel.database.roles import RESTORED_AT
from keel.database.sealing import Seal
from keel.database.urls import without_password

_PARTS_OF_POSTGRESQL = "nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'"
_TABLES = f"""
    SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND NOT relispartition AND {_PARTS_OF_POSTGRESQL} ORDER BY 1, 2
"""
_ANYTHING_MADE = f"""
    SELECT count(*) FROM (
        SELECT relnamespace AS place FROM pg_class UNION ALL SELECT pronamespace FROM pg_proc
        UNION ALL SELECT typnamespace FROM pg_type
    ) made JOIN pg_namespace n ON n.oid = place WHERE {_PARTS_OF_POSTGRESQL}
"""
_SEES_PAST_ROW_SECURITY = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True)
class Restored:
    """What came back, and everything that is not as the manifest says; nothing wrong means proved."""

    manifest: Manifest
    wrong: tuple[str, ...]


def back_up(
    url: str,
    out: Path,
    *,
    keel_version: str,
    audit_head: Callable[[psycopg.Connection], str | None] | None = None,
    passphrase: str | None = None,
) -> Manifest:
    """Write a backup of everything at ``url``, whose role must see past row security, as at one moment."""
    if out.exists():
        raise DatabaseProblem(f"{out} is there already. Nothing was written: choose another name.")
    seal = Seal.new(passphrase) if passphrase is not None else None
    with _connected(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _refuse_row_security(connection)
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        manifest = Manifest(
            form=FORM,
            keel=keel_version,
            server=_major(connection),
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=count_rows(connection),
            audit_head=audit_head(connection) if audit_head else None,
        )
        return write_archive(out, manifest, _dumped(url, manifest.server, snapshot), seal)


def restore(
    archive: Path,
    url: str,
    *,
    reading_url: str | None = None,
    passphrase: str | None = None,
    verify_audit: Callable[[psycopg.Connection, Manifest], list[str]] | None = None,
) -> Restored:
    """Restore a backup into the empty database at ``url``, whole or not at all, then compare it with its manifest.

    ``url`` is a superuser's or the owner's; ``reading_url`` sees past row security (with an owner: the backup role's).
    """
    found = Archive.opened(archive, passphrase)
    with _connected(url) as connection:
        server = _major(connection)
        _refuse_older_server(found.manifest.server, server)
        _refuse_occupied(connection)
    with _connected(url, autocommit=True) as connection:
        _mark_restored(connection)  # first, so that there is no moment at which a copy could send
    _pour(found, url, server)
    with _connected(reading_url or url) as connection:
        _refuse_row_security(connection)
        wrong = differences(found.manifest.rows, count_rows(connection))
        wrong += verify_audit(connection, found.manifest) if verify_audit else []
    return Restored(found.manifest, tuple(wrong))


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of each table, as the connection's transaction sees them."""
    names = connection.execute(_TABLES).fetchall()
    counts = {}
    for schema, table in names:
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        (counts[f"{schema}.{table}"],) = connection.execute(statement).fetchone() or (0,)
    return counts


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """Each table whose rows are not as many as they should be, in words."""
    return [
        f"{table}: {expected.get(table, 0)} rows were backed up and {found.get(table, 0)} came back"
        for table in sorted({*expected, *found})
        if expected.get(table) != found.get(table)
    ]


def restored_at(connection: psycopg.Connection) -> str | None:
    """When this database was restored from a backup; None where it is the original, or a person has armed it."""
    (moment,) = connection.execute("SELECT current_setting(%s, true)", [RESTORED_AT]).fetchone() or (None,)
    return moment or None


def arm(connection: psycopg.Connection) -> None:
    """A person says that this restored database now is the one in use: it may send again."""
    _set_for_database(connection, "")


def _mark_restored(connection: psycopg.Connection) -> None:
    _set_for_database(connection, datetime.now(UTC).isoformat(timespec="seconds"))


def _set_for_database(connection: psycopg.Connection, value: str) -> None:
    name = sql.Identifier(*RESTORED_AT.split("."))
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("ALTER DATABASE {} SET {} = {}").format(database, name, value))


def _dumped(url: str, server: int, snapshot: str) -> Iterator[bytes]:
    """What pg_dump writes, as it writes it."""
    words = ["--format=custom", f"--snapshot={snapshot}", "--no-password"]
    with _running("pg_dump", server, url, words) as process:
        yield from iter(lambda: _out(process).read(CHUNK), b"")


def _pour(found: Archive, url: str, server: int) -> None:
    """Give the dump to pg_restore in one transaction. Nothing of it is written to the disk outside the database."""
    words = ["--format=custom", "--single-transaction", "--exit-on-error", "--no-password"]
    with _running("pg_restore", server, url, words) as process:
        for chunk in found.dump():
            _in(process).write(chunk)
        _in(process).close()


@contextmanager
def _running(name: str, server: int, url: str, words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs while it runs; when it fails, what it said is what went wrong."""
    parts = conninfo_to_dict(url)
    # Not among the words, which everyone on the machine can see.
    secret = {"PGPASSWORD": str(parts.pop("password"))} if "password" in parts else {}
    program = [str(for_server(server).folder / name), *words, f"--dbname={make_conninfo('', **parts)}"]
    pipe = subprocess.PIPE
    with tempfile.TemporaryFile() as errors:
        with (
            suppress(BrokenPipeError),
            subprocess.Popen(  # it gave up reading: below it says why
                program, env=quiet_environment(**secret), stdin=pipe, stdout=pipe, stderr=errors
            ) as process,
        ):
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip() or f"it ended with {process.returncode}"
            raise DatabaseProblem(
                f"{name} failed, and nothing was kept of what it did: {said.splitlines()[0]}"
            )


def _in(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None
    return process.stdin


def _out(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None
    return process.stdout


@contextmanager
def _connected(url: str, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(url, autocommit=autocommit, connect_timeout=30) as connection:
            yield connection
    except psycopg.Error as error:
        raise DatabaseProblem(
            f"The database {without_password(url)} did not do it: {str(error).strip()}"
        ) from error


def _major(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def _refuse_row_security(connection: psycopg.Connection) -> None:
    if connection.execute(_SEES_PAST_ROW_SECURITY).fetchone() != (True,):
        raise DatabaseProblem(
            f"The role {connection.info.user} does not see past row security, so a backup or a count by it would leave "
            "rows out. Use the backup role (DATABASE_URL_BACKUP) or a superuser."
        )


def _refuse_older_server(archived: int, server: int) -> None:
    if server < archived:
        raise DatabaseProblem(
            f"The backup comes from PostgreSQL {archived} and this server is {server}. Restore it into version "
            f"{archived} or newer."
        )


def _refuse_occupied(connection: psycopg.Connection) -> None:
    if connection.execute(_ANYTHING_MADE).fetchone() != (0,):
        raise DatabaseProblem(
            f"The database {connection.info.dbname} is not empty, and nothing is restored over a record. Restore "
            "into a new, empty database or, with the embedded server, into a new data folder (KEEL_DATA)."
        )
