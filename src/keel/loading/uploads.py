"""Files that somebody sends through the page: named anew, kept until they are loaded, and looked at before that.

What is kept lies in a folder of its own with a random name, under a cleaned form of the name that it came with.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from keel.exchange.findings import UnreadableSource
from keel.exchange.source import read_source
from keel.exchange.tabular.files import SUFFIXES
from keel.loading.archives import is_archive, unpacked
from keel.loading.file_names import cleaned

MOST_FILES = 200
KEPT_FOR = 7 * 24 * 3600  # seconds that an upload nobody loads is kept
_LOOK = 16


class Sent(Protocol):
    """A file as a form hands it over."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]:
        """Its content, a part at a time."""


def most_bytes() -> int:
    """The most that one upload may hold, from ``KEEL_UPLOAD_MB``."""
    return int(os.environ.get("KEEL_UPLOAD_MB", "500")) * 1_000_000


def folder_of_uploads() -> Path:
    """Where uploads wait."""
    return Path(os.environ.get("KEEL_DATA", "keel-data")) / "uploads"


def kept(files: Sequence[Sent]) -> tuple[str, str]:
    """Keep what was sent; the folder's name, and what to call the source. Raises UnreadableSource, keeping nothing."""
    if len(files) > MOST_FILES:
        raise UnreadableSource(f"{len(files)} files were sent; send at most {MOST_FILES} at a time.")
    held = secrets.token_hex(16)
    place = folder_of_uploads() / held
    try:
        place.mkdir(parents=True, mode=0o700)
        path = _written(place, files)
        _look_at(path)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return held, cleaned(files[0].name) if len(files) == 1 else f"{len(files)} tables"


def _written(place: Path, files: Sequence[Sent]) -> Path:
    """One file under its name; several, or an archive of several, in a folder."""
    names = _apart([cleaned(file.name) for file in files])
    if len(files) == 1:
        path = place / names[0]
        _write(path, files[0])
        return unpacked(path, most_bytes()) if is_archive(path) else path
    folder = place / "tables"
    folder.mkdir()
    for name, file in zip(names, files, strict=True):
        if Path(name).suffix not in SUFFIXES:
            raise UnreadableSource(
                f"{name} cannot be sent together with others; several files are read as tables, in CSV or Parquet."
            )
        _write(folder / name, file)
    return folder


def _apart(names: list[str]) -> list[str]:
    """Two files of one name are two."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        path = Path(name)
        told.append(name if seen[name] == 1 else f"{path.stem}-{seen[name]}{path.suffix}")
    return told


def _write(path: Path, file: Sent) -> None:
    with path.open("xb") as stream:
        for part in file.chunks():
            stream.write(part)


def _look_at(path: Path) -> None:
    """Refuse at once what no reader knows; what a reader knows is read when it is loaded."""
    if path.is_dir():
        _look_at_folder(path)
        return
    with path.open("rb") as stream:
        start = stream.read(_LOOK)
    looks_known = start.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0"))) or start.lstrip(
        b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
    ).startswith(b"<")
    if not looks_known:
        read_source(path)


def _look_at_folder(path: Path) -> None:
    from keel.exchange import roster, ssd  # noqa: PLC0415 -- each format's room takes a moment to open

    if not (ssd.recognises(path) or roster.recognises(path)):
        raise UnreadableSource(
            "None of the files holds a table of the Standard Safeguarding Dataset or of a roster; "
            "name each file after its table, such as cp_plans.csv."
        )


def path_of(held: str) -> Path:
    """Where an upload lies: the one file or folder in its own. Raises UnreadableSource where it is gone."""
    place = folder_of_uploads() / held
    inside = sorted(place.iterdir()) if place.is_dir() else []
    if not inside:
        raise UnreadableSource("The file is no longer here; send it again.")
    return inside[0]


def forget(held: str) -> None:
    """Delete an upload."""
    if held:
        shutil.rmtree(folder_of_uploads() / held, ignore_errors=True)


def forget_old(still_wanted: Iterable[str]) -> int:
    """Delete uploads that nobody waits for any more; how many."""
    wanted, gone = set(still_wanted), 0
    for place in folder_of_uploads().glob("*"):
        if place.name not in wanted and time.time() - place.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(place, ignore_errors=True)
            gone += 1
    return gone
