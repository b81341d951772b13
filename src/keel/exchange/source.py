"""Reads whatever an authority gives, once it is clear from the content what it is."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from keel.exchange.extract import Extract
from keel.exchange.findings import UnreadableSource
from keel.exchange.tabular.files import SUFFIXES, table_files

Progress = Callable[[float, str], None]  # the share done (0 to 1), and what is being read

_LOOK = 4096  # bytes of a file's start that tell what it is
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WEB_PAGE = re.compile(r"\s*<(!doctype\s+html|html)\b", re.IGNORECASE)
_WHAT_WE_READ = (
    "give an Annex A workbook (.xlsx), a children in need census (.xml), "
    "or a folder of Standard Safeguarding Dataset tables or of a roster"
)
_OTHER_KINDS = (
    (b"%PDF", f"is a PDF; {_WHAT_WE_READ}"),
    (b"\x1f\x8b", "is compressed; unpack it and give what is inside"),
    (b"PAR1", "is a single Parquet table; give the folder that holds all the tables"),
    (b"{\\rtf", f"is a Word document; {_WHAT_WE_READ}"),
)


def read_source(path: Path, progress: Progress | None = None) -> Extract:
    """Read a workbook, a census or a folder of tables.

    Raises UnreadableSource, in one sentence that says what is wrong, where, and what to do.
    """
    try:
        return _read(path, progress)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise UnreadableSource(
            f"{path.name} cannot be opened ({reason}); check the path and that you may read it."
        ) from error


def _read(path: Path, progress: Progress | None) -> Extract:
    if not path.exists():
        raise UnreadableSource(f"There is nothing at {path}; check the path and try again.")
    if path.is_dir():
        return _read_folder(path, progress)
    start = _start(path)
    if start.startswith((_ZIP, _OLE)):
        from keel.exchange import annex_a  # noqa: PLC0415 - each format's room takes a moment to open

        _refuse_other_archive(path, start)
        return annex_a.read(path, progress)
    if _is_xml(start):
        from keel.exchange import cin_census  # noqa: PLC0415 - each format's room takes a moment to open

        return cin_census.read(path, _by_size(path, progress))
    raise _refused(path, start)


def _read_folder(path: Path, progress: Progress | None) -> Extract:
    from keel.exchange import roster, ssd  # noqa: PLC0415 - each format's room takes a moment to open

    _refuse_folder_of_other_things(path)
    rosters = [file for file in table_files(path) if roster.holds_table(file)]
    others = [file for file in table_files(path) if file not in rosters]
    if not rosters:
        return ssd.read(path, progress)
    if any(ssd.holds_table(file) for file in others):
        if not any(map(roster.says_who, rosters)):
            return ssd.read(path, progress)
        raise UnreadableSource(
            f"The folder {path.name} holds both a roster and tables of the Standard Safeguarding Dataset; "
            "put each in a folder of its own."
        )
    return roster.read(path, progress)


def _start(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableSource(f"{path.name} is neither a file nor a folder; {_WHAT_WE_READ}.")
    with path.open("rb") as stream:
        return stream.read(_LOOK)


def _text(start: bytes) -> str:
    encoding = next((name for bom, name in _BOMS.items() if start.startswith(bom)), "utf-8")
    return start.decode(encoding, errors="replace")


def _is_xml(start: bytes) -> bool:
    text = _text(start)
    return text.lstrip("\ufeff \t\r\n\x00").startswith("<") and not _WEB_PAGE.match(text)


def _by_size(path: Path, progress: Progress | None) -> Callable[[int, int], None] | None:
    """The census tells bytes done and bytes in all."""
    if progress is None:
        return None
    return lambda done, size: progress(done / max(size, 1), path.name)


def _refuse_other_archive(path: Path, start: bytes) -> None:
    if not start.startswith(_ZIP) or not zipfile.is_zipfile(path):
        return  # an old, locked or damaged workbook: its own reader says which
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any(name.startswith("word/") for name in names):
        raise UnreadableSource(f"{path.name} is a Word document; {_WHAT_WE_READ}.")
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableSource(f"{path.name} is a zip file; unpack it and give the file or folder inside.")


def _refuse_folder_of_other_things(path: Path) -> None:
    """A folder of no tables, where something inside can be named instead."""
    inside = sorted(path.iterdir())
    if any(file.suffix.lower() in SUFFIXES for file in inside):
        return
    better = next((one for one in inside if _is_readable(one)), None)
    if better is not None:
        raise UnreadableSource(
            f"The folder {path.name} holds no tables, but it holds {better.name}; give that instead."
        )


def _is_readable(path: Path) -> bool:
    if path.is_dir():
        from keel.exchange import roster, ssd  # noqa: PLC0415 - only a folder inside a folder asks for them

        return ssd.recognises(path) or roster.recognises(path)
    return path.suffix.lower() in (".xlsx", ".xml")


def _refused(path: Path, start: bytes) -> UnreadableSource:
    if not start.strip():
        return UnreadableSource(f"{path.name} is empty; export it again.")
    for magic, words in _OTHER_KINDS:
        if start.startswith(magic):
            return UnreadableSource(f"{path.name} {words}.")
    if _WEB_PAGE.match(_text(start)):
        return UnreadableSource(f"{path.name} is a web page; download the file itself and give that.")
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return UnreadableSource(_of_one_table(path))
    return UnreadableSource(f"{path.name} is not of a kind that can be read; {_WHAT_WE_READ}.")


def _of_one_table(path: Path) -> str:
    from keel.exchange import roster, ssd  # noqa: PLC0415 - only a refusal asks for them

    if path.suffix.lower() in SUFFIXES and roster.holds_table(path):
        return f"{path.name} is one table of a roster; give the folder that holds it and the other tables."
    if ssd.holds_table(path):
        return (
            f"{path.name} is one table of the Standard Safeguarding Dataset; "
            "give the folder that holds it and the other tables."
        )
    return f"{path.name} is a single table of text, not one of the formats that can be read; {_WHAT_WE_READ}."
