"""Write the people of the made-up authority as a folder of a roster: names, families, addresses, staff."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

from keel.invent import days
from keel.invent.families import families
from keel.invent.records import Person
from keel.invent.roster_rows import COLUMNS, Day, Row, Rows
from keel.invent.world import World

DUPLICATES = 12  # children who are on file twice
_FIRST_DUPLICATE = 9_000_000  # families are never so many
_BATCH = 500  # families


def write(world: World, children: int, out: Path, *, progress: Callable[[int], None] | None = None) -> None:
    """Write everyone. ``progress`` is told how many children were written."""
    rows, twice, done = Rows(world), Twice(children), 0
    with _folder(out) as writers:
        rows.staff()
        for number, (siblings, count) in enumerate(families(world, children)):
            rows.add(siblings, count)
            for child in siblings[:count]:
                key = twice.key(world, child)
                if key:
                    rows.duplicate(child, key, Random(f"twice:{world.seed}:{key}"))
            done += count
            if number % _BATCH == 0:
                _write(writers, rows.take())
                if progress:
                    progress(done)
        _write(writers, rows.take())


class Twice:
    """Tells which children are on file twice: so many, spread evenly over all."""

    def __init__(self, children: int) -> None:
        self._step = max(1, children // DUPLICATES)
        self._met = self._made = 0
        self._wanted = min(DUPLICATES, max(1, children // 100))

    def key(self, world: World, child: Person) -> str | None:
        """The second key of a child, asked of one child after another; None for most."""
        is_due = self._met >= self._made * self._step + self._step // 2
        self._met += 1
        if not is_due or self._made >= self._wanted or child.born_by(world.as_of) is None:
            return None
        self._made += 1
        return f"SV{_FIRST_DUPLICATE + self._made:07d}A"


@contextmanager
def _folder(out: Path) -> Iterator[Mapping[str, Any]]:
    """A writer for each table, its headings written."""
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {}
        for name, columns in COLUMNS.items():
            stream = stack.enter_context((out / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(stream)
            writers[name].writerow(columns)
        yield writers


def _write(writers: Mapping[str, Any], rows: Mapping[str, list[Row]]) -> None:
    for name, batch in rows.items():
        writers[name].writerows([_text(value) for value in row] for row in batch)


def _text(value: object) -> object:
    if isinstance(value, Day):
        return days.iso(value.on)
    if isinstance(value, bool):
        return "Y" if value else "N"
    return value
