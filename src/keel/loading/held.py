"""What the record holds already, as columns: rows of a table, and where they came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl
from django.db import connection, models

from keel.loading.models import Load, Origin, OriginShape
from keel.loading.tables import DAY, FLAG, MINUTE, NUMBER, TEXT, WHOLE, Column, Table
from keel.record.bulk import copied

col = pl.col
VERSION = "xmin"  # the database's own mark of the transaction that wrote a row last

_AS_CSV = {
    DAY: ("{}", pl.Date),
    TEXT: ("nullif({}::text, '')", pl.String),
    FLAG: ("{}::int", pl.Int8),
    NUMBER: ("{}", pl.Float64),
    WHOLE: ("{}", pl.Int64),
    MINUTE: ("(extract(epoch FROM {}) / 60)::int", pl.Int16),
}


def rows_held(table: Table) -> pl.DataFrame:
    """Every row of a table: ``_entry``, ``_version``, ``_person`` (whose it is) and the columns that a load writes."""
    model = table.model._meta
    key = "nullif(id::text, '')" if model.pk.get_internal_type() == "UUIDField" else "id"
    owner = f"{quoted(table.owner)}::text" if table.owner else "NULL::text"
    columns = ", ".join(_AS_CSV[column.kind][0].format(quoted(column.name)) for column in table.columns)
    schema = {
        "_entry": pl.String if key != "id" else pl.Int64,
        "_version": pl.Int64,
        "_person": pl.String,
        **{column.name: _AS_CSV[column.kind][1] for column in table.columns},
    }
    query = (
        f"SELECT {key}, {VERSION}::text::bigint, {owner}, {columns} FROM {quoted(model.db_table)} ORDER BY id"
    )
    flags = [col(column.name).cast(FLAG) for column in table.columns if column.kind == FLAG]
    return copied(query, schema).with_columns(flags)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields a source fills, as bits in the order of the table's columns."""

    number: int
    family: str
    source: str
    mask: int
    columns: tuple[tuple[str, str], ...]  # field and column


def shapes_by_table() -> Mapping[str, list[OriginShape]]:
    """Every shape of origin, by the label of its table."""
    found: dict[str, list[OriginShape]] = defaultdict(list)
    for shape in OriginShape.objects.order_by("pk"):
        found[shape.table].append(shape)
    return found


def shapes_of(table: Table, kept: Iterable[OriginShape]) -> list[Shape]:
    """Shapes as bits of the table's columns."""
    return [
        Shape(
            shape.pk,
            shape.family,
            shape.source,
            mask_of(table.columns, shape.fields),
            tuple(zip(shape.fields, shape.columns, strict=True)),
        )
        for shape in kept
    ]


def mask_of(columns: Iterable[Column], names: Iterable[str]) -> int:
    """A bit for each named column."""
    wanted = set(names)
    return sum(1 << place for place, column in enumerate(columns) if column.name in wanted)


_ORIGINS = {
    "_origin": pl.Int64,
    "_shape": pl.Int64,
    "_entry": pl.Int64,
    "_person": pl.String,
    "_key": pl.String,
    "_version": pl.Int64,
}


def origins_held(shapes: Iterable[Shape]) -> pl.DataFrame:
    """The origins of rows of one table, with the family and the mask of each."""
    known = list(shapes)
    numbers = ", ".join(str(shape.number) for shape in known) or "-1"
    origins = copied(
        f"SELECT id, shape_id, entry, child_id::text, key, {VERSION}::text::bigint FROM {Origin._meta.db_table} "
        f"WHERE shape_id IN ({numbers})",
        _ORIGINS,
    )
    about = pl.DataFrame(
        [(shape.number, shape.family, shape.mask) for shape in known],
        schema={"_shape": pl.Int64, "family": pl.String, "mask": pl.Int64},
        orient="row",
    )
    return origins.join(about, on="_shape", how="left", maintain_order="left")


def newest_loads() -> dict[str, Load]:
    """For each family the load in the record that speaks of the latest day."""
    newest: dict[str, Load] = {}
    for load in Load.objects.done().order_by("as_of", "pk"):
        newest[load.family] = load
    return newest


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return connection.ops.quote_name(name)


def next_ids(model: type[models.Model], count: int) -> pl.Series:
    """So many identities that no other row will have."""
    if not count:
        return pl.Series([], dtype=pl.Int64)
    sequence = f"pg_get_serial_sequence('{quoted(model._meta.db_table)}', 'id')"
    taken = f"SELECT nextval({sequence}) AS id FROM generate_series(1, {count})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id), max(id) FROM ({taken}) AS taken")
        first, last = cursor.fetchone()
    if last - first + 1 == count:
        return pl.int_range(first, last + 1, dtype=pl.Int64, eager=True)
    return copied(taken, {"id": pl.Int64})["id"]  # somebody else was taking some in between
