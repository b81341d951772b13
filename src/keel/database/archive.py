"""A backup as a file: a plain zip of what PostgreSQL's own pg_dump wrote and a manifest that says what must be in it.

Without a passphrase anyone with unzip and pg_restore can open it, even where Keel is no more.
"""

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from keel.database.problem import DatabaseProblem
from keel.database.sealing import UNREADABLE, Seal

FORM = 1
DUMP, SEALED_DUMP, MANIFEST = "database.dump", "database.dump.sealed", "manifest.json"
CHUNK = 1 << 20
LONGEST_MANIFEST = 1 << 22


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, counted in the very snapshot that was dumped."""

    form: int
    keel: str
    server: int
    taken_at: str
    rows: dict[str, int]
    audit_head: str | None
    sha256: str = ""
    encryption: dict[str, Any] | None = None
    mark: str = ""

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    def marked_bytes(self) -> bytes:
        """What the seal is on: everything but the mark itself."""
        return replace(self, mark="").text().encode()

    @classmethod
    def read(cls, text: bytes, place: Path) -> Self:
        """A manifest as it was written; refused where it is none, or of a later form."""
        try:
            found = json.loads(text)
            manifest = cls(**found)
            fits = isinstance(manifest.rows, dict) and isinstance(manifest.server, int)
        except (ValueError, TypeError):
            fits = False
        if not fits:
            raise DatabaseProblem(f"{place} has a manifest that cannot be read: the file is damaged.")
        if manifest.form != FORM:
            raise DatabaseProblem(
                f"{place} was written by Keel {manifest.keel} in a form that this one does not know. Restore it "
                "with the Keel that wrote it."
            )
        return manifest


def write_archive(out: Path, manifest: Manifest, dump: Iterable[bytes], seal: Seal | None) -> Manifest:
    """Write an archive aside and move it into place when it is whole and on the disk; never over another file."""
    half_done = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half_done, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            manifest = _filled(file, manifest, dump, seal)
            file.flush()
            os.fsync(file.fileno())
        _move_into_place(half_done, out)
    except FileExistsError:
        raise DatabaseProblem(f"{out} is there already. Nothing was written: choose another name.") from None
    except OSError as error:
        raise DatabaseProblem(f"The backup {out} could not be written: {error.strerror}.") from error
    finally:
        half_done.unlink(missing_ok=True)
    return manifest


def _filled(file: Any, manifest: Manifest, dump: Iterable[bytes], seal: Seal | None) -> Manifest:
    digest = hashlib.sha256()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        plain = _hashed(dump, digest)
        with archive.open(SEALED_DUMP if seal else DUMP, "w", force_zip64=True) as entry:
            for chunk in seal.encrypted(plain) if seal else plain:
                entry.write(chunk)
        manifest = replace(manifest, sha256=digest.hexdigest(), encryption=seal.written() if seal else None)
        if seal:
            manifest = replace(manifest, mark=seal.mark(manifest.marked_bytes()))
        archive.writestr(MANIFEST, manifest.text())
    return manifest


def _move_into_place(half_done: Path, out: Path) -> None:
    os.link(half_done, out)  # as a rename, but it fails where the name is taken
    with suppress(OSError):  # not every file system lets a folder be written out
        folder = os.open(out.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _hashed(chunks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


@dataclass(frozen=True)
class Archive:
    """A backup that was found whole: read once from end to end before anything is done with it."""

    path: Path
    manifest: Manifest
    _seal: Seal | None

    @classmethod
    def opened(cls, path: Path, passphrase: str | None = None) -> Self:
        """Open and check a backup. Refused where it is damaged, altered, or the passphrase is missing or wrong."""
        with _refusing_damage(path), zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise zipfile.BadZipFile
            manifest = Manifest.read(archive.read(MANIFEST), path)
        found = cls(path, manifest, _seal_of(manifest, path, passphrase))
        digest = hashlib.sha256()
        for chunk in found.dump():
            digest.update(chunk)
        if digest.hexdigest() != manifest.sha256:
            raise DatabaseProblem(f"{path} is damaged: its contents are not those that were backed up.")
        return found

    def dump(self) -> Iterator[bytes]:
        """What pg_dump wrote, in chunks."""
        with (
            _refusing_damage(self.path),
            zipfile.ZipFile(self.path) as archive,
            archive.open(SEALED_DUMP if self._seal else DUMP) as entry,
        ):
            chunks = iter(lambda: entry.read(CHUNK), b"")
            yield from self._seal.decrypted(chunks) if self._seal else chunks


@contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise DatabaseProblem(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise DatabaseProblem(
            f"{path} is not a whole backup of Keel: it is damaged, cut short or another file."
        ) from None
    except OSError as error:
        raise DatabaseProblem(f"{path} cannot be read: {error.strerror}.") from error


def _seal_of(manifest: Manifest, path: Path, passphrase: str | None) -> Seal | None:
    if manifest.encryption is None:
        return None
    if not passphrase:
        raise DatabaseProblem(f"{path} is encrypted. Give the passphrase that it was written with.")
    try:
        seal = Seal.read(passphrase, manifest.encryption)
    except (KeyError, ValueError, TypeError):
        raise DatabaseProblem(f"{path} has a manifest that cannot be read: the file is damaged.") from None
    if not hmac.compare_digest(seal.mark(manifest.marked_bytes()), str(manifest.mark)):
        raise DatabaseProblem(UNREADABLE)
    return seal
