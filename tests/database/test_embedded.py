"""The embedded server: what was acknowledged is there, whoever starts it, however the last one ended."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from keel.database import embedded
from keel.database.account import Account
from keel.database.embedded import SETTINGS, Server
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role

JOIN = """
import sys
from pathlib import Path
from keel.database import embedded
with embedded.start(Path(sys.argv[1])) as server:
    print(server.pid, server.url, flush=True)
    sys.stdin.readline()
"""
SOON = 60.0  # seconds within which a killed database is back; how soon it really is, the benchmarks measure


def _owner(server: Server) -> psycopg.Connection:
    return psycopg.connect(server.url_for(Role.OWNER), autocommit=True)


def _until_cut_off(connection: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        connection.execute(statement)


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if "Z" in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]:
            return
        time.sleep(0.02)


def _kill(server: Server) -> None:
    assert server.pid
    pid = server.pid
    os.kill(pid, signal.SIGKILL)
    _wait_until_gone(pid)


def test_the_record_is_there_after_a_stop_and_a_start(folder: Path):
    with embedded.start(folder) as server, _owner(server) as connection:
        connection.execute("CREATE TABLE visit (child text)")
        connection.execute("INSERT INTO visit VALUES ('Ada')")
        assert server.folder == folder
    assert server.pid is None, "the last to leave stops the server"
    with embedded.start(folder) as server, _owner(server) as connection:
        assert connection.execute("SELECT child FROM visit").fetchall() == [("Ada",)]


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(made: Path):
    acknowledged = []

    def write() -> None:
        with _owner(server) as connection:
            for number in range(1_000_000):
                connection.execute("INSERT INTO numbered VALUES (%s, %s)", [number, number])
                acknowledged.append(number)

    def write_until_cut_off() -> None:
        with pytest.raises(psycopg.OperationalError):
            write()

    with embedded.start(made) as server:
        with _owner(server) as connection:
            connection.execute("CREATE TABLE numbered (number int, again int NOT NULL)")
        writer = threading.Thread(target=write_until_cut_off)
        writer.start()
        while len(acknowledged) < 300:
            time.sleep(0.01)
        _kill(server)
        killed_at = time.monotonic()
        assert server.ensure_running()
        assert time.monotonic() - killed_at < SOON
        writer.join()
        with _owner(server) as connection:
            kept = {
                number for (number,) in connection.execute("SELECT number FROM numbered WHERE number = again")
            }
        assert set(acknowledged) <= kept, "a worker was told that a visit was saved and it is gone"
        assert len(kept - set(acknowledged)) <= 1, "something is kept that nobody wrote"


def test_a_child_of_the_killed_server_that_goes_on_does_not_keep_the_next_one_out(made: Path):
    busy = "DO $$ BEGIN FOR i IN 1..2000000000 LOOP END LOOP; END $$"
    with embedded.start(made) as server:
        with _owner(server) as connection:
            thread = threading.Thread(target=_until_cut_off, args=(connection, busy))
            thread.start()
            time.sleep(0.3)
            _kill(server)
            started_at = time.monotonic()
            assert server.ensure_running()
            assert time.monotonic() - started_at < SOON
            thread.join()
        with _owner(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_process_number_that_another_program_has_since_taken_does_not_keep_the_server_out(made: Path):
    with embedded.start(made) as server:
        _kill(server)
        words = server.place.account.as_popen_words() if server.place.account else {}
        with subprocess.Popen(["sleep", "60"], cwd="/", **words) as other:
            file = server.place.cluster / "postmaster.pid"
            lines = file.read_text(encoding="utf-8").split("\n")
            file.write_text("\n".join([str(other.pid), *lines[1:]]), encoding="utf-8")
            assert server.ensure_running()
            assert other.poll() is None, "another program was ended"
            other.kill()


def test_a_start_that_was_killed_half_way_leaves_nothing_in_the_way(folder: Path):
    words = [sys.executable, "-c", JOIN, str(folder)]
    for moment in (0.3, 0.7):
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as half_done:
            time.sleep(moment)
            half_done.kill()
    with embedded.start(folder) as server, _owner(server) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (Role.OWNER,)


def test_processes_share_one_server_and_the_last_to_leave_stops_it(made: Path):
    words = [sys.executable, "-c", JOIN, str(made)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as one, subprocess.Popen(words, **pipes) as other:
        first, second = one.stdout.readline(), other.stdout.readline()
        assert first == second, "each process has a server of its own"
        one.communicate("\n")
        with psycopg.connect(second.split()[1]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        other.communicate("\n")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(second.split()[1])


def test_a_process_that_is_killed_counts_as_gone(made: Path):
    words = [sys.executable, "-c", JOIN, str(made)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        killed.stdout.readline()
        with embedded.start(made) as server:
            killed.kill()
            killed.wait()
        assert server.pid is None


def test_a_server_that_is_to_be_kept_outlives_everybody_until_it_is_stopped(made: Path):
    with embedded.start(made, keep=True):
        pass
    with embedded.start(made) as server:
        pass
    assert server.pid is not None
    assert embedded.stop(made)
    assert server.pid is None
    assert not embedded.stop(made), "there was nothing to stop"


def test_two_data_folders_are_two_databases(made: Path, server: Server):
    with embedded.start(made) as another:
        with _owner(another) as connection:
            connection.execute("CREATE TABLE only_here (x int)")
        with _owner(server) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_nobody_else_on_the_machine_can_go_in(server: Server):
    for place in (server.folder, server.socket_folder, server.place.cluster):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700, place
    assert stat.S_IMODE((server.folder / "passwords.json").stat().st_mode) == 0o600
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        assert methods == [("scram-sha-256",)]
        stored = str(connection.execute("TABLE pg_authid").fetchall())
        assert "SCRAM-SHA-256" in stored
        assert not [word for word in server.passwords.values() if word in stored]
    wrong = server.url.replace(server.passwords["postgres"], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_a_folder_too_deep_for_a_socket_has_it_in_a_private_folder_elsewhere(deep_folder: Path):
    with embedded.start(deep_folder) as server, _owner(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
        first = server.url
    with embedded.start(deep_folder) as server:
        assert server.url == first, "the address changed over a restart"
    server.socket_folder.rmdir()
    with embedded.start(deep_folder) as server, _owner(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,), "the temporary folder was cleared meanwhile"


def test_no_settings_file_can_make_the_server_forget(made: Path):
    with embedded.start(made) as server:
        pass
    with (server.place.cluster / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\n")
    with embedded.start(made) as server, psycopg.connect(server.url) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",), name


def test_the_log_names_no_child(server: Server):
    with _owner(server) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS named (child text PRIMARY KEY)")
        connection.execute("INSERT INTO named VALUES ('Canary Wren')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO named VALUES ('Canary Wren')")
        with pytest.raises(psycopg.errors.UndefinedColumn):
            connection.execute("SELECT nothing FROM named WHERE child = 'Canary Wren'")
        connection.execute("DROP TABLE named")
    logs = "".join(file.read_text(encoding="utf-8") for file in server.place.cluster.glob("log/*.log"))
    assert "duplicate key" in logs, "the log was not looked at"
    assert "Canary" not in logs
    assert SETTINGS["log_error_verbosity"] == "terse"


def test_a_folder_that_holds_other_things_is_left_alone(folder: Path):
    folder.mkdir(mode=0o755)
    (folder / "letters.docx").write_text("a letter", encoding="utf-8")
    with pytest.raises(DatabaseProblem, match="holds other things"):
        embedded.start(folder)
    assert [file.name for file in folder.iterdir()] == ["letters.docx"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    (folder / "letters.docx").unlink()


def test_lost_passwords_are_explained_and_not_replaced(made: Path):
    with embedded.start(made) as server:
        pass
    passwords = made / "passwords.json"
    kept = passwords.read_text(encoding="utf-8")
    passwords.unlink()
    with pytest.raises(DatabaseProblem, match=r"passwords\.json is missing"):
        embedded.start(made)
    server.place.write(passwords.name, kept.replace(server.passwords["postgres"], "of-another-database"))
    with pytest.raises(DatabaseProblem, match="belong to another database"):
        embedded.start(made)
    server.place.write(passwords.name, kept)


def test_two_users_of_one_machine_have_a_server_each(
    server: Server, another_user: Account, python_for_all: list[str]
):
    home = Path("/home", another_user.name)
    words = [*python_for_all, "-c", JOIN, str(home / "keel-data")]
    theirs = subprocess.Popen(
        words,
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **another_user.as_popen_words(),
    )
    with theirs:
        pid, url = theirs.stdout.readline().split()
        assert Path(f"/proc/{pid}").stat().st_uid == another_user.uid
        with psycopg.connect(url) as connection, psycopg.connect(server.url) as ours:
            question = "SELECT system_identifier FROM pg_control_system()"
            assert connection.execute(question).fetchone() != ours.execute(question).fetchone()
        theirs.communicate("\n")
    assert theirs.returncode == 0


def test_another_user_who_knows_the_password_still_finds_the_door_shut(
    server: Server, another_user: Account, python_for_all: list[str]
):
    words = [*python_for_all, "-c", "import sys, psycopg; psycopg.connect(sys.argv[1])", server.url]
    done = subprocess.run(
        words, cwd="/", capture_output=True, text=True, check=False, **another_user.as_popen_words()
    )
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


def test_root_is_told_when_a_folder_cannot_be_reached_by_the_servers_account():
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as another account")
    with tempfile.TemporaryDirectory() as closed, pytest.raises(DatabaseProblem, match="cannot enter"):
        embedded.start(Path(closed) / "inner" / "data")


def test_processes_that_begin_at_once_in_a_new_folder_all_have_it(folder: Path):
    begin = "import sys, pathlib; from keel.database.folder import DataFolder as D; D.opened(pathlib.Path(sys.argv[1]))"
    words = [sys.executable, "-c", begin, str(folder)]
    at_once = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [(one.communicate()[1], one.returncode) for one in at_once] == [("", 0)] * 6
