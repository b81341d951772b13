"""A column read once for each different cell: columns repeat themselves, and the reading is what takes time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
        return pl.Series(list(values), dtype=kind)[pl.Series(self.which)]

    def counts(self) -> list[int]:
        """How many cells hold each reading."""
        return [int(count) for count in np.bincount(self.which, minlength=len(self.readings))]

    def first_places(self) -> list[int]:
        """The first cell that holds each reading."""
        first = np.empty(len(self.readings), np.int64)
        first[self.which[::-1]] = np.arange(len(self.which))[::-1]
        return [int(place) for place in first]

    def places(self, wanted: Callable[[T], object]) -> list[int]:
        """The cells whose reading is ``wanted``."""
        is_wanted = np.fromiter((bool(wanted(one)) for one in self.readings), np.bool_, len(self.readings))
        return np.flatnonzero(is_wanted[self.which]).tolist() if is_wanted.any() else []


def read_distinct(cells: Sequence[object], read: Callable[[object], T]) -> Distinct[T]:
    """Read each different cell once."""
    different = dict.fromkeys(cells)
    if _TAKEN_FOR_EACH_OTHER.isdisjoint(map(type, different)):
        return _read(cells, different, read)
    typed = list(zip(map(type, cells), cells, strict=True))
    return _read(typed, dict.fromkeys(typed), lambda pair: read(pair[1]))


def _read(cells: Sequence[Any], different: Iterable[Any], read: Callable[[Any], T]) -> Distinct[T]:
    places = {cell: place for place, cell in enumerate(different)}
    which = np.fromiter(map(places.__getitem__, cells), np.uint32, len(cells))
    return Distinct([read(cell) for cell in places], which)
