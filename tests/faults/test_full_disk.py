"""A disk that is full to its last byte: nothing more is recorded, everybody is told why, and reading goes on."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from in_use import make_record
from test_running import Installation
from writing import SAVED, Browser

from keel.database.room import FILE, KEPT

SMALL = 480 << 20  # bytes: an empty record with its journal, and the room that is kept
SOON = 30.0  # seconds
NO_ROOM = "The database has no room left on its disk"


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    """A small disk of its own."""
    place = Path(tempfile.mkdtemp(prefix="keel-full-", dir="/tmp"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=755", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        place.rmdir()
        pytest.skip("a full disk needs a small disk, which only root may mount")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.fixture
def installation(disk: Path, migrated: Callable[[Path], None]) -> Iterator[Installation]:
    """Keel, serving from that disk."""
    made = Installation(disk / "data")
    migrated(made.folder)
    yield made
    made.keel("stop")


def _fill(disk: Path) -> Path:
    """To the last byte."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(1 << 20))
    with suppress(OSError), filler.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(512))
    return filler


def _within(seconds: float, happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def test_nothing_is_recorded_and_reading_goes_on_until_there_is_room(
    disk: Path, installation: Installation
) -> None:
    told = make_record(installation, sessions=1, children=1)
    with installation.serve() as serving:
        somebody = Browser(told["port"], (told["session"], told["cookies"][0]), told["form"])
        (child,) = told["children"]
        assert somebody.raise_alert(child, "before")[0] == SAVED
        room = installation.folder / FILE
        assert _within(SOON, room.exists), "no room is kept for reading"

        filler = _fill(disk)
        assert _within(SOON, lambda: not room.exists()), "the room that is kept was not given up"
        assert _within(SOON, lambda: somebody.ask("GET", f"/child/{child}/")[0] == 200), "nothing can be read"
        status, page = somebody.raise_alert(child, "while it is full")
        assert status == 503
        assert NO_ROOM in page
        assert "was not saved" in page
        for _ in range(20):
            assert somebody.ask("GET", f"/people/{child}/alerts")[0] == 200, "reading did not go on"

        filler.unlink()
        assert shutil.disk_usage(disk).free > 2 * KEPT
        assert _within(SOON, lambda: somebody.raise_alert(child, "after")[0] == SAVED)
        _, page = somebody.ask("GET", f"/people/{child}/alerts")
        assert [text for text in ("before", "while it is full", "after") if text in page] == [
            "before",
            "after",
        ]
        serving.terminate()
