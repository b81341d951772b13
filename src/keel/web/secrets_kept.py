"""The key that signs sessions: given, or made once and kept beside the data."""

import os
import secrets
from pathlib import Path


def secret_key() -> str:
    """``KEEL_SECRET_KEY``, or the one kept in ``KEEL_DATA``; made there, readable by its owner only, the first time."""
    given = os.environ.get("KEEL_SECRET_KEY")
    if given:
        return given
    folder = Path(os.environ.get("KEEL_DATA", "keel-data"))
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    return kept.read_text(encoding="ascii")
