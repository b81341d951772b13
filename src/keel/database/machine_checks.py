"""Checks of the machine that Keel runs on: Python, packages, disk, folder, time."""

import os
import re
import shutil
import sys
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

from keel.database.checks import Answer, Check, fail, ok, warn
from keel.database.folder import VARIABLE
from keel.database.programs import of_the_wheel

OLDEST_PYTHON = (3, 11)
FULL, FILLING = 0.90, 0.80  # of the disk in use
LEAST_FREE = 1 << 30
NAMED_AT_MOST = 3


def machine_checks(*, static: Path | None = None, lock: Path | None = None) -> tuple[Check, ...]:
    """The checks of this machine. ``static``: the folder of gathered static files; ``lock``: requirements.lock."""
    checks = [
        Check("machine.python", "Is Python new enough?", _python),
        Check("machine.time", "Does this machine know what day it is in England?", _time),
    ]
    if lock:
        checks.append(
            Check("machine.packages", "Are the packages those of the lock file?", partial(_locked, lock))
        )
    if static:
        checks.append(Check("machine.static", "Are the style sheets there?", partial(_static, static)))
    return tuple(checks)


def embedded_checks(folder: Path) -> tuple[Check, ...]:
    """The checks of the embedded server's programs and of its data folder."""
    return (
        Check("embedded.programs", "Does the embedded PostgreSQL run here?", _programs),
        Check("embedded.folder", "Is the data folder closed to others?", partial(_closed, folder)),
        Check("embedded.disk", "Is there room for the data?", partial(_room, folder)),
    )


def _python() -> Answer:
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return fail(f"Python {here}", f"Install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer.")
    return ok(f"Python {here}")


def _time() -> Answer:
    now = datetime.now(UTC)
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < made:
        return fail(
            f"the clock says {now:%d %B %Y}, which is before this Keel was installed",
            "Set the clock and turn on time synchronisation: due dates are counted from today.",
        )
    return ok(f"{now.astimezone(ZoneInfo('Europe/London')):%A %d %B %Y, %H:%M}")


def _locked(lock: Path) -> Answer:
    pinned: dict[str, set[str]] = {}  # a package may have several versions, for different Pythons
    for name, wanted in re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8")):
        pinned.setdefault(name, set()).add(wanted)
    other = [
        f"{name} {here} (locked: {' or '.join(sorted(wanted))})"
        for name, wanted in pinned.items()
        if (here := _installed(name)) and here not in wanted
    ]
    if other:
        more = f" and {len(other) - NAMED_AT_MOST} more" if len(other) > NAMED_AT_MOST else ""
        return warn(
            ", ".join(other[:NAMED_AT_MOST]) + more, "Run start.py again: it brings them to the lock file."
        )
    return ok(f"{len(pinned)} packages")


def _installed(name: str) -> str:
    """Its version; empty where it is not here, which may be because it is for another system."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _static(folder: Path) -> Answer:
    sheets = sum(1 for _ in folder.rglob("*.css")) if folder.is_dir() else 0
    if not sheets:
        return fail(f"{folder} has no style sheets", "Run start.py again: it gathers them.")
    return ok(f"{sheets} style sheets")


def _programs() -> Answer:
    return ok(f"PostgreSQL {of_the_wheel().version}")


def _closed(folder: Path) -> Answer:
    if not folder.is_dir():
        return warn(f"{folder} is not there yet", "keel serve makes it.")
    mode = folder.stat().st_mode & 0o777
    if mode & 0o077:
        return fail(f"{folder} can be entered by other users (mode {mode:o})", f"chmod 700 {folder}")
    if not os.access(folder, os.W_OK):
        return fail(
            f"{folder} cannot be written to", f"Run Keel as the account that owns it, or set {VARIABLE}."
        )
    return ok(str(folder))


def _room(folder: Path) -> Answer:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(place)
    share = usage.used / usage.total
    found = f"{usage.free / 2**30:.1f} GB free, {share:.0%} in use, at {place}"
    advice = "Make room, or move the data folder to a larger disk while Keel is stopped."
    if usage.free < LEAST_FREE or (share > FULL and usage.free < 10 * LEAST_FREE):
        return fail(found, advice)
    return warn(found, advice) if share > FILLING and usage.free < 10 * LEAST_FREE else ok(found)
