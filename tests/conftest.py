"""What every test may lean on."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "keel.web.settings"
os.environ["KEEL_TEST"] = "1"
os.environ.setdefault("KEEL_SECRET_KEY", "of the tests, and of nothing else")

import pytest
from hypothesis import settings

settings.register_profile(
    "keel", derandomize=True, deadline=None
)  # the same cases on every machine, slow or not
settings.load_profile("keel")

SHELF = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a person may ask of a run beside the tests themselves."""
    parser.addoption(
        "--write-matrix",
        action="store_true",
        help="write what every address answers into tests/access/matrix.toml",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference shelf beside the project; a test that reads it is skipped by name where it is absent."""
    if not SHELF.is_dir():
        pytest.skip("the reference shelf (../shared) is not beside this checkout")
    return SHELF


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """A real PostgreSQL, started when the first test asks for one: the embedded server, or KEEL_TEST_SERVER."""
    with _test_server() as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: str) -> Iterator[None]:
    """Tests that ask for a database have theirs on that server."""
    from django.db import connections  # noqa: PLC0415 -- tests without a database do without Django

    from keel.web.databases import from_url  # noqa: PLC0415

    settings = from_url(database_server)
    named = settings.pop("TEST")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = "_".join(filter(None, [named.get("NAME", "test_keel"), worker]))
    connections["default"].settings_dict.update(settings)
    connections["default"].settings_dict["TEST"].update(named | {"NAME": name})
    _let_tables_be_emptied(connections["default"].ops)
    yield
    connections.close_all()


def _let_tables_be_emptied(ops: Any) -> None:
    """Between tests that commit, the tables are emptied: also those whose triggers refuse that, as they should."""
    emptying = ops.sql_flush
    ops.sql_flush = lambda *given, **named: [
        "SET LOCAL session_replication_role = replica;",
        *emptying(*given, **named),
    ]


@contextmanager
def _test_server() -> Iterator[str]:
    """The superuser's address at a server: the one named, or an embedded one for this run and all its workers."""
    if named := os.environ.get("KEEL_TEST_SERVER"):
        yield named
        return
    from keel.database import embedded  # noqa: PLC0415

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(
        "/tmp", f"keel-tests-{run}"
    )  # pytest's own folder is closed to the account that root's runs as
    with embedded.start(folder) as server:
        yield server.url
    if server.pid is None:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], None]]:
    """Makes a data folder whose tables are made: a copy of one that ``keel migrate`` made once in this run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    top = Path("/tmp", f"keel-migrated-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"[:36])

    @contextmanager
    def alone() -> Iterator[None]:
        with (shared / "migrated.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def make(folder: Path) -> None:
        with alone():
            if not top.exists():
                _migrate(top)
            subprocess.run(["cp", "-a", str(top / "data"), str(folder)], check=True)

    yield make
    with alone():  # where the other worker still wants one, it is made again
        shutil.rmtree(top, ignore_errors=True)


def _migrate(top: Path) -> None:
    """As somebody does who installs Keel; nothing is left of what fails."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KEEL_", "DATABASE_URL"))
    }
    top.mkdir(mode=0o755)
    done = subprocess.run(
        [sys.executable, "-c", "from keel.cli.main import app; app()", "migrate"],
        env={**kept, "KEEL_DATA": str(top / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(top)
    assert done.returncode == 0, done.stderr
