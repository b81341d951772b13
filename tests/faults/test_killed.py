"""Kill whatever may be killed while people write: what was acknowledged is there, whole, and Keel is soon back."""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from in_use import make_record, superuser
from test_running import Installation

WRITES, CLIENTS = 1_000, 4
BACK_WITHIN = 10.0
CLIENT = Path(__file__).with_name("writing.py")


class Writers:
    """Clients at work, and what was acknowledged to them."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.kept: list[str] = []
        self.unknown: list[str] = []
        self.processes = [self._start(told, number) for number in range(CLIENTS)]
        self.listeners = [threading.Thread(target=self._listen, args=(one,)) for one in self.processes]
        for listener in self.listeners:
            listener.start()

    def _start(self, told: dict[str, Any], number: int) -> subprocess.Popen[str]:
        words = {
            **told,
            "cookie": told["cookies"][number],
            "name": f"client{number}",
            "many": WRITES // CLIENTS,
        }
        return subprocess.Popen(
            [sys.executable, str(CLIENT), json.dumps(words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            became, text, _ = line.split()
            (self.kept if became == "kept" else self.unknown).append(text)

    @property
    def are_done(self) -> bool:
        return not any(listener.is_alive() for listener in self.listeners)

    def finish(self) -> list[int | None]:
        """Wait for all of them; their exit codes."""
        for listener in self.listeners:
            listener.join()
        for process in self.processes:
            process.communicate()
        return [process.returncode for process in self.processes]


@pytest.fixture(scope="module")
def serving(installation: Installation) -> Iterator[psutil.Process]:
    """Keel, serving."""
    process = installation.serve()
    yield psutil.Process(process.pid)
    process.terminate()
    process.communicate()


def _killable(installation: Installation, serving: psutil.Process) -> dict[str, Callable[[], psutil.Process]]:
    def part(word: str) -> psutil.Process:
        return next(child for child in serving.children() if word in " ".join(child.cmdline()))

    return {
        "the database": lambda: psutil.Process(installation.database),
        "a process that answers": lambda: part("gunicorn").children()[0],
        "the job worker": lambda: part("procrastinate"),
    }


def _kill(find: Callable[[], psutil.Process]) -> None:
    """Kill a process outright, waiting for it to be there where it was killed just before."""
    until = time.monotonic() + BACK_WITHIN
    while True:
        try:
            find().kill()
            return
        except (psutil.NoSuchProcess, StopIteration, IndexError):
            assert time.monotonic() < until, "what was killed before is not back"
            time.sleep(0.05)


def _seconds_until(happens: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not happens():
        assert time.monotonic() - began < 5 * BACK_WITHIN, "Keel is not back"
        time.sleep(0.1)
    return time.monotonic() - began


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(
    installation: Installation, serving: psutil.Process, tmp_path: Path
) -> None:
    told = make_record(installation, sessions=CLIENTS, children=5)
    killable, choice = _killable(installation, serving), random.Random(20)
    order = [*killable, *killable, "the database", "a process that answers"]
    choice.shuffle(order)
    moments = sorted(choice.sample(range(50, WRITES - 100), len(order)))
    writers, away = Writers(told), {}
    for name, moment in zip(order, moments, strict=True):
        while len(writers.kept) < moment and not writers.are_done:
            time.sleep(0.01)
        _kill(killable[name])
        away[name, moment] = _seconds_until(installation.is_ready)
    assert writers.finish() == [0] * CLIENTS
    assert len(writers.kept) >= WRITES
    assert max(away.values()) < BACK_WITHIN, away
    _all_there_and_whole(installation, writers)
    _the_audit_is_whole_until_somebody_cuts_it(installation, tmp_path)


def _all_there_and_whole(installation: Installation, writers: Writers) -> None:
    with psycopg.connect(superuser(installation)) as connection:
        alerts = dict(connection.execute("SELECT text, 'people.Alert:' || id FROM people_alert").fetchall())
        audited = Counter(
            entry
            for (entry,) in connection.execute(
                "SELECT entry FROM access_auditentry WHERE code = 'person.changed' AND entry LIKE 'people.Alert:%'"
            )
        )
    lost = set(writers.kept) - alerts.keys()
    assert not lost, f"somebody was told that these were saved, and they are gone: {sorted(lost)[:5]}"
    made_up = alerts.keys() - set(writers.kept) - set(writers.unknown)
    assert not made_up, "something is kept that nobody wrote"
    assert audited == Counter(alerts.values()), (
        "an alert without its line of audit, or a line without its alert"
    )


def _the_audit_is_whole_until_somebody_cuts_it(installation: Installation, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    whole = installation.keel("audit", "verify")
    assert whole.returncode == 0, whole.stderr
    assert "The audit is whole" in whole.stdout
    assert installation.keel("audit", "heads", "--out", heads).returncode == 0
    assert installation.keel("audit", "verify", "--heads", heads).returncode == 0
    with psycopg.connect(superuser(installation)) as connection:
        connection.execute("ALTER TABLE access_auditentry DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM access_auditentry WHERE sequence > 100")
        connection.execute(
            "UPDATE access_audithead SET (sequence, hash) = "
            "(SELECT sequence, hash FROM access_auditentry WHERE sequence = 100)"
        )
    assert installation.keel("audit", "verify").returncode == 0, "a chain cannot show this by itself"
    cut = installation.keel("audit", "verify", "--heads", heads)
    assert cut.returncode == 1
    assert "entries 101 to" in cut.stderr
    refused = installation.keel("audit", "heads", "--out", heads)
    assert refused.returncode == 1, "a head was exported of a chain that had been cut"
