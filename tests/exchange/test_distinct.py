"""A cell that takes the reading of another gives a child a date or an answer that nobody wrote."""

from datetime import date, datetime, time

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from keel.exchange.distinct import read_distinct

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.floats(-2, 2), st.text("ab ", max_size=2), st.dates()
)


def _written(cell: object) -> str:
    return f"{type(cell).__name__} {cell}"


@given(cells=st.lists(CELLS))
def test_every_cell_has_its_own_reading(cells: list[object]) -> None:
    read = read_distinct(cells, _written)
    spread = read.column(read.readings, pl.String).to_list()
    # Nought is one number with or without a minus.
    assert [text.replace("-0.0", "0.0") for text in spread] == [
        _written(cell).replace("-0.0", "0.0") for cell in cells
    ]


@given(cells=st.lists(st.sampled_from("abc")))
def test_places_and_counts_are_those_of_the_cells(cells: list[str]) -> None:
    read = read_distinct(cells, lambda cell: str(cell).upper())
    assert dict(zip(read.readings, read.counts(), strict=True)) == {
        one.upper(): cells.count(one) for one in cells
    }
    assert dict(zip(read.readings, read.first_places(), strict=True)) == {
        one.upper(): cells.index(one) for one in cells
    }
    assert read.places(lambda one: one == "B") == [at for at, cell in enumerate(cells) if cell == "b"]


def test_a_day_is_not_midnight_of_that_day() -> None:
    cells = [date(2025, 6, 3), datetime.combine(date(2025, 6, 3), time()), True, 1, 1.0]
    assert len(read_distinct(cells, _written).readings) == len(cells)


def test_a_repeated_cell_is_read_once() -> None:
    met: list[object] = []
    read_distinct(["a", "b", "a", "a"], met.append)
    assert met == ["a", "b"]
