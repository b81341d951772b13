"""Every row of lists 1 to 10 that mentions a child: the most telling list first, in each list the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from keel.exchange.annex_a.sheets import ListSheet, raw_of

# Who works with a child now: the list that asks most of the service comes first.
TELLING = (7, 8, 6, 5, 4, 3, 9, 10, 2, 1)
DETAILS: dict[str, type[pl.DataType]] = {
    "born_on": pl.Date,
    "sex": pl.String,
    "ethnicity": pl.String,
    "category": pl.String,
    "disabled": pl.Boolean,
}
# Values that give way to any other.
WEAK = ("U", "NOBT")
_MENTION: dict[str, type[pl.DataType]] = {
    "child": pl.String,
    "source": pl.String,
    "row": pl.Int32,
    "age": pl.Float64,
    "team": pl.String,
    "worker": pl.String,
    **DETAILS,
    **{raw_of(key): pl.String for key in DETAILS},
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of every child: its value, "heading=text", and the row that first told it (-1 where none)."""

    values: pl.Series
    raws: pl.Series
    first: np.ndarray


@dataclass(frozen=True)
class Mentions:
    """The rows, the children in the order they are met, and for each row the place of its child among these."""

    rows: pl.DataFrame
    children: pl.Series
    who: np.ndarray

    @cached_property
    def met(self) -> np.ndarray:
        """For each child the row that first mentions her."""
        return self.first(self.rows["child"].is_not_null())

    def first(self, is_so: pl.Series | np.ndarray) -> np.ndarray:
        """For each child the first row of which it ``is_so``, -1 where it is so of none."""
        rows = np.flatnonzero(is_so)[::-1]
        first = np.full(len(self.children), -1)
        first[self.who[rows]] = rows  # of the rows of one child the last to be written stands
        return first

    def any(self, is_so: pl.Series | np.ndarray) -> pl.Series:
        """For each child, whether it ``is_so`` of any row."""
        return pl.Series(self.first(is_so) >= 0)

    def at(self, name: str, rows: np.ndarray) -> pl.Series:
        """For each child the value of a column in the row given for her, blank where that is -1."""
        places = pl.Series(rows)
        return self.rows[name].gather(places.set(places < 0, None))

    def is_strong(self, key: str) -> pl.Series:
        """For each row, whether it tells a detail by a value that does not give way."""
        values = self.rows[key]
        is_there = values.is_not_null()
        return is_there & ~values.is_in(WEAK).fill_null(False) if DETAILS[key] is pl.String else is_there

    def detail(self, key: str) -> Detail:
        """The first value met, or the first that does not give way."""
        first, strong = self.first(self.rows[key].is_not_null()), self.first(self.is_strong(key))
        taken = np.where(strong < 0, first, strong)
        return Detail(self.at(key, taken), self.at(raw_of(key), taken), first)

    def place(self, child: int) -> dict[str, Any]:
        """What a remark on a child says of the place where she is first mentioned."""
        met = int(self.met[child])
        return {name: self.rows[name][met] for name in ("source", "row", "child")}


def mentions_in(sheets: Iterable[ListSheet]) -> Mentions:
    """The mentions in all lists of children."""
    telling = [sheet for sheet in sheets if sheet.annex_list.number in TELLING]
    telling.sort(key=lambda sheet: TELLING.index(sheet.annex_list.number))
    rows = pl.concat([pl.DataFrame(schema=_MENTION), *map(_mentions, telling)])
    children = rows["child"].unique(maintain_order=True)
    places = children.to_frame().with_row_index("who")
    who = rows.select("child").join(places, on="child", how="left", maintain_order="left")["who"]
    return Mentions(rows, children, who.to_numpy())


def _mentions(sheet: ListSheet) -> pl.DataFrame:
    there = [key for key in _MENTION if key in sheet.columns]
    taken = {key: pl.col(key) for key in ("child", "row", *there)}
    taken |= {"source": pl.lit(sheet.name)}
    taken |= {raw_of(key): sheet.written(key) for key in there if key in DETAILS}
    blank = {name: pl.lit(None) for name in _MENTION if name not in taken}
    cast = [(taken | blank)[name].cast(kind).alias(name) for name, kind in _MENTION.items()]
    return _latest_first(sheet).select(cast)


def _latest_first(sheet: ListSheet) -> pl.DataFrame:
    day = sheet.annex_list.key_date
    if day not in sheet.columns:
        return sheet.frame()
    return sheet.frame().sort(day, descending=True, nulls_last=True, maintain_order=True)
