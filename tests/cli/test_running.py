"""``keel serve`` and its fellows on the embedded database: back after any kill, stopped when told, restored, proved."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import psycopg
import pytest
from typer.testing import CliRunner

from keel.cli.main import app
from keel.database import embedded
from keel.database.folder import PORT, SUPERUSER, DataFolder
from keel.database.roles import DATABASE, Role
from keel.database.urls import VARIABLES, make_url

KEEL = [sys.executable, "-c", "from keel.cli.main import app; app()"]
BACK_WITHIN = 60.0  # seconds after a kill; how soon it really is, the benchmarks measure
STARTS_WITHIN = 120.0
PASSWORD = "seven grey herons wade upstream"


class Installation:
    """One installation: a data folder of its own, and a port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unwanted = {
            *VARIABLES.values(),
            "KEEL_TEST",
            "KEEL_TEST_SERVER",
            "KEEL_TEST_DATABASE",
            "KEEL_SECRET_KEY",
        }
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.environment = {**kept, "KEEL_DATA": str(folder)}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def keel(self, *words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        said = [*KEEL, *map(str, words)]
        return subprocess.run(
            said,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=STARTS_WITHIN,
        )

    def serve(self) -> subprocess.Popen[str]:
        """Start serving, and wait until it says where."""
        words = [*KEEL, "serve", "--port", str(self.port), "--workers", "1"]
        said = self.folder.with_suffix(".said")
        with said.open("w", encoding="utf-8") as errors:
            process = subprocess.Popen(
                words, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert process.stdout is not None
        told = process.stdout.readline()
        if f"http://127.0.0.1:{self.port}" not in told:
            process.terminate()
            process.communicate()
            raise AssertionError("nothing was served: " + said.read_text(encoding="utf-8"))
        return process

    @property
    def database(self) -> int:
        """The database's process; 0 where there is none."""
        file = self.folder / "postgres" / "postmaster.pid"
        return int(file.read_text(encoding="utf-8").split()[0]) if file.exists() else 0

    def is_ready(self) -> bool:
        """Whether pages come, with the database behind them."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@pytest.fixture(scope="module")
def installation(migrated: Callable[[Path], None]) -> Iterator[Installation]:
    """An installation whose tables are made."""
    top = Path(tempfile.mkdtemp(prefix="keel-test-", dir="/tmp"))
    top.chmod(0o755)
    made = Installation(top / "data")
    migrated(made.folder)
    yield made
    made.keel("stop")
    subprocess.run(["rm", "-rf", str(top)], check=True)


@pytest.fixture
def another(installation: Installation) -> Iterator[Installation]:
    """A second, empty installation."""
    other = Installation(installation.folder.parent / "another")
    yield other
    other.keel("stop")
    subprocess.run(["rm", "-rf", str(other.folder)], check=True)


@pytest.fixture(scope="module")
def served(installation: Installation) -> Iterator[list[subprocess.Popen[str]]]:
    """What served here, the latest last; ended at the end."""
    found: list[subprocess.Popen[str]] = []
    yield found
    for process in found:
        with process:
            process.terminate()


@pytest.fixture
def serving(installation: Installation, served: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """Keel, serving: the same for as long as no test ends it."""
    if not served or served[-1].poll() is not None:
        served.append(installation.serve())
    return served[-1]


def _within(seconds: float, happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


def _part(serving: subprocess.Popen[str], word: str) -> psutil.Process | None:
    """The part of Keel whose command has this word; not a process that it has in turn."""
    for child in psutil.Process(serving.pid).children():
        with suppress(psutil.Error):  # it may end while it is looked at
            if word in " ".join(child.cmdline()):
                return child
    return None


def _is_replaced(serving: subprocess.Popen[str], word: str, pid: int) -> bool:
    part = _part(serving, word)
    return part is not None and part.pid != pid


def test_whatever_is_killed_is_back_soon(installation: Installation, serving: subprocess.Popen[str]):
    assert installation.is_ready()
    for word in ("gunicorn", "procrastinate"):
        killed = _part(serving, word)
        assert killed is not None
        killed.kill()
        assert _within(BACK_WITHIN, partial(_is_replaced, serving, word, killed.pid)), word
        assert _within(BACK_WITHIN, installation.is_ready), word
    killed_database = installation.database
    os.kill(killed_database, signal.SIGKILL)
    assert _within(BACK_WITHIN, lambda: installation.database not in (0, killed_database)), "the database"
    assert _within(BACK_WITHIN, installation.is_ready), "the database"
    assert serving.poll() is None


def test_each_process_is_told_its_own_roles_address_and_no_other(
    installation: Installation, serving: subprocess.Popen[str]
):
    passwords = json.loads((installation.folder / "passwords.json").read_text(encoding="utf-8"))
    for word, role in (("gunicorn", Role.WEB), ("procrastinate", Role.WORKER)):
        part = _part(serving, word)
        assert part is not None
        told = "\n".join(part.environ().values())
        assert passwords[role] in told
        assert not [name for name, password in passwords.items() if name != role and password in told]
        assert not [password for password in passwords.values() if password in " ".join(part.cmdline())]


def test_a_second_one_at_the_same_port_is_refused_in_a_sentence(
    installation: Installation, serving: subprocess.Popen[str]
):
    done = installation.keel("serve", "--port", installation.port)
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr
    assert installation.is_ready()


def test_stop_ends_all_of_it(installation: Installation, serving: subprocess.Popen[str]):
    parts = psutil.Process(serving.pid).children(recursive=True)
    done = installation.keel("stop")
    assert "Keel has stopped" in done.stdout
    assert serving.wait(BACK_WITHIN) == 0
    _, alive = psutil.wait_procs(parts, timeout=BACK_WITHIN)
    assert alive == []
    assert not installation.is_ready()
    assert not embedded.stop(installation.folder), "the database was left running"
    assert "was not running" in installation.keel("stop").stdout


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux can end the parts of a process that was killed"
)
def test_when_keel_itself_is_killed_its_parts_end_and_it_can_be_started_again(
    installation: Installation, serving: subprocess.Popen[str]
):
    parts = psutil.Process(serving.pid).children(recursive=True)
    serving.kill()
    serving.wait()
    _, alive = psutil.wait_procs(parts, timeout=BACK_WITHIN)
    assert alive == []
    with installation.serve() as again:
        assert installation.is_ready()
        again.terminate()
    assert again.returncode == 0


def test_a_backup_is_restored_into_another_installation_and_proved(
    installation: Installation, another: Installation, tmp_path: Path
):
    secret = tmp_path / "passphrase"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    out = tmp_path / "record.keel"
    secret.chmod(0o644)
    assert (
        "can be read by others"
        in installation.keel("backup", "--out", out, "--passphrase-file", secret).stderr
    )
    secret.chmod(0o600)
    done = installation.keel("backup", "--out", out, "--passphrase-file", secret)
    assert done.returncode == 0, done.stderr
    assert "encrypted" in done.stdout
    refused = installation.keel("restore", out, "--passphrase-file", secret)
    assert refused.returncode == 2
    assert "is not empty" in refused.stderr
    assert another.keel("restore", out).returncode == 2
    proved = another.keel("restore", out, "--passphrase-file", secret)
    assert proved.returncode == 0, proved.stderr
    assert "Restored and proved" in proved.stdout
    assert another.keel("arm", stdin="n\n").returncode == 2
    assert another.keel("arm", stdin="y\n").returncode == 0
    assert "nothing to do" in another.keel("arm", stdin="y\n").stderr


def test_a_user_is_made_whole_or_not_at_all(installation: Installation, tmp_path: Path):
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    words = ["create-user", "Robin@severnshire.example", "Robin Manager", "--password-file", secret]
    assert "not a valid choice" in installation.keel(*words, "--role", "wizard").stderr
    secret.write_text("short", encoding="utf-8")
    assert "too short" in installation.keel(*words).stderr
    secret.write_text(PASSWORD, encoding="utf-8")
    assert "has the key W404; nothing was made" in installation.keel(*words, "--worker", "W404").stderr
    done = installation.keel(*words, "--role", "team_manager")
    assert done.returncode == 0, "a refused user was half made: " + done.stderr
    assert "Among the staff she is nobody yet" in done.stdout
    assert "robin@severnshire.example" in done.stdout
    assert "may sign in already" in installation.keel(*words).stderr


def test_the_doctor_finds_nothing_wrong_and_then_what_is(
    installation: Installation, another: Installation, tmp_path: Path
):
    assert installation.keel("backup", "--out", tmp_path / "record.keel").returncode == 0
    well = {each["key"]: each for each in json.loads(installation.keel("doctor", "--json").stdout)}
    failing = {key for key, each in well.items() if each["state"] == "fail"}
    assert failing - {"embedded.disk", "machine.static"} == set()
    assert well["application.backup"]["found"].startswith("the last was made on")
    _let_a_job_wait(installation)
    waits = {each["key"]: each for each in json.loads(installation.keel("doctor", "--json").stdout)}
    assert (waits["application.queue"]["state"], waits["application.queue"]["found"][:6]) == (
        "fail",
        "1 jobs",
    )
    ill = another.keel("doctor")
    assert ill.returncode == 1
    assert "FAIL  Are the tables those of this Keel?" in ill.stdout
    assert "keel migrate" in ill.stdout


def _let_a_job_wait(installation: Installation) -> None:
    place = DataFolder.opened(installation.folder)
    address = make_url(
        user=SUPERUSER,
        password=place.passwords()[SUPERUSER],
        host=str(place.socket_folder()),
        port=str(PORT),
        dbname=DATABASE,
    )
    with embedded.start(installation.folder), psycopg.connect(address) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) "
            "VALUES ('default', 'a.task', now() - interval '1 hour')"
        )


def test_the_doctor_prints_the_sql_of_the_roles():
    said = CliRunner().invoke(app, ["doctor", "--roles"]).stdout
    for role in Role:
        assert f"\\password {role}" in said


def test_a_server_named_without_the_roles_of_its_own_is_refused(installation: Installation):
    named = Installation(installation.folder)
    named.environment["DATABASE_URL"] = "postgresql://keel_owner:pw@localhost/keel"
    done = named.keel("serve", "--port", named.port)
    assert done.returncode == 2
    assert "DATABASE_URL_WEB" in done.stderr
    assert "pw@" not in done.stderr
