"""Room that is kept free beside the embedded database, so that reading goes on when the disk is full.

Every look at a record is written down before it is shown, so that reading needs a little room too. A file of zeros
stands for it. When the disk is nearly full the file is given up, and from then on only reading may use what that made
free; when there is room again the file is made again. Whether it is there says whether anything may be written.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

VARIABLE = "KEEL_ROOM"  # names the file to the processes that answer
FILE = "room"
KEPT = 64 << 20  # bytes: some forty thousand looks
GIVEN_UP_BELOW = 32 << 20  # bytes free
MADE_AGAIN_ABOVE = KEPT + 2 * GIVEN_UP_BELOW


def keep_room(folder: Path) -> bool:
    """Make the file, leave it or give it up, as the disk now stands. True where it was given up."""
    kept = folder / FILE
    free = shutil.disk_usage(folder).free
    if kept.exists() and free < GIVEN_UP_BELOW:
        kept.unlink()
        return True
    if not kept.exists() and free > MADE_AGAIN_ABOVE:
        _make(kept)
    return False


def is_short() -> bool:
    """Whether what is left is for reading only; never where the database is not ours to keep room for."""
    named = os.environ.get(VARIABLE)
    return named is not None and not Path(named).exists()


def _make(kept: Path) -> None:
    """The file, whole or not at all."""
    half_done = kept.with_suffix(".new")
    try:
        with half_done.open("wb") as file:
            half_done.chmod(0o600)
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, KEPT)
            else:
                file.write(bytes(KEPT))
        half_done.replace(kept)
    except OSError:
        with suppress(OSError):
            half_done.unlink()
