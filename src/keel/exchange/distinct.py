"""A column read once for each different cell: columns repeat themselves, and the reading is what takes time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import polars as pl

T = TypeVar("T")

# Python takes 1, 1.0 and True for one key, but they are not one cell.
_TAKEN_FOR_EACH_OTHER = frozenset({bool, int, float})


@dataclass(frozen=True, slots=True)
class Distinct(Generic[T]):
    """What was read from each different cell, in the order first met, and which of these each cell holds."""

    readings: Sequence[T]
    which: np.ndarray

    def column(self, values: Iterable[object], kind: type[pl.DataType]) -> pl.Series:
        """A value for each reading, as a column with one for each cell."""
        return pl.Series(list(values), dtype=kind).gather(self.which)

    def counts(self) -> list[int]:
        """How many cells hold each reading."""
        return np.bincount(self.which, minlength=len(self.readings)).tolist()

    def first_places(self) -> list[int]:
        """The first cell that holds each reading."""
        first = np.empty(len(self.readings), np.int64)
        first[self.which[::-1]] = np.arange(len(self.which))[::-1]
        return first.tolist()

    def places(self, wanted: Callable[[T], object]) -> list[int]:
        """The cells whose reading is ``wanted``."""
        is_wanted = np.fromiter((bool(wanted(one)) for one in self.readings), np.bool_, len(self.readings))
        return np.flatnonzero(is_wanted[self.which]).tolist() if is_wanted.any() else []


def read_distinct(cells: Sequence[object], read: Callable[[object], T]) -> Distinct[T]:
    """Read each different cell once."""
    if len(_TAKEN_FOR_EACH_OTHER.intersection(map(type, cells))) < 2:  # noqa: PLR2004
        return _read(cells, read)
    return _read(list(zip(map(type, cells), cells, strict=True)), lambda typed: read(typed[1]))


def _read(cells: Sequence[T], read: Callable[[T], object]) -> Distinct:  # type: ignore[type-arg]
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    which = np.fromiter(map(places.__getitem__, cells), np.uint32, len(cells))
    return Distinct([read(cell) for cell in places], which)
