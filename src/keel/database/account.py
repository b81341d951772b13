"""The account of the machine that the embedded server runs as.

PostgreSQL refuses to run as root. An ordinary user's server runs as that user; when root asks, it runs as the owner
of the data folder, or as the system account ``keel``, which is made once.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keel.database.problem import DatabaseProblem

SYSTEM_ACCOUNT = "keel"
_ACCOUNTS = Path("/etc/passwd")  # locked while one is made: no file of our own is left behind


@dataclass(frozen=True)
class Account:
    """An account of the machine that root acts for."""

    name: str
    uid: int
    gid: int

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder, not of what is in it."""
        os.chown(path, self.uid, self.gid)

    def as_popen_words(self) -> dict[str, Any]:
        """What makes ``subprocess`` run a program as this account and nothing more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may go into a folder, asked of the machine itself, as the account."""
        words = ["/bin/sh", "-c", 'cd "$0"', str(folder)]
        return (
            subprocess.run(words, capture_output=True, check=False, **self.as_popen_words()).returncode == 0
        )

    def can_run(self, program: Path) -> bool:
        """Whether the account may run a program, found by running it."""
        words = ["/bin/sh", "-c", '"$0" --version', str(program)]
        done = subprocess.run(words, capture_output=True, check=False, cwd="/", **self.as_popen_words())
        return done.returncode == 0


def account_for(folder: Path) -> Account | None:
    """The account to run as for a data folder; None means as whoever asks, who is not root."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    return _of_uid(owner) if owner else system_account()


def system_account() -> Account:
    """The system account ``keel``, made where it is missing."""
    import pwd  # noqa: PLC0415 - not on Windows, where the message of the embedded server must still be reached

    try:
        return _of_entry(pwd.getpwnam(SYSTEM_ACCOUNT))
    except KeyError:
        return _of_entry(_made_once())


def _made_once() -> Any:
    """The account's entry: of two who find it missing at once, one makes it and the other waits."""
    import fcntl  # noqa: PLC0415 - as pwd
    import pwd  # noqa: PLC0415

    with _ACCOUNTS.open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if SYSTEM_ACCOUNT not in {one.pw_name for one in pwd.getpwall()}:
            _make_system_account()
        return pwd.getpwnam(SYSTEM_ACCOUNT)


def _make_system_account() -> None:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    words = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    words += ["--shell", "/usr/sbin/nologin", "--comment", "Keel database", SYSTEM_ACCOUNT]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        reason = (
            "" if done.returncode == 0 else done.stderr.strip() or f"useradd ended with {done.returncode}"
        )
    except OSError as error:
        reason = str(error)
    if reason:
        raise DatabaseProblem(
            f"PostgreSQL does not run as root, and the system account {SYSTEM_ACCOUNT!r} that it would run as could "
            f"not be made ({reason}). Make that account, or run Keel as an ordinary user."
        )


def _of_uid(uid: int) -> Account:
    import pwd  # noqa: PLC0415 - as above

    try:
        return _of_entry(pwd.getpwuid(uid))
    except KeyError:
        raise DatabaseProblem(
            f"The data folder belongs to user number {uid}, who has no account on this machine. Give the folder to "
            "an account that exists (chown), or set KEEL_DATA to another folder."
        ) from None


def _of_entry(entry: Any) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
