"""What a source is, whatever it is called: a hash of its content."""

from hashlib import file_digest, sha256
from pathlib import Path


def fingerprint_of(path: Path) -> str:
    """SHA-256 of a file; of a folder, of the names and hashes of its files. Blank where there is nothing."""
    if not path.exists():
        return ""
    if path.is_file():
        return _of_file(path)
    lines = (f"{file.name} {_of_file(file)}\n" for file in sorted(path.iterdir()) if file.is_file())
    return sha256("".join(lines).encode()).hexdigest()


def _of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def size_of(path: Path) -> int:
    """Bytes, of a folder all its files together."""
    files = [path] if path.is_file() else [file for file in path.glob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
