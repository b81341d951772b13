"""Opens a workbook, or says in one sentence why it cannot be opened. Bounded: looks before it loads."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from keel.exchange.findings import UnreadableSource

# A whole county's lists for a year come to about 100 MB unpacked and 2 million cells.
MAX_UNPACKED_BYTES = 1 << 30
MAX_MEMBERS = 5_000
MAX_CELLS_IN_SHEET = 8_000_000
CHUNK = 1 << 20
# A chunk may end inside a cell's reference; this much of it is looked at again.
OVERLAP = 256

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_PART = "xl/workbook.xml"
ENCRYPTED_FLAG = 0x1

# Only references long enough to matter are looked for: rows of five digits and more, columns past Z.
_SMALL_ROWS, _SMALL_COLUMNS = 9_999, 26
_LONG_ROW = re.compile(rb'r="[A-Z]{0,7}([0-9]{5,})"')
_WIDE_COLUMN = re.compile(rb'r="([A-Z]{2,7})[0-9]')
_FILLED_CELL = re.compile(rb'<c(?=\s)[^>]*?\sr="([A-Z]{1,7})([0-9]{1,18})"(?:[^>]*[^/>])?>')
# References may be written in ways that are legal, that no spreadsheet uses, and that are slow to look for.
_EQUALS, _QUOTE, _SPACE = b'=" '
_ODD_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,7}[0-9]+)\s*["']""")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet as it stands: row 0 is row 1 of the sheet, cell 0 is column A."""

    name: str
    rows: list[list[object]]
    is_hidden: bool = False


def open_workbook(path: Path) -> CalamineWorkbook:
    """The workbook, once it is known to be one and of a size we can hold.

    Raises :class:`UnreadableSource` otherwise.
    """
    _refuse_what_is_not_a_zip(path)
    _refuse_what_is_damaged_or_too_big(path)
    return _guarded(path, lambda: CalamineWorkbook.from_path(path))


def sheets(path: Path, book: CalamineWorkbook) -> Iterator[SheetRows]:
    """The worksheets one after the other, so that only one is held at a time."""
    for about in book.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet:
            rows = _guarded(path, partial(_rows, book, about.name))
            yield SheetRows(about.name, rows, about.visible is not SheetVisibleEnum.Visible)


def _rows(book: CalamineWorkbook, name: str) -> list[list[object]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[return-value]


def _guarded(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(path) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader's own failures surface
            raise
        raise _damaged(path) from error


def _damaged(path: Path) -> UnreadableSource:
    return UnreadableSource(
        f"{path.name} is cut short or damaged and cannot be read; export or copy it again, and try again."
    )


def _refuse_what_is_not_a_zip(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(OLE_MAGIC))
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise UnreadableSource(
            f"{path.name} cannot be opened ({reason}); check the path and try again."
        ) from error
    if not head:
        raise UnreadableSource(f"{path.name} is empty (0 bytes); export the workbook again.")
    if head == OLE_MAGIC:
        raise _old_or_locked(path)
    if not head.startswith(b"PK"):
        raise UnreadableSource(
            f"{path.name} is not an Excel workbook; choose the Annex A workbook saved as .xlsx."
        )


def _old_or_locked(path: Path) -> UnreadableSource:
    if _holds(path, ENCRYPTED_STREAM):
        return UnreadableSource(
            f"{path.name} is protected by a password; remove the password in Excel, save and try again."
        )
    return UnreadableSource(
        f"{path.name} is in the old Excel format (.xls); open it in Excel, save it as .xlsx and try again."
    )


def _holds(path: Path, wanted: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if wanted in tail + chunk:
                return True
            tail = chunk[-len(wanted) :]
    return False


def _refuse_what_is_damaged_or_too_big(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged(path) from error


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise UnreadableSource(f"{path.name} is protected by a password; remove it and try again.")
    if WORKBOOK_PART not in {part.filename for part in parts}:
        raise UnreadableSource(
            f"{path.name} is not an Excel workbook (.xlsx); open it in Excel, save it as .xlsx and try again."
        )
    if len(parts) > MAX_MEMBERS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableSource(
            f"{path.name} unpacks to more than {MAX_UNPACKED_BYTES >> 20:,} MB, which no Annex A needs; "
            "save a copy with only its lists and try again."
        )
    for part in parts:
        _check_area(path, archive, part)


def _check_area(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part to nowhere: proves it whole, and how far its cells reach, before anything is loaded.

    Sizes are found by unpacking because the sizes that an archive declares may be untrue.
    """
    rows, columns = _SMALL_ROWS, _SMALL_COLUMNS
    for chunk in _chunks(archive, part):
        if part.filename.endswith(".xml") and b"\0" in chunk:  # an encoding in which no limit could be seen
            raise _damaged(path)
        rows = max(rows, *map(int, _LONG_ROW.findall(chunk)), 0)
        columns = max(columns, *map(_column_number, set(_WIDE_COLUMN.findall(chunk))), 0)
    if rows * columns > MAX_CELLS_IN_SHEET and _filled_area(archive, part) > MAX_CELLS_IN_SHEET:
        raise UnreadableSource(
            f"{path.name} has a sheet ({Path(part.filename).stem}) reaching to row {rows:,}, too large to be "
            "a list; delete the rows and columns that are not part of it, save and try again."
        )


def _filled_area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Rows times columns of the cells that hold something: formatting alone may reach to the last row."""
    rows = columns = 1
    for chunk in _chunks(archive, part):
        for letters, row in _FILLED_CELL.findall(chunk):
            rows, columns = max(rows, int(row)), max(columns, _column_number(letters))
    return rows * columns


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield _plainly_written(tail + chunk)
            tail = chunk[-OVERLAP:]


def _plainly_written(chunk: bytes) -> bytes:
    """The chunk with every reference as ``r="A1"``."""
    return chunk if _is_plain(chunk) else _ODD_REFERENCE.sub(rb'r="\1"', chunk)


def _is_plain(chunk: bytes) -> bool:
    """Whether every equals sign has a quotation mark right after it and no space of any kind before it."""
    letters = np.frombuffer(chunk, np.uint8)
    equals = np.flatnonzero(letters[1:-1] == _EQUALS) + 1  # one at either end is seen whole in the next chunk
    return bool((letters[equals + 1] == _QUOTE).all() and (letters[equals - 1] > _SPACE).all())


def _column_number(letters: bytes) -> int:
    """The number of a column from its letters, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
