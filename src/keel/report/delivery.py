"""Puts a finished report where it was asked for: whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory


class UnwritableReport(Exception):
    """A report that cannot be written. The message is one sentence: what, where, what to do."""


@contextmanager
def delivered(target: Path) -> Iterator[Path]:
    """A file beside ``target`` to write to, which takes its place when all went well and is removed when not.

    Raises :class:`UnwritableReport` for a missing folder, a refused permission or a full disk.
    """
    draft = _draft_beside(target)
    try:
        yield draft
        draft.replace(target)
    except OSError as error:
        raise UnwritableReport(_sentence(target, error)) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def delivered_folder(target: Path) -> Iterator[Path]:
    """The same for a folder: its files take their places in ``target`` when all of them are whole."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as room:
            draft = Path(room) / target.name
            yield draft
            target.mkdir(exist_ok=True)
            for file in draft.iterdir():
                file.replace(target / file.name)
    except OSError as error:
        raise UnwritableReport(_sentence(target, error)) from error


def _draft_beside(target: Path) -> Path:
    if target.is_dir():
        raise UnwritableReport(f"{target} is a folder; give the name of a file to write")
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            draft = Path(file.name)
        draft.chmod(0o640)  # a report on children is not for everyone on the machine
    except OSError as error:
        raise UnwritableReport(_sentence(target, error)) from error
    return draft


def _sentence(target: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"{target} cannot be written ({reason}); nothing was left there: choose another place with --out"
