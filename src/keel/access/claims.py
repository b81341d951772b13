"""The claim of who asks, signed for one transaction, that the database checks before it shows a row."""

import hashlib
import hmac

from django.conf import settings

_BLOCK = 64
_INNER, _OUTER = bytes([0x36] * _BLOCK), bytes([0x5C] * _BLOCK)
# Which transaction this is, in SQL: the process of the server that serves it, and the microsecond in which it began.
TRANSACTION = "pg_backend_pid() || '.' || (extract(epoch FROM now()) * 1000000)::bigint"


def key() -> bytes:
    """The key, made from the one secret that an installation keeps."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"keel: who asks the database", "sha512")


def key_halves() -> tuple[bytes, bytes]:
    """The two halves that HMAC makes of a key, as the database keeps them."""
    whole = key()
    inner = bytes(a ^ b for a, b in zip(whole, _INNER, strict=True))
    return inner, bytes(a ^ b for a, b in zip(whole, _OUTER, strict=True))


def claim_for(user_id: int, transaction: str, *, has_stepped_up: bool = False) -> str:
    """A claim good for one transaction, however long it lasts: user, transaction, step-up and signature."""
    said = f"{user_id}.{transaction}.{int(has_stepped_up)}"
    return f"{said}.{hmac.new(key(), said.encode(), hashlib.sha256).hexdigest()}"
