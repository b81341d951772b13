"""Real servers for the tests of this room: embedded ones in folders of their own, and the machine's packaged one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from real_server import RealServer, packaged, running

from keel.database import embedded, roles
from keel.database.account import Account
from keel.database.embedded import Server
from keel.database.folder import DataFolder

SOURCE = Path(embedded.__file__).parents[2]
SITE = Path(psycopg.__file__).parents[1]


def _new_folder() -> Path:
    """Not below pytest's own folder, which is closed to the account that root's server runs as."""
    parent = Path(tempfile.mkdtemp(prefix="keel-test-", dir="/tmp"))
    parent.chmod(0o755)
    return parent / "data"


def _remove(folder: Path) -> None:
    if folder.exists():
        socket_folder = DataFolder.opened(folder).socket_folder()
        embedded.stop(folder)
        shutil.rmtree(socket_folder, ignore_errors=True)
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that is not there yet; its server is stopped and it is removed afterwards."""
    folder = _new_folder()
    yield folder
    _remove(folder)


@pytest.fixture
def deep_folder(folder: Path) -> Iterator[Path]:
    """A data folder whose path is longer than a socket's may be."""
    deep = folder.parent / ("deep" * 30) / "data"
    yield deep
    _remove(deep)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder in which a database has been made, and where nobody is."""
    folder = _new_folder()
    with embedded.start(folder):
        pass
    yield folder
    _remove(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One embedded server for all tests that do not stop it."""
    folder = _new_folder()
    with embedded.start(folder) as server:
        yield server
    _remove(folder)


@pytest.fixture(scope="session")
def real() -> Iterator[RealServer]:
    """The machine's packaged PostgreSQL, set up as the manual says."""
    programs = packaged()
    if programs is None:
        pytest.skip("no packaged PostgreSQL is installed on this machine (/usr/lib/postgresql)")
    with running(programs) as server:
        yield server


@pytest.fixture(params=["embedded", "packaged"])
def either(request: pytest.FixtureRequest) -> RealServer:
    """Each kind of server in turn."""
    if request.param == "packaged":
        return request.getfixturevalue("real")
    server: Server = request.getfixturevalue("server")
    return RealServer(server.url, server.urls, server.programs.version)


@pytest.fixture
def empty_database(either: RealServer) -> Iterator[str]:
    """The name of a new, empty database on that server."""
    name = "restored"
    with psycopg.connect(either.url, autocommit=True) as connection:
        roles.make_database(connection, name)
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def another_user() -> Iterator[Account]:
    """Somebody else with an account on this machine, for as long as the test."""
    import pwd  # noqa: PLC0415 - not on Windows

    if os.geteuid() != 0:
        pytest.skip("only root can make another user of this machine")
    name = f"keeltest{os.getpid()}"
    subprocess.run(["useradd", "--create-home", name], check=True, capture_output=True)
    entry = pwd.getpwnam(name)
    yield Account(name, entry.pw_uid, entry.pw_gid)
    subprocess.run(["userdel", "--remove", name], check=True, capture_output=True)


@pytest.fixture
def python_for_all(another_user: Account) -> list[str]:
    """A Python that this other user can run, with Keel and its packages on its path."""
    same = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    candidates = [Path(sys.executable), Path("/usr/bin", same), Path("/usr/local/bin", same)]
    for python in candidates:
        if python.exists() and another_user.can_run(python) and another_user.can_enter(SITE):
            return ["env", f"PYTHONPATH={SOURCE}:{SITE}", "PYTHONDONTWRITEBYTECODE=1", str(python)]
    pytest.skip(f"no {same} on this machine that another user may run")
