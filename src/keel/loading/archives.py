"""An archive of tables, looked at before it is opened: sizes, names and what is inside."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from keel.exchange.findings import UnreadableSource
from keel.exchange.tabular.files import SUFFIXES
from keel.loading.file_names import cleaned

MOST_ENTRIES = 300
MOST_RATIO = 200  # unpacked to packed; text of tables comes to some twenty
GROWS = 10  # times the size allowed for an upload that its content may come to
_TABLES, _WHOLE = frozenset(SUFFIXES), frozenset({".xlsx", ".xls", ".xml"})
_BLOCK = 1 << 20


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of files, and not a workbook, which is a zip of its own."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return not any(name.startswith(("xl/", "word/", "ppt/")) for name in archive.namelist())


def unpacked(path: Path, most_bytes: int) -> Path:
    """What an archive holds, in a folder beside it; the archive is deleted. Raises UnreadableSource."""
    with zipfile.ZipFile(path) as archive:
        entries = [
            entry for entry in archive.infolist() if not entry.is_dir() and not _is_of_the_system(entry)
        ]
        _refuse(path.name, entries, most_bytes * GROWS)
        alone = entries[0] if len(entries) == 1 and _suffix(entries[0]) in _WHOLE else None
        folder = path.parent / "tables"
        folder.mkdir()
        for entry in entries:
            _write(archive, entry, folder / _name(entry), path.name)
    path.unlink()
    if alone is None:
        return folder
    whole = (folder / _name(alone)).rename(path.parent / _name(alone))
    folder.rmdir()
    return whole


def _refuse(name: str, entries: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if not entries:
        raise UnreadableSource(f"{name} is an archive with nothing in it.")
    if len(entries) > MOST_ENTRIES:
        raise UnreadableSource(f"{name} holds {len(entries):,} files; give at most {MOST_ENTRIES}.")
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise UnreadableSource(
            f"{name} would unpack to more than {most_bytes // 1_000_000:,} MB; give fewer tables at a time."
        )
    is_whole = len(entries) == 1 and _suffix(entries[0]) in _WHOLE
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableSource(f"{name} is locked with a password; send it without.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableSource(f"{name} holds a link to another file; send the files themselves.")
        if not is_whole and _suffix(entry) not in _TABLES:
            raise UnreadableSource(
                f"{name} holds {_name(entry)}, which is not a table; an archive may hold CSV or Parquet tables, or one "
                "workbook or census alone."
            )
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1_000):
            raise UnreadableSource(
                f"{name} holds {_name(entry)}, which is packed far too tightly to be a table; it was not opened."
            )
    names = [_name(entry) for entry in entries]
    if len(set(names)) != len(names):
        raise UnreadableSource(f"{name} holds two files of one name; put all tables in one folder.")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Path, name: str) -> None:
    """Unpack one file, no further than the size that it claims."""
    left = entry.file_size
    try:
        with archive.open(entry) as packed, out.open("xb") as stream:
            while part := packed.read(_BLOCK):
                left -= len(part)
                if left < 0:
                    raise UnreadableSource(f"{name} holds more than it claims; it was not opened.")
                stream.write(part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableSource(
            f"{name} is damaged, and {_name(entry)} in it cannot be read; pack it again."
        ) from error


def _is_of_the_system(entry: zipfile.ZipInfo) -> bool:
    """What systems put beside the files."""
    return "__MACOSX" in entry.filename or _name(entry).startswith(".") or _name(entry).lower() == "thumbs.db"


def _name(entry: zipfile.ZipInfo) -> str:
    """The file's own name: folders in an archive mean nothing, and cannot lead out of it."""
    return cleaned(PurePosixPath(entry.filename.replace("\\", "/")).name)


def _suffix(entry: zipfile.ZipInfo) -> str:
    return Path(_name(entry)).suffix
