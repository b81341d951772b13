"""Make the authority: one set of histories, written in any of three formats, and who its people are, as a roster."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

from keel.invent import annex_a, cin, roster, ssd
from keel.invent.errors import InventError
from keel.invent.families import people
from keel.invent.records import Person
from keel.invent.truth import Truth
from keel.invent.world import World

Progress = Callable[[int], None]
FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2050, 12, 31)
DEMO_CHILDREN, DEMO_SEED, DEMO_DAY = 2_500, 2006, date(2026, 6, 30)  # every failing occurs at least twice


class Format(StrEnum):
    """The formats in which the authority can be written."""

    ANNEX_A = "annex-a"
    CIN = "cin"
    SSD = "ssd"
    ROSTER = "roster"


def write_authority(
    children: int,
    seed: int,
    as_of: date,
    format: Format | str,  # noqa: A002 -- the name of the option
    out: Path,
    *,
    truth: Path | None = None,
    progress: Progress | None = None,
    tables: str = "",
    is_clean: bool = False,
) -> Path:
    """Write so many children of Severnshire to ``out`` as they stood on ``as_of``, and return it.

    ``out`` is a workbook for ``annex-a``, an XML file for ``cin`` (the census of the last 31 March by ``as_of``), a
    folder for ``ssd``, where ``tables`` is "parquet" or "csv" (csv too where the folder's name ends in -csv), and a
    folder of CSV tables for ``roster``, with the keys that the others have.
    ``truth`` is where the truth file goes. ``is_clean`` plants nothing. Raises InventError.
    """
    if children < 1:
        raise InventError(f"an authority of {children} children cannot be made: ask for 1 or more")
    if not FIRST_DAY <= as_of <= LAST_DAY:
        raise InventError(
            f"an authority as at {as_of} cannot be made: choose a day from {FIRST_DAY} to {LAST_DAY}"
        )
    world = World.of(children, seed, as_of, is_clean=is_clean)
    known = Truth(world)
    stream = _told(people(world, children), known if truth else None)
    form = _known(format)
    if form is Format.ROSTER:
        out.parent.mkdir(parents=True, exist_ok=True)
        roster.write(world, children, out, progress=progress)
    else:
        _write(world, stream, form, out, tables, progress)
    if truth:
        for _ in stream:  # a writer may stop early; the truth is about everyone
            pass
        known.write(truth)
    return out


def _known(named: Format | str) -> Format:
    try:
        return Format(named)
    except ValueError:
        raise InventError(f"{named!r} is not a format: ask for {', '.join(Format)}") from None


def _told(stream: Iterable[Person], truth: Truth | None) -> Iterator[Person]:
    for child in stream:
        if truth:
            truth.add(child)
        yield child


def _write(
    world: World, stream: Iterator[Person], form: Format, out: Path, tables: str, progress: Progress | None
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    if form is Format.SSD:
        as_csv = tables == "csv" or (not tables and out.name.endswith("-csv"))
        ssd.write(world, stream, out, as_csv=as_csv, progress=progress)
    elif form is Format.CIN:
        cin.write(world, stream, out, progress=progress)
    else:
        annex_a.write(world, stream, out, progress=progress)


def demo(folder: Path) -> Path:
    """A small authority for a first look: about 2,500 children over five years, as SSD tables in ``folder``."""
    return write_authority(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY, Format.SSD, folder)


def write_roster(
    children: int, seed: int, as_of: date, out: Path, *, progress: Progress | None = None
) -> Path:
    """Write who the people are of the authority that :func:`write_authority` makes from the same."""
    return write_authority(children, seed, as_of, Format.ROSTER, out, progress=progress)


def demo_roster(folder: Path) -> Path:
    """Who the people of the demo are, as a roster in ``folder``."""
    return write_roster(DEMO_CHILDREN, DEMO_SEED, DEMO_DAY, folder)
