"""The data folder of the embedded server: where it is, whose it is, what lies in it.

keel-data/                 mode 0700; one account of the machine owns it and all that is in it
    README.txt             what this is, for whoever finds it; also how Keel knows a folder as its own
    postgres/              PostgreSQL's own files
    passwords.json         mode 0600; made up at the first start, one for each role
    run/                   mode 0700; the socket
    lock, in-use           one process starts or stops at a time; who uses the server now
    keep                   there while somebody wants the server to outlive them
    room                   zeros, given up when the disk is nearly full so that records can still be read
"""

import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from keel.database.account import Account, account_for
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role

VARIABLE = "KEEL_DATA"
DEFAULT = "keel-data"
FOR_ROOT = Path("/var/lib/keel")
SUPERUSER = "postgres"
PORT = 5432  # only names the socket: nothing listens on the network
LONGEST_SOCKET = 103  # bytes; Linux allows 107 and macOS 103
BEGUN = {"lock", ".README.txt.new"}  # what is there while another process makes the folder ours
KEPT_BESIDE = {"secret-key"}  # the web room's, which may be made before there is a database
ABOUT = """\
This folder holds the database of Keel (childrens-services records). Everything in it is confidential.
Do not change, move or copy files in it while Keel runs. To keep a copy, run: keel backup
To stop the database, run: keel stop
"""


@dataclass(frozen=True)
class DataFolder:
    """A data folder that is there, is Keel's, and can be worked in by its account."""

    path: Path
    account: Account | None

    @classmethod
    def opened(cls, asked: Path | None = None) -> Self:
        """The chosen folder, made where it is missing."""
        folder = cls(*chosen(asked))
        folder._make()
        return folder

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own files."""
        return self.path / "postgres"

    @property
    def log(self) -> Path:
        """What the server said when it last started."""
        return self.path / "start.log"

    @property
    def is_made(self) -> bool:
        """Whether a database has been made here before."""
        return (self.cluster / "PG_VERSION").exists()

    def _make(self) -> None:
        try:
            self._refuse_another_purpose()
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_ours:
                self._take()
            for name in KEPT_BESIDE:
                if (self.path / name).exists():
                    self._give(self.path / name)
        except PermissionError as error:
            raise DatabaseProblem(
                f"The data folder {self.path} cannot be used by this account ({error.strerror}). Run Keel as the "
                f"account that owns it, or set {VARIABLE} to a folder of your own."
            ) from error

    @property
    def _is_ours(self) -> bool:
        return (self.path / "README.txt").exists()

    def _take(self) -> None:
        """Make an empty folder ours; of several processes that begin at once, one does."""
        with self.locked():
            if not self._is_ours:
                self.path.chmod(0o700)
                self._give(self.path)
                self.write("README.txt", ABOUT)

    def _refuse_another_purpose(self) -> None:
        if not self.path.is_dir() or self._is_ours:
            return
        others = {inner.name for inner in self.path.iterdir()} - KEPT_BESIDE - BEGUN
        if others and not self._is_ours:  # asked again: another process may have begun it meanwhile
            raise DatabaseProblem(
                f"The folder {self.path} holds other things and is not a data folder of Keel. Set {VARIABLE} to an "
                "empty folder or to one that does not exist yet."
            )

    def _give(self, path: Path) -> None:
        if self.account:
            self.account.give(path)

    def write(self, name: str, text: str) -> None:
        """Write one small file whole or not at all, for the folder's account only."""
        half_done = self.path / f".{name}.new"
        with os.fdopen(
            os.open(half_done, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self._give(half_done)
        half_done.replace(self.path / name)

    def make_inner(self, name: str) -> Path:
        """A folder within, for the folder's account only."""
        inner = self.path / name
        inner.mkdir(mode=0o700, exist_ok=True)
        self._give(inner)
        return inner

    def passwords(self) -> dict[str, str]:
        """The superuser's and each role's password, made up where there is no database yet."""
        file = self.path / "passwords.json"
        known: dict[str, str] = {}
        if file.exists():
            known = json.loads(file.read_text(encoding="utf-8"))
        elif self.is_made:
            raise DatabaseProblem(
                f"{file} is missing, and without it nobody can sign in to the database beside it. Put the file back "
                "from a copy of the folder, or restore a backup into a new folder."
            )
        wanted = {name: known.get(name) or secrets.token_urlsafe(32) for name in (SUPERUSER, *Role)}
        if wanted != known:
            self.write(file.name, json.dumps(wanted, indent=1))
        return wanted

    def socket_folder(self) -> Path:
        """Where the socket lies: within, or, where that path is too long for a socket, a private folder in /tmp."""
        within = self.path / "run"
        if len(os.fsencode(within / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return self.make_inner("run")
        pointer = self.path / "socket-folder.txt"
        elsewhere = Path(pointer.read_text(encoding="utf-8")) if pointer.exists() else None
        if elsewhere is None or not self._is_private(elsewhere):
            elsewhere = Path(tempfile.mkdtemp(prefix="keel-", dir="/tmp"))
            self._give(elsewhere)
            self.write(pointer.name, str(elsewhere))
        return elsewhere

    def _is_private(self, folder: Path) -> bool:
        """Nobody else can have put it there: ours, a real folder, closed to others."""
        if folder.is_symlink() or not folder.is_dir():
            return False
        status = folder.stat()
        return (
            status.st_uid == (self.account.uid if self.account else os.geteuid())
            and not status.st_mode & 0o077
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with self._open("lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def use(self) -> IO[str]:
        """Say that this process uses the server, until the file is closed or the process is gone, however it goes."""
        file = self._open("in-use")
        fcntl.flock(file, fcntl.LOCK_SH)
        return file

    def nobody_uses(self) -> bool:
        """Whether no process uses the server. Ask while locked."""
        with self._open("in-use") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def _open(self, name: str) -> IO[str]:
        descriptor = os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        if self.account:
            os.fchown(descriptor, self.account.uid, self.account.gid)
        return os.fdopen(descriptor, "r+", encoding="utf-8")


def chosen(asked: Path | None = None) -> tuple[Path, Account | None]:
    """The folder asked for, else that of ``KEEL_DATA``, else ``keel-data`` here; and the account that it belongs to."""
    named = asked or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    path = (named or Path(DEFAULT)).expanduser().resolve()
    account = account_for(path)
    if account is None or account.can_enter(_nearest(path.parent)):
        return path, account
    if named is None:
        return FOR_ROOT, account_for(FOR_ROOT)
    raise DatabaseProblem(
        f"PostgreSQL does not run as root, and the account {account.name!r} that it runs as instead cannot enter "
        f"{_nearest(path.parent)}. Set {VARIABLE} to a folder that others may pass through to, for instance "
        f"{FOR_ROOT}, or run Keel as an ordinary user."
    )


def _nearest(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return next(place for place in (path, *path.parents) if place.exists())
