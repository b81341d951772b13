"""From the events of an extract to the rows of a table, as its tellings declare them; many at a time.

Events of one row of the source become one row of the record, and so do the events of one strand where none repeats.
Whichever row an event is put in, the view tells it again as it was.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from keel.loading.tables import EPISODE, FLAG, LATEST_ONLY, TEXT, Column, Table, constant_of
from keel.practice.history import FACT_BITS, KIND_CODES, Fact
from keel.record.telling import Telling

col = pl.col
_LATEST = FACT_BITS[Fact.EARLIER_UNKNOWN]


class Told(NamedTuple):
    """Rows of one table as a source tells them.

    ``rows`` has a column for each of the table's, and beside them ``_owner`` (the number of the person), ``_kind`` and
    ``_on`` of the event that the row is known by, and ``_source``, ``_row`` and ``_raw``, where it stood. ``cells``
    says which row of the source went into which: ``source``, ``row``, ``place``. ``headings`` are the columns of the
    source: ``source``, ``field``, ``column``.
    """

    table: Table
    rows: pl.DataFrame
    cells: pl.DataFrame
    headings: pl.DataFrame
    clashes: int = 0  # values of which a row could hold only one of two


def rows_told(table: Table, events: pl.DataFrame) -> Told:
    """The rows of a table. ``events`` are an extract's, with ``owner``, ``kind`` as a code and ``at``."""
    mine = _mine(table, events)
    place = _places(table, mine)
    count = int(place.max() or 0) + 1 if len(place) else 0
    first = _first(place, count)
    found = [_found(mine, place, number, count) for number in range(len(table.tellings))]
    columns, clashes = _filled(table, found, mine, count)
    known_by = _known_by(table, found, count)
    rows = pl.DataFrame(
        {
            **columns,
            "_owner": mine["owner"].gather(first),
            "_kind": mine["kind"].gather(known_by),
            "_on": mine["on"].gather(known_by),
            "_source": mine["source"].cast(TEXT).gather(first),
            "_row": mine["row"].gather(first),
            "_raw": _raw(mine, place, count),
        }
    )
    cells = mine.select("source", "row", place=place).unique() if count else _NO_CELLS
    return Told(table, rows, cells, _headings(table, mine), clashes)


_NO_CELLS = pl.DataFrame(schema={"source": pl.Categorical, "row": pl.Int32, "place": pl.Int64})


def _mine(table: Table, events: pl.DataFrame) -> pl.DataFrame:
    """The events that the table tells, with the number of the telling and of the class of row that it asks for."""
    codes = pl.Series([KIND_CODES[telling.kind] for telling in table.tellings], dtype=pl.Int16)
    numbers = np.full(len(KIND_CODES), -1, np.int16)
    for number, code in reversed(list(enumerate(codes))):  # of two tellings of one kind the first
        numbers[code] = number
    mine = events.filter(col("kind").is_in(codes.implode()))
    telling = pl.Series(numbers).gather(mine["kind"].cast(pl.UInt32))
    classes = pl.Series(_classes(table.tellings), dtype=pl.Int16)
    return mine.with_columns(telling=telling, asks=classes.gather(telling.cast(pl.UInt32)))


def _classes(tellings: Sequence[Telling]) -> list[int]:
    """A number for each set of values that tellings ask of a row; 0 for a telling that asks for none."""
    asked = [tuple(sorted((name, str(wanted)) for name, wanted in t.when.items())) for t in tellings]
    known = {asking: number for number, asking in enumerate(dict.fromkeys(filter(None, asked)), 1)}
    return [known.get(asking, 0) for asking in asked]


def _places(table: Table, mine: pl.DataFrame) -> pl.Series:
    """The row that each event goes to, numbered in the order of the extract."""
    if len(table.tellings) == 1:
        return pl.int_range(len(mine), dtype=pl.Int64, eager=True)
    strand = ["owner", "episode"]
    mine = mine.with_columns(again=pl.struct(*strand, "telling").is_duplicated())
    repeats = col("again").any().over(strand)
    is_loose = col("episode").is_null() & col("row").is_not_null()
    by_row = repeats | is_loose
    keyed = mine.select(
        *strand,
        "telling",
        "asks",
        "at",
        source=pl.when(by_row).then(col("source").to_physical()),
        row=pl.when(by_row).then("row"),
    )
    tie = [*strand, "source", "row"]
    if (mine["asks"] > 0).any() and (mine["asks"] == 0).any():
        asked = pl.when(col("asks") > 0).then("asks").min().over(tie)
        keyed = keyed.with_columns(asks=pl.when(col("asks") == 0).then(asked.fill_null(0)).otherwise("asks"))
    keyed = keyed.with_columns(ordinal=pl.int_range(pl.len()).over([*tie, "asks", "telling"]))
    return (
        keyed.select(col("at").min().over([*tie, "asks", "ordinal"]).rank("dense") - 1)
        .to_series()
        .cast(pl.Int64)
    )


def _first(place: pl.Series, count: int) -> pl.Series:
    """For each row the first of its events."""
    first = np.full(count, 0, np.int64)
    first[place.to_numpy()[::-1]] = np.arange(len(place))[::-1]
    return pl.Series(first, dtype=pl.Int64)


