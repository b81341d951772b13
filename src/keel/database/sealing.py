"""Encrypts a stream with a passphrase, in pieces, so that a backup of any size needs little memory.

scrypt makes two keys of the passphrase: one for the pieces (AES-256-GCM), one for the seal on the manifest. Each
piece's number and whether it is the last are part of what is authenticated, so that a piece cannot be changed,
moved, left out, or cut off the end.
"""

import base64
import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from keel.database.problem import DatabaseProblem

PIECE = 1 << 20  # bytes of plain text
TAG = 16
KEY = 32
PREFIX = 7
COST = {"n": 1 << 16, "r": 8, "p": 1}  # 64 MB and about a fifth of a second for each guess
MOST_WORK = {"n * r": 1 << 23, "p": 16}  # a manifest may not ask for more than a gigabyte
SHORTEST = 12
UNREADABLE = (
    "The backup cannot be decrypted: the passphrase is not the right one, or the file is damaged or altered."
)


@dataclass(frozen=True)
class Seal:
    """The two keys of one backup, and what made them of the passphrase."""

    salt: bytes
    prefix: bytes
    cost: dict[str, int]
    _keys: bytes

    @classmethod
    def new(cls, passphrase: str) -> Self:
        """Fresh keys for a new backup."""
        if len(passphrase) < SHORTEST:
            raise DatabaseProblem(
                f"The passphrase is shorter than {SHORTEST} characters. Choose a longer one."
            )
        return cls._made(passphrase, os.urandom(16), os.urandom(PREFIX), COST)

    @classmethod
    def read(cls, passphrase: str, written: dict[str, Any]) -> Self:
        """The keys of a backup from its manifest."""
        cost = {name: int(written[name]) for name in COST}
        if cost["n"] * cost["r"] > MOST_WORK["n * r"] or cost["p"] > MOST_WORK["p"]:
            raise DatabaseProblem(
                "The backup's manifest asks for more work than any Keel does: it was altered."
            )
        return cls._made(passphrase, _bytes(written["salt"]), _bytes(written["prefix"]), cost)

    @classmethod
    def _made(cls, passphrase: str, salt: bytes, prefix: bytes, cost: dict[str, int]) -> Self:
        keys = Scrypt(salt=salt, length=2 * KEY, **cost).derive(passphrase.encode())
        return cls(salt, prefix, cost, keys)

    def written(self) -> dict[str, Any]:
        """What a manifest says of it: nothing secret."""
        return {"cipher": "AES-256-GCM", "salt": _text(self.salt), "prefix": _text(self.prefix), **self.cost}

    def mark(self, manifest: bytes) -> str:
        """The seal on a manifest."""
        return hmac.new(self._keys[KEY:], manifest, "sha256").hexdigest()

    def encrypted(self, plain: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a plain stream, encrypted."""
        cipher = AESGCM(self._keys[:KEY])
        for number, piece, is_last in _numbered(_resized(plain, PIECE)):
            yield cipher.encrypt(self._nonce(number, is_last), piece, None)

    def decrypted(self, sealed: Iterable[bytes]) -> Iterator[bytes]:
        """The plain pieces of an encrypted stream, each checked before it is given out."""
        cipher = AESGCM(self._keys[:KEY])
        for number, piece, is_last in _numbered(_resized(sealed, PIECE + TAG)):
            try:
                yield cipher.decrypt(self._nonce(number, is_last), piece, None)
            except InvalidTag:
                raise DatabaseProblem(UNREADABLE) from None

    def _nonce(self, number: int, is_last: bool) -> bytes:
        return self.prefix + number.to_bytes(4, "big") + bytes([is_last])


def _resized(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same stream in pieces of one size; the last may be shorter, and there is always one."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > size:
            yield bytes(waiting[:size])
            del waiting[:size]
    yield bytes(waiting)


def _numbered(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    number, waiting = 0, next(pieces)
    for piece in pieces:
        yield number, waiting, False
        number, waiting = number + 1, piece
    yield number, waiting, True


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
