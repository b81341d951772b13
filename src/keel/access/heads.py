"""Heads of the audit chain, kept outside the database and signed with a key that is kept outside it too.

A file of heads grows by a line at each export. Whoever can change the database, but not the file and its key, cannot
cut the end off the chain or make it anew without being found.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from keel.access.chain import Head
from keel.database.problem import DatabaseProblem

VARIABLE = "KEEL_HEADS_KEY"
FILE = "heads-key"
LENGTH = 32  # bytes of a key


@dataclass(frozen=True)
class HeadsKey:
    """The key that signs heads, and knows those that it signed."""

    key: Ed25519PrivateKey

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The key that the environment gives, or the one in the data folder, made there the first time."""
        given = os.environ.get(VARIABLE)
        if given:
            return cls(_key(given, VARIABLE))
        kept = folder / FILE
        if not kept.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = base64.urlsafe_b64encode(os.urandom(LENGTH)).decode()
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
        return cls(_key(kept.read_text(encoding="ascii"), str(kept)))

    def line(self, head: Head) -> str:
        """A head as a line of a file, signed."""
        said = {
            "sequence": head.sequence,
            "hash": head.hash.hex(),
            "at": (head.at or datetime.now(UTC)).isoformat(timespec="seconds"),
        }
        return json.dumps({**said, "signature": self.key.sign(_signed(said)).hex()})

    def head(self, line: str, place: str) -> Head:
        """The head in a line; refused where this key did not sign it."""
        try:
            said = json.loads(line)
            self.key.public_key().verify(bytes.fromhex(said.pop("signature")), _signed(said))
            return Head(
                int(said["sequence"]), bytes.fromhex(said["hash"]), datetime.fromisoformat(said["at"])
            )
        except InvalidSignature:
            raise DatabaseProblem(
                f"{place} is not signed with the key of this installation: it was changed, or comes from another. Set "
                f"{VARIABLE} to the key that signed it."
            ) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise DatabaseProblem(
                f"{place} is not a head of the audit chain. Give a file that keel audit heads wrote."
            ) from None


def read_heads(file: Path, key: HeadsKey) -> list[Head]:
    """Every head in a file."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatabaseProblem(
            f"The heads in {file} cannot be read. Give a file that keel audit heads wrote."
        ) from error
    heads = [
        key.head(line, f"Line {place} of {file}") for place, line in enumerate(lines, start=1) if line.strip()
    ]
    if not heads:
        raise DatabaseProblem(f"There is no head in {file}. Give a file that keel audit heads wrote.")
    return heads


def add_heads(file: Path, heads: Iterable[Head], key: HeadsKey) -> None:
    """Add heads at the end of a file, which is made where it is missing; on the disk when this returns."""
    try:
        with file.open("a", encoding="utf-8") as out:
            out.writelines(key.line(head) + "\n" for head in heads)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise DatabaseProblem(f"The head could not be written to {file} ({error.strerror}).") from error


def _key(text: str, place: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(text.strip()))
    except (ValueError, binascii.Error):
        raise DatabaseProblem(
            f"{place} is not a key for heads: {LENGTH} random bytes, written in URL-safe base64."
        ) from None


def _signed(said: dict[str, object]) -> bytes:
    return b"keel audit head\n" + json.dumps(said, sort_keys=True).encode()
