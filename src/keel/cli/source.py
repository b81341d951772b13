"""Which reader a source is for: told by what it is and how it begins, never by its name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from keel.exchange.extract import Extract
from keel.exchange.findings import UnreadableSource

Progress = Callable[[float, str], None]

_ZIP, _OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # at the start of some text files
_ACCEPTED = (
    "an Ofsted Annex A workbook (.xlsx), a children in need census (.xml), or a folder of Standard Safeguarding "
    "Dataset tables (.csv or .parquet)"
)


def read_source(source: Path, progress: Progress) -> Extract:
    """Read a source with the reader it is for. Raises :class:`UnreadableSource` with one sentence."""
    room = _room_for(source)
    extract: Extract = import_module(f"keel.exchange.{room}.reader").read(source, progress)
    return extract


def _room_for(source: Path) -> str:
    if source.is_dir():
        return "ssd"
    opening = _opening(source)
    if not opening:
        raise UnreadableSource(f"{source.name} is empty; give {_ACCEPTED}")
    if opening.startswith((_ZIP, _OLD_OFFICE)):
        return "annex_a"
    if _is_markup(opening):
        return "cin_census"
    if source.suffix.lower() in (".csv", ".parquet"):
        raise UnreadableSource(f"{source.name} is one table; give the folder that holds all the tables")
    raise UnreadableSource(f"{source.name} is not a file that Keel can read; give {_ACCEPTED}")


def _opening(source: Path) -> bytes:
    if not source.exists():
        raise UnreadableSource(f"{source} does not exist; give {_ACCEPTED}, or the word demo")
    try:
        with source.open("rb") as file:
            return file.read(512)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableSource(f"{source} cannot be opened ({reason}); check who may read it") from error


def _is_markup(opening: bytes) -> bool:
    for mark in _MARKS:
        opening = opening.removeprefix(mark)
    return opening.replace(b"\0", b"").lstrip().startswith(b"<")