def _found(mine: pl.DataFrame, place: pl.Series, number: int, count: int) -> pl.Series:
    """For each row its event of one telling, blank where it has none."""
    events = (mine["telling"] == number).arg_true()
    found = np.full(count, -1, np.int64)
    found[place.gather(events).to_numpy()] = events.to_numpy()
    return pl.Series(found).set(pl.Series(found < 0), None)


def _known_by(table: Table, found: list[pl.Series], count: int) -> pl.Series:
    """For each row the event that it is known by: what it is there to tell, else the first that it tells beside."""
    ranked = sorted(zip(table.tellings, found, strict=True), key=lambda pair: not pair[0].is_main)
    return (
        pl.select(pl.coalesce([pl.lit(at) for _, at in ranked])).to_series()
        if count
        else pl.Series([], dtype=pl.Int64)
    )


def _filled(
    table: Table, found: list[pl.Series], mine: pl.DataFrame, count: int
) -> tuple[dict[str, pl.Series], int]:
    """Each column of the table, and how many values found their place taken by another."""
    filled: dict[str, pl.Series] = {}
    clashes = 0
    kinds = {column.name: column for column in table.columns}
    for telling, at in zip(table.tellings, found, strict=True):
        for name, value in _values(telling, mine, at):
            cast = value.cast(kinds[name].kind)
            if name in filled:
                clashes += int(((filled[name] != cast) & filled[name].is_not_null()).sum())
                cast = filled[name].zip_with(filled[name].is_not_null(), cast)
            filled[name] = cast
    first = pl.coalesce([pl.lit(at) for at in found])
    if count:
        filled[EPISODE] = mine["episode"].cast(TEXT).gather(pl.select(first).to_series())
    filled[LATEST_ONLY] = _latest_only(table, found, mine, count)
    return {column.name: _or_blank(column, filled, count) for column in table.columns}, clashes


def _or_blank(column: Column, filled: dict[str, pl.Series], count: int) -> pl.Series:
    known = filled.get(column.name)
    return (
        pl.repeat(None, count, dtype=column.kind, eager=True) if known is None else known.alias(column.name)
    )


def _values(telling: Telling, mine: pl.DataFrame, at: pl.Series):  # type: ignore[no-untyped-def]
    """The columns that a telling fills, with their values."""
    plain = (
        (telling.on, "on"),
        (telling.minute, "minute"),
        (telling.recorded_on, "recorded_on"),
        (telling.anchor, "anchor_on"),
        (telling.code, "code"),
        (telling.number, "number"),
    )
    for name, of in plain:
        if name:
            yield name, mine[of].gather(at)
    if telling.facts:
        yes, no = mine["yes"].gather(at), mine["no"].gather(at)
        for fact, name in telling.facts.items():
            yield name, _answered(yes, no, FACT_BITS[fact])
    for name, wanted in telling.when.items():
        value = constant_of(wanted)
        if value is not None:
            yield name, pl.select(pl.when(pl.lit(at).is_not_null()).then(pl.lit(value))).to_series()


def _answered(yes: pl.Series, no: pl.Series, bit: int) -> pl.Series:
    frame = pl.DataFrame({"yes": yes, "no": no})
    is_said = pl.when((col("yes") & bit) != 0).then(True).when((col("no") & bit) != 0).then(False)
    return frame.select(is_said).to_series()


def _latest_only(table: Table, found: list[pl.Series], mine: pl.DataFrame, count: int) -> pl.Series:
    said = pl.repeat(False, count, dtype=FLAG, eager=True)
    for telling, at in zip(table.tellings, found, strict=True):
        if telling.is_main:
            said |= ((mine["yes"].gather(at) & _LATEST) != 0).fill_null(False)
    return said


def _raw(mine: pl.DataFrame, place: pl.Series, count: int) -> pl.Series:
    """Texts that are not the values themselves, "column=text; …", for each row."""
    blank = pl.repeat(None, count, dtype=TEXT, eager=True)
    written = mine.select(
        place=place,
        raw=pl.concat_str(
            pl.concat_str(col("column").cast(TEXT), "raw", separator="="),
            "raw_facts",
            separator="; ",
            ignore_nulls=True,
        ).replace("", None),
    ).drop_nulls()
    if written.is_empty():
        return blank
    joined = written.group_by("place", maintain_order=True).agg(
        col("raw").unique(maintain_order=True).str.join("; ")
    )
    return blank.scatter(joined["place"], joined["raw"])


def _headings(table: Table, mine: pl.DataFrame) -> pl.DataFrame:
    """Which column of the source the days came from."""
    days = pl.Series([telling.on for telling in table.tellings])
    seen = mine.select("source", "telling", "column").drop_nulls().unique()
    fields = days.gather(seen["telling"].cast(pl.UInt32))
    seen = seen.select(col("source").cast(TEXT), col("column").cast(TEXT), field=fields)
    return seen.group_by("source", "field").agg(col("column").sort().str.join(" or "))
