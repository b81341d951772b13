"""A throwaway PostgreSQL of the machine's own packages, set up with the very SQL that the manual gives.

python tests/database/real_server.py COMMAND …     run the tests' command, with their tables on such a server
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from keel.database import roles
from keel.database.account import account_for
from keel.database.programs import Programs
from keel.database.urls import VARIABLES, Urls, make_url

PACKAGED = Path("/usr/lib/postgresql")
TRUSTING = ("--auth=trust", "--no-sync")
NEEDED = ("initdb", "pg_ctl", "psql")


@dataclass(frozen=True)
class RealServer:
    """A running server: the superuser's address in Keel's database, and every role's."""

    url: str
    urls: Urls
    version: int


def packaged() -> Path | None:
    """The folder of the newest packaged server's programs; None where there is none."""
    found = [folder for folder in PACKAGED.glob("*/bin") if all((folder / name).exists() for name in NEEDED)]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def running(programs: Path, **settings: str) -> Iterator[RealServer]:
    """Make a server in the temporary folder, and take it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="keel-real-", dir="/tmp"))
    account = account_for(folder)
    if account:
        account.give(folder)
    run = Programs(programs, account).run
    words = " ".join(f"-c {name}={value}" for name, value in settings.items())
    words += f" -c listen_addresses= -c unix_socket_directories={folder}"
    try:
        _succeed(run("initdb", "-D", str(folder / "data"), "-U", "postgres", "--encoding=UTF8", *TRUSTING))
        start = ["-D", str(folder / "data"), "-l", str(folder / "log"), "-o", words, "-w", "start"]
        _succeed(run("pg_ctl", *start))
        yield _set_up(programs, folder)
    finally:
        run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(programs: Path, folder: Path) -> RealServer:
    script = "\n".join(
        line for line in roles.for_the_administrator().splitlines() if not line.startswith("\\password")
    )
    place = ["-v", "ON_ERROR_STOP=1", "-h", str(folder), "-U", "postgres", "-d", "postgres"]
    psql = [str(programs / "psql"), "--no-psqlrc", "--quiet", *place]
    for _ in range(2):  # an administrator may run it again
        _succeed(subprocess.run(psql, input=script, capture_output=True, text=True, check=False))
    by_role = {}
    superuser = make_url(user="postgres", password="", host=str(folder), dbname=roles.DATABASE)
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in VARIABLES:
            password = secrets.token_hex(8)
            connection.execute(f"ALTER ROLE {role} PASSWORD '{password}'")
            by_role[role] = make_url(user=role, password=password, host=str(folder), dbname=roles.DATABASE)
        return RealServer(superuser, Urls(by_role), connection.info.server_version // 10_000)


def _succeed(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise RuntimeError(done.stderr)


def main(words: list[str]) -> int:
    """Run a command against such a server; its exit code is ours."""
    programs = packaged()
    if programs is None:
        sys.exit("no packaged PostgreSQL is installed: apt-get install postgresql")
    # What tests leave behind need not outlive a power cut, nor be tidied while a test changes its tables.
    with running(programs, fsync="off", autovacuum="off") as server:
        return subprocess.call(words, env={**os.environ, "KEEL_TEST_SERVER": server.url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
