"""What rows of a source say beside their events, put in the rows of the record that those events became."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from keel.loading.beside import Beside, Item, besides, items_wanted
from keel.loading.persons import Persons
from keel.loading.strands import Told
from keel.loading.tables import (
    DAY,
    EPISODE,
    FLAG,
    LATEST_ONLY,
    TEXT,
    WHOLE,
    Column,
    Table,
    column_of,
    table_without_tellings,
)

col = pl.col
_PLACE = ["source", "row"]


@dataclass(frozen=True, slots=True)
class Details:
    """Lines of a source's details, of the items that the record keeps, with ``owner``. ``staff`` has the identities of
    workers and teams by their keys."""

    lines: pl.DataFrame
    staff: Mapping[str, pl.DataFrame]

    def of(self, item: Item) -> pl.DataFrame:
        """The lines of one item."""
        return self.lines.filter(col("field") == item.name)


def details_of(held: pa.Table | None, persons: Persons, staff: Mapping[str, pl.DataFrame]) -> Details | None:
    """The details of an extract; None where it has none."""
    if held is None:
        return None
    wanted = pa.array(sorted(items_wanted()))
    is_wanted = pc.is_in(held["field"].cast(pa.string()), wanted)
    lines = pl.from_arrow(held.filter(is_wanted))
    assert isinstance(lines, pl.DataFrame)
    texts = [col(name).cast(TEXT) for name in ("field", "source", "column", "episode", "kind")]
    return Details(persons.of_keys(lines.with_columns(texts), "child"), staff)


def with_details(told: Told, details: Details | None) -> Told:
    """The rows of a table with what stood beside the events in the same rows of the source."""
    beside = besides().get(told.table.label)
    if details is None or beside is None or not told.rows.height:
        return told
    cells = told.cells.with_columns(col("source").cast(TEXT))
    rows, headings, raws = told.rows, [told.headings], []
    for name, items in beside.fields.items():
        column = column_of(told.table.model, name)
        for item in items:
            lines = details.of(item).join(cells, on=_PLACE, how="inner")
            if lines.is_empty():
                continue
            found = _values(column, item, lines, details).unique("place", keep="first", maintain_order=True)
            blank = pl.repeat(None, len(rows), dtype=column.kind, eager=True)
            values = blank.scatter(found["place"], found["value"])
            rows = rows.with_columns(rows[column.name].zip_with(rows[column.name].is_not_null(), values))
            headings.append(_headings(lines, column))
            raws.append(lines.select("place", "column", "raw").drop_nulls())
    return told._replace(
        rows=_with_raws(rows, raws), headings=pl.concat(headings).unique(["source", "field"])
    )


def _headings(lines: pl.DataFrame, column: Column) -> pl.DataFrame:
    seen = lines.select("source", "column").unique().with_columns(field=pl.lit(column.name))
    return seen.group_by("source", "field").agg(col("column").sort().str.join(" or "))


def _with_raws(rows: pl.DataFrame, raws: list[pl.DataFrame]) -> pl.DataFrame:
    """Texts that are not the value itself go to the row's own."""
    written = pl.concat(raws) if raws else pl.DataFrame()
    if written.is_empty():
        return rows
    text = pl.concat_str("column", "raw", separator="=")
    joined = written.group_by("place", maintain_order=True).agg(
        more=text.unique(maintain_order=True).str.join("; ")
    )
    blank = pl.repeat(None, len(rows), dtype=TEXT, eager=True).scatter(joined["place"], joined["more"])
    raw = pl.concat_str("_raw", pl.lit(blank), separator="; ", ignore_nulls=True).replace("", None)
    return rows.with_columns(_raw=raw)


def _values(column: Column, item: Item, lines: pl.DataFrame, details: Details) -> pl.DataFrame:
    """The values of one item as the column holds them; for a link the name of the strand it leads to is kept aside."""
    if item.strand:
        return lines.select("place", value=pl.lit(None, WHOLE))
    kind = {"worker_id": "worker", "team_id": "team"}.get(column.name)
    if kind:
        known = details.staff.get(kind)
        if known is None:
            return lines.select("place", value=pl.lit(None, WHOLE))
        found = lines.join(
            known.rename({"key": "value", "entry": "found"}), on="value", how="left", maintain_order="left"
        )
        return found.select("place", value=col("found").cast(WHOLE))
    return lines.select("place", value=_typed(column))


