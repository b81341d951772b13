"""What is measured: made-up authorities, made once and kept until what makes them changes."""

import subprocess
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from benchmarks.place import KEEL, ROOT, WORK, say, surroundings
from benchmarks.process import inside

AS_OF, SEED = "2026-06-30", 1
IN_CENSUS = 0.39  # of the people on Severnshire's file, the share that a year's census holds
_ENDINGS = {"annex-a": ".xlsx", "cin": ".xml", "ssd": "", "roster": "-roster"}


def invent_words(form: str, people: int, out: Path) -> list[str]:
    """The command that makes Severnshire."""
    words = [KEEL, "invent", "--children", str(people), "--seed", str(SEED), "--as-of", AS_OF]
    return [*words, "--format", form, "--out", str(out)]


def severnshire(form: str, people: int) -> Path:
    """Severnshire with so many people on file, in a format."""
    out = WORK / f"{form}-{people}-{fingerprint('src/keel/invent')}{_ENDINGS[form]}"
    return _made(out, lambda: _invent(form, people, out))


def census(children: int) -> Path:
    """A census of about so many children."""
    return severnshire("cin", round(children / IN_CENSUS))


def workbook(rows: int) -> Path:
    """An Annex A workbook whose eleven lists have so many rows each."""
    source = severnshire("annex-a", 20_000)
    out = WORK / f"lists-{rows}-{source.stem}.xlsx"
    return _made(out, lambda: inside("fill_lists", source, rows, out))


def whole_book(children: int) -> Path:
    """Events of every kind, with every fact, for so many children: ``events.parquet`` and ``children.parquet``."""
    source = severnshire("ssd", 10_000)
    out = WORK / f"whole-book-{children}-{source.stem}-{fingerprint('benchmarks/inside/whole_book.py')}"
    return _made(out, lambda: inside("whole_book", source, children, out))


def _invent(form: str, people: int, out: Path) -> None:
    subprocess.run(invent_words(form, people, out), check=True, capture_output=True, env=surroundings())


def _made(out: Path, make: Callable[[], object]) -> Path:
    if not out.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        say(f"    making {out.name}")
        make()
    return out


@cache
def fingerprint(*parts: str) -> str:
    """A few letters that change when the code there does."""
    places = [ROOT / part for part in sorted(parts)]
    files = [f for place in places for f in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    return sha256(
        b"".join(f.read_bytes() for f in files if f.suffix in (".py", ".toml", ".sql"))
    ).hexdigest()[:8]