def _typed(column: Column) -> pl.Expr:
    if column.kind == DAY:
        return col("value").str.to_date("%Y-%m-%d", strict=False)
    if column.kind == FLAG:
        return pl.when(col("value") == "Y").then(True).when(col("value") == "N").then(False)
    return col("value").cast(column.kind, strict=False)


def strands_led_to(told: Told, details: Details | None) -> Iterator[tuple[str, pl.DataFrame]]:
    """For each field that names a row of another table: ``place`` of the row here, and the strand of the other."""
    beside = besides().get(told.table.label)
    if details is None or beside is None:
        return
    cells = told.cells.with_columns(col("source").cast(TEXT))
    for name, items in beside.fields.items():
        for item in items:
            if item.strand:
                lines = details.of(item).join(cells, on=_PLACE, how="inner")
                strand = pl.concat_str(pl.lit(item.strand), "value", separator=":")
                named = lines.select("place", strand=strand).unique("place", keep="first")
                yield column_of(told.table.model, name).name, named


def rows_beside(details: Details | None) -> Iterator[tuple[Table, pl.DataFrame, pl.DataFrame]]:
    """Tables that tell no event: their rows, keyed, and their headings."""
    if details is None:
        return
    for label, beside in besides().items():
        if beside.strands or beside.each:
            lines = _own_lines(beside, details)
            table = table_without_tellings(label)
            rows = (
                _words_apart(beside, table, lines)
                if beside.each
                else _one_each(beside, table, lines, details)
            )
            yield table, rows, _all_headings(beside, table, lines)


def _own_lines(beside: Beside, details: Details) -> pl.DataFrame:
    if beside.each:
        return details.of(Item(beside.each))
    strand = col("episode").str.split(":").list.first()
    return details.lines.filter(strand.is_in(list(beside.strands)))


def _one_each(beside: Beside, table: Table, lines: pl.DataFrame, details: Details) -> pl.DataFrame:
    """A row of the source is a row of the record."""
    rows = lines.select("owner", EPISODE, *_PLACE, "on").unique(
        [*_PLACE, "owner"], keep="first", maintain_order=True
    )
    for name, items in beside.fields.items():
        column = column_of(table.model, name)
        told = lines.filter(col("field").is_in([item.name for item in items]))
        told = told.select(*_PLACE, "owner", _typed(column).alias(column.name)).unique(
            [*_PLACE, "owner"], keep="first"
        )
        rows = rows.join(told, on=[*_PLACE, "owner"], how="left", maintain_order="left")
    return _finished(table, rows.with_columns(_key=col(EPISODE)))


def _words_apart(beside: Beside, table: Table, lines: pl.DataFrame) -> pl.DataFrame:
    """A word of the item is a row of the record."""
    rows = lines.with_columns(col("value").str.split(" ").list.unique(maintain_order=True)).explode("value")
    rows = rows.filter(col("value") != "").rename({"value": beside.into})
    key = pl.concat_str(
        col(EPISODE).fill_null(""), col("on").cast(TEXT).fill_null(""), beside.into, separator=":"
    )
    return _finished(table, rows.with_columns(_key=key))


def _finished(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the columns of the table."""
    known = rows.rename({"owner": "_owner", "source": "_source", "row": "_row", "on": "_on"})
    known = known.with_columns(pl.lit(False).alias(LATEST_ONLY), _raw=pl.lit(None, TEXT))
    blank = [
        pl.lit(None, each.kind).alias(each.name) for each in table.columns if each.name not in known.columns
    ]
    beside = ("_owner", "_key", "_source", "_row", "_raw", "_on")
    return known.with_columns(blank).select(*table.names, *beside).filter(col("_owner").is_not_null())


def _all_headings(beside: Beside, table: Table, lines: pl.DataFrame) -> pl.DataFrame:
    fields = {
        item.name: column_of(table.model, name).name
        for name, items in beside.fields.items()
        for item in items
    }
    if beside.each:
        fields[beside.each] = beside.into
    seen = (
        lines.select("source", "column", field=col("field").replace_strict(fields, default=None))
        .drop_nulls()
        .unique()
    )
    return seen.group_by("source", "field").agg(col("column").sort().str.join(" or "))
